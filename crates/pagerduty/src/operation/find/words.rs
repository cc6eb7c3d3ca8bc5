//! A text as stems: words without their endings, in one spelling.

use std::collections::HashSet;

/// Words that say nothing by themselves.
const STOP_WORDS: &str = "a about after all an and any are as at be been before but by can could did do does down during for \
    from had has have he her him his how i if in into is it its just may me might must my no not of off on or our out over \
    pagerduty please shall she should so some than that the their them then there these they this those to up us was we were \
    when where while will with would you your am";

/// Words of times, which every other question has.
const TIME_WORDS: &str = "last week night month yesterday today tomorrow tonight monday tuesday wednesday thursday friday \
    saturday sunday hour day year now morning evening weekend quarter recently recent since ago pm minute january february \
    march april june july august september october november december until later currently current old time first";

/// Words of so many operations that they hardly tell one from another.
const GENERAL_WORDS: &str = "get list create update delete show post put set one all new change remove add via id rid";

/// Whether two words are one.
fn are_one(first: &str, second: &str) -> bool {
    matches!(
        (first, second),
        ("allow", "list")
            | ("black", "out")
            | ("down", "time")
            | ("e", "mail")
            | ("follow", "up")
            | ("hand", "off")
            | ("hand", "over")
            | ("log", "in")
            | ("on", "call")
            | ("on", "calls")
            | ("out", "age")
            | ("play", "book")
            | ("post", "mortem")
            | ("post", "mortems")
            | ("run", "book")
            | ("sign", "in")
            | ("time", "line")
            | ("time", "zone")
            | ("up", "time")
            | ("web", "hook")
            | ("web", "hooks")
            | ("white", "list")
    )
}

/// Forms that no rule makes.
const IRREGULAR: [(&str, &str); 24] = [
    ("broke", "break"),
    ("broken", "break"),
    ("built", "build"),
    ("gave", "give"),
    ("given", "give"),
    ("gone", "go"),
    ("got", "get"),
    ("kept", "keep"),
    ("left", "leave"),
    ("licence", "license"),
    ("licences", "license"),
    ("made", "make"),
    ("paid", "pay"),
    ("people", "person"),
    ("ran", "run"),
    ("sent", "send"),
    ("shown", "show"),
    ("statuses", "status"),
    ("taken", "take"),
    ("told", "tell"),
    ("took", "take"),
    ("went", "go"),
    ("woke", "wake"),
    ("woken", "wake"),
];

/// British endings, and the American ones.
const SPELLINGS: [(&str, &str); 6] =
    [("isation", "ization"), ("ising", "izing"), ("ised", "ized"), ("ise", "ize"), ("our", "or"), ("ogue", "og")];

/// The words of a text in lower case; `camelCase` is two, and what people write as two is one where it means one.
pub(super) fn split(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut before = ' ';
    for character in text.replace("n't", " not").replace("'s", "").chars() {
        let is_hump = character.is_uppercase() && (before.is_lowercase() || before.is_ascii_digit());
        if (!character.is_alphanumeric() && character != '\'') || is_hump {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
        }
        if character.is_alphanumeric() {
            word.extend(character.to_lowercase());
        }
        before = character;
    }
    words.extend((!word.is_empty()).then_some(word));
    joined(words)
}

fn joined(words: Vec<String>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    let mut is_taken = false;
    for word in words {
        match joined.last_mut() {
            Some(last) if !is_taken && are_one(last, &word) => {
                last.push_str(&word);
                is_taken = true;
            }
            _ => {
                joined.push(word);
                is_taken = false;
            }
        }
    }
    joined
}

/// The stem of a word in lower case.
pub(super) fn stem(word: &str) -> String {
    let regular = IRREGULAR.iter().find(|(form, _)| *form == word).map_or(word, |(_, regular)| regular);
    let mut stem = regular.to_owned();
    let is_ascii = stem.is_ascii();
    if stem.len() > 4
        && let Some((british, american)) = SPELLINGS.iter().find(|(british, _)| stem.ends_with(british))
        && (*british != "our" || stem.len() > 5)
    {
        stem.truncate(stem.len() - british.len());
        stem.push_str(american);
    }
    if stem.len() <= 3 || !is_ascii {
        return stem;
    }
    if stem.len() > 4 && stem.ends_with("ies") {
        stem.truncate(stem.len() - 3);
        stem.push('y');
    } else if ["sses", "xes", "ches", "shes"].iter().any(|ending| stem.ends_with(ending)) {
        stem.truncate(stem.len() - 2);
    } else if stem.ends_with('s') && !["ss", "us", "is"].iter().any(|ending| stem.ends_with(ending)) {
        stem.pop();
    }
    for ending in ["ing", "ed"] {
        let Some(start) = stem.strip_suffix(ending).filter(|start| start.len() >= 3 && start.contains(is_vowel)) else {
            continue;
        };
        stem.truncate(start.len());
        let mut last = stem.chars().rev();
        let (last, before) = (last.next(), last.next());
        if stem.len() > 3 && last == before && !last.is_some_and(|last| "lsz".contains(last)) {
            stem.pop();
        }
        break;
    }
    if stem.len() > 5 && stem.ends_with("ly") {
        stem.truncate(stem.len() - 2);
    }
    if stem.len() > 7 && stem.ends_with("ation") {
        stem.truncate(stem.len() - 3);
    }
    if stem.len() > 6 && stem.ends_with("ate") {
        stem.pop();
    }
    if stem.len() > 3 && stem.ends_with('e') {
        stem.pop();
    }
    if stem.len() > 3 && stem.ends_with('y') {
        stem.pop();
        stem.push('i');
    }
    stem
}

fn is_vowel(character: char) -> bool {
    "aeiouy".contains(character)
}

pub(super) fn is_stop_word(word: &str) -> bool {
    has(STOP_WORDS, word)
}

/// The stems of words of time.
pub(super) fn stems_of_time() -> HashSet<String> {
    stems(TIME_WORDS)
}

/// The stems of general words.
pub(super) fn general_stems() -> HashSet<String> {
    stems(GENERAL_WORDS)
}

fn stems(words: &str) -> HashSet<String> {
    words.split_ascii_whitespace().map(stem).collect()
}

/// Whether a stem is one of a word of time.
pub(super) fn is_of_time(stem: &str) -> bool {
    has_stem(TIME_WORDS, stem)
}

/// Whether one of these words has the stem.
pub(super) fn has_stem(words: &str, stem: &str) -> bool {
    words.split_ascii_whitespace().any(|word| self::stem(word) == stem)
}

fn has(words: &str, word: &str) -> bool {
    words.split_ascii_whitespace().any(|other| other == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for words in [
            "schedule schedules scheduled scheduling",
            "policy policies",
            "licence license licences",
            "notification notifications",
            "stop stopped stops stopping",
            "wake woken woke wakes",
            "colour color colors",
            "organise organize organising",
            "dependency dependencies",
        ] {
            let stems: Vec<_> = words.split(' ').map(stem).collect();
            assert!(stems.iter().all(|other| *other == stems[0]), "{stems:?}");
        }
        assert_ne!(stem("status"), stem("state"));
    }

    #[test]
    fn a_text_is_split_into_its_words() {
        assert_eq!(split("createMaintenanceWindow"), ["create", "maintenance", "window"]);
        assert_eq!(split("Who's on-call? (post mortem)"), ["who", "oncall", "postmortem"]);
        assert_eq!(split("it doesn't"), ["it", "does", "not"]);
    }
}
