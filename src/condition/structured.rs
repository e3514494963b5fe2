//! The JSON form of conditions, for consoles that edit them as blocks:
//!
//! | text | JSON |
//! |---|---|
//! | `true` | `true` |
//! | `is_minor` | `{"fact": "is_minor"}` |
//! | `cue.injury` | `{"cue": "injury"}` |
//! | `a && b` | `{"all": [a, b]}` |
//! | `a \|\| b` | `{"any": [a, b]}` |
//! | `!a` | `{"not": a}` |
//! | `amount <= 3000` | `{"fact": "amount", "op": "<=", "value": 3000}` |
//! | `score.anger >= 3` | `{"score": "anger", "op": ">=", "value": 3}` |
//! | `amount <= limit` | `{"fact": "amount", "op": "<=", "value": {"fact": "limit"}}` |
//! | `3000 < amount` | `{"literal": 3000, "op": "<", "value": {"fact": "amount"}}` |
//! | `channel in ["sns"]` | `{"fact": "channel", "op": "in", "value": ["sns"]}` |
//! | `has(topic, "x")` | `{"has": ["topic", "x"]}` |
//! | `known(amount)` | `{"known": "amount"}` |
//! | `known(raised(refund))` | `{"known": {"raised": "refund"}}` |
//! | `at_least(nature, "x")` | `{"at_least": ["nature", "x"]}` |
//! | `holder(refund, "decide") == "x"` | `{"holder": "refund", "act": "decide", "op": "==", "value": "x"}` |
//! | `ruling(refund) == "deny"` | `{"ruling": "refund", "op": "==", "value": "deny"}` |
//! | `raised(refund) == "yes"` | `{"raised": "refund", "op": "==", "value": "yes"}` |
//!
//! `fact` stands for any name: axes, derived values and named conditions too. A text where a condition is expected is the
//! text form. In YAML the same shapes may be written without quotes.

use super::error::Fault;
use super::expression::{At, Expression, Kind, Literal, MAX_DEPTH, Operand};
use super::parse::{parse, too_deep, two_literals, within_limits};
use super::print::{escaped, is_invisible};
use super::resolved::Operator;
use super::token::{is_name, is_number};
use crate::authoring::{self, Entry, Node, Scalar, Style};
use crate::diagnostic::{Problem, closest};
use crate::span::{Place, SourceId};

/// Reads a condition: a text in the text form, or the JSON form.
pub(crate) fn from_node(node: &Node<'_>) -> Result<Expression, Vec<Problem>> {
    let mut reader = Reader { faults: Vec::new() };
    let expression = reader.condition(node, 0);
    if reader.faults.is_empty()
        && let Some(expression) = expression
    {
        return match within_limits(&expression) {
            Ok(()) => Ok(expression),
            Err(fault) => Err(vec![fault.into()]),
        };
    }
    Err(reader.faults.into_iter().map(Problem::from).collect())
}

/// Reads the JSON form from its text.
pub(super) fn from_json(json: &str) -> Result<Expression, Fault> {
    let first = |problems: Vec<Problem>| match problems.into_iter().next() {
        Some(problem) => {
            Fault { code: problem.code, message: problem.message, help: problem.help, place: problem.place }
        }
        None => Fault::new(crate::span::Span::default(), "this is no condition"),
    };
    let node = authoring::read(SourceId::default(), json).map_err(first)?;
    from_node(&node).map_err(first)
}

/// Writes the JSON form on one line.
pub(super) fn to_json(expression: &Expression) -> String {
    let mut json = String::new();
    write_condition(expression, &mut json);
    json
}

/// The keys that say what a JSON object is about.
const SUBJECTS: [&str; 13] = [
    "all", "any", "at_least", "cue", "fact", "has", "holder", "known", "literal", "not", "raised", "ruling",
    "score",
];

struct Reader {
    faults: Vec<Fault>,
}

impl Reader {
    /// Notes a fault; `None`, so that it can stand for what could not be read.
    fn refuse<T>(&mut self, place: Place, message: impl Into<String>, help: impl Into<String>) -> Option<T> {
        self.faults.push(Fault::new(place.span(), message).help(help).at(place));
        None
    }

    fn condition(&mut self, node: &Node<'_>, depth: usize) -> Option<Expression> {
        if depth > MAX_DEPTH {
            self.faults.push(too_deep(node.place.span()).at(node.place));
            return None;
        }
        match &node.kind {
            authoring::Kind::Scalar(scalar) => self.text(scalar),
            authoring::Kind::Map(entries) => self.object(node, entries, depth),
            authoring::Kind::List(_) => self.refuse(
                node.place,
                "a list alone is no condition",
                "write `all:` or `any:` before the list",
            ),
        }
    }

