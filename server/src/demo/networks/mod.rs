//! The networks that the three organisations share, with what was written there in the months before the demo began.
//!
//! All of it is done through the operations of the house, by its author at his own organisation, at an instant of the
//! past, and travels to the others like anything written today: the clock of the demo runs behind and is turned forward
//! from deed to deed, each time everything has come to rest.

mod book;
mod paper;
mod plan;
mod wiki;

use std::collections::BTreeMap;
use std::time::Duration;

use domain::error::{Error, Result};
use domain::groups::{self, GroupEdit, Rules, Words, members};
use domain::items::kinds::file::Filed;
use domain::items::kinds::poll::{self, NewPoll};
use domain::items::{self, Kind, Moment, NewComment, NewDetail, NewItem, Piece, moderate, signs};
use domain::{Clock, Db, GroupId, PersonId, Principal, Timestamp, Tx, notifications, people, settings};
use serde::{Deserialize, Serialize};

use super::calendar::At;
use super::logins::Login;
use super::material::Material;
use super::peering::Side;
use super::summary::OrganisationReady;
use crate::state::Ctx;
use crate::worker;

pub use book::Network;
use book::Paper;
use plan::{Deed, What};

/// The whole demo begins this long ago: a little before the first network was founded.
pub(super) const BEGINS_BEFORE: Duration = Duration::from_secs(103 * 24 * 3600);
/// Between the last thing that was done before an interruption and the next.
const AFTER_INTERRUPTION: Duration = Duration::from_secs(60);
/// What is done within this time travels together, unless somebody needs it before.
const APART_MAX: Duration = Duration::from_secs(8 * 3600);
/// The setting in which each organisation keeps how far its people came.
const KEPT: &str = "demo.networks";

/// How far the demo came, as one organisation knows it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Diary {
    /// When the demo began; everything else is so much earlier.
    present: Option<Timestamp>,
    /// Deeds up to and with the last one that was done here.
    done: usize,
    /// The federation ids of what was made here.
    made: BTreeMap<String, String>,
    is_complete: bool,
}

/// How far all organisations together came.
#[derive(Debug)]
pub(super) struct Past {
    present: Timestamp,
    done: usize,
    made: BTreeMap<String, String>,
    pub is_complete: bool,
}

impl Past {
    /// Reads it, before anything that has a clock runs.
    pub(super) async fn read(databases: &[Db], now: Timestamp) -> Result<Self> {
        let mut past = Self { present: now, done: 0, made: BTreeMap::new(), is_complete: true };
        for db in databases {
            let diary: Diary = settings::find(db, KEPT).await?;
            past.present = past.present.min(diary.present.unwrap_or(now));
            past.done = past.done.max(diary.done);
            past.made.extend(diary.made);
            past.is_complete &= diary.is_complete;
        }
        for db in databases.iter().filter(|_| !past.is_complete) {
            let present = Some(past.present);
            db.write(async |tx| {
                let diary: Diary = settings::find(&mut *tx, KEPT).await?;
                settings::store(tx, KEPT, &Diary { present, ..diary }).await
            })
            .await?;
        }
        Ok(past)
    }

    /// The clock by which the demo lives: the present when all is done, and until then as far back as it had come.
    pub(super) fn clock(&self, clock: &Clock, networks: &[Network]) -> Result<Clock> {
        let began = clock.behind(BEGINS_BEFORE);
        let deeds = plan::plan(networks, self.present)?;
        if self.is_complete {
            began.catch_up(Duration::ZERO);
        } else if let Some(last) = self.done.checked_sub(1).and_then(|last| deeds.get(last)) {
            began.catch_up(clock.now().since(last.at.plus(AFTER_INTERRUPTION)));
        }
        Ok(began)
    }
}

/// A persona at work.
struct Player<'a> {
    name: String,
    ctx: &'a Ctx,
    me: Principal,
    /// By which other organisations know him.
    ap_id: String,
}

