//! The promises with scripts: without a grant they only restrict, with grants they go no further, and what holds of rules
//! holds of them.

use super::asks::{completions, destination};
use super::authority::{dropped, may_be_denied, wider};
use super::{config, fit, with_less_known};
use crate::generate::{
    Book, Case, Dice, Effect, Flow, RawBook, RawCase, RawFlow, Rule, load, raw_book, raw_case, raw_flow,
    raw_rule, split,
};
use furiwake::inquiry::NoticeCode;
use furiwake::{Decision, Engine, Refusal, Rulebook, Truth};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// A rulebook, an inquiry that fits it, and scripts.
pub(super) fn scripted() -> impl Strategy<Value = (Book, Case, Flow)> {
    (raw_book(), raw_case(), raw_flow()).prop_map(|(book, case, scripts): (RawBook, RawCase, RawFlow)| {
        let (book, case) = fit(&book, &case);
        let scripts = Flow::new(&book, &scripts);
        (book, case, scripts)
    })
}

/// The rulebook with these scripts; `None` if they are refused, as a good part of the wild ones is.
pub(super) fn engine(book: &Book, scripts: &Flow) -> Option<Engine> {
    load(book, &scripts.yaml(book)).rulebook().map(Engine::new)
}

/// All that is needed to see what is wrong.
fn shown(book: &Book, scripts: &Flow, case: &Case) -> String {
    format!("{}\n{}{}", case.json(book), book.tree().yaml(), scripts.yaml(book))
}

/// What is wider, where a label at or above its default is allowed to undo a denial or a conflict.
fn wider_but_for_labels(
    book: &Book,
    case: &Case,
    scripts: &Flow,
    (before, after): (&Decision, &Decision),
) -> Vec<String> {
    let (engine, inquiry) = (book.engine(), case.inquiry(book));
    let denials: Vec<usize> = (0..book.judgments.len())
        .filter(|judgment| scripts.classifies_up(book) && may_be_denied(book, &engine, &inquiry, *judgment))
        .collect();
    // A label, or the default where a milder one is suspended, may make a rule raise what nobody raised.
    let mut wider = wider(book, before, after, |judgment, refusal| {
        denials.contains(&judgment) || refusal == Some(&Refusal::NotRaised)
    });
    wider.retain(|wider| !is_of_unraised(book, before, wider));
    wider
}

/// Whether this is about the holder of a judgment that nobody is sure to have raised: a script may delegate it if somebody does.
fn is_of_unraised(book: &Book, before: &Decision, wider: &str) -> bool {
    let judgments = book.judgments.iter().map(|(judgment, _)| judgment);
    let mut unraised = judgments.filter(|judgment| before.raised(judgment) != Some(Truth::True));
    unraised.any(|judgment| wider.starts_with(&format!("{judgment}: ")))
}

/// The axes on which `after` has a milder label than `before`.
fn milder(book: &Book, before: &Decision, after: &Decision) -> Vec<String> {
    let axes = (0..book.defaults.len()).map(|axis| book.axis(axis));
    axes.filter(|(axis, labels)| {
        let level =
            |decision: &Decision| labels.iter().position(|label| Some(&**label) == decision.label(axis));
        level(after) < level(before)
    })
    .map(|(axis, _)| axis.to_owned())
    .collect()
}

#[test]
fn generated_scripts_load_and_propose() {
    let mut runner = TestRunner::deterministic();
    let (mut loaded, mut refused) = ([0, 0], [0, 0]);
    let (mut proposed, mut accepted, mut failed) = (0, 0, 0);
    for _ in 0..300 {
        let (book, case, scripts) = scripted().new_tree(&mut runner).unwrap().current();
        let Some(engine) = engine(&book, &scripts) else {
            refused[usize::from(scripts.is_wild)] += 1;
            continue;
        };
        loaded[usize::from(scripts.is_wild)] += 1;
        let decision = engine.decide(&case.inquiry(&book));
        proposed += usize::from(decision.proposals().any(|proposal| proposal.truth() == Truth::True));
        accepted += usize::from(granted(&scripts, &decision).any(|effect| book.needs_grant(effect)));
        failed += usize::from(has_failed(&decision));
    }
    let figures = format!(
        "{loaded:?} loaded, {refused:?} refused, tame and wild; {proposed} propose, {accepted} use a grant, {failed} fail"
    );
    assert!(loaded[0] > 150 && refused[0] < 15 && loaded[1] > 20 && refused[1] > 5, "{figures}");
    assert!(proposed > 100 && accepted > 10 && failed > 20 && failed < 200, "{figures}");
}

