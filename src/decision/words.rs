//! The words explanations are made of, in Japanese and English.

use super::decision::Next;
use super::evidence::{Evidence, InForce, Points, REDACTED};
use super::proposal::Obstacle;
use crate::authority::{Act, Party, Urgency};
use crate::compose::Ruling;
use crate::condition::Truth;
use crate::effect::{EffectKind, Settlement, TimeLimit};
use crate::inquiry::{Missing, Notice, NoticeCode};
use crate::localised::Language;
use crate::rulebook::Model;

/// A text of the customer or the host as part of a line: characters that would begin a new line, move the cursor or turn the
/// direction of writing become spaces, so that no input can pass for a part of the explanation.
pub(crate) fn on_one_line(text: &str) -> String {
    let harmless = |character: char| {
        let turns = matches!(
            character,
            '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
        );
        if character.is_control() || turns { ' ' } else { character }
    };
    text.chars().map(harmless).collect()
}

/// The words of one language.
pub(crate) struct Words {
    pub(crate) language: Language,
    pub(crate) all: &'static str,
    pub(crate) any: &'static str,
    pub(crate) not: &'static str,
    pub(crate) comma: &'static str,
    pub(crate) labels: &'static str,
    pub(crate) route: &'static str,
    pub(crate) via: &'static str,
    pub(crate) desks: &'static str,
    pub(crate) notify: &'static str,
    pub(crate) urgency: &'static str,
    pub(crate) due: &'static str,
    pub(crate) within: &'static str,
    pub(crate) tags: &'static str,
    pub(crate) next: &'static str,
    pub(crate) judgments: &'static str,
    pub(crate) asks: &'static str,
    pub(crate) customer_text: &'static str,
    pub(crate) requires: &'static str,
    pub(crate) instructions: &'static str,
    pub(crate) reasons: &'static str,
    pub(crate) overridden: &'static str,
    pub(crate) overridden_by: &'static str,
    pub(crate) proposals: &'static str,
    pub(crate) accepted: &'static str,
    pub(crate) refused: &'static str,
    pub(crate) notices: &'static str,
    pub(crate) because: &'static str,
    pub(crate) source: &'static str,
    pub(crate) uncertain: &'static str,
    pub(crate) possible: &'static str,
    pub(crate) none: &'static str,
    pub(crate) retained: &'static str,
    pub(crate) missing: &'static str,
}

impl Words {
    /// The words of `language`.
    pub(crate) const fn of(language: Language) -> Self {
        match language {
            Language::Japanese => JAPANESE,
            Language::English => ENGLISH,
        }
    }

