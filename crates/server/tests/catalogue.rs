//! What holds for every tool: one loop over the catalogue.

use mcp::handler::definition;
use pagerduty::{BaseUrl, Endpoint};
use serde_json::Value;
use toolkit::{
    call::toolbox::Toolbox,
    parameters::schema::{Kind, Parameter},
    selection::Selection,
    settings::Settings,
};

fn toolbox() -> Toolbox {
    Toolbox::new(
        tools::catalogue(),
        Endpoint::new(BaseUrl::default(), "test"),
        Settings { selection: Selection::all(), ..Settings::default() },
    )
}

#[test]
fn definitions_change_only_in_sight() {
    for entry in toolbox().entries() {
        insta::assert_json_snapshot!(format!("definition_{}", entry.info.name), definition(entry));
    }
}

#[test]
fn names_are_plain_short_and_distinct() {
    let toolbox = toolbox();
    let mut names: Vec<_> = toolbox.entries().iter().map(|entry| entry.info.name).collect();
    // 63 characters with the client's own prefix are the most that Gemini CLI shows.
    assert!(
        names.iter().all(|name| name.len() <= 40 && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
    );
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), toolbox.entries().len());
}

#[test]
fn schemas_have_nothing_that_clients_stumble_over() {
    fn walk(value: &Value, tool: &str) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    let banned = ["$ref", "$defs", "$schema", "anyOf", "oneOf", "allOf", "format", "title", "nullable"];
                    assert!(!banned.contains(&name.as_str()), "{tool}: `{name}`");
                    assert!(name != "type" || value.is_string(), "{tool}: {value}");
                    match value {
                        // What follows are names of parameters.
                        Value::Object(parameters) if name == "properties" => {
                            parameters.values().for_each(|value| walk(value, tool));
                        }
                        value => walk(value, tool),
                    }
                }
            }
            Value::Array(values) => values.iter().for_each(|value| walk(value, tool)),
            _ => {}
        }
    }
    for entry in toolbox().entries() {
        walk(&entry.input_schema().into(), entry.info.name);
    }
}

#[test]
fn everything_is_described() {
    for entry in toolbox().entries() {
        assert!(entry.summary().contains("PagerDuty") && entry.summary().ends_with('.'), "{}", entry.info.name);
        assert!(!entry.description().contains('\n'), "{}", entry.info.name);
        for Parameter { name, description, .. } in entry.parameters() {
            assert!(description.ends_with('.'), "{}.{name}: {description:?}", entry.info.name);
        }
    }
}

#[test]
fn a_definition_names_no_other_tool_which_may_be_off() {
    let toolbox = toolbox();
    let names: Vec<&str> = toolbox.entries().iter().map(|entry| entry.info.name).collect();
    for entry in toolbox.entries() {
        let text = format!("{} {}", entry.description(), Value::from(entry.input_schema()));
        let mut words = text.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_'));
        assert_eq!(words.find(|word| names.contains(word)), None, "{}", entry.info.name);
    }
}

#[test]
fn rules_name_parameters_that_exist() {
    for entry in toolbox().entries() {
        for sentence in entry.rule_sentences() {
            for name in sentence.split('`').skip(1).step_by(2) {
                assert!(
                    entry.parameters().iter().any(|parameter| parameter.name == name),
                    "{}: {name}",
                    entry.info.name
                );
            }
        }
    }
}

#[test]
fn a_limit_comes_with_a_cursor_and_include_with_fields() {
    for entry in toolbox().entries() {
        let has = |name: &str| entry.parameters().iter().any(|parameter| parameter.name == name);
        // A search shows the best, and not a list that goes on.
        assert!(has("limit") == has("cursor") || entry.info.name == "get_operations", "{}", entry.info.name);
        let fields = |parameter: &&Parameter| matches!(&parameter.kind, Kind::List(items) if matches!(**items, Kind::Field { .. } | Kind::Path));
        assert_eq!(
            entry.parameters().iter().filter(fields).count(),
            usize::from(has("include")),
            "{}",
            entry.info.name
        );
    }
}
