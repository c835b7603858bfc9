//! `/admin/concepts/import`: a thesaurus from a file. The first form shows what would happen, the second, which carries the file
//! along, does it.

use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use domain::concepts::import::{self, Merged, Report};
use domain::{Error, FieldError};
use federation::route::Route;
use federation::routes;

use crate::error::Result;
use crate::extract::Admin;
use crate::i18n::Texts;
use crate::pages::file_form::FileForm;
use crate::pages::form::FormErrors;
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/admin/concepts/import" Admin => show;
        POST "/admin/concepts/import" Admin body 4_000_000 => take;
    }
}

/// Rows of one kind that the page names.
const NAMED_MAX: usize = 100;

#[derive(Template)]
#[template(path = "admin/concepts_import.html")]
struct View {
    shell: Shell,
    errors: FormErrors,
    /// Lines of a table that do not fit, or what else is wrong with the file.
    wrong: Vec<String>,
    seen: Option<Seen>,
}

/// What a file holds, and what became of it or would.
struct Seen {
    is_done: bool,
    name: String,
    /// The file, for the form that does it.
    text: String,
    added: Vec<String>,
    changed: Vec<String>,
    merged: Vec<Merged>,
    left_out: Vec<(String, String)>,
    counts: Counts,
}

#[derive(Clone, Copy)]
struct Counts {
    added: usize,
    changed: usize,
    merged: usize,
    same: usize,
    left_out: usize,
}

impl Counts {
    /// Whether the file does anything.
    fn is_empty(self) -> bool {
        self.added + self.changed + self.merged == 0
    }
}

async fn show(_: Admin, shell: Shell) -> Result<Html<String>> {
    Ok(Html(View::new(shell, &[], None).render()?))
}

async fn take(State(ctx): State<Ctx>, admin: Admin, shell: Shell, mut form: Multipart) -> Result<Response> {
    let sent = FileForm::read(&mut form).await?;
    let t = shell.t;
    match run(&ctx, &admin, sent, t).await {
        Ok(seen) => Ok(Html(View::new(shell, &[], Some(seen)).render()?).into_response()),
        Err(Error::Invalid(errors)) => {
            let page = View::new(shell, &errors, None).render()?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

async fn run(ctx: &Ctx, admin: &Admin, sent: FileForm, t: Texts) -> domain::Result<Seen> {
    let carried = sent.choice("name").to_owned();
    let FileForm { name, bytes, does_it, .. } = sent;
    let name = if name.is_empty() { carried } else { name };
    if bytes.is_empty() {
        return Err(Error::invalid("file", "error-no-file"));
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    // A thesaurus takes longer than others who wait for an answer should notice.
    let read = tokio::task::spawn_blocking(move || import::read(&name, &bytes)).await;
    let file =
        read.map_err(|broken| Error::internal(format!("reading a thesaurus broke off: {broken}")))??;
    let report = match does_it {
        true => ctx.db.write(async |tx| import::run(tx, &admin.principal, &file).await).await?,
        false => import::look(&ctx.db, &admin.principal, &file).await?,
    };
    Ok(Seen { name: file.name, text, ..Seen::of(t, report, does_it) })
}

impl Seen {
    fn of(t: Texts, report: Report, is_done: bool) -> Self {
        let counts = Counts {
            added: report.added.len(),
            changed: report.changed.len(),
            merged: report.merged.len(),
            same: report.same,
            left_out: report.left_out.len(),
        };
        let left_out = report.left_out.into_iter().take(NAMED_MAX);
        Self {
            is_done,
            name: String::new(),
            text: String::new(),
            added: report.added.into_iter().take(NAMED_MAX).collect(),
            changed: report.changed.into_iter().take(NAMED_MAX).collect(),
            merged: report.merged.into_iter().take(NAMED_MAX).collect(),
            left_out: left_out.map(|one| (one.what, t.error(&one.why))).collect(),
            counts,
        }
    }
}

impl View {
    fn new(shell: Shell, errors: &[FieldError], seen: Option<Seen>) -> Self {
        let (of_form, of_lines): (Vec<_>, Vec<_>) =
            errors.iter().cloned().partition(|error| error.field == "file");
        let wrong = of_lines.iter().take(NAMED_MAX).map(|error| shell.t.error(error)).collect();
        let errors = FormErrors::new(shell.t, &of_form, &[("file", "import-file")]);
        Self { shell, errors, wrong, seen }
    }
}
