//! `/subjects?uri=…`: a subject as a place: what it is called, who knows about it, where it is spoken of; and following it.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::Principal;
use domain::concepts::{self, Concept};
use domain::groups::{self, Asked as GroupsAsked, Order, members};
use domain::items::lists::Scope;
use domain::items::signs;
use domain::people::reading::What;
use federation::route::Route;
use federation::routes;
use search::Filters;
use search::published::Filters as PublishedFilters;
use serde::Deserialize;

use super::lists::{self, Page};
use crate::error::{Problem, Result};
use crate::extract::{Member, Visitor};
use crate::i18n::{Language, Texts};
use crate::notice;
use crate::pages::groups::card::Card as GroupCard;
use crate::pages::people::question::Question as PeopleQuestion;
use crate::pages::people::results::Row as PersonRow;
use crate::pages::search::question::{Kin, Question};
use crate::pages::shell::Shell;
use crate::pages::subjects::{self, SubjectLink};
use crate::state::Ctx;

/// Colleagues and networks shown here; the search shows all.
const PEOPLE: usize = 6;
const GROUPS: i64 = 6;
const NARROWER_MAX: i64 = 60;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/subjects" Anyone => show;
        POST "/subjects/follow" Member body 4_000 => follow;
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    uri: String,
    after: String,
}

#[derive(Template)]
#[template(path = "items/subject.html")]
struct View {
    shell: Shell,
    names: Names,
    is_followed: bool,
    /// For who is signed in: nobody else finds people and networks.
    signed_in: Option<Found>,
    page: Page,
}

/// What a subject is called, and what stands above and below it.
struct Names {
    uri: String,
    name: String,
    /// The other language, and the name there.
    other: (&'static str, String),
    also: String,
    broader: Vec<SubjectLink>,
    narrower: Vec<SubjectLink>,
}

/// Who knows about it and where it is spoken of, as far as the reader may see; with the ways to all of them.
struct Found {
    total: u32,
    /// The index is being made: who lists it cannot be told yet.
    is_by_name: bool,
    people: Vec<PersonRow>,
    all_people: String,
    by_word: String,
    groups: Vec<GroupCard>,
    all_groups: String,
    search: String,
}

impl Names {
    async fn new(ctx: &Ctx, t: Texts, concept: Concept) -> Result<Self> {
        let link = |one: &Concept| subjects::link(t, &one.uri, &one.label_nl, &one.label_en);
        let above: Vec<String> = concept.broader.iter().cloned().collect();
        let broader = concepts::list(&ctx.db, &above).await?;
        let narrower = concepts::list_narrower(&ctx.db, &concept.uri, NARROWER_MAX).await?;
        let also = concept.synonyms().join(", ");
        let (name, other) = match t.language() {
            Language::Nl => (concept.label_nl, ("en", concept.label_en)),
            Language::En => (concept.label_en, ("nl", concept.label_nl)),
        };
        Ok(Self {
            uri: concept.uri,
            name,
            other,
            also,
            broader: broader.iter().map(link).collect(),
            narrower: narrower.iter().map(link).collect(),
        })
    }

    fn has_kin(&self) -> bool {
        !self.broader.is_empty() || !self.narrower.is_empty()
    }
}

impl Found {
    async fn new(ctx: &Ctx, t: Texts, principal: &Principal, names: &Names) -> Result<Self> {
        let filters = Filters { skills: vec![names.uri.clone()], ..Filters::default() };
        let asked = PeopleQuestion { filters, ..PeopleQuestion::default() };
        let query = search::PeopleQuery { limit: PEOPLE, ..asked.to_engine(None) };
        ctx.reading.take(principal, What::Search, ctx.clock.now())?;
        let people = ctx.people.search(principal, query).await?;
        let filters = PublishedFilters { subjects: vec![names.uri.clone()], ..PublishedFilters::default() };
        let search = Question { filters, ..Question::default() };
        Ok(Self {
            total: people.total,
            is_by_name: people.is_by_name,
            people: people.people.iter().map(|person| PersonRow::new(t, &asked, person)).collect(),
            all_people: asked.href(),
            by_word: PeopleQuestion { text: names.name.clone(), ..PeopleQuestion::default() }.href(),
            groups: groups(ctx, t, principal, &names.uri).await?,
            all_groups: search.of_kin(Some(Kin::Networks)).href(),
            search: search.href(),
        })
    }
}

async fn groups(ctx: &Ctx, t: Texts, principal: &Principal, uri: &str) -> Result<Vec<GroupCard>> {
    let asked = GroupsAsked {
        subject: Some(uri.to_owned()),
        order: Order::Size,
        limit: GROUPS,
        ..GroupsAsked::default()
    };
    let own = members::list_own(&ctx.db, principal).await?;
    let found = groups::list(&ctx.db, principal, &asked).await?;
    Ok(found.iter().map(|group| GroupCard::new(t, group, &own, ctx.clock.now())).collect())
}

async fn show(
    State(ctx): State<Ctx>,
    shell: Shell,
    Visitor(principal): Visitor,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let t = shell.t;
    let found = concepts::list(&ctx.db, std::slice::from_ref(&asked.uri)).await?;
    let concept = found.into_iter().next().ok_or_else(Problem::not_found)?;
    let names = Names::new(&ctx, t, concept).await?;
    let scope = Scope::Subject(asked.uri.clone());
    let path = subjects::path(&asked.uri);
    let signed_in = match principal.member() {
        Some(_) => Some(Box::pin(Found::new(&ctx, t, &principal, &names)).await?),
        None => None,
    };
    let view = View {
        is_followed: signs::follows_subject(&ctx.db, &principal, &asked.uri).await?,
        page: lists::page(&ctx, t, &principal, &scope, None, &path, &asked.after).await?,
        signed_in,
        names,
        shell,
    };
    Ok(Html(view.render()?))
}

#[derive(Deserialize)]
struct Switched {
    uri: String,
    on: String,
}

async fn follow(State(ctx): State<Ctx>, member: Member, Form(switched): Form<Switched>) -> Result<Response> {
    let found = concepts::list(&ctx.db, std::slice::from_ref(&switched.uri)).await?;
    let concept = found.first().ok_or_else(Problem::not_found)?;
    let is_on = switched.on == "yes";
    ctx.db.write(async |tx| signs::follow_subject(tx, &member.principal, &concept.uri, is_on).await).await?;
    let key = if is_on { "items-notice-subject" } else { "items-notice-subject-off" };
    Ok(notice::then(&subjects::path(&concept.uri), key))
}
