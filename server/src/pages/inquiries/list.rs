//! `/inquiries`: what colleagues asked of one, what one asked of them, and from whom one wants no more.

use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::response::{Html, Response};
use domain::PersonId;
use domain::inquiries::{self, Inquiry, Side};
use domain::people::faces;
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::show::title;
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::{Moment, Texts};
use crate::notice;
use crate::pages::face::FaceView;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/inquiries" Member => list;
        POST "/inquiries/allow" Member body 1_000 => allow;
    }
}

#[derive(Template)]
#[template(path = "inquiries/list.html")]
struct View {
    shell: Shell,
    to_me: Vec<Row>,
    by_me: Vec<Row>,
    refused: Vec<FaceView>,
    /// Days after the last word that what is over stays.
    kept_days: u64,
}

struct Row {
    href: String,
    title: String,
    other: FaceView,
    when: Moment,
    /// How far it is, in words.
    state: String,
}

fn state(t: Texts, inquiry: &Inquiry) -> String {
    let key = match inquiry {
        one if one.is_kept_away => "inquiries-not-now",
        one if one.is_open() && one.answer.is_none() => "inquiries-open",
        one if one.is_open() => "inquiries-answered",
        one if one.is_lapsed() => "inquiries-lapsed",
        _ => "inquiries-closed",
    };
    t.get(key)
}

async fn list(State(ctx): State<Ctx>, member: Member, shell: Shell) -> Result<Html<String>> {
    let (t, me, now) = (shell.t, &member.principal, ctx.clock.now());
    let found = inquiries::list(&ctx.db, me).await?;
    let refused = inquiries::list_refused(&ctx.db, me).await?;
    let side = |one: &Inquiry| one.side_of(member.person_id).unwrap_or(Side::Asker);
    let others = found.iter().map(|one| one.person(side(one).other()));
    let faces = faces(&ctx.db, me, others.chain(refused.iter().copied())).await?;
    let row = |one: &Inquiry| Row {
        href: format!("/inquiries/{}", one.id),
        title: title(t, one),
        other: FaceView::of(t, &faces, one.person(side(one).other())),
        when: t.moment(one.said_at, now),
        state: state(t, one),
    };
    let (by_me, to_me): (Vec<_>, Vec<_>) = found.iter().partition(|one| side(one) == Side::Asker);
    let view = View {
        to_me: to_me.into_iter().map(row).collect(),
        by_me: by_me.into_iter().map(row).collect(),
        refused: refused.iter().map(|id| FaceView::of(t, &faces, *id)).collect(),
        kept_days: inquiries::kept::find(&ctx.db).await?.days,
        shell,
    };
    Ok(Html(view.render()?))
}

#[derive(Deserialize)]
struct Whom {
    person: PersonId,
}

async fn allow(State(ctx): State<Ctx>, member: Member, Form(whom): Form<Whom>) -> Result<Response> {
    ctx.db.write(async |tx| inquiries::allow(tx, &member.principal, whom.person).await).await?;
    Ok(notice::then("/inquiries", "inquiries-notice-allowed"))
}
