//! How rare a word is, counted over what a reader sees or what all who are signed in see: nothing hidden moves it.

use tantivy::InvertedIndexReader;

use super::gather::Gatherer;
use super::lists::Field;
use super::weigh;
use crate::asked::AskedWord;
use crate::blocks::postings;
use crate::error::Result;
use crate::weights;

/// In how many things the reader sees a word, and how much it tells for that.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Rarity {
    pub count: u32,
    pub telling: f32,
}

impl Gatherer<'_> {
    /// How rare a stem is among what all who are signed in see; where that is too little to tell, among what the reader sees.
    /// None: in too few or too many things to tell anything.
    pub fn rarity(&self, stem: &str) -> Result<Option<Rarity>> {
        let mut count = self.count_open(stem)?;
        if count < weigh::RELATED_THINGS_MIN {
            count = self.rarest(stem, |at, doc| self.eyes[at].sees(doc))?;
        }
        let most = (self.all as f32 * weigh::RELATED_SHARE_MAX) as u32;
        let tells = (weigh::RELATED_THINGS_MIN..=most.min(weigh::RELATED_THINGS_MAX)).contains(&count);
        Ok(tells.then(|| Rarity { count, telling: weights::idf(self.all.max(count), count) }))
    }

    /// Context counts along: rarity is asked of what speaks for people. The same for every reader, so it is remembered as long as
    /// the index is as it is.
    fn count_open(&self, stem: &str) -> Result<u32> {
        let count = || self.rarest(stem, |at, doc| self.parts()[at].is_open(doc));
        self.snapshot.open_stems.try_get(stem, count)
    }

    /// Not counted further than it takes to see that it is in too many.
    fn rarest(&self, stem: &str, sees: impl Fn(usize, u32) -> bool) -> Result<u32> {
        let most = weigh::RELATED_THINGS_MAX;
        let count = self.count_stem(stem, most, &sees)?;
        match count <= most {
            true => Ok(count.max(self.count(|part| &part.context, stem, most, &sees)?)),
            false => Ok(count),
        }
    }

    /// About how many documents have it, by what all who are signed in see; remembered likewise.
    pub fn longest(&self, word: &AskedWord) -> Result<u32> {
        let looked_for = format!("{} {} {}", word.exact, word.is_literal, self.with_context);
        self.snapshot.open_words.try_get(&looked_for, || self.count_longest(word))
    }

    fn count_longest(&self, word: &AskedWord) -> Result<u32> {
        let sees = |at: usize, doc| self.parts()[at].is_open(doc);
        let mut longest = self.count(|part| &part.exact, &word.exact, u32::MAX, &sees)?;
        for stem in word.stems.iter().filter(|_| !word.is_literal) {
            longest = longest.max(self.count_stem(stem, u32::MAX, &sees)?);
            if self.with_context {
                longest = longest.max(self.count(|part| &part.context, stem, u32::MAX, &sees)?);
            }
        }
        Ok(longest)
    }

    /// Words that are their own stem stand among the words alone.
    fn count_stem(&self, stem: &str, most: u32, sees: &impl Fn(usize, u32) -> bool) -> Result<u32> {
        let (mut count, is_plain) = (0, self.analyser.is_plain(stem));
        for (at, part) in self.parts().iter().enumerate() {
            let (sees, most) = (|doc| sees(at, doc), most.saturating_sub(count));
            let mut docs = seen(&part.stem, stem, most, &sees)?;
            let words = if is_plain { seen(&part.exact, stem, most, &sees)? } else { Vec::new() };
            if docs.is_empty() {
                docs = words;
            } else if !words.is_empty() {
                docs.extend(words);
                docs.sort();
                docs.dedup();
            }
            count += docs.len() as u32;
        }
        Ok(count)
    }

    fn count(&self, field: Field, token: &str, most: u32, sees: &impl Fn(usize, u32) -> bool) -> Result<u32> {
        let mut count = 0;
        for (at, part) in self.parts().iter().enumerate() {
            let most = most.saturating_sub(count);
            count += seen(field(part), token, most, &|doc| sees(at, doc))?.len() as u32;
        }
        Ok(count)
    }
}

/// Documents with a token that are seen; somewhat more than `most` where they are more.
fn seen(
    reader: &InvertedIndexReader,
    token: &str,
    most: u32,
    sees: &impl Fn(u32) -> bool,
) -> Result<Vec<u32>> {
    let mut seen = Vec::new();
    let Some(info) = reader.terms().get(token)? else { return Ok(seen) };
    let mut postings = postings(reader, &info)?;
    while !postings.docs().is_empty() && seen.len() <= most as usize {
        let mut end = seen.len();
        seen.resize(end + postings.docs().len(), 0);
        for doc in postings.docs() {
            // Written in any case, kept if seen: no guess that goes wrong.
            seen[end] = *doc;
            end += usize::from(sees(*doc));
        }
        seen.truncate(end);
        postings.advance();
    }
    Ok(seen)
}
