//! The text of office files: XML in a ZIP. Of each part so much is unfolded, and no more than some parts are looked at: a small
//! archive can claim to hold the world.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

/// Of one part, unfolded.
const PART_BYTES_MAX: u64 = 32 << 20;
/// Slides, or sheets.
const PARTS_MAX: usize = 300;
const ENTRIES_MAX: usize = 20_000;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Word, PowerPoint and Excel: what stands in `t`, wherever that is.
pub fn read_open_xml(bytes: &[u8]) -> Result<String, String> {
    let mut archive = open(bytes)?;
    let parts = parts(&archive, |name| {
        let is_slide = name.starts_with("ppt/slides/slide") && name.ends_with(".xml");
        let is_text = matches!(
            name,
            "word/document.xml" | "word/footnotes.xml" | "word/endnotes.xml" | "xl/sharedStrings.xml"
        );
        is_slide || is_text
    });
    read_all(&mut archive, &parts, Some(b"t"))
}

/// Text documents, sheets and presentations of OpenDocument have all their words in one part.
pub fn read_open_document(bytes: &[u8]) -> Result<String, String> {
    let mut archive = open(bytes)?;
    let parts = parts(&archive, |name| name == "content.xml");
    read_all(&mut archive, &parts, None)
}

fn open(bytes: &[u8]) -> Result<Archive<'_>, String> {
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    if archive.len() > ENTRIES_MAX { Err("too many entries".to_owned()) } else { Ok(archive) }
}

/// Slide 2 before slide 10.
fn parts(archive: &Archive<'_>, is_meant: fn(&str) -> bool) -> Vec<String> {
    let mut names: Vec<String> =
        archive.file_names().flatten().filter(|name| is_meant(name)).map(Into::into).collect();
    names.sort_by_key(|name| (name.len(), name.clone()));
    names.truncate(PARTS_MAX);
    names
}

fn read_all(archive: &mut Archive<'_>, parts: &[String], element: Option<&[u8]>) -> Result<String, String> {
    let mut text = String::new();
    for name in parts {
        let part = archive.by_name(name).map_err(|error| error.to_string())?;
        let mut xml = Vec::new();
        part.take(PART_BYTES_MAX).read_to_end(&mut xml).map_err(|error| error.to_string())?;
        add_words(&mut text, &xml, element);
    }
    Ok(text)
}

/// The words of one part, up to where it breaks off: a cut or broken one still says something. `element`: the local name within
/// which text counts; none: everywhere.
fn add_words(text: &mut String, xml: &[u8], element: Option<&[u8]>) {
    let mut reader = Reader::from_reader(xml);
    let mut within = 0_usize;
    let is_meant = |start: &BytesStart<'_>| element == Some(start.local_name().as_ref());
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) if is_meant(&start) => within += 1,
            Ok(Event::End(end)) => {
                if element == Some(end.local_name().as_ref()) {
                    within = within.saturating_sub(1);
                }
                if is_break(end.local_name().as_ref()) {
                    text.push('\n');
                }
            }
            Ok(Event::Empty(empty)) if is_space(empty.local_name().as_ref()) => text.push(' '),
            Ok(Event::Text(said)) if element.is_none() || within > 0 => {
                text.push_str(&String::from_utf8_lossy(&said));
            }
            Ok(Event::GeneralRef(name)) if element.is_none() || within > 0 => {
                text.extend(letter(&String::from_utf8_lossy(&name)));
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// Paragraphs, headings, cells of shared text.
fn is_break(name: &[u8]) -> bool {
    matches!(name, b"p" | b"h" | b"si")
}

fn is_space(name: &[u8]) -> bool {
    matches!(name, b"tab" | b"br" | b"cr" | b"s" | b"line-break")
}

/// What `&name;` stands for. A document's own names are nothing: that is how small ones grow without end.
fn letter(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        number => {
            let number = number.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => number.parse().ok(),
            };
            code.and_then(char::from_u32)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(xml: &str, element: Option<&[u8]>) -> String {
        let mut text = String::new();
        add_words(&mut text, xml.as_bytes(), element);
        text
    }

    #[test]
    fn only_text_counts() {
        let xml = "<w:document><w:p><w:r><w:t>Vier </w:t><w:instrText>PAGE</w:instrText><w:t>weken &amp; &#233;&#xe9;n dag</w:t></w:r></w:p><w:p><w:t>Twee</w:t></w:p></w:document>";
        assert_eq!(words(xml, Some(b"t")), "Vier weken & één dag\nTwee\n");
        assert_eq!(words("<text:p>Een<text:tab/>twee</text:p>", None), "Een twee\n");
    }

    #[test]
    fn what_is_broken_says_what_it_can() {
        assert_eq!(words("<p>Half", None), "Half");
        assert_eq!(words("<t>a</t><t", Some(b"t")), "a");
        let bomb = "<!DOCTYPE x [<!ENTITY a \"b\"><!ENTITY c \"&a;&a;\">]><p>&c;d</p>";
        assert_eq!(words(bomb, None), "d\n");
        assert!(read_open_xml(b"PK\x03\x04").is_err() && read_open_document(b"").is_err());
    }
}
