//! `/api/v1/groups`: networks, found, made and changed.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use domain::groups::{self, Asked, GroupEdit, JoinPolicy, Rules, Words};
use domain::people::FieldKey;
use domain::{Audience, Error, GroupId};
use federation::route::Route;
use federation::routes;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::BASE;
use super::description::Operation;
use super::once::Once;
use super::parts::{GroupOut, id, limit};
use crate::error::Result;
use crate::extract::Member;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/api/v1/groups" Token => list;
        POST "/api/v1/groups" Token => create;
        GET "/api/v1/groups/{id}" Token => show;
        PATCH "/api/v1/groups/{id}" Token => change;
        DELETE "/api/v1/groups/{id}" Token => delete;
        PUT "/api/v1/groups/{id}/archive" Token => archive;
        DELETE "/api/v1/groups/{id}/archive" Token => reopen;
    }
}

pub fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/api/v1/groups", "Networks one may know of").query::<Sought>().answers::<Groups>(),
        Operation::post("/api/v1/groups", "Make a network").takes::<NewGroup>().answers::<GroupOut>(),
        Operation::get("/api/v1/groups/{id}", "One network").path_parameter("id").answers::<GroupOut>(),
        Operation::patch("/api/v1/groups/{id}", "Change a network one owns")
            .path_parameter("id")
            .takes::<GroupChange>()
            .answers::<GroupOut>(),
        Operation::delete("/api/v1/groups/{id}", "Delete a network with everything in it")
            .path_parameter("id"),
        Operation::put("/api/v1/groups/{id}/archive", "Make a network read-only").path_parameter("id"),
        Operation::delete("/api/v1/groups/{id}/archive", "Let a network live again").path_parameter("id"),
    ]
}

/// What can be asked of the list.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
struct Sought {
    /// Words that begin words of its name or summary.
    q: Option<String>,
    /// `yes`: only those one is a member of.
    mine: Option<String>,
    /// The address of a subject.
    subject: Option<String>,
    /// From `next` of the page before.
    after: Option<String>,
    limit: Option<i64>,
}

/// A page of networks.
#[derive(Serialize, ToSchema)]
pub struct Groups {
    groups: Vec<GroupOut>,
    /// Where the next page is.
    next: Option<String>,
}

/// A network to be made. What is not said has a careful default.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewGroup {
    name: String,
    #[serde(flatten)]
    rest: GroupChangeRest,
    /// The network that it is a part of.
    parent_id: Option<String>,
}

/// What is to change; what is not named stays.
#[derive(Deserialize, Serialize, ToSchema, Default)]
#[serde(rename_all = "camelCase")]
pub struct GroupChange {
    name: Option<String>,
    #[serde(flatten)]
    rest: GroupChangeRest,
}

/// Texts and rules of a network.
#[derive(Deserialize, Serialize, ToSchema, Default)]
#[serde(rename_all = "camelCase")]
pub struct GroupChangeRest {
    summary: Option<String>,
    /// Markdown.
    introduction: Option<String>,
    rules: Option<String>,
    /// What a new member is told.
    welcome: Option<String>,
    /// `nl` or `en`.
    language: Option<String>,
    /// Addresses of concepts.
    subjects: Option<Vec<String>>,
    /// `open`, `request` or `invitation`.
    join_policy: Option<String>,
    question: Option<String>,
    /// `public`, `network`, `organisation` or `group`.
    listed: Option<String>,
    content: Option<String>,
    /// Names of profile fields that members must have filled in.
    required_fields: Option<Vec<String>>,
}

async fn list(State(ctx): State<Ctx>, member: Member, Query(sought): Query<Sought>) -> Result<Json<Groups>> {
    let limit = limit(sought.limit);
    let asked = Asked {
        words: sought.q.clone().unwrap_or_default(),
        subject: sought.subject.clone(),
        is_mine: sought.mine.as_deref() == Some("yes"),
        after: sought.after.clone(),
        limit,
        ..Asked::default()
    };
    let found = groups::list(&ctx.db, &member.principal, &asked).await?;
    let next =
        found.last().filter(|_| found.len() as i64 == limit).map(|last| next_page(&sought, last, limit));
    Ok(Json(Groups { groups: found.iter().map(GroupOut::new).collect(), next }))
}

fn next_page(sought: &Sought, last: &groups::Group, limit: i64) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in [("q", &sought.q), ("mine", &sought.mine), ("subject", &sought.subject)] {
        if let Some(value) = value {
            query.append_pair(name, value);
        }
    }
    query.append_pair("after", &groups::cursor(last)).append_pair("limit", &limit.to_string());
    format!("{BASE}/groups?{}", query.finish())
}

