//! Paths and schemas, on small documents that are always at hand.

use openapi_contract::{Contract, Request};
use serde_json::{Value, json};

use crate::{lines, pairs};

fn document(schema: &Value) -> Contract {
    let content = json!({"content": {"application/json": {"schema": schema}}});
    Contract::from_document(json!({
        "components": {"schemas": {
            "Name": {"type": "string", "minLength": 2},
            "UserReference": {"type": "object", "required": ["id"], "properties": {
                "id": {"type": "string"},
                "type": {"type": "string", "enum": ["user_reference"]}
            }},
            // Borrows a part of another component, as the real one does.
            "User": {"required": ["email"], "allOf": [
                {"$ref": "#/components/schemas/Tag/allOf/0"},
                {"properties": {"type": {"enum": ["user"]}, "email": {"type": "string"}}}
            ]},
            "Tag": {"allOf": [{"type": "object", "properties": {"id": {"type": "string"}}}]}
        }},
        "paths": {"/things": {
            "post": {"requestBody": content, "responses": {"200": content}}
        }}
    }))
}

fn in_response(schema: &Value, value: &Value) -> Vec<String> {
    lines(&document(schema).check_response("POST", "/things", 200, Some(value)))
}

fn in_request(schema: &Value, value: &Value) -> Vec<String> {
    let headers = pairs(&[("authorization", "Token token=x"), ("content-type", "application/json")]);
    lines(&document(schema).check_request(&Request {
        method: "POST",
        path: "/things",
        query: &[],
        headers: &headers,
        body: Some(value),
    }))
}

#[test]
fn keywords_let_through_what_they_describe() {
    for (schema, value) in [
        (json!({}), json!(null)),
        (json!({"type": "string", "nullable": true, "enum": ["a"]}), json!(null)),
        (json!({"type": "integer"}), json!(-3)),
        (json!({"type": "number"}), json!(0.5)),
        (json!({"$ref": "#/components/schemas/Name"}), json!("Ann")),
        (json!({"allOf": [{"type": "object"}], "nullable": true}), json!(null)),
        (json!({"additionalProperties": {"type": "string"}}), json!({"a": "b"})),
        (json!({"oneOf": [{"type": "string"}, {"type": "string"}]}), json!("both fit")),
        (json!({"anyOf": [{"type": "string"}, {"type": "integer"}]}), json!(1)),
        (json!({"type": "object", "properties": {}}), json!({"new": 1})),
    ] {
        let found = in_response(&schema, &value);
        assert!(found.is_empty(), "{value} against {schema}: {found:?}");
    }
}

#[test]
fn keywords_find_what_they_forbid() {
    for (schema, value, expected) in [
        (json!({"type": "string"}), json!(null), "$: null where string is expected"),
        (json!({"type": "integer"}), json!(0.5), "$: number where integer is expected"),
        (json!({"enum": ["a", "b"]}), json!("c"), "$: `c` is none of a, b"),
        (json!({"minimum": 1}), json!(0), "$: 0 is below minimum 1"),
        (json!({"maximum": 9}), json!(10), "$: 10 is above maximum 9"),
        (json!({"maxItems": 1}), json!([1, 2]), "$: 2 is above maxItems 1"),
        (json!({"maxLength": 1}), json!("äö"), "$: 2 is above maxLength 1"),
        (
            json!({"type": "string", "format": "date-time"}),
            json!("2026-02-01"),
            "$: `2026-02-01` is not a date-time with offset",
        ),
        (json!({"$ref": "#/components/schemas/Name"}), json!("A"), "$: 1 is below minLength 2"),
        (json!({"$ref": "#/components/schemas/None"}), json!("A"), "$: the document has no #/components/schemas/None"),
        (
            json!({"items": {"properties": {"a": {"type": "string"}}}}),
            json!([{}, {"a": 1}]),
            "$[1].a: number where string is expected",
        ),
        (json!({"required": ["a"]}), json!({"b": 1}), "$.a: missing"),
        (json!({"allOf": [{}, {"required": ["a"]}]}), json!({}), "$.a: missing"),
        (json!({"additionalProperties": false}), json!({"a": 1}), "$.a: the schema forbids it"),
        (json!({"additionalProperties": {"type": "string"}}), json!({"a": 1}), "$.a: number where string is expected"),
    ] {
        assert_eq!(in_response(&schema, &value), [expected], "{value} against {schema}");
    }
}

