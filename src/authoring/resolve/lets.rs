//! Named conditions, in an order in which each uses only those before it.

use super::resolver::Resolver;
use crate::authoring::document::{Document, Let};
use crate::condition::{Condition, Names, check};
use crate::diagnostic::{Code, Problem};
use crate::rulebook;
use crate::span::Place;
use std::collections::{BTreeMap, BTreeSet};

/// The named conditions in order, and which of them may be followed to what they use.
pub(super) struct Ordered<'d> {
    /// Each behind those it uses, by name where that leaves a choice.
    pub(super) lets: Vec<&'d Let>,
    /// How many steps lead from each to the last it uses. Those in a circle, those too deep and those resting on either
    /// are missing: nothing may follow them.
    depths: BTreeMap<&'d str, usize>,
}

impl Ordered<'_> {
    /// Whether following this named condition ends, and soon.
    pub(super) fn may_follow(&self, name: &str) -> bool {
        self.depths.contains_key(name)
    }
}

/// A named condition of which some uses are still to be looked at.
struct Open<'d> {
    named: &'d Let,
    /// The next one last.
    uses: Vec<(&'d str, Place)>,
    /// One more than the deepest use so far; none once it is in a circle or too deep.
    depth: Option<usize>,
}

impl<'d> Open<'d> {
    fn new(named: &'d Let) -> Self {
        let mut uses = Vec::new();
        named.condition.each_name(&mut |name, place| uses.push((name, place)));
        uses.reverse();
        Self { named, uses, depth: Some(1) }
    }
}

impl Resolver {
    /// The named conditions in order of use. Those in a circle or too deep are reported and left in, so that their names
    /// are known. The walk keeps its own stack: a chain may be as long as the file.
    pub(super) fn order_lets<'d>(&mut self, document: &'d Document) -> Ordered<'d> {
        let lets: BTreeMap<&str, &Let> =
            document.lets.iter().map(|named| (&*named.name.value, named)).collect();
        let mut ordered = Ordered { lets: Vec::with_capacity(lets.len()), depths: BTreeMap::new() };
        let mut entered: BTreeSet<&str> = BTreeSet::new();
        let mut path: Vec<Open<'d>> = Vec::new();
        // Where on the path each of its names stands.
        let mut positions: BTreeMap<&str, usize> = BTreeMap::new();
        for (name, named) in &lets {
            if entered.insert(name) {
                positions.insert(name, path.len());
                path.push(Open::new(named));
            }
            while let Some(open) = path.last_mut() {
                let Some((used, place)) = open.uses.last().copied() else {
                    let name = &*open.named.name.value;
                    ordered.depths.extend(open.depth.map(|depth| (name, depth)));
                    ordered.lets.push(open.named);
                    positions.remove(name);
                    path.pop();
                    continue;
                };
                if let Some(named) = lets.get(used)
                    && entered.insert(used)
                {
                    // This use is looked at again when that one is done.
                    positions.insert(used, path.len());
                    path.push(Open::new(named));
                    continue;
                }
                open.uses.pop();
                if let Some(at) = positions.get(used) {
                    open.depth = None;
                    self.circle(path.get(*at..).unwrap_or(&[]), used, place);
                } else if lets.contains_key(used) {
                    let deeper = ordered.depths.get(used).map(|depth| depth + 1);
                    if deeper.is_some_and(|depth| depth > MAX_CHAIN) {
                        self.too_deep(place);
                    }
                    let deeper = deeper.filter(|depth| *depth <= MAX_CHAIN);
                    open.depth = open.depth.zip(deeper).map(|(depth, deeper)| depth.max(deeper));
                }
            }
        }
        ordered
    }

    fn too_deep(&mut self, place: Place) {
        let message = format!("named conditions use each other more than {MAX_CHAIN} deep");
        let problem = Problem::new(Code::Limit, place, message);
        self.report(problem.help("write out one of the conditions where it is used"));
    }

    fn circle(&mut self, path: &[Open<'_>], used: &str, place: Place) {
        let shown = |open: &Open<'_>| format!("`{}`", open.named.name.value);
        let mut names: Vec<String> = path.iter().take(SHOWN).map(shown).collect();
        if path.len() > SHOWN {
            names.push("…".to_owned());
            names.extend(path.last().map(shown));
        }
        let message = if path.len() == 1 {
            format!("the named condition `{used}` uses itself")
        } else {
            format!("named conditions use each other in a circle: {} → `{used}`", names.join(" → "))
        };
        let problem = Problem::new(Code::Cycle, place, message).label("closes the circle");
        let problem = match path.first() {
            Some(Open { named: Let { name, .. }, .. }) => {
                problem.also(name.place, format!("`{}` begins here", name.value))
            }
            None => problem,
        };
        self.report(problem.help("write out one of the conditions where it is used"));
    }

    /// Checks every named condition. One that is wrong counts as never true from here on; the rulebook is refused anyway.
    pub(super) fn lets(&mut self, ordered: &Ordered<'_>, names: &Names<'_>) -> Vec<rulebook::Let> {
        let mut resolved = Vec::new();
        for named in &ordered.lets {
            let (condition, problems) = check(&named.condition, names);
            self.problems.extend(problems);
            let condition = condition.unwrap_or(Condition::Constant(false));
            resolved.push(rulebook::Let { id: named.name.value.clone(), condition });
        }
        resolved
    }
}

