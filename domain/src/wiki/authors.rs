//! Who brought which passage of the text that stands. Told from the history when somebody asks, and kept nowhere: following
//! a thousand versions of a page of 60 KB takes 27 ms on one core, beside reading their texts (`plein bench wiki`).
//!
//! A line belongs to whoever wrote it first, wherever it moved and however often it went and came back; of a line that was
//! changed, each word to whoever brought that word. A merge brings nothing of its own: its words are of whoever wrote them
//! on either side.

use std::collections::HashMap;
use std::sync::Arc;

use super::merge::{hunks, tokens};
use super::{Page, Version, VersionId, versions};
use crate::db::On;
use crate::error::Result;

/// A stretch of the text that stands. `version`: the one that brought it; none: it is older than what was looked through,
/// or from a text that was erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    pub version: Option<Version>,
    pub text: String,
}

/// How far back is looked: this many versions, and no more text than this, the oldest left out.
pub const VERSIONS_MAX: i64 = 3_000;
const BYTES_MAX: i64 = 64 * 1024 * 1024;
/// Versions whose texts are in memory at once.
const BATCH: usize = 50;

/// The text of a page by who brought it, in order.
pub async fn passages(on: impl Into<On<'_>>, page: &Page) -> Result<Vec<Passage>> {
    let mut on = on.into();
    let oldest = (page.version_count - VERSIONS_MAX).max(0);
    let known = versions::list_after(on.again(), page.id, oldest, VERSIONS_MAX).await?;
    let known = within(known, BYTES_MAX);
    let mut history = History::of(&known, &page.head);
    for batch in known.chunks(BATCH) {
        let mut texts = versions::list_salted(on.again(), batch.iter().map(|version| &version.id)).await?;
        for version in batch {
            let text = texts.remove(&version.id).map(|(_, text)| text);
            history.follow(version, text.as_deref());
        }
    }
    Ok(history.into_passages(&page.head))
}

/// The newest of these versions whose texts are no more than so many bytes together; at least the last.
fn within(mut known: Vec<Version>, bytes_max: i64) -> Vec<Version> {
    let mut bytes = 0;
    let fits = |version: &&Version| {
        bytes += version.size_bytes;
        bytes <= bytes_max
    };
    let count = known.iter().rev().take_while(fits).count().max(1);
    known.split_off(known.len().saturating_sub(count))
}

/// Which version brought a word: its place in `History::versions`.
type Origin = Option<u32>;

/// A line that stands or stood, with the origin of each of its tokens.
struct Line {
    text: String,
    origins: Vec<Origin>,
}

type Text = Vec<Arc<Line>>;

/// Shorter lines say nothing of who wrote them first.
const LINE_BYTES_MIN: usize = 8;
/// Of all lines that ever stood, so many bytes are remembered: what a page of half a megabyte rewritten thirty times has.
const LINES_BYTES_MAX: usize = 16 * 1024 * 1024;

/// What was followed so far. Texts share the lines that stayed, and go when nothing is made of them any more.
struct History<'v> {
    versions: Vec<&'v Version>,
    texts: HashMap<&'v VersionId, Text>,
    /// The place of the last version that was made of this one.
    needed_until: HashMap<&'v VersionId, usize>,
    /// Every line that ever stood.
    lines: HashMap<String, Arc<Line>>,
    lines_bytes: usize,
}

impl<'v> History<'v> {
    fn of(versions: &'v [Version], head: &'v VersionId) -> Self {
        let mut needed_until = HashMap::new();
        for (at, version) in versions.iter().enumerate() {
            needed_until.extend(version.parents.iter().map(|parent| (parent, at)));
        }
        needed_until.insert(head, usize::MAX);
        Self {
            versions: Vec::new(),
            texts: HashMap::new(),
            needed_until,
            lines: HashMap::new(),
            lines_bytes: 0,
        }
    }

    /// The next version. `text`: none where it was erased: what stays of what stood before keeps its origins, what it brought
    /// nobody can tell any more.
    fn follow(&mut self, version: &'v Version, text: Option<&str>) {
        let at = self.versions.len();
        let parents: Vec<&Text> = version.parents.iter().filter_map(|id| self.texts.get(id)).collect();
        let is_known = parents.len() == version.parents.len();
        let origin = u32::try_from(at).ok().filter(|_| is_known);
        let followed = text.map(|text| self.followed(&parents, text, origin));
        self.versions.push(version);
        self.texts.retain(|id, _| self.needed_until.get(id).is_some_and(|until| *until > at));
        if let Some(text) = followed {
            // What stood before, in whichever text, is remembered already.
            text.iter().filter(|line| Arc::strong_count(line) == 1).for_each(|line| self.remember(line));
            self.texts.insert(&version.id, text);
        }
    }

