//! `/settings/feeds`: the private address for a feed reader. A new one is shown once, on the answer to its form.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use domain::accounts::feeds;
use federation::route::Route;
use federation::routes;

use crate::error::Result;
use crate::extract::Member;
use crate::i18n::Moment;
use crate::notice;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/settings/feeds" Member => show;
        POST "/settings/feeds" Member body 4_000 => create;
        POST "/settings/feeds/end" Member body 4_000 => end;
    }
}

#[derive(Template)]
#[template(path = "settings/feeds.html")]
struct View {
    shell: Shell,
    since: Option<Moment>,
    /// The address just made.
    fresh: Option<String>,
}

async fn view(ctx: &Ctx, member: &Member, shell: Shell, fresh: Option<String>) -> Result<String> {
    let since = feeds::since(&ctx.db, &member.principal).await?;
    let since = since.map(|at| shell.t.moment(at, ctx.clock.now()));
    Ok(View { shell, since, fresh }.render()?)
}

async fn show(State(ctx): State<Ctx>, member: Member, shell: Shell) -> Result<Html<String>> {
    Ok(Html(view(&ctx, &member, shell, None).await?))
}

async fn create(State(ctx): State<Ctx>, member: Member, shell: Shell) -> Result<Response> {
    let secret = ctx.db.write(async |tx| feeds::create(tx, &member.principal).await).await?;
    let address = format!("{}/feeds/{}", ctx.config.origin(), secret.expose());
    let page = view(&ctx, &member, shell, Some(address)).await?;
    // Not even this browser keeps it.
    Ok(([(header::CACHE_CONTROL, "no-store")], Html(page)).into_response())
}

async fn end(State(ctx): State<Ctx>, member: Member) -> Result<Response> {
    ctx.db.write(async |tx| feeds::end(tx, &member.principal).await).await?;
    Ok(notice::then("/settings/feeds", "settings-notice-feed-ended"))
}
