//! Secrets that strangers sent: integration keys, tokens and passwords in details, in texts and in addresses. Whoever reads an
//! answer may pass it on, so they are masked in every answer, also where objects are shown as PagerDuty sent them.
//!
//! A secret is known by the name before it, or by its place in an address. A value by itself is never taken for one: alert keys
//! and incident keys look the same. Each byte of a text is looked at a bounded number of times.

mod address;
mod login;
mod names;
mod separator;

use serde_json::{Map, Value};

use self::{
    names::Certainty,
    separator::{Separator, Separators, ends},
};

/// What is shown instead of a secret.
pub(crate) const MASKED: &str = "[redacted]";

/// Blanks, quotes and marks between a separator and a value.
const LONGEST_GAP: usize = 32;

/// Bytes of a value that show whether it is a secret.
const LONGEST_LOOK: usize = 256;

/// Bytes before a separator that can be a name.
const LONGEST_NAME: usize = 32;

/// Fields that hold what the name of their object, or the name beside them, is about.
const VALUES: [&str; 2] = ["value", "key"];

/// Masks the texts of a field of this name, if the name says that they are secret.
pub(crate) fn mask_field(name: &str, value: &mut Value) {
    if HEADERS.contains(&name) {
        mask_values(value);
    }
    if let Some(certainty) = names::of_field(name) {
        mask_texts(value, certainty);
    }
}

/// Masks the value of a pair such as `{"name": "Authorization", "value": "…"}`, as headers and variables are listed.
pub(crate) fn mask_pair(fields: &mut Map<String, Value>) {
    let name = ["name", "key"].into_iter().find_map(|field| names::of_field(fields.get(field)?.as_str()?));
    if let (Some(certainty), Some(value)) = (name, fields.get_mut("value")) {
        mask_texts(value, certainty);
    }
}

/// Lists of what goes along with requests of webhooks, whose values let them in somewhere.
const HEADERS: [&str; 2] = ["custom_headers", "headers"];

/// Masks the values of such a list.
fn mask_values(headers: &mut Value) {
    for header in headers.as_array_mut().into_iter().flatten() {
        if let Some(Value::String(value)) = header.get_mut("value").filter(|value| *value != "") {
            MASKED.clone_into(value);
        }
    }
}

fn mask_texts(value: &mut Value, certainty: Certainty) {
    match value {
        Value::String(text) if certainty.covers_field(text) => MASKED.clone_into(text),
        Value::Number(_) if certainty == Certainty::Any => *value = MASKED.into(),
        Value::Array(values) => values.iter_mut().for_each(|value| mask_texts(value, certainty)),
        // Its other fields have names of their own.
        Value::Object(fields) => {
            // The names of cookies say nothing.
            let is_meant = |name: &str| certainty == Certainty::Line || VALUES.contains(&name);
            for (_, value) in fields.iter_mut().filter(|(name, _)| is_meant(name)) {
                mask_texts(value, certainty);
            }
        }
        _ => {}
    }
}

/// Masks the secrets inside of a text: `"service_key": "…"`, `password=…`, `Authorization: Bearer …`, `https://user:…@host`.
pub(crate) fn mask(text: &mut String) {
    mask_named(text);
    address::mask_paths(text);
}

/// Masks those that a name or a scheme stands before.
fn mask_named(text: &mut String) {
    let bytes = text.as_bytes();
    let mut masked = String::new();
    let (mut at, mut shown) = (0, 0);
    let mut separators = Separators::of(bytes);
    while let Some(separator) = separators.next(at) {
        at = separator.end;
        let secret = login::password(bytes, &separator).or_else(|| secret_after(bytes, &separator));
        let Some((start, end)) = secret.filter(|(start, _)| *start >= shown) else { continue };
        masked.push_str(text.get(shown..start).unwrap_or_default());
        masked.push_str(MASKED);
        (at, shown) = (end, end);
    }
    if shown > 0 {
        masked.push_str(text.get(shown..).unwrap_or_default());
        *text = masked;
    }
}

