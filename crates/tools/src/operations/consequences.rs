//! What a change does beside changing its object, as somebody is told who is asked about it.

use pagerduty::operation::{Effect as Judged, Operation};
use serde_json::Value;
use toolkit::{effect::Effect, write};

use super::named::Subject;

/// The area of what everybody can read.
const PUBLIC: &str = "Status Pages";

/// Hosts and addresses that are named.
const MAX_NAMED: usize = 5;

/// Characters of one.
const LONGEST: usize = 100;

/// What a change does at its worst.
pub(super) fn worst(operation: &Operation, effects: &[Judged]) -> Effect {
    const ORDER: [(Judged, Effect); 7] = [
        (Judged::Pages, Effect::Pages),
        (Judged::Leaves, Effect::Leaves),
        (Judged::Silences, Effect::Silences),
        (Judged::Irreversible, Effect::Irreversible),
        (Judged::Deletes, Effect::Deletes),
        (Judged::Several, Effect::Several),
        (Judged::OnCall, Effect::OnCall),
    ];
    let worst =
        ORDER.iter().find(|(judged, _)| effects.contains(judged)).map_or(Effect::Everyday, |(_, effect)| *effect);
    if worst == Effect::Leaves && operation.tag() == PUBLIC { Effect::Public } else { worst }
}

/// A sentence for each effect but paging, which has words of its own.
pub(super) fn sentences(
    operation: &Operation,
    effects: &[Judged],
    subjects: &[Subject],
    body: Option<&Value>,
) -> Vec<String> {
    let mut sentences = Vec::new();
    for effect in effects {
        sentences.extend(match effect {
            Judged::Pages => None,
            Judged::Silences => Some(silences(subjects)),
            Judged::Leaves => Some(leaves(operation, body)),
            Judged::OnCall => Some("It changes who is on call, or who is paged later.".to_owned()),
            Judged::Deletes => Some("It deletes something.".to_owned()),
            Judged::Irreversible => Some("It cannot be undone.".to_owned()),
            Judged::Several => Some("It changes several things at once.".to_owned()),
            Judged::Secret => Some("It concerns a secret.".to_owned()),
        });
    }
    sentences
}

fn silences(subjects: &[Subject]) -> String {
    let of = subjects.iter().filter(|subject| matches!(subject.kind.as_str(), "service" | "user" | "team"));
    let names: Vec<String> = of.map(Subject::called).collect();
    if names.is_empty() {
        return "It keeps alerts, incidents or pages from coming.".to_owned();
    }
    format!("It keeps alerts, incidents or pages from coming: {}.", write::listed(names, "others"))
}

/// Whom and what it reaches: the hosts of addresses and the e-mail addresses of the body, without what else they hold.
fn leaves(operation: &Operation, body: Option<&Value>) -> String {
    if operation.tag() == PUBLIC {
        return "Everybody who can open the status page can read it, and its subscribers are told.".to_owned();
    }
    let mut reached = Vec::new();
    if let Some(body) = body {
        addresses(body, &mut reached);
    }
    if reached.is_empty() {
        return "It reaches people or systems outside of the response, such as webhooks, messages or scripts."
            .to_owned();
    }
    format!("It reaches {}.", write::listed(reached, "others"))
}

fn addresses(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            if let Some(address) = host(text).or_else(|| email(text)).filter(|address| !found.contains(address))
                && found.len() <= MAX_NAMED
            {
                found.push(address);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| addresses(value, found)),
        Value::Object(fields) => fields.values().for_each(|value| addresses(value, found)),
        _ => {}
    }
}

/// The host of an address on the web, in letters that nobody can take for others.
fn host(text: &str) -> Option<String> {
    let (scheme, rest) = text.trim().split_once("://")?;
    if !scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.to_ascii_lowercase();
    let host: String = host
        .chars()
        .take(LONGEST)
        .map(|c| if c.is_ascii_alphanumeric() || ".-".contains(c) { c } else { '_' })
        .collect();
    (!host.is_empty()).then_some(host)
}

fn email(text: &str) -> Option<String> {
    let text = text.trim();
    let (name, domain) = text.split_once('@')?;
    let is_of_one = |c: char| c.is_ascii_alphanumeric() || "._-+".contains(c);
    let is_one = !name.is_empty()
        && domain.contains('.')
        && text.len() <= LONGEST
        && name.chars().chain(domain.chars()).all(is_of_one);
    is_one.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_worst_effect_decides() {
        let operation = |id| Operation::by_id(id).unwrap();
        let window = operation("createMaintenanceWindow");
        assert_eq!(worst(window, &[Judged::Several, Judged::Silences]), Effect::Silences);
        assert_eq!(worst(window, &[Judged::Secret]), Effect::Everyday);
        assert_eq!(worst(window, &[Judged::Leaves, Judged::Pages]), Effect::Pages);
        assert_eq!(worst(window, &[Judged::Leaves]), Effect::Leaves);
        assert_eq!(worst(operation("createStatusPagePost"), &[Judged::Leaves]), Effect::Public);
    }

    #[test]
    fn hosts_and_addresses_are_named_without_their_secrets() {
        let webhook = Operation::by_id("createWebhookSubscription").unwrap();
        let said = |body: Value| leaves(webhook, Some(&body));
        assert_eq!(
            said(
                json!({"a": "https://user:pass@Hooks.Example.org:8080/secret?key=1", "b": ["kim@example.org", "x y"]})
            ),
            "It reaches hooks.example.org and kim@example.org."
        );
        assert_eq!(said(json!({"a": "https://good.example\\@evil.example/"})), "It reaches good.example.");
        assert_eq!(said(json!({"a": "https://b\u{e4}d” (nobody)/x"})), "It reaches b_d___nobody_.");
        assert!(said(json!({"a": "nothing"})).contains("outside of the response"));
    }
}
