//! `/items/{id}/edit`: changing what one wrote. Whose window is late sees both texts, and loses none.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::groups::{self, Group};
use domain::items::{self, Detail, Item};
use domain::{Error, ItemId, Principal};
use federation::route::Route;
use federation::routes;

use super::new::{FormWords, said};
use super::typed::{LABELS, Typed};
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::Texts;
use crate::notice;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::id_of;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/items/{id}/edit" Member => show;
        POST "/items/{id}/edit" Member body 600_000 => save;
    }
}

#[derive(Template)]
#[template(path = "items/edit.html")]
struct View {
    shell: Shell,
    path: String,
    errors: FormErrors,
    typed: Typed,
    form: FormWords,
    /// The text that stands there since another window saved it.
    meanwhile: Option<Typed>,
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    let item = own(&ctx, &member.principal, id_of(&id)?).await?;
    let group = group_of(&ctx, &member.principal, &item).await?;
    let (typed, form) = (Typed::of(shell.t, &item), words(shell.t, &item, group.as_ref()));
    let form = form.with_files(&ctx, shell.t, &member.principal, &files_of(&ctx, &item).await?).await?;
    let form = form.with_folders(&ctx, &member.principal, group.as_ref()).await?;
    let view = View { path: path(&item), shell, errors: FormErrors::default(), typed, form, meanwhile: None };
    Ok(Html(view.render()?))
}

fn path(item: &Item) -> String {
    format!("/items/{}", item.id)
}

/// Nobody but its author changes it.
async fn own(ctx: &Ctx, principal: &Principal, id: ItemId) -> Result<Item> {
    let item = items::find(&ctx.db, principal, id).await?;
    if principal.acting_person() != Some(item.author_id) {
        return Err(Error::Forbidden("error-not-the-author").into());
    }
    Ok(item)
}

async fn group_of(ctx: &Ctx, principal: &Principal, item: &Item) -> Result<Option<Group>> {
    match item.group_id {
        Some(id) => Ok(Some(groups::enter(&ctx.db, principal, id).await?.require_post()?)),
        None => Ok(None),
    }
}

fn words(t: Texts, item: &Item, group: Option<&Group>) -> FormWords {
    let has_votes = matches!(&item.detail, Detail::Poll(poll) if poll.voters > 0);
    let draft = format!("item:{}", item.id);
    FormWords { has_votes, is_out: !item.is_draft(), draft, ..FormWords::new(t, item.kind, group) }
}

async fn files_of(ctx: &Ctx, item: &Item) -> Result<Vec<domain::FileId>> {
    let files = domain::files::list_of_items(&ctx.db, &[item.id]).await?;
    Ok(files.into_iter().map(|file| file.id).collect())
}

async fn save(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let me = &member.principal;
    let item = own(&ctx, me, id_of(&id)?).await?;
    let group = group_of(&ctx, me, &item).await?;
    let done = async {
        let edit = typed.to_edit(&ctx.db, &item).await?;
        ctx.db.write(async |tx| items::edit(tx, me, item.id, edit.clone()).await).await
    };
    match done.await {
        Ok(()) => Ok(notice::then(&path(&item), told(&item, &typed, group.as_ref()))),
        Err(error) => {
            let is_late = matches!(error, Error::Conflict("error-edited-meanwhile"));
            let refused = Refused::new(shell.t, error, &LABELS)?;
            let form = words(shell.t, &item, group.as_ref());
            let form = form.with_files(&ctx, shell.t, me, &typed.file_ids()).await?;
            let form = form.with_folders(&ctx, me, group.as_ref()).await?;
            let view = View::refused(&ctx, shell, me, item, typed, form, is_late).await?;
            refused.show(|errors| View { errors, ..view }.render())
        }
    }
}

fn told(item: &Item, typed: &Typed, group: Option<&Group>) -> &'static str {
    match group {
        Some(group) if item.is_draft() && typed.act != "save" => said(typed, group),
        _ => "items-notice-saved",
    }
}

impl View {
    /// Saving again after a conflict is meant: the form takes the version that stands now.
    async fn refused(
        ctx: &Ctx,
        shell: Shell,
        me: &Principal,
        item: Item,
        mut typed: Typed,
        form: FormWords,
        is_late: bool,
    ) -> Result<Self> {
        let path = path(&item);
        let meanwhile = match is_late {
            true => Some(Typed::of(shell.t, &items::find(&ctx.db, me, item.id).await?)),
            false => None,
        };
        if let Some(meanwhile) = &meanwhile {
            typed.version.clone_from(&meanwhile.version);
        }
        Ok(Self { shell, path, errors: FormErrors::default(), typed, form, meanwhile })
    }
}
