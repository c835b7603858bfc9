//! Our feed for peers: pages of changes and digests, each answer signed, for this peer alone.
//!
//! Whoever is no approved peer gets the same 404 for everything.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::directory::{self, Change};
use serde::Deserialize;

use super::digest::bucket_of;
use super::{LEAVES_READ, PAGE_STEPS};
use crate::answer::{NotForYou, SignedGet};
use crate::door::Federation;
use crate::objects::person;
use crate::wire::{self, ChangeKind, ChangeObject};

/// More steps than this are not put on one page, whatever is asked.
const PAGE_STEPS_MAX: i64 = 500;
/// Digests of things left out on one page, all people together: about 2 MB.
const LEFT_OUT_ON_PAGE_MAX: usize = 30_000;

#[derive(Deserialize)]
pub(crate) struct Range {
    #[serde(default)]
    after: i64,
    limit: Option<i64>,
}

/// `GET /directory/changes?after=N&limit=L`
pub(crate) async fn changes(
    State(door): State<Federation>,
    get: SignedGet,
    range: Result<Query<Range>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, NotForYou> {
    let Query(range) = range.map_err(|_| NotForYou::Hidden)?;
    let limit = range.limit.unwrap_or(PAGE_STEPS).clamp(1, PAGE_STEPS_MAX);
    let mut page = wire::ChangesPage {
        context: wire::context(),
        id: get.target.to_string(),
        kind: "OrderedCollectionPage".into(),
        part_of: door.urls.directory(),
        epoch: super::EPOCH_CLOSED.into(),
        sequence: 0,
        ordered_items: Vec::new(),
    };
    if get.peer.shares_people {
        page.epoch = directory::epoch(&door.db).await?.0;
        page.sequence = directory::last_seq(&door.db).await?;
        let steps = directory::list_changes(&door.db, range.after, limit).await?;
        // A step newer than the sequence that was read is left for the next page.
        let known = steps.into_iter().filter(|step| step.seq <= page.sequence);
        page.ordered_items = as_many_as_fit(known).map(|step| to_wire(step, &door)).collect();
    }
    get.answer(&door, &page)
}

/// Long lists of what people left out make a page shorter; there is always one step on it.
fn as_many_as_fit(steps: impl Iterator<Item = Change>) -> impl Iterator<Item = Change> {
    let mut room = LEFT_OUT_ON_PAGE_MAX;
    steps.take_while(move |step| {
        let fits = step.left_out.len() <= room;
        room = room.saturating_sub(step.left_out.len());
        fits
    })
}

fn to_wire(step: Change, door: &Federation) -> wire::Change {
    match step.view {
        Some(view) => wire::Change {
            kind: ChangeKind::Update,
            sequence: step.seq,
            object: ChangeObject::Person(Box::new(person::to_wire(&view, &door.urls))),
            left_out: step.left_out,
        },
        None => wire::Change {
            kind: ChangeKind::Remove,
            sequence: step.seq,
            object: ChangeObject::Address(step.ap_id),
            left_out: Vec::new(),
        },
    }
}

/// `GET /directory/digest`
pub(crate) async fn digest(State(door): State<Federation>, get: SignedGet) -> Result<Response, NotForYou> {
    let state = door.directory_for(&get.peer).await?;
    let buckets = state.digest.buckets().map(|(count, xor)| wire::Bucket { count, xor }).collect();
    let document = wire::DirectoryDigest {
        kind: "plein:DirectoryDigest".into(),
        epoch: state.epoch,
        sequence: state.sequence,
        root_digest: state.digest.root(),
        buckets,
    };
    get.answer(&door, &document)
}

/// `GET /directory/digest/{bucket}`
pub(crate) async fn bucket(
    State(door): State<Federation>,
    Path(number): Path<String>,
    get: SignedGet,
) -> Result<Response, NotForYou> {
    let number: usize = number.parse().ok().filter(|number| *number < 256).ok_or(NotForYou::Hidden)?;
    if !get.peer.shares_people {
        return Err(NotForYou::Hidden);
    }
    let epoch = directory::epoch(&door.db).await?.0;
    let sequence = directory::last_seq(&door.db).await?;
    let page = wire::BucketPage {
        kind: "plein:DirectoryBucket".into(),
        epoch,
        sequence,
        leaves: leaves_of(&door, number).await?,
    };
    get.answer(&door, &page)
}

async fn leaves_of(door: &Federation, number: usize) -> Result<Vec<wire::Leaf>, domain::Error> {
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let leaves = directory::list_leaves(&door.db, &after, LEAVES_READ).await?;
        let Some((last, _)) = leaves.last() else { return Ok(found) };
        after.clone_from(last);
        let inside = leaves.into_iter().filter(|(id, _)| bucket_of(id) == number);
        found.extend(inside.map(|(id, version)| wire::Leaf { id, version }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(seq: i64, count: usize) -> Change {
        let left_out = vec![String::new(); count];
        Change {
            seq,
            person_id: domain::PersonId(uuid::Uuid::nil()),
            ap_id: String::new(),
            view: None,
            left_out,
        }
    }

    #[test]
    fn a_page_ends_where_the_lists_on_it_are_long() {
        let most = domain::people::left_out::LEFT_OUT_MAX;
        let steps = |count: usize| (1..=200).map(move |seq| step(seq, count));
        assert_eq!(as_many_as_fit(steps(0)).count(), 200);
        assert_eq!(as_many_as_fit(steps(most)).count(), LEFT_OUT_ON_PAGE_MAX / most);
        assert_eq!(as_many_as_fit(steps(LEFT_OUT_ON_PAGE_MAX / 200)).count(), 200);
    }
}
