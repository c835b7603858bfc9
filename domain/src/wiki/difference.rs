//! What changed between two texts, for readers: by line, and word by word within lines that changed.

use std::ops::Range;

use super::merge::{hunks, tokens};
use crate::items::revisions::{Change, Part};

/// A stretch of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Lines that stayed.
    Same(Vec<String>),
    /// Lines that changed; what stayed among them is there too.
    Changed(Vec<Part>),
}

/// The difference between two texts, in the order of the later one.
pub fn difference(before: &str, after: &str) -> Vec<Block> {
    let (before, after): (Vec<&str>, Vec<&str>) = (before.split('\n').collect(), after.split('\n').collect());
    let mut blocks = Vec::new();
    let mut at = 0;
    for hunk in hunks(&before, &after) {
        push_same(&mut blocks, &before, at..hunk.base.start);
        at = hunk.base.end;
        blocks.push(Block::Changed(words(&text(&before, &hunk.base), &text(&after, &hunk.side))));
    }
    push_same(&mut blocks, &before, at..before.len());
    blocks
}

fn push_same(blocks: &mut Vec<Block>, lines: &[&str], range: Range<usize>) {
    if !range.is_empty() {
        blocks.push(Block::Same(lines[range].iter().map(|line| (*line).to_owned()).collect()));
    }
}

fn text(lines: &[&str], range: &Range<usize>) -> String {
    lines[range.clone()].iter().map(|line| format!("{line}\n")).collect()
}

/// Word by word, unless so little stayed that nobody could read it like that.
fn words(before: &str, after: &str) -> Vec<Part> {
    let (old, new) = (tokens(before), tokens(after));
    let changes = hunks(&old, &new);
    let count = |tokens: &[&str]| tokens.iter().filter(|token| !token.trim().is_empty()).count();
    let gone: usize = changes.iter().map(|hunk| count(&old[hunk.base.clone()])).sum();
    if gone * 2 > count(&old) {
        return [part(Change::Removed, before), part(Change::Added, after)].into_iter().flatten().collect();
    }
    let mut parts = Vec::new();
    let mut at = 0;
    for hunk in changes {
        parts.extend(part(Change::Same, &old[at..hunk.base.start].concat()));
        at = hunk.base.end;
        parts.extend(part(Change::Removed, &old[hunk.base].concat()));
        parts.extend(part(Change::Added, &new[hunk.side].concat()));
    }
    parts.extend(part(Change::Same, &old[at..].concat()));
    parts
}

fn part(change: Change, text: &str) -> Option<Part> {
    (!text.is_empty()).then(|| Part { change, text: text.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(before: &str, after: &str) -> String {
        let sign = |part: &Part| match part.change {
            Change::Same => part.text.clone(),
            Change::Added => format!("+{}+", part.text),
            Change::Removed => format!("-{}-", part.text),
        };
        let block = |block: &Block| match block {
            Block::Same(lines) => format!("={}", lines.join("/")),
            Block::Changed(parts) => parts.iter().map(sign).collect(),
        };
        difference(before, after).iter().map(block).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn a_difference_is_by_line_and_by_word() {
        assert_eq!(shown("a\nb\nc", "a\nb\nc"), "=a/b/c");
        assert_eq!(shown("a\nde oude zin\nc", "a\nde nieuwe zin\nc"), "=a|de -oude-+nieuwe+ zin\n|=c");
        assert_eq!(shown("a\nc", "a\nb\nc"), "=a|+b\n+|=c");
        assert_eq!(shown("a\niets\nc", "a\nheel wat anders\nc"), "=a|-iets\n-+heel wat anders\n+|=c");
    }
}
