//! `/inquiries/{id}`: one question between two colleagues, for the two of them.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::inquiries::{self, Inquiry, Publication, Side, TEXT_CHARS_MAX};
use domain::people::faces;
use domain::{GroupId, InquiryId, groups, items};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

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

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/inquiries/{id}" Member => show;
        POST "/inquiries/{id}/answer" Member body 60_000 => answer;
        POST "/inquiries/{id}/propose" Member body 2_000 => propose;
        POST "/inquiries/{id}/decide" Member body 2_000 => decide;
        POST "/inquiries/{id}/publish" Member body 2_000 => publish;
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
    asked: Moment,
    answered: Option<Moment>,
    typed: String,
    text_max: usize,
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
            asked: t.moment(inquiry.created_at, now),
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

/// Those that the asker may choose from: the one he named, once the other agreed to that one.
async fn networks(
    ctx: &Ctx,
    member: &Member,
    inquiry: &Inquiry,
    side: Side,
) -> Result<Vec<(String, String)>> {
    let is_open = inquiry.may_propose()
        || matches!(inquiry.publication, Some(Publication::Agreed | Publication::Proposed));
    if side == Side::Asked || !is_open {
        return Ok(Vec::new());
    }
    let is_named = inquiry.proposed_by == Some(Side::Asker);
    let mine = groups::list_mine(&ctx.db, member.person_id).await?;
    let fits = mine
        .into_iter()
        .filter(|group| group.archived_at.is_none())
        .filter(|group| !is_named || inquiry.group_address.as_deref() == Some(group.ap_id.as_str()));
    Ok(fits.map(|group| (group.id.to_string(), group.words.name)).collect())
}

async fn published(ctx: &Ctx, member: &Member, inquiry: &Inquiry) -> Result<Option<String>> {
    let Some(address) = &inquiry.published_address else { return Ok(None) };
    let Some(id) = items::find_by_ap_id(&ctx.db, address).await? else { return Ok(None) };
    let seen = items::list_by_id(&ctx.db, &member.principal, &[id]).await?;
    Ok(seen.first().map(|item| format!("/items/{}", item.id)))
}

fn state(t: Texts, inquiry: &Inquiry, side: Side, other: &str) -> Option<String> {
    let is_mine = inquiry.proposed_by == Some(side);
    let group = inquiry.group_name.clone().unwrap_or_else(|| t.get("inquiries-some-network"));
    let key = match (inquiry.publication?, is_mine) {
        (Publication::Proposed, true) => "inquiries-state-proposed",
        (Publication::Proposed, false) => "inquiries-state-to-decide",
        (Publication::Agreed, _) => "inquiries-state-agreed",
        (Publication::Declined, _) => "inquiries-state-declined",
        (Publication::Published, _) => "inquiries-state-published",
    };
    Some(t.with(key, [("name", other), ("group", group.as_str())]))
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

#[derive(Default, Deserialize)]
#[serde(default)]
struct Where {
    group: String,
}

async fn propose(
    State(ctx): State<Ctx>,
    member: Member,
    Path(id): Path<String>,
    Form(to): Form<Where>,
) -> Result<Response> {
    let (id, group) = (id_of(&id)?, to.group.parse::<GroupId>().ok());
    ctx.db.write(async |tx| inquiries::propose(tx, &member.principal, id, group).await).await?;
    Ok(notice::then(&format!("/inquiries/{id}"), "inquiries-notice-proposed"))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Decision {
    yes: bool,
}

async fn decide(
    State(ctx): State<Ctx>,
    member: Member,
    Path(id): Path<String>,
    Form(decision): Form<Decision>,
) -> Result<Response> {
    let id = id_of(&id)?;
    ctx.db.write(async |tx| inquiries::decide(tx, &member.principal, id, decision.yes).await).await?;
    Ok(notice::then(&format!("/inquiries/{id}"), "inquiries-notice-decided"))
}

/// Puts it in a network. Where the other proposed it, that is also the asker's yes.
async fn publish(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Form(to): Form<Where>,
) -> Result<Response> {
    let (id, group, me) = (id_of(&id)?, id_of(&to.group)?, &member.principal);
    let (inquiry, side) = inquiries::find(&ctx.db, me, id).await?;
    let asked = faces(&ctx.db, me, [inquiry.asked_id]).await?;
    let name = FaceView::of(shell.t, &asked, inquiry.asked_id).name;
    let heading = shell.t.with("inquiries-answer-of", [("name", name)]);
    ctx.db
        .write(async |tx| {
            if inquiry.is_to_decide(side) {
                inquiries::decide(tx, me, id, true).await?;
            }
            Box::pin(inquiries::publish(tx, me, id, group, &heading)).await
        })
        .await?;
    Ok(notice::then(&format!("/inquiries/{id}"), "inquiries-notice-published"))
}

async fn refuse(State(ctx): State<Ctx>, member: Member, Path(id): Path<String>) -> Result<Response> {
    let id = id_of(&id)?;
    ctx.db.write(async |tx| inquiries::refuse(tx, &member.principal, id).await).await?;
    Ok(notice::then("/inquiries", "inquiries-notice-refused"))
}
