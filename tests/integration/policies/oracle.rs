//! The two policies as plain functions over complete facts, written from their text and not from the books, and compared with
//! the books over every combination of what an action turns on.

use super::facts::{Facts, actions, choose, values};
use super::score::Domain;
use super::{DOMAINS, books, decide, outcome};
use furiwake::{Language, Party, Ruling};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

const ALLOWED: (Ruling, Party) = (Ruling::Approve, Party::Vendor);
const REFUSED: (Ruling, Party) = (Ruling::Deny, Party::Vendor);
const FOR_A_HUMAN: (Ruling, Party) = (Ruling::Open, Party::Client);
/// Neither allowed nor forbidden by any sentence.
const BEYOND_THE_TASKS: (Ruling, Party) = (Ruling::Deny, Party::Client);

/// What the policy says about a request.
fn expected(domain: Domain, action: &str, facts: &Facts) -> (Ruling, Party) {
    match domain {
        Domain::Airline => airline(action, &Record(facts)),
        Domain::Retail => retail(action, &Record(facts)),
    }
}

/// What decides about an action; everything else changes nothing.
fn turns_on(domain: Domain, action: &str) -> &'static [&'static str] {
    match (domain, action) {
        (Domain::Airline, "add_bags" | "remove_bags") => &["checked_bags", "new_total_bags"],
        (Domain::Airline, "book") => &["passengers", "certificates", "credit_cards", "gift_cards"],
        (Domain::Airline, "cancel") => &[
            "any_segment_flown",
            "hours_since_booking",
            "airline_cancelled",
            "cabin",
            "insurance",
            "cancel_reason",
        ],
        (Domain::Airline, "change_cabin") => &["any_segment_flown", "scope", "cabin", "new_cabin"],
        (Domain::Airline, "change_flights") => {
            &["cabin", "changes_origin_destination_or_trip_type", "customer_asks_human_after_refusal"]
        }
        (Domain::Airline, "change_passenger_count") => {
            &["passengers", "new_passengers", "customer_asks_human_after_refusal"]
        }
        (Domain::Airline, "change_passenger_identity") => &["passengers", "new_passengers"],
        (Domain::Airline, "compensation") => &[
            "membership",
            "cabin",
            "insurance",
            "complaint_about",
            "airline_cancelled",
            "matching_cancelled_flight_found",
            "any_segment_delayed",
            "wants_change_or_cancel",
        ],
        (Domain::Airline, "free_bag_allowance") => &["membership", "cabin"],
        (Domain::Retail, "cancel_order") => &["order_status", "whole_order", "reason"],
        (Domain::Retail, "change_default_address") => &["identity_verified", "own_account"],
        (Domain::Retail, "change_order_address") => &["order_status"],
        (Domain::Retail, "change_order_payment") => &[
            "order_status",
            "single_payment_method",
            "different_from_original",
            "payment_is_gift_card",
            "gift_card_covers_total",
        ],
        (Domain::Retail, "exchange_items" | "modify_order_items") => &[
            "order_status",
            "same_product_type",
            "new_items_available",
            "identical_item",
            "payment_in_profile",
            "payment_is_gift_card",
            "price_difference",
            "gift_card_covers_difference",
        ],
        (Domain::Retail, "human_after_refusal") => &["customer_demands_human"],
        (Domain::Retail, "return_items") => &["order_status", "refund_method"],
        _ => &[],
    }
}

fn airline(action: &str, record: &Record) -> (Ruling, Party) {
    let answer = match action {
        "book" => {
            let means = [("certificates", 1.0), ("credit_cards", 1.0), ("gift_cards", 3.0)];
            let too_many = means.iter().any(|(means, most)| record.number(means) > *most);
            let unpaid = means.iter().all(|(means, _)| record.number(means) == 0.0);
            allow_if(record.number("passengers") <= 5.0 && !too_many && !unpaid)
        }
        "change_flights" => {
            if record.is("cabin", "basic_economy") {
                REFUSED
            } else {
                allow_if(!record.yes("changes_origin_destination_or_trip_type"))
            }
        }
        "change_cabin" => {
            let partly = record.is("scope", "some_flights") || record.is("scope", "some_passengers");
            let same = record.text("cabin") == record.text("new_cabin");
            allow_if(!(record.yes("any_segment_flown") || partly || same))
        }
        "add_bags" => allow_if(record.number("new_total_bags") > record.number("checked_bags")),
        "remove_bags" | "add_insurance" | "change_passenger_count" => REFUSED,
        "refund_insurance" => BEYOND_THE_TASKS,
        "change_passenger_identity" => {
            allow_if(record.number("new_passengers") == record.number("passengers"))
        }
        "cancel" => {
            let insured =
                record.yes("insurance") && ["health", "weather"].contains(&record.text("cancel_reason"));
            if record.yes("any_segment_flown") {
                FOR_A_HUMAN
            } else if record.number("hours_since_booking") <= 24.0
                || record.yes("airline_cancelled")
                || record.is("cabin", "business")
                || insured
            {
                ALLOWED
            } else {
                REFUSED
            }
        }
        "compensation" => {
            let excluded = record.is("membership", "regular")
                && !record.yes("insurance")
                && !record.is("cabin", "business");
            allow_if(
                !excluded
                    && match record.text("complaint_about") {
                        "cancelled_flight" => {
                            record.yes("airline_cancelled") && record.yes("matching_cancelled_flight_found")
                        }
                        "delayed_flight" => {
                            record.yes("any_segment_delayed") && record.yes("wants_change_or_cancel")
                        }
                        _ => false,
                    },
            )
        }
        "free_bag_allowance" => ALLOWED,
        other => panic!("{other}"),
    };
    let human = action != "change_passenger_count" && record.yes("customer_asks_human_after_refusal");
    (answer.0, if human { Party::Client } else { answer.1 })
}

