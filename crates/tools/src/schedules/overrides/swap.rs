//! Swapping two people's shifts: each is on call for the other.

use pagerduty::model::{Override, RenderedEntry, Schedule, User, request::NewOverride, schedule::ScheduleQuery};
use serde_json::Value;
use toolkit::{phrasing, prelude::*, times::local};

use super::{
    check, read,
    shift_based::{self, StandIn},
};
use crate::{on_calls::shifts::Span, users::people};

/// Days after a shift that are looked at, so that it is seen to its end.
const LOOK_AHEAD_DAYS: i64 = 60;

/// Swap the shifts of two users in a PagerDuty schedule, with one override for each: by default the next shift of both that has not begun.
#[derive(Debug, Deserialize, JsonSchema)]
pub(super) struct SwapShifts {
    /// The schedule, by ID or name.
    schedule_id: Id<Schedule>,
    /// One user, by ID, name or e-mail.
    user_id: Id<User>,
    /// The other user.
    other_user_id: Id<User>,
    /// A time in the shift of the one; default their next shift.
    shift: Option<Timestamp>,
    /// A time in the shift of the other.
    other_shift: Option<Timestamp>,
}

impl Edit for SwapShifts {
    const INFO: Info = Info::write("swap_shifts", "Swap shifts", Toolset::Oncall, Effect::OnCall).adds();
    const RULES: &'static [Rule] = &[Rule::TimesOfSchedule("schedule_id")];

    type Shown = Override;

    async fn plan(&self, cx: &Context) -> Result<Plan> {
        if self.user_id == self.other_user_id {
            return Err(
                Error::new(Code::ConflictingParameters, "a user cannot swap with themselves").hint("give two users")
            );
        }
        let now = cx.now();
        let people = async {
            Ok(tokio::join!(
                people::described(&self.user_id, Effect::OnCall, cx),
                people::described(&self.other_user_id, Effect::OnCall, cx),
            ))
        };
        let (row, (me, them)) = tokio::try_join!(self.schedule(now, cx), people)?;
        let [mine, theirs] = self.shifts(&row, now)?;
        let schedule = &row.item;
        let (one, other) = (&self.user_id, &self.other_user_id);
        let zone = schedule.time_zone.as_deref();
        let what = format!(
            "Swap shifts in schedule {}: {} is on call {}, and {} {}",
            write::named(schedule.name.as_deref(), self.schedule_id.as_str()),
            them.called,
            mine.said(zone),
            me.called,
            theirs.said(zone),
        );
        let plan = Plan::new(Effect::OnCall, what)
            .target(Target::new(&self.schedule_id, schedule.name.as_deref()))
            .targets([me.target, them.target]);
        let pieces = [(&mine, other, one), (&theirs, one, other)].into_iter().flat_map(|(shift, user, replaced)| {
            shift.pieces.iter().map(move |(start, end)| (*start, *end, user, replaced))
        });
        if schedule.is_shift_based() {
            let overrides: Vec<_> = pieces
                .flat_map(|(start, end, user, replaced)| {
                    let one = StandIn { user, instead_of: Some(replaced), start, end };
                    shift_based::overrides(schedule, &one, now)
                })
                .collect();
            return Ok(plan.change(Change::create_override_shifts(&self.schedule_id, &overrides)));
        }
        let overrides: Vec<_> =
            pieces.map(|(start, end, user, _)| NewOverride { start, end, user: user.clone().into() }).collect();
        Ok(plan.change(Change::create_overrides(&self.schedule_id, &overrides)))
    }

    async fn answer(&self, reply: Reply, cx: &Context) -> Result<Answer> {
        check(&reply)?;
        let now = cx.now();
        let last = [self.shift, self.other_shift].into_iter().flatten().max().unwrap_or(now).max(now);
        let is_of_the_two = |one: &Override| {
            let user = one.user.get().and_then(|user| user.id.as_deref());
            user.is_some_and(|id| id == self.user_id.as_str() || id == self.other_user_id.as_str())
        };
        let mut page = read(&self.schedule_id, now, last.plus_days(LOOK_AHEAD_DAYS), cx).await?;
        page.rows.retain(|row| is_of_the_two(&row.item));
        Ok(Answer::list(&page, &Include::default()))
    }
}

