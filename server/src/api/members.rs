//! `/api/v1/groups/{id}/members` and one's own membership.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use domain::accounts::Secret;
use domain::groups::members::{self, Asking, Joined, Level, Membership, Role, State as Standing};
use domain::{Error, GroupId, PersonId, Timestamp, people};
use federation::route::Route;
use federation::routes;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::BASE;
use super::description::Operation;
use super::groups::word;
use super::parts::{Faces, Person, id, instant, limit, person};
use crate::error::Result;
use crate::extract::Member;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/api/v1/groups/{id}/members" Token => list;
        PATCH "/api/v1/groups/{id}/members/{person}" Token => set_role;
        POST "/api/v1/groups/{id}/members/{person}/removal" Token => remove;
        PUT "/api/v1/groups/{id}/members/{person}/ban" Token => ban;
        DELETE "/api/v1/groups/{id}/members/{person}/ban" Token => lift_ban;
        PUT "/api/v1/groups/{id}/membership" Token => join;
        PATCH "/api/v1/groups/{id}/membership" Token => set_levels;
        DELETE "/api/v1/groups/{id}/membership" Token => leave;
        GET "/api/v1/groups/{id}/requests" Token => requests;
        PUT "/api/v1/groups/{id}/requests/{person}" Token => decide;
    }
}

pub fn operations() -> Vec<Operation> {
    let of = |operation: Operation| operation.path_parameter("id");
    let about = |operation: Operation| operation.path_parameter("id").path_parameter("person");
    vec![
        of(Operation::get("/api/v1/groups/{id}/members", "Its members"))
            .query::<Sought>()
            .answers::<Members>(),
        about(Operation::patch("/api/v1/groups/{id}/members/{person}", "Give a member a role"))
            .takes::<NewRole>(),
        about(Operation::post("/api/v1/groups/{id}/members/{person}/removal", "End a membership"))
            .takes::<Why>(),
        about(Operation::put("/api/v1/groups/{id}/members/{person}/ban", "Keep somebody out")).takes::<Ban>(),
        about(Operation::delete("/api/v1/groups/{id}/members/{person}/ban", "End a ban")),
        of(Operation::put("/api/v1/groups/{id}/membership", "Join, or ask to"))
            .takes::<Join>()
            .answers::<Outcome>(),
        of(Operation::patch("/api/v1/groups/{id}/membership", "What one is told of")).takes::<Levels>(),
        of(Operation::delete("/api/v1/groups/{id}/membership", "Leave")),
        of(Operation::get("/api/v1/groups/{id}/requests", "Who asks to join")).answers::<Members>(),
        about(Operation::put("/api/v1/groups/{id}/requests/{person}", "Let in, or decline"))
            .takes::<Decision>(),
    ]
}

#[derive(Deserialize, IntoParams)]
struct Sought {
    /// From `next` of the page before.
    after: Option<String>,
    limit: Option<i64>,
}

