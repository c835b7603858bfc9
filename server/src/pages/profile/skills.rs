//! `/profile/skills`: what one knows, from the taxonomy, best first. Each step is saved at once; with script the list
//! changes in place, and subjects are suggested while typing.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::people::skills::{self, Step};
use domain::people::{Person, Skill, SkillLevel, check};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::Own;
use super::rows::{self, AudienceChoice, Choice};
use super::suggest::{self, Suggestions};
use crate::error::{Problem, Result};
use crate::extract::{Member, Partial};
use crate::i18n::Texts;
use crate::notice;
use crate::pages::shell::Shell;
use crate::pages::words;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/profile/skills" Member => show;
        POST "/profile/skills" Member body 8_000 => take;
        GET "/profile/skills/suggest" Member => suggest;
    }
}

/// What the page is asked: a subject to look for, what was just placed, and what was just removed, for an undo.
#[derive(Debug, Default, Deserialize)]
pub(in crate::pages) struct Asked {
    #[serde(default)]
    q: String,
    placed: Option<String>,
    removed: Option<String>,
    level: Option<String>,
    at: Option<usize>,
}

#[derive(Template)]
#[template(path = "profile/skills.html")]
struct View {
    shell: Shell,
    editor: Editor,
    audience: AudienceChoice,
}

/// The list with its steps and the field to add to it; the first steps of a newcomer show the same.
pub(in crate::pages) struct Editor {
    pub rows: Vec<SkillRow>,
    pub is_full: bool,
    pub max: usize,
    pub suggestions: Suggestions,
    pub undo: Option<Undo>,
    /// What a screen reader hears about the step that was taken.
    pub said: Option<String>,
    /// Where its forms lead back to.
    pub back: &'static str,
}

pub(in crate::pages) struct SkillRow {
    /// Stays the same wherever the skill stands, so that the focus does too.
    pub id: String,
    pub uri: String,
    pub label: String,
    pub levels: Vec<Choice>,
    pub is_first: bool,
    pub is_last: bool,
}

/// A removal that can be taken back.
pub(in crate::pages) struct Undo {
    pub uri: String,
    pub label: String,
    pub level: &'static str,
    pub at: usize,
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let own = Own::load(&ctx, &member).await?;
    let (_, audience) = skills::stored(&own.person);
    let label = shell.t.get("profile-field-skills");
    let audience = rows::audience_choice(shell.t, "skills", &label, audience);
    let editor = Editor::load(&ctx, shell.t, &own.person, &asked, "/profile/skills").await?;
    Ok(Html(View { shell, editor, audience }.render()?))
}

impl Editor {
    pub async fn load(
        ctx: &Ctx,
        t: Texts,
        person: &Person,
        asked: &Asked,
        back: &'static str,
    ) -> Result<Self> {
        let (skills, _) = skills::stored(person);
        let last = skills.len().saturating_sub(1);
        let rows = skills.iter().enumerate().map(|(at, skill)| SkillRow::new(t, skill, at == 0, at == last));
        let undo = undo(ctx, t, person, asked).await?;
        Ok(Self {
            rows: rows.collect(),
            said: said(t, &skills, asked, undo.as_ref()),
            is_full: skills.len() >= check::SKILLS_MAX,
            max: check::SKILLS_MAX,
            suggestions: Suggestions::load(ctx, t, &asked.q, &skills, back).await?,
            undo,
            back,
        })
    }
}

impl SkillRow {
    fn new(t: Texts, skill: &Skill, is_first: bool, is_last: bool) -> Self {
        let id = suggest::id_of(&skill.uri);
        let level = |level: &SkillLevel| Choice {
            id: format!("level-{id}-{}", level.as_str()),
            value: level.as_str().to_owned(),
            words: t.get(words::level(*level)),
            is_chosen: *level == skill.level,
        };
        Self {
            levels: SkillLevel::ALL.iter().map(level).collect(),
            label: rows::of(t, &skill.nl, &skill.en).to_owned(),
            uri: skill.uri.clone(),
            is_first,
            is_last,
            id,
        }
    }
}

