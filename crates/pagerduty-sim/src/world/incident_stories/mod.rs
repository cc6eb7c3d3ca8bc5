//! What major incidents are about: causes, symptoms, what people wrote. What customers see of the shop is in
//! [`shop`], what it stands on in [`foundations`].

mod foundations;
mod shop;

use crate::model::ServiceKind;

/// A kind of major incident. Each has happened several times, for other reasons.
pub(super) struct Tale {
    /// Where it begins; somewhere else of the same kind if the account has no such service.
    pub(super) service: &'static str,
    pub(super) kind: ServiceKind,
    /// What the monitor measures that notices.
    pub(super) metric: &'static str,
    /// The place of the priority.
    pub(super) priority: usize,
    /// What monitors of other services measure.
    pub(super) symptoms: &'static [&'static str],
    pub(super) tellings: [Telling; TELLINGS],
}

/// How often a kind of incident happens before anything repeats word for word.
pub(super) const TELLINGS: usize = 3;

/// How it happened once. Texts have `{service}`, `{slug}`, `{value}` and `{region}` of the first alert, `{lead}` for the
/// minutes between change and alert, and `{version}`, `{previous}` and `{next}` of the service.
pub(super) struct Telling {
    /// The change that caused it, if one did.
    pub(super) change: Option<&'static str>,
    /// The change that ended it, if one did, and the place of the note that it comes with.
    pub(super) remedy: Option<(usize, &'static str)>,
    /// What people wrote, and how many minutes pass at least until the next note or the end.
    pub(super) notes: &'static [(&'static str, i64)],
    pub(super) resolution: &'static str,
}

/// The tale of this number.
pub(super) fn tale(number: usize) -> &'static Tale {
    let shop = shop::TALES.len();
    let place = number % (shop + foundations::TALES.len());
    if place < shop { &shop::TALES[place] } else { &foundations::TALES[place - shop] }
}

/// How many there are.
pub(super) const fn count() -> usize {
    shop::TALES.len() + foundations::TALES.len()
}
