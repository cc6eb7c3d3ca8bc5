//! Names for IDs: wherever an ID is expected, the exact name of the resource, or the e-mail address of a user, will do, and
//! `me` for the user of the token.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use pagerduty::{
    Client, Id, Lookup, Page, Resource, ResourceKind, Window,
    model::{
        EscalationPolicy, IncidentWorkflow, Schedule, Service, Team, User, escalation_policy::EscalationPoliciesQuery,
        incident_workflow::IncidentWorkflowsQuery, schedule::SchedulesQuery, service::ServicesQuery, team::TeamsQuery,
        user::UsersQuery,
    },
};
use serde_json::{Map, Value};
use tokio::time::Instant;

use crate::{
    error::{Candidate, Code, Error, ResourceWording, Result},
    fold::{self, fold},
    hint::Hint,
    parameters::schema::{Kind, Parameter},
    phrasing,
};

/// How long the ID of a name is remembered.
const LIFETIME: Duration = Duration::from_secs(3 * 60);

/// Names that are remembered at most, for one credential.
const MAX_REMEMBERED: usize = 1000;

/// Resources that are looked at to find a name.
const LOOKED_AT: u64 = 1000;

/// A name has at most this many characters (REST documentation: names are limited to 255).
const LONGEST: usize = 255;

/// What the user of the token calls themselves.
const ME: &str = "me";

/// The IDs of names that one credential asked for.
#[derive(Debug, Default)]
pub struct Names(Mutex<Known>);

