//! What is read out of scripts: when each proposal is made, and what became of it in a trial.

use crate::support::{SHOP, inquiry};
use furiwake::{Inquiry, Rulebook, scripts};

const BOOK: &str = "
facts: { order.amount: { type: integer, min: 0 }, channel: { type: choice, of: [phone, sns], default: phone } }
cues: { asked: { any: [返金] }, upset: { any: [ひどい] } }
let: { small: order.amount <= 2000 }
axes: { nature: { labels: [question, complaint], default: question } }
judgments: { refund: { title: refund } }
rules:
  - { id: asked, when: cue.asked, raise: [refund] }
  - { id: upset, when: cue.upset, classify: { nature: complaint } }
  - { id: small, when: small, delegate: { refund: supervisor } }
  - { id: sns, when: channel == \"sns\", tag: [sns] }
grants: [{ delegate: { refund: first_line }, when: small }]
";

fn book() -> Rulebook {
    Rulebook::load("shop.yaml", &format!("{SHOP}{BOOK}")).into_result().unwrap()
}

fn rows(script: &str) -> Vec<String> {
    let book = book().with_script("x.rhai", script).into_result().unwrap();
    book.scripts().flat_map(scripts::Script::rows).map(|row| row.to_string()).collect()
}

#[test]
fn a_row_says_all_that_leads_to_its_proposal() {
    for (script, expected) in [
        ("propose.tag(\"a\", \"r\");", "1:1 tag a always"),
        ("if cue.asked { if small { propose.tag(\"a\", \"r\"); } }", "1:27 tag a when cue.asked && small"),
        ("if cue.asked {} else { propose.tag(\"a\", \"r\"); }", "1:24 tag a when !cue.asked"),
        (
            "if cue.asked { return; }\npropose.escalate(\"supervisor\", \"high\", \"4h\", \"r\");",
            "2:1 escalate supervisor high 4h when !cue.asked",
        ),
        (
            "let said = known(inquiry.messages) && inquiry.at < \"2026-12-01T09:00:00+09:00\";\nif said { propose.tag(\"a\", \"r\"); }",
            "2:11 tag a when known(inquiry.messages) && inquiry.at < \"2026-12-01T09:00:00+09:00\"",
        ),
        (
            "if !known(inquiry.at) || inquiry.at > \"2026-12-31\" { propose.retain(\"refund\", \"r\"); }",
            "1:54 retain refund client_desk when !known(inquiry.at) || inquiry.at >= \"2027-01-01\"",
        ),
        (
            "if inquiry.at <= \"2026-12-01T09:00:00+09:00\" { propose.tag(\"a\", \"r\"); }",
            "1:48 tag a when inquiry.at <= \"2026-12-01T09:00:00+09:00\"",
        ),
        (
            "if decision.raised(\"refund\") && at_least(decision.route, \"client_desk\") { propose.tag(\"a\", \"r\"); }",
            "1:75 tag a when raised(refund) == \"yes\" && at_least(route, \"client_desk\")",
        ),
        (
            "if cue.asked { switch channel { \"sns\" => propose.tag(\"a\", \"r\"), _ => {} } }",
            "1:42 tag a when cue.asked, and more decides",
        ),
        (
            "if inquiry.id == \"T\" { propose.instruct(\"謝らない\", \"No apology\", \"r\"); }",
            "1:24 instruct No apology when more than conditions decides",
        ),
    ] {
        assert_eq!(rows(script), [expected], "{script}");
    }
}

#[test]
fn a_day_is_compared_as_a_whole() {
    let proposes = |condition: &str, at: &str| {
        let script = format!("if inquiry.at {condition} {{ propose.tag(\"a\", \"r\"); }}");
        let inquiry = inquiry(&format!(r#"{{"at": "{at}", "text": ""}}"#));
        scripts::testing(&book(), "x.rhai", &script, &inquiry).unwrap().accepted().count() == 1
    };
    for (at, [before, until, from, after]) in [
        ("2026-12-30T23:59:59+09:00", [true, true, false, false]),
        ("2026-12-31T00:00:00+09:00", [false, true, true, false]),
        ("2026-12-31T23:59:59+09:00", [false, true, true, false]),
        ("2027-01-01T00:00:00+09:00", [false, false, true, true]),
    ] {
        assert_eq!(proposes("< \"2026-12-31\"", at), before, "{at}");
        assert_eq!(proposes("<= \"2026-12-31\"", at), until, "{at}");
        assert_eq!(proposes(">= \"2026-12-31\"", at), from, "{at}");
        assert_eq!(proposes("> \"2026-12-31\"", at), after, "{at}");
    }
    // Neither a day nor an instant.
    let script = "if inquiry.at < \"2026-12-31T10:00:00\" { propose.tag(\"a\", \"r\"); }";
    assert!(book().with_script("x.rhai", script).findings().has_errors());
}

#[test]
fn a_trial_shows_what_became_of_every_row() {
    let script = r#"
if known(order.amount) && order.amount <= 3000 { propose.delegate("refund", "first_line", "small"); }
if cue.upset { propose.tag("upset", "so they say"); }
"#;
    let asks = |amount: u32| Inquiry::new().customer("返金してください。").fact("order.amount", amount);
    let trial = |amount| scripts::testing(&book(), "dir/x.rhai", script, &asks(amount)).unwrap();
    let page = trial(500).to_string();
    assert_eq!(
        page,
        r#"x.rhai
  2:50 delegate refund first_line when known(order.amount) && order.amount <= 3000
    accepted
    because: small
  3:16 tag upset when cue.upset
    not proposed
    because: so they say
What it changes
  judgments.refund.holders.decide: supervisor → first_line
  judgments.refund.may.first_line.decide: refused → permitted
  judgments.refund.may.second_line.decide: refused → permitted
  next.do: hand_off → answer
  route.tier: supervisor → first_line
  route.via: second_line → (none)
"#
    );
    let refused = trial(2500);
    assert!(refused.to_string().contains("refused: the condition of the grant"), "{refused}");
    assert!(refused.to_string().ends_with("The decision is the same without.\n"), "{refused}");
    assert_eq!((refused.accepted().count(), refused.refused().count()), (0, 1));
}

#[test]
fn a_trial_shows_where_a_script_stopped() {
    let script = "if order.amount > 3000 { propose.tag(\"large\", \"r\"); }";
    let trial =
        scripts::testing(&book(), "x.rhai", script, &Inquiry::new().customer("返金してください。")).unwrap();
    assert_eq!(trial.findings().len(), 1, "{}", trial.findings());
    let failure = trial.failures().next().unwrap();
    assert_eq!(failure.script(), Some(("x.rhai", 1, 17)));
    assert!(trial.to_string().contains("x.rhai"), "{trial}");
    // A misspelt script is never run.
    let found = scripts::testing(&book(), "x.rhai", "if cue.uspet {}", &Inquiry::new()).unwrap_err();
    assert!(found.has_errors());
}

#[test]
fn all_scripts_of_a_rulebook_are_tried_against_none() {
    let own = "scripts: { decided: 'propose.tag(\"own\", \"r\");' }\n";
    let book = Rulebook::load("shop.yaml", &format!("{SHOP}{BOOK}{own}")).into_result().unwrap();
    let both = book.with_script("x.rhai", "propose.tag(\"host\", \"r\");").into_result().unwrap();
    let trial = scripts::testing_all(&both, &Inquiry::new().customer(""));
    assert_eq!(trial.changes()[0].to_string(), "tags: (none) → host, own");
    assert_eq!(trial.scripts().map(scripts::Script::name).collect::<Vec<_>>(), ["decided", "x.rhai"]);
    let one =
        scripts::testing(&book, "x.rhai", "propose.tag(\"host\", \"r\");", &Inquiry::new().customer(""));
    assert_eq!(one.unwrap().changes()[0].to_string(), "tags: own → host, own");
    // What a row says is data, too.
    let row = serde_json::to_value(both.scripts().next().unwrap().rows().next().unwrap()).unwrap();
    assert_eq!(row["named"]["tag"], "own");
    assert_eq!(row["when"], "true");
}
