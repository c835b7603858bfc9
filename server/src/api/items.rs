//! `/api/v1/items`: what is published, in a network or on one's own page; what readers leave on it.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use domain::acts::{Mark, Measure};
use domain::items::kinds::file::Filed;
use domain::items::kinds::poll::{self, NewPoll};
use domain::items::moderate::{self, Reason};
use domain::items::signs::{self, Sign};
use domain::items::{self, Cursor, ItemEdit, Kind, Moment, NewDetail, NewItem, Piece, Scope, revisions};
use domain::{Audience, CommentId, Error, GroupId, ItemId, Principal, groups, people};
use federation::route::Route;
use federation::routes;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::BASE;
use super::description::Operation;
use super::files;
use super::groups::word;
use super::once::Once;
use super::parts::{ItemOut, Person, id, instant, limit, person};
use crate::error::Result;
use crate::extract::Member;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/api/v1/groups/{id}/items" Token => of_group;
        POST "/api/v1/groups/{id}/items" Token => publish;
        GET "/api/v1/items" Token => mine;
        GET "/api/v1/items/{id}" Token => show;
        PATCH "/api/v1/items/{id}" Token => change;
        DELETE "/api/v1/items/{id}" Token => delete;
        GET "/api/v1/items/{id}/revisions" Token => texts;
        PUT "/api/v1/items/{id}/reactions/{sign}" Token => react;
        DELETE "/api/v1/items/{id}/reactions/{sign}" Token => unreact;
        PUT "/api/v1/items/{id}/vote" Token => vote;
        PUT "/api/v1/items/{id}/accepted-answer" Token => accept;
        PUT "/api/v1/items/{id}/marks/{mark}" Token => mark;
        DELETE "/api/v1/items/{id}/marks/{mark}" Token => unmark;
        PUT "/api/v1/items/{id}/bookmark" Token => bookmark;
        DELETE "/api/v1/items/{id}/bookmark" Token => forget;
        PUT "/api/v1/items/{id}/follow" Token => follow;
        DELETE "/api/v1/items/{id}/follow" Token => unfollow;
        POST "/api/v1/items/{id}/moderation" Token => moderate_item;
        POST "/api/v1/items/{id}/reports" Token => report;
    }
}

pub fn operations() -> Vec<Operation> {
    let of = |operation: Operation| operation.path_parameter("id");
    vec![
        of(Operation::get("/api/v1/groups/{id}/items", "What is written in a network"))
            .query::<Sought>()
            .answers::<Items>(),
        of(Operation::post("/api/v1/groups/{id}/items", "Write in a network"))
            .takes::<NewItemIn>()
            .answers::<ItemOut>(),
        Operation::get("/api/v1/items", "The newest of one's networks and subjects")
            .query::<Sought>()
            .answers::<Items>(),
        of(Operation::get("/api/v1/items/{id}", "One item")).answers::<ItemOut>(),
        of(Operation::patch("/api/v1/items/{id}", "Change what one wrote"))
            .takes::<ItemChange>()
            .answers::<ItemOut>(),
        of(Operation::delete("/api/v1/items/{id}", "Take back what one wrote")),
        of(Operation::get("/api/v1/items/{id}/revisions", "Every text it had")).answers::<Texts>(),
        of(Operation::put("/api/v1/items/{id}/reactions/{sign}", "Give a sign")).path_parameter("sign"),
        of(Operation::delete("/api/v1/items/{id}/reactions/{sign}", "Take a sign back"))
            .path_parameter("sign"),
        of(Operation::put("/api/v1/items/{id}/vote", "Vote in a poll, or change a vote")).takes::<Vote>(),
        of(Operation::put("/api/v1/items/{id}/accepted-answer", "Accept an answer")).takes::<Answer>(),
        of(Operation::put("/api/v1/items/{id}/marks/{mark}", "Pin, commend or lock")).path_parameter("mark"),
        of(Operation::delete("/api/v1/items/{id}/marks/{mark}", "Take such a mark")).path_parameter("mark"),
        of(Operation::put("/api/v1/items/{id}/bookmark", "Keep for oneself")),
        of(Operation::delete("/api/v1/items/{id}/bookmark", "Keep no longer")),
        of(Operation::put("/api/v1/items/{id}/follow", "Be told of comments")),
        of(Operation::delete("/api/v1/items/{id}/follow", "Be told no more")),
        of(Operation::post("/api/v1/items/{id}/moderation", "Hide, show or remove")).takes::<Moderation>(),
        of(Operation::post("/api/v1/items/{id}/reports", "Report to the moderators"))
            .takes::<NewReport>()
            .answers::<Made>(),
    ]
}

