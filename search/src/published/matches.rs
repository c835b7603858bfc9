//! What a question found so far in one segment, in the order of its documents.
//!
//! Words are added one after the other, each a pass over what there is: memory is read from front to back, never here and there, so a word
//! of half a million documents costs a pass over half a million numbers (accumulators sorted by document, as in "Inverted files
//! for text search engines", Zobel and Moffat, ACM Computing Surveys 38:2, 2006).

use crate::bits::Bits;

/// A document that has something of what was asked.
#[derive(Clone, Copy)]
pub struct Match {
    pub doc: u32,
    pub score: f32,
    /// Which of the words that were typed it has, a bit for each.
    pub typed: u16,
    /// How many that are.
    pub words: u8,
}

/// Which documents a word brings in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// All that have it or had another.
    Either,
    /// Those that have it, too: every word is wanted.
    Both,
}

#[derive(Default)]
pub struct Matches {
    all: Vec<Match>,
    /// A bit for each document that is in `all` or will be: a list is held against it in the processor's cache.
    known: Bits,
    spare: Vec<Match>,
}

impl Matches {
    /// In a segment of so many documents.
    pub fn of(docs: u32) -> Self {
        Self { known: Bits::of(docs as usize), ..Self::default() }
    }

    pub fn all(&self) -> &[Match] {
        &self.all
    }

    #[inline(always)]
    pub fn knows(&self, doc: u32) -> bool {
        self.known.has(doc)
    }

    /// From now on a document is known that `add` will bring in; whether that is new.
    #[inline]
    pub fn meet(&mut self, doc: u32) -> bool {
        let is_new = !self.known.has(doc);
        self.known.set(doc);
        is_new
    }

    /// What a word is worth in each document that has it, in order. `typed` is the word's bit, none where nobody typed it.
    pub fn add(&mut self, found: impl Iterator<Item = (u32, f32)>, typed: u16, keep: Keep) {
        let words = u8::from(typed != 0);
        let mut before = std::mem::take(&mut self.spare);
        std::mem::swap(&mut before, &mut self.all);
        let mut rest = before.as_slice();
        for (doc, worth) in found {
            let smaller = rest.iter().take_while(|one| one.doc < doc).count();
            let (passed, ahead) = rest.split_at(smaller);
            if keep == Keep::Either {
                self.all.extend_from_slice(passed);
            }
            rest = ahead;
            let known = rest.first().filter(|one| one.doc == doc).copied();
            if known.is_some() {
                rest = &rest[1..];
            } else if keep == Keep::Both {
                continue;
            } else {
                self.meet(doc);
            }
            let known = known.unwrap_or(Match { doc, score: 0.0, typed: 0, words: 0 });
            self.all.push(Match {
                score: known.score + worth,
                typed: known.typed | typed,
                words: known.words + words,
                ..known
            });
        }
        if keep == Keep::Either {
            self.all.extend_from_slice(rest);
        }
        before.clear();
        self.spare = before;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(words: &[&[(u32, f32)]], keep: Keep) -> Vec<(u32, f32, u16)> {
        let mut matches = Matches::of(100);
        for (at, word) in words.iter().enumerate() {
            let keep = if at == 0 { Keep::Either } else { keep };
            matches.add(word.iter().copied(), 1 << at, keep);
        }
        matches.all().iter().map(|one| (one.doc, one.score, one.typed)).collect()
    }

    #[test]
    fn words_are_added_in_the_order_of_documents() {
        let words: [&[(u32, f32)]; 2] = [&[(2, 1.0), (70, 1.0)], &[(1, 2.0), (70, 2.0), (99, 2.0)]];
        let either = matches(&words, Keep::Either);
        assert_eq!(either, [(1, 2.0, 2), (2, 1.0, 1), (70, 3.0, 3), (99, 2.0, 2)]);
        assert_eq!(matches(&words, Keep::Both), [(70, 3.0, 3)]);
    }

    #[test]
    fn what_was_found_is_known() {
        let mut matches = Matches::of(65);
        matches.add([(64, 1.0)].into_iter(), 1, Keep::Either);
        assert!(matches.knows(64) && !matches.knows(0));
    }
}
