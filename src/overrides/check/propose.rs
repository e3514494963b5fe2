//! Proposals: which effect each one is, when it is made, and whether it could ever count.

use super::compare::{column, line};
use super::lifted::{Lifted, Taint};
use super::{Checker, chain};
use crate::authority::{Act, Party, Rank, Urgency};
use crate::classify::Order;
use crate::condition::{Role, Within, one_of, polarity};
use crate::diagnostic::{Code, Problem};
use crate::effect::{Grant, Recipient, Restriction, Settlement, TimeLimit};
use crate::id::{AxisId, DeskId, JudgmentId, LabelId};
use crate::inquiry::parse_duration;
use crate::localised::Localised;
use crate::overrides::script::{Site, SiteEffect, Stage};
use crate::span::Place;
use chain::Step;
use rhai::{Expr, FnCallExpr, Position};

/// A literal text and where it stands.
type Text = crate::condition::At<Box<str>>;

/// What a script may propose, and with what in the brackets before the reason.
pub(super) const FORMS: [(&str, &str); 10] = [
    ("classify", "axis, label"),
    ("delegate", "judgment, tier"),
    ("escalate", "tier"),
    ("instruct", "text"),
    ("notify", "recipient"),
    ("refer", "desk"),
    ("require", "fact"),
    ("retain", "judgment"),
    ("settle", "judgment, ruling"),
    ("tag", "tag"),
];

