//! What a change is about, with the names by which people know it.

use futures_util::future::join_all;
use pagerduty::{
    ResourceKind,
    operation::{Content, IdPlace, Operation, Place},
};
use serde_json::{Map, Value};
use toolkit::{
    context::Context,
    write::{self, Target},
};

use super::{allowed, arguments::Prepared};

/// Things that are looked up; the others are named by their IDs.
const MAX_LOOKED_UP: usize = 10;

/// Fields that name an object, the best first.
const NAMES: [&str; 5] = ["name", "title", "summary", "display_name", "label"];

/// Something that a change is about.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) kind: String,
    /// The kind, where the table of resources has it.
    pub(super) resource: Option<ResourceKind>,
    pub(super) id: String,
    name: Option<String>,
    email: Option<String>,
}

impl Subject {
    /// `service “Billing” (PSVC1)`
    pub(super) fn called(&self) -> String {
        format!("{} {}", self.kind.replace('_', " "), self.name())
    }

    /// `“Billing” (PSVC1)`
    pub(super) fn name(&self) -> String {
        match self.resource {
            Some(ResourceKind::User) => write::person(self.name.as_deref(), self.email.as_deref(), &self.id),
            _ => write::named(self.name.as_deref(), &self.id),
        }
    }

    pub(super) fn target(&self) -> Target {
        Target::of_kind(&self.kind, &self.id, self.name.as_deref())
    }
}

/// What a request is about: what its path names, then what its body refers to. Their names are read where somebody reads them.
pub(super) async fn subjects(
    operation: &'static Operation,
    prepared: &Prepared,
    is_described: bool,
    cx: &Context,
) -> Vec<Subject> {
    let of_path = of_path(operation, &prepared.parameters);
    let of_ids = prepared.ids.iter().filter(|id| id.is_in_body).map(of_id);
    let mut asked: Vec<(Subject, Option<Get>)> = Vec::new();
    for (subject, get) in of_path.into_iter().chain(of_ids) {
        let is_there =
            |(other, _): &(Subject, Option<Get>)| other.id == subject.id && other.resource == subject.resource;
        if !asked.iter().any(is_there) {
            asked.push((subject, get));
        }
    }
    let described = asked.into_iter().enumerate().map(async |(place, (subject, get))| match get {
        Some(get) if is_described && place < MAX_LOOKED_UP => read(subject, get, cx).await,
        _ => subject,
    });
    join_all(described).await
}

/// How something is read: an operation and its parameters.
type Get = (&'static Operation, Map<String, Value>);

fn of_path(operation: &'static Operation, parameters: &Map<String, Value>) -> Vec<(Subject, Option<Get>)> {
    let in_path: Vec<_> = operation.parameters().iter().filter(|parameter| parameter.place() == Place::Path).collect();
    let mut found = Vec::new();
    for parameter in &in_path {
        let Some(id) = parameters.get(parameter.name()).and_then(text) else { continue };
        let placeholder = format!("{{{}}}", parameter.name());
        let Some(end) = operation.path().find(&placeholder) else { continue };
        let path = &operation.path()[..end + placeholder.len()];
        let before = operation.path()[..end].trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        // What is one of a few words, and no ID.
        if before.starts_with('{') || before.is_empty() {
            continue;
        }
        let get = reader(path).map(|get| {
            let is_of_get = |name: &str| get.parameters().iter().any(|parameter| parameter.name() == name);
            let parameters =
                parameters.iter().filter(|(name, _)| is_of_get(name) && path.contains(&format!("{{{name}}}")));
            (get, parameters.map(|(name, value)| (name.clone(), value.clone())).collect())
        });
        let resource = parameter.resource();
        let kind = resource.map_or_else(|| singular(before), |kind| kind.singular().to_owned());
        found.push((Subject { kind, resource, id, name: None, email: None }, get));
    }
    found
}

fn of_id(id: &IdPlace) -> (Subject, Option<Get>) {
    let get = reader(&format!("/{}/{{id}}", id.resource.plural()))
        .map(|get| (get, Map::from_iter([("id".to_owned(), id.text.clone().into())])));
    let subject = Subject {
        kind: id.resource.singular().to_owned(),
        resource: Some(id.resource),
        id: id.text.clone(),
        name: None,
        email: None,
    };
    (subject, get)
}

/// The operation that reads what has this path.
fn reader(path: &str) -> Option<&'static Operation> {
    Operation::all().iter().find(|operation| operation.method() == "GET" && operation.path() == path)
}

/// The same with its name, as far as it can be read.
async fn read(subject: Subject, (get, parameters): Get, cx: &Context) -> Subject {
    let is_refused = get.refused().is_some_and(|refusal| !allowed::is_allowed(get, refusal, cx));
    let (Ok(client), Ok(request), false) = (cx.pagerduty(), get.build(&parameters, None), is_refused) else {
        return subject;
    };
    let Ok(answer) = client.read_operation(&request, None, 1).await else { return subject };
    let Content::Object(object) = answer.content else { return subject };
    let field = |name: &str| object.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let name = NAMES.iter().find_map(|name| field(name)).map(str::to_owned);
    Subject { name, email: field("email").map(str::to_owned), ..subject }
}

fn singular(segment: &str) -> String {
    match (segment.strip_suffix("ies"), segment.strip_suffix('s')) {
        (Some(stem), _) => format!("{stem}y"),
        (None, Some(stem)) if !stem.ends_with('s') => stem.to_owned(),
        _ => segment.to_owned(),
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_path_names_is_read_where_an_operation_reads_it() {
        let named = |id: &str, parameters: &[&str]| {
            let operation = Operation::by_id(id).unwrap();
            let parameters = parameters.iter().map(|name| ((*name).to_owned(), "PX12345".into())).collect();
            let found = of_path(operation, &parameters).into_iter();
            found.map(|(one, get)| (one.kind, get.map(|(get, _)| get.id()))).collect::<Vec<_>>()
        };
        let of = |kind: &str, get| (kind.to_owned(), get);
        assert_eq!(named("deleteMaintenanceWindow", &["id"]), [of("maintenance_window", Some("getMaintenanceWindow"))]);
        assert_eq!(
            named("deleteUserContactMethod", &["id", "contact_method_id"]),
            [of("user", Some("getUser")), of("contact_method", Some("getUserContactMethod"))]
        );
        assert_eq!(named("createEntityTypeByIdChangeTags", &["entity_type", "id"]), []);
    }
}
