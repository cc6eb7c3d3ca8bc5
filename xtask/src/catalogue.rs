//! The tools of the server, to be described and counted; nobody calls them here.

use pagerduty::{BaseUrl, Endpoint};
use pagerduty_mcp_server::{selection::Selection, settings::Settings, toolbox::Toolbox};

/// Every tool, on an endpoint that is never connected to.
pub(crate) fn toolbox() -> Toolbox {
    Toolbox::new(
        pagerduty_mcp_server::tools::catalogue(),
        Endpoint::new(BaseUrl::default(), "xtask"),
        Settings { selection: Selection::all(), ..Settings::default() },
    )
}
