//! Text of every format is searched without a panic; the words shown as evidence are the words of the message; and a cut
//! in the text never makes a decision milder.
#![no_main]

use furiwake::decision::Evidence;
use furiwake::inquiry::{Format, Message, Sender};
use furiwake::{Engine, Inquiry, Rulebook};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

const RULEBOOK: &str = include_str!("../cues.yaml");
const SUBJECT: &str = "返金のお願い";

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    Engine::new(
        &Rulebook::load("cues.yaml", RULEBOOK).into_result().expect("the rulebook is without findings"),
    )
});

fuzz_target!(|text: &str| {
    for format in [Format::Text, Format::Html, Format::Mail] {
        let message = Message::new(Sender::Customer, text).with_subject(SUBJECT).with_format(format);
        let decision = ENGINE.decide(&Inquiry::new().message(message.clone()));
        for reason in decision.reasons() {
            for evidence in reason.evidence() {
                if let Evidence::Words { in_subject, start, end, text: words, .. } = evidence {
                    let source = if in_subject { SUBJECT } else { &message.text };
                    assert_eq!(source.get(start as usize..end as usize), Some(words));
                }
            }
        }
        let cut = ENGINE.decide(&Inquiry::new().message(message).with_messages_incomplete());
        let height = |tier: &str| ENGINE.rulebook().tiers().position(|known| known == tier);
        assert!(height(cut.route().tier()) >= height(decision.route().tier()));
    }
});
