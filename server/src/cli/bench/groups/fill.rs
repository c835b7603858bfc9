//! A database with many items and people, and the one who reads it.

use std::time::Duration;

use domain::accounts::invite::{self, Invitation};
use domain::accounts::sessions;
use domain::groups::{self, GroupEdit, JoinPolicy, Rules, Words};
use domain::items::{Kind, Moment, NewDetail, NewItem, bulk};
use domain::people::{Profile, Scope, consent, replica};
use domain::principal::{Affiliation, Member, Role};
use domain::{Audience, GroupId, PersonId, Principal, instances};

use super::super::neighbours::OPERATOR;
use super::super::profiles::Government;
use super::{Args, SEED, words};
use crate::cli::Failure;
use crate::demo::random::Random;
use crate::state::Ctx;

/// Networks of which the reader is a member.
const OWN_GROUPS: usize = 30;
pub const STORED_AT_ONCE: usize = 250;
const PEOPLE_AT_ONCE: usize = 200;

/// A reader with her browser.
pub struct Reader {
    pub principal: Principal,
    pub cookie: String,
    pub groups: Vec<GroupId>,
}

/// Everything there is to read, in as many networks as were asked for.
pub async fn fill(ctx: &Ctx, args: &Args) -> Result<Reader, Failure> {
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

pub fn past(random: &mut Random, authors: &[PersonId], number: usize, now: domain::Timestamp) -> bulk::Past {
    let mut text = |count: usize| (0..count).map(|_| words::any(random)).collect::<Vec<_>>().join(" ");
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

pub async fn reader(ctx: &Ctx, name: &str) -> Result<(Principal, String), Failure> {
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

pub fn edit(name: &str) -> GroupEdit {
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

pub fn new_item(group: GroupId, title: &str) -> NewItem {
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

pub async fn colleague(ctx: &Ctx, name: &str) -> Result<Principal, Failure> {
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
