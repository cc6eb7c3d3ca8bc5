//! The one string format that is checked: `date-time`, as RFC 3339 spells it.
//!
//! PagerDuty reads laxer spellings too, but takes those without an offset in
//! the zone of the account, so neither side of our tests should use them.

/// Whether `text` is a full date and time with an offset.
pub(crate) fn is_date_time(text: &str) -> bool {
    let Some((moment, rest)) = text.split_at_checked(19) else {
        return false;
    };
    let offset = match rest.strip_prefix('.') {
        Some(fraction) => {
            let offset = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
            if offset.len() == fraction.len() {
                return false;
            }
            offset
        }
        None => rest,
    };
    is_moment(moment) && (offset == "Z" || is_numeric_offset(offset))
}

fn is_moment(text: &str) -> bool {
    has_form(text, "0000-00-00T00:00:00")
        && within(&text[5..7], 1, 12)
        && within(&text[8..10], 1, 31)
        && within(&text[11..13], 0, 23)
        && within(&text[14..16], 0, 59)
        && within(&text[17..19], 0, 60)
}

fn is_numeric_offset(text: &str) -> bool {
    (has_form(text, "+00:00") || has_form(text, "-00:00")) && within(&text[1..3], 0, 23) && within(&text[4..6], 0, 59)
}

/// Whether `text` has a digit where `form` has `0`, and else the same characters.
fn has_form(text: &str, form: &str) -> bool {
    text.len() == form.len()
        && text.bytes().zip(form.bytes()).all(|(byte, expected)| match expected {
            b'0' => byte.is_ascii_digit(),
            _ => byte == expected,
        })
}

fn within(digits: &str, low: u8, high: u8) -> bool {
    digits.parse().is_ok_and(|number: u8| (low..=high).contains(&number))
}

#[cfg(test)]
mod tests {
    use super::is_date_time;

    #[test]
    fn takes_rfc_3339() {
        for text in [
            "2026-02-01T10:20:30Z",
            "2026-02-01T10:20:30.123Z",
            "2026-02-01T10:20:30+05:30",
            "2026-02-01T10:20:30-08:00",
        ] {
            assert!(is_date_time(text), "{text}");
        }
    }

    #[test]
    fn refuses_everything_else() {
        for text in [
            "",
            "now",
            "2026-02-01",
            "2026-02-01T10:20Z",
            "2026-02-01T10:20:30",
            "2026-02-01T10:20:30.Z",
            "2026-02-01 10:20:30Z",
            "2026-02-01T10:20:30 05:30",
            "2026-13-01T10:20:30Z",
            "2026-02-01T24:20:30Z",
            "2026-02-01T10:20:30ZZ",
            "2026-02-01T10:20:3é0Z",
        ] {
            assert!(!is_date_time(text), "{text}");
        }
    }
}
