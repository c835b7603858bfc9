//! A dry walk over the forms of a query: which lists it leans on, and what is still to be asked about them.
//!
//! The walk of `scorer` is run again and again. Where it meets a list of which nothing is known yet it notes a question and
//! takes the list to be long, so that nothing is looked for further; when no question is left, the forms are those that the
//! embedded index takes too.

use std::collections::HashMap;
use std::ops::Range;

use crate::analysis::Phrase;
use crate::asked::{Asked, AskedWord};
use crate::error::Result;
use crate::scorer::{Count, Form, Gathered, Lists, Need, Text, gather};

/// Questions of one query at most; what is beyond counts for nothing. A query of twelve words asks less.
const QUESTIONS_MAX: usize = 400;

/// A list of documents.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum List {
    Term(Text, String),
    /// Every word, each by any of its stems.
    Phrase(Vec<Vec<String>>),
    /// Longer words that begin with it.
    Growing(String),
    /// Words that resemble it.
    Typos(Resembled),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Resembled {
    pub word: String,
    pub is_prefix: bool,
    pub edits_max: u8,
}

/// What is known of a list.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub count: Count,
    /// The words that stand for it, where a dictionary was searched.
    pub words: Vec<String>,
    pub names: Vec<String>,
}

/// Everything asked so far.
#[derive(Default)]
pub struct Answers {
    pub network_docs: u32,
    pub lists: HashMap<List, Known>,
}

impl Answers {
    pub fn count(&self, list: &List) -> Option<Count> {
        self.lists.get(list).map(|known| known.count)
    }
}

/// One run.
pub struct Walked {
    /// The lists of each word.
    pub forms: Vec<Vec<List>>,
    pub open: Vec<List>,
    pub gathered: Gathered,
}

pub fn walk(answers: &Answers, asked: &Asked) -> Result<Walked> {
    let mut dry = Dry { answers, forms: vec![Vec::new(); asked.words.len()], open: Vec::new() };
    let gathered = gather(&mut dry, Need::All, asked)?;
    Ok(Walked { forms: dry.forms, open: dry.open, gathered })
}

struct Dry<'a> {
    answers: &'a Answers,
    forms: Vec<Vec<List>>,
    open: Vec<List>,
}

impl Dry<'_> {
    fn note(&mut self, form: &Form, list: List) -> Count {
        let count = self.answers.count(&list);
        let is_room = self.answers.lists.len() + self.open.len() < QUESTIONS_MAX;
        if count.is_none() && is_room && !self.open.contains(&list) {
            self.open.push(list.clone());
        }
        if let Some(forms) = self.forms.get_mut(form.word)
            && count.is_some_and(|count| count.hits > 0)
            && !forms.contains(&list)
        {
            forms.push(list);
        }
        match count {
            Some(count) => count,
            None if is_room => Count { network: 0, hits: u32::MAX },
            None => Count::default(),
        }
    }
}

impl Lists for Dry<'_> {
    fn network_docs(&self) -> u32 {
        self.answers.network_docs
    }

    fn add_term(&mut self, form: &Form, text: Text, token: &str) -> Result<Count> {
        Ok(self.note(form, List::Term(text, token.to_owned())))
    }

    fn add_growing(&mut self, form: &Form, word: &str) -> Result<Count> {
        Ok(self.note(form, List::Growing(word.to_owned())))
    }

    fn add_typos(&mut self, form: &Form, word: &AskedWord) -> Result<Count> {
        Ok(self.note(form, List::typos(word)))
    }

    fn add_phrase(&mut self, form: &Form, phrase: &Phrase) -> Result<Count> {
        Ok(self.note(form, List::Phrase(phrase.words.clone())))
    }

    /// The first of them has nothing yet but what all share.
    fn share(&mut self, words: &Range<usize>) {
        if let Some([first, others @ ..]) = self.forms.get_mut(words.clone()) {
            others.iter_mut().for_each(|forms| forms.clone_from(first));
        }
    }

    fn finish_word(&mut self, _idf: f32) {}

    fn finish_shared(&mut self, _telling: f32) {}
}

impl List {
    pub fn typos(word: &AskedWord) -> Self {
        Self::Typos(Resembled {
            word: word.exact.clone(),
            is_prefix: word.is_prefix,
            edits_max: word.edits_max(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Analyser, Concept};

    #[test]
    fn each_word_of_a_phrase_leans_on_what_they_share_and_on_its_own() {
        let concept = |uri: &str, nl: &str| Concept { uri: uri.into(), nl: nl.into(), ..Concept::default() };
        let concepts = vec![concept("urn:druf", "druf"), concept("urn:plin", "druf en plin")];
        let asked = Asked::new(&Analyser::new(concepts).unwrap(), "druf en plin wask ");
        let mut answers = Answers { network_docs: 100, lists: HashMap::new() };
        // Whatever is asked is found ten times.
        loop {
            let Walked { forms, open, .. } = walk(&answers, &asked).unwrap();
            if open.is_empty() {
                let topics =
                    |at: usize| forms[at].iter().filter(|form| matches!(form, List::Term(Text::Topic, _)));
                assert_eq!([0, 1, 2].map(|at| topics(at).count()), [4, 2, 0], "{forms:?}");
                assert!(topics(1).all(|topic| forms[0].contains(topic)), "{forms:?}");
                let has = |at: usize, word: &str| forms[at].contains(&List::Term(Text::Exact, word.into()));
                assert!(
                    has(0, "druf") && has(1, "plin") && has(2, "wask") && !has(0, "plin") && !has(1, "druf")
                );
                return;
            }
            let found = || Known { count: Count { network: 10, hits: 10 }, ..Known::default() };
            answers.lists.extend(open.into_iter().map(|list| (list, found())));
        }
    }
}
