//! Rules and their effects.

use super::fields::{Fields, Reader};
use crate::authoring::document::{Effect, Name, Rule};
use crate::authoring::tree::{Entry, Kind, Node};
use crate::authority::{Act, Urgency};
use crate::diagnostic::{Code, Problem};

const KEYS: &[&str] = &[
    "id",
    "title",
    "when",
    "classify",
    "raise",
    "retain",
    "delegate",
    "settle",
    "escalate",
    "refer",
    "notify",
    "require",
    "instruct",
    "tag",
    "because",
    "source",
    "effective",
    "locked",
];
const EXAMPLE: &str = "{ id: refund.asked, when: cue.refund_demand, raise: [refund] }";

impl Reader {
    /// Whether there is a list. Its rules are [read](Self::rule) apart, one by one.
    pub(super) fn rules(&mut self, node: Option<&Node<'_>>) {
        if let Some(node) = node.filter(|node| !node.scalar().is_some_and(|scalar| scalar.is_null())) {
            self.list(node, "`rules`", EXAMPLE);
        }
    }

    pub(super) fn rule(&mut self, node: &Node<'_>) -> Option<Rule> {
        let before = self.problems.len();
        let fields = self.fields(node, "a rule", KEYS, EXAMPLE)?;
        // A key that was not understood is perhaps the effect.
        let understood = self.problems.len() == before;
        let id = self
            .required(&fields, "id", "a rule", "refund.asked")
            .and_then(|id| self.name(id, "`id`", "refund.asked"));
        if let Some(id) = &id {
            self.is_word(id, "a rule");
        }
        // A rule without a readable condition must not become one that always applies.
        let when = fields.get("when").map(|node| self.condition(node));
        let title = self.title(&fields);
        let effects = self.effects(&fields);
        let because = fields.get("because").and_then(|node| self.text(node, "`because`"));
        let source = self.source(&fields);
        let effective = self.effective(&fields);
        if understood && !fields_have_effect(&fields) {
            let problem = Problem::new(
                Code::MissingKey,
                id.as_ref().map_or(node.place, |id| id.place),
                "this rule does nothing",
            );
            self.report(problem.help("give it an effect, for example `raise: [refund]`"));
        }
        let when = match when {
            None => None,
            Some(Some(condition)) => Some(condition),
            Some(None) => {
                id.iter().for_each(|id| self.lose(id));
                return None;
            }
        };
        Some(Rule { id: id?, title, when, effects, because, source, effective, locked: self.locked(&fields) })
    }

    fn effects(&mut self, fields: &Fields<'_>) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.granted(fields, &mut effects);
        effects.extend(self.names_of(fields, "raise", "[refund]").into_iter().map(Effect::Raise));
        for (judgment, act, tier) in self.acts(fields.get("retain"), "`retain`") {
            effects.push(Effect::Retain { judgment, act, tier });
        }
        effects.extend(fields.get("escalate").and_then(|node| self.escalate(node)));
        effects.extend(self.names_of(fields, "refer", "[logistics]").into_iter().map(Effect::Refer));
        effects.extend(self.names_of(fields, "notify", "[client]").into_iter().map(Effect::Notify));
        effects.extend(self.names_of(fields, "require", "[customer.phone]").into_iter().map(Effect::Require));
        if let Some(node) = fields.get("instruct") {
            // One text with two languages is a map, several texts are a list.
            let texts = if let Kind::List(texts) = &node.kind {
                texts.as_slice()
            } else {
                std::slice::from_ref(node)
            };
            effects.extend(
                texts.iter().filter_map(|text| self.text(text, "an instruction")).map(Effect::Instruct),
            );
        }
        let tags = self.names_of(fields, "tag", "[vip]");
        effects.extend(tags.into_iter().map(|tag| Effect::Tag(tag.value)));
        Effect::arrange(&mut effects);
        effects
    }

    /// The effects that rules and grants share.
    pub(super) fn granted(&mut self, fields: &Fields<'_>, effects: &mut Vec<Effect>) {
        if let Some(node) = fields.get("classify") {
            self.classify(node, effects);
        }
        for (judgment, act, tier) in self.acts(fields.get("delegate"), "`delegate`") {
            effects.push(Effect::Delegate { judgment, act, tier });
        }
        if let Some(node) = fields.get("settle") {
            self.settle(node, effects);
        }
    }

