//! Words that mean something together. A phrase has one set of other names and subjects, and each of its words may be said with any
//! of them: an engine adds them up once for all words of a run, instead of once for each. Each word is in one run; what phrases
//! mean that cross its edge stays with their words.

use std::ops::Range;

use crate::asked::{Asked, Meant};

/// Words one behind the other, with what all of them may be said with. Of one word alone that is nothing.
#[derive(Debug)]
pub struct Run<'a> {
    pub words: Range<usize>,
    pub common: Meant<'a>,
}

/// A question in runs, and what each word may be said with beside what its run has in common.
pub struct Split<'a> {
    pub runs: Vec<Run<'a>>,
    /// By word.
    pub own: Vec<Meant<'a>>,
}

impl<'a> Split<'a> {
    pub fn new(asked: &'a Asked) -> Self {
        let mut split =
            Self { runs: Vec::new(), own: (0..asked.words.len()).map(|at| asked.meant_by(at)).collect() };
        split.within(0..asked.words.len());
        split
    }

    /// Which run a word is in.
    pub fn run_of(&self, word: usize) -> usize {
        self.runs.iter().take_while(|run| run.words.end <= word).count()
    }

    /// What saves most first, then what is left before it and behind it.
    fn within(&mut self, words: Range<usize>) {
        let Some(best) = self.best(&words) else {
            self.runs.extend(words.map(|at| Run { words: at..at + 1, common: Meant::default() }));
            return;
        };
        self.within(words.start..best.start);
        let common = self.common(&best);
        best.clone().for_each(|at| self.own[at].remove(&common));
        self.runs.push(Run { words: best.clone(), common });
        self.within(best.end..words.end);
    }

    /// The words that together save most lists, if any do; among equals the first.
    fn best(&self, within: &Range<usize>) -> Option<Range<usize>> {
        let (mut most, mut best) = (0, None);
        for start in within.clone() {
            // What more words have in common, fewer have too.
            let ends = (start + 2..=within.end).map(|end| (self.count_common(start..end), start..end));
            for (common, words) in ends.take_while(|(common, _)| *common > 0) {
                let saved = (words.len() - 1) * common;
                if saved > most {
                    (most, best) = (saved, Some(words));
                }
            }
        }
        best
    }

    fn count_common(&self, words: Range<usize>) -> usize {
        self.own[words.start].count_common(&self.own[words.start + 1..words.end])
    }

    fn common(&self, words: &Range<usize>) -> Meant<'a> {
        self.own[words.start].common(&self.own[words.start + 1..words.end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Analyser, Concept};

    fn concept(uri: &str, nl: &str, synonyms: &[&str]) -> Concept {
        let synonyms = synonyms.iter().map(|name| (*name).to_owned()).collect();
        Concept { uri: uri.into(), nl: nl.into(), synonyms, ..Concept::default() }
    }

    /// Words of a run, and how many names and subjects they have in common.
    type Counted = (Range<usize>, usize, usize);

    /// The runs, and how many names and subjects each word has beside.
    fn split(text: &str) -> (Vec<Counted>, Vec<usize>) {
        // Words that no shipped list knows.
        let concepts = vec![
            concept("urn:druf", "druf", &["mokkel"]),
            concept("urn:plin", "druf en plin", &["snorp", "snorpmarkt"]),
            concept("urn:wask", "plin wask", &["kwast"]),
        ];
        let analyser = Analyser::new(concepts).unwrap();
        let asked = Asked::new(&analyser, text);
        let split = Split::new(&asked);
        let runs = split.runs.iter();
        let runs = runs.map(|run| (run.words.clone(), run.common.names.len(), run.common.topics.len()));
        (runs.collect(), split.own.iter().map(Meant::len).collect())
    }

    #[test]
    fn what_words_have_in_common_is_taken_out_of_each() {
        // The subject, and what is under it.
        let (runs, own) = split("druf en plin ");
        assert_eq!(runs, [(0..2, 2, 2)]);
        // The first is a subject by itself: another name, itself, and what is under it.
        assert_eq!(own, [3, 0]);
    }

    #[test]
    fn every_word_is_in_one_run() {
        assert_eq!(split("druf ").0, [(0..1, 0, 0)]);
        assert_eq!(split("").0, []);
        // Two phrases share a word: the one that saves more has it.
        let (runs, own) = split("vogel druf en plin wask ");
        assert_eq!(runs, [(0..1, 0, 0), (1..3, 2, 2), (3..4, 0, 0)]);
        assert_eq!(own[1..], [3, 3, 3], "what the other phrase means stays with its words");
    }
}
