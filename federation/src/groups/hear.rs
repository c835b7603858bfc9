//! What others say about groups takes effect here: a member's deed at the host, the host's word elsewhere.

use domain::acts::Measure;
use domain::groups::members::REASON_CHARS_MAX;
use domain::groups::{self, Group, replica};
use domain::inbox::{self, Waiting};
use domain::items::{moderate, replica as items};
use domain::jobs::{self, Job};
use domain::peers::{Peer, health};
use domain::wiki::editing::elsewhere::announced;
use domain::{Error, Tx, acts, people};
use serde::Deserialize;
use serde_json::Value;

use super::deeds::{self, Came, Deed, Heard};
use super::say::{measure_words, place};
use super::{Distrust, Witness};
use super::{desk, editing, wiki};
use crate::act::Failed;
use crate::door::Federation;
use crate::objects::actor::KnownActor;
use crate::objects::group as objects;
use crate::urls::is_of_origin;
use crate::wire::{Activity, FeedEntry, Group as WireGroup, Said, Verb};

/// Whether an activity is said in a group: by a person, or by the group itself. What the instance itself says is about
/// peering and people.
pub(crate) fn is_about_a_group(activity: &Activity, instance_actor: &str) -> bool {
    activity.actor.id() != instance_actor
}

impl Federation {
    /// Works one activity that was said in a group.
    pub(crate) async fn act_in_group(
        &self,
        waiting: &Waiting,
        peer: &Peer,
        document: &Value,
    ) -> Result<(), Failed> {
        if !peer.is_active() {
            return Err(Failed::ForGood(format!("{} is no peer", peer.host)));
        }
        let said = Said::deserialize(document).map_err(|error| Failed::ForGood(error.to_string()))?;
        if self.is_to_a_person(&said) {
            return Box::pin(self.hear_inquiry(waiting, peer, &said, document)).await;
        }
        let group = groups::find_by_ap_id(&self.db, &said.audience).await?;
        let host = KnownActor::read_pinned(peer).map_err(|error| Failed::ForGood(error.to_string()))?;
        let is_hosts_word = said.actor.id() == said.audience && is_of_origin(&said.audience, &host.origin);
        match group {
            Some(group) if group.is_local && !is_hosts_word => {
                self.hear_deed(waiting, peer, &group, &said, document).await
            }
            None if said.kind == Verb::Invite && is_hosts_word => {
                self.hear_invitation(waiting, peer, &said).await
            }
            Some(_) if said.kind == Verb::Invite && is_hosts_word => {
                self.hear_invitation(waiting, peer, &said).await
            }
            Some(group) if is_hosts_word && group.instance_id == peer.instance_id => {
                self.hear_host(waiting, peer, &group, &said).await
            }
            // A group that is gone, or that we never had: whoever speaks to it is told so by its absence.
            None if is_of_origin(&said.audience, self.urls.base()) => {
                self.finish(waiting, peer, async |_| Ok(())).await
            }
            _ => Err(Failed::ForGood(format!("nobody here for {} in {}", said.audience, said.id))),
        }
    }

    /// The mark that it was worked, and what it does, in one transaction.
    pub(crate) async fn finish(
        &self,
        waiting: &Waiting,
        peer: &Peer,
        effect: impl AsyncFnOnce(&mut Tx) -> Result<(), Error>,
    ) -> Result<(), Failed> {
        self.db
            .write(async |tx| {
                if !inbox::finish(tx, waiting.seq).await? {
                    return Ok(()); // another node was first
                }
                health::record_contact(tx, peer.instance_id).await?;
                effect(tx).await
            })
            .await?;
        self.ring();
        Ok(())
    }

    async fn hear_deed(
        &self,
        waiting: &Waiting,
        peer: &Peer,
        group: &Group,
        said: &Said,
        document: &Value,
    ) -> Result<(), Failed> {
        let strange = |error: &dyn std::fmt::Display| Failed::ForGood(format!("{error} in {}", said.id));
        let witness = match self.witness(peer, said, document).await {
            Ok(witness) => witness,
            Err(Distrust::House(error)) => return Err(error.into()),
            Err(distrust) => return Err(strange(&distrust)),
        };
        let deed = deeds::read(said, &group.ap_id).map_err(|disbelief| strange(&disbelief))?;
        if deed.needs_proof() && !witness.is_proven {
            return Err(strange(&"no proof by its author's instance"));
        }
        self.perform(waiting, peer, group, &witness, said, &deed).await
    }