/// When and as what a name was found, by kind and by the text as it was asked for: what is folded may mean somebody else.
type Known = HashMap<(&'static str, String), (Instant, String)>;

/// Somebody or something with a name.
#[derive(Debug)]
struct Named {
    id: String,
    name: String,
    /// An e-mail address, which names it too.
    email: Option<String>,
}

/// Whether a text may name a resource of this kind. What could change the path of a request is no name.
pub(crate) fn is_possible(kind: ResourceKind, text: &str) -> bool {
    let forbidden = |letter: char| letter.is_control() || "/\\?#%".contains(letter);
    has_names(kind)
        && !matches!(text.trim(), "" | "." | "..")
        && text.chars().count() <= LONGEST
        && !text.contains(forbidden)
}

/// Whether resources of this kind can be named instead of an ID.
pub(crate) fn has_names(kind: ResourceKind) -> bool {
    kind.lookup() == Lookup::Name
}

/// Whether a parameter of this kind takes names, alone or in a list.
#[must_use]
pub fn are_taken_by(kind: &Kind) -> bool {
    match kind {
        Kind::Id(kind) => has_names(*kind),
        Kind::List(kind) => are_taken_by(kind),
        _ => false,
    }
}

/// Whether a text has the form of the IDs that PagerDuty gives to what has a name: a `P` or a `Q`, then capital letters and
/// digits. A word in capitals is more often a name, unless it is as long as an ID is; so is a `P1`.
pub fn is_id(text: &str) -> bool {
    text.starts_with(['P', 'Q'])
        && text.len() > 2
        && is_plain(text)
        && (has_digit(text) || matches!(text.len(), 7 | 14))
}

/// Capital letters and digits only, which every ID has.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Replaces names with IDs. Returns each name with its ID, as an object, or nothing where there were none.
///
/// # Errors
///
/// The first name that nothing has, or that several have, with the candidates; and whatever PagerDuty answers.
pub async fn resolve(
    client: Option<&Client>,
    names: &Names,
    parameters: &[Parameter],
    values: &mut Map<String, Value>,
) -> Result<Map<String, Value>> {
    let mut resolved = Map::new();
    for parameter in parameters {
        let (Kind::Id(kind), value) = (parameter.kind.item(), values.get_mut(&parameter.name)) else { continue };
        let texts: Vec<&mut Value> = match value {
            Some(Value::Array(values)) => values.iter_mut().collect(),
            Some(value) => vec![value],
            None => continue,
        };
        for value in texts {
            let Some(text) = value.as_str().map(str::trim).filter(|text| has_names(*kind) && !is_id(text)) else {
                continue;
            };
            let found = names.id(client.ok_or_else(Error::auth_required)?, *kind, &parameter.name, text).await;
            let is_one_of_several = matches!(parameter.kind, Kind::List(_)) && text.contains(',');
            let id = found.map_err(|error| match is_one_of_several {
                true => error
                    .with_hint(|hint| Some(Hint::from("give several as a list, such as [\"A\", \"B\"]; ").and(hint))),
                false => error,
            })?;
            if id != text {
                resolved.insert(text.to_owned(), id.clone().into());
            }
            *value = id.into();
        }
    }
    Ok(resolved)
}

impl Names {
    /// The ID of the user with this e-mail address; `parameter` says where it stands.
    pub async fn user(&self, client: &Client, parameter: &str, email: &str) -> Result<Id<User>> {
        let id = self.id(client, ResourceKind::User, parameter, email).await?;
        id.parse().map_err(|_| no_such(ResourceKind::User, parameter, email, &[]))
    }

    /// The ID of what is called so.
    pub(super) async fn id(&self, client: &Client, kind: ResourceKind, parameter: &str, text: &str) -> Result<String> {
        if let Some(id) = self.known(kind, text) {
            return Ok(id);
        }
        if kind == ResourceKind::User && text.eq_ignore_ascii_case(ME) {
            return Ok(client.current_user().await?.item.id.as_deref().unwrap_or_default().to_owned());
        }
        let found = candidates(client, kind, text).await?;
        let id = match meant(&found, text) {
            Meant::One(id) => id,
            Meant::Several(several) => return Err(ambiguous(kind, parameter, text, &several)),
            Meant::None => unfound(client, kind, parameter, text, &found).await?,
        };
        self.remember(kind, text, &id);
        self.remember(kind, &id, &id);
        Ok(id)
    }

    /// The ID of what was called so, or has this ID, a short while ago.
    pub(super) fn known(&self, kind: ResourceKind, text: &str) -> Option<String> {
        let known = self.lock();
        let (when, id) = known.get(&(kind.singular(), text.to_owned()))?;
        (when.elapsed() < LIFETIME).then(|| id.clone())
    }

    pub(super) fn remember(&self, kind: ResourceKind, text: &str, id: &str) {
        let mut known = self.lock();
        if known.len() >= MAX_REMEMBERED {
            known.clear();
        }
        known.insert((kind.singular(), text.to_owned()), (Instant::now(), id.to_owned()));
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Which of some is meant by a text.
enum Meant<'a> {
    One(String),
    Several(Vec<&'a Named>),
    None,
}

/// The one that is called exactly so; else the one that is, letter case aside; else the one that is, accents aside too.
/// Where there are several of a kind, none of them is meant more than the others.
fn meant<'a>(all: &'a [Named], text: &str) -> Meant<'a> {
    for is_alike in [Named::is_exactly, Named::is_but_for_case, Named::is_called] {
        let alike: Vec<&Named> = all.iter().filter(|one| is_alike(one, text)).collect();
        match alike.as_slice() {
            [] => {}
            [one] => return Meant::One(one.id.clone()),
            _ => return Meant::Several(alike),
        }
    }
    Meant::None
}

/// The ID of what PagerDuty does not find by a text: its name has other accents, or the text is an ID of an unusual form.
///
/// # Errors
///
/// With those that are called nearly so, where nothing is.
async fn unfound(client: &Client, kind: ResourceKind, parameter: &str, text: &str, found: &[Named]) -> Result<String> {
    let wanted = fold(text);
    let alike: Vec<&Named> = found.iter().filter(|one| fold(&one.name).contains(&wanted)).collect();
    if !alike.is_empty() {
        return Err(no_such(kind, parameter, text, &alike));
    }
    let everything = candidates(client, kind, "").await?;
    match meant(&everything, text) {
        Meant::One(id) => return Ok(id),
        Meant::Several(several) => return Err(ambiguous(kind, parameter, text, &several)),
        Meant::None => {}
    }
    if let Some(one) = everything.iter().find(|one| one.id == text) {
        return Ok(one.id.clone());
    }
    let same_letters = everything.iter().find(|one| one.id.eq_ignore_ascii_case(text));
    if same_letters.is_some() || has_digit(text) && is_id(&text.to_ascii_uppercase()) {
        let hint = format!("IDs are in capitals: write `{}`", phrasing::short(&text.to_ascii_uppercase()));
        return Err(no_such(kind, parameter, text, same_letters.as_slice()).hint(hint));
    }
    let shares_a_word = |one: &&Named| {
        let name = fold(&one.name);
        wanted.split(|letter: char| !letter.is_alphanumeric()).any(|word| word.len() > 2 && name.contains(word))
    };
    let mut alike: Vec<&Named> = everything.iter().filter(shares_a_word).collect();
    let nearest = nearest(text, &everything);
    alike.extend(nearest);
    alike.sort_by_key(|one| one.id.as_str());
    alike.dedup_by_key(|one| one.id.as_str());
    Err(no_such(kind, parameter, text, &alike))
}

/// The one whose name, or a word of it, is most like a text.
fn nearest<'a>(text: &str, all: &'a [Named]) -> Option<&'a Named> {
    let names = || all.iter().map(|one| one.name.as_str());
    let name = phrasing::nearest(text, names()).or_else(|| {
        let word = phrasing::nearest(text, names().flat_map(|name| name.split(' ')))?;
        names().find(|name| name.split(' ').any(|one| one == word))
    })?;
    all.iter().find(|one| one.name == name)
}

