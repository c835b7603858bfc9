//! `/admin/fields`: the fields that this organisation adds to the profile.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::people::Label;
use domain::people::fields::{self, Definition, Direction, Kind, NewDefinition};
use domain::{Error, FieldId};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use crate::error::{Problem, Result};
use crate::extract::Admin;
use crate::i18n::Texts;
use crate::notice;
use crate::pages::form::FormErrors;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/admin/fields" Admin => list;
        POST "/admin/fields" Admin body 40_000 => create;
        POST "/admin/fields/{id}" Admin body 4_000 => change;
        GET "/admin/fields/{id}/retire" Admin => ask_retire;
        POST "/admin/fields/{id}/retire" Admin => retire;
    }
}

/// What was typed for a new field.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    section_nl: String,
    section_en: String,
    label_nl: String,
    label_en: String,
    kind: String,
    /// One a line: Dutch | English.
    options: String,
    mandatory: Option<String>,
    filter: Option<String>,
}

#[derive(Template)]
#[template(path = "admin/fields.html")]
struct View {
    shell: Shell,
    rows: Vec<Row>,
    kinds: Vec<(&'static str, String)>,
    typed: Typed,
    errors: FormErrors,
}

struct Row {
    definition: Definition,
    kind: String,
    is_first: bool,
    is_last: bool,
}

const LABELS: [(&str, &str); 5] = [
    ("section_nl", "fields-section-nl"),
    ("section_en", "fields-section-en"),
    ("label_nl", "fields-label-nl"),
    ("label_en", "fields-label-en"),
    ("options", "fields-options"),
];

impl View {
    async fn load(ctx: &Ctx, shell: Shell, typed: Typed, errors: FormErrors) -> Result<Self> {
        let definitions = fields::list(&ctx.db).await?;
        let last = definitions.len().saturating_sub(1);
        let rows = definitions.into_iter().enumerate().map(|(at, definition)| Row {
            kind: shell.t.get(kind_key(definition.kind)),
            is_first: at == 0,
            is_last: at == last,
            definition,
        });
        let kinds = kinds(shell.t);
        Ok(Self { rows: rows.collect(), kinds, typed, errors, shell })
    }
}

fn kinds(t: Texts) -> Vec<(&'static str, String)> {
    Kind::ALL.into_iter().map(|kind| (kind.as_str(), t.get(kind_key(kind)))).collect()
}

fn kind_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "fields-kind-text",
        Kind::Choice => "fields-kind-choice",
        Kind::Choices => "fields-kind-choices",
        Kind::Date => "fields-kind-date",
    }
}

async fn list(State(ctx): State<Ctx>, _admin: Admin, shell: Shell) -> Result<Html<String>> {
    Ok(Html(View::load(&ctx, shell, Typed::default(), FormErrors::default()).await?.render()?))
}

async fn create(
    State(ctx): State<Ctx>,
    admin: Admin,
    shell: Shell,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let new = typed.definition().ok_or_else(|| Problem::Unreadable("a kind of field".into()))?;
    match ctx.db.write(async |tx| fields::create(tx, &admin.principal, new).await).await {
        Ok(_) => Ok(notice::then("/admin/fields", "fields-notice-created")),
        Err(Error::Invalid(errors)) => {
            let errors = FormErrors::new(shell.t, &errors, &LABELS);
            let page = View::load(&ctx, shell, typed, errors).await?.render()?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

impl Typed {
    fn definition(&self) -> Option<NewDefinition> {
        let label = |nl: &str, en: &str| Label { nl: nl.to_owned(), en: en.to_owned() };
        let kind = Kind::parse(&self.kind)?;
        let has_options = matches!(kind, Kind::Choice | Kind::Choices);
        let lines = self.options.lines().map(str::trim).filter(|line| has_options && !line.is_empty());
        let option = |line: &str| {
            let (nl, en) = line.split_once('|').unwrap_or((line, ""));
            label(nl.trim(), en.trim())
        };
        Some(NewDefinition {
            section: label(&self.section_nl, &self.section_en),
            label: label(&self.label_nl, &self.label_en),
            kind,
            options: lines.map(option).collect(),
            is_mandatory: self.mandatory.is_some(),
            is_filter: self.filter.is_some(),
        })
    }
}

/// A step with a field: its place, or what is asked of it.
#[derive(Deserialize)]
struct Step {
    r#do: String,
    mandatory: Option<String>,
    filter: Option<String>,
}

async fn change(
    State(ctx): State<Ctx>,
    admin: Admin,
    Path(id): Path<String>,
    Form(step): Form<Step>,
) -> Result<Redirect> {
    let (id, who) = (read(&id)?, &admin.principal);
    match step.r#do.as_str() {
        "up" => ctx.db.write(async |tx| fields::shift(tx, who, id, Direction::Up).await).await?,
        "down" => ctx.db.write(async |tx| fields::shift(tx, who, id, Direction::Down).await).await?,
        "rules" => {
            let (mandatory, filter) = (step.mandatory.is_some(), step.filter.is_some());
            ctx.db.write(async |tx| fields::set_rules(tx, who, id, mandatory, filter).await).await?;
        }
        _ => return Err(Problem::Unreadable("a step with a field".into())),
    }
    Ok(Redirect::to("/admin/fields"))
}

fn read(id: &str) -> Result<FieldId> {
    id.parse().map_err(|_| Problem::not_found())
}

#[derive(Template)]
#[template(path = "admin/field_retire.html")]
struct Ask {
    shell: Shell,
    definition: Definition,
    filled: i64,
}

async fn ask_retire(
    State(ctx): State<Ctx>,
    admin: Admin,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    let id = read(&id)?;
    let found = fields::list(&ctx.db).await?.into_iter().find(|field| field.id == id);
    let definition = found.ok_or_else(Problem::not_found)?;
    let filled = fields::count_filled(&ctx.db, &admin.principal, id).await?;
    Ok(Html(Ask { shell, definition, filled }.render()?))
}

async fn retire(State(ctx): State<Ctx>, admin: Admin, Path(id): Path<String>) -> Result<Response> {
    let id = read(&id)?;
    ctx.db.write(async |tx| fields::retire(tx, &admin.principal, id).await).await?;
    Ok(notice::then("/admin/fields", "fields-notice-retired"))
}
