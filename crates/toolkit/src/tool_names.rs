//! The tool that is meant by a name that none has: the nearest by what it does, then by its letters. Who wants to look is never
//! led to a tool that changes something.

use crate::words;

/// First words of names that look at something. Most tools that do begin with the first.
pub const LOOKING: [&str; 18] = [
    "get", "list", "fetch", "show", "read", "find", "search", "view", "describe", "query", "lookup", "retrieve",
    "display", "see", "check", "count", "who", "what",
];

/// First words of the tools that change something, each with what else people call it. A test of the
/// catalogue holds them against it.
const CHANGING: [(&str, &[&str]); 13] = [
    ("acknowledge", &["ack"]),
    ("add", &["append", "request", "write"]),
    ("create", &["new", "open", "trigger", "declare", "raise", "make"]),
    ("delete", &["remove", "cancel", "destroy"]),
    ("merge", &["combine"]),
    ("post", &["send", "publish"]),
    ("reassign", &["assign"]),
    ("resolve", &["close", "finish"]),
    ("set", &[]),
    ("snooze", &["silence", "mute"]),
    ("start", &["run", "launch"]),
    ("swap", &["exchange"]),
    ("update", &["edit", "modify", "change", "escalate", "rename"]),
];

/// Whether the tool of this name changes something.
#[must_use]
pub fn changes(name: &str) -> bool {
    let first = name.split('_').next().unwrap_or_default();
    CHANGING.iter().any(|(verb, _)| *verb == first)
}

/// The one of these tools that is most likely meant, if any is.
pub fn nearest(wrong: &str, names: &[&'static str]) -> Option<&'static str> {
    let wrong = words::cut(&in_snake_case(wrong), 80);
    let (first, rest) = wrong.split_once('_').unwrap_or((&wrong, ""));
    let changing = |(verb, others): &&(&'static str, &[&str])| *verb == first || others.contains(&first);
    let named = |verb: &str, rest: &str| {
        let exact = [format!("{verb}_{rest}"), format!("{verb}_{rest}s"), format!("{verb}_{rest}_incident")];
        names.iter().copied().find(|name| exact.iter().any(|one| one == name))
    };
    if let Some((verb, _)) = CHANGING.iter().find(changing) {
        let of_verb = names.iter().copied().filter(|name| name.split('_').next() == Some(*verb));
        let by_letters = || words::nearest(&format!("{verb}_{rest}"), of_verb.clone());
        return named(verb, rest).or_else(by_letters).or_else(|| of_verb.clone().next());
    }
    let reading = || names.iter().copied().filter(|name| !changes(name));
    if LOOKING.contains(&first) {
        return ["get", "find", "list"]
            .into_iter()
            .find_map(|verb| named(verb, rest))
            .or_else(|| words::nearest(&format!("get_{rest}"), reading()));
    }
    // A slip of the pen in the name of a tool that changes something begins like that tool.
    let alike = |name: &&'static str| strsim::jaro_winkler(first, name.split('_').next().unwrap_or_default()) > 0.85;
    named("get", &wrong)
        .or_else(|| words::nearest(&wrong, names.iter().copied().filter(|name| !changes(name) || alike(name))))
        .or_else(|| words::nearest(&format!("get_{wrong}"), reading()))
}

/// `listIncidents`, `list-incidents` and `pagerduty.list_incidents` as `list_incidents`.
fn in_snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len());
    for letter in name.trim().chars() {
        match letter {
            '-' | ' ' | '.' | ':' | '/' => snake.push('_'),
            'A'..='Z' => {
                if snake.ends_with(|last: char| last.is_ascii_lowercase()) {
                    snake.push('_');
                }
                snake.push(letter.to_ascii_lowercase());
            }
            _ => snake.push(letter),
        }
    }
    let words: Vec<&str> = snake.split('_').filter(|word| !word.is_empty()).collect();
    let own = words.iter().position(|word| !matches!(*word, "mcp" | "pagerduty" | "pd")).unwrap_or(0);
    words[own..].join("_")
}
