//! A hundred people of three organisations who write one page at the same time. Each adds lines to a passage of his own, and now
//! and then everybody changes the same line; what clashes, its author decides. In the end every line must stand everywhere.

use std::time::{Duration, Instant};

use domain::wiki::{self, Edit, Made, NewPage, Outcome, Page, VersionId, drafts, offers};
use domain::{Clock, GroupId, Principal, groups};
use serde::Serialize;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::super::folder::Folder;
use super::super::groups::across::join;
use super::super::groups::fill::{colleague, edit as group};
use super::super::neighbours::{Neighbours, wait_for};
use super::Args;
use crate::cli::Failure;
use crate::state::Ctx;

/// 50 ms each way.
pub const THERE_AND_BACK: Duration = Duration::from_millis(100);
const SITES: usize = 3;
const TITLE: &str = "Samen";
/// Of so many saves one changes the line that everybody changes.
const SHARED_EVERY: usize = 5;

#[derive(Serialize)]
pub struct Figures {
    pub editors: usize,
    pub contributions: usize,
    pub conflicts: usize,
    pub lost: usize,
    pub seconds: f64,
}

pub async fn measure(args: &Args, clock: &Clock) -> Result<Figures, Failure> {
    let folder = Folder::new("wiki-together", None)?;
    let names: Vec<String> = (0..SITES).map(|number| format!("o{number}")).collect();
    let neighbours = Neighbours::open_far(folder.path(), &names, clock, THERE_AND_BACK).await?;
    let stop = CancellationToken::new();
    let workers: Vec<_> = (0..SITES).map(|at| neighbours.spawn_workers(at, &stop)).collect();
    let owner = colleague(neighbours.ctx(0), "Olga Eigenaar").await?;
    let host = neighbours.ctx(0);
    let id = host.db.write(async |tx| groups::create(tx, &owner, group("Samen")).await).await?;
    let mut places = vec![(owner.clone(), id)];
    for at in 1..SITES {
        neighbours.introduce(at, 0).await?;
        places.push(join(&neighbours, at, id).await?);
    }
    let start = NewPage {
        title: TITLE.into(),
        parent_id: None,
        source: first(args.editors),
        summary: String::new(),
        patch: None,
        origin: None,
    };
    let made = host.db.write(async |tx| wiki::create(tx, &owner, id, start.clone()).await).await?;
    if made == Made::Sent {
        return Err(Failure("the host sent its own page elsewhere".into()));
    }
    for (at, (who, group)) in places.iter().enumerate() {
        wait_for("the page", async || Ok(find(neighbours.ctx(at), who, *group).await.ok().map(|_| ())))
            .await?;
    }
    let mut editors = Vec::with_capacity(args.editors);
    for number in 0..args.editors {
        editors.push(editor(&neighbours, &places, number).await?);
    }
    let started = Instant::now();
    let conflicts = write(&editors, args).await? + settle(&neighbours, &editors, &places).await?;
    let lost = lost(&neighbours, &places, args).await?;
    let seconds = started.elapsed().as_secs_f64();
    stop.cancel();
    for workers in workers {
        workers.drain().await;
    }
    neighbours.close().await;
    let contributions = args.editors * args.saves;
    Ok(Figures { editors: args.editors, contributions, conflicts, lost, seconds })
}

fn first(editors: usize) -> String {
    let passages = (0..editors).map(|editor| format!("## Deel {editor}\n\nBegin van {editor}.\n"));
    format!("Samenvatting: nog leeg.\n\n{}", passages.collect::<Vec<_>>().join("\n"))
}

/// Somebody who writes, where he works.
#[derive(Clone)]
struct Editor {
    ctx: Ctx,
    who: Principal,
    group: GroupId,
}

/// A colleague who is a member, at the host as well.
async fn editor(
    neighbours: &Neighbours,
    places: &[(Principal, GroupId)],
    number: usize,
) -> Result<Editor, Failure> {
    let at = number % SITES;
    let (ctx, group) = (neighbours.ctx(at).clone(), places[at].1);
    let who = colleague(&ctx, &format!("Schrijver {number}")).await?;
    ctx.db.write(async |tx| groups::members::join(tx, &who, group, "").await).await?;
    wait_for("the membership", async || {
        Ok(groups::enter(&ctx.db, &who, group).await?.is_member().then_some(()))
    })
    .await?;
    Ok(Editor { ctx, who, group })
}

/// Everybody at once; gives how many times something clashed.
async fn write(editors: &[Editor], args: &Args) -> Result<usize, Failure> {
    let saves = args.saves;
    let contribute = |(number, editor): (usize, &Editor)| {
        let editor = editor.clone();
        tokio::spawn(async move { editor.contribute(number, saves).await })
    };
    let tasks: Vec<_> = editors.iter().enumerate().map(contribute).collect();
    let mut conflicts = 0;
    for task in tasks {
        conflicts += task.await.map_err(|broken| Failure(broken.to_string()))??;
    }
    Ok(conflicts)
}

async fn find(ctx: &Ctx, who: &Principal, group: GroupId) -> domain::Result<Page> {
    let wiki = wiki::enter(&ctx.db, who, group).await?;
    wiki::find_by_title(&ctx.db, &wiki, TITLE).await?.ok_or(domain::Error::NotFound)
}

