//! A rulebook split into layers: everything it says is said by one of them at least.

use super::book::Book;
use super::tree::{Dice, Tree};
use furiwake::{Loaded, Rulebook};
use std::collections::BTreeMap;

/// Files by name; the outermost one apart.
#[derive(Debug, Clone)]
pub(crate) struct Files {
    pub(crate) outermost: String,
    layers: BTreeMap<String, String>,
}

const OUTERMOST: &str = "books/outermost.yaml";

impl Files {
    /// A rulebook that stands on another one in a file of its own.
    pub(crate) fn over(base: &Tree, outermost: &str) -> Self {
        let outermost = format!("rulebook: generated\nversion: \"1\"\nextends: [../base.yaml]\n{outermost}");
        Self { outermost, layers: BTreeMap::from([("base.yaml".to_owned(), base.yaml())]) }
    }

    pub(crate) fn load(&self) -> Loaded {
        Rulebook::load_with(OUTERMOST, &self.outermost, |file| {
            self.layers.get(file).cloned().ok_or_else(|| format!("{file} is none of the layers"))
        })
    }
}

/// The rulebook in one to five files that extend each other in some way, each file once and in another folder perhaps.
pub(crate) fn split(book: &Book, dice: &mut Dice) -> Files {
    let Tree::Map(sections) = book.tree() else { panic!("a rulebook is a map") };
    let mut layers: Vec<Vec<(String, Tree)>> = vec![Vec::new(); 1 + dice.below(5)];
    for (key, tree) in sections {
        match (key.as_str(), tree) {
            ("rulebook" | "version", tree) => layers[0].push((key, tree)),
            // It weakens what other layers say of words, so the outermost rulebook says it too.
            ("no_text", tree) => {
                let others = some(layers.len(), dice).filter(|layer| *layer != 0);
                for layer in others.chain([0]) {
                    layers[layer].push((key.clone(), tree.clone()));
                }
            }
            ("rules", Tree::List { items, .. }) => {
                for rule in items {
                    for layer in some(layers.len(), dice) {
                        match entry(&mut layers[layer], &key, || Tree::set([])) {
                            Tree::List { items, .. } => items.push(rule.clone()),
                            other => panic!("rules are a list: {other:?}"),
                        }
                    }
                }
            }
            ("tiers" | "timezone" | "handoffs" | "defaults", tree) => {
                some(layers.len(), dice).for_each(|layer| layers[layer].push((key.clone(), tree.clone())));
            }
            (_, Tree::Map(entries)) => {
                for (name, value) in entries {
                    if key == "params" && layers.len() > 1 && dice.below(2) == 0 {
                        set_anew(&mut layers, &name, &value, dice);
                        continue;
                    }
                    let saying: Vec<usize> = some(layers.len(), dice).collect();
                    for (layer, value) in saying.iter().zip(parts(&value, saying.len(), dice)) {
                        match entry(&mut layers[*layer], &key, || Tree::Map(Vec::new())) {
                            Tree::Map(entries) => entries.push((name.clone(), value)),
                            other => panic!("{key} is a map: {other:?}"),
                        }
                    }
                }
            }
            (key, tree) => panic!("{key}: {tree:?}"),
        }
    }
    extend(&mut layers, dice);
    let mut texts = layers.into_iter().map(|layer| Tree::Map(layer).shuffled(dice).yaml());
    let outermost = texts.next().unwrap();
    Files { outermost, layers: texts.enumerate().map(|(at, text)| (file(at + 1), text)).collect() }
}

/// Some of so many layers, and at least one.
fn some(count: usize, dice: &mut Dice) -> impl Iterator<Item = usize> + use<> {
    let first = dice.below(count);
    let others: Vec<usize> = (0..count).filter(|layer| *layer == first || dice.below(4) == 0).collect();
    others.into_iter()
}

fn entry<'l>(layer: &'l mut Vec<(String, Tree)>, key: &str, new: impl FnOnce() -> Tree) -> &'l mut Tree {
    if !layer.iter().any(|(other, _)| other == key) {
        layer.push((key.to_owned(), new()));
    }
    &mut layer.iter_mut().find(|(other, _)| other == key).unwrap().1
}

/// Lets one layer declare a parameter, perhaps with another value, and the outermost set it.
fn set_anew(layers: &mut [Vec<(String, Tree)>], name: &str, declaration: &Tree, dice: &mut Dice) {
    let Tree::Map(keys) = declaration else { panic!("a parameter is a map") };
    let value = |keys: &[(String, Tree)]| keys.iter().find(|(key, _)| key == "value").unwrap().1.clone();
    let mut declared = keys.clone();
    if let Some((_, Tree::Scalar(number))) = declared.iter_mut().find(|(key, _)| key == "value")
        && number.parse::<f64>().is_ok()
    {
        *number = "77".to_owned();
    }
    let layer = 1 + dice.below(layers.len() - 1);
    let anew = match dice.below(2) {
        0 => value(keys),
        _ => Tree::map([("value", value(keys))]),
    };
    for (layer, says) in [(layer, Tree::Map(declared)), (0, anew)] {
        match entry(&mut layers[layer], "params", || Tree::Map(Vec::new())) {
            Tree::Map(entries) => entries.push((name.to_owned(), says)),
            other => panic!("parameters are a map: {other:?}"),
        }
    }
}

/// What each of so many layers says of a thing: of phrases and of labels without order a part each, everything else alike.
fn parts(value: &Tree, count: usize, dice: &mut Dice) -> Vec<Tree> {
    let mut parts = vec![value.clone(); count];
    let Tree::Map(entries) = value else { return parts };
    for (key, tree) in entries {
        let Tree::List { items, ordered: false } = tree else { continue };
        if !matches!(key.as_str(), "any" | "labels") {
            continue;
        }
        let mut shares: Vec<Vec<Tree>> = vec![Vec::new(); count];
        for item in items {
            some(count, dice).for_each(|layer| shares[layer].push(item.clone()));
        }
        for (part, mut share) in parts.iter_mut().zip(shares) {
            // A list of none would be no list of phrases or labels.
            if share.is_empty() {
                share.push(items[0].clone());
            }
            if let Tree::Map(entries) = part {
                entries
                    .iter_mut()
                    .filter(|(other, _)| other == key)
                    .for_each(|(_, tree)| *tree = Tree::set(share.clone()));
            }
        }
    }
    parts
}

/// Lets every layer but the outermost be extended by one before it, and perhaps by more.
fn extend(layers: &mut [Vec<(String, Tree)>], dice: &mut Dice) {
    for at in 1..layers.len() {
        let first = dice.below(at);
        for by in (0..at).filter(|by| *by == first || dice.below(3) == 0).collect::<Vec<_>>() {
            let name = match (file(by).split_once('/'), file(at).split_once('/')) {
                (Some((folder, _)), Some((other, name))) if folder == other => format!("./{name}"),
                _ => format!("../{}", file(at)),
            };
            match entry(&mut layers[by], "extends", || Tree::set([])) {
                Tree::List { items, .. } => items.push(Tree::plain(name)),
                other => panic!("layers are a list: {other:?}"),
            }
        }
        layers[at].push(("rulebook".to_owned(), Tree::plain(format!("layer-{at}"))));
    }
}

fn file(layer: usize) -> String {
    match layer {
        0 => OUTERMOST.to_owned(),
        layer => format!("{}/layer-{layer}.yaml", ["books", "shared"][layer % 2]),
    }
}
