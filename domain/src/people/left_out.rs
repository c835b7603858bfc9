//! What somebody left out of his evidence, between organisations: with his snapshot in the directory goes a list of digests of
//! addresses. Whoever has a thing recognises it by its digest, and to whoever has it not the list says nothing but a number.

use std::collections::{HashMap, HashSet};

use ring::digest::{SHA256, digest};
use uuid::Uuid;

use super::evidence::Deed;
use crate::db::{Db, On, Tx, sql};
use crate::error::Result;
use crate::ids::PersonId;
use crate::index_feed::Lane;
use crate::published_feed;

/// Things that one person leaves out, at most. What a peer lists beyond it is not read.
pub const LEFT_OUT_MAX: usize = 1_000;

/// What a thing is called in these lists: SHA-256 of its address, in hexadecimal.
pub fn digest_of(address: &str) -> String {
    hex::encode(digest(&SHA256, address.as_bytes()))
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

const OF_OURS: [&str; 3] = [
    "select excluded.person_id, item.ap_id from evidence_excluded excluded \
     join item on item.id = excluded.subject_id where excluded.kind = 'item' and excluded.person_id in (..)",
    "select excluded.person_id, comment.ap_id from evidence_excluded excluded \
     join comment on comment.id = excluded.subject_id where excluded.kind = 'comment' and excluded.person_id in (..)",
    "select excluded.person_id, page.ap_id from evidence_excluded excluded \
     join wiki_page page on page.id = excluded.subject_id where excluded.kind = 'page' and excluded.person_id in (..)",
];

/// What each of our people left out, in order, as it goes to peers.
pub(crate) async fn list_of(db: &Db, people: &[PersonId]) -> Result<HashMap<PersonId, Vec<String>>> {
    let mut found: HashMap<PersonId, Vec<String>> = HashMap::new();
    for statement in OF_OURS {
        let some: Vec<(PersonId, String)> = sql(statement).bind_list(people.iter().copied()).all(db).await?;
        some.into_iter()
            .for_each(|(person, address)| found.entry(person).or_default().push(digest_of(&address)));
    }
    found.values_mut().for_each(|digests| digests.sort_unstable());
    Ok(found)
}

/// Takes over what the origin of these people says; what counts otherwise from now on is read anew for the index.
pub(super) async fn store(tx: &mut Tx, said: &[(PersonId, &[String])]) -> Result<()> {
    let mut held = list_held(&mut *tx, said.iter().map(|(person, _)| *person)).await?;
    for (person, said) in said {
        let before = held.remove(person).unwrap_or_default();
        let now: HashSet<String> =
            said.iter().take(LEFT_OUT_MAX).filter(|text| is_digest(text)).cloned().collect();
        if before != now {
            write(tx, *person, &now).await?;
            mark(tx, *person, &before.symmetric_difference(&now).collect()).await?;
        }
    }
    Ok(())
}

async fn list_held(
    on: impl Into<On<'_>>,
    people: impl Iterator<Item = PersonId>,
) -> Result<HashMap<PersonId, HashSet<String>>> {
    let rows: Vec<(PersonId, String)> =
        sql("select person_id, digests from evidence_left_out where person_id in (..)")
            .bind_list(people)
            .all(on)
            .await?;
    let held =
        |(person, digests): (PersonId, String)| (person, digests.split(' ').map(str::to_owned).collect());
    Ok(rows.into_iter().map(held).collect())
}

async fn write(tx: &mut Tx, person: PersonId, digests: &HashSet<String>) -> Result<()> {
    if digests.is_empty() {
        sql("delete from evidence_left_out where person_id = $1").bind(person).execute(tx).await?;
        return Ok(());
    }
    let mut ordered: Vec<&str> = digests.iter().map(String::as_str).collect();
    ordered.sort_unstable();
    sql("insert into evidence_left_out (person_id, digests) values ($1, $2) \
         on conflict (person_id) do update set digests = excluded.digests")
    .bind(person)
    .bind(ordered.join(" "))
    .execute(tx)
    .await?;
    Ok(())
}

const OF_AUTHOR: [(&str, &str); 3] = [
    ("item", "select id, ap_id from item where author_id = $1"),
    ("comment", "select id, ap_id from comment where author_id = $1"),
    (
        "page",
        "select id, ap_id from wiki_page page \
         where exists (select 1 from wiki_version where page_id = page.id and author_id = $1)",
    ),
];

/// Of what is his, and of nothing else, whatever the digests say.
async fn mark(tx: &mut Tx, person: PersonId, digests: &HashSet<&String>) -> Result<()> {
    for (kind, statement) in OF_AUTHOR {
        let things: Vec<(Uuid, String)> = sql(statement).bind(person).all(&mut *tx).await?;
        for (id, _) in things.iter().filter(|(_, address)| digests.contains(&digest_of(address))) {
            match Deed::new(kind, *id) {
                Some(Deed::Item(id)) => published_feed::mark_item(tx, id, Lane::Replica).await?,
                Some(Deed::Comment(id)) => published_feed::mark_comment(tx, id, Lane::Replica).await?,
                Some(Deed::Page(id)) => published_feed::mark_page(tx, id, Lane::Replica).await?,
                None => {}
            }
        }
    }
    Ok(())
}

const OF_THINGS: [&str; 3] = [
    "select item.author_id, item.id, item.ap_id from item \
     join evidence_left_out on evidence_left_out.person_id = item.author_id where item.id in (..)",
    "select comment.author_id, comment.id, comment.ap_id from comment \
     join evidence_left_out on evidence_left_out.person_id = comment.author_id where comment.id in (..)",
    "select distinct version.author_id, page.id, page.ap_id from wiki_version version \
     join evidence_left_out on evidence_left_out.person_id = version.author_id \
     join wiki_page page on page.id = version.page_id where page.id in (..)",
];

/// Which of these things people of elsewhere left out.
pub(super) async fn list_of_things(db: &Db, things: &[Uuid]) -> Result<Vec<(PersonId, Uuid)>> {
    let mut theirs: Vec<(PersonId, Uuid, String)> = Vec::new();
    for statement in OF_THINGS {
        theirs.extend(sql(statement).bind_list(things.iter().copied()).all(db).await?);
    }
    let held = list_held(db, theirs.iter().map(|(person, _, _)| *person)).await?;
    let is_out = |(person, _, address): &(PersonId, Uuid, String)| {
        held.get(person).is_some_and(|digests| digests.contains(&digest_of(address)))
    };
    Ok(theirs.into_iter().filter(is_out).map(|(person, id, _)| (person, id)).collect())
}

/// Forgets it of those who are no more.
pub(super) async fn forget_of(tx: &mut Tx, people: &[PersonId]) -> Result<()> {
    sql("delete from evidence_left_out where person_id in (..) \
         and not exists (select 1 from person where person.id = evidence_left_out.person_id)")
    .bind_list(people.iter().copied())
    .execute(tx)
    .await?;
    Ok(())
}
