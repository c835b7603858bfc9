//! Subjects in forms and as links: people type labels, the house keeps addresses of the taxonomy.

use domain::concepts;
use domain::groups::Subject;
use domain::{Db, Error, FieldError, Result};

use crate::i18n::{Language, Texts};
use crate::state::Ctx;

/// Labels looked up for one form; the house itself takes fewer.
const LABELS_MAX: usize = 30;

/// Subjects offered instead of one that nobody knows, and how much of what was typed is looked at.
const SIMILAR_MAX: usize = 3;
const SIMILAR_LETTERS_MIN: usize = 4;
const SIMILAR_LETTERS_MAX: usize = 30;
const SIMILAR_WORDS_MAX: usize = 6;

/// A subject that leads to everything about it.
#[derive(Clone, Debug)]
pub struct SubjectLink {
    pub name: String,
    pub href: String,
}

/// Where everything about a subject stands.
pub fn path(uri: &str) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("uri", uri).finish();
    format!("/subjects?{query}")
}

/// A concept as a link, in the reader's language.
pub fn link(t: Texts, uri: &str, nl: &str, en: &str) -> SubjectLink {
    let name = if t.language() == Language::Nl { nl } else { en };
    SubjectLink { name: name.to_owned(), href: path(uri) }
}

/// The subject that is called as somebody typed, so that a search leads there.
pub fn named(ctx: &Ctx, t: Texts, typed: &str) -> Option<SubjectLink> {
    let subjects = ctx.people.vocabulary().subjects();
    subjects.named(typed).map(|one| link(t, &one.uri, &one.nl, &one.en))
}

/// Subjects that begin like a word of what was typed: the longest beginning that any subject has.
pub fn similar(ctx: &Ctx, t: Texts, typed: &str) -> Vec<SubjectLink> {
    let subjects = ctx.people.vocabulary().subjects();
    let begun = |word: &str| -> Vec<SubjectLink> {
        let found = subjects.find(word, SIMILAR_MAX);
        found.into_iter().map(|(one, _)| link(t, &one.uri, &one.nl, &one.en)).collect()
    };
    let words = typed.split_whitespace().take(SIMILAR_WORDS_MAX);
    let mut all = words.flat_map(beginnings).map(|part| begun(&part));
    all.find(|found| !found.is_empty()).unwrap_or_default()
}

/// Of a word, longest first.
fn beginnings(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().take(SIMILAR_LETTERS_MAX).collect();
    let lengths = (SIMILAR_LETTERS_MIN..=letters.len()).rev();
    lengths.map(|length| letters.iter().take(length).collect()).collect()
}

/// A subject in the reader's language.
pub fn name(t: Texts, subject: &Subject) -> &str {
    match t.language() {
        Language::Nl => &subject.nl,
        Language::En => &subject.en,
    }
}

pub fn links(t: Texts, subjects: &[Subject]) -> Vec<SubjectLink> {
    let link =
        |subject: &Subject| SubjectLink { name: name(t, subject).to_owned(), href: path(&subject.uri) };
    subjects.iter().map(link).collect()
}

/// As a form shows them: labels with commas between.
pub fn typed(t: Texts, subjects: &[Subject]) -> String {
    subjects.iter().map(|subject| name(t, subject)).collect::<Vec<_>>().join(", ")
}

/// The addresses of what was typed; names the first label that is no subject.
pub async fn read(db: &Db, typed: &str) -> Result<Vec<String>> {
    let mut uris = Vec::new();
    for label in
        typed.split([',', ';', '\n']).map(str::trim).filter(|label| !label.is_empty()).take(LABELS_MAX)
    {
        let label: String = label.chars().take(100).collect();
        match concepts::find_by_label(db, &label).await? {
            Some(concept) if uris.contains(&concept.uri) => {}
            Some(concept) => uris.push(concept.uri),
            None => {
                let error = FieldError::new("subjects", "error-subject-unknown").with("label", label);
                return Err(Error::Invalid(vec![error]));
            }
        }
    }
    Ok(uris)
}
