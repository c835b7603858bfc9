//! People: profiles, local and remote, what each viewpoint sees of them, and consent.

pub mod check;
pub mod consent;
pub mod edit;
pub mod evidence;
pub mod export;
pub mod face;
pub mod fields;
pub mod left_out;
pub mod photo;
pub mod profile;
mod queries;
pub mod reading;
pub mod replica;
pub mod saved;
pub mod sightings;
pub mod skills;
pub mod view;
mod written;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::json;

pub use edit::{ProfileEdit, Seen, choose_audience, edit, edit_seen};
pub use face::{Face, faces, faces_by_address};
pub use profile::{
    Availability, Entry, FieldKey, Label, Profile, Skill, SkillLevel, Source, Value, VisibleFields,
};
pub(crate) use queries::take_handle;
pub use view::{PersonView, profile_for, profile_for_principal};

use crate::clock::Timestamp;
use crate::db::{Db, On, Tx};
use crate::error::{Error, Result};
use crate::ids::{InstanceId, OrganisationId, PersonId};
use crate::principal::{Affiliation, Principal};
use crate::{audit, directory, files, groups, index_feed, inquiries, suggestions, text, wiki};

/// A person with everything, for the house alone; doors get a [`PersonView`].
#[derive(Debug, Clone)]
pub struct Person {
    pub id: PersonId,
    pub ap_id: String,
    pub instance_id: InstanceId,
    pub organisation_id: OrganisationId,
    pub handle: String,
    pub affiliation: Affiliation,
    pub scope: Scope,
    pub name: String,
    pub sort_name: String,
    pub profile: Profile,
    pub version: i64,
    pub organisation: String,
    pub organisation_uri: Option<String>,
    pub host: String,
    pub is_local: bool,
    pub photo: Option<String>,
    pub confirmed_at: Option<Timestamp>,
    /// Remote, and not confirmed by the origin for so long that consent can no longer be assumed.
    pub is_lapsed: bool,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub deleted_at: Option<Timestamp>,
}

/// How far a person consented to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Scope {
    /// Nobody; the state before a person chose, and after a withdrawal.
    None,
    /// Colleagues of the own organisation.
    Organisation,
    /// Signed-in people of approved peers too.
    Network,
    /// The internet too.
    Public,
}

crate::db::text_arg!(Scope);

impl Scope {
    /// All of them, narrowest first.
    pub const ALL: [Self; 4] = [Self::None, Self::Organisation, Self::Network, Self::Public];

    /// The word used in forms, JSON and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Organisation => "organisation",
            Self::Network => "network",
            Self::Public => "public",
        }
    }

    /// Reads that word; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == word)
    }
}

/// What it takes to add a local person.
#[derive(Debug, Clone)]
pub struct NewPerson {
    pub name: String,
    /// Wished handle; `None` derives one from the name. A taken one gets a number behind it.
    pub handle: Option<String>,
    pub affiliation: Affiliation,
    pub profile: Profile,
}

/// Adds a local person, found by nobody until he or his administrator's import chose a scope.
pub async fn create(tx: &mut Tx, principal: &Principal, mut new: NewPerson) -> Result<PersonId> {
    principal.require_administrator()?;
    let name = check::name(&new.name)?;
    edit::settle_new(tx, principal, &mut new.profile).await?;
    let home = crate::instances::home(&mut *tx).await?;
    let id: PersonId = tx.new_id();
    let handle = take_handle(tx, new.handle.as_deref().unwrap_or(&name), "person", id.0).await?;
    queries::insert_person(tx, &queries::PersonRow::local(tx, id, &home, handle, &name, &new)?).await?;
    audit::record(tx, principal, "person.create", &format!("person:{id}"), json!({})).await?;
    index_feed::mark(tx, id, index_feed::Lane::Home).await?;
    Ok(id)
}

/// Erases a local person: the row stays as a tombstone without name or profile, peers are told to forget.
pub async fn erase(tx: &mut Tx, principal: &Principal, id: PersonId) -> Result<()> {
    principal.require_self_or_administrator(id)?;
    let person = find_local(&mut *tx, id).await?;
    groups::appeals::forget(tx, id).await?;
    // What stands beside something published stays with it, as the text does; the rest is nobody's.
    files::delete_loose(tx, id).await?;
    evidence::forget_of(tx, id).await?;
    saved::forget_of(tx, id).await?;
    reading::forget_of(tx, id).await?;
    sightings::forget_of(tx, id).await?;
    inquiries::forget_of(tx, id).await?;
    suggestions::forget_of(tx, id).await?;
    wiki::drafts::forget_of(tx, id).await?;
    wiki::offers::forget_of(tx, id).await?;
    wiki::follow::forget_of(tx, id).await?;
    wiki::visits::forget_of(tx, id).await?;
    queries::erase_person(tx, person.id).await?;
    audit::record(tx, principal, "person.erase", &format!("person:{id}"), json!({})).await?;
    touched(tx, id).await?;
    groups::members::leave_all(tx, id).await
}

