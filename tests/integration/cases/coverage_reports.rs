//! Coverage as people and services read it: on the terminal, as LCOV, as a page.

use super::coverage::{ABOVE, ASKED, book, covered, text};
use crate::golden::expect;
use crate::support::SHOP;
use furiwake::cases::{Coverage, Texts};
use std::collections::BTreeMap;

fn coverage() -> Coverage {
    let masked =
        "  - { name: both <b>, given: { text: がっかり, facts: { order.amount: 9000 } }, expect: {} }\n";
    covered(&book(), &format!("cases:\n{ASKED}{ABOVE}{masked}"))
}

fn texts() -> Texts {
    Texts::load_with(&book(), "small.yaml", &text(""), |_| Err::<String, _>("no such file"))
}

#[test]
fn the_terminal_shows_the_headline_and_what_is_missing() {
    expect("coverage.txt", &format!("{}\n", coverage()));
}

#[test]
fn lcov_counts_lines_and_branches_of_the_rulebook() {
    let lcov = texts().lcov(&coverage());
    expect("coverage.lcov", &lcov);
    // What the records say of themselves holds.
    let count = |prefix: &str| lcov.lines().filter(|line| line.starts_with(prefix)).count();
    let number = |prefix: &str| -> usize {
        let line = lcov.lines().find(|line| line.starts_with(prefix)).unwrap();
        line.split(':').nth(1).unwrap().parse().unwrap()
    };
    assert_eq!((count("DA:"), count("BRDA:"), count("FN:")), (number("LF:"), number("BRF:"), number("FNF:")));
    let hit = |prefix: &str, at: usize| {
        let lines = lcov.lines().filter_map(|line| line.strip_prefix(prefix));
        lines.filter(|line| line.split(',').nth(at) != Some("0")).count()
    };
    assert_eq!(
        (hit("DA:", 1), hit("BRDA:", 3), hit("FNDA:", 9)),
        (number("LH:"), number("BRH:"), count("FNDA:"))
    );
}

#[test]
fn every_layer_has_a_record_of_its_own() {
    let outer = format!(
        "{}extends: [./base.yaml]\nrules:\n  - {{ id: late, when: cue.late, tag: [late] }}\n",
        SHOP.replace("tiers: {", "# {")
    );
    let base = "rulebook: base\ntiers: { vendor: [first_line], client: [client_desk] }\ncues: { late: { any: [遅い] }, early: { any: [早い] } }\nrules:\n  - { id: early, when: cue.early, tag: [early] }\n".to_owned();
    let read = |file: &str| if file == "base.yaml" { Ok(base.clone()) } else { Err("no such file") };
    let book = furiwake::Rulebook::load_with("outer.yaml", &outer, read)
        .into_result()
        .unwrap_or_else(|found| panic!("{found}"));
    let coverage = covered(&book, "cases: [{ name: late, given: { text: 遅い }, expect: {} }]");
    let lcov = Texts::load_with(&book, "outer.yaml", &outer, read).lcov(&coverage);
    let files: Vec<&str> = lcov.lines().filter_map(|line| line.strip_prefix("SF:")).collect();
    assert_eq!(files, ["outer.yaml", "base.yaml"]);
    assert!(lcov.contains("FNDA:1,late\n") && lcov.contains("FNDA:0,early\n"), "{lcov}");
}

#[test]
fn the_page_is_complete_in_itself_and_escaped() {
    let html = texts().html(&coverage(), None);
    for outside in ["<script", "http:", "https:", "src=", "@import", "url("] {
        assert!(!html.contains(outside), "{outside}");
    }
    assert!(html.contains("both &lt;b&gt;") && !html.contains("both <b>"));
    // Every link leads somewhere, and no two places have one name.
    let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
    for id in html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        *ids.entry(id).or_default() += 1;
    }
    assert!(ids.values().all(|times| *times == 1), "{ids:?}");
    let links: Vec<&str> = html.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(links.len() > 8);
    for link in links {
        assert!(link.is_empty() || ids.contains_key(link), "{link}");
    }
    // Marks stand where the rulebook says what they are about.
    for marked in [
        ">refund.small</a></mark>",
        "<mark class=\"part\" title=\"just below 3000: no case lies just below 3000\"><a ",
        "aria-label=\"order.amount &lt;= 3000: partly, just below 3000: no case lies just below 3000\"",
        "<mark class=\"good\" title=\"turns its condition, both ways\"><a ",
        "<i role=\"img\" aria-label=\"partly\" title=\"partly\">◐</i><b>",
    ] {
        assert!(html.contains(marked), "{marked}");
    }
    // What leads to the line of a rule is what shows its panel, so that following it does not close that.
    let (panel, _) = html.split_once("small.yaml:").unwrap();
    assert!(panel.ends_with("<div><a href=\"#rule-0\">"), "{}", &panel[panel.len() - 40..]);
    // On a narrow screen what stands first comes first.
    assert!(html.find("id=\"overview\"").unwrap() < html.find("<main>").unwrap());
}

