//! `doctor`, with the real program against a simulated account that has one thing wrong at a time.

use std::{
    fs,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use openapi_contract::{Contract, Request};
use pagerduty_sim::{Effect, ErrorShape, Fault, Options, Simulator, token};
use serde_json::{Value, json};

use crate::program::{directory, program};

/// What `doctor --json` said, and its exit code.
pub(crate) struct Examined {
    pub(crate) report: Value,
    pub(crate) code: i32,
}

impl Examined {
    pub(crate) fn check(&self, name: &str) -> &Value {
        let checks = self.report["checks"].as_array().unwrap();
        checks.iter().find(|check| check["name"] == name).unwrap_or_else(|| panic!("no `{name}`: {:#}", self.report))
    }

    /// The names of the checks that came out like this, but for the keyring's: here nobody logs in.
    pub(crate) fn that_are(&self, status: &str) -> Vec<&str> {
        let checks = self.report["checks"].as_array().unwrap().iter().filter(|check| check["status"] == status);
        checks.filter(|check| check["name"] != "keyring").map(|check| check["name"].as_str().unwrap()).collect()
    }

    /// What was found and what to do, as one text.
    pub(crate) fn words(&self, name: &str) -> String {
        let check = self.check(name);
        format!("{} -> {}", check["found"].as_str().unwrap(), check["hint"].as_str().unwrap_or_default())
    }
}

/// Everything that the program printed, and its exit code.
async fn printed(mut command: Command) -> (String, String, i32) {
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let output = tokio::task::spawn_blocking(move || child.wait_with_output()).await.unwrap().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

pub(crate) async fn examined(mut command: Command) -> Examined {
    command.args(["doctor", "--json"]);
    let (stdout, stderr, code) = printed(command).await;
    let report = serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{error}: {stdout}{stderr}"));
    Examined { report, code }
}

pub(crate) async fn simulator() -> Simulator {
    Simulator::start(Options::default()).await.unwrap()
}

pub(crate) fn on(simulator: &Simulator, token: &str) -> Command {
    let mut command = program();
    command.env("PAGERDUTY_API_URL", simulator.url()).env("PAGERDUTY_API_TOKEN", token);
    command
}

const ALL: [&str; 9] =
    ["configuration", "region", "reachability", "token", "user", "user_email", "scopes", "abilities", "rate_limit"];

/// What is left out when nobody can be asked as the owner of the token.
const OF_TOKEN: [&str; 5] = ["user", "user_email", "scopes", "abilities", "rate_limit"];

#[tokio::test]
async fn all_is_well_with_a_users_token() {
    let simulator = simulator().await;
    let examined = examined(on(&simulator, token::USER)).await;
    assert_eq!((examined.code, &examined.report["status"]), (0, &json!("ok")), "{:#}", examined.report);
    assert_eq!(examined.that_are("ok"), ALL);
    let facts = |name: &str| examined.check(name)["facts"].clone();
    assert_eq!(facts("token"), json!({"kind": "api_key", "level": "user", "variable": "PAGERDUTY_API_TOKEN"}));
    assert_eq!(facts("user")["email"], facts("user_email")["email"]);
    assert_eq!(facts("reachability")["http_status"], 401);
    assert_eq!(facts("scopes")["missing"], json!([]));
    assert_eq!(facts("rate_limit")["limit"], 960);
    let setting = json!({"name": "PAGERDUTY_API_URL", "source": "environment", "value": simulator.url()});
    assert!(facts("configuration")["settings"].as_array().unwrap().contains(&setting));
}

#[tokio::test]
async fn it_only_reads_and_asks_for_little() {
    let simulator = simulator().await;
    examined(on(&simulator, token::USER)).await;
    let requests = simulator.requests();
    assert!(requests.iter().all(|request| request.method == "GET"));
    // The first asks whether anybody answers, and shows the token to nobody.
    let with_token = requests.iter().map(|request| request.header("authorization").is_some());
    assert_eq!(with_token.collect::<Vec<_>>(), [&[false][..], &[true; 9][..]].concat());
    let lists = requests.iter().filter(|request| !["/abilities", "/users/me"].contains(&request.path.as_str()));
    assert!(lists.into_iter().all(|request| request.query_values("limit") == ["1"]));
    let Some(contract) = Contract::load().unwrap() else {
        return Contract::announce_skip();
    };
    for request in requests.iter().filter(|request| request.header("authorization").is_some()) {
        let request = Request {
            method: &request.method,
            path: &request.path,
            query: &request.query,
            headers: &request.headers,
            body: request.body.as_ref(),
        };
        assert_eq!(contract.check_request(&request), [], "{}", request.path);
    }
}

#[tokio::test]
async fn people_get_a_table_of_a_hundred_columns() {
    let mut command = program();
    command.args(["doctor", "--demo"]).env("PAGERDUTY_USER_EMAIL", "not-in-the-demo@example.com");
    let (table, stderr, code) = printed(command).await;
    assert_eq!((code, stderr.as_str()), (0, ""), "{table}");
    let start = table.lines().next().unwrap().find("WHAT WAS FOUND").unwrap();
    for line in table.lines().take_while(|line| !line.is_empty()) {
        assert!(line.chars().count() <= 100, "{line}");
        assert_eq!(&line[start - 2..start], "  ", "{line}");
        assert_ne!(&line[start..=start], " ", "{line}");
    }
    for name in ALL {
        assert!(table.contains(&format!("\n{name} ")), "{name}: {table}");
    }
    assert!(table.ends_with("All checks passed on a simulated account.\n"), "{table}");
}

#[tokio::test]
async fn an_account_level_token_needs_somebody_to_make_changes_as() {
    let simulator = simulator().await;
    for token in [token::ACCOUNT, token::READ_ONLY_ACCOUNT] {
        let examined = examined(on(&simulator, token)).await;
        assert_eq!((examined.code, &examined.report["status"]), (0, &json!("warning")), "{:#}", examined.report);
        assert_eq!(examined.that_are("warning"), ["user", "user_email"]);
        assert_eq!(examined.check("token")["facts"]["level"], "account");
        assert!(examined.words("user_email").contains("set PAGERDUTY_USER_EMAIL"));
    }
    let user = examined(on(&simulator, token::USER)).await;
    let known = user.check("user")["facts"]["email"].as_str().unwrap().to_uppercase();
    for (email, status, code) in [(known.as_str(), "ok", 0), ("nobody@example.com", "failed", 1)] {
        let mut command = on(&simulator, token::ACCOUNT);
        command.env("PAGERDUTY_USER_EMAIL", email);
        let examined = examined(command).await;
        assert_eq!((examined.code, &examined.check("user_email")["status"]), (code, &json!(status)), "{email}");
    }
}

#[tokio::test]
async fn an_access_token_has_scopes() {
    let simulator = simulator().await;
    for (token, level) in [
        (token::OAUTH_READ, "user"),
        (token::OAUTH_WRITE, "user"),
        (token::OAUTH_SCOPED, "user"),
        (token::OAUTH_APP, "account"),
    ] {
        let examined = examined(on(&simulator, token)).await;
        assert_eq!(examined.code, 0, "{:#}", examined.report);
        let facts = &examined.check("token")["facts"];
        assert_eq!((&facts["kind"], &facts["level"]), (&json!("oauth_access_token"), &json!(level)));
        assert_eq!(examined.check("scopes")["status"], "ok");
    }

    let refusal = json!({"error": {
        "message": "Token missing required scopes",
        "required_scopes": "teams.read",
        "token_scopes": "incidents.read openid",
    }});
    let effect = Effect::Answer { status: 403, content_type: "application/json".into(), body: refusal.to_string() };
    simulator.faults().add(Fault::new("/teams", effect.clone()));
    simulator.faults().add(Fault::new("/abilities", effect));
    let examined = examined(on(&simulator, token::OAUTH_SCOPED)).await;
    assert_eq!((examined.code, examined.that_are("failed")), (1, vec!["scopes"]));
    let facts = &examined.check("scopes")["facts"];
    assert_eq!(facts["refused"], json!(["teams"]));
    assert_eq!(facts["missing"], json!(["teams.read", "incidents.write"]));
    assert_eq!(facts["granted"], json!(["incidents.read", "openid"]));
    assert!(examined.words("scopes").contains("the token lacks `teams.read` and `incidents.write`"));
    // No tool needs the list of abilities.
    assert_eq!(examined.that_are("skipped"), ["abilities"]);

    simulator.faults().clear();
    simulator.faults().add(Fault::new("/incidents", Effect::Error { status: 403, shape: ErrorShape::Scope }));
    let examined = self::examined(on(&simulator, token::OAUTH_SCOPED)).await;
    assert_eq!(examined.check("scopes")["facts"]["missing"], json!(["incidents.write"]));
}

#[tokio::test]
async fn a_token_that_nobody_knows_is_told_from_one_that_is_not_there() {
    let simulator = simulator().await;
    let unknown = examined(on(&simulator, "nobody-knows-this-1")).await;
    assert_eq!((unknown.code, unknown.that_are("failed")), (1, vec!["token"]));
    assert_eq!(unknown.that_are("skipped"), OF_TOKEN);
    // The address is none of PagerDuty's own, so the token goes nowhere else.
    assert!(unknown.words("token").contains("hosts were not asked"), "{}", unknown.words("token"));
    assert_eq!(simulator.requests().len(), 2);

    let without = || {
        let mut command = program();
        command.env("PAGERDUTY_API_URL", simulator.url());
        command
    };
    let missing = examined(without()).await;
    assert_eq!((missing.code, missing.that_are("failed")), (1, vec!["token"]));
    assert_eq!(missing.check("reachability")["status"], "ok");
    assert!(missing.words("token").contains("set PAGERDUTY_API_TOKEN"));

    let mut for_many = without();
    for_many.env("PAGERDUTY_TRANSPORT", "http");
    let for_many = examined(for_many).await;
    assert_eq!((for_many.code, for_many.that_are("warning")), (0, vec!["token"]));

    let mut unusable = without();
    unusable.env("PAGERDUTY_API_TOKEN", "planted secret");
    let unusable = examined(unusable).await;
    assert_eq!((unusable.code, unusable.that_are("failed")), (1, vec!["token"]));
    assert!(!unusable.report.to_string().contains("planted"));
}

#[tokio::test]
async fn how_far_a_request_comes_is_told() {
    let simulator = simulator().await;
    let closing = Fault::new("*", Effect::CloseBeforeAnswer { carried_out: false });
    simulator.faults().add(closing);
    let tls_to_none = simulator.url().replace("http:", "https:");
    for (address, stage, word) in [
        ("https://pagerduty.invalid", "dns", "DNS"),
        ("http://127.0.0.1:9", "tcp", "TCP"),
        (&tls_to_none, "tls", "TLS"),
        (simulator.url(), "http", "HTTP"),
    ] {
        let mut command = program();
        command.env("PAGERDUTY_API_URL", address).env("PAGERDUTY_API_TOKEN", token::USER);
        let examined = examined(command).await;
        assert_eq!((examined.code, examined.that_are("failed")), (1, vec!["reachability"]), "{:#}", examined.report);
        assert_eq!(examined.check("reachability")["facts"]["stage"], stage, "{address}");
        assert!(examined.words("reachability").contains(word), "{}", examined.words("reachability"));
        assert_eq!(examined.that_are("skipped"), [&["token"][..], &OF_TOKEN[..]].concat());
    }
    let mut command = program();
    command.env("PAGERDUTY_API_URL", &tls_to_none).env("HTTPS_PROXY", "http://127.0.0.1:9");
    let examined = examined(command).await;
    assert_eq!(examined.check("reachability")["facts"]["stage"], "proxy", "{:#}", examined.report);
}

#[tokio::test]
async fn a_pagerduty_that_fails_is_told_from_a_network_that_does() {
    let simulator = simulator().await;
    simulator.faults().add(Fault::new("*", Effect::Error { status: 500, shape: ErrorShape::Full }));
    let failing = examined(on(&simulator, token::USER)).await;
    assert_eq!(failing.code, 1);
    assert_eq!(failing.that_are("failed"), ["reachability", "user", "scopes", "abilities"]);
    assert!(failing.words("user").contains("status.pagerduty.com"));

    // Something that is not PagerDuty, such as the login page of a network.
    simulator.faults().clear();
    simulator.faults().add(Fault::new("*", Effect::Html { status: 302 }));
    let redirected = examined(on(&simulator, token::USER)).await;
    assert_eq!((redirected.code, redirected.that_are("failed")), (1, vec!["reachability"]));
    assert!(simulator.requests().iter().rev().take(1).all(|request| request.header("authorization").is_none()));
}

#[tokio::test]
async fn a_used_up_rate_limit_is_told_and_not_waited_for() {
    let simulator = simulator().await;
    simulator.faults().add(Fault::new("/users/me", Effect::RateLimited { reset: 25 }));
    let began = Instant::now();
    let examined = examined(on(&simulator, token::USER)).await;
    assert!(began.elapsed() < Duration::from_secs(10));
    assert_eq!((examined.code, examined.that_are("failed")), (1, vec!["user", "rate_limit"]));
    assert_eq!(examined.check("rate_limit")["facts"], json!({"limit": 960, "remaining": 0, "reset_seconds": 25}));
    assert_eq!(examined.that_are("skipped"), ["token", "user_email", "scopes", "abilities"]);

    let nearly = Simulator::start(Options { rate_limit: 19, ..Options::default() }).await.unwrap();
    for expected in [&[][..], &["rate_limit"]] {
        assert_eq!(self::examined(on(&nearly, token::USER)).await.that_are("warning"), expected);
    }
}

#[tokio::test]
async fn abilities_that_the_tools_need_are_missed() {
    let missing_abilities = vec!["teams".to_owned(), "urgencies".to_owned(), "read_only_users".to_owned()];
    let simulator = Simulator::start(Options { missing_abilities, ..Options::default() }).await.unwrap();
    let examined = examined(on(&simulator, token::USER)).await;
    assert_eq!((examined.code, examined.that_are("warning")), (0, vec!["scopes", "abilities"]));
    assert_eq!(examined.check("abilities")["facts"]["missing"], json!(["teams", "urgencies"]));
    assert!(examined.words("abilities").contains("get_teams"));
    assert!(examined.words("scopes").contains("plan lacks teams"));
}

#[tokio::test]
async fn a_user_without_teams_is_told_what_that_means() {
    let simulator = simulator().await;
    let examined = examined(on(&simulator, token::TEAMLESS_USER)).await;
    assert_eq!((examined.code, examined.that_are("warning")), (0, vec!["user"]));
}

#[tokio::test]
async fn what_is_set_is_shown_with_its_source() {
    let simulator = simulator().await;
    let directory = directory("doctor-configuration");
    let file =
        format!("PAGERDUTY_API_TOKEN={}\nPAGERDUTY_API_URL={}\nRESPONSE_LIMIT=7\n", token::USER, simulator.url());
    fs::write(directory.join(".env"), file).unwrap();
    let mut command = program();
    command.current_dir(&directory).env("PAGERDUTY_CALL_TIMEOUT", "20").args(["--response-limit", "9"]);
    let examined = examined(command).await;
    assert_eq!(
        examined.check("configuration")["facts"]["settings"],
        json!([
            {"name": "PAGERDUTY_API_TOKEN", "source": ".env"},
            {"name": "PAGERDUTY_API_URL", "source": ".env", "value": simulator.url()},
            {"name": "--response-limit", "source": "flag", "value": "9"},
            {"name": "PAGERDUTY_CALL_TIMEOUT", "source": "environment", "value": "20"},
        ])
    );
    let mut command = on(&simulator, token::USER);
    command.current_dir(&directory);
    command
        .env(concat!("PAGERDUTY", "_TOKEN"), "planted-secret")
        .env(concat!("PAGERDUTY", "_ROUTING_KEY"), "another's");
    let examined = self::examined(command).await;
    assert_eq!(examined.that_are("warning"), ["configuration"]);
    let words = examined.words("configuration");
    assert!(words.contains("_TOKEN: did you mean PAGERDUTY_API_TOKEN?"), "{words}");
    assert!(words.contains("the environment sets PAGERDUTY_API_TOKEN"), "{words}");
    assert!(!words.contains("ROUTING") && !words.contains("planted"), "{words}");
}

#[tokio::test]
async fn exit_codes_are_for_scripts() {
    for (arguments, code) in [
        (&["doctor", "--demo"][..], 0),
        (&["doctor", "--api-url", "http://127.0.0.1:9"], 1),
        (&["doctor", "--region", "mars"], 1),
        (&["doctor", "--unknown"], 2),
    ] {
        let mut command = program();
        command.args(arguments);
        let (stdout, stderr, found) = printed(command).await;
        assert_eq!(found, code, "{arguments:?}: {stdout}{stderr}");
        assert_eq!(stdout.is_empty(), code == 2, "{arguments:?}");
    }
    let mut command = program();
    command.env("PAGERDUTY_API_HOST", "http://api.pagerduty.com").env("PAGERDUTY_API_TOKEN", token::USER);
    let examined = examined(command).await;
    assert_eq!((examined.code, examined.that_are("failed")), (1, vec!["region"]));
    assert!(examined.words("region").contains("unencrypted"));
}

#[tokio::test]
async fn no_secret_is_printed_and_nothing_steers_the_terminal() {
    let simulator = simulator().await;
    let me = json!({"user": {"id": "P1", "name": "A\u{1b}[2Jb\u{202e}", "email": "a@example.com", "teams": []}});
    let effect = Effect::Answer { status: 200, content_type: "application/json".into(), body: me.to_string() };
    let file = directory("doctor-secret").join("token");
    fs::write(&file, "planted-secret\n").unwrap();
    for steering in [false, true] {
        if steering {
            simulator.faults().add(Fault::new("/users/me", effect.clone()));
        }
        for (name, value) in [
            ("PAGERDUTY_API_TOKEN", "planted-secret"),
            ("PAGERDUTY_USER_API_KEY", "planted-secret"),
            ("PAGERDUTY_API_TOKEN", "pdus+_planted-secret"),
            ("PAGERDUTY_API_TOKEN_FILE", file.to_str().unwrap()),
        ] {
            for arguments in [&["doctor"][..], &["doctor", "--json"]] {
                let mut command = program();
                command
                    .args(arguments)
                    .args(["--log", "trace"])
                    .env("PAGERDUTY_API_URL", simulator.url())
                    .env(name, value);
                let (stdout, stderr, code) = printed(command).await;
                assert_eq!(code, 1, "{stdout}");
                assert!(!stdout.contains("planted-secret") && !stderr.contains("planted-secret"), "{name}");
                assert!(!stdout.contains(['\u{1b}', '\u{202e}']) && !stdout.contains("\\u"), "{stdout}");
            }
        }
    }
}

#[tokio::test]
async fn a_page_in_the_place_of_an_answer_points_to_token_region_and_address() {
    for status in [200, 403, 404] {
        let simulator = simulator().await;
        simulator.faults().add(Fault::new("/users/me", Effect::Html { status }));
        let examined = examined(on(&simulator, token::USER)).await;
        let words = examined.words("user");
        for part in ["token", "PAGERDUTY_REGION", "PAGERDUTY_API_URL"] {
            assert!(words.contains(part), "{status}: {words}");
        }
    }
}
