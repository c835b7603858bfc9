//! Why someone was found, in sentences: the search gives facts, this gives words, with what matched marked.

use search::reasons::{Deed, Goal, Link, Reason, Shown, Through, What};

use crate::i18n::{Language, Texts};
use crate::pages::items::thread;
use crate::pages::wiki;

/// Stands in a sentence where the found text goes; no reader ever sees it.
const GAP: &str = "\u{1}";

/// A sentence under a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    pub icon: &'static str,
    pub before: String,
    pub found: Vec<Part>,
    pub after: String,
    /// How the query led here, when not by the word itself; empty otherwise.
    pub through: String,
    /// What it is about, to be opened: title and address.
    pub links: Vec<(String, String)>,
}

/// A piece of found text, marked when it is what was asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub text: String,
    pub is_marked: bool,
}

impl Sentence {
    /// `None` for what the reader sees anyway: a name needs no sentence when nothing led to it but itself.
    pub fn new(t: Texts, reason: &Reason) -> Option<Self> {
        let (icon, key) = said(&reason.what);
        let found = found(t, reason);
        let through = reason.through.as_ref().map(|through| led(t, through)).unwrap_or_default();
        if matches!(reason.what, What::Name(_)) && through.is_empty() {
            return None;
        }
        let sentence = match &reason.what {
            What::Shown(shown) => shown_sentence(t, key, shown),
            what => t.with(key, [("found", GAP), ("label", &label(t, what))]),
        };
        let (before, after) = sentence.split_once(GAP).unwrap_or((&sentence, ""));
        let links = match &reason.what {
            What::Shown(shown) => {
                shown.links.iter().map(|link| (link.title.clone(), path_to(link))).collect()
            }
            _ => Vec::new(),
        };
        Some(Self { icon, before: before.to_owned(), found, after: after.to_owned(), through, links })
    }
}

/// "3 geaccepteerde antwoorden over …, laatste 3 weken geleden".
fn shown_sentence(t: Texts, key: &str, shown: &Shown) -> String {
    let count = t.with(key, [("count", shown.count)]);
    let when = ago(t, shown.days);
    let last = if shown.count == 1 { when } else { t.with("people-shown-last", [("when", when)]) };
    format!("{count} {GAP}, {last}")
}

fn ago(t: Texts, days: u32) -> String {
    let said = |key, count: u32| t.with(key, [("count", count)]);
    match days {
        0 => t.get("people-ago-today"),
        1..14 => said("people-ago-days", days),
        14..60 => said("people-ago-weeks", days / 7),
        60..730 => said("people-ago-months", days / 30),
        _ => said("people-ago-years", days / 365),
    }
}

fn path_to(link: &Link) -> String {
    match &link.to {
        Goal::Item(item) => format!("/items/{item}"),
        Goal::Comment { item, count, id, at } => thread::path_of(*item, *count, *id, *at),
        Goal::Page { group, slug } => wiki::address(*group, slug),
    }
}

impl Sentence {
    /// Without marks, for programs.
    pub fn plain(&self) -> String {
        let found: String = self.found.iter().map(|part| part.text.as_str()).collect();
        format!("{}{found}{} {}", self.before, self.after, self.through).trim().to_owned()
    }
}

/// The icon and the sentence of each kind of reason.
fn said(what: &What) -> (&'static str, &'static str) {
    match what {
        What::Name(_) => ("user", "people-reason-name"),
        What::Title(_) => ("briefcase", "people-reason-title"),
        What::AskMeAbout(_) => ("message-circle-question-mark", "people-reason-ask-me"),
        What::Skill { level: 3.., .. } => ("badge-check", "people-reason-skill-expert"),
        What::Skill { level: 2, .. } => ("badge-check", "people-reason-skill-skilled"),
        What::Skill { level: 1, .. } => ("badge-check", "people-reason-skill-basic"),
        What::Skill { .. } => ("badge-check", "people-reason-skill"),
        What::Organisation(_) => ("building-2", "people-reason-organisation"),
        What::Unit(_) => ("network", "people-reason-unit"),
        What::Place(_) => ("map-pin", "people-reason-place"),
        What::About(_) => ("file-text", "people-reason-about"),
        What::Custom { .. } => ("tag", "people-reason-custom"),
        What::SameOrganisation => ("building-2", "people-reason-same-organisation"),
        What::SamePlace(_) => ("map-pin", "people-reason-same-place"),
        What::Shown(shown) => match shown.deed {
            Deed::Solved => ("circle-check", "people-shown-solved"),
            Deed::Answered => ("reply", "people-shown-answered"),
            Deed::Wrote => ("message-square", "people-shown-wrote"),
            Deed::WrotePages => ("book-open", "people-shown-pages"),
        },
    }
}

fn label(t: Texts, what: &What) -> String {
    match what {
        What::Custom { label, .. } => both(t, &label.nl, &label.en).0.to_owned(),
        _ => String::new(),
    }
}

/// The found text with its marks. A skill found by its name in the other language shows that name too.
fn found(t: Texts, reason: &Reason) -> Vec<Part> {
    let matched = &reason.matched;
    match &reason.what {
        What::Name(text)
        | What::Title(text)
        | What::AskMeAbout(text)
        | What::Organisation(text)
        | What::Unit(text)
        | What::Place(text)
        | What::About(text)
        | What::SamePlace(text) => parts(text, matched),
        What::Skill { label, .. } | What::Custom { value: label, .. } => {
            let (own, other) = both(t, &label.nl, &label.en);
            let (own, other) = (parts(own, matched), parts(other, matched));
            if !is_marked(&own) && is_marked(&other) { in_brackets(own, other) } else { own }
        }
        What::SameOrganisation => Vec::new(),
        What::Shown(shown) => parts(&shown.about, matched),
    }
}

