//! Words of PagerDuty's paths, which no ID may be.

use openapi_contract::Contract;
use serde_json::Value;

/// PagerDuty's paths have words where other paths have an ID: as an ID, such a word would reach another endpoint.
#[test]
fn words_of_the_api_are_no_ids() {
    let Ok(document) = std::fs::read(Contract::document_path()) else {
        return Contract::announce_skip();
    };
    let document: Value = serde_json::from_slice(&document).unwrap();
    let paths: Vec<Vec<&str>> =
        document["paths"].as_object().unwrap().keys().map(|path| path.split('/').collect()).collect();
    let is_id = |segment: &str| segment.starts_with('{');
    let mut words = std::collections::BTreeSet::new();
    for path in &paths {
        for (place, word) in path.iter().enumerate().filter(|(place, word)| *place > 1 && !is_id(word)) {
            let stands_for_id =
                |other: &&Vec<&str>| other.len() > place && is_id(other[place]) && other[..place] == path[..place];
            if paths.iter().any(|other| stands_for_id(&other)) {
                words.insert(*word);
            }
        }
    }
    assert!(words.contains("types") && words.contains("me"), "{words:?}");
    let ids: Vec<_> = words.into_iter().filter(|word| word.parse::<pagerduty::Id<()>>().is_ok()).collect();
    assert!(ids.is_empty(), "{ids:?}");
}