/// What can be asked of a list.
#[derive(Deserialize, IntoParams)]
pub struct Sought {
    /// `status`, `blog`, `discussion`, `question`, `poll` or `file`.
    kind: Option<String>,
    /// From `next` of the page before.
    after: Option<String>,
    limit: Option<i64>,
}

/// A page of items, newest activity first.
#[derive(Serialize, ToSchema)]
pub struct Items {
    items: Vec<ItemOut>,
    next: Option<String>,
}

/// Something to publish.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewItemIn {
    /// `status`, `blog`, `discussion`, `question`, `poll` or `file`.
    kind: String,
    #[serde(default)]
    title: String,
    /// Markdown.
    #[serde(default)]
    body: String,
    /// `nl` or `en`.
    language: Option<String>,
    /// Absent: as wide as the network's content.
    audience: Option<String>,
    #[serde(default)]
    subjects: Vec<String>,
    poll: Option<PollIn>,
    /// True: kept for its author.
    #[serde(default)]
    is_draft: bool,
    /// RFC 3339: goes out by itself at this instant.
    publish_at: Option<String>,
    /// RFC 3339: closes and leaves the lists at this instant.
    archive_at: Option<String>,
    /// Ids of files that one has uploaded; a `file` has one at least.
    #[serde(default)]
    files: Vec<String>,
    /// Of a `file`: where it lies, `Beleid/2026`.
    folder: Option<String>,
}

/// A poll to hold.
#[derive(Deserialize, Serialize, ToSchema, Clone)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PollIn {
    options: Vec<String>,
    #[serde(default)]
    is_multiple: bool,
    closes_at: Option<String>,
}

/// What is to change; what is not named stays. `version` is that of the item one had before oneself.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ItemChange {
    version: Option<i64>,
    title: Option<String>,
    body: Option<String>,
    language: Option<String>,
    audience: Option<String>,
    subjects: Option<Vec<String>>,
    poll: Option<PollIn>,
    /// All that it has from now on; what is not named any more is forgotten.
    files: Option<Vec<String>>,
    /// Of a `file`: where it lies from now on.
    folder: Option<String>,
    /// A draft goes out now.
    #[serde(default)]
    publish: bool,
}

#[derive(Serialize, ToSchema)]
struct Texts {
    revisions: Vec<Text>,
}

/// A text that somebody wrote, newest first; the first is the one that stands.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Text {
    version: i64,
    editor: Option<Person>,
    title: String,
    body: String,
    written_at: String,
    /// The names of the files that stood beside it.
    files: Vec<String>,
}

/// Numbers of options, from 0; none takes the vote back.
#[derive(Deserialize, ToSchema)]
struct Vote {
    options: Vec<i64>,
}

/// The id of a comment; null: no answer is accepted.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Answer {
    comment_id: Option<String>,
}

/// `hide`, `show` or `remove`, and why.
#[derive(Deserialize, ToSchema)]
pub struct Moderation {
    measure: Option<String>,
    #[serde(default)]
    reason: String,
}

/// `rules`, `privacy`, `unlawful`, `spam` or `other`, and what there is to say.
#[derive(Deserialize, Serialize, ToSchema)]
pub struct NewReport {
    reason: Option<String>,
    #[serde(default)]
    note: String,
}

#[derive(Serialize, ToSchema)]
pub struct Made {
    pub id: String,
}

impl Sought {
    fn kind(&self) -> domain::Result<Option<Kind>> {
        let read = |text: &String| Kind::parse(text).ok_or(Error::invalid("kind", "error-choice"));
        self.kind.as_ref().map(read).transpose()
    }
}

