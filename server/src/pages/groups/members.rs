//! `/groups/{id}/members`: who takes part, and from where; for moderators also as a file.

use std::fmt::Write as _;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use domain::groups::{self, Membership, members};
use domain::people::faces;
use domain::{GroupId, Principal};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use super::head::{Head, Tab};
use super::words;
use crate::error::Result;
use crate::extract::Member;
use crate::i18n::Texts;
use crate::pages::face::FaceView;
use crate::pages::id_of;
use crate::pages::shell::Shell;
use crate::state::Ctx;

const PAGE: usize = 50;
/// Rows read at once for the file.
const FILE_PART: i64 = 500;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/members" Member => show;
        GET "/groups/{id}/members.csv" Member => download;
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    after: String,
}

#[derive(Template)]
#[template(path = "groups/members.html")]
struct View {
    shell: Shell,
    head: Head,
    rows: Vec<Row>,
    first: Option<String>,
    next: Option<String>,
}

struct Row {
    face: FaceView,
    role: Option<String>,
    since: String,
    /// Where a moderator decides about him.
    href: Option<String>,
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let (t, me) = (shell.t, &member.principal);
    let place = groups::enter(&ctx.db, me, id_of::<GroupId>(&id)?).await?;
    let head = Head::new(t, &place, Tab::Members);
    let after = Some(asked.after.as_str()).filter(|after| !after.is_empty());
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut found = members::list(&ctx.db, me, place.group.id, after, limit).await?;
    let has_more = found.len() > PAGE;
    found.truncate(PAGE);
    let faces = faces(&ctx.db, me, found.iter().map(|row| row.person_id)).await?;
    let last = found
        .last()
        .filter(|_| has_more)
        .and_then(|row| Some(members::cursor(row.role, faces.get(&row.person_id)?)));
    let next = last.map(|cursor| {
        let query =
            url::form_urlencoded::Serializer::new(String::new()).append_pair("after", &cursor).finish();
        format!("{}/members?{query}", head.path)
    });
    let row = |row: &Membership| Row {
        face: FaceView::of(t, &faces, row.person_id),
        role: (row.role != groups::Role::Member).then(|| t.get(words::role(row.role))),
        since: t.date(row.since),
        href: (head.is_moderator && row.person_id != member.person_id)
            .then(|| format!("{}/members/{}", head.path, row.person_id)),
    };
    let rows = found.iter().map(row).collect();
    let first = after.map(|_| format!("{}/members", head.path));
    Ok(Html(View { shell, head, rows, first, next }.render()?))
}

/// The list for a moderator's own use.
async fn download(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Response> {
    let me = &member.principal;
    let group = groups::enter(&ctx.db, me, id_of::<GroupId>(&id)?).await?.require_moderator()?;
    let text = file(&ctx, shell.t, me, group.id).await?;
    let name = format!("attachment; filename=\"{}.csv\"", group.handle);
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, text).into_response())
}

async fn file(ctx: &Ctx, t: Texts, me: &Principal, group: GroupId) -> Result<String> {
    // A spreadsheet knows by this mark that the letters are UTF-8.
    let mut text = String::from("\u{feff}");
    line(
        &mut text,
        ["groups-csv-name", "groups-csv-organisation", "groups-csv-role", "groups-csv-since"]
            .map(|key| t.get(key)),
    );
    let mut after: Option<String> = None;
    loop {
        let rows = members::list(&ctx.db, me, group, after.as_deref(), FILE_PART).await?;
        let faces = faces(&ctx.db, me, rows.iter().map(|row| row.person_id)).await?;
        for row in &rows {
            let Some(face) = faces.get(&row.person_id) else { continue };
            let since = row.since.to_rfc3339();
            let day = since.get(..10).unwrap_or_default().to_owned();
            line(
                &mut text,
                [face.name.clone(), face.organisation.clone(), t.get(words::role(row.role)), day],
            );
        }
        let last = rows.last().and_then(|row| Some(members::cursor(row.role, faces.get(&row.person_id)?)));
        match last {
            Some(last) if rows.len() == usize::try_from(FILE_PART).unwrap_or(usize::MAX) => {
                after = Some(last)
            }
            _ => return Ok(text),
        }
    }
}

fn line(text: &mut String, cells: [String; 4]) {
    let cells: Vec<_> = cells.iter().map(|cell| quoted(cell)).collect();
    let _ = write!(text, "{}\r\n", cells.join(";"));
}

/// Between quotes; what a spreadsheet would take for a formula is kept a text.
fn quoted(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    format!("\"{}{}\"", if is_formula { "'" } else { "" }, cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_no_formula_and_no_second_cell() {
        assert_eq!(quoted("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(quoted("Vries; de"), "\"Vries; de\"");
    }
}