/// Where the secret after this separator starts and ends, if there is one.
fn secret_after(text: &[u8], separator: &Separator) -> Option<(usize, usize)> {
    // A clock: no name of a secret ends with a digit.
    if separator.start > 0 && text[separator.start - 1].is_ascii_digit() {
        return None;
    }
    if text[separator.start..].starts_with(b"://") {
        return address::password(text, separator.end + 2);
    }
    let name = name_before(text, separator.start);
    let certainty = if text[separator.start] == b'=' { names::in_query(text, name.clone()) } else { None };
    let certainty = certainty.or_else(|| names::certainty(&text[name.clone()]))?;
    // The end of a tag.
    if text[separator.start] == b'>' && name.start.checked_sub(1).and_then(|place| text.get(place)) != Some(&b'<') {
        return None;
    }
    let mut start = separator.end;
    let mut is_quoted = false;
    // Quotes inside of quotes are escaped, and escaped again.
    while let Some(byte @ (b' ' | b'\t' | b'*' | b'\\' | b'"' | b'\'' | b'`' | b'=' | b'>')) = text.get(start) {
        is_quoted |= matches!(byte, b'"' | b'\'' | b'`');
        start += 1;
        if start > separator.end + LONGEST_GAP {
            return None;
        }
    }
    start = after_scheme(text, start);
    let is_header = certainty == Certainty::Line && text[separator.start] == b':';
    let length_of = |value: &[u8]| {
        if is_header && !is_quoted {
            line(value)
        } else if separator.is_escaped {
            let goes_on = |(at, byte): &(usize, &u8)| !ends(**byte, false) && !separator::is_escaped_end(&value[*at..]);
            value.iter().enumerate().take_while(goes_on).count()
        } else {
            value.iter().take_while(|byte| !ends(**byte, is_quoted)).count()
        }
    };
    let rest = &text[start..];
    let length = length_of(&rest[..rest.len().min(LONGEST_LOOK)]);
    let value = rest[..length].utf8_chunks().next().map_or("", |chunk| chunk.valid());
    let is_reference = value.starts_with(['[', '{', '$']);
    let is_assigned = is_quoted || text[separator.start] != b':';
    let is_secret = if is_assigned { certainty.covers_field(value) } else { certainty.covers_words(value) };
    let end = || start + if length < LONGEST_LOOK { length } else { length_of(rest) };
    (is_secret && !is_reference).then(|| (start, end()))
}

/// How long a line of cookies is: their values may be in quotes, and the line too.
fn line(text: &[u8]) -> usize {
    let (mut is_in_quotes, mut before) = (false, 0);
    let length = text.iter().take_while(|byte| {
        match **byte {
            b'"' if before == b'=' || is_in_quotes => is_in_quotes = !is_in_quotes,
            byte if ends(byte, true) => return false,
            _ => {}
        }
        before = **byte;
        true
    });
    length.count()
}

/// The name before a separator: letters, digits and what joins them.
fn name_before(text: &[u8], separator: usize) -> std::ops::Range<usize> {
    let around = |byte: &&u8| matches!(**byte, b' ' | b'"' | b'\'' | b'\\' | b'`' | b'*');
    let end = separator - text[..separator].iter().rev().take(8).take_while(around).count();
    let of_name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(**byte, b'_' | b'-' | b'.' | b' ');
    let length = text[..end].iter().rev().take(LONGEST_NAME).take_while(of_name).count();
    end - length..end
}

