//! The tree of pages as nested lists.

use domain::wiki::Leaf;
use domain::{GroupId, PageId};

use super::address;
use crate::i18n::Texts;

/// One page, with the lists that begin and end behind it.
pub struct Row {
    pub title: String,
    pub href: String,
    pub is_current: bool,
    /// There are pages under it that are not shown.
    pub has_more: bool,
    pub opens: bool,
    /// How many lists end here.
    pub closes: usize,
}

/// The tree as it is read from top to bottom.
pub fn rows(group: GroupId, leaves: &[Leaf], current: Option<PageId>) -> Vec<Row> {
    let mut ordered: Vec<(usize, &Leaf)> = Vec::new();
    unfold(leaves, None, 0, &mut ordered);
    let depths: Vec<usize> = ordered.iter().map(|(depth, _)| *depth).collect();
    let row = |(at, (depth, leaf)): (usize, (usize, &Leaf))| {
        let next = depths.get(at + 1).copied().unwrap_or(0);
        Row {
            title: leaf.title.clone(),
            href: address(group, &leaf.slug),
            is_current: current == Some(leaf.id),
            has_more: leaf.has_children && next <= depth,
            opens: next > depth,
            closes: depth.saturating_sub(next),
        }
    };
    ordered.into_iter().enumerate().map(row).collect()
}

/// Deeper than the house lets a tree grow.
const DEPTH_MAX: usize = 100;

fn unfold<'a>(
    leaves: &'a [Leaf],
    parent: Option<PageId>,
    depth: usize,
    ordered: &mut Vec<(usize, &'a Leaf)>,
) {
    if depth > DEPTH_MAX {
        return;
    }
    for leaf in leaves.iter().filter(|leaf| leaf.parent_id == parent) {
        ordered.push((depth, leaf));
        unfold(leaves, Some(leaf.id), depth + 1, ordered);
    }
}

/// Places to choose from: the top, and each page with a line for each level. `without` leaves out a page and what stands
/// under it.
pub fn choices(t: Texts, all: &[(usize, Leaf)], without: Option<PageId>) -> Vec<(String, String)> {
    let mut choices = vec![(String::new(), t.get("wiki-top"))];
    let mut left_out: Option<usize> = None;
    for (depth, leaf) in all {
        if left_out.is_some_and(|above| *depth <= above) {
            left_out = None;
        }
        if without == Some(leaf.id) {
            left_out = Some(*depth);
        }
        if left_out.is_none() {
            choices.push((leaf.id.to_string(), format!("{}{}", "– ".repeat(*depth), leaf.title)));
        }
    }
    choices
}
