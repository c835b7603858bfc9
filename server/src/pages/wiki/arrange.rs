//! `…/arrange`: the title of a page, its place, who may change it, and who keeps it true.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::people::faces;
use domain::wiki::templates;
use domain::wiki::upkeep::{self, Upkeep};
use domain::wiki::{self, Direction, Page, Rights, Wiki};
use domain::{Error, Tx};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::{address, choices, find, tree};
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::Texts;
use crate::notice;
use crate::pages::face::FaceView;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/wiki/{slug}/arrange" Member => show;
        POST "/groups/{id}/wiki/{slug}/rename" Member body 8_000 => rename;
        POST "/groups/{id}/wiki/{slug}/move" Member body 1_000 => move_to;
        POST "/groups/{id}/wiki/{slug}/shift" Member body 1_000 => shift;
        POST "/groups/{id}/wiki/{slug}/rights" Member body 1_000 => set_rights;
        POST "/groups/{id}/wiki/{slug}/upkeep" Member body 1_000 => set_upkeep;
        POST "/groups/{id}/wiki/{slug}/confirm" Member body 1_000 => confirm;
        POST "/groups/{id}/wiki/{slug}/template" Member body 1_000 => set_template;
    }
}

#[derive(Template)]
#[template(path = "wiki/arrange.html")]
struct View {
    shell: Shell,
    path: String,
    title: String,
    errors: FormErrors,
    /// As it is typed.
    typed: Typed,
    parents: Vec<(String, String)>,
    rights: Vec<(String, String)>,
    owners: Vec<(String, String)>,
    months: Vec<(String, String)>,
    may_write: bool,
    /// Who may say whether others' changes become proposals.
    may_approve: bool,
    needs_approval: &'static str,
    approvals: Vec<(String, String)>,
    is_template: &'static str,
    templates: Vec<(String, String)>,
    is_moderator: bool,
    is_first: bool,
    is_last: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    title: String,
    parent: String,
    direction: String,
    rights: String,
    owner: String,
    months: String,
    template: String,
}

const LABELS: [(&str, &str); 5] = [
    ("title", "wiki-title"),
    ("parent", "wiki-parent"),
    ("rights", "wiki-rights"),
    ("owner", "wiki-owner"),
    ("months", "wiki-review"),
];

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path((id, slug)): Path<(String, String)>,
) -> Result<Html<String>> {
    let (wiki, page) = find(&ctx, &member.principal, &id, &slug).await?;
    if !wiki.place.is_moderator() {
        wiki::demand_write(&ctx.db, &wiki, &page).await?;
    }
    let typed = Typed::of(&page);
    Ok(Html(View::new(&ctx, shell, &member, &wiki, &page, typed).await?.render()?))
}

impl Typed {
    fn of(page: &Page) -> Self {
        let owner = match page.owner_id {
            None => "none",
            Some(owner) => &owner.to_string(),
        };
        Self {
            title: page.title.clone(),
            parent: page.parent_id.map(|id| id.to_string()).unwrap_or_default(),
            direction: String::new(),
            rights: page.rights.as_str().to_owned(),
            owner: owner.to_owned(),
            months: if page.review_at.is_some() { "keep" } else { "0" }.to_owned(),
            template: String::new(),
        }
    }
}

impl View {
    async fn new(
        ctx: &Ctx,
        shell: Shell,
        member: &Member,
        wiki: &Wiki,
        page: &Page,
        typed: Typed,
    ) -> Result<Self> {
        let t = shell.t;
        let all = wiki::list_all(&ctx.db, wiki).await?;
        let mut beside = all.iter().map(|(_, leaf)| leaf).filter(|leaf| leaf.parent_id == page.parent_id);
        Ok(Self {
            path: address(wiki.group_id(), &page.slug),
            title: page.title.clone(),
            errors: FormErrors::default(),
            typed,
            parents: tree::choices(t, &all, Some(page.id)),
            rights: choices::rights(t),
            owners: owners(ctx, t, member, page).await?,
            months: choices::months(t, page),
            may_write: wiki::demand_write(&ctx.db, wiki, page).await.is_ok(),
            may_approve: wiki.place.is_moderator() || page.is_kept_by(Some(member.person_id)),
            needs_approval: if page.needs_approval { "yes" } else { "no" },
            approvals: choices::approvals(t),
            is_template: if page.is_template { "yes" } else { "no" },
            templates: choices::templates(t),
            is_moderator: wiki.place.is_moderator(),
            is_first: beside.clone().next().is_some_and(|leaf| leaf.id == page.id),
            is_last: beside.next_back().is_some_and(|leaf| leaf.id == page.id),
            shell,
        })
    }
}

/// Nobody, oneself, who does it now, and whoever may be asked.
async fn owners(ctx: &Ctx, t: Texts, member: &Member, page: &Page) -> Result<Vec<(String, String)>> {
    let mut asked = upkeep::list_candidates(&ctx.db, page).await?;
    asked.extend(page.owner_id);
    let faces = faces(&ctx.db, &member.principal, asked.iter().copied()).await?;
    let mut others: Vec<(String, String)> = Vec::new();
    for id in asked.into_iter().filter(|id| *id != member.person_id) {
        let choice = (id.to_string(), FaceView::of(t, &faces, id).name);
        if !others.contains(&choice) {
            others.push(choice);
        }
    }
    others.sort_by(|one, other| one.1.cmp(&other.1));
    Ok([choices::owners(t, member.person_id), others].concat())
}

