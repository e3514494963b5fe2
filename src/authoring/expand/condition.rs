//! What a cell stands for in the column of something the rulebook knows: the condition somebody would have written by hand.

use super::cell::{self, Form, Test, Word};
use super::declared::Subject;
use crate::authoring::document::{Axis, FactKind, Literal as Cell, Name, Score};
use crate::condition::{At, Expression, Kind, Literal, Operator, Side, described, is_number};
use crate::diagnostic::{Code, Problem, closest};
use crate::span::Place;

type Result<T> = std::result::Result<T, Box<Problem>>;

const TRUE_OR_FALSE: &str = "write `true`, `false` or `-`";

/// A column of the table: its name and what stands behind it.
#[derive(Clone, Copy)]
pub(super) struct Tested<'c> {
    pub(super) name: &'c Name,
    pub(super) subject: Subject<'c>,
}

impl Tested<'_> {
    /// The conditions a cell asks for, all of them.
    pub(super) fn conditions(&self, cell: &Cell) -> Result<Vec<Expression>> {
        cell::tests(cell)?.iter().map(|test| self.condition(test)).collect()
    }

    fn condition(&self, test: &Test) -> Result<Expression> {
        let place = test.place;
        let kind = match &test.form {
            Form::Known { negated } => {
                if self.has_option("known") {
                    let shown = if *negated { "!known" } else { "known" };
                    let message =
                        format!("`{shown}` may be the value of `{}` or whether it has any", self.name.value);
                    let help = if *negated { "write `!= \"known\"`" } else { "write `\"known\"`" };
                    let help = format!(
                        "{help} for the value, or `{}known({})` in the table's `when`",
                        if *negated { "!" } else { "" },
                        self.name.value
                    );
                    return Err(Box::new(Problem::new(Code::ConditionSyntax, place, message).help(help)));
                }
                let known = Kind::Known(At::new(Side::Name(self.name.value.clone()), place));
                return Ok(negated_if(*negated, Expression { kind: known, place }));
            }
            Form::Compare(operator, word) => match self.subject {
                Subject::Value(FactKind::Bool) | Subject::Truth(_) => {
                    return self.truth(*operator, word, place);
                }
                Subject::Value(FactKind::Choices(_)) => return self.has(*operator, word, place),
                Subject::Value(kind) => self.compare(*operator, self.operand(kind, word)?, place),
                Subject::Score(score) => return self.score(score, *operator, word, place),
                Subject::Axis(axis) if self.subject.is_ordered_axis() => {
                    return self.label(axis, *operator, word, place);
                }
                Subject::Axis(_) => return self.has(*operator, word, place),
            },
            Form::Among { words, negated } => {
                return Ok(negated_if(*negated, self.among(words, place)?));
            }
        };
        Ok(Expression { kind, place })
    }

    /// Whether it can be what this word says.
    fn has_option(&self, word: &str) -> bool {
        match self.subject {
            Subject::Value(FactKind::Choice(options) | FactKind::Choices(options)) => {
                options.iter().any(|option| **option == *word)
            }
            Subject::Axis(axis) => axis.labels.iter().any(|label| *label.name.value == *word),
            _ => false,
        }
    }

    fn compare(&self, operator: Operator, right: At<Side>, place: Place) -> Kind {
        Kind::Compare { left: At::new(Side::Name(self.name.value.clone()), place), operator, right }
    }

    /// A word beside what a fact holds: a parameter, or a value of its type.
    pub(super) fn operand(&self, kind: &FactKind, word: &Word) -> Result<At<Side>> {
        let side = match parameter(word) {
            Some(name) => Side::Name(name),
            None => Side::Literal(self.literal(kind, word)?),
        };
        Ok(At::new(side, word.place))
    }

    fn literal(&self, kind: &FactKind, word: &Word) -> Result<Literal> {
        match kind {
            FactKind::Integer | FactKind::Decimal if !word.quoted && is_number(&word.text) => {
                Ok(Literal::Number(word.text.clone()))
            }
            FactKind::Integer | FactKind::Decimal => {
                let help = if is_number(&word.text) {
                    format!("write `{}` without quotes", word.text)
                } else if let Some((low, high)) = word.text.split_once("..") {
                    format!("write `>= {} && <= {}`", low.trim(), high.trim())
                } else if is_number(&word.text.replace(',', "")) {
                    format!("write `{}`", word.text.replace(',', ""))
                } else {
                    "for example `3000`, `<= 3000`, `>= 3 && < 8` or `[1, 2]`".to_owned()
                };
                Err(self.wrong_type(word, help))
            }
            FactKind::Bool => {
                bool_of(word).map(Literal::Bool).ok_or_else(|| self.wrong_type(word, TRUE_OR_FALSE))
            }
            _ => Ok(Literal::Text(word.text.clone())),
        }
    }

    /// A bool, a cue or a named condition: itself, or its opposite.
    fn truth(&self, operator: Operator, word: &Word, place: Place) -> Result<Expression> {
        if let (Subject::Value(kind), Some(_)) = (self.subject, parameter(word)) {
            let kind = self.compare(operator, self.operand(kind, word)?, place);
            return Ok(Expression { kind, place });
        }
        let (Operator::Equal | Operator::NotEqual) = operator else {
            let message = format!("`{}` is true or false and has no order", self.name.value);
            return Err(self.fault(place, message, TRUE_OR_FALSE));
        };
        let equal = bool_of(word).ok_or_else(|| self.wrong_type(word, TRUE_OR_FALSE))?;
        let wanted = equal == (operator == Operator::Equal);
        let name = Expression { kind: Kind::Name(self.name.value.clone()), place };
        Ok(negated_if(!wanted, name))
    }

    /// What may hold several at once: whether this is one of them.
    fn has(&self, operator: Operator, word: &Word, place: Place) -> Result<Expression> {
        let (Operator::Equal | Operator::NotEqual) = operator else {
            let message = format!("`{}` holds several values at once and has no order", self.name.value);
            return Err(self.fault(place, message, "name one as `x`, several as `[x, y]`, or write `!= x`"));
        };
        Ok(negated_if(operator == Operator::NotEqual, self.option(word, place)))
    }

    fn option(&self, word: &Word, place: Place) -> Expression {
        let set = At::new(self.name.value.clone(), place);
        let option = At::new(word.text.clone(), word.place);
        Expression { kind: Kind::Has { set, option }, place }
    }

    /// One of several: of a set, whether it holds any of them.
    fn among(&self, words: &[Word], place: Place) -> Result<Expression> {
        if let Some(word) = words.iter().find(|word| parameter(word).is_some()) {
            let message = format!("a list holds values, and `{}` is a parameter", word.text);
            return Err(self.fault(word.place, message, "write a row for the parameter"));
        }
        let kind = match self.subject {
            Subject::Value(FactKind::Bool) | Subject::Truth(_) => {
                return Err(self.fault(
                    place,
                    format!("`{}` is true or false, but this cell is a list", self.name.value),
                    TRUE_OR_FALSE,
                ));
            }
            Subject::Score(_) => {
                return Err(self.fault(
                    place,
                    format!("`{}` is a score, but this cell is a list", self.name.value),
                    "write bounds, as in `>= 3 && < 8`",
                ));
            }
            Subject::Axis(_) if !self.subject.is_ordered_axis() => return Ok(self.any(words, place)),
            Subject::Value(FactKind::Choices(_)) => return Ok(self.any(words, place)),
            Subject::Value(kind) => {
                let set = words.iter().map(|word| Ok(At::new(self.literal(kind, word)?, word.place)));
                self.one_of(set.collect::<Result<_>>()?, place)
            }
            Subject::Axis(_) => {
                let set = words.iter().map(|word| At::new(Literal::Text(word.text.clone()), word.place));
                self.one_of(set.collect(), place)
            }
        };
        Ok(Expression { kind, place })
    }

    fn one_of(&self, set: Vec<At<Literal>>, place: Place) -> Kind {
        Kind::In { left: At::new(Side::Name(self.name.value.clone()), place), set }
    }

    fn any(&self, words: &[Word], place: Place) -> Expression {
        match words {
            [only] => self.option(only, place),
            words => {
                let options = words.iter().map(|word| self.option(word, word.place)).collect();
                Expression { kind: Kind::Any(options), place }
            }
        }
    }

    /// A label of an ordered axis; the signs follow the order from mild to strict.
    fn label(&self, axis: &Axis, operator: Operator, word: &Word, place: Place) -> Result<Expression> {
        let text = At::new(Side::Literal(Literal::Text(word.text.clone())), word.place);
        let at = axis.labels.iter().position(|label| label.name.value == word.text);
        // The label above, where the sign leaves this one out.
        let above = || {
            let Some(at) = at else { return Ok(word.text.clone()) };
            axis.labels.get(at + 1).map(|label| label.name.value.clone()).ok_or_else(|| {
                let (what, help) = match operator {
                    Operator::Greater => ("never", format!("write `>= {}` or `{}`", word.text, word.text)),
                    _ => ("always", "write `-`".to_owned()),
                };
                let message = format!(
                    "`{}` is the strictest label of `{}`, so this {what} holds",
                    word.text, self.name.value
                );
                self.fault(place, message, help)
            })
        };
        Ok(match operator {
            Operator::Equal | Operator::NotEqual => {
                Expression { kind: self.compare(operator, text, place), place }
            }
            Operator::GreaterOrEqual => self.at_least(word.text.clone(), word, place),
            Operator::Greater => self.at_least(above()?, word, place),
            Operator::Less => negated_if(true, self.at_least(word.text.clone(), word, place)),
            Operator::LessOrEqual => negated_if(true, self.at_least(above()?, word, place)),
        })
    }

    fn at_least(&self, label: Box<str>, word: &Word, place: Place) -> Expression {
        let left = At::new(Side::Name(self.name.value.clone()), place);
        Expression { kind: Kind::AtLeast { left, label: At::new(label, word.place) }, place }
    }

    /// A number, or a band by its name.
    fn score(&self, score: &Score, operator: Operator, word: &Word, place: Place) -> Result<Expression> {
        if !word.quoted && is_number(&word.text) || parameter(word).is_some() {
            let kind = self.compare(operator, self.operand(&FactKind::Decimal, word)?, place);
            return Ok(Expression { kind, place });
        }
        let bands = || score.bands.iter().map(|(band, _)| &*band.value);
        if !bands().any(|band| *band == *word.text) {
            let help = match closest(&word.text, bands()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if score.bands.is_empty() => "write a number, as in `>= 3`".to_owned(),
                None => {
                    format!(
                        "write a number, or one of the bands `{}`",
                        bands().collect::<Vec<_>>().join("`, `")
                    )
                }
            };
            return Err(self.wrong_type(word, help));
        }
        match operator {
            Operator::GreaterOrEqual => Ok(self.at_least(word.text.clone(), word, place)),
            Operator::Less => Ok(negated_if(true, self.at_least(word.text.clone(), word, place))),
            _ => Err(self.fault(
                place,
                format!("a band of `{}` is where it begins, and compared by `>=` or `<`", self.name.value),
                in_bounds(score, operator, word),
            )),
        }
    }

    /// A value of another type than the column's.
    fn wrong_type(&self, word: &Word, help: impl Into<String>) -> Box<Problem> {
        let what = match self.subject {
            Subject::Value(kind) => described(&kind.fact_type()),
            Subject::Truth(what) => what,
            Subject::Score(_) => "a score",
            Subject::Axis(_) => "an axis",
        };
        let shown = if word.quoted { format!("\"{}\"", word.text) } else { word.text.to_string() };
        let message = format!("`{}` is {what}, but this is `{shown}`", self.name.value);
        Box::new(Problem::new(Code::WrongType, word.place, message).help(help))
    }

    fn fault(&self, place: Place, message: impl Into<String>, help: impl Into<String>) -> Box<Problem> {
        Box::new(Problem::new(Code::WrongType, place, message).help(help))
    }
}