/// One shift of somebody: in pieces where others stand in for them in the middle of it.
#[derive(Debug)]
struct Shift {
    pieces: Vec<Span>,
}

impl SwapShifts {
    /// The schedule with its shifts from now on.
    async fn schedule(&self, now: Timestamp, cx: &Context) -> Result<Row<Schedule>> {
        let last = [self.shift, self.other_shift].into_iter().flatten().max().unwrap_or(now).max(now);
        // What is over cannot be overridden, so a shift that has begun is swapped from now on.
        let range = ScheduleQuery { since: Some(now), until: Some(last.plus_days(LOOK_AHEAD_DAYS)) };
        Ok(cx.pagerduty()?.schedule(&self.schedule_id, &range).await?)
    }

    /// The shift of each of the two.
    fn shifts(&self, row: &Row<Schedule>, now: Timestamp) -> Result<[Shift; 2]> {
        let entries: Vec<&RenderedEntry> =
            row.item.final_schedule.get().into_iter().flat_map(|one| one.entries()).collect();
        let layers = row.fields().remove("schedule_layers").unwrap_or_default();
        let find = |(user, at): (&Id<User>, Option<Timestamp>)| {
            let pieces: Vec<Span> = entries.iter().filter_map(|entry| span(entry, user)).collect();
            // The next one is the one that has not begun, if there is any.
            let place = match at {
                Some(at) => pieces.iter().position(|(start, end)| *start <= at && at < *end),
                None => {
                    let whole = |piece: &Span| whole(&layers, user, *piece);
                    let next = pieces.iter().position(|piece| whole(piece).0 > now);
                    next.or((!pieces.is_empty()).then_some(0))
                }
            };
            let (start, end) = place.map(|place| whole(&layers, user, pieces[place])).ok_or_else(|| {
                let when = at.map_or_else(|| "in the next 60 days".to_owned(), |at| format!("at {at}"));
                Error::new(Code::InvalidParameter, format!("user {user} has no shift in this schedule {when}"))
                    .hint(Hint::naming("see the shifts with ", tool("get_schedules"), ", `schedule_id` and `until`"))
            })?;
            // What others took over in the middle stays theirs.
            let within = pieces.into_iter().filter(|piece| piece.0 < end && piece.1 > start);
            Ok::<_, Error>(Shift { pieces: within.map(|piece| (piece.0.max(start), piece.1.min(end))).collect() })
        };
        let [mine, theirs] = [(&self.user_id, self.shift), (&self.other_user_id, self.other_shift)].map(find);
        Ok([mine?, theirs?])
    }
}

impl Shift {
    /// `from … to … (Europe/Berlin)`, each piece where there are several.
    fn said(&self, zone: Option<&str>) -> String {
        let pieces = self.pieces.iter().map(|(start, end)| local::range(*start, *end, zone));
        match self.pieces.len() {
            1 => phrasing::join(pieces, "and"),
            several => {
                format!("{} (one shift in {several} pieces: others stand in between)", phrasing::join(pieces, "and"))
            }
        }
    }
}

/// When somebody is on call because of this entry, if it is theirs.
fn span(entry: &RenderedEntry, user: &Id<User>) -> Option<Span> {
    entry.user.get().filter(|one| one.id.as_deref() == Some(user.as_str()))?;
    Some((entry.start.parsed()?, entry.end.parsed()?))
}

/// The shift of a layer that a piece of the final schedule belongs to; the piece itself where no layer has it, as in
/// shift-based schedules, or where it is an override.
fn whole(layers: &Value, user: &Id<User>, piece: Span) -> Span {
    let entries =
        layers.as_array().into_iter().flatten().filter_map(|layer| layer["rendered_schedule_entries"].as_array());
    let time = |entry: &Value, name: &str| entry[name].as_str()?.parse::<Timestamp>().ok();
    let of_user = entries.flatten().filter(|entry| entry["user"]["id"] == user.as_str());
    let mut spans = of_user.filter_map(|entry| time(entry, "start").zip(time(entry, "end")));
    spans.find(|(start, end)| *start <= piece.0 && piece.1 <= *end).unwrap_or(piece)
}
