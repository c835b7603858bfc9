//! A wiki of many pages on its way to an organisation that joins.

use std::time::Instant;

use domain::wiki::{self, Made, NewPage};
use domain::{Clock, GroupId, PageId, Principal, groups};
use tokio_util::sync::CancellationToken;

use super::super::folder::Folder;
use super::super::groups::across::join;
use super::super::groups::fill::{colleague, edit};
use super::super::neighbours::{Neighbours, wait_for};
use super::Args;
use crate::cli::Failure;
use crate::state::Ctx;

const HOST: usize = 0;
const JOINS: usize = 1;
/// Pages under one page.
const UNDER: usize = 100;

pub async fn measure(args: &Args, clock: &Clock) -> Result<f64, Failure> {
    let folder = Folder::new("wiki-fetched", None)?;
    let names = ["host", "joins"].map(str::to_owned);
    let neighbours = Neighbours::open(folder.path(), &names, clock).await?;
    let stop = CancellationToken::new();
    let workers = [HOST, JOINS].map(|at| neighbours.spawn_workers(at, &stop));
    let owner = colleague(neighbours.ctx(HOST), "Olga Eigenaar").await?;
    let host = neighbours.ctx(HOST);
    let group = host.db.write(async |tx| groups::create(tx, &owner, edit("Wiki")).await).await?;
    fill(host, &owner, group, args.pages).await?;
    neighbours.introduce(JOINS, HOST).await?;
    let started = Instant::now();
    let (who, copy) = join(&neighbours, JOINS, group).await?;
    let db = &neighbours.ctx(JOINS).db;
    wait_for("the wiki", async || {
        let wiki = wiki::enter(db, &who, copy).await;
        let held = match wiki {
            Ok(wiki) => wiki::count(db, &wiki).await?,
            Err(_) => 0,
        };
        Ok((held as usize >= args.pages).then_some(()))
    })
    .await?;
    let seconds = started.elapsed().as_secs_f64();
    stop.cancel();
    for workers in workers {
        workers.drain().await;
    }
    neighbours.close().await;
    Ok(seconds)
}

/// In batches, since nobody waits for one of them.
async fn fill(ctx: &Ctx, owner: &Principal, group: GroupId, count: usize) -> Result<(), Failure> {
    let mut made = 0;
    while made < count {
        let some = UNDER.min(count - made);
        ctx.db
            .write(async |tx| {
                let mut parent: Option<PageId> = None;
                for number in made..made + some {
                    if let Made::Here(id) = wiki::create(tx, owner, group, page(number, parent)).await? {
                        parent = parent.or(Some(id));
                    }
                }
                Ok(())
            })
            .await?;
        made += some;
    }
    Ok(())
}

fn page(number: usize, parent_id: Option<PageId>) -> NewPage {
    let paragraph =
        "Een verzoek wordt binnen vier weken beantwoord, tenzij de termijn wordt verdaagd. ".repeat(4);
    NewPage {
        title: format!("Pagina {number}"),
        parent_id,
        source: format!(
            "# Uitleg {number}\n\n{paragraph}\n\n- Zie ook [[Pagina {}]]\n\n{paragraph}",
            number / 2
        ),
        summary: String::new(),
        patch: None,
        origin: None,
    }
}
