//! Retention that really runs: what is past its time goes, in short transactions, so that nobody waits for the broom.

use std::time::Duration;

use crate::clock::Timestamp;
use crate::db::{Db, Tx, sql};
use crate::error::Result;
use crate::ids::PersonId;
use crate::inquiries::kept;
use crate::jobs::{self, Job};
use crate::people::{photo, replica, saved, sightings};
use crate::wiki::{told, upkeep};
use crate::{delivery, inbox};

/// Rows that one transaction deletes at most; about 50 ms on a slow disk.
const BATCH: i64 = 500;

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// How many rows each part removed.
pub type Swept = Vec<(&'static str, u64)>;

/// Sweeps once and enqueues the next sweep an hour from now.
pub async fn run(db: &Db) -> Result<Swept> {
    let now = db.now();
    let mut swept = Vec::new();
    for (what, part) in parts(now) {
        swept.push((what, until_few(db, part).await?));
    }
    swept.push(("people hidden or shown again", follow_leases(db, now).await?));
    swept.push(("reminders of pages", until_reminded(db).await?));
    swept.push(("pages told", db.write(async |tx| told::tell_untold(tx, BATCH).await).await?));
    db.write(async |tx| {
        saved::wake(tx).await?;
        jobs::enqueue_at(tx, &Job::Sweep, now.plus(HOUR)).await
    })
    .await?;
    Ok(swept)
}

/// One kind of rows that go.
#[derive(Clone, Copy)]
enum Part {
    /// The text deletes at most `$2` rows older than `$1`.
    Rows(&'static str, Timestamp),
    /// The same for rows of a day, counted as `Timestamp::day` does.
    Days(&'static str, i64),
    Inbox,
    Deliveries,
    /// People whom their origin has not confirmed for so long that consent can no longer be assumed: the copy goes.
    LapsedPeople(Timestamp),
    /// These and the next are closed, and stay until they are over for long enough.
    Unanswered,
    Silent,
    Over,
}

/// What goes, and from which age.
fn parts(now: Timestamp) -> [(&'static str, Part); 25] {
    let (_, purged_before) = replica::lease_limits(now);
    [
        ("sessions", Part::Rows(SESSIONS, now)),
        ("links", Part::Rows(LINKS, now.minus(7 * DAY))),
        ("attempts", Part::Rows(ATTEMPTS, now.minus(2 * DAY))),
        ("mails", Part::Rows(MAILS, now.minus(30 * DAY))),
        ("removed photos", Part::Rows(REMOVED_PHOTOS, now.minus(photo::UNDO_WINDOW))),
        ("idempotency keys", Part::Rows(IDEMPOTENCY, now.minus(DAY))),
        ("notifications", Part::Rows(NOTIFICATIONS, now.minus(90 * DAY))),
        ("invitations", Part::Rows(INVITATIONS, now)),
        ("acts sent", Part::Rows(SENT_ACTS, now.minus(90 * DAY))),
        ("unfinished uploads", Part::Rows(UNFINISHED, now.minus(DAY))),
        ("loose files", Part::Rows(LOOSE, now.minus(7 * DAY))),
        ("texts of files", Part::Rows(FILE_TEXTS, now)),
        ("activities of outsiders", Part::Rows(OUTSIDE_SEEN, now.minus(DAY))),
        ("deliveries that outsiders refused", Part::Rows(OUTSIDE_DEAD, now.minus(7 * DAY))),
        ("last looks at pages", Part::Rows(VISITS, now.minus(365 * DAY))),
        ("open editors", Part::Rows(EDITING, now)),
        ("removed searches", Part::Rows(REMOVED_SEARCHES, now.minus(DAY))),
        ("who read how much", Part::Days(READING, now.day() - 1)),
        ("how often people were found", Part::Days(SIGHTINGS, now.day() - sightings::DAYS_KEPT)),
        ("inbox", Part::Inbox),
        ("deliveries", Part::Deliveries),
        ("lapsed people", Part::LapsedPeople(purged_before)),
        ("questions that nobody answered", Part::Unanswered),
        ("questions that fell silent", Part::Silent),
        ("questions that are over", Part::Over),
    ]
}

const SESSIONS: &str =
    "delete from session where id_hash in (select id_hash from session where expires_at < $1 limit $2)";
const LINKS: &str = "delete from one_time_link where secret_hash in \
     (select secret_hash from one_time_link where expires_at < $1 limit $2)";
const ATTEMPTS: &str = "delete from attempt where (key, window_start) in \
     (select key, window_start from attempt where window_start < $1 limit $2)";
/// Those that left and those that were given up; what is still tried stays.
const MAILS: &str = "delete from mail where id in \
     (select id from mail where coalesce(sent_at, failed_at) < $1 limit $2)";
const IDEMPOTENCY: &str = "delete from idempotency where (account_id, key) in \
     (select account_id, key from idempotency where created_at < $1 limit $2)";
const NOTIFICATIONS: &str = "delete from notification where (person_id, key) in \
     (select person_id, key from notification where created_at < $1 limit $2)";
const INVITATIONS: &str = "delete from group_invitation where id in \
     (select id from group_invitation where expires_at < $1 limit $2)";
const SENT_ACTS: &str = "delete from sent_act where activity_id in \
     (select activity_id from sent_act where sent_at < $1 limit $2)";
/// At the end of the window to the microsecond, since the sweep is asked for then.
const REMOVED_PHOTOS: &str = "delete from photo_removed where person_id in \
     (select person_id from photo_removed where removed_at <= $1 limit $2)";
const OUTSIDE_DEAD: &str = "delete from delivery where seq in (select delivery.seq from delivery \
     join outside_host on outside_host.host = delivery.host \
     where delivery.state = 'dead' and delivery.created_at < $1 limit $2)";
const OUTSIDE_SEEN: &str = "delete from outside_seen where activity_id in \
     (select activity_id from outside_seen where seen_at < $1 limit $2)";
const UNFINISHED: &str = "delete from file where id in \
     (select id from file where item_id is null and created_at < $1 and state = 'uploading' limit $2)";
/// Uploaded, and then never made part of anything; a draft in a browser may have named them for a while.
const LOOSE: &str = "delete from file where id in \
     (select id from file where item_id is null and created_at < $1 limit $2)";
const VISITS: &str = "delete from wiki_visit where (person_id, page_id) in \
     (select person_id, page_id from wiki_visit where seen_at < $1 limit $2)";
const EDITING: &str = "delete from wiki_editing where (person_id, page_id) in \
     (select person_id, page_id from wiki_editing where until_at < $1 limit $2)";
const REMOVED_SEARCHES: &str = "delete from saved_search where id in \
     (select id from saved_search where removed_at < $1 limit $2)";
const READING: &str = "delete from directory_read where (reader, day) in \
     (select reader, day from directory_read where day < $1 limit $2)";
const SIGHTINGS: &str = "delete from person_sighting where (person_id, day) in \
     (select person_id, day from person_sighting where day < $1 limit $2)";
const FILE_TEXTS: &str = "delete from file_text where digest in \
     (select digest from file_text where read_at <= $1 \
      and not exists (select 1 from file where file.digest = file_text.digest) limit $2)";
const LAPSED: &str = "select person.id from person \
     join instance on instance.id = person.instance_id \
     left join peer on peer.instance_id = person.instance_id \
     where not instance.is_local and person.received_at < $1 \
     and (peer.directory_confirmed_at is null or peer.directory_confirmed_at < $1) limit $2";

/// Repeats a short transaction until it no longer fills its batch.
async fn until_few(db: &Db, part: Part) -> Result<u64> {
    let mut total = 0;
    loop {
        let gone = db.write(async |tx| sweep_some(tx, part).await).await?;
        total += gone;
        if gone < u64::try_from(BATCH).unwrap_or(0) {
            return Ok(total);
        }
    }
}

/// Whoever keeps pages true hears which of them are due.
async fn until_reminded(db: &Db) -> Result<u64> {
    let mut total = 0;
    loop {
        let told = db.write(async |tx| upkeep::remind(tx, BATCH).await).await?;
        total += told;
        if told == 0 {
            return Ok(total);
        }
    }
}

async fn sweep_some(tx: &mut Tx, part: Part) -> Result<u64> {
    match part {
        Part::Rows(text, before) => sql(text).bind(before).bind(BATCH).execute(tx).await,
        Part::Days(text, before) => sql(text).bind(before).bind(BATCH).execute(tx).await,
        Part::Inbox => inbox::sweep(tx, BATCH).await,
        Part::Deliveries => delivery::sweep(tx, BATCH).await,
        Part::LapsedPeople(before) => purge_lapsed(tx, before).await,
        Part::Unanswered => kept::lapse(tx, BATCH).await,
        Part::Silent => kept::hush(tx, BATCH).await,
        Part::Over => kept::purge(tx, BATCH).await,
    }
}

async fn purge_lapsed(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    let ids: Vec<PersonId> = sql(LAPSED).bind(before).bind(BATCH).column(&mut *tx).await?;
    replica::purge(tx, &ids).await?;
    Ok(ids.len() as u64)
}

/// Takes people out of the index whose lease ran out, and puts back those whose origin confirmed them since: views ask the
/// lease at every reading, but counts and suggestions come from the index.
async fn follow_leases(db: &Db, now: Timestamp) -> Result<u64> {
    let (hidden_before, _) = replica::lease_limits(now);
    let mut total = 0;
    loop {
        let moved = db.write(async |tx| replica::follow_leases(tx, hidden_before, BATCH).await).await?;
        total += moved as u64;
        if moved == 0 {
            return Ok(total);
        }
    }
}