/// Fills the networks, from where the demo had come to the present.
pub(super) async fn fill(
    material: &Material,
    sides: &[Side<'_>],
    organisations: &[OrganisationReady],
    past: &mut Past,
    clock: (&Clock, &Clock),
) -> Result<()> {
    let mut players = Vec::new();
    for (side, organisation) in sides.iter().zip(organisations) {
        for login in std::iter::once(&organisation.admin).chain(&organisation.people) {
            players.push(Player::new(side.ctx, login).await?);
        }
    }
    let all: Vec<&Ctx> = sides.iter().map(|side| side.ctx).collect();
    let deeds = plan::plan(&material.networks, past.present)?;
    let (present, demo) = clock;
    let stage = Stage { material, players };
    worker::come_to_rest(&all, true).await?;
    let mut rested_at = Timestamp::default();
    for (at, deed) in deeds.iter().enumerate().skip(past.done) {
        let is_new_instant = at == 0 || deeds.get(at - 1).is_none_or(|before| before.at < deed.at);
        let needs_jobs = deed.what.needs_jobs();
        if is_new_instant && (needs_jobs || deed.at.since(rested_at) > APART_MAX) {
            worker::come_to_rest(&all, false).await?;
            rested_at = deed.at;
        }
        demo.catch_up(present.now().since(deed.at));
        if is_new_instant && needs_jobs {
            worker::come_to_rest(&all, true).await?;
        }
        match stage.perform(past, deed).await {
            // What he needs for it is still on its way to him.
            Err(Error::NotFound | Error::Conflict(_)) => {
                worker::come_to_rest(&all, false).await?;
                stage.perform(past, deed).await
            }
            done => done,
        }
        .map_err(|error| deed.failed(&error))?;
        if needs_jobs && deeds.get(at + 1).is_none_or(|next| next.at > deed.at) {
            worker::come_to_rest(&all, true).await?;
        }
    }
    worker::come_to_rest(&all, false).await?;
    demo.catch_up(Duration::ZERO);
    worker::come_to_rest(&all, true).await?;
    for ctx in all {
        ctx.db
            .write(async |tx| {
                let diary: Diary = settings::find(&mut *tx, KEPT).await?;
                settings::store(tx, KEPT, &Diary { is_complete: true, ..diary }).await
            })
            .await?;
    }
    Ok(())
}

/// What of a login names a person in the files: `sanne` of `sanne.verbree`.
pub(super) fn first_part(login: &str) -> &str {
    login.split('.').next().unwrap_or_default()
}

impl<'a> Player<'a> {
    async fn new(ctx: &'a Ctx, login: &Login) -> Result<Self> {
        let side = Side::new(ctx, login).await?;
        let ap_id = people::find(&ctx.db, side.administrator.require_person()?).await?.ap_id;
        Ok(Self { name: first_part(&login.login).to_owned(), ctx, me: side.administrator, ap_id })
    }
}

/// The personas, and what they play.
struct Stage<'a> {
    material: &'a Material,
    players: Vec<Player<'a>>,
}

/// What a deed makes, under the name by which later ones know it.
type Made = Option<(String, String)>;

