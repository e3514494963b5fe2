//! What every engine does here.

use crate::workload::{Record, Workload};
use std::hint::black_box;

/// An engine with the rules of a workload in it.
pub(crate) trait Peer<'w>: Sized {
    const NAME: &'static str;
    /// The inquiry as the engine takes it.
    type Input;
    /// What the engine answers with; its users get the ids of the rules out of it.
    type Output;

    /// From the rules as plain data, by way of the engine's own language, to ready.
    fn load(workload: &'w Workload) -> Self;
    fn input(&self, record: &Record) -> Self::Input;
    fn decide(&mut self, input: &Self::Input) -> Self::Output;
    /// The rules that are true, in any order.
    fn found(&self, output: Self::Output) -> Vec<usize>;

    /// Where an engine has a cheaper way than to make an input and decide it.
    fn decide_record(&mut self, record: &Record) -> Self::Output {
        let input = self.input(record);
        self.decide(&input)
    }
}

/// A peer of any kind, with its inputs.
pub(crate) trait Runner {
    fn name(&self) -> &'static str;
    fn decide(&mut self, at: usize);
    fn decide_record(&mut self, at: usize);
    fn found(&mut self, at: usize) -> Vec<usize>;
    fn found_in_record(&mut self, at: usize) -> Vec<usize>;
}

pub(crate) struct Running<'w, P: Peer<'w>> {
    peer: P,
    records: &'w [Record],
    inputs: Vec<P::Input>,
}

impl<'w, P: Peer<'w>> Running<'w, P> {
    pub(crate) fn new(peer: P, workload: &'w Workload) -> Self {
        let inputs = workload.records.iter().map(|record| peer.input(record)).collect();
        Self { peer, records: &workload.records, inputs }
    }
}

impl<'w, P: Peer<'w>> Runner for Running<'w, P> {
    fn name(&self) -> &'static str {
        P::NAME
    }

    fn decide(&mut self, at: usize) {
        drop(black_box(self.peer.decide(black_box(&self.inputs[at]))));
    }

    fn decide_record(&mut self, at: usize) {
        drop(black_box(self.peer.decide_record(black_box(&self.records[at]))));
    }

    fn found(&mut self, at: usize) -> Vec<usize> {
        let output = self.peer.decide(&self.inputs[at]);
        self.peer.found(output)
    }

    fn found_in_record(&mut self, at: usize) -> Vec<usize> {
        let output = self.peer.decide_record(&self.records[at]);
        self.peer.found(output)
    }
}
