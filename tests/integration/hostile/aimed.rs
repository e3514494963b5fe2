//! Scripts that mean harm and know the rulebook of [`BOOK`]: they pass its checks, or nearly.

/// What they are run against.
pub(super) const BOOK: &str = r#"
rulebook: target
version: "1"
timezone: Asia/Tokyo
tiers: { vendor: [first_line, supervisor], client: [client_desk, client_manager] }
facts:
  order.amount: { type: integer }
  order.weight: { type: decimal }
  order.note: { type: text }
  order.paid: { type: bool }
  channel: { type: choice, of: [web, sns, phone] }
cues:
  upset: { any: [ひどい, 最悪] }
axes:
  severity: { labels: [low, high], default: low }
judgments:
  refund: { title: Refund }
rules:
  - { id: angry, when: cue.upset, classify: { severity: high } }
  - { id: asked, when: order.amount > 0, raise: [refund] }
  - { id: kept, when: order.amount > 5000, retain: refund }
"#;

/// Everything known, and much of everything.
pub(super) fn inquiry() -> String {
    let text = "最悪です。".repeat(4_000);
    let note = "a".repeat(4_000);
    format!(
        r#"{{"id": "T-1", "at": "2026-11-21T10:00:00+09:00", "messages_complete": true, "messages": [{{"from": "customer", "text": "{text}"}}],
        "facts": {{"order.amount": 9223372036854775807, "order.weight": 79228162514264337593543950335, "order.note": "{note}", "order.paid": true, "channel": "sns"}}}}"#
    )
}

const TAG: &str = "propose.tag(\"a\", \"b\");";

/// A name and a text each.
pub(super) fn scripts() -> Vec<(&'static str, String)> {
    let mut scripts = growing();
    scripts.extend(unauthorised());
    scripts.extend(misleading());
    scripts.extend(computing());
    scripts
}

/// What could grow while it is checked: conditions of conditions, proposals under large ones.
fn growing() -> Vec<(&'static str, String)> {
    let first = "let v0 = order.amount > 1 || channel == \"web\";";
    let later = |count: usize, value: &dyn Fn(usize) -> String| -> String {
        (1..count).map(|n| format!("let v{n} = {};", value(n - 1))).collect()
    };
    let doubling = later(60, &|n| format!("v{n} && v{n}"));
    let mixed = later(60, &|n| format!("!(v{n} && cue.upset || !v{n})"));
    let deepening =
        later(60, &|n| format!("{}v{n}{}", "!(order.paid && (order.paid || ".repeat(5), "))".repeat(5)));
    let questions = (0..60).map(|n| format!("order.amount > {n}")).collect::<Vec<_>>().join(" || ");
    let returns = |count: usize| -> String {
        (0..count).map(|n| format!("if order.amount == {n} {{ return; }}")).collect()
    };
    vec![
        ("conditions that double", format!("{first}{doubling} if v59 {{ {TAG} }}")),
        ("conditions that double under not", format!("{first}{mixed} if v59 {{ {TAG} }}")),
        ("conditions in conditions", format!("{first}{deepening} if v59 {{ {TAG} }}")),
        ("proposals under many questions", format!("if {questions} {{ {} }}", TAG.repeat(300))),
        (
            "proposals under conditions that double",
            format!("{first}{} if v8 {{ {} }}", later(9, &|n| format!("v{n} && v{n}")), TAG.repeat(300)),
        ),
        ("proposals behind many ways out", format!("{} {}", returns(200), TAG.repeat(100))),
        (
            "ways out in turn with proposals",
            (0..150).map(|n| format!("if order.amount == {n} {{ return; }} {TAG}")).collect(),
        ),
        (
            "alternatives with proposals",
            format!(
                "if order.amount == 0 {{ {TAG} }}{}",
                (1..60).map(|n| format!(" else if order.amount == {n} {{ {TAG} }}")).collect::<String>()
            ),
        ),
        (
            "proposals in a switch",
            format!(
                "switch channel {{ {} _ => {{ {TAG} }} }}",
                (0..200).map(|n| format!("\"c{n}\" => {{ {TAG} }},")).collect::<String>()
            ),
        ),
        ("proposals, as many as there is room for", TAG.repeat(16_000 / TAG.len())),
        ("questions, as many as there is room for", "if order.paid { } ".repeat(330)),
        ("one question many times", format!("let x = {};", vec!["order.paid"; 58].join(" && "))),
        (
            "long lists of values",
            (0..6)
                .map(|n| {
                    format!(
                        "if order.amount in [{}0] {{ {TAG} }}",
                        (0..240)
                            .map(|m| format!("{n}{m},"))
                            .collect::<String>()
                            .replace("00", "1")
                            .replace("0", "1")
                    )
                })
                .collect(),
        ),
        (
            "long texts to compare with",
            (0..3).map(|n| format!("if order.note == \"{}{n}\" {{ {TAG} }}", "x".repeat(4_000))).collect(),
        ),
        (
            "long reasons",
            format!(
                "propose.tag(\"a\", \"{0}\"); propose.instruct(\"{0}\", \"{0}\", \"{0}\");",
                "x".repeat(3_900)
            ),
        ),
        ("names of names", format!("if order{} == 1 {{ }}", ".amount".repeat(50))),
        (
            "assignments in turn",
            format!(
                "let x = true; {} if x {{ {TAG} }}",
                "if x { x = !x; } else { x = x || order.paid; }".repeat(90)
            ),
        ),
    ]
}

