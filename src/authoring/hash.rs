//! The content hash of a rulebook.

use crate::authority::Act;
use crate::calendar::{Calendar, Window};
use crate::classify::{Axis, Order};
use crate::effect::{Grant, Recipient, Restriction, Rule};
use crate::id::{CalendarId, CueId, DeskId, JudgmentId};
use crate::inquiry::{Derivation, FactType, Parameter, Value, print_duration};
use crate::localised::{Language, Localised};
use crate::overrides::Override;
use crate::rulebook::Model;
use crate::text::Cue;
use sha2::{Digest, Sha256};
use std::fmt::{Display, Write};
use std::mem;

/// SHA-256 of what the rulebook says, in hexadecimal: its id, version and every name, value, condition and text that a
/// decision may depend on or show. The same content gives the same hash in whatever order and layout it was written, and
/// whatever layers say it: everything goes in by name.
///
/// Comments are not part of it, nor are `locked`, invariants and the `matches` and `misses` of cues: they guard and test
/// the rulebook and decide nothing, so an example more is no other contract.
pub(crate) fn hash(model: &Model) -> Box<str> {
    let by_name = &model.by_name;
    let desks = sorted(&model.desks, |desk| &desk.id);
    let mut writer = Writer {
        model,
        digest: Sha256::new(),
        buffer: String::new(),
        axes: ranks(by_name.axes.iter().map(|axis| axis.index())),
        labels: model.axes.iter().map(ranks_of_labels).collect(),
        judgments: ranks(by_name.judgments.iter().map(|judgment| judgment.index())),
        desks: ranks(desks.iter().map(|(position, _)| *position)),
    };
    writer.model();
    writer
        .digest
        .finalize()
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a `String` cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
        .into()
}

/// Feeds the digest. Every text goes in with its length before it and every list with its count, so that no two models
/// give the same bytes.
struct Writer<'m> {
    model: &'m Model,
    digest: Sha256,
    /// For what is printed before it goes in.
    buffer: String,
    /// By index: the place in the order of the names, as in the next ones.
    axes: Vec<usize>,
    /// By axis.
    labels: Vec<Vec<usize>>,
    judgments: Vec<usize>,
    desks: Vec<usize>,
}

/// The items of a list by name, each with its position.
fn sorted<T>(list: &[T], name: impl Fn(&T) -> &str) -> Vec<(usize, &T)> {
    let mut sorted: Vec<(usize, &T)> = list.iter().enumerate().collect();
    sorted.sort_by(|(_, one), (_, other)| name(one).cmp(name(other)));
    sorted
}

/// By position: the place in this order of positions.
fn ranks(order: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut ranks: Vec<(usize, usize)> = order.zip(0..).collect();
    ranks.sort_unstable();
    ranks.into_iter().map(|(_, rank)| rank).collect()
}

fn ranks_of_labels(axis: &Axis) -> Vec<usize> {
    match axis.order {
        Order::Ordered { .. } => (0..axis.labels.len()).collect(),
        Order::Unordered => ranks(sorted(&axis.labels, |label| &label.id).into_iter().map(|(at, _)| at)),
    }
}

/// What each layer says of a cue.
fn parts(model: &Model, id: CueId) -> impl Iterator<Item = &Cue> {
    model.phrases.iter().filter_map(move |layer| {
        let at = layer.binary_search_by_key(&id, |(cue, _)| *cue).ok()?;
        layer.get(at).map(|(_, cue)| cue)
    })
}

/// One of the lists of phrases that a cue has.
type List = fn(&Cue) -> &Vec<Box<str>>;

/// All phrases of one list of a cue, whatever layers say them.
fn phrases(model: &Model, id: CueId, list: List) -> Vec<&str> {
    let mut phrases: Vec<&str> = parts(model, id).flat_map(list).map(|phrase| &**phrase).collect();
    phrases.sort_unstable();
    phrases
}

