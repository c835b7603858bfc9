//! Working the inbox: each stored activity takes effect in one transaction, together with the mark that it did.

use std::time::Duration;

use domain::groups;
use domain::inbox::{self, Waiting};
use domain::jobs::{self, Job};
use domain::peers::{self, Peer, State, health};
use domain::wiki::editing::elsewhere::announced;
use domain::{Error, Tx};
use serde::Deserialize;
use serde_json::Value;

use crate::door::Federation;
use crate::gate::{is_proven_by, pinned};
use crate::groups::{is_about_a_group, page_in};
use crate::json;
use crate::objects::actor::KnownActor;
use crate::wire::{Activity, Kind, Nudge};

const LEASE: Duration = Duration::from_secs(60);
const CLAIMED_MAX: i64 = 64;
/// Words that are worked together; each can be as large as the inbox allows, and all are in memory.
const WORDS_MAX: i64 = 64;

/// Why an activity has no effect.
pub(crate) enum Failed {
    /// It never will: kept with its error.
    ForGood(String),
    /// It may yet.
    ForNow(Error),
    /// The house says no; in a group whoever asked is told why.
    Refused(Error),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        match error {
            Error::Unavailable(_) | Error::Full(_) | Error::Internal(_) | Error::Limited { .. } => {
                Self::ForNow(error)
            }
            other => Self::Refused(other),
        }
    }
}

impl Federation {
    /// Works what waits in the inbox; gives how many activities were looked at.
    pub async fn work_inbox(&self) -> Result<usize, Error> {
        let claimed = inbox::claim(&self.db, LEASE, CLAIMED_MAX).await?;
        let mut looked_at = claimed.len();
        for head in claimed {
            match read_word(&head) {
                Some(_) => looked_at += self.work_words(head).await?,
                None => drop(self.work_one(&head).await?),
            }
        }
        Ok(looked_at)
    }

    /// A nudge, or a word we do not know, and those that stand behind it; gives how many more these were.
    async fn work_words(&self, head: Waiting) -> Result<usize, Error> {
        let behind = inbox::claim_behind(&self.db, &head, LEASE, WORDS_MAX).await?;
        let words = behind.iter().take_while(|one| read_word(one).is_some()).count();
        let (words, rest) = behind.split_at(words);
        let run: Vec<_> = std::iter::once(&head).chain(words).collect();
        let mut untried: Vec<i64> = rest.iter().map(|one| one.seq).collect();
        if self.act_on_words(&run).await.is_err() {
            // One by one, as far as it goes: what fails for now holds up what is behind it.
            for (at, one) in run.iter().enumerate() {
                if !self.work_one(one).await? {
                    untried.extend(run[at + 1..].iter().map(|one| one.seq));
                    break;
                }
            }
        }
        inbox::give_back(&self.db, &untried).await?;
        Ok(words.len())
    }

    /// False when it has to be tried again before anything behind it.
    async fn work_one(&self, waiting: &Waiting) -> Result<bool, Error> {
        let (error, is_final) = match self.act(waiting).await {
            Ok(()) => return Ok(true),
            Err(Failed::ForGood(error)) => (error, true),
            Err(Failed::Refused(error)) => (error.to_string(), true),
            Err(Failed::ForNow(error)) => (error.to_string(), waiting.attempts >= inbox::ATTEMPTS_MAX),
        };
        inbox::fail(&self.db, waiting, &error, is_final).await?;
        Ok(is_final)
    }

    /// All of one peer, in one transaction: the newest nudge with news says what those before it said.
    async fn act_on_words(&self, run: &[&Waiting]) -> Result<(), Failed> {
        let Some(head) = run.first() else { return Ok(()) };
        let peer = peers::find(&self.db, head.instance_id).await?;
        let mut newest_first = run.iter().rev().filter_map(|one| read_word(one)).filter_map(Word::into_nudge);
        let news = newest_first.find(|nudge| tells_news(nudge, &peer));
        let effect = news.map_or(Effect::None, Effect::Nudged);
        let seqs: Vec<i64> = run.iter().map(|one| one.seq).collect();
        self.db
            .write(async |tx| {
                inbox::finish_all(tx, &seqs).await?;
                health::record_contact(tx, peer.instance_id).await?;
                effect.take(tx, &peer).await
            })
            .await?;
        self.ring();
        Ok(())
    }

    async fn act(&self, waiting: &Waiting) -> Result<(), Failed> {
        let (activity, document) = read(waiting)?;
        let peer = peers::find(&self.db, waiting.instance_id).await?;
        if is_about_a_group(&activity, &pinned(&peer)?.id) {
            return self.act_in_group(waiting, &peer, &document).await;
        }
        let effect = self.read_effect(&peer, &activity, &document)?;
        self.db
            .write(async |tx| {
                if !inbox::finish(tx, waiting.seq).await? {
                    return Ok(()); // another node was first
                }
                health::record_contact(tx, peer.instance_id).await?;
                effect.take(tx, &peer).await
            })
            .await?;
        self.ring();
        Ok(())
    }

