//! The process that reads one document, `plein read-document`: it limits itself first, reads, writes the text, and ends.

use std::path::Path;

use domain::files::texts::{CHARS_MAX, Format};
use rustix::process::{Resource, Rlimit, setrlimit};

use super::office;

/// Address space; what a page takes to unfold is a fraction of it.
const MEMORY_BYTES_MAX: u64 = 2 << 30;
const PROCESSOR_SECONDS_MAX: u64 = 20;
/// Four bytes a letter at most.
const WRITTEN_BYTES_MAX: u64 = (CHARS_MAX as u64) * 4;

/// Reads a document and writes its text. An error is for nobody: whoever started this knows what it was given.
pub fn run(format: Format, from: &Path, to: &Path) -> Result<(), String> {
    limit()?;
    let bytes = std::fs::read(from).map_err(|error| error.to_string())?;
    let text = match format {
        Format::Pdf => pdf_extract::extract_text_from_mem(&bytes).map_err(|error| error.to_string())?,
        Format::OpenXml => office::read_open_xml(&bytes)?,
        Format::OpenDocument => office::read_open_document(&bytes)?,
        Format::Plain => String::from_utf8_lossy(&bytes).into_owned(),
    };
    std::fs::write(to, tidy(&text)).map_err(|error| error.to_string())
}

fn limit() -> Result<(), String> {
    for (resource, most) in [
        (Resource::As, MEMORY_BYTES_MAX),
        (Resource::Cpu, PROCESSOR_SECONDS_MAX),
        (Resource::Fsize, WRITTEN_BYTES_MAX),
        (Resource::Core, 0),
    ] {
        let limit = Rlimit { current: Some(most), maximum: Some(most) };
        setrlimit(resource, limit).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Words with single spaces between them, and no signs that nobody sees; as much as is kept.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len().min(CHARS_MAX));
    for word in text.split(|letter: char| letter.is_whitespace() || letter.is_control()) {
        if !word.is_empty() {
            tidy.push_str(word);
            tidy.push(' ');
        }
    }
    tidy.chars().take(CHARS_MAX).collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_words_in_one_line() {
        assert_eq!(tidy(" Nota\n\n parkeren\t\u{0}2026 "), "Nota parkeren 2026");
        assert_eq!(tidy(&"é ".repeat(CHARS_MAX)).chars().count(), CHARS_MAX - 1);
        assert_eq!(tidy("\n"), "");
    }
}
