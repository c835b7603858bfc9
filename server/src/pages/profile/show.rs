//! `/profile`: one's own profile. Beside each field stands who sees it, to be changed on the spot.

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use domain::people::{FieldKey, Scope, fields, skills};
use federation::route::Route;
use federation::routes;

use super::Own;
use super::rows::{self, AudienceChoice, Fact, Shown};
use super::typed::Slot;
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::Texts;
use crate::pages::shell::Shell;
use crate::pages::{marks, words};
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/profile" Member => show;
    }
}

#[derive(Template)]
#[template(path = "profile/show.html")]
struct View {
    shell: Shell,
    head: Head,
    facts: Vec<Fact>,
    skills: Vec<SkillShown>,
    skills_audience: AudienceChoice,
    /// Fields that are still empty: address name and label.
    empty: Vec<(String, String)>,
    /// Labels of what an administrator asks of everyone.
    missing: Vec<(String, String)>,
    scope: ScopeShown,
}

/// Who it is.
pub(super) struct Head {
    pub name: String,
    pub photo: Option<String>,
    pub initials: String,
    pub tint: u8,
}

impl Head {
    pub fn of(own: &Own) -> Self {
        let person = &own.person;
        Self {
            photo: person.photo.as_deref().map(|digest| marks::photo_path(person.id, digest)),
            initials: marks::initials(&person.name),
            tint: marks::tint(&person.name),
            name: person.name.clone(),
        }
    }
}

struct SkillShown {
    label: String,
    level: String,
    steps: u8,
}

struct ScopeShown {
    icon: &'static str,
    words: String,
    is_hidden: bool,
}

async fn show(State(ctx): State<Ctx>, member: Member, shell: Shell) -> Result<Html<String>> {
    let own = Own::load(&ctx, &member).await?;
    Ok(Html(View::new(shell, &own).render()?))
}

impl View {
    fn new(shell: Shell, own: &Own) -> Self {
        let t = shell.t;
        let facts = rows::facts(t, &own.definitions, &own.person);
        let (skills, audience) = skills::stored(&own.person);
        let skills_label = t.get("profile-field-skills");
        Self {
            head: Head::of(own),
            empty: empty(t, own, &facts),
            missing: missing(t, own),
            skills: skills.iter().map(|skill| SkillShown::new(t, skill)).collect(),
            skills_audience: rows::audience_choice(t, "skills", &skills_label, audience),
            scope: ScopeShown {
                icon: words::scope_icon(own.person.scope),
                words: t.get(words::found_by(own.person.scope)),
                is_hidden: own.person.scope == Scope::None,
            },
            facts,
            shell,
        }
    }
}

impl SkillShown {
    fn new(t: Texts, skill: &domain::people::Skill) -> Self {
        Self {
            label: rows::of(t, &skill.nl, &skill.en).to_owned(),
            level: t.get(words::level(skill.level)),
            steps: words::level_steps(skill.level),
        }
    }
}

fn empty(t: Texts, own: &Own, facts: &[Fact]) -> Vec<(String, String)> {
    let slots = Slot::all(&own.definitions).into_iter().filter(|slot| *slot != Slot::Name);
    let is_empty = |slot: &Slot| !facts.iter().any(|fact| fact.name == slot.html());
    let labelled = |slot: Slot| Some((slot.html(), rows::label(t, &own.definitions, slot)?));
    slots.filter(is_empty).filter_map(labelled).collect()
}

fn missing(t: Texts, own: &Own) -> Vec<(String, String)> {
    let missing = fields::missing(&own.definitions, &own.person.profile);
    let labelled = |field: &fields::Definition| {
        (Slot::Field(FieldKey::Custom(field.id)).html(), rows::words_of(t, &field.label))
    };
    missing.into_iter().map(labelled).collect()
}
