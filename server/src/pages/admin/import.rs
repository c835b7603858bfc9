//! `/admin/accounts/import`: accounts for the people of a file. The first form shows what would happen, the second, which
//! carries the file along, does it.

use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use domain::accounts::import::{self, Column, Mode, Place, Refused, Report};
use domain::{Error, FieldError};
use federation::route::Route;
use federation::routes;

use crate::error::Result;
use crate::extract::Admin;
use crate::i18n::Texts;
use crate::pages::file_form::FileForm;
use crate::pages::form::FormErrors;
use crate::pages::shell::Shell;
use crate::pages::words;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/admin/accounts/import" Admin => show;
        POST "/admin/accounts/import" Admin body 2_000_000 => take;
    }
}

/// What a request finishes in its time; larger files are for the command line.
const ROWS_MAX: usize = 1_000;
/// Rows of one kind that the page names.
const NAMED_MAX: usize = 100;

#[derive(Template)]
#[template(path = "admin/import.html")]
struct View {
    shell: Shell,
    errors: FormErrors,
    columns: Vec<&'static str>,
    max: usize,
    seen: Option<Seen>,
}

/// What a file holds, and what became of it or would.
struct Seen {
    is_done: bool,
    /// The file, for the form that does it.
    text: String,
    ignored: String,
    added: Vec<Place>,
    known: Vec<Place>,
    refused: Vec<Row>,
    counts: Counts,
}

struct Counts {
    added: usize,
    known: usize,
    refused: usize,
}

/// A row to mend.
struct Row {
    place: Place,
    errors: Vec<String>,
}

async fn show(_: Admin, shell: Shell) -> Result<Html<String>> {
    Ok(Html(View::new(shell, &[], None).render()?))
}

async fn take(State(ctx): State<Ctx>, admin: Admin, shell: Shell, mut form: Multipart) -> Result<Response> {
    let sent = FileForm::read(&mut form).await?;
    let t = shell.t;
    match run(&ctx, &admin, &sent, t).await {
        Ok(seen) => Ok(Html(View::new(shell, &[], Some(seen)).render()?).into_response()),
        Err(Error::Invalid(errors)) => {
            let page = View::new(shell, &errors, None).render()?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn run(ctx: &Ctx, admin: &Admin, sent: &FileForm, t: Texts) -> domain::Result<Seen> {
    if sent.bytes.is_empty() {
        return Err(Error::invalid("file", "error-no-file"));
    }
    let file = import::read(&sent.bytes, words::language_code)?;
    if file.rows.len() > ROWS_MAX {
        return Err(FieldError::new("file", "import-too-many-here").with("max", ROWS_MAX).into());
    }
    let mode = if sent.does_it { Mode::Each } else { Mode::Preview };
    let report = import::run(&ctx.db, &admin.principal, &file, mode, |_| {}).await?;
    let text = String::from_utf8_lossy(&sent.bytes).into_owned();
    Ok(Seen { text, ignored: file.ignored.join(", "), ..Seen::of(t, report, sent.does_it) })
}

impl Seen {
    fn of(t: Texts, report: Report, is_done: bool) -> Self {
        let Report { mut added, mut known, refused } = report;
        let counts = Counts { added: added.len(), known: known.len(), refused: refused.len() };
        added.truncate(NAMED_MAX);
        known.truncate(NAMED_MAX);
        let row = |Refused { place, errors }| Row {
            place,
            errors: errors.iter().map(|error| in_words(t, error)).collect(),
        };
        let refused = refused.into_iter().take(NAMED_MAX).map(row).collect();
        Self { is_done, text: String::new(), ignored: String::new(), added, known, refused, counts }
    }
}

/// With the column it is about, where there is one.
fn in_words(t: Texts, error: &FieldError) -> String {
    let label = match error.field.as_str() {
        "name" => t.get("account-name"),
        "email" => t.get("account-email"),
        "affiliation" => t.get("accounts-affiliation"),
        field => field.parse().ok().and_then(words::field).map(|key| t.get(key)).unwrap_or_default(),
    };
    if label.is_empty() { t.error(error) } else { format!("{label}: {}", t.error(error)) }
}

impl View {
    fn new(shell: Shell, errors: &[FieldError], seen: Option<Seen>) -> Self {
        let errors = FormErrors::new(shell.t, errors, &[("file", "import-file")]);
        let columns = Column::ALL.into_iter().map(|column| column.called(shell.t.tag())).collect();
        Self { shell, errors, columns, max: ROWS_MAX, seen }
    }
}
