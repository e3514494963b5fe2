//! One engine per client, replaced while others decide. Readers take a whole immutable map and never wait; writers, one
//! at a time, put a changed copy in its place.

use super::Engine;
use super::pool::Pool;
use crate::decision::Decision;
use crate::inquiry::Inquiry;
use crate::rulebook::Rulebook;
use arc_swap::ArcSwap;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The engines of many clients (委託元), each under the id its host knows it by.
///
/// Rulebooks may be added, replaced and removed while other threads decide: reading takes no lock, and every decision is
/// made wholly by one engine, the one that was there when it began. A clone shares everything with the registry it was
/// made of. Clients whose rulebooks say the same share one engine, whether or not they were loaded together.
///
/// What rulebooks have in common is kept once, however often it was loaded: a client whose layer adds twenty rules, a fact,
/// a cue and a few phrases to `shop` costs 20 KB beside the 3.6 MB of `shop` itself, one with an equal rulebook less than
/// 1 KB. That needs the common layers to be the innermost ones: what stands on them may differ. Drop the rulebook after
/// inserting it; [`Engine::rulebook`] gives the one that is shared.
///
/// An inquiry of a client that nobody registered is decided by the fallback engine. Unless the host gives another one,
/// that is by a rulebook called `unknown-client`, which hands everything back to the tier `client_desk` and says why:
/// nothing is known of what this client has entrusted to anybody.
///
/// ```
/// use furiwake::{Inquiry, Party, Registry, Rulebook};
///
/// let registry = Registry::new();
/// registry.insert("acme", &Rulebook::builtin("shop").unwrap());
/// registry.insert("byte-works", &Rulebook::builtin("it-support").unwrap());
///
/// let inquiry = Inquiry::new().customer("いつ届きますか").fact("order.id", "A-1");
/// let decision = registry.decide("acme", &inquiry);
/// assert_eq!(decision.rulebook().id(), "shop");
/// assert_eq!(decision.route().party(), Party::Vendor);
///
/// // Nobody has registered this one, and the decision shows it.
/// let decision = registry.decide("acne", &inquiry);
/// assert_eq!(decision.rulebook().id(), "unknown-client");
/// assert_eq!(decision.route().party(), Party::Client);
///
/// let clients: Vec<String> = registry
///     .list()
///     .iter()
///     .map(|(client, rulebook)| format!("{client}: {} {}", rulebook.id(), rulebook.version()))
///     .collect();
/// assert_eq!(clients, ["acme: shop 2026.11.1", "byte-works: it-support 2026.11.1"]);
/// ```
#[derive(Debug, Clone)]
pub struct Registry {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    engines: ArcSwap<Engines>,
    /// Held while the map is copied and changed, so that no writer undoes another's change; with what the engines share.
    pool: Mutex<Pool>,
    fallback: Engine,
}

type Engines = BTreeMap<Arc<str>, Engine>;

impl Registry {
    /// A registry without clients, in which everything of an unknown client goes back to the client.
    pub fn new() -> Self {
        Self::of(Engine::new(&unknown_client()))
    }

    /// A registry without clients, in which `rulebook` decides for an unknown one.
    ///
    /// Whatever it delegates is delegated for clients nobody has registered: it should grant nothing.
    pub fn with_fallback(rulebook: &Rulebook) -> Self {
        Self::of(Engine::new(rulebook))
    }

    fn of(fallback: Engine) -> Self {
        let shared = Shared { engines: ArcSwap::default(), pool: Mutex::default(), fallback };
        Self { shared: Arc::new(shared) }
    }

    /// Has `rulebook` decide for `client` from now on, and returns the engine that did before, if one did. Decisions that
    /// have begun are finished by that one.
    ///
    /// The engine is built before anything is replaced, so nobody who decides waits for it; other changes do. Every change
    /// copies the map, which is quick for the thousands of clients a host has (a pointer or two each).
    pub fn insert(&self, client: &str, rulebook: &Rulebook) -> Option<Engine> {
        self.change(|engines, pool| {
            let engine = shared(engines, rulebook)
                .unwrap_or_else(|| Engine { program: Arc::new(pool.program(rulebook)) });
            engines.insert(client.into(), engine)
        })
    }

