//! A `.env` file that came with a repository and means harm.

use std::{collections::BTreeMap, fs, process::Command};

use pagerduty_mcp_server::docs;
use pagerduty_sim::{Options, Simulator, token};
use serde_json::{Value, json};

use crate::{
    command_line::requests_of,
    doctor::examined,
    dotenv::{names, told},
    http_client::Server,
    program::{Client, directory, program},
};

/// Every variable of `docs/configuration.md`, with what it says of `.env`.
fn variables() -> BTreeMap<String, String> {
    let document = docs::configuration();
    let rows = document.lines().filter(|line| line.starts_with("| `"));
    let cells = rows.map(|line| line.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>());
    let variables = cells.filter_map(|cells| {
        let flag = cells[0].trim_matches('`').starts_with("--");
        let (variable, dotenv) = if flag { (cells[1], *cells.get(2)?) } else { (cells[0], cells[1]) };
        let variable = variable.trim_matches('`');
        let is_variable = variable.len() > 1 && variable.chars().all(|it| it.is_ascii_uppercase() || it == '_');
        (is_variable && cells.len() > 2).then(|| (variable.to_owned(), dotenv.to_owned()))
    });
    let variables: BTreeMap<_, _> = variables.filter(|(name, _)| !["TOOL", "JSON"].contains(&name.as_str())).collect();
    assert!(variables.len() > 30, "{variables:?}");
    variables
}

const NOWHERE: [&str; 2] = ["--api-url", "http://127.0.0.1:9"];