    fn remember(&mut self, line: &Arc<Line>) {
        let bytes = line.text.len();
        let is_telling = bytes >= LINE_BYTES_MIN && self.lines_bytes + bytes <= LINES_BYTES_MAX;
        if is_telling && !self.lines.contains_key(&line.text) {
            self.lines_bytes += bytes;
            self.lines.insert(line.text.clone(), Arc::clone(line));
        }
    }

    fn followed(&self, parents: &[&Text], text: &str, origin: Origin) -> Text {
        let lines: Vec<&str> = text.split('\n').collect();
        let nothing = Text::new();
        let before = parents.first().copied().unwrap_or(&nothing);
        let same = |(one, other): &(&Arc<Line>, &&str)| one.text == **other;
        let head = before.iter().zip(&lines).take_while(same).count();
        let tail = before[head..].iter().rev().zip(lines[head..].iter().rev()).take_while(same).count();
        let (old, new) = (&before[head..before.len() - tail], &lines[head..lines.len() - tail]);
        let mut followed = before[..head].to_vec();
        followed.extend(self.changed(old, parents.get(1).copied(), new, origin));
        followed.extend_from_slice(&before[before.len() - tail..]);
        followed
    }

    /// The lines `new`, which stand where `old` stood.
    fn changed(&self, old: &[Arc<Line>], side: Option<&Text>, new: &[&str], origin: Origin) -> Text {
        let old_lines: Vec<&str> = old.iter().map(|line| line.text.as_str()).collect();
        let mut changed = Text::new();
        let mut at = 0;
        for hunk in hunks(&old_lines, new) {
            changed.extend_from_slice(&old[at..hunk.base.start]);
            at = hunk.base.end;
            changed.extend(self.written(&old[hunk.base], side, &new[hunk.side], origin));
        }
        changed.extend_from_slice(&old[at..]);
        changed
    }

    fn written(&self, old: &[Arc<Line>], side: Option<&Text>, new: &[&str], origin: Origin) -> Text {
        let fresh: Vec<&str> = new.iter().copied().filter(|line| !self.lines.contains_key(*line)).collect();
        let mut origins = reworded(old, &fresh, vec![origin; count(&fresh)]);
        if let Some(side) = side {
            origins = reworded(side, &fresh, origins);
        }
        let mut origins = origins.into_iter();
        let line = |text: &&str| match self.lines.get(*text) {
            Some(known) => Arc::clone(known),
            None => Arc::new(Line {
                text: (*text).to_owned(),
                origins: origins.by_ref().take(tokens(text).len()).collect(),
            }),
        };
        new.iter().map(line).collect()
    }

    fn into_passages(self, head: &VersionId) -> Vec<Passage> {
        let mut passages: Vec<(Origin, String)> = Vec::new();
        for (at, line) in self.texts.get(head).into_iter().flatten().enumerate() {
            if let Some((_, text)) = passages.last_mut().filter(|_| at > 0) {
                text.push('\n');
            }
            for (token, origin) in tokens(&line.text).into_iter().zip(&line.origins) {
                match passages.last_mut() {
                    // White space belongs to what stands before it.
                    Some((last, text)) if last == origin || token.trim().is_empty() => text.push_str(token),
                    _ => passages.push((*origin, token.to_owned())),
                }
            }
        }
        let version = |origin: Origin| self.versions.get(origin? as usize).map(|version| (*version).clone());
        passages.into_iter().map(|(origin, text)| Passage { version: version(origin), text }).collect()
    }
}

fn count(lines: &[&str]) -> usize {
    lines.iter().map(|line| tokens(line).len()).sum()
}

/// The origins of the tokens of `new`, with those that stood in `old` as they were there. Where more went than stayed, the
/// text is new: two texts share their small words without one being made of the other.
fn reworded(old: &[Arc<Line>], new: &[&str], mut origins: Vec<Origin>) -> Vec<Origin> {
    let before: Vec<(&str, Origin)> = old
        .iter()
        .flat_map(|line| tokens(&line.text).into_iter().zip(line.origins.iter().copied()))
        .collect();
    let old: Vec<&str> = before.iter().map(|(token, _)| *token).collect();
    let new: Vec<&str> = new.iter().flat_map(|line| tokens(line)).collect();
    let found = hunks(&old, &new);
    let words = |tokens: &[&str]| tokens.iter().filter(|token| !token.trim().is_empty()).count();
    let gone: usize = found.iter().map(|hunk| words(&old[hunk.base.clone()])).sum();
    if gone * 2 > words(&old) {
        return origins;
    }
    let (mut at_old, mut at_new) = (0, 0);
    let stay = |origins: &mut Vec<Origin>, at_old: usize, at_new: usize, length: usize| {
        for step in 0..length {
            origins[at_new + step] = before[at_old + step].1;
        }
    };
    for hunk in found {
        stay(&mut origins, at_old, at_new, hunk.base.start - at_old);
        (at_old, at_new) = (hunk.base.end, hunk.side.end);
    }
    stay(&mut origins, at_old, at_new, old.len() - at_old);
    origins
}

#[cfg(test)]
mod tests;
