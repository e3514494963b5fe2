//! What a page of coverage tells of each rule, named condition and score, beside the text or beneath it.

use super::page::{Status, counted, folded, status_tag, tag};
use super::texts::{Texts, Whole};
use crate::cases::coverage::{Aspect, Coverage, MAX_CASES, Part};
use crate::cases::mutation::{MutationScore, Subject, Survivor};
use crate::markup::escaped;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// What is told of each rule, named condition and score.
pub(super) struct Articles<'c> {
    texts: &'c Texts,
    pub(super) coverage: &'c Coverage,
    pub(super) mutation: Option<&'c MutationScore>,
    /// The numbers of the texts that the page shows.
    shown: BTreeSet<u32>,
    pub(super) all: BTreeMap<Whole<'c>, Article<'c>>,
}

/// What is told of one of them.
#[derive(Default)]
pub(super) struct Article<'c> {
    /// What the links to it call it.
    pub(super) number: usize,
    pub(super) parts: Vec<&'c Part>,
    survivors: Vec<&'c Survivor>,
}

impl<'c> Articles<'c> {
    pub(super) fn new(
        texts: &'c Texts,
        coverage: &'c Coverage,
        mutation: Option<&'c MutationScore>,
        shown: BTreeSet<u32>,
    ) -> Self {
        let mut all: BTreeMap<Whole<'c>, Article<'c>> = BTreeMap::new();
        for part in coverage.parts() {
            if let Some(whose) = texts.whose(part) {
                all.entry(whose).or_default().parts.push(part);
            }
        }
        for survivor in mutation.map_or(&[][..], MutationScore::survivors) {
            let name = &*survivor.mutant.name;
            let whose = match survivor.mutant.subject {
                Subject::Rule => Whole::Rule(name),
                Subject::Let => Whole::Let(name),
                Subject::Score => Whole::Score(name),
                _ => continue,
            };
            all.entry(whose).or_default().survivors.push(survivor);
        }
        for (number, article) in all.values_mut().enumerate() {
            article.number = number;
        }
        Self { texts, coverage, mutation, shown, all }
    }

    /// What a link to an article says.
    pub(super) fn anchor(&self, whole: Whole<'_>) -> Option<String> {
        self.all.get(&whole).map(|article| format!("rule-{}", article.number))
    }

    /// The articles about what stands in a text, each with its line.
    pub(super) fn on(&self, id: u32) -> impl Iterator<Item = (Whole<'c>, usize)> {
        let placed = self.all.keys().filter_map(|whole| Some((*whole, self.texts.line_of(*whole)?)));
        placed.filter_map(move |(whole, (source, line))| (source == id).then_some((whole, line)))
    }

    /// What a link to a line says, if the page shows it.
    pub(super) fn line(&self, file: &str, line: usize) -> Option<String> {
        let id = self.shown.iter().find(|id| self.texts.file(**id) == file)?;
        Some(format!("line-{id}-{line}"))
    }