fn retail(action: &str, record: &Record) -> (Ruling, Party) {
    let pending = record.is("order_status", "pending");
    let delivered = record.is("order_status", "delivered");
    let another_option = || {
        record.yes("same_product_type") && record.yes("new_items_available") && !record.yes("identical_item")
    };
    let short = |balance| record.yes("payment_is_gift_card") && !record.yes(balance);
    let paid = || {
        let to_pay = record.number("price_difference") > 0.0;
        record.yes("payment_in_profile") && !(to_pay && short("gift_card_covers_difference"))
    };
    match action {
        "cancel_order" => {
            let accepted = ["no longer needed", "ordered by mistake"].contains(&record.text("reason"));
            allow_if(pending && record.yes("whole_order") && accepted)
        }
        "modify_order_items" => allow_if(pending && another_option() && paid()),
        "exchange_items" => allow_if(delivered && another_option() && paid()),
        "change_order_address" => allow_if(pending),
        "change_order_payment" => allow_if(
            pending
                && record.yes("single_payment_method")
                && record.yes("different_from_original")
                && !short("gift_card_covers_total"),
        ),
        "return_items" => {
            allow_if(delivered && ["original", "existing_gift_card"].contains(&record.text("refund_method")))
        }
        "change_default_address" => allow_if(record.yes("identity_verified") && record.yes("own_account")),
        "add_item_to_order" => REFUSED,
        "place_new_order" | "undo_cancellation" => BEYOND_THE_TASKS,
        "human_after_refusal" if record.yes("customer_demands_human") => FOR_A_HUMAN,
        "human_after_refusal" => REFUSED,
        other => panic!("{other}"),
    }
}

const fn allow_if(allowed: bool) -> (Ruling, Party) {
    if allowed { ALLOWED } else { REFUSED }
}

/// Facts as an action reads them; those it does not turn on may be absent.
struct Record<'a>(&'a Facts);

impl Record<'_> {
    fn yes(&self, fact: &str) -> bool {
        self.0.get(fact) == Some(&Value::Bool(true))
    }

    fn text(&self, fact: &str) -> &str {
        self.0.get(fact).and_then(Value::as_str).unwrap_or_default()
    }

    fn is(&self, fact: &str, value: &str) -> bool {
        self.text(fact) == value
    }

    fn number(&self, fact: &str) -> f64 {
        self.0.get(fact).and_then(Value::as_f64).unwrap()
    }
}

/// Nothing else is needed, and nothing else is there.
#[test]
fn every_combination_of_what_an_action_turns_on_is_answered_by_the_policy() {
    let books = books();
    for domain in DOMAINS {
        let values = values(domain);
        let mut seen = Vec::new();
        for action in actions(domain) {
            let mut combinations = vec![Facts::new()];
            for fact in turns_on(domain, action) {
                let (_, options) = values.iter().find(|(name, _)| name == fact).unwrap();
                let with = |facts: &Facts, value: &Value| {
                    let mut facts = facts.clone();
                    facts.insert((*fact).to_owned(), value.clone());
                    facts
                };
                combinations = combinations
                    .iter()
                    .flat_map(|facts| options.iter().map(|value| with(facts, value)))
                    .collect();
            }
            for facts in combinations {
                let decision = decide(books.of(domain), action, &facts);
                let answer = outcome(&decision, action);
                assert_eq!(answer, expected(domain, action, &facts), "{action} {facts:?}");
                seen.push(answer);
            }
        }
        for answer in [ALLOWED, REFUSED, FOR_A_HUMAN, BEYOND_THE_TASKS] {
            assert!(seen.contains(&answer), "no {domain} request ends in {answer:?}");
        }
    }
}

/// One more for each step of the membership and of the cabin.
#[test]
fn the_free_bags_are_those_of_the_policy() {
    for (step, membership) in ["regular", "silver", "gold"].into_iter().enumerate() {
        for (class, cabin) in ["basic_economy", "economy", "business"].into_iter().enumerate() {
            let facts = [("membership", membership), ("cabin", cabin)];
            let facts = facts.map(|(name, value)| (name.to_owned(), Value::from(value))).into();
            let decision = decide(books().of(Domain::Airline), "free_bag_allowance", &facts);
            let told: Vec<&str> = decision
                .instructions()
                .map(|text| text.get(Language::English))
                .filter(|text| text.contains("free checked bag"))
                .collect();
            let free = match step + class {
                0 => "No free checked bag".to_owned(),
                1 => "1 free checked bag a passenger".to_owned(),
                more => format!("{more} free checked bags a passenger"),
            };
            assert_eq!(told, [free], "{membership} {cabin}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever else the records hold changes nothing.
    #[test]
    fn complete_records_are_answered_by_the_policy(chosen in proptest::collection::vec(any::<Index>(), 40)) {
        let books = books();
        for domain in DOMAINS {
            let facts = choose(domain, &chosen);
            for action in actions(domain) {
                let decision = decide(books.of(domain), action, &facts);
                prop_assert_eq!(
                    outcome(&decision, action), expected(domain, action, &facts), "{} {:?}", action, facts
                );
            }
        }
    }
}
