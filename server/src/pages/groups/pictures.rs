//! `/groups/{id}/pictures`: icon and cover of a network, for its owners; and the two pictures themselves. Those of other
//! organisations come through us, drawn anew, so that no browser of ours calls on another server.

use askama::Template;
use axum::extract::{Multipart, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use domain::groups::pictures::{self, Shape};
use domain::groups::{self, Place};
use domain::people::photo;
use domain::{Error, GroupId, Principal};
use federation::route::Route;
use federation::routes;

use super::head::{Head, Tab};
use crate::error::{Problem, Result};
use crate::extract::{Member, Visitor};
use crate::notice;
use crate::pages::form::FormErrors;
use crate::pages::id_of;
use crate::pages::people::photo::{has, upload_of};
use crate::pages::shell::Shell;
use crate::state::Ctx;

/// Leaving a hidden network must show within a minute; until then a browser need not ask again.
const A_MINUTE: HeaderValue = HeaderValue::from_static("private, max-age=60");
const LABELS: [(&str, &str); 2] = [("icon", "groups-icon"), ("cover", "groups-cover")];

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/pictures" Member => show;
        // A little more than a picture may be, so that the form can say so itself.
        POST "/groups/{id}/pictures/{shape}" Member body 12_000_000 => upload;
        POST "/groups/{id}/pictures/{shape}/remove" Member body 1_000 => remove;
        GET "/groups/{id}/icon" Anyone => icon;
        GET "/groups/{id}/cover" Anyone => cover;
    }
}

#[derive(Template)]
#[template(path = "groups/pictures.html")]
struct View {
    shell: Shell,
    head: Head,
    errors: FormErrors,
    megabytes: usize,
}

impl View {
    fn new(shell: Shell, place: &Place, errors: FormErrors) -> Self {
        let head = Head::new(shell.t, place, Tab::Manage);
        Self { head, errors, megabytes: photo::UPLOAD_BYTES_MAX / 1024 / 1024, shell }
    }
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    let place = groups::enter(&ctx.db, &member.principal, id_of::<GroupId>(&id)?).await?;
    place.clone().require_owner()?;
    Ok(Html(View::new(shell, &place, FormErrors::default()).render()?))
}

fn shape_of(word: &str) -> Result<Shape> {
    Shape::parse(word).ok_or_else(Problem::not_found)
}

async fn upload(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path((id, shape)): Path<(String, String)>,
    form: Multipart,
) -> Result<Response> {
    let (id, shape): (GroupId, Shape) = (id_of(&id)?, shape_of(&shape)?);
    let place = groups::enter(&ctx.db, &member.principal, id).await?;
    place.clone().require_owner()?;
    let bytes = upload_of(form, shape.as_str()).await?;
    match store(&ctx, &member.principal, id, shape, bytes).await {
        Ok(()) => Ok(notice::then(&format!("/groups/{id}/pictures"), "groups-notice-picture")),
        Err(Error::Invalid(errors)) => {
            let errors = FormErrors::new(shell.t, &errors, &LABELS);
            let page = View::new(shell, &place, errors).render()?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn store(ctx: &Ctx, who: &Principal, id: GroupId, shape: Shape, upload: Vec<u8>) -> domain::Result<()> {
    if upload.is_empty() {
        return Err(Error::invalid(shape.as_str(), "error-no-file"));
    }
    let jpeg = ctx.darkroom.draw(shape, upload).await?;
    ctx.db.write(async |tx| pictures::set(tx, who, id, shape, jpeg).await).await
}

async fn remove(
    State(ctx): State<Ctx>,
    member: Member,
    Path((id, shape)): Path<(String, String)>,
) -> Result<Response> {
    let (id, shape): (GroupId, Shape) = (id_of(&id)?, shape_of(&shape)?);
    ctx.db.write(async |tx| pictures::remove(tx, &member.principal, id, shape).await).await?;
    Ok(notice::then(&format!("/groups/{id}/pictures"), "groups-notice-picture-removed"))
}

async fn icon(
    State(ctx): State<Ctx>,
    Visitor(who): Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    picture(&ctx, &who, &id, Shape::Icon, &headers).await
}

async fn cover(
    State(ctx): State<Ctx>,
    Visitor(who): Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    picture(&ctx, &who, &id, Shape::Cover, &headers).await
}

async fn picture(
    ctx: &Ctx,
    who: &Principal,
    id: &str,
    shape: Shape,
    headers: &HeaderMap,
) -> Result<Response> {
    let id: GroupId = id_of(id)?;
    let group = groups::enter(&ctx.db, who, id).await?.group;
    let digest = group.pictures.get(shape).ok_or_else(Problem::not_found)?;
    let tag = format!("\"{digest}\"");
    let mut response = if has(headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let picture = ctx.federation.group_picture(who, id, shape).await?;
        ([(header::CONTENT_TYPE, "image/jpeg")], picture.bytes).into_response()
    };
    response.headers_mut().insert(header::CACHE_CONTROL, A_MINUTE);
    response.headers_mut().insert(header::ETAG, HeaderValue::from_str(&tag).map_err(Problem::internal)?);
    Ok(response)
}