/// How deep named conditions may use each other: following them is recursive.
const MAX_CHAIN: usize = 64;

/// How many names of a long circle are shown before its last.
const SHOWN: usize = 7;

#[cfg(test)]
mod tests {
    use crate::diagnostic::Code;
    use crate::{Loaded, Rulebook};

    const TOP: &str = "rulebook: x\nversion: \"1\"\ntiers: { vendor: [first], client: [desk] }\nfacts: { b: { type: bool } }\n";

    /// Loads on a small stack, as a host's thread may have.
    fn loaded(text: String) -> Loaded {
        let thread = std::thread::Builder::new().stack_size(2 << 20);
        thread.spawn(move || Rulebook::load("chain.yaml", &text)).unwrap().join().unwrap()
    }

    /// Each uses the one before; `name` says how the one at a position is called.
    fn chain(count: usize, first: &str, name: impl Fn(usize) -> String) -> String {
        let one = |at: usize| match at.checked_sub(1) {
            None => format!("  {}: {first}\n", name(0)),
            Some(before) => format!("  {}: \"!{}\"\n", name(at), name(before)),
        };
        let lets: String = (0..count).map(one).collect();
        let last = name(count - 1);
        format!("{TOP}let:\n{lets}judgments: {{ j: }}\nrules: [{{ id: r, when: {last}, raise: [j] }}]\n")
    }

    fn forwards(at: usize) -> String {
        format!("l{at:06}")
    }

    fn backwards(at: usize) -> String {
        format!("l{:06}", 999_999 - at)
    }

    fn messages(loaded: &Loaded) -> Vec<(Code, &str)> {
        loaded.findings().iter().map(|finding| (finding.code(), finding.message())).collect()
    }

    #[test]
    fn a_chain_is_measured_whatever_its_names() {
        let too_deep = [(Code::Limit, "named conditions use each other more than 64 deep")];
        for name in [forwards, backwards] {
            assert_eq!(messages(&loaded(chain(64, "b", name))), []);
            assert_eq!(messages(&loaded(chain(65, "b", name))), too_deep);
            assert_eq!(messages(&loaded(chain(10_000, "b", name))), too_deep);
        }
    }

    #[test]
    fn there_is_a_limit_on_named_conditions() {
        let message = "there are 60000 named conditions, more than the 10000 a rulebook may have";
        for name in [forwards, backwards] {
            assert_eq!(messages(&loaded(chain(60_000, "b", name))), [(Code::Limit, message)]);
        }
    }

    #[test]
    fn a_long_circle_is_shown_in_part() {
        for name in [forwards, backwards] {
            let loaded = loaded(chain(10_000, &name(9_999), name));
            let [(Code::Cycle, message)] = messages(&loaded)[..] else { panic!("{}", loaded.findings()) };
            assert!(message.len() < 200 && message.contains("` → … → `"), "{message}");
        }
    }
}
