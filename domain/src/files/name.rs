//! Names of files: they come from outside, and are shown, downloaded and saved to disks.

use crate::people::check;

const NAME_CHARS_MAX: usize = 150;
/// An ending longer than this is part of the name.
const ENDING_CHARS_MAX: usize = 12;
/// What stands for a name of which nothing is left.
const NAMELESS: &str = "bestand";

/// The name without folders, control characters and signs that turn the reading direction; cut in its middle, so that its
/// ending stays.
pub fn tidy_name(name: &str) -> String {
    let last =
        name.rsplit(['/', '\\']).find(|part| !part.trim_matches(['.', ' ']).is_empty()).unwrap_or_default();
    let clean: String = check::line(last).chars().filter(|c| !"<>:\"|?*".contains(*c)).collect();
    let clean = clean.trim_matches([' ', '.']);
    if clean.is_empty() { NAMELESS.to_owned() } else { shortened(clean) }
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= NAME_CHARS_MAX {
        return name.to_owned();
    }
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if ending.chars().count() <= ENDING_CHARS_MAX => (stem, format!(".{ending}")),
        _ => (name, String::new()),
    };
    let room = NAME_CHARS_MAX - ending.chars().count();
    stem.chars().take(room).chain(ending.chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_names_a_file_and_nothing_else() {
        for (given, kept) in [
            ("verslag.pdf", "verslag.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\anna\\nota.docx", "nota.docx"),
            ("map/", "map"),
            ("..", "bestand"),
            ("", "bestand"),
            (" . ", "bestand"),
            (".bashrc", "bashrc"),
            ("rekening\u{202e}fdp.exe", "rekeningfdp.exe"),
            ("een\r\nSet-Cookie: x=1", "een Set-Cookie x=1"),
            ("a\0b", "ab"),
            ("<img src=x>.png", "img src=x.png"),
            ("Zoë's  plan.ods", "Zoë's plan.ods"),
        ] {
            assert_eq!(tidy_name(given), kept, "{given:?}");
        }
        let long = tidy_name(&format!("{}.pdf", "ë".repeat(500)));
        assert!(long.ends_with("ë.pdf") && long.chars().count() == NAME_CHARS_MAX);
        assert_eq!(tidy_name(&"x.".repeat(500)).chars().count(), NAME_CHARS_MAX);
    }
}
