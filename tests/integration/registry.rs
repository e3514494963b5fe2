//! One engine per client: what is installed decides, whole, whoever replaces it meanwhile.

use furiwake::{Inquiry, Language, Next, Party, Registry, Rulebook};
use std::collections::BTreeMap;
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// A rulebook of `client` that says its own version in every part of a decision.
fn rulebook(client: &str, version: usize) -> Rulebook {
    let text = format!(
        "
rulebook: {client}
version: '{version}'
tiers: {{ vendor: [first_line], client: [client_desk] }}
cues: {{ refund: {{ any: [返金{version}号, refund] }} }}
judgments: {{ refund: }}
rules:
  - {{ id: asked, when: cue.refund, raise: [refund], tag: [{client}-{version}] }}
  - {{ id: always, instruct: [{client}-{version}] }}
"
    );
    Rulebook::load(client, &text).into_result().unwrap_or_else(|findings| panic!("{findings}"))
}

fn inquiry() -> Inquiry {
    Inquiry::new().customer("A refund, please.")
}

#[test]
fn an_unknown_client_gets_everything_back_with_a_reason() {
    let registry = Registry::new();
    let decision = registry.decide("nobody", &inquiry());
    assert_eq!(decision.rulebook().id(), "unknown-client");
    assert_eq!(decision.rulebook().hash(), registry.fallback().rulebook().hash());
    assert_eq!((decision.route().tier(), decision.route().party()), ("client_desk", Party::Client));
    assert_eq!(decision.next(), Next::HandOff);
    assert!(decision.route().is_certain() && decision.asks().next().is_none());
    let reasons: Vec<_> = decision.reasons().collect();
    assert_eq!(reasons.len(), 1);
    for language in [Language::Japanese, Language::English] {
        let because = reasons[0].because().unwrap().get(language);
        assert!(decision.why(language).contains(because), "{}", decision.why(language));
    }
    assert!(registry.get("nobody").is_none() && registry.remove("nobody").is_none());
    assert!(registry.list().is_empty());
}

#[test]
fn a_host_may_have_unknown_clients_decided_by_a_rulebook_of_its_own() {
    let own = rulebook("house", 1);
    let registry = Registry::with_fallback(&own);
    assert_eq!(registry.decide("nobody", &inquiry()).rulebook().hash(), own.hash());
    assert_eq!(registry.engine("nobody").rulebook().id(), "house");
}

#[test]
fn clients_are_added_replaced_removed_and_listed() {
    let registry = Registry::new();
    let clone = registry.clone();
    assert!(registry.insert("b", &rulebook("b", 1)).is_none());
    assert!(registry.insert("a", &rulebook("a", 1)).is_none());
    assert_eq!(registry.insert("b", &rulebook("b", 2)).unwrap().rulebook().version(), "1");
    let list = clone.list();
    let shown: Vec<_> = list
        .iter()
        .map(|(client, rulebook)| (client.as_str(), rulebook.id(), rulebook.version(), rulebook.hash()))
        .collect();
    let (a, b) = (rulebook("a", 1), rulebook("b", 2));
    assert_eq!(shown, [("a", "a", "1", a.hash()), ("b", "b", "2", b.hash())]);
    // An engine in hand stays as it is.
    let engine = clone.get("a").unwrap();
    assert_eq!(registry.remove("a").unwrap().rulebook().id(), "a");
    assert!(clone.get("a").is_none());
    assert_eq!(engine.decide(&inquiry()).rulebook().id(), "a");
    assert_eq!(registry.decide("a", &inquiry()).rulebook().id(), "unknown-client");
}

/// Threads decide while others replace and remove rulebooks: every inquiry is decided, by one rulebook from end to end that
/// was installed for its client, and never by one that had already been replaced.
#[test]
fn deciding_goes_on_while_rulebooks_are_replaced() {
    const CLIENTS: [&str; 4] = ["acme", "byte", "cafe", "dune"];
    const VERSIONS: usize = 12;
    const ROUNDS: usize = 5;
    const READERS: usize = 4;
    let books: BTreeMap<&str, Vec<Rulebook>> = CLIENTS
        .iter()
        .map(|client| (*client, (0..VERSIONS).map(|version| rulebook(client, version)).collect()))
        .collect();
    let registry = Registry::new();
    for client in CLIENTS {
        registry.insert(client, &books[client][0]);
    }
    let fallback = registry.fallback().rulebook().hash().to_owned();
    let (begin, writing) = (Barrier::new(READERS + CLIENTS.len()), AtomicUsize::new(CLIENTS.len()));
    let seen: Vec<BTreeMap<String, usize>> = thread::scope(|scope| {
        for client in CLIENTS {
            let (registry, books, begin, writing) = (registry.clone(), &books[client], &begin, &writing);
            scope.spawn(move || {
                begin.wait();
                for round in 0..ROUNDS {
                    for (version, book) in books.iter().enumerate() {
                        registry.insert(client, book);
                        assert_eq!(registry.get(client).unwrap().rulebook().hash(), book.hash());
                        if version % 4 == 3 {
                            assert_eq!(registry.remove(client).unwrap().rulebook().hash(), book.hash());
                        }
                    }
                    // Only the last round ends with a client that stays.
                    if round + 1 == ROUNDS {
                        registry.insert(client, &books[VERSIONS - 2]);
                    }
                }
                writing.fetch_sub(1, Ordering::Release);
            });
        }
        let reader = || {
            let registry = registry.clone();
            let (books, begin, writing, fallback) = (&books, &begin, &writing, &fallback);
            move || {
                let mut seen: BTreeMap<String, usize> = BTreeMap::new();
                begin.wait();
                let inquiry = inquiry();
                let mut last = false;
                // Once more after the last change.
                while !last {
                    last = writing.load(Ordering::Acquire) == 0;
                    for client in CLIENTS {
                        let decision = registry.decide(client, &inquiry);
                        let by = decision.rulebook();
                        *seen.entry(by.hash().to_owned()).or_default() += 1;
                        if by.hash() == fallback {
                            assert_eq!(decision.route().tier(), "client_desk");
                            continue;
                        }
                        assert!(books[client].iter().any(|book| book.hash() == by.hash()), "{client}");
                        let mark = format!("{client}-{}", by.version());
                        assert_eq!(decision.tags().collect::<Vec<_>>(), [mark.as_str()]);
                        let instruction = decision.instructions().next().unwrap();
                        assert_eq!(instruction.get(Language::English), mark);
                    }
                }
                seen
            }
        };
        let readers: Vec<_> = (0..READERS).map(|_| scope.spawn(reader())).collect();
        readers.into_iter().map(|reader| reader.join().unwrap()).collect()
    });
    for seen in &seen {
        // Nobody was left without an answer, and what was last installed was seen.
        assert!(seen.values().sum::<usize>() >= CLIENTS.len());
        for client in CLIENTS {
            assert!(seen.contains_key(books[client][VERSIONS - 2].hash()), "{client}");
        }
    }
    let installed: Vec<_> =
        registry.list().into_iter().map(|(client, book)| (client, book.hash().to_owned())).collect();
    let expected: Vec<_> = CLIENTS
        .iter()
        .map(|client| ((*client).to_owned(), books[client][VERSIONS - 2].hash().to_owned()))
        .collect();
    assert_eq!(installed, expected);
}
