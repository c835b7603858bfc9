//! Who matches, and how well: word after word over the posting lists, counting nothing but what the reader sees.
//!
//! Document frequencies, the few hits that call for typing errors, and how far a growing word goes: all of it is counted over
//! documents that the reader sees, or that all who are signed in see, so nothing hidden can move what he finds.
//!
//! The rarest word comes first. Where every word is wanted, the others are looked for in what has it; where one will do, a
//! common word only adds to what rarer ones found once that is plenty ("continue" of Moffat and Zobel, Self-indexing
//! inverted files for fast text retrieval, ACM TOIS 14:4, 1996). So a question costs what its rare words match.

use super::lists::Terms;
use super::matches::{Keep, Match, Matches};
use super::parts::{Eyes, Part, Snapshot};
use super::rarity::Rarity;
use super::schema::TITLE;
use super::weigh;
use super::word::{Shared, Word};
use crate::analysis::{Analyser, Phrase};
use crate::asked::{Asked, AskedWord, Kin, Meant, MeantName, MeantTopic};
use crate::embedded::expand::{Near, each_growing};
use crate::embedded::phrases::Phrases;
use crate::error::Result;
use crate::pairs::Pairs;
use crate::runs::{Run, Split};
use crate::scorer::Need;
use crate::{sides, weights};

/// A word with fewer hits than this may be a typing error, or a compound nobody else writes.
const FEW_HITS: u32 = 4;
/// What a comment is about counts as its title.
const CONTEXT: f32 = weights::STEM * TITLE as f32;
/// Longer words that one may grow into, and words that resemble one: as many as the reader sees.
const GROWING_MAX: usize = 1_000;
const NEAR_MAX: usize = 50;
/// Where one word will do, so many documents are plenty: from there on common words find no more.
const PLENTY: u32 = 10_000;
/// But not before there are as many as can count. Of a beginning that is no word, that is enough too.
const ENOUGH: u32 = weigh::EVIDENCE_MAX as u32;

/// What came out.
pub struct Gathered {
    /// By segment.
    matches: Vec<Matches>,
    /// The largest D that any document could have.
    pub possible: f32,
    least_words: u8,
}

impl Gathered {
    /// Documents of a segment that have as many of the words as they must, in their order.
    pub fn matches(&self, at: usize) -> impl Iterator<Item = &Match> {
        self.matches[at].all().iter().filter(|one| one.words >= self.least_words)
    }

    pub fn count(&self) -> u32 {
        let met: usize = self.matches.iter().map(|matches| matches.all().len()).sum();
        u32::try_from(met).unwrap_or(u32::MAX)
    }
}

/// Whether a word so common finds nothing new where so much is found: there is plenty.
fn is_plenty(found: u32, count: u32) -> bool {
    found >= ENOUGH && found.saturating_add(count) > PLENTY
}

pub struct Gatherer<'a> {
    pub analyser: &'a Analyser,
    pub snapshot: &'a Snapshot,
    pub eyes: &'a [Eyes<'a>],
    /// Documents that rarity is held against.
    pub all: u32,
    pub need: Need,
    /// What comments are about counts too, not their own words alone.
    pub with_context: bool,
    pub phrases: Phrases,
}

/// A word that stands in what is closest to what was asked, and what it adds beside a word that was typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    pub stem: String,
    pub weight: f32,
    pub rarity: Rarity,
}

