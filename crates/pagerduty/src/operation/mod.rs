//! Every operation of PagerDuty's REST API, as data: found by words, described, built from parameters and a body that are
//! checked, and sent by the one [`Client`](crate::Client).
//!
//! | module | what is inside |
//! |---|---|
//! | `table`, `facts`, `judgement` | what PagerDuty's document says of each operation, and what we say of it |
//! | `shape` | the shape of parameters and bodies: reading, showing, checking, completing |
//! | `parameter` | what goes into the path and the query |
//! | `request`, `segments`, `address` | a request that was built from checked parameters |
//! | `id_place` | where a request has IDs, and of which resource |
//! | `example` | a request that is valid |
//! | `effect` | what a change does besides changing its object |
//! | `find` | the operations that somebody means |
//! | `read`, `position` | what a read answers, page by page |
//!
//! Nothing of it is read before it is first used. `facts.jsonl` is written by `cargo xtask operations`; `judgement.jsonl`
//! is written by hand, in the same order.

mod access;
mod address;
mod effect;
mod example;
mod facts;
mod find;
mod id_place;
mod judgement;
mod parameter;
mod position;
mod problem;
mod read;
mod request;
mod segments;
mod shape;
mod table;
mod trees;

pub use access::{Access, Refusal};
pub use effect::Effect;
pub use example::Example;
pub use facts::{Author, Paging};
pub use find::Found;
pub use id_place::IdPlace;
pub use parameter::{Parameter, Place};
pub use position::{InvalidPosition, Position};
pub use problem::Problem;
pub use read::{Content, OperationAnswer};
pub use request::OperationRequest;
pub use shape::{Field, Scalar, Shape, Size};
pub use table::Operation;
