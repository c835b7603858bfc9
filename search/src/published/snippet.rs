//! What of a text is shown under a hit: the part that speaks most of what was asked, with its words marked. Made of what the
//! database let the reader see a moment ago, never of what the index holds.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::analysis::{Analyser, Language, Word, words};
use crate::asked::{Asked, AskedWord};
use crate::typos::edits;

/// Letters of an excerpt.
const LETTERS: usize = 240;
/// Of these, before the first word that matched.
const LETTERS_BEFORE: usize = 60;
/// Words of a text that are looked at: who wants to read on opens it.
const WORDS_LOOKED_AT: usize = 5_000;

/// A piece of a text, marked when it is what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub is_marked: bool,
}

/// Knows the words that were asked when it sees them.
pub struct Marker<'a> {
    pub analyser: &'a Analyser,
    pub asked: &'a Asked,
}

impl Marker<'_> {
    /// The whole text, marked: for titles.
    pub fn whole(&self, text: &str, language: Language) -> Vec<Piece> {
        cut(text, 0..text.len(), &self.matches(text, language))
    }

    /// The part of a text that speaks most of what was asked; its beginning where no word does.
    pub fn excerpt(&self, text: &str, language: Language) -> Vec<Piece> {
        let matches = self.matches(text, language);
        let window = window(text, &matches);
        let mut pieces = cut(text, window.clone(), &matches);
        let dots = || Piece { text: "…".to_owned(), is_marked: false };
        if window.start > 0 {
            pieces.insert(0, dots());
        }
        if window.end < text.len() {
            pieces.push(dots());
        }
        pieces
    }

    /// Where in the text the words stand that were asked. Looser ways count only where stricter ones found nothing.
    fn matches(&self, text: &str, language: Language) -> Vec<Range<usize>> {
        let said: Vec<(Arc<Word>, Range<usize>)> = words(text)
            .take(WORDS_LOOKED_AT)
            .map(|(word, range)| (self.analyser.word(&word, language), range))
            .collect();
        let strict = self.where_it_is(&said, |word| self.is_asked(word));
        if strict.is_empty() { self.where_it_is(&said, |word| self.is_like_asked(word)) } else { strict }
    }

    fn where_it_is(
        &self,
        said: &[(Arc<Word>, Range<usize>)],
        is_meant: impl Fn(&Word) -> bool,
    ) -> Vec<Range<usize>> {
        let mut known: HashMap<&str, bool> = HashMap::new();
        said.iter()
            .filter(|(word, _)| *known.entry(word.exact.as_str()).or_insert_with(|| is_meant(word)))
            .map(|(_, range)| range.clone())
            .collect()
    }

    fn is_asked(&self, word: &Word) -> bool {
        let is_form = |asked: &AskedWord| {
            let has_stem = |stem: &String| *stem == word.stem || word.parts.contains(stem);
            asked.exact == word.exact
                || (asked.is_prefix && word.exact.starts_with(&asked.exact))
                || (!asked.is_literal && asked.stems.iter().any(has_stem))
        };
        self.asked.words.iter().any(is_form) || self.is_synonym(word)
    }

    fn is_synonym(&self, word: &Word) -> bool {
        let others = self.asked.phrases.iter().flat_map(|phrase| &phrase.meaning.equivalents);
        others.flat_map(|other| &other.words).flatten().any(|stem| *stem == word.stem)
    }

    fn is_like_asked(&self, word: &Word) -> bool {
        let is_like = |asked: &AskedWord| {
            let has_part = asked.parts.iter().any(|part| *part == word.stem || word.parts.contains(part));
            let same_start = asked.exact.chars().next() == word.exact.chars().next();
            let typos = same_start.then(|| edits(&asked.exact, &word.exact, asked.is_prefix)).flatten();
            has_part || typos.is_some_and(|typos| typos <= asked.edits_max())
        };
        self.asked.words.iter().filter(|asked| !asked.is_literal).any(is_like)
    }
}

/// The stretch with the most matches, cut between words.
fn window(text: &str, matches: &[Range<usize>]) -> Range<usize> {
    let reach = |first: &Range<usize>| {
        let within = |one: &&Range<usize>| one.start >= first.start && one.end <= first.start + LETTERS;
        matches.iter().filter(within).count()
    };
    // Of equals the first: texts say at the beginning what they are about.
    let best = matches.iter().rev().max_by_key(|one| reach(one));
    let start = best.map_or(0, |best| before(text, best.start));
    start..after(text, start)
}

fn before(text: &str, at: usize) -> usize {
    let start = text[..at].char_indices().rev().nth(LETTERS_BEFORE).map_or(0, |(at, _)| at);
    if start == 0 { 0 } else { text[start..at].find(' ').map_or(start, |space| start + space + 1) }
}

fn after(text: &str, start: usize) -> usize {
    let Some((cut, _)) = text[start..].char_indices().nth(LETTERS) else { return text.len() };
    let end = start + cut;
    text[start..end].rfind(' ').map_or(end, |space| start + space)
}

fn cut(text: &str, window: Range<usize>, matches: &[Range<usize>]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = window.start;
    let mut push = |range: Range<usize>, is_marked| {
        if !range.is_empty() {
            pieces.push(Piece { text: text[range].to_owned(), is_marked });
        }
    };
    for one in matches.iter().filter(|one| one.start >= window.start && one.end <= window.end) {
        push(at..one.start, false);
        push(one.clone(), true);
        at = one.end;
    }
    push(at..window.end, false);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(pieces: &[Piece]) -> String {
        let shown =
            |piece: &Piece| if piece.is_marked { format!("[{}]", piece.text) } else { piece.text.clone() };
        pieces.iter().map(shown).collect()
    }

    fn excerpt(asked: &str, text: &str) -> String {
        let analyser = Analyser::new(Vec::new()).unwrap();
        let asked = Asked::new(&analyser, asked);
        shown(&Marker { analyser: &analyser, asked: &asked }.excerpt(text, Language::Dutch))
    }

    #[test]
    fn words_are_marked_in_every_form() {
        let text = "Een vergunning, twee vergunningen en een omgevingsvergunning.";
        assert_eq!(
            excerpt("vergunning ", text),
            "Een [vergunning], twee [vergunningen] en een [omgevingsvergunning]."
        );
        assert_eq!(excerpt("vergunnnig ", "Een vergunning."), "Een [vergunning].");
        assert_eq!(excerpt("\"vergunning\"", "Twee vergunningen."), "Twee vergunningen.");
    }

    #[test]
    fn a_long_text_is_cut_around_what_was_asked() {
        let text = format!(
            "{} stikstof en nog eens stikstof {}",
            "aap noot mies ".repeat(80),
            "wim zus jet ".repeat(80)
        );
        let excerpt = excerpt("stikstof ", &text);
        assert!(excerpt.starts_with('…') && excerpt.ends_with('…'), "{excerpt}");
        assert!(excerpt.contains("[stikstof] en nog eens [stikstof]"), "{excerpt}");
        assert!(excerpt.chars().count() < LETTERS + 10);
    }

    #[test]
    fn hostile_texts_are_cut_between_letters() {
        for text in ["", "💥💥💥", "é stikstof é", &"ë".repeat(10_000), &"a\u{301}".repeat(1_000)] {
            let all: String = excerpt("stikstof ", text);
            assert!(all.chars().count() <= LETTERS + 10, "{all}");
        }
    }
}