/// The place after the scheme of an `Authorization`, if one is here.
fn after_scheme(text: &[u8], start: usize) -> usize {
    let schemes: [&[u8]; 7] = [b"bearer ", b"basic ", b"token ", b"apikey ", b"geniekey ", b"bot ", b"ssws "];
    let is_here =
        |scheme: &&&[u8]| text[start..].get(..scheme.len()).is_some_and(|here| here.eq_ignore_ascii_case(scheme));
    schemes.iter().find(is_here).map_or(start, |scheme| start + scheme.len())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn masked(text: &str) -> String {
        let mut text = text.to_owned();
        mask(&mut text);
        text
    }

    #[test]
    fn secrets_in_texts_are_masked() {
        for (before, after) in [
            (
                r#"{"service_key": "e93facc04764012d7bfb002500d5d1a6", "a": 1}"#,
                r#"{"service_key": "[redacted]", "a": 1}"#,
            ),
            (r#"{\"routing_key\":\"R0123456789ABCDEF0123456789ABCDE\"}"#, r#"{\"routing_key\":\"[redacted]\"}"#),
            ("'integration-key' => 'e93facc04764012d7bfb002500d5d1a6'", "'integration-key' => '[redacted]'"),
            ("Integration Key: e93facc04764012d7bfb002500d5d1a6, team a", "Integration Key: [redacted], team a"),
            ("service_key=e93facc04764012d7bfb002500d5d1a6\nnext", "service_key=[redacted]\nnext"),
            ("DB_PASSWORD=hunter2 ok", "DB_PASSWORD=[redacted] ok"),
            ("Server=db;User Id=sa;Password=p w;", "Server=db;User Id=sa;Password=[redacted] w;"),
            ("Authorization: Bearer eyJhbGciOi.J9 and", "Authorization: Bearer [redacted] and"),
            ("Authorization: Token token=u+AbCdEfGh", "Authorization: Token token=[redacted]"),
            ("X-Api-Key: 0123abcd", "X-Api-Key: [redacted]"),
            ("<service_key>e93facc04764012d7bfb002500d5d1a6</service_key>", "<service_key>[redacted]</service_key>"),
            ("at https://ops:hunter2@db.example.org/x?a=1", "at https://ops:[redacted]@db.example.org/x?a=1"),
            ("https://ghp_0123456789abcdef@git.example.org/x", "https://[redacted]@git.example.org/x"),
            ("https://a.example.org/x?token=abcd&b=2", "https://a.example.org/x?token=[redacted]&b=2"),
            (
                "https://a.example.org/?X-Amz-Signature=0a1b&x=1",
                "https://a.example.org/?X-Amz-Signature=[redacted]&x=1",
            ),
            ("https://a.example.org/?key=AIzaSyA0123456789abcdefghijk", "https://a.example.org/?key=[redacted]"),
            (
                "https://events.pagerduty.com/integration/e93facc04764012d7bfb002500d5d1a6/enqueue?x=1",
                "https://events.pagerduty.com/integration/[redacted]?x=1",
            ),
            ("https://hooks.slack.com/services/T0/B0/xyz, then", "https://hooks.slack.com/services/[redacted], then"),
            ("Authorization: GenieKey 0a1b2c3d-4e5f", "Authorization: GenieKey [redacted]"),
            ("**Integration Key:** e93facc04764012d7bfb", "**Integration Key:** [redacted]"),
            ("service_key:\t             e93facc04764012d7bfb", "service_key:\t             [redacted]"),
            ("curl -u ops:hunter2 https://a.example.org", "curl -u ops:[redacted] https://a.example.org"),
            ("curl -s --user 'ops1:p w' x", "curl -s --user 'ops1:[redacted]' x"),
            ("curl -uops@example.org:hunter2", "curl -uops@example.org:[redacted]"),
            ("Cookie: sid=abc; b=\"c d\"; e=f\nnext", "Cookie: [redacted]\nnext"),
            ("< Set-Cookie: sid=abc; Path=/; HttpOnly\r\n< x", "< Set-Cookie: [redacted]\r\n< x"),
            (r#"curl -H "Cookie: a=b; c=d" x"#, r#"curl -H "Cookie: [redacted]" x"#),
            (r#"{"cookie": "a=b; c=d", "e": 1}"#, r#"{"cookie": "[redacted]", "e": 1}"#),
            ("pwd=hunter;Pass=hunter, db_pass: \"hunter\"", "pwd=[redacted];Pass=[redacted], db_pass: \"[redacted]\""),
            ("service_key -> e93facc04764 and", "service_key -> [redacted] and"),
            ("password -> hunter", "password -> [redacted]"),
            ("?next=%2Fx%3Ftoken%3Dabcd%2Bef%26b%3D2", "?next=%2Fx%3Ftoken%3D[redacted]%26b%3D2"),
            ("password%253Dhunter%2526b", "password%253D[redacted]%2526b"),
            ("webhook_secret: \"abc\"; password: hunter2", "webhook_secret: \"[redacted]\"; password: [redacted]"),
        ] {
            assert_eq!(masked(before), after);
            assert_eq!(masked(after), after, "masking twice");
        }
        let long = "\u{e9}a".repeat(LONGEST_LOOK);
        assert_eq!(masked(&format!("password={long} x")), "password=[redacted] x");
    }

    #[test]
    fn other_texts_stay() {
        for text in [
            "dedup_key: e93facc04764012d7bfb002500d5d1a6",
            r#"{"incident_key": "e93facc04764012d7bfb002500d5d1a6", "alert_key": "abc"}"#,
            "the token: expired; password: incorrect; secret: not found",
            r#"{"routing_key": "orders.created.v1"}"#,
            "routing_key=orders.#",
            "tokens: 123456, key=value, monkey: 5a5a5a5a5a5a5a5a5a5a5a",
            "https://wiki.example.org/kettle?a=b#token",
            "https://example.org/@ana?x=1 mail ana@example.org",
            "password: ${DB_PASSWORD}",
            "PWD=/srv/app OLDPWD=/ pass=12 pass: 3 bypass=abc pass=true",
            "docker run -u app:app x, date -u 10:15, curl -u ops https://x:1",
            "cookie: none, cookies: 5",
            "$token->expires, this->password, <!-- token --> abc, a -> b",
            "100%3D5 name%3Dabc % %3",
            "a => b, c >= d, https://",
            "token:",
            "",
        ] {
            assert_eq!(masked(text), text);
        }
    }

    #[test]
    fn fields_are_masked_by_their_names() {
        let key = "e93facc04764012d7bfb002500d5d1a6";
        for (name, value, expected) in [
            ("service_key", json!(key), json!(MASKED)),
            ("serviceKey", json!("short"), json!(MASKED)),
            ("Integration Key", json!(key), json!(MASKED)),
            ("routing_keys", json!([key, 1]), json!([MASKED, 1])),
            ("webhook_secret", json!("a b"), json!("a b")),
            ("client_secret", json!("abc"), json!(MASKED)),
            ("db.password", json!("a b"), json!(MASKED)),
            ("tokens", json!(5), json!(5)),
            ("access_token", json!(null), json!(null)),
            ("secret", json!({"name": "x"}), json!({"name": "x"})),
            ("routing_key", json!("orders.created"), json!("orders.created")),
            ("private_url_key", json!("a"), json!(MASKED)),
            ("headers", json!([{"name": "X-Auth", "value": "a b"}]), json!([{"name": "X-Auth", "value": MASKED}])),
            ("incident_key", json!(key), json!(key)),
            ("alert_key", json!(key), json!(key)),
            ("id", json!(key), json!(key)),
            ("password", json!(12345), json!(MASKED)),
            ("secret", json!({"key": key, "id": "x"}), json!({"key": MASKED, "id": "x"})),
            ("integration_keys", json!([[key], {"key": key}]), json!([[MASKED], {"key": MASKED}])),
            ("integration_key_v2", json!(key), json!(MASKED)),
            ("service_key_1", json!(key), json!(MASKED)),
            ("\"api_key\"[]:", json!(key), json!(MASKED)),
            ("service/key", json!(key), json!(MASKED)),
            ("token_v", json!(key), json!(key)),
            ("pass", json!("abc"), json!(MASKED)),
            ("pass", json!(5), json!(5)),
            ("pwd", json!("abc"), json!(MASKED)),
            ("cookies", json!({"sid": "a b"}), json!({"sid": MASKED})),
            ("Set-Cookie", json!(["a=b; c=d"]), json!([MASKED])),
        ] {
            let mut value = value;
            mask_field(name, &mut value);
            assert_eq!(value, expected, "{name}");
        }
    }

    #[test]
    fn values_are_masked_by_the_names_beside_them() {
        for (pair, expected) in [
            (
                json!({"name": "DB_PASSWORD", "value": "hunter 2", "id": "1"}),
                json!({"name": "DB_PASSWORD", "value": MASKED, "id": "1"}),
            ),
            (json!({"key": "X-Api-Key", "value": ["abc"]}), json!({"key": "X-Api-Key", "value": [MASKED]})),
            (json!({"name": "Host", "value": "x"}), json!({"name": "Host", "value": "x"})),
            (json!({"name": "token", "value": 5}), json!({"name": "token", "value": 5})),
        ] {
            let Value::Object(mut fields) = pair else { panic!() };
            mask_pair(&mut fields);
            assert_eq!(Value::Object(fields), expected);
        }
    }

    #[test]
    fn a_text_made_of_names_takes_no_longer_than_others() {
        for piece in [
            "token:",
            "token=",
            "password: ",
            "https://a:",
            "\"token\": \"",
            "token>",
            "x.pagerduty.com/private/",
            ".com/",
            "%2525252525",
            "token: * ",
            "curl -u a:",
            "token -> ",
            "token%3D",
            "Cookie: ",
            "Cookie: [=",
            "token=$",
            "routing_key=.",
        ] {
            let started = std::time::Instant::now();
            mask(&mut piece.repeat(20_000));
            assert!(started.elapsed().as_secs() < 5, "{piece}");
        }
    }
}
