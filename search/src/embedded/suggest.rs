//! Whom somebody is typing the name of. Names alone, without counts or reasons, so that an answer costs a millisecond.
//!
//! Only documents that the viewer may meet decide anything: also whether a name is taken for mistyped.

use tantivy::InvertedIndexReader;
use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;
use uuid::Uuid;

use super::Embedded;
use super::expand;
use super::rank::Best;
use super::snapshot::{Segment, Snapshot, mark_of};
use crate::analysis::words;
use crate::asked::AskedWord;
use crate::blocks::each_block;
use crate::error::Result;
use crate::query::Viewer;

/// Longer names than this are not names.
const WORDS_MAX: usize = 6;
/// A first word of fewer letters says nothing yet; behind another, one letter does.
const LETTERS_MIN: usize = 2;
/// Different words that one beginning may grow into.
const GROWN_MAX: usize = 4_000;
const NEAR_MAX: usize = 50;

/// Order of what was found: the last word is whole, then one's own organisation.
const WHOLE_WORD: f32 = 2.0;
const OWN_ORGANISATION: f32 = 1.0;

impl Embedded {
    /// People with a name that begins as typed, best first; when there are none, with one that resembles it.
    pub fn begun(&self, typed: &str, viewer: Viewer, home: Option<Uuid>, most: usize) -> Result<Vec<Uuid>> {
        let names = name_words(typed);
        let letters = names.first().map_or(0, |word| word.exact.chars().count());
        if letters < LETTERS_MIN {
            return Ok(Vec::new());
        }
        let snapshot = self.state().snapshot;
        for how in [Spelled::Right, Spelled::Nearly] {
            let found = Sought { snapshot: &snapshot, viewer, home, names: &names, how }.best(most)?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }

    /// How many of an organisation the viewer could find.
    pub fn count_of(&self, organisation: Uuid, viewer: Viewer) -> Result<u32> {
        let mut count = 0;
        for segment in &self.state().snapshot.segments {
            let at = docs_of(segment, organisation)?;
            count += at.iter().filter(|doc| segment.marks[*doc as usize] & mark_of(viewer) != 0).count();
        }
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }
}

/// How the words are taken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spelled {
    Right,
    Nearly,
}

struct Sought<'a> {
    snapshot: &'a Snapshot,
    viewer: Viewer,
    home: Option<Uuid>,
    names: &'a [AskedWord],
    how: Spelled,
}

impl Sought<'_> {
    fn best(&self, most: usize) -> Result<Vec<Uuid>> {
        let mut best = Best::new(most);
        for (at, segment) in self.snapshot.segments.iter().enumerate() {
            let home = match self.home {
                Some(home) => docs_of(segment, home)?,
                None => Docs::none(segment),
            };
            for terms in segment.terms(self.viewer) {
                let (found, whole) = self.in_names(segment, &terms.name)?;
                for doc in found.iter().filter(|doc| self.is_seen(segment, *doc)) {
                    let mut score = if whole.has(doc) { WHOLE_WORD } else { 0.0 };
                    score += if home.has(doc) { OWN_ORGANISATION } else { 0.0 };
                    best.offer(score, at, segment, doc);
                }
            }
        }
        let person = |(_, at, doc): (f32, usize, u32)| self.snapshot.segments[at].person(doc);
        Ok(best.into_sorted().into_iter().map(person).collect())
    }

    fn is_seen(&self, segment: &Segment, doc: u32) -> bool {
        segment.marks[doc as usize] & mark_of(self.viewer) != 0
    }

    /// Documents with every word in the name, and those with the last one as it was typed.
    fn in_names(&self, segment: &Segment, reader: &InvertedIndexReader) -> Result<(Docs, Docs)> {
        let mut found: Option<Docs> = None;
        let mut whole = Docs::none(segment);
        for word in self.names {
            whole = Docs::none(segment);
            whole.add_word(reader, &word.exact)?;
            let mut with = whole.clone();
            if word.is_prefix {
                expand_into(
                    &mut with,
                    reader,
                    |take| expand::each_growing(&word.exact, reader, |_, info| take(info)),
                    GROWN_MAX,
                )?;
            }
            if self.how == Spelled::Nearly && word.edits_max() > 0 {
                let near = expand::Near::new(word)?;
                expand_into(&mut with, reader, |take| near.each(reader, |_, info, _| take(info)), NEAR_MAX)?;
            }
            let all = match found.take() {
                None => with,
                Some(before) => before.and(&with),
            };
            if all.is_empty() {
                return Ok((all, whole));
            }
            found = Some(all);
        }
        Ok((found.unwrap_or_else(|| Docs::none(segment)), whole))
    }
}

/// The words of a name; the last one may still be growing.
fn name_words(typed: &str) -> Vec<AskedWord> {
    let mut names: Vec<AskedWord> = words(typed)
        .take(WORDS_MAX)
        .map(|(exact, _)| AskedWord {
            exact,
            stems: Vec::new(),
            parts: Vec::new(),
            is_prefix: false,
            is_literal: false,
        })
        .collect();
    if let Some(last) = names.last_mut() {
        last.is_prefix = typed.chars().last().is_some_and(char::is_alphanumeric);
    }
    names
}

fn docs_of(segment: &Segment, organisation: Uuid) -> Result<Docs> {
    let mut docs = Docs::none(segment);
    docs.add_word(&segment.organisations, &organisation.to_string())?;
    Ok(docs)
}

/// Adds the lists of the terms that `each` offers, at most `most` of them.
fn expand_into(
    docs: &mut Docs,
    reader: &InvertedIndexReader,
    each: impl FnOnce(&mut dyn FnMut(&TermInfo) -> bool) -> Result<()>,
    most: usize,
) -> Result<()> {
    let mut infos = Vec::new();
    each(&mut |info| {
        infos.push(info.clone());
        infos.len() < most
    })?;
    infos.iter().try_for_each(|info| docs.add(reader, info))
}

/// Documents of a segment, one bit each.
#[derive(Clone)]
struct Docs(Vec<u64>);

impl Docs {
    fn none(segment: &Segment) -> Self {
        Self(vec![0; segment.marks.len().div_ceil(64)])
    }

    fn add_word(&mut self, reader: &InvertedIndexReader, word: &str) -> Result<()> {
        match reader.terms().get(word)? {
            Some(info) => self.add(reader, &info),
            None => Ok(()),
        }
    }

    fn add(&mut self, reader: &InvertedIndexReader, info: &TermInfo) -> Result<()> {
        let postings = reader.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?;
        each_block(postings, |docs, _| {
            docs.iter().for_each(|doc| self.0[*doc as usize / 64] |= 1 << (doc % 64))
        });
        Ok(())
    }

    fn and(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(&other.0).for_each(|(ours, theirs)| *ours &= theirs);
        self
    }

    fn has(&self, doc: u32) -> bool {
        self.0[doc as usize / 64] >> (doc % 64) & 1 == 1
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(|bits| *bits == 0)
    }

    fn iter(&self) -> impl Iterator<Item = u32> {
        let of_word = |(at, bits): (u32, &u64)| {
            let mut left = *bits;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(at * 64 + bit)
            })
        };
        (0u32..).zip(&self.0).flat_map(of_word)
    }
}
