//! `/groups/{id}/members/{person}`: what a member may do there, and handing over.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::groups::{self, Place, Role, State as Standing, members};
use domain::people::faces;
use domain::{Error, GroupId, PersonId};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::head::{Head, Tab};
use super::words;
use crate::error::{Problem, Result};
use crate::extract::Member;
use crate::notice;
use crate::pages::face::FaceView;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::id_of;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/members/{person}" Member => show;
        POST "/groups/{id}/members/{person}" Member body 1_000 => set_role;
        POST "/groups/{id}/take-over" Member body 1_000 => take_over;
    }
}

#[derive(Template)]
#[template(path = "groups/member.html")]
struct View {
    shell: Shell,
    head: Head,
    face: FaceView,
    path: String,
    errors: FormErrors,
    /// Value, words, consequence.
    roles: Vec<(&'static str, String, String)>,
    role: &'static str,
}

impl View {
    async fn new(
        ctx: &Ctx,
        member: &Member,
        shell: Shell,
        place: &Place,
        person: PersonId,
        errors: FormErrors,
    ) -> Result<Self> {
        let t = shell.t;
        let row = members::find(&ctx.db, place.group.id, person).await?;
        let row = row.filter(|row| row.state == Standing::Active).ok_or_else(Problem::not_found)?;
        let faces = faces(&ctx.db, &member.principal, [person]).await?;
        let choice = |role: Role| (role.as_str(), t.get(words::role(role)), t.get(consequence(role)));
        let head = Head::new(t, place, Tab::Members);
        Ok(Self {
            face: FaceView::of(t, &faces, person),
            path: format!("{}/members/{person}", head.path),
            roles: Role::ALL.map(choice).into(),
            role: row.role.as_str(),
            head,
            errors,
            shell,
        })
    }
}

impl View {
    fn at(&self, rest: &str) -> String {
        format!("{}{rest}", self.path)
    }
}

fn consequence(role: Role) -> &'static str {
    match role {
        Role::Owner => "groups-role-owner-text",
        Role::Moderator => "groups-role-moderator-text",
        Role::Member => "groups-role-member-text",
    }
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path((id, person)): Path<(String, String)>,
) -> Result<Html<String>> {
    let place = groups::enter(&ctx.db, &member.principal, id_of::<GroupId>(&id)?).await?;
    let place = moderated(place)?;
    let view = View::new(&ctx, &member, shell, &place, id_of(&person)?, FormErrors::default()).await?;
    Ok(Html(view.render()?))
}

/// The place of somebody who looks after the network.
pub(super) fn moderated(place: Place) -> Result<Place> {
    place.clone().require_moderator()?;
    Ok(place)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Chosen {
    role: String,
}

async fn set_role(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path((id, person)): Path<(String, String)>,
    Form(chosen): Form<Chosen>,
) -> Result<Response> {
    let (id, person): (GroupId, PersonId) = (id_of(&id)?, id_of(&person)?);
    let me = &member.principal;
    let done = async {
        let role = Role::parse(&chosen.role).ok_or_else(|| Error::invalid("role", "error-choice"))?;
        ctx.db.write(async |tx| members::set_role(tx, me, id, person, role).await).await
    };
    match done.await {
        Ok(()) => Ok(notice::then(&format!("/groups/{id}/members"), "groups-notice-role")),
        Err(error) => {
            let refused = Refused::new(shell.t, error, &[("role", "groups-role")])?;
            let place = groups::enter(&ctx.db, me, id).await?;
            let view = View::new(&ctx, &member, shell, &place, person, FormErrors::default()).await?;
            refused.show(|errors| View { errors, ..view }.render())
        }
    }
}

/// Where nobody owns a network any more, one who moderates it may.
async fn take_over(State(ctx): State<Ctx>, member: Member, Path(id): Path<String>) -> Result<Response> {
    let id: GroupId = id_of(&id)?;
    let (me, own) = (&member.principal, member.person_id);
    ctx.db.write(async |tx| members::set_role(tx, me, id, own, Role::Owner).await).await?;
    Ok(notice::then(&format!("/groups/{id}"), "groups-notice-taken-over"))
}
