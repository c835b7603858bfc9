//! `/api/v1/groups/{id}/icon` and `…/cover`: what a network looks like. The body is the picture itself.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::GroupId;
use domain::groups;
use domain::groups::pictures::{self, Shape};
use federation::route::Route;
use federation::routes;

use super::description::Operation;
use super::parts::id;
use crate::error::{Problem, Result};
use crate::extract::Member;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/api/v1/groups/{id}/pictures/{shape}" Token => get;
        PUT "/api/v1/groups/{id}/pictures/{shape}" Token body 8_400_000 => put;
        DELETE "/api/v1/groups/{id}/pictures/{shape}" Token => delete;
    }
}

pub fn operations() -> Vec<Operation> {
    let of = |operation: Operation| operation.path_parameter("id").path_parameter("shape");
    vec![
        of(Operation::get("/api/v1/groups/{id}/pictures/{shape}", "Its icon or cover, a JPEG")),
        of(Operation::put(
            "/api/v1/groups/{id}/pictures/{shape}",
            "Give it an icon or cover: the body is a JPEG, PNG or WebP",
        )),
        of(Operation::delete("/api/v1/groups/{id}/pictures/{shape}", "Take its icon or cover away")),
    ]
}

fn both(path: &(String, String)) -> Result<(GroupId, Shape)> {
    Ok((id(&path.0)?, Shape::parse(&path.1).ok_or_else(Problem::not_found)?))
}

async fn get(State(ctx): State<Ctx>, member: Member, Path(path): Path<(String, String)>) -> Result<Response> {
    let (group, shape) = both(&path)?;
    let picture = ctx.federation.group_picture(&member.principal, group, shape).await?;
    Ok(([(header::CONTENT_TYPE, "image/jpeg")], picture.bytes).into_response())
}

async fn put(
    State(ctx): State<Ctx>,
    member: Member,
    Path(path): Path<(String, String)>,
    upload: Bytes,
) -> Result<StatusCode> {
    let (group, shape) = both(&path)?;
    groups::enter(&ctx.db, &member.principal, group).await?.require_owner()?;
    let jpeg = ctx.darkroom.draw(shape, upload.to_vec()).await?;
    ctx.db.write(async |tx| pictures::set(tx, &member.principal, group, shape, jpeg).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn delete(
    State(ctx): State<Ctx>,
    member: Member,
    Path(path): Path<(String, String)>,
) -> Result<StatusCode> {
    let (group, shape) = both(&path)?;
    ctx.db.write(async |tx| pictures::remove(tx, &member.principal, group, shape).await).await?;
    Ok(StatusCode::NO_CONTENT)
}
