//! Arguments of any tool: a line with its number, then the JSON. There is always an answer, and never a defect.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::{Corpus, fuzz_target};
use pagerduty::{BaseUrl, Endpoint};
use serde_json::{Map, Value};
use toolkit::{
    call::{caller::Caller, toolbox::Toolbox},
    selection::Selection,
    settings::Settings,
};

static TOOLBOX: LazyLock<Toolbox> = LazyLock::new(|| {
    let settings = Settings { selection: Selection::all(), ..Settings::default() };
    Toolbox::new(tools::catalogue(), Endpoint::new(BaseUrl::default(), "fuzz"), settings)
});

static RUNTIME: LazyLock<tokio::runtime::Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime without threads can be made")
});

fuzz_target!(|data: &[u8]| -> Corpus {
    let Some((tool, json)) = data.split_first() else { return Corpus::Reject };
    let Ok(arguments) = serde_json::from_slice::<Map<String, Value>>(json) else { return Corpus::Reject };
    let entries = TOOLBOX.entries();
    let entry = &entries[usize::from(*tool) % entries.len()];
    let outcome = RUNTIME.block_on(TOOLBOX.call(entry, arguments, Caller::default()));
    assert!(outcome.is_error, "nobody is logged in");
    assert_ne!(outcome.answer()["error"]["code"], "INTERNAL", "{}: {}", entry.info.name, outcome.text);
    Corpus::Keep
});
