//! A colleague as lists and the profile show him: the same facts in the same words.

use domain::people::{FieldKey, PersonView, Skill};

use crate::i18n::{Language, Texts};
use crate::pages::marks::{self, Origin};
use crate::pages::words;

/// Skills under a name in a list; the profile shows all.
pub const SKILLS_MAX: usize = 5;

/// What stands at the head of a person, in a list or on his own page.
#[derive(Clone, Debug)]
pub struct Card {
    pub id: String,
    pub name: String,
    pub photo: Option<String>,
    pub initials: String,
    pub tint: u8,
    pub job_title: Option<String>,
    pub unit: Option<String>,
    pub place: Option<String>,
    /// Where he works, when that is not here.
    pub origin: Option<Origin>,
    pub availability: Option<Availability>,
    pub can_mentor: bool,
}

/// Whether one may ask, as a dot and in words.
#[derive(Clone, Debug)]
pub struct Availability {
    pub dot: &'static str,
    pub words: String,
}

/// A skill in the reader's language.
#[derive(Clone, Debug)]
pub struct SkillWords {
    pub uri: String,
    pub name: String,
    pub level: String,
    pub steps: u8,
    /// Its page, once it is known to be one of our taxonomy.
    pub href: Option<String>,
}

impl Card {
    pub fn new(t: Texts, view: &PersonView) -> Self {
        let text = |key| view.fields.text(key).map(str::to_owned);
        let id = view.id.to_string();
        Self {
            photo: view.photo.as_ref().map(|digest| marks::photo_path(view.id, digest)),
            initials: marks::initials(&view.name),
            tint: marks::tint(&view.name),
            job_title: text(FieldKey::JobTitle),
            unit: text(FieldKey::Unit),
            place: text(FieldKey::Place),
            origin: (!view.is_local).then(|| Origin::new(&view.organisation)),
            availability: view.fields.availability().map(|availability| Availability {
                dot: words::availability_dot(availability),
                words: t.get(words::availability(availability)),
            }),
            can_mentor: view.fields.flag(FieldKey::CanMentor),
            name: view.name.clone(),
            id,
        }
    }
}

impl SkillWords {
    pub fn new(t: Texts, skill: &Skill) -> Self {
        let name = match t.language() {
            Language::Nl => &skill.nl,
            Language::En => &skill.en,
        };
        Self {
            uri: skill.uri.clone(),
            name: name.clone(),
            level: t.get(words::level(skill.level)),
            steps: words::level_steps(skill.level),
            href: None,
        }
    }
}