impl Stage<'_> {
    fn player(&self, name: &str) -> Result<&Player<'_>> {
        let found = self.players.iter().find(|player| player.name == name);
        found.ok_or_else(|| Error::internal(format!("nobody in the demo is called {name}")))
    }

    /// Does it, and in the same transaction remembers that it was done.
    async fn perform(&self, past: &mut Past, deed: &Deed<'_>) -> Result<()> {
        let player = self.player(deed.by)?;
        let known = &*past;
        if let Some(paper) = paper_of(deed) {
            paper::shelve(player.ctx, paper).await?;
        }
        let made = player
            .ctx
            .db
            .write(async |tx| {
                let made = self.act(tx, player, known, deed).await?;
                let mut diary: Diary = settings::find(&mut *tx, KEPT).await?;
                diary.done = known.done + 1;
                diary.made.extend(made.clone());
                settings::store(tx, KEPT, &diary).await?;
                Ok(made)
            })
            .await?;
        past.done += 1;
        past.made.extend(made);
        Ok(())
    }

    async fn act(&self, tx: &mut Tx, player: &Player<'_>, past: &Past, deed: &Deed<'_>) -> Result<Made> {
        let (me, network) = (&player.me, deed.network);
        if let What::Found = deed.what {
            let id = groups::create(tx, me, self.edit(network)?).await?;
            return Ok(Some((network.key.clone(), groups::find(tx, id).await?.ap_id)));
        }
        let place = Spot { network, past, group: group_of(tx, past, network).await? };
        match &deed.what {
            What::Found => {}
            What::Join { answer } => drop(members::join(tx, me, place.group, answer).await?),
            What::Invite { whom } => {
                let whom = self.known(tx, whom).await?;
                members::invite(tx, me, place.group, &[whom]).await?;
            }
            What::Admit { whom } => {
                let whom = self.known(tx, whom).await?;
                members::decide(tx, me, place.group, whom, true).await?;
            }
            What::Promote { whom, role } => {
                let whom = self.known(tx, whom).await?;
                members::set_role(tx, me, place.group, whom, *role).await?;
            }
            What::Publish { entry, closes_at } => {
                let new = self.item(&place, *entry, *closes_at)?;
                let files = match paper_of(deed) {
                    Some(paper) => vec![paper::upload(tx, player.ctx, me, paper).await?],
                    None => Vec::new(),
                };
                let id = items::publish(tx, me, NewItem { files, ..new }).await?;
                return Ok(Some((place.name(*entry, None), items::find(tx, me, id).await?.ap_id)));
            }
            What::Comment { entry, comment } => {
                let new = place.comment(tx, *entry, *comment).await?;
                let id = items::comments::add(tx, me, new).await?;
                let ap_id = items::comments::find(tx, me, id).await?.ap_id;
                return Ok(Some((place.name(*entry, Some(*comment)), ap_id)));
            }
            What::Accept { entry, comment } => {
                let (item, answer) = place.locate(tx, *entry, Some(*comment)).await?;
                items::comments::accept(tx, me, item, answer).await?;
            }
            What::Sign { entry, comment, sign } => {
                let piece = match place.locate(tx, *entry, *comment).await? {
                    (_, Some(comment)) => Piece::Comment(comment),
                    (item, None) => Piece::Item(item),
                };
                signs::react(tx, me, piece, *sign, true).await?;
            }
            What::Vote { entry, options } => {
                let (item, _) = place.locate(tx, *entry, None).await?;
                poll::vote(tx, me, item, options).await?;
            }
            What::Mark { entry, mark } => {
                let (item, _) = place.locate(tx, *entry, None).await?;
                moderate::mark(tx, me, item, *mark, true).await?;
            }
            What::Write { page } => {
                let leaf = network.pages.get(*page).ok_or(Error::NotFound)?;
                wiki::write(tx, me, place.group, leaf).await?;
            }
            What::Read => notifications::mark_read(tx, me, None).await?,
        }
        Ok(None)
    }

    /// Somebody as the organisation in whose database this is knows him.
    async fn known(&self, tx: &mut Tx, name: &str) -> Result<PersonId> {
        let ap_id = &self.player(name)?.ap_id;
        Ok(people::find_by_ap_id(tx, ap_id).await?.ok_or(Error::NotFound)?.id)
    }

    fn subjects(&self, slugs: &[String]) -> Vec<String> {
        let found = slugs.iter().filter_map(|slug| self.material.concepts.get(slug));
        found.map(|concept| concept.uri.clone()).collect()
    }

    fn edit(&self, network: &Network) -> Result<GroupEdit> {
        Ok(GroupEdit {
            words: Words {
                name: network.name.clone(),
                summary: network.summary.clone(),
                introduction: network.introduction.clone(),
                rules: network.rules.clone(),
                welcome: network.welcome.clone(),
                language: "nl".to_owned(),
            },
            handle: None,
            subjects: self.subjects(&network.subjects),
            rules: Rules {
                join_policy: network.join,
                question: network.question.clone(),
                listed: network.listed,
                content: network.content,
                required_fields: Vec::new(),
            },
            parent_id: None,
        })
    }

    fn item(&self, place: &Spot<'_>, entry: usize, closes_at: Option<Timestamp>) -> Result<NewItem> {
        let written = place.network.entries.get(entry).ok_or(Error::NotFound)?;
        let poll = NewPoll { options: written.options.clone(), is_multiple: written.multiple, closes_at };
        Ok(NewItem {
            group_id: Some(place.group),
            kind: written.kind,
            audience: place.network.content,
            title: written.title.clone(),
            body: written.body.clone(),
            language: written.language.clone(),
            subjects: self.subjects(&written.subjects),
            detail: match written.kind {
                Kind::Poll => NewDetail::Poll(poll),
                Kind::File => NewDetail::File(Filed { folder: written.folder.clone() }),
                _ => NewDetail::Plain,
            },
            moment: Moment::Now,
            archive_at: None,
            files: Vec::new(),
            origin: None,
        })
    }
}

