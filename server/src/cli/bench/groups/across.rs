//! A post on its way to many organisations, and a network's past fetched by one that joins.

use std::time::Instant;

use domain::groups::{self, members};
use domain::items::{self, bulk};
use domain::{Clock, GroupId, Principal, instances};
use tokio_util::sync::CancellationToken;

use super::super::folder::Folder;
use super::super::neighbours::{Neighbours, OPERATOR, wait_for};
use super::fill::{STORED_AT_ONCE, colleague, edit, new_item, past};
use super::{Across, Args, HOST, SEED};
use crate::cli::Failure;
use crate::demo::random::Random;

/// A network with a member at each of many organisations: a post, and then its past for one more.
pub async fn across(args: &Args, clock: &Clock) -> Result<Across, Failure> {
    let folder = Folder::new("groups-across", None)?;
    let names: Vec<String> = (0..args.instances + 2).map(|number| format!("o{number}")).collect();
    let neighbours = Neighbours::open(folder.path(), &names, clock).await?;
    let stop = CancellationToken::new();
    let workers: Vec<_> = (0..names.len()).map(|at| neighbours.spawn_workers(at, &stop)).collect();
    let owner = colleague(neighbours.ctx(HOST), "Olga Eigenaar").await?;
    let host = &neighbours.ctx(HOST).db;
    let group = host.write(async |tx| groups::create(tx, &owner, edit("Samen")).await).await?;
    for at in 1..names.len() {
        neighbours.introduce(at, HOST).await?;
    }
    for at in 1..=args.instances {
        join(&neighbours, at, group).await?;
    }
    let fan_out_seconds = fan_out(&neighbours, args.instances, &owner, group).await?;
    let backfill_seconds = backfill(&neighbours, args, &owner).await?;
    stop.cancel();
    for workers in workers {
        workers.drain().await;
    }
    neighbours.close().await;
    Ok(Across { instances: args.instances, fan_out_seconds, backfill: args.backfill, backfill_seconds })
}

/// One colleague of an organisation becomes a member.
pub async fn join(
    neighbours: &Neighbours,
    at: usize,
    group: GroupId,
) -> Result<(Principal, GroupId), Failure> {
    let ctx = neighbours.ctx(at);
    let who = colleague(ctx, &format!("Lid {at}")).await?;
    let ap_id = groups::find(&neighbours.ctx(HOST).db, group).await?.ap_id;
    let copy = wait_for("the list of networks", async || {
        Ok(groups::find_by_ap_id(&ctx.db, &ap_id).await?.map(|group| group.id))
    })
    .await?;
    ctx.db.write(async |tx| members::join(tx, &who, copy, "").await).await?;
    wait_for("the membership", async || {
        Ok(groups::enter(&ctx.db, &who, copy).await?.is_member().then_some(()))
    })
    .await?;
    Ok((who, copy))
}

async fn fan_out(
    neighbours: &Neighbours,
    count: usize,
    owner: &Principal,
    group: GroupId,
) -> Result<f64, Failure> {
    let host = neighbours.ctx(HOST);
    settled(neighbours).await?;
    let started = Instant::now();
    let id =
        host.db.write(async |tx| items::publish(tx, owner, new_item(group, "Voor iedereen")).await).await?;
    let ap_id = items::find(&host.db, &OPERATOR, id).await?.ap_id;
    for at in 1..=count {
        wait_for("the post", async || {
            Ok(items::find_by_ap_id(&neighbours.ctx(at).db, &ap_id).await?.map(|_| ()))
        })
        .await?;
    }
    Ok(started.elapsed().as_secs_f64())
}

/// Nothing waits to be sent.
async fn settled(neighbours: &Neighbours) -> Result<(), Failure> {
    let db = &neighbours.ctx(HOST).db;
    wait_for("the host's own work", async || {
        let waiting = domain::delivery::count(db).await?.0;
        let is_told = domain::outbox::list_events(db, 1).await?.is_empty();
        Ok((waiting == 0 && is_told).then_some(()))
    })
    .await?;
    Ok(())
}

/// In a network of its own: the instances of other members would notice, and fetch the same past beside it.
async fn backfill(neighbours: &Neighbours, args: &Args, owner: &Principal) -> Result<f64, Failure> {
    let host = neighbours.ctx(HOST);
    let group = host.db.write(async |tx| groups::create(tx, owner, edit("Verleden")).await).await?;
    let home = instances::home(&host.db).await?;
    let authors = [domain::people::list_ids_after(&host.db, None, 1).await?[0]];
    let found = groups::find(&host.db, group).await?;
    let mut random = Random::new(SEED);
    for start in (0..args.backfill).step_by(STORED_AT_ONCE) {
        let some = STORED_AT_ONCE.min(args.backfill - start);
        let past: Vec<_> = (0..some).map(|n| past(&mut random, &authors, start + n, host.db.now())).collect();
        host.db.write(async |tx| bulk::store(tx, &found, &home.base_url, &past).await).await?;
    }
    let started = Instant::now();
    let last = args.instances + 1;
    let (_, copy) = join(neighbours, last, group).await?;
    let db = &neighbours.ctx(last).db;
    wait_for("the past", async || {
        let feed = groups::find(db, copy).await?.feed;
        let stored = bulk::count(db).await?;
        let is_whole = feed.confirmed_at.is_some() && stored >= i64::try_from(args.backfill).unwrap_or(0);
        Ok(is_whole.then_some(()))
    })
    .await?;
    Ok(started.elapsed().as_secs_f64())
}
