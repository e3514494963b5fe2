//! The registry of findings: one stable code for each kind of thing that can be wrong with a rulebook.

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "a rulebook loads or it does not")]
pub enum Severity {
    /// Worth a look; the rulebook loads all the same.
    Warning,
    /// The rulebook is refused.
    Error,
}

impl Severity {
    /// The word shown to people.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal, $severity:ident;)+) => {
        /// What kind of finding it is: a stable name that tools may match on.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The name shown in brackets, as `error[unknown-name]`. It never changes once released.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// What it means, in one or two sentences of which the first says enough.
            ///
            /// ```
            /// use furiwake::diagnostic::Code;
            ///
            /// assert_eq!(Code::EmptyCue.description(), "A cue without phrases, or a phrase of which nothing is left to look for.");
            /// ```
            pub const fn description(self) -> &'static str {
                // As documented: every line of a comment begins with a space.
                match self { $(Self::$name => concat!($($doc),+).trim_ascii(),)+ }
            }

            /// Whether such a finding refuses the rulebook.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)+ }
            }
        }
    };
}

codes! {
    /// The text is no YAML or JSON, or uses a part of YAML that rulebooks do without: anchors, aliases, tags, several
    /// documents in one file.
    Syntax = "syntax", Error;
    /// The file or something in it is larger, longer or deeper than the limit named in the message.
    Limit = "limit", Error;
    /// A key is written twice in the same place. YAML readers disagree which one counts, so neither does.
    DuplicateKey = "duplicate-key", Error;
    /// A key that means nothing here, usually a slip of the pen.
    UnknownKey = "unknown-key", Error;
    /// A key, word or layer that is part of the format but not of this version of the library.
    NotSupported = "not-supported", Error;
    /// A key that has to be there is not.
    MissingKey = "missing-key", Error;
    /// A list where a map is expected, a map where a text is, and the like.
    WrongKind = "wrong-kind", Error;
    /// A single value that cannot be read as what is expected there: a number, a duration, one of a few words.
    InvalidValue = "invalid-value", Error;
    /// A name with characters it may not have, or one that conditions could not tell from something else.
    InvalidName = "invalid-name", Error;
    /// The same name is given to two things.
    DuplicateName = "duplicate-name", Error;
    /// A fact, cue, axis, label, judgment, tier, desk or layer that is declared nowhere.
    UnknownName = "unknown-name", Error;
    /// A condition is not written in the condition language, or a cell of a table not in the notation of cells.
    ConditionSyntax = "condition-syntax", Error;
    /// A value of one type where another is needed: a text compared with a number, a default of the wrong type.
    WrongType = "wrong-type", Error;
    /// A label compared in the direction in which a stricter label would weaken the rule: a restriction may compare an
    /// ordered axis only upwards, a grant only downwards. Likewise in a script what was decided.
    Polarity = "polarity", Error;
    /// A grant that rests on `!known(x)`, which is never true, a restriction that rests on `known(x)`, which is never
    /// false, or an `otherwise` whose condition rests on either.
    KnownGuard = "known-guard", Error;
    /// `known(x)` in a condition that is none the falser for it: what hangs on it counts while the fact is missing too.
    NeedlessKnown = "needless-known", Warning;
    /// Something that is declared but that a condition in this place may not read: an axis in a score, what was decided in
    /// a rule.
    OutOfReach = "out-of-reach", Error;
    /// Two parts of one score have the same condition.
    DuplicateCondition = "duplicate-condition", Error;
    /// Axes or named conditions that read each other in a circle.
    Cycle = "cycle", Error;
    /// A cue does not do what its own `matches` and `misses` say.
    CueExample = "cue-example", Error;
    /// A cue without phrases, or a phrase of which nothing is left to look for.
    EmptyCue = "empty-cue", Error;
    /// A tier that both parties claim. Who of the two decides would be undefined.
    TierInTwoParties = "tier-in-two-parties", Error;
    /// An act given to a party that cannot have it: a retained act goes to a client tier, and so does deciding by
    /// default.
    WrongParty = "wrong-party", Error;
    /// Two layers say different things under the same name.
    LayersDisagree = "layers-disagree", Error;
    /// Cases that say they are about another rulebook.
    OtherRulebook = "other-rulebook", Error;
    /// Something a case is given that counts as missing: a value its fact does not take, a time without offset, a sender nobody
    /// knows. A case that is about that expects the notice.
    GivenMissing = "given-missing", Warning;
    /// A file that a rulebook names, a layer or the rows of a table, cannot be read.
    UnreadableFile = "unreadable-file", Error;
    /// `without` names a rule that cannot be taken out there: one of another layer, one of the rulebook itself, or any rule
    /// outside the outermost rulebook.
    CannotTakeOut = "cannot-take-out", Error;
    /// A script is not written in the language of scripts.
    ScriptSyntax = "script-syntax", Error;
    /// A script uses a part of Rhai that scripts do without: loops, functions, maps, modules.
    ScriptForbidden = "script-forbidden", Error;
    /// A script reads what may be missing without asking `known(..)` first. If it is missing the script ends there, every grant of the decision
    /// is suspended and the inquiry goes to `on_script_error`.
    UnguardedReading = "unguarded-reading", Warning;
    /// A script proposes what no grant of the client's layer could ever allow, so the proposal has no effect.
    UngrantedProposal = "ungranted-proposal", Warning;
    /// Scripts, their grants or `on_script_error` in a layer on which another rulebook stands.
    OutermostOnly = "outermost-only", Error;
    /// What a layer has locked is taken out, granted or weakened by another.
    Locked = "locked", Error;
    /// A condition that can never be true, or a limit for who may decide anyway, so the rule never does anything.
    NeverTrue = "never-true", Warning;
    /// A rule retains a judgment at a tier below the one that holds it when no rule speaks. It stays with that one, whatever the rule
    /// names.
    HeldHigher = "held-higher", Warning;
    /// A cue that no rule reads, directly or through what rules read.
    UnusedCue = "unused-cue", Warning;
    /// A fact that no rule reads or requires, directly or through what rules read.
    UnreadFact = "unread-fact", Warning;
    /// A label that no rule gives and that is not the default of its axis, so that no inquiry can have it.
    UnassignedLabel = "unassigned-label", Warning;
    /// A judgment that no rule raises, so that nobody may ever decide it.
    UnraisedJudgment = "unraised-judgment", Warning;
    /// A derived value, named condition, score, parameter, calendar or desk that nothing uses.
    UnusedDefinition = "unused-definition", Warning;
    /// Calendar days are counted, but the rulebook does not say where; they are counted in UTC.
    NoTimezone = "no-timezone", Warning;
    /// The rulebook does not say its `version`; decisions name version `0`.
    NoVersion = "no-version", Warning;
}

impl Code {
    /// The first sentence of the [description](Self::description).
    pub fn summary(self) -> &'static str {
        let text = self.description();
        text.find(". ").and_then(|at| text.get(..=at)).unwrap_or(text)
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn every_code_is_described_in_sentences() {
        for code in Code::ALL {
            let (text, summary) = (code.description(), code.summary());
            // It ends where a sentence does, not after an abbreviation.
            let next = text.strip_prefix(summary).unwrap().trim_start().chars().next();
            assert!(next.is_none_or(|next| next.is_uppercase() || next == '`'), "{code}: {summary}");
            assert!(summary.ends_with('.') && summary.len() <= 180, "{code}: {summary}");
            assert!(!text.contains("  ") && !text.contains('\n') && text.ends_with('.'), "{code}: {text}");
        }
    }
}
