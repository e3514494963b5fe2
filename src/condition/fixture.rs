//! A small rulebook model for the tests of conditions, and the table in which they show findings.

use super::names::Names;
use crate::authority::{Tier, Tiers};
use crate::classify::{Axis, Band, Label, Order, Score};
use crate::diagnostic::Problem;
use crate::id::{LabelId, ValueId};
use crate::inquiry::{Derivation, Derived, FactDeclaration, FactType, Value};
use crate::rulebook::{ByName, Judgment, Let, Model, NamedCue};
use std::fmt::Write;
use std::sync::Arc;

/// Facts of every type, two derived values, three axes, two scores, two cues, one named condition.
pub(crate) fn model() -> Model {
    let options =
        |options: &[&str]| -> Arc<[Box<str>]> { options.iter().map(|option| (*option).into()).collect() };
    let channel = FactType::Choice(options(&["phone", "email", "chat", "sns"]));
    let facts: Vec<FactDeclaration> = [
        ("channel", channel.clone()),
        ("reply_channel", channel),
        ("plan", FactType::Choice(options(&["free", "1", "2"]))),
        ("options", FactType::Choices(options(&["gift", "express"]))),
        ("order.amount", FactType::Integer),
        ("order.weight", FactType::Decimal),
        ("order.delivered_at", FactType::Date),
        ("order.placed_at", FactType::Timestamp),
        ("call.length", FactType::Duration),
        ("product.code", FactType::Text),
        ("customer.is_minor", FactType::Bool),
    ]
    .into_iter()
    .map(|(id, kind)| FactDeclaration::plain(id, kind))
    .collect();
    let derived = [
        Derived { id: "days_since_delivery".into(), from: Derivation::DaysSince(ValueId::fact(6)) },
        Derived { id: "channel.or_phone".into(), from: Derivation::Or(ValueId::fact(0), Value::Choice(0)) },
    ];
    let band = |id: &str, from: i64| Band { id: id.into(), from: from.into() };
    let cue = |name: &str| Arc::new(NamedCue { name: name.into(), title: None });
    let axis = |id: &str, order: Order, labels: &[&str]| Axis {
        id: id.into(),
        title: None,
        order,
        labels: labels.iter().map(|label| Label { id: (*label).into(), title: None }).collect(),
    };
    let tier = |id: &str| Tier { id: id.into(), title: None };
    let tiers = Tiers::new(vec![tier("first_line"), tier("supervisor")], vec![tier("client_desk")]).unwrap();
    let judgment =
        |id: &str| Judgment { id: id.into(), title: None, holders: [tiers.lowest(); 3], locked: false };
    let mut model = Model {
        rule_layers: Vec::new(),
        id: "test".into(),
        version: "1".into(),
        hash: "".into(),
        judgments: [judgment("compensation"), judgment("refund")].into(),
        tiers: Arc::new(tiers),
        direct_handoffs: Vec::new(),
        desks: [].into(),
        timezone: jiff::tz::TimeZone::UTC,
        no_text_is_empty: false,
        derived_types: [FactType::Integer, facts[0].kind.clone()].into(),
        calendars: [].into(),
        by_name: ByName::default(),
        facts: facts.into_iter().map(Arc::new).collect(),
        derived: derived.into(),
        cues: vec![cue("injury"), cue("urgent")],
        phrases: Vec::new(),
        scores: [
            Score { id: "anger".into(), title: None, parts: Vec::new(), bands: Vec::new() },
            Score {
                id: "fraud".into(),
                title: None,
                parts: Vec::new(),
                bands: vec![band("low", 0), band("middling", 3), band("high", 5)],
            },
        ]
        .into(),
        lets: [Let { id: "in_return_window".into(), condition: super::Condition::Constant(true) }].into(),
        axes: [
            axis("handling", Order::Ordered { default: LabelId(1) }, &["routine", "exception"]),
            axis(
                "nature",
                Order::Ordered { default: LabelId(0) },
                &["question", "request", "opinion", "complaint"],
            ),
            axis("topic", Order::Unordered, &["delivery", "payment", "returns"]),
        ]
        .into(),
        axis_order: Vec::new(),
        rules: Vec::new(),
        invariants: [].into(),
        overrides: Vec::new(),
    };
    model.by_name = ByName::of(&model.rules, &model.facts, &model.axes, &model.judgments);
    model
}

/// The names of the model.
pub(crate) fn names(model: &Model) -> Names<'_> {
    Names::of(model)
}

/// A text with what is wrong with it: marked part, message, marginal words, second place, help.
pub(crate) fn table(text: &str, problems: &[Problem]) -> String {
    let mut table =
        format!("{}\n", text.escape_debug().to_string().replace("\\\"", "\"").replace("\\'", "'"));
    for problem in problems {
        let part = |place: crate::span::Place| {
            text.get(place.span().start..place.span().end).unwrap_or("<elsewhere>")
        };
        writeln!(
            table,
            "    {}[{}] at `{}`: {}",
            problem.code.severity().as_str(),
            problem.code,
            part(problem.place),
            problem.message
        )
        .unwrap();
        if !problem.label.is_empty() {
            writeln!(table, "        label: {}", problem.label).unwrap();
        }
        if let Some((place, label)) = &problem.also {
            writeln!(table, "        also at bytes {}..{}: {label}", place.span().start, place.span().end)
                .unwrap();
        }
        if let Some(help) = &problem.help {
            writeln!(table, "        help: {help}").unwrap();
        }
    }
    table
}