async fn page(
    ctx: &Ctx,
    principal: &Principal,
    scope: &Scope,
    sought: &Sought,
    path: &str,
) -> Result<Json<Items>> {
    let limit = limit(sought.limit);
    let after = sought.after.as_deref().and_then(Cursor::parse);
    let found = items::lists::list(&ctx.db, principal, scope, sought.kind()?, after, limit).await?;
    let faces = people::faces(&ctx.db, principal, found.iter().map(|item| item.author_id)).await?;
    let last = found.last().filter(|_| found.len() as i64 == limit);
    let kind = sought.kind.as_ref().map(|kind| format!("&kind={kind}")).unwrap_or_default();
    let next = last.map(|last| {
        format!("{BASE}{path}?after={}&limit={limit}{kind}", Cursor { at: last.active_at, id: last.id })
    });
    let ids: Vec<ItemId> = found.iter().map(|item| item.id).collect();
    let files = domain::files::list_of_items(&ctx.db, &ids).await?;
    let items = found.iter().map(|item| ItemOut::new(item, &faces).with_files(&files)).collect();
    Ok(Json(Items { items, next }))
}

async fn of_group(
    State(ctx): State<Ctx>,
    member: Member,
    Path(group): Path<String>,
    Query(sought): Query<Sought>,
) -> Result<Json<Items>> {
    let group: GroupId = id(&group)?;
    groups::enter(&ctx.db, &member.principal, group).await?;
    page(&ctx, &member.principal, &Scope::Group(group), &sought, &format!("/groups/{group}/items")).await
}

async fn mine(State(ctx): State<Ctx>, member: Member, Query(sought): Query<Sought>) -> Result<Json<Items>> {
    page(&ctx, &member.principal, &Scope::Mine, &sought, "/items").await
}

async fn show(State(ctx): State<Ctx>, member: Member, Path(item): Path<String>) -> Result<Json<ItemOut>> {
    let item = items::find(&ctx.db, &member.principal, id(&item)?).await?;
    let faces = people::faces(&ctx.db, &member.principal, [item.author_id]).await?;
    let files = domain::files::list_of_items(&ctx.db, &[item.id]).await?;
    Ok(Json(ItemOut::new(&item, &faces).with_files(&files)))
}

async fn publish(
    State(ctx): State<Ctx>,
    member: Member,
    Path(group): Path<String>,
    once: Once,
    Json(sent): Json<NewItemIn>,
) -> Result<(StatusCode, Json<ItemOut>)> {
    let group = groups::enter(&ctx.db, &member.principal, id(&group)?).await?.group;
    let new = sent.read(&group)?;
    let principal = &member.principal;
    let made: ItemId =
        once.make(&ctx, &member, &sent, async |tx| items::publish(tx, principal, new.clone()).await).await?;
    let shown = show(State(ctx), member, Path(made.to_string())).await?;
    Ok((StatusCode::CREATED, shown))
}

impl NewItemIn {
    fn read(&self, group: &groups::Group) -> domain::Result<NewItem> {
        let moment = match (self.is_draft, instant("publishAt", self.publish_at.as_deref())?) {
            (true, _) => Moment::Draft,
            (false, Some(at)) => Moment::At(at),
            (false, None) => Moment::Now,
        };
        Ok(NewItem {
            group_id: Some(group.id),
            kind: Kind::parse(&self.kind).ok_or(Error::invalid("kind", "error-choice"))?,
            audience: word("audience", &self.audience, Audience::parse, items::allowed(group)[0])?,
            title: self.title.clone(),
            body: self.body.clone(),
            language: self.language.clone().unwrap_or_else(|| group.words.language.clone()),
            subjects: self.subjects.clone(),
            detail: detail(self.poll.as_ref(), self.folder.as_ref())?,
            moment,
            archive_at: instant("archiveAt", self.archive_at.as_deref())?,
            files: files::ids(&self.files)?,
            origin: None,
        })
    }
}

