//! No engine at all: the ids of the rules that are true and nothing else, from a plain record.

use crate::peer::Peer;
use crate::workload::{HandIndex, Record, Workload, scan_true};

pub(crate) struct LinearScan<'w>(&'w Workload);

impl<'w> Peer<'w> for LinearScan<'w> {
    const NAME: &'static str = "linear scan by hand";
    type Input = Record;
    type Output = Vec<usize>;

    fn load(workload: &'w Workload) -> Self {
        Self(workload)
    }

    fn input(&self, record: &Record) -> Record {
        record.clone()
    }

    fn decide(&mut self, record: &Record) -> Vec<usize> {
        let mut found = Vec::new();
        scan_true(self.0, record, &mut found);
        found
    }

    fn found(&self, found: Vec<usize>) -> Vec<usize> {
        found
    }

    fn decide_record(&mut self, record: &Record) -> Vec<usize> {
        self.decide(record)
    }
}

pub(crate) struct IndexByHand(HandIndex);

impl Peer<'_> for IndexByHand {
    const NAME: &'static str = "index by hand";
    type Input = Record;
    type Output = Vec<usize>;

    fn load(workload: &Workload) -> Self {
        Self(HandIndex::new(workload))
    }

    fn input(&self, record: &Record) -> Record {
        record.clone()
    }

    fn decide(&mut self, record: &Record) -> Vec<usize> {
        let mut found = Vec::new();
        self.0.find(record, &mut found);
        found
    }

    fn found(&self, found: Vec<usize>) -> Vec<usize> {
        found
    }

    fn decide_record(&mut self, record: &Record) -> Vec<usize> {
        self.decide(record)
    }
}
