//! Layers: where files are looked for, what is taken out, what is locked, who may undo a cue's hits.

use crate::support::{SHOP, facts_only, load, may, says};
use furiwake::diagnostic::{Code, Finding};
use furiwake::{Act, Engine, Loaded, Rulebook};
use std::collections::BTreeMap;

/// The outermost rulebook with this `rest`, over one layer in `base.yaml`.
fn over(base: &str, rest: &str) -> Loaded {
    let base = format!("{SHOP}{base}");
    load(&[("mine.yaml", &mine(&format!("extends: [base.yaml]\n{rest}"))), ("base.yaml", &base)])
}

fn mine(rest: &str) -> String {
    format!("rulebook: mine\nversion: '7'\n{rest}")
}

fn engine(loaded: Loaded) -> Engine {
    match loaded.into_result() {
        Ok(rulebook) => Engine::new(&rulebook),
        Err(findings) => panic!("{findings}"),
    }
}

/// Code, message and file of every finding but that something is not used: the rulebooks here are small and say much that no
/// rule uses.
fn found(loaded: &Loaded) -> Vec<(Code, &str, &str)> {
    let is_unused = |finding: &&Finding| {
        matches!(
            finding.code(),
            Code::UnusedCue
                | Code::UnreadFact
                | Code::UnassignedLabel
                | Code::UnraisedJudgment
                | Code::UnusedDefinition
        )
    };
    let findings = loaded.findings().iter().filter(|finding| !is_unused(finding));
    findings.map(|finding| (finding.code(), finding.message(), finding.file())).collect()
}

const BASE: &str = "
judgments: { refund: , talks: }
cues: { refund: { any: [返金] }, upset: { any: [ひどい] } }
facts: { order.amount: { type: integer } }
rules:
  - { id: refund.asked, when: cue.refund, raise: [refund] }
  - { id: refund.small, when: order.amount <= 500, delegate: { refund: first_line } }
  - { id: talks.asked, when: cue.refund && cue.upset, raise: [talks] }
";

#[test]
fn every_file_is_read_once_by_its_name_beside_the_first() {
    let (top, shared) = (format!("{SHOP}extends: []"), mine("extends: [../books/top.yaml]"));
    let (left, right) =
        (mine("extends: [../shared/./all.yaml]"), mine("extends: [../shared/all.yaml, left.yaml]"));
    let outermost = mine("extends: [./parts/right.yaml, parts/left.yaml, core]");
    let files = BTreeMap::from([
        ("books/parts/right.yaml", &right),
        ("books/shared/all.yaml", &shared),
        ("books/books/top.yaml", &top),
        ("books/parts/left.yaml", &left),
    ]);
    let mut asked = Vec::new();
    let loaded = Rulebook::load_with("books/mine.yaml", &outermost, |file| {
        asked.push(file.to_owned());
        files.get(file).map(|text| text.to_string()).ok_or("no such file")
    });
    assert_eq!(
        asked,
        ["books/parts/right.yaml", "books/shared/all.yaml", "books/books/top.yaml", "books/parts/left.yaml"]
    );
    // `core` has tiers of its own, which are not those of the shop.
    assert!(
        loaded.findings().iter().all(|finding| finding.code() == Code::LayersDisagree),
        "{}",
        loaded.findings()
    );
}

#[test]
fn the_outermost_rulebook_gives_id_and_version() {
    let base = format!("{SHOP}{BASE}").replace("version: '1'\n", "");
    let loaded = load(&[("mine.yaml", &mine("extends: base.yaml")), ("base.yaml", &base)]);
    // What a layer below leaves out is in no decision.
    assert_eq!(found(&loaded), []);
    let rulebook = loaded.into_result().unwrap();
    assert_eq!((rulebook.id(), rulebook.version()), ("mine", "7"));
}

#[test]
fn the_library_reads_no_file_itself() {
    // The file is there.
    let text = mine("extends: [examples/starter.yaml]");
    let loaded = Rulebook::load("mine.yaml", &text);
    assert_eq!(
        loaded.findings().to_string(),
        "error[unreadable-file]: the file `examples/starter.yaml` cannot be read here
 --> mine.yaml:3:11
  |
3 | extends: [examples/starter.yaml]
  |           ^^^^^^^^^^^^^^^^^^^^^
  |
  = help: the library reads no files itself: call `Rulebook::load_with`, which is given a way to read them

1 error"
    );
}

