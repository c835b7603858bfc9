//! A page of a wiki: `[[Title]]` leads to the page of that name, and each heading can be pointed at.

use comrak::nodes::{Node, NodeLink, NodeValue};
use comrak::{Arena, Options};

use super::outline;
use crate::text;

/// A page as it is shown, with the titles that it links to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub html: String,
    pub titles: Vec<String>,
}

/// More are shown as they were typed.
const LINKS_MAX: usize = 500;

/// The same as [`super::to_html`], with links by title. `look_up` is the address that finds a page by its title, which is
/// put behind it: so what was made stays right when pages come and go.
pub fn to_page(markdown: &str, look_up: &str) -> Written {
    let arena = Arena::new();
    let Some(root) = super::parse_as(&arena, markdown, &options()) else {
        return Written { html: super::to_html(markdown), titles: Vec::new() };
    };
    let titles = settle_links(root, look_up);
    Written { html: outline::with_ids(&super::shown(&arena, root, None)), titles }
}

fn options() -> Options<'static> {
    let mut options = super::options(true);
    options.extension.wikilinks_title_after_pipe = true;
    options.extension.wikilinks_ignore_embeds = true;
    options
}

fn settle_links(root: Node<'_>, look_up: &str) -> Vec<String> {
    let mut titles: Vec<String> = Vec::new();
    let links: Vec<_> =
        root.descendants().filter(|node| matches!(node.data().value, NodeValue::WikiLink(_))).collect();
    for node in links {
        let title = match &node.data().value {
            NodeValue::WikiLink(link) => link.url.split_whitespace().collect::<Vec<_>>().join(" "),
            _ => continue,
        };
        let is_known = titles.contains(&title);
        if text::slug(&title).is_empty() || (!is_known && titles.len() == LINKS_MAX) {
            leave_as_typed(node, &title);
            continue;
        }
        let url = format!("{look_up}{}", text::percent_encoded(&title));
        node.data_mut().value = NodeValue::Link(Box::new(NodeLink { url, title: String::new() }));
        if !is_known {
            titles.push(title);
        }
    }
    titles
}

fn leave_as_typed(node: Node<'_>, title: &str) {
    let words: Vec<_> = node.children().collect();
    words.iter().for_each(|word| word.detach());
    node.data_mut().value = NodeValue::Text(format!("[[{title}]]").into());
}
