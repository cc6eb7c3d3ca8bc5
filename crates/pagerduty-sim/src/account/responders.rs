//! Responder requests: asking others to help with an incident.
//!
//! Source: OpenAPI, responder requests. Whoever is asked by a request stays `pending`: nobody is there to reply. What a
//! reply writes into the log is not published, so it only changes the responder's state.

use jiff::Timestamp;

use super::Account;
use crate::id::Key;
use crate::model::{
    Agent, Change, EscalationPolicy, Incident, ResponderRequest, ResponderTarget, UpdateError, Urgency, User,
};

impl Account {
    /// A policy as a target: whoever is on call at its first level where anybody is.
    pub(crate) fn responders_of(&self, policy: Key<EscalationPolicy>, at: Timestamp) -> ResponderTarget {
        ResponderTarget::EscalationPolicy(policy, self.first_on_call(policy, at).1)
    }

    /// Asks users and policies for help, who are told as for high urgency.
    pub(crate) fn request_responders(
        &mut self,
        key: Key<Incident>,
        request: ResponderRequest,
        at: Timestamp,
    ) -> Result<(), UpdateError> {
        if !self[key].is_open() {
            return Err(UpdateError::AlreadyResolved);
        }
        let mut users: Vec<Key<User>> = Vec::new();
        for user in request.targets.iter().flat_map(ResponderTarget::users) {
            if !users.contains(user) {
                users.push(*user);
            }
        }
        let by = Agent::User(request.requester);
        self[key].log(at, by, Change::RequestResponders(Box::new(request)));
        self.notify(key, &users, Urgency::High, at);
        Ok(())
    }
}

impl Incident {
    /// When which responders were asked, oldest request first.
    pub(crate) fn responder_requests(&self) -> impl Iterator<Item = (Timestamp, &ResponderRequest)> {
        self.history.iter().filter_map(|event| match &event.change {
            Change::RequestResponders(request) => Some((event.at, &**request)),
            _ => None,
        })
    }
}
