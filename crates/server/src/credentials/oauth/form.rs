//! Names and values in the encoding of forms and query strings (`application/x-www-form-urlencoded`).

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Unreserved characters, which need no encoding anywhere (RFC 3986, section 2.3).
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

pub(super) fn write(fields: &[(&str, &str)]) -> String {
    let encode = |text| utf8_percent_encode(text, RESERVED);
    let fields: Vec<_> = fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    fields.join("&")
}

pub(super) fn read(text: &str) -> Vec<(String, String)> {
    let decode = |text: &str| {
        let spaced = if text.contains('+') { Cow::Owned(text.replace('+', " ")) } else { Cow::Borrowed(text) };
        percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
    };
    let fields = text.split('&').filter(|field| !field.is_empty());
    fields
        .map(|field| field.split_once('=').unwrap_or((field, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let fields = [("a", "1+1 = 2&3"), ("\u{e9}[]", "%2B"), ("", "~-._"), ("empty", "")];
        let text = write(&fields);
        assert_eq!(text, "a=1%2B1%20%3D%202%263&%C3%A9%5B%5D=%252B&=~-._&empty=");
        assert_eq!(read(&text), fields.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[test]
    fn anything_can_be_read() {
        let read = |text| read(text).into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>();
        assert_eq!(read("a+b=c+d&&x&=&y=1=2&%zz=%"), ["a b=c d", "x=", "=", "y=1=2", "%zz=%"]);
        assert_eq!(read("%ff=%C3"), ["\u{fffd}=\u{fffd}"]);
        assert!(read("").is_empty());
    }
}