#[test]
fn the_branch_of_the_same_type_is_reported() {
    let schema = json!({"oneOf": [
        {"$ref": "#/components/schemas/UserReference"},
        {"$ref": "#/components/schemas/User"},
    ]});
    for (value, expected) in [
        (json!({"type": "user_reference"}), "$.id: missing"),
        (json!({"type": "user", "id": "P1"}), "$.email: missing"),
        (json!("P1"), "$: string where object is expected"),
    ] {
        assert_eq!(in_response(&schema, &value), [expected], "{value}");
        assert_eq!(in_request(&schema, &value), [expected], "{value}");
    }
}

#[test]
fn include_expands_references_in_responses_only() {
    let schema = json!({"$ref": "#/components/schemas/UserReference"});
    let whole = json!({"type": "user", "id": "P1", "email": "a@example.com"});
    assert!(in_response(&schema, &whole).is_empty());
    assert_eq!(
        in_request(&schema, &whole),
        ["$.type: `user` is none of user_reference", "$.email: PagerDuty ignores it: there is no such property",]
    );
    let part = json!({"type": "user", "id": "P1"});
    assert_eq!(in_response(&schema, &part), ["$.email: missing"]);
    let other = json!({"type": "team", "id": "P1", "email": "a@example.com"});
    assert_eq!(in_response(&schema, &other), ["$.type: `team` is none of user"]);
}

#[test]
fn unknown_properties_are_faults_of_requests() {
    let schema = json!({"allOf": [
        {"properties": {"a": {"properties": {"b": {}}}}},
        {"properties": {"a": {"properties": {"c": {}}}, "free": {"type": "object"}}},
        {"required": ["undescribed"]},
    ]});
    let known = json!({"a": {"b": 1, "c": 2}, "free": {"x": 1}, "undescribed": 1});
    assert!(in_request(&schema, &known).is_empty());

    let unknown = json!({"a": {"d": 1}, "e": 1, "undescribed": 1});
    let expected = ["$.a.d", "$.e"].map(|path| format!("{path}: PagerDuty ignores it: there is no such property"));
    assert_eq!(in_request(&schema, &unknown), expected);
    assert!(in_response(&schema, &unknown).is_empty());
}

#[test]
fn read_only_properties_are_not_required_of_requests() {
    let schema = json!({"required": ["id"], "properties": {"id": {"readOnly": true}}});
    assert!(in_request(&schema, &json!({})).is_empty());
    assert_eq!(in_response(&schema, &json!({})), ["$.id: missing"]);
}

#[test]
fn paths_prefer_literal_segments() {
    let answers = |status: &str| json!({"responses": {status: {}}});
    let contract = Contract::from_document(json!({"paths": {
        "/users/{id}": {"get": answers("200"), "put": answers("200")},
        "/users/me": {"get": answers("201")},
        "/{kind}/me/notes": {"get": answers("200")},
        "/users/{id}/notes": {"get": answers("201")},
    }}));
    for (method, path, status, expected) in [
        ("GET", "/users/P1", 200, None),
        ("get", "/users/me", 201, None),
        ("GET", "/users/me", 200, Some("status: GET /users/me does not answer with 200")),
        ("GET", "/users/me/notes", 201, None),
        ("PUT", "/users/me", 200, Some("path: `/users/me` has no PUT")),
        ("GET", "/users/", 200, Some("path: PagerDuty has no `/users/`")),
        ("GET", "/users", 200, Some("path: PagerDuty has no `/users`")),
        ("GET", "/users/P1/notes/N1", 200, Some("path: PagerDuty has no `/users/P1/notes/N1`")),
    ] {
        let found = lines(&contract.check_response(method, path, status, None));
        assert_eq!(found, Vec::from_iter(expected), "{method} {path}");
    }
}
