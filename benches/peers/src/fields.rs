//! The fields of a record one by one, for engines that take them by name.

use crate::workload::Record;
use crate::workload::record::{CHOICES, FLAGS, NUMBERS};

#[derive(Clone, Copy)]
pub(crate) enum Field<'a> {
    Text(&'a str),
    Number(i64),
    Flag(bool),
    /// A number with three digits behind the point, in thousandths.
    Thousandths(i64),
}

/// All fields that the record has, with their names.
pub(crate) fn fields(record: &Record) -> impl Iterator<Item = (&'static str, Field<'_>)> {
    let choices = CHOICES.into_iter().zip(&record.choices);
    let choices = choices.filter_map(|(name, value)| Some((name, Field::Text(value.as_ref()?))));
    let numbers = NUMBERS.into_iter().zip(record.numbers);
    let numbers = numbers.filter_map(|(name, value)| Some((name, Field::Number(value?))));
    let flags = FLAGS.into_iter().zip(record.flags);
    let flags = flags.filter_map(|(name, value)| Some((name, Field::Flag(value?))));
    let sentiment = record.sentiment.map(|value| ("sentiment", Field::Thousandths(value)));
    let text = [("text", Field::Text(record.text.as_str()))];
    text.into_iter().chain(choices).chain(numbers).chain(flags).chain(sentiment)
}