    /// What belongs to no line of a text: what nobody can point at there.
    pub(super) fn elsewhere(&self, html: &mut String) {
        let placed = |whole: Whole<'_>| {
            self.texts.line_of(whole).is_some_and(|(source, _)| self.shown.contains(&source))
        };
        html.push_str("<section>\n<h2>Judgments, labels, routes and scripts</h2>\n");
        for aspect in Aspect::ALL {
            let parts = self.coverage.parts();
            let of_aspect = parts.filter(|part| part.aspect() == aspect && self.texts.whose(part).is_none());
            let parts: Vec<&Part> = of_aspect.collect();
            if parts.is_empty() {
                continue;
            }
            let tally = self.coverage.tally(aspect);
            let is_whole = tally.reached == tally.whole;
            let status = Status::of(is_whole, false, tally.reached > 0);
            let _ = writeln!(
                html,
                "<details{}>\n<summary>{} {}</summary>\n<ul class=\"plain\">",
                if is_whole { "" } else { " open" },
                aspect.title(),
                tag(status, &tally.to_string())
            );
            parts.iter().for_each(|part| self.part(html, part, part.name()));
            html.push_str("</ul>\n</details>\n");
        }
        for whole in self.all.keys().filter(|whole| !placed(**whole)) {
            self.write(html, *whole);
        }
        html.push_str("</section>\n");
    }

    /// An article, in front of it what links to it lead to.
    pub(super) fn write(&self, html: &mut String, whole: Whole<'_>) {
        let Some(article) = self.all.get(&whole) else { return };
        let (number, title) = (article.number, escaped(whole));
        let _ = writeln!(
            html,
            "<i class=\"at\" id=\"rule-{number}\"></i><article aria-label=\"{title}\">\n<h3>{title}</h3>"
        );
        // Closing leaves the reader where the rule stands.
        let place = self.texts.line_of(whole).filter(|(source, _)| self.shown.contains(source));
        let back = match place {
            Some((id, line)) => {
                let _ = writeln!(
                    html,
                    "<div><a href=\"#rule-{number}\">{}:{line}</a></div>",
                    escaped(self.texts.file(id))
                );
                format!("line-{id}-{line}")
            }
            None => "overview".to_owned(),
        };
        let _ = writeln!(
            html,
            "<div class=\"ways\"><a href=\"#overview\">all rules</a> <a href=\"#{back}\" aria-label=\"close\">✕</a></div>"
        );
        for aspect in Aspect::ALL {
            let of_aspect = article.parts.iter().filter(|part| part.aspect() == aspect);
            let of_aspect: Vec<&&Part> = of_aspect.collect();
            // Whether a part was ever true says less than whether it turned its condition.
            let is_told_elsewhere =
                matches!(aspect, Aspect::PartTrue | Aspect::PartFalse | Aspect::PartUnknown);
            if of_aspect.is_empty() || is_told_elsewhere {
                continue;
            }
            let _ = writeln!(html, "<h4>{}</h4>\n<ul class=\"plain\">", aspect.title());
            for part in of_aspect {
                let own = whole.to_string();
                let own = part
                    .name()
                    .strip_prefix(&own)
                    .map_or(part.name(), |rest| rest.trim_start_matches([':', ' ']));
                self.part(html, part, own);
            }
            html.push_str("</ul>\n");
        }
        if !article.survivors.is_empty() {
            html.push_str("<h4>changes that no case notices</h4>\n<ul class=\"plain\">\n");
            article.survivors.iter().for_each(|survivor| self.survivor(html, survivor, false));
            html.push_str("</ul>\n");
        }
        html.push_str("</article>\n");
    }

    /// A change that no case notices, with a link to its line where it is wanted.
    pub(super) fn survivor(&self, html: &mut String, survivor: &Survivor, is_linked: bool) {
        let mutant = &survivor.mutant;
        let grave = if mutant.permissive { tag(Status::Bad, "! safety") } else { String::new() };
        let change = escaped(mutant.change());
        let place = mutant.place.as_ref().filter(|_| is_linked);
        let link = place.and_then(|place| Some((place, self.line(&place.file, place.line)?)));
        let change = match link {
            Some((place, line)) => format!(
                "<a href=\"#{line}\"><code>{change}</code></a> <span class=\"why\">line {}</span>",
                place.line
            ),
            None => format!("<code>{change}</code>"),
        };
        let _ = write!(html, "<li>{grave} {change}");
        if let Some(remark) = self.mutation.and_then(|mutation| mutation.remark(survivor)) {
            let _ = write!(html, "<div class=\"why\">{remark}</div>");
        }
        if let Some(excuse) = &survivor.excuse {
            let _ = write!(html, "<div class=\"why\">excused: {}</div>", escaped(excuse));
        }
        html.push_str("</li>\n");
    }

    /// A part with its cases and what is missing of it.
    fn part(&self, html: &mut String, part: &Part, name: &str) {
        let cases: Vec<_> = self.coverage.cases(part).collect();
        let status = Status::of(part.is_reached(), part.excuse().is_some(), !cases.is_empty());
        let _ = write!(html, "<li>{} ", status_tag(status));
        if !name.is_empty() {
            let _ = write!(html, "<code>{}</code>", escaped(name));
        }
        if let Some(excuse) = part.excuse() {
            let _ = write!(html, "<div class=\"why\">excused: {}</div>", escaped(excuse));
        }
        for miss in part.missing() {
            let what = if miss.what.is_empty() {
                String::new()
            } else {
                format!("<b>{}</b>: ", escaped(&miss.what))
            };
            let _ = write!(html, "<div class=\"why\">{what}{}</div>", escaped(&miss.why));
            if let Some(case) = &miss.case {
                html.push_str(&folded(
                    "a case that would cover it",
                    &format!("<pre>{}</pre>", escaped(case)),
                ));
            }
        }
        if !cases.is_empty() {
            let is_cut = part.goals.iter().any(|(cases, _)| cases.len() >= MAX_CASES);
            let at_least = if is_cut { "at least " } else { "" };
            let mut list = String::from("<ul>");
            for case in &cases {
                let (name, file, line) = (escaped(&case.name), escaped(&case.file), case.line);
                let _ = write!(list, "<li>{name} <span class=\"why\">{file}:{line}</span></li>");
            }
            list.push_str("</ul>");
            let summary = format!("shown by {at_least}{}", counted(cases.len(), "case"));
            html.push_str(&folded(&summary, &list));
        }
        html.push_str("</li>\n");
    }
}
