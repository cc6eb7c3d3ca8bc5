//! Creating incidents: who is told, what is kept, and what is refused.

mod support;

use pagerduty_sim::{Options, Simulator, token};
use serde_json::{Value, json};
use support::{Answer, authorization, get, incident, list, log_entry_types, options, post, send, simulator, text};

async fn create(simulator: &Simulator, fields: Value) -> Answer {
    post(simulator, "/incidents", json!({"incident": fields})).await
}

fn service(simulator: &Simulator) -> Value {
    json!({"id": simulator.account().service.id, "type": "service_reference"})
}

#[tokio::test]
async fn whoever_is_on_call_is_assigned_and_told() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let fields = json!({"type": "incident", "title": "The tills are down", "service": service(&simulator)});
    let answer = create(&simulator, fields).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let created = &answer.body["incident"];
    let id = text(created, "id");
    assert_eq!(*created, incident(&simulator, id).await);
    assert_eq!((&created["status"], &created["urgency"]), (&json!("triggered"), &json!("high")));
    assert_eq!(created["summary"], format!("[#{}] The tills are down", created["incident_number"]));
    assert_eq!(created["created_at"], support::NOW);
    assert_eq!(created["assigned_via"], "escalation_policy");
    let policy = text(&created["escalation_policy"], "id");
    let on_calls = list(&simulator, "oncalls", &format!("/oncalls?escalation_policy_ids[]={policy}")).await;
    let first = on_calls.iter().find(|on_call| on_call["escalation_level"] == 1).expect("somebody");
    assert_eq!(created["assignments"][0]["assignee"]["id"], first["user"]["id"]);
    assert_eq!(log_entry_types(&simulator, id).await, ["notify", "assign", "trigger"]);
    let entries = list(&simulator, "log_entries", &format!("/incidents/{id}/log_entries")).await;
    assert_eq!(entries[2]["agent"]["id"], facts.demo_user.id);
    let newest = list(&simulator, "incidents", "/incidents?limit=1&sort_by=created_at:desc").await;
    assert_eq!(newest[0]["id"], id);
    let service = format!("/incidents?limit=100&statuses[]=triggered&service_ids[]={}", facts.service.id);
    assert!(list(&simulator, "incidents", &service).await.iter().any(|row| row["id"] == id));
    assert_eq!(simulator.account().counts.incidents, facts.counts.incidents + 1);
}

#[tokio::test]
async fn everything_that_is_given_is_kept() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let p2 = list(&simulator, "priorities", "/priorities").await[1].clone();
    let policy = &facts.demo_escalation_policies[0].id;
    let answer = create(
        &simulator,
        json!({
            "type": "incident",
            "title": "Cards are refused",
            "service": service(&simulator),
            "urgency": "low",
            "priority": {"id": p2["id"], "type": "priority_reference"},
            "incident_key": "cards-refused",
            "body": {"type": "incident_body", "details": "Since nine o'clock"},
            "conference_bridge": {"conference_url": "https://meet.example/cards"},
            "incident_type": {"name": "incident_default"},
            "escalation_policy": {"id": policy, "type": "escalation_policy_reference"},
        }),
    )
    .await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let id = text(&answer.body["incident"], "id");
    let target = format!("/incidents/{id}?include[]=body&include[]=conference_bridge");
    let created = get(&simulator, &target).await.body["incident"].clone();
    assert_eq!((&created["urgency"], &created["priority"]["name"]), (&json!("low"), &json!("P2")));
    assert_eq!(
        (&created["incident_key"], &created["escalation_policy"]["id"]),
        (&json!("cards-refused"), &json!(policy))
    );
    assert_eq!(created["body"]["details"], "Since nine o'clock");
    assert_eq!(created["conference_bridge"]["conference_url"], "https://meet.example/cards");
    let found = list(&simulator, "incidents", "/incidents?incident_key=cards-refused").await;
    assert_eq!(support::ids(&found), [id]);
}

#[tokio::test]
async fn an_open_incident_keeps_its_key() {
    let simulator = simulator().await;
    let fields = json!({"type": "incident", "title": "Again", "service": service(&simulator), "incident_key": "again"});
    let first = create(&simulator, fields.clone()).await;
    let second = create(&simulator, fields.clone()).await;
    assert_eq!((second.status, second.code()), (400, Some(2002)));
    assert_eq!(second.detail(), "Open incident with matching dedup key already exists on this service");
    let id = text(&first.body["incident"], "id");
    support::update(&simulator, id, json!({"status": "resolved"})).await;
    assert_eq!(create(&simulator, fields).await.status, 201, "the key is free again");
}

