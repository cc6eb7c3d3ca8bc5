//! Responder requests, and who was asked.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Object, View};
use crate::id::Key;
use crate::model::{Incident, ResponderRequest, ResponderTarget, User};

impl View<'_> {
    /// The requests of an incident, oldest first.
    pub(super) fn responder_requests(&self, incident: Key<Incident>) -> Value {
        let requests = self.account[incident].responder_requests();
        requests.map(|(at, request)| self.responder_request(incident, at, request)).collect()
    }

    /// A request. The targets are wrapped, as in the example of the OpenAPI description and in real answers; its
    /// schema has them bare.
    pub(crate) fn responder_request(
        &self,
        incident: Key<Incident>,
        at: Timestamp,
        request: &ResponderRequest,
    ) -> Value {
        let targets: Vec<Value> = request
            .targets
            .iter()
            .map(|target| {
                let responders: Vec<Value> =
                    target.users().iter().map(|user| self.responder(incident, at, request, *user)).collect();
                let (target_type, id, summary) = match target {
                    ResponderTarget::User(user) => ("user", self.account.id(*user), &self.account[*user].name),
                    ResponderTarget::EscalationPolicy(policy, _) => {
                        ("escalation_policy", self.account.id(*policy), &self.account[*policy].name)
                    }
                };
                let target = Object::new()
                    .with("type", target_type)
                    .with("id", id)
                    .with("summary", &**summary)
                    .with("incidents_responders", responders);
                json!({"responder_request_target": Value::from(target)})
            })
            .collect();
        Object::new()
            .with("incident", self.reference(incident))
            .with("requester", self.reference(request.requester))
            .with("requested_at", self.time(at))
            .with("message", &*request.message)
            .with("responder_request_targets", targets)
            .into()
    }

    /// Everybody who was asked, each by the last request.
    pub(super) fn incidents_responders(&self, incident: Key<Incident>) -> Value {
        let mut responders: Vec<(Key<User>, Value)> = Vec::new();
        for (at, request) in self.account[incident].responder_requests() {
            for user in request.targets.iter().flat_map(ResponderTarget::users) {
                responders.retain(|(other, _)| other != user);
                responders.push((*user, self.responder(incident, at, request, *user)));
            }
        }
        responders.into_iter().map(|(_, responder)| responder).collect()
    }

    fn responder(&self, incident: Key<Incident>, at: Timestamp, request: &ResponderRequest, user: Key<User>) -> Value {
        let policies: Vec<&str> = request
            .targets
            .iter()
            .filter_map(|target| match target {
                ResponderTarget::EscalationPolicy(policy, users) if users.contains(&user) => {
                    Some(&*self.account[*policy].name)
                }
                _ => None,
            })
            .collect();
        let reply = request.replies.iter().find(|reply| reply.user == user);
        let state = match reply {
            Some(reply) if reply.joins => "joined",
            Some(_) => "declined",
            None => "pending",
        };
        Object::new()
            .with("state", state)
            .with("user", self.reference(user))
            .with("incident", self.reference(incident))
            .with("updated_at", self.time(reply.map_or(at, |reply| reply.at)))
            .with("message", &*request.message)
            .with("requester", self.reference(request.requester))
            .with("requested_at", self.time(at))
            .with("escalation_policy_requests", policies)
            .into()
    }
}
