//! `/inquiries/{id}`: one question between two colleagues, for the two of them.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::InquiryId;
use domain::inquiries::{self, Addition, Inquiry, Publication, Side, TEXT_CHARS_MAX};
use domain::people::faces;
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::publish::{networks, published, state};
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::{Moment, Texts};
use crate::notice;
use crate::pages::face::FaceView;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::id_of;
use crate::pages::shell::Shell;
use crate::state::Ctx;

const LABELS: [(&str, &str); 1] = [("text", "inquiries-answer-field")];
const ADD_LABELS: [(&str, &str); 1] = [("text", "inquiries-add-field")];

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/inquiries/{id}" Member => show;
        POST "/inquiries/{id}/answer" Member body 60_000 => answer;
        POST "/inquiries/{id}/additions" Member body 60_000 => add;
        POST "/inquiries/{id}/close" Member body 2_000 => close;
        POST "/inquiries/{id}/refuse" Member body 2_000 => refuse;
    }
}

#[derive(Template)]
#[template(path = "inquiries/show.html")]
struct View {
    shell: Shell,
    errors: FormErrors,
    path: String,
    is_asker: bool,
    other: FaceView,
    inquiry: Inquiry,
    title: String,
    asked: Moment,
    answered: Option<Moment>,
    /// What was said after the answer.
    additions: Vec<Line>,
    /// How it ended, in words.
    end: Option<String>,
    typed: String,
    text_max: usize,
    /// Days after the last word that it stays.
    kept_days: u64,
    may_answer: bool,
    may_add: bool,
    /// How it is with becoming public, in words.
    state: Option<String>,
    is_to_decide: bool,
    may_propose: bool,
    /// The networks in which the asker may put it now.
    networks: Vec<(String, String)>,
    /// Both agreed: the asker may put it there.
    may_publish: bool,
    /// Where it stands now, for whoever may see that.
    published: Option<String>,
}

/// Something that one of the two said.
struct Line {
    who: String,
    when: Moment,
    text: String,
}

impl View {
    fn is_public(&self) -> bool {
        self.inquiry.publication == Some(Publication::Published)
    }

    async fn new(ctx: &Ctx, member: &Member, shell: Shell, id: InquiryId, typed: String) -> Result<Self> {
        let (t, me, now) = (shell.t, &member.principal, ctx.clock.now());
        let (inquiry, side) = inquiries::find(&ctx.db, me, id).await?;
        let other = inquiry.person(side.other());
        let other = FaceView::of(t, &faces(&ctx.db, me, [other]).await?, other);
        let is_asker = side == Side::Asker;
        let view = Self {
            errors: FormErrors::default(),
            path: format!("/inquiries/{id}"),
            title: title(t, &inquiry),
            asked: t.moment(inquiry.created_at, now),
            additions: lines(ctx, t, &inquiry, side, &other.name).await?,
            end: end(t, &inquiry, side, &other.name),
            kept_days: inquiries::kept::find(&ctx.db).await?.days,
            may_answer: inquiry.may_answer(side),
            may_add: inquiry.may_add(),
            answered: inquiry.answered_at.map(|at| t.moment(at, now)),
            state: state(t, &inquiry, side, &other.name),
            is_to_decide: inquiry.is_to_decide(side),
            may_propose: inquiry.may_propose(),
            networks: networks(ctx, member, &inquiry, side).await?,
            may_publish: is_asker && inquiry.publication == Some(Publication::Agreed),
            published: published(ctx, member, &inquiry).await?,
            text_max: TEXT_CHARS_MAX,
            is_asker,
            other,
            inquiry,
            typed,
            shell,
        };
        Ok(view)
    }
}

/// What it is about; whoever asked may have taken that back.
pub(super) fn title(t: Texts, inquiry: &Inquiry) -> String {
    match inquiry.title.as_str() {
        "" => t.get("inquiries-taken-back-title"),
        title => title.to_owned(),
    }
}

async fn lines(ctx: &Ctx, t: Texts, inquiry: &Inquiry, side: Side, other: &str) -> Result<Vec<Line>> {
    let line = |one: Addition| Line {
        who: if one.side == side { t.get("inquiries-you") } else { other.to_owned() },
        when: t.moment(one.said_at, ctx.clock.now()),
        text: one.text,
    };
    Ok(inquiries::list_additions(&ctx.db, inquiry.id).await?.into_iter().map(line).collect())
}

fn end(t: Texts, inquiry: &Inquiry, side: Side, other: &str) -> Option<String> {
    if inquiry.is_kept_away {
        return Some(t.with("inquiries-end-not-now", [("name", other)]));
    }
    if inquiry.taken_back_by.is_some() {
        return Some(t.get("inquiries-end-taken-back"));
    }
    inquiry.closed_at?;
    Some(match inquiry.closed_by {
        _ if inquiry.is_lapsed() => t.get("inquiries-end-lapsed"),
        None => t.get("inquiries-end-silent"),
        Some(by) if by == side => t.get("inquiries-end-by-you"),
        Some(_) => t.with("inquiries-end-by-other", [("name", other)]),
    })
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    let id = id_of(&id)?;
    let view = View::new(&ctx, &member, shell, id, String::new()).await?;
    ctx.db.write(async |tx| inquiries::looked(tx, &member.principal, id).await).await?;
    Ok(Html(view.render()?))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer {
    text: String,
}

async fn answer(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Form(typed): Form<Answer>,
) -> Result<Response> {
    let (id, me) = (id_of(&id)?, &member.principal);
    match ctx.db.write(async |tx| inquiries::answer(tx, me, id, &typed.text).await).await {
        Ok(()) => Ok(notice::then(&format!("/inquiries/{id}"), "inquiries-notice-answered")),
        Err(error) => {
            let refused = Refused::new(shell.t, error, &LABELS)?;
            let view = View::new(&ctx, &member, shell, id, typed.text).await?;
            refused.show(|errors| View { errors, ..view }.render())
        }
    }
}

async fn add(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Form(typed): Form<Answer>,
) -> Result<Response> {
    let (id, me) = (id_of(&id)?, &member.principal);
    match ctx.db.write(async |tx| inquiries::add(tx, me, id, &typed.text).await).await {
        Ok(_) => Ok(notice::then(&format!("/inquiries/{id}"), "inquiries-notice-added")),
        Err(error) => {
            let refused = Refused::new(shell.t, error, &ADD_LABELS)?;
            let view = View::new(&ctx, &member, shell, id, typed.text).await?;
            refused.show(|errors| View { errors, ..view }.render())
        }
    }
}

async fn close(State(ctx): State<Ctx>, member: Member, Path(id): Path<String>) -> Result<Response> {
    let id = id_of(&id)?;
    ctx.db.write(async |tx| inquiries::close(tx, &member.principal, id).await).await?;
    Ok(notice::then(&format!("/inquiries/{id}"), "inquiries-notice-closed"))
}

async fn refuse(State(ctx): State<Ctx>, member: Member, Path(id): Path<String>) -> Result<Response> {
    let id = id_of(&id)?;
    ctx.db.write(async |tx| inquiries::refuse(tx, &member.principal, id).await).await?;
    Ok(notice::then("/inquiries", "inquiries-notice-refused"))
}
