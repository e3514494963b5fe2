//! An inquiry as a plain record of 16 fields, and as an [`Inquiry`].

use furiwake::{FactValue, Inquiry};

/// The fields with one value out of a list; rules ask for the first five of them.
pub(crate) const CHOICES: [&str; 9] = [
    "intent",
    "product_category",
    "channel",
    "region",
    "client",
    "direction",
    "language",
    "customer_rank",
    "order_status",
];
/// The fields that rules compare with a number.
pub(crate) const NUMBERS: [&str; 3] = ["order_amount", "days_since_purchase", "contacts_before"];
/// The fields that are true or false.
pub(crate) const FLAGS: [&str; 2] = ["within_hours", "customer_is_staff"];

/// What is known of one inquiry. With the text and the sentiment it has 16 fields; all but the text may be missing.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Record {
    /// What the customer wrote, Japanese or English.
    pub(crate) text: String,
    /// By the position in [`CHOICES`].
    pub(crate) choices: [Option<String>; CHOICES.len()],
    /// By the position in [`NUMBERS`]: yen, days, contacts.
    pub(crate) numbers: [Option<i64>; NUMBERS.len()],
    /// By the position in [`FLAGS`].
    pub(crate) flags: [Option<bool>; FLAGS.len()],
    /// Thousandths from -1,000 to 1,000.
    pub(crate) sentiment: Option<i64>,
}

impl Record {
    /// As a host hands it over.
    pub(crate) fn inquiry(&self) -> Inquiry {
        let at = jiff::Timestamp::constant(1_795_305_600, 0);
        let mut inquiry = Inquiry::new().with_id("T-1").at(at).customer(&self.text);
        for (name, value) in CHOICES.iter().zip(&self.choices) {
            if let Some(value) = value {
                inquiry = inquiry.fact(*name, value.as_str());
            }
        }
        for (name, value) in NUMBERS.iter().zip(&self.numbers) {
            if let Some(value) = value {
                inquiry = inquiry.fact(*name, *value);
            }
        }
        for (name, value) in FLAGS.iter().zip(&self.flags) {
            if let Some(value) = value {
                inquiry = inquiry.fact(*name, *value);
            }
        }
        match self.sentiment {
            Some(thousandths) => inquiry.fact("sentiment", decimal(thousandths)),
            None => inquiry,
        }
    }
}

fn decimal(thousandths: i64) -> FactValue {
    let sign = if thousandths < 0 { "-" } else { "" };
    let digits = format!("{sign}{}.{:03}", thousandths.abs() / 1_000, thousandths.abs() % 1_000);
    FactValue::decimal(&digits).expect("digits")
}
