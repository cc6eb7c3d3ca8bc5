//! Values that cannot be used are named with the place that they come from, and `doctor` goes on.

use std::fs;

use pagerduty_sim::{Options, Simulator, token};

use crate::{
    doctor::{examined, on},
    program::{directory, program},
};

#[test]
fn the_source_of_a_wrong_value_is_named() {
    for (name, value, words) in [
        ("PAGERDUTY_CALL_TIMEOUT", "abc", &["`abc`", "use a whole number"][..]),
        ("PAGERDUTY_CALL_TIMEOUT", "0", &["`0`", "1..=600"]),
        ("RESPONSE_LIMIT", "-1", &["`-1`"]),
        ("PAGERDUTY_CONFIRM", "sometimes", &["`sometimes`", "use `auto`, `always` or `never`"]),
        ("PAGERDUTY_TRANSPORT", "tcp", &["use `stdio` or `http`"]),
        ("PAGERDUTY_READ_ONLY", "maybe", &["`maybe`"]),
        ("PAGERDUTY_LISTEN", "8000", &["`8000`"]),
        ("PAGERDUTY_REGION", "uk", &["unknown region `uk`"]),
        ("PAGERDUTY_API_URL", "nowhere", &["`nowhere` is not an address"]),
        ("PAGERDUTY_API_HOST", "nowhere", &["`nowhere` is not an address"]),
    ] {
        let output = program().args(["call", "get_teams"]).env(name, value).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{name}: {told}");
        assert!(told.contains(&format!("{name} (environment): ")), "{name}: {told}");
        assert!(words.iter().all(|word| told.contains(word)), "{told}");
    }
    let both = [("PAGERDUTY_CALL_TIMEOUT", "abc"), ("PAGERDUTY_MAX_CALLS", "0")];
    let told = String::from_utf8(program().arg("tools").envs(both).output().unwrap().stderr).unwrap();
    assert_eq!(told.matches("(environment): ").count(), 2, "{told}");
    for (flags, word) in [
        (&["--region", "uk"][..], "error: --region: unknown region `uk`"),
        (&["--api-url", "nowhere"], "error: --api-url: `nowhere`"),
        (&["--call-timeout", "abc"], "--call-timeout"),
    ] {
        // A flag is named also where the environment has a value, whatever that is.
        let mut command = program();
        command.args(["call", "get_teams"]).args(flags).env("PAGERDUTY_CALL_TIMEOUT", "20");
        let output = command.env("PAGERDUTY_REGION", "mars").output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.contains(word) && !told.contains("(environment)"), "{told}");
    }
    let directory = directory("wrong-values");
    fs::write(directory.join(".env"), "PAGERDUTY_API_TOKEN=a\nPAGERDUTY_REGION=uk\n").unwrap();
    let output = program().args(["call", "get_teams"]).current_dir(&directory).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("PAGERDUTY_REGION (`.env`): unknown region `uk`"), "{told}");
}

#[tokio::test]
async fn doctor_goes_on_with_wrong_values() {
    let simulator = Simulator::start(Options::default()).await.unwrap();
    let mut command = on(&simulator, token::USER);
    command.env("PAGERDUTY_CALL_TIMEOUT", "abc").env("PAGERDUTY_CONFIRM", "sometimes").env("RESPONSE_LIMIT", "9");
    let examined = examined(command).await;
    assert_eq!((examined.code, examined.that_are("failed")), (1, vec!["configuration"]), "{:#}", examined.report);
    let words = examined.words("configuration");
    assert!(words.contains("PAGERDUTY_CALL_TIMEOUT (environment): `abc`"), "{words}");
    assert!(words.contains("PAGERDUTY_CONFIRM (environment): `sometimes`"), "{words}");
    let settings = examined.check("configuration")["facts"]["settings"].as_array().unwrap();
    let names: Vec<_> = settings.iter().map(|setting| setting["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["PAGERDUTY_API_TOKEN", "PAGERDUTY_API_URL", "RESPONSE_LIMIT"]);
    assert_eq!(examined.check("token")["status"], "ok");
}

#[test]
fn only_what_is_refused_can_be_allowed() {
    let allowing = |names: &str| {
        let arguments = ["call", "read_operation", r#"{"operation_id": "listIpAllowLists"}"#, "--demo"];
        let output = program().args(arguments).args(["--allow-operations", names]).output().unwrap();
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
    };
    assert!(allowing("sessions").contains("OPERATION_REFUSED"));
    assert!(!allowing("sessions,ip_allow_lists").contains("OPERATION_REFUSED"));
    assert!(!allowing("listIpAllowLists").contains("OPERATION_REFUSED"));
    assert!(allowing("listUsers").contains("this operation is not refused"));
    assert!(allowing("everything").contains("`ip_allow_lists`"));
}

#[test]
fn every_toolset_is_in_the_help() {
    let help = String::from_utf8(program().arg("--help").output().unwrap().stdout).unwrap();
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    for toolset in toolkit::toolset::Toolset::ALL {
        assert!(help.contains(&format!(" {}", toolset.name())), "{}: {help}", toolset.name());
    }
    assert!(
        help.contains("any of incidents, response, oncall, schedules, services, directory, insights and api"),
        "{help}"
    );
}

#[tokio::test]
async fn every_check_is_in_the_help_of_doctor() {
    let mut command = program();
    command.arg("--demo");
    let checks = examined(command).await.report["checks"].clone();
    let names: Vec<_> = checks.as_array().unwrap().iter().map(|check| check["name"].as_str().unwrap()).collect();
    let help = String::from_utf8(program().args(["doctor", "--help"]).output().unwrap().stdout).unwrap();
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(help.contains(&format!("Checks: {}.", names.join(", "))), "{names:?}: {help}");
}
