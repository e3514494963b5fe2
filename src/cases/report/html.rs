//! Coverage as one page: the rulebook's texts with marks, and behind each rule the cases that show it and what is missing.

use super::article::Articles;
use super::page::{Status, counted, page, status_tag};
use super::texts::{Mark, MarkKind, Texts, Whole};
use crate::cases::coverage::{Aspect, Coverage, Tally};
use crate::cases::gates::{Measure, Share};
use crate::cases::mutation::MutationScore;
use crate::diagnostic::Source;
use crate::markup::escaped;
use std::collections::BTreeMap;
use std::fmt::Write;

impl Texts {
    /// Coverage as one HTML page, complete in itself: it loads nothing and runs no script. With a mutation score the page shows that too;
    /// survivors lead to their lines where they were [looked up](MutationScore::locate).
    pub fn html(&self, coverage: &Coverage, mutation: Option<&MutationScore>) -> String {
        let marked = self.marked(coverage);
        let shown = marked.iter().map(|(id, ..)| *id).collect();
        let articles = Articles::new(self, coverage, mutation, shown);
        let mut body = String::from("<div class=\"page\">\n");
        self.header(&mut body, coverage, mutation);
        articles.overview(&mut body);
        body.push_str("<main>\n");
        for (id, source, marks) in &marked {
            text(&mut body, &articles, *id, source, marks);
        }
        articles.elsewhere(&mut body);
        body.push_str("</main>\n</div>\n");
        page(&format!("Coverage of {}", self.rulebook.id()), &body)
    }

    fn header(&self, html: &mut String, coverage: &Coverage, mutation: Option<&MutationScore>) {
        let book = &self.rulebook;
        let hash = book.hash().get(..12).unwrap_or_default();
        // Writing to a string cannot fail.
        let _ = write!(
            html,
            "<header>\n<h1>Coverage of {}</h1>\n<div class=\"soft\">version {} · <code>{hash}</code> · {}</div>\n",
            escaped(book.id()),
            escaped(book.version()),
            counted(coverage.cases.len(), "case")
        );
        html.push_str("<div class=\"levels\">\n");
        for aspect in Aspect::HEADLINE {
            let of_aspect = coverage.parts().filter(|part| part.aspect() == aspect);
            let excused = of_aspect.filter(|part| part.excuse().is_some()).count();
            let tally = coverage.tally(aspect);
            level(html, aspect.title(), tally, &tally.to_string(), excused);
        }
        for (title, measure) in [("mutation score", Measure::Score), ("safety score", Measure::SafetyScore)] {
            let Some((reached, whole)) = mutation.and_then(|mutation| mutation.reached(measure)) else {
                continue;
            };
            let tally = Tally { reached, whole };
            level(html, title, tally, &format!("{tally} changes noticed"), 0);
        }
        html.push_str("</div>\n<ul class=\"rest\">\n");
        for aspect in Aspect::ALL.into_iter().filter(|aspect| !Aspect::HEADLINE.contains(aspect)) {
            let tally = coverage.tally(aspect);
            if tally.whole > 0 {
                let _ = writeln!(html, "<li>{} {}/{}</li>", aspect.title(), tally.reached, tally.whole);
            }
        }
        html.push_str("</ul>\n</header>\n");
    }
}

/// A figure of the headline.
fn level(html: &mut String, title: &str, tally: Tally, of: &str, excused: usize) {
    let share = Share::shown(tally.reached, tally.whole);
    let width = share.strip_suffix(" %").unwrap_or("0");
    let excused = if excused == 0 { String::new() } else { format!(", {excused} excused") };
    let _ = writeln!(
        html,
        "<div class=\"level\">{title}<b>{share}</b><span class=\"soft\">{of}{excused}</span><div class=\"bar\"><i style=\"width:{width}%\"></i></div></div>"
    );
}