    fn text(&mut self, scalar: &Scalar<'_>) -> Option<Expression> {
        if scalar.is_null() {
            return self.refuse(scalar.place, "the condition is empty", "write it, or `true`");
        }
        match parse(&scalar.text) {
            Ok(expression) => Some(expression.placed(&|place| scalar.place_of(place.span()))),
            Err(fault) => {
                let place = scalar.place_of(fault.place.span());
                self.faults.push(fault.at(place));
                None
            }
        }
    }

    fn object(&mut self, node: &Node<'_>, entries: &[Entry<'_>], depth: usize) -> Option<Expression> {
        let kind = match entries {
            [Entry { key, value }] => match key.text.as_ref() {
                "all" => return self.chain(node, value, depth, Kind::All),
                "any" => return self.chain(node, value, depth, Kind::Any),
                "not" => Kind::Not(Box::new(self.condition(value, depth + 1)?)),
                "fact" => Kind::Name(self.name(value, "")?.value),
                "cue" => Kind::Name(self.name(value, "cue.")?.value),
                "known" => {
                    let left = self.named(value)?;
                    if left.value.is_literal() {
                        let help = "name a fact, a cue, a score or an axis";
                        return self.refuse(left.place, "a literal is always known", help);
                    }
                    Kind::Known(left)
                }
                "has" => {
                    let (set, option) = self.pair(value, "{\"has\": [\"topic\", \"delivery\"]}")?;
                    Kind::Has { set: self.name(set, "")?, option: self.string(option)? }
                }
                "at_least" => {
                    let (left, label) = self.pair(value, "{\"at_least\": [\"nature\", \"opinion\"]}")?;
                    let left = self.named(left)?;
                    if left.value.is_literal() {
                        return self.refuse(
                            left.place,
                            "expected an axis",
                            "name an axis and one of its labels",
                        );
                    }
                    Kind::AtLeast { left, label: self.string(label)? }
                }
                _ => return self.unfinished(key),
            },
            _ => self.comparison(node, entries)?,
        };
        Some(Expression { kind, place: node.place })
    }

    /// A key alone that makes no condition.
    fn unfinished(&mut self, key: &Scalar<'_>) -> Option<Expression> {
        let name = key.text.as_ref();
        if SUBJECTS.contains(&name) {
            let help = format!("write `{{\"{name}\": .., \"op\": \"==\", \"value\": ..}}`");
            return self.refuse(key.place, format!("`{name}` is compared with nothing"), help);
        }
        let help = match closest(name, SUBJECTS) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("a condition is a text, or has one of the keys {}", SUBJECTS.join(", ")),
        };
        self.refuse(key.place, format!("`{name}` begins no condition"), help)
    }

    fn chain(
        &mut self,
        node: &Node<'_>,
        list: &Node<'_>,
        depth: usize,
        kind: fn(Vec<Expression>) -> Kind,
    ) -> Option<Expression> {
        let authoring::Kind::List(items) = &list.kind else {
            return self.refuse(list.place, "expected a list of conditions", "write `[a, b]`");
        };
        let whole = self.faults.len();
        let mut parts: Vec<Expression> =
            items.iter().filter_map(|item| self.condition(item, depth + 1)).collect();
        match parts.len() {
            _ if self.faults.len() > whole => None,
            0 => self.refuse(list.place, "the list is empty", "leave it out, or write `true` or `false`"),
            1 => parts.pop(),
            _ => Some(Expression { kind: kind(parts), place: node.place }),
        }
    }

    fn comparison(&mut self, node: &Node<'_>, entries: &[Entry<'_>]) -> Option<Kind> {
        let known = |key: &str| {
            matches!(key, "fact" | "cue" | "score" | "holder" | "act" | "ruling" | "raised" | "literal")
        };
        for Entry { key, .. } in entries {
            let name = key.text.as_ref();
            if SUBJECTS.contains(&name) && !known(name) {
                let help = format!("join it with the rest by `{{\"all\": [{{\"{name}\": ..}}, ..]}}`");
                return self.refuse(key.place, format!("`{name}` stands alone in its object"), help);
            }
            if !known(name) && name != "op" && name != "value" {
                let candidates =
                    ["fact", "cue", "score", "holder", "act", "ruling", "raised", "literal", "op", "value"];
                let help = match closest(name, candidates) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "a comparison has the keys `fact`, `op` and `value`".into(),
                };
                return self.refuse(key.place, format!("`{name}` means nothing in a comparison"), help);
            }
        }
        let get =
            |wanted: &str| entries.iter().find(|entry| entry.key.text == wanted).map(|entry| &entry.value);
        let usage = "a comparison is `{\"fact\": .., \"op\": \"<=\", \"value\": ..}`";
        let (Some(sign), Some(value)) = (get("op"), get("value")) else {
            return self.refuse(node.place, "a comparison needs both `op` and `value`", usage);
        };
        let subject: Vec<Entry> =
            entries.iter().filter(|entry| !matches!(&*entry.key.text, "op" | "value")).cloned().collect();
        let left = self.subject(node, &subject)?;
        let written = sign.scalar().map_or("", |scalar| &scalar.text);
        if written == "in" {
            return self.membership(left, value);
        }
        let Some(operator) = OPERATORS.into_iter().find(|operator| operator.as_str() == written) else {
            let help = "write one of `==`, `!=`, `<`, `<=`, `>`, `>=`, `in`";
            return self.refuse(sign.place, format!("`{written}` is no comparison"), help);
        };
        let right = self.value(value)?;
        if left.value.is_literal() && right.value.is_literal() {
            self.faults.push(two_literals(node.place.span()).at(node.place));
            return None;
        }
        Some(Kind::Compare { left, operator, right })
    }

    fn membership(&mut self, left: At<Operand>, value: &Node<'_>) -> Option<Kind> {
        let authoring::Kind::List(items) = &value.kind else {
            return self.refuse(value.place, "`in` takes a list of literals", "write `[\"a\", \"b\"]`");
        };
        if left.value.is_literal() {
            return self.refuse(left.place, "`in` looks for a fact among literals", "name a fact or an axis");
        }
        if items.is_empty() {
            let help = "a list holds at least one literal; nothing is ever in an empty one";
            return self.refuse(value.place, "the list is empty", help);
        }
        let set: Option<Vec<_>> = items.iter().map(|item| self.literal(item)).collect();
        Some(Kind::In { left, set: set? })
    }

    /// The right side of a comparison.
    fn value(&mut self, node: &Node<'_>) -> Option<At<Operand>> {
        match &node.kind {
            authoring::Kind::Map(entries) => self.subject(node, entries),
            _ => self.literal(node).map(|literal| At::new(Operand::Literal(literal.value), literal.place)),
        }
    }

    /// What is compared: one key, or `holder` with `act`.
    fn subject(&mut self, node: &Node<'_>, entries: &[Entry<'_>]) -> Option<At<Operand>> {
        let operand = match entries {
            [Entry { key, value }] => match key.text.as_ref() {
                "fact" => Operand::Name(self.name(value, "")?.value),
                "cue" => Operand::Name(self.name(value, "cue.")?.value),
                "score" => Operand::Name(self.name(value, "score.")?.value),
                "literal" => Operand::Literal(self.literal(value)?.value),
                "holder" => Operand::Holder { judgment: Box::new(self.name(value, "")?), act: None },
                "ruling" => Operand::Ruling(Box::new(self.name(value, "")?)),
                "raised" => Operand::Raised(Box::new(self.name(value, "")?)),
                other => {
                    let help = "compare a `fact`, `score`, `holder`, `ruling` or `raised`";
                    return self.refuse(key.place, format!("`{other}` cannot be compared"), help);
                }
            },
            [first, second] => {
                let (holder, act) = if &*first.key.text == "act" { (second, first) } else { (first, second) };
                if &*holder.key.text != "holder" || &*act.key.text != "act" {
                    let help = "name one thing on either side; only `act` may stand beside `holder`";
                    return self.refuse(second.key.place, "two things cannot be compared at once", help);
                }
                Operand::Holder {
                    judgment: Box::new(self.name(&holder.value, "")?),
                    act: Some(Box::new(self.string(&act.value)?)),
                }
            }
            _ => {
                let help = "compare a `fact`, `score`, `holder`, `ruling` or `raised`";
                return self.refuse(node.place, "nothing is compared here", help);
            }
        };
        Some(At::new(operand, node.place))
    }

    /// What `known` or `at_least` asks for: a name, or an object as in a comparison.
    fn named(&mut self, node: &Node<'_>) -> Option<At<Operand>> {
        match &node.kind {
            authoring::Kind::Map(entries) => self.subject(node, entries),
            _ => self.name(node, "").map(|name| At::new(Operand::Name(name.value), name.place)),
        }
    }

    fn pair<'n>(&mut self, node: &'n Node<'n>, usage: &str) -> Option<(&'n Node<'n>, &'n Node<'n>)> {
        match &node.kind {
            authoring::Kind::List(items) if items.len() == 2 => items.first().zip(items.last()),
            _ => self.refuse(node.place, "expected a list of two", format!("write `{usage}`")),
        }
    }

    fn name(&mut self, node: &Node<'_>, prefix: &str) -> Option<At<Box<str>>> {
        let name = node.scalar().map(|scalar| format!("{prefix}{}", scalar.text));
        match name.filter(|name| is_name(name)) {
            Some(name) => Some(At::new(name.into(), node.place)),
            _ => self.refuse(
                node.place,
                "expected a name",
                "names are words in ASCII letters, digits and `_`, joined by dots",
            ),
        }
    }

    fn string(&mut self, node: &Node<'_>) -> Option<At<Box<str>>> {
        match self.literal(node)? {
            At { value: Literal::Text(text), place } => Some(At::new(text, place)),
            At { place, .. } => self.refuse(place, "expected a text", "put it in double quotes"),
        }
    }

    fn literal(&mut self, node: &Node<'_>) -> Option<At<Literal>> {
        let Some(scalar) = node.scalar().filter(|scalar| !scalar.is_null()) else {
            let message = format!("expected a literal, found {}", node.describe());
            return self.refuse(node.place, message, "write true, false, a number or a text");
        };
        let literal = match scalar.text.as_ref() {
            text if scalar.style != Style::Plain => Literal::Text(text.into()),
            "true" => Literal::Bool(true),
            "false" => Literal::Bool(false),
            digits if is_number(digits) => Literal::Number(digits.into()),
            // JSON has numbers that conditions do without, and they must not turn into text unseen.
            number if number.contains(|c: char| c.is_ascii_digit()) && number.parse::<f64>().is_ok() => {
                let help =
                    "write all digits, without exponent, sign `+` or needless zeros; as text, in quotes";
                return self.refuse(node.place, format!("`{number}` is no number of conditions"), help);
            }
            text => Literal::Text(text.into()),
        };
        Some(At::new(literal, node.place))
    }
}

