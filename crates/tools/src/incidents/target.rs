//! The incident that a change is about, as somebody can judge it.

use pagerduty::{Id, model::Incident};

use super::by_number::{by_id, id_of};
use toolkit::{
    context::Context,
    effect::Effect,
    error::{Code, Result},
    write::{self, Plan, Target},
};

/// An incident that a change is about.
pub(crate) struct IncidentTarget {
    pub(crate) id: Id<Incident>,
    /// As it is now, where that was read.
    pub(crate) incident: Option<Incident>,
}

impl IncidentTarget {
    /// The incident of this ID or number, read.
    pub(crate) async fn read(asked: &Id<Incident>, cx: &Context) -> Result<Self> {
        let incident = cx.pagerduty()?.incident(asked, &[]).await?.item;
        Ok(Self { id: id_of(&incident, asked), incident: Some(incident) })
    }

    /// The incident of this ID or number, read where somebody wants to know more of it. What cannot be read can be changed
    /// all the same, if it is there.
    pub(crate) async fn of(asked: &Id<Incident>, effect: Effect, cx: &Context) -> Result<Self> {
        if !cx.describes(effect) {
            return Ok(Self { id: by_id(asked, cx).await?, incident: None });
        }
        match Self::read(asked, cx).await {
            Err(error) if error.code() == Code::Forbidden && !asked.is_number() => {
                Ok(Self { id: asked.clone(), incident: None })
            }
            read => read,
        }
    }

    /// `#12 (Q1) on “Checkout API” (PSERVICE)`: facts only, for the title is a stranger's.
    pub(crate) fn called(&self) -> String {
        let incident = self.incident.as_ref();
        let number = incident.and_then(|incident| incident.incident_number.get());
        let number = number.map_or_else(|| self.id.to_string(), |number| format!("#{number} ({})", self.id));
        let service = incident.and_then(|incident| incident.service.get());
        let service =
            service.map(|service| write::named(service.summary.as_deref(), service.id.as_deref().unwrap_or("?")));
        let service = service.map(|service| format!(" on {service}")).unwrap_or_default();
        format!("{number}{service}")
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