const PERIODS: &str = "let: { tiny: order.amount <= 5 }
rules:
  - { id: one, when: tiny, tag: [one] }
  - id: two
    when: cue.late
    effective:
      from: \"2026-11-01\"
      until: \"2026-12-31\"
    tag: [two]
";

/// The page about a rulebook and its cases, with what is found by mutation.
fn page_of(text: &str, cases: &str) -> String {
    let book =
        furiwake::Rulebook::load("b.yaml", text).into_result().unwrap_or_else(|found| panic!("{found}"));
    let suite = furiwake::cases::Suite::load("b.cases.yaml", cases, &book).into_result();
    let suite = suite.unwrap_or_else(|found| panic!("{found}"));
    let engine = furiwake::Engine::new(&book);
    let nothing = |_: &str| Err::<String, _>("no such file".to_owned());
    let mut mutation = suite.mutate(&engine);
    mutation.locate("b.yaml", text, nothing);
    Texts::load_with(&book, "b.yaml", text, nothing).html(&suite.coverage(&engine), Some(&mutation))
}

#[test]
fn the_page_tells_what_is_excused_and_what_nobody_notices() {
    let text = format!(
        "{SHOP}facts: {{ order.amount: {{ type: integer, min: 0 }} }}\ncues: {{ late: {{ any: [遅い] }} }}\n{PERIODS}"
    );
    let html = page_of(
        &text,
        "excused:
  decisive: { two: why <not> }
  survivors: { \"rule two: without the rule\": that is so }
cases: [{ name: one, given: { text: x, facts: { order.amount: 5 } }, expect: {} }]",
    );
    assert!(html.contains(" · 1 case</div>"));
    assert!(html.contains("decisive rules<b>100 %</b><span class=\"soft\">1 of 1, 1 excused</span>"));
    assert!(html.contains("<code>two</code><div class=\"why\">why &lt;not&gt;</div>"));
    // A named condition is called one.
    assert!(html.contains(">let tiny</a>") && html.contains("<h3>let tiny</h3>"));
    // A period is marked where it stands, line by line.
    let line =
        |number: usize| html.lines().find(|line| line.contains(&format!("id=\"line-0-{number}\""))).unwrap();
    let first = text.lines().position(|line| line.contains("from:")).unwrap() + 1;
    for number in [first, first + 1] {
        assert!(
            line(number).contains("<mark class=\"bad\"") && line(number).contains(">✗</i>"),
            "{}",
            line(number)
        );
    }
    assert!(!line(first - 1).contains("<mark"));
    // Both scores, and each change with a link to its line.
    for title in ["mutation score<b>", "safety score<b>"] {
        assert!(html.contains(title), "{title}");
    }
    let limit = text.lines().position(|line| line.starts_with("let:")).unwrap() + 1;
    let change = format!(
        "<a href=\"#line-0-{limit}\"><code>let tiny: order.amount &lt;= 5 → order.amount &lt;= 6</code></a>"
    );
    assert!(html.contains(&change), "{html}");
    assert!(html.contains("excused: that is so"));
    // Without a score there is nothing of it on the page.
    let without = texts().html(&coverage(), None);
    assert!(!without.contains("score") && !without.contains("no case notices"));
}

/// Of many cases the first few are listed, and the page does not say that these are all.
#[test]
fn the_page_does_not_count_what_is_not_listed() {
    let case = |number: usize| format!("  - {{ name: n{number}, given: {{ text: 遅い }}, expect: {{}} }}\n");
    let book = format!(
        "{SHOP}cues: {{ late: {{ any: [遅い] }} }}\nrules: [{{ id: late, when: cue.late, tag: [late] }}]\n"
    );
    for (cases, shown) in
        [(1, ">shown by 1 case<"), (7, ">shown by 7 cases<"), (9, ">shown by at least 8 cases<")]
    {
        let text: String = (0..cases).map(case).collect();
        let html = page_of(&book, &format!("cases:\n{text}"));
        assert!(html.contains(shown), "{shown}");
    }
}

/// The text of the rulebook is shown as it is, every line of it.
#[test]
fn the_page_shows_every_line() {
    let html = texts().html(&coverage(), None);
    let shown = html.split("<div class=\"text\">").nth(1).unwrap().split("</section>").next().unwrap();
    let mut lines = Vec::new();
    for line in shown.lines().filter(|line| line.contains("id=\"line-0-")) {
        let mut plain = String::new();
        let mut is_tag = false;
        for character in line.split("</b>").nth(1).unwrap().chars() {
            match character {
                '<' => is_tag = true,
                '>' => is_tag = false,
                _ if !is_tag => plain.push(character),
                _ => {}
            }
        }
        lines.push(
            plain
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&"),
        );
    }
    assert_eq!(lines, text("").lines().collect::<Vec<_>>());
}