#[test]
fn a_chain_of_layers_ends() {
    let mut asked = 0;
    let loaded = Rulebook::load_with("0.yaml", &mine("extends: [1.yaml]"), |file| {
        asked += 1;
        let at: usize = file.trim_end_matches(".yaml").parse().unwrap();
        Ok::<_, String>(mine(&format!("extends: [{}.yaml]", at + 1)))
    });
    assert_eq!(asked, 99);
    let message = "there are more than the 100 layers a rulebook may have";
    assert_eq!(found(&loaded), [(Code::Limit, message, "99.yaml")]);
}

#[test]
fn a_finding_names_the_file_it_is_in() {
    let loaded =
        over(&BASE.replace("raise: [refund]", "raise: [refnud]"), "rules: [{ id: a, raise: [talk] }]");
    let messages = [
        (Code::UnknownName, "there is no judgment `talk`", "mine.yaml"),
        (Code::UnknownName, "there is no judgment `refnud`", "base.yaml"),
    ];
    assert_eq!(found(&loaded), messages);
}

#[test]
fn what_is_taken_out_is_as_if_it_had_never_been_said() {
    let without = "extends: [{ layer: base.yaml, without: [refund.small] }]\n";
    let base = format!("{SHOP}{BASE}");
    let less = load(&[("mine.yaml", &mine(without)), ("base.yaml", &base)]);
    let shorter: String =
        BASE.lines().filter(|line| !line.contains("refund.small")).map(|line| format!("{line}\n")).collect();
    let never = over(&shorter, "");
    assert_eq!(less.rulebook().unwrap().hash(), never.rulebook().unwrap().hash());
    assert_ne!(less.rulebook().unwrap().hash(), over(BASE, "").rulebook().unwrap().hash());
    assert!(engine(less).why_not(&facts_only(""), "refund.small").is_none());
}

#[test]
fn rows_of_tables_and_tiers_of_limits_are_rules_like_any_other() {
    let base = format!(
        "{SHOP}
facts: {{ order.amount: {{ type: integer }}, order.discount: {{ type: integer }} }}
judgments: {{ refund: , discount: }}
tables: {{ refund: {{ columns: [id, order.amount, settle refund], rows: [[small, <= 500, approve], [middle, <= 900, approve]] }} }}
limits: {{ discount: {{ by: order.discount, first_line: 500, supervisor: 3000 }} }}
"
    );
    let without = "extends: [{ layer: base.yaml, without: [refund.middle, limits.discount.supervisor, refund.high] }]\n";
    let less = load(&[("mine.yaml", &mine(without)), ("base.yaml", &base)]);
    assert_eq!(found(&less), [(Code::UnknownName, "there is no rule `refund.high`", "mine.yaml")]);

    let without = without.replace(", refund.high", "");
    let less = load(&[("mine.yaml", &mine(&without)), ("base.yaml", &base)]);
    let engine = engine(less);
    for (rule, there) in [
        ("refund.small", true),
        ("refund.middle", false),
        ("limits.discount.first_line", true),
        ("limits.discount.supervisor", false),
    ] {
        assert_eq!(engine.why_not(&facts_only(""), rule).is_some(), there, "{rule}");
    }
}

#[test]
fn a_rule_that_two_layers_say_is_taken_out_of_both() {
    let rule = "rules: [{ id: twice, when: \"true\", tag: [x] }]";
    let base = format!("{SHOP}{rule}");
    for named in ["base.yaml", "other.yaml"] {
        let both = ["base.yaml", "other.yaml"].map(|layer| {
            let without = if layer == named { "[twice]" } else { "[]" };
            format!("{{ layer: {layer}, without: {without} }}")
        });
        let outermost = mine(&format!("extends: [{}]", both.join(", ")));
        let loaded = load(&[("mine.yaml", &outermost), ("base.yaml", &base), ("other.yaml", &mine(rule))]);
        assert_eq!(found(&loaded), []);
        assert!(engine(loaded).decide(&facts_only("")).tags().next().is_none());
    }
}

#[test]
fn taking_out_hides_no_disagreement() {
    let base = format!("{SHOP}rules: [{{ id: a, tag: [x] }}]");
    let loaded = load(&[
        ("mine.yaml", &mine("extends: [{ layer: base.yaml, without: [a] }, other.yaml]")),
        ("base.yaml", &base),
        ("other.yaml", &mine("rules: [{ id: a, tag: [y] }]")),
    ]);
    assert_eq!(found(&loaded)[0].0, Code::LayersDisagree);
}

