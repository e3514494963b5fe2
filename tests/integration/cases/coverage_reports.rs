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
    let html = texts().html(&coverage());
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
        "<mark class=\"part\" title=\"just below 3000: no case lies just below 3000\">order.amount &lt;= 3000</mark>",
        "<mark class=\"good\" title=\"turns its condition, both ways\">cue.refund</mark>",
    ] {
        assert!(html.contains(marked), "{marked}");
    }
}

/// The text of the rulebook is shown as it is, every line of it.
#[test]
fn the_page_shows_every_line() {
    let html = texts().html(&coverage());
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