fn has_failed(decision: &Decision) -> bool {
    failures(decision).next().is_some()
}

/// What is said of scripts that failed, with the place where each did.
fn failures(decision: &Decision) -> impl Iterator<Item = &str> {
    let failed = decision.notices().iter().filter(|notice| notice.code() == NoticeCode::ScriptFailed);
    failed.map(|notice| notice.message())
}

/// The grants that were accepted, by their number.
fn granted<'a>(scripts: &'a Flow, decision: &'a Decision) -> impl Iterator<Item = &'a Effect> {
    let accepted = decision.proposals().filter(|proposal| proposal.is_accepted());
    accepted.map(|proposal| &scripts.proposals[proposal.because().parse::<usize>().unwrap()]).filter(
        |effect| matches!(effect, Effect::Delegate { .. } | Effect::Settle { .. } | Effect::Classify(_)),
    )
}

proptest! {
    #![proptest_config(config())]

    /// Scripts without a grant leave no more room than the rulebook without them, and drop nothing.
    #[test]
    fn scripts_without_grants_only_restrict((book, case, scripts) in scripted()) {
        let scripts = scripts.ungranted();
        let Some(engine) = engine(&book, &scripts) else { return Ok(()) };
        let inquiry = case.inquiry(&book);
        let (before, after) = (book.engine().decide(&inquiry), engine.decide(&inquiry));
        let mut wider = wider_but_for_labels(&book, &case, &scripts, (&before, &after));
        wider.extend(milder(&book, &before, &after));
        // A label may switch off a rule of those that bind nobody.
        if !scripts.classifies_up(&book) && !has_failed(&after) {
            wider.extend(dropped(&before, &after));
        }
        prop_assert!(wider.is_empty(), "{:#?}\n{}", wider, shown(&book, &scripts, &case));
    }

    /// What is accepted of a script lies inside a grant whose condition is true, and scripts give no more room than rules
    /// would that say just what was accepted.
    #[test]
    fn scripts_stay_inside_their_grants((book, case, scripts) in scripted()) {
        let Some(engine) = engine(&book, &scripts) else { return Ok(()) };
        let inquiry = case.inquiry(&book);
        let after = engine.decide(&inquiry);
        let accepted: Vec<&Effect> = granted(&scripts, &after).filter(|effect| book.needs_grant(effect)).collect();
        let mut probed = book.clone();
        for (at, granted) in scripts.grants.iter().enumerate() {
            let probe = |id: String, when: &Option<String>| {
                Rule { id, when: when.clone(), effective: None, effects: vec![Effect::Tag(0)] }
            };
            probed.rules.push(probe(format!("probe-{at}"), &granted.when));
            if let Effect::Settle { given: Some(given), .. } = &granted.effect {
                probed.rules.push(probe(format!("given-{at}"), &Some(given.condition.clone())));
            }
        }
        // Labels that scripts give change what conditions say of them, so those hold in the rulebook with the scripts alone.
        let loaded = load(&probed, &scripts.yaml(&book));
        let probes = Engine::new(loaded.rulebook().unwrap());
        let holds = |at: usize| {
            let is_true = |id: String| {
                probes.why_not(&inquiry, &id).is_none_or(|probe| probe.truth() == Truth::True)
            };
            is_true(format!("probe-{at}")) && is_true(format!("given-{at}"))
        };
        for effect in &accepted {
            let mut entries = scripts.grants.iter().enumerate();
            let allowed = entries.any(|(at, granted)| covers(&granted.effect, effect) && holds(at));
            prop_assert!(allowed, "{:?} is accepted\n{}", effect, shown(&book, &scripts, &case));
        }
        let mut allowed = book.clone();
        for (at, effect) in accepted.into_iter().enumerate() {
            let effects = vec![effect.clone()];
            allowed.rules.push(Rule { id: format!("accepted-{at}"), when: None, effective: None, effects });
        }
        let before = allowed.engine().decide(&inquiry);
        let mut wider = wider_but_for_labels(&allowed, &case, &scripts, (&before, &after));
        wider.extend(milder(&book, &before, &after));
        prop_assert!(wider.is_empty(), "{:#?}\n{}", wider, shown(&book, &scripts, &case));
    }

    /// What is missing never widens anything through a script, and drops nothing that the rules ask people to heed.
    #[test]
    fn missing_information_only_restricts_scripts((book, case, scripts) in scripted()) {
        let Some(engine) = engine(&book, &scripts) else { return Ok(()) };
        let inquiry = case.inquiry(&book);
        let before = engine.decide(&inquiry);
        for (what, less) in with_less_known(&book, &case) {
            let after = engine.decide(&less.inquiry(&book));
            let mut wider = wider(&book, &before, &after, |_, _| false);
            wider.extend(milder(&book, &before, &after));
            prop_assert!(wider.is_empty(), "{}\n{:#?}\n{}", what, wider, shown(&book, &scripts, &case));
        }
    }

    /// What is missing and not asked for may turn out as it will: tier, urgency and due stay.
    #[test]
    fn what_is_not_asked_for_changes_nothing_in_scripts((book, case, scripts) in scripted(), seed in any::<u64>()) {
        let Some(engine) = engine(&book, &scripts) else { return Ok(()) };
        let decision = engine.decide(&case.inquiry(&book));
        let asked: Vec<&str> = decision.asks().filter_map(|ask| ask.fact).collect();
        let asks_text = decision.asks().any(|ask| ask.fact.is_none());
        let missing: Vec<usize> = (0..book.facts.len())
            .filter(|fact| case.can_be_completed(&book, *fact) && !asked.contains(&&*book.facts[*fact].name))
            .collect();
        for completed in completions(&book, &case, &missing, !asks_text, seed) {
            let other = engine.decide(&completed.inquiry(&book));
            prop_assert_eq!(
                destination(&decision), destination(&other),
                "becomes {}\n{}", completed.json(&book), shown(&book, &scripts, &case)
            );
        }
    }

    /// A rule that only restricts never lets scripts widen anything.
    #[test]
    fn a_further_restriction_only_restricts_with_scripts((book, case, scripts) in scripted(), rule in raw_rule()) {
        let rule = book.restricting_rule("added".to_owned(), &rule);
        let Some(engine) = engine(&book, &scripts) else { return Ok(()) };
        let inquiry = case.inquiry(&book);
        let before = engine.decide(&inquiry);
        let mut larger = book.clone();
        larger.rules.push(rule.clone());
        let Some(after) = self::engine(&larger, &scripts) else { return Ok(()) };
        let after = after.decide(&inquiry);
        // Whether a script comes to what stops it may hang on labels and on what was decided.
        if !failures(&before).all(|failure| failures(&after).any(|other| other == failure)) {
            return Ok(());
        }
        let classifies = rule.effects.iter().any(|effect| matches!(effect, Effect::Classify(_)));
        let denials: Vec<usize> = (0..book.judgments.len())
            .filter(|judgment| {
                // What is settled by a script may hang on what was decided, as what is settled by a rule may on labels.
                (classifies || settles(&scripts, *judgment))
                    && (denies(&scripts) || may_be_denied(&book, &engine, &inquiry, *judgment))
            })
            .collect();
        let mut wider = wider(&book, &before, &after, |judgment, refusal| {
            denials.contains(&judgment) || refusal == Some(&Refusal::NotRaised)
        });
        wider.retain(|wider| !is_of_unraised(&book, &before, wider));
        prop_assert!(wider.is_empty(), "{:#?}\n{:?}\n{}", wider, rule, shown(&book, &scripts, &case));
    }

    /// A script that stops before its end gives no more room than one that does not.
    #[test]
    fn a_failing_script_only_restricts((book, case, scripts) in scripted(), at in any::<prop::sample::Index>(), first in any::<bool>()) {
        let Some(engine) = engine(&book, &scripts) else { return Ok(()) };
        let inquiry = case.inquiry(&book);
        let before = engine.decide(&inquiry);
        let mut failing = scripts.clone();
        let script = if first { &mut failing.classified } else { &mut failing.decided };
        *script = with_failure(script, at);
        let Some(after) = self::engine(&book, &failing) else { return Ok(()) };
        let after = after.decide(&inquiry);
        let mut wider = wider_but_for_labels(&book, &case, &scripts, (&before, &after));
        wider.retain(|_| !(denies(&scripts) && scripts.classifies_up(&book)));
        prop_assert!(wider.is_empty(), "{:#?}\n{}", wider, shown(&book, &failing, &case));
    }

    /// Rules, entries and layers may stand in any order, and files of scripts may be added in any.
    #[test]
    fn order_never_matters_to_scripts((book, case, scripts) in scripted(), other in raw_flow(), seed in any::<u64>()) {
        let other = Flow::new(&book, &other);
        let loaded = load(&book, &scripts.yaml(&book));
        let Some(rulebook) = loaded.rulebook() else { return Ok(()) };
        let inquiry = case.inquiry(&book);
        let decide = |rulebook: &Rulebook| Engine::new(rulebook).decide(&inquiry).to_json();
        let own = decide(rulebook);
        let mut dice = Dice::new(seed);
        let shuffled = format!("{}{}", scripts.yaml(&book), book.tree().shuffled(&mut dice).yaml());
        let shuffled = Rulebook::load("generated.yaml", &shuffled);
        prop_assert_eq!(&own, &decide(shuffled.rulebook().unwrap()));
        let mut layers = split(&book, &mut dice);
        layers.outermost += &scripts.yaml(&book);
        let layered = layers.load();
        prop_assert_eq!(&own, &decide(layered.rulebook().unwrap()), "{}", shown(&book, &scripts, &case));
        // The rulebook's own scripts, one file, another file.
        let plain = book.engine();
        let plain = plain.rulebook();
        let files = [("one.yaml", scripts.yaml(&book)), ("two.yaml", other.yaml(&book))];
        let with = |order: [usize; 2]| {
            let mut rulebook = plain.clone();
            for at in order {
                let (name, text) = &files[at];
                rulebook = rulebook.with_script(name, text).rulebook()?.clone();
            }
            Some(decide(&rulebook))
        };
        prop_assert_eq!(with([0, 1]), with([1, 0]), "{}", shown(&book, &scripts, &case));
    }

    /// Of two files each only restricts what the other leaves, if it has no grants.
    #[test]
    fn a_second_file_only_restricts((book, case, scripts) in scripted(), other in raw_flow()) {
        let other = Flow::new(&book, &other).ungranted();
        let loaded = load(&book, &scripts.yaml(&book));
        let Some(rulebook) = loaded.rulebook() else { return Ok(()) };
        let both = rulebook.with_script("other.yaml", &other.yaml(&book));
        let Some(both) = both.rulebook() else { return Ok(()) };
        let inquiry = case.inquiry(&book);
        let before = Engine::new(rulebook).decide(&inquiry);
        let after = Engine::new(both).decide(&inquiry);
        let mut wider = wider_but_for_labels(&book, &case, &other, (&before, &after));
        wider.retain(|_| !(denies(&scripts) && other.classifies_up(&book)));
        prop_assert!(wider.is_empty(), "{:#?}\n{}\n{}", wider, shown(&book, &scripts, &case), other.yaml(&book));
    }
}