#[test]
fn a_locked_rule_holds_against_all_other_layers() {
    let locked = BASE.replace("raise: [refund] }", "raise: [refund], locked: true }");
    let take = |base: &str| {
        let base = format!("{SHOP}{base}");
        let outermost = mine("extends: [{ layer: base.yaml, without: [refund.asked] }]");
        load(&[("mine.yaml", &outermost), ("base.yaml", &base)])
    };
    assert_eq!(found(&take(BASE)), []);
    assert_eq!(found(&take(&locked))[0].0, Code::Locked);
    // Nothing of it is content: the same decisions come out.
    let hash = |base: &str| over(base, "").rulebook().unwrap().hash().to_owned();
    assert_eq!(hash(&locked), hash(BASE));
    assert_eq!(hash(&locked.replace("locked: true", "locked: false")), hash(BASE));
}

#[test]
fn a_locked_judgment_is_granted_by_its_own_layer_alone() {
    let locked = BASE.replace("refund: ,", "refund: { locked: true },");
    for (rest, refused) in [
        ("rules: [{ id: a, delegate: [refund] }]", true),
        ("rules: [{ id: a, delegate: { refund: { propose: supervisor } } }]", true),
        ("rules: [{ id: a, settle: { refund: deny } }]", true),
        ("rules: [{ id: a, settle: { talks: deny } }]", false),
        ("rules: [{ id: a, retain: [refund], raise: [refund] }]", false),
        // A rule of the locking layer again, said alike.
        ("rules: [{ id: refund.small, when: order.amount <= 500, delegate: { refund: first_line } }]", false),
        ("judgments: { refund: { title: refund } }", false),
        ("judgments: { refund: { decide: client_manager } }", true),
        // Who locks what stands below has read it, grants and all.
        ("judgments: { refund: { locked: true } }", false),
    ] {
        let loaded = over(&locked, rest);
        let codes: Vec<Code> = found(&loaded).into_iter().map(|(code, ..)| code).collect();
        assert_eq!(codes, vec![Code::Locked; usize::from(refused)], "{rest}\n{}", loaded.findings());
        assert_eq!(found(&over(BASE, rest)), [], "{rest}");
    }
    let decision = says(&engine(over(&locked, "")), "返金してください");
    assert_eq!(may(&decision, "first_line", Act::Decide, "refund"), "held by client_desk");
}

#[test]
fn nobody_takes_evidence_away_from_a_locked_rule() {
    let base = |when: &str| {
        format!(
            "
judgments: {{ refund: }}
cues: {{ refund: {{ any: [返金], except: [返金済み] }} }}
scores: {{ wish: {{ cue.refund: 2 }} }}
derive: {{ wishes: count(refund) }}
let: {{ wished: score.wish >= 1, counted: wishes >= 1 }}
rules:
  - {{ id: asked, when: {when}, raise: [refund], locked: true }}
  - {{ id: others, when: wished || counted, tag: [x] }}
"
        )
    };
    for when in ["cue.refund", "wished", "score.wish > 0", "wishes > 0", "counted || wished", "0 < wishes"] {
        for key in ["except", "unless_followed_by", "unless_preceded_by"] {
            let loaded = over(&base(when), &format!("cues: {{ refund: {{ {key}: [返金されません] }} }}"));
            assert_eq!(found(&loaded).len(), 1, "{when}: {}", loaded.findings());
            assert_eq!(found(&loaded)[0].0, Code::Locked);
        }
        for rest in [
            "cues: { refund: { any: [refund], misses: [再送] } }",
            // Said by the layer of the rule already.
            "cues: { refund: { except: [返金済み] } }",
        ] {
            assert_eq!(found(&over(&base(when), rest)), [], "{when}: {rest}");
        }
        let folded = over(&base(when), "cues: { refund: { fold_kana: true } }");
        assert_eq!(found(&folded)[0].0, Code::Locked, "{when}: {}", folded.findings());
    }
    for when in
        ["\"!cue.refund\"", "\"!wished\"", "score.wish < 2", "\"!counted\"", "2 > wishes", "wishes == 0"]
    {
        let loaded = over(&base(when), "cues: { refund: { any: [refund] } }");
        assert_eq!(found(&loaded).len(), 1, "{when}: {}", loaded.findings());
        assert_eq!(found(&loaded)[0].0, Code::Locked);
        let again = over(&base(when), "cues: { refund: { any: [返金] } }");
        assert_eq!(found(&again), [], "{when}");
    }
    // Points below zero turn the direction round.
    let below = base("score.wish >= 1").replace("{ cue.refund: 2 }", "{ cue.refund: -2 }");
    assert_eq!(found(&over(&below, "cues: { refund: { any: [refund] } }"))[0].0, Code::Locked);
    assert_eq!(found(&over(&below, "cues: { refund: { except: [返金されません] } }")), []);
    let unlocked = base("cue.refund").replace(", locked: true", "");
    assert_eq!(found(&over(&unlocked, "cues: { refund: { except: [返金されません] } }")), []);
    let other = base("\"true\"");
    assert_eq!(found(&over(&other, "cues: { refund: { except: [返金されません] } }")), []);
}

