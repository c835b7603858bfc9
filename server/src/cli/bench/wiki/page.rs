//! A long page with a long history: showing it, its history and a difference, and saving what has to be merged.

use std::collections::BTreeMap;
use std::time::Instant;

use domain::wiki::{self, Edit, Made, NewPage, Outcome, Page, VersionId};
use domain::{Clock, GroupId, PageId, groups};

use super::super::folder::Folder;
use super::super::groups::fill::{Reader, edit as group, reader};
use super::super::neighbours::Neighbours;
use super::super::share;
use super::super::visitor::Visitor;
use super::Args;
use crate::cli::Failure;
use crate::state::Ctx;

const NAME: &str = "wiki";
const SAVES: usize = 100;
const LINE_BYTES: usize = 80;

pub async fn measure(args: &Args, clock: &Clock) -> Result<BTreeMap<String, [f64; 2]>, Failure> {
    let folder = Folder::new("wiki", None)?;
    let neighbours = match &args.database {
        Some(database) => Neighbours::open_on(folder.path(), NAME, clock, database).await?,
        None => Neighbours::open(folder.path(), &[NAME.to_owned()], clock).await?,
    };
    let ctx = neighbours.ctx(0);
    let (principal, cookie) = reader(ctx, "Wim Schrijver").await?;
    let id = ctx.db.write(async |tx| groups::create(tx, &principal, group("Wiki")).await).await?;
    let reader = Reader { principal, cookie, groups: vec![id] };
    let page = fill(ctx, &reader, id, args).await?;
    let visitor = Visitor::new(NAME, neighbours.port, &reader.cookie)?;
    let path = format!("/groups/{id}/wiki/{}", page.slug);
    let mut figures = BTreeMap::new();
    for (name, path) in [
        ("show (target 5)", path.clone()),
        ("history (target 10)", format!("{path}/history")),
        ("who wrote which passage", format!("{path}/authors")),
        (
            "difference of the first and the last (target 50)",
            format!("{path}/difference?from=1&to={}", args.versions),
        ),
    ] {
        figures.insert(name.to_owned(), visitor.time(&path).await?);
    }
    figures.insert("save with merge (target 50)".to_owned(), merging(ctx, &reader, page.id).await?);
    neighbours.close().await;
    Ok(figures)
}

/// Each version changes one line of many.
async fn fill(ctx: &Ctx, reader: &Reader, group: GroupId, args: &Args) -> Result<Page, Failure> {
    let mut lines: Vec<String> = (0..args.page_bytes / LINE_BYTES).map(|number| line(number, 0)).collect();
    let new = NewPage {
        title: "Lange pagina".into(),
        parent_id: None,
        source: lines.join("\n"),
        summary: String::new(),
        patch: None,
        origin: None,
    };
    let who = &reader.principal;
    let made = ctx.db.write(async |tx| wiki::create(tx, who, group, new.clone()).await).await?;
    let Made::Here(id) = made else { return Err(Failure("the page was made elsewhere".into())) };
    for version in 1..args.versions {
        let at = version * 7 % lines.len();
        lines[at] = line(at, version);
        let head = wiki::find_by_id(&ctx.db, who, id).await?.head;
        save(ctx, reader, id, head, lines.join("\n")).await?;
    }
    Ok(wiki::find_by_id(&ctx.db, who, id).await?)
}

fn line(number: usize, version: usize) -> String {
    let heading = if number.is_multiple_of(20) { "\n## " } else { "" };
    format!(
        "{heading}Regel {number} in versie {version}: wat binnen acht weken beantwoordt wordt, staat hier.\n"
    )
}

async fn save(
    ctx: &Ctx,
    reader: &Reader,
    page: PageId,
    base: VersionId,
    source: String,
) -> Result<Outcome, Failure> {
    let edit = Edit { base, source, summary: "Bijgewerkt".into(), patch: None, after: None, origin: None };
    Ok(ctx.db.write(async |tx| wiki::edit(tx, &reader.principal, page, edit.clone()).await).await?)
}

/// Each is written on the version before the last, in another line than the last changed.
async fn merging(ctx: &Ctx, reader: &Reader, id: PageId) -> Result<[f64; 2], Failure> {
    let mut times = Vec::with_capacity(SAVES);
    for number in 0..SAVES {
        let page = wiki::find_by_id(&ctx.db, &reader.principal, id).await?;
        let base = wiki::source_of(&ctx.db, &page.head).await?.unwrap_or_default();
        let changed = |what: &str, at: usize| {
            base.replacen(&format!("Regel {at} "), &format!("Regel {at} ({what} {number}) "), 1)
        };
        let (theirs, mine) = (changed("hun", 3 + number), changed("mijn", 300 + number));
        save(ctx, reader, id, page.head.clone(), theirs).await?;
        let started = Instant::now();
        let outcome = save(ctx, reader, id, page.head, mine).await?;
        times.push(started.elapsed().as_secs_f64() * 1_000.0);
        if !matches!(outcome, Outcome::Merged(_)) {
            return Err(Failure(format!("save {number} was not merged: {outcome:?}")));
        }
    }
    times.sort_by(f64::total_cmp);
    Ok([share(&times, 0.5), share(&times, 0.99)])
}
