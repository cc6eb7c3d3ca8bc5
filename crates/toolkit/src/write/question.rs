//! What a person is asked: the facts, whom it pages and what else it does, and what others wrote, never longer than somebody reads.

use super::quoted::Quote;
use crate::phrasing;

/// Characters of a question.
const MOST: usize = 4_000;

/// Characters of the order that it begins with.
const MAX_OF_ORDER: usize = 2_000;

/// Characters of the sentences that say what it does.
const MAX_OF_SENTENCES: usize = 1_000;

/// Characters of a quoted text, where many have to share the room.
const FEWEST_OF_TEXT: usize = 40;
const MAX_OF_TEXT: usize = 500;

/// Characters that a quoted text has beside its own: its label, its quotes, and the note that it was cut.
const AROUND: usize = 60;

/// What is asked, on a first line, and below it each text with its label on a line of its own.
pub(super) fn asked(order: &str, sentences: &[String], quotes: &[(String, Quote)]) -> String {
    with_quotes(format!("{}?{}", phrasing::cut(order, MAX_OF_ORDER), joined(sentences)), "\n", quotes)
}

/// The same as an order on one line.
pub(super) fn told(order: &str, sentences: &[String], quotes: &[(String, Quote)]) -> String {
    let end = if sentences.is_empty() { "" } else { "." };
    with_quotes(format!("{}{end}{}", phrasing::cut(order, MAX_OF_ORDER), joined(sentences)), "; ", quotes)
}

/// What it does, each sentence behind a blank.
fn joined(sentences: &[String]) -> String {
    let sentences: String = sentences.iter().map(|sentence| format!(" {sentence}")).collect();
    phrasing::cut(&sentences, MAX_OF_SENTENCES)
}

/// Every text gets the same share of the room, so that a long one takes none of another; those that do not fit even so are
/// counted.
fn with_quotes(mut text: String, before: &str, quotes: &[(String, Quote)]) -> String {
    let mut room = MOST.saturating_sub(text.chars().count());
    let share = (room / quotes.len().max(1)).saturating_sub(AROUND).clamp(FEWEST_OF_TEXT, MAX_OF_TEXT);
    for (place, (label, quote)) in quotes.iter().enumerate() {
        let line = format!("{before}{label}: {}", quote.within(share));
        let length = line.chars().count();
        if length + AROUND > room {
            let more = quotes.len() - place;
            text.push_str(&format!("{before}and {more} more {}", if more == 1 { "text" } else { "texts" }));
            break;
        }
        room -= length;
        text.push_str(&line);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_as_long_as_somebody_reads() {
        let quotes = |count: usize, length: usize| -> Vec<(String, Quote)> {
            (0..count).map(|place| (format!("Title of #{place}"), Quote::of(&"x".repeat(length)))).collect()
        };
        for (count, length) in [(1, 10), (1, 5_000), (26, 800), (26, 20), (500, 800)] {
            let text = asked(&"a".repeat(3_000), &["This pages Kim.".into()], &quotes(count, length));
            assert!(text.chars().count() <= MOST, "{count} {length}: {}", text.chars().count());
        }
        let text = asked("Do it", &[], &quotes(26, 800));
        assert!(text.starts_with("Do it?\nTitle of #0: “x") && text.contains("\nTitle of #25: “x"), "{text}");
        let text = asked("Do it", &[], &quotes(500, 800));
        let shown = text.lines().filter(|line| line.starts_with("Title")).count();
        assert!(text.ends_with(&format!("\nand {} more texts", 500 - shown)), "{text}");
        assert_eq!(told("Do it", &[], &quotes(1, 2)), "Do it; Title of #0: “xx”");
    }
}
