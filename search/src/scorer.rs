//! Who matches, and how well: the walk over the forms of every word that each engine goes, and the score that comes of it.
//!
//! An engine knows lists of documents and adds them up; which lists, in which order, with which weight and how much a word
//! tells is decided here alone, so that two engines rank alike. No score of an engine's own ever comes in.

use std::iter::Sum;
use std::ops::Range;

use crate::analysis::Phrase;
use crate::asked::{Asked, AskedWord, Kin, Meant, MeantName, MeantTopic};
use crate::error::Result;
use crate::person::Availability;
use crate::runs::{Run, Split};
use crate::weights;

/// A word with fewer hits than this may be a typing error, or a compound nobody else writes.
const FEW_HITS: u32 = 4;

/// How many of the words a match must have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    All,
    Most,
    /// One will do: each says a little.
    Any,
}

/// Where a token of a profile stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Text {
    Name,
    Exact,
    Stem,
    Topic,
}

/// How a list of documents counts for a word.
#[derive(Clone, Copy)]
pub struct Form {
    /// Position of the word in the query.
    pub word: usize,
    pub weight: f32,
    pub is_name: bool,
    /// Words already found that a document must have; 0 lets any in.
    pub needed: u8,
    /// A subject, and how close it is.
    pub topic: Option<Kin>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Living documents that connected organisations may read.
    pub network: u32,
    /// Living documents that who asks may see.
    pub hits: u32,
}

impl Count {
    pub fn add(&mut self, other: Self) {
        self.network += other.network;
        self.hits += other.hits;
    }

    /// Several lists of one word overlap: the longest tells how common it is.
    pub fn widen(&mut self, other: Self) {
        self.network = self.network.max(other.network);
        self.hits = self.hits.max(other.hits);
    }
}

impl Sum for Count {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |mut sum, count| {
            sum.add(count);
            sum
        })
    }
}

/// The lists of an engine, added up per document.
pub trait Lists {
    /// Living documents that connected organisations may read: the size that idf is counted against, for everyone.
    fn network_docs(&self) -> u32;

    fn add_term(&mut self, form: &Form, text: Text, token: &str) -> Result<Count>;

    /// What a word may grow into, of words and of names, with weights of their own.
    fn add_growing(&mut self, form: &Form, word: &str) -> Result<Count>;

    /// What a word resembles, likewise.
    fn add_typos(&mut self, form: &Form, word: &AskedWord) -> Result<Count>;

    /// Documents that have every word of the phrase, wherever: profiles are short.
    fn add_phrase(&mut self, form: &Form, phrase: &Phrase) -> Result<Count>;

    /// What was added for the word that comes next counts for each of these.
    fn share(&mut self, words: &Range<usize>);

    /// Saturates what the forms of a word added up to, together with what it shares.
    fn finish_word(&mut self, idf: f32);

    /// The last of those that share is finished. `telling`: how much all of them tell.
    fn finish_shared(&mut self, telling: f32);
}

/// What came out for all documents.
pub struct Gathered {
    /// How much each word tells; their sum is the largest D that any profile could have.
    pub telling: Vec<f32>,
    pub words: usize,
    pub least_words: u8,
}

impl Gathered {
    pub fn best(&self) -> f32 {
        self.telling.iter().sum()
    }

    /// Whether every word was found in the name.
    pub fn is_whole_name(&self, name_words: u32) -> bool {
        self.words > 0 && name_words as usize == self.words
    }
}

/// What a document has, for `final` of `weights.rs`.
pub struct Standing {
    /// D, not yet a share of the best.
    pub declared: f32,
    pub topic: Option<Kin>,
    pub name_words: u32,
    pub evidence: f32,
    pub nearness: f32,
    pub availability: Option<Availability>,
}

#[inline]
pub fn score(gathered: &Gathered, standing: &Standing) -> f32 {
    let Standing { declared, evidence, .. } = *standing;
    let share = if declared > 0.0 { declared / (declared + gathered.best() / 2.0) } else { 0.0 };
    let whole_name = if gathered.is_whole_name(standing.name_words) { weights::WHOLE_NAME } else { 0.0 };
    let shown = weights::EVIDENCE * evidence / (evidence + weights::EVIDENCE_HALF);
    let topic = weights::TOPIC * standing.topic.map_or(0.0, weights::topic);
    let sum = shown + weights::DECLARED * share + topic + whole_name + weights::PRESENT;
    sum * (1.0 + standing.nearness) * standing.availability.map_or(1.0, weights::availability)
}

/// Goes through every form of every word.
pub fn gather(lists: &mut impl Lists, need: Need, asked: &Asked) -> Result<Gathered> {
    gather_split(lists, need, asked, &Split::new(asked))
}