/// What would widen authority.
fn unauthorised() -> Vec<(&'static str, String)> {
    [
        ("a delegation without a grant", "propose.delegate(\"refund\", \"first_line\", \"mine\");"),
        (
            "a delegation of one act",
            "propose.delegate(\"refund\", \"communicate\", \"first_line\", \"mine\");",
        ),
        ("an approval without a grant", "propose.settle(\"refund\", \"approve\", \"mine\");"),
        ("a denial without a grant", "propose.settle(\"refund\", \"deny\", \"mine\");"),
        ("a lower label", "propose.classify(\"severity\", \"low\", \"calm\");"),
        ("a lower tier that keeps", "propose.retain(\"refund\", \"first_line\", \"mine\");"),
        ("a lower tier that is told", "propose.escalate(\"first_line\", \"down\");"),
        ("a longer time", "propose.escalate(\"client_desk\", \"low\", \"9999d\", \"later\");"),
        ("a tier of nobody", "propose.escalate(\"board\", \"up\");"),
        ("a judgment of nobody", "propose.retain(\"everything\", \"mine\");"),
        (
            "a proposal that does not exist",
            "propose.take_back(\"refund\", \"mine\"); propose.without(\"kept\", \"mine\");",
        ),
        (
            "a proposal of proposals",
            "propose.propose.delegate(\"refund\", \"first_line\", \"mine\"); propose(0); propose[0];",
        ),
        ("a proposal kept for later", "let p = propose; p.tag(\"a\", \"b\");"),
        ("a proposal as a value", "if propose.tag(\"a\", \"b\") { } let x = propose.tag(\"a\", \"b\");"),
        ("a proposal in a condition", "if order.paid && propose.tag(\"a\", \"b\") == () { }"),
        ("a computed name", "propose.delegate(\"re\" + \"fund\", \"first_line\", order.note);"),
        (
            "all but a reason",
            "propose.retain(\"refund\"); propose.retain(\"refund\", \" \"); propose.retain();",
        ),
    ]
    .map(|(name, text)| (name, text.to_owned()))
    .into()
}

