//! Calendars: opening hours, holidays, exceptional days. Days and windows stay texts here.

use super::fields::Reader;
use crate::authoring::document::{Calendar, Name};
use crate::authoring::tree::Node;

const KEYS: &[&str] = &["title", "timezone", "hours", "holidays", "exceptions"];
const EXAMPLE: &str = "{ hours: { mon-fri: [\"09:00-12:00\", \"13:00-18:00\"] } }";
const WINDOWS: &str = "[\"09:00-12:00\", \"13:00-18:00\"]";

impl Reader {
    pub(super) fn calendars(&mut self, node: Option<&Node<'_>>) -> Vec<Calendar> {
        let mut calendars = Vec::new();
        for entry in self.section(node, "`calendars`", &format!("support: {EXAMPLE}")) {
            let name = Self::key(entry);
            self.is_word(&name, "a calendar");
            let Some(fields) = self.fields(&entry.value, "a calendar", KEYS, EXAMPLE) else {
                self.lose(&name);
                continue;
            };
            let Some(hours) = self.required(&fields, "hours", "a calendar", "{ mon-fri: [\"09:00-18:00\"] }")
            else {
                self.lose(&name);
                continue;
            };
            let exceptions = fields.get("exceptions");
            calendars.push(Calendar {
                name,
                title: self.title(&fields),
                timezone: fields.get("timezone").and_then(|zone| self.name(zone, "`timezone`", "Asia/Tokyo")),
                hours: self.windows(Some(hours), "`hours`", &format!("{{ mon-fri: {WINDOWS} }}")),
                holidays: self.names_of(&fields, "holidays", "[2026-12-31]"),
                exceptions: self.windows(
                    exceptions,
                    "`exceptions`",
                    "{ 2026-12-30: [\"09:00-12:00\"], 2027-01-04: [] }",
                ),
            });
        }
        calendars
    }

    /// Days with their windows.
    fn windows(&mut self, node: Option<&Node<'_>>, what: &str, example: &str) -> Vec<(Name, Vec<Name>)> {
        let entries = node.and_then(|node| self.entries(node, what, example)).unwrap_or(&[]);
        let mut days = Vec::new();
        for entry in entries {
            days.push((Self::key(entry), self.names(&entry.value, "the hours of a day", WINDOWS)));
        }
        days
    }
}