    const fn pick(&self, ja: &'static str, en: &'static str) -> &'static str {
        match self.language {
            Language::Japanese => ja,
            Language::English => en,
        }
    }

    const fn redacted(&self) -> &'static str {
        self.pick("[非表示]", REDACTED)
    }

    pub(crate) const fn truth(&self, truth: Truth) -> &'static str {
        match truth {
            Truth::True => self.pick("該当する", "true"),
            Truth::False => self.pick("該当しない", "false"),
            Truth::Unknown => self.pick("不明", "unknown"),
        }
    }

    pub(crate) const fn act(&self, act: Act) -> &'static str {
        match act {
            Act::Propose => self.pick("起案", "propose"),
            Act::Decide => self.pick("決裁", "decide"),
            Act::Communicate => self.pick("回答", "communicate"),
        }
    }

    pub(crate) const fn party(&self, party: Party) -> &'static str {
        match party {
            Party::Vendor => self.pick("委託先", "vendor"),
            Party::Client => self.pick("委託元", "client"),
        }
    }

    pub(crate) const fn level(&self, urgency: Urgency) -> &'static str {
        match urgency {
            Urgency::Normal => self.pick("通常", "normal"),
            Urgency::High => self.pick("高", "high"),
            Urgency::Critical => self.pick("至急", "critical"),
        }
    }

    pub(crate) const fn step(&self, next: Next) -> &'static str {
        match next {
            Next::Answer => self.pick("その場で回答する", "answer on the spot"),
            Next::Ask => self.pick("お客様に確認する", "ask the customer"),
            Next::HandOff => self.pick("引き継ぐ", "hand off"),
        }
    }

    pub(crate) const fn ruling(&self, ruling: Ruling) -> &'static str {
        match ruling {
            Ruling::Open => self.pick("未決", "open"),
            Ruling::Approve => self.pick("規程により承認", "approved by the rules"),
            Ruling::Deny => self.pick("規程により不可", "denied by the rules"),
            Ruling::Conflict => self.pick("規程が矛盾", "rules in conflict"),
        }
    }

    pub(crate) const fn settlement(&self, settlement: Settlement) -> &'static str {
        match settlement {
            Settlement::Approve => self.pick("承認", "approve"),
            Settlement::Deny => self.pick("不可", "deny"),
        }
    }

    /// What keeps a proposal or a grant from having its effect.
    pub(crate) fn obstacle(&self, obstacle: Obstacle) -> String {
        let japanese = match obstacle {
            Obstacle::NoGrant => "これを許す権限付与がありません",
            Obstacle::GrantFalse => "許す権限付与の条件に当てはまりません",
            Obstacle::GrantUnknown => "許す権限付与の条件に当てはまるか分かりません",
            Obstacle::Unknown => "提案されるかどうかが分かりません",
            Obstacle::Suspended => "スクリプトが途中で止まったため、権限の付与を止めています",
            Obstacle::Overridden => "社内留保、不可または反対の規程が優先されます",
        };
        match self.language {
            Language::Japanese => japanese.to_owned(),
            Language::English => obstacle.to_string(),
        }
    }

    pub(crate) const fn effect(&self, effect: EffectKind) -> &'static str {
        match effect {
            EffectKind::Classify => self.pick("分類", "classify"),
            EffectKind::Delegate => self.pick("権限委譲", "delegate"),
            EffectKind::Escalate => self.pick("エスカレーション", "escalate"),
            EffectKind::Instruct => self.pick("指示", "instruct"),
            EffectKind::Notify => self.pick("報告", "notify"),
            EffectKind::Raise => self.pick("判断事項の提起", "raise"),
            EffectKind::Refer => self.pick("担当部署へ回付", "refer"),
            EffectKind::Require => self.pick("必要項目", "require"),
            EffectKind::Retain => self.pick("社内留保", "retain"),
            EffectKind::Settle => self.pick("規程どおり", "settle"),
            EffectKind::Tag => self.pick("目印", "tag"),
        }
    }

    const fn cause(&self, missing: Missing) -> &'static str {
        match missing {
            Missing::Absent => self.pick("記載なし", "not given"),
            Missing::Null => self.pick("空値", "null"),
            Missing::IllTyped => self.pick("型が違う", "wrong type"),
            Missing::NotAChoice => self.pick("選択肢にない", "not a choice"),
            Missing::OutOfRange => self.pick("範囲外", "out of range"),
            Missing::Conflicting => self.pick("値が食い違う", "two different values"),
            Missing::NoTime => self.pick("受付日時がない", "the inquiry has no time"),
            Missing::Cut => self.pick("本文が揃っていない", "not all of the text was read"),
        }
    }

    /// A notice in words; `name` gives the title of a fact.
    pub(crate) fn notice(&self, notice: &Notice, name: impl Fn(&str) -> String) -> String {
        match self.language {
            Language::English => notice.message().to_owned(),
            Language::Japanese => {
                let fact = notice.fact().map(|fact| format!("{}: ", name(fact))).unwrap_or_default();
                let script = notice.script().map(|(script, line, column)| {
                    let names: Vec<&str> = notice.names().collect();
                    let names =
                        if names.is_empty() { String::new() } else { format!(" [{}]", names.join("、")) };
                    format!("{script}:{line}:{column}{names}: ")
                });
                let about = script.unwrap_or(fact);
                format!("{about}{} ({})", japanese(notice.code()), notice.code())
            }
        }
    }

    /// A time limit in words.
    pub(crate) fn limit(&self, limit: TimeLimit, model: &Model) -> String {
        let calendars = &model.calendars;
        let calendar = limit.calendar.and_then(|id| calendars.get(id.index()));
        let Some(calendar) = calendar else { return limit.text(calendars) };
        let title = calendar.title.as_ref().map(|title| title.get(self.language));
        let title = title.filter(|title| !title.is_empty()).unwrap_or(&calendar.id);
        let which = Some(title).filter(|_| calendars.len() > 1);
        match self.language {
            Language::English => limit.in_open_time(which),
            Language::Japanese => {
                let (number, unit) = limit.business_units();
                let unit = if unit == "hour" { "時間" } else { "分" };
                let which = which.map(|title| format!(" ({title})")).unwrap_or_default();
                format!("営業時間{number}{unit}{which}")
            }
        }
    }

    /// A period in words. A day is in it up to its end, an instant is the first one outside.
    fn period(&self, period: &InForce<'_>) -> String {
        let (from, until) = (period.from.unwrap_or_default(), period.until.unwrap_or_default());
        let end = if until.contains('T') { self.pick("の直前", "before ") } else { "" };
        match (self.language, period.from, period.until) {
            (_, None, None) => String::new(),
            (Language::Japanese, ..) => format!("{from}〜{until}{end}"),
            (Language::English, Some(_), None) => format!("from {from}"),
            (Language::English, None, Some(_)) => format!("until {end}{until}"),
            (Language::English, Some(_), Some(_)) => format!("from {from} until {end}{until}"),
        }
    }

    /// A part of a score with its sign, `order.amount > 50000 +3`.
    fn points(&self, part: &Points) -> String {
        let when = part.when.as_deref().unwrap_or_else(|| self.redacted());
        let points = format!("{when} {:+}", part.points);
        if part.truth == Truth::True { points } else { format!("{points} [{}]", self.possible) }
    }

    /// A piece of evidence in words.
    pub(crate) fn evidence(&self, evidence: &Evidence<'_>) -> String {
        match evidence {
            Evidence::Words { cue, text, .. } => match self.language {
                Language::Japanese => format!("「{text}」({cue})"),
                Language::English => format!("\u{201c}{text}\u{201d} ({cue})"),
            },
            Evidence::NoWords { cue, truth: Truth::Unknown } => {
                format!("{cue}: {}", self.cause(Missing::Cut))
            }
            Evidence::NoWords { cue, .. } => {
                format!("{cue}: {}", self.pick("手がかり語なし", "no such words"))
            }
            Evidence::Fact { fact, value } => format!("{fact} = {value}"),
            Evidence::Missing { fact, missing } => {
                format!("{fact}: {} ({})", self.missing, self.cause(*missing))
            }
            Evidence::Redacted { fact, .. } => {
                format!("{fact} = {}", self.redacted())
            }
            Evidence::Score { score, low, high, band, parts } => {
                let range = if low == high { low.to_string() } else { format!("{low}..{high}") };
                let parts: Vec<String> = parts.iter().map(|part| self.points(part)).collect();
                let made =
                    [band.map(str::to_owned), Some(parts.join(self.comma)).filter(|made| !made.is_empty())];
                let made = made.into_iter().flatten().collect::<Vec<_>>().join(": ");
                let made = if made.is_empty() { made } else { format!(" ({made})") };
                format!("{} {score} {range}{made}", self.pick("スコア", "score"))
            }
            Evidence::InForce { in_force, at } => {
                let period = self.period(in_force);
                let at = at.unwrap_or_else(|| self.cause(Missing::NoTime));
                // A script may ask whether there is a time at all.
                if period.is_empty() {
                    return format!("{} {at}", self.pick("受付日時", "at"));
                }
                match self.language {
                    Language::Japanese => format!("受付日時 {at} (適用期間 {period})"),
                    Language::English => format!("at {at} (in force {period})"),
                }
            }
            Evidence::Labels { axis, possible } if possible.is_empty() => format!("{axis} = {}", self.none),
            Evidence::Labels { axis, possible } => format!("{axis} = {}", possible.join(" / ")),
            Evidence::Decided { decided, label } => format!("{decided} = {label}"),
        }
    }
}

