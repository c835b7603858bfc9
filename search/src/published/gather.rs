//! Who matches, and how well: word after word over the posting lists, counting nothing but what the reader sees.
//!
//! Document frequencies, the few hits that call for typing errors, and how far a growing word goes: all of it is counted over
//! documents that the reader sees, so nothing hidden can move what he finds.
//!
//! The rarest word comes first. Where every word is wanted, the others are looked for in what has it; where one will do, a
//! common word only adds to what rarer ones found once that is plenty ("continue" of Moffat and Zobel, Self-indexing
//! inverted files for fast text retrieval, ACM TOIS 14:4, 1996). So a question costs what its rare words match.

use std::collections::BTreeMap;

use tantivy::InvertedIndexReader;
use tantivy::postings::TermInfo;

use super::parts::{Eyes, Part};
use super::weigh;
use crate::analysis::Phrase;
use crate::asked::{Asked, AskedWord};
use crate::embedded::expand::{Near, each_growing};
use crate::embedded::gather::{postings, with_every_word};
use crate::embedded::sums::{Addition, Sums, each_block};
use crate::error::Result;
use crate::person::{broader_topic, own_topic};
use crate::scorer::Need;
use crate::weights;

/// A word with fewer hits than this may be a typing error, or a compound nobody else writes.
const FEW_HITS: u32 = 4;
/// Longer words that one may grow into, and words that resemble one: as many as the reader sees.
const GROWING_MAX: usize = 1_000;
const NEAR_MAX: usize = 50;
/// Where one word will do, so many documents are plenty: from there on common words find no more.
const PLENTY: u32 = 10_000;
/// But not before there are as many as can count.
const ENOUGH: u32 = weigh::EVIDENCE_MAX as u32;

/// What came out.
pub struct Gathered {
    /// By segment.
    pub sums: Vec<Sums>,
    /// The largest D that any document could have.
    pub possible: f32,
    least_words: u8,
}

impl Gathered {
    /// Documents of a segment that have as many of the words as they must.
    pub fn matches(&self, at: usize) -> impl Iterator<Item = (u32, f32)> {
        let sums = &self.sums[at];
        self.met(at).filter(|doc| sums.words(*doc) >= self.least_words).map(|doc| (doc, sums.score(doc)))
    }

    /// Which of the words that were typed a document has, a bit for each.
    pub fn typed(&self, at: usize, doc: u32) -> u16 {
        self.sums[at].named(doc)
    }

    fn met(&self, at: usize) -> impl Iterator<Item = u32> {
        self.sums[at].met().iter().copied()
    }

    fn count(&self) -> u32 {
        let met: usize = self.sums.iter().map(|sums| sums.met().len()).sum();
        u32::try_from(met).unwrap_or(u32::MAX)
    }

    /// Words that a document must have had to get this one: a word so common finds nothing new when there is plenty.
    fn needed(&self, count: u32) -> u8 {
        let found = self.count();
        u8::from(found >= ENOUGH && found.saturating_add(count) > PLENTY)
    }
}

pub struct Gatherer<'a> {
    pub parts: &'a [Part],
    pub eyes: &'a [Eyes<'a>],
    /// Documents that rarity is held against.
    pub all: u32,
    pub need: Need,
    /// What comments are about counts too, not their own words alone.
    pub with_context: bool,
}

/// A word that stands in what is closest to what was asked, and what it adds beside a word that was typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    pub stem: String,
    pub weight: f32,
    pub rarity: Rarity,
}

/// In how many things the reader sees a word, and how much it tells for that.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Rarity {
    count: u32,
    pub telling: f32,
}

/// A word on its way into the sums.
struct Word<'s> {
    sums: &'s mut [Sums],
    /// Its place among those that were typed.
    at: usize,
    is_typed: bool,
    needed: u8,
    /// Documents of its longest list; of those it grows into, of all together.
    hits: u32,
}

impl Word<'_> {
    fn widen(&mut self, hits: u32) {
        self.hits = self.hits.max(hits);
    }

    /// Weights are for frequencies in halves, as profiles have them; what is published counts in wholes.
    fn addition(&self, weight: f32) -> Addition {
        let Self { at: word, needed, is_typed, .. } = *self;
        Addition { weight: 2.0 * weight, is_name: is_typed, needed, word, topic: 0.0 }
    }

    /// How many documents have it, as far as that was looked at.
    fn count(&self) -> u32 {
        let touched: usize = self.sums.iter().map(Sums::touched).sum();
        self.hits.max(u32::try_from(touched).unwrap_or(u32::MAX))
    }
}

