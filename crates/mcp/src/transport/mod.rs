//! How clients reach the server.

mod errors;
pub mod http;
mod message;
pub mod stdio;
