//! What somebody could join, whom he could meet and which questions wait for somebody like him, by what he says he knows. He
//! is shown nothing that he could not find himself, and not again what he put aside.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::clock::Timestamp;
use crate::db::{Db, On, Tx, sql, sql_from};
use crate::error::Result;
use crate::groups::{self, Group, JoinPolicy, Subject};
use crate::ids::{GroupId, PersonId};
use crate::items::seen::{JOINS, bind_asker, sees};
use crate::items::{Item, queries};
use crate::principal::Principal;
use crate::text::like_inside;

/// Subjects of one person that are looked at, his first ones.
const SUBJECTS_MAX: usize = 20;
/// Networks that are looked at.
const CANDIDATES_MAX: i64 = 60;
/// What one puts aside is remembered as far as this.
const DISMISSED_MAX: i64 = 500;
/// A question that waited longer waits no more.
const QUESTION_DAYS: i64 = 180;

/// What is suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Group,
    Person,
    Question,
}

impl Kind {
    /// The word in forms and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Person => "person",
            Self::Question => "question",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Group, Self::Person, Self::Question].into_iter().find(|kind| kind.as_str() == word)
    }
}

/// A network that somebody could join.
#[derive(Debug, Clone)]
pub struct SuggestedGroup {
    pub group: Group,
    /// It is about this subject of his.
    pub about: Option<Subject>,
    /// So many of its members know what he knows; nothing where he may not see who they are.
    pub alike: usize,
}

/// Networks about one of these subjects, or with members among `alike`, that one may join and is nothing to yet.
pub async fn list_groups(
    db: &Db,
    principal: &Principal,
    subjects: &[String],
    alike: &[PersonId],
    limit: usize,
) -> Result<Vec<SuggestedGroup>> {
    let subjects = &subjects[..subjects.len().min(SUBJECTS_MAX)];
    let mut counts: HashMap<GroupId, usize> = count_members(db, alike).await?.into_iter().collect();
    for id in list_about(db, subjects).await? {
        counts.entry(id).or_insert(0);
    }
    let dismissed = list_dismissed(db, principal, Kind::Group).await?;
    let ids: Vec<GroupId> = counts.keys().copied().filter(|id| !dismissed.contains(&id.0)).collect();
    let places = groups::enter_all(db, principal, &ids).await?;
    let fits = places.into_iter().filter(|place| {
        let is_open =
            place.group.rules.join_policy != JoinPolicy::Invitation && place.group.archived_at.is_none();
        place.membership.is_none() && is_open && !place.is_member()
    });
    let suggested = fits.map(|place| SuggestedGroup {
        about: place.group.subjects.iter().find(|subject| subjects.contains(&subject.uri)).cloned(),
        alike: counts.get(&place.group.id).copied().filter(|_| place.sees_members()).unwrap_or(0),
        group: place.group,
    });
    let mut suggested: Vec<_> = suggested.filter(|one| one.about.is_some() || one.alike > 0).collect();
    suggested.sort_by_key(|one| {
        std::cmp::Reverse((one.about.is_some(), one.alike, one.group.member_count, one.group.id))
    });
    suggested.truncate(limit);
    Ok(suggested)
}

async fn count_members(db: &Db, people: &[PersonId]) -> Result<Vec<(GroupId, usize)>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(GroupId, i64)> = sql("select group_id, count(*) from membership \
         where state = 'active' and person_id in (..) group by group_id order by count(*) desc, group_id limit $1")
    .bind(CANDIDATES_MAX)
    .bind_list(people.iter().copied())
    .all(db)
    .await?;
    Ok(rows.into_iter().map(|(id, count)| (id, usize::try_from(count).unwrap_or(0))).collect())
}

/// Those with one of these subjects in their list, as far as anybody outside may know of them.
async fn list_about(db: &Db, subjects: &[String]) -> Result<Vec<GroupId>> {
    if subjects.is_empty() {
        return Ok(Vec::new());
    }
    let any: Vec<String> =
        (0..subjects.len()).map(|at| format!("groups.subjects like ${} escape '\\'", at + 2)).collect();
    let text = format!(
        "select id from groups where deleted_at is null and archived_at is null and listed <> 'group' and ({}) \
         order by member_count desc, id limit $1",
        any.join(" or ")
    );
    let statement = sql_from(text).bind(CANDIDATES_MAX);
    subjects
        .iter()
        .fold(statement, |statement, uri| statement.bind(like_inside(&format!("\"{uri}\""))))
        .column(db)
        .await
}

