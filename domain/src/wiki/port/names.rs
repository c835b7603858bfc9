//! Names of files that every system takes: Windows has words that no file may have, signs that no name may hold, and does not
//! tell capitals from small letters; macOS does not tell how an accent is written; none takes more than 255 bytes.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

use crate::people::check;

/// Of a name without its ending, so that a number and an ending fit behind it.
const BYTES_MAX: usize = 120;

/// What stands for a title of which nothing is left.
const NAMELESS: &str = "_";

/// A title as the name of a file, without an ending.
pub fn file_name(title: &str) -> String {
    let line: String = check::line(title).nfc().map(|c| if is_taken(c) { '-' } else { c }).collect();
    let name = shortened(line.trim_matches([' ', '.']), BYTES_MAX);
    match name {
        "" => NAMELESS.to_owned(),
        name if is_reserved(name) => format!("{name}_"),
        name => name.to_owned(),
    }
}

/// The same, and no other name in `taken` looks like it; it is among them from here on.
pub(super) fn unique_name(title: &str, taken: &mut HashSet<String>) -> String {
    let name = file_name(title);
    if taken.insert(looks(&name)) {
        return name;
    }
    let numbered = (2_u32..).map(|number| format!("{name} ({number})"));
    let mut free = numbered.filter(|name| taken.insert(looks(name)));
    free.next().unwrap_or(name)
}

/// Names that look the same are one file on some systems.
pub(super) fn looks(name: &str) -> String {
    name.nfc().flat_map(char::to_lowercase).collect()
}

/// Control characters and such are gone already.
fn is_taken(c: char) -> bool {
    matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
}

/// Whatever stands behind the first dot: `CON.md` is no file either.
fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    let numbered = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
        || numbered.is_some_and(|number| matches!(number, "¹" | "²" | "³") || is_digit(number))
}

fn is_digit(text: &str) -> bool {
    text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Cut between two letters, without a space or dot at the end.
fn shortened(name: &str, bytes_max: usize) -> &str {
    let fits = |at: &usize| *at <= bytes_max;
    let end = name.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(fits).last().unwrap_or(0);
    name.get(..end).unwrap_or_default().trim_end_matches([' ', '.'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_system_takes_the_name() {
        for (title, name) in [
            ("Wet open overheid", "Wet open overheid"),
            ("Wie doet wat? (2026)", "Wie doet wat- (2026)"),
            ("a/b\\c:d*e\"f<g>h|i", "a-b-c-d-e-f-g-h-i"),
            ("../../etc/passwd", "-..-etc-passwd"),
            ("Einde...", "Einde"),
            (" .verborgen ", "verborgen"),
            ("CON", "CON_"),
            ("nul.txt", "nul.txt_"),
            ("com1", "com1_"),
            ("LPT²", "LPT²_"),
            ("Com12", "Com12"),
            ("Console", "Console"),
            ("議事録 2026", "議事録 2026"),
            ("دليل الموظف", "دليل الموظف"),
            ("Cafe\u{301}", "Café"),
            ("a\u{202e}b\0c", "abc"),
            ("...", "_"),
        ] {
            assert_eq!(file_name(title), name, "{title:?}");
        }
        for long in ["é".repeat(200), "議".repeat(200), "a ".repeat(100)] {
            let name = file_name(&long);
            assert!(name.len() <= BYTES_MAX && name.trim_end_matches([' ', '.']) == name, "{name}");
        }
    }

    #[test]
    fn no_two_names_look_alike() {
        let mut taken = HashSet::new();
        let names = ["Start", "START", "Cafe\u{301}", "café", "Start (2)"]
            .map(|title| unique_name(title, &mut taken));
        assert_eq!(names, ["Start", "START (2)", "Café", "café (2)", "Start (2) (2)"]);
    }
}
