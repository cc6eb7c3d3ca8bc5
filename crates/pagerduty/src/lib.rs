//! A client for [PagerDuty's REST API v2](https://developer.pagerduty.com/api-reference/).
//!
//! It knows nothing of MCP and is useful alone: a [`Client`] of an [`Endpoint`] with a [`Credential`]; [`Client::list`] and
//! [`Client::get`] for what has a list or an address, a method for every other endpoint; typed rows that survive an odd field, and errors that carry PagerDuty's own words.
//!
//! | module | what is inside |
//! |---|---|
//! | `client`, `attempt` | the one place that builds, sends and repeats requests; one sending |
//! | `list` | lists: their pages, and smaller ones where those are too large |
//! | `api` | the lists with other paths than their rows, and one method for each of the other endpoints |
//! | `operation` | every operation of the API as data: found, described, built, sent |
//! | `change` | requests that change something, as values |
//! | `path`, `query`, `page` | how requests are spelled: segments, parameters, paging |
//! | `retry` | what may be sent again, and when |
//! | `observe` | the results of requests, for observers |
//! | `endpoint`, `proxy`, `certificates`, `base_url`, `credential` | where requests go, over which connections, and as whom |
//! | `mask`, `spelling` | keeping the credential out of what is shown |
//! | `body`, `item`, `parts`, `seed`, `error_body`, `stage` | reading what came back, or why nothing did |
//! | `model` | one file per resource: the fields that somebody reads |
//! | `field`, `id`, `time` | the building blocks of the models and of requests |

mod api;
mod attempt;
mod base_url;
#[cfg(feature = "bench")]
pub mod bench;
mod body;
mod certificates;
mod change;
mod circuit;
mod client;
mod credential;
mod endpoint;
mod error;
mod error_body;
mod field;
mod id;
mod item;
mod list;
mod literals;
mod mask;
pub mod model;
mod observe;
pub mod operation;
mod page;
mod parts;
mod path;
mod placeholder;
mod proxy;
mod query;
mod rate;
mod retry;
#[cfg(feature = "schemars")]
mod schema;
mod seed;
mod spelling;
mod stage;
mod time;

pub use base_url::{BaseUrl, InvalidBaseUrl, Region, UnknownRegion};
pub use body::Row;
pub use certificates::broken_places;
pub use change::{Change, Reply};
pub use client::Client;
pub use credential::{Credential, CredentialKey, InvalidCredential};
pub use endpoint::Endpoint;
pub use error::{Error, ErrorKind, Result};
pub use field::{Field, without_half_characters};
pub use id::{Id, InvalidId};
pub use mask::Mask;
pub use model::{BodyOf, ById, ListQuery, Lookup, Resource, ResourceKind};
pub use observe::{Observation, Observer, RateBudget};
pub use page::{Count, Page, ROW_LIMIT, Window};
pub use path::Path;
pub use proxy::unusable_proxies;
pub use stage::Stage;
pub use time::{InvalidTimestamp, Timestamp};
