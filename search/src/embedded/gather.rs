//! Posting lists of tantivy, added up in one number per document; `scorer` says which.
//!
//! Documents are counted only while they are alive, so an index that still holds deleted ones gives the same answers as
//! a fresh one; document frequencies come from the network family alone, whoever asks.

use std::ops::Range;

use tantivy::InvertedIndexReader;

use super::expand::{self, Expanded};
use super::phrases::Phrases;
use super::snapshot::{Segment, Snapshot, Terms, mark_of};
use super::sums::{Sight, Sums};
use crate::analysis::{Analyser, Phrase};
use crate::asked::AskedWord;
use crate::blocks::{List, each_block_of};
use crate::error::Result;
use crate::query::Viewer;
use crate::scorer::{Count, Form, Lists, Text};
use crate::{sides, weights};

/// The lists of tantivy, and the sums of one query over them.
pub struct Gatherer<'a> {
    pub analyser: &'a Analyser,
    pub snapshot: &'a Snapshot,
    pub viewer: Viewer,
    pub sums: &'a mut [Sums],
    pub phrases: Phrases,
}

impl Gatherer<'_> {
    fn docs(&self) -> u32 {
        self.sums.iter().map(Sums::docs).sum()
    }

    fn touched(&self) -> u32 {
        self.sums.iter().map(Sums::touched).sum()
    }

    /// Terms that the dictionaries offer: names and words, each with its own weight, until one has led to enough
    /// who may be seen.
    fn add_expanded(
        &mut self,
        form: &Form,
        enough: u32,
        expand: impl Fn(&InvertedIndexReader, expand::Texts) -> Result<Vec<Expanded>> + Sync,
    ) -> Result<Count> {
        let (viewer, snapshot) = (self.viewer, self.snapshot);
        // A dictionary is read for it, however few documents come of that.
        let counts = sides::each(self.docs(), self.sums, |at, sums| {
            let segment = &snapshot.segments[at];
            let mut count = Count::default();
            for terms in segment.terms(viewer) {
                for texts in [expand::Texts::Words, expand::Texts::Names] {
                    let reader = if texts == expand::Texts::Names { &terms.name } else { &terms.exact };
                    let before = count.hits;
                    for one in expand(reader, texts)? {
                        if count.hits - before >= enough {
                            break;
                        }
                        let is_name = texts == expand::Texts::Names && one.is_name;
                        let form = Form { weight: one.weight, is_name, ..*form };
                        let adding = Adding::new(segment, terms, viewer, &form);
                        count.add(adding.lists(sums, &[(reader.as_ref(), one.info)])?);
                    }
                }
            }
            Ok(count)
        });
        counts.into_iter().sum()
    }
}

impl Lists for Gatherer<'_> {
    fn network_docs(&self) -> u32 {
        self.snapshot.network_docs
    }

    fn add_term(&mut self, form: &Form, text: Text, token: &str) -> Result<Count> {
        let mut all = Vec::with_capacity(self.sums.len());
        for (segment, sums) in self.snapshot.segments.iter().zip(self.sums.iter_mut()) {
            let lists = segment.terms(self.viewer).map(|terms| {
                let adding = Adding::new(segment, terms, self.viewer, form);
                Ok((adding, lists(&terms.of(text, token, self.analyser), token)?))
            });
            all.push((sums, lists.collect::<Result<Vec<_>>>()?));
        }
        let docs = all.iter().flat_map(|(_, lists)| lists).flat_map(|(_, lists)| lists);
        let docs = docs.map(|(_, info)| info.doc_freq).sum();
        let counts = sides::each(docs, &mut all, |_, (sums, lists)| {
            lists.drain(..).map(|(adding, lists)| adding.lists(sums, &lists)).sum()
        });
        counts.into_iter().sum()
    }

    fn add_growing(&mut self, form: &Form, word: &str) -> Result<Count> {
        self.add_expanded(form, expand::GROWN_ENOUGH, |terms, texts| expand::growing(texts, word, terms))
    }

    fn add_typos(&mut self, form: &Form, word: &AskedWord) -> Result<Count> {
        let automaton = expand::Near::new(word)?;
        self.add_expanded(form, u32::MAX, |terms, texts| automaton.expand(texts, terms))
    }

    fn add_phrase(&mut self, form: &Form, phrase: &Phrase) -> Result<Count> {
        let docs = self.docs();
        let Self { analyser, snapshot, viewer, phrases, .. } = self;
        let counts = sides::each(docs, self.sums, |at, sums| {
            let (segment, mut count) = (&snapshot.segments[at], Count::default());
            for terms in segment.terms(*viewer) {
                let readers = |stem: &str| terms.of(Text::Stem, stem, analyser);
                let docs = phrases.docs(phrase, (at, terms.is_network), readers)?;
                count.add(Adding::new(segment, terms, *viewer, form).pairs(sums, &docs));
            }
            Ok(count)
        });
        counts.into_iter().sum()
    }

    fn share(&mut self, words: &Range<usize>) {
        sides::each(self.touched(), self.sums, |_, sums| sums.share(words.len() as u8));
    }

    fn finish_word(&mut self, idf: f32) {
        let worth = |frequency, shared| idf * weights::saturate_beside(frequency, shared);
        sides::each(self.touched(), self.sums, |_, sums| sums.finish_word(worth));
    }

    fn finish_shared(&mut self, telling: f32) {
        let docs = self.sums.iter().map(Sums::sharing).sum();
        sides::each(docs, self.sums, |_, sums| {
            sums.finish_shared(|shared| telling * weights::saturate(shared));
        });
    }
}

/// One list on its way into the sums of a segment.
struct Adding<'a> {
    sight: Sight<'a>,
    is_network: bool,
    form: &'a Form,
}

impl<'a> Adding<'a> {
    fn new(segment: &'a Segment, terms: &Terms, viewer: Viewer, form: &'a Form) -> Self {
        let sight = Sight { marks: &segment.marks, mark: mark_of(viewer) };
        Self { sight, is_network: terms.is_network, form }
    }

    /// Several lists count as one.
    fn lists(self, sums: &mut Sums, lists: &[List<'_>]) -> Result<Count> {
        let mut count = Count::default();
        each_block_of(lists, |docs, times| {
            let list = docs.iter().copied().zip(times.iter().copied());
            count.add(sums.add(list, self.sight, self.form));
        })?;
        Ok(self.counted(count))
    }

    fn pairs(self, sums: &mut Sums, pairs: &[(u32, u32)]) -> Count {
        let count = sums.add(pairs.iter().copied(), self.sight, self.form);
        self.counted(count)
    }

    /// Frequencies of what only the organisation may read count nowhere.
    fn counted(self, count: Count) -> Count {
        if self.is_network { count } else { Count { network: 0, ..count } }
    }
}

/// Where a token stands.
fn lists<'t>(readers: &[&'t InvertedIndexReader], token: &str) -> Result<Vec<List<'t>>> {
    let mut lists = Vec::new();
    for reader in readers {
        lists.extend(reader.terms().get(token)?.map(|info| (*reader, info)));
    }
    Ok(lists)
}
