//! Standard input and output: one client, which started this process. Nothing but the protocol goes to stdout.

use rmcp::{ServiceExt, transport::io::stdio_pipes};

use crate::server::Server;

/// Serves until the client closes standard input.
///
/// # Errors
///
/// When the client does not speak MCP, or the connection breaks.
pub async fn serve(server: Server) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    server.serve(stdio_pipes()).await?.waiting().await?;
    Ok(())
}
