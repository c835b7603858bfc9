//! The answer to a question, as the page shows it: how many, who, why; or what to do when there is nobody.

use search::{FoundPerson, PeopleFound};

use super::card::{Card, SKILLS_MAX, SkillWords};
use super::question::{PAGE, Question};
use super::reason::{Part, Sentence, parts};
use crate::i18n::Texts;
use search::query::REACH_MAX;
use search::reasons::What;

/// Everything below the search field.
#[derive(Clone, Debug)]
pub struct Results {
    /// "23 collega's gevonden".
    pub heading: String,
    pub people: Vec<Row>,
    /// Nobody has every word: these have most of them.
    pub is_relaxed: bool,
    /// The index is being made: only names were searched.
    pub is_by_name: bool,
    pub previous: Option<String>,
    pub next: Option<String>,
    pub place: String,
    /// More were found than a person would read.
    pub is_cut: bool,
}

/// One colleague in the list.
#[derive(Clone, Debug)]
pub struct Row {
    pub card: Card,
    pub href: String,
    pub name: Vec<Part>,
    pub reasons: Vec<Sentence>,
    pub skills: Vec<SkillWords>,
}

impl Results {
    pub fn new(t: Texts, question: &Question, found: &PeopleFound) -> Self {
        let total = found.total as usize;
        let shown_to = (question.page * PAGE + PAGE).min(total);
        let page = |page: usize| Question { page, ..question.clone() }.href();
        Self {
            heading: t.with("people-found", [("count", found.total)]),
            people: found.people.iter().map(|person| Row::new(t, question, person)).collect(),
            is_relaxed: found.is_relaxed,
            is_by_name: found.is_by_name,
            previous: question.page.checked_sub(1).map(page),
            next: (shown_to < total.min(REACH_MAX)).then(|| page(question.page + 1)),
            place: place(t, question.page * PAGE + 1, shown_to, total),
            is_cut: total > REACH_MAX && shown_to >= REACH_MAX,
        }
    }

    /// So many that one reads from the top: whoever has the most of what was asked stands there.
    pub fn is_ranked(&self, question: &Question) -> bool {
        !question.text.is_empty() && self.next.is_some() && !self.is_by_name
    }
}

fn place(t: Texts, from: usize, to: usize, total: usize) -> String {
    t.with("people-place", [("from", from), ("to", to), ("total", total)])
}

impl Row {
    pub fn new(t: Texts, question: &Question, found: &FoundPerson) -> Self {
        let card = Card::new(t, &found.view);
        let name_words = found.reasons.iter().filter(|reason| matches!(reason.what, What::Name(_)));
        let name_words: Vec<_> = name_words.flat_map(|reason| reason.matched.clone()).collect();
        let skills = found.view.fields.skills().iter().take(SKILLS_MAX);
        Self {
            href: profile_path(&card.id, question),
            name: parts(&card.name, &name_words),
            reasons: found.reasons.iter().filter_map(|reason| Sentence::new(t, reason)).collect(),
            skills: skills.map(|skill| SkillWords::new(t, skill)).collect(),
            card,
        }
    }
}

/// The profile, with the way back to this answer.
fn profile_path(id: &str, question: &Question) -> String {
    match question.query().as_str() {
        "" => format!("/people/{id}"),
        query => {
            let from: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
            format!("/people/{id}?from={from}")
        }
    }
}