#[tokio::test]
async fn no_variable_that_may_not_be_set_is_set() {
    let ours = |name: &str| name.starts_with("PAGERDUTY_") || name == "RESPONSE_LIMIT";
    for (name, dotenv) in variables() {
        let examined = told("hostile-each", format!("{name}=planted-value\n"), &[], &NOWHERE).await;
        let (read, ignored) = names(&examined);
        let is_shown = examined.report.to_string().contains("planted-value");
        assert_eq!(is_shown, name == "PAGERDUTY_CLIENT_ID", "{name}: {}", examined.report);
        match (ours(&name), dotenv.as_str()) {
            (false, _) => assert_eq!((read, ignored), (vec![], vec![]), "{name}"),
            (true, "if nothing else sets a credential")
                if name != "PAGERDUTY_CLIENT_SECRET" && !name.ends_with("PORT") =>
            {
                assert_eq!((read, ignored), (vec![name.as_str()], vec![]));
            }
            (true, _) => assert_eq!((read, ignored), (vec![], vec![name.as_str()]), "{dotenv}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_at_once_changes_nothing() {
    let (simulator, elsewhere) =
        (Simulator::start(Options::default()).await.unwrap(), Simulator::start(Options::default()).await.unwrap());
    let directory = directory("hostile-all");
    let file: String = variables()
        .into_keys()
        .map(|name| {
            let value = match name.as_str() {
                "PAGERDUTY_AUDIT_LOG" => directory.join("audit").display().to_string(),
                "PAGERDUTY_API_URL" | "PAGERDUTY_API_HOST" | "PAGERDUTY_IDENTITY_URL" => elsewhere.url().to_owned(),
                "PAGERDUTY_API_TOKEN" | "PAGERDUTY_USER_API_KEY" => token::TEAMLESS_USER.to_owned(),
                "PAGERDUTY_TRANSPORT" => "http".to_owned(),
                "PAGERDUTY_LISTEN" | "PAGERDUTY_METRICS_LISTEN" => "0.0.0.0:0".to_owned(),
                "PAGERDUTY_CONFIRM" => "never".to_owned(),
                "PAGERDUTY_READ_ONLY" => "false".to_owned(),
                "PAGERDUTY_TOOLSETS" => "all".to_owned(),
                "PAGERDUTY_ALLOW_OPERATIONS" => "sessions".to_owned(),
                "PAGERDUTY_LOG" => "trace".to_owned(),
                "PAGERDUTY_LOG_FORMAT" => "human".to_owned(),
                "PAGERDUTY_REGION" => "eu".to_owned(),
                "PAGERDUTY_USER_EMAIL" => "mallory@example.com".to_owned(),
                _ => "99999".to_owned(),
            };
            format!("{name}={value}\n")
        })
        .collect();
    fs::write(directory.join(".env"), file).unwrap();
    let mut command = program();
    command.current_dir(&directory);
    command.env("PAGERDUTY_API_TOKEN", token::USER).env("PAGERDUTY_API_URL", simulator.url());
    let (list, note, sessions) = tokio::task::spawn_blocking(move || {
        let (mut client, _) = Client::initialized(&mut command);
        let list = client.request(1, "tools/list", json!({}));
        let open = client.call(2, "get_incidents", json!({"limit": 1}));
        let id = open["result"]["structuredContent"]["incidents"][0]["id"].clone();
        let note = client.call(3, "add_incident_note", json!({"incident_id": id, "content": "hello"}));
        (list, note, client.call(4, "read_operation", json!({"operation_id": "getSessionConfigurations"})))
    })
    .await
    .unwrap();
    assert!(list["result"]["tools"].as_array().unwrap().iter().all(|tool| tool["name"] != "create_incident"));
    assert_eq!(note["result"]["isError"], json!(false), "{note}");
    assert_eq!(sessions["result"]["structuredContent"]["error"]["code"], "OPERATION_REFUSED", "{sessions}");
    assert!(elsewhere.requests().is_empty());
    assert!(!directory.join("audit").exists());
    let requests = simulator.requests();
    let has_token = |request: &pagerduty_sim::RecordedRequest| {
        request.header("authorization").is_some_and(|value| value.ends_with(token::USER))
    };
    assert!(requests.iter().all(has_token));
    assert!(requests.iter().all(|request| request.header("from") != Some("mallory@example.com")));
}

#[tokio::test]
async fn nothing_is_substituted() {
    let simulator = Simulator::start(Options::default()).await.unwrap();
    for (number, value) in ["${PLANTED}", "$PLANTED", "\"${PLANTED}\"", "'$PLANTED'", "a${PLANTED}", "$(echo $PLANTED)"]
        .into_iter()
        .enumerate()
    {
        let directory = directory(&format!("hostile-substitution-{number}"));
        let file = format!("PAGERDUTY_API_TOKEN={value}\nPAGERDUTY_API_URL={}\n", simulator.url());
        fs::write(directory.join(".env"), &file).unwrap();
        let mut command = program();
        command.current_dir(&directory).env("PLANTED", "planted-secret");
        let (output, requests) = requests_of(&simulator, &mut command).await;
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert_eq!((output.status.code(), requests), (Some(2), 0), "{said}");
        assert!(said.contains("PAGERDUTY_API_TOKEN (`.env`): this is a placeholder"), "{said}");
        assert!(!said.contains("planted-secret"), "{said}");
        for file in
            [file, format!("PAGERDUTY_REGION={value}\nPAGERDUTY_USER_EMAIL={value}\nPAGERDUTY_CLIENT_ID={value}")]
        {
            let examined = told("hostile-substitution", file, &[("PLANTED", "planted-secret")], &[]).await;
            assert!(!examined.report.to_string().contains("planted-secret"), "{}", examined.report);
        }
        // `doctor` asks whether anybody answers, without a token.
        assert!(simulator.requests().iter().all(|request| request.header("authorization").is_none()));
        simulator.clear_requests();
    }
}

#[tokio::test]
async fn no_token_from_outside_of_the_file_is_sent_to_its_address() {
    let elsewhere = Simulator::start(Options::default()).await.unwrap();
    let secret = directory("hostile-token-file").join("token");
    fs::write(&secret, token::USER).unwrap();
    let own = format!("PAGERDUTY_API_TOKEN={}\n", token::TEAMLESS_USER);
    let client = "PAGERDUTY_CLIENT_ID=a\nPAGERDUTY_CLIENT_SECRET=b\n";
    let by_file = format!("PAGERDUTY_API_TOKEN_FILE={}\n", secret.display());
    for name in ["PAGERDUTY_API_TOKEN", "PAGERDUTY_USER_API_KEY", "PAGERDUTY_API_TOKEN_FILE", "PAGERDUTY_CLIENT_ID"] {
        let value = if name.ends_with("FILE") { secret.to_str().unwrap() } else { token::USER };
        for (address, brings) in [
            ("PAGERDUTY_API_URL", ""),
            ("PAGERDUTY_API_HOST", ""),
            ("PAGERDUTY_API_URL", &own),
            ("PAGERDUTY_API_HOST", client),
            ("PAGERDUTY_API_URL", &by_file),
        ] {
            let file = format!("{brings}{address}={}\nPAGERDUTY_REGION=eu\n", elsewhere.url());
            let directory = directory("hostile-address");
            fs::write(directory.join(".env"), &file).unwrap();
            let mut command = program();
            // Without the file the address would be PagerDuty's, which no test may reach.
            command.current_dir(&directory).env(name, value).env("HTTPS_PROXY", "http://127.0.0.1:9");
            let examined = examined(command).await;
            assert_eq!(names(&examined).0, Vec::<&str>::new(), "{name} {file}");
            assert_eq!(examined.check("region")["facts"]["region"], "us", "{name} {file}");
        }
    }
    assert!(elsewhere.requests().is_empty());
}

/// A person who logs in brings the token, and not the file.
#[tokio::test]
async fn an_address_without_a_token_in_the_file_is_ignored() {
    let elsewhere = Simulator::start(Options::default()).await.unwrap();
    for (brings, region) in [
        ("", "us"),
        ("PAGERDUTY_CLIENT_ID=a\n", "eu"),
        ("PAGERDUTY_API_TOKEN=\n", "us"),
        ("PAGERDUTY_API_TOKEN_FILE=token\n", "us"),
    ] {
        for address in ["PAGERDUTY_API_URL", "PAGERDUTY_API_HOST"] {
            let file = format!("{brings}{address}={}\nPAGERDUTY_REGION=eu\n", elsewhere.url());
            let examined = told("hostile-no-token", file, &[("HTTPS_PROXY", "http://127.0.0.1:9")], &[]).await;
            assert_eq!(examined.check("region")["facts"]["region"], region, "{brings} {address}");
        }
    }
    assert!(elsewhere.requests().is_empty());
}

#[tokio::test]
async fn an_address_from_outside_wins_under_every_name() {
    let elsewhere = Simulator::start(Options::default()).await.unwrap();
    let file = format!(
        "PAGERDUTY_API_TOKEN={}\nPAGERDUTY_API_URL={url}\nPAGERDUTY_API_HOST={url}\nPAGERDUTY_REGION=eu\n",
        token::USER,
        url = elsewhere.url()
    );
    let here = "http://127.0.0.1:9";
    type Case = (&'static [(&'static str, &'static str)], &'static [&'static str], &'static str);
    let table: [Case; 6] = [
        (&[("PAGERDUTY_API_URL", "http://127.0.0.1:9")], &[], here),
        (&[("PAGERDUTY_API_HOST", "http://127.0.0.1:9")], &[], here),
        (&[("PAGERDUTY_REGION", "us")], &[], "https://api.pagerduty.com"),
        (&[], &["--api-url", "http://127.0.0.1:9"], here),
        (&[], &["--region", "us"], "https://api.pagerduty.com"),
        (&[("PAGERDUTY_API_HOST", "http://127.0.0.1:9")], &["--region", "eu"], here),
    ];
    for (variables, flags, address) in table {
        let variables = [variables, &[("HTTPS_PROXY", "http://127.0.0.1:9")]].concat();
        let examined = told("hostile-address-outside", &file, &variables, flags).await;
        assert_eq!(examined.check("region")["facts"]["address"], address, "{variables:?} {flags:?}");
        assert_eq!(names(&examined).0, ["PAGERDUTY_API_TOKEN"], "{variables:?} {flags:?}");
    }
    assert!(elsewhere.requests().is_empty());
}

/// A login would be sent to the address that came with the token.
#[tokio::test]
async fn a_token_and_an_application_do_not_mix() {
    let file =
        "PAGERDUTY_API_TOKEN=a1\nPAGERDUTY_CLIENT_ID=b\nPAGERDUTY_CLIENT_SECRET=c\nPAGERDUTY_OAUTH_CALLBACK_PORT=9\n";
    let examined = told("hostile-mixed", file, &[], &NOWHERE).await;
    assert_eq!(names(&examined).0, ["PAGERDUTY_API_TOKEN"]);
    let alone = "PAGERDUTY_CLIENT_ID=b\nPAGERDUTY_CLIENT_SECRET=c\nPAGERDUTY_OAUTH_CALLBACK_PORT=9\n";
    let examined = told("hostile-mixed", alone, &[], &NOWHERE).await;
    let all = ["PAGERDUTY_CLIENT_ID", "PAGERDUTY_CLIENT_SECRET", "PAGERDUTY_OAUTH_CALLBACK_PORT"];
    assert_eq!(names(&examined), (all.to_vec(), vec![]));
    for outside in [("PAGERDUTY_CLIENT_ID", "own"), ("PAGERDUTY_CLIENT_SECRET", "own")] {
        let examined = told("hostile-mixed", alone, &[outside], &NOWHERE).await;
        assert_eq!(names(&examined).0, Vec::<&str>::new(), "{outside:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn over_http_it_brings_no_credential_and_no_address() {
    let (simulator, elsewhere) =
        (Simulator::start(Options::default()).await.unwrap(), Simulator::start(Options::default()).await.unwrap());
    let directory = directory("hostile-http");
    let file = format!(
        "PAGERDUTY_API_TOKEN={}\nPAGERDUTY_API_URL={}\nPAGERDUTY_REGION=eu\nRESPONSE_LIMIT=3\n",
        token::TEAMLESS_USER,
        elsewhere.url()
    );
    fs::write(directory.join(".env"), &file).unwrap();
    let mut command = program();
    command.current_dir(&directory).env("PAGERDUTY_API_URL", simulator.url());
    let server = started(command).await;
    assert_eq!(server.call(&[], "get_teams", json!({}))["error"]["code"], "AUTH_REQUIRED");
    let theirs = server.call(&[("X-PagerDuty-Token", token::USER)], "get_incidents", json!({}));
    assert_eq!(theirs["metadata"]["count"], 3, "{theirs}");
    assert!(elsewhere.requests().is_empty());

    let mut command: Command = program();
    command.args(["--transport", "http"]).current_dir(&directory).env("HTTPS_PROXY", "http://127.0.0.1:9");
    let examined = examined(command).await;
    assert_eq!(examined.check("region")["facts"]["address"], "https://api.pagerduty.com");
    let ignored = vec!["PAGERDUTY_API_TOKEN", "PAGERDUTY_REGION", "PAGERDUTY_API_URL"];
    assert_eq!(names(&examined), (vec!["RESPONSE_LIMIT"], ignored));
}

async fn started(mut command: Command) -> Server {
    tokio::task::spawn_blocking(move || Server::start(&mut command)).await.unwrap()
}

#[tokio::test]
async fn what_is_no_small_text_file_is_not_read() {
    let line = "RESPONSE_LIMIT=7\n";
    let of_size = |bytes: usize| format!("{line}{}", "#".repeat(bytes - line.len()));
    let utf_16: Vec<u8> = [0xff, 0xfe].into_iter().chain(line.bytes().flat_map(|byte| [byte, 0])).collect();
    for (file, is_read, word) in [
        (of_size(64 * 1024).into_bytes(), true, ""),
        (of_size(64 * 1024 + 1).into_bytes(), false, "larger than 64 KiB"),
        (utf_16, false, "UTF-16"),
        ([line.as_bytes(), &[0xe4]].concat(), false, "UTF-8"),
    ] {
        let examined = told("hostile-file", file, &[], &NOWHERE).await;
        assert_eq!(names(&examined).0.len(), usize::from(is_read), "{word}");
        assert!(examined.words("configuration").contains(word), "{}", examined.words("configuration"));
    }
    let many: Vec<String> = (0..3000).map(|at| format!("PAGERDUTY_{at}_API_TOKEN=a")).collect();
    let examined = told("hostile-file", many.join("\n"), &[], &NOWHERE).await;
    assert!(examined.report.to_string().len() < 5000, "{}", examined.report);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    let directory = directory("hostile-pipe");
    let pipe = directory.join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    std::os::unix::fs::symlink(&pipe, directory.join(".env")).unwrap();
    let output = program().arg("tools").current_dir(&directory).output().unwrap();
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("`.env` is ignored: it is not a regular file"));
    // A virtual environment may be a directory of this name.
    fs::remove_file(directory.join(".env")).unwrap();
    fs::create_dir(directory.join(".env")).unwrap();
    let output = program().arg("tools").current_dir(&directory).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty());
}

#[test]
fn one_line_says_what_was_ignored_and_no_value() {
    let directory = directory("hostile-line");
    let file: String = variables().into_keys().map(|name| format!("{name}=planted-value\n")).collect();
    fs::write(directory.join(".env"), file).unwrap();
    let output = program().args(["call", "get_teams", "--demo"]).current_dir(&directory).output().unwrap();
    assert!(output.status.success());
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(told.lines().count(), 1, "{told}");
    let told: Value = serde_json::from_str(&told).unwrap();
    assert!(!told.to_string().contains("planted-value"), "{told}");
    for name in ["PAGERDUTY_AUDIT_LOG", "PAGERDUTY_LISTEN", "PAGERDUTY_LOG", "PAGERDUTY_API_TOKEN_FILE"] {
        assert!(told["message"].as_str().unwrap().contains(name), "{told}");
    }
}
