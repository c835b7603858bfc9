//! `plein bench groups`: what members of networks wait for. A database with many items and people, and the pages that show
//! them; a post on its way to fifty organisations; a network's past fetched by an organisation that joins.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use clap::Args as ClapArgs;
use domain::accounts::invite::{self, Invitation};
use domain::accounts::sessions;
use domain::groups::{self, GroupEdit, JoinPolicy, Rules, Words, members};
use domain::items::{self, Kind, Moment, NewDetail, NewItem, bulk};
use domain::people::{Profile, Scope, consent, replica};
use domain::principal::{Affiliation, Member, Role};
use domain::{Audience, Clock, GroupId, PersonId, Principal, instances};
use serde::Serialize;
use tokio_util::sync::CancellationToken;

use super::folder::Folder;
use super::neighbours::{Neighbours, OPERATOR, wait_for};
use super::profiles::Government;
use super::share;
use crate::cli::{Failure, Outcome, say};
use crate::demo::random::Random;
use crate::state::Ctx;

const SEED: u64 = 20_261_127;
/// Networks of which the reader is a member.
const OWN_GROUPS: usize = 30;
const STORED_AT_ONCE: usize = 250;
const PEOPLE_AT_ONCE: usize = 200;
const REQUESTS: usize = 200;
const WARM_UP: usize = 20;
const HOST: usize = 0;

#[derive(ClapArgs)]
pub struct Args {
    #[arg(long, default_value_t = 1_000_000, value_name = "N")]
    items: usize,
    #[arg(long, default_value_t = 100_000, value_name = "N")]
    people: usize,
    #[arg(long, default_value_t = 1_000, value_name = "N")]
    groups: usize,
    /// Organisations with a member to whom a post goes.
    #[arg(long, default_value_t = 50, value_name = "N")]
    instances: usize,
    /// Items that an organisation fetches when it joins.
    #[arg(long, default_value_t = 10_000, value_name = "N")]
    backfill: usize,
    /// One line of JSON.
    #[arg(long)]
    json: bool,
}

impl Args {
    /// The size that the project promises its figures for.
    pub fn whole() -> Self {
        Self {
            items: 1_000_000,
            people: 100_000,
            groups: 1_000,
            instances: 50,
            backfill: 10_000,
            json: false,
        }
    }
}

#[derive(Serialize)]
struct Report {
    items: usize,
    people: usize,
    filled_seconds: f64,
    /// p50 and p99 in milliseconds.
    pages_ms: BTreeMap<String, [f64; 2]>,
    instances: usize,
    /// From posting until the last of the instances shows it.
    fan_out_seconds: f64,
    backfill: usize,
    backfill_seconds: f64,
}

pub async fn run(args: Args, clock: Clock) -> Outcome {
    let (filled_seconds, pages_ms) = pages(&args, &clock).await?;
    let (fan_out_seconds, backfill_seconds) = across(&args, &clock).await?;
    let report = Report {
        items: args.items,
        people: args.people,
        filled_seconds,
        pages_ms,
        instances: args.instances,
        fan_out_seconds,
        backfill: args.backfill,
        backfill_seconds,
    };
    match args.json {
        true => say(&serde_json::to_string(&report)?),
        false => say(&table(&report)),
    }
    Ok(())
}

/// A reader with her browser.
struct Reader {
    principal: Principal,
    cookie: String,
    groups: Vec<GroupId>,
}

async fn pages(args: &Args, clock: &Clock) -> Result<(f64, BTreeMap<String, [f64; 2]>), Failure> {
    let folder = Folder::new("groups", None)?;
    let neighbours = Neighbours::open(folder.path(), &["groot".to_owned()], clock).await?;
    let started = Instant::now();
    let ctx = neighbours.ctx(HOST);
    let reader = fill(ctx, args).await?;
    let filled = started.elapsed().as_secs_f64();
    let visitor = Visitor::new(neighbours.port, &reader.cookie)?;
    let mut figures = BTreeMap::new();
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
    neighbours.close().await;
    Ok((filled, figures))
}