    /// Done, or refused with the reason: either way the sender hears of it.
    async fn perform(
        &self,
        waiting: &Waiting,
        peer: &Peer,
        group: &Group,
        witness: &Witness,
        said: &Said,
        deed: &Deed,
    ) -> Result<(), Failed> {
        let heard = Heard { peer, group, witness, said, document: &waiting.body };
        let acceptance = self.acceptance(group, peer, &said.id)?;
        let done = self
            .finish(waiting, peer, async |tx| match deeds::perform(tx, heard, deed).await? {
                Came::Something => Ok(()),
                Came::Nothing => acceptance.send(tx).await,
            })
            .await;
        let Err(Failed::Refused(error)) = done else { return done };
        tracing::info!(group = group.ap_id, activity = said.id, %error, "a deed of elsewhere was refused");
        let refusal = self.refusal(group, peer, &said.id, key_of(&error))?;
        self.finish(waiting, peer, async |tx| refusal.send(tx).await).await
    }

    async fn hear_invitation(&self, waiting: &Waiting, peer: &Peer, said: &Said) -> Result<(), Failed> {
        let strange = |what: &str| Failed::ForGood(format!("{what} in {}", said.id));
        let host = KnownActor::read_pinned(peer).map_err(|_| strange("no host"))?;
        let document = said.target.as_ref().and_then(|target| WireGroup::deserialize(target).ok());
        let document = document.ok_or_else(|| strange("no group"))?;
        let snapshot =
            objects::from_wire(document, &host.origin).map_err(|error| strange(&error.to_string()))?;
        let address = said.object.as_str().ok_or_else(|| strange("nobody invited"))?;
        let person = people::find_by_ap_id(&self.db, address).await?.filter(|person| person.is_local);
        let Some(person) = person.filter(|person| person.deleted_at.is_none()) else {
            return Err(strange("nobody of ours"));
        };
        let by = said.content.as_deref().map(domain::people::check::line).unwrap_or_default();
        self.finish(waiting, peer, async |tx| {
            replica::invited(tx, peer.instance_id, &snapshot, person.id, &by).await
        })
        .await
    }

    /// The host of a group speaks of it.
    async fn hear_host(
        &self,
        waiting: &Waiting,
        peer: &Peer,
        group: &Group,
        said: &Said,
    ) -> Result<(), Failed> {
        let id = said.object.as_str();
        let host = peer.instance_id;
        match (said.kind, id) {
            (Verb::Accept, Some(follow)) => {
                self.finish(waiting, peer, async |tx| {
                    if wiki::accepted(tx, group, follow).await? {
                        return Ok(());
                    }
                    replica::join_accepted(tx, host, follow).await
                })
                .await
            }
            (Verb::Reject, Some(activity)) => {
                self.finish(waiting, peer, async |tx| rejected(tx, group, host, activity, said).await).await
            }
            (Verb::Accept | Verb::Reject, None) if part(&said.object, "type") == Some("Flag") => {
                self.finish(waiting, peer, async |tx| decided(tx, group, said).await).await
            }
            (Verb::Add | Verb::Remove, Some(piece)) => {
                let Some(measure) = measure_in(group, said) else {
                    return self.finish(waiting, peer, async |_| Ok(())).await;
                };
                let told = items::Measured {
                    activity_id: said.id.clone(),
                    measure,
                    headline: said.name.clone().unwrap_or_default(),
                    reason: said.content.clone().unwrap_or_default(),
                };
                let receipt = self.receipt(peer, said)?;
                self.finish(waiting, peer, async |tx| {
                    items::measured(tx, group, piece, &told).await?;
                    receipt.send(tx).await
                })
                .await
            }
            (Verb::Update, None) if part(&said.object, "id") == Some(place(group, desk::PLACE).as_str()) => {
                let job = Job::PullDesk { group_id: group.id };
                self.finish(waiting, peer, async |tx| jobs::enqueue(tx, &job).await).await
            }
            (Verb::Update, None) if let Some(page) = editing::page_in(&said.object) => {
                self.finish(waiting, peer, async |tx| announced(tx, host, &group.ap_id, page).await).await
            }
            (Verb::Delete, Some(gone)) if gone == group.ap_id => {
                self.finish(waiting, peer, async |tx| replica::group_gone(tx, group).await).await
            }
            (Verb::Undo, None) if part(&said.object, "type") == Some("Invite") => {
                let person = part(&said.object, "object").unwrap_or_default();
                let Some(person) = people::find_by_ap_id(&self.db, person).await? else {
                    return self.finish(waiting, peer, async |_| Ok(())).await;
                };
                self.finish(waiting, peer, async |tx| replica::uninvited(tx, group, person.id).await).await
            }
            (Verb::Announce, None) => self.hear_announcement(waiting, peer, group, said).await,
            // Things of a later version are left to it.
            _ => self.finish(waiting, peer, async |_| Ok(())).await,
        }
    }

