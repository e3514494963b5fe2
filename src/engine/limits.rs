//! Limits on what one decision reads.

/// How many bytes of the customer's text are read, over all messages of an inquiry: about 90,000 Japanese characters.
/// Text beyond it counts as not arrived, which only ever restricts.
pub(crate) const TEXT_BYTES: usize = 256 * 1024;
