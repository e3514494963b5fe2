//! Properties of the language over generated conditions and generated garbage: text and JSON both give back what was
//! written, and no input makes a reader panic or point outside of it.

use super::expression::{At, Expression, Kind, Literal, Operand};
use super::resolved::Operator;
use crate::span::Place;
use proptest::prelude::*;

/// Any condition that can be written, of moderate size.
pub(crate) fn expressions() -> impl Strategy<Value = Expression> {
    leaf().prop_recursive(5, 60, 4, |inner| {
        let several = proptest::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            inner.prop_map(|inner| node(Kind::Not(Box::new(inner)))),
            several.clone().prop_map(|parts| node(Kind::All(parts))),
            several.prop_map(|parts| node(Kind::Any(parts))),
        ]
    })
}

fn leaf() -> impl Strategy<Value = Expression> {
    let list = proptest::collection::vec(literal().prop_map(at), 1..4);
    prop_oneof![
        any::<bool>().prop_map(Kind::Constant),
        name().prop_map(Kind::Name),
        (operand(), operator(), side()).prop_map(|(left, operator, right)| compare(left, operator, right)),
        (operand(), operator(), side()).prop_map(|(right, operator, left)| compare(left, operator, right)),
        (operand(), list).prop_map(|(left, set)| Kind::In { left: at(left), set }),
        (name(), text()).prop_map(|(set, option)| Kind::Has { set: at(set), option: at(option) }),
        operand().prop_map(|left| Kind::Known(at(left))),
        (operand(), text()).prop_map(|(left, label)| Kind::AtLeast { left: at(left), label: at(label) }),
    ]
    .prop_map(node)
}

fn compare(left: Operand, operator: Operator, right: Operand) -> Kind {
    Kind::Compare { left: at(left), operator, right: at(right) }
}

/// An operand that is no literal.
fn operand() -> impl Strategy<Value = Operand> {
    prop_oneof![
        4 => name().prop_map(Operand::Name),
        1 => (name(), proptest::option::of(text()))
            .prop_map(|(judgment, act)| Operand::Holder { judgment: Box::new(at(judgment)), act: act.map(at).map(Box::new) }),
        1 => name().prop_map(|judgment| Operand::Ruling(Box::new(at(judgment)))),
        1 => name().prop_map(|judgment| Operand::Raised(Box::new(at(judgment)))),
    ]
}

fn side() -> impl Strategy<Value = Operand> {
    prop_oneof![2 => literal().prop_map(Operand::Literal), 1 => operand()]
}

fn literal() -> impl Strategy<Value = Literal> {
    prop_oneof![
        any::<bool>().prop_map(Literal::Bool),
        "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,12})?".prop_map(|digits| Literal::Number(digits.into())),
        text().prop_map(Literal::Text),
    ]
}

fn text() -> impl Strategy<Value = Box<str>> {
    prop_oneof![
        3 => "[a-z_]{0,8}".prop_map(Box::from),
        1 => "(true|3|null|2026-12-01|30m| x |~)".prop_map(Box::from),
        2 => proptest::collection::vec(any::<char>(), 0..8).prop_map(|text| text.into_iter().collect()),
        1 => "[\\x00-\\x20\\x7F-\u{A0}\u{2000}-\u{2070}\u{FEFF}\u{FFFE}\"\\\\]{0,6}".prop_map(Box::from),
    ]
}

fn name() -> impl Strategy<Value = Box<str>> {
    prop_oneof![
        4 => "[a-z][a-z0-9_]{0,6}(\\.[a-zA-Z_][a-z0-9_]{0,4}){0,2}",
        1 => "(cue|score)\\.[a-z]{1,4}",
        1 => Just("_x".to_owned()),
    ]
    .prop_filter("a word of the language", |name| !matches!(name.as_str(), "in" | "true" | "false"))
    .prop_map(Box::from)
}

fn operator() -> impl Strategy<Value = Operator> {
    prop_oneof![
        Just(Operator::Equal),
        Just(Operator::NotEqual),
        Just(Operator::Less),
        Just(Operator::LessOrEqual),
        Just(Operator::Greater),
        Just(Operator::GreaterOrEqual),
    ]
}