#[test]
fn nobody_adds_evidence_to_a_grant_of_a_locked_judgment() {
    let base = "
judgments: { refund: { locked: true } }
cues: { kind: { any: [お願いします] } }
rules:
  - { id: asked, raise: [refund] }
  - { id: granted, when: cue.kind, delegate: { refund: supervisor } }
";
    let loaded = over(base, "cues: { kind: { any: [返金] } }");
    assert_eq!(found(&loaded)[0].0, Code::Locked, "{}", loaded.findings());
    assert_eq!(found(&over(base, "cues: { kind: { except: [返金をお願いします] } }")), []);
    let free = base.replace("{ locked: true }", "");
    assert_eq!(found(&over(&free, "cues: { kind: { any: [返金] } }")), []);
}

#[test]
fn a_house_locks_what_it_stands_on_as_it_is() {
    let house = format!("{SHOP}extends: [shop]\njudgments: {{ refund: {{ locked: true }} }}\n")
        .replace("tiers", "# tiers");
    let with = |rest: &str| {
        load(&[("mine.yaml", &mine(&format!("extends: [house.yaml]\n{rest}"))), ("house.yaml", &house)])
    };
    assert_eq!(found(&with("")), []);
    let granted = with("rules: [{ id: a, delegate: { refund: first_line } }]");
    assert_eq!(found(&granted)[0].0, Code::Locked, "{}", granted.findings());
}

#[test]
fn silence_is_read_by_the_layer_that_says_so() {
    const READS: &str = "
judgments: { refund: }
cues: { refund: { any: [返金] } }
rules: [{ id: asked, when: cue.refund, raise: [refund], locked: true }]
";
    let outer = over(READS, "no_text: empty");
    assert_eq!(found(&outer)[0].0, Code::Locked, "{}", outer.findings());
    assert_eq!(found(&over(&format!("{READS}no_text: empty\n"), "no_text: empty")), []);
    let unlocked = READS.replace(", locked: true", "");
    assert_eq!(found(&over(&unlocked, "no_text: empty")), []);
    // One layer does not say it for another, whichever is named first.
    let says = format!("{SHOP}no_text: empty\n");
    let reads = format!("{SHOP}{unlocked}");
    for order in ["[says.yaml, reads.yaml]", "[reads.yaml, says.yaml]"] {
        let outermost = mine(&format!("extends: {order}"));
        let loaded = load(&[("mine.yaml", &outermost), ("says.yaml", &says), ("reads.yaml", &reads)]);
        assert_eq!(found(&loaded)[0].0, Code::LayersDisagree, "{}", loaded.findings());
    }
}

