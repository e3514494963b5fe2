//! A table of times with ratios, one line for each engine and one column for each number of rules.

use crate::workload::exponent;
use std::fmt;

pub(crate) struct Table {
    title: &'static str,
    unit: &'static str,
    /// By number of rules: the engines by name, with the time and how many times the first engine's it is.
    columns: Vec<(usize, Vec<(String, f64, f64)>)>,
}

impl Table {
    pub(crate) fn new(title: &'static str, unit: &'static str) -> Self {
        Self { title, unit, columns: Vec::new() }
    }

    pub(crate) fn add(&mut self, rules: usize, points: Vec<(String, f64, f64)>) {
        self.columns.push((rules, points));
    }
}

impl fmt::Display for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((_, first)) = self.columns.first() else { return Ok(()) };
        let base = first.first().map_or("", |point| &point.0);
        writeln!(formatter, "{} ({}; in brackets times {base})", self.title, self.unit)?;
        write!(formatter, "{:22}", "")?;
        for (rules, _) in &self.columns {
            write!(formatter, "{:>24}", format!("{rules} rules"))?;
        }
        writeln!(formatter, "{:>10}", "exponent")?;
        for (at, (name, ..)) in first.iter().enumerate() {
            write!(formatter, "{name:22}")?;
            for (_, points) in &self.columns {
                let (_, time, ratio) = &points[at];
                write!(formatter, "{:>24}", cell(*time, *ratio))?;
            }
            let times: Vec<(usize, f64)> =
                self.columns.iter().map(|(rules, points)| (*rules, points[at].1)).collect();
            match times.len() {
                1 => writeln!(formatter)?,
                _ => writeln!(formatter, "{:>10.2}", exponent(&times))?,
            }
        }
        Ok(())
    }
}

fn cell(time: f64, ratio: f64) -> String {
    if ratio < 1.0 { format!("{time:.2} ({ratio:.3})") } else { format!("{time:.2} ({ratio:.1})") }
}