impl Editor {
    /// Adds his lines one after another; gives how many times something clashed.
    async fn contribute(&self, number: usize, saves: usize) -> Result<usize, Failure> {
        let mut conflicts = 0;
        for save in 0..saves {
            conflicts += self.decide().await?;
            let page = find(&self.ctx, &self.who, self.group).await?;
            let (base, source, after) = before_him(&self.ctx, &self.who, &page).await?;
            let mut mine = with_line(&source, number, save);
            if save % SHARED_EVERY == SHARED_EVERY - 1 {
                mine = with_summary(&mine, number, save);
            }
            self.save(&page, base, mine, after).await?;
        }
        Ok(conflicts)
    }

    /// What clashes becomes his draft.
    async fn save(
        &self,
        page: &Page,
        base: VersionId,
        source: String,
        after: Option<Uuid>,
    ) -> Result<(), Failure> {
        let edit = Edit { base, source, summary: String::new(), patch: None, after, origin: None };
        let (db, who) = (&self.ctx.db, &self.who);
        let outcome = db.write(async |tx| wiki::edit(tx, who, page.id, edit.clone()).await).await?;
        match outcome {
            Outcome::Gone | Outcome::Proposed(_) => Err(Failure(format!("{outcome:?}"))),
            _ => Ok(()),
        }
    }

    /// Whoever has a draft that clashed decides: of the summary what stands, of everything else both.
    async fn decide(&self) -> Result<usize, Failure> {
        let mut shown = 0;
        loop {
            let page = find(&self.ctx, &self.who, self.group).await?;
            let Some(draft) = drafts::find(&self.ctx.db, &self.who, page.id).await? else { return Ok(shown) };
            shown += 1;
            let conflict = wiki::reopen(&self.ctx.db, &page, &draft.base, &page.head, &draft.source).await?;
            let decided = conflict.merged.resolved(|_, clash| {
                let is_summary = clash.theirs.iter().any(|line| line.starts_with("Samenvatting"));
                if is_summary { clash.theirs.clone() } else { both(&clash.theirs, &clash.mine) }
            });
            self.save(&page, page.head.clone(), decided, None).await?;
        }
    }

    /// Nothing of his is on its way or undecided.
    async fn is_done(&self) -> Result<bool, Failure> {
        Ok(offers::list_own(&self.ctx.db, &self.who, self.group).await?.is_empty())
    }
}

/// What he sent and is not answered yet, else what stands.
async fn before_him(
    ctx: &Ctx,
    who: &Principal,
    page: &Page,
) -> Result<(VersionId, String, Option<Uuid>), Failure> {
    match offers::find_own(&ctx.db, who, page.id).await? {
        Some(offer) => {
            let root = offer.root.unwrap_or_else(|| page.head.clone());
            Ok((root, offer.source.unwrap_or_default(), Some(offer.id)))
        }
        None => {
            let source = wiki::source_of(&ctx.db, &page.head).await?.unwrap_or_default();
            Ok((page.head.clone(), source, None))
        }
    }
}

fn with_line(source: &str, editor: usize, number: usize) -> String {
    let begin = format!("Begin van {editor}.");
    source.replacen(&begin, &format!("{begin}\n\n{}", line(editor, number)), 1)
}

fn line(editor: usize, number: usize) -> String {
    format!("Bijdrage {number} van {editor} staat hier.")
}

fn with_summary(source: &str, editor: usize, number: usize) -> String {
    let rest = source.split_once('\n').map_or("", |(_, rest)| rest);
    format!("Samenvatting: door {editor}, keer {number}.\n{rest}")
}

fn both(theirs: &[String], mine: &[String]) -> Vec<String> {
    let new = mine.iter().filter(|line| line.is_empty() || !theirs.contains(line)).cloned();
    theirs.iter().cloned().chain(new).collect()
}

/// Until nothing is on its way and nothing undecided; gives how many times something clashed meanwhile.
async fn settle(
    neighbours: &Neighbours,
    editors: &[Editor],
    places: &[(Principal, GroupId)],
) -> Result<usize, Failure> {
    let mut conflicts = 0;
    loop {
        let mut is_quiet = true;
        for editor in editors {
            let decided = editor.decide().await?;
            is_quiet &= decided == 0 && editor.is_done().await?;
            conflicts += decided;
        }
        let heads = heads(neighbours, places).await?;
        if is_quiet && heads.iter().all(|head| *head == heads[0]) {
            return Ok(conflicts);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn heads(neighbours: &Neighbours, places: &[(Principal, GroupId)]) -> Result<Vec<VersionId>, Failure> {
    let mut heads = Vec::new();
    for (at, (who, group)) in places.iter().enumerate() {
        heads.push(find(neighbours.ctx(at), who, *group).await?.head);
    }
    Ok(heads)
}

async fn lost(
    neighbours: &Neighbours,
    places: &[(Principal, GroupId)],
    args: &Args,
) -> Result<usize, Failure> {
    let mut lost = 0;
    for (at, (who, group)) in places.iter().enumerate() {
        let ctx = neighbours.ctx(at);
        let page = find(ctx, who, *group).await?;
        let text = wiki::source_of(&ctx.db, &page.head).await?.unwrap_or_default();
        let lines =
            (0..args.editors).flat_map(|editor| (0..args.saves).map(move |number| line(editor, number)));
        lost += lines.filter(|line| !text.contains(line.as_str())).count();
    }
    Ok(lost)
}
