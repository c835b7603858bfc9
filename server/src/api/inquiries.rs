//! `/api/v1/inquiries`: what the owner of the token asks of colleagues in person, and they of him.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use domain::inquiries::{self, Addition, Inquiry, Publication, Side};
use domain::people::faces;
use domain::{AdditionId, InquiryId, PersonId};
use federation::route::Route;
use federation::routes;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::description::Operation;
use super::items::Made;
use super::once::Once;
use super::parts::{Faces, Person, id, person};
use crate::error::Result;
use crate::extract::Member;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/api/v1/inquiries" Token => list;
        POST "/api/v1/people/{id}/inquiries" Token body 60_000 => ask;
        GET "/api/v1/inquiries/{id}" Token => show;
        POST "/api/v1/inquiries/{id}/answer" Token body 60_000 => answer;
        POST "/api/v1/inquiries/{id}/additions" Token body 60_000 => add;
        PUT "/api/v1/inquiries/{id}/closed" Token => close;
        PUT "/api/v1/inquiries/{id}/refusal" Token => refuse;
        GET "/api/v1/inquiry-refusals" Token => list_refused;
        DELETE "/api/v1/inquiry-refusals/{person}" Token => allow;
    }
}

pub fn operations() -> Vec<Operation> {
    let of = |operation: Operation| operation.path_parameter("id");
    vec![
        Operation::get("/api/v1/inquiries", "What one asked and was asked, newest first, at most 200")
            .answers::<Inquiries>(),
        of(Operation::post("/api/v1/people/{id}/inquiries", "Ask a colleague in person"))
            .takes::<NewInquiry>()
            .answers::<InquiryOut>(),
        of(Operation::get("/api/v1/inquiries/{id}", "One, with all that was said")).answers::<InquiryOut>(),
        of(Operation::post("/api/v1/inquiries/{id}/answer", "Answer what one was asked, once"))
            .takes::<NewWords>()
            .answers::<InquiryOut>(),
        of(Operation::post("/api/v1/inquiries/{id}/additions", "Say something more after the answer"))
            .takes::<NewWords>()
            .answers::<Made>(),
        of(Operation::put("/api/v1/inquiries/{id}/closed", "Close it for both")),
        of(Operation::put(
            "/api/v1/inquiries/{id}/refusal",
            "Take no more questions from whoever asked this",
        )),
        Operation::get("/api/v1/inquiry-refusals", "From whom one takes no questions").answers::<Refused>(),
        Operation::delete("/api/v1/inquiry-refusals/{person}", "Take questions from somebody again")
            .path_parameter("person"),
    ]
}

/// Without what was said after the answers.
#[derive(Serialize, ToSchema)]
struct Inquiries {
    inquiries: Vec<InquiryOut>,
}

/// A question between two people.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct InquiryOut {
    id: String,
    asker: Option<Person>,
    asked: Option<Person>,
    /// Empty, as the text, when whoever asked is gone.
    title: String,
    /// Plain text, as all that is said.
    text: String,
    answer: Option<String>,
    additions: Vec<AdditionOut>,
    /// `open`, `answered`, `closed`, `lapsed` (nobody answered) or `not-now` (the one asked takes no questions now).
    state: &'static str,
    /// On its way to a network: `proposed`, `agreed`, `declined` or `published`; absent: it is between the two.
    publication: Option<&'static str>,
    asked_at: String,
    answered_at: Option<String>,
    /// The last word of either; some time after it, it goes.
    said_at: String,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AdditionOut {
    id: String,
    /// `asker` or `asked`.
    by: &'static str,
    text: String,
    said_at: String,
}

/// A title of at most 200 letters and a text of at most 5,000.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewInquiry {
    title: String,
    text: String,
}

/// At most 5,000 letters.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewWords {
    text: String,
}

#[derive(Serialize, ToSchema)]
struct Refused {
    people: Vec<Person>,
}

impl InquiryOut {
    fn new(inquiry: Inquiry, additions: &[Addition], faces: &Faces) -> Self {
        Self {
            id: inquiry.id.to_string(),
            asker: person(faces, inquiry.asker_id),
            asked: person(faces, inquiry.asked_id),
            additions: additions.iter().map(addition).collect(),
            state: state(&inquiry),
            publication: inquiry.publication.map(Publication::as_str),
            asked_at: inquiry.created_at.to_rfc3339(),
            answered_at: inquiry.answered_at.map(|at| at.to_rfc3339()),
            said_at: inquiry.said_at.to_rfc3339(),
            title: inquiry.title,
            text: inquiry.text,
            answer: inquiry.answer,
        }
    }
}