impl Named {
    /// By any of its names.
    fn any(&self, is_it: impl Fn(&str) -> bool) -> bool {
        is_it(self.name.trim()) || self.email.as_deref().is_some_and(is_it)
    }

    fn is_exactly(&self, text: &str) -> bool {
        self.any(|name| name == text)
    }

    fn is_but_for_case(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.any(|name| name.to_lowercase() == text)
    }

    fn is_called(&self, text: &str) -> bool {
        self.any(|name| fold::is_alike(name, text))
    }

    fn candidate(&self) -> Candidate {
        Candidate::new(Some(&self.id), &self.name, self.email.as_deref())
    }
}

/// The resources that PagerDuty finds for a text; all of them for none.
async fn candidates(client: &Client, kind: ResourceKind, text: &str) -> Result<Vec<Named>> {
    let window = Window::new(0, LOOKED_AT);
    let query = (!text.is_empty()).then(|| text.to_owned());
    Ok(match kind {
        ResourceKind::Service => {
            let query = ServicesQuery { query, ..ServicesQuery::default() };
            named(client.list(&query, window).await?, |one: &Service| (one.name.as_deref(), None))
        }
        ResourceKind::Team => {
            let query = TeamsQuery { query };
            named(client.list(&query, window).await?, |one: &Team| (one.name.as_deref(), None))
        }
        ResourceKind::User => {
            let query = UsersQuery { query, ..UsersQuery::default() };
            named(client.list(&query, window).await?, |one: &User| (one.name.as_deref(), one.email.as_deref()))
        }
        ResourceKind::Schedule => {
            let query = SchedulesQuery { query, ..SchedulesQuery::default() };
            let mut found = named(client.list(&query, window).await?, of_schedule);
            // Shift-based schedules have a list of their own, which not every account has.
            if !found.iter().any(|one| one.is_called(text))
                && let Ok(page) = client.list(&SchedulesQuery { shift_based: true, ..query }, window).await
            {
                found.extend(named(page, of_schedule));
            }
            found
        }
        ResourceKind::EscalationPolicy => {
            let query = EscalationPoliciesQuery { query, ..EscalationPoliciesQuery::default() };
            let page = client.list(&query, window).await?;
            named(page, |one: &EscalationPolicy| (one.name.as_deref(), None))
        }
        ResourceKind::IncidentWorkflow => {
            let query = IncidentWorkflowsQuery { query, ..IncidentWorkflowsQuery::default() };
            let page = client.list(&query, window).await?;
            named(page, |one: &IncidentWorkflow| (one.name.as_deref(), None))
        }
        _ => Vec::new(),
    })
}

fn of_schedule(schedule: &Schedule) -> (Option<&str>, Option<&str>) {
    (schedule.name.as_deref(), None)
}

fn named<T: Resource>(page: Page<T>, words: impl Fn(&T) -> (Option<&str>, Option<&str>)) -> Vec<Named> {
    let rows = page.rows.iter().filter_map(|row| {
        let (name, email) = words(&row.item);
        Some(Named { id: row.item.id()?.to_owned(), name: name?.to_owned(), email: email.map(str::to_owned) })
    });
    rows.collect()
}

fn no_such(kind: ResourceKind, parameter: &str, text: &str, alike: &[&Named]) -> Error {
    let message = format!("no {} is called `{}` (`{parameter}`)", noun(kind), phrasing::short(text));
    let wording = ResourceWording::of(kind);
    let hint = match (alike, wording) {
        ([], Some(wording)) => Hint::naming("list them with ", wording.finder(), " to see their names and IDs"),
        _ => "use an exact name or an ID: those that are nearest are in `candidates`".into(),
    };
    Error::new(wording.map_or(Code::NotFound, ResourceWording::code), message)
        .hint(hint)
        .candidates(alike.iter().map(|one| one.candidate()))
}

fn ambiguous(kind: ResourceKind, parameter: &str, text: &str, several: &[&Named]) -> Error {
    let message =
        format!("{} {} are called `{}` (`{parameter}`)", several.len(), noun_plural(kind), phrasing::short(text));
    Error::new(ResourceWording::of(kind).map_or(Code::NotFound, ResourceWording::code), message)
        .hint("use the ID of the one that is meant: they are in `candidates`")
        .candidates(several.iter().map(|one| one.candidate()))
}

fn noun(kind: ResourceKind) -> String {
    kind.singular().replace('_', " ")
}

fn noun_plural(kind: ResourceKind) -> String {
    kind.plural().replace('_', " ")
}
