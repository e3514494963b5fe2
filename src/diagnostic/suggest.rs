//! "Did you mean": the declared name nearest to one that is not.

/// The candidate nearest to `name`, if one is near enough to be a slip of the pen: at most one edit (insertion, deletion,
/// substitution, swap of neighbours) for every three characters, letter case aside. Of equally near ones the first.
pub(crate) fn closest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = name.to_lowercase();
    let length = wanted.chars().count();
    let allowed = (length / 3).max(1);
    let near = |candidate: &'a str| {
        let candidate_lower = candidate.to_lowercase();
        // Counting letters is cheap, aligning them is not, and most candidates are far away.
        if fewest_edits(&wanted, &candidate_lower) > allowed {
            return None;
        }
        let edits = strsim::osa_distance(&wanted, &candidate_lower);
        // Of a name as short as the edits allowed, nothing would be left.
        (edits <= allowed && edits < length).then_some((edits, candidate))
    };
    candidates.into_iter().filter_map(near).min_by_key(|(edits, _)| *edits).map(|(_, candidate)| candidate)
}

/// How many edits there are at least between two texts: one for every letter that the other has fewer of. Letters are
/// counted by their lowest bits, so that there may be more edits but never fewer.
fn fewest_edits(left: &str, right: &str) -> usize {
    let mut surplus = [0_i32; 32];
    for (text, step) in [(left, 1), (right, -1)] {
        for letter in text.chars() {
            if let Some(count) = surplus.get_mut(letter as usize % 32) {
                *count += step;
            }
        }
    }
    let excess = |sign: i32| surplus.iter().map(|count| (count * sign).max(0)).sum::<i32>();
    usize::try_from(excess(1).max(excess(-1))).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{closest, fewest_edits};
    use proptest::prelude::*;

    #[test]
    fn slips_are_found_and_strangers_are_not() {
        let names = ["order.amount", "order.delivered_at", "channel", "x"];
        assert_eq!(closest("order.amuont", names), Some("order.amount"));
        assert_eq!(closest("Channel", names), Some("channel"));
        assert_eq!(closest("chanel", names), Some("channel"));
        assert_eq!(closest("customer.name", names), None);
        assert_eq!(closest("y", names), None);
    }

    #[test]
    fn ties_go_to_the_first() {
        assert_eq!(closest("bat", ["cat", "rat"]), Some("cat"));
    }

    #[test]
    fn a_long_name_costs_little() {
        assert_eq!(closest(&"あ".repeat(1_000_000), ["order.amount"; 100]), None);
    }

    proptest! {
        #[test]
        fn counting_never_finds_more_edits_than_aligning(left in "[a-c.ァあ]{0,8}|.{0,8}", right in "[a-c.ァあ]{0,8}|.{0,8}") {
            prop_assert!(fewest_edits(&left, &right) <= strsim::osa_distance(&left, &right));
        }
    }
}
