//! Who may do what: holders, rulings, retention, delegation, the enforcement point.

use crate::support::{TIERS, VENDOR, by_tier, decide, may, says, shop};
use furiwake::decision::Settlement;
use furiwake::{Act, Decision, Ruling, Truth};

/// The holders of the judgment `refund`: who proposes, decides, communicates.
fn holders(decision: &Decision) -> [&str; 3] {
    Act::ALL.map(|act| decision.holder("refund", act).unwrap())
}

/// Decides an inquiry that raises `refund` under these rules; `f` is true, `u` is missing.
fn raised(rules: &str) -> Decision {
    raised_with("", "{}", rules)
}

fn raised_with(head: &str, refund: &str, rules: &str) -> Decision {
    let facts = "facts: { f: { type: bool }, u: { type: bool } }";
    let judgments = format!("judgments: {{ refund: {refund}, other: {{}} }}");
    let raise = "  - { id: raised, raise: [refund] }\n";
    decide(&shop(&format!("{head}\n{facts}\n{judgments}\nrules:\n{raise}{rules}")), r#""f": true"#)
}

#[test]
fn an_open_judgment_is_proposed_below_decided_above_and_told_by_nobody() {
    let decision = raised("");
    assert_eq!(by_tier(&decision, Act::Propose, "refund"), ["permitted"; 5]);
    let [first, second, third, desk, manager] = by_tier(&decision, Act::Decide, "refund");
    assert_eq!([first, second, third], ["held by client_desk"; 3]);
    assert_eq!([desk, manager], ["permitted"; 2]);
    // Not even the client tells what is not decided yet.
    assert_eq!(by_tier(&decision, Act::Communicate, "refund"), ["not yet decided by client_desk"; 5]);
    assert_eq!(decision.route().tier(), "client_desk");
}

#[test]
fn a_settled_judgment_is_applied_by_whoever_answers() {
    let decision = raised("  - { id: yes, when: f, settle: { refund: approve } }\n");
    assert_eq!(decision.ruling("refund"), Some(Ruling::Approve));
    assert_eq!(by_tier(&decision, Act::Decide, "refund"), ["settled: approve"; 5]);
    assert_eq!(by_tier(&decision, Act::Communicate, "refund"), ["permitted"; 5]);
    assert_eq!(decision.route().tier(), "first_line");
    let decision = raised("  - { id: no, when: f, settle: { refund: deny } }\n");
    assert_eq!(by_tier(&decision, Act::Decide, "refund"), ["settled: deny"; 5]);
}

#[test]
fn what_is_not_certainly_raised_is_refused_to_everybody() {
    let rules = |when: &str| {
        format!(
            "judgments: {{ refund: {{}} }}\nfacts: {{ u: {{ type: bool }} }}\nrules:\n  - {{ id: a, when: {when}, raise: [refund] }}\n  - {{ id: b, delegate: {{ refund: first_line }} }}\n"
        )
    };
    for (when, truth) in [("'false'", Truth::False), ("u", Truth::Unknown)] {
        let decision = decide(&shop(&rules(when)), "");
        assert_eq!(decision.raised("refund"), Some(truth));
        for act in Act::ALL {
            assert_eq!(by_tier(&decision, act, "refund"), ["not raised"; 5]);
        }
    }
}

#[test]
fn unknown_names_permit_nothing() {
    let decision = raised("");
    for act in Act::ALL {
        assert_eq!(may(&decision, "janitor", act, "refund"), "unknown tier");
        assert_eq!(may(&decision, "client_manager", act, "refunds"), "unknown judgment");
    }
    assert_eq!((decision.raised("refunds"), decision.ruling("refunds")), (None, None));
    assert_eq!((decision.holder("refunds", Act::Decide), decision.is_retained("refunds")), (None, None));
    assert_eq!((decision.label("nature"), decision.labels("nature").possible.len()), (None, 0));
}

#[test]
fn a_delegation_lowers_one_act_to_one_tier() {
    let decision = raised("  - { id: a, delegate: { refund: supervisor } }\n");
    assert_eq!(holders(&decision), ["first_line", "supervisor", "first_line"]);
    let [first, second, third, ..] = by_tier(&decision, Act::Decide, "refund");
    assert_eq!([first, second, third], ["held by supervisor", "held by supervisor", "permitted"]);
    assert_eq!(decision.route().tier(), "supervisor");
    // The lowest of several counts; one that may apply does not.
    let decision = raised(
        "  - { id: a, delegate: { refund: supervisor } }\n  - { id: b, when: f, delegate: { refund: second_line } }\n  - { id: c, when: u, delegate: { refund: first_line } }\n",
    );
    assert_eq!(holders(&decision)[1], "second_line");
}

#[test]
fn acts_are_retained_and_delegated_apart() {
    let decision = raised(
        "  - { id: a, retain: { refund: { communicate: client_manager } } }\n  - { id: b, delegate: { refund: { decide: first_line, communicate: first_line } } }\n",
    );
    assert_eq!(holders(&decision), ["first_line", "first_line", "client_manager"]);
    assert_eq!(decision.is_retained("refund"), Some(false));
    assert_eq!(decision.route().tier(), "client_manager");
    let overridden: Vec<_> =
        decision.overridden().map(|grant| (grant.rule(), grant.by().collect::<Vec<_>>())).collect();
    assert_eq!(overridden, [("b", vec!["a"])]);
    // The rulebook may still answer it; then only the client tells the customer.
    let decision = raised(
        "  - { id: a, retain: { refund: { communicate: client_manager } } }\n  - { id: b, settle: { refund: approve } }\n",
    );
    assert_eq!(decision.ruling("refund"), Some(Ruling::Approve));
    assert_eq!(decision.route().tier(), "client_manager");
    assert_eq!(may(&decision, "supervisor", Act::Communicate, "refund"), "held by client_manager");
    assert_eq!(may(&decision, "client_manager", Act::Communicate, "refund"), "permitted");
}

#[test]
fn a_retention_names_a_tier_or_the_lowest_of_the_client() {
    for (retain, holder) in [
        ("[refund]", "client_desk"),
        ("{ refund: client_desk }", "client_desk"),
        ("{ refund: client_manager }", "client_manager"),
        ("{ refund: { decide: client_manager } }", "client_manager"),
    ] {
        let decision = raised(&format!("  - {{ id: a, retain: {retain} }}\n"));
        assert_eq!(holders(&decision), ["first_line", holder, "first_line"], "{retain}");
        assert_eq!(decision.is_retained("refund"), Some(true));
    }
    // The highest of several, and one that may apply counts.
    let decision = raised(
        "  - { id: a, retain: [refund] }\n  - { id: b, when: u, retain: { refund: client_manager } }\n",
    );
    assert_eq!(holders(&decision)[1], "client_manager");
    let decision = raised("  - { id: a, when: '!f', retain: [refund] }\n");
    assert_eq!(decision.is_retained("refund"), Some(false));
}

#[test]
fn a_retained_judgment_is_never_settled() {
    let decision =
        raised("  - { id: a, when: u, retain: [refund] }\n  - { id: b, settle: { refund: approve } }\n");
    assert_eq!(decision.ruling("refund"), Some(Ruling::Open));
    assert_eq!(by_tier(&decision, Act::Decide, "refund")[2], "held by client_desk");
    let overridden: Vec<_> =
        decision.overridden().map(|grant| (grant.rule(), grant.by().collect::<Vec<_>>())).collect();
    assert_eq!(overridden, [("b", vec!["a"])]);
    assert_eq!(decision.rules("refund"), ["a", "raised"]);
}

#[test]
fn an_accept_only_contract_leaves_every_answer_to_the_client() {
    let accept_only = "defaults: { propose: second_line, communicate: client_desk }";
    let decision = raised_with(accept_only, "{}", "  - { id: a, delegate: { refund: first_line } }\n");
    assert_eq!(holders(&decision), ["second_line", "first_line", "client_desk"]);
    assert_eq!(decision.route().tier(), "client_desk");
    let decision = raised_with(accept_only, "{}", "  - { id: a, settle: { refund: approve } }\n");
    assert_eq!(decision.route().tier(), "client_desk");
    assert_eq!(may(&decision, "supervisor", Act::Communicate, "refund"), "held by client_desk");
    // A judgment may say otherwise for itself.
    let own = "{ propose: first_line, decide: client_manager, communicate: supervisor }";
    assert_eq!(holders(&raised_with(accept_only, own, "")), ["first_line", "client_manager", "supervisor"]);
}

#[test]
fn rules_that_approve_and_deny_leave_it_to_the_holder() {
    let decision = raised(
        "  - { id: a, settle: { refund: approve } }\n  - { id: b, settle: { refund: deny } }\n  - { id: c, delegate: { refund: supervisor } }\n",
    );
    assert_eq!(decision.ruling("refund"), Some(Ruling::Conflict));
    // The delegation does not count against a denial.
    assert_eq!(holders(&decision)[1], "client_desk");
    assert_eq!((decision.route().tier(), decision.route().is_certain()), ("client_desk", true));
    assert_eq!(by_tier(&decision, Act::Decide, "refund")[..3], ["held by client_desk"; 3]);
    assert_eq!(by_tier(&decision, Act::Communicate, "refund"), ["not yet decided by client_desk"; 5]);
    assert_eq!(decision.rules("refund"), ["a", "b", "raised"]);
    let overridden: Vec<_> =
        decision.overridden().map(|grant| (grant.rule(), grant.by().collect::<Vec<_>>())).collect();
    assert_eq!(overridden, [("c", vec!["b"])]);
}

#[test]
fn otherwise_answers_only_what_is_false() {
    let otherwise = |condition: &str| {
        let decision = raised(&format!(
            "  - {{ id: a, settle: {{ refund: {{ approve: '{condition}', otherwise: deny }} }} }}\n"
        ));
        (decision.ruling("refund").unwrap(), decision.route().tier().to_owned(), decision.asks().count())
    };
    assert_eq!(otherwise("f"), (Ruling::Approve, "first_line".to_owned(), 0));
    assert_eq!(otherwise("!f"), (Ruling::Deny, "first_line".to_owned(), 0));
    assert_eq!(otherwise("u"), (Ruling::Open, "client_desk".to_owned(), 1));
    let decision = raised("  - { id: a, settle: { refund: { deny: f, otherwise: approve } } }\n");
    assert_eq!(decision.ruling("refund"), Some(Ruling::Deny));
    // Without `otherwise` a condition that is false leaves the judgment open.
    let decision = raised("  - { id: a, settle: { refund: { approve: '!f' } } }\n");
    assert_eq!(decision.ruling("refund"), Some(Ruling::Open));
    // Neither answer counts while the rule itself is open, and the possible denial suspends delegations.
    let decision = raised(
        "  - { id: a, when: u, settle: { refund: { approve: f, otherwise: deny } } }\n  - { id: b, delegate: { refund: supervisor } }\n",
    );
    assert_eq!((decision.ruling("refund"), holders(&decision)[1]), (Some(Ruling::Open), "supervisor"));
    let decision = raised(
        "  - { id: a, when: f, settle: { refund: { approve: u, otherwise: deny } } }\n  - { id: b, delegate: { refund: supervisor } }\n",
    );
    assert_eq!((decision.ruling("refund"), holders(&decision)[1]), (Some(Ruling::Open), "client_desk"));
    let overridden: Vec<_> =
        decision.overridden().map(|grant| (grant.rule(), grant.by().collect::<Vec<_>>())).collect();
    assert_eq!(overridden, [("b", vec!["a"])]);
}

#[test]
fn judgments_do_not_touch_each_other() {
    let decision = raised(
        "  - { id: a, settle: { other: approve } }\n  - { id: b, retain: { other: client_manager } }\n",
    );
    assert_eq!(decision.ruling("refund"), Some(Ruling::Open));
    assert_eq!(decision.route().tier(), "client_desk");
    assert_eq!(decision.holder("other", Act::Decide), Some("client_manager"));
    assert_eq!(decision.rules("refund"), ["raised"]);
}

#[test]
fn permissions_read_as_they_are_meant() {
    let decision = raised("  - { id: a, settle: { refund: approve } }\n");
    match decision.may("first_line", Act::Decide, "refund") {
        furiwake::Permission::Settled(settlement) => assert_eq!(settlement, Settlement::Approve),
        other => panic!("{other:?}"),
    }
    assert_eq!(decision.may("first_line", Act::Decide, "refund").as_str(), "settled");
    let json: serde_json::Value = serde_json::from_str(&decision.to_json()).unwrap();
    let may = json["judgments"]["refund"]["may"].as_object().unwrap();
    assert_eq!(may.len(), TIERS.len());
    for tier in VENDOR {
        assert_eq!(may[tier]["decide"], "settled");
    }
    assert_eq!(json["judgments"]["other"]["raised"], "no");
}

/// A judgment raised by the customer's words and decided by facts, as rulebooks mostly have it.
#[test]
fn words_raise_and_facts_decide() {
    let rules = "
facts: { amount: { type: integer, default: 100 } }
cues: { refund: { any: [返金] } }
judgments: { refund: {} }
rules:
  - { id: asked, when: cue.refund, raise: [refund] }
  - { id: small, when: amount <= 3000, delegate: { refund: supervisor } }
";
    let engine = shop(rules);
    assert_eq!(says(&engine, "返金してください").route().tier(), "supervisor");
    assert_eq!(says(&engine, "交換してください").route().tier(), "first_line");
}