/// The same for a question that is split already: how, makes no difference to what comes out.
pub fn gather_split(
    lists: &mut impl Lists,
    need: Need,
    asked: &Asked,
    Split { runs, own }: &Split<'_>,
) -> Result<Gathered> {
    let mut walk = Walk { lists, need };
    let (mut telling, words) = (Vec::with_capacity(asked.words.len()), asked.words.len());
    for run in runs {
        let shared = walk.add_common(run)?;
        for at in run.words.clone() {
            telling.push(walk.add_word(at, &asked.words[at], &own[at], shared)?);
        }
        if !run.common.is_empty() {
            walk.lists.finish_shared(telling[run.words.clone()].iter().sum());
        }
    }
    let least_words = match need {
        Need::All => words,
        Need::Most => words.div_ceil(2),
        Need::Any => 1,
    };
    Ok(Gathered { telling, words, least_words: u8::try_from(least_words).unwrap_or(u8::MAX) })
}

struct Walk<'a, L> {
    lists: &'a mut L,
    need: Need,
}

impl<L: Lists> Walk<'_, L> {
    /// What the words of a run have in common.
    fn add_common(&mut self, run: &Run<'_>) -> Result<Count> {
        let mut count = Count::default();
        if !run.common.is_empty() {
            self.add_meanings(run.words.start, &run.common, &mut count)?;
            self.lists.share(&run.words);
        }
        Ok(count)
    }

    /// Adds every form of one word, beside what it shares; returns its idf.
    fn add_word(&mut self, at: usize, word: &AskedWord, own: &Meant<'_>, shared: Count) -> Result<f32> {
        let mut count = self.add_as_typed(at, word)?;
        count.widen(shared);
        self.add_meanings(at, own, &mut count)?;
        if count.hits < FEW_HITS && !word.is_literal {
            self.add_parts(at, word, &mut count)?;
        }
        if count.hits < FEW_HITS && word.edits_max() > 0 {
            let form = self.form(at, 0.0);
            count.widen(self.lists.add_typos(&form, word)?);
        }
        let idf = weights::idf(self.lists.network_docs(), count.network);
        self.lists.finish_word(idf);
        Ok(idf)
    }

    /// The word itself, its stems, names, and what it may grow into.
    fn add_as_typed(&mut self, at: usize, word: &AskedWord) -> Result<Count> {
        let mut count = self.add_term(at, Text::Exact, &word.exact, weights::EXACT)?;
        let name = Form { is_name: true, ..self.form(at, weights::NAME) };
        count.widen(self.lists.add_term(&name, Text::Name, &word.exact)?);
        if word.is_literal {
            return Ok(count);
        }
        for stem in &word.stems {
            count.widen(self.add_term(at, Text::Stem, stem, weights::STEM)?);
        }
        if word.is_prefix {
            let form = self.form(at, 0.0);
            let grown = self.lists.add_growing(&form, &word.exact)?;
            count.hits = count.hits.saturating_add(grown.hits);
            count.network = if count.network == 0 { grown.network } else { count.network };
        }
        Ok(count)
    }

    /// Other names, and subjects.
    fn add_meanings(&mut self, at: usize, meant: &Meant<'_>, count: &mut Count) -> Result<()> {
        for MeantName { name, .. } in &meant.names {
            count.widen(self.add_phrase(at, name, weights::SYNONYM)?);
        }
        for MeantTopic { token, kin, .. } in &meant.topics {
            let form = Form { topic: Some(*kin), ..self.form(at, weights::TOPIC_PRESENT) };
            count.widen(self.lists.add_term(&form, Text::Topic, token)?);
        }
        Ok(())
    }

    /// A compound that few write in one word: all its parts, then its modifiers alone. What no list can take apart may
    /// still begin with a word of somebody's profile.
    fn add_parts(&mut self, at: usize, word: &AskedWord, count: &mut Count) -> Result<()> {
        let Some((_, modifiers)) = word.parts.split_last() else { return self.add_front(at, word, count) };
        let parts = word.parts.iter().map(|part| vec![part.clone()]).collect();
        let whole = Phrase { text: String::new(), words: parts };
        count.widen(self.add_phrase(at, &whole, weights::ALL_PARTS)?);
        if count.hits < FEW_HITS {
            for modifier in modifiers {
                count.widen(self.add_term(at, Text::Stem, modifier, weights::ONE_PART)?);
            }
        }
        Ok(())
    }

    fn add_front(&mut self, at: usize, word: &AskedWord, count: &mut Count) -> Result<()> {
        for front in word.fronts() {
            let found = self.add_term(at, Text::Exact, front, weights::ONE_PART)?;
            count.widen(found);
            if found.hits > 0 {
                break;
            }
        }
        Ok(())
    }

    fn add_term(&mut self, at: usize, text: Text, token: &str, weight: f32) -> Result<Count> {
        let form = self.form(at, weight);
        self.lists.add_term(&form, text, token)
    }

    fn add_phrase(&mut self, at: usize, phrase: &Phrase, weight: f32) -> Result<Count> {
        let form = self.form(at, weight);
        self.lists.add_phrase(&form, phrase)
    }

    fn form(&self, word: usize, weight: f32) -> Form {
        let needed = if self.need == Need::All { u8::try_from(word).unwrap_or(u8::MAX) } else { 0 };
        Form { word, weight, is_name: false, needed, topic: None }
    }
}
