//! Inquiries that were, as files of cases may keep them.

use super::coverage::made_up;
use crate::inquiry::{Content, FactValue, Inquiry, Sensitivity};
use crate::rulebook::Rulebook;

/// What stands in messages for a value that must not be shown.
const MASK: &str = "***";

/// The inquiry with nothing in it that the rulebook calls personal or secret, to be kept as a case.
///
/// Such a fact has a made-up value of its type, or none if it had none. Where a message says the value word for word, or a word of it that is
/// longer than one character, `***` stands there instead. Facts that the rulebook does not declare are left out, as nobody said that they may be
/// shown. What a customer says of itself beyond that is kept: who writes cases from inquiries reads them.
///
/// ```
/// use furiwake::{Inquiry, Rulebook, cases::masked};
///
/// let shop = Rulebook::builtin("shop").unwrap();
/// let inquiry = Inquiry::new()
///     .customer("返品したいです。佐藤です。")
///     .fact("customer.name", "佐藤 花")
///     .fact("order.amount", 4980);
/// let masked = masked(&inquiry, &shop);
/// assert_eq!(masked.messages()[0].text, "返品したいです。***です。");
/// let facts: Vec<String> = masked.facts().map(|(name, value)| format!("{name}: {value}")).collect();
/// assert_eq!(facts, [r#"customer.name: "example""#, "order.amount: 4980"]);
/// ```
pub fn masked(inquiry: &Inquiry, rulebook: &Rulebook) -> Inquiry {
    let mut hidden: Vec<String> = Vec::new();
    let mut facts: Vec<(Box<str>, FactValue)> = Vec::new();
    for (name, value) in &inquiry.facts {
        let Some(declared) = rulebook.model().facts.iter().find(|fact| fact.id == *name) else { continue };
        if declared.sensitivity == Sensitivity::Public {
            facts.push((name.clone(), value.clone()));
            continue;
        }
        words(value, &mut hidden);
        let is_given_twice = facts.last().is_some_and(|(other, _)| other == name);
        let made_up = made_up(declared).filter(|_| value.0 != Content::Null && !is_given_twice);
        if is_given_twice {
            facts.pop();
        }
        facts.push((name.clone(), made_up.unwrap_or(FactValue::NULL)));
    }
    // The longest first: a shorter one may be a part of it.
    hidden.sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
    let mask =
        |text: &str| hidden.iter().fold(text.to_owned(), |text, word| text.replace(word.as_str(), MASK));
    let mut masked = inquiry.clone();
    masked.facts = facts;
    for message in &mut masked.messages {
        message.text = mask(&message.text);
        message.subject = message.subject.as_deref().map(mask);
    }
    masked
}

/// What a value says in words and digits: the whole of it, and its words.
fn words(value: &FactValue, hidden: &mut Vec<String>) {
    match &value.0 {
        Content::Text(text) => {
            let whole = text.trim();
            let parts = whole.split_whitespace().filter(|word| word.chars().nth(1).is_some());
            hidden.extend(parts.chain((!whole.is_empty()).then_some(whole)).map(str::to_owned));
        }
        Content::Number(digits) => hidden.push(digits.to_string()),
        Content::List(values) => values.iter().for_each(|value| words(value, hidden)),
        Content::Null | Content::Bool(_) | Content::Object | Content::Other(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOK: &str = "
rulebook: acme
version: '1'
tiers: { vendor: [a], client: [b] }
facts:
  name: { type: text, sensitivity: personal }
  born: { type: date, sensitivity: personal, max: 2026-12-31 }
  pin: { type: integer, sensitivity: secret, min: 1000 }
  tags: { type: choices, of: [vip, blocked], sensitivity: personal }
  amount: { type: integer }
rules: [{ id: r, when: known(name) && known(born) && pin > 0 && known(tags) && amount > 1, tag: [known] }]
";

    fn book() -> Rulebook {
        Rulebook::load("acme.yaml", BOOK).into_result().unwrap()
    }

    fn json(inquiry: &str) -> String {
        masked(&Inquiry::from_json(inquiry).unwrap(), &book()).to_json()
    }

    #[test]
    fn nothing_personal_or_secret_is_left() {
        let text = r#"{"id": "7", "messages": [
            {"from": "customer", "subject": "Ann Lee", "text": "I am Lee, Ann Lee, pin 4711, 1980-02-03. Refund 4712."},
            {"from": "agent", "text": "Hello Ann"}],
            "facts": {"name": "Ann Lee", "born": "1980-02-03", "pin": 4711, "tags": ["vip"], "amount": 4712, "colour": "red"}}"#;
        let shown = json(text);
        for hidden in ["Ann", "Lee", "1980", "4711", "vip", "colour", "red\""] {
            assert!(!shown.contains(hidden), "{hidden} is in {shown}");
        }
        for kept in [r#""id": "7""#, "I am ***, ***, pin ***, ***. Refund 4712.", r#""amount": 4712"#] {
            assert!(shown.contains(kept), "{kept} is not in {shown}");
        }
    }

    #[test]
    fn what_is_known_stays_known_and_what_is_missing_missing() {
        let engine = crate::Engine::new(&book());
        for (text, is_tagged) in [
            (
                r#"{"facts": {"name": "Ann", "born": "1980-02-03", "pin": 4711, "tags": ["vip"], "amount": 2}}"#,
                true,
            ),
            (
                r#"{"facts": {"name": null, "born": "1980-02-03", "pin": 4711, "tags": ["vip"], "amount": 2}}"#,
                false,
            ),
        ] {
            let inquiry = Inquiry::from_json(text).unwrap();
            let masked = masked(&inquiry, &book());
            for inquiry in [&inquiry, &masked] {
                let decision = engine.decide(inquiry);
                let truth = decision.reasons().next().map(|reason| reason.truth());
                assert_eq!(truth == Some(crate::Truth::True), is_tagged, "{text}");
            }
        }
    }

    #[test]
    fn two_values_of_one_fact_stay_no_value() {
        let shown = json(r#"{"text": "Ann or Bob", "facts": {"name": "Ann", "name": "Bob"}}"#);
        assert!(!shown.contains("Ann") && !shown.contains("Bob") && !shown.contains("example"), "{shown}");
    }
}
