//! What became of the proposals of scripts, and what is said where one failed.

use super::decide::is_beaten;
use super::run::Outcome;
use crate::condition::Truth;
use crate::decision::{Collector, Obstacle, Proposed};
use crate::inquiry::{Inquiry, Notice};
use crate::overrides::{FailureKind, ScriptRun, SiteEffect, SiteState};
use crate::rulebook::Model;

/// Every proposal that is not false, by script, line and column.
pub(crate) fn proposals(model: &Model, inquiry: &Inquiry, outcome: &Outcome<'_>) -> Vec<Proposed> {
    let mut proposals = Vec::new();
    for run in &outcome.scripts {
        for (id, site, state) in run.sites().filter(|(.., state)| state.proposed != Truth::False) {
            let obstacle = obstacle(&site.effect, state, outcome);
            let mut collector = Collector::new(model, inquiry, &outcome.situation);
            match (&site.effect, state.proposed) {
                // Restrictions that bind nobody may be true on what is unknown.
                (SiteEffect::Grant(_), Truth::True) if !site.opaque => {
                    collector.with_truth(&site.when, Truth::True);
                }
                _ => collector.condition(&site.when),
            }
            let proposed = Proposed {
                site: id,
                truth: state.proposed,
                is_accepted: matches!(obstacle, None | Some(Obstacle::Overridden)),
                obstacle,
                evidence: collector.items,
            };
            proposals.push(proposed);
        }
    }
    proposals.sort_by_cached_key(|proposed| {
        let (by, script, site) = proposed.site.of(model)?;
        // Two files of one name may hold different scripts.
        let key = (by.script_name(script.stage), site.line, site.column, &*site.because, &*script.text);
        Some((key, proposed.obstacle))
    });
    proposals
}

fn obstacle(effect: &SiteEffect, state: SiteState, outcome: &Outcome<'_>) -> Option<Obstacle> {
    let SiteEffect::Grant(grant) = effect else { return None };
    if !state.is_inside {
        return Some(Obstacle::NoGrant);
    }
    if outcome.ceiling != Truth::True {
        return Some(Obstacle::Suspended);
    }
    match (state.proposed, state.covered) {
        (_, Truth::False) => Some(Obstacle::GrantFalse),
        (Truth::Unknown | Truth::False, _) => Some(Obstacle::Unknown),
        (Truth::True, Truth::Unknown) => Some(Obstacle::GrantUnknown),
        (Truth::True, Truth::True) => is_beaten(outcome, grant).then_some(Obstacle::Overridden),
    }
}

/// One notice for each script that failed, by script, line and column.
pub(crate) fn notices(model: &Model, scripts: &[ScriptRun<'_>]) -> Vec<Notice> {
    let mut notices: Vec<Notice> = scripts
        .iter()
        .filter_map(|run| {
            let (failure, _) = run.failure()?;
            let name = run.by.script_name(run.script.stage);
            let why = match &failure.kind {
                FailureKind::Unknown(_) => "it reads what is not known",
                FailureKind::Computation(why) => why,
            };
            let names: Vec<String> = failure.names.iter().map(|name| format!("`{name}`")).collect();
            let in_sight =
                if names.is_empty() { String::new() } else { format!(" (in sight: {})", names.join(", ")) };
            let stops = if run.has_failed { "stopped" } else { "would stop, once more is known," };
            let message = format!(
                "the script `{name}` {stops} at line {}, column {}: {why}{in_sight}; every grant is suspended, and the inquiry goes to `{}` at least",
                failure.line,
                failure.column,
                model.tiers.id(run.by.on_error)
            );
            Some(Notice::of_script(&name, (failure.line, failure.column), &failure.names, message))
        })
        .collect();
    notices.sort();
    notices
}
