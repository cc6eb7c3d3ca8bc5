//! Maintenance windows: finding, creating, changing and ending the times in which services open no incidents.

use pagerduty::model::{
    MaintenanceWindow, Service, Team,
    maintenance_window::{MaintenanceWindowBody, MaintenanceWindowsQuery, WindowFilter},
};
use toolkit::prelude::*;

use crate::{services, time_range};

pub(crate) const TOOLS: &[fn() -> Entry] = &[
    Entry::of_browse::<GetMaintenanceWindows>,
    Entry::of_write::<CreateMaintenanceWindow>,
    Entry::of_write::<UpdateMaintenanceWindow>,
    Entry::of_write::<DeleteMaintenanceWindow>,
];

/// List PagerDuty maintenance windows, in which services open no incidents, or get one by ID.
#[derive(Debug, Deserialize, JsonSchema)]
struct GetMaintenanceWindows {
    /// The one window, by ID; excludes every filter.
    maintenance_window_id: Option<Id<MaintenanceWindow>>,
    /// When they are; open: ongoing or future.
    #[serde(default)]
    filter: WindowFilter,
    /// Only windows of these services.
    #[serde(default)]
    service_ids: Vec<Id<Service>>,
    /// Only windows of services of these teams.
    #[serde(default)]
    team_ids: Vec<Id<Team>>,
    /// Only windows whose description contains this text.
    query: Option<String>,
}

impl Browse for GetMaintenanceWindows {
    const INFO: Info = Info::read("get_maintenance_windows", "Get maintenance windows", Toolset::Services).in_zone();
    const RULES: &'static [Rule] = &[Rule::One("maintenance_window_id")];

    type Query = MaintenanceWindowsQuery;

    async fn one(&self, include: &Include<MaintenanceWindow>, cx: &Context) -> Result<Option<Answer>> {
        cx.one(self.maintenance_window_id.as_ref(), include).await
    }

    async fn query(&self, _: &Include<MaintenanceWindow>, _: &Context) -> Result<Option<MaintenanceWindowsQuery>> {
        let (service_ids, team_ids) = (self.service_ids.clone(), self.team_ids.clone());
        Ok(Some(MaintenanceWindowsQuery { filter: self.filter, service_ids, team_ids, query: self.query.clone() }))
    }

    async fn list(&self, query: Self::Query, shape: &Shape<MaintenanceWindow>, cx: &Context) -> Result<Answer> {
        let found = cx.search(&shape.paging, &shape.include, query).await?;
        Ok(Answer::listing(found).metadata("filter", json!(self.filter)))
    }
}

/// Create a PagerDuty maintenance window: its services open no incidents while it lasts.
#[derive(Debug, Deserialize, JsonSchema)]
struct CreateMaintenanceWindow {
    /// The services, by ID or name.
    service_ids: Vec<Id<Service>>,
    /// From when; default now.
    start_time: Option<Timestamp>,
    /// Until when.
    end_time: Option<Timestamp>,
    /// How long, instead of end_time.
    #[schemars(range(min = 1))]
    minutes: Option<u32>,
    /// What is done in it.
    description: Option<String>,
}

impl Edit for CreateMaintenanceWindow {
    const INFO: Info =
        Info::write("create_maintenance_window", "Create maintenance window", Toolset::Services, Effect::Silences)
            .adds()
            .in_zone();
    const RULES: &'static [Rule] = &[Rule::ExactlyOne(&["end_time", "minutes"]), Rule::TimesOfOwn(&[])];

    type Shown = MaintenanceWindow;

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        // PagerDuty lets no window begin before now.
        let start = self.start_time.unwrap_or_else(|| cx.now()).max(cx.now());
        let body = MaintenanceWindowBody {
            start_time: start,
            end_time: self.end_time.unwrap_or_else(|| start.plus_seconds(60 * i64::from(self.minutes.unwrap_or(0)))),
            description: self.description.clone(),
            services: self.service_ids.clone(),
        };
        let (plan, from) = tokio::try_join!(silences("Create a maintenance window of", &body, cx), cx.author())?;
        Ok(plan.change(Change::create(&body, &from)).quote("Description", self.description.as_deref()))
    }
}