/// Does one of the things on this page, and leads back; or shows the page again with what is wrong.
async fn change(
    ctx: &Ctx,
    shell: Shell,
    member: &Member,
    at: (String, String),
    typed: Typed,
    told: &'static str,
    work: impl AsyncFnOnce(&mut Tx, &Page) -> domain::Result<Option<String>>,
) -> Result<Response> {
    let (wiki, page) = find(ctx, &member.principal, &at.0, &at.1).await?;
    match ctx.db.write(async |tx| work(tx, &page).await).await {
        Ok(slug) => {
            let to = address(wiki.group_id(), slug.as_deref().unwrap_or(&page.slug));
            Ok(notice::then(&to, super::told(&wiki, told)))
        }
        Err(error) => {
            let refused = Refused::new(shell.t, error, &LABELS)?;
            let view = View::new(ctx, shell, member, &wiki, &page, filled(typed, &page)).await?;
            refused.show(|errors| View { errors, ..view }.render())
        }
    }
}

/// Each form of the page sends its own fields alone.
fn filled(typed: Typed, page: &Page) -> Typed {
    let now = Typed::of(page);
    let or = |typed: String, now: String| if typed.is_empty() { now } else { typed };
    Typed {
        title: or(typed.title, now.title),
        parent: or(typed.parent, now.parent),
        direction: String::new(),
        rights: or(typed.rights, now.rights),
        owner: or(typed.owner, now.owner),
        months: or(typed.months, now.months),
        template: String::new(),
    }
}

type At = Path<(String, String)>;

async fn rename(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(at): At,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let title = typed.title.clone();
    let work = async |tx: &mut Tx, page: &Page| {
        wiki::rename(tx, &member.principal, page.id, &title, None).await.map(Some)
    };
    change(&ctx, shell, &member, at, typed, "wiki-notice-renamed", work).await
}

async fn move_to(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(at): At,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let parent = typed.parent.clone();
    let work = async |tx: &mut Tx, page: &Page| {
        let parent = match parent.as_str() {
            "" => None,
            id => Some(id.parse().map_err(|_| Error::invalid("parent", "error-page-parent"))?),
        };
        wiki::move_to(tx, &member.principal, page.id, parent).await.map(|()| None)
    };
    change(&ctx, shell, &member, at, typed, "wiki-notice-moved", work).await
}

async fn shift(
    State(ctx): State<Ctx>,
    member: Member,
    Path((id, slug)): At,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let direction = match typed.direction.as_str() {
        "up" => Direction::Up,
        "down" => Direction::Down,
        _ => return Err(Error::invalid("direction", "error-choice").into()),
    };
    let (wiki, page) = find(&ctx, &member.principal, &id, &slug).await?;
    ctx.db.write(async |tx| wiki::shift(tx, &member.principal, page.id, direction).await).await?;
    let back = format!("{}/arrange#order", address(wiki.group_id(), &page.slug));
    Ok(notice::then(&back, super::told(&wiki, "wiki-notice-moved")))
}

async fn set_rights(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(at): At,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let rights = Rights::parse(&typed.rights);
    let work = async |tx: &mut Tx, page: &Page| {
        let rights = rights.ok_or(Error::invalid("rights", "error-choice"))?;
        wiki::set_rights(tx, &member.principal, page.id, rights).await.map(|()| None)
    };
    change(&ctx, shell, &member, at, typed, "wiki-notice-rights", work).await
}

async fn set_upkeep(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(at): At,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let asked = typed.clone();
    let work = async |tx: &mut Tx, page: &Page| {
        let owner_id = match asked.owner.as_str() {
            "none" | "" => None,
            id => Some(id.parse().map_err(|_| Error::invalid("owner", "error-page-owner"))?),
        };
        let review_at = match asked.months.as_str() {
            "keep" => page.review_at,
            months => upkeep::review_in(tx.now(), months_of(months)?),
        };
        upkeep::set(tx, &member.principal, page.id, Upkeep { owner_id, review_at }).await.map(|()| None)
    };
    change(&ctx, shell, &member, at, typed, "wiki-notice-upkeep", work).await
}

fn months_of(typed: &str) -> domain::Result<u32> {
    let months = typed.parse().ok().filter(|months| *months == 0 || upkeep::MONTHS.contains(months));
    months.ok_or(Error::invalid("months", "error-choice"))
}

async fn set_template(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(at): At,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let is_one = typed.template == "yes";
    let work = async |tx: &mut Tx, page: &Page| {
        templates::set(tx, &member.principal, page.id, is_one).await.map(|()| None)
    };
    change(&ctx, shell, &member, at, typed, "wiki-notice-template", work).await
}

/// "It is still true": the banner goes until half a year from now.
async fn confirm(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(at): At,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let asked = typed.months.clone();
    let work = async |tx: &mut Tx, page: &Page| {
        upkeep::confirm(tx, &member.principal, page.id, months_of(&asked)?).await.map(|()| None)
    };
    change(&ctx, shell, &member, at, typed, "wiki-notice-confirmed", work).await
}
