//! What a page of coverage shows first: the rules that lack something, what is excused, and what changes no case notices.

use super::article::Articles;
use super::page::{Status, tag};
use crate::cases::coverage::{Aspect, Part};
use crate::cases::mutation::{Equivalent, MutationScore, Survivor};
use crate::markup::escaped;
use std::fmt::Write;

/// Longer lists are folded.
const OPEN: usize = 8;

impl Articles<'_> {
    /// What there is to look at.
    pub(super) fn overview(&self, html: &mut String) {
        html.push_str("<aside id=\"overview\">\n<div>\n<h2>Rules with something missing</h2>\n");
        self.missing(html);
        self.excused(html);
        self.unnoticed(html);
        html.push_str("</div>\n</aside>\n");
    }

    fn missing(&self, html: &mut String) {
        let mut list = String::new();
        for (whole, article) in &self.all {
            let asked = article.parts.iter().filter(|part| part.excuse().is_none());
            let headline = asked.filter(|part| Aspect::HEADLINE.contains(&part.aspect()));
            let missing: usize = headline.map(|part| part.missing().count()).sum();
            if missing == 0 {
                continue;
            }
            let decides = article.parts.iter().find(|part| part.aspect() == Aspect::Decisive);
            let tags = match decides.filter(|part| !part.is_reached() && part.excuse().is_none()) {
                Some(_) => tag(Status::Bad, "decides no case"),
                None => String::new(),
            };
            let more = tag(Status::Part, &format!("{missing} missing"));
            let (number, title) = (article.number, escaped(whole));
            // Writing to a string cannot fail.
            let _ = writeln!(list, "<li><a href=\"#rule-{number}\">{title}</a> {tags} {more}</li>");
        }
        if list.is_empty() {
            html.push_str(
                "<p>None: every rule decides a case, and every part of a condition turns it.</p>\n",
            );
        } else {
            let _ = write!(
                html,
                "<p class=\"why\">Choose a rule, here or in the text.</p>\n<ul class=\"plain\">\n{list}</ul>\n"
            );
        }
    }

    /// What files of cases say that nothing has to cover, or that nobody can notice.
    fn excused(&self, html: &mut String) {
        let parts = self.coverage.parts().filter_map(|part| Some((part, part.excuse()?)));
        let parts = parts.map(|(part, because): (&Part, &str)| {
            (part.aspect().title(), escaped(part.name()), because.to_owned())
        });
        let equivalents = self.mutation.map_or(&[][..], MutationScore::equivalents).iter();
        let equivalents = equivalents.filter_map(|one: &Equivalent| {
            Some(("equivalent", escaped(one.mutant.change()), one.claimed()?))
        });
        let survivors = self.mutation.map_or(&[][..], MutationScore::survivors).iter();
        let survivors = survivors.filter_map(|one: &Survivor| {
            Some(("survivor", escaped(one.mutant.change()), one.excuse.as_deref()?.to_owned()))
        });
        let mut list = String::new();
        for (of, name, because) in parts.chain(equivalents).chain(survivors) {
            let _ = writeln!(
                list,
                "<li>{} <code>{name}</code><div class=\"why\">{}</div></li>",
                tag(Status::Excused, of),
                escaped(because)
            );
        }
        if !list.is_empty() {
            let _ = write!(html, "<h2>Excused</h2>\n<ul class=\"plain\">\n{list}</ul>\n");
        }
    }

    /// The changes that no case notices, those first under which the vendor may do more.
    fn unnoticed(&self, html: &mut String) {
        let Some(mutation) = self.mutation else { return };
        html.push_str("<h2>Changes that no case notices</h2>\n");
        if mutation.survivors().is_empty() {
            html.push_str("<p>None.</p>\n");
            return;
        }
        let (grave, others): (Vec<&Survivor>, Vec<_>) =
            mutation.survivors().iter().partition(|survivor| survivor.mutant.permissive);
        html.push_str("<p class=\"why\">Under a change marked <b>!</b> the vendor may do more, or is held to less.</p>\n");
        for (title, survivors) in [("safety", grave), ("others", others)] {
            if survivors.is_empty() {
                continue;
            }
            let open = if survivors.len() > OPEN { "" } else { " open" };
            let _ = write!(
                html,
                "<details{open}>\n<summary>{title} ({})</summary>\n<ul class=\"plain\">\n",
                survivors.len()
            );
            survivors.iter().for_each(|survivor| self.survivor(html, survivor, true));
            html.push_str("</ul>\n</details>\n");
        }
    }
}
