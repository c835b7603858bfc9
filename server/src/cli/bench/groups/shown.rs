//! What a member waits for: pages, posting, and finding what was posted.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use domain::{Clock, GroupId, Principal, items};
use tokio_util::sync::CancellationToken;

use super::super::folder::Folder;
use super::super::neighbours::Neighbours;
use super::super::share;
use super::super::visitor::Visitor;
use super::fill::{Reader, fill, new_item};
use super::{Args, HOST};
use crate::cli::Failure;
use crate::state::Ctx;

const NAME: &str = "groot";
const REQUESTS: usize = 200;
/// How many posts are looked for right after they were written.
const LOOKED_FOR: usize = 10;
const LOOK_EVERY: Duration = Duration::from_millis(25);

/// What was measured, in milliseconds: p50 and p99.
pub type Figures = BTreeMap<String, [f64; 2]>;

pub struct Shown {
    pub filled_seconds: f64,
    pub indexed_seconds: f64,
    pub index_bytes: u64,
    pub figures: Figures,
}

pub async fn shown(args: &Args, clock: &Clock) -> Result<Shown, Failure> {
    let folder = Folder::new("groups", None)?;
    let neighbours = open(folder.path(), args, clock).await?;
    let ctx = neighbours.ctx(HOST);
    let started = Instant::now();
    let reader = fill(ctx, args).await?;
    let filled_seconds = started.elapsed().as_secs_f64();
    let started = Instant::now();
    ctx.published.rebuild().await?;
    let indexed_seconds = started.elapsed().as_secs_f64();
    // The start page asks it for colleagues.
    ctx.people.rebuild().await?;
    let visitor = Visitor::new(NAME, neighbours.port, &reader.cookie)?;
    let mut figures = Figures::new();
    let group = reader.groups[0];
    let item = newest(ctx, &reader.principal, group).await?;
    for (name, path) in [
        ("network page, 50 items (target 10)", format!("/groups/{group}")),
        ("start page, 30 networks (target 15)", "/".to_owned()),
        ("item", format!("/items/{item}")),
        ("list of networks", "/groups".to_owned()),
    ] {
        figures.insert(name.to_owned(), visitor.time(&path).await?);
    }
    figures.insert("posting (target 20)".to_owned(), posting(ctx, &reader).await?);
    searching(ctx, &visitor, &reader, &mut figures).await?;
    let index_bytes = ctx.published.index_bytes();
    neighbours.close().await;
    Ok(Shown { filled_seconds, indexed_seconds, index_bytes, figures })
}

async fn open(folder: &Path, args: &Args, clock: &Clock) -> Result<Neighbours, Failure> {
    match &args.database {
        Some(url) => Neighbours::open_on(folder, NAME, clock, url).await,
        None => Neighbours::open(folder, &[NAME.to_owned()], clock).await,
    }
}

/// Common words and rare ones (`words.rs` says how common), a typing error, and what was just posted.
async fn searching(
    ctx: &Ctx,
    visitor: &Visitor,
    reader: &Reader,
    figures: &mut Figures,
) -> Result<(), Failure> {
    for (name, words) in [
        ("search, a common word", "vergunning"),
        ("search, a rare word", "stikstof"),
        ("search, three common words", "inkoop+samenwerking+jeugdhulp"),
        ("search, a typing error", "vergunnign"),
    ] {
        let path = format!("/search?q={words}&in=everything");
        figures.insert(name.to_owned(), visitor.time(&path).await?);
    }
    let stop = CancellationToken::new();
    let (published, until) = (ctx.published.clone(), stop.clone());
    let indexer = tokio::spawn(async move { published.work(until).await });
    figures.insert("a post is found (target 2000)".to_owned(), finding(ctx, visitor, reader).await?);
    stop.cancel();
    // It only ends; there is nothing it could say.
    let _ = indexer.await;
    Ok(())
}

/// Milliseconds from posting until the search page shows it.
async fn finding(ctx: &Ctx, visitor: &Visitor, reader: &Reader) -> Result<[f64; 2], Failure> {
    let mut times = Vec::with_capacity(LOOKED_FOR);
    for number in 0..LOOKED_FOR {
        let word = format!("zeldzaamheid{}", char::from(b'a' + u8::try_from(number)?));
        let new = new_item(reader.groups[0], &word);
        let started = Instant::now();
        let id = ctx.db.write(async |tx| items::publish(tx, &reader.principal, new.clone()).await).await?;
        let (path, link) = (format!("/search?q={word}&in=everything"), format!("/items/{id}"));
        while !visitor.open(&path).await?.contains(&link) {
            tokio::time::sleep(LOOK_EVERY).await;
        }
        times.push(started.elapsed().as_secs_f64() * 1_000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok([share(&times, 0.5), share(&times, 0.99)])
}

async fn newest(ctx: &Ctx, who: &Principal, group: GroupId) -> Result<domain::ItemId, Failure> {
    let found = items::lists::list(&ctx.db, who, &items::Scope::Group(group), None, None, 1).await?;
    found.first().map(|item| item.id).ok_or_else(|| Failure("the network is empty".into()))
}

/// Milliseconds until a post is in the database, with everything that belongs to it.
async fn posting(ctx: &Ctx, reader: &Reader) -> Result<[f64; 2], Failure> {
    let mut times = Vec::with_capacity(REQUESTS);
    for number in 0..REQUESTS {
        let new = new_item(reader.groups[number % reader.groups.len()], &format!("Bericht {number}"));
        let started = Instant::now();
        ctx.db.write(async |tx| items::publish(tx, &reader.principal, new.clone()).await).await?;
        times.push(started.elapsed().as_secs_f64() * 1_000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok([share(&times, 0.5), share(&times, 0.99)])
}
