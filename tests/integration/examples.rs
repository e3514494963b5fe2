//! The examples people meet first: the starter of the README and the inbox of `triage`.

use furiwake::{Decision, Engine, Inquiry, Language, Next, Party, Rulebook, Truth, Urgency, scripts};

const README: &str = include_str!("../../README.md");
const STARTER: &str = include_str!("../../examples/starter.yaml");
const INBOX: &str = include_str!("../../examples/triage/inbox.jsonl");

#[test]
fn the_readme_shows_the_starter_and_its_result_as_they_are() {
    assert!(
        README.contains(&format!("```yaml\n{STARTER}```")),
        "the README shows another rulebook than the example"
    );
    let loaded = Rulebook::load("starter.yaml", STARTER);
    assert!(loaded.findings().is_empty(), "{}", loaded.findings());
    let engine = Engine::new(&loaded.into_result().unwrap());
    let inquiry =
        Inquiry::new().with_id("T-1").customer("がっかりです。返金してください。").fact("order.amount", 1980);
    let why = engine.decide(&inquiry).why(Language::English);
    assert!(
        README.contains(&format!("```text\n{why}```")),
        "the README shows another result than this:\n{why}"
    );
}

#[test]
fn the_layers_of_the_example_are_what_they_say() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/client_layer");
    let load = |text: &str| {
        Rulebook::load_with(&format!("{folder}/acme.yaml"), text, |file| std::fs::read_to_string(file))
    };
    let acme = std::fs::read_to_string(format!("{folder}/acme.yaml")).unwrap();
    let loaded = load(&acme);
    assert!(loaded.findings().is_empty(), "{}", loaded.findings());
    let engine = Engine::new(&loaded.into_result().unwrap());
    let asks = |amount: u32| Inquiry::new().customer("返金してください。").fact("order.amount", amount);
    let holder = |amount: u32| {
        let decision = engine.decide(&asks(amount));
        decision.holder("refund", furiwake::Act::Decide).unwrap().to_owned()
    };
    assert_eq!([holder(3000), holder(3001)], ["supervisor", "client_desk"]);
    assert!(engine.why_not(&asks(0), "refund.supervisor-may").is_none());
    // The topic and the words are united with those of `shop`.
    let decision = engine.decide(&Inquiry::new().customer("定期便はいつですか"));
    let topics = decision.labels("topic").certain;
    assert!(["delivery", "subscription"].iter().all(|topic| topics.contains(topic)), "{topics:?}");
}

#[test]
fn the_scripts_of_the_example_do_what_it_says_to_look_at() {
    let acme = Rulebook::load("acme.yaml", include_str!("../../examples/overrides/acme.yaml"));
    assert!(acme.findings().is_empty(), "{}", acme.findings());
    let campaign = include_str!("../../examples/overrides/campaign.scripts.yaml");
    let acme = acme.into_result().unwrap().with_script("campaign.scripts.yaml", campaign);
    assert!(acme.findings().is_empty(), "{}", acme.findings());
    let acme = acme.into_result().unwrap();
    let inbox = include_str!("../../examples/overrides/inbox.jsonl");
    let trial = |id: &str| {
        let line = inbox.lines().find(|line| line.contains(id)).unwrap();
        scripts::testing_all(&acme, &Inquiry::from_json(line).unwrap())
    };
    let became = |id: &str| {
        let trial = trial(id);
        let holder = trial.decision().holder("refund", furiwake::Act::Decide).unwrap().to_owned();
        let all = |proposal: furiwake::decision::Proposal<'_>| {
            (proposal.line(), proposal.is_accepted(), proposal.why().is_some())
        };
        (holder, trial.decision().proposals().map(all).collect::<Vec<_>>())
    };
    let delegation = |accepted, beaten| vec![(4, accepted, beaten)];
    assert_eq!(became("A-1"), ("first_line".to_owned(), delegation(true, false)));
    assert_eq!(became("A-2"), ("supervisor".to_owned(), delegation(false, true)));
    assert_eq!(became("A-3"), ("supervisor".to_owned(), vec![]));
    assert_eq!(became("A-4"), ("client_desk".to_owned(), delegation(true, true)));
    assert_eq!(became("A-5"), ("client_desk".to_owned(), delegation(false, true)));
    assert_eq!(became("A-6").1.len(), 1);
    let route = |id: &str| {
        let trial = trial(id);
        let route = trial.decision().route();
        (route.desks().map(str::to_owned).collect::<Vec<_>>(), route.urgency())
    };
    assert_eq!(route("A-6"), (vec!["vip".to_owned()], Urgency::Normal));
    assert_eq!(route("A-7"), (vec!["vip".to_owned()], Urgency::High));

    let greedy = include_str!("../../examples/overrides/greedy.rhai");
    let last = Inquiry::from_json(inbox.lines().last().unwrap()).unwrap();
    let greedy = scripts::testing(&acme, "greedy.rhai", greedy, &last).unwrap();
    assert_eq!(greedy.findings().len(), 2, "{}", greedy.findings());
    assert_eq!(
        greedy.refused().map(|refused| (refused.line(), refused.column())).collect::<Vec<_>>(),
        [(3, 5), (4, 5)]
    );
    assert!(greedy.changes().is_empty(), "{greedy}");
}