    fn classify(&mut self, node: &Node<'_>, effects: &mut Vec<Effect>) {
        for entry in self.entries(node, "`classify`", "{ nature: complaint }").unwrap_or(&[]) {
            let labels = self.names(&entry.value, "a label", "complaint");
            if labels.is_empty() && matches!(entry.value.kind, Kind::List(_)) {
                let problem = Problem::new(Code::InvalidValue, entry.value.place, "no label is named");
                self.report(problem.help("name a label, or remove the axis"));
            }
            let axis = Self::key(entry);
            effects.extend(labels.into_iter().map(|label| Effect::Classify { axis: axis.clone(), label }));
        }
    }

    /// `[refund]`, `{ refund: client_manager }`, `{ refund: { communicate: client_manager } }`, or a list of these.
    fn acts(&mut self, node: Option<&Node<'_>>, what: &str) -> Vec<(Name, Act, Option<Name>)> {
        const EXAMPLE: &str = "[refund]";
        let mut acts = Vec::new();
        let Some(node) = node else { return acts };
        let items = match &node.kind {
            Kind::Map(_) => std::slice::from_ref(node),
            Kind::Scalar(_) | Kind::List(_) => self.list_or_one(node, what, EXAMPLE),
        };
        for item in items {
            if let Kind::Map(entries) = &item.kind {
                entries.iter().for_each(|entry| self.acts_of(entry, what, &mut acts));
            } else if let Some(judgment) = self.name(item, what, EXAMPLE) {
                acts.push((judgment, Act::Decide, None));
            }
        }
        acts
    }

    /// `refund: client_manager` or `refund: { communicate: client_manager }`.
    fn acts_of(&mut self, entry: &Entry<'_>, what: &str, acts: &mut Vec<(Name, Act, Option<Name>)>) {
        let judgment = Self::key(entry);
        if let Kind::Map(_) = &entry.value.kind {
            let known = Act::ALL.map(Act::as_str);
            let Some(fields) =
                self.fields(&entry.value, what, &known, "{ refund: { communicate: client_desk } }")
            else {
                return;
            };
            for act in Act::ALL {
                if let Some(tier) = fields.get(act.as_str())
                    && let Some(tier) = self.name(tier, "a tier", "client_desk")
                {
                    acts.push((judgment.clone(), act, Some(tier)));
                }
            }
        } else if let Some(tier) = self.name(&entry.value, "a tier", "client_desk") {
            acts.push((judgment, Act::Decide, Some(tier)));
        }
    }

    fn escalate(&mut self, node: &Node<'_>) -> Option<Effect> {
        const EXAMPLE: &str = "{ to: client_manager, urgency: critical, within: 30m }";
        let Kind::Map(entries) = &node.kind else {
            let to = self.name(node, "`escalate`", EXAMPLE)?;
            return Some(Effect::Escalate { to: Some(to), urgency: Urgency::Normal, within: None });
        };
        let fields = self.fields(node, "`escalate`", &["to", "urgency", "within"], EXAMPLE)?;
        if entries.is_empty() {
            let problem =
                Problem::new(Code::MissingKey, node.place, "this says neither to whom nor how soon");
            self.report(problem.help(format!("for example `{EXAMPLE}`")));
            return None;
        }
        let levels = Urgency::ALL.map(|level| (level.as_str(), level));
        let to = fields.get("to").map(|to| self.name(to, "a tier", "client_manager"));
        let urgency = fields.get("urgency").map(|urgency| self.one_of(urgency, "an urgency", &levels));
        let within = fields.get("within").map(|within| self.time_limit(within));
        Some(Effect::Escalate {
            to: to.flatten(),
            urgency: urgency.flatten().unwrap_or_default(),
            within: within.flatten(),
        })
    }
}

/// Whether any effect is written, readable or not.
fn fields_have_effect(fields: &Fields<'_>) -> bool {
    const EFFECTS: [&str; 11] = [
        "classify", "raise", "retain", "delegate", "settle", "escalate", "refer", "notify", "require",
        "instruct", "tag",
    ];
    EFFECTS.iter().any(|key| fields.get(key).is_some())
}