    /// Leaves `client` to the fallback engine from now on, and returns the engine that decided for it, if one did.
    pub fn remove(&self, client: &str) -> Option<Engine> {
        self.change(|engines, _| engines.remove(client))
    }

    /// The engine that decides for `client` now; `None` for an unknown one.
    ///
    /// It stays as it is: to notice a change, ask again.
    pub fn get(&self, client: &str) -> Option<Engine> {
        self.shared.engines.load().get(client).cloned()
    }

    /// The engine that decides for `client` now, the fallback engine for an unknown one.
    ///
    /// Take it once where several questions are about one inquiry ([`Engine::decide`], then [`Engine::why_not`]): asked of
    /// one engine, they are answered by the same rulebook whatever is replaced meanwhile.
    pub fn engine(&self, client: &str) -> Engine {
        self.get(client).unwrap_or_else(|| self.shared.fallback.clone())
    }

    /// The engine that decides for unknown clients.
    pub fn fallback(&self) -> &Engine {
        &self.shared.fallback
    }

    /// Decides one inquiry of `client`, by the fallback engine if it is unknown. [`Decision::rulebook`] says which rulebook
    /// decided.
    pub fn decide(&self, client: &str, inquiry: &Inquiry) -> Decision {
        self.engine(client).decide(inquiry)
    }

    /// The clients as they are now, sorted, each with its rulebook, which knows its id, version and hash.
    pub fn list(&self) -> Vec<(String, Rulebook)> {
        let engines = self.shared.engines.load();
        engines.iter().map(|(client, engine)| (client.to_string(), engine.rulebook().clone())).collect()
    }

    /// Puts a changed copy of the map in the place of the map, and returns the engine that is not in it any more.
    fn change(&self, change: impl FnOnce(&mut Engines, &mut Pool) -> Option<Engine>) -> Option<Engine> {
        // The map is only ever swapped whole, and whatever the pool holds is as it should be: a writer that panicked has left
        // nothing half done.
        let mut pool = self.shared.pool.lock().unwrap_or_else(PoisonError::into_inner);
        let mut engines = Engines::clone(&self.shared.engines.load());
        let replaced = change(&mut engines, &mut pool);
        self.shared.engines.store(Arc::new(engines));
        if replaced.is_some() {
            // What was used by engines replaced before this one; its own pieces are still held.
            pool.clean();
        }
        replaced
    }
}

impl Default for Registry {
    fn default() -> Self {
        Self::new()
    }
}

/// The engine among `engines` whose rulebook says the same.
fn shared(engines: &Engines, rulebook: &Rulebook) -> Option<Engine> {
    engines.values().find(|engine| engine.rulebook().says_the_same(rulebook)).cloned()
}

#[expect(clippy::expect_used, reason = "the text is part of the library, and a test loads it")]
fn unknown_client() -> Rulebook {
    let loaded = Rulebook::load("unknown-client (built in)", include_str!("unknown_client.yaml"));
    loaded.into_result().expect("the fallback rulebook loads")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fallback_rulebook_loads_without_findings() {
        let loaded = Rulebook::load("unknown-client", include_str!("unknown_client.yaml"));
        assert!(loaded.findings().is_empty(), "{}", loaded.findings());
        assert_eq!(unknown_client().id(), "unknown-client");
    }

    #[test]
    fn equal_rulebooks_share_one_engine_and_others_do_not() {
        let load = |title: &str| {
            let text = format!(
                "{{ rulebook: a, version: '1', tiers: {{ vendor: [v], client: [c] }}, judgments: {{ refund: }}, \
                 rules: [{{ id: r, raise: [refund] }}], invariants: [{{ never: {title} }}] }}"
            );
            Rulebook::load("a", &text).into_result().unwrap()
        };
        let registry = Registry::new();
        for (client, never) in [("a", "false"), ("b", "false"), ("c", "route == \"c\"")] {
            registry.insert(client, &load(never));
        }
        let [a, b, c] = ["a", "b", "c"].map(|client| registry.engine(client));
        assert!(Arc::ptr_eq(&a.program, &b.program));
        // The hash does not tell invariants apart.
        assert_eq!(a.rulebook().hash(), c.rulebook().hash());
        assert!(!Arc::ptr_eq(&a.program, &c.program));
    }
}
