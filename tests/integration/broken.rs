//! Broken rulebooks and what is said about them, kept word for word: `tests/broken/NAME.yaml` beside `NAME.txt`. Layers some of
//! them stand on lie in `tests/broken/layers`. Likewise broken files of cases in `tests/broken/cases`, all of them about the
//! rulebook of the documentation.
//! `UPDATE_EXPECT=1 cargo test` writes the texts anew; read the difference before it is kept.

use furiwake::cases::Suite;
use furiwake::diagnostic::Code;
use furiwake::{Findings, Rulebook};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

pub(crate) fn books() -> Vec<PathBuf> {
    files("tests/broken")
}

/// The YAML files in a folder of the repository.
pub(crate) fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    files.sort();
    files
}

/// What is found in each broken file.
fn found() -> Vec<(PathBuf, Findings)> {
    let books = books().into_iter().map(|book| {
        let findings = load(&book).findings().clone();
        (book, findings)
    });
    let acme = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/acme-shop.yaml");
    let acme = load(&acme).into_result().unwrap();
    let cases = files("tests/broken/cases").into_iter().map(|file| {
        let name = file.file_name().unwrap().to_str().unwrap();
        let loaded = Suite::load(name, &std::fs::read_to_string(&file).unwrap(), &acme);
        assert_eq!(loaded.suite().is_none(), loaded.findings().has_errors(), "{name}");
        let findings = loaded.findings().clone();
        (file, findings)
    });
    books.chain(cases).collect()
}

fn load(path: &Path) -> furiwake::Loaded {
    let name = path.file_name().unwrap().to_str().unwrap();
    let folder = path.parent().unwrap();
    Rulebook::load_with(name, &std::fs::read_to_string(path).unwrap(), |file| {
        // What the operating system says differs from one to the next.
        std::fs::read_to_string(folder.join(file)).map_err(|_| "there is no such file")
    })
}

#[test]
fn every_broken_file_is_explained_as_expected() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let mut different = Vec::new();
    for (file, findings) in found() {
        assert!(!findings.is_empty(), "{} has no findings", file.display());
        let found = format!("{findings}\n");
        let expected_file = file.with_extension("txt");
        if update {
            std::fs::write(&expected_file, found).unwrap();
        } else if std::fs::read_to_string(&expected_file).unwrap_or_default() != found {
            different.push(format!("{}:\n{found}", file.display()));
        }
    }
    assert!(different.is_empty(), "run with UPDATE_EXPECT=1 to keep these\n\n{}", different.join("\n"));
}

#[test]
fn a_rulebook_is_refused_if_and_only_if_there_is_an_error() {
    for book in books() {
        let loaded = load(&book);
        assert_eq!(loaded.rulebook().is_none(), loaded.findings().has_errors(), "{}", book.display());
    }
}

#[test]
fn every_code_is_shown_by_a_broken_file() {
    let mut shown: BTreeSet<Code> = BTreeSet::new();
    for (_, findings) in found() {
        shown.extend(findings.iter().map(furiwake::diagnostic::Finding::code));
    }
    let missing: Vec<&Code> = Code::ALL.iter().filter(|code| !shown.contains(code)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
