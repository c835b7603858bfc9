//! `/groups/{id}/wiki/new/import`: pages from a folder of Markdown files. The first form shows what would happen, the second,
//! which carries the texts along, does it.

use askama::Template;
use axum::extract::{Multipart, Path, State};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::wiki::port::{self, Brought, Entry, Existing, Fate, LeftOut, Plan};
use domain::wiki::{self, Wiki};
use domain::{Error, PageId};
use federation::route::Route;
use federation::routes;

use super::{Frame, address, enter, tree};
use crate::error::Result;
use crate::extract::Member;
use crate::files::unzip;
use crate::i18n::Texts;
use crate::pages::file_form::FileForm;
use crate::pages::form::{FormErrors, Refused};
use crate::pages::shell::Shell;
use crate::state::Ctx;

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/groups/{id}/wiki/new/import" Member => show;
        POST "/groups/{id}/wiki/new/import" Member body 60_000_000 => take;
    }
}

const LABELS: [(&str, &str); 2] = [("file", "port-file"), ("parent", "port-under")];
/// Rows that the page names.
const ROWS_SHOWN: usize = 1_000;
const LEFT_OUT_SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "wiki/import.html")]
struct View {
    shell: Shell,
    frame: Frame,
    errors: FormErrors,
    parents: Vec<(String, String)>,
    parent: String,
    takes_versions: bool,
    /// Else it is hosted elsewhere.
    is_here: bool,
    size_max: usize,
    pages_max: usize,
    seen: Option<Seen>,
}

/// What a folder holds, and what became of it or would.
struct Seen {
    is_done: bool,
    /// The texts, for the form that does it.
    kept: String,
    rows: Vec<Row>,
    left_out: Vec<(String, String)>,
    changes: usize,
    rows_more: usize,
    left_out_count: usize,
}

/// One page of the folder, with the lists that begin and end behind it.
struct Row {
    title: String,
    href: Option<String>,
    fate: Fate,
    /// Why it is refused.
    why: String,
    opens: bool,
    closes: usize,
}

async fn show(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
) -> Result<Html<String>> {
    let wiki = enter(&ctx, &member.principal, &id).await?;
    wiki.place.clone().require_post()?;
    Ok(Html(View::new(&ctx, shell, &wiki, &Sent::default()).await?.render()?))
}

async fn take(
    State(ctx): State<Ctx>,
    member: Member,
    shell: Shell,
    Path(id): Path<String>,
    mut form: Multipart,
) -> Result<Response> {
    let wiki = enter(&ctx, &member.principal, &id).await?;
    wiki.place.clone().require_post()?;
    let mut sent = Sent::read(&mut form).await?;
    let t = shell.t;
    let done = sent.run(&ctx, &member, &wiki, t).await;
    let view = View::new(&ctx, shell, &wiki, &sent).await?;
    match done {
        Ok(seen) => Ok(Html(View { seen: Some(seen), ..view }.render()?).into_response()),
        Err(error) => {
            let refused = Refused::new(t, error, &LABELS)?;
            refused.show(|errors| View { errors, ..view }.render())
        }
    }
}

/// What a form brought.
#[derive(Default)]
struct Sent {
    bytes: Vec<u8>,
    parent: String,
    existing: Existing,
    does_it: bool,
}

impl Sent {
    async fn read(form: &mut Multipart) -> Result<Self> {
        let form = FileForm::read(form).await?;
        // A folder that is looked at anew goes before the texts that the form carried along.
        let kept = || STANDARD.decode(form.choice("kept")).unwrap_or_default();
        Ok(Self {
            parent: form.choice("parent").to_owned(),
            existing: existing(form.choice("existing")),
            does_it: form.does_it,
            bytes: if form.bytes.is_empty() { kept() } else { form.bytes },
        })
    }

    fn parent_id(&self) -> domain::Result<Option<PageId>> {
        match self.parent.as_str() {
            "" => Ok(None),
            id => id.parse().map(Some).map_err(|_| Error::invalid("parent", "error-page-parent")),
        }
    }

