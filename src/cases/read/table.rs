//! Tables of cases: each row a case of its own, each column a part of what it is given or expects.

use super::document::File;
use super::expect;
use super::given::Given;
use super::known::Known;
use crate::authoring::document::{Name, Written};
use crate::authoring::{Entry, Kind, Node, Scalar};
use crate::authority::Act;
use crate::cases::case::Case;
use crate::diagnostic::{Code, Problem, closest};
use crate::span::Place;

pub(super) const TABLE: &str = "{ name: refunds, given: calm, columns: [facts.order.amount, expect.route], rows: [[10000, supervisor]] }";
/// What stands in `given` under its own name.
const GIVEN: [&str; 5] = ["id", "at", "messages_complete", "messages", "text"];

/// The keys of `expect` that are about something with a name.
const OF_NAMES: [&str; 5] = ["labels", "raised", "rulings", "holders", "may"];

/// What the cells of a column say.
enum Column {
    /// What the case is called.
    Name,
    /// The shared given the row starts from, in place of the table's.
    Base,
    /// A key of `given`.
    Key(&'static str),
    Fact(String),
    /// The keys that lead to an expectation, and where the column is written.
    Expect(Vec<String>, Place),
}

impl<'t> File<'t> {
    /// Reads a table and keeps a case for each row.
    pub(super) fn table(&mut self, node: &'t Node<'t>) {
        const KEYS: &[&str] = &["name", "given", "columns", "rows"];
        let Some(fields) = self.reader.fields(node, "a table of cases", KEYS, TABLE) else { return };
        let name = self.reader.required(&fields, "name", "a table of cases", "refunds");
        let name = name.and_then(|node| self.called(node, "`name`", "refunds"));
        let given = match fields.get("given") {
            Some(node) => self.given(node),
            None => Some(Given::empty(node.place)),
        };
        let columns = self.reader.required(&fields, "columns", "a table of cases", "[text, expect.route]");
        let rows =
            self.reader.required(&fields, "rows", "a table of cases", "[[返金してください, client_desk]]");
        let (Some(columns), Some(rows)) = (columns, rows) else { return };
        let columns = self.columns(columns);
        let rows = self.reader.list(rows, "`rows`", "[[返金してください, client_desk]]");
        let (Some(name), Some(given)) = (name, given) else { return };
        for (position, row) in rows.iter().enumerate() {
            self.row(&name, position + 1, &given, &columns, row);
        }
    }

    /// The columns, each `None` that nothing can be made of.
    fn columns(&mut self, node: &'t Node<'t>) -> Vec<Option<Column>> {
        const EXAMPLE: &str = "[facts.order.amount, expect.route]";
        let mut seen: Vec<(String, Name)> = Vec::new();
        let mut columns = Vec::new();
        let mut expects = false;
        for item in self.reader.list(node, "`columns`", EXAMPLE) {
            let name = self.reader.name(item, "a column", "expect.route");
            let column = name.as_ref().and_then(|name| self.column(name));
            expects |= name.as_ref().is_some_and(|name| name.value.starts_with("expect."));
            // The same thing may be spelled in two ways, with `decide` and without.
            let path = match &column {
                Some(Column::Expect(path, _)) => Some(path.join(".")),
                _ => name.as_ref().map(|name| name.value.to_string()),
            };
            let first =
                seen.iter().find(|(other, _)| Some(other) == path.as_ref()).map(|(_, first)| first.clone());
            columns.push(column.filter(|_| first.is_none()));
            match (name, path, first) {
                (Some(name), _, Some(first)) => {
                    let message = format!("there is another column `{}`", first.value);
                    let problem = Problem::new(Code::DuplicateName, name.place, message);
                    self.reader.report(problem.also(first.place, "the first one").help("remove one of them"));
                }
                (Some(name), Some(path), None) => seen.push((path, name)),
                _ => {}
            }
        }
        if !expects && matches!(node.kind, Kind::List(_)) {
            let problem = Problem::new(Code::MissingKey, node.place, "no column says what is expected");
            self.reader.report(problem.help("add one, for example `expect.route`"));
        }
        columns
    }

    fn column(&mut self, name: &Name) -> Option<Column> {
        let text = &*name.value;
        if let Some(fact) = text.strip_prefix("facts.") {
            let fact = Written::new(fact.into(), name.place);
            self.known.fact(&fact, &mut self.reader)?;
            return Some(Column::Fact(fact.value.to_string()));
        }
        if let Some(path) = text.strip_prefix("expect.") {
            let (key, rest) = path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
            if expect::KEYS.contains(&key) && OF_NAMES.contains(&key) == rest.is_some() {
                let names = rest.into_iter().flat_map(|rest| names(key, rest, &self.known));
                let path = std::iter::once(key).chain(names).map(str::to_owned).collect();
                return Some(Column::Expect(path, name.place));
            }
        }
        match (text, GIVEN.into_iter().find(|key| *key == text)) {
            ("name", _) => Some(Column::Name),
            ("given", _) => Some(Column::Base),
            (_, Some(key)) => Some(Column::Key(key)),
            _ => {
                self.unknown_column(name);
                None
            }
        }
    }

