//! Subjects to choose from: those that begin with or contain what was typed, else those that look like it.

use domain::concepts::{self, Concept};
use domain::people::{Skill, SkillLevel};
use domain::text;

use super::rows;
use crate::error::Result;
use crate::i18n::{Language, Texts};
use crate::pages::words;
use crate::state::Ctx;

/// More would be a list to read rather than a word to pick.
const SHOWN: i64 = 8;
const NEAREST_SHOWN: usize = 5;
const TYPED_CHARS_MAX: usize = 100;

/// What is offered for what was typed.
pub(in crate::pages) struct Suggestions {
    pub typed: String,
    pub found: Vec<Suggestion>,
    /// Nothing has this name: these look like it.
    pub near: Vec<Suggestion>,
    pub levels: Vec<(&'static str, String)>,
    pub back: &'static str,
}

/// One subject.
pub(in crate::pages) struct Suggestion {
    pub id: String,
    pub uri: String,
    pub label: String,
    /// Why it is offered when the label does not show it: the other language or another word.
    pub also: Option<String>,
    pub is_chosen: bool,
}

impl Suggestions {
    pub async fn load(
        ctx: &Ctx,
        t: Texts,
        typed: &str,
        skills: &[Skill],
        back: &'static str,
    ) -> Result<Self> {
        let typed: String = typed.trim().chars().take(TYPED_CHARS_MAX).collect();
        let found = concepts::complete(&ctx.db, &typed, SHOWN).await?;
        let near = if found.is_empty() && !typed.is_empty() {
            concepts::list_nearest(&ctx.db, &typed, NEAREST_SHOWN).await?
        } else {
            Vec::new()
        };
        let offered = |concepts: Vec<Concept>| -> Vec<Suggestion> {
            concepts.into_iter().map(|concept| Suggestion::new(t, concept, &typed, skills)).collect()
        };
        let (found, near) = (offered(found), offered(near));
        let levels =
            SkillLevel::ALL.iter().map(|level| (level.as_str(), t.get(words::level(*level)))).collect();
        Ok(Self { typed, found, near, levels, back })
    }

    /// Subjects that fit the words of a job title and a department, for who has not typed anything.
    pub async fn fitting(
        ctx: &Ctx,
        t: Texts,
        about: &str,
        skills: &[Skill],
        back: &'static str,
    ) -> Result<Self> {
        let mut fitting = Self::load(ctx, t, "", skills, back).await?;
        let words = text::fold(about);
        // Short words fit everything.
        for word in words.split(' ').filter(|word| word.chars().count() >= 5).take(6) {
            for concept in concepts::complete(&ctx.db, word, 2).await? {
                let suggestion = Suggestion::new(t, concept, word, skills);
                if !suggestion.is_chosen && !fitting.found.iter().any(|known| known.uri == suggestion.uri) {
                    fitting.found.push(suggestion);
                }
            }
        }
        Ok(fitting)
    }
}

impl Suggestion {
    fn new(t: Texts, concept: Concept, typed: &str, skills: &[Skill]) -> Self {
        Self {
            id: id_of(&concept.uri),
            label: rows::of(t, &concept.label_nl, &concept.label_en).to_owned(),
            also: also(t, &concept, typed),
            is_chosen: skills.iter().any(|skill| skill.uri == concept.uri),
            uri: concept.uri,
        }
    }
}

/// The name by which the concept was found, when that is not its label in the reader's language.
fn also(t: Texts, concept: &Concept, typed: &str) -> Option<String> {
    let typed = text::fold(typed);
    let holds = |name: &str| text::fold(name).contains(&typed);
    let (label, other, own, foreign) = match t.language() {
        Language::Nl => (&concept.label_nl, &concept.label_en, &concept.synonyms_nl, &concept.synonyms_en),
        Language::En => (&concept.label_en, &concept.label_nl, &concept.synonyms_en, &concept.synonyms_nl),
    };
    if typed.is_empty() || holds(label) {
        return None;
    }
    let names = own.split('|').chain([other.as_str()]).chain(foreign.split('|'));
    names.filter(|name| !name.is_empty()).find(|name| holds(name)).map(str::to_owned)
}

/// A short name for ids on the page, the same for the same concept: its last word, and a mark that tells equal ones apart.
pub(super) fn id_of(uri: &str) -> String {
    let last = uri.rsplit('/').next().unwrap_or_default();
    let plain: String = last.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(40).collect();
    let mark = uri.bytes().fold(7_u16, |mark, byte| mark.wrapping_mul(31).wrapping_add(u16::from(byte)));
    format!("{plain}-{mark:04x}")
}
