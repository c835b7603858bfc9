//! What an author can do so that everybody can read along (EN 301 549, 11.8: an editor helps to make accessible
//! content). Advice, never a refusal.

use comrak::Arena;
use comrak::nodes::{Node, NodeValue};

use super::{parse, read};

/// More would be a lecture.
const ADVICE_MAX: usize = 10;
const QUOTED_CHARS_MAX: usize = 60;

/// Texts of links that say nothing to who hears only the links of a page, lower case.
const SAYS_NOTHING: [&str; 22] = [
    "hier",
    "klik hier",
    "klik",
    "lees meer",
    "meer",
    "lees verder",
    "meer informatie",
    "link",
    "deze link",
    "deze pagina",
    "website",
    "here",
    "click here",
    "click",
    "read more",
    "more",
    "learn more",
    "more information",
    "this link",
    "this page",
    "this",
    "deze",
];

/// One thing to mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Advice {
    /// An image without words for who cannot see it, that is not marked as decoration either.
    ImageWithoutText { address: String },
    /// A heading that stands more than one level below the one before it.
    HeadingSkipped { heading: String },
    /// A link whose words do not tell where it leads.
    LinkSaysNothing { words: String },
    /// A link that shows its address instead of words.
    LinkIsAddress { address: String },
}

/// What is hard to read for some, in the order of the text; each once.
pub fn bad_practice(markdown: &str) -> Vec<Advice> {
    let arena = Arena::new();
    let mut found = Vec::new();
    let Some(root) = parse(&arena, markdown, true) else { return found };
    let mut level = None;
    for node in root.descendants() {
        let advice = match &node.data().value {
            NodeValue::Heading(heading) => {
                let is_skipped = level.replace(heading.level).is_some_and(|above| heading.level > above + 1);
                is_skipped.then(|| Advice::HeadingSkipped { heading: quoted(&read::words(node)) })
            }
            NodeValue::Image(image) if read::words(node).trim().is_empty() => {
                Some(Advice::ImageWithoutText { address: quoted(&image.url) })
            }
            NodeValue::Link(link) => about_link(node, &link.url),
            _ => None,
        };
        found.extend(advice.filter(|advice| !found.contains(advice)));
        if found.len() == ADVICE_MAX {
            break;
        }
    }
    found
}

fn about_link(node: Node<'_>, address: &str) -> Option<Advice> {
    let words = read::words(node);
    let words = words.trim();
    let plain = words.trim_end_matches(['.', '!', '…', '>', '»', ':']).trim_end().to_lowercase();
    if SAYS_NOTHING.contains(&plain.as_str()) {
        return Some(Advice::LinkSaysNothing { words: quoted(words) });
    }
    let is_address = ["http://", "https://", "www."].iter().any(|start| plain.starts_with(start));
    // A mail address is what one reads aloud.
    (is_address && !address.starts_with("mailto:")).then(|| Advice::LinkIsAddress { address: quoted(words) })
}

fn quoted(text: &str) -> String {
    read::excerpt_of(text, QUOTED_CHARS_MAX)
}
