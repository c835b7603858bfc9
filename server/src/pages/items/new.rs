//! `/groups/{id}/new`: writing something in a network. First which kind, then the form.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::groups::{self, Group};
use domain::items::kinds::file;
use domain::items::{self, Kind};
use domain::{FileId, GroupId, Principal};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::kinds;
use super::row::GroupLink;
use super::typed::{AudienceChoice, LABELS, Typed, audiences};
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::Texts;
use crate::notice;
use crate::pages::files::list;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::id_of;
use crate::pages::shell::Shell;
use crate::pages::words;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/new" Member => show;
        POST "/groups/{id}/new" Member body 600_000 => publish;
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    kind: String,
    folder: String,
}

#[derive(Template)]
#[template(path = "items/choose.html")]
struct Choose {
    shell: Shell,
    group: GroupLink,
    /// Icon, name, when to choose it, where the form is.
    choices: Vec<(&'static str, String, String, String)>,
}

#[derive(Template)]
#[template(path = "items/new.html")]
struct View {
    shell: Shell,
    group: GroupLink,
    errors: FormErrors,
    typed: Typed,
    form: FormWords,
}

/// What the form says and offers beside what was typed; shared with the page that edits.
pub(super) struct FormWords {
    pub kind: Kind,
    pub audiences: Vec<AudienceChoice>,
    pub languages: Vec<(String, String)>,
    /// A poll that people voted in keeps its options.
    pub has_votes: bool,
    /// It is out already: there is nothing to plan.
    pub is_out: bool,
    /// The files it has.
    pub files: Vec<list::Row>,
    /// The folders of the network, to choose one by typing.
    pub folders: Vec<String>,
    /// Under which name the browser keeps what was typed.
    pub draft: String,
}

impl FormWords {
    pub fn new(t: Texts, kind: Kind, group: Option<&Group>) -> Self {
        Self {
            kind,
            audiences: audiences(t, group),
            languages: ["nl", "en"].map(|code| (code.to_owned(), words::language(t, code))).into(),
            has_votes: false,
            is_out: false,
            files: Vec::new(),
            folders: Vec::new(),
            draft: group.map(|group| format!("item:new:{}:{}", group.id, kind.as_str())).unwrap_or_default(),
        }
    }

    /// With the files that were added before the form came back.
    pub async fn with_files(self, ctx: &Ctx, t: Texts, me: &Principal, ids: &[FileId]) -> Result<Self> {
        Ok(Self { files: list::of_form(ctx, t, me, ids).await?, ..self })
    }

    /// With the folders that are there, where it lies in one.
    pub async fn with_folders(self, ctx: &Ctx, me: &Principal, group: Option<&Group>) -> Result<Self> {
        let Some(group) = group.filter(|_| self.is_file()) else { return Ok(self) };
        let found = file::list_folders(&ctx.db, me, group.id).await?;
        Ok(Self { folders: found.into_iter().map(|folder| folder.path).collect(), ..self })
    }

    pub fn body_label(&self, t: &Texts) -> String {
        match self.kind {
            Kind::Status => t.get("items-body-status"),
            Kind::Question | Kind::File => t.get("items-body-question"),
            _ => t.get("items-body"),
        }
    }

    pub fn title_label(&self, t: &Texts) -> String {
        match self.kind {
            Kind::Question | Kind::Poll => t.get("items-title-question"),
            _ => t.get("items-title"),
        }
    }

    /// What an empty title means.
    pub fn title_hint(&self, t: &Texts) -> String {
        if self.is_file() { t.get("files-title-hint") } else { String::new() }
    }

    /// The heading above the form.
    pub fn heading(&self, t: &Texts) -> String {
        t.get(kinds::title(self.kind))
    }

    pub fn is_poll(&self) -> bool {
        self.kind == Kind::Poll
    }

    pub fn is_file(&self) -> bool {
        self.kind == Kind::File
    }
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let place = groups::enter(&ctx.db, &member.principal, id_of::<GroupId>(&id)?).await?;
    let group = place.require_post()?;
    let (t, link) = (shell.t, GroupLink::new(&group));
    let Some(kind) = Kind::parse(&asked.kind) else {
        let choices = Kind::chosen().map(|kind| choice(t, &link, kind)).collect();
        return Ok(Html(Choose { shell, group: link, choices }.render()?));
    };
    let typed = Typed { folder: asked.folder, ..Typed::blank(t, kind, &group) };
    let form =
        FormWords::new(t, kind, Some(&group)).with_folders(&ctx, &member.principal, Some(&group)).await?;
    Ok(Html(View { shell, group: link, errors: FormErrors::default(), typed, form }.render()?))
}

fn choice(t: Texts, group: &GroupLink, kind: Kind) -> (&'static str, String, String, String) {
    let href = format!("{}/new?kind={}", group.href, kind.as_str());
    (kinds::icon(kind), t.get(kinds::title(kind)), t.get(kinds::purpose(kind)), href)
}

async fn publish(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let me = &member.principal;
    let group = groups::enter(&ctx.db, me, id_of::<GroupId>(&id)?).await?.group;
    let done = async {
        let new = typed.to_new(&ctx.db, &group).await?;
        ctx.db.write(async |tx| items::publish(tx, me, new.clone()).await).await
    };
    match done.await {
        Ok(id) => Ok(notice::then(&format!("/items/{id}"), said(&typed, &group))),
        Err(error) => {
            let form = FormWords::new(shell.t, typed.kind(), Some(&group));
            let form = form.with_files(&ctx, shell.t, me, &typed.file_ids()).await?;
            let form = form.with_folders(&ctx, me, Some(&group)).await?;
            let group = GroupLink::new(&group);
            Refused::new(shell.t, error, &LABELS)?
                .show(|errors| View { shell, group, errors, typed, form }.render())
        }
    }
}

/// What became of it.
pub(super) fn said(typed: &Typed, group: &Group) -> &'static str {
    match typed.act.as_str() {
        "draft" => "items-notice-draft",
        "plan" => "items-notice-planned",
        _ if !group.is_local => "items-notice-on-its-way",
        _ => "items-notice-published",
    }
}
