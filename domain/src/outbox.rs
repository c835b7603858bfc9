//! What happened, to be told to peers. `domain` says `PersonListed`; only the federation door knows which activity that is.

use serde::{Deserialize, Serialize};

use crate::acts::Act;
use crate::db::{Db, Tx, next_seq, sql};
use crate::error::Result;
use crate::ids::{GroupId, InquiryId, InstanceId, OutsiderId, PersonId, ReportId};
use crate::inquiries::Word;

/// Something that peers may have to hear of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// The directory moved on to this sequence. A removal is told at once, anything else together with its neighbours.
    DirectoryChanged { seq: i64, is_removal: bool },
    /// We ask this instance to be our peer.
    PeeringRequested { instance_id: InstanceId },
    /// We said yes to this instance.
    PeeringApproved { instance_id: InstanceId },
    /// They ask for what we asked of them already: we say yes at once.
    PeeringConsented { instance_id: InstanceId },
    /// What this peer may have of us changed.
    LevelChanged { instance_id: InstanceId },
    /// We said no, ended it, or blocked it.
    PeeringEnded { instance_id: InstanceId, is_block: bool },
    /// Our key was replaced; peers get the new one with a proof by the old one.
    KeyRotated,
    /// The list of our groups changed.
    GroupListed,
    /// The feed of a group of ours moved on; the instances of its members are told.
    GroupChanged { group_id: GroupId, object_id: uuid::Uuid, seq: i64 },
    /// A group of ours was deleted.
    GroupGone { group_id: GroupId },
    /// Somebody of a peer became a member, or is none any more.
    MembershipDecided {
        group_id: GroupId,
        person_id: PersonId,
        is_member: bool,
        follow_id: Option<String>,
        /// Of a membership that a moderator ended.
        measure_id: Option<uuid::Uuid>,
    },
    /// Somebody of a peer was invited.
    Invited { group_id: GroupId, person_id: PersonId, by_person_id: Option<PersonId> },
    /// An invitation of somebody of a peer was taken back.
    Uninvited { group_id: GroupId, person_id: PersonId },
    /// Something written in a group of ours was hidden, shown again or removed.
    MeasureTaken { measure_id: uuid::Uuid, headline: String },
    /// An appeal of somebody of a peer was decided.
    AppealDecided { appeal_id: uuid::Uuid },
    /// A report by somebody of a peer was decided.
    ReportDecided { report_id: ReportId },
    /// Somebody of ours did something in a group of a peer.
    Acted { group_id: GroupId, person_id: PersonId, act: Act },
    /// One of ours said something about a question between him and a colleague of a peer.
    Inquired { inquiry_id: InquiryId, word: Word },
    /// One of ours is no more, and with him what he said of a question; its other party works at a peer.
    InquiryTakenBack { question: String, person_id: PersonId, listener: String, instance_id: InstanceId },
    /// Somebody of elsewhere follows a public group.
    OutsiderFollowed { group_id: GroupId, actor_id: OutsiderId, follow_id: String },
    /// Public groups are no longer open to the fediverse: those who follow are told.
    OpeningClosed,
}

/// Publishes `event` with the change: it is written as the transaction ends. Its counter is locked until the commit, and every
/// change takes it, so it is taken last and for as short as can be.
pub async fn publish(tx: &mut Tx, event: &Event) -> Result<()> {
    let payload = serde_json::to_string(event)?;
    tx.say_at_end(payload);
    Ok(())
}

/// Writes down what a transaction publishes.
pub(crate) async fn write_down(tx: &mut Tx, payloads: Vec<String>) -> Result<()> {
    for payload in payloads {
        let seq = next_seq(tx, "event").await?;
        sql("insert into event (seq, payload, created_at) values ($1, $2, $3)")
            .bind(seq)
            .bind(payload)
            .bind(tx.now())
            .execute(&mut *tx)
            .await?;
    }
    Ok(())
}

/// The oldest events, in order, at most `limit`.
pub async fn list_events(db: &Db, limit: i64) -> Result<Vec<(i64, Event)>> {
    let rows: Vec<(i64, String)> =
        sql("select seq, payload from event order by seq limit $1").bind(limit).all(db).await?;
    rows.into_iter().map(|(seq, payload)| Ok((seq, serde_json::from_str(&payload)?))).collect()
}

/// Forgets an event once its deliveries are rows, in the same transaction as those. False when another node was first.
pub async fn take_event(tx: &mut Tx, seq: i64) -> Result<bool> {
    Ok(take_events(tx, &[seq]).await? == 1)
}

/// The same for many; gives how many were still there.
pub async fn take_events(tx: &mut Tx, seqs: &[i64]) -> Result<u64> {
    sql("delete from event where seq in (..)").bind_list(seqs.iter().copied()).execute(tx).await
}