/// What a notice of this kind says, in general words.
const fn japanese(code: NoticeCode) -> &'static str {
    match code {
        NoticeCode::FactAbsent => "値が届いていません",
        NoticeCode::FactNull => "空値 (null) です",
        NoticeCode::FactIllTyped => "宣言された型の値ではありません",
        NoticeCode::FactNotAChoice => "選択肢にない値です",
        NoticeCode::FactOutOfRange => "許された範囲の外の値です",
        NoticeCode::FactAfterInquiry => "受付日時より後の日時です",
        NoticeCode::FactConflicting => "異なる値が二つ届いています",
        NoticeCode::FactUndeclared => "ルールブックにない項目です",
        NoticeCode::FactsIncomplete => "読めない項目があり、初期値を使いません",
        NoticeCode::TimeMissing => "受付日時がないため、時間を測れません",
        NoticeCode::TimeWithoutOffset => "日時に時差 (+09:00 など) がありません",
        NoticeCode::TimeMalformed => "日時として読めません",
        NoticeCode::OutOfForce => "受付日時に適用期間中の規則が一つもありません",
        NoticeCode::TextMissing => "お客様の文面がありません",
        NoticeCode::TextIncomplete => "文面の一部が届いていません",
        NoticeCode::TextCut => "文面が長く、途中までしか読んでいません",
        NoticeCode::TextRepaired => "文字化けを置き換えて読みました",
        NoticeCode::MessageMalformed => "決められた形でないメッセージです",
        NoticeCode::UnknownSender => "差出人の種別が分かりません",
        NoticeCode::UnknownFormat => "文面の形式が分かりません",
        NoticeCode::IdMalformed => "問い合わせの番号が文字でも数でもありません",
        NoticeCode::UnknownKey => "問い合わせにない見出しです",
        NoticeCode::DuplicateKey => "同じ見出しが異なる内容で二度あります",
        NoticeCode::ScriptFailed => {
            "スクリプトを最後まで実行できないため、権限を広げる効果をすべて止めました"
        }
        NoticeCode::FurtherNotices => "ほかにも注意があります",
    }
}

