//! Streamable HTTP: many clients, each request on its own and as its own caller. There are no sessions: clients of
//! every protocol version are answered without state, mostly in plain JSON, and as a stream if a call has progress to
//! report.

mod behind;
mod body;
mod connections;
mod cors;
mod guard;
mod headers;
mod open_files;
mod options;
mod places;
mod refusal;
mod respond;
mod routes;
mod sessions;
mod tokens;

use std::{net::SocketAddr, sync::Arc};

use http::StatusCode;
use pagerduty::CredentialKey;
use tokio::net::TcpListener;

pub use behind::Behind;
use guard::Guard;
pub use guard::InvalidOrigin;
pub use options::Options;
use rmcp::{ServerHandler, transport::streamable_http_server::SessionManager};
use routes::Routes;
pub use sessions::Sessions;

use crate::{handler::Server, shutdown};

/// Most connections for probes and metrics.
const MAX_PROBES: usize = 64;

impl Behind for Server {
    fn metrics(&self) -> String {
        self.toolbox().metrics()
    }

    fn has_accepted(&self, key: CredentialKey) -> bool {
        self.toolbox().has_accepted(key)
    }

    fn refused(&self, status: StatusCode) {
        self.toolbox().refused(status.as_u16());
    }
}

/// Serves until the process is told to stop; then finishes what runs, within the grace period.
///
/// # Errors
///
/// When an address cannot be listened on, an origin is invalid, or the server would lend its own credential to the
/// network.
pub async fn serve(server: Server, options: Options) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    refuse_to_lend(&server, &options)?;
    mount(server.clone(), server, Sessions::none(), options).await
}

/// Serves any handler the way `serve` serves the product's.
///
/// # Errors
///
/// When an address cannot be listened on, or an origin is invalid.
pub async fn mount<H, B, S>(
    handler: H,
    behind: B,
    sessions: Sessions<S>,
    options: Options,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>>
where
    H: ServerHandler + Clone,
    B: Behind,
    S: SessionManager,
{
    let guard = Guard::new(&options)?;
    let most = open_files::connections();
    let stop = shutdown::signal();
    let routes = Arc::new(Routes::new(handler, behind, guard, sessions));
    let listener = bind(options.listen).await?;
    tracing::info!(address = %listener.local_addr()?, "listening for MCP at /mcp");
    let metrics_listener = match options.metrics_listen {
        Some(address) => Some(bind(address).await?),
        None => None,
    };
    let serve_metrics = async {
        match metrics_listener {
            Some(listener) => {
                let routes = Arc::clone(&routes);
                connections::serve(listener, MAX_PROBES, stop.clone(), options.grace, move |request| {
                    let routes = Arc::clone(&routes);
                    async move { routes.probe(&request) }
                })
                .await;
            }
            None => stop.cancelled().await,
        }
    };
    let serve_mcp = {
        let routes = Arc::clone(&routes);
        connections::serve(listener, most, stop.clone(), options.grace, move |request| {
            let routes = Arc::clone(&routes);
            async move { routes.answer(request).await }
        })
    };
    tokio::join!(serve_mcp, serve_metrics);
    Ok(())
}

/// A server that anyone on the network can reach must not act as its owner for all of them.
fn refuse_to_lend(server: &Server, options: &Options) -> Result<(), String> {
    if options.listen.ip().is_loopback() || options.server_token.is_some() || !server.has_own_credential() {
        return Ok(());
    }
    Err(format!(
        "{} is reachable from the network, and everyone there would use this server's own PagerDuty token: \
         protect it with --server-token-file, or unset the token so that callers send theirs as X-PagerDuty-Token, or listen on 127.0.0.1",
        options.listen
    ))
}

async fn bind(address: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address).await.map_err(|error| format!("cannot listen on {address}: {error}"))
}
