//! `/profile/known`: by what of one's own one is known in the search for people, and what of it one leaves out.

use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{Html, Response};
use domain::Error;
use domain::people::evidence::{self, Cursor, Deed};
use federation::route::Route;
use federation::routes;
use search::published::What;
use search::published::own::Own;
use serde::Deserialize;
use uuid::Uuid;

use super::found::Found;
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::{Moment, Texts};
use crate::notice;
use crate::pages::search::row;
use crate::pages::shell::Shell;
use crate::state::Ctx;

const ROWS: i64 = 20;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/profile/known" Member => show;
        POST "/profile/known" Member body 4_000 => choose;
    }
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    after: String,
}

#[derive(Template)]
#[template(path = "profile/known.html")]
struct View {
    shell: Shell,
    rows: Vec<Row>,
    /// Where this page began, to come back to.
    after: String,
    is_first: bool,
    next: Option<String>,
    /// On the first page, for whoever can be found.
    found: Option<Found>,
}

struct Row {
    kind: &'static str,
    id: Uuid,
    icon: &'static str,
    sort: String,
    /// What it is about and where it stands, as far as one may see that.
    about: Option<(String, String)>,
    words: String,
    /// Whether the words stand in the line above already: of a post without a title they are its name.
    is_said: bool,
    when: Moment,
    is_excluded: bool,
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let after = Cursor::parse(&asked.after);
    let found = ctx.published.own(&member.principal, after, ROWS).await?;
    let now = ctx.clock.now();
    let times = if after.is_none() { Found::load(&ctx, shell.t, &member).await? } else { None };
    let view = View {
        found: times,
        rows: found.rows.iter().map(|own| Row::new(shell.t, own, now)).collect(),
        after: after.map(|after| after.to_string()).unwrap_or_default(),
        is_first: after.is_none(),
        next: found.next.map(|next| address(&next.to_string())),
        shell,
    };
    Ok(Html(view.render()?))
}

impl Row {
    fn new(t: Texts, own: &Own, now: domain::Timestamp) -> Self {
        let is_said = matches!(&own.what, Some(What::Item(item)) if item.title.is_empty());
        Self {
            kind: own.deed.kind(),
            id: own.deed.id(),
            icon: row::icon(own.sort),
            sort: t.get(row::word(own.sort)),
            about: own.what.as_ref().map(|what| (row::name(what), row::href(what))),
            is_said,
            words: own.words.clone(),
            when: t.moment(own.at, now),
            is_excluded: own.is_excluded,
        }
    }
}

#[derive(Deserialize)]
struct Choice {
    kind: String,
    id: Uuid,
    #[serde(default)]
    counts: bool,
    #[serde(default)]
    after: String,
}

async fn choose(State(ctx): State<Ctx>, member: Member, Form(choice): Form<Choice>) -> Result<Response> {
    let deed = Deed::new(&choice.kind, choice.id).ok_or(Error::NotFound)?;
    let principal = &member.principal;
    ctx.db
        .write(async |tx| match choice.counts {
            true => evidence::include(tx, principal, deed).await,
            false => evidence::exclude(tx, principal, deed).await,
        })
        .await?;
    let said = if choice.counts { "profile-notice-known-again" } else { "profile-notice-known-left-out" };
    let back = Cursor::parse(&choice.after).map_or_else(|| address(""), |after| address(&after.to_string()));
    Ok(notice::then(&back, said))
}

fn address(after: &str) -> String {
    if after.is_empty() { "/profile/known".to_owned() } else { format!("/profile/known?after={after}") }
}
