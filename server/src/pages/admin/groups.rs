//! `/admin/groups`: who may start a network, and what was reported in networks.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use axum_extra::extract::Form;
use domain::groups::shut_out::{self, ShutOut};
use domain::groups::{self, CreationPolicy, Group, Words};
use domain::items::moderate::{self, Report, ReportState};
use domain::people::faces;
use domain::{Error, GroupId, PersonId, ReportId};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use crate::error::Result;
use crate::extract::Admin;
use crate::i18n::{Moment, Texts};
use crate::notice;
use crate::pages::face::FaceView;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::id_of;
use crate::pages::items::report;
use crate::pages::items::row::GroupLink;
use crate::pages::shell::Shell;
use crate::state::Ctx;

/// Reports shown; open ones stand first.
const REPORTS: i64 = 100;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/admin/groups" Admin => show;
        POST "/admin/groups" Admin body 1_000 => choose;
        POST "/admin/house" Admin body 4_000 => found_house;
        POST "/admin/reports/{id}" Admin body 4_000 => dismiss;
        POST "/admin/groups/{id}/resync" Admin body 1_000 => resync;
    }
}

#[derive(Template)]
#[template(path = "admin/groups.html")]
struct View {
    shell: Shell,
    errors: FormErrors,
    /// Value and words.
    policies: Vec<(&'static str, String)>,
    chosen: &'static str,
    reports: Vec<Row>,
    copies: Vec<Copy>,
    shut_out: Vec<Out>,
    /// Where the organisation's own network is.
    house: Option<String>,
    /// What it would be called.
    house_name: String,
}

/// A network of elsewhere as it stands here.
struct Copy {
    group: GroupLink,
    /// How much of what the host announced is here.
    done: i64,
    announced: i64,
    confirmed: Option<Moment>,
    path: String,
}

/// Somebody who is shut out.
struct Out {
    face: FaceView,
    reason: String,
    when: Moment,
    path: String,
}

struct Row {
    path: String,
    reason: String,
    note: String,
    when: Moment,
    group: Option<GroupLink>,
    /// Where the thing itself stands.
    about: Option<String>,
    is_open: bool,
}

async fn show(State(ctx): State<Ctx>, admin: Admin, shell: Shell) -> Result<Html<String>> {
    Ok(Html(view(&ctx, &admin, shell).await?.render()?))
}

async fn view(ctx: &Ctx, admin: &Admin, shell: Shell) -> Result<View> {
    let t = shell.t;
    let reports = moderate::list_reports(&ctx.db, &admin.principal, None, REPORTS).await?;
    let ids: Vec<GroupId> = reports.iter().filter_map(|report| report.group_id).collect();
    let groups = groups::list_by_id(&ctx.db, &admin.principal, &ids).await?;
    let row = |report: &Report| Row {
        path: format!("/admin/reports/{}", report.id),
        reason: t.get(report::reason(report.reason)),
        note: report.note.clone(),
        when: t.moment(report.created_at, ctx.clock.now()),
        group: groups.iter().find(|group| Some(group.id) == report.group_id).map(GroupLink::new),
        about: about(report),
        is_open: report.state == ReportState::Open,
    };
    let house = groups::house::find(&ctx.db).await?;
    Ok(View {
        house: house.map(|id| format!("/groups/{id}/wiki")),
        house_name: t.with("admin-house-called", [("organisation", ctx.config.instance.name.as_str())]),
        policies: CreationPolicy::ALL.map(|policy| (policy.as_str(), t.get(word(policy)))).into(),
        chosen: groups::creation_policy(&ctx.db).await?.as_str(),
        reports: reports.iter().map(row).collect(),
        copies: copies(ctx, admin, t).await?,
        shut_out: out(ctx, admin, t).await?,
        errors: FormErrors::default(),
        shell,
    })
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct House {
    name: String,
}

/// The organisation's own network, whose wiki is that of everybody here.
async fn found_house(
    State(ctx): State<Ctx>,
    admin: Admin,
    shell: Shell,
    Form(house): Form<House>,
) -> Result<Response> {
    let words = Words {
        name: house.name.clone(),
        summary: shell.t.get("admin-house-summary"),
        language: shell.t.language().tag().to_owned(),
        ..Words::default()
    };
    match ctx.db.write(async |tx| groups::house::found(tx, &admin.principal, words.clone()).await).await {
        Ok(id) => Ok(notice::then(&format!("/groups/{id}/wiki"), "admin-notice-house")),
        Err(error) => {
            let refused = Refused::new(shell.t, error, &[("name", "groups-name")])?;
            let view = view(&ctx, &admin, shell).await?;
            refused.show(|errors| View { errors, house_name: house.name, ..view }.render())
        }
    }
}

async fn copies(ctx: &Ctx, admin: &Admin, t: Texts) -> Result<Vec<Copy>> {
    let found = groups::replica::list_copies(&ctx.db, &admin.principal).await?;
    let now = ctx.clock.now();
    let copy = |group: &Group| Copy {
        group: GroupLink::new(group),
        done: group.feed.seq.min(group.feed.announced_seq),
        announced: group.feed.announced_seq,
        confirmed: group.feed.confirmed_at.map(|at| t.moment(at, now)),
        path: format!("/admin/groups/{}/resync", group.id),
    };
    Ok(found.iter().map(copy).collect())
}

async fn out(ctx: &Ctx, admin: &Admin, t: Texts) -> Result<Vec<Out>> {
    let found = shut_out::list(&ctx.db, &admin.principal).await?;
    let people: Vec<PersonId> = found.iter().map(|one| one.person_id).collect();
    let faces = faces(&ctx.db, &admin.principal, people).await?;
    let now = ctx.clock.now();
    let one = |one: &ShutOut| Out {
        face: FaceView::of(t, &faces, one.person_id),
        reason: one.reason.clone(),
        when: t.moment(one.created_at, now),
        path: format!("/admin/people/{}/let-in", one.person_id),
    };
    Ok(found.iter().map(one).collect())
}

async fn resync(State(ctx): State<Ctx>, admin: Admin, Path(id): Path<String>) -> Result<Response> {
    let id: GroupId = id_of(&id)?;
    ctx.db.write(async |tx| groups::replica::resync(tx, &admin.principal, id).await).await?;
    Ok(notice::then("/admin/groups", "admin-groups-notice-resync"))
}

fn about(report: &Report) -> Option<String> {
    let comment = report.comment_id.map(|id| format!("/comments/{id}"));
    comment.or_else(|| report.item_id.map(|id| format!("/items/{id}")))
}

fn word(policy: CreationPolicy) -> &'static str {
    match policy {
        CreationPolicy::Everyone => "admin-groups-everyone",
        CreationPolicy::Staff => "admin-groups-staff",
        CreationPolicy::Administrators => "admin-groups-administrators",
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Chosen {
    who: String,
}

async fn choose(State(ctx): State<Ctx>, admin: Admin, Form(chosen): Form<Chosen>) -> Result<Response> {
    let policy = CreationPolicy::parse(&chosen.who).ok_or_else(|| Error::invalid("who", "error-choice"))?;
    ctx.db.write(async |tx| groups::set_creation_policy(tx, &admin.principal, policy).await).await?;
    Ok(notice::then("/admin/groups", "admin-groups-saved"))
}

async fn dismiss(State(ctx): State<Ctx>, admin: Admin, Path(id): Path<String>) -> Result<Response> {
    let id: ReportId = id_of(&id)?;
    ctx.db.write(async |tx| moderate::dismiss(tx, &admin.principal, id, "").await).await?;
    Ok(notice::then("/admin/groups", "groups-notice-dismissed"))
}