/// How to write in bounds what was meant by comparing with a band otherwise, without changing its meaning.
fn in_bounds(score: &Score, operator: Operator, word: &Word) -> String {
    let from = |name: &str| score.bands.iter().find(|(band, _)| *band.value == *name)?.1.exact();
    let this = &word.text;
    let above = score.bands.iter().map(|(band, _)| &*band.value).filter(|band| from(band) > from(this));
    match (operator, above.min_by_key(|band| from(band))) {
        (Operator::Equal, Some(next)) => format!("write `>= {this} && < {next}`"),
        (Operator::NotEqual, Some(next)) => {
            format!("write two rows, one with `< {this}`, one with `>= {next}`")
        }
        (Operator::Greater, Some(next)) => format!("write `>= {next}`"),
        (Operator::LessOrEqual, Some(next)) => format!("write `< {next}`"),
        (Operator::NotEqual, None) | (Operator::Less, _) => format!("write `< {this}`"),
        (Operator::Equal, None) | (Operator::GreaterOrEqual, _) => format!("write `>= {this}`"),
        (Operator::Greater, None) => "above the highest band there is none, so this never holds".to_owned(),
        (Operator::LessOrEqual, None) => "this always holds: write `-`".to_owned(),
    }
}

/// The parameter a word names.
pub(super) fn parameter(word: &Word) -> Option<Box<str>> {
    (!word.quoted && word.text.starts_with("param.")).then(|| word.text.clone())
}

/// Spreadsheets write `TRUE` and `FALSE`.
fn bool_of(word: &Word) -> Option<bool> {
    match &*word.text {
        "true" | "TRUE" if !word.quoted => Some(true),
        "false" | "FALSE" if !word.quoted => Some(false),
        _ => None,
    }
}

fn negated_if(negated: bool, expression: Expression) -> Expression {
    let place = expression.place;
    if negated { Expression { kind: Kind::Not(Box::new(expression)), place } } else { expression }
}
