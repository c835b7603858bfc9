//! A word while it is looked for, and what it shares with others.

use super::matches::Matches;
use crate::pairs::Pairs;
use crate::sides;

/// A word while it is looked for.
pub struct Word<'m> {
    /// Its weighted frequencies, by segment.
    pub pairs: Vec<Pairs<f32>>,
    /// What it is looked for in, where it brings in nothing new.
    pub known: Option<&'m [Matches]>,
    /// Documents of its longest list; of those it grows into, of all together.
    pub hits: u32,
}

/// What several words have in common.
pub struct Shared {
    /// By segment, each document once and in order.
    pub pairs: Vec<Vec<(u32, f32)>>,
    pub hits: u32,
}

impl Word<'_> {
    pub fn share(&mut self, shared: &Shared) {
        self.widen(shared.hits);
        let (docs, known) = (shared.pairs.iter().map(Vec::len).sum::<usize>(), self.known);
        sides::each(u32::try_from(docs).unwrap_or(u32::MAX), &mut self.pairs, |at, pairs| {
            let known = known.map(|known| &known[at]);
            let wanted = |pair: &&(u32, f32)| known.is_none_or(|known| known.knows(pair.0));
            if known.is_none() {
                pairs.reserve(u32::try_from(shared.pairs[at].len()).unwrap_or(0));
            }
            pairs.extend(shared.pairs[at].iter().filter(wanted).copied());
        });
    }

    pub fn widen(&mut self, hits: u32) {
        self.hits = self.hits.max(hits);
    }

    /// How many documents have it, as far as that was looked at.
    pub fn count(&mut self) -> u32 {
        let found = u32::try_from(self.sum()).unwrap_or(u32::MAX);
        if self.known.is_some() { self.hits.max(found) } else { found }
    }

    /// What there is of it, for words to share.
    pub fn into_shared(mut self) -> Shared {
        self.sum();
        Shared { pairs: self.pairs.into_iter().map(Pairs::into_sum).collect(), hits: self.hits }
    }

    /// Adds up what there is in each segment; how many documents that are.
    fn sum(&mut self) -> usize {
        let docs = self.pairs.iter().map(Pairs::len).sum();
        sides::each(docs, &mut self.pairs, |_, pairs| pairs.sum().len()).iter().sum()
    }
}