/// Where a subject stands now, or that it is gone.
fn said(t: Texts, skills: &[Skill], asked: &Asked, undo: Option<&Undo>) -> Option<String> {
    if let Some(undo) = undo {
        return Some(t.with("profile-skill-removed", [("name", undo.label.as_str())]));
    }
    let at = skills.iter().position(|skill| Some(&skill.uri) == asked.placed.as_ref())?;
    let name = rows::of(t, &skills[at].nl, &skills[at].en).to_owned();
    let (place, count) = ((at + 1).to_string(), skills.len().to_string());
    Some(t.with("profile-skill-placed", [("name", name), ("place", place), ("count", count)]))
}

/// Offered when the address names a concept that is in the taxonomy and no longer in the list.
async fn undo(ctx: &Ctx, t: Texts, person: &Person, asked: &Asked) -> Result<Option<Undo>> {
    let (Some(uri), Some(at)) = (&asked.removed, asked.at) else { return Ok(None) };
    let level = asked.level.as_deref().and_then(SkillLevel::parse).unwrap_or(SkillLevel::Skilled);
    let (skills, _) = skills::stored(person);
    if skills.iter().any(|skill| skill.uri == *uri) {
        return Ok(None);
    }
    let concept = domain::concepts::list(&ctx.db, std::slice::from_ref(uri)).await?.pop();
    Ok(concept.map(|concept| Undo {
        label: rows::of(t, &concept.label_nl, &concept.label_en).to_owned(),
        uri: concept.uri,
        level: level.as_str(),
        at,
    }))
}

/// One step as the buttons send it.
#[derive(Debug, Deserialize)]
struct Sent {
    r#do: String,
    uri: String,
    level: Option<String>,
    at: Option<usize>,
    /// The page that shows the list.
    #[serde(default)]
    back: String,
}

impl Sent {
    fn step(&self) -> Option<Step> {
        let uri = self.uri.clone();
        let level = self.level.as_deref().and_then(SkillLevel::parse);
        Some(match self.r#do.as_str() {
            "add" => Step::Add { uri, level: level?, at: self.at },
            "level" => Step::Level { uri, level: level? },
            "up" => Step::Up { uri },
            "down" => Step::Down { uri },
            "remove" => Step::Remove { uri },
            _ => return None,
        })
    }

    fn back(&self) -> &'static str {
        if self.back == "/welcome/knowledge" { "/welcome/knowledge" } else { "/profile/skills" }
    }
}

async fn take(
    State(ctx): State<Ctx>,
    member: Member,
    partial: Partial,
    Form(sent): Form<Sent>,
) -> Result<Response> {
    let step = sent.step().ok_or_else(|| Problem::Unreadable("a step with a skill".into()))?;
    let id = member.person_id;
    let before = ctx.db.write(async |tx| skills::take(tx, &member.principal, id, &step).await).await?;
    let back = sent.back();
    Ok(match (&step, before.iter().position(|skill| skill.uri == sent.uri)) {
        (Step::Remove { .. }, Some(at)) => Redirect::to(&undo_path(back, &before[at], at)).into_response(),
        (Step::Add { .. }, None) if !partial.0 => notice::then(back, "profile-notice-skill-added"),
        (Step::Add { .. } | Step::Up { .. } | Step::Down { .. }, _) if partial.0 => {
            Redirect::to(&path(back, &[("placed", &sent.uri)])).into_response()
        }
        _ => Redirect::to(back).into_response(),
    })
}

fn undo_path(back: &str, skill: &Skill, at: usize) -> String {
    path(back, &[("removed", &skill.uri), ("level", skill.level.as_str()), ("at", &at.to_string())])
}

fn path(back: &str, pairs: &[(&str, &str)]) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    format!("{back}?{query}")
}

#[derive(Template)]
#[template(path = "profile/_suggestions.html")]
struct SuggestionsView {
    t: Texts,
    suggestions: Suggestions,
}

/// The suggestions alone, while somebody types.
async fn suggest(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Query(sent): Query<Sought>,
) -> Result<Html<String>> {
    let person = domain::people::find_local(&ctx.db, member.person_id).await?;
    let (skills, _) = skills::stored(&person);
    let back = if sent.back == "/welcome/knowledge" { "/welcome/knowledge" } else { "/profile/skills" };
    let suggestions = Suggestions::load(&ctx, shell.t, &sent.q, &skills, back).await?;
    Ok(Html(SuggestionsView { t: shell.t, suggestions }.render()?))
}

#[derive(Debug, Deserialize)]
struct Sought {
    #[serde(default)]
    q: String,
    #[serde(default)]
    back: String,
}
