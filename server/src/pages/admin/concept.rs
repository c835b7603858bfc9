//! `/admin/concepts/{id}`: one subject: the words it is found by, where each came from, and adding one or taking one back.

use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use domain::concepts::synonyms::{self, Added};
use domain::concepts::{self, Concept, NewConcept};
use domain::{ConceptId, Error, PersonId, SynonymId, people};
use federation::route::Route;
use federation::routes;
use serde::Deserialize;

use crate::error::{Problem, Result};
use crate::extract::Admin;
use crate::i18n::{Moment, Texts};
use crate::notice;
use crate::pages::form::FormErrors;
use crate::pages::shell::Shell;
use crate::pages::subjects;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/admin/concepts/{id}" Admin => show;
        POST "/admin/concepts/{id}/words" Admin body 4_000 => add;
        POST "/admin/concepts/words/{id}/remove" Admin => remove;
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Typed {
    label: String,
    language: String,
}

#[derive(Template)]
#[template(path = "admin/concept.html")]
struct View {
    shell: Shell,
    concept: Concept,
    /// Its page.
    page: String,
    words: Vec<Word>,
    typed: Typed,
    errors: FormErrors,
}

/// One of the words, in one of the languages.
struct Word {
    label: String,
    language: String,
    source: String,
    when: Option<Moment>,
    /// Set for what was added here, and can be taken back.
    id: Option<SynonymId>,
}

impl View {
    async fn load(ctx: &Ctx, shell: Shell, id: ConceptId, typed: Typed, errors: FormErrors) -> Result<Self> {
        let concept = concepts::find(&ctx.db, id).await?;
        let words = words(ctx, shell.t, &concept).await?;
        Ok(Self { page: subjects::path(&concept.uri), shell, concept, words, typed, errors })
    }
}

async fn words(ctx: &Ctx, t: Texts, concept: &Concept) -> Result<Vec<Word>> {
    let added = synonyms::list_added(&ctx.db, concept.id).await?;
    let NewConcept { synonyms_nl, synonyms_en, .. } = NewConcept::from(concept);
    let mut words = Vec::new();
    for (language, label) in
        synonyms_nl.iter().map(|word| ("nl", word)).chain(synonyms_en.iter().map(|word| ("en", word)))
    {
        let row = added.iter().find(|row| row.language == language && row.label == *label);
        words.push(Word {
            label: label.clone(),
            language: t.get(if language == "nl" { "language-nl" } else { "language-en" }),
            source: match row {
                Some(row) => source(ctx, t, row).await?,
                None => {
                    t.get(if concept.is_shipped { "concepts-from-plein" } else { "concepts-from-itself" })
                }
            },
            when: row.map(|row| t.moment(row.added_at, ctx.clock.now())),
            id: row.map(|row| row.id),
        });
    }
    Ok(words)
}

/// Who or what brought a word. Of who was erased only that it was somebody.
async fn source(ctx: &Ctx, t: Texts, row: &Added) -> Result<String> {
    if let Some(file) = &row.file {
        return Ok(t.with("concepts-from-file", [("file", file.as_str())]));
    }
    let id = row.added_by.strip_prefix("person:").and_then(|id| id.parse::<PersonId>().ok());
    let found = people::list(&ctx.db, id.as_slice()).await?.pop();
    let name = found.map(|person| person.name).filter(|name| !name.is_empty());
    Ok(name.map_or_else(
        || t.get("concepts-from-somebody"),
        |name| t.with("concepts-from-person", [("name", name)]),
    ))
}

async fn show(
    State(ctx): State<Ctx>,
    _: Admin,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    let id: ConceptId = id.parse().map_err(|_| Problem::not_found())?;
    let typed = Typed { language: "nl".to_owned(), ..Typed::default() };
    let view = View::load(&ctx, shell, id, typed, FormErrors::default()).await?;
    Ok(Html(view.render()?))
}

async fn add(
    State(ctx): State<Ctx>,
    admin: Admin,
    shell: Shell,
    Path(id): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let id: ConceptId = id.parse().map_err(|_| Problem::not_found())?;
    let (language, label) = (typed.language.as_str(), typed.label.as_str());
    let done = ctx.db.write(async |tx| synonyms::add(tx, &admin.principal, id, language, label).await).await;
    match done {
        Ok(_) => Ok(notice::then(&format!("/admin/concepts/{id}"), "concepts-notice-word")),
        Err(Error::Invalid(errors)) => {
            let errors = FormErrors::new(shell.t, &errors, &[("label", "concepts-word")]);
            let page = View::load(&ctx, shell, id, typed, errors).await?.render()?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn remove(State(ctx): State<Ctx>, admin: Admin, Path(id): Path<String>) -> Result<Response> {
    let id: SynonymId = id.parse().map_err(|_| Problem::not_found())?;
    let concept = ctx.db.write(async |tx| synonyms::remove(tx, &admin.principal, id).await).await?;
    Ok(notice::then(&format!("/admin/concepts/{concept}"), "concepts-notice-word-gone"))
}