#[test]
fn only_the_outermost_takes_phrases_away() {
    let core = format!(
        "{SHOP}cues: {{ x: {{ any: [p], except: [e] }} }}\nrules: [{{ id: r, when: cue.x, tag: [x] }}]"
    );
    let with = |middle: &str, outermost: &str| {
        let loaded =
            load(&[("mine.yaml", &mine(outermost)), ("middle.yaml", &mine(middle)), ("core.yaml", &core)]);
        found(&loaded).iter().map(|(_, message, _)| (*message).to_owned()).collect::<Vec<_>>()
    };
    let on_core = "extends: [core.yaml]\n";
    let refused = ["only the outermost rulebook may add `except` to another layer's cue `x`"];
    let none: [&str; 0] = [];
    let more = format!("{on_core}cues: {{ x: {{ any: [q], except: [f] }} }}");
    // As the outermost it may, as a layer below it may not.
    assert_eq!(with("", &more), none);
    assert_eq!(with(&more, "extends: [middle.yaml]"), refused);
    // Phrases more are no harm, and what it stands on may have its exceptions.
    assert_eq!(with(&format!("{on_core}cues: {{ x: {{ any: [q] }} }}"), "extends: [middle.yaml]"), none);
    // Two layers that know nothing of each other: whichever is named first.
    let side = "cues: { x: { any: [q] } }";
    assert_eq!(with(side, "extends: [middle.yaml, core.yaml]"), refused);
    assert_eq!(with(side, "extends: [core.yaml, middle.yaml]"), refused);
    // An exception that both have.
    let same = "cues: { x: { any: [q], except: [e] } }";
    assert_eq!(with(same, "extends: [core.yaml, middle.yaml]"), none);
}

#[test]
fn hand_overs_are_alike_in_any_order() {
    let handoffs = "handoffs: { direct: [[first_line, client_desk], [second_line, client_manager]] }";
    let turned = "handoffs: { direct: [[second_line, client_manager], [first_line, client_desk]] }";
    assert_eq!(found(&over(handoffs, turned)), []);
    let fewer = "handoffs: { direct: [[first_line, client_desk]] }";
    assert_eq!(found(&over(handoffs, fewer))[0].1, "two layers say different things: `handoffs`");
}

#[test]
fn business_time_that_names_no_calendar_is_counted_in_the_one_its_author_knows() {
    let base = "
calendars: { a_desk: { hours: { mon-sun: [\"09:00-18:00\"] } } }
rules: [{ id: base, escalate: { within: 4 business hours } }]
";
    // The outer calendar would come first by its name's order too.
    for outer in ["a", "z"] {
        let calendar = format!("calendars: {{ {outer}: {{ hours: {{ mon-sun: [\"20:00-22:00\"] }} }} }}\n");
        let loaded = over(base, &calendar);
        assert_eq!(found(&loaded), []);
        // Nothing counts in the outer one.
        let unused: Vec<_> =
            loaded.findings().iter().map(|finding| (finding.code(), finding.file())).collect();
        assert_eq!(unused, [(Code::UnusedDefinition, "mine.yaml")]);
        let decision = engine(loaded).decide(&facts_only(""));
        assert_eq!(decision.route().within().collect::<Vec<_>>(), ["4 business hours in a_desk"]);
        // The outer layer knows both.
        let loaded = over(
            base,
            &format!("{calendar}rules: [{{ id: mine, escalate: {{ within: 1 business hours }} }}]\n"),
        );
        let found = found(&loaded);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].0, found[0].2), (Code::InvalidValue, "mine.yaml"));
    }
}

#[test]
fn a_layer_without_calendars_counts_in_the_only_one_there_is() {
    let base = "rules: [{ id: base, escalate: { within: 4 business hours } }]\n";
    let calendar = "calendars: { desk: { hours: { mon-sun: [\"09:00-18:00\"] } } }\n";
    let loaded = over(base, calendar);
    assert!(loaded.findings().is_empty(), "{}", loaded.findings());
}

#[test]
fn the_same_rule_in_force_in_two_periods_is_told_apart_from_two_rules() {
    let base = "effective: { from: 2026-12-01 }\nrules: [{ id: r, tag: [x] }]\n";
    let message = |rest: &str| {
        let loaded = over(base, rest);
        let finding = loaded.findings().iter().find(|finding| finding.code() == Code::LayersDisagree);
        finding.map(|finding| (finding.message().to_owned(), finding.also().count()))
    };
    for same in ["", "effective: { from: 2027-01-01 }\n"] {
        let (message, places) = message(&format!("{same}rules: [{{ id: r, tag: [x] }}]\n")).unwrap();
        assert!(message.contains("the same rule, but in force in different periods"), "{message}");
        assert_eq!(places, 1);
    }
    let (other, _) = message("rules: [{ id: r, tag: [y] }]\n").unwrap();
    assert!(other.contains("different things"), "{other}");
    let period = "effective: { from: 2026-12-01 }";
    assert_eq!(message(&format!("{period}\nrules: [{{ id: r, tag: [x] }}]\n")), None);
    // A rule says its period itself, or its layer does.
    assert_eq!(message(&format!("rules: [{{ id: r, tag: [x], {period} }}]\n")), None);
}
