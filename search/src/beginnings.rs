//! Names kept in memory and found by their beginning while somebody types: subjects and organisations. Any word of a name may
//! be its beginning: "act" finds "Environment and Planning Act".

use crate::analysis::words;
use crate::typos::{edits, edits_forgiven};

/// Beginnings compared with a mistyped one: all of a government's subjects, and an end to hostile lists.
const COMPARED_MAX: usize = 4_000;
/// Names that begin as typed; more would only be thrown away.
const BEGUN_MAX: usize = 500;

/// A name with the thing it names.
#[derive(Debug)]
pub struct Name {
    pub thing: usize,
    pub text: String,
}

#[derive(Debug, Default)]
pub struct Beginnings {
    names: Vec<Name>,
    /// In order, so that those with one beginning stand together.
    rests: Vec<Rest>,
}

/// A folded name from one of its words on.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rest {
    text: String,
    name: usize,
    /// The whole name.
    is_whole: bool,
}

impl Beginnings {
    pub fn new(names: Vec<Name>) -> Self {
        let mut rests: Vec<Rest> =
            names.iter().enumerate().flat_map(|(at, name)| rests(at, &name.text)).collect();
        rests.sort_unstable();
        Self { names, rests }
    }

    /// Names that begin as typed, each thing once; those that only resemble it when there are none. Best first: from the first
    /// word on, then short ones.
    pub fn find(&self, typed: &str, most: usize) -> Vec<&Name> {
        let typed = folded(typed);
        if typed.is_empty() {
            return Vec::new();
        }
        let mut found = self.begun(&typed);
        if found.is_empty() {
            found = self.resembling(&typed);
        }
        found.sort_by_key(|(edits, rest)| (*edits, !rest.is_whole, rest.text.len(), rest.name));
        let mut best: Vec<&Name> = Vec::new();
        for (_, rest) in found {
            let name = &self.names[rest.name];
            if best.iter().all(|other| other.thing != name.thing) {
                best.push(name);
            }
            if best.len() == most {
                break;
            }
        }
        best
    }

    /// The name that is written so, capitals and accents aside.
    pub fn named(&self, text: &str) -> Option<&Name> {
        let text = folded(text);
        let same = self.from(&text).take_while(|rest| rest.text == text);
        same.filter(|rest| rest.is_whole && !text.is_empty()).map(|rest| &self.names[rest.name]).next()
    }

    fn begun(&self, typed: &str) -> Vec<(u8, &Rest)> {
        let begun = self.from(typed).take_while(|rest| rest.text.starts_with(typed));
        begun.take(BEGUN_MAX).map(|rest| (0, rest)).collect()
    }

    /// The first letter is taken as meant.
    fn resembling(&self, typed: &str) -> Vec<(u8, &Rest)> {
        let (most, first) = (edits_forgiven(typed), typed.chars().next());
        if most == 0 {
            return Vec::new();
        }
        let letter = first.map(String::from).unwrap_or_default();
        let near = self.from(&letter).take_while(|rest| rest.text.starts_with(&letter)).take(COMPARED_MAX);
        near.filter_map(|rest| {
            let edits = edits(typed, &rest.text, true).filter(|edits| *edits <= most)?;
            Some((edits, rest))
        })
        .collect()
    }

    fn from(&self, start: &str) -> impl Iterator<Item = &Rest> {
        let at = self.rests.partition_point(|rest| rest.text.as_str() < start);
        self.rests[at..].iter()
    }
}

fn folded(text: &str) -> String {
    words(text).map(|(word, _)| word).collect::<Vec<_>>().join(" ")
}

fn rests(name: usize, text: &str) -> Vec<Rest> {
    let words: Vec<String> = words(text).map(|(word, _)| word).collect();
    (0..words.len()).map(|at| Rest { text: words[at..].join(" "), name, is_whole: at == 0 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(typed: &str) -> Vec<String> {
        let names =
            ["Omgevingswet", "Environment and Planning Act", "Omgevingsplan", "Wet open overheid", "Woo"];
        let things = [0, 0, 1, 2, 2];
        let names = names.iter().zip(things).map(|(text, thing)| Name { thing, text: (*text).to_owned() });
        let beginnings = Beginnings::new(names.collect());
        beginnings.find(typed, 5).into_iter().map(|name| name.text.clone()).collect()
    }

    #[test]
    fn any_word_of_a_name_is_a_beginning() {
        assert_eq!(found("omg"), ["Omgevingswet", "Omgevingsplan"]);
        assert_eq!(found("Planning a"), ["Environment and Planning Act"]);
        assert_eq!(found("wo"), ["Woo"]);
        assert_eq!(found("open overheid"), ["Wet open overheid"]);
    }

    #[test]
    fn slips_are_forgiven_when_nothing_begins_so() {
        assert_eq!(found("omgevnigswe"), ["Omgevingswet"]);
        assert_eq!(found("omgevingspaln"), ["Omgevingsplan"]);
        assert!(found("xyz").is_empty() && found("").is_empty() && found("?!").is_empty());
    }
}
