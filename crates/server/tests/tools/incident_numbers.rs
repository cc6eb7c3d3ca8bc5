//! Incidents by number. PagerDuty documents the number for `GET /incidents/{id}` only (OpenAPI; for other paths nothing is
//! known), so the simulator takes it there only, and the ID is looked up for everything else.

use serde_json::json;
use toolkit::access::Access;

use crate::support::Account;

#[tokio::test]
async fn every_tool_takes_the_number_of_an_incident() {
    let account = Account::start().await;
    let list = account.call("get_incidents", json!({"limit": 1, "statuses": ["triggered"]})).await;
    let number = list["incidents"][0]["incident_number"].as_u64().unwrap();
    account.requests();
    let takes_one = |name: &str| {
        let entry = account.toolbox.find(name).unwrap();
        entry.parameters().iter().any(|parameter| parameter.name == "incident_id") && entry.info.access == Access::Read
    };
    let names: Vec<_> =
        account.toolbox.entries().iter().map(|entry| entry.info.name).filter(|name| takes_one(name)).collect();
    assert!(names.len() > 4, "{names:?}");
    for name in names {
        account.call(name, json!({"incident_id": format!("#{number}")})).await;
        let asked = account.requests();
        let by_number: Vec<_> = asked.iter().filter(|line| line.contains(&number.to_string())).collect();
        assert_eq!(by_number.len(), 1, "{name}: {asked:#?}");
        let path = by_number[0].split('?').next().unwrap();
        assert_eq!(path, format!("GET /incidents/{number}"), "{name}");
    }
}
