//! Bodies of PagerDuty's, mutated, through the whole path: client, decoding, cleaning, envelope. The first byte chooses the
//! tool, the second the status.
#![no_main]

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{LazyLock, Mutex, PoisonError},
    time::Duration,
};

use libfuzzer_sys::{Corpus, fuzz_target};
use pagerduty::{BaseUrl, Credential, Endpoint};
use serde_json::{Value, json};
use toolkit::{
    call::{caller::Caller, toolbox::Toolbox},
    selection::Selection,
    settings::Settings,
};

const CALLS: [(&str, &str); 8] = [
    ("get_incidents", r#"{"current_user_context": false, "team_ids": ["P1"], "limit": 3}"#),
    ("get_incidents", r#"{"incident_id": "Q1", "include_notes": true, "include_past_incidents": true}"#),
    ("get_oncalls", r#"{"current_user_context": false, "user_ids": ["P1"]}"#),
    ("get_schedules", r#"{"schedule_id": "P1"}"#),
    ("get_services", r#"{"current_user_context": false, "query": "a"}"#),
    ("get_users", r#"{}"#),
    ("get_escalation_policies", r#"{"policy_id": "P1"}"#),
    ("build_user_context", r#"{}"#),
];

const STATUSES: [u16; 6] = [200, 200, 200, 400, 403, 404];

/// What every request is answered with.
static ANSWER: Mutex<(u16, Vec<u8>)> = Mutex::new((200, Vec::new()));

static RUNTIME: LazyLock<tokio::runtime::Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime without threads can be made")
});

/// The tools, on a server of this process.
static TOOLBOX: LazyLock<Toolbox> = LazyLock::new(|| {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port is free");
    let url: BaseUrl = format!("http://{}", listener.local_addr().expect("it is bound")).parse().expect("a loopback URL");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || serve(stream));
        }
    });
    let settings =
        Settings { selection: Selection::all(), call_timeout: Duration::from_secs(2), ..Settings::default() };
    Toolbox::new(tools::catalogue(), Endpoint::new(url, "fuzz"), settings)
});

fn serve(mut stream: TcpStream) {
    let mut head = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(read) = stream.read(&mut buffer) {
        if read == 0 {
            return;
        }
        head.extend_from_slice(&buffer[..read]);
        if head.ends_with(b"\r\n\r\n") {
            head.clear();
            let (status, body) = ANSWER.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let answer = format!("HTTP/1.1 {status} Any\r\ncontent-length: {}\r\n\r\n", body.len());
            if stream.write_all(&[answer.into_bytes(), body].concat()).is_err() {
                return;
            }
        }
    }
}

fuzz_target!(|data: &[u8]| -> Corpus {
    let [tool, status, body @ ..] = data else { return Corpus::Reject };
    let toolbox = &*TOOLBOX;
    let (name, arguments) = CALLS[usize::from(*tool) % CALLS.len()];
    let status = STATUSES[usize::from(*status) % STATUSES.len()];
    *ANSWER.lock().unwrap_or_else(PoisonError::into_inner) = (status, body.to_vec());
    // A credential of its own for each call: nothing is remembered from the one before.
    let token = format!("t{:x}", body.iter().fold(body.len() as u64, |sum, byte| sum.wrapping_mul(31) + u64::from(*byte)));
    let credential = Credential::new(&token).expect("letters and digits");
    let caller = Caller { credential: credential.into(), ..Caller::default() };
    let Ok(Value::Object(arguments)) = serde_json::from_str(arguments) else { unreachable!("they are written above") };
    let entry = toolbox.find(name).expect("all tools are on");
    let outcome = RUNTIME.block_on(toolbox.call(entry, arguments, caller));
    assert!(outcome.text.len() <= 60_000 || name == "build_user_context", "{} bytes", outcome.text.len());
    let answer: Value = serde_json::from_str(&outcome.text).expect("an answer is JSON");
    if outcome.is_error {
        let code = &answer["error"]["code"];
        assert!(*code != json!("INTERNAL") && *code != json!("UPSTREAM_TIMEOUT"), "{}", outcome.text);
    }
    let steering = |character: char| matches!(character, '\u{202a}'..='\u{202e}' | '\u{200b}' | '\u{e0000}'..='\u{e007f}');
    assert!(!outcome.text.contains(steering), "{}", outcome.text);
    Corpus::Keep
});
