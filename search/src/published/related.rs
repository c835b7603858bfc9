//! Words that go with what was asked: they stand in the things that are closest to it. Who answers about acoustics writes of
//! sound and waves, and rarely of acoustics.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;
use rayon::prelude::*;

use super::deeds::Words;
use super::gather::Related;
use super::rarity::Rarity;
use super::weigh;
use crate::analysis::{Analyser, Language};
use crate::asked::Asked;
use crate::error::Result;

/// The words of a text.
pub fn words(analyser: &Analyser, title: &str, text: &str, language: Option<Language>) -> Words {
    let texts = [(title, weigh::RELATED_TITLE), (text, 1.0)];
    let texts = texts.map(|(text, times)| (analyser.text(text, language), times));
    let said = || texts.iter().flat_map(|(said, times)| said.iter().map(move |said| (said, *times)));
    let length = said().fold(weigh::RELATED_LENGTH, |length, (_, times)| length + times);
    said().map(|(said, times)| (Arc::clone(&said.word), times / length)).collect()
}

/// The words that tell most of these things, beside those that were typed. `rarity`: how rare a stem is, if it tells anything.
pub fn choose(
    asked: &Asked,
    things: &[(f32, Words)],
    rarity: impl Fn(&str) -> Result<Option<Rarity>> + Sync,
) -> Result<Vec<Related>> {
    let mut sums: HashMap<&str, f32, RandomState> = HashMap::default();
    for (score, words) in things {
        for (word, share) in words {
            *sums.entry(&word.stem).or_default() += score * share;
        }
    }
    for typed in asked.words.iter().flat_map(|word| &word.stems) {
        sums.remove(typed.as_str());
    }
    let likely = best(sums.into_iter().collect(), weigh::RELATED_LOOKED_AT);
    let telling = likely
        .into_par_iter()
        .map(|(stem, sum)| Ok(rarity(stem)?.map(|rarity| ((stem, rarity), sum * rarity.telling))));
    let telling: Vec<_> = telling.collect::<Result<_>>()?;
    let found = best(telling.into_iter().flatten().collect(), weigh::RELATED_WORDS);
    let all: f32 = found.iter().map(|(_, sum)| sum).sum();
    let whole = weigh::RELATED_WEIGHT * asked.words.len() as f32;
    Ok(found
        .into_iter()
        .map(|((stem, rarity), sum)| Related { stem: stem.to_owned(), weight: whole * sum / all, rarity })
        .collect())
}

fn best<T: PartialOrd>(mut found: Vec<(T, f32)>, most: usize) -> Vec<(T, f32)> {
    found.sort_unstable_by(|(one, own), (other, sum)| {
        sum.total_cmp(own).then_with(|| one.partial_cmp(other).unwrap_or(Ordering::Equal))
    });
    found.truncate(most);
    found
}