impl Checker<'_> {
    /// Puts the number of a proposal in its place; `false` if the expression is none.
    pub(super) fn proposal(&mut self, expression: &mut Expr) -> bool {
        let (first, steps) = chain::steps(expression);
        let is_propose = matches!(&first, Expr::Variable(variable, ..) if variable.1 == "propose");
        if !is_propose {
            return false;
        }
        let position = expression.start_position();
        match steps.as_slice() {
            [Step::Method(call, at)] => self.proposed(expression, call, position, *at),
            _ => {
                let at = steps.first().map_or(position, |step| match step {
                    Step::Property(_, at) | Step::Method(_, at) | Step::Index(_, at) => *at,
                });
                self.refuse(
                    Code::ScriptSyntax,
                    at,
                    "this is no proposal",
                    "write `propose.tag(\"vip\", \"why\");`, say",
                );
            }
        }
        true
    }

    fn proposed(&mut self, expression: &mut Expr, call: &FnCallExpr, position: Position, at: Position) {
        let mut texts = Vec::new();
        for argument in &call.args {
            match self.text_in(argument) {
                Some(text) => texts.push(text),
                None => {
                    let message = "what a proposal names has to be written out as a text";
                    let help = "nothing is computed here, so that everybody can see what a script may propose; use `if` and two proposals";
                    self.refuse(Code::WrongType, argument.start_position(), message, help);
                    return;
                }
            }
        }
        let Some(because) = texts.pop() else {
            self.form(call.name.as_str(), at);
            return;
        };
        let Some(effect) = self.effect(call.name.as_str(), &texts, at) else { return };
        if because.value.trim().is_empty() {
            self.problems.push(
                Problem::new(Code::InvalidValue, because.place, "a proposal needs a reason")
                    .help("say why, for whoever reads the decision"),
            );
        }
        let way = Lifted::all(self.path.clone());
        let opaque = way.opaque();
        self.polarity(&effect, &way, opaque, position);
        self.could_count(&effect, position);
        *expression = self.calls.numbered("propose", self.sites.len(), position);
        self.sites.push(Site {
            line: line(position),
            column: column(position),
            effect,
            because: because.value,
            when: way.condition(),
            opaque: opaque.is_some(),
            may_change: way.may_change(),
        });
    }

    fn form(&mut self, name: &str, position: Position) {
        let form = FORMS.iter().find(|(known, _)| *known == name).map_or("..", |(_, form)| form);
        let message = format!("`propose.{name}` does not have the form it needs");
        self.refuse(
            Code::ScriptSyntax,
            position,
            message,
            format!("write `propose.{name}({form}, \"why\")`"),
        );
    }

    fn effect(&mut self, name: &str, texts: &[Text], position: Position) -> Option<SiteEffect> {
        let known = FORMS.iter().map(|(known, _)| *known);
        if !known.clone().any(|known| known == name) {
            let help = match name {
                "raise" => "a rule raises a judgment, with `raise`; scripts only work on what rules raised"
                    .to_owned(),
                _ => one_of(name, known),
            };
            self.refuse(Code::UnknownName, position, format!("scripts cannot propose `{name}`"), help);
            return None;
        }
        match (self.stage, name) {
            (Stage::Classified, "classify") => {}
            (Stage::Classified, _) => {
                let message = format!("`classified` may only classify, not {name}");
                self.refuse(Code::OutOfReach, position, message, "move this to `decided`");
                return None;
            }
            (Stage::Decided, "classify") => {
                let message = "labels are settled when `decided` runs";
                self.refuse(Code::OutOfReach, position, message, "move this to `classified`");
                return None;
            }
            _ => {}
        }
        let restriction = |restriction| Some(SiteEffect::Restriction(restriction));
        let grant = |grant| Some(SiteEffect::Grant(grant));
        match (name, texts) {
            ("classify", [axis, label]) => self.classify(axis, label),
            ("delegate", [judgment, act @ .., tier]) if act.len() < 2 => {
                let (judgment, act, tier) = (self.judgment(judgment), self.act(act.first()), self.tier(tier));
                grant(Grant::Delegate { judgment: judgment?, act: act?, tier: tier? })
            }
            ("settle", [judgment, ruling]) => {
                let judgment = self.judgment(judgment);
                let rulings = [Settlement::Approve, Settlement::Deny];
                let ruling = self.find(ruling, "ruling", rulings.map(|ruling| (ruling.as_str(), ruling)));
                grant(Grant::Settle { judgment: judgment?, ruling: ruling?, given: None })
            }
            ("retain", [judgment]) => {
                let tier = self.vocabulary.outcomes.tiers.lowest_client();
                restriction(Restriction::Retain {
                    judgment: self.judgment(judgment)?,
                    act: Act::Decide,
                    tier,
                })
            }
            ("retain", [judgment, act @ .., tier]) if act.len() < 2 => {
                let (judgment, act, tier) =
                    (self.judgment(judgment), self.act(act.first()), self.client_tier(tier));
                restriction(Restriction::Retain { judgment: judgment?, act: act?, tier: tier? })
            }
            ("escalate", [tier, more @ ..]) if more.len() < 3 => {
                let to = self.tier(tier);
                let levels = Urgency::ALL.map(|level| (level.as_str(), level));
                let urgency = match more.first() {
                    Some(level) => self.find(level, "level of urgency", levels),
                    None => Some(Urgency::default()),
                };
                let within = match more.get(1) {
                    Some(time) => self.within_time(time).map(Some),
                    None => Some(None),
                };
                restriction(Restriction::Escalate { to: to?, urgency: urgency?, within: within? })
            }
            ("refer", [desk]) => {
                let desks = self.vocabulary.desks.iter().enumerate();
                let desks: Vec<_> = desks.map(|(at, desk)| (&*desk.id, DeskId::at(at))).collect();
                restriction(Restriction::Refer(self.find(desk, "desk", desks)?))
            }
            ("notify", [recipient]) => restriction(Restriction::Notify(self.recipient(recipient)?)),
            ("require", [fact]) => {
                let values = self.vocabulary.names.values.iter();
                let values: Vec<_> = values.map(|(name, (id, _))| (&**name, *id)).collect();
                restriction(Restriction::Require(self.find(fact, "fact", values)?))
            }
            ("instruct", [text]) => {
                restriction(Restriction::Instruct(Localised::new(Some(&*text.value), Some(&*text.value))))
            }
            ("instruct", [ja, en]) => {
                restriction(Restriction::Instruct(Localised::new(Some(&*ja.value), Some(&*en.value))))
            }
            ("tag", [tag]) => restriction(Restriction::Tag(tag.value.clone())),
            _ => {
                self.form(name, position);
                None
            }
        }
    }

    /// What a text names among the known ones.
    fn find<'k, T: Clone>(
        &mut self,
        text: &Text,
        what: &str,
        known: impl IntoIterator<Item = (&'k str, T)>,
    ) -> Option<T> {
        let known: Vec<(&str, T)> = known.into_iter().collect();
        let found = known.iter().find(|(name, _)| **name == *text.value).map(|(_, found)| found.clone());
        if found.is_none() {
            let message = format!("there is no {what} `{}`", text.value);
            let help = match known.len() {
                0 => "the rulebook declares none".into(),
                _ => one_of(&text.value, known.iter().map(|(name, _)| *name)),
            };
            self.problems.push(Problem::new(Code::UnknownName, text.place, message).help(help));
        }
        found
    }

    fn judgment(&mut self, text: &Text) -> Option<JudgmentId> {
        let judgments = self.vocabulary.outcomes.judgments.iter().enumerate();
        let known: Vec<_> = judgments.map(|(at, judgment)| (&*judgment.id, JudgmentId::at(at))).collect();
        self.find(text, "judgment", known)
    }

    fn act(&mut self, text: Option<&Text>) -> Option<Act> {
        match text {
            Some(text) => self.find(text, "act", Act::ALL.map(|act| (act.as_str(), act))),
            None => Some(Act::Decide),
        }
    }

    fn tier(&mut self, text: &Text) -> Option<Rank> {
        let tiers = self.vocabulary.outcomes.tiers;
        let known: Vec<_> = tiers.ranks().map(|rank| (tiers.id(rank), rank)).collect();
        self.find(text, "tier", known)
    }

    fn client_tier(&mut self, text: &Text) -> Option<Rank> {
        let tiers = self.vocabulary.outcomes.tiers;
        let rank = self.tier(text)?;
        if tiers.party(rank) == Party::Client {
            return Some(rank);
        }
        let message = format!("`{}` is a tier of the vendor", text.value);
        let help = "a retained act stays with the client, so it goes to a client tier";
        self.problems.push(Problem::new(Code::InvalidValue, text.place, message).help(help));
        None
    }

    fn recipient(&mut self, text: &Text) -> Option<Recipient> {
        let tiers = self.vocabulary.outcomes.tiers;
        let parties = [Party::Vendor, Party::Client].map(|party| (party.as_str(), Recipient::Party(party)));
        let mut known = parties.to_vec();
        known.extend(tiers.ranks().map(|rank| (tiers.id(rank), Recipient::Tier(rank))));
        let desks = self.vocabulary.desks.iter().enumerate();
        known.extend(desks.map(|(at, desk)| (&*desk.id, Recipient::Desk(DeskId::at(at)))));
        self.find(text, "party, tier or desk", known)
    }

    fn within_time(&mut self, text: &Text) -> Option<TimeLimit> {
        let time = parse_duration(&text.value);
        if time.is_none() {
            let message = format!("`{}` is no length of time", text.value);
            let help = "write `30m`, `4h` or `2d`, say";
            self.problems.push(Problem::new(Code::InvalidValue, text.place, message).help(help));
        }
        time.map(|time| TimeLimit { time, calendar: None })
    }

    fn classify(&mut self, axis: &Text, label: &Text) -> Option<SiteEffect> {
        let axes = self.vocabulary.names.axes;
        let known: Vec<_> = axes.iter().enumerate().map(|(at, axis)| (&*axis.id, at)).collect();
        let at = self.find(axis, "axis", known)?;
        let declared = axes.get(at)?;
        let labels = declared.labels.iter().enumerate();
        let labels: Vec<_> = labels.map(|(at, label)| (&*label.id, LabelId::at(at))).collect();
        let label = self.find(label, "label", labels)?;
        let axis = AxisId::at(at);
        Some(match declared.order {
            Order::Ordered { default } if label >= default => {
                SiteEffect::Restriction(Restriction::Classify { axis, label })
            }
            // Rules may ask for a label of an unordered axis in any direction, so one more may widen what they grant.
            Order::Ordered { .. } | Order::Unordered => SiteEffect::Grant(Grant::Classify { axis, label }),
        })
    }

    /// Whether the proposal can only grow stronger as labels, holders and the route grow stricter.
    fn polarity(&mut self, effect: &SiteEffect, way: &Lifted, opaque: Option<Taint>, position: Position) {
        let role = self.role(effect);
        let written = way.written();
        let context = self.vocabulary;
        let problems = polarity(
            &written,
            role,
            context.names,
            context.lets,
            Within::Script((self.stage == Stage::Decided).then_some(context.outcomes)),
        );
        self.report(problems);
        if role == Role::default() {
            return;
        }
        if let Some(name) = way.known_only_here(true, role.grants) {
            let (message, help) = if role.grants {
                (
                    format!("a grant that rests on `!known({name})` never counts"),
                    format!("`known({name})` is true or unknown, never false; leave it out"),
                )
            } else {
                (
                    format!("a restriction that rests on `known({name})` does not wait for it"),
                    format!("write `!known({name}) || ..`, so that it is proposed while that is missing too"),
                )
            };
            self.refuse(Code::KnownGuard, position, message, help);
        }
        let Some(opaque) = opaque.filter(|taint| *taint != Taint::default()) else { return };
        let what = match (opaque.labels, opaque.decided) {
            (true, _) => "labels",
            (_, true) => "what was decided",
            _ => "`known`",
        };
        let message = format!("this proposal rests on {what} in a way that cannot be followed");
        let help = "write it with `if` and `else` alone, without `switch`, changed variables or arithmetic on the way";
        let code = if opaque.labels || opaque.decided { Code::Polarity } else { Code::KnownGuard };
        self.refuse(code, position, message, help);
    }

    fn role(&self, effect: &SiteEffect) -> Role {
        match effect {
            SiteEffect::Grant(Grant::Delegate { judgment, .. } | Grant::Settle { judgment, .. }) => {
                Role { grants: true, about: Some(*judgment), ..Role::default() }
            }
            SiteEffect::Grant(Grant::Classify { axis, .. }) => {
                let axis = self.vocabulary.names.axes.get(axis.index());
                let classifies_unordered = axis.is_some_and(|axis| axis.order == Order::Unordered);
                Role { grants: !classifies_unordered, classifies_unordered, ..Role::default() }
            }
            SiteEffect::Restriction(
                Restriction::Classify { .. }
                | Restriction::Raise(_)
                | Restriction::Retain { .. }
                | Restriction::Escalate { .. },
            ) => Role { restricts: true, ..Role::default() },
            SiteEffect::Restriction(_) => Role::default(),
        }
    }

    /// Warns of a proposal that no grant of the client's layer could ever allow.
    fn could_count(&mut self, effect: &SiteEffect, position: Position) {
        let SiteEffect::Grant(proposed) = effect else { return };
        if self.vocabulary.grants.iter().any(|entry| entry.covers(proposed)) {
            return;
        }
        let place: Place = self.place(position);
        let message = "no grant could ever allow this proposal, so it has no effect";
        let help = match proposed {
            Grant::Delegate { .. } => {
                "the client grants it with an entry under `grants`, for this judgment and act and a tier no higher than this one"
            }
            Grant::Settle { .. } => {
                "the client grants it with an entry under `grants`, for this judgment and this answer"
            }
            Grant::Classify { .. } => "the client grants it with an entry under `grants`, for this label",
        };
        self.problems.push(Problem::new(Code::UngrantedProposal, place, message).help(help));
    }
}