/// What takes a name for something else, or the engine's own names.
fn misleading() -> Vec<(&'static str, String)> {
    [
        ("a fact as a variable", "let order = 1; if order.amount > 5000 { }"),
        ("a cue as a variable", "let cue = 1; let decision = 2; let inquiry = 3;"),
        ("the run as a variable", "let __run = 1; __run.propose(0);"),
        ("the run itself", "__run.propose(0); __run.holds(0); __run = 1;"),
        ("what the run calls", "propose(__run, 0); holds(0); is_known(0); read(0); item(0, 0);"),
        ("a variable of a block outside", "if order.paid { let x = 1; } if x == 1 { } x = 2;"),
        ("a variable of another type", "let x = 1; x = \"a\"; x = true; if x { }"),
        ("a variable before it is there", "if y { } let y = true;"),
        ("a fact as a function", "order.amount(); order(); cue.upset(); channel.len;"),
        ("an index of everything", "inquiry.messages[9223372036854775807].text; inquiry.messages[0].from[0];"),
        ("a message that is not there", "if inquiry.messages[7].text.contains(\"a\") { propose.retain(\"refund\", \"b\"); }"),
        ("a hit that is not there", "if inquiry.hits(\"upset\")[9999999].text == \"a\" { propose.retain(\"refund\", \"b\"); }"),
        ("a hit of no cue", "inquiry.hits(\"nothing\"); inquiry.hits(order.note); inquiry.hits();"),
        ("what is missing, as if it were there", "if !known(order.amount) { let x = order.amount + 1; }"),
        ("known and not known", "if known(order.amount) && !known(order.amount) { propose.delegate(\"refund\", \"first_line\", \"x\"); }"),
        ("a text as a number", "if order.note > 5 { } if order.amount == \"5\" { } if channel == \"fax\" { }"),
        ("nothing as a value", "let x = if order.paid { }; if x == () { }"),
    ]
    .map(|(name, text)| (name, text.to_owned()))
    .into()
}

/// What cannot be computed, or takes long.
fn computing() -> Vec<(&'static str, String)> {
    let note = format!("let s = order.note; {}", "s = s + order.note;".repeat(100));
    vec![
        ("one more than a fact", "let x = order.amount + 1; if x > 0 { propose.tag(\"a\", \"b\"); }".to_owned()),
        ("a failure behind a restriction", "propose.retain(\"refund\", \"kept\"); let x = order.amount * 2;".to_owned()),
        ("a failure before a restriction", "let x = 1 / (order.amount - order.amount); propose.retain(\"refund\", \"kept\");".to_owned()),
        ("a fact squared", "let x = order.weight * order.weight; let y = order.weight + 0.1;".to_owned()),
        ("a fact divided without end", "let x = 1.0 / 3.0; let y = x * x * x * x * x * x * x * x; let z = 1.0 / (y - y);".to_owned()),
        ("a fact that doubles", note),
        ("searches in a long text", "if inquiry.messages[0].text.contains(\"nothing\") { } ".repeat(150)),
        ("searches for a long text", format!("if inquiry.messages[0].text.contains(\"{}\") {{ }} ", "最".repeat(1_300)).repeat(3)),
        ("lengths of a long text", "let n = 0; ".to_owned() + &"n = n + inquiry.messages[0].text.len; ".repeat(150)),
        ("a long text put together", "let t = inquiry.messages[0].text; let u = t + t; let v = [t, t];".to_owned()),
        ("comparisons of long texts", "if inquiry.messages[0].text == inquiry.messages[0].text { } ".repeat(120)),
        ("hits counted again and again", "let n = 0; ".to_owned() + &"n = n + inquiry.hits(\"upset\").len; ".repeat(120)),
        ("variables up to the limit and a proposal", (0..63).map(|n| format!("let v{n} = order.note;")).collect::<String>() + TAG),
        ("lists of facts", "if order.note in [order.note, order.note] { } let l = [order.note, [order.note]];".to_owned()),
        ("a literal no fact can have", "if order.amount > 99999999999999999999999999999999999999 { } if order.weight < 0.00000000000000000000000000000000000001 { }".to_owned()),
    ]
}
