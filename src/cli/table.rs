//! Decisions as lines of a table: what it is, who handles it, what to do next and by when, who alone may decide what.
//!
//! The column widths are fixed, so that any number of decisions can be written as they come. Japanese characters are two
//! columns wide. Ids and the last column are never cut.

use furiwake::inquiry::NoticeCode;
use furiwake::{Act, Decision, Language, Localised, Next, Party, Ruling, Truth, Urgency};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The cells of a line.
pub(crate) type Row = [String; 6];

/// A table in one language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table {
    language: Language,
    /// The widths of all columns but the last, in terminal columns.
    widths: [usize; 5],
}

impl Table {
    /// A table for lines whose number and contents are not known beforehand.
    pub(crate) const fn new(language: Language) -> Self {
        Self { language, widths: [10, 32, 32, 16, 20] }
    }

    /// The line above the others.
    pub(crate) fn head(&self) -> String {
        let titles = match self.language {
            Language::Japanese => ["ID", "内容", "担当", "次の対応", "期限", "決裁者"],
            Language::English => ["id", "what", "who", "next", "by when", "who alone may decide"],
        };
        self.line(&titles.map(str::to_owned))
    }

    /// The cells of a decision.
    pub(crate) fn row(&self, decision: &Decision) -> Row {
        [
            plain(decision.inquiry().unwrap_or("-")),
            self.what(decision),
            self.who(decision),
            self.next(decision),
            self.by_when(decision),
            self.deciders(decision),
        ]
    }

    /// A line of cells.
    pub(crate) fn line(&self, row: &Row) -> String {
        let [id, cells @ .., last] = row;
        let [of_id, widths @ ..] = self.widths;
        let mut line = filled(id, of_id);
        for (cell, width) in cells.iter().zip(widths) {
            line.push_str("  ");
            line.push_str(&fitted(cell, width));
        }
        line.push_str("  ");
        line.push_str(last);
        line
    }

    /// The label on the nature axis, then every other label that says something: the lowest of an ordered axis says that
    /// there is nothing to say, and those of `signal` are hints for measuring. A mark says that it may still turn out lower.
    fn what(&self, decision: &Decision) -> String {
        let rulebook = decision.rulebook();
        let mut axes: Vec<(&str, bool)> = decision.axes().filter(|(axis, _)| *axis != "signal").collect();
        axes.sort_by_key(|(axis, ordered)| (*axis != "nature", !ordered));
        let mut labels = Vec::new();
        for (axis, ordered) in axes {
            let bounds = decision.labels(axis);
            if !ordered {
                let titles =
                    bounds.certain.iter().map(|label| self.title(rulebook.label_title(axis, label), label));
                labels.extend(titles);
            } else if let Some(label) = decision.label(axis)
                && (axis == "nature" || Some(label) != rulebook.labels(axis).next())
            {
                let title = self.title(rulebook.label_title(axis, label), label);
                labels.push(if bounds.certain.is_empty() { format!("{title}?") } else { title });
            }
        }
        labels.join(self.and())
    }

    fn who(&self, decision: &Decision) -> String {
        let rulebook = decision.rulebook();
        let route = decision.route();
        let mut who = self.title(rulebook.tier_title(route.tier()), route.tier());
        if route.party() == Party::Client {
            who.push_str(self.pick("［差し戻し］", " [hand-back]"));
        }
        for desk in route.desks() {
            who.push_str(self.pick("＋", " + "));
            who.push_str(&self.title(rulebook.desk_title(desk), desk));
        }
        if !route.is_certain() {
            who.push('?');
        }
        who
    }

    fn next(&self, decision: &Decision) -> String {
        match decision.next() {
            Next::Answer => self.pick("回答する", "answer").to_owned(),
            Next::HandOff => self.pick("引き継ぐ", "hand off").to_owned(),
            Next::Ask => {
                let asks = decision.asks().count();
                match self.language {
                    Language::Japanese => format!("確認する（{asks}件）"),
                    Language::English => format!("ask ({asks})"),
                }
            }
        }
    }

    /// How urgent it is, and month, day, hour and minute in the rulebook's time zone, or the shortest time limit where the
    /// inquiry has no time.
    fn by_when(&self, decision: &Decision) -> String {
        let route = decision.route();
        let urgency = match route.urgency() {
            Urgency::Normal => None,
            Urgency::High => Some(self.pick("急ぎ", "high").to_owned()),
            Urgency::Critical => Some(self.pick("至急", "critical").to_owned()),
        };
        let due = route.due_text();
        let short = due.as_deref().and_then(|due| Some(format!("{} {}", due.get(5..10)?, due.get(11..16)?)));
        let parts: Vec<String> = urgency.into_iter().chain(short.or_else(|| route.within().next())).collect();
        if parts.is_empty() { "-".to_owned() } else { parts.join(" ") }
    }

