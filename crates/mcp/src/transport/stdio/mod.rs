//! Standard input and output: one client, which started this process. Nothing but the protocol goes to stdout.

mod line;
mod pipes;

use rmcp::{ServiceExt, service::ServerInitializeError};

use self::pipes::Pipes;
use crate::handler::Server;

/// Serves until the client closes standard input.
///
/// # Errors
///
/// When the client does not speak MCP, or the connection breaks.
pub async fn serve(server: Server) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    match server.leaving_the_structure_to_the_transport().serve(Pipes::new()).await {
        Ok(running) => running.waiting().await.map(|_| ()).map_err(Into::into),
        // A client that only looked whether the program starts.
        Err(ServerInitializeError::ConnectionClosed(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
