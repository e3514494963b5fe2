//! Inquiries as JSON: reading forgives everything but a text that is no JSON object, writing loses nothing.

mod raw;
mod read;
mod write;

#[cfg(test)]
mod tests;
