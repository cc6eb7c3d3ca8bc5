//! How clients reach the server.

pub mod http;
mod message;
pub mod stdio;
