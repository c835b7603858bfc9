//! Other links in a text that is kept as it was written. Where the reader of Markdown saw a link is where it is replaced;
//! where that does not look like one, it stays.

use comrak::Arena;
use comrak::nodes::{Node, NodeValue};

/// A link or image as it stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkAt<'a> {
    pub url: &'a str,
    /// Between the brackets, as typed.
    pub words: &'a str,
    pub is_image: bool,
    /// A bar would end the cell.
    pub is_in_table: bool,
}

/// The text with what `other` says in the place of each link; none: it stays.
pub fn with_other_links(markdown: &str, mut other: impl FnMut(LinkAt<'_>) -> Option<String>) -> String {
    let arena = Arena::new();
    let Some(root) = super::parse(&arena, markdown, false) else { return markdown.to_owned() };
    let starts: Vec<usize> =
        std::iter::once(0).chain(markdown.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let mut found: Vec<(usize, usize, String)> = Vec::new();
    for node in root.descendants() {
        let Some((from, to)) = place(node, &starts) else { continue };
        let Some(link) = markdown.get(from..to).and_then(|typed| link_at(node, typed)) else { continue };
        found.extend(other(link).map(|text| (from, to, text)));
    }
    found.sort_by_key(|(from, ..)| *from);
    replaced(markdown, &found)
}

/// Where a link begins and ends, in bytes.
fn place(node: Node<'_>, starts: &[usize]) -> Option<(usize, usize)> {
    let data = node.data();
    if !matches!(data.value, NodeValue::Link(_) | NodeValue::Image(_)) {
        return None;
    }
    let at = |line: usize, column: usize| Some(starts.get(line.checked_sub(1)?)? + column);
    let (start, end) = (data.sourcepos.start, data.sourcepos.end);
    Some((at(start.line, start.column)?.checked_sub(1)?, at(end.line, end.column)?))
}

/// `[words](url)`, with the sign of an image before it.
fn link_at<'a>(node: Node<'_>, typed: &'a str) -> Option<LinkAt<'a>> {
    let is_image = matches!(node.data().value, NodeValue::Image(_));
    let inside = typed.strip_prefix(if is_image { "![" } else { "[" })?.strip_suffix(')')?;
    let at = inside.rfind("](")?;
    let (words, url) = (inside.get(..at)?, inside.get(at + 2..)?.trim());
    let url = match url.strip_prefix('<') {
        Some(rest) => rest.split('>').next()?,
        None => url.split_whitespace().next()?,
    };
    let is_in_table = node.ancestors().any(|above| matches!(above.data().value, NodeValue::Table(_)));
    Some(LinkAt { url, words, is_image, is_in_table })
}

fn replaced(markdown: &str, found: &[(usize, usize, String)]) -> String {
    let (mut out, mut at) = (String::with_capacity(markdown.len()), 0);
    for (from, to, text) in found {
        // An image within a link that was replaced went with it.
        let Some(before) = markdown.get(at..*from) else { continue };
        out.push_str(before);
        out.push_str(text);
        at = *to;
    }
    out + markdown.get(at..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_replaced_where_they_are_links() {
        let seen = |link: LinkAt<'_>| {
            let sign = if link.is_image { "!" } else { "" };
            let table = if link.is_in_table { "#" } else { "" };
            link.url.ends_with(".md").then(|| format!("{sign}{table}<{}|{}>", link.url, link.words))
        };
        for (text, other) in [
            ("Zie [een **b**](a/b.md) en [twee](c.md \"Titel\").", "Zie <a/b.md|een **b**> en <c.md|twee>."),
            ("é 議 [x](é.md)\n\n- [y](<a b.md>)\n", "é 議 <é.md|x>\n\n- <a b.md|y>\n"),
            (
                "`[x](a.md)`\n\n    [x](a.md)\n\n```\n[x](a.md)\n```\n",
                "`[x](a.md)`\n\n    [x](a.md)\n\n```\n[x](a.md)\n```\n",
            ),
            (
                "![p](p.md) [w](https://x.test) [r][1]\n\n[1]: a.md\n",
                "!<p.md|p> [w](https://x.test) [r][1]\n\n[1]: a.md\n",
            ),
            ("| a |\n|---|\n| [x](a.md) |\n", "| a |\n|---|\n| #<a.md|x> |\n"),
            ("> [x](a.md)\n> [y](b.md)\n", "> <a.md|x>\n> <b.md|y>\n"),
        ] {
            assert_eq!(with_other_links(text, seen), other, "{text}");
        }
    }
}