async fn fill(ctx: &Ctx, args: &Args) -> Result<Reader, Failure> {
    let authors = fill_people(ctx, args.people).await?;
    let (principal, cookie) = reader(ctx, "Rosa Lezer").await?;
    let other = colleague(ctx, "Otto Ander").await?;
    let mut random = Random::new(SEED);
    let mut own = Vec::new();
    let home = instances::home(&ctx.db).await?;
    for number in 0..args.groups.max(OWN_GROUPS) {
        let owner = if number < OWN_GROUPS { &principal } else { &other };
        let edit = edit(&format!("Netwerk {number:04}"));
        let id = ctx.db.write(async |tx| groups::create(tx, owner, edit.clone()).await).await?;
        if number < OWN_GROUPS {
            own.push(id);
        }
        let group = groups::find(&ctx.db, id).await?;
        let count = args.items / args.groups.max(OWN_GROUPS);
        let mut stored = 0;
        while stored < count {
            let some = STORED_AT_ONCE.min(count - stored);
            let past: Vec<_> =
                (0..some).map(|n| past(&mut random, &authors, stored + n, ctx.db.now())).collect();
            ctx.db.write(async |tx| bulk::store(tx, &group, &home.base_url, &past).await).await?;
            stored += some;
        }
    }
    Ok(Reader { principal, cookie, groups: own })
}

fn past(random: &mut Random, authors: &[PersonId], number: usize, now: domain::Timestamp) -> bulk::Past {
    const WORDS: [&str; 12] = [
        "vergunning",
        "aanpak",
        "beleid",
        "overleg",
        "inwoners",
        "planning",
        "jeugd",
        "water",
        "data",
        "inkoop",
        "samenwerking",
        "ervaring",
    ];
    let mut text =
        |count: usize| (0..count).map(|_| WORDS[random.below(WORDS.len())]).collect::<Vec<_>>().join(" ");
    let (title, body) = (text(6), format!("{}\n\n- {}\n- {}", text(40), text(8), text(8)));
    let kinds = [Kind::Discussion, Kind::Question, Kind::Blog];
    bulk::Past {
        author_id: authors[random.below(authors.len())],
        kind: kinds[number % kinds.len()],
        title,
        body,
        at: now.minus(Duration::from_secs(60 * (1 + random.below(500_000)) as u64)),
    }
}

async fn fill_people(ctx: &Ctx, count: usize) -> Result<Vec<PersonId>, Failure> {
    let government = Government::new(SEED)?;
    let (instance, organisation) = ctx
        .db
        .write(async |tx| {
            let id = instances::find_or_insert(tx, "elders.test", "https://elders.test", "Elders").await?;
            Ok((id, instances::find_or_insert_organisation(tx, id, None, "Elders").await?))
        })
        .await?;
    for start in (0..count).step_by(PEOPLE_AT_ONCE) {
        let numbers = start..(start + PEOPLE_AT_ONCE).min(count);
        let snapshots: Vec<_> = numbers.map(|number| government.colleague(number)).collect();
        ctx.db.write(async |tx| replica::store(tx, instance, organisation, &snapshots).await).await?;
    }
    let (mut all, mut after) = (Vec::with_capacity(count), None);
    loop {
        let some = domain::people::list_ids_after(&ctx.db, after, 10_000).await?;
        let Some(last) = some.last() else { return Ok(all) };
        after = Some(*last);
        all.extend(some);
    }
}

async fn reader(ctx: &Ctx, name: &str) -> Result<(Principal, String), Failure> {
    let invitation = Invitation {
        name: name.to_owned(),
        email: "rosa@bench.example".to_owned(),
        affiliation: Affiliation::Staff,
        role: Role::Member,
        profile: Profile::default(),
    };
    let secret = ctx
        .db
        .write(async |tx| {
            let id = invite::prepare(tx, &OPERATOR, invitation.clone()).await?;
            sessions::create(tx, id, "bench", None).await
        })
        .await?;
    let signed_in = sessions::find(&ctx.db, &secret).await?.ok_or(domain::Error::Unauthenticated)?;
    let principal = signed_in.principal();
    ctx.db.write(async |tx| domain::accounts::own::note_onboarding(tx, &principal, 3).await).await?;
    Ok((principal, format!("__Host-sid={}", secret.expose())))
}

