//! A decision as text for people.

use super::counted::counted;
use super::decision::Decision;
use super::proposal::{Named, Obstacle};
use super::views::Reason;
use super::words::{Words, on_one_line};
use crate::authority::{Act, Urgency};
use crate::classify::AxisState;
use crate::condition::Truth;
use crate::id::LabelId;
use crate::localised::{Language, Localised};
use std::fmt::Write as _;

impl Decision {
    /// The whole decision in words: what it is, who handles it, who alone may decide, what to ask, and why.
    pub fn why(&self, language: Language) -> String {
        let mut page = Page { decision: self, words: Words::of(language), text: String::new() };
        page.head();
        page.labels();
        page.route();
        page.judgments();
        page.asks();
        page.hand_over();
        page.reasons();
        page.overridden();
        page.proposals();
        page.notices();
        page.text
    }
}

struct Page<'a> {
    decision: &'a Decision,
    words: Words,
    text: String,
}

impl Page<'_> {
    fn line(&mut self, depth: usize, line: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{}{}", "  ".repeat(depth), on_one_line(line));
    }

    fn head(&mut self) {
        let rulebook = self.decision.rulebook();
        let inquiry = self.decision.inquiry().unwrap_or("-");
        let hash = rulebook.hash().get(..12).unwrap_or_default();
        self.line(0, &format!("{inquiry}  [{} {} {hash}]", rulebook.id(), rulebook.version()));
    }

    /// A title with the id behind it, or the id alone.
    fn title(&self, title: Option<&Localised>, id: &str) -> String {
        match title.map(|title| title.get(self.words.language)) {
            Some(title) if !title.is_empty() && title != id => format!("{title} ({id})"),
            _ => id.to_owned(),
        }
    }

    fn labels(&mut self) {
        self.line(0, self.words.labels);
        let decision = self.decision;
        for (id, axis) in decision.model().axes_by_name() {
            let Some(state) = decision.parts.axes.get(id.index()) else { continue };
            let name = |label: LabelId| {
                let declared = axis.labels.get(label.index());
                declared.map_or(String::new(), |label| self.title(label.title.as_ref(), &label.id))
            };
            let value = match state {
                AxisState::Ordered { possible } => {
                    let reported = possible.highest().map(name).unwrap_or_default();
                    let others: Vec<String> = possible
                        .iter()
                        .filter(|label| Some(*label) != possible.highest())
                        .map(name)
                        .collect();
                    if others.is_empty() {
                        reported
                    } else {
                        format!("{reported} [{}: {}]", self.words.uncertain, others.join(" / "))
                    }
                }
                AxisState::Unordered { labels } => {
                    let mut carried: Vec<(&str, String)> = labels
                        .iter()
                        .enumerate()
                        .filter(|(_, truth)| **truth != Truth::False)
                        .map(|(position, truth)| (LabelId::at(position), *truth))
                        .map(|(label, truth)| (axis.label_id(label), self.marked(&name(label), truth)))
                        .collect();
                    carried.sort();
                    let carried: Vec<String> = carried.into_iter().map(|(_, shown)| shown).collect();
                    if carried.is_empty() {
                        self.words.none.to_owned()
                    } else {
                        carried.join(self.words.comma)
                    }
                }
            };
            let axis = self.title(axis.title.as_ref(), &axis.id);
            self.line(1, &format!("{axis}: {value}"));
        }
    }

    fn tier(&self, id: &str) -> String {
        let tiers = &self.decision.model().tiers;
        let declared = tiers.rank(id).and_then(|rank| tiers.get(rank));
        self.title(declared.and_then(|tier| tier.title.as_ref()), id)
    }

    fn fact(&self, id: &str) -> String {
        let declared = self.decision.model().facts.iter().find(|fact| &*fact.id == id);
        self.title(declared.and_then(|fact| fact.title.as_ref()), id)
    }

    fn marked(&self, text: &str, truth: Truth) -> String {
        if truth == Truth::Unknown { format!("{text} [{}]", self.words.possible) } else { text.to_owned() }
    }

    fn route(&mut self) {
        let route = self.decision.route();
        let model = self.decision.model();
        let tier = |id: &str| self.tier(id);
        let mut line =
            format!("{}: {} [{}]", self.words.route, tier(route.tier()), self.words.party(route.party()));
        let mut add = |word: &str, parts: Vec<String>| {
            if !parts.is_empty() {
                // Writing to a string cannot fail.
                let _ = write!(line, "{}{word}: {}", self.words.comma, parts.join(self.words.comma));
            }
        };
        add(self.words.via, route.via().map(tier).collect());
        let desk = |id: &str| {
            let declared = model.desks.iter().find(|desk| &*desk.id == id);
            self.title(declared.and_then(|desk| desk.title.as_ref()), id)
        };
        add(self.words.desks, route.desks().map(desk).collect());
        add(self.words.notify, route.notify().map(str::to_owned).collect());
        add(self.words.urgency, vec![self.words.level(route.urgency()).to_owned()]);
        match route.due_text() {
            Some(due) => add(self.words.due, vec![due]),
            None => {
                let limits = self.decision.parts.within.iter();
                add(self.words.within, limits.map(|limit| self.words.limit(*limit, model)).collect());
            }
        }
        if !route.is_certain() {
            let _ = write!(line, " [{}]", self.words.uncertain);
        }
        self.line(0, &line);
        let by = self.decision.parts.due_by.as_ref().zip(route.due());
        if let Some(line) = by.and_then(|(by, due)| counted(by, due, model, &self.words)) {
            self.line(1, &line);
        }
        let next = format!("{}: {}", self.words.next, self.words.step(self.decision.next()));
        self.line(0, &next);
    }

    fn judgments(&mut self) {
        let decision = self.decision;
        let model = decision.model();
        let raised: Vec<_> = model
            .judgments_by_name()
            .filter(|judgment| decision.raised(&judgment.id) > Some(Truth::False))
            .collect();
        if raised.is_empty() {
            return;
        }
        self.line(0, self.words.judgments);
        for judgment in raised {
            let title = self.title(judgment.title.as_ref(), &judgment.id);
            let title = self.marked(&title, decision.raised(&judgment.id).unwrap_or(Truth::Unknown));
            let ruling = decision.ruling(&judgment.id).map_or("", |ruling| self.words.ruling(ruling));
            let retained = if decision.is_retained(&judgment.id) == Some(true) {
                format!("{}{}", self.words.comma, self.words.retained)
            } else {
                String::new()
            };
            let holders: Vec<String> = Act::ALL
                .into_iter()
                .map(|act| {
                    let tier = decision.holder(&judgment.id, act).unwrap_or_default();
                    format!("{} {}", self.words.act(act), self.tier(tier))
                })
                .collect();
            self.line(1, &format!("{title}: {ruling}{retained}; {}", holders.join(self.words.comma)));
        }
    }

    fn asks(&mut self) {
        let decision = self.decision;
        for (position, ask) in decision.asks().enumerate() {
            if position == 0 {
                self.line(0, self.words.asks);
            }
            let name = ask.fact.map_or_else(|| self.words.customer_text.to_owned(), |fact| self.fact(fact));
            let question = ask.question.map(|question| question.get(self.words.language));
            let line = question.map_or_else(|| name.clone(), |question| format!("{name}: {question}"));
            self.line(1, &line);
        }
    }

    fn hand_over(&mut self) {
        let decision = self.decision;
        let requires: Vec<String> = decision
            .requires()
            .map(|needed| {
                let name = self.fact(needed.fact);
                if needed.known { name } else { format!("{name} [{}]", self.words.missing) }
            })
            .collect();
        if !requires.is_empty() {
            let line = format!("{}: {}", self.words.requires, requires.join(self.words.comma));
            self.line(0, &line);
        }
        let tags: Vec<&str> = decision.tags().collect();
        if !tags.is_empty() {
            let line = format!("{}: {}", self.words.tags, tags.join(self.words.comma));
            self.line(0, &line);
        }
        for (position, instruction) in decision.instructions().enumerate() {
            if position == 0 {
                self.line(0, self.words.instructions);
            }
            self.line(1, instruction.get(self.words.language));
        }
    }

    fn reasons(&mut self) {
        let decision = self.decision;
        for (position, reason) in decision.reasons().enumerate() {
            if position == 0 {
                self.line(0, self.words.reasons);
            }
            self.reason(reason);
        }
    }

    fn reason(&mut self, reason: Reason<'_>) {
        let items = reason.counted.evidence.iter();
        let evidence: Vec<String> =
            items.map(|item| self.words.evidence(&item.titled(reason.model, self.words.language))).collect();
        let effect =
            format!("{}: {}{}", reason.rule(), self.words.effect(reason.effect()), self.escalation(reason));
        let head = self.marked(&effect, reason.truth());
        let separator = if evidence.is_empty() { "" } else { " ← " };
        self.line(1, &format!("{head}{separator}{}", evidence.join(self.words.comma)));
        if let Some(because) = reason.because() {
            self.line(2, &format!("{}: {}", self.words.because, because.get(self.words.language)));
        }
        if let Some(source) = reason.source() {
            self.line(2, &format!("{}: {source}", self.words.source));
        }
    }

    /// To whom and how soon a rule escalates, in brackets; what it leaves as it is goes unsaid.
    fn escalation(&self, reason: Reason<'_>) -> String {
        let Some((to, urgency, within)) = reason.escalate() else { return String::new() };
        let tiers = &reason.model.tiers;
        let to = (to != tiers.lowest()).then(|| self.tier(tiers.id(to)));
        let urgency = (urgency != Urgency::Normal).then(|| self.words.level(urgency).to_owned());
        let within =
            within.map(|within| format!("{} {}", self.words.within, self.words.limit(within, reason.model)));
        let parts: Vec<String> = [to, urgency, within].into_iter().flatten().collect();
        if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(self.words.comma)) }
    }

    fn overridden(&mut self) {
        let decision = self.decision;
        for (position, grant) in decision.overridden().enumerate() {
            if position == 0 {
                self.line(0, self.words.overridden);
            }
            let by: Vec<String> = grant.by().map(str::to_owned).chain(grant.by_scripts()).collect();
            let mut why = Vec::new();
            if !by.is_empty() {
                why.push(format!("{}: {}", self.words.overridden_by, by.join(self.words.comma)));
            }
            if grant.is_suspended() {
                why.push(self.words.obstacle(Obstacle::Suspended));
            }
            let line = format!(
                "{}: {} {} ({})",
                grant.rule(),
                self.words.effect(grant.effect()),
                grant.judgment(),
                why.join(self.words.comma)
            );
            self.line(1, &line);
        }
    }

    fn proposals(&mut self) {
        let decision = self.decision;
        for (position, proposal) in decision.proposals().enumerate() {
            if position == 0 {
                self.line(0, self.words.proposals);
            }
            let items = proposal.proposed.evidence.iter();
            let evidence: Vec<String> = items
                .map(|item| self.words.evidence(&item.titled(decision.model(), self.words.language)))
                .collect();
            let place = format!("{}:{}:{}", proposal.script(), proposal.line(), proposal.column());
            let what = format!("{} {}", self.words.effect(proposal.effect()), self.named(&proposal.named()));
            let head = self.marked(&format!("{place}: {}", what.trim_end()), proposal.truth());
            let separator = if evidence.is_empty() { "" } else { " ← " };
            self.line(1, &format!("{head}{separator}{}", evidence.join(self.words.comma)));
            self.line(2, &format!("{}: {}", self.words.because, proposal.because()));
            if let Some(obstacle) = proposal.why() {
                let accepted = if proposal.is_accepted() { self.words.accepted } else { self.words.refused };
                self.line(2, &format!("{accepted}: {}", self.words.obstacle(obstacle)));
            }
        }
    }

    /// What a proposal names, in the order of its arguments.
    fn named(&self, named: &Named<'_>) -> String {
        let urgency = named.urgency.filter(|urgency| *urgency != Urgency::Normal);
        let parts = [
            named.axis.map(str::to_owned),
            named.label.map(str::to_owned),
            named.judgment.map(str::to_owned),
            named.act.map(|act| self.words.act(act).to_owned()),
            named.tier.map(|tier| self.tier(tier)),
            named.ruling.map(|ruling| self.words.settlement(ruling).to_owned()),
            urgency.map(|urgency| self.words.level(urgency).to_owned()),
            named.within.clone(),
            named.desk.map(str::to_owned),
            named.recipient.map(str::to_owned),
            named.fact.map(|fact| self.fact(fact)),
            named.instruction.map(|text| text.get(self.words.language).to_owned()),
            named.tag.map(str::to_owned),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    fn notices(&mut self) {
        let decision = self.decision;
        for (position, notice) in decision.notices().iter().enumerate() {
            if position == 0 {
                self.line(0, self.words.notices);
            }
            let line = self.words.notice(notice, |fact| self.fact(fact));
            self.line(1, &line);
        }
    }
}
