//! Who may find what, in words that an index can compare: a thing stands in circles, a reader in others, and he finds what
//! shares one with him. [`crate::items::seen`] says the same in SQL and has the last word; this keeps counts, order and
//! excerpts of an index from saying anything of what is hidden.

use uuid::Uuid;

use crate::audience::Audience;
use crate::db::{Db, sql};
use crate::error::Result;
use crate::groups::Group;
use crate::groups::members::State;
use crate::ids::GroupId;
use crate::items::out::Filed;
use crate::principal::Principal;

/// Everyone who is signed in.
pub const NETWORK: &str = "network";
/// Groups of one reader that are looked at, his newest first. In more than this nobody reads along.
const GROUPS_MAX: i64 = 2_000;

/// A reader, as an index knows him.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reader {
    pub circles: Vec<String>,
    /// The groups he is a member of.
    pub groups: Vec<GroupId>,
}

fn of_members(group: GroupId) -> String {
    format!("group:{group}")
}

fn of_invited(group: GroupId) -> String {
    format!("invited:{group}")
}

fn of_staff(organisation: impl Into<Uuid>) -> String {
    format!("staff:{}", organisation.into())
}

fn of_person(person: impl Into<Uuid>) -> String {
    format!("person:{}", person.into())
}

/// The circles a signed-in person stands in; `Unauthenticated` for anyone else.
pub async fn of_reader(db: &Db, principal: &Principal) -> Result<Reader> {
    let member = principal.require_member()?;
    let rows: Vec<(GroupId, State)> = sql("select group_id, state from membership \
         where person_id = $1 and state in ('active', 'invited') order by since desc limit $2")
    .bind(member.person_id)
    .bind(GROUPS_MAX)
    .all(db)
    .await?;
    let is_active = |(_, state): &&(GroupId, State)| *state == State::Active;
    let groups: Vec<GroupId> = rows.iter().filter(is_active).map(|(group, _)| *group).collect();
    let own = [NETWORK.to_owned(), of_person(member.person_id)];
    let staff = principal.staff_of().map(of_staff);
    let inside = groups.iter().copied().map(of_members);
    let invited = rows.iter().filter(|row| !is_active(row)).map(|(group, _)| of_invited(*group));
    Ok(Reader { circles: own.into_iter().chain(staff).chain(inside).chain(invited).collect(), groups })
}

/// Who finds an item and what hangs on it.
pub fn of_item(item: &Filed) -> Vec<String> {
    let members = item.group_id.map(of_members);
    let own = [of_person(item.author_id)];
    match (item.audience, members) {
        (Audience::Public | Audience::Network, _) => vec![NETWORK.to_owned()],
        (Audience::Organisation, None) => [of_staff(item.organisation_id)].into_iter().chain(own).collect(),
        (Audience::Organisation, Some(members)) => vec![of_staff(item.organisation_id), members],
        (Audience::Group, Some(members)) => vec![members],
        (Audience::Group | Audience::Own, _) => own.into(),
    }
}

/// Who finds a page of a group's wiki: whoever may read what is in the group.
pub fn of_page(group: &Group) -> Vec<String> {
    match group.rules.content {
        Audience::Public | Audience::Network => vec![NETWORK.to_owned()],
        Audience::Organisation => vec![of_staff(group.organisation_id), of_members(group.id)],
        Audience::Group | Audience::Own => vec![of_members(group.id)],
    }
}

/// Who finds a group.
pub fn of_group(group: &Group) -> Vec<String> {
    let inside = [of_members(group.id), of_invited(group.id)];
    match group.rules.listed {
        Audience::Public | Audience::Network => vec![NETWORK.to_owned()],
        Audience::Organisation => [of_staff(group.organisation_id)].into_iter().chain(inside).collect(),
        Audience::Group | Audience::Own => inside.into(),
    }
}
