//! A gate in front of an AI agent's tools: before it acts, the agent asks `may`, and a refusal says who may.
#![expect(clippy::print_stdout, reason = "an example shows what it found")]

use furiwake::{Act, Decision, Engine, Inquiry, Permission, Refusal, Rulebook, decision::Settlement};

/// What the agent wants to do.
struct Call {
    tool: &'static str,
    act: Act,
    judgment: &'static str,
}

const CALLS: [Call; 4] = [
    Call { tool: "draft_refund", act: Act::Propose, judgment: "refund" },
    Call { tool: "pay_refund", act: Act::Decide, judgment: "refund" },
    Call { tool: "announce_refund", act: Act::Communicate, judgment: "refund" },
    Call { tool: "pay_compensation", act: Act::Decide, judgment: "compensation" },
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let rulebook = Rulebook::load("starter.yaml", include_str!("starter.yaml")).into_result()?;
    let engine = Engine::new(&rulebook);
    for (text, amount) in
        [("Could I have my money back?", 1_980), ("This is unacceptable. I want a refund.", 1_980)]
    {
        let decision = engine.decide(&Inquiry::new().customer(text).fact("order.amount", amount));
        println!("{text}");
        for call in &CALLS {
            println!("  {:17} {}", call.tool, gate(&decision, call));
        }
    }
    Ok(())
}

/// What the agent hears. It works in the first line, so it may do no more than people there may.
fn gate(decision: &Decision, call: &Call) -> String {
    match decision.may("first_line", call.act, call.judgment) {
        Permission::Permitted => "go ahead".to_owned(),
        Permission::Settled(Settlement::Approve) => {
            "already approved by the rulebook: do exactly that".to_owned()
        }
        Permission::Settled(Settlement::Deny) => {
            "already denied by the rulebook: tell the customer so".to_owned()
        }
        Permission::Refused(Refusal::HeldBy { tier, rules }) => {
            format!("stop: hand over to {tier} (because of {})", rules.join(", "))
        }
        Permission::Refused(Refusal::NotYetDecided { by }) => format!("stop: {by} decides first"),
        Permission::Refused(Refusal::NotRaised) => "stop: nobody asked for this".to_owned(),
        Permission::Refused(Refusal::UnknownTier | Refusal::UnknownJudgment) => {
            "stop: the rulebook does not know this".to_owned()
        }
    }
}
