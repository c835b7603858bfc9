//! What people write: Markdown is what is kept, HTML is made of it and always reduced to what is harmless.
//!
//! Nothing here trusts its input, and nothing trusts the step before it: whatever made the HTML, [`clean`] is last.

mod advice;
mod clean;
mod mention;
mod outline;
mod page;
mod read;
mod relink;

use comrak::nodes::{Node, NodeValue};
use comrak::{Arena, Options, format_html, parse_document};

pub use advice::{Advice, bad_practice};
pub use outline::{Heading, headings};
pub use page::{Written, to_page};
pub use read::{excerpt, mentions};
pub use relink::{LinkAt, with_other_links};

/// Nobody quotes a quote of a quote this often; who does is shown as he typed.
const DEPTH_MAX: usize = 40;
/// Deeper than this no parser is asked: the time it takes grows with the square.
const MARKERS_MAX: usize = 200;
/// What an author writes for the text of an image that only decorates.
const DECORATIVE: &str = "-";

/// Markdown as HTML that may stand in any page of ours.
///
/// Headings begin at the third level and skip none, whatever the author did, a new line is a new line, HTML among the text is
/// shown as it was typed, and images of other places are links.
///
/// Whom it names becomes a link to his page, which shows him to those who may see him.
pub fn to_html(markdown: &str) -> String {
    to_html_of(markdown, None)
}

/// The same for what somebody of `host` wrote: a name without a host is of a colleague of his.
pub fn to_html_of(markdown: &str, host: Option<&str>) -> String {
    let arena = Arena::new();
    match parse(&arena, markdown, true) {
        Some(root) => shown(&arena, root, host),
        None => clean::ours(&as_typed(markdown)),
    }
}

/// The HTML of a tree, reduced to what is harmless.
fn shown<'a>(arena: &'a Arena<'a>, root: Node<'a>, host: Option<&str>) -> String {
    settle_addresses(root);
    settle_decoration(root);
    mention::link(arena, root, host);
    clean::ours(&render(root))
}

/// HTML that other software made, reduced to the same.
pub fn from_remote_html(html: &str) -> String {
    clean::remote(html)
}

/// The tree of a text, or nothing when it is nested beyond meaning.
fn parse<'a>(arena: &'a Arena<'a>, markdown: &str, finds_addresses: bool) -> Option<Node<'a>> {
    parse_as(arena, markdown, &options(finds_addresses))
}

fn parse_as<'a>(arena: &'a Arena<'a>, markdown: &str, options: &Options<'_>) -> Option<Node<'a>> {
    if markdown.lines().any(|line| markers(line) > MARKERS_MAX) {
        return None;
    }
    let root = parse_document(arena, markdown, options);
    (depth(root) <= DEPTH_MAX).then_some(root)
}

/// How many quotes and lists begin on one line, at most. A line of dashes is one rule, however long.
fn markers(line: &str) -> usize {
    let begins = line.trim_start_matches([' ', '\t', '>', '-', '+', '*']);
    let signs = &line.as_bytes()[..line.len() - begins.len()];
    let is_list = |pair: &&[u8]| matches!(pair, [b'-' | b'+' | b'*', b' ' | b'\t']);
    signs.iter().filter(|sign| **sign == b'>').count() + signs.windows(2).filter(is_list).count()
}

fn depth(root: Node<'_>) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for edge in root.traverse() {
        match edge {
            comrak::arena_tree::NodeEdge::Start(_) => depth += 1,
            comrak::arena_tree::NodeEdge::End(_) => depth = depth.saturating_sub(1),
        }
        deepest = deepest.max(depth);
    }
    deepest
}

fn options(finds_addresses: bool) -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.autolink = finds_addresses;
    options.render.hardbreaks = true;
    options.render.escape = true;
    options
}

fn render(root: Node<'_>) -> String {
    let mut html = String::new();
    // Writing to a string does not fail; half a text would still be cleaned.
    let _ = format_html(root, &options(true), &mut html);
    html
}

/// The text itself in one paragraph, line by line.
fn as_typed(markdown: &str) -> String {
    let escaped = ammonia::clean_text(markdown);
    format!("<p>{}</p>", escaped.replace("&#10;", "\n").replace('\n', "<br>\n"))
}

/// `@sanne@utrecht.nl` names a person: what stands behind its first sign is not a mail address.
fn settle_addresses(root: Node<'_>) {
    let links: Vec<_> = root.descendants().filter(|node| is_mail_of_mention(node)).collect();
    for link in links {
        let text: Vec<_> = link.children().collect();
        for node in text {
            link.insert_before(node);
        }
        link.detach();
    }
}

fn is_mail_of_mention(node: Node<'_>) -> bool {
    let is_mail = matches!(&node.data().value, NodeValue::Link(link) if link.url.starts_with("mailto:"));
    is_mail
        && node.previous_sibling().is_some_and(
            |before| matches!(&before.data().value, NodeValue::Text(text) if text.ends_with('@')),
        )
}

fn settle_decoration(root: Node<'_>) {
    let images = root.descendants().filter(|node| matches!(node.data().value, NodeValue::Image(_)));
    let decorations: Vec<_> = images.filter(|image| read::words(image).trim() == DECORATIVE).collect();
    for image in decorations {
        let marks: Vec<_> = image.children().collect();
        marks.iter().for_each(|mark| mark.detach());
    }
}

#[cfg(test)]
mod tests;
