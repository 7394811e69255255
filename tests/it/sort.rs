//! The page's own sort does what the standard library's does.

use playground::cluster::api::sort;

/// Numbers under 10 in a fixed disorder, each with its place, so that it is seen what became of equal ones.
fn disorder(count: usize) -> Vec<(u32, usize)> {
    let mut state = 7_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state >> 16
    };
    (0..count).map(|at| (next() % 10, at)).collect()
}

#[test]
fn every_way_to_sort_keeps_the_sequence_of_what_is_equal() {
    for count in [0, 1, 2, 3, 10, 100, 1000] {
        let mut expected = disorder(count);
        expected.sort_by_key(|(number, _)| *number);

        let mut items = disorder(count);
        sort::by_key(&mut items, |(number, _)| *number);
        assert_eq!(items, expected, "by_key, {count}");
        let mut items = disorder(count);
        sort::by_cached_key(&mut items, |(number, _)| *number);
        assert_eq!(items, expected, "by_cached_key, {count}");
        let mut items = disorder(count);
        sort::by(&mut items, |one, other| one.0.cmp(&other.0));
        assert_eq!(items, expected, "by, {count}");
    }
}

#[test]
fn of_the_same_key_the_last_entry_counts() {
    let entries = [("b", 1), ("a", 2), ("b", 3)];
    assert_eq!(
        sort::map(entries).into_iter().collect::<Vec<_>>(),
        [("a", 2), ("b", 3)]
    );
    assert_eq!(
        sort::set(["b", "a", "b"]).into_iter().collect::<Vec<_>>(),
        ["a", "b"]
    );
}
