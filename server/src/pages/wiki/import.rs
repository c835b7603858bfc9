//! `/groups/{id}/wiki/new/import`: pages from a folder of Markdown files, with the files that they show. The first form shows what
//! would happen and keeps what it needs of the folder as an upload of his; the second does it.

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Multipart, Path, State};
use axum::response::{Html, IntoResponse, Response};
use domain::files::{self, NewFile};
use domain::wiki::port::{self, Brought, Existing, Fate, Folder, LeftOut, Plan};
use domain::wiki::{self, Wiki};
use domain::{Error, FileId, PageId};
use federation::route::Route;
use federation::routes;

use super::{Frame, address, enter, tree};
use crate::error::Result;
use crate::extract::Member;
use crate::files::incoming;
use crate::files::unzip::{self, Unpacked};
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
    /// The upload that keeps them for the form that does it; none: it is done.
    kept: Option<FileId>,
    rows: Vec<Row>,
    left_out: Vec<(String, String)>,
    changes: usize,
    files: usize,
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
    kept: Option<FileId>,
    parent: String,
    existing: Existing,
    does_it: bool,
}

impl Sent {
    async fn read(form: &mut Multipart) -> Result<Self> {
        let form = FileForm::read(form).await?;
        Ok(Self {
            kept: form.choice("kept").parse().ok(),
            parent: form.choice("parent").to_owned(),
            existing: existing(form.choice("existing")),
            does_it: form.does_it,
            bytes: form.bytes,
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
        let bytes = match self.kept {
            Some(id) => read_kept(ctx, member, id).await?,
            None => std::mem::take(&mut self.bytes),
        };
        let unpacked = unpack(ctx, bytes).await?;
        if self.does_it {
            let brought = bring_in(ctx, member, wiki, parent, unpacked, self.existing, t).await?;
            return Ok(Seen::new(t, wiki, &brought, None));
        }
        let (unpacked, packed) = unzip::packed_again(unpacked).await?;
        let plan = would(ctx, member, wiki, parent, unpacked, self.existing).await?;
        let kept = if plan.changes() > 0 { Some(keep(ctx, member, packed).await?) } else { None };
        let brought = Brought { slugs: vec![None; plan.rows.len()], plan };
        Ok(Seen { is_done: false, ..Seen::new(t, wiki, &brought, kept) })
    }
}

/// Keeps a folder between the two forms, as an upload that is part of nothing; such are swept after a while. Until then the second
/// form can be sent twice.
async fn keep(ctx: &Ctx, member: &Member, packed: Vec<u8>) -> domain::Result<FileId> {
    let new = NewFile {
        name: "wiki.zip".to_owned(),
        size_bytes: i64::try_from(packed.len()).unwrap_or(i64::MAX),
        media_type: "application/zip".to_owned(),
        alt: None,
    };
    let (who, limits) = (&member.principal, incoming::limits(&ctx.config.files));
    let id = ctx.db.write(async |tx| files::begin(tx, who, new.clone(), limits).await).await?;
    let file = incoming::own(ctx, who, id).await?;
    let whole = futures_util::stream::iter([Ok::<_, Error>(Bytes::from(packed))]);
    incoming::receive(ctx, who, &file, 0, whole).await?;
    Ok(id)
}

/// A folder that was kept. It is unpacked here and given to nobody, so the virus scanner is not waited for: it looks at what comes
/// out of it.
async fn read_kept(ctx: &Ctx, member: &Member, id: FileId) -> domain::Result<Vec<u8>> {
    let gone = |_| Error::invalid("file", "port-kept-gone");
    let file = incoming::own(ctx, &member.principal, id).await.map_err(gone)?;
    let digest = file.digest.ok_or_else(|| gone(Error::NotFound))?;
    ctx.files.read_whole(&digest, 0..u64::try_from(file.size_bytes).unwrap_or(0)).await
}

pub(crate) async fn unpack(ctx: &Ctx, bytes: Vec<u8>) -> domain::Result<Unpacked> {
    unzip::entries(bytes, incoming::limits(&ctx.config.files).taken_bytes_max()).await
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
    unpacked: Unpacked,
    existing: Existing,
) -> domain::Result<Plan> {
    let (folder, _unpacked) = read(unpacked).await?;
    port::plan(&ctx.db, &member.principal, wiki, parent, &folder, existing).await
}

/// Makes pages of them.
pub(crate) async fn bring_in(
    ctx: &Ctx,
    member: &Member,
    wiki: &Wiki,
    parent: Option<PageId>,
    unpacked: Unpacked,
    existing: Existing,
    t: Texts,
) -> domain::Result<Brought> {
    let (mut folder, _unpacked) = read(unpacked).await?;
    let (group, who) = (wiki.group_id(), &member.principal);
    let plan = port::plan(&ctx.db, who, wiki, parent, &folder, existing).await?;
    if plan.changes() > 0 {
        put_files_away(ctx, &mut folder).await?;
    }
    let summary = t.get("port-summary");
    ctx.db
        .write(async |tx| Box::pin(port::bring_in(tx, who, group, parent, &folder, existing, &summary)).await)
        .await
}

/// The bytes come before the transaction that writes down what they are. What it does not need after all is swept.
async fn put_files_away(ctx: &Ctx, folder: &mut Folder) -> domain::Result<()> {
    let is_checked = incoming::is_checked(ctx);
    for one in &mut folder.enclosed {
        let arrived = incoming::put_away_whole(ctx, std::mem::take(&mut one.bytes)).await?;
        one.kept = Some((arrived, is_checked));
    }
    Ok(())
}

/// Many texts take longer to read than others who wait for an answer should notice. What is left of the archive keeps its place.
async fn read(mut unpacked: Unpacked) -> domain::Result<(Folder, Unpacked)> {
    let entries = std::mem::take(&mut unpacked.entries);
    let folder = tokio::task::spawn_blocking(move || port::read(entries)).await;
    let folder = folder.map_err(|broken| Error::internal(format!("reading a folder broke off: {broken}")))?;
    Ok((folder, unpacked))
}

impl Seen {
    fn new(t: Texts, wiki: &Wiki, brought: &Brought, kept: Option<FileId>) -> Self {
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
            is_done: true,
            kept,
            rows: ordered.iter().enumerate().map(row).collect(),
            left_out: plan.left_out.iter().take(LEFT_OUT_SHOWN).map(left_out).collect(),
            changes: plan.changes(),
            files: plan.files,
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
