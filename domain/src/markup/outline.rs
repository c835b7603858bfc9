//! The headings of a page: what a table of contents shows, and where it leads.
//!
//! Reads HTML that the sanitiser wrote, in which a heading has no attribute and every `<` of the text is escaped.

use crate::text;

/// A heading of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// From 3, since the page's own stand above it.
    pub level: u8,
    pub id: String,
    pub words: String,
}

/// Keeps headings apart from everything else on the page that has a name.
const PREFIX: &str = "s-";
const LEVELS: [u8; 4] = [3, 4, 5, 6];
/// A longer list helps nobody to find anything.
const HEADINGS_MAX: usize = 300;

/// Gives each heading a name that one can point at: its words, and a number behind them where they stand twice.
pub(super) fn with_ids(html: &str) -> String {
    let mut ids: Vec<String> = Vec::new();
    let mut out = String::with_capacity(html.len() + 256);
    let mut rest = html;
    while let Some((before, level, inside)) = next_heading(rest).filter(|_| ids.len() < HEADINGS_MAX) {
        let id = free_id(&words_until_end(inside, level), &ids);
        out.push_str(before);
        out.push_str(&format!("<h{level} id=\"{id}\">"));
        ids.push(id);
        rest = inside;
    }
    out.push_str(rest);
    out
}

/// What stands before the next heading, its level, and what follows its tag.
fn next_heading(html: &str) -> Option<(&str, u8, &str)> {
    html.match_indices("<h").find_map(|(at, _)| {
        let (digit, inside) = html[at + 2..].split_once('>')?;
        let level = digit.parse().ok().filter(|level| LEVELS.contains(level))?;
        Some((&html[..at], level, inside))
    })
}

fn words_until_end(inside: &str, level: u8) -> String {
    let end = inside.find(&format!("</h{level}>")).unwrap_or(inside.len());
    plain(&inside[..end])
}

fn free_id(words: &str, taken: &[String]) -> String {
    let base = format!("{PREFIX}{}", text::slug(words));
    let numbered = (2..).map(|number| format!("{base}-{number}"));
    let mut ids = std::iter::once(base.clone()).chain(numbered);
    ids.find(|id| !taken.contains(id)).unwrap_or(base.clone())
}

/// The headings of a page that [`super::to_page`] made.
pub fn headings(html: &str) -> Vec<Heading> {
    let mut found = Vec::new();
    for part in html.split("<h").skip(1) {
        let Some((level, rest)) = part.split_once(" id=\"") else { continue };
        let (Ok(level), Some((id, inside))) = (level.parse(), rest.split_once("\">")) else { continue };
        found.push(Heading { level, id: id.to_owned(), words: words_until_end(inside, level) });
    }
    found
}

/// Words without tags, as they are read.
fn plain(html: &str) -> String {
    let mut words = String::new();
    for (number, part) in html.split('<').enumerate() {
        let text = if number == 0 { part } else { part.split_once('>').map_or("", |(_, text)| text) };
        words.push_str(text);
    }
    let words = words.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&amp;", "&");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
