//! The current user, and what belongs to them: the filters of `current_user_context`. Fetched once for each credential and
//! remembered for a few minutes.

use std::{sync::Arc, time::Duration};

use pagerduty::{
    Id, Page, Resource, Window,
    model::{
        EscalationPolicy, Service, Team, User, escalation_policy::EscalationPoliciesQuery, service::ServicesQuery,
    },
};

use crate::{
    account::current_user::{Belongings, CurrentUser},
    context::Context,
    error::{Code, Error, Result},
};

/// How long a user context is remembered: a shift's worth of calls needs it, and a change of teams should soon show.
const LIFETIME: Duration = Duration::from_secs(3 * 60);

impl Context {
    /// The user that the token belongs to.
    ///
    /// # Errors
    ///
    /// `USER_CONTEXT_UNAVAILABLE` where it belongs to an account and to no user.
    pub async fn current_user(&self) -> Result<Arc<CurrentUser>> {
        self.known.user.get(LIFETIME, self.fetch_user()).await
    }

    /// Shows the answer in the zone of the current user, where there is one and nothing else says which zone is meant.
    pub async fn show_in_own_zone(&self) {
        let is_without_zone = self.times().is_without_zone();
        if is_without_zone && let Ok(user) = self.current_user().await {
            self.times().show_in(user.time_zone.as_deref());
        }
    }

    /// The current user with the services of their teams and their escalation policies, as they are now.
    pub async fn fresh_user_context(&self) -> Result<(Arc<CurrentUser>, Vec<Id<Service>>, Vec<Id<EscalationPolicy>>)> {
        let user = self.known.user.refresh(self.fetch_user()).await?;
        let (services, policies) = tokio::try_join!(
            self.known.services.refresh(self.fetch_services(&user)),
            self.known.policies.refresh(self.fetch_policies(&user)),
        )?;
        Ok((user, services.ids.clone(), policies.ids.clone()))
    }

    /// Every service of the current user's teams.
    pub async fn my_services(&self) -> Result<Vec<Id<Service>>> {
        let user = self.current_user().await?;
        let mut services = self.known.services.get(LIFETIME, self.fetch_services(&user)).await?;
        if services.owners != user.team_ids {
            services = self.known.services.refresh(self.fetch_services(&user)).await?;
        }
        Ok(services.ids.clone())
    }

    /// Every escalation policy that has the current user as a target.
    pub async fn my_policies(&self) -> Result<Vec<Id<EscalationPolicy>>> {
        let user = self.current_user().await?;
        let mut policies = self.known.policies.get(LIFETIME, self.fetch_policies(&user)).await?;
        if policies.owners != [user.id.clone()] {
            policies = self.known.policies.refresh(self.fetch_policies(&user)).await?;
        }
        Ok(policies.ids.clone())
    }

    async fn fetch_user(&self) -> Result<CurrentUser> {
        let user = self.pagerduty()?.current_user().await.map_err(|error| {
            let error = Error::from(error);
            match self.without_user() {
                Some(hint) if error.code() == Code::UserContextUnavailable => error.hint(hint),
                _ if error.code() == Code::UserContextUnavailable => error.hint("use the token of a user"),
                _ => error,
            }
        })?;
        CurrentUser::read(user)
    }

    async fn fetch_services(&self, user: &CurrentUser) -> Result<Belongings<Team, Service>> {
        let owners = user.team_ids.clone();
        if owners.is_empty() {
            return Ok(Belongings { owners, ids: Vec::new() });
        }
        let query = ServicesQuery { team_ids: owners.clone(), query: None };
        Ok(Belongings { owners, ids: ids(self.pagerduty()?.list(&query, Window::ALL).await?) })
    }

    async fn fetch_policies(&self, user: &CurrentUser) -> Result<Belongings<User, EscalationPolicy>> {
        let owners = vec![user.id.clone()];
        let query = EscalationPoliciesQuery { user_ids: owners.clone(), ..Default::default() };
        Ok(Belongings { owners, ids: ids(self.pagerduty()?.list(&query, Window::ALL).await?) })
    }

    /// The current user's teams; a warning if there are no teams, because then nothing belongs to the user.
    pub async fn my_teams(&self) -> Result<Vec<Id<Team>>> {
        let user = self.current_user().await?;
        if user.team_ids.is_empty() {
            self.warn_of_nothing("you are in no team");
        }
        Ok(user.team_ids.clone())
    }

    /// The teams that a list is filtered by: the current user's own, or those that were given; nothing where the user is
    /// in none, because no filter would mean the whole account.
    pub async fn teams_or_mine(&self, mine: bool, given: &[Id<Team>]) -> Result<Option<Vec<Id<Team>>>> {
        if !mine {
            return Ok(Some(given.to_vec()));
        }
        let team_ids = self.my_teams().await?;
        Ok((!team_ids.is_empty()).then_some(team_ids))
    }

    /// Says why the answer is empty, and how to look beyond the current user.
    pub fn warn_of_nothing(&self, reason: &str) {
        let instead = self.without_user().map(|hint| format!("; {hint} to look further")).unwrap_or_default();
        self.warn(format!("{reason}, so nothing is listed{instead}"));
    }

    /// Says that there may be something that does not belong to the current user, where nothing of theirs was found.
    pub fn warn_of_others(&self) {
        let warned = self.has_warnings();
        if let Some(instead) = self.without_user().filter(|_| !warned) {
            self.warn(format!("only what belongs to you was looked at; {instead} to look further"));
        }
    }

    /// The ID of whom a write is made by.
    pub async fn author_id(&self) -> Result<Id<User>> {
        match self.configured_email() {
            Some(email) => self.known.names.user(self.pagerduty()?, "PAGERDUTY_USER_EMAIL", email).await,
            None => Ok(self.current_user().await?.id.clone()),
        }
    }

    /// Whom a write is made by: the configured e-mail address, else the current user's.
    pub async fn author(&self) -> Result<String> {
        const HINT: &str = "set PAGERDUTY_USER_EMAIL to the e-mail address of the user who makes the change";
        if let Some(email) = self.configured_email() {
            return Ok(email.to_owned());
        }
        let user = self.current_user().await.map_err(|error| match error.code() {
            Code::UserContextUnavailable => error.hint(HINT),
            _ => error,
        })?;
        user.email.clone().filter(|email| !email.is_empty()).ok_or_else(|| {
            Error::new(Code::UserContextUnavailable, "PagerDuty does not say the current user's e-mail address")
                .hint(HINT)
        })
    }
}

/// The valid IDs of a list; PagerDuty's own are always valid.
fn ids<T: Resource>(page: Page<T>) -> Vec<Id<T>> {
    page.rows.iter().filter_map(|row| row.item.id()?.parse().ok()).collect()
}