#[tokio::test]
async fn people_can_be_assigned_directly() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let assigned_to = |user: &str| {
        let assignee = json!({"id": user, "type": "user_reference"});
        json!({
            "type": "incident",
            "title": "For you",
            "service": service(&simulator),
            "assignments": [{"assignee": assignee}],
        })
    };
    let other = create(&simulator, assigned_to(&facts.teamless_user.id)).await.body["incident"].clone();
    assert_eq!((&other["status"], &other["assigned_via"]), (&json!("triggered"), &json!("direct_assignment")));
    assert_eq!(other["assignments"][0]["assignee"]["id"], facts.teamless_user.id);
    let own = create(&simulator, assigned_to(&facts.demo_user.id)).await.body["incident"].clone();
    assert_eq!(own["status"], "acknowledged");
    assert_eq!(own["acknowledgements"][0]["acknowledger"]["id"], facts.demo_user.id);
    assert_eq!(log_entry_types(&simulator, text(&own, "id")).await, ["acknowledge", "assign", "trigger"]);
}

#[tokio::test]
async fn the_header_says_who_creates_with_an_account_key() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let body = json!({"incident": {"type": "incident", "title": "From afar", "service": service(&simulator)}});
    let authorization = authorization(token::ACCOUNT);
    let send = async |from: Option<&str>| {
        let mut headers = vec![("authorization", authorization.as_str())];
        headers.extend(from.map(|from| ("from", from)));
        send(simulator.url(), "POST", "/incidents", &headers, Some(&body)).await.expect("an answer")
    };
    assert_eq!(send(None).await.status, 400);
    assert_eq!(send(Some("nobody")).await.code(), Some(1028));
    assert_eq!(send(Some("nobody@larkspur.example")).await.code(), Some(1008));
    let created = send(Some(&facts.demo_email)).await;
    assert_eq!(created.status, 201, "{}", created.text);
    let refused = support::send_as(&simulator, token::READ_ONLY_ACCOUNT, "POST", "/incidents", Some(&body)).await;
    assert_eq!(refused.status, 403);
}

#[tokio::test]
async fn bad_incidents_are_refused() {
    let simulator = simulator().await;
    let facts = simulator.account();
    let service = service(&simulator);
    let user = |id: &str| json!({"assignee": {"id": id, "type": "user_reference"}});
    let both = json!([user(&facts.demo_user.id), user(&facts.teamless_user.id)]);
    for (field, value, (status, code)) in [
        ("type", json!("incident_reference"), (400, 2001)),
        ("title", json!(null), (400, 2001)),
        ("title", json!(" "), (400, 2001)),
        ("service", json!(null), (400, 2001)),
        ("service", json!({"id": "PNOTHIN", "type": "service_reference"}), (404, 5002)),
        ("urgency", json!("medium"), (400, 2001)),
        ("priority", json!({"id": "PNOTHIN", "type": "priority_reference"}), (400, 1020)),
        ("body", json!({"type": "incident_body", "details": {"a": 1}}), (400, 2001)),
        ("body", json!("text"), (400, 2001)),
        ("incident_key", json!(7), (400, 2001)),
        ("incident_type", json!({"name": "earthquake"}), (400, 2001)),
        ("escalation_policy", json!({"id": "PNOTHIN", "type": "escalation_policy_reference"}), (400, 1014)),
        ("assignments", json!([]), (400, 1007)),
        ("assignments", both, (400, 2001)),
        ("assignments", json!([user("PNOBODY")]), (400, 1007)),
    ] {
        let mut fields = json!({"type": "incident", "title": "Bad", "service": service});
        fields[field] = value.clone();
        let answer = create(&simulator, fields).await;
        assert_eq!((answer.status, answer.code()), (status, Some(code)), "{field}: {value}");
    }
    let policy = json!({"id": facts.demo_escalation_policies[0].id, "type": "escalation_policy_reference"});
    let somebody = json!([user(&facts.demo_user.id)]);
    let exclusive = json!({
        "type": "incident",
        "title": "Bad",
        "service": service,
        "escalation_policy": policy,
        "assignments": somebody,
    });
    assert_eq!(create(&simulator, exclusive).await.status, 400);
    let unwrapped = post(&simulator, "/incidents", json!({"title": "Bad"})).await;
    assert_eq!((unwrapped.status, unwrapped.code()), (400, Some(2001)));
    assert_eq!(simulator.account().counts.incidents, facts.counts.incidents);
}

#[tokio::test]
async fn urgencies_belong_to_a_plan() {
    let options = Options { missing_abilities: vec!["urgencies".to_owned()], ..options() };
    let simulator = Simulator::start(options).await.expect("a free port");
    let mut fields = json!({"type": "incident", "title": "Plain", "service": service(&simulator)});
    assert_eq!(create(&simulator, fields.clone()).await.status, 201);
    fields["urgency"] = "high".into();
    let refused = create(&simulator, fields).await;
    assert_eq!((refused.status, refused.code()), (402, Some(2014)));
}
