//! Coverage as one page: the rulebook's texts with marks, and behind each rule the cases that show it and what is missing.

use super::page::{Status, page, tag};
use super::texts::{Mark, MarkKind, Texts};
use crate::cases::coverage::{Aspect, Coverage, Part};
use crate::diagnostic::Source;
use crate::markup::escaped;
use std::collections::BTreeMap;
use std::fmt::Write;

impl Texts {
    /// Coverage as one HTML page, complete in itself: it loads nothing and runs no script.
    pub fn html(&self, coverage: &Coverage) -> String {
        let articles = Articles::new(self, coverage);
        let mut body = self.header(coverage);
        body.push_str("<main>\n<div>\n");
        for (id, source, marks) in self.marked(coverage) {
            articles.text(&mut body, id, source, &marks);
        }
        others(&mut body, coverage);
        body.push_str("</div>\n<aside>\n");
        articles.overview(&mut body);
        articles.write(&mut body);
        body.push_str("</aside>\n</main>\n");
        page(&format!("Coverage of {}", self.rulebook.id()), &body)
    }

    fn header(&self, coverage: &Coverage) -> String {
        let book = &self.rulebook;
        let hash = book.hash().get(..12).unwrap_or_default();
        let mut header = format!(
            "<header>\n<h1>Coverage of {}</h1>\n<div class=\"soft\">version {} · <code>{hash}</code> · {} cases</div>\n<div class=\"levels\">\n",
            escaped(book.id()),
            escaped(book.version()),
            coverage.cases.len()
        );
        // Writing to a string cannot fail.
        for aspect in Aspect::HEADLINE {
            let tally = coverage.tally(aspect);
            let share = tally.share().rounded();
            let width = share.trim_end_matches([' ', '%']);
            let _ = writeln!(
                header,
                "<div class=\"level\">{}<b>{share}</b><span class=\"soft\">{tally}</span><div class=\"bar\"><i style=\"width:{width}%\"></i></div></div>",
                aspect.title()
            );
        }
        header.push_str("</div>\n<ul class=\"rest\">\n");
        for aspect in Aspect::ALL.into_iter().filter(|aspect| !Aspect::HEADLINE.contains(aspect)) {
            let tally = coverage.tally(aspect);
            if tally.whole > 0 {
                let _ = writeln!(header, "<li>{} {}/{}</li>", aspect.title(), tally.reached, tally.whole);
            }
        }
        header.push_str("</ul>\n</header>\n");
        header
    }
}

/// What is told of each rule and each named condition.
struct Articles<'c> {
    texts: &'c Texts,
    coverage: &'c Coverage,
    /// The parts of each, by kind and name, so that a rule and a named condition of one name are two.
    all: BTreeMap<(&'static str, &'c str), Vec<&'c Part>>,
}

impl<'c> Articles<'c> {
    fn new(texts: &'c Texts, coverage: &'c Coverage) -> Self {
        let mut all: BTreeMap<(&'static str, &'c str), Vec<&'c Part>> = BTreeMap::new();
        for part in coverage.parts() {
            let whose = part.rule().map(|rule| ("rule", rule));
            if let Some(whose) = whose.or_else(|| texts.named(part).map(|named| ("let", named))) {
                all.entry(whose).or_default().push(part);
            }
        }
        Self { texts, coverage, all }
    }

    /// What a link to an article says.
    fn anchor(&self, kind: &str, name: &str) -> Option<String> {
        let at = self.all.keys().position(|key| *key == (kind, name))?;
        Some(format!("{kind}-{at}"))
    }