fn decided() -> Vec<(Inquiry, Decision)> {
    let engine = Engine::new(&Rulebook::builtin("shop").unwrap());
    let decide = |line| {
        let inquiry = Inquiry::from_json(line).unwrap();
        let decision = engine.decide(&inquiry);
        (inquiry, decision)
    };
    INBOX.lines().map(decide).collect()
}

#[test]
fn the_inbox_is_varied_and_every_inquiry_is_decided() {
    let inbox = decided();
    assert!(inbox.len() >= 24);
    let mut ids: Vec<&str> = inbox.iter().map(|(_, decision)| decision.inquiry().unwrap()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), inbox.len());
    for (inquiry, _) in &inbox {
        // What is odd in the inbox is odd in its facts; its JSON is as it should be.
        assert!(inquiry.notices().is_empty(), "{inquiry:?}");
    }
    for channel in ["phone", "email", "chat", "sns", "form"] {
        assert!(INBOX.contains(&format!("\"channel\": \"{channel}\"")), "nothing came by {channel}");
    }
    for next in [Next::Answer, Next::Ask, Next::HandOff] {
        assert!(inbox.iter().any(|(_, decision)| decision.next() == next), "no inquiry ends in {next:?}");
    }
    for urgency in [Urgency::Normal, Urgency::High, Urgency::Critical] {
        assert!(
            inbox.iter().any(|(_, decision)| decision.route().urgency() == urgency),
            "none is {urgency:?}"
        );
    }
    for party in [Party::Vendor, Party::Client] {
        assert!(
            inbox.iter().any(|(_, decision)| decision.route().party() == party),
            "none goes to the {party:?}"
        );
    }
}

fn decision_of(id: &str) -> Decision {
    decided().into_iter().find(|(inquiry, _)| inquiry.id() == Some(id)).unwrap().1
}

#[test]
fn the_inbox_ends_where_a_shop_would_send_it() {
    let hurt = decision_of("S-111");
    assert_eq!((hurt.route().party(), hurt.route().urgency()), (Party::Client, Urgency::Critical));
    let leak = decision_of("S-108");
    assert_eq!(leak.route().party(), Party::Client);
    let status = decision_of("S-102");
    assert_eq!(status.route().party(), Party::Vendor);
    let rude = decision_of("S-107");
    assert_eq!(rude.label("conduct"), Some("harassment"));
    assert_eq!(decision_of("S-106").label("nature"), Some("complaint"));
    // The quoted lines speak of a refund; they are not the customer's words.
    assert_eq!(decision_of("S-103").raised("refund"), Some(Truth::False));
    // The amount is no number and the delivery lies after the inquiry: both are told and count as missing.
    let odd: Vec<&str> =
        decision_of("E-207").notices().iter().map(|notice| notice.code().as_str()).collect::<Vec<_>>();
    assert!(odd.contains(&"fact_ill_typed") && odd.contains(&"fact_after_inquiry"), "{odd:?}");
}
