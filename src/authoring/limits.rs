//! How large a rulebook may be. Far above what people write; they keep a machine-made or hostile file from taking the
//! memory or the time of the host.

use crate::diagnostic::Findings;

/// The most layers, the outermost included: reading them is recursive.
pub(crate) const MAX_LAYERS: usize = 100;
/// The most rules: as many as findings are kept, so that each may have one.
pub(crate) const MAX_RULES: usize = Findings::MAX;
/// The most cues.
pub(crate) const MAX_CUES: usize = 20_000;
/// The most phrases of all cues together.
pub(crate) const MAX_PHRASES: usize = 500_000;
/// The longest phrase, in characters.
pub(crate) const MAX_PHRASE_LENGTH: usize = 200;
/// The most facts, derived values and parameters.
pub(crate) const MAX_VALUES: usize = 20_000;
/// The most parts of one score: any two of them are compared.
pub(crate) const MAX_SCORE_PARTS: usize = 1_000;
/// The most invariants: any two of them are compared.
pub(crate) const MAX_INVARIANTS: usize = 1_000;
/// The most grants of scripts: every proposal looks through them.
pub(crate) const MAX_GRANTS: usize = 1_000;
/// The most named conditions.
pub(crate) const MAX_LETS: usize = 10_000;
/// The most calendars.
pub(crate) const MAX_CALENDARS: usize = 1_000;
/// The most openings of one day of a calendar.
pub(crate) const MAX_WINDOWS: usize = 48;
/// The most holidays and exceptional days of a calendar.
pub(crate) const MAX_SPECIAL_DAYS: usize = 10_000;
/// The most axes: ordering them is recursive.
pub(crate) const MAX_AXES: usize = 1_000;
/// The most labels of an unordered axis. Of an ordered one it is
/// [`MAX_ORDERED_LABELS`](crate::condition::MAX_ORDERED_LABELS).
pub(crate) const MAX_UNORDERED_LABELS: usize = 10_000;
/// The most values in one cell of a table: no condition may have more parts.
pub(crate) const MAX_CELL_WORDS: usize = 2_000;
