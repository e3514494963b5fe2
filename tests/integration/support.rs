//! What the tests with rulebooks of their own share.

use furiwake::{Act, Decision, Engine, Inquiry, Loaded, Permission, Refusal, Rulebook};
use std::path::Path;

/// Tiers and names of the shop in the documentation, without any rule.
pub(crate) const SHOP: &str = "
rulebook: shop
version: '1'
timezone: Asia/Tokyo
tiers: { vendor: [first_line, second_line, supervisor], client: [client_desk, client_manager] }
";

pub(crate) const VENDOR: [&str; 3] = ["first_line", "second_line", "supervisor"];
pub(crate) const TIERS: [&str; 5] =
    ["first_line", "second_line", "supervisor", "client_desk", "client_manager"];

/// The time of the inquiries that have one.
pub(crate) const TIME: &str = "2026-11-21T10:00:00+09:00";

/// A rulebook under test: [`SHOP`] with `rest`.
pub(crate) fn shop(rest: &str) -> Engine {
    engine(&format!("{SHOP}{rest}"))
}

/// A rulebook that has to load.
pub(crate) fn engine(yaml: &str) -> Engine {
    match Rulebook::load("test.yaml", yaml).into_result() {
        Ok(rulebook) => Engine::new(&rulebook),
        Err(findings) => panic!("{findings}\n{yaml}"),
    }
}

/// Loads the first of these files, each a name and a text; the others are what it may read.
pub(crate) fn load(files: &[(&str, &str)]) -> Loaded {
    let (name, text) = files[0];
    Rulebook::load_with(name, text, |file| {
        let found = files.iter().find(|(name, _)| *name == file);
        found.map(|(_, text)| (*text).to_owned()).ok_or("no such file")
    })
}

/// Every file with a rulebook that ships, by its path from the root of the repository.
pub(crate) fn shipped_files() -> Vec<String> {
    fn walk(folder: &str, files: &mut Vec<String>) {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{folder}/{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                walk(&path, files);
            } else if path.ends_with(".yaml")
                && ![".cases.yaml", ".scripts.yaml"].iter().any(|end| path.ends_with(end))
            {
                files.push(path);
            }
        }
    }
    let mut files = Vec::new();
    ["src/authoring/builtin", "examples", "tests/books"].iter().for_each(|folder| walk(folder, &mut files));
    files.sort();
    for expected in ["examples/client_layer/acme.yaml", "examples/approval_table/approvals.yaml"] {
        assert!(files.iter().any(|file| file == expected), "{expected} is none of {files:?}");
    }
    files
}

/// Every rulebook that ships, by the path of its file, and those of the guide.
pub(crate) fn shipped() -> Vec<(String, String)> {
    let mut books = Vec::new();
    for file in shipped_files() {
        let text = std::fs::read_to_string(root().join(&file)).unwrap();
        books.push((file, text));
    }
    books.extend(guide().into_iter().map(|text| ("guide.yaml".to_owned(), text)));
    books
}

/// Loads a rulebook that ships, in this or another form, with the files beside it.
pub(crate) fn load_shipped(file: &str, text: &str) -> Loaded {
    Rulebook::load_with(file, text, |file| std::fs::read_to_string(root().join(file)))
}

/// The rulebooks the guide shows. What it shows of tables and limits goes with the first.
pub(crate) fn guide() -> Vec<String> {
    let text = include_str!("../../src/guide/rulebook.md");
    let blocks = || text.split("```yaml\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let mut rulebooks: Vec<String> =
        blocks().filter(|block| block.starts_with("rulebook:")).map(str::to_owned).collect();
    assert!(rulebooks.len() >= 2, "{rulebooks:?}");
    for key in ["tables:", "limits:", "scripts:"] {
        let mut parts = blocks().filter(|block| block.starts_with(key)).peekable();
        assert!(parts.peek().is_some(), "the guide shows no `{key}`");
        rulebooks[0].extend(parts);
    }
    rulebooks
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// An inquiry from JSON.
pub(crate) fn inquiry(json: &str) -> Inquiry {
    Inquiry::from_json(json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

/// Decides an inquiry that has these facts, a time, and one empty message of the customer.
pub(crate) fn decide(engine: &Engine, facts: &str) -> Decision {
    engine.decide(&facts_only(facts))
}

/// Decides an inquiry that came in at this time, and says nothing.
pub(crate) fn at(engine: &Engine, time: &str) -> Decision {
    engine.decide(&inquiry(&format!(r#"{{"at": "{time}", "text": ""}}"#)))
}

/// An inquiry with these facts, a time, and one empty message of the customer.
pub(crate) fn facts_only(facts: &str) -> Inquiry {
    inquiry(&format!(r#"{{"at": "{TIME}", "text": "", "facts": {{{facts}}}}}"#))
}

/// Decides an inquiry in which the customer says `text`.
pub(crate) fn says(engine: &Engine, text: &str) -> Decision {
    engine.decide(&Inquiry::new().at(TIME.parse::<jiff::Timestamp>().unwrap()).customer(text))
}

/// What a tier may do, in a word or two.
pub(crate) fn may(decision: &Decision, tier: &str, act: Act, judgment: &str) -> String {
    match decision.may(tier, act, judgment) {
        Permission::Permitted => "permitted".to_owned(),
        Permission::Settled(settlement) => format!("settled: {settlement:?}").to_lowercase(),
        Permission::Refused(refusal) => match refusal {
            Refusal::NotRaised => "not raised".to_owned(),
            Refusal::HeldBy { tier, .. } => format!("held by {tier}"),
            Refusal::NotYetDecided { by } => format!("not yet decided by {by}"),
            Refusal::UnknownTier => "unknown tier".to_owned(),
            Refusal::UnknownJudgment => "unknown judgment".to_owned(),
        },
    }
}

/// What may be done on a judgment by each tier, from the lowest to the highest.
pub(crate) fn by_tier(decision: &Decision, act: Act, judgment: &str) -> [String; 5] {
    TIERS.map(|tier| may(decision, tier, act, judgment))
}
