//! `/api/v1/groups/{id}/invitations`: inviting people and addresses, and taking invitations back.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::groups::members::{self, State as Standing, by_mail};
use domain::{GroupId, PersonId, Timestamp, people};
use federation::route::Route;
use federation::routes;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::description::Operation;
use super::parts::{Person, id, person};
use crate::error::Result;
use crate::extract::Member;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/api/v1/groups/{id}/invitations" Token => list;
        POST "/api/v1/groups/{id}/invitations" Token => invite;
        DELETE "/api/v1/groups/{id}/invitations/{invitation}" Token => withdraw;
    }
}

pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/api/v1/groups/{id}/invitations", "Invitations without an answer")
            .path_parameter("id")
            .answers::<Invitations>(),
        Operation::post("/api/v1/groups/{id}/invitations", "Invite people, or addresses by mail")
            .path_parameter("id")
            .takes::<Invited>()
            .answers::<Count>(),
        Operation::delete("/api/v1/groups/{id}/invitations/{invitation}", "Take an invitation back")
            .path_parameter("id")
            .path_parameter("invitation"),
    ]
}

/// Those to people and those to addresses.
#[derive(Serialize, ToSchema)]
struct Invitations {
    invitations: Vec<InvitationOut>,
}

/// `id` is that of the person, or of the mail.
#[derive(Serialize, ToSchema)]
struct InvitationOut {
    id: String,
    person: Option<Person>,
    email: Option<String>,
    /// RFC 3339.
    since: String,
    until: Option<String>,
}

/// Ids of people, and mail addresses of others.
#[derive(Deserialize, ToSchema)]
struct Invited {
    #[serde(default)]
    people: Vec<String>,
    #[serde(default)]
    addresses: Vec<String>,
}

/// How many people were invited, and how many mails leave.
#[derive(Serialize, ToSchema)]
struct Count {
    invited: usize,
    mailed: usize,
}

async fn list(
    State(ctx): State<Ctx>,
    member: Member,
    Path(group): Path<String>,
) -> Result<Json<Invitations>> {
    let (group, me): (GroupId, _) = (id(&group)?, &member.principal);
    let rows = members::list_in_state(&ctx.db, me, group, Standing::Invited).await?;
    let mailed = by_mail::list_mailed(&ctx.db, me, group).await?;
    let ids: Vec<PersonId> = rows.iter().map(|row| row.person_id).collect();
    let faces = people::faces(&ctx.db, me, ids).await?;
    let named = rows.iter().map(|row| InvitationOut {
        id: row.person_id.to_string(),
        person: person(&faces, row.person_id),
        email: None,
        since: row.since.to_rfc3339(),
        until: None,
    });
    let mailed = mailed.into_iter().map(|row| InvitationOut {
        id: row.id.to_string(),
        person: None,
        email: Some(row.email),
        since: row.created_at.to_rfc3339(),
        until: Some(Timestamp::to_rfc3339(row.expires_at)),
    });
    Ok(Json(Invitations { invitations: named.chain(mailed).collect() }))
}

async fn invite(
    State(ctx): State<Ctx>,
    member: Member,
    Path(group): Path<String>,
    Json(wanted): Json<Invited>,
) -> Result<Json<Count>> {
    let (group, me): (GroupId, _) = (id(&group)?, &member.principal);
    let people = wanted.people.iter().take(members::INVITED_MAX + 1).map(|one| id(one));
    let people: Vec<PersonId> = people.collect::<domain::Result<_>>()?;
    let addresses = by_mail::read_addresses(&wanted.addresses.join("\n"))?;
    let count = ctx
        .db
        .write(async |tx| {
            let invited = members::invite(tx, me, group, &people).await?;
            let mailed = match addresses.is_empty() {
                true => 0,
                false => by_mail::invite_by_mail(tx, me, group, &addresses).await?,
            };
            Ok(Count { invited, mailed })
        })
        .await?;
    Ok(Json(count))
}

/// Whichever of the two it is: the ids of people and of mails never meet.
async fn withdraw(
    State(ctx): State<Ctx>,
    member: Member,
    Path((group, invitation)): Path<(String, String)>,
) -> Result<StatusCode> {
    let (group, person): (GroupId, PersonId) = (id(&group)?, id(&invitation)?);
    let me = &member.principal;
    ctx.db
        .write(async |tx| {
            let invited = members::find(&mut *tx, group, person).await?;
            match invited {
                Some(_) => members::withdraw(tx, me, group, person).await,
                None => by_mail::withdraw_mailed(tx, me, group, person.0).await,
            }
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