fn both<'a>(t: Texts, nl: &'a str, en: &'a str) -> (&'a str, &'a str) {
    match t.language() {
        Language::Nl => (nl, en),
        Language::En => (en, nl),
    }
}

fn is_marked(parts: &[Part]) -> bool {
    parts.iter().any(|part| part.is_marked)
}

fn in_brackets(own: Vec<Part>, other: Vec<Part>) -> Vec<Part> {
    let plain = |text: &str| Part { text: text.into(), is_marked: false };
    own.into_iter().chain([plain(" (")]).chain(other).chain([plain(")")]).collect()
}

fn led(t: Texts, through: &Through) -> String {
    match through {
        Through::Synonym { from, to } => t.with("people-through-synonym", [("from", from), ("to", to)]),
        Through::Related { asked } => t.with("people-through-related", [("asked", asked)]),
        Through::Part { typed, found } => t.with("people-through-part", [("typed", typed), ("found", found)]),
        Through::Typo { typed } => t.with("people-through-typo", [("typed", typed)]),
    }
}

/// Cuts a text at the words to mark. `matched` holds words as they stand in the text.
pub fn parts(text: &str, matched: &[String]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut plain_from = 0;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let step = match word_at(text, at, matched) {
            Some(word) => {
                push(&mut parts, &text[plain_from..at], false);
                push(&mut parts, word, true);
                plain_from = at + word.len();
                word.len()
            }
            None => rest.chars().next().map_or(1, char::len_utf8),
        };
        at += step;
    }
    push(&mut parts, &text[plain_from..], false);
    parts
}

/// The longest matched word that stands at this place as a whole word.
fn word_at<'m>(text: &str, at: usize, matched: &'m [String]) -> Option<&'m str> {
    let is_inside = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
    if is_inside(text[..at].chars().next_back()) {
        return None;
    }
    let stands = |word: &&str| {
        !word.is_empty()
            && text[at..].starts_with(*word)
            && !is_inside(text[at + word.len()..].chars().next())
    };
    matched.iter().map(String::as_str).filter(stands).max_by_key(|word| word.len())
}

fn push(parts: &mut Vec<Part>, text: &str, is_marked: bool) {
    if !text.is_empty() {
        parts.push(Part { text: text.to_owned(), is_marked });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::people::Label;

    fn shown(sentence: &Sentence) -> String {
        let found = sentence
            .found
            .iter()
            .map(|part| if part.is_marked { format!("[{}]", part.text) } else { part.text.clone() });
        format!("{}{}{}{}", sentence.before, found.collect::<String>(), sentence.after, sentence.through)
    }

    fn said(language: Language, what: What, matched: &[&str], through: Option<Through>) -> String {
        let matched = matched.iter().map(|word| (*word).to_owned()).collect();
        let sentence = Sentence::new(Texts::new(language), &Reason { what, matched, through });
        sentence.map(|sentence| shown(&sentence)).unwrap_or_default()
    }

    fn youth_care() -> What {
        What::Skill { label: Label { nl: "Jeugdzorg".into(), en: "Youth care".into() }, level: 3 }
    }

    #[test]
    fn whole_words_are_marked_and_nothing_inside_another() {
        let marked = |text: &str, word: &str| {
            let parts = parts(text, &[word.to_owned()]);
            parts.into_iter().filter(|part| part.is_marked).count()
        };
        assert_eq!(marked("Ruimte, ruimte en Ruimtelijk", "Ruimte"), 1);
        assert_eq!(marked("é Zoë Zoëla Zoë", "Zoë"), 2);
        assert_eq!(marked("", "x"), 0);
    }

    #[test]
    fn a_skill_found_in_the_other_language_shows_both_names() {
        assert_eq!(said(Language::Nl, youth_care(), &["Jeugdzorg"], None), "Is expert in [Jeugdzorg]");
        assert_eq!(
            said(Language::Nl, youth_care(), &["Youth", "care"], None),
            "Is expert in Jeugdzorg ([Youth] [care])"
        );
        assert_eq!(said(Language::En, youth_care(), &["Youth"], None), "Is an expert in [Youth] care");
    }

    #[test]
    fn the_way_there_is_told_when_it_was_not_the_word_itself() {
        let through = Through::Synonym { from: "Wob".into(), to: "Woo".into() };
        let title = What::Title("Adviseur Woo".into());
        assert_eq!(
            said(Language::Nl, title, &["Woo"], Some(through)),
            "Werkt als Adviseur [Woo]‘Woo’ is een ander woord voor ‘Wob’"
        );
    }

    #[test]
    fn a_name_needs_no_sentence_but_a_mistyped_one_does() {
        let name = || What::Name("Sanne de Vries".into());
        assert_eq!(said(Language::Nl, name(), &["Sanne"], None), "");
        let typo = Through::Typo { typed: "sane".into() };
        assert!(said(Language::Nl, name(), &["Sanne"], Some(typo)).contains("‘sane’"));
    }
}
