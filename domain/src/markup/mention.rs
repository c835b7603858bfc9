//! Mentions as links: `@sanne` leads to the page of Sanne. Who may see her is asked there, when somebody follows the link.

use comrak::Arena;
use comrak::nodes::{AstNode, Node, NodeLink, NodeValue};

use super::read::named_in;

/// Where a name leads; the page finds the person.
const NAMED: &str = "/people/named/";
/// More are left as they were typed.
const LINKS_MAX: usize = 50;

/// Makes a link of each mention outside links and code.
pub(super) fn link<'a>(arena: &'a Arena<'a>, root: Node<'a>, host: Option<&str>) {
    let texts: Vec<Node<'a>> = root.descendants().filter(|node| is_free_text(node)).collect();
    let mut left = LINKS_MAX;
    for node in texts {
        join_next(node);
        let text = match &node.data().value {
            NodeValue::Text(text) => text.to_string(),
            _ => continue,
        };
        let named = named_in(&text);
        if named.is_empty() || node.parent().is_none() {
            continue;
        }
        let mut from = 0;
        for (range, name) in named.into_iter().take(left) {
            left -= 1;
            node.insert_before(plain(arena, &text[from..range.start]));
            node.insert_before(to(arena, &text[range.clone()], &name, host));
            from = range.end;
        }
        node.insert_before(plain(arena, &text[from..]));
        node.detach();
    }
}

fn is_free_text(node: &Node<'_>) -> bool {
    let is_link = |node: Node<'_>| matches!(node.data().value, NodeValue::Link(_) | NodeValue::Image(_));
    matches!(node.data().value, NodeValue::Text(_)) && !node.ancestors().any(is_link)
}

/// A text that the parser cut in two, because it took a part of it for a mail address, is one again.
fn join_next(node: Node<'_>) {
    while let Some(next) = node.next_sibling() {
        let more = match &next.data().value {
            NodeValue::Text(text) => text.to_string(),
            _ => return,
        };
        if let NodeValue::Text(text) = &mut node.data_mut().value {
            *text = format!("{text}{more}").into();
        }
        next.detach();
    }
}

fn plain<'a>(arena: &'a Arena<'a>, text: &str) -> Node<'a> {
    arena.alloc(AstNode::from(NodeValue::Text(text.to_owned().into())))
}

fn to<'a>(arena: &'a Arena<'a>, shown: &str, name: &str, host: Option<&str>) -> Node<'a> {
    let whole = match host {
        Some(host) if !name.contains('@') => format!("{name}@{host}"),
        _ => name.to_owned(),
    };
    let link = NodeLink { url: format!("{NAMED}{whole}"), title: String::new() };
    let node: Node<'a> = arena.alloc(AstNode::from(NodeValue::Link(Box::new(link))));
    node.append(plain(arena, shown));
    node
}
