//! The candidates that Meilisearch gave, scored as the embedded index scores its documents: the same walk over the same
//! forms, with counts that were asked for everyone and not from the candidates.

use std::ops::Range;

use serde::Deserialize;
use uuid::Uuid;

use super::forms::{Answers, List};
use super::rows::{luck, stored};
use crate::analysis::Phrase;
use crate::asked::{Asked, AskedWord, Kin};
use crate::error::Result;
use crate::person::Availability;
use crate::query::{Hit, Near, PeopleQuery};
use crate::scorer::{self, Count, Form, Gathered, Lists, Need, Standing, Text};
use crate::typos::edits;
use crate::weights;

/// A hit as it is read: tokens in order, with their weights beside them.
#[derive(Clone, Deserialize)]
pub struct Candidate {
    person: Uuid,
    #[serde(default)]
    name: Vec<String>,
    #[serde(default)]
    exact: Vec<String>,
    #[serde(default)]
    exact_halves: Vec<u32>,
    #[serde(default)]
    stem: Vec<String>,
    #[serde(default)]
    stem_halves: Vec<u32>,
    #[serde(default)]
    topic: Vec<String>,
    organisation: Option<Uuid>,
    place: Option<String>,
    availability: Option<String>,
}

impl Candidate {
    pub fn person(&self) -> Uuid {
        self.person
    }

    fn times(&self, text: Text, token: &str) -> u32 {
        let weighed = |tokens: &[String], halves: &[u32]| {
            let at = tokens.binary_search_by(|known| known.as_str().cmp(token)).ok();
            at.map_or(0, |at| halves.get(at).copied().unwrap_or(1))
        };
        let is_among = |tokens: &[String]| u32::from(tokens.iter().any(|known| known == token));
        match text {
            Text::Name => is_among(&self.name),
            Text::Exact => weighed(&self.exact, &self.exact_halves),
            Text::Stem => weighed(&self.stem, &self.stem_halves),
            Text::Topic => is_among(&self.topic),
        }
    }

    /// The frequency of the rarest word of a phrase; 0 when one is missing.
    fn times_of_all(&self, phrase: &Phrase) -> u32 {
        let of = |stems: &Vec<String>| {
            let found = stems.iter().map(|stem| self.times(Text::Stem, stem)).filter(|times| *times > 0);
            found.min().unwrap_or(0)
        };
        phrase.words.iter().map(of).min().unwrap_or(0)
    }

    fn words(&self) -> impl Iterator<Item = (&str, u32)> {
        self.exact.iter().map(String::as_str).zip(self.exact_halves.iter().copied())
    }

    fn nearness(&self, near: Option<&Near>) -> f32 {
        let Some(near) = near else { return 0.0 };
        if near.organisation.is_some() && near.organisation == self.organisation {
            weights::SAME_ORGANISATION
        } else if self.place.as_deref().is_some_and(|place| place == stored(near.place.trim())) {
            weights::SAME_PLACE
        } else {
            0.0
        }
    }
}

#[derive(Clone, Copy, Default)]
struct Sum {
    frequency: f32,
    shared: f32,
    score: f32,
    topic: Option<Kin>,
    named: u16,
    words: u8,
}

struct Pile<'a> {
    answers: &'a Answers,
    candidates: &'a [Candidate],
    sums: Vec<Sum>,
}

/// The best of the candidates in order, up to the reach of the query, and how much each word tells.
pub fn rank(
    answers: &Answers,
    query: &PeopleQuery,
    asked: &Asked,
    need: Need,
    candidates: &[Candidate],
) -> Result<(Vec<Hit>, Vec<f32>)> {
    let mut pile = Pile { answers, candidates, sums: vec![Sum::default(); candidates.len()] };
    let gathered = scorer::gather(&mut pile, need, asked)?;
    let mut sorted = Vec::new();
    for (candidate, sum) in candidates.iter().zip(&pile.sums) {
        let evidence = query.evidence.get(&candidate.person).copied().unwrap_or(0.0);
        if sum.words < gathered.least_words && evidence == 0.0 {
            continue;
        }
        let score = candidate.score(&gathered, sum, evidence, query.near.as_ref());
        let (_, low) = candidate.person.as_u64_pair();
        // Bits of positive floats sort like the floats.
        sorted.push(((score.max(0.0).to_bits(), luck(low)), candidate.person));
    }
    sorted.sort_unstable_by(|one, other| other.cmp(one));
    sorted.truncate(query.reach());
    let hits = sorted.into_iter().map(|((score, _), person)| Hit { person, score: f32::from_bits(score) });
    Ok((hits.collect(), gathered.telling))
}

