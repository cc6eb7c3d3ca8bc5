//! What a question wants to happen, by its verb and its first word.

use super::words::{has_stem, stem};

const CREATE: &str = "create add start run execute make new set setup register build introduce define open provision onboard \
    establish book put connect hook install invent raise log launch publish";
const DELETE: &str = "delete remove drop cancel erase uninstall retire kill clear purge scrap bin trash rid detach unlink revoke \
    disband dissolve withdraw decommission throw wipe ditch axe nuke dump lose untag dismantle abolish close end stop";
const UPDATE: &str = "update change edit rename modify adjust alter set switch move extend shorten fix correct tweak amend \
    replace swap reassign turn make reword mark bump raise lower enable disable transfer";
const SHOW: &str = "show list see view find get look check read";
const QUESTION: &str = "who what which when why how did does is are was were has have where whose any can do";
const LIST: &str = "list which all every each overview many";

/// Verbs that say it wherever they stand.
const STRONG_DELETE: &str = "remove delete unlink detach unsubscribe uninstall ditch";

/// Verbs of an order that say what is to happen, and not whether something is created, changed or deleted.
const ORDER: &str = "tell warn notify inform give let bring label bundle hook swap wake keep send put page ping call take hand \
    mute silence pause post reset resend revert restore rotate grant assign route escalate ack acknowledge resolve snooze merge \
    combine join split attach link connect tag invite import upload migrate convert undo reopen resume unmute hold wait push pull \
    transfer move announce publish reply comment note reassign force approve accept dismiss reject confirm try test trigger fire \
    restart reboot rerun suppress ignore group lump drop map bind allow permit block ban stick stand turn use tack";

/// What people say before an order.
const POLITE: &str = "please can could you i we need to want let us the a just now my our";
const WISH: &str = "need want";

/// What is said to somebody who is to answer.
const ANSWER: &str = "give tell show send get";

/// What somebody did, of which there is a record.
const DONE: &str = "changed edited touched modified fiddled altered tampered deleted removed added created renamed moved turned \
    switched disabled enabled granted approved rotated updated messed gave";

/// Words in which the verb of an order is looked for.
const VERB_WITHIN: usize = 3;

/// Words after `who` in which it is looked for what somebody did.
const DONE_WITHIN: usize = 4;

/// What a question wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Intent {
    pub(super) creates: bool,
    pub(super) deletes: bool,
    pub(super) updates: bool,
    pub(super) reads: bool,
    /// More than one thing is wanted.
    pub(super) lists: bool,
    /// Something is to happen, whatever it is.
    pub(super) orders: bool,
    /// Only a thing is named: it is most likely to be shown.
    pub(super) names: bool,
    /// Who did something, or when it was done.
    pub(super) audits: bool,
}

impl Intent {
    pub(super) fn of(words: &[String], text: &str) -> Self {
        let Some(first) = words.first() else { return Self::default() };
        let stems: Vec<_> = words.iter().map(|word| stem(word)).collect();
        let is_in = |list: &str, word: &str| list.split_ascii_whitespace().any(|other| other == word);
        let is_question = is_in(QUESTION, first) || text.trim_end().ends_with('?');
        let starts_with =
            |verbs: &str| !is_question && stems.iter().take(VERB_WITHIN).any(|stem| has_stem(verbs, stem));
        let done = |word: &String| is_in(DONE, word);
        let mut intent = Self {
            creates: starts_with(CREATE),
            updates: starts_with(UPDATE),
            deletes: starts_with(DELETE) || stems.iter().any(|stem| has_stem(STRONG_DELETE, stem)),
            reads: is_question || is_in(SHOW, first),
            lists: words.iter().any(|word| is_in(LIST, word))
                || text.trim_start().to_ascii_lowercase().starts_with("what are"),
            orders: false,
            names: false,
            audits: matches!(first.as_str(), "who" | "when") && words.iter().skip(1).take(DONE_WITHIN).any(done),
        };
        if words.get(1).is_some_and(|second| second == "me") && is_in(ANSWER, first) {
            return Self { reads: true, ..Self::default() };
        }
        let order = words.iter().find(|word| !is_in(POLITE, word));
        let is_order = order.is_some_and(|order| is_in(ORDER, order))
            || words.iter().take(VERB_WITHIN).any(|word| is_in(WISH, word));
        intent.orders = intent == Self::default() && is_order;
        let has_verb = stems.iter().any(|stem| [CREATE, DELETE, UPDATE].iter().any(|verbs| has_stem(verbs, stem)));
        intent.names = intent == Self::default() && !has_verb;
        intent
    }

    pub(super) fn changes(self) -> bool {
        self.creates || self.deletes || self.updates
    }
}

#[cfg(test)]
mod tests {
    use super::{super::words::split, *};

    fn of(text: &str) -> Intent {
        Intent::of(&split(text), text)
    }

    #[test]
    fn a_verb_says_what_is_wanted() {
        assert!(of("get rid of a tag").deletes && of("please drop the rotation").deletes);
        assert!(of("who changed the rota").audits && of("who changed the rota").reads);
        assert!(!of("who is on call").audits);
        assert!(of("which teams do we have").lists && of("rename the team").updates);
        assert!(of("outgoing webhooks").names && !of("add a webhook").names);
        assert!(of("tell our customers").orders && of("i need help").orders && !of("tell me who is on call").orders);
    }
}
