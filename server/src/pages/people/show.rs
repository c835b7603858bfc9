//! `/people/{id}`: who a colleague is, what to ask, how to reach him. Shows what the audience rules let this reader
//! see, whoever he is; whoever may not see the person is told that there is no such page.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use domain::people::reading::What;
use domain::people::{self, FieldKey, Label, PersonView};
use domain::{PersonId, Principal, Timestamp, concepts};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::card::{Card, SkillWords};
use crate::error::{Problem, Result};
use crate::extract::Visitor;
use crate::i18n::{Language, Moment, Texts};
use crate::pages::inquiries;
use crate::pages::shell::Shell;
use crate::pages::subjects;
use crate::pages::words;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/people/{id}" Anyone => show;
    }
}

#[derive(Deserialize)]
struct CameFrom {
    /// The query string of the search that led here.
    #[serde(default)]
    from: String,
}

#[derive(Template)]
#[template(path = "people/show.html")]
struct Page {
    shell: Shell,
    sheet: Sheet,
    back: String,
}

/// A person from one viewpoint, as the page and the preview of one's own profile show him.
pub struct Sheet {
    pub person: Card,
    pub profile: Profile,
    /// Set for a person of another organisation: when that organisation last confirmed this.
    pub confirmed: Option<Moment>,
    pub organisation: String,
    /// Level of the heading with the name.
    pub level: u8,
    pub door: Door,
}

/// What the reader may begin with a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Door {
    #[default]
    Closed,
    /// A question would reach him.
    Open,
    /// It is his own page.
    Own,
}

impl Door {
    pub fn is_open(self) -> bool {
        self == Self::Open
    }

    pub fn is_own(self) -> bool {
        self == Self::Own
    }
}

impl Sheet {
    pub fn new(t: Texts, view: PersonView, now: Timestamp, level: u8) -> Self {
        Self {
            person: Card::new(t, &view),
            profile: Profile::new(t, &view),
            confirmed: view.confirmed_at.filter(|_| !view.is_local).map(|at| t.moment(at, now)),
            organisation: view.organisation,
            level,
            door: Door::default(),
        }
    }

    /// Skills of our own taxonomy lead to the page of the subject; what another organisation brought has none here.
    async fn link_skills(&mut self, ctx: &Ctx) -> Result<()> {
        let uris: Vec<String> = self.profile.skills.iter().map(|skill| skill.uri.clone()).collect();
        let known = concepts::list(&ctx.db, &uris).await?;
        for skill in &mut self.profile.skills {
            let is_known = known.iter().any(|concept| concept.uri == skill.uri);
            skill.href = is_known.then(|| subjects::path(&skill.uri));
        }
        Ok(())
    }
}

/// The fields below the head; what is empty or hidden is absent.
pub struct Profile {
    pub pronouns: Option<String>,
    pub ask_me_about: Option<String>,
    pub about: Option<String>,
    pub mail: Option<String>,
    pub telephone: Option<String>,
    pub languages: String,
    pub skills: Vec<SkillWords>,
    pub custom: Vec<(String, String)>,
}

async fn show(
    State(ctx): State<Ctx>,
    shell: Shell,
    Visitor(principal): Visitor,
    Path(id): Path<String>,
    Query(came): Query<CameFrom>,
) -> Result<Html<String>> {
    let id: PersonId = id.parse().map_err(|_| Problem::not_found())?;
    let view = opened(&ctx, &principal, id).await?;
    let door = door(&ctx, &principal, &view).await?;
    let mut sheet = Sheet { door, ..Sheet::new(shell.t, view, ctx.clock.now(), 1) };
    sheet.link_skills(&ctx).await?;
    Ok(Html(Page { back: back(&came.from, id), sheet, shell }.render()?))
}

/// A profile as the reader may see it, counted among those he read.
pub(crate) async fn opened(ctx: &Ctx, principal: &Principal, id: PersonId) -> Result<PersonView> {
    if principal.person_id() != Some(id) {
        ctx.reading.take(principal, What::Profile, ctx.clock.now())?;
    }
    Ok(people::view(&ctx.db, principal, id).await?)
}

async fn door(ctx: &Ctx, principal: &Principal, view: &PersonView) -> Result<Door> {
    if principal.member().is_some_and(|member| member.person_id == view.id) {
        return Ok(Door::Own);
    }
    Ok(if inquiries::may_be_asked(ctx, principal, view).await? { Door::Open } else { Door::Closed })
}

/// To the results one came from, where this person stands. Only a query string is taken over, so this leads nowhere but to the
/// search.
fn back(from: &str, id: PersonId) -> String {
    let is_query = from.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#');
    if from.is_empty() || !is_query { "/people".into() } else { format!("/people?{from}#person-{id}") }
}

impl Profile {
    fn new(t: Texts, view: &PersonView) -> Self {
        let fields = &view.fields;
        let text = |key| fields.text(key).map(str::to_owned);
        let languages: Vec<_> = fields.languages().iter().map(|code| words::language(t, code)).collect();
        Self {
            pronouns: text(FieldKey::Pronouns),
            ask_me_about: text(FieldKey::AskMeAbout),
            about: text(FieldKey::About),
            mail: text(FieldKey::Mail),
            telephone: text(FieldKey::Telephone),
            languages: languages.join(", "),
            skills: fields.skills().iter().map(|skill| SkillWords::new(t, skill)).collect(),
            custom: fields.custom().map(|(_, label, values)| (said(t, label), joined(t, values))).collect(),
        }
    }

    pub fn has_ways_to_reach(&self) -> bool {
        self.mail.is_some() || self.telephone.is_some()
    }

    /// Digits alone, for a `tel:` link.
    pub fn dial(&self) -> String {
        let telephone = self.telephone.as_deref().unwrap_or_default();
        telephone.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect()
    }
}

fn said(t: Texts, label: &Label) -> String {
    match t.language() {
        Language::Nl => label.nl.clone(),
        Language::En => label.en.clone(),
    }
}

fn joined(t: Texts, values: &[Label]) -> String {
    values.iter().map(|value| said(t, value)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_leads_to_the_search_and_nowhere_else() {
        let id = PersonId(uuid::Uuid::nil());
        let here = format!("/people?q=woo&unit=Ruimte#person-{id}");
        assert_eq!(back("q=woo&unit=Ruimte", id), here);
        for nowhere in ["", "q=a b", "\r\nx", "q=a#b"] {
            assert_eq!(back(nowhere, id), "/people");
        }
    }
}
