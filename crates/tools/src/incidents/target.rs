//! The incident that a change is about, as somebody can judge it.

use pagerduty::model::{Incident, IncidentStatus};
use toolkit::prelude::*;

use super::by_number::{by_id, id_of};

/// An incident that a change is about.
pub(crate) struct IncidentTarget {
    pub(crate) id: Id<Incident>,
    /// As it is now, where that was read.
    pub(crate) incident: Option<Incident>,
}

impl IncidentTarget {
    /// The incident of this ID or number, read.
    pub(crate) async fn read(asked: &Id<Incident>, cx: &Context) -> Result<Self> {
        let incident = cx.pagerduty()?.get(asked).await?.item;
        Ok(Self { id: id_of(&incident, asked), incident: Some(incident) })
    }

    /// The incident of this ID or number, read where somebody wants to know more of it. What cannot be read can be changed
    /// all the same, if it is there.
    pub(crate) async fn of(asked: &Id<Incident>, effect: Effect, cx: &Context) -> Result<Self> {
        if !cx.describes(effect) {
            return Ok(Self { id: by_id(asked, cx).await?, incident: None });
        }
        Self::read_where_allowed(asked, cx).await
    }

    /// The incident of this ID or number, read. What the token may not read can be changed all the same.
    pub(crate) async fn read_where_allowed(asked: &Id<Incident>, cx: &Context) -> Result<Self> {
        match Self::read(asked, cx).await {
            Err(error) if error.code() == Code::Forbidden && !asked.is_number() => {
                Ok(Self { id: asked.clone(), incident: None })
            }
            read => read,
        }
    }

    /// The incident that is to be put into a state. To acknowledge a resolved one opens it again (OpenAPI, update of one
    /// incident), so its state is read first.
    pub(crate) async fn to_become(
        status: Option<IncidentStatus>,
        asked: &Id<Incident>,
        effect: Effect,
        cx: &Context,
    ) -> Result<Self> {
        match status {
            Some(IncidentStatus::Acknowledged) => Self::read_where_allowed(asked, cx).await,
            _ => Self::of(asked, effect, cx).await,
        }
    }

    /// Refuses to open it again by acknowledging it.
    ///
    /// # Errors
    ///
    /// `CONFLICT` where it is resolved.
    pub(crate) fn check_can_become(&self, status: Option<IncidentStatus>) -> Result<()> {
        if status == Some(IncidentStatus::Acknowledged) { self.check_open() } else { Ok(()) }
    }

    /// Refuses what is for open incidents only.
    ///
    /// # Errors
    ///
    /// `CONFLICT` where it is resolved.
    pub(crate) fn check_open(&self) -> Result<()> {
        if !self.is(IncidentStatus::Resolved) {
            return Ok(());
        }
        Err(Error::new(Code::Conflict, format!("incident {} is resolved, so nothing was sent", self.short()))
            .hint(Hint::naming("look at it with ", tool("get_incidents"), "").and("; a new problem is a new incident")))
    }

    /// Whether it is known to be in this state.
    pub(crate) fn is(&self, status: IncidentStatus) -> bool {
        let known = self.incident.as_ref().and_then(|incident| incident.status.as_deref());
        known.is_some_and(|known| known == status.as_str())
    }

    /// `#12 (Q1)`
    pub(crate) fn short(&self) -> String {
        self.number().map_or_else(|| self.id.to_string(), |number| format!("#{number} ({})", self.id))
    }

    /// `#12 (Q1) on “Checkout API” (PSERVICE)`: facts only, for the title is a stranger's.
    pub(crate) fn called(&self) -> String {
        let service = self.incident.as_ref().and_then(|incident| incident.service.get());
        let service =
            service.map(|service| write::named(service.summary.as_deref(), service.id.as_deref().unwrap_or("?")));
        let service = service.map(|service| format!(" on {service}")).unwrap_or_default();
        format!("{}{service}", self.short())
    }

    pub(crate) fn title(&self) -> Option<&str> {
        self.incident.as_ref()?.title.as_deref()
    }

    pub(crate) fn number(&self) -> Option<u64> {
        self.incident.as_ref()?.incident_number.get().copied()
    }

    fn as_data(&self) -> Target {
        Target::new(&self.id, self.title()).number(self.number())
    }

    /// The plan with this incident as what it is about.
    pub(crate) fn named_in(&self, plan: Plan) -> Plan {
        let label = match self.number() {
            Some(number) => format!("Title of #{number}"),
            None => "Title".to_owned(),
        };
        plan.target(self.as_data()).quote(label, self.title())
    }
}
