//! `/admin/concepts`: the subjects people choose their knowledge from, and those this organisation adds.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use domain::concepts::{self, Concept, NewConcept};
use domain::{ConceptId, Error};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use crate::error::{Problem, Result};
use crate::extract::Admin;
use crate::notice;
use crate::pages::form::FormErrors;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/admin/concepts" Admin => list;
        POST "/admin/concepts" Admin body 20_000 => create;
        POST "/admin/concepts/{id}/retire" Admin => retire;
    }
}

const SHOWN: i64 = 50;

#[derive(Default, Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
}

/// What was typed for a new subject.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    label_nl: String,
    label_en: String,
    /// One a line.
    synonyms_nl: String,
    synonyms_en: String,
    /// Label of the broader subject, in either language.
    broader: String,
}

#[derive(Template)]
#[template(path = "admin/concepts.html")]
struct View {
    shell: Shell,
    q: String,
    concepts: Vec<Concept>,
    typed: Typed,
    errors: FormErrors,
}

const LABELS: [(&str, &str); 5] = [
    ("label_nl", "concepts-label-nl"),
    ("label_en", "concepts-label-en"),
    ("synonyms_nl", "concepts-synonyms-nl"),
    ("synonyms_en", "concepts-synonyms-en"),
    ("broader", "concepts-broader"),
];

impl View {
    /// What was searched for, else what the organisation added itself.
    async fn load(ctx: &Ctx, shell: Shell, q: String, typed: Typed, errors: FormErrors) -> Result<Self> {
        let concepts = match q.trim() {
            "" => concepts::list_all(&ctx.db).await?.into_iter().filter(|one| !one.is_shipped).collect(),
            q => concepts::complete(&ctx.db, q, SHOWN).await?,
        };
        Ok(Self { shell, q, concepts, typed, errors })
    }
}

async fn list(
    State(ctx): State<Ctx>,
    _admin: Admin,
    shell: Shell,
    Query(asked): Query<Asked>,
) -> Result<Html<String>> {
    let view = View::load(&ctx, shell, asked.q, Typed::default(), FormErrors::default()).await?;
    Ok(Html(view.render()?))
}

async fn create(
    State(ctx): State<Ctx>,
    admin: Admin,
    shell: Shell,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let done = match typed.concept(&ctx).await {
        Ok(new) => ctx.db.write(async |tx| concepts::create(tx, &admin.principal, new).await).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(_) => Ok(notice::then("/admin/concepts", "concepts-notice-created")),
        Err(Error::Invalid(errors)) => {
            let errors = FormErrors::new(shell.t, &errors, &LABELS);
            let page = View::load(&ctx, shell, String::new(), typed, errors).await?.render()?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

impl Typed {
    async fn concept(&self, ctx: &Ctx) -> domain::Result<NewConcept> {
        let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
        let broader = match self.broader.trim() {
            "" => None,
            label => {
                let found = concepts::find_by_label(&ctx.db, label).await?;
                let wrong = || domain::FieldError::new("broader", "error-concept-broader").with("uri", label);
                Some(found.ok_or_else(wrong)?.uri)
            }
        };
        Ok(NewConcept {
            uri: String::new(),
            label_nl: self.label_nl.clone(),
            label_en: self.label_en.clone(),
            synonyms_nl: lines(&self.synonyms_nl),
            synonyms_en: lines(&self.synonyms_en),
            broader,
        })
    }
}

async fn retire(State(ctx): State<Ctx>, admin: Admin, Path(id): Path<String>) -> Result<Response> {
    let id: ConceptId = id.parse().map_err(|_| Problem::not_found())?;
    ctx.db.write(async |tx| concepts::retire(tx, &admin.principal, id).await).await?;
    Ok(notice::then("/admin/concepts", "concepts-notice-retired"))
}
