//! The meaning of rulebooks, one small rulebook and inquiry at a time, where properties alone would not pin it.

mod business_time;
mod effective;
mod explanation;
mod invariants;
mod judgments;
mod known;
mod labels;
mod layers;
mod limits;
mod missing;
mod numbering;
mod params;
mod redaction;
mod route;
mod scores;
mod script_rows;
mod script_truths;
mod scripts;
mod tables;
mod words;