    fn unknown_column(&mut self, name: &Name) {
        let expects =
            expect::KEYS.iter().filter(|key| !OF_NAMES.contains(key)).map(|key| format!("expect.{key}"));
        let facts = self.known.model.facts_by_name().map(|(_, fact)| format!("facts.{}", fact.id));
        let known: Vec<String> = expects.chain(facts).collect();
        let known = || ["name", "given"].into_iter().chain(GIVEN).chain(known.iter().map(String::as_str));
        // Whoever leaves out `facts.` or `expect.` means what stands behind it.
        let bare = known().find(|known| known.split_once('.').is_some_and(|(_, rest)| rest == &*name.value));
        let near = bare.or_else(|| closest(&name.value, known()));
        let key = name.value.strip_prefix("expect.").unwrap_or(&name.value);
        let help = match near {
            _ if OF_NAMES.contains(&key) => format!("say of which: `expect.{key}.NAME`"),
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                "a column is `name`, `given`, `text` or another key of `given`, `facts.NAME` or `expect.KEY`"
                    .into()
            }
        };
        let problem = Problem::new(Code::UnknownKey, name.place, format!("unknown column `{}`", name.value));
        self.reader.report(problem.help(help));
    }

    /// Makes a case of a row, the `number`th of its table.
    fn row(
        &mut self,
        table: &Name,
        number: usize,
        base: &Given<'t>,
        columns: &[Option<Column>],
        row: &'t Node<'t>,
    ) {
        if self.is_full() {
            return;
        }
        let Kind::List(cells) = &row.kind else {
            return self.reader.wrong_kind(row, "a row", "a list", "[10000, supervisor]");
        };
        if cells.len() != columns.len() {
            let message = format!("this row has {} cells for {} columns", cells.len(), columns.len());
            let problem = Problem::new(Code::InvalidValue, row.place, message);
            return self.reader.report(problem.help("write `~` where a cell says nothing"));
        }
        let mut called = Written::new(format!("row {number}").into(), row.place);
        let mut given = Given { place: row.place, ..base.clone() };
        let mut expected = Vec::new();
        let said = columns.iter().zip(cells).filter(|(_, cell)| !says_nothing(cell));
        let said: Vec<(&Column, &Node<'_>)> =
            said.filter_map(|(column, cell)| Some((column.as_ref()?, cell))).collect();
        // The base first, wherever its column stands.
        for (_, cell) in said.iter().filter(|(column, _)| matches!(column, Column::Base)) {
            let Some(shared) = self.given(cell) else { return };
            given = Given { place: row.place, ..shared };
        }
        for (column, cell) in said {
            match column {
                Column::Base => {}
                Column::Name => match self.called(cell, "`name`", "10,000 yen") {
                    Some(name) => called = name,
                    None => return,
                },
                Column::Key(key) => {
                    given.keys.insert((*key).to_owned(), cell);
                }
                Column::Fact(fact) => {
                    given.facts.insert(fact.clone(), cell);
                }
                Column::Expect(path, place) => insert(&mut expected, path, *place, cell),
            }
        }
        let expected = Node { kind: Kind::Map(expected), place: row.place };
        let Some(expectations) = self.expectations(&expected) else { return };
        let Some(inquiry) = self.inquiry(&given, &expectations) else { return };
        let name = format!("{} › {}", table.value, called.value);
        let (line, rulebook) = (self.line(row.place), self.rulebook.clone());
        self.add(
            &name,
            called.place,
            Case { name: name.as_str().into(), line, inquiry, expectations, rulebook },
        );
    }
}

/// Whether a cell leaves open what its column is about.
fn says_nothing(cell: &Node<'_>) -> bool {
    cell.scalar().is_some_and(|scalar| scalar.is_null() || scalar.text.trim() == "-")
}

/// The names behind a key of `expect`, with the act where there is one. Names may have dots of their own, so those of the
/// rulebook are looked for.
fn names<'c>(key: &str, rest: &'c str, known: &Known<'_>) -> Vec<&'c str> {
    let is_judgment = |name: &str| known.model.judgment_id(name).is_some();
    let with_act = |rest: &'c str, is_whole: bool| match rest.rsplit_once('.') {
        Some((name, act)) if !is_whole && Act::ALL.iter().any(|other| other.as_str() == act) => [name, act],
        _ => [rest, Act::Decide.as_str()],
    };
    match key {
        "holders" => with_act(rest, is_judgment(rest)).to_vec(),
        "may" => {
            let mut at_dots = rest.match_indices('.').filter_map(|(at, _)| rest.split_at_checked(at));
            let judgment = at_dots.rfind(|(judgment, _)| is_judgment(judgment));
            judgment.map_or(vec![rest], |(judgment, tier)| {
                let tier = tier.strip_prefix('.').unwrap_or(tier);
                let [tier, act] = with_act(tier, known.model.tiers.rank(tier).is_some());
                vec![judgment, tier, act]
            })
        }
        _ => vec![rest],
    }
}

/// Puts a cell where its column says, into maps that are made on the way.
fn insert<'t>(entries: &mut Vec<Entry<'t>>, path: &[String], place: Place, cell: &Node<'t>) {
    let [key, rest @ ..] = path else { return };
    let at = entries.iter().position(|entry| entry.key.text == *key).unwrap_or_else(|| {
        let mut said = Scalar::said(key);
        said.place = place;
        entries.push(Entry { key: said, value: Node { kind: Kind::Map(Vec::new()), place: cell.place } });
        entries.len() - 1
    });
    let Some(entry) = entries.get_mut(at) else { return };
    match &mut entry.value.kind {
        Kind::Map(inner) if !rest.is_empty() => insert(inner, rest, place, cell),
        _ => entry.value = cell.clone(),
    }
}