impl Gatherer<'_> {
    /// `sums`: one for each part, all zeros.
    pub fn gather(&self, asked: &Asked, sums: Vec<Sums>) -> Result<Gathered> {
        let words = asked.words.len();
        let least = match self.need {
            Need::All => words,
            Need::Most => words.div_ceil(2),
            Need::Any => 0,
        };
        let least_words = u8::try_from(least).unwrap_or(u8::MAX);
        let mut gathered = Gathered { sums, possible: 0.0, least_words };
        for (done, (count, at)) in self.rarest_first(asked)?.into_iter().enumerate() {
            let needed = match self.need {
                Need::All => u8::try_from(done).unwrap_or(u8::MAX),
                Need::Most => 0,
                Need::Any => gathered.needed(count),
            };
            let mut word = Word { sums: &mut gathered.sums, at, is_typed: true, needed, hits: count };
            self.find(&mut word, asked)?;
            let count = word.count();
            let idf = weights::idf(self.all.max(count), count);
            gathered.possible += idf;
            self.finish(&mut gathered.sums, 1, idf);
        }
        Ok(gathered)
    }

    /// Adds words that nobody typed, each with its weight; what has no other word in common is known by that.
    pub fn add_related(&self, gathered: &mut Gathered, related: &[Related]) -> Result<()> {
        for one in related {
            let needed = gathered.needed(one.rarity.count);
            let mut word = Word { sums: &mut gathered.sums, at: 0, is_typed: false, needed, hits: 0 };
            self.add_term(&mut word, |part| &part.stem, &one.stem, weights::EXACT + weights::STEM)?;
            self.add_context(&mut word, &one.stem, weights::STEM)?;
            let telling = one.weight * one.rarity.telling;
            gathered.possible += telling;
            self.finish(&mut gathered.sums, 0, telling);
        }
        Ok(())
    }

    /// How rare a stem is. None: in too few or too many things to tell anything.
    pub fn rarity(&self, stem: &str) -> Result<Option<Rarity>> {
        let most = (self.all as f32 * weigh::RELATED_SHARE_MAX) as u32;
        let most = most.min(weigh::RELATED_THINGS_MAX);
        let mut count = self.count(|part| &part.stem, stem, most)?;
        if count <= most && self.with_context {
            count = count.max(self.count(|part| &part.context, stem, most)?);
        }
        let tells = count >= weigh::RELATED_THINGS_MIN && count <= most;
        Ok(tells.then(|| Rarity { count, telling: weights::idf(self.all.max(count), count) }))
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

    fn longest(&self, word: &AskedWord) -> Result<u32> {
        let mut longest = self.count(|part| &part.exact, &word.exact, u32::MAX)?;
        for stem in word.stems.iter().filter(|_| !word.is_literal) {
            longest = longest.max(self.count(|part| &part.stem, stem, u32::MAX)?);
            if self.with_context {
                longest = longest.max(self.count(|part| &part.context, stem, u32::MAX)?);
            }
        }
        Ok(longest)
    }

    /// Documents with a token that the reader sees; somewhat more than `most` where they are more.
    fn count(&self, field: Field, token: &str, most: u32) -> Result<u32> {
        let mut count = 0;
        for (part, eyes) in self.parts.iter().zip(self.eyes) {
            let reader = field(part);
            let Some(info) = reader.terms().get(token)? else { continue };
            let mut postings = postings(reader, &info)?;
            while !postings.docs().is_empty() && count <= most {
                count += postings.docs().iter().map(|doc| u32::from(eyes.sees(*doc))).sum::<u32>();
                postings.advance();
            }
        }
        Ok(count)
    }

    /// Saturates what the forms of a word came to and adds it to what the words before it found.
    fn finish(&self, sums: &mut [Sums], words: u8, idf: f32) {
        for (part, sums) in self.parts.iter().zip(sums) {
            sums.finish_word(words, |doc, frequency| {
                idf * weights::saturate(weigh::by_length(frequency, part.cards.length(doc)))
            });
        }
    }

    /// Every form of one word.
    fn find(&self, found: &mut Word<'_>, asked: &Asked) -> Result<()> {
        let word = &asked.words[found.at];
        self.add_as_typed(found, word)?;
        if word.is_literal {
            return Ok(());
        }
        self.add_meanings(found, asked)?;
        if found.count() < FEW_HITS {
            self.add_parts(found, word)?;
        }
        if found.count() < FEW_HITS && word.edits_max() > 0 {
            self.add_typos(found, word)?;
        }
        Ok(())
    }

    fn add_as_typed(&self, found: &mut Word<'_>, word: &AskedWord) -> Result<()> {
        self.add_term(found, |part| &part.exact, &word.exact, weights::EXACT)?;
        if word.is_literal {
            return Ok(());
        }
        for stem in &word.stems {
            self.add_term(found, |part| &part.stem, stem, weights::STEM)?;
            self.add_context(found, stem, weights::STEM)?;
        }
        if self.grows(word) || (word.is_prefix && found.count() < FEW_HITS) {
            let mut terms = Terms::default();
            for (at, part) in self.parts.iter().enumerate() {
                each_growing(&word.exact, &part.exact, |term, info| {
                    terms.note(term, at, info, weights::PREFIX)
                })?;
            }
            self.add_terms(found, terms, GROWING_MAX)?;
        }
        Ok(())
    }

    /// Synonyms and subjects of the phrases this word is part of.
    fn add_meanings(&self, found: &mut Word<'_>, asked: &Asked) -> Result<()> {
        for phrase in asked.phrases_of(found.at) {
            for other in &phrase.meaning.equivalents {
                self.add_phrase(found, other, weights::SYNONYM)?;
            }
            let own = phrase.meaning.concepts.iter().map(|uri| (own_topic(uri), weigh::TOPIC_SAME));
            let under = phrase.meaning.concepts.iter().map(|uri| (broader_topic(uri), weigh::TOPIC_NEAR));
            let above = phrase.meaning.broader.iter().map(|uri| (own_topic(uri), weigh::TOPIC_NEAR));
            for (token, weight) in own.chain(under).chain(above) {
                self.add_term(found, |part| &part.topic, &token, weight)?;
                self.add_context(found, &token, weight)?;
            }
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
                self.add_term(found, |part| &part.stem, modifier, weights::ONE_PART)?;
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
        for (at, part) in self.parts.iter().enumerate() {
            near.each(&part.exact, |term, info, edits| {
                terms.note(term, at, info, weights::EXACT * weights::typo(edits))
            })?;
        }
        self.add_terms(found, terms, NEAR_MAX)
    }

    /// Gives how many documents the reader sees it in.
    fn add_term(&self, found: &mut Word<'_>, field: Field, token: &str, weight: f32) -> Result<u32> {
        let mut count = 0;
        for (at, part) in self.parts.iter().enumerate() {
            let reader = field(part);
            if let Some(info) = reader.terms().get(token)? {
                count += self.add_list(found, at, reader, &info, weight)?;
            }
        }
        found.widen(count);
        Ok(count)
    }

    fn add_list(
        &self,
        found: &mut Word<'_>,
        at: usize,
        reader: &InvertedIndexReader,
        info: &TermInfo,
        weight: f32,
    ) -> Result<u32> {
        let (eyes, addition) = (&self.eyes[at], found.addition(weight));
        let sums = &mut found.sums[at];
        let mut count = 0;
        each_block(postings(reader, info)?, |docs, frequencies| {
            for (doc, times) in docs.iter().zip(frequencies).filter(|(doc, _)| eyes.sees(**doc)) {
                sums.add(*doc, *times, &addition);
                count += 1;
            }
        });
        Ok(count)
    }

    /// Terms of the dictionaries in order, until so many were in something that the reader sees.
    fn add_terms(&self, found: &mut Word<'_>, terms: Terms, most: usize) -> Result<()> {
        let (mut seen, mut all) = (0, 0_u32);
        for (places, weight) in terms.0.into_values() {
            let mut count = 0;
            for (at, info) in places {
                count += self.add_list(found, at, &self.parts[at].exact, &info, weight)?;
            }
            all = all.saturating_add(count);
            seen += usize::from(count > 0);
            if seen >= most {
                break;
            }
        }
        found.widen(all);
        Ok(())
    }

    /// Documents that have every word of the phrase.
    fn add_phrase(&self, found: &mut Word<'_>, phrase: &Phrase, weight: f32) -> Result<()> {
        if let [stems] = phrase.words.as_slice()
            && let [stem] = stems.as_slice()
        {
            return self.add_term(found, |part| &part.stem, stem, weight).map(|_| ());
        }
        let (addition, mut count) = (found.addition(weight), 0);
        for (at, part) in self.parts.iter().enumerate() {
            for (doc, times) in with_every_word(&part.stem, phrase)? {
                if self.eyes[at].sees(doc) {
                    found.sums[at].add(doc, times, &addition);
                    count += 1;
                }
            }
        }
        found.widen(count);
        Ok(())
    }
}

/// Where a token is looked for.
type Field = fn(&Part) -> &InvertedIndexReader;

/// Terms of all segments in one order.
#[derive(Default)]
struct Terms(BTreeMap<String, (Vec<(usize, TermInfo)>, f32)>);

impl Terms {
    fn note(&mut self, term: &str, at: usize, info: &TermInfo, weight: f32) -> bool {
        let (places, _) = self.0.entry(term.to_owned()).or_insert_with(|| (Vec::new(), weight));
        places.push((at, info.clone()));
        true
    }
}