/// A page of members: owners and moderators first, then by name.
#[derive(Serialize, ToSchema)]
pub struct Members {
    members: Vec<MemberOut>,
    next: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct MemberOut {
    person: Option<Person>,
    /// `owner`, `moderator` or `member`.
    role: &'static str,
    /// RFC 3339.
    since: String,
    /// What a requester answered.
    answer: Option<String>,
}

/// A role to give: `owner`, `moderator` or `member`.
#[derive(Deserialize, ToSchema)]
struct NewRole {
    role: Option<String>,
}

#[derive(Deserialize, ToSchema)]
struct Why {
    #[serde(default)]
    reason: String,
}

#[derive(Deserialize, ToSchema)]
struct Ban {
    #[serde(default)]
    reason: String,
    /// RFC 3339; absent: for good.
    until: Option<String>,
}

#[derive(Deserialize, ToSchema, Default)]
struct Join {
    /// The answer to the network's question.
    #[serde(default)]
    answer: String,
    /// What stands at the end of the link in a mail that invited.
    invitation: Option<String>,
}

/// What came of it: `member`, `asked` (a moderator decides) or `on-its-way` (to the organisation that hosts it).
#[derive(Serialize, ToSchema)]
struct Outcome {
    outcome: &'static str,
}

/// `all`, `mentions` or `nothing`.
#[derive(Deserialize, ToSchema)]
struct Levels {
    web: Option<String>,
    mail: Option<String>,
}

#[derive(Deserialize, ToSchema)]
struct Decision {
    accept: bool,
}

async fn list(
    State(ctx): State<Ctx>,
    member: Member,
    Path(group): Path<String>,
    Query(sought): Query<Sought>,
) -> Result<Json<Members>> {
    let (group, limit): (GroupId, i64) = (id(&group)?, limit(sought.limit));
    let rows = members::list(&ctx.db, &member.principal, group, sought.after.as_deref(), limit).await?;
    let faces = people::faces(&ctx.db, &member.principal, rows.iter().map(|row| row.person_id)).await?;
    let last = rows.last().filter(|_| rows.len() as i64 == limit);
    let next = last.and_then(|row| Some(members::cursor(row.role, faces.get(&row.person_id)?)));
    let next = next.map(|after| {
        let after: String = url::form_urlencoded::byte_serialize(after.as_bytes()).collect();
        format!("{BASE}/groups/{group}/members?after={after}&limit={limit}")
    });
    Ok(Json(Members { members: rows.iter().map(|row| shown(row, &faces)).collect(), next }))
}

fn shown(row: &Membership, faces: &Faces) -> MemberOut {
    MemberOut {
        person: person(faces, row.person_id),
        role: Role::as_str(row.role),
        since: row.since.to_rfc3339(),
        answer: Some(row.answer.clone()).filter(|answer| !answer.is_empty()),
    }
}

async fn requests(
    State(ctx): State<Ctx>,
    member: Member,
    Path(group): Path<String>,
) -> Result<Json<Members>> {
    let rows = members::list_in_state(&ctx.db, &member.principal, id(&group)?, Standing::Requested).await?;
    let faces = people::faces(&ctx.db, &member.principal, rows.iter().map(|row| row.person_id)).await?;
    Ok(Json(Members { members: rows.iter().map(|row| shown(row, &faces)).collect(), next: None }))
}

/// A group and a person of a path.
fn both(path: &(String, String)) -> domain::Result<(GroupId, PersonId)> {
    Ok((id(&path.0)?, id(&path.1)?))
}

async fn set_role(
    State(ctx): State<Ctx>,
    member: Member,
    Path(path): Path<(String, String)>,
    Json(new): Json<NewRole>,
) -> Result<StatusCode> {
    let (group, person) = both(&path)?;
    let role = new.role.as_deref().and_then(Role::parse).ok_or(Error::invalid("role", "error-choice"))?;
    ctx.db.write(async |tx| members::set_role(tx, &member.principal, group, person, role).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn remove(
    State(ctx): State<Ctx>,
    member: Member,
    Path(path): Path<(String, String)>,
    Json(why): Json<Why>,
) -> Result<StatusCode> {
    let (group, person) = both(&path)?;
    ctx.db.write(async |tx| members::remove(tx, &member.principal, group, person, &why.reason).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn ban(
    State(ctx): State<Ctx>,
    member: Member,
    Path(path): Path<(String, String)>,
    Json(ban): Json<Ban>,
) -> Result<StatusCode> {
    let (group, person) = both(&path)?;
    let until: Option<Timestamp> = instant("until", ban.until.as_deref())?;
    ctx.db
        .write(async |tx| members::ban(tx, &member.principal, group, person, &ban.reason, until).await)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn lift_ban(
    State(ctx): State<Ctx>,
    member: Member,
    Path(path): Path<(String, String)>,
) -> Result<StatusCode> {
    let (group, person) = both(&path)?;
    ctx.db.write(async |tx| members::lift_ban(tx, &member.principal, group, person).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn join(
    State(ctx): State<Ctx>,
    member: Member,
    Path(group): Path<String>,
    join: Option<Json<Join>>,
) -> Result<Json<Outcome>> {
    let group = id(&group)?;
    let Json(join) = join.unwrap_or_default();
    let invitation = match join.invitation.as_deref() {
        Some(text) => Some(Secret::read(text).ok_or(Error::Conflict("error-invitation-gone"))?),
        None => None,
    };
    let asking = Asking { answer: join.answer, invitation, ..Asking::default() };
    let me = &member.principal;
    let joined = ctx.db.write(async |tx| members::join_by(tx, me, group, asking.clone()).await).await?;
    let outcome = match joined {
        Joined::Member => "member",
        Joined::Asked => "asked",
        Joined::OnItsWay => "on-its-way",
    };
    Ok(Json(Outcome { outcome }))
}

async fn leave(State(ctx): State<Ctx>, member: Member, Path(group): Path<String>) -> Result<StatusCode> {
    let group = id(&group)?;
    ctx.db.write(async |tx| members::leave(tx, &member.principal, group).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn set_levels(
    State(ctx): State<Ctx>,
    member: Member,
    Path(group): Path<String>,
    Json(levels): Json<Levels>,
) -> Result<StatusCode> {
    let group: GroupId = id(&group)?;
    let row = members::find(&ctx.db, group, member.person_id).await?.ok_or(Error::NotFound)?;
    let web = word("web", &levels.web, Level::parse, row.web_level)?;
    let mail = word("mail", &levels.mail, Level::parse, row.mail_level)?;
    ctx.db.write(async |tx| members::set_levels(tx, &member.principal, group, web, mail).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn decide(
    State(ctx): State<Ctx>,
    member: Member,
    Path(path): Path<(String, String)>,
    Json(decision): Json<Decision>,
) -> Result<StatusCode> {
    let (group, person) = both(&path)?;
    let is_yes = decision.accept;
    ctx.db.write(async |tx| members::decide(tx, &member.principal, group, person, is_yes).await).await?;
    Ok(StatusCode::NO_CONTENT)
}