/// What a kind has of its own, as it was sent.
fn detail(poll: Option<&PollIn>, folder: Option<&String>) -> domain::Result<NewDetail> {
    match (poll, folder) {
        (Some(poll), _) => poll.read(),
        (None, Some(folder)) => Ok(NewDetail::File(Filed { folder: folder.clone() })),
        (None, None) => Ok(NewDetail::Plain),
    }
}

impl PollIn {
    fn read(&self) -> domain::Result<NewDetail> {
        Ok(NewDetail::Poll(NewPoll {
            options: self.options.clone(),
            is_multiple: self.is_multiple,
            closes_at: instant("closesAt", self.closes_at.as_deref())?,
        }))
    }
}

async fn change(
    State(ctx): State<Ctx>,
    member: Member,
    Path(item): Path<String>,
    Json(change): Json<ItemChange>,
) -> Result<Json<ItemOut>> {
    let before = items::find(&ctx.db, &member.principal, id(&item)?).await?;
    let kept = before.subjects.iter().map(|subject| subject.uri.clone()).collect();
    let files = match &change.files {
        Some(named) => files::ids(named)?,
        None => ids_of(domain::files::list_of_items(&ctx.db, &[before.id]).await?),
    };
    let edit = ItemEdit {
        version: change.version,
        audience: word("audience", &change.audience, Audience::parse, before.audience)?,
        title: change.title.unwrap_or(before.title),
        body: change.body.unwrap_or(before.body),
        language: change.language.unwrap_or(before.language),
        subjects: change.subjects.unwrap_or(kept),
        detail: detail(change.poll.as_ref(), change.folder.as_ref())?,
        moment: change.publish.then_some(Moment::Now),
        archive_at: before.archive_at,
        files,
        origin: None,
    };
    let id = before.id;
    ctx.db.write(async |tx| items::edit(tx, &member.principal, id, edit.clone()).await).await?;
    show(State(ctx), member, Path(id.to_string())).await
}

pub fn ids_of(files: Vec<domain::files::File>) -> Vec<domain::FileId> {
    files.into_iter().map(|file| file.id).collect()
}

