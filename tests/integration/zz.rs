use crate::generate::*;
use crate::promises::asks::*;
use proptest::strategy::{Strategy, ValueTree};
#[test]
fn zz_asks() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let n: usize = std::env::var("N").ok().and_then(|n| n.parse().ok()).unwrap_or(500);
    let (mut missing_any, mut asked, mut needless, mut facts_asked, mut facts_missing, mut needless_fact) = (0, 0, 0, 0, 0, 0);
    let (mut uncertain, mut raised, mut settled, mut cl, mut conflict) = (0, 0, 0, 0, 0);
    for i in 0..n {
        let raw = raw_book().new_tree(&mut runner).unwrap().current();
        let case = raw_case().new_tree(&mut runner).unwrap().current();
        let book = Book::new(&raw);
        let case = Case::new(&book, &case);
        let engine = book.engine();
        let d = engine.decide(&case.inquiry(&book));
        for (j, _) in &book.judgments {
            raised += usize::from(d.raised(j) == Some(furiwake::Truth::True));
            settled += usize::from(matches!(d.ruling(j), Some(furiwake::Ruling::Approve | furiwake::Ruling::Deny)));
            conflict += usize::from(matches!(d.ruling(j), Some(furiwake::Ruling::Conflict)));
        }
        cl += usize::from(book.rank(d.route().tier()) >= book.vendor_tiers);
        uncertain += usize::from(!d.route().is_certain());
        let missing: Vec<usize> = (0..book.facts.len()).filter(|f| case.can_be_completed(&book, *f)).collect();
        if missing.is_empty() && !case.lacks_text(&book) { continue; }
        missing_any += 1;
        facts_missing += missing.len();
        let names: Vec<&str> = d.asks().filter_map(|a| a.fact).collect();
        facts_asked += names.len();
        if d.asks().next().is_none() { continue; }
        asked += 1;
        let mut all = Vec::new();
        for s in 0..8 { all.extend(completions(&book, &case, &missing, true, (i as u64) * 77 + s * 1299721 + 5)); }
        if all.iter().all(|c| destination(&engine.decide(&c.inquiry(&book))) == destination(&d)) { needless += 1;
            if needless <= 6 { println!("NEEDLESS asks {:?}\n{}\n{}", d.asks().collect::<Vec<_>>(), case.json(&book), book.tree().yaml()); } }
        // single fact needless: vary only that fact on top of random completions
        for f in &names {
            let at = book.facts.iter().position(|fact| fact.name == *f).unwrap();
            let moves = all.iter().any(|c| (0..book.facts[at].values()).map(|v| destination(&engine.decide(&c.with(at, State::Value(v)).inquiry(&book)))).collect::<std::collections::BTreeSet<_>>().len() > 1);
            if !moves { needless_fact += 1; }
        }
    }
    println!("n {n} lacking something {missing_any} uncertain {uncertain} asks nonempty {asked} needless {needless}; facts missing {facts_missing} asked {facts_asked} needless {needless_fact}; raised {raised} settled {settled} conflict {conflict} client {cl}");
}