impl Candidate {
    fn score(&self, gathered: &Gathered, sum: &Sum, evidence: f32, near: Option<&Near>) -> f32 {
        let is_said = |one: &&Availability| self.availability.as_deref() == Some(one.as_str());
        let availability = Availability::ALL.iter().find(is_said).copied();
        let standing = Standing {
            declared: sum.score,
            topic: sum.topic,
            name_words: sum.named.count_ones(),
            evidence,
            nearness: self.nearness(near),
            availability,
        };
        scorer::score(gathered, &standing)
    }
}

impl Pile<'_> {
    /// Adds a list: for each candidate, what it has of it as pairs of weight and whether it is of the name.
    fn add(&mut self, form: &Form, mut of: impl FnMut(&Candidate, &mut dyn FnMut(f32, bool))) {
        for (candidate, sum) in self.candidates.iter().zip(&mut self.sums) {
            if sum.words < form.needed {
                continue;
            }
            of(candidate, &mut |weight, is_name| {
                sum.frequency += weight;
                sum.named |= u16::from(is_name) << form.word;
                sum.topic = sum.topic.max(form.topic);
            });
        }
    }

    fn counted(&self, list: &List) -> Count {
        self.answers.count(list).unwrap_or_default()
    }
}

impl Lists for Pile<'_> {
    fn network_docs(&self) -> u32 {
        self.answers.network_docs
    }

    fn add_term(&mut self, form: &Form, text: Text, token: &str) -> Result<Count> {
        let compared = if text == Text::Topic { stored(token) } else { token.to_owned() };
        self.add(form, |candidate, add| {
            let times = candidate.times(text, &compared);
            if times > 0 {
                add(form.weight * times as f32, form.is_name);
            }
        });
        Ok(self.counted(&List::Term(text, token.to_owned())))
    }

    fn add_growing(&mut self, form: &Form, word: &str) -> Result<Count> {
        let is_grown = |token: &str| token.len() > word.len() && token.starts_with(word);
        self.add(form, |candidate, add| {
            for (_, times) in candidate.words().filter(|(token, _)| is_grown(token)) {
                add(weights::PREFIX * times as f32, false);
            }
            for _ in candidate.name.iter().filter(|token| is_grown(token)) {
                add(weights::NAME_PREFIX, true);
            }
        });
        Ok(self.counted(&List::Growing(word.to_owned())))
    }

    fn add_typos(&mut self, form: &Form, word: &AskedWord) -> Result<Count> {
        let resembling = |token: &str| resembles(&word.exact, token, word.is_prefix, word.edits_max());
        self.add(form, |candidate, add| {
            for (token, times) in candidate.words() {
                if let Some(edits) = resembling(token) {
                    add(weights::EXACT * weights::typo(edits) * times as f32, false);
                }
            }
            for edits in candidate.name.iter().filter_map(|token| resembling(token)) {
                add(weights::NAME * weights::typo(edits), false);
            }
        });
        Ok(self.counted(&List::typos(word)))
    }

    fn add_phrase(&mut self, form: &Form, phrase: &Phrase) -> Result<Count> {
        self.add(form, |candidate, add| {
            let times = candidate.times_of_all(phrase);
            if times > 0 {
                add(form.weight * times as f32, form.is_name);
            }
        });
        Ok(self.counted(&List::Phrase(phrase.words.clone())))
    }

    fn share(&mut self, words: &Range<usize>) {
        for sum in self.sums.iter_mut().filter(|sum| sum.frequency > 0.0) {
            sum.words += words.len() as u8;
            sum.shared = std::mem::take(&mut sum.frequency);
        }
    }

    fn finish_word(&mut self, idf: f32) {
        for sum in self.sums.iter_mut().filter(|sum| sum.frequency > 0.0) {
            sum.words += u8::from(sum.shared == 0.0);
            sum.score += idf * weights::saturate_beside(std::mem::take(&mut sum.frequency), sum.shared);
        }
    }

    fn finish_shared(&mut self, telling: f32) {
        for sum in self.sums.iter_mut().filter(|sum| sum.shared > 0.0) {
            sum.score += telling * weights::saturate(std::mem::take(&mut sum.shared));
        }
    }
}

/// Typing errors between a word and one of the dictionary, as far as they are forgiven; the first letter is meant.
pub fn resembles(word: &str, token: &str, is_prefix: bool, edits_max: u8) -> Option<u8> {
    let is_same_start = word.chars().next() == token.chars().next();
    let edits = is_same_start.then(|| edits(word, token, is_prefix)).flatten()?;
    (1..=edits_max).contains(&edits).then_some(edits)
}