    /// A page whose earlier versions are not here yet is fetched with them.
    async fn is_whole(&self, group: &Group, entry: &replica::Entry) -> Result<bool, Error> {
        let replica::Entry::Page(state) = entry else { return Ok(true) };
        let held = domain::wiki::replica::count_held(&self.db, group.id, &state.ap_id).await?;
        Ok(!state.has_gap(held))
    }

    /// The next entry of the feed is taken as it comes; when there is a gap before it, the feed is fetched.
    async fn hear_announcement(
        &self,
        waiting: &Waiting,
        peer: &Peer,
        group: &Group,
        said: &Said,
    ) -> Result<(), Failed> {
        let entry =
            FeedEntry::deserialize(&said.object).map_err(|error| Failed::ForGood(error.to_string()))?;
        let (sequence, previous) = (said.sequence.unwrap_or(0), said.previous.unwrap_or(i64::MAX));
        if !replica::has_local_member(&self.db, group.id).await? {
            return self.finish(waiting, peer, async |_| Ok(())).await;
        }
        let is_known_epoch = group.feed.epoch.is_some() && group.feed.epoch == said.epoch;
        let is_next = is_known_epoch && previous <= group.feed.seq && sequence > group.feed.seq;
        let read = match self.read_entry(group, peer, &entry).await {
            Ok(read) if is_next && self.is_whole(group, &read).await? => Some(read),
            Err(Distrust::House(error)) => return Err(error.into()),
            Err(Distrust::Blocked) if is_next => None,
            _ if is_known_epoch && sequence <= group.feed.seq => None,
            _ => {
                return self
                    .finish(waiting, peer, async |tx| replica::note_announced(tx, group.id, sequence).await)
                    .await;
            }
        };
        self.finish(waiting, peer, async |tx| {
            // Another worker may have moved on meanwhile.
            let now = groups::find(&mut *tx, group.id).await?;
            if now.feed.epoch != group.feed.epoch || sequence <= now.feed.seq {
                return Ok(());
            }
            if let Some(read) = &read {
                replica::apply(tx, group, read, true).await?;
            }
            let epoch = now.feed.epoch.clone().unwrap_or_default();
            replica::note_progress(tx, group.id, &epoch, sequence, true).await
        })
        .await
    }
}

/// A Reject is the end of a membership, or a refusal of something that one of ours did.
async fn rejected(
    tx: &mut Tx,
    group: &Group,
    host: domain::InstanceId,
    activity: &str,
    said: &Said,
) -> Result<(), Error> {
    let content = said.content.clone().unwrap_or_default();
    if let Some(sent) = acts::find(&mut *tx, activity).await?.filter(|sent| sent.group_id == group.id) {
        let is_join = matches!(sent.act, acts::Act::Join { .. });
        if !is_join {
            return replica::refused(tx, &sent, known_key(&content)).await;
        }
    }
    // A moderator's reason is a person's; why a request was refused is a key of ours.
    let ended = match &said.target {
        Some(_) => {
            let reason = people::check::paragraphs(&content).chars().take(REASON_CHARS_MAX).collect();
            replica::Ended { reason, told: Some(said.id.clone()) }
        }
        None if content.is_empty() => replica::Ended::default(),
        None => replica::Ended { reason: known_key(&content).to_owned(), told: None },
    };
    replica::join_ended(tx, host, activity, &ended).await
}

/// What was decided about something that one of ours asked.
async fn decided(tx: &mut Tx, group: &Group, said: &Said) -> Result<(), Error> {
    let is_yes = said.kind == Verb::Accept;
    if let Some(appeal) = part(&said.object, "appeal") {
        let why = said.content.as_deref().unwrap_or_default();
        return groups::appeals::decided(tx, group, appeal, is_yes, why).await;
    }
    match part(&said.object, "report") {
        Some(report) => moderate::decided_elsewhere(tx, group, report, is_yes).await,
        None => Ok(()),
    }
}

/// The measure that a host tells of.
fn measure_in(group: &Group, said: &Said) -> Option<Measure> {
    let target = said.target.as_ref()?.as_str()?;
    let all = [Measure::Hide, Measure::Show, Measure::Remove];
    all.into_iter().find(|measure| {
        let (verb, name) = measure_words(*measure);
        verb == said.kind && target == place(group, name)
    })
}

fn part<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name).and_then(Value::as_str)
}

fn key_of(error: &Error) -> &'static str {
    match error {
        Error::Forbidden(key) | Error::Conflict(key) => key,
        Error::Invalid(errors) => errors.first().map_or("error-refused-elsewhere", |error| error.key),
        Error::NotFound => "error-not-there",
        _ => "error-refused-elsewhere",
    }
}

/// Keys of sentences that we have; anything else becomes the plain one.
fn known_key(key: &str) -> &str {
    let is_key = key.starts_with("error-")
        && key.len() < 60
        && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    if is_key { key } else { "error-refused-elsewhere" }
}
