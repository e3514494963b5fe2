//! What the facts of the two policies can be: every value they name, and both sides of every boundary.

use super::score::Domain;
use proptest::sample::Index;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Facts by name.
pub(super) type Facts = BTreeMap<String, Value>;

/// What can be asked for.
pub(super) fn actions(domain: Domain) -> &'static [&'static str] {
    match domain {
        Domain::Airline => &[
            "add_bags",
            "add_insurance",
            "book",
            "cancel",
            "change_cabin",
            "change_flights",
            "change_passenger_count",
            "change_passenger_identity",
            "compensation",
            "free_bag_allowance",
            "refund_insurance",
            "remove_bags",
        ],
        Domain::Retail => &[
            "add_item_to_order",
            "cancel_order",
            "change_default_address",
            "change_order_address",
            "change_order_payment",
            "exchange_items",
            "human_after_refusal",
            "modify_order_items",
            "place_new_order",
            "return_items",
            "undo_cancellation",
        ],
    }
}

/// Every fact a record may hold, with values on both sides of whatever divides them.
pub(super) fn values(domain: Domain) -> Vec<(&'static str, Vec<Value>)> {
    match domain {
        Domain::Airline => airline(),
        Domain::Retail => retail(),
    }
}

/// One of the values of every fact.
pub(super) fn choose(domain: Domain, chosen: &[Index]) -> Facts {
    let chosen = values(domain).into_iter().zip(chosen);
    chosen
        .map(|((name, options), index)| (name.to_owned(), options[index.index(options.len())].clone()))
        .collect()
}

/// What customers say, with values that a record could hold and others that nobody would expect.
pub(super) fn claims() -> Vec<(&'static str, Vec<Value>)> {
    let yes_or_no = || vec![json!(true), json!(false), json!("yes"), json!(null)];
    vec![
        ("claim_already_approved", yes_or_no()),
        ("claim_bereavement", yes_or_no()),
        ("claim_cabin", vec![json!("business"), json!("first"), json!(1)]),
        ("claim_hours_since_booking", vec![json!(1), json!(-5), json!("ten")]),
        ("claim_insurance", yes_or_no()),
        ("claim_membership", vec![json!("gold"), json!("platinum"), json!(["gold"])]),
        ("claim_previous_advice", yes_or_no()),
        ("claim_status_entitles_refund", yes_or_no()),
        // Declared by neither book.
        ("claim_order_status", vec![json!("delivered"), json!(null)]),
    ]
}

fn bools() -> Vec<Value> {
    vec![json!(false), json!(true)]
}

fn airline() -> Vec<(&'static str, Vec<Value>)> {
    let cabins = || vec![json!("basic_economy"), json!("economy"), json!("business")];
    let reasons = [
        "change_of_plan",
        "airline_cancelled_flight",
        "health",
        "weather",
        "family_emergency",
        "ordered_by_mistake",
        "unspecified",
        "other",
    ];
    vec![
        ("airline_cancelled", bools()),
        ("any_segment_delayed", bools()),
        ("any_segment_flown", bools()),
        ("asks_partial_refund_or_voucher", bools()),
        ("cabin", cabins()),
        ("cancel_reason", reasons.map(Value::from).to_vec()),
        ("certificates", vec![json!(0), json!(1), json!(2)]),
        ("changes_origin_destination_or_trip_type", bools()),
        ("checked_bags", vec![json!(0), json!(1), json!(2)]),
        ("complaint_about", vec![json!("cancelled_flight"), json!("delayed_flight"), json!("none")]),
        ("credit_cards", vec![json!(0), json!(1), json!(2)]),
        ("customer_asks_human_after_refusal", bools()),
        ("gift_cards", vec![json!(0), json!(3), json!(4)]),
        ("hours_since_booking", vec![json!(0), json!(23.9), json!(24.0), json!(24.1), json!(300)]),
        ("insurance", bools()),
        ("matching_cancelled_flight_found", bools()),
        ("membership", vec![json!("regular"), json!("silver"), json!("gold")]),
        ("new_cabin", cabins()),
        ("new_passengers", vec![json!(1), json!(5), json!(6)]),
        ("new_total_bags", vec![json!(0), json!(1), json!(2), json!(3)]),
        ("note", vec![json!("after the upgrade in the previous step")]),
        ("passengers", vec![json!(1), json!(5), json!(6)]),
        ("reservation_id", vec![json!("ABC123")]),
        ("scope", vec![json!("all_flights_all_passengers"), json!("some_flights"), json!("some_passengers")]),
        ("segment_status", vec![json!(["available"]), json!(["landed", "delayed", "cancelled"]), json!([])]),
        ("trip_type", vec![json!("one_way"), json!("round_trip")]),
        ("wants_change_or_cancel", bools()),
    ]
}

fn retail() -> Vec<(&'static str, Vec<Value>)> {
    let states = [
        "pending",
        "pending (items modifed)",
        "processed",
        "delivered",
        "cancelled",
        "return requested",
        "exchange requested",
    ];
    vec![
        ("blocked_by", vec![json!("refund_method_not_original")]),
        ("customer_demands_human", bools()),
        ("customer_insists", bools()),
        ("different_from_original", bools()),
        ("gift_card_covers_difference", bools()),
        ("gift_card_covers_total", bools()),
        ("identical_item", bools()),
        ("identity_verified", bools()),
        ("new_items_available", bools()),
        ("note", vec![json!("second action on one delivered order")]),
        ("order_id", vec![json!("#W1")]),
        ("order_status", states.map(Value::from).to_vec()),
        ("own_account", bools()),
        ("payment_in_profile", bools()),
        ("payment_is_gift_card", bools()),
        ("price_difference", vec![json!(-20.5), json!(0.0), json!(0.01), json!(167.87)]),
        ("reason", vec![json!("no longer needed"), json!("ordered by mistake"), json!("cheaper elsewhere")]),
        ("refund_method", vec![json!("original"), json!("existing_gift_card"), json!("other")]),
        ("same_product_type", bools()),
        ("single_payment_method", bools()),
        ("whole_order", bools()),
    ]
}
