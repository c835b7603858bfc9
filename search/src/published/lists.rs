//! Lists of a token in all segments on their way into a word, each document only if the reader sees it.

use std::collections::BTreeMap;

use tantivy::InvertedIndexReader;
use tantivy::postings::TermInfo;

use super::gather::Gatherer;
use super::matches::Matches;
use super::parts::Part;
use super::schema::FREQUENCY_MAX;
use super::word::Word;
use crate::analysis::Phrase;
use crate::blocks::{each_block, postings};
use crate::error::Result;
use crate::pairs::Pairs;
use crate::sides;

/// Where a token is looked for.
pub type Field = fn(&Part) -> &InvertedIndexReader;

/// Terms of all segments in one order.
#[derive(Default)]
pub struct Terms(BTreeMap<String, (Vec<(usize, TermInfo)>, f32)>);

impl Terms {
    pub fn note(&mut self, term: &str, at: usize, info: &TermInfo, weight: f32) -> bool {
        let (places, _) = self.0.entry(term.to_owned()).or_insert_with(|| (Vec::new(), weight));
        places.push((at, info.clone()));
        true
    }
}

impl Gatherer<'_> {
    /// A stem, also where it stands as a word.
    pub fn add_stem(&self, found: &mut Word<'_>, stem: &str, weight: f32) -> Result<u32> {
        let mut count = self.add_term(found, |part| &part.stem, stem, weight)?;
        if self.analyser.is_plain(stem) {
            count += self.add_term(found, |part| &part.exact, stem, weight)?;
            found.widen(count);
        }
        Ok(count)
    }

    /// Gives how many documents the reader sees it in.
    pub fn add_term(&self, found: &mut Word<'_>, field: Field, token: &str, weight: f32) -> Result<u32> {
        let lists = self.parts().iter().map(|part| Ok(field(part).terms().get(token)?));
        let lists = lists.collect::<Result<Vec<_>>>()?;
        let count = self.add_lists(found, field, &lists, weight)?;
        found.widen(count);
        Ok(count)
    }

    /// `lists`: where the token has one, by segment.
    fn add_lists(
        &self,
        found: &mut Word<'_>,
        field: Field,
        lists: &[Option<TermInfo>],
        weight: f32,
    ) -> Result<u32> {
        let docs = lists.iter().flatten().map(|info| info.doc_freq).sum();
        let known = found.known;
        let counts = sides::each(docs, &mut found.pairs, |at, pairs| match &lists[at] {
            Some(info) => self.add_list((at, pairs), known, field(&self.parts()[at]), info, weight),
            None => Ok(0),
        });
        counts.into_iter().sum()
    }

    fn add_list(
        &self,
        (at, pairs): (usize, &mut Pairs<f32>),
        known: Option<&[Matches]>,
        reader: &InvertedIndexReader,
        info: &TermInfo,
        weight: f32,
    ) -> Result<u32> {
        let (eyes, known) = (&self.eyes[at], known.map(|known| &known[at]));
        let mut count = 0;
        if known.is_none() {
            pairs.reserve(info.doc_freq);
        }
        each_block(postings(reader, info)?, |docs, frequencies| {
            let seen =
                docs.iter().zip(frequencies).filter(|(doc, _)| eyes.sees(**doc)).inspect(|_| count += 1);
            let wanted = seen.filter(|(doc, _)| known.is_none_or(|known| known.knows(**doc)));
            pairs.extend(wanted.map(|(doc, times)| (*doc, weighted(weight, *times))));
        });
        Ok(count)
    }

    /// Terms of the dictionaries in order, until so many were in something that the reader sees, or all of them in enough.
    pub fn add_terms(&self, found: &mut Word<'_>, terms: Terms, most: usize, enough: u32) -> Result<()> {
        let (mut seen, mut all) = (0, 0_u32);
        for (places, weight) in terms.0.into_values() {
            let mut lists = vec![None; self.parts().len()];
            places.into_iter().for_each(|(at, info)| lists[at] = Some(info));
            let count = self.add_lists(found, |part| &part.exact, &lists, weight)?;
            all = all.saturating_add(count);
            seen += usize::from(count > 0);
            if seen >= most || all >= enough {
                break;
            }
        }
        found.widen(all);
        Ok(())
    }

    /// Documents that have every word of the phrase.
    pub fn add_phrase(&self, found: &mut Word<'_>, phrase: &Phrase, weight: f32) -> Result<()> {
        if let [stems] = phrase.words.as_slice()
            && let [stem] = stems.as_slice()
        {
            return self.add_stem(found, stem, weight).map(|_| ());
        }
        let (known, all) = (found.known, self.parts().iter().map(|part| part.docs).sum());
        let counts = sides::each(all, &mut found.pairs, |at, pairs| {
            let known = known.map(|known| &known[at]);
            let whole =
                self.phrases.docs(phrase, (at, true), |stem| self.readers(&self.parts()[at], stem))?;
            let mut count = 0;
            let seen = whole.iter().filter(|(doc, _)| self.eyes[at].sees(*doc)).inspect(|_| count += 1);
            let wanted = seen.filter(|(doc, _)| known.is_none_or(|known| known.knows(*doc)));
            pairs.extend(wanted.map(|(doc, times)| (*doc, weighted(weight, *times))));
            Ok(count)
        });
        found.widen(counts.into_iter().sum::<Result<u32>>()?);
        Ok(())
    }

    /// Where a stem may stand.
    fn readers<'p>(&self, part: &'p Part, stem: &str) -> Vec<&'p InvertedIndexReader> {
        match self.analyser.is_plain(stem) {
            true => vec![&part.exact, &part.stem],
            false => vec![&part.stem],
        }
    }
}

/// Weights are for frequencies in halves, as profiles have them; what is published counts in wholes.
fn weighted(weight: f32, times: u32) -> f32 {
    2.0 * weight * times.min(FREQUENCY_MAX) as f32
}
