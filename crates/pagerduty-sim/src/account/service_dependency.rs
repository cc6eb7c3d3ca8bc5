//! Which service needs which other one, technical and business services alike.
//!
//! What technical services call is kept with them, because incidents of one are related to those of the other.

use super::Account;
use crate::id::Kind;
use crate::model::{Node, Service, ServiceDependency};

/// More services than an account has.
const PLACES: u64 = 1 << 24;

impl Account {
    pub(crate) fn service_dependency_id(&self, dependency: ServiceDependency) -> String {
        let index = dependency.supporting.number() * PLACES + dependency.dependent.number();
        self.ids.encode(Kind::ServiceDependency, index)
    }

    /// What a service needs and what needs it, one step far.
    pub(crate) fn service_dependencies(&self, node: Node) -> Vec<ServiceDependency> {
        let technical = self.keys::<Service>().flat_map(|dependent| {
            let depends_on = self[dependent].depends_on.iter();
            depends_on.map(move |supporting| ServiceDependency {
                supporting: Node::Technical(*supporting),
                dependent: Node::Technical(dependent),
            })
        });
        let business = self.business_dependencies.iter().copied().filter(|each| {
            let exists = |node| match node {
                Node::Technical(_) => true,
                Node::Business(place) => self.rows.get(Kind::BusinessService, place).is_some(),
            };
            exists(each.supporting) && exists(each.dependent)
        });
        technical.chain(business).filter(|each| each.supporting == node || each.dependent == node).collect()
    }

    /// Makes one service need another; both are left alone where it does already.
    pub(crate) fn associate(&mut self, dependency: ServiceDependency) {
        let all = match dependency.technical() {
            Some((dependent, supporting)) => {
                let depends_on = &mut self.services[dependent.index()].depends_on;
                if !depends_on.contains(&supporting) {
                    depends_on.push(supporting);
                }
                return;
            }
            None => &mut self.business_dependencies,
        };
        if !all.contains(&dependency) {
            all.push(dependency);
        }
    }

    /// Lets one service need another no longer; whether it did.
    pub(crate) fn disassociate(&mut self, dependency: ServiceDependency) -> bool {
        if let Some((dependent, supporting)) = dependency.technical() {
            let depends_on = &mut self.services[dependent.index()].depends_on;
            let before = depends_on.len();
            depends_on.retain(|each| *each != supporting);
            return depends_on.len() < before;
        }
        let before = self.business_dependencies.len();
        self.business_dependencies.retain(|each| *each != dependency);
        self.business_dependencies.len() < before
    }
}
