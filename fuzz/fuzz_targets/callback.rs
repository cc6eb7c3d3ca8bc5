//! What a browser, or somebody else on this machine, may send to the callback of a login: method, host and target, a line
//! each. Nothing gets through without the login's own state.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

const STATE: &str = "s7Kq2vXb9LmZ4tYw";

static RUNTIME: LazyLock<tokio::runtime::Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime without threads can be made")
});

fuzz_target!(|text: &str| {
    let mut lines = text.splitn(3, '\n');
    let mut line = || lines.next().unwrap_or_default();
    let (method, host, target) = (line(), line(), line());
    let call = pagerduty_mcp_server::fuzzing::callback(method, host, target, STATE);
    if let Some((status, got_through)) = RUNTIME.block_on(call) {
        assert!(matches!(status, 200 | 400 | 404 | 405), "{status}");
        assert_eq!(status == 200, got_through);
        let decoded = percent_encoding::percent_decode_str(target).decode_utf8_lossy();
        assert!(!got_through || decoded.contains(STATE) && method == "GET" && host.ends_with(":5173"));
    }
});