fn node(kind: Kind) -> Expression {
    Expression { kind, place: Place::default() }
}

fn at<T>(value: T) -> At<T> {
    At::new(value, Place::default())
}

/// Texts made of pieces of the language, which reach deeper into the parser than random characters.
fn pieces() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(vec![
        "&&",
        "||",
        "!",
        "==",
        "=",
        "<",
        "<=",
        "(",
        ")",
        "[",
        "]",
        ",",
        "\"",
        "\"x\"",
        "\\",
        "x",
        "order.amount",
        "in",
        "not",
        "and",
        "has",
        "has(",
        "known(",
        "at_least(",
        "holder(",
        "ruling",
        "raised(",
        "true",
        "3",
        "-1.50",
        "30m",
        "2026-01-02",
        " ",
        " ",
        "　",
        "（",
        "＝",
        "苦情",
        "'",
        "-",
        ".",
        "\n",
        "\\u00",
        "{",
        "cue.x",
        "&",
        "👍",
    ]);
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn assert_reads_or_explains(text: &str) -> Result<(), TestCaseError> {
    for result in [Expression::parse(text), Expression::from_json(text)] {
        match result {
            Ok(expression) => {
                prop_assert_eq!(Expression::parse(&expression.to_string()), Ok(expression));
            }
            Err(error) => {
                let range = error.range();
                prop_assert!(text.get(range.clone()).is_some(), "{range:?} of {text:?}: {error}");
                prop_assert!(!error.message().is_empty());
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn reading_what_was_printed_gives_the_same(expression in expressions()) {
        let text = expression.to_string();
        let again = Expression::parse(&text);
        prop_assert_eq!(again.as_ref(), Ok(&expression), "{}", text);
        prop_assert_eq!(again.map(|again| again.to_string()), Ok(text));
    }

    #[test]
    fn the_json_form_loses_nothing(expression in expressions()) {
        let json = expression.to_json();
        prop_assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{}", json);
        prop_assert_eq!(Expression::from_json(&json), Ok(expression), "{}", json);
    }

    #[test]
    fn any_text_is_read_or_explained(text in "\\PC{0,60}") {
        assert_reads_or_explains(&text)?;
    }

    #[test]
    fn any_pieces_of_the_language_are_read_or_explained(text in pieces()) {
        assert_reads_or_explains(&text)?;
    }
}

#[test]
fn depth_and_size_are_limited_by_name() {
    let nested = |levels: usize| format!("{}x{}", "!(a && ".repeat(levels), ")".repeat(levels));
    assert!(Expression::parse(&nested(31)).is_ok());
    for text in [nested(33), "(".repeat(100_000), "!".repeat(100_000), format!("{}x", "!".repeat(65))] {
        let error = Expression::parse(&text).unwrap_err();
        assert_eq!(error.message(), "the condition is nested more than 64 deep");
    }
    let alternating = |levels: usize| format!("{}x{}", "a || b && (".repeat(levels), ")".repeat(levels));
    assert!(Expression::parse(&alternating(31)).is_ok());
    assert!(Expression::parse(&alternating(33)).is_err());
    let long = |parts: usize| vec!["x"; parts].join(" && ");
    assert!(Expression::parse(&long(1_999)).is_ok());
    let error = Expression::parse(&long(2_000)).unwrap_err();
    assert_eq!(error.message(), "the condition has 2001 parts; at most 2000 are allowed");
}

#[test]
fn the_deepest_condition_has_a_json_form_that_is_read_again() {
    let alternating = format!("{}x{}", "a || b && (".repeat(31), ")".repeat(31));
    for text in [format!("{}x", "!".repeat(63)), format!("{}x || y", "!".repeat(62)), alternating] {
        let condition = Expression::parse(&text).unwrap();
        assert!(Expression::from_json(&condition.to_json()) == Ok(condition), "{text}");
    }
}