fn edit(name: &str) -> GroupEdit {
    GroupEdit {
        words: Words {
            name: name.to_owned(),
            summary: "Een netwerk om te meten.".into(),
            language: "nl".into(),
            ..Words::default()
        },
        handle: None,
        subjects: Vec::new(),
        rules: Rules {
            join_policy: JoinPolicy::Open,
            question: String::new(),
            listed: Audience::Network,
            content: Audience::Network,
            required_fields: Vec::new(),
        },
        parent_id: None,
    }
}

fn new_item(group: GroupId, title: &str) -> NewItem {
    NewItem {
        group_id: Some(group),
        kind: Kind::Discussion,
        audience: Audience::Network,
        title: title.to_owned(),
        body: "Wie heeft hier **ervaring** mee?\n\n- een\n- twee".to_owned(),
        language: "nl".to_owned(),
        subjects: Vec::new(),
        detail: NewDetail::Plain,
        moment: Moment::Now,
        archive_at: None,
        files: Vec::new(),
        origin: None,
    }
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

struct Visitor {
    client: reqwest::Client,
    port: u16,
    cookie: String,
}

impl Visitor {
    fn new(port: u16, cookie: &str) -> Result<Self, Failure> {
        // Already installed when another part ran before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
        Ok(Self { client, port, cookie: cookie.to_owned() })
    }

    async fn time(&self, path: &str) -> Result<[f64; 2], Failure> {
        let mut times = Vec::with_capacity(REQUESTS);
        for number in 0..WARM_UP + REQUESTS {
            let started = Instant::now();
            let request = self.client.get(format!("http://127.0.0.1:{}{path}", self.port));
            let host = format!("groot.localhost:{}", self.port);
            let answer = request.header("host", host).header("cookie", &self.cookie).send().await?;
            let status = answer.status();
            answer.bytes().await?;
            if status != reqwest::StatusCode::OK {
                return Err(Failure(format!("{path} answered {status}")));
            }
            if number >= WARM_UP {
                times.push(started.elapsed().as_secs_f64() * 1_000.0);
            }
        }
        times.sort_by(f64::total_cmp);
        Ok([share(&times, 0.5), share(&times, 0.99)])
    }
}

/// A network with a member at each of many organisations: a post, and then its past for one more.
async fn across(args: &Args, clock: &Clock) -> Result<(f64, f64), Failure> {
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
    let fan_out = fan_out(&neighbours, args.instances, &owner, group).await?;
    let backfill = backfill(&neighbours, args, &owner).await?;
    stop.cancel();
    for workers in workers {
        workers.drain().await;
    }
    neighbours.close().await;
    Ok((fan_out, backfill))
}

async fn colleague(ctx: &Ctx, name: &str) -> Result<Principal, Failure> {
    let new = domain::people::NewPerson {
        name: name.to_owned(),
        handle: None,
        affiliation: Affiliation::Staff,
        profile: Profile::default(),
    };
    let id = ctx
        .db
        .write(async |tx| {
            let id = domain::people::create(tx, &OPERATOR, new.clone()).await?;
            consent::choose(tx, &OPERATOR, id, Scope::Organisation).await?;
            Ok(id)
        })
        .await?;
    let home = instances::home(&ctx.db).await?;
    Ok(Principal::Member(Member {
        account_id: domain::AccountId(id.0),
        person_id: id,
        organisation_id: home.organisation_id,
        affiliation: Affiliation::Staff,
        role: Role::Member,
    }))
}

/// One colleague of an organisation becomes a member.
async fn join(neighbours: &Neighbours, at: usize, group: GroupId) -> Result<GroupId, Failure> {
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
    Ok(copy)
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
    let copy = join(neighbours, last, group).await?;
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

fn table(report: &Report) -> String {
    let mut lines = vec![format!(
        "groups, {} items, {} people (filled in {:.0} s)",
        report.items, report.people, report.filled_seconds
    )];
    for (name, [p50, p99]) in &report.pages_ms {
        lines.push(format!("  page     p50 {p50:.1} ms, p99 {p99:.1} ms: {name}"));
    }
    lines.push(format!(
        "  told     {:.1} s until {} organisations show a post (target 5)",
        report.fan_out_seconds, report.instances
    ));
    lines.push(format!(
        "  past     {:.1} s until {} items are fetched by who joins (target 60)",
        report.backfill_seconds, report.backfill
    ));
    lines.join("\n")
}
