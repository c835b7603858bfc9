//! Documents that have every word of a phrase, wherever they stand in them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::InvertedIndexReader;

use crate::analysis::Phrase;
use crate::blocks::{List, each_block, each_block_of, postings};
use crate::error::Result;

/// Documents in order, each with the frequency of its rarest word.
pub type Docs = Vec<(u32, u32)>;

/// Which segment, and which family of its texts.
type Place = (usize, bool);

/// The phrases of one question: several of its words lead to the same.
#[derive(Default)]
pub struct Phrases(Mutex<Known>);

/// By the stems of each word: what is written otherwise and has the same is the same.
type Known = HashMap<(Vec<Vec<String>>, Place), Arc<Docs>>;

impl Phrases {
    /// `readers`: where a stem may stand.
    pub fn docs<'t>(
        &self,
        phrase: &Phrase,
        place: Place,
        readers: impl Fn(&str) -> Vec<&'t InvertedIndexReader>,
    ) -> Result<Arc<Docs>> {
        let key = (phrase.words.clone(), place);
        if let Some(known) = self.known().get(&key) {
            return Ok(Arc::clone(known));
        }
        let docs = Arc::new(with_every_word(phrase, readers)?);
        self.known().insert(key, Arc::clone(&docs));
        Ok(docs)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn with_every_word<'t>(
    phrase: &Phrase,
    readers: impl Fn(&str) -> Vec<&'t InvertedIndexReader>,
) -> Result<Docs> {
    let mut words = Vec::with_capacity(phrase.words.len());
    for stems in &phrase.words {
        words.push(lists(stems, &readers)?);
    }
    // The rarest word first: the others are looked for in what has it.
    words.sort_by_key(|lists| lists.iter().map(|(_, info)| u64::from(info.doc_freq)).sum::<u64>());
    let mut words = words.into_iter();
    let mut kept = words.next().map(|rarest| with_any(&rarest)).transpose()?.unwrap_or_default();
    for others in words {
        kept = with_any_of_them(&others, &kept)?;
    }
    Ok(kept)
}

fn lists<'t>(
    stems: &[String],
    readers: impl Fn(&str) -> Vec<&'t InvertedIndexReader>,
) -> Result<Vec<List<'t>>> {
    let mut lists = Vec::new();
    for stem in stems {
        for reader in readers(stem) {
            lists.extend(reader.terms().get(stem)?.map(|info| (reader, info)));
        }
    }
    Ok(lists)
}

/// Documents of one of the lists, with the sum of their frequencies.
fn with_any(lists: &[List<'_>]) -> Result<Docs> {
    let most = lists.iter().map(|(_, info)| info.doc_freq as usize).sum();
    let mut found = Vec::with_capacity(most);
    each_block_of(lists, |docs, times| found.extend(docs.iter().copied().zip(times.iter().copied())))?;
    Ok(found)
}

/// Those of `kept` that stand in one of the lists, with the smaller frequency.
fn with_any_of_them(lists: &[List<'_>], kept: &[(u32, u32)]) -> Result<Docs> {
    let mut times = vec![0; kept.len()];
    for (reader, info) in lists {
        let mut at = 0;
        each_block(postings(reader, info)?, |docs, frequencies| {
            for (doc, frequency) in docs.iter().zip(frequencies) {
                at += kept[at..].iter().take_while(|(known, _)| known < doc).count();
                if kept.get(at).is_some_and(|(known, _)| known == doc) {
                    times[at] += frequency;
                }
            }
        });
    }
    let both = kept.iter().zip(times).filter(|(_, times)| *times > 0);
    Ok(both.map(|((doc, count), times)| (*doc, times.min(*count))).collect())
}
