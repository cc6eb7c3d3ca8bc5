//! Standard input and output: one client, which started this process. Nothing but the protocol is written to stdout.

mod handshake;
mod line;
mod pipes;

use std::time::Duration;

use rmcp::{ServiceExt, service::ServerInitializeError};
use tokio::time::Instant;

use self::pipes::Pipes;
use crate::{handler::Server, shutdown};

/// How long answers may take once the changes under way have finished.
const LAST_ANSWERS: Duration = Duration::from_secs(1);

/// Interval at which running calls are checked.
const A_MOMENT: Duration = Duration::from_millis(20);

/// Serves until the client closes standard input or the process is told to stop. In the latter case, changes under way
/// may finish within the grace period, and their calls are answered.
///
/// # Errors
///
/// When the client does not speak MCP, or the connection breaks.
pub async fn serve(server: Server, grace: Duration) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let stop = shutdown::signal();
    let served = server.clone().leaving_the_structure_to_the_transport();
    let serve = async {
        match served.serve(Pipes::new()).await {
            Ok(running) => running.waiting().await.map(|_| ()).map_err(Into::into),
            // The client only checked whether the program starts.
            Err(ServerInitializeError::ConnectionClosed(_)) => Ok(()),
            Err(error) => Err(error.into()),
        }
    };
    let end = async {
        stop.cancelled().await;
        let toolbox = server.toolbox();
        toolbox.settings().sending.finish(grace).await;
        let until = Instant::now() + LAST_ANSWERS;
        while toolbox.is_busy() && Instant::now() < until {
            tokio::time::sleep(A_MOMENT).await;
        }
        // Lets the last answer reach standard output.
        tokio::time::sleep(A_MOMENT).await;
    };
    tokio::select! {
        served = serve => served,
        () = end => Ok(()),
    }
}