const OPERATORS: [Operator; 6] = [
    Operator::Equal,
    Operator::NotEqual,
    Operator::Less,
    Operator::LessOrEqual,
    Operator::Greater,
    Operator::GreaterOrEqual,
];

fn write_condition(expression: &Expression, json: &mut String) {
    match &expression.kind {
        Kind::Constant(value) => json.push_str(if *value { "true" } else { "false" }),
        Kind::Name(name) => {
            json.push('{');
            match name.strip_prefix("cue.") {
                Some(cue) => member("cue", cue, json),
                None => member("fact", name, json),
            }
            json.push('}');
        }
        Kind::Not(inner) => {
            json.push_str("{\"not\": ");
            write_condition(inner, json);
            json.push('}');
        }
        Kind::All(parts) => write_chain("all", parts, json),
        Kind::Any(parts) => write_chain("any", parts, json),
        Kind::Compare { left, operator, right } => {
            json.push('{');
            write_subject(&left.value, json);
            json.push_str(", \"op\": \"");
            json.push_str(operator.as_str());
            json.push_str("\", \"value\": ");
            write_value(&right.value, json);
            json.push('}');
        }
        Kind::In { left, set } => {
            json.push('{');
            write_subject(&left.value, json);
            json.push_str(", \"op\": \"in\", \"value\": ");
            list(set, json, |literal, json| write_literal(&literal.value, json));
            json.push('}');
        }
        Kind::Has { set, option } => {
            json.push_str("{\"has\": ");
            list(&[set, option], json, |text, json| write_string(&text.value, json));
            json.push('}');
        }
        Kind::Known(left) => {
            json.push_str("{\"known\": ");
            write_named(&left.value, json);
            json.push('}');
        }
        Kind::AtLeast { left, label } => {
            json.push_str("{\"at_least\": [");
            write_named(&left.value, json);
            json.push_str(", ");
            write_string(&label.value, json);
            json.push_str("]}");
        }
    }
}

