//! What stands where a token should is named, and never sent.

use std::fs;

use pagerduty_sim::{Options, Simulator, token};

use crate::{
    command_line::requests_of,
    doctor::{examined, on},
    program::{directory, program},
};

#[tokio::test]
async fn a_placeholder_is_named_and_not_sent() {
    let simulator = Simulator::start(Options::default()).await.unwrap();
    let quoted = format!("\"{}\"", token::USER);
    let with = |before: &str, after: &str| format!("{before}{}{after}", token::USER);
    let copied = [
        (with("token=", ""), "before the token"),
        (with("PAGERDUTY_API_TOKEN=", ""), "before the token"),
        (with("Token token=", ""), "before the token"),
        (with("Bearer ", ""), "before the token"),
        (with("", ","), "comma or semicolon after"),
        (with("", ";"), "comma or semicolon after"),
    ];
    for (value, word) in [
        ("your-token", "placeholder"),
        ("YOUR_API_TOKEN_HERE", "placeholder"),
        ("${input:pagerduty-token}", "placeholder"),
        ("<PAGERDUTY_API_TOKEN>", "placeholder"),
        ("insert your token here", "placeholder"),
        ("op://private/pagerduty/token", "placeholder"),
        ("'a'", "quotes"),
        (quoted.as_str(), "quotes"),
        ("\u{201c}abc\u{201d}", "quotes"),
    ]
    .into_iter()
    .chain(copied.iter().map(|(value, word)| (value.as_str(), *word)))
    {
        for name in ["PAGERDUTY_API_TOKEN", "PAGERDUTY_USER_API_KEY"] {
            let mut command = program();
            command.env("PAGERDUTY_API_URL", simulator.url()).env(name, value);
            let (output, requests) = requests_of(&simulator, &mut command).await;
            let told = String::from_utf8(output.stderr).unwrap();
            assert_eq!((output.status.code(), requests), (Some(2), 0), "{value}: {told}");
            assert!(told.contains(&format!("{name} (environment): ")) && told.contains(word), "{value}: {told}");
            assert!(!told.contains(token::USER), "{told}");
        }
        let file = directory("placeholders").join("token");
        fs::write(&file, value).unwrap();
        let mut command = program();
        command.env("PAGERDUTY_API_URL", simulator.url()).env("PAGERDUTY_API_TOKEN_FILE", &file);
        let (output, requests) = requests_of(&simulator, &mut command).await;
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), requests), (Some(2), 0), "{value}: {told}");
        assert!(told.contains("PAGERDUTY_API_TOKEN_FILE (environment): ") && told.contains(word), "{value}: {told}");
        // A server says so when it starts, and not with the first call.
        let mut command = program();
        let served = command.env("PAGERDUTY_API_TOKEN", value).output().unwrap();
        assert_eq!(served.status.code(), Some(2), "{value}");
        let examined = examined(on(&simulator, value)).await;
        assert_eq!(examined.that_are("failed"), ["token"], "{value}");
        assert!(examined.words("token").contains(word), "{}", examined.words("token"));
        assert!(simulator.requests().iter().all(|request| request.header("authorization").is_none()));
        simulator.clear_requests();
    }
}