impl Writer<'_> {
    fn model(&mut self) {
        let model = self.model;
        // The number of this scheme, to be raised whenever the bytes below change.
        self.text("furiwake.rulebook/1");
        self.text(&model.id);
        self.text(&model.version);
        self.count(model.tiers.len());
        self.count(model.tiers.highest_vendor().index());
        for tier in model.tiers.ranks().filter_map(|rank| model.tiers.get(rank)) {
            self.text(&tier.id);
            self.localised(tier.title.as_ref());
        }
        self.count(model.direct_handoffs.len());
        for (from, to) in &model.direct_handoffs {
            self.count(from.index());
            self.count(to.index());
        }
        self.count(model.desks.len());
        for (_, desk) in sorted(&model.desks, |desk| &desk.id) {
            self.text(&desk.id);
            self.text(desk.party.as_str());
            self.localised(desk.title.as_ref());
        }
        self.text(model.timezone.iana_name().unwrap_or("UTC"));
        self.flag(model.no_text_is_empty);
        self.count(model.calendars.len());
        for calendar in model.calendars.iter() {
            self.calendar(calendar);
        }
        self.values();
        self.cues();
        self.axes();
        self.count(model.judgments.len());
        for judgment in model.judgments_by_name() {
            self.text(&judgment.id);
            self.localised(judgment.title.as_ref());
            for holder in judgment.holders {
                self.count(holder.index());
            }
        }
        self.count(model.rules.len());
        for (_, rule) in model.rules_by_name() {
            self.rule(rule);
        }
        if !model.overrides.is_empty() {
            self.text("scripts");
            self.count(model.overrides.len());
            model.overrides.iter().for_each(|scripts| self.scripts(scripts));
        }
    }

    fn scripts(&mut self, scripts: &Override) {
        // Decisions name it.
        self.optional(scripts.file.as_deref(), Self::text);
        self.count(scripts.scripts.len());
        for script in &scripts.scripts {
            self.text(script.stage.as_str());
            self.text(&script.text);
        }
        self.count(scripts.grants.len());
        for grant in &scripts.grants {
            self.shown(grant.when.display(self.model));
            self.count(grant.grants.len());
            grant.grants.iter().for_each(|grant| self.grant(grant));
        }
        self.count(scripts.on_error.index());
    }

    fn calendar(&mut self, calendar: &Calendar) {
        self.text(&calendar.id);
        self.localised(calendar.title.as_ref());
        self.text(calendar.zone.iana_name().unwrap_or("UTC"));
        for windows in &calendar.weekly {
            self.windows(windows);
        }
        self.count(calendar.days.len());
        for (date, windows) in &calendar.days {
            self.text(&date.to_string());
            self.windows(windows);
        }
    }

    fn windows(&mut self, windows: &[Window]) {
        self.count(windows.len());
        for window in windows {
            self.text(&window.to_string());
        }
    }

    fn values(&mut self) {
        let model = self.model;
        self.count(model.facts.len());
        for (_, fact) in model.facts_by_name() {
            self.text(&fact.id);
            self.localised(fact.title.as_ref());
            self.text(fact.kind.as_str());
            if let FactType::Choice(options) | FactType::Choices(options) = &fact.kind {
                self.texts(options);
            }
            for value in [&fact.default, &fact.min, &fact.max] {
                self.optional(value.as_ref(), Self::value);
            }
            self.localised(fact.ask.as_ref());
            self.text(fact.sensitivity.as_str());
            self.optional(fact.unit.as_deref(), Self::text);
        }
        self.count(model.derived.len());
        for (_, derived) in sorted(&model.derived, |derived| &derived.id) {
            self.text(&derived.id);
            let calendar = |calendar: CalendarId| {
                model.calendars.get(calendar.index()).map_or("", |calendar| &calendar.id)
            };
            let (form, of) = match &derived.from {
                Derivation::DaysSince(value) => ("days_since", model.value_name(*value)),
                Derivation::HoursSince(value) => ("hours_since", model.value_name(*value)),
                Derivation::Open(of) => ("open", calendar(*of)),
                Derivation::BusinessHoursSince(value, _) => {
                    ("business_hours_since", model.value_name(*value))
                }
                Derivation::Count(cue) => ("count", model.cue_name(*cue)),
                Derivation::LengthOfText => ("length", "text"),
                Derivation::Or(value, _) => ("or", model.value_name(*value)),
                Derivation::Constant(parameter) => ("constant", parameter.kind.as_str()),
            };
            self.text(form);
            self.text(of);
            match &derived.from {
                Derivation::Or(_, value) => self.value(value),
                Derivation::BusinessHoursSince(_, of) => self.text(calendar(*of)),
                Derivation::Constant(parameter) => self.parameter(parameter),
                _ => {}
            }
        }
    }

    fn parameter(&mut self, parameter: &Parameter) {
        if let FactType::Choice(options) | FactType::Choices(options) = &parameter.kind {
            self.texts(options);
        }
        self.value(&parameter.value);
        self.localised(parameter.title.as_ref());
    }

    fn cues(&mut self) {
        let model = self.model;
        self.count(model.cues.len());
        for (position, cue) in sorted(&model.cues, |cue| &cue.name) {
            self.text(&cue.name);
            self.localised(cue.title.as_ref());
            let id = CueId::at(position);
            let lists: [List; 4] = [
                |cue| &cue.any,
                |cue| &cue.except,
                |cue| &cue.unless_followed_by,
                |cue| &cue.unless_preceded_by,
            ];
            for list in lists {
                self.texts(&phrases(model, id, list));
            }
            // Each layer's part of it knows.
            self.flag(parts(model, id).any(|part| part.fold_kana));
        }
        self.count(model.scores.len());
        for (_, score) in sorted(&model.scores, |score| &score.id) {
            self.text(&score.id);
            self.localised(score.title.as_ref());
            self.count(score.parts.len());
            for part in &score.parts {
                self.shown(part.when.display(model));
                self.text(&part.points.normalize().to_string());
            }
            self.count(score.bands.len());
            for band in &score.bands {
                self.text(&band.id);
                self.text(&band.from.normalize().to_string());
            }
        }
    }

    fn axes(&mut self) {
        let model = self.model;
        // By name: the order of use follows from the content.
        let mut lets: Vec<_> = model.lets.iter().collect();
        lets.sort_by(|one, other| one.id.cmp(&other.id));
        self.count(lets.len());
        for named in lets {
            self.text(&named.id);
            self.shown(named.condition.display(model));
        }
        self.count(model.axes.len());
        for (_, axis) in model.axes_by_name() {
            self.text(&axis.id);
            self.localised(axis.title.as_ref());
            let default = match axis.order {
                Order::Ordered { default } => Some(axis.label_id(default)),
                Order::Unordered => None,
            };
            self.optional(default, Self::text);
            self.count(axis.labels.len());
            for label in axis.told() {
                self.text(&label.id);
                self.localised(label.title.as_ref());
            }
        }
    }

    fn rule(&mut self, rule: &Rule) {
        self.text(&rule.id);
        self.localised(rule.title.as_ref());
        self.shown(rule.when.display(self.model));
        self.count(rule.restrictions.len());
        for restriction in &rule.restrictions {
            self.restriction(restriction);
        }
        self.count(rule.grants.len());
        for grant in &rule.grants {
            self.grant(grant);
        }
        self.localised(rule.because.as_ref());
        self.optional(rule.source.as_deref(), Self::text);
    }

    fn restriction(&mut self, restriction: &Restriction) {
        let model = self.model;
        match restriction {
            Restriction::Classify { axis, label } => self.label("classify", axis.index(), label.index()),
            Restriction::Raise(judgment) => self.tagged("raise", &[self.judgment(*judgment)]),
            Restriction::Retain { judgment, act, tier } => {
                self.tagged("retain", &[self.judgment(*judgment), act_index(*act), tier.index()]);
            }
            Restriction::Escalate { to, urgency, within } => {
                self.tagged("escalate", &[to.index()]);
                self.text(urgency.as_str());
                self.optional(within.as_ref(), |writer, within| {
                    let text = within.text(&model.calendars);
                    writer.text(&text);
                });
            }
            Restriction::Refer(desk) => self.tagged("refer", &[self.desk(*desk)]),
            Restriction::Notify(recipient) => match recipient {
                Recipient::Party(party) => {
                    self.text("notify party");
                    self.text(party.as_str());
                }
                Recipient::Tier(tier) => self.tagged("notify tier", &[tier.index()]),
                Recipient::Desk(desk) => self.tagged("notify desk", &[self.desk(*desk)]),
            },
            Restriction::Require(value) => {
                self.text("require");
                self.text(model.value_name(*value));
            }
            Restriction::Instruct(text) => {
                self.text("instruct");
                self.localised(Some(text));
            }
            Restriction::Tag(tag) => {
                self.text("tag");
                self.text(tag);
            }
        }
    }

    fn grant(&mut self, grant: &Grant) {
        match grant {
            Grant::Classify { axis, label } => self.label("classify", axis.index(), label.index()),
            Grant::Delegate { judgment, act, tier } => {
                self.tagged("delegate", &[self.judgment(*judgment), act_index(*act), tier.index()]);
            }
            Grant::Settle { judgment, ruling, given } => {
                self.tagged("settle", &[self.judgment(*judgment)]);
                self.text(ruling.as_str());
                self.optional(given.as_ref(), |writer, given| {
                    writer.shown(given.display(writer.model));
                });
            }
        }
    }

    fn label(&mut self, tag: &str, axis: usize, label: usize) {
        let labels = self.labels.get(axis);
        let label = labels.and_then(|labels| labels.get(label)).copied().unwrap_or(label);
        self.tagged(tag, &[self.axes.get(axis).copied().unwrap_or(axis), label]);
    }

    fn judgment(&self, judgment: JudgmentId) -> usize {
        self.judgments.get(judgment.index()).copied().unwrap_or_default()
    }

    fn desk(&self, desk: DeskId) -> usize {
        self.desks.get(desk.index()).copied().unwrap_or_default()
    }

    /// Places stand for names that have gone in already, in their order.
    fn tagged(&mut self, tag: &str, indices: &[usize]) {
        self.text(tag);
        for index in indices {
            self.count(*index);
        }
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Bool(value) => self.flag(*value),
            Value::Number(number) => self.text(&number.normalize().to_string()),
            Value::Choice(option) => self.text(&option.to_string()),
            Value::Choices(options) => {
                self.count(options.len());
                for option in options {
                    self.text(&option.to_string());
                }
            }
            Value::Text(text) => self.text(text),
            Value::Date(date) => self.text(&date.to_string()),
            Value::Timestamp(timestamp) => self.text(&timestamp.to_string()),
            Value::Duration(duration) => self.text(&print_duration(*duration)),
        }
    }

    fn localised(&mut self, text: Option<&Localised>) {
        self.optional(text, |writer, text| {
            for language in [Language::Japanese, Language::English] {
                writer.optional(text.exact(language), Self::text);
            }
        });
    }

    fn texts(&mut self, texts: &[impl AsRef<str>]) {
        self.count(texts.len());
        for text in texts {
            self.text(text.as_ref());
        }
    }

    fn optional<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.flag(value.is_some());
        if let Some(value) = value {
            write(self, value);
        }
    }

    /// What is shown as text.
    fn shown(&mut self, shown: impl Display) {
        let mut text = mem::take(&mut self.buffer);
        text.clear();
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{shown}");
        self.text(&text);
        self.buffer = text;
    }

    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.digest.update(text.as_bytes());
    }

    fn count(&mut self, count: usize) {
        // The same bytes on machines of every word size.
        self.digest.update(u64::try_from(count).unwrap_or(u64::MAX).to_le_bytes());
    }

    fn flag(&mut self, flag: bool) {
        self.digest.update([u8::from(flag)]);
    }
}

fn act_index(act: Act) -> usize {
    Act::ALL.iter().position(|other| *other == act).unwrap_or(0)
}
