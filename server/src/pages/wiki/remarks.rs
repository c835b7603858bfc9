//! `…/remarks`: what people say about a page, below it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use axum_extra::extract::Form;
use domain::Principal;
use domain::items::Item;
use domain::people::faces;
use domain::wiki::{Page, remarks};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::{address, find, show, told};
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::{Moment, Texts};
use crate::notice;
use crate::pages::face::FaceView;
use crate::pages::files::list;
use crate::pages::form::Refused;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        POST "/groups/{id}/wiki/{slug}/remarks" Member body 400_000 => add;
    }
}

const LABELS: [(&str, &str); 1] = [("body", "wiki-remark")];

/// A remark as the page shows it.
pub(super) struct Remark {
    pub id: String,
    pub href: String,
    pub face: FaceView,
    pub when: Moment,
    pub language: String,
    pub html: String,
    pub comments: i64,
    pub files: Vec<list::Row>,
}

pub(super) async fn load(ctx: &Ctx, t: Texts, principal: &Principal, page: &Page) -> Result<Vec<Remark>> {
    let found = remarks::list(&ctx.db, principal, page).await?;
    let faces = faces(&ctx.db, principal, found.iter().map(|item| item.author_id)).await?;
    let mut files = list::load(ctx, t, &found).await?;
    let now = ctx.clock.now();
    let mut remark = |item: Item| Remark {
        files: files.remove(&item.id).unwrap_or_default(),
        id: item.id.to_string(),
        href: format!("/items/{}", item.id),
        face: FaceView::of(t, &faces, item.author_id),
        when: t.moment(item.published_at.unwrap_or(item.created_at), now),
        language: item.language,
        html: item.html,
        comments: item.comment_count,
    };
    Ok(found.into_iter().filter(|item| item.hidden_at.is_none()).map(&mut remark).collect())
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Typed {
    body: String,
    /// Ids of files beside it.
    files: Vec<String>,
}

async fn add(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path((id, slug)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let me = &member.principal;
    let (wiki, page) = find(&ctx, me, &id, &slug).await?;
    let files = list::ids_of(&typed.files);
    match ctx.db.write(async |tx| remarks::add(tx, me, page.id, &typed.body, &files).await).await {
        Ok(_) => {
            let to = format!("{}#remarks", address(wiki.group_id(), &page.slug));
            Ok(notice::then(&to, told(&wiki, "wiki-notice-remarked")))
        }
        Err(error) => {
            let refused = Refused::new(shell.t, error, &LABELS)?;
            let kept = list::of_form(&ctx, shell.t, me, &files).await?;
            let view = show::view(&ctx, shell, me, wiki, page).await?;
            refused.show(|errors| view.refused(typed.body, kept, errors).render())
        }
    }
}
