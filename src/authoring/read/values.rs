//! Single values: yes or no, one of a few words, numbers, texts for people, conditions, literals, names.

use super::fields::{Fields, Reader, listed};
use crate::authoring::document::{Literal, Name, Number, Titled, Written};
use crate::authoring::tree::{Entry, Kind, Node, Scalar, Style};
use crate::authoring::yaml_help::quoted;
use crate::condition::{self, Expression, name_fault};
use crate::diagnostic::{Code, Problem, closest};
use crate::localised::Localised;

/// The longest name, in characters.
const MAX_NAME: usize = 100;

impl Reader {
    /// `true` or `false`.
    pub(crate) fn yes_or_no(&mut self, node: &Node<'_>, what: &str) -> Option<bool> {
        self.one_of(node, what, &[("true", true), ("false", false)])
    }

    /// One of a few words.
    pub(crate) fn one_of<T: Copy>(&mut self, node: &Node<'_>, what: &str, words: &[(&str, T)]) -> Option<T> {
        let name = self.name(node, what, words.first().map_or("", |(word, _)| word))?;
        one_of(&name, what, words).map_err(|problem| self.report(*problem)).ok()
    }

    /// An exact number.
    pub(crate) fn number(&mut self, node: &Node<'_>, what: &str) -> Option<Number> {
        let name = self.name(node, what, "2")?;
        let number = Number(name.value.clone());
        if number.exact().is_none() {
            let message = format!("{what} has to be a number, but this is `{}`", name.value);
            self.report(
                Problem::new(Code::InvalidValue, node.place, message).help("for example `2` or `0.5`"),
            );
            return None;
        }
        Some(number)
    }

    /// A text for people: one for both languages, or `{ ja: .., en: .. }`.
    pub(crate) fn text(&mut self, node: &Node<'_>, what: &str) -> Option<Localised> {
        const EXAMPLE: &str = "{ ja: 返金, en: refund }";
        match &node.kind {
            Kind::Scalar(scalar) if !scalar.is_null() && !scalar.text.trim().is_empty() => {
                Some(Localised::plain(scalar.text.trim_end()))
            }
            Kind::Map(_) => {
                let fields = self.fields(node, what, &["ja", "en"], EXAMPLE)?;
                let mut language = |key| {
                    fields.get(key).and_then(|node| self.single(node, what, EXAMPLE)).map(str::trim_end)
                };
                let (japanese, english) = (language("ja"), language("en"));
                if fields.get("ja").is_none() && fields.get("en").is_none() {
                    self.wrong_kind(node, what, "a text, or `ja` and `en`", EXAMPLE);
                    return None;
                }
                Some(Localised::new(japanese, english))
            }
            Kind::Scalar(_) | Kind::List(_) => {
                self.wrong_kind(node, what, "a text, or `ja` and `en`", EXAMPLE);
                None
            }
        }
    }

    /// The `source` of whatever has one.
    pub(crate) fn source(&mut self, fields: &Fields<'_>) -> Option<Box<str>> {
        let node = fields.get("source")?;
        self.name(node, "`source`", "業務委託契約 第4条").map(|source| source.value)
    }

    /// A condition in text form or structured form.
    pub(crate) fn condition(&mut self, node: &Node<'_>) -> Option<Expression> {
        match condition::from_node(node) {
            Ok(expression) => Some(expression),
            Err(problems) => {
                let uncut = node.scalar().and_then(Scalar::uncut);
                self.problems.extend(problems.into_iter().map(|problem| match uncut {
                    Some(uncut) => problem.help(format!(
                        "YAML begins a comment at ` #`; put the whole condition in quotes: `{}`",
                        quoted(uncut)
                    )),
                    None => problem,
                }));
                None
            }
        }
    }

    /// The value of a fact, as written.
    pub(crate) fn literal(&mut self, node: &Node<'_>, what: &str) -> Option<Literal> {
        match &node.kind {
            Kind::Scalar(scalar) if !scalar.is_null() => {
                let text = Written::new(scalar.text.as_ref().into(), node.place);
                Some(Literal::One(text, scalar.style != Style::Plain))
            }
            Kind::List(items) => {
                let items = items.iter().filter_map(|item| self.name(item, what, "[phone, email]")).collect();
                Some(Literal::Many(Written::new(items, node.place)))
            }
            Kind::Scalar(_) | Kind::Map(_) => {
                self.wrong_kind(node, what, "a value", "0");
                None
            }
        }
    }

    /// A tier or label: a plain name or `{ id: .., title: .. }`.
    pub(crate) fn titled(&mut self, node: &Node<'_>, what: &str) -> Option<Titled> {
        let titled = if let Kind::Map(_) = &node.kind {
            let example = "{ id: routine, title: { ja: 定型, en: routine } }";
            let fields = self.fields(node, what, &["id", "title"], example)?;
            let title = fields.get("title").and_then(|title| self.text(title, "a title"));
            let id = self.required(&fields, "id", what, "routine")?;
            Titled { name: self.name(id, what, "routine")?, title }
        } else {
            Titled { name: self.name(node, what, "routine")?, title: None }
        };
        self.is_word(&titled.name, what).then_some(titled)
    }

    /// Checks a name that conditions and scripts use without quotes.
    pub(crate) fn is_identifier(&mut self, name: &Name, what: &str) -> bool {
        let text = &*name.value;
        let help = if text.len() > MAX_NAME {
            Some(format!("a name may have at most {MAX_NAME} characters"))
        } else {
            name_fault(text)
        };
        let Some(help) = help else { return true };
        let message = format!("{what} cannot be called `{text}`");
        self.report(Problem::new(Code::InvalidName, name.place, message).help(help));
        false
    }

    /// Checks a name that conditions only use in quotes, or not at all.
    pub(crate) fn is_word(&mut self, name: &Name, what: &str) -> bool {
        let fault = word_fault(name, what);
        let fits = fault.is_none();
        self.problems.extend(fault);
        fits
    }

    /// The key of an entry as a name.
    pub(crate) fn key(entry: &Entry<'_>) -> Name {
        Written::new(entry.key.text.as_ref().into(), entry.key.place)
    }
}

/// What is wrong with a name that no condition uses without quotes: it may have letters and digits of any script, `_`, `-`
/// and `.`.
pub(in crate::authoring) fn word_fault(name: &Name, what: &str) -> Option<Problem> {
    let text = &*name.value;
    let allowed = |found: char| found.is_alphanumeric() || matches!(found, '_' | '-' | '.');
    if !text.is_empty() && text.chars().all(allowed) && text.chars().count() <= MAX_NAME {
        return None;
    }
    let message = format!("{what} cannot be called `{text}`");
    let help = format!("use up to {MAX_NAME} letters, digits, `_`, `-` and `.`; people read the `title`");
    Some(Problem::new(Code::InvalidName, name.place, message).help(help))
}

/// What one of a few words stands for.
pub(crate) fn one_of<T: Copy>(name: &Name, what: &str, words: &[(&str, T)]) -> Result<T, Box<Problem>> {
    if let Some((_, value)) = words.iter().find(|(word, _)| *word == &*name.value) {
        return Ok(*value);
    }
    let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    let problem = Problem::new(Code::InvalidValue, name.place, format!("{what} cannot be `{}`", name.value));
    Err(Box::new(problem.help(match closest(&name.value, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("it may be {}", listed(&known, "or")),
    })))
}