/// What is shared with something that is published.
fn paper_of<'a>(deed: &Deed<'a>) -> Option<&'a Paper> {
    let What::Publish { entry, .. } = deed.what else { return None };
    deed.network.entries.get(entry)?.file.as_ref()
}

/// A network at the organisation where somebody acts.
struct Spot<'a> {
    network: &'a Network,
    past: &'a Past,
    group: GroupId,
}

impl Spot<'_> {
    fn name(&self, entry: usize, comment: Option<usize>) -> String {
        let comment = comment.map(|comment| format!("/{comment}")).unwrap_or_default();
        format!("{}/{entry}{comment}", self.network.key)
    }

    async fn locate(
        &self,
        tx: &mut Tx,
        entry: usize,
        comment: Option<usize>,
    ) -> Result<(domain::ItemId, Option<domain::CommentId>)> {
        let ap_id = self.past.made.get(&self.name(entry, comment)).ok_or(Error::NotFound)?;
        let (item, comment) = items::locate(tx, self.group, ap_id).await?;
        Ok((item.ok_or(Error::NotFound)?, comment))
    }

    async fn comment(&self, tx: &mut Tx, entry: usize, comment: usize) -> Result<NewComment> {
        let written = self.network.entries.get(entry).and_then(|entry| entry.comments.get(comment));
        let written = written.ok_or(Error::NotFound)?;
        let above = written.to.and_then(|to| to.checked_sub(1));
        let (item_id, parent_id) = self.locate(tx, entry, above).await?;
        Ok(NewComment {
            item_id,
            parent_id,
            body: written.body.clone(),
            language: written.language.clone(),
            files: Vec::new(),
            origin: None,
        })
    }
}

async fn group_of(tx: &mut Tx, past: &Past, network: &Network) -> Result<GroupId> {
    let ap_id = past.made.get(&network.key).ok_or(Error::NotFound)?;
    Ok(groups::find_by_ap_id(tx, ap_id).await?.ok_or(Error::NotFound)?.id)
}

/// A network as scripts find it.
#[derive(Debug, Clone, Serialize)]
pub struct NetworkReady {
    pub key: String,
    pub name: String,
    pub host: String,
    /// At its host.
    pub id: GroupId,
    pub url: String,
    /// By host, at every organisation that knows of it.
    pub ids: BTreeMap<String, GroupId>,
}

/// The networks of the demo; those that somebody deleted since then are left out.
pub(super) async fn ready(material: &Material, ctxs: &[&Ctx], past: &Past) -> Result<Vec<NetworkReady>> {
    let mut found = Vec::new();
    for network in &material.networks {
        let Some(ap_id) = past.made.get(&network.key) else { continue };
        let mut ids = BTreeMap::new();
        let mut home = None;
        for ctx in ctxs {
            let Some(group) = groups::find_by_ap_id(&ctx.db, ap_id).await? else { continue };
            let host = ctx.config.instance.host.name().to_owned();
            if host == network.host {
                home = Some((group.id, format!("{}/groups/{}", ctx.config.origin(), group.id)));
            }
            ids.insert(host, group.id);
        }
        let Some((id, url)) = home else { continue };
        let (key, name, host) = (network.key.clone(), network.name.clone(), network.host.clone());
        found.push(NetworkReady { key, name, host, id, url, ids });
    }
    Ok(found)
}
