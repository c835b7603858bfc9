//! `/groups/{id}/about`: introduction, rules, who looks after it, who sees what.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Html;
use domain::groups::{self, Asked, Place, Role, members};
use domain::people::faces;
use domain::{GroupId, Principal, markup, outside};
use federation::route::Route;
use federation::routes;

use super::head::{Head, Tab};
use super::words;
use crate::error::Result;
use crate::extract::Visitor;
use crate::i18n::Texts;
use crate::pages::face::FaceView;
use crate::pages::id_of;
use crate::pages::shell::Shell;
use crate::state::Ctx;

/// People who look after it, shown here; all stand among the members.
const LEADERS: i64 = 12;
/// Parts shown.
const PARTS: i64 = 50;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/about" Anyone => show;
    }
}

#[derive(Template)]
#[template(path = "groups/about.html")]
struct View {
    shell: Shell,
    head: Head,
    introduction: String,
    rules: String,
    leaders: Vec<(FaceView, String)>,
    listed: String,
    content: String,
    /// How it is written on the fediverse, while it can be followed from there.
    address: Option<String>,
    parent: Option<(String, String)>,
    parts_of_it: Vec<(String, String)>,
}

async fn show(
    State(ctx): State<Ctx>,
    shell: Shell,
    Visitor(principal): Visitor,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    let place = groups::enter(&ctx.db, &principal, id_of::<GroupId>(&id)?).await?;
    let t = shell.t;
    let group = &place.group;
    let asked = Asked { parent: Some(group.id), limit: PARTS, ..Asked::default() };
    let below = groups::list(&ctx.db, &principal, &asked).await?;
    let above = groups::list_by_id(&ctx.db, &principal, group.parent_id.as_slice()).await?;
    let link = |group: &groups::Group| (group.words.name.clone(), format!("/groups/{}", group.id));
    let view = View {
        head: Head::new(t, &place, Tab::About).for_stranger(principal.member().is_none()),
        introduction: markup::to_html(&group.words.introduction),
        rules: markup::to_html(&group.words.rules),
        leaders: leaders(&ctx, t, &principal, &place).await?,
        listed: t.get(words::listed(group.rules.listed)),
        content: t.get(words::content(group.rules.content)),
        address: fediverse_address(&ctx, group).await?,
        parent: above.first().map(link),
        parts_of_it: below.iter().map(link).collect(),
        shell,
    };
    Ok(Html(view.render()?))
}

async fn fediverse_address(ctx: &Ctx, group: &groups::Group) -> Result<Option<String>> {
    let is_open = group.is_public() && outside::opening(&ctx.db).await?.is_open;
    Ok(is_open.then(|| format!("@{}@{}", group.handle, group.host)))
}

/// Owners and moderators stand first among the members.
async fn leaders(
    ctx: &Ctx,
    t: Texts,
    principal: &Principal,
    place: &Place,
) -> Result<Vec<(FaceView, String)>> {
    if !place.sees_members() {
        return Ok(Vec::new());
    }
    let rows = members::list(&ctx.db, principal, place.group.id, None, LEADERS).await?;
    let rows: Vec<_> = rows.into_iter().filter(|row| row.role != Role::Member).collect();
    let faces = faces(&ctx.db, principal, rows.iter().map(|row| row.person_id)).await?;
    Ok(rows
        .iter()
        .map(|row| (FaceView::of(t, &faces, row.person_id), t.get(words::role(row.role))))
        .collect())
}