/// Questions on these subjects without an accepted answer that somebody may see, where he did not answer yet; first those of his
/// own networks. One statement.
pub async fn list_questions(
    db: &Db,
    principal: &Principal,
    subjects: &[String],
    limit: i64,
) -> Result<Vec<Item>> {
    let subjects = &subjects[..subjects.len().min(SUBJECTS_MAX)];
    if subjects.is_empty() || principal.acting_person().is_none() {
        return Ok(Vec::new());
    }
    let text = format!(
        "{} {JOINS} where {} and item.kind = 'question' and item.author_id <> $1 and item.published_at > $3 \
         and item.accepted_id is null and item.locked_at is null and item.hidden_at is null \
         and (item.archive_at is null or item.archive_at > $4) \
         and (groups.id is null or groups.archived_at is null) \
         and not exists (select 1 from comment where comment.item_id = item.id and comment.author_id = $1 \
             and comment.deleted_at is null) \
         and not exists (select 1 from suggestion_dismissed put_aside where put_aside.person_id = $1 \
             and put_aside.kind = 'question' and put_aside.subject_id = item.id) \
         and item.id in (select item_id from item_subject where published_at > $3 and uri in (..)) \
         order by case when mine.role is null then 1 else 0 end, item.active_at desc, item.id desc limit $5",
        queries::ITEM,
        sees(principal)
    );
    let since = Timestamp(db.now().0 - QUESTION_DAYS * 24 * 3_600 * 1_000_000);
    let found: Vec<queries::Found> = bind_asker(sql_from(text), principal)
        .bind(since)
        .bind(db.now())
        .bind(limit)
        .bind_list(subjects.iter().cloned())
        .all(db)
        .await?;
    found.into_iter().map(queries::Found::into_item).collect()
}

/// In how many networks somebody is.
pub async fn count_networks(on: impl Into<On<'_>>, person: PersonId) -> Result<i64> {
    sql("select count(*) from membership where person_id = $1 and state = 'active'")
        .bind(person)
        .scalar(on)
        .await
}

/// What one put aside.
pub async fn list_dismissed(db: &Db, principal: &Principal, kind: Kind) -> Result<HashSet<Uuid>> {
    let ids: Vec<Uuid> =
        sql("select subject_id from suggestion_dismissed where person_id = $1 and kind = $2")
            .bind(principal.require_member()?.person_id)
            .bind(kind.as_str())
            .column(db)
            .await?;
    Ok(ids.into_iter().collect())
}

/// Puts a suggestion aside. Beyond what is remembered, what was put aside longest ago may come back.
pub async fn dismiss(tx: &mut Tx, principal: &Principal, kind: Kind, id: Uuid) -> Result<()> {
    let person = principal.require_member()?.person_id;
    let now = tx.now();
    sql("insert into suggestion_dismissed (person_id, kind, subject_id, dismissed_at) values ($1, $2, $3, $4) \
         on conflict (person_id, kind, subject_id) do nothing")
    .bind(person)
    .bind(kind.as_str())
    .bind(id)
    .bind(now)
    .execute(&mut *tx)
    .await?;
    sql("delete from suggestion_dismissed where person_id = $1 and dismissed_at < \
         (select min(dismissed_at) from (select dismissed_at from suggestion_dismissed where person_id = $1 \
             order by dismissed_at desc limit $2) newest)")
    .bind(person)
    .bind(DISMISSED_MAX)
    .execute(tx)
    .await?;
    Ok(())
}

/// Takes that back.
pub async fn bring_back(tx: &mut Tx, principal: &Principal, kind: Kind, id: Uuid) -> Result<()> {
    sql("delete from suggestion_dismissed where person_id = $1 and kind = $2 and subject_id = $3")
        .bind(principal.require_member()?.person_id)
        .bind(kind.as_str())
        .bind(id)
        .execute(tx)
        .await?;
    Ok(())
}

/// Whoever is no more put nothing aside.
pub(crate) async fn forget_of(tx: &mut Tx, person: PersonId) -> Result<()> {
    sql("delete from suggestion_dismissed where person_id = $1").bind(person).execute(tx).await?;
    Ok(())
}