fn write_chain(key: &str, parts: &[Expression], json: &mut String) {
    json.push_str("{\"");
    json.push_str(key);
    json.push_str("\": ");
    list(parts, json, write_condition);
    json.push('}');
}

/// The members of an object that say what is compared.
fn write_subject(operand: &Operand, json: &mut String) {
    match operand {
        Operand::Literal(literal) => {
            json.push_str("\"literal\": ");
            write_literal(literal, json);
        }
        Operand::Name(name) => match (name.strip_prefix("cue."), name.strip_prefix("score.")) {
            (Some(cue), _) => member("cue", cue, json),
            (_, Some(score)) => member("score", score, json),
            _ => member("fact", name, json),
        },
        Operand::Holder { judgment, act } => {
            member("holder", &judgment.value, json);
            if let Some(act) = act {
                json.push_str(", ");
                member("act", &act.value, json);
            }
        }
        Operand::Ruling(judgment) => member("ruling", &judgment.value, json),
        Operand::Raised(judgment) => member("raised", &judgment.value, json),
    }
}

/// What `known` or `at_least` asks for.
fn write_named(operand: &Operand, json: &mut String) {
    match operand {
        Operand::Name(name) => write_string(name, json),
        other => write_value(other, json),
    }
}

fn write_value(operand: &Operand, json: &mut String) {
    match operand {
        Operand::Literal(literal) => write_literal(literal, json),
        other => {
            json.push('{');
            write_subject(other, json);
            json.push('}');
        }
    }
}

