//! The list of what scripts consist of, held against every node of a syntax tree.
//!
//! It is a list of what is allowed: whatever else Rhai has, now or later, or by a feature that some other crate of the host's build
//! turns on, is refused.

use super::place;
use super::tokens::{MAX_PROBLEMS, place_of};
use crate::diagnostic::{Code, Problem};
use rhai::{AST, ASTFlags, Expr, FlowControl, FnCallExpr, Position, Stmt, StmtBlock};

/// Nodes of one tree.
const MAX_NODES: usize = 2_000;
/// How deep the walk follows; the parser's own limit is lower.
const MAX_LEVELS: usize = 200;
/// The operators, as the tree names their calls.
const OPERATORS: [&str; 12] = ["==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "!"];

/// What is not allowed in `tree`, the tree of `text`.
pub(super) fn check(text: &str, tree: &AST) -> Vec<Problem> {
    let mut walk = Walk { text, nodes: 0, levels: 0, problems: Vec::new() };
    walk.statements(tree.statements());
    walk.problems
}

/// One walk over a tree.
struct Walk<'a> {
    text: &'a str,
    nodes: usize,
    levels: usize,
    problems: Vec<Problem>,
}

impl Walk<'_> {
    fn statements(&mut self, statements: &[Stmt]) {
        for statement in statements {
            self.statement(statement);
        }
    }

    fn block(&mut self, block: &StmtBlock) {
        self.statements(block.statements());
    }

    fn statement(&mut self, statement: &Stmt) {
        let position = statement.position();
        if !self.enter(position) {
            return;
        }
        match statement {
            Stmt::Noop(_) => {}
            Stmt::If(parts, _) => {
                let FlowControl { expr, body, branch } = &**parts;
                self.expression(expr);
                self.block(body);
                self.block(branch);
            }
            Stmt::Switch(parts, _) => {
                let (value, cases) = &**parts;
                self.expression(value);
                // Every block of every case is here, whichever values and ranges lead to it.
                for case in &cases.expressions {
                    self.expression(&case.lhs);
                    self.expression(&case.rhs);
                }
            }
            Stmt::Var(parts, flags, _) if flags.is_empty() => self.expression(&parts.1),
            Stmt::Assignment(parts) => {
                let (operation, sides) = &**parts;
                if operation.is_op_assignment() {
                    self.forbid(position, "an assignment that computes", "write `x = x + ..`");
                }
                if !matches!(sides.lhs, Expr::Variable(..)) {
                    self.forbid(
                        position,
                        "an assignment to anything but a variable",
                        "what a script wants to happen it says with `propose`; a value gets a name with `let`",
                    );
                }
                self.expression(&sides.lhs);
                self.expression(&sides.rhs);
            }
            Stmt::FnCall(call, _) => self.call(call, position),
            Stmt::Block(block) => self.block(block),
            Stmt::Expr(expression) => self.expression(expression),
            Stmt::Return(None, flags, _) if flags.is_empty() => {}
            Stmt::Return(_, flags, _) if flags.contains(ASTFlags::BREAK) => {
                self.forbid(position, "`throw`", "`return;` ends a script")
            }
            Stmt::Return(..) => {
                self.forbid(
                    position,
                    "a value behind `return`",
                    "a script has no result; it proposes. `return;` ends it",
                );
            }
            _ => self.forbid(
                position,
                "this statement",
                "a script consists of `let`, `if`, `switch`, `return;` and calls",
            ),
        }
        self.levels -= 1;
    }

    fn expression(&mut self, expression: &Expr) {
        let position = expression.position();
        if !self.enter(position) {
            return;
        }
        match expression {
            Expr::BoolConstant(..)
            | Expr::IntegerConstant(..)
            | Expr::StringConstant(..)
            | Expr::Unit(_)
            | Expr::Variable(..)
            | Expr::Property(..) => {}
            Expr::Array(elements, _) => elements.iter().for_each(|element| self.expression(element)),
            Expr::And(operands, _) | Expr::Or(operands, _) => {
                operands.iter().for_each(|operand| self.expression(operand))
            }
            Expr::Stmt(block) => self.block(block),
            Expr::FnCall(call, _) | Expr::MethodCall(call, _) => self.call(call, position),
            Expr::Dot(sides, flags, _) | Expr::Index(sides, flags, _) => {
                if flags.contains(ASTFlags::NEGATED) {
                    self.forbid(position, "`?.` and `?[`", "ask with `known(..)` whether there is a value");
                }
                self.expression(&sides.lhs);
                self.expression(&sides.rhs);
            }
            Expr::CharConstant(..) => {
                self.forbid(position, "a text in single quotes", "write it in double quotes")
            }
            Expr::InterpolatedString(..) => {
                self.forbid(position, "`${..}` in a text", "a reason is the same for every inquiry")
            }
            Expr::Map(..) => self.forbid(position, "an object map", "name each value with `let`"),
            Expr::ThisPtr(_) => self.forbid(position, "`this`", "name what is meant"),
            Expr::Coalesce(..) => {
                self.forbid(position, "`??`", "ask with `known(..)` whether there is a value")
            }
            // Its variant is absent from builds without fractions.
            other => match other.get_literal_value(None).and_then(|value| value.try_cast::<f64>()) {
                Some(number) if number.is_finite() => {}
                Some(_) => {
                    let message = "a number beyond the range of numbers".to_owned();
                    self.report(Code::Limit, position, message, "write a smaller one");
                }
                None => {
                    self.forbid(position, "this expression", "there are numbers, texts, truths and lists")
                }
            },
        }
        self.levels -= 1;
    }

    fn call(&mut self, call: &FnCallExpr, position: Position) {
        if call.capture_parent_scope {
            self.forbid(position, "a call with `!`", "call without it");
        }
        let name = call.name.as_str();
        if call.is_operator_call() && !OPERATORS.contains(&name) {
            let (what, instead) = match name {
                "|" => ("the operator `|`", "write `||`"),
                "contains" => ("`!in`", "write `!(x in [..])`"),
                _ => ("this operator", "there are `+ - * / %`, comparisons, `&&`, `||` and `!`"),
            };
            self.forbid(position, what, instead);
        }
        call.args.iter().for_each(|argument| self.expression(argument));
    }

    /// Counts a node; whether the walk goes on into it.
    fn enter(&mut self, position: Position) -> bool {
        self.nodes += 1;
        if self.nodes == MAX_NODES + 1 {
            let message = format!("a script may have {MAX_NODES} parts, this one has more");
            self.report(Code::Limit, position, message, "move parts of it into rules");
        }
        if self.levels >= MAX_LEVELS {
            self.report(
                Code::Limit,
                position,
                "this is nested too deep".to_owned(),
                "name parts of it with `let`",
            );
        }
        let on = self.nodes <= MAX_NODES && self.levels < MAX_LEVELS;
        self.levels += usize::from(on);
        on
    }

    fn forbid(&mut self, position: Position, what: &str, instead: &str) {
        self.report(Code::ScriptForbidden, position, format!("scripts do without {what}"), instead);
    }

    fn report(&mut self, code: Code, position: Position, message: String, help: &str) {
        if self.problems.len() < MAX_PROBLEMS {
            let place = place_of(place::span(self.text, position));
            self.problems.push(Problem::new(code, place, message).help(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use rhai::{Engine, OptimizationLevel};

    /// What the list says of a script that another engine, one that allows everything, has parsed.
    fn refused(text: &str) -> Vec<String> {
        let mut engine = Engine::new();
        engine.set_optimization_level(OptimizationLevel::None);
        let tree = engine.compile(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        check(text, &tree).into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn the_list_alone_refuses_all_else_that_rhai_has() {
        for text in [
            "loop { }",
            "while a { }",
            "do { } while a;",
            "for x in y { }",
            "for (x, n) in y { }",
            "try { } catch { }",
            "throw;",
            "throw 1;",
            "return 1;",
            "import \"a\" as b;",
            "export let x = 1;",
            "let x = 1; export x as y;",
            "const X = 1;",
            "x += 1;",
            "x.y = 1;",
            "x[0] = 1;",
            "let x = #{};",
            "let x = #{ a: 1 };",
            "let x = 'a';",
            "let x = `${a}`;",
            "let x = a ?? b;",
            "let x = a?.b;",
            "let x = a?[0];",
            "let x = |y| y;",
            "let z = 1; let x = |y| y + z;",
            "f!();",
            "let x = 1..2;",
            "let x = 1..=2;",
            "let x = a & b;",
            "let x = a | b;",
            "let x = a ^ b;",
            "let x = a << 1;",
            "let x = a ** 2;",
            "let x = a !in b;",
        ] {
            assert_ne!(refused(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn every_part_of_a_tree_is_walked() {
        let bad = "g(#{})";
        for text in [
            format!("let x = {bad};"),
            format!("x = {bad};"),
            format!("if {bad} {{ }}"),
            format!("if a {{ {bad} }}"),
            format!("if a {{ }} else {{ {bad} }}"),
            format!("if a {{ }} else if {bad} {{ }}"),
            format!("switch {bad} {{ 1 => 2 }}"),
            format!("switch a {{ 1 => {bad} }}"),
            format!("switch a {{ 1 | 2 => {bad} }}"),
            format!("switch a {{ 1..5 => {bad} }}"),
            format!("switch a {{ 1 if {bad} => 2 }}"),
            format!("switch a {{ 1..5 if {bad} => 2 }}"),
            format!("switch a {{ _ => {bad} }}"),
            format!("switch a {{ 1 => 2, 1 => {bad} }}"),
            format!("f({bad});"),
            format!("let x = f(1, {bad});"),
            format!("a.f({bad});"),
            format!("a.b.f(1).g({bad});"),
            format!("a.b[{bad}].c;"),
            format!("a[{bad}];"),
            format!("f({bad})[0];"),
            format!("let x = [1, {bad}];"),
            format!("let x = a && {bad};"),
            format!("let x = a || b || {bad};"),
            format!("let x = !{bad};"),
            format!("let x = 1 + {bad};"),
            format!("let x = {bad} in [1];"),
            format!("let x = 1 in [{bad}];"),
            format!("{{ {{ {bad} }} }}"),
            format!("let x = if a {{ {bad} }} else {{ 1 }};"),
            format!("let x = switch a {{ 1 => {bad}, _ => 1 }};"),
        ] {
            assert_eq!(refused(&text), ["scripts do without an object map"], "{text}");
        }
    }
}
