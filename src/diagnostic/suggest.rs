//! "Did you mean": the declared name nearest to one that is not.

/// The candidate nearest to `name`, if one is near enough to be a slip of the pen: at most one edit (insertion, deletion,
/// substitution, swap of neighbours) for every three characters, letter case aside. Of equally near ones the first.
pub(crate) fn closest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = name.to_lowercase();
    let allowed = (wanted.chars().count() / 3).max(1);
    let near = |candidate: &'a str| {
        let edits = strsim::osa_distance(&wanted, &candidate.to_lowercase());
        // Of a name as short as the edits allowed, nothing would be left.
        (edits <= allowed && edits < wanted.chars().count()).then_some((edits, candidate))
    };
    candidates.into_iter().filter_map(near).min_by_key(|(edits, _)| *edits).map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::closest;

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
}