fn addition(one: &Addition) -> AdditionOut {
    AdditionOut {
        id: one.id.to_string(),
        by: one.side.as_str(),
        text: one.text.clone(),
        said_at: one.said_at.to_rfc3339(),
    }
}

fn state(inquiry: &Inquiry) -> &'static str {
    match inquiry {
        one if one.is_kept_away => "not-now",
        one if one.is_open() && one.answer.is_none() => "open",
        one if one.is_open() => "answered",
        one if one.is_lapsed() => "lapsed",
        _ => "closed",
    }
}

async fn list(State(ctx): State<Ctx>, member: Member) -> Result<Json<Inquiries>> {
    let found = inquiries::list(&ctx.db, &member.principal).await?;
    let people = found.iter().flat_map(|one| [one.asker_id, one.asked_id]);
    let faces = faces(&ctx.db, &member.principal, people).await?;
    let inquiries = found.into_iter().map(|one| InquiryOut::new(one, &[], &faces)).collect();
    Ok(Json(Inquiries { inquiries }))
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    Path(inquiry): Path<String>,
) -> Result<Json<InquiryOut>> {
    Ok(Json(shown(&ctx, &member, id(&inquiry)?).await?))
}

async fn shown(ctx: &Ctx, member: &Member, id: InquiryId) -> Result<InquiryOut> {
    let (inquiry, _) = inquiries::find(&ctx.db, &member.principal, id).await?;
    let sides = [Side::Asker, Side::Asked].map(|side| inquiry.person(side));
    let faces = faces(&ctx.db, &member.principal, sides).await?;
    let additions = inquiries::list_additions(&ctx.db, id).await?;
    Ok(InquiryOut::new(inquiry, &additions, &faces))
}

async fn ask(
    State(ctx): State<Ctx>,
    member: Member,
    Path(whom): Path<String>,
    once: Once,
    Json(new): Json<NewInquiry>,
) -> Result<(StatusCode, Json<InquiryOut>)> {
    let (whom, me): (PersonId, _) = (id(&whom)?, &member.principal);
    let made: InquiryId = once
        .make(&ctx, &member, &new, async |tx| inquiries::ask(tx, me, whom, &new.title, &new.text).await)
        .await?;
    Ok((StatusCode::CREATED, Json(shown(&ctx, &member, made).await?)))
}

async fn answer(
    State(ctx): State<Ctx>,
    member: Member,
    Path(inquiry): Path<String>,
    Json(words): Json<NewWords>,
) -> Result<Json<InquiryOut>> {
    let (id, me): (InquiryId, _) = (id(&inquiry)?, &member.principal);
    ctx.db.write(async |tx| inquiries::answer(tx, me, id, &words.text).await).await?;
    Ok(Json(shown(&ctx, &member, id).await?))
}

async fn add(
    State(ctx): State<Ctx>,
    member: Member,
    Path(inquiry): Path<String>,
    once: Once,
    Json(words): Json<NewWords>,
) -> Result<(StatusCode, Json<Made>)> {
    let (id, me): (InquiryId, _) = (id(&inquiry)?, &member.principal);
    let made: AdditionId =
        once.make(&ctx, &member, &words, async |tx| inquiries::add(tx, me, id, &words.text).await).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.to_string() })))
}

async fn close(State(ctx): State<Ctx>, member: Member, Path(inquiry): Path<String>) -> Result<StatusCode> {
    let id: InquiryId = id(&inquiry)?;
    ctx.db.write(async |tx| inquiries::close(tx, &member.principal, id).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn refuse(State(ctx): State<Ctx>, member: Member, Path(inquiry): Path<String>) -> Result<StatusCode> {
    let id: InquiryId = id(&inquiry)?;
    ctx.db.write(async |tx| inquiries::refuse(tx, &member.principal, id).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn list_refused(State(ctx): State<Ctx>, member: Member) -> Result<Json<Refused>> {
    let refused = inquiries::list_refused(&ctx.db, &member.principal).await?;
    let faces = faces(&ctx.db, &member.principal, refused.iter().copied()).await?;
    let people = refused.iter().filter_map(|one| person(&faces, *one)).collect();
    Ok(Json(Refused { people }))
}

async fn allow(State(ctx): State<Ctx>, member: Member, Path(whom): Path<String>) -> Result<StatusCode> {
    let whom: PersonId = id(&whom)?;
    ctx.db.write(async |tx| inquiries::allow(tx, &member.principal, whom).await).await?;
    Ok(StatusCode::NO_CONTENT)
}
