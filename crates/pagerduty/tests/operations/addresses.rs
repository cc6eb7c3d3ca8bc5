//! No text of a caller leads to another endpoint.

use pagerduty::operation::{Operation, Place};
use serde_json::{Map, Value, json};

use super::{build, example};

#[test]
fn no_segment_leads_elsewhere() {
    let hostile = ["", " ", ".", "..", "P1/../teams", "P1?x=1", "P1%2F", "P1#", "../users", "P1\n", "\u{e4}"];
    for operation in Operation::all() {
        let names = operation.parameters().iter().filter(|parameter| parameter.place() == Place::Path);
        for name in names.map(|parameter| parameter.name()) {
            for text in hostile {
                let mut parameters: Map<String, Value> = operation.example().parameters;
                parameters.insert(name.to_owned(), text.into());
                let built = operation.build(&parameters, operation.example().body.as_ref());
                assert!(built.is_err(), "{} {name} {text:?}", operation.id());
            }
        }
    }
}

/// The path of a request is answered by its own operation, also where an ID is a word of another path.
#[test]
fn a_word_of_another_path_is_no_id() {
    for (id, parameters) in [
        ("getUser", json!({"id": "me"})),
        ("getIncident", json!({"id": "types"})),
        ("deleteService", json!({"id": "custom_fields"})),
        ("getTeam", json!({"id": "Audit"})),
    ] {
        let is_word = build(id, parameters, None).is_err();
        // No path has a word where a team's ID is.
        assert_eq!(is_word, id != "getTeam", "{id}");
    }
    assert_eq!(build("getAbility", json!({"id": "teams"}), None).unwrap().path(), "/abilities/teams");
    let tags = build("getTagsByEntityType", json!({"id": "PT1", "entity_type": "users"}), None).unwrap();
    assert_eq!(tags.path(), "/tags/PT1/users");
    let refused = build("getTagsByEntityType", json!({"id": "PT1", "entity_type": "sessions"}), None).unwrap_err();
    assert_eq!(refused[0].place(), "entity_type");
}

#[test]
fn every_example_has_the_path_of_its_operation() {
    for operation in Operation::all() {
        let built = example(operation);
        let [wanted, path] = [operation.path(), built.path()].map(|path| path.split('/').collect::<Vec<_>>());
        assert_eq!(wanted.len(), path.len(), "{}", operation.id());
        for (wanted, segment) in wanted.iter().zip(&path) {
            assert!(wanted == segment || wanted.starts_with('{'), "{}: {}", operation.id(), built.path());
        }
    }
}
