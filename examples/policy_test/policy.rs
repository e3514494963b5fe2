//! The policy as tests of `cargo test`: each case by its own name, and one more for the gates.

use std::process::ExitCode;

fn main() -> ExitCode {
    furiwake::harness::run("examples/policy_test/acme.yaml", ["examples/policy_test/acme.cases.yaml"])
}
