//! What the tests with rulebooks of their own share.

use furiwake::{Act, Decision, Engine, Inquiry, Permission, Refusal, Rulebook};

/// Tiers and names of the shop in the documentation, without any rule.
pub(crate) const SHOP: &str = "
rulebook: shop
version: '1'
timezone: Asia/Tokyo
tiers: { vendor: [first_line, second_line, supervisor], client: [client_desk, client_manager] }
";

pub(crate) const VENDOR: [&str; 3] = ["first_line", "second_line", "supervisor"];
pub(crate) const TIERS: [&str; 5] =
    ["first_line", "second_line", "supervisor", "client_desk", "client_manager"];

/// The time of the inquiries that have one.
pub(crate) const TIME: &str = "2026-11-21T10:00:00+09:00";

/// A rulebook under test: [`SHOP`] with `rest`.
pub(crate) fn shop(rest: &str) -> Engine {
    engine(&format!("{SHOP}{rest}"))
}

/// A rulebook that has to load.
pub(crate) fn engine(yaml: &str) -> Engine {
    match Rulebook::load("test.yaml", yaml).into_result() {
        Ok(rulebook) => Engine::new(&rulebook),
        Err(findings) => panic!("{findings}\n{yaml}"),
    }
}

/// An inquiry from JSON.
pub(crate) fn inquiry(json: &str) -> Inquiry {
    Inquiry::from_json(json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

/// Decides an inquiry that has these facts, a time, and one empty message of the customer.
pub(crate) fn decide(engine: &Engine, facts: &str) -> Decision {
    engine.decide(&facts_only(facts))
}

/// An inquiry with these facts, a time, and one empty message of the customer.
pub(crate) fn facts_only(facts: &str) -> Inquiry {
    inquiry(&format!(r#"{{"at": "{TIME}", "text": "", "facts": {{{facts}}}}}"#))
}

/// Decides an inquiry in which the customer says `text`.
pub(crate) fn says(engine: &Engine, text: &str) -> Decision {
    engine.decide(&Inquiry::new().at(TIME.parse::<jiff::Timestamp>().unwrap()).customer(text))
}

/// What a tier may do, in a word or two.
pub(crate) fn may(decision: &Decision, tier: &str, act: Act, judgment: &str) -> String {
    match decision.may(tier, act, judgment) {
        Permission::Permitted => "permitted".to_owned(),
        Permission::Settled(settlement) => format!("settled: {settlement:?}").to_lowercase(),
        Permission::Refused(refusal) => match refusal {
            Refusal::NotRaised => "not raised".to_owned(),
            Refusal::HeldBy { tier, .. } => format!("held by {tier}"),
            Refusal::NotYetDecided { by } => format!("not yet decided by {by}"),
            Refusal::UnknownTier => "unknown tier".to_owned(),
            Refusal::UnknownJudgment => "unknown judgment".to_owned(),
        },
    }
}

/// What may be done on a judgment by each tier, from the lowest to the highest.
pub(crate) fn by_tier(decision: &Decision, act: Act, judgment: &str) -> [String; 5] {
    TIERS.map(|tier| may(decision, tier, act, judgment))
}
