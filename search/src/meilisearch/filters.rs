//! Filter expressions: everything a search means, said so that Meilisearch itself keeps out what does not match or may not be seen.

use std::fmt::Write as _;

use super::forms::{Answers, List};
use super::rows::{custom, reader, stored};
use crate::counts::{CUSTOM, FACETS, LANGUAGE, ORGANISATION, PLACE, SKILL, UNIT};
use crate::query::{Filters, Viewer};
use crate::scorer::Text;

/// Matches no document.
const NOBODY: &str = "seen_by = \"nobody\"";

pub fn seen_by(viewer: Viewer) -> String {
    format!("seen_by = {}", quoted(reader(viewer)))
}

/// One of these values; nothing matches none.
pub fn is_among<S: AsRef<str>>(attribute: &str, values: impl IntoIterator<Item = S>) -> String {
    let mut list = String::new();
    for value in values {
        let gap = if list.is_empty() { "" } else { ", " };
        let _ = write!(list, "{gap}{}", quoted(&stored(value.as_ref())));
    }
    if list.is_empty() { NOBODY.to_owned() } else { format!("{attribute} IN [{list}]") }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\\\""))
}

pub fn all(parts: impl IntoIterator<Item = String>) -> String {
    joined(parts, " AND ")
}

pub fn any(parts: impl IntoIterator<Item = String>) -> String {
    joined(parts, " OR ")
}

fn joined(parts: impl IntoIterator<Item = String>, word: &str) -> String {
    let parts: Vec<String> = parts.into_iter().collect();
    match parts.as_slice() {
        [] => NOBODY.to_owned(),
        [one] => one.clone(),
        _ => format!("({})", parts.join(word)),
    }
}

/// At least so many of the conditions.
pub fn at_least(count: usize, parts: &[String]) -> String {
    if count <= 1 {
        return any(parts.iter().cloned());
    }
    if count >= parts.len() {
        return all(parts.iter().cloned());
    }
    let Some((first, rest)) = parts.split_first() else { return NOBODY.to_owned() };
    any([all([first.clone(), at_least(count - 1, rest)]), at_least(count, rest)])
}

pub fn list(list: &List, answers: &Answers) -> String {
    let known = answers.lists.get(list);
    match list {
        List::Term(text, token) => is_among(attribute(*text), [token]),
        List::Phrase(words) => all(words.iter().map(|stems| is_among("stem", stems))),
        List::Growing(_) | List::Typos(_) => {
            let words = known.map(|known| is_among("exact", &known.words));
            let names = known.map(|known| is_among("name", &known.names));
            any([words, names].into_iter().flatten().filter(|part| part != NOBODY))
        }
    }
}

/// Any form of a word: values of one attribute are put together, which is shorter and faster than many conditions.
pub fn word(forms: &[List], answers: &Answers) -> String {
    let mut parts = Vec::new();
    for text in [Text::Exact, Text::Name, Text::Stem, Text::Topic] {
        let mut tokens: Vec<&String> = forms.iter().filter_map(|form| form.term(text)).collect();
        let expanded = forms.iter().filter_map(|form| answers.lists.get(form));
        match text {
            Text::Exact => tokens.extend(expanded.flat_map(|known| &known.words)),
            Text::Name => tokens.extend(expanded.flat_map(|known| &known.names)),
            Text::Stem | Text::Topic => {}
        }
        if !tokens.is_empty() {
            parts.push(is_among(attribute(text), tokens));
        }
    }
    parts.extend(forms.iter().filter(|form| matches!(form, List::Phrase(_))).map(|form| list(form, answers)));
    any(parts)
}

impl List {
    fn term(&self, wanted: Text) -> Option<&String> {
        match self {
            List::Term(text, token) if *text == wanted => Some(token),
            _ => None,
        }
    }
}

pub fn attribute(text: Text) -> &'static str {
    match text {
        Text::Name => "name",
        Text::Exact => "exact",
        Text::Stem => "stem",
        Text::Topic => "topic",
    }
}

/// A filter that the searcher chose, and the attribute whose values show what another choice would bring.
#[derive(Clone)]
pub struct Chosen {
    pub attribute: &'static str,
    /// Own fields are one filter each.
    pub key: Option<String>,
    pub condition: String,
}

/// Values of one filter widen, different filters narrow.
pub fn chosen(filters: &Filters) -> Vec<Chosen> {
    let organisations: Vec<String> = filters.organisations.iter().map(ToString::to_string).collect();
    let availability = filters.availability.iter().map(|one| one.as_str().to_owned()).collect();
    let mentors = if filters.can_mentor { vec!["yes".to_owned()] } else { Vec::new() };
    let lists = [
        (FACETS[ORGANISATION], &organisations),
        (FACETS[UNIT], &filters.units),
        (FACETS[PLACE], &filters.places),
        (FACETS[SKILL], &filters.skills),
        (FACETS[LANGUAGE], &filters.languages),
        ("availability", &availability),
        ("can_mentor", &mentors),
    ];
    let chosen = lists.into_iter().filter(|(_, values)| !values.is_empty());
    let of = |(attribute, values): (&'static str, &Vec<String>)| Chosen {
        attribute,
        key: None,
        condition: is_among(attribute, values),
    };
    chosen.map(of).chain(own_fields(filters)).collect()
}

fn own_fields(filters: &Filters) -> impl Iterator<Item = Chosen> {
    let mut keys: Vec<&String> = filters.custom.iter().map(|(key, _)| key).collect();
    keys.sort();
    keys.dedup();
    keys.into_iter().map(|key| {
        let of_key = filters.custom.iter().filter(|(other, _)| other == key);
        let values: Vec<String> = of_key.map(|(key, value)| custom(key, value)).collect();
        let attribute = FACETS[CUSTOM];
        Chosen { attribute, key: Some(key.clone()), condition: is_among(attribute, values) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_cannot_leave_their_quotes() {
        assert_eq!(
            is_among("unit", [r#"a" OR seen_by = "staff"#]),
            r#"unit IN ["a\" OR seen_by = \"staff"]"#
        );
        assert!(!is_among("unit", [r"ends with \"]).contains('\\'));
        assert_eq!(is_among::<&str>("unit", []), NOBODY);
    }

    #[test]
    fn most_of_the_words_are_every_choice_of_so_many() {
        let parts = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(at_least(2, &parts), "((a AND (b OR c)) OR (b AND c))");
        assert_eq!(at_least(3, &parts), "(a AND b AND c)");
    }
}
