//! From the rows of an export to a file of cases. What the columns mean is all that differs from one helpdesk to the next.

use furiwake::cases::masked;
use furiwake::{FactValue, Inquiry, Rulebook};
use std::error::Error;

/// What a column is to the rulebook.
#[derive(Clone, Copy)]
enum Column {
    Ticket,
    Received,
    Message,
    Text(&'static str),
    Number(&'static str),
    Flag(&'static str),
    /// What people did: a key of `expect`, which the cell goes under.
    Did(&'static str),
    /// What people did about a judgment: a key of `expect`, and the judgment.
    DidAbout(&'static str, &'static str),
}

const COLUMNS: [(&str, Column); 14] = [
    ("ticket", Column::Ticket),
    ("received", Column::Received),
    ("channel", Column::Text("channel")),
    ("message", Column::Message),
    ("order_number", Column::Text("order.number")),
    ("order_total", Column::Number("order.amount")),
    ("delivered", Column::Text("order.delivered_at")),
    ("opened", Column::Flag("product.opened")),
    ("category", Column::Text("product.category")),
    ("name", Column::Text("customer.name")),
    ("phone", Column::Text("customer.phone")),
    ("handled_by", Column::Did("route")),
    ("return_outcome", Column::DidAbout("rulings", "returns")),
    ("refund_decided_by", Column::DidAbout("holders", "refund")),
];

/// The rows of a CSV as a file of cases that expect what people did. What the rulebook calls personal or secret is masked before anything is
/// written.
pub(crate) fn cases(csv: &str, rulebook: &Rulebook) -> Result<String, Box<dyn Error>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let columns = reader.headers()?.iter().map(column).collect::<Result<Vec<_>, _>>()?;
    let mut yaml = format!("rulebook: {}\ncases:\n", rulebook.id());
    for (row, record) in reader.records().enumerate() {
        let record = record?;
        let cells = columns.iter().copied().zip(&record).filter(|(_, cell)| !cell.trim().is_empty());
        yaml += &case(cells, rulebook).map_err(|error| format!("row {}: {error}", row + 1))?;
    }
    Ok(yaml)
}

fn column(header: &str) -> Result<Column, String> {
    let found = COLUMNS.into_iter().find(|(name, _)| *name == header.trim());
    found.map(|(_, column)| column).ok_or_else(|| format!("nobody said what the column `{header}` is"))
}

fn case<'c>(
    cells: impl Iterator<Item = (Column, &'c str)>,
    rulebook: &Rulebook,
) -> Result<String, Box<dyn Error>> {
    let mut ticket = "";
    let mut given = Vec::new();
    let mut expected = Vec::new();
    let mut inquiry = Inquiry::new();
    for (column, cell) in cells {
        inquiry = match column {
            Column::Ticket => {
                ticket = cell;
                inquiry
            }
            Column::Received => {
                given.push(format!("at: {}", quoted(cell)));
                inquiry.at(cell.parse::<jiff::Timestamp>()?)
            }
            Column::Message => inquiry.customer(cell),
            Column::Text(fact) => inquiry.fact(fact, cell),
            Column::Number(fact) => inquiry.fact(fact, FactValue::decimal(cell)?),
            Column::Flag(fact) => inquiry.fact(fact, flag(cell)?),
            Column::Did(key) => {
                expected.push(format!("{key}: {}", quoted(cell)));
                inquiry
            }
            Column::DidAbout(key, judgment) => {
                expected.push(format!("{key}: {{ {judgment}: {} }}", quoted(cell)));
                inquiry
            }
        };
    }
    let inquiry = masked(&inquiry, rulebook);
    let text = inquiry.messages().first().map_or("", |message| &message.text);
    let facts: Vec<String> = inquiry.facts().map(|(name, value)| format!("{name}: {value}")).collect();
    given.push(format!("text: {}", quoted(text)));
    given.push(format!("facts: {{ {} }}", facts.join(", ")));
    let name = quoted(&format!("{ticket}: {}", beginning(text)));
    let (given, expected) = (given.join(", "), expected.join(", "));
    Ok(format!("  - name: {name}\n    given: {{ {given} }}\n    expect: {{ {expected} }}\n"))
}

fn flag(cell: &str) -> Result<bool, String> {
    match cell {
        "yes" => Ok(true),
        "no" => Ok(false),
        other => Err(format!("`{other}` is neither `yes` nor `no`")),
    }
}

/// A text in quotes, as JSON writes it and YAML reads it: nothing in it can be taken for anything else.
fn quoted(text: &str) -> String {
    FactValue::from(text).to_string()
}

fn beginning(text: &str) -> String {
    const LONGEST: usize = 24;
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= LONGEST {
        return line.to_owned();
    }
    line.chars().take(LONGEST).chain(['…']).collect()
}
