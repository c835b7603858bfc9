//! Reading a text without showing it: its words, and whom it names.

use std::ops::Range;

use comrak::Arena;
use comrak::arena_tree::NodeEdge;
use comrak::nodes::{Node, NodeValue};

use super::parse;

/// More names than this call nobody.
const MENTIONS_MAX: usize = 50;
const ELLIPSIS: char = '…';

/// The words of a text in one line of at most `chars_max` characters, cut behind a word.
pub fn excerpt(markdown: &str, chars_max: usize) -> String {
    let arena = Arena::new();
    let words = parse(&arena, markdown, true).map_or_else(|| markdown.to_owned(), words);
    excerpt_of(&words, chars_max)
}

/// The same of words that are no Markdown.
pub(super) fn excerpt_of(words: &str, chars_max: usize) -> String {
    shortened(&words.split_whitespace().collect::<Vec<_>>().join(" "), chars_max)
}

fn shortened(line: &str, chars_max: usize) -> String {
    if line.chars().count() <= chars_max {
        return line.to_owned();
    }
    let room: String = line.chars().take(chars_max.saturating_sub(1)).collect();
    let ends_in_word = line[room.len()..].starts_with(|c: char| !c.is_whitespace());
    // One word longer than the whole line is cut where the line ends.
    let kept = match room.rfind(' ') {
        Some(space) if ends_in_word => &room[..space],
        _ => room.as_str(),
    };
    let kept = kept.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':'));
    if chars_max == 0 { String::new() } else { format!("{kept}{ELLIPSIS}") }
}

/// What one would read aloud of a part: text, code, and the texts of images.
pub(super) fn words(part: Node<'_>) -> String {
    let mut words = String::new();
    for edge in part.traverse() {
        match edge {
            NodeEdge::Start(node) => match &node.data().value {
                NodeValue::Text(text) => words.push_str(text),
                NodeValue::Code(code) => words.push_str(&code.literal),
                NodeValue::HtmlInline(text) => words.push_str(text),
                NodeValue::CodeBlock(code) => words.push_str(&code.literal),
                NodeValue::HtmlBlock(html) => words.push_str(&html.literal),
                NodeValue::SoftBreak | NodeValue::LineBreak => words.push(' '),
                _ => {}
            },
            NodeEdge::End(node) if is_apart(&node.data().value) => words.push(' '),
            NodeEdge::End(_) => {}
        }
    }
    words
}

fn is_apart(value: &NodeValue) -> bool {
    value.block() || matches!(value, NodeValue::TableCell)
}

/// Whom a text names: `@handle` here or `@handle@host` elsewhere, each once, in order. Code and links name nobody.
pub fn mentions(markdown: &str) -> Vec<String> {
    let arena = Arena::new();
    let mut found: Vec<String> = Vec::new();
    let Some(root) = parse(&arena, markdown, false) else { return found };
    for node in root.descendants() {
        let NodeValue::Text(text) = &node.data().value else { continue };
        let is_link = |node: Node<'_>| matches!(node.data().value, NodeValue::Link(_) | NodeValue::Image(_));
        if node.ancestors().any(is_link) {
            continue;
        }
        for (_, mention) in named_in(text) {
            if found.len() < MENTIONS_MAX && !found.contains(&mention) {
                found.push(mention);
            }
        }
    }
    found
}

/// The mentions in a stretch of text: where each stands, its sign included, and whom it names.
pub(super) fn named_in(text: &str) -> Vec<(Range<usize>, String)> {
    let starts = text.match_indices('@').filter(|(at, _)| {
        let before = text[..*at].chars().next_back();
        before.is_none_or(|c| c.is_whitespace() || "([{\"'‘“„*—–,;:".contains(c))
    });
    starts
        .filter_map(|(at, _)| {
            let name = mention(&text[at + 1..])?;
            Some((at..at + 1 + name.len(), name))
        })
        .collect()
}

/// The handle at the beginning of a text, and the host behind it if there is one.
fn mention(text: &str) -> Option<String> {
    let handle = leading(text, |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
    let name = handle.trim_end_matches(['.', '-', '_']);
    if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let host =
        text[handle.len()..].strip_prefix('@').filter(|_| handle == name).map(host).unwrap_or_default();
    let whole = if host.is_empty() { name.to_owned() } else { format!("{name}@{host}") };
    Some(whole.to_ascii_lowercase())
}

/// A host name, with its port where it has one.
fn host(text: &str) -> String {
    let name =
        leading(text, |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).trim_end_matches(['.', '-']);
    let port = text[name.len()..].strip_prefix(':').map(|rest| leading(rest, |c| c.is_ascii_digit()));
    match port.filter(|port| !port.is_empty()) {
        Some(port) => format!("{name}:{port}"),
        None => name.to_owned(),
    }
}

fn leading(text: &str, is_part: impl Fn(char) -> bool) -> &str {
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    &text[..end]
}