const JAPANESE: Words = Words {
    language: Language::Japanese,
    all: "すべて",
    any: "いずれか",
    not: "否定",
    comma: "、",
    labels: "区分",
    route: "担当",
    via: "経由",
    desks: "担当部署",
    notify: "報告先",
    urgency: "緊急度",
    due: "期限",
    within: "受付からの時限",
    tags: "目印",
    next: "次の対応",
    judgments: "判断事項",
    asks: "確認すること",
    customer_text: "お客様のお申し出の全文",
    requires: "引き継ぎに必要な項目",
    instructions: "指示",
    reasons: "理由",
    overridden: "効かなかった委譲・規程",
    overridden_by: "優先された規則",
    proposals: "スクリプトの提案",
    accepted: "採用",
    refused: "不採用",
    notices: "入力についての注意",
    because: "趣旨",
    source: "根拠",
    uncertain: "未確定",
    possible: "可能性あり",
    none: "なし",
    retained: "社内留保",
    missing: "不明",
};

const ENGLISH: Words = Words {
    language: Language::English,
    all: "all of",
    any: "any of",
    not: "not",
    comma: ", ",
    labels: "Labels",
    route: "Handled by",
    via: "via",
    desks: "desks",
    notify: "notify",
    urgency: "urgency",
    due: "due",
    within: "within",
    tags: "Tags",
    next: "Next",
    judgments: "Judgments",
    asks: "To ask",
    customer_text: "the customer's full text",
    requires: "Needed for the hand-over",
    instructions: "Instructions",
    reasons: "Reasons",
    overridden: "Overridden grants",
    overridden_by: "overridden by",
    proposals: "Proposals of scripts",
    accepted: "accepted",
    refused: "refused",
    notices: "Notices",
    because: "because",
    source: "source",
    uncertain: "not certain",
    possible: "possible",
    none: "none",
    retained: "retained",
    missing: "missing",
};