async fn show(State(ctx): State<Ctx>, member: Member, Path(group): Path<String>) -> Result<Json<GroupOut>> {
    let place = groups::enter(&ctx.db, &member.principal, id(&group)?).await?;
    Ok(Json(GroupOut::of_place(&place)))
}

async fn create(
    State(ctx): State<Ctx>,
    member: Member,
    once: Once,
    Json(new): Json<NewGroup>,
) -> Result<(StatusCode, Json<GroupOut>)> {
    let parent = new.parent_id.as_deref().map(id).transpose()?;
    let blank = GroupEdit {
        words: Words { name: new.name.clone(), language: "nl".into(), ..Words::default() },
        handle: None,
        subjects: Vec::new(),
        rules: Rules {
            join_policy: JoinPolicy::Request,
            question: String::new(),
            listed: Audience::Network,
            content: Audience::Group,
            required_fields: Vec::new(),
        },
        parent_id: parent,
    };
    let edit = new.rest.onto(blank)?;
    let principal = &member.principal;
    let made: GroupId =
        once.make(&ctx, &member, &new, async |tx| groups::create(tx, principal, edit.clone()).await).await?;
    let shown = show(State(ctx), member, Path(made.to_string())).await?;
    Ok((StatusCode::CREATED, shown))
}

async fn change(
    State(ctx): State<Ctx>,
    member: Member,
    Path(group): Path<String>,
    Json(change): Json<GroupChange>,
) -> Result<Json<GroupOut>> {
    let group: GroupId = id(&group)?;
    let before = groups::enter(&ctx.db, &member.principal, group).await?.group;
    let mut words = before.words.clone();
    if let Some(name) = &change.name {
        words.name.clone_from(name);
    }
    let subjects = before.subjects.iter().map(|subject| subject.uri.clone()).collect();
    let kept =
        GroupEdit { words, handle: None, subjects, rules: before.rules.clone(), parent_id: before.parent_id };
    let edit = change.rest.onto(kept)?;
    ctx.db.write(async |tx| groups::edit(tx, &member.principal, group, edit.clone()).await).await?;
    show(State(ctx), member, Path(group.to_string())).await
}

async fn delete(State(ctx): State<Ctx>, member: Member, Path(group): Path<String>) -> Result<StatusCode> {
    let group = id(&group)?;
    ctx.db.write(async |tx| groups::delete(tx, &member.principal, group).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn archive(State(ctx): State<Ctx>, member: Member, Path(group): Path<String>) -> Result<StatusCode> {
    set_archived(&ctx, &member, &group, true).await
}

async fn reopen(State(ctx): State<Ctx>, member: Member, Path(group): Path<String>) -> Result<StatusCode> {
    set_archived(&ctx, &member, &group, false).await
}

async fn set_archived(ctx: &Ctx, member: &Member, group: &str, is_archived: bool) -> Result<StatusCode> {
    let group = id(group)?;
    ctx.db.write(async |tx| groups::set_archived(tx, &member.principal, group, is_archived).await).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl GroupChangeRest {
    /// The edit with what is named here in place of what was there.
    fn onto(&self, mut edit: GroupEdit) -> domain::Result<GroupEdit> {
        let words = &mut edit.words;
        for (text, into) in [
            (&self.summary, &mut words.summary),
            (&self.introduction, &mut words.introduction),
            (&self.rules, &mut words.rules),
            (&self.welcome, &mut words.welcome),
            (&self.language, &mut words.language),
            (&self.question, &mut edit.rules.question),
        ] {
            if let Some(text) = text {
                into.clone_from(text);
            }
        }
        if let Some(subjects) = &self.subjects {
            edit.subjects.clone_from(subjects);
        }
        let rules = &mut edit.rules;
        rules.join_policy = word("joinPolicy", &self.join_policy, JoinPolicy::parse, rules.join_policy)?;
        rules.listed = word("listed", &self.listed, Audience::parse, rules.listed)?;
        rules.content = word("content", &self.content, Audience::parse, rules.content)?;
        if let Some(fields) = &self.required_fields {
            let read = |name: &String| {
                name.parse::<FieldKey>()
                    .map_err(|()| Error::invalid("requiredFields", "error-required-field"))
            };
            rules.required_fields = fields.iter().map(read).collect::<domain::Result<_>>()?;
        }
        Ok(edit)
    }
}

/// One of a fixed list of words, or what was there.
pub fn word<T>(
    field: &'static str,
    text: &Option<String>,
    parse: impl Fn(&str) -> Option<T>,
    before: T,
) -> domain::Result<T> {
    match text {
        Some(text) => parse(text).ok_or(Error::invalid(field, "error-choice")),
        None => Ok(before),
    }
}
