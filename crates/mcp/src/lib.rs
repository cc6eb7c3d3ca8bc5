//! The Model Context Protocol: the toolbox as a server, over stdio and HTTP. Nothing else knows rmcp.

pub mod handler;
mod shutdown;
pub mod transport;
