//! What of a rulebook can be covered.

use crate::cases::gates::Measure;
use serde::Serialize;

/// What of a rulebook can be covered. The first four are the headline; that a rule has fired says little, since a stricter one
/// may have decided all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Aspect {
    /// Rules without which some case would be decided otherwise, reasons aside.
    Decisive,
    /// Parts of conditions that by themselves turn what hangs on the condition: in one case where they are true, and in one where
    /// they are not (masking MC/DC, J. J. Chilenski, DOT/FAA/AR-01/18, 2001).
    NearMiss,
    /// Numbers and dates in conditions that cases lie just below, on and just above, where that turns the condition.
    Boundary,
    /// Judgments that the client keeps, by a rule or because nobody else is given them, and that the vendor is refused while they
    /// are raised.
    Retained,
    /// Rules that were true.
    RuleTrue,
    /// Rules that were unknown.
    RuleUnknown,
    /// Rules that were false.
    RuleFalse,
    /// Parts of conditions that were true.
    PartTrue,
    /// Parts of conditions that were unknown.
    PartUnknown,
    /// Parts of conditions that were false.
    PartFalse,
    /// Labels that were certain.
    Label,
    /// Judgments that were raised.
    Judgment,
    /// Rulings on judgments.
    Ruling,
    /// Holders that rules raise above those by default.
    Holder,
    /// Tiers an inquiry went to.
    Route,
    /// Questions that were asked.
    Ask,
    /// Grants that held and were beaten, each with each rule that may beat it.
    Overridden,
    /// Grants that scripts have used.
    ScriptGrant,
    /// Proposals of scripts that were made in one case and not in another.
    ScriptRow,
    /// Proposals of scripts that were refused.
    RefusedProposal,
}

impl Aspect {
    /// All of them, the headline first.
    pub const ALL: [Self; 20] = [
        Self::Decisive,
        Self::NearMiss,
        Self::Boundary,
        Self::Retained,
        Self::RuleTrue,
        Self::RuleUnknown,
        Self::RuleFalse,
        Self::PartTrue,
        Self::PartUnknown,
        Self::PartFalse,
        Self::Label,
        Self::Judgment,
        Self::Ruling,
        Self::Holder,
        Self::Route,
        Self::Ask,
        Self::Overridden,
        Self::ScriptGrant,
        Self::ScriptRow,
        Self::RefusedProposal,
    ];

    /// Those of the headline.
    pub const HEADLINE: [Self; 4] = [Self::Decisive, Self::NearMiss, Self::Boundary, Self::Retained];

    /// The word used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Decisive => Measure::Decisive.as_str(),
            Self::NearMiss => Measure::NearMiss.as_str(),
            Self::Boundary => Measure::Boundary.as_str(),
            Self::Retained => Measure::Retained.as_str(),
            Self::RuleTrue => "rule_true",
            Self::RuleUnknown => "rule_unknown",
            Self::RuleFalse => "rule_false",
            Self::PartTrue => "part_true",
            Self::PartUnknown => "part_unknown",
            Self::PartFalse => "part_false",
            Self::Label => "label",
            Self::Judgment => "judgment",
            Self::Ruling => "ruling",
            Self::Holder => "holder",
            Self::Route => "route",
            Self::Ask => "ask",
            Self::Overridden => "overridden",
            Self::ScriptGrant => "script_grant",
            Self::ScriptRow => "script_row",
            Self::RefusedProposal => "refused_proposal",
        }
    }

    /// The aspect that a gate on `measure` is about; none if it is about changes of the rulebook.
    pub const fn of(measure: Measure) -> Option<Self> {
        match measure {
            Measure::Decisive => Some(Self::Decisive),
            Measure::NearMiss => Some(Self::NearMiss),
            Measure::Boundary => Some(Self::Boundary),
            Measure::Retained => Some(Self::Retained),
            Measure::Score | Measure::SafetyScore => None,
        }
    }

    /// In words, for a heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Decisive => "decisive rules",
            Self::NearMiss => "near misses",
            Self::Boundary => "boundaries",
            Self::Retained => "vendor refused",
            Self::RuleTrue => "rules true",
            Self::RuleUnknown => "rules unknown",
            Self::RuleFalse => "rules false",
            Self::PartTrue => "parts true",
            Self::PartUnknown => "parts unknown",
            Self::PartFalse => "parts false",
            Self::Label => "labels",
            Self::Judgment => "judgments raised",
            Self::Ruling => "rulings",
            Self::Holder => "holders raised",
            Self::Route => "routes",
            Self::Ask => "questions asked",
            Self::Overridden => "grants overridden",
            Self::ScriptGrant => "grants of scripts",
            Self::ScriptRow => "rows of scripts",
            Self::RefusedProposal => "proposals refused",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_those_of_gates_and_json() {
        for measure in Measure::ALL {
            assert!(Aspect::of(measure).is_none_or(|aspect| aspect.as_str() == measure.as_str()));
        }
        for aspect in Aspect::ALL {
            let json = serde_json::to_string(&aspect).unwrap();
            assert_eq!(json, format!("\"{}\"", aspect.as_str()));
        }
    }
}
