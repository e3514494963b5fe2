//! Calls of native functions, put together without knowing how the sandbox finds a function.

use super::super::sandbox;
use crate::overrides::program::RUN;
use rhai::{Expr, FnCallExpr, INT, Position, Stmt};
use std::collections::BTreeMap;
use std::ops::Range;

/// Calls made before, by name and number of arguments.
#[derive(Debug, Default)]
pub(super) struct Calls(BTreeMap<(&'static str, usize), Option<FnCallExpr>>);

impl Calls {
    /// `name(run, number)`: what the run is asked for by number.
    pub(super) fn numbered(&mut self, name: &'static str, number: usize, position: Position) -> Expr {
        let number = Expr::IntegerConstant(INT::try_from(number).unwrap_or(INT::MAX), position);
        match self.template(name, 2) {
            Some(mut call) => {
                if let Some(last) = call.args.last_mut() {
                    *last = number;
                }
                Expr::FnCall(Box::new(call), position)
            }
            None => Expr::Unit(position),
        }
    }

    /// `if test { proposals }` in one call, where `test` is a call by number; the most frequent thing scripts do.
    pub(super) fn guarded(&mut self, test: &Expr, sites: Range<usize>, position: Position) -> Option<Expr> {
        let Expr::FnCall(test, _) = test else { return None };
        let number = test.args.last().filter(|_| test.name == "holds")?.clone();
        let constant =
            |value: usize| Expr::IntegerConstant(INT::try_from(value).unwrap_or(INT::MAX), position);
        let mut call = self.template("propose_if", 4)?;
        for (argument, value) in
            call.args.iter_mut().skip(1).zip([number, constant(sites.start), constant(sites.end)])
        {
            *argument = value;
        }
        Some(Expr::FnCall(Box::new(call), position))
    }

    /// Whether this is the call that makes a proposal.
    pub(super) fn is_proposal(expression: &Expr) -> bool {
        matches!(expression, Expr::FnCall(call, _) if call.name == "propose")
    }

    /// `name(arguments..)`
    pub(super) fn call(&mut self, name: &'static str, arguments: Vec<Expr>, position: Position) -> Expr {
        match self.template(name, arguments.len()) {
            Some(mut call) => {
                call.args = arguments.into_iter().collect();
                Expr::FnCall(Box::new(call), position)
            }
            None => Expr::Unit(position),
        }
    }

    fn template(&mut self, name: &'static str, arguments: usize) -> Option<FnCallExpr> {
        self.0.entry((name, arguments)).or_insert_with(|| template(name, arguments)).clone()
    }
}

/// A call as the parser makes it, with the run as every argument.
fn template(name: &str, arguments: usize) -> Option<FnCallExpr> {
    let call = format!("{name}({})", vec![RUN; arguments].join(", "));
    let ast = sandbox::engine().compile(call).ok()?;
    match ast.statements() {
        [Stmt::FnCall(call, _)] => Some((**call).clone()),
        [Stmt::Expr(expression)] => match &**expression {
            Expr::FnCall(call, _) => Some((**call).clone()),
            _ => None,
        },
        _ => None,
    }
}
