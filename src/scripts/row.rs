//! The scripts of a rulebook as rows: each a proposal and when it is made.

use super::written::written;
use crate::authority::Urgency;
use crate::condition::Expression;
use crate::decision::{EffectKind, Named, on_one_line};
use crate::overrides::{self, Override, Site, SiteEffect, Stage};
use crate::rulebook::{Model, Rulebook};
use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};
use std::fmt;

impl Rulebook {
    /// The scripts it carries: its own, then those added by [`with_script`](Self::with_script), by file; of one file in the
    /// order in which they run.
    ///
    /// ```
    /// use furiwake::Rulebook;
    ///
    /// let script = r#"
    /// if inquiry.at >= "2026-12-01" && inquiry.at <= "2026-12-31" && !cue.injury {
    ///     propose.tag("year-end", "asked during the campaign");
    /// }
    /// "#;
    /// let shop = Rulebook::builtin("shop").unwrap().with_script("acme/campaign.rhai", script).into_result()?;
    /// let scripts: Vec<_> = shop.scripts().collect();
    /// assert_eq!(scripts[0].name(), "campaign.rhai");
    /// let row = scripts[0].rows().next().unwrap();
    /// assert_eq!((row.line(), row.column(), row.is_exact()), (3, 5, true));
    /// assert_eq!(row.when().to_string(), r#"inquiry.at >= "2026-12-01" && inquiry.at <= "2026-12-31" && !cue.injury"#);
    /// # Ok::<(), furiwake::Findings>(())
    /// ```
    pub fn scripts(&self) -> impl Iterator<Item = Script<'_>> {
        let model = self.model();
        let of = move |by| move |script| Script { model, by, script };
        model.overrides.iter().flat_map(move |by| by.scripts.iter().map(of(by)))
    }
}

/// One script of a rulebook.
#[derive(Debug, Clone, Copy)]
pub struct Script<'a> {
    model: &'a Model,
    by: &'a Override,
    script: &'a overrides::Script,
}

impl<'a> Script<'a> {
    /// What decisions call it: `decided` or `classified` of the rulebook itself, `FILE: decided` or a script file's own name of
    /// the host.
    pub fn name(self) -> String {
        self.by.script_name(self.script.stage)
    }

    /// The last part of the name of the file that the host handed over; `None` for the rulebook's own scripts.
    pub fn file(self) -> Option<&'a str> {
        self.by.file.as_deref()
    }

    /// When it runs.
    pub const fn stage(self) -> Stage {
        self.script.stage
    }

    /// The script as written.
    pub fn text(self) -> &'a str {
        &self.script.text
    }

    /// Its proposals, by line and column.
    pub fn rows(self) -> impl Iterator<Item = Row<'a>> {
        let mut sites: Vec<&'a Site> = self.script.sites.iter().collect();
        sites.sort_by_key(|site| (site.line, site.column));
        sites.into_iter().map(move |site| Row { model: self.model, site })
    }
}

/// A proposal of a script and when it is made. Prints as one line in English; [`Serialize`] gives `line`, `column`, `effect`,
/// what it names, `is_grant`, `because`, `when` as text, and `is_exact`.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    model: &'a Model,
    site: &'a Site,
}

impl<'a> Row<'a> {
    /// The line in the script's text, from 1.
    pub const fn line(self) -> u32 {
        self.site.line
    }

    /// The column in that line, in characters from 1.
    pub const fn column(self) -> u32 {
        self.site.column
    }

    /// What it proposes to do.
    pub fn effect(self) -> EffectKind {
        self.site.effect.kind()
    }

    /// What it names.
    pub fn named(self) -> Named<'a> {
        Named::of(&self.site.effect, self.model)
    }

    /// Whether it gives the vendor more room, so that it counts only inside a grant of the client's layer.
    pub const fn is_grant(self) -> bool {
        matches!(self.site.effect, SiteEffect::Grant(_))
    }

    /// The reason its author gives.
    pub fn because(self) -> &'a str {
        &self.site.because
    }

    /// What has to hold for it to be proposed: all of it where the row [is exact](Self::is_exact). It asks what conditions of
    /// invariants ask, and besides `inquiry.at` and `known(inquiry.messages)`, which only scripts may.
    pub fn when(self) -> Expression {
        written(&self.site.when, self.model)
    }

    /// Whether [`when`](Self::when) says it all. It does not where something decides that no condition can say: a `switch`,
    /// arithmetic, a variable that is changed, the text of a message. Such a proposal may stay out although its condition
    /// holds.
    pub const fn is_exact(self) -> bool {
        !self.site.opaque
    }
}

impl fmt::Display for Row<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{} {}", self.line(), self.column(), proposed(self.effect(), &self.named()))?;
        match (self.when().to_string().as_str(), self.is_exact()) {
            ("true", true) => out.write_str(" always"),
            ("true", false) => out.write_str(" when more than conditions decides"),
            (when, true) => write!(out, " when {when}"),
            (when, false) => write!(out, " when {when}, and more decides"),
        }
    }
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut row = serializer.serialize_struct("Row", 8)?;
        row.serialize_field("line", &self.line())?;
        row.serialize_field("column", &self.column())?;
        row.serialize_field("effect", &self.effect())?;
        row.serialize_field("named", &self.named())?;
        row.serialize_field("is_grant", &self.is_grant())?;
        row.serialize_field("because", self.because())?;
        row.serialize_field("when", &self.when().to_string())?;
        row.serialize_field("is_exact", &self.is_exact())?;
        row.end()
    }
}

/// What a proposal does and names, in the order of its arguments; *decide* and *normal* go without saying.
fn proposed(effect: EffectKind, named: &Named<'_>) -> String {
    let urgency = named.urgency.filter(|urgency| *urgency != Urgency::Normal);
    let act = named.act.filter(|act| *act != crate::Act::Decide);
    let mut text = effect.as_str().to_owned();
    let parts = [
        named.axis,
        named.label,
        named.judgment,
        act.map(crate::Act::as_str),
        named.tier,
        named.ruling.map(crate::decision::Settlement::as_str),
        urgency.map(Urgency::as_str),
        named.within.as_deref(),
        named.desk,
        named.recipient,
        named.fact,
        named.instruction.map(|text| text.get(crate::Language::English)),
        named.tag,
    ];
    for part in parts.into_iter().flatten() {
        text.push(' ');
        text.push_str(&on_one_line(part));
    }
    text
}
