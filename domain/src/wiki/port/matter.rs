//! What stands above the text of a file between two lines of dashes: a few lines of YAML. We write strings as JSON, which is
//! YAML as well; of what others wrote we read the title and nothing else.

use std::fmt::Write;

use crate::people::check;

const LINE: &str = "---";
/// Somebody's rule across the page that never ends is no front matter.
const LINES_MAX: usize = 200;

/// The lines of a file that tell of its page; those without a value are left out.
pub(super) fn written(rows: &[(&str, Option<String>)]) -> String {
    let mut text = format!("{LINE}\n");
    for (name, value) in rows {
        if let Some(value) = value {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{name}: {value}");
        }
    }
    text + LINE + "\n\n"
}

/// A text as a value.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The title that stands above a text, and the text below.
pub(super) fn split(text: &str) -> (Option<String>, &str) {
    let Some((above, below)) = parts(text) else { return (None, text) };
    let title = above.lines().find_map(|line| line.strip_prefix("title:")).map(value);
    (title.filter(|title| !title.is_empty()), below)
}

/// What stands between the lines, and what stands behind them.
fn parts(text: &str) -> Option<(&str, &str)> {
    let (first, rest) = text.split_once('\n')?;
    if first.trim_end() != LINE {
        return None;
    }
    let mut at = 0;
    for line in rest.split_inclusive('\n').take(LINES_MAX) {
        if matches!(line.trim_end(), LINE | "...") {
            let below = rest.get(at + line.len()..)?;
            return Some((rest.get(..at)?, below.trim_start_matches(['\n', '\r'])));
        }
        at += line.len();
    }
    None
}

fn value(text: &str) -> String {
    let text = text.trim();
    let plain = match text.as_bytes() {
        [b'"', .., b'"'] => serde_json::from_str(text).unwrap_or_else(|_| text.trim_matches('"').to_owned()),
        [b'\'', .., b'\''] => text.trim_matches('\'').replace("''", "'"),
        _ => text.to_owned(),
    };
    check::line(&plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read() {
        let title = "\"Wie\": doet wat? \\ é\u{2028}- #1";
        let above =
            written(&[("title", Some(quoted(title))), ("author", None), ("version", Some("3".into()))]);
        let whole = format!("{above}Tekst\n---\nmeer");
        assert_eq!(split(&whole), (Some(check::line(title)), "Tekst\n---\nmeer"));
    }

    #[test]
    fn of_others_the_title_counts() {
        for (text, title, below) in [
            ("---\ntitle: Start hier\ntags: [a]\n---\nTekst", Some("Start hier"), "Tekst"),
            ("---\r\ntitle: 'Anna''s plan'\r\n---\r\n\r\nTekst", Some("Anna's plan"), "Tekst"),
            ("---\nlayout: x\n...\nTekst", None, "Tekst"),
            ("---\ntitle:\n---\nTekst", None, "Tekst"),
            ("---\nnooit een einde", None, "---\nnooit een einde"),
            ("----\ntitle: x\n---\n", None, "----\ntitle: x\n---\n"),
            ("", None, ""),
        ] {
            assert_eq!(split(text), (title.map(str::to_owned), below), "{text:?}");
        }
    }
}