/// The person as `principal` may see him; `NotFound` otherwise.
pub async fn view(db: &Db, principal: &Principal, id: PersonId) -> Result<PersonView> {
    let person = queries::find_person(db, id).await?.ok_or(Error::NotFound)?;
    profile_for_principal(&person, principal).ok_or(Error::NotFound)
}

/// Re-reads search hits: those that still exist for `principal`, in the order of `ids`. One statement.
pub async fn list_visible(db: &Db, principal: &Principal, ids: &[PersonId]) -> Result<Vec<PersonView>> {
    let people = queries::list_people(db, ids).await?;
    let mut seen: HashMap<PersonId, PersonView> = people
        .iter()
        .filter_map(|person| profile_for_principal(person, principal).map(|view| (person.id, view)))
        .collect();
    Ok(ids.iter().filter_map(|id| seen.remove(id)).collect())
}

/// The whole person, hidden fields too. For the person's own pages, the index and the feed.
pub async fn find(on: impl Into<On<'_>>, id: PersonId) -> Result<Person> {
    queries::find_person(on, id).await?.ok_or(Error::NotFound)
}

/// Whole people by id, in no order; those that do not exist are absent. One statement.
pub async fn list(on: impl Into<On<'_>>, ids: &[PersonId]) -> Result<Vec<Person>> {
    queries::list_people(on, ids).await
}

/// The whole person behind a federation id.
pub async fn find_by_ap_id(on: impl Into<On<'_>>, ap_id: &str) -> Result<Option<Person>> {
    queries::find_person_by_ap_id(on, ap_id).await
}

/// The local person behind a handle.
pub async fn find_by_handle(on: impl Into<On<'_>>, handle: &str) -> Result<Option<Person>> {
    queries::find_person_by_handle(on, handle).await
}

/// The person that a text names: `sanne` of ours, or `sanne@host`. Whether one may see him is another question.
pub async fn find_named(on: impl Into<On<'_>>, name: &str) -> Result<Option<PersonId>> {
    let mut on = on.into();
    let home = crate::instances::home(on.again()).await?.host;
    let (handle, host) = name.split_once('@').unwrap_or((name, &home));
    queries::find_id_by_handle(on, &handle.to_lowercase(), &host.to_lowercase()).await
}

/// A living person of this instance; `NotFound` for remote and erased ones.
pub async fn find_local(on: impl Into<On<'_>>, id: PersonId) -> Result<Person> {
    let person = find(on, id).await?;
    if person.is_local && person.deleted_at.is_none() { Ok(person) } else { Err(Error::NotFound) }
}

/// Name search without an index: words that each begin a part of the name, among people visible to staff or guests here.
/// Returns ids in name order, at most `limit`.
pub async fn find_by_name(db: &Db, principal: &Principal, words: &str, limit: i64) -> Result<Vec<PersonId>> {
    queries::find_ids_by_name(db, principal, &text::fold(words), limit).await
}

/// How many living people this instance has, and how many of them can be found by anybody.
pub async fn count_local(db: &Db, principal: &Principal) -> Result<(i64, i64)> {
    principal.require_administrator()?;
    queries::count_local(db).await
}

/// Ids of people in ascending order after `after`, at most `limit`: how the index rebuilds itself.
pub async fn list_ids_after(db: &Db, after: Option<PersonId>, limit: i64) -> Result<Vec<PersonId>> {
    queries::list_ids_after(db, after, limit).await
}

/// Everything that a change of a local person sets in motion: index, change feed, nudge. Called last in a change, since
/// it takes the counters that others wait for.
pub(crate) async fn touched(tx: &mut Tx, id: PersonId) -> Result<()> {
    let person = find(&mut *tx, id).await?;
    index_feed::mark(tx, id, index_feed::Lane::Home).await?;
    directory::record_change(tx, &person).await
}