    /// What the activity means here. Decided on the document alone; the house checks the rest.
    fn read_effect(&self, peer: &Peer, activity: &Activity, document: &Value) -> Result<Effect, Failed> {
        let strange = |what: &str| Failed::ForGood(format!("{what} in {}", activity.id));
        let object_id = || activity.object_id().map(str::to_owned).ok_or_else(|| strange("no object"));
        Ok(match activity.kind {
            Kind::Follow => {
                let (_, actor) = self.read_request(document).ok_or_else(|| strange("not a request to us"))?;
                if !actor.has_same_keys(&pinned(peer)?) {
                    return Err(strange("other keys than the ones we know"));
                }
                Effect::Request { actor: Box::new(actor), follow_id: activity.id.clone() }
            }
            Kind::Accept => Effect::Accepted { follow_id: object_id()? },
            Kind::Reject | Kind::Undo | Kind::Block => Effect::Ended,
            Kind::Update if let Some((group, page)) = editing_in(activity) => Effect::Editing { group, page },
            Kind::Update => Effect::Keys { actor: Box::new(self.read_new_keys(peer, activity)?) },
            Kind::Announce if is_list_of_groups(activity, peer)? => Effect::GroupsChanged,
            Kind::Announce => Effect::Nudged(nudge_in(activity)?),
            Kind::Other => Effect::None,
        })
    }

    /// New keys come with a proof by the old ones, else an administrator must compare and approve.
    fn read_new_keys(&self, peer: &Peer, activity: &Activity) -> Result<KnownActor, Failed> {
        let known = pinned(peer)?;
        let fresh = KnownActor::read(activity.object.clone())
            .map_err(|disbelief| Failed::ForGood(format!("{disbelief} in {}", activity.id)))?;
        let is_itself = fresh.id == known.id && fresh.host == known.host;
        if is_itself && (fresh.has_same_keys(&known) || is_proven_by(&fresh.document, &known)) {
            return Ok(fresh);
        }
        Err(Failed::ForGood(format!("keys without a proof by the old ones in {}", activity.id)))
    }
}

fn read(waiting: &Waiting) -> Result<(Activity, Value), Failed> {
    let document: Value =
        json::read(&waiting.body, json::ACTIVITY).map_err(|error| Failed::ForGood(error.to_string()))?;
    let activity = Activity::deserialize(&document).map_err(|error| Failed::ForGood(error.to_string()))?;
    Ok((activity, document))
}

/// What is only said, so that the peering stays as it is.
enum Word {
    Nudge(Nudge),
    Unknown,
}

impl Word {
    fn into_nudge(self) -> Option<Nudge> {
        if let Self::Nudge(nudge) = self { Some(nudge) } else { None }
    }
}

/// `None` for what is more than a word, or cannot be read.
fn read_word(waiting: &Waiting) -> Option<Word> {
    let (activity, _) = read(waiting).ok()?;
    if activity.audience.is_some() {
        return None; // said in a group
    }
    match activity.kind {
        Kind::Announce => nudge_in(&activity).ok().map(Word::Nudge),
        Kind::Other => Some(Word::Unknown),
        _ => None,
    }
}

fn is_list_of_groups(activity: &Activity, peer: &Peer) -> Result<bool, Failed> {
    let list = format!("{}directory/groups", pinned(peer)?.origin);
    Ok(activity.object_id() == Some(&list))
}

/// An instance with members speaks to a group's host: the group, and the page.
fn editing_in(activity: &Activity) -> Option<(String, String)> {
    let page = page_in(&activity.object)?;
    Some((activity.audience.clone()?, page.to_owned()))
}

fn nudge_in(activity: &Activity) -> Result<Nudge, Failed> {
    Nudge::deserialize(&activity.object)
        .map_err(|_| Failed::ForGood(format!("no announcement of changes in {}", activity.id)))
}

enum Effect {
    Request {
        actor: Box<KnownActor>,
        follow_id: String,
    },
    Accepted {
        follow_id: String,
    },
    Ended,
    Keys {
        actor: Box<KnownActor>,
    },
    Nudged(Nudge),
    /// The list of their groups changed.
    GroupsChanged,
    /// Somebody of theirs began or stopped changing a page of a group.
    Editing {
        group: String,
        page: String,
    },
    /// Nothing we know: a peer may speak of things that come later.
    None,
}

impl Effect {
    async fn take(&self, tx: &mut Tx, peer: &Peer) -> Result<(), Error> {
        let id = peer.instance_id;
        match self {
            Self::Request { actor, follow_id } => {
                peers::receive_request(tx, &actor.introduction(), follow_id).await.map(drop)
            }
            Self::Accepted { follow_id } => {
                // Either they are our peer from now on, or they took what a group of ours told.
                let is_receipt = groups::measures::confirm(tx, id, follow_id).await?;
                if is_receipt { Ok(()) } else { peers::accepted(tx, id, follow_id).await }
            }
            Self::Ended => peers::ended_by_them(tx, id).await,
            Self::Keys { actor } => {
                let principal = domain::Principal::Peer { instance_id: id, host: peer.host.clone() };
                peers::replace_keys(tx, &principal, id, &actor.introduction()).await
            }
            Self::Nudged(nudge) if tells_news(nudge, peer) => {
                health::record_announced(tx, id, nudge.sequence).await?;
                jobs::enqueue(tx, &Job::PullDirectory { instance_id: id }).await
            }
            Self::GroupsChanged => jobs::enqueue(tx, &Job::PullGroups { instance_id: id }).await,
            Self::Editing { group, page } => announced(tx, id, group, page).await,
            Self::Nudged(_) | Self::None => Ok(()),
        }
    }
}

/// Whether there is something to fetch: a nudge that says what we have already costs nobody a request.
fn tells_news(nudge: &Nudge, peer: &Peer) -> bool {
    let is_known =
        peer.directory_epoch.as_deref() == Some(nudge.epoch.as_str()) && nudge.sequence <= peer.directory_seq;
    peer.state == State::Approved && peer.shares_people && !is_known
}
