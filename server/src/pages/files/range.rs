//! Which part of a file is asked for (RFC 9110, section 14). One part; whoever asks for several gets the whole, as he must
//! expect.

use std::ops::Range;

use axum::http::{HeaderMap, header};

/// What is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Whole,
    Some(Range<u64>),
    /// No byte of it is there.
    Beyond,
}

/// `tag` is the strong tag of what is here now: a part of something else is no part of this.
pub fn asked(headers: &HeaderMap, tag: &str, size_bytes: u64) -> Part {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(range) = text(header::RANGE) else { return Part::Whole };
    if text(header::IF_RANGE).is_some_and(|known| known.trim() != tag) {
        return Part::Whole;
    }
    read(range, size_bytes).unwrap_or(Part::Whole)
}

/// `None` for what is not understood, which counts as not asked.
fn read(range: &str, size_bytes: u64) -> Option<Part> {
    let (first, last) = range.trim().strip_prefix("bytes=")?.split_once('-')?;
    let number = |text: &str| {
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        // More digits than a number can hold is further than any file.
        is_number.then(|| text.parse().unwrap_or(u64::MAX))
    };
    let part = match (first.trim(), last.trim()) {
        ("", last) => size_bytes.saturating_sub(number(last)?)..size_bytes,
        (first, "") => number(first)?..size_bytes,
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            if last < first {
                return None;
            }
            first..last.saturating_add(1).min(size_bytes)
        }
    };
    Some(if part.start < part.end { Part::Some(part) } else { Part::Beyond })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_as_the_standard_says() {
        for (range, expected) in [
            ("bytes=0-9", Some(Part::Some(0..10))),
            ("bytes=90-", Some(Part::Some(90..100))),
            ("bytes=-10", Some(Part::Some(90..100))),
            ("bytes=-500", Some(Part::Some(0..100))),
            ("bytes=50-500", Some(Part::Some(50..100))),
            ("bytes=99-99", Some(Part::Some(99..100))),
            ("bytes=100-", Some(Part::Beyond)),
            ("bytes=-0", Some(Part::Beyond)),
            ("bytes=99999999999999999999999-", Some(Part::Beyond)),
            ("bytes=9-0", None),
            ("bytes=0-1,5-6", None),
            ("bytes=-", None),
            ("bytes=+1-2", None),
            ("bytes=x-y", None),
            ("items=0-9", None),
            ("", None),
        ] {
            assert_eq!(read(range, 100), expected, "{range}");
        }
        assert_eq!(read("bytes=0-", 0), Some(Part::Beyond));
    }

    #[test]
    fn a_part_of_something_else_is_not_given() {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, "bytes=1-2".parse().unwrap());
        assert_eq!(asked(&headers, "\"a\"", 9), Part::Some(1..3));
        for (known, expected) in
            [("\"a\"", Part::Some(1..3)), ("\"b\"", Part::Whole), ("W/\"a\"", Part::Whole)]
        {
            headers.insert(header::IF_RANGE, known.parse().unwrap());
            assert_eq!(asked(&headers, "\"a\"", 9), expected, "{known}");
        }
    }
}