impl<'a> Gatherer<'a> {
    pub fn parts(&self) -> &'a [Part] {
        &self.snapshot.parts
    }

    pub fn gather(&self, asked: &Asked) -> Result<Gathered> {
        let words = asked.words.len();
        let least = match self.need {
            Need::All => words,
            Need::Most => words.div_ceil(2),
            Need::Any => 0,
        };
        let least_words = u8::try_from(least).unwrap_or(u8::MAX);
        let matches = self.parts().iter().map(|part| Matches::of(part.docs)).collect();
        let mut gathered = Gathered { matches, possible: 0.0, least_words };
        let (mut spare, split) = (self.pairs(), Split::new(asked));
        let mut of_runs: Vec<Option<Shared>> = split.runs.iter().map(|_| None).collect();
        let mut is_enough = false;
        for (done, (count, at)) in self.rarest_first(asked)?.into_iter().enumerate() {
            let keep = if self.need == Need::All && done > 0 { Keep::Both } else { Keep::Either };
            // Once it is enough it stays so: from then on nothing new is known, as what was shared before takes for granted.
            is_enough |= self.need == Need::Any && is_plenty(gathered.count(), count);
            let known = (is_enough || keep == Keep::Both).then_some(gathered.matches.as_slice());
            let mut word = Word { pairs: spare, known, hits: count };
            let run = split.run_of(at);
            let shared = self.shared(&split.runs[run], known, &mut of_runs[run])?;
            self.find(&mut word, &asked.words[at], &split.own[at], shared)?;
            let count = word.count();
            let idf = weights::idf(self.all.max(count), count);
            gathered.possible += idf;
            spare = word.pairs;
            let docs = gathered.count().saturating_add(count);
            let mut both: Vec<_> = gathered.matches.iter_mut().zip(&mut spare).collect();
            sides::each(docs, &mut both, |place, (matches, pairs)| {
                matches.add(worth(&self.parts()[place], pairs, idf), 1 << at, keep);
                pairs.clear();
            });
        }
        Ok(gathered)
    }

    /// Adds words that nobody typed, each with its weight; what has no other word in common is known by that, until there
    /// is plenty.
    pub fn add_related(&self, gathered: &mut Gathered, related: &[Related]) -> Result<()> {
        let (mut sums, mut spare, mut found) = (self.pairs(), self.pairs(), gathered.count());
        let mut is_enough = false;
        for one in related {
            if !is_enough && is_plenty(found, one.rarity.count) {
                is_enough = true;
                self.add_sums(gathered, &mut sums);
            }
            let known = is_enough.then_some(gathered.matches.as_slice());
            let mut word = Word { pairs: spare, known, hits: 0 };
            self.add_stem(&mut word, &one.stem, weights::EXACT + weights::STEM)?;
            self.add_context(&mut word, &one.stem, CONTEXT)?;
            let telling = one.weight * one.rarity.telling;
            gathered.possible += telling;
            spare = word.pairs;
            let mut all: Vec<_> = gathered.matches.iter_mut().zip(&mut sums).zip(&mut spare).collect();
            let met = sides::each(one.rarity.count, &mut all, |at, ((matches, sums), pairs)| {
                sums.extend(worth(&self.parts()[at], pairs, telling));
                let met = pairs.sum().iter().map(|(doc, _)| u32::from(matches.meet(*doc))).sum::<u32>();
                pairs.clear();
                met
            });
            found += met.into_iter().sum::<u32>();
        }
        self.add_sums(gathered, &mut sums);
        Ok(())
    }

    fn add_sums(&self, gathered: &mut Gathered, sums: &mut [Pairs<f32>]) {
        let docs = gathered.count().saturating_add(sums.iter().map(|sums| sums.len()).sum());
        let mut both: Vec<_> = gathered.matches.iter_mut().zip(sums).collect();
        sides::each(docs, &mut both, |_, (matches, sums)| {
            matches.add(sums.sum().iter().copied(), 0, Keep::Either);
            sums.clear();
        });
    }

    fn pairs(&self) -> Vec<Pairs<f32>> {
        self.parts().iter().map(|_| Pairs::default()).collect()
    }

    /// The words by how many documents have them, as far as that can be told before they are looked for.
    fn rarest_first(&self, asked: &Asked) -> Result<Vec<(u32, usize)>> {
        let mut words = Vec::with_capacity(asked.words.len());
        for (at, word) in asked.words.iter().enumerate() {
            let count = if asked.words.len() > 1 { self.longest(word)? } else { 0 };
            words.push((count, at));
        }
        // What a word grows into is not counted before.
        words.sort_by_key(|(count, at)| (self.grows(&asked.words[*at]), *count));
        Ok(words)
    }

    /// Of somebody's own words those count that were typed; who looks for a thing may still be typing.
    fn grows(&self, word: &AskedWord) -> bool {
        word.is_prefix && !self.with_context
    }

    /// What the words of a run have in common, added up for the first of them that is looked for. It holds for the others: either
    /// nothing was left out of it, or what was known then is all that will be.
    fn shared<'s>(
        &self,
        run: &Run<'_>,
        known: Option<&[Matches]>,
        shared: &'s mut Option<Shared>,
    ) -> Result<&'s Shared> {
        match shared {
            Some(known) => Ok(known),
            None => {
                let mut found = Word { pairs: self.pairs(), known, hits: 0 };
                self.add_meanings(&mut found, &run.common)?;
                Ok(shared.insert(found.into_shared()))
            }
        }
    }

    /// Every form of one word.
    fn find(&self, found: &mut Word<'_>, word: &AskedWord, own: &Meant<'_>, shared: &Shared) -> Result<()> {
        self.add_as_typed(found, word)?;
        if word.is_literal {
            return Ok(());
        }
        self.add_meanings(found, own)?;
        found.share(shared);
        if found.count() < FEW_HITS {
            self.add_parts(found, word)?;
        }
        if found.count() < FEW_HITS && word.edits_max() > 0 {
            self.add_typos(found, word)?;
        }
        Ok(())
    }

    fn add_as_typed(&self, found: &mut Word<'_>, word: &AskedWord) -> Result<()> {
        if word.is_literal {
            return self.add_term(found, |part| &part.exact, &word.exact, weights::EXACT).map(|_| ());
        }
        let is_plain = self.analyser.is_plain(&word.exact);
        let own = if is_plain { weights::EXACT + weights::STEM } else { weights::EXACT };
        self.add_term(found, |part| &part.exact, &word.exact, own)?;
        for stem in &word.stems {
            match *stem == word.exact {
                true => self.add_term(found, |part| &part.stem, stem, weights::STEM)?,
                false => self.add_stem(found, stem, weights::STEM)?,
            };
            self.add_context(found, stem, CONTEXT)?;
        }
        if self.grows(word) || (word.is_prefix && found.count() < FEW_HITS) {
            let mut terms = Terms::default();
            for (at, part) in self.parts().iter().enumerate() {
                each_growing(&word.exact, &part.exact, |term, info| {
                    terms.note(term, at, info, weights::PREFIX)
                })?;
            }
            self.add_terms(found, terms, GROWING_MAX, if self.with_context { ENOUGH } else { u32::MAX })?;
        }
        Ok(())
    }

    /// Other names, and subjects.
    fn add_meanings(&self, found: &mut Word<'_>, meant: &Meant<'_>) -> Result<()> {
        for MeantName { name, .. } in &meant.names {
            self.add_phrase(found, name, weights::SYNONYM)?;
        }
        for MeantTopic { token, kin, .. } in &meant.topics {
            let weight = match kin {
                Kin::Same => weigh::TOPIC_SAME,
                Kin::Near => weigh::TOPIC_NEAR,
            };
            self.add_term(found, |part| &part.topic, token, weight)?;
            self.add_context(found, token, weight)?;
        }
        Ok(())
    }

    fn add_context(&self, found: &mut Word<'_>, token: &str, weight: f32) -> Result<()> {
        if self.with_context {
            self.add_term(found, |part| &part.context, token, weight)?;
        }
        Ok(())
    }

    /// A compound that few write in one word: all its parts, then its modifiers alone, then what it may begin with.
    fn add_parts(&self, found: &mut Word<'_>, word: &AskedWord) -> Result<()> {
        let Some((_, modifiers)) = word.parts.split_last() else { return self.add_front(found, word) };
        let words = word.parts.iter().map(|part| vec![part.clone()]).collect();
        self.add_phrase(found, &Phrase { text: String::new(), words }, weights::ALL_PARTS)?;
        if found.count() < FEW_HITS {
            for modifier in modifiers {
                self.add_stem(found, modifier, weights::ONE_PART)?;
            }
        }
        Ok(())
    }

    fn add_front(&self, found: &mut Word<'_>, word: &AskedWord) -> Result<()> {
        for front in word.fronts() {
            if self.add_term(found, |part| &part.exact, front, weights::ONE_PART)? > 0 {
                break;
            }
        }
        Ok(())
    }

    fn add_typos(&self, found: &mut Word<'_>, word: &AskedWord) -> Result<()> {
        let near = Near::new(word)?;
        let mut terms = Terms::default();
        for (at, part) in self.parts().iter().enumerate() {
            near.each(&part.exact, |term, info, edits| {
                terms.note(term, at, info, weights::EXACT * weights::typo(edits))
            })?;
        }
        self.add_terms(found, terms, NEAR_MAX, u32::MAX)
    }
}

/// What a word is worth in each document that has it: the sum of its forms, saturated.
fn worth(part: &Part, pairs: &mut Pairs<f32>, idf: f32) -> impl Iterator<Item = (u32, f32)> {
    let worth = move |(doc, frequency): &(u32, f32)| {
        (*doc, idf * weights::saturate(weigh::by_length(*frequency, part.cards.length(*doc))))
    };
    pairs.sum().iter().map(worth)
}
