//! Statements: what holds on the way to each proposal, and which variables are in sight.

use super::Checker;
use super::calls::Calls;
use super::lifted::Lifted;
use super::value::{Type, Value, Variable};
use crate::diagnostic::Code;
use crate::overrides::program::RUN;
use rhai::{Expr, Position, Stmt, StmtBlock};

/// Names that mean something in every script.
const WORDS: [&str; 6] = ["cue", "score", "param", "inquiry", "decision", "propose"];

impl Checker<'_> {
    /// Walks statements one after the other and says when they end the script.
    pub(super) fn block(&mut self, statements: &mut [Stmt]) -> Lifted {
        let (variables, path, known) = (self.variables.len(), self.path.len(), self.known.len());
        let mut ended = Vec::new();
        for statement in statements {
            let ends = self.statement(statement);
            if matches!(ends, Lifted::Constant(false)) {
                continue;
            }
            self.known.extend(ends.known_when(false));
            self.path.push(ends.clone().not());
            ended.push(ends);
        }
        self.variables.truncate(variables);
        self.path.truncate(path);
        self.known.truncate(known);
        Lifted::any(ended)
    }

    /// Walks a block that is entered when `condition` holds.
    fn branch(&mut self, block: &mut StmtBlock, condition: &Lifted) -> Lifted {
        let (path, known) = (self.path.len(), self.known.len());
        self.known.extend(condition.known_when(true));
        self.path.push(condition.clone());
        let ended = self.block(block.statements_mut());
        self.path.truncate(path);
        self.known.truncate(known);
        Lifted::all(vec![condition.clone(), ended])
    }

    /// When the statement ends the script.
    pub(super) fn statement(&mut self, statement: &mut Stmt) -> Lifted {
        match statement {
            Stmt::If(flow, position) => {
                let (position, first) = (*position, self.sites.len());
                let condition = self.condition(&mut flow.expr);
                let then = self.branch(&mut flow.body, &condition);
                let otherwise = self.branch(&mut flow.branch, &condition.clone().not());
                if flow.branch.is_empty() && self.is_all_proposals(flow.body.statements(), first) {
                    let sites = first..self.sites.len();
                    if let Some(call) = self.calls.guarded(&flow.expr, sites, position) {
                        *statement = Stmt::Expr(Box::new(call));
                    }
                }
                return Lifted::any(vec![then, otherwise]);
            }
            Stmt::Switch(switch, _) => {
                let (subject, cases) = &mut **switch;
                return self.switch(subject, cases);
            }
            Stmt::Block(block) => return self.branch(block, &Lifted::Constant(true)),
            Stmt::Var(declared, _, _) => {
                let (name, initial, _) = &mut **declared;
                self.declare(name.name.as_str(), name.pos, initial);
            }
            Stmt::Assignment(assignment) => {
                // The sandbox refuses every other sign than `=`.
                let (_, sides) = &mut **assignment;
                self.assign(&sides.lhs, &mut sides.rhs);
            }
            Stmt::FnCall(call, position) => {
                let position = *position;
                let mut expression = Expr::FnCall(call.clone(), position);
                self.computed(&mut expression);
                *statement = Stmt::Expr(Box::new(expression));
            }
            Stmt::Expr(expression) => match &mut **expression {
                Expr::Stmt(block) => return self.branch(block, &Lifted::Constant(true)),
                expression => {
                    if !self.proposal(expression) {
                        self.computed(expression);
                    }
                }
            },
            Stmt::Return(None, _, position) if self.values > 0 => {
                let message = "`return` stands where a value is worked out";
                self.refuse(
                    Code::ScriptForbidden,
                    *position,
                    message,
                    "leave the script in a statement of its own",
                );
            }
            Stmt::Return(None, _, _) => return Lifted::Constant(true),
            Stmt::Noop(_) => {}
            other => {
                let position = other.position();
                self.refuse(
                    Code::ScriptForbidden,
                    position,
                    "this statement is none a script may have",
                    "use `let`, `if`, `switch`, `return;` and `propose`",
                );
            }
        }
        Lifted::Constant(false)
    }

    /// Whether statements are nothing but the proposals noted since there were `first`.
    fn is_all_proposals(&self, statements: &[Stmt], first: usize) -> bool {
        let is_proposal = |statement: &Stmt| match statement {
            Stmt::Expr(expression) => Calls::is_proposal(expression),
            _ => false,
        };
        statements.len() == self.sites.len() - first && statements.iter().all(is_proposal)
    }

    fn declare(&mut self, name: &str, position: Position, initial: &mut Expr) {
        let mut value = self.expression(initial);
        if value.is_name && value.kind == Type::Comparable {
            // It stands for the name wherever it is compared; the sandbox never sees what it is.
            *initial = Expr::Unit(position);
            value.is_name = false;
        } else {
            self.forced(initial, &mut value);
        }
        if value.kind == Type::Nothing {
            self.refuse(
                Code::WrongType,
                position,
                format!("the variable `{name}` is given nothing"),
                "write a value behind the `=`",
            );
            value.kind = Type::Wrong;
        }
        let is_taken = WORDS.contains(&name)
            || name.starts_with(RUN)
            || self.vocabulary.names.first_segments().any(|segment| segment == name);
        if is_taken {
            self.refuse(
                Code::InvalidName,
                position,
                format!("`{name}` means something in this rulebook already"),
                "give the variable another name",
            );
        }
        self.variables.push(Variable { name: name.into(), value });
    }

    fn assign(&mut self, target: &Expr, source: &mut Expr) {
        let position = target.position();
        let mut value = self.expression(source);
        self.forced(source, &mut value);
        let name = match target {
            Expr::Variable(variable, ..) => variable.1.to_string(),
            _ => String::new(),
        };
        let taint = self.path.iter().map(Lifted::taint).fold(value.taint, super::lifted::Taint::and);
        let Some(variable) = self.variables.iter().rposition(|variable| *variable.name == *name) else {
            let message = format!("`{name}` is no variable of the script and cannot be changed");
            self.refuse(
                Code::ScriptForbidden,
                position,
                message,
                "what a script wants to happen it says with `propose`",
            );
            return;
        };
        let before = self.variables.get(variable).map_or(Type::Wrong, |variable| variable.value.kind);
        let kind = value.kind;
        if kind != before && kind != Type::Wrong && before != Type::Wrong {
            self.refuse(
                Code::WrongType,
                position,
                format!("`{name}` is {} and would become {}", before.as_str(), kind.as_str()),
                "use another variable for it",
            );
        }
        if let Some(variable) = self.variables.get_mut(variable) {
            let taint = variable.value.taint.and(taint);
            variable.value = Value::computed(before, taint, position);
        }
    }

    /// Its cases are kept as hashes by the parser, so which of them is taken cannot be lifted.
    fn switch(&mut self, subject: &mut Expr, cases: &mut rhai::SwitchCasesCollection) -> Lifted {
        let mut value = self.expression(subject);
        self.forced(subject, &mut value);
        if !matches!(value.kind, Type::Integer | Type::Text | Type::Bool | Type::Wrong) {
            let message =
                format!("`switch` needs a whole number, a text or a bool, not {}", value.kind.as_str());
            self.refuse(Code::WrongType, value.position, message, "write `if` and `else if`");
        }
        let taken = Lifted::Opaque(value.taint);
        let mut ended = Vec::new();
        for case in &mut cases.expressions {
            let condition = match &mut case.lhs {
                Expr::BoolConstant(true, _) => Lifted::Constant(true),
                condition => self.condition(condition),
            };
            let entered = Lifted::all(vec![taken.clone(), condition]);
            let (path, known) = (self.path.len(), self.known.len());
            self.known.extend(entered.known_when(true));
            self.path.push(entered.clone());
            let ends = match &mut case.rhs {
                Expr::Stmt(block) => self.block(block.statements_mut()),
                expression => {
                    if !self.proposal(expression) {
                        self.computed(expression);
                    }
                    Lifted::Constant(false)
                }
            };
            self.path.truncate(path);
            self.known.truncate(known);
            ended.push(Lifted::all(vec![entered, ends]));
        }
        Lifted::any(ended)
    }

    /// An expression whose value nobody uses.
    fn computed(&mut self, expression: &mut Expr) {
        let mut value = self.expression(expression);
        self.forced(expression, &mut value);
    }
}
