//! Cursors: a text is refused, or is exactly the cursor of the place that it is read as.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Some(again) = pagerduty_mcp_server::fuzzing::cursor(text) {
        assert_eq!(again, text);
    }
});
