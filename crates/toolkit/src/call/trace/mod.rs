//! Spans of calls and of their requests, exported over OTLP in builds with the feature `otlp`. In others nothing of it is
//! there: what is called here does nothing and takes no room.
//!
//! Deliberately not done with spans of `tracing`: they would cost every build, and show in its log.

#[cfg(not(feature = "otlp"))]
mod off;
#[cfg(feature = "otlp")]
mod otlp;

#[cfg(not(feature = "otlp"))]
pub(crate) use off::CallTrace;
#[cfg(not(feature = "otlp"))]
pub use off::export;
#[cfg(feature = "otlp")]
pub(crate) use otlp::CallTrace;
#[cfg(feature = "otlp")]
pub use otlp::export;
