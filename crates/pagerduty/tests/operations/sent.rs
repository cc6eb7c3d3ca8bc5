//! What goes over the wire: over real connections, by the one client.

use pagerduty::{
    ErrorKind,
    operation::{Access, Content, Operation},
};
use serde_json::json;

use super::{
    build, example,
    support::{Answer, Server},
};

#[tokio::test]
async fn each_read_sends_its_own_request_and_no_change_is_read() {
    let server = Server::start(|_| Answer::Body(200, "{}".to_owned())).await;
    for operation in Operation::all() {
        let built = example(operation);
        let before = server.asked().len();
        let read = server.client.read_operation(&built, None, 1).await;
        let asked = &server.asked()[before..];
        if operation.access() == Access::Change {
            let error = read.unwrap_err();
            assert!(error.is_unsent() && error.kind() == ErrorKind::InvalidRequest, "{}", operation.id());
            assert!(asked.is_empty(), "{}", operation.id());
            continue;
        }
        assert_eq!(asked.len(), 1, "{}", operation.id());
        let path = asked[0].0.split('?').next().unwrap();
        assert_eq!((asked[0].1.method.as_str(), path), (operation.method(), built.path()), "{}", operation.id());
        assert_eq!(built.body().is_some(), !asked[0].1.body.is_empty(), "{}", operation.id());
    }
}

#[tokio::test]
async fn headers_that_an_endpoint_needs_are_sent() {
    let server = Server::start(|_| Answer::Body(200, r#"{"ip_allow_list": {"id": "P1"}}"#.to_owned())).await;
    let read = build("getIpAllowList", json!({"id": "P1"}), None).unwrap();
    let answer = server.client.read_operation(&read, None, 1).await.unwrap();
    assert_eq!(answer.content, Content::Object(json!({"id": "P1"})));
    let change = build(
        "createIncident",
        json!({}),
        Some(json!({"incident": {"title": "Down",
        "service": {"id": "PS1", "type": "service_reference"}}})),
    )
    .unwrap();
    server.client.carry_out(&change.change(Some("ana@example.com")).unwrap()).await.unwrap();
    let upload =
        build("uploadEnrichmentCsv", json!({"schema_id": "PX1", "filename": "a.csv"}), Some(json!("a,b\n1,2")))
            .unwrap();
    server.client.carry_out(&upload.change(Some("ana@example.com")).unwrap()).await.unwrap();
    let asked = server.asked();
    assert_eq!(asked[0].header("x-early-access"), Some("ip-allow-lists"));
    assert_eq!(asked[1].header("from"), Some("ana@example.com"));
    assert_eq!(asked[1].header("content-type"), Some("application/json"));
    assert_eq!((asked[2].header("from"), asked[2].header("content-type")), (None, Some("text/csv")));
    assert_eq!(
        (asked[2].0.as_str(), asked[2].1.body.as_str()),
        ("/enrichment/schemas/PX1/records?filename=a.csv", "a,b\n1,2")
    );
}

#[tokio::test]
async fn a_read_is_sent_again_and_what_pages_somebody_is_not() {
    let server = Server::start(|_| Answer::Body(503, r#"{"error": {"message": "busy"}}"#.to_owned())).await;
    let read = build("getAnalyticsIncidents", json!({}), Some(json!({}))).unwrap();
    let error = server.client.read_operation(&read, None, 1).await.unwrap_err();
    assert!(!error.is_fate_unknown());
    assert_eq!(server.asked().len(), 3);
    let update = |body| build("updateIncident", json!({"id": "P1"}), Some(json!({"incident": body}))).unwrap();
    let [titled, pages] = [
        json!({"type": "incident_reference", "title": "Down"}),
        json!({"type": "incident_reference", "escalation_level": 2}),
    ]
    .map(update);
    for (request, times) in [(titled, 3), (pages, 1)] {
        let before = server.asked().len();
        let error = server.client.carry_out(&request.change(Some("ana@example.com")).unwrap()).await.unwrap_err();
        assert!(error.is_fate_unknown());
        assert_eq!(server.asked().len() - before, times);
    }
}

#[tokio::test]
async fn an_answer_is_rows_or_an_object_or_nothing() {
    let answers = |body: &'static str| async move {
        let server = Server::start(move |_| Answer::Body(200, body.to_owned())).await;
        let read = build("listAbilities", json!({}), None).unwrap();
        server.client.read_operation(&read, None, 10).await
    };
    let answer = answers(r#"{"abilities": ["sso", "teams"], "extra": 1}"#).await.unwrap();
    assert_eq!(answer.content, Content::Rows(vec!["sso".into(), "teams".into()]));
    assert_eq!(answer.around["extra"], 1);
    assert_eq!(answers(r#"{"abilities": {"a": 1}}"#).await.unwrap().content, Content::Object(json!({"a": 1})));
    assert_eq!(answers(r#"{"other": 1}"#).await.unwrap().content, Content::Object(json!({"other": 1})));
    assert_eq!(answers("[1, 2]").await.unwrap().content, Content::Rows(vec![1.into(), 2.into()]));
    assert_eq!(answers("").await.unwrap().content, Content::Object(json!(null)));
    assert_eq!(answers("<html>").await.unwrap_err().kind(), ErrorKind::InvalidResponse);
}
