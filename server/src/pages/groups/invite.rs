//! `/groups/{id}/invite`: inviting people by name, or by the addresses of a mail; and taking an invitation back.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::groups::members::{self, by_mail};
use domain::groups::{self, JoinPolicy, Place};
use domain::people::reading::What;
use domain::people::{self, faces};
use domain::{Error, GroupId, PersonId};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::head::{Head, Tab};
use crate::error::Result;
use crate::extract::Member;
use crate::notice;
use crate::pages::face::FaceView;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::id_of;
use crate::pages::shell::Shell;
use crate::state::Ctx;

/// People found by name.
const FOUND: i64 = 20;
const LABELS: [(&str, &str); 2] = [("people", "groups-invite-people"), ("addresses", "groups-invite-mail")];

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/invite" Member => show;
        POST "/groups/{id}/invite" Member body 40_000 => invite;
        POST "/groups/{id}/invite/mail" Member body 60_000 => by_mail;
        POST "/groups/{id}/invite/{person}/withdraw" Member body 1_000 => withdraw;
        POST "/groups/{id}/invite/mail/{invitation}/withdraw" Member body 1_000 => withdraw_mail;
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Sought {
    q: String,
}

#[derive(Template)]
#[template(path = "groups/invite.html")]
struct View {
    shell: Shell,
    head: Head,
    errors: FormErrors,
    q: String,
    addresses: String,
    found: Vec<FaceView>,
    /// Whoever is invited comes in without being asked for anything more.
    is_open: bool,
    most: usize,
}

impl View {
    async fn new(
        ctx: &Ctx,
        member: &Member,
        shell: Shell,
        place: &Place,
        q: String,
        addresses: String,
    ) -> Result<Self> {
        let (t, me) = (shell.t, &member.principal);
        let ids = match q.trim() {
            "" => Vec::new(),
            words => {
                ctx.reading.take(me, What::Names, ctx.clock.now())?;
                people::find_by_name(&ctx.db, me, words, FOUND).await?
            }
        };
        let faces = faces(&ctx.db, me, ids.iter().copied()).await?;
        let others = ids.iter().filter(|id| **id != member.person_id);
        Ok(Self {
            found: others.map(|id| FaceView::of(t, &faces, *id)).collect(),
            head: Head::new(t, place, Tab::None),
            is_open: place.group.rules.join_policy == JoinPolicy::Open,
            errors: FormErrors::default(),
            most: members::INVITED_MAX,
            q,
            addresses,
            shell,
        })
    }
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Query(sought): Query<Sought>,
) -> Result<Html<String>> {
    let place = groups::enter(&ctx.db, &member.principal, id_of::<GroupId>(&id)?).await?;
    let q = sought.q.chars().take(200).collect();
    place.clone().require_invite()?;
    Ok(Html(View::new(&ctx, &member, shell, &place, q, String::new()).await?.render()?))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Chosen {
    people: Vec<PersonId>,
    q: String,
}

async fn invite(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Form(chosen): Form<Chosen>,
) -> Result<Response> {
    let id: GroupId = id_of(&id)?;
    let me = &member.principal;
    let done = async {
        if chosen.people.is_empty() {
            return Err(Error::invalid("people", "error-nobody-chosen"));
        }
        ctx.db.write(async |tx| members::invite(tx, me, id, &chosen.people).await).await
    };
    match done.await {
        Ok(0) => Ok(notice::then(&format!("/groups/{id}/invite"), "groups-notice-invited-none")),
        Ok(_) => Ok(notice::then(&format!("/groups/{id}/invite"), "groups-notice-invited")),
        Err(error) => again(&ctx, &member, shell, id, error, chosen.q, String::new()).await,
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Written {
    addresses: String,
}

async fn by_mail(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Form(written): Form<Written>,
) -> Result<Response> {
    let id: GroupId = id_of(&id)?;
    let me = &member.principal;
    let done = async {
        let addresses = by_mail::read_addresses(&written.addresses)?;
        ctx.db.write(async |tx| by_mail::invite_by_mail(tx, me, id, &addresses).await).await
    };
    match done.await {
        Ok(0) => Ok(notice::then(&format!("/groups/{id}/invite"), "groups-notice-mailed-none")),
        Ok(_) => Ok(notice::then(&format!("/groups/{id}/invite"), "groups-notice-mailed")),
        Err(error) => again(&ctx, &member, shell, id, error, String::new(), written.addresses).await,
    }
}

async fn again(
    ctx: &Ctx,
    member: &Member,
    shell: Shell,
    id: GroupId,
    error: Error,
    q: String,
    addresses: String,
) -> Result<Response> {
    let refused = Refused::new(shell.t, error, &LABELS)?;
    let place = groups::enter(&ctx.db, &member.principal, id).await?;
    let view = View::new(ctx, member, shell, &place, q, addresses).await?;
    refused.show(|errors| View { errors, ..view }.render())
}

async fn withdraw(
    State(ctx): State<Ctx>,
    member: Member,
    Path((id, person)): Path<(String, String)>,
) -> Result<Response> {
    let (id, person): (GroupId, PersonId) = (id_of(&id)?, id_of(&person)?);
    ctx.db.write(async |tx| members::withdraw(tx, &member.principal, id, person).await).await?;
    Ok(notice::then(&format!("/groups/{id}/manage"), "groups-notice-uninvited"))
}

async fn withdraw_mail(
    State(ctx): State<Ctx>,
    member: Member,
    Path((id, invitation)): Path<(String, uuid::Uuid)>,
) -> Result<Response> {
    let id: GroupId = id_of(&id)?;
    let me = &member.principal;
    ctx.db.write(async |tx| by_mail::withdraw_mailed(tx, me, id, invitation).await).await?;
    Ok(notice::then(&format!("/groups/{id}/manage"), "groups-notice-uninvited"))
}
