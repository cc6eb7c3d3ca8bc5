//! The search finds what people mean, as often as it did: `cargo xtask recall` says which it misses.

use pagerduty::operation::Operation;
use serde_json::Value;

/// Of a hundred requests, those whose right operation is to be the first, and among the first five.
const FIRST: usize = 68;
const OF_FIVE: usize = 92;

#[test]
fn people_find_what_they_mean() {
    let requests = include_str!("requests.jsonl").lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let ranks = requests.map(|request| {
        let found = Operation::find(request["request"].as_str().unwrap(), None, 5);
        let right = request["right"].as_array().unwrap();
        for id in right {
            assert!(Operation::by_id(id.as_str().unwrap()).is_some(), "{id}");
        }
        let rank = found.iter().position(|found| right.iter().any(|id| id == found.operation.id()));
        (rank, request["plain"] == false)
    });
    let ranks: Vec<(Option<usize>, bool)> = ranks.collect();
    for only_other_words in [false, true] {
        let kept: Vec<_> =
            ranks.iter().filter(|(_, other)| *other || !only_other_words).map(|(rank, _)| *rank).collect();
        let share = |is: fn(&Option<usize>) -> bool| 100 * kept.iter().filter(|rank| is(rank)).count() / kept.len();
        let (first, of_five) = (share(|rank| *rank == Some(0)), share(Option::is_some));
        assert!(first >= FIRST && of_five >= OF_FIVE, "{first} first, {of_five} of five, of {}", kept.len());
    }
}
