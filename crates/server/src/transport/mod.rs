//! How clients reach the server.

pub mod stdio;
