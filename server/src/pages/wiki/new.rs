//! `/groups/{id}/wiki/new`: making a page; and how a page will look while somebody writes it.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::wiki::{self, Made, NewPage, Rights, Wiki, links, remarks, templates};
use domain::{Error, GroupId, PageId};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::typed::{LABELS, Typed, new_patch};
use super::{Frame, address, enter, path, show, tree};
use crate::error::Result;
use crate::extract::Member;
use crate::notice;
use crate::pages::files::list;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/wiki/new" Member => show;
        POST "/groups/{id}/wiki/new" Member body 4_000_000 => create;
        POST "/groups/{id}/wiki/preview" Member body 4_000_000 => preview;
    }
}

/// The form for a page of this title.
pub fn path_for(group: GroupId, title: &str) -> String {
    path_with(group, &domain::text::percent_encoded(title))
}

/// The same of a title that is written for an address already.
pub fn path_with(group: GroupId, title: &str) -> String {
    format!("{}/new?title={title}", path(group))
}

#[derive(Template)]
#[template(path = "wiki/new.html")]
struct View {
    shell: Shell,
    frame: Frame,
    errors: FormErrors,
    typed: Typed,
    parents: Vec<(String, String)>,
    draft: String,
    /// Templates, with where the form begins with one.
    templates: Vec<(String, String)>,
    /// A page that is yet to be made elsewhere has nothing that files could stand beside.
    takes_files: bool,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    title: String,
    under: String,
    /// The template to begin with.
    template: String,
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let wiki = enter(&ctx, &member.principal, &id).await?;
    wiki.place.clone().require_post()?;
    let patch = new_patch(ctx.clock.now());
    let body = template_text(&ctx, &wiki, &asked.template).await?;
    let typed = Typed { title: asked.title, parent: asked.under, body, patch, ..Typed::default() };
    Ok(Html(View::new(&ctx, shell, &wiki, typed).await?.render()?))
}

/// The text to begin with; empty without a template, or with one that is none any more.
async fn template_text(ctx: &Ctx, wiki: &Wiki, id: &str) -> Result<String> {
    let Ok(id) = id.parse() else { return Ok(String::new()) };
    let page = wiki::drafts::page_of(&ctx.db, wiki, id).await?;
    if !page.is_template || page.deleted_at.is_some() {
        return Ok(String::new());
    }
    Ok(wiki::source_of(&ctx.db, &page.head).await?.unwrap_or_default())
}

impl View {
    async fn new(ctx: &Ctx, shell: Shell, wiki: &Wiki, typed: Typed) -> Result<Self> {
        let all = wiki::list_all(&ctx.db, wiki).await?;
        let templates = templates::list(&ctx.db, wiki).await?.into_iter();
        Ok(Self {
            templates: templates.map(|one| begins_with(wiki, &typed, one)).collect(),
            frame: Frame::new(wiki),
            errors: FormErrors::default(),
            typed,
            takes_files: wiki.is_here(),
            parents: tree::choices(shell.t, &all, None),
            draft: format!("wiki:new:{}", wiki.group_id()),
            shell,
        })
    }
}

/// Its title, and the form that begins with it; a title that was typed already stays.
fn begins_with(wiki: &Wiki, typed: &Typed, template: templates::Template) -> (String, String) {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("template", &template.id.to_string())
        .append_pair("title", &typed.title)
        .append_pair("under", &typed.parent)
        .finish();
    (template.title, format!("{}/new?{query}", path(wiki.group_id())))
}

async fn create(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let wiki = enter(&ctx, &member.principal, &id).await?;
    let group = wiki.group_id();
    let files = list::ids_of(&typed.files);
    let done = async {
        let new = NewPage {
            title: typed.title.clone(),
            parent_id: typed.parent_id()?,
            source: typed.body.clone(),
            summary: String::new(),
            patch: typed.patch(),
            origin: None,
        };
        let me = &member.principal;
        ctx.db
            .write(async |tx| {
                let made = wiki::create(tx, me, group, new.clone()).await?;
                if let Made::Here(id) = made {
                    remarks::attach(tx, me, id, &files, &new.source).await?;
                }
                Ok(made)
            })
            .await
    };
    match done.await {
        Ok(Made::Here(id)) => Ok(notice::then(&address_of(&ctx, &wiki, id).await?, "wiki-notice-created")),
        Ok(Made::Sent) => Ok(notice::then(&path(group), "wiki-notice-sent")),
        Err(error) => {
            let refused = Refused::new(shell.t, error, &LABELS)?;
            let view = View::new(&ctx, shell, &wiki, typed).await?;
            refused.show(|errors| View { errors, ..view }.render())
        }
    }
}

/// Where a page of this wiki is now.
pub async fn address_of(ctx: &Ctx, wiki: &Wiki, id: PageId) -> Result<String> {
    let page = wiki::drafts::page_of(&ctx.db, wiki, id).await?;
    Ok(address(wiki.group_id(), &page.slug))
}

#[derive(Deserialize)]
struct Written {
    #[serde(default)]
    text: String,
}

#[derive(Template)]
#[template(path = "editor/preview.html")]
struct Preview {
    t: crate::i18n::Texts,
    html: String,
    advice: Vec<String>,
}

/// As the page will look, missing pages included.
async fn preview(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Form(written): Form<Written>,
) -> Result<Html<String>> {
    let wiki = enter(&ctx, &member.principal, &id).await?;
    let (group, t) = (wiki.group_id(), shell.t);
    let read = move || (links::written(group, &written.text), domain::markup::bad_practice(&written.text));
    // A long text takes longer than others who wait for an answer should notice.
    let (made, advice) = tokio::task::spawn_blocking(read)
        .await
        .map_err(|broken| Error::internal(format!("reading a text broke off: {broken}")))?;
    let found: HashMap<String, String> = links::list_found_of(&ctx.db, &wiki, &made.titles).await?;
    let html = show::settled(group, &made.html, &found, t, wiki.may_write(Rights::Members));
    let advice = advice.iter().map(|advice| crate::pages::editor::sentence(t, advice)).collect();
    Ok(Html(Preview { t, html, advice }.render()?))
}