/// A text with its marks, and behind each line what there is to say of the rules on it.
fn text(html: &mut String, articles: &Articles<'_>, id: u32, source: &Source, marks: &[Mark<'_>]) {
    let _ = writeln!(html, "<section>\n<h2>{}</h2>", escaped(&source.name));
    if id == 0 {
        key(html);
    }
    html.push_str("<div class=\"text\">\n");
    // Marks in the order in which they stand; one that is over is not looked at again.
    let mut rest = marks;
    let mut by_line: BTreeMap<usize, Vec<Whole<'_>>> = BTreeMap::new();
    for (whole, line) in articles.on(id) {
        by_line.entry(line).or_default().push(whole);
    }
    let mut start = 0;
    for (number, line) in (1..).zip(source.text.split_inclusive('\n')) {
        let end = start + line.len();
        while rest.first().is_some_and(|mark| mark.place.span().end <= start) {
            rest = rest.get(1..).unwrap_or_default();
        }
        let of_line: Vec<&Mark<'_>> = rest
            .iter()
            .take_while(|mark| mark.place.span().start < end)
            .filter(|mark| mark.place.span().end > start)
            .collect();
        let (class, sign) = match of_line.iter().map(|mark| status(mark)).min() {
            Some(worst) => {
                let (class, sign, word) = (worst.class(), worst.sign(), worst.word());
                (class, format!("<i role=\"img\" aria-label=\"{word}\" title=\"{word}\">{sign}</i>"))
            }
            None => ("", "<i></i>".to_owned()),
        };
        let _ = write!(
            html,
            "<div class=\"row\"><div class=\"line {class}\" id=\"line-{id}-{number}\">{sign}<b>{number}</b><span>"
        );
        marked(html, articles, line, start, &of_line);
        html.push_str("</span></div>\n");
        for whole in by_line.get(&number).into_iter().flatten() {
            articles.write(html, *whole);
        }
        html.push_str("</div>\n");
        start = end;
    }
    html.push_str("</div>\n</section>\n");
}

/// What the marks say.
fn key(html: &mut String) {
    html.push_str("<div class=\"key\">");
    for (status, said) in [
        (Status::Good, "decides a case, or turns its condition both ways and at every boundary"),
        (Status::Part, "only in part"),
        (Status::Bad, "never"),
        (Status::Excused, "a file of cases says why not"),
    ] {
        let _ = write!(html, "<span>{} {said}</span>", status_tag(status));
    }
    html.push_str("</div>\n");
}

/// One line, with what of its marks lies in it.
fn marked(html: &mut String, articles: &Articles<'_>, line: &str, start: usize, marks: &[&Mark<'_>]) {
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
        let (mut worst, mut whose) = (*mark, rule_of(mark));
        while let Some(same) = rest.next_if(|next| next.place == mark.place) {
            whose = whose.or_else(|| rule_of(same));
            if status(same) < status(worst) {
                worst = same;
            }
        }
        html.push_str(&text(at, from));
        let (class, word) = (status(worst).class(), status(worst).word());
        let (shown, told) = (text(from, to), escaped(&worst.told));
        let link = whose.or(worst.whose).and_then(|whole| articles.anchor(whole));
        let shown = match link {
            Some(anchor) => {
                format!("<a href=\"#{anchor}\" aria-label=\"{shown}: {word}, {told}\">{shown}</a>")
            }
            None => shown,
        };
        let _ = write!(html, "<mark class=\"{class}\" title=\"{told}\">{shown}</mark>");
        at = to;
    }
    html.push_str(&text(at, line.len()));
}

/// The rule whose id is marked.
fn rule_of<'c>(mark: &Mark<'c>) -> Option<Whole<'c>> {
    mark.whose.filter(|_| mark.kind == MarkKind::Rule)
}

fn status(mark: &Mark<'_>) -> Status {
    Status::of(mark.is_covered && mark.has_all_sides, mark.is_excused, mark.is_touched)
}
