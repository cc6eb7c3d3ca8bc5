//! The tools of the server, to be described and counted; nobody calls them here.

use pagerduty::{BaseUrl, Endpoint};
use toolkit::{call::toolbox::Toolbox, selection::Selection, settings::Settings};

/// Every tool, on an endpoint that is never connected to.
pub(crate) fn toolbox() -> Toolbox {
    Toolbox::new(
        tools::catalogue(),
        Endpoint::new(BaseUrl::default(), "xtask"),
        Settings { selection: Selection::all(), ..Settings::default() },
    )
}
