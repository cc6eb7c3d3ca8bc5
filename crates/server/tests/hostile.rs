//! Arguments that no schema foresaw: there is always an answer, always in the envelope, and never a panic.

use pagerduty::{BaseUrl, Endpoint};
use proptest::{collection::vec, prelude::*};
use serde_json::{Map, Value, json};
use toolkit::{
    call::{caller::Caller, toolbox::Toolbox},
    error::Code,
    selection::Selection,
    settings::Settings,
};

/// Any JSON, with the texts and numbers that break things more often than chance would have them.
fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
        prop_oneof![
            Just("["),
            Just("[]"),
            Just("[\"x\"]"),
            Just("[[1]]"),
            Just("true"),
            Just("5"),
            Just("-1"),
            Just("1e400"),
            Just("2026-02-30"),
            Just("2026-06-15"),
            Just("P1"),
            Just("../x"),
            Just("triggered"),
            Just("id"),
            Just("\u{202e}"),
            Just("0-0"),
            Just("")
        ]
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((".{0,6}", inner), 0..3).prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn there_is_always_an_answer_in_the_envelope(
        tool in any::<prop::sample::Index>(),
        choices in vec((0..16_usize, json_value()), 0..4),
        stray in prop::option::weighted(0.1, (".{0,12}", json_value())),
    ) {
        let toolbox = Toolbox::new(tools::catalogue(), Endpoint::new(BaseUrl::default(), "test"), Settings { selection: Selection::all(), ..Settings::default() });
        let entry = tool.get(toolbox.entries());
        let names: Vec<&str> = entry.parameters().iter().map(|parameter| parameter.name.as_str()).collect();
        let mut arguments: Map<String, Value> = stray.into_iter().collect();
        if !names.is_empty() {
            arguments.extend(choices.into_iter().map(|(index, value)| (names[index % names.len()].to_owned(), value)));
        }
        let outcome = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap()
            .block_on(toolbox.call(entry, arguments.clone(), Caller::default()));
        // The table of operations is this server's own, and needs no token.
        if entry.info.name == "get_operations" && !outcome.is_error {
            return Ok(());
        }
        // Without a token no call succeeds, but for lists that are known to be empty, of which there are no examples here.
        prop_assert!(outcome.is_error, "{} {arguments:?}", entry.info.name);
        let answer = outcome.answer();
        let code = answer["error"]["code"].as_str().unwrap();
        prop_assert!(Code::ALL.iter().any(|known| known.as_str() == code));
        prop_assert!(code != "INTERNAL", "{} {arguments:?}: {answer}", entry.info.name);
        prop_assert_eq!(&answer["metadata"], &json!({"count": 0, "description": "Error occurred while processing request"}));
        // What arguments::read lets through, serde must read too.
        let message = answer["error"]["message"].as_str().unwrap();
        prop_assert!(!message.contains("arguments cannot be read"), "{} {arguments:?}: {message}", entry.info.name);
    }
}