    /// The judgments that are certainly raised, by holder, and how many others may be.
    fn deciders(&self, decision: &Decision) -> String {
        let rulebook = decision.rulebook();
        let mut deciders: Vec<(String, Vec<String>)> = Vec::new();
        let mut possible = 0;
        for judgment in decision.judgments() {
            let mut what = self.title(rulebook.judgment_title(judgment), judgment);
            match decision.raised(judgment) {
                Some(Truth::True) => {}
                Some(Truth::Unknown) => {
                    possible += 1;
                    continue;
                }
                Some(Truth::False) | None => continue,
            }
            let settled = match decision.ruling(judgment) {
                Some(Ruling::Approve) => Some(self.pick("可", "yes")),
                Some(Ruling::Deny) => Some(self.pick("不可", "no")),
                Some(Ruling::Open | Ruling::Conflict) | None => None,
            };
            let who = match (settled, decision.holder(judgment, Act::Decide)) {
                (Some(ruling), _) => {
                    what = format!("{what} → {ruling}");
                    self.pick("規程どおり", "by the rules").to_owned()
                }
                (None, Some(tier)) => self.title(rulebook.tier_title(tier), tier),
                (None, None) => continue,
            };
            match deciders.iter_mut().find(|(known, _)| *known == who) {
                Some((_, judgments)) => judgments.push(what),
                None => deciders.push((who, vec![what])),
            }
        }
        let mut parts: Vec<String> = deciders
            .into_iter()
            .map(|(who, judgments)| format!("{who}{}{}", self.pick("：", ": "), judgments.join(self.and())))
            .collect();
        if possible > 0 {
            parts.push(match self.language {
                Language::Japanese => format!("ほか{possible}件の可能性"),
                Language::English => format!("{possible} more possible"),
            });
        }
        parts.extend(self.scripts(decision));
        if parts.is_empty() { "-".to_owned() } else { parts.join(self.pick("／", "; ")) }
    }

    /// That scripts failed, and how many of their proposals were refused.
    fn scripts(&self, decision: &Decision) -> impl Iterator<Item = String> + use<> {
        let has_failed = decision.notices().iter().any(|notice| notice.code() == NoticeCode::ScriptFailed);
        let failed = has_failed.then(|| self.pick("スクリプト停止", "a script failed").to_owned());
        let refused = decision.proposals().filter(|proposal| !proposal.is_accepted()).count();
        let refused = (refused > 0).then(|| match self.language {
            Language::Japanese => format!("スクリプトの提案{refused}件不採用"),
            Language::English => {
                format!("{refused} proposal{} of scripts refused", if refused == 1 { "" } else { "s" })
            }
        });
        failed.into_iter().chain(refused)
    }

    fn title(&self, title: Option<&Localised>, id: &str) -> String {
        plain(title.map(|title| title.get(self.language)).filter(|title| !title.is_empty()).unwrap_or(id))
    }

    const fn and(&self) -> &'static str {
        self.pick("・", ", ")
    }

    const fn pick(&self, ja: &'static str, en: &'static str) -> &'static str {
        match self.language {
            Language::Japanese => ja,
            Language::English => en,
        }
    }
}

/// Without characters that would move the cursor, break the line or turn the direction of writing: the same that the
/// library's explanations do without.
fn plain(text: &str) -> String {
    let harmless = |character: char| {
        let turns = matches!(
            character,
            '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
        );
        if character.is_control() || turns { ' ' } else { character }
    };
    text.chars().map(harmless).collect()
}

/// The text in at least `width` terminal columns.
fn filled(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// The text in exactly `width` terminal columns: filled up, or cut with `…`.
fn fitted(text: &str, width: usize) -> String {
    if text.width() <= width {
        return filled(text, width);
    }
    let mut cut = String::new();
    let mut used = 1;
    for character in text.chars() {
        used += character.width().unwrap_or(0);
        if used > width {
            break;
        }
        cut.push(character);
    }
    cut.push('…');
    filled(&cut, width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_as_wide_as_they_should_be() {
        for text in
            ["", "a", "苦情", "苦情・例外・支払い・請求", "complaint, exception", "ｱｲｳ", "e\u{301}e\u{301}"]
        {
            for width in 2..14 {
                assert_eq!(fitted(text, width).width(), width, "{text} in {width}");
            }
        }
        assert_eq!(fitted("苦情・例外", 6), "苦情… ");
    }

    #[test]
    fn nothing_moves_the_cursor_or_turns_the_line() {
        assert_eq!(plain("a\u{202E}b\u{61C}c"), "a b c");
        assert_eq!(plain("T-1\u{1b}[2J\nT-2"), "T-1 [2J T-2");
    }
}