async fn delete(State(ctx): State<Ctx>, member: Member, Path(item): Path<String>) -> Result<StatusCode> {
    let item = id(&item)?;
    ctx.db.write(async |tx| items::delete(tx, &member.principal, item).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn texts(State(ctx): State<Ctx>, member: Member, Path(item): Path<String>) -> Result<Json<Texts>> {
    let found = revisions::list(&ctx.db, &member.principal, Piece::Item(id(&item)?)).await?;
    let faces = people::faces(&ctx.db, &member.principal, found.iter().map(|text| text.editor_id)).await?;
    let text = |text: revisions::Revision| Text {
        version: text.version,
        editor: person(&faces, text.editor_id),
        title: text.title,
        body: text.body,
        written_at: text.written_at.to_rfc3339(),
        files: text.files.into_iter().map(|file| file.name).collect(),
    };
    Ok(Json(Texts { revisions: found.into_iter().map(text).collect() }))
}

async fn react(
    State(ctx): State<Ctx>,
    member: Member,
    Path((item, sign)): Path<(String, String)>,
) -> Result<StatusCode> {
    give(&ctx, &member.principal, Piece::Item(id(&item)?), &sign, true).await
}

async fn unreact(
    State(ctx): State<Ctx>,
    member: Member,
    Path((item, sign)): Path<(String, String)>,
) -> Result<StatusCode> {
    give(&ctx, &member.principal, Piece::Item(id(&item)?), &sign, false).await
}

/// A sign on an item or a comment; a word that is none names nothing.
pub async fn give(ctx: &Ctx, who: &Principal, piece: Piece, sign: &str, is_on: bool) -> Result<StatusCode> {
    let sign = Sign::parse(&sign.replace('-', "_")).ok_or(Error::NotFound)?;
    ctx.db.write(async |tx| signs::react(tx, who, piece, sign, is_on).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn vote(
    State(ctx): State<Ctx>,
    member: Member,
    Path(item): Path<String>,
    Json(vote): Json<Vote>,
) -> Result<StatusCode> {
    let item = id(&item)?;
    ctx.db.write(async |tx| poll::vote(tx, &member.principal, item, &vote.options).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn accept(
    State(ctx): State<Ctx>,
    member: Member,
    Path(item): Path<String>,
    Json(answer): Json<Answer>,
) -> Result<StatusCode> {
    let item = id(&item)?;
    let answer: Option<CommentId> = answer.comment_id.as_deref().map(id).transpose()?;
    ctx.db.write(async |tx| items::comments::accept(tx, &member.principal, item, answer).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn mark(
    State(ctx): State<Ctx>,
    member: Member,
    Path((item, mark)): Path<(String, String)>,
) -> Result<StatusCode> {
    set_mark(&ctx, &member.principal, &item, &mark, true).await
}

async fn unmark(
    State(ctx): State<Ctx>,
    member: Member,
    Path((item, mark)): Path<(String, String)>,
) -> Result<StatusCode> {
    set_mark(&ctx, &member.principal, &item, &mark, false).await
}

async fn set_mark(ctx: &Ctx, who: &Principal, item: &str, mark: &str, is_on: bool) -> Result<StatusCode> {
    let item = id(item)?;
    let mark = Mark::parse(mark).ok_or(Error::NotFound)?;
    ctx.db.write(async |tx| moderate::mark(tx, who, item, mark, is_on).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn bookmark(State(ctx): State<Ctx>, member: Member, Path(item): Path<String>) -> Result<StatusCode> {
    keep(&ctx, &member.principal, &item, true).await
}

async fn forget(State(ctx): State<Ctx>, member: Member, Path(item): Path<String>) -> Result<StatusCode> {
    keep(&ctx, &member.principal, &item, false).await
}

async fn keep(ctx: &Ctx, who: &Principal, item: &str, is_on: bool) -> Result<StatusCode> {
    let item = id(item)?;
    ctx.db.write(async |tx| signs::bookmark(tx, who, item, is_on).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn follow(State(ctx): State<Ctx>, member: Member, Path(item): Path<String>) -> Result<StatusCode> {
    set_follow(&ctx, &member.principal, &item, true).await
}

async fn unfollow(State(ctx): State<Ctx>, member: Member, Path(item): Path<String>) -> Result<StatusCode> {
    set_follow(&ctx, &member.principal, &item, false).await
}

async fn set_follow(ctx: &Ctx, who: &Principal, item: &str, is_on: bool) -> Result<StatusCode> {
    let item = id(item)?;
    ctx.db.write(async |tx| signs::follow(tx, who, item, is_on).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn moderate_item(
    State(ctx): State<Ctx>,
    member: Member,
    Path(item): Path<String>,
    Json(sent): Json<Moderation>,
) -> Result<StatusCode> {
    take_measure(&ctx, &member.principal, Piece::Item(id(&item)?), &sent).await
}

pub async fn take_measure(ctx: &Ctx, who: &Principal, piece: Piece, sent: &Moderation) -> Result<StatusCode> {
    let measure =
        sent.measure.as_deref().and_then(Measure::parse).ok_or(Error::invalid("measure", "error-choice"))?;
    ctx.db.write(async |tx| moderate::moderate(tx, who, piece, measure, &sent.reason).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn report(
    State(ctx): State<Ctx>,
    member: Member,
    Path(item): Path<String>,
    once: Once,
    Json(sent): Json<NewReport>,
) -> Result<(StatusCode, Json<Made>)> {
    file_report(&ctx, &member, &once, Piece::Item(id(&item)?), &sent).await
}

pub async fn file_report(
    ctx: &Ctx,
    member: &Member,
    once: &Once,
    piece: Piece,
    sent: &NewReport,
) -> Result<(StatusCode, Json<Made>)> {
    let reason =
        sent.reason.as_deref().and_then(Reason::parse).ok_or(Error::invalid("reason", "error-choice"))?;
    let who = &member.principal;
    let made: domain::ReportId = once
        .make(ctx, member, sent, async |tx| moderate::report(tx, who, piece, reason, &sent.note, None).await)
        .await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.to_string() })))
}