fn write_literal(literal: &Literal, json: &mut String) {
    match literal {
        Literal::Bool(value) => json.push_str(if *value { "true" } else { "false" }),
        Literal::Number(digits) => json.push_str(digits),
        Literal::Text(text) => write_string(text, json),
    }
}

fn member(key: &str, value: &str, json: &mut String) {
    write_string(key, json);
    json.push_str(": ");
    write_string(value, json);
}

fn list<T>(items: &[T], json: &mut String, write: impl Fn(&T, &mut String)) {
    json.push('[');
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            json.push_str(", ");
        }
        write(item, json);
    }
    json.push(']');
}

/// What a reader would not see is escaped here too; YAML readers refuse some of it bare.
pub(crate) fn write_string(text: &str, json: &mut String) {
    json.push('"');
    for c in text.chars() {
        match c {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            _ if is_invisible(c) => json.extend(escaped(c)),
            _ => json.push(c),
        }
    }
    json.push('"');
}

#[cfg(test)]
mod tests {
    use super::{Kind, from_node};
    use crate::authoring::read;
    use crate::span::SourceId;

    fn marked(yaml: &str) -> &str {
        let node = read(SourceId(7), yaml).expect(yaml);
        let problems = from_node(&node).expect_err(yaml);
        let place = problems.first().expect(yaml).place;
        assert_eq!(place.source, SourceId(7));
        yaml.get(place.span().start..place.span().end).unwrap()
    }

    #[test]
    fn problems_are_marked_in_the_file() {
        assert_eq!(marked("苦情 <= 3"), "苦情");
        assert_eq!(marked("\"x == 'y'\""), "'y'");
        assert_eq!(marked("all:\n  - a\n  - not: b = 3\n"), "=");
        assert_eq!(marked("|\n  a &&\n  b and c\n"), "and");
        assert_eq!(marked("{ fact: x, op: '=', value: 3 }"), "'='");
    }

    #[test]
    fn nodes_know_their_places() {
        let yaml = "any:\n  - \"a && b == 'x'\"\n".replace('\'', "\\\"");
        let node = read(SourceId(0), &yaml).unwrap();
        let expression = from_node(&node).unwrap();
        assert_eq!(expression.to_string(), "a && b == \"x\"");
        // What stands before the first escape is found byte for byte.
        let Kind::All(parts) = &expression.kind else { panic!("{expression}") };
        let first = parts.first().unwrap().place.span();
        assert_eq!(yaml.get(first.start..first.end), Some("a"));
    }

    #[test]
    fn yaml_needs_no_quotes() {
        let condition =
            |yaml: &str| from_node(&read(SourceId(0), yaml).expect(yaml)).expect(yaml).to_string();
        assert_eq!(
            condition("{ fact: channel, op: in, value: [sns, 3, true, '3'] }"),
            "channel in [\"sns\", 3, true, \"3\"]"
        );
        assert_eq!(condition("has: [topic, delivery]"), "has(topic, \"delivery\")");
        assert_eq!(condition("not: { cue: injury }"), "!cue.injury");
        assert_eq!(condition("all: [cue.injury, x <= 3]"), "cue.injury && x <= 3");
        assert_eq!(condition("{ fact: d, op: <, value: 2026-12-01 }"), "d < \"2026-12-01\"");
        assert_eq!(
            condition("{ holder: refund, op: ==, value: client_desk, act: decide }"),
            "holder(refund, \"decide\") == \"client_desk\""
        );
        // Only whole names can be words of the language.
        assert_eq!(condition("cue: in"), "cue.in");
        assert_eq!(condition("true"), "true");
        assert_eq!(condition("any: [x]"), "x");
    }
}