/// Change a PagerDuty maintenance window that is not over.
#[derive(Debug, Deserialize, JsonSchema)]
struct UpdateMaintenanceWindow {
    /// The window, by ID.
    maintenance_window_id: Id<MaintenanceWindow>,
    /// The new start.
    start_time: Option<Timestamp>,
    /// The new end.
    end_time: Option<Timestamp>,
    /// Its services from now on, by ID or name.
    service_ids: Option<Vec<Id<Service>>>,
    /// The new description.
    description: Option<String>,
}

impl Edit for UpdateMaintenanceWindow {
    const INFO: Info =
        Info::write("update_maintenance_window", "Update maintenance window", Toolset::Services, Effect::Silences)
            .in_zone();
    const RULES: &'static [Rule] =
        &[Rule::OneOrMore(&["start_time", "end_time", "service_ids", "description"]), Rule::TimesOfOwn(&[])];

    type Shown = MaintenanceWindow;

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        let id = &self.maintenance_window_id;
        let window = unended(id, cx).await?;
        let body = MaintenanceWindowBody {
            start_time: self.start_time.unwrap_or(window.start_time),
            end_time: self.end_time.unwrap_or(window.end_time),
            description: self.description.clone().or_else(|| window.description.clone()),
            services: self.service_ids.clone().unwrap_or_else(|| window.services.clone()),
        };
        let plan = silences(&format!("Change maintenance window {id} to"), &body, cx).await?;
        let (services, _) = services::described(&window.services, Effect::Silences, cx).await;
        let before = cx.shown_range(window.start_time, window.end_time);
        let plan = plan.consequence(format!("Before this change, it is of {services} {before}."));
        let plan = plan.change(Change::update(id, &body)).target(Target::new(id, None));
        Ok(plan.quote("Description", body.description.as_deref()))
    }
}

/// End a PagerDuty maintenance window now, or delete it if it lies ahead: its services open incidents again.
#[derive(Debug, Deserialize, JsonSchema)]
struct DeleteMaintenanceWindow {
    /// The window, by ID.
    maintenance_window_id: Id<MaintenanceWindow>,
}

impl Edit for DeleteMaintenanceWindow {
    const INFO: Info =
        Info::write("delete_maintenance_window", "End maintenance window", Toolset::Services, Effect::Deletes);

    type Shown = MaintenanceWindow;

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        let id = &self.maintenance_window_id;
        let MaintenanceWindowBody { start_time, end_time, description, services } = unended(id, cx).await?;
        let verb = if start_time <= cx.now() { "End" } else { "Delete" };
        let (services, targets) = services::described(&services, Effect::Deletes, cx).await;
        cx.show_in_own_zone().await;
        let what = format!("{verb} maintenance window {id} of {services} {}", cx.shown_range(start_time, end_time));
        let plan = Plan::new(Effect::Deletes, what).change(Change::remove(id)).target(Target::new(id, None));
        let plan = plan.targets(targets).consequence("Incidents open there again from now on.");
        Ok(plan.quote("Description", description.as_deref()))
    }
}

/// A window that can still be changed, as it is.
async fn unended(id: &Id<MaintenanceWindow>, cx: &Context) -> Result<MaintenanceWindowBody> {
    let unread = || Error::new(Code::InvalidResponse, format!("the times of maintenance window {id} cannot be read"));
    let window = cx.pagerduty()?.get(id).await?.item.body().ok_or_else(unread)?;
    if window.end_time <= cx.now() {
        let message = format!("maintenance window {id} ended at {}", cx.shown(window.end_time));
        return Err(Error::new(Code::Conflict, message).hint("it cannot be changed any more: create another one"));
    }
    Ok(window)
}

/// A plan that silences the services of a window.
async fn silences(what: &str, body: &MaintenanceWindowBody, cx: &Context) -> Result<Plan> {
    time_range::check_order(("start_time", body.start_time), ("end_time", body.end_time))?;
    time_range::check_not_over(cx.now(), "end_time", body.end_time)?;
    Ok(services::silenced(what, &body.services, (body.start_time, body.end_time), cx).await)
}