/// Whether a script may settle the judgment.
fn settles(scripts: &Flow, judgment: usize) -> bool {
    let is_about =
        |effect: &Effect| matches!(effect, Effect::Settle { judgment: other, .. } if *other == judgment);
    scripts.proposals.iter().any(is_about)
}

/// Whether a script may deny something.
fn denies(scripts: &Flow) -> bool {
    scripts.proposals.iter().any(|effect| matches!(effect, Effect::Settle { ruling: "deny", .. }))
}

/// Whether a grant is as wide as what is proposed.
fn covers(granted: &Effect, proposed: &Effect) -> bool {
    match (granted, proposed) {
        (
            Effect::Delegate { judgment, act, tier },
            Effect::Delegate { judgment: other, act: other_act, tier: proposed },
        ) => judgment == other && act == other_act && proposed >= tier,
        (
            Effect::Settle { judgment, ruling, .. },
            Effect::Settle { judgment: other, ruling: proposed, .. },
        ) => judgment == other && ruling == proposed,
        (Effect::Classify(granted), Effect::Classify(proposed)) => granted == proposed,
        _ => false,
    }
}

/// The script with a division by zero before one of its outer statements or behind all.
fn with_failure(script: &str, at: prop::sample::Index) -> String {
    let mut depth = 0_i32;
    let mut places = vec![0];
    let lines: Vec<&str> = script.lines().collect();
    for (number, line) in lines.iter().enumerate() {
        let count = |sign: char| i32::try_from(line.matches(sign).count()).unwrap();
        depth += count('{') - count('}');
        if depth == 0 {
            places.push(number + 1);
        }
    }
    let mut lines: Vec<String> = lines.into_iter().map(str::to_owned).collect();
    lines.insert(*at.get(&places), "let zero = 0; let nothing = 1 / zero;".to_owned());
    lines.join("\n")
}