    async fn run(&mut self, ctx: &Ctx, member: &Member, wiki: &Wiki, t: Texts) -> domain::Result<Seen> {
        let parent = self.parent_id()?;
        let entries = unzip::entries(std::mem::take(&mut self.bytes)).await?;
        if self.does_it {
            let brought = bring_in(ctx, member, wiki, parent, entries, self.existing, t).await?;
            return Ok(Seen::new(t, wiki, &brought, true));
        }
        let kept = STANDARD.encode(unzip::packed_again(&entries)?);
        let plan = would(ctx, member, wiki, parent, entries, self.existing).await?;
        let brought = Brought { slugs: vec![None; plan.rows.len()], plan };
        Ok(Seen { kept, ..Seen::new(t, wiki, &brought, false) })
    }
}

/// `version`: pages that are there get the text of the file.
pub(crate) fn existing(word: &str) -> Existing {
    if word == "version" { Existing::Version } else { Existing::Keep }
}

/// What would become of these files.
pub(crate) async fn would(
    ctx: &Ctx,
    member: &Member,
    wiki: &Wiki,
    parent: Option<PageId>,
    entries: Vec<Entry>,
    existing: Existing,
) -> domain::Result<Plan> {
    let folder = read(entries).await?;
    port::plan(&ctx.db, &member.principal, wiki, parent, &folder, existing).await
}

/// Makes pages of them.
pub(crate) async fn bring_in(
    ctx: &Ctx,
    member: &Member,
    wiki: &Wiki,
    parent: Option<PageId>,
    entries: Vec<Entry>,
    existing: Existing,
    t: Texts,
) -> domain::Result<Brought> {
    let (folder, group, who) = (read(entries).await?, wiki.group_id(), &member.principal);
    let summary = t.get("port-summary");
    ctx.db
        .write(async |tx| Box::pin(port::bring_in(tx, who, group, parent, &folder, existing, &summary)).await)
        .await
}

/// Many texts take longer to read than others who wait for an answer should notice.
async fn read(entries: Vec<Entry>) -> domain::Result<port::Folder> {
    tokio::task::spawn_blocking(move || port::read(entries))
        .await
        .map_err(|broken| Error::internal(format!("reading a folder broke off: {broken}")))
}

impl Seen {
    fn new(t: Texts, wiki: &Wiki, brought: &Brought, is_done: bool) -> Self {
        let plan = &brought.plan;
        let ordered: Vec<(usize, usize)> = plan.ordered().into_iter().take(ROWS_SHOWN).collect();
        let row = |(place, (depth, at)): (usize, &(usize, usize))| {
            let next = ordered.get(place + 1).map_or(0, |(depth, _)| *depth);
            let (row, slug) = (&plan.rows[*at], brought.slugs[*at].as_ref());
            Row {
                title: row.title.clone(),
                href: slug.map(|slug| address(wiki.group_id(), slug)),
                why: if let Fate::Refused(why) = row.fate { t.get(why.key()) } else { String::new() },
                fate: row.fate.clone(),
                opens: next > *depth,
                closes: depth.saturating_sub(next),
            }
        };
        let left_out = |one: &LeftOut| (one.path.clone(), t.get(one.why.key()));
        Self {
            is_done,
            kept: String::new(),
            rows: ordered.iter().enumerate().map(row).collect(),
            left_out: plan.left_out.iter().take(LEFT_OUT_SHOWN).map(left_out).collect(),
            changes: plan.changes(),
            rows_more: plan.rows.len() - ordered.len(),
            left_out_count: plan.left_out.len(),
        }
    }
}

impl View {
    async fn new(ctx: &Ctx, shell: Shell, wiki: &Wiki, sent: &Sent) -> Result<Self> {
        let all = wiki::list_all(&ctx.db, wiki).await?;
        Ok(Self {
            frame: Frame::new(wiki),
            errors: FormErrors::default(),
            parents: tree::choices(shell.t, &all, None),
            parent: sent.parent.clone(),
            takes_versions: sent.existing == Existing::Version,
            is_here: wiki.is_here(),
            size_max: unzip::ARCHIVE_BYTES_MAX / 1_000_000,
            pages_max: port::IN_PAGES_MAX,
            seen: None,
            shell,
        })
    }
}
