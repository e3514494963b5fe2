//! furiwake itself: a typed inquiry in, the whole decision out, with labels, holders, route and reasons.

use crate::peer::Peer;
use crate::workload::{Record, Script, Workload, fired};
use ::furiwake::{Decision, Engine, Inquiry, Rulebook};

pub(crate) struct Furiwake(Engine);

impl Peer<'_> for Furiwake {
    const NAME: &'static str = "furiwake";
    type Input = Inquiry;
    type Output = Decision;

    fn load(workload: &Workload) -> Self {
        let loaded = Rulebook::load("bench.yaml", &workload.yaml(Script::None));
        Self(Engine::new(&loaded.into_result().unwrap()))
    }

    fn input(&self, record: &Record) -> Inquiry {
        record.inquiry()
    }

    fn decide(&mut self, inquiry: &Inquiry) -> Decision {
        self.0.decide(inquiry)
    }

    fn found(&self, decision: Decision) -> Vec<usize> {
        fired(&decision).0
    }
}