    fn text(&self, html: &mut String, id: u32, source: &Source, marks: &[Mark<'_>]) {
        let _ = writeln!(html, "<section>\n<h2>{}</h2>", escaped(&source.name));
        let _ = writeln!(
            html,
            "<div class=\"key\"><span>{} decides a case, or turns its condition both ways and at every boundary</span><span>{} only in part</span><span>{} never</span></div>",
            tag(Status::Good, "covered"),
            tag(Status::Part, "partly"),
            tag(Status::Bad, "missed")
        );
        html.push_str("<div class=\"text\">\n");
        let mut start = 0;
        for (number, line) in (1..).zip(source.text.split_inclusive('\n')) {
            let end = start + line.len();
            let of_line: Vec<&Mark<'_>> = marks
                .iter()
                .filter(|mark| mark.place.span().start < end && mark.place.span().end > start)
                .collect();
            let worst = of_line.iter().map(|mark| status(mark)).min();
            let class = worst.map_or("", Status::class);
            let _ = write!(html, "<div class=\"{class}\" id=\"line-{id}-{number}\"><b>{number}</b><span>");
            self.line(html, line, start, &of_line);
            html.push_str("</span></div>\n");
            start = end;
        }
        html.push_str("</div>\n</section>\n");
    }

    /// One line, with what of its marks lies in it.
    fn line(&self, html: &mut String, line: &str, start: usize, marks: &[&Mark<'_>]) {
        let text = |from: usize, to: usize| {
            escaped(line.get(from..to).unwrap_or_default().trim_end_matches(['\n', '\r']))
        };
        let mut at = 0;
        let mut rest = marks.iter().peekable();
        while let Some(mark) = rest.next() {
            let from = mark.place.span().start.saturating_sub(start).max(at);
            let to = mark.place.span().end.saturating_sub(start).min(line.len());
            if from >= to {
                continue;
            }
            // What stands in one place for several rules is as well covered as for the worst of them.
            let (mut worst, mut link) = (*mark, rule_of(mark));
            while let Some(same) = rest.next_if(|next| next.place == mark.place) {
                link = link.or_else(|| rule_of(same));
                if status(same) < status(worst) {
                    worst = same;
                }
            }
            html.push_str(&text(at, from));
            let class = status(worst).class();
            let shown = text(from, to);
            let shown = match link.and_then(|rule| self.anchor("rule", rule)) {
                Some(anchor) => format!("<a href=\"#{anchor}\">{shown}</a>"),
                None => shown,
            };
            let told = escaped(&worst.told);
            let _ = write!(html, "<mark class=\"{class}\" title=\"{told}\">{shown}</mark>");
            at = to;
        }
        html.push_str(&text(at, line.len()));
    }

    /// What there is to look at, where no rule is chosen.
    fn overview(&self, html: &mut String) {
        html.push_str("<div>\n<h2>Rules with something missing</h2>\n<p class=\"why\">Choose a rule, here or in the text.</p>\n<ul class=\"plain\">\n");
        let mut is_complete = true;
        for ((kind, name), parts) in &self.all {
            let asked = parts.iter().filter(|part| part.excuse().is_none());
            let headline = asked.filter(|part| Aspect::HEADLINE.contains(&part.aspect()));
            let missing: usize = headline.map(|part| part.missing().count()).sum();
            if missing == 0 {
                continue;
            }
            is_complete = false;
            let anchor = self.anchor(kind, name).unwrap_or_default();
            let decides = parts.iter().find(|part| part.aspect() == Aspect::Decisive);
            let tags = match decides.filter(|part| !part.is_reached() && part.excuse().is_none()) {
                Some(_) => tag(Status::Bad, "decides no case"),
                None => String::new(),
            };
            let more = tag(Status::Part, &format!("{missing} missing"));
            let _ = writeln!(html, "<li><a href=\"#{anchor}\">{}</a> {tags} {more}</li>", escaped(name));
        }
        if is_complete {
            html.push_str(
                "<li>None: every rule decides a case, and every part of a condition turns it.</li>\n",
            );
        }
        html.push_str("</ul>\n</div>\n");
    }

    fn write(&self, html: &mut String) {
        for ((kind, name), parts) in &self.all {
            let anchor = self.anchor(kind, name).unwrap_or_default();
            let _ = writeln!(
                html,
                "<article id=\"{anchor}\">\n<a class=\"close\" href=\"#\">all rules</a>\n<h2>{}</h2>",
                escaped(name)
            );
            if let Some((id, file, line)) = self.texts.line_of(kind, name) {
                let file = escaped(file);
                let _ = writeln!(html, "<div><a href=\"#line-{id}-{line}\">{file}:{line}</a></div>");
            }
            for aspect in Aspect::ALL {
                let of_aspect: Vec<&&Part> = parts.iter().filter(|part| part.aspect() == aspect).collect();
                // Whether a part was ever true says less than whether it turned its condition.
                let is_told_elsewhere =
                    matches!(aspect, Aspect::PartTrue | Aspect::PartFalse | Aspect::PartUnknown);
                if of_aspect.is_empty() || is_told_elsewhere {
                    continue;
                }
                let _ = writeln!(html, "<h3>{}</h3>\n<ul class=\"plain\">", aspect.title());
                for part in of_aspect {
                    self.part(html, part, name);
                }
                html.push_str("</ul>\n");
            }
            html.push_str("</article>\n");
        }
    }

    fn part(&self, html: &mut String, part: &Part, whose: &str) {
        let own = part.name().strip_prefix("let ").unwrap_or(part.name());
        let own = own.strip_prefix(whose).map_or(own, |rest| rest.trim_start_matches([':', ' ']));
        told(html, self.coverage, part, own);
    }
}

/// What belongs to no rule.
fn others(html: &mut String, coverage: &Coverage) {
    html.push_str("<section>\n<h2>Judgments, labels, routes and scripts</h2>\n");
    for aspect in Aspect::ALL {
        let parts: Vec<&Part> = coverage
            .parts()
            .filter(|part| part.aspect() == aspect && part.rule().is_none() && part.place.is_none())
            .collect();
        if parts.is_empty() {
            continue;
        }
        let tally = coverage.tally(aspect);
        let is_whole = tally.reached == tally.whole;
        let status = Status::of(is_whole, tally.reached > 0);
        let _ = writeln!(
            html,
            "<details{}>\n<summary>{} {}</summary>\n<ul class=\"plain\">",
            if is_whole { "" } else { " open" },
            aspect.title(),
            tag(status, &tally.to_string())
        );
        parts.iter().for_each(|part| told(html, coverage, part, part.name()));
        html.push_str("</ul>\n</details>\n");
    }
    html.push_str("</section>\n");
}

/// A part with its cases and what is missing of it.
fn told(html: &mut String, coverage: &Coverage, part: &Part, name: &str) {
    let is_touched = coverage.cases(part).next().is_some() || part.excuse().is_some();
    let status = Status::of(part.is_reached(), is_touched);
    let word = match status {
        _ if part.excuse().is_some() => "excused",
        Status::Good => "covered",
        Status::Part => "partly",
        Status::Bad => "missed",
    };
    let _ = write!(html, "<li>{} ", tag(status, word));
    if !name.is_empty() {
        let _ = write!(html, "<code>{}</code>", escaped(name));
    }
    if let Some(excuse) = part.excuse() {
        let _ = write!(html, "<div class=\"why\">excused: {}</div>", escaped(excuse));
    }
    for miss in part.missing() {
        let what =
            if miss.what.is_empty() { String::new() } else { format!("<b>{}</b>: ", escaped(&miss.what)) };
        let _ = write!(html, "<div class=\"why\">{what}{}</div>", escaped(&miss.why));
        if let Some(case) = &miss.case {
            let _ = write!(
                html,
                "<details><summary class=\"why\">a case that would cover it</summary><pre>{}</pre></details>",
                escaped(case)
            );
        }
    }
    let cases: Vec<String> = coverage
        .cases(part)
        .map(|case| {
            format!(
                "<li>{} <span class=\"why\">{}:{}</span></li>",
                escaped(&case.name),
                escaped(&case.file),
                case.line
            )
        })
        .collect();
    if !cases.is_empty() {
        let _ = write!(
            html,
            "<details><summary class=\"why\">shown by {} case{}</summary><ul>{}</ul></details>",
            cases.len(),
            if cases.len() == 1 { "" } else { "s" },
            cases.concat()
        );
    }
    html.push_str("</li>\n");
}

/// The rule whose id is marked.
fn rule_of<'c>(mark: &Mark<'c>) -> Option<&'c str> {
    mark.rule.filter(|_| mark.kind == MarkKind::Rule)
}

fn status(mark: &Mark<'_>) -> Status {
    Status::of(mark.is_covered && mark.has_all_sides, mark.is_touched || mark.is_excused)
}
