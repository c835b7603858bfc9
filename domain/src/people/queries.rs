//! SQL of people.

use super::consent::Consent;
use super::replica::lease_limits;
use super::{NewPerson, Person, Scope};
use crate::clock::Timestamp;
use crate::db::{Arg, Db, On, Tx, sql, sql_from};
use crate::error::{Error, Result};
use crate::ids::{InstanceId, OrganisationId, PersonId};
use crate::instances::Home;
use crate::principal::{Affiliation, Principal};
use crate::text;

const PERSON: &str = "select person.id, person.ap_id, person.instance_id, person.organisation_id, person.handle, \
    person.affiliation, person.scope, person.name, person.sort_name, person.profile, person.version, \
    person.received_at, person.created_at, person.updated_at, person.deleted_at, \
    organisation.name as organisation, organisation.uri as organisation_uri, instance.host, instance.is_local, \
    photo.digest as photo, peer.directory_confirmed_at \
    from person join organisation on organisation.id = person.organisation_id \
    join instance on instance.id = person.instance_id \
    left join photo on photo.person_id = person.id \
    left join peer on peer.instance_id = person.instance_id";

#[derive(sqlx::FromRow)]
struct Found {
    id: PersonId,
    ap_id: String,
    instance_id: InstanceId,
    organisation_id: OrganisationId,
    handle: String,
    affiliation: Affiliation,
    scope: Scope,
    name: String,
    sort_name: String,
    profile: String,
    version: i64,
    received_at: Option<Timestamp>,
    created_at: Timestamp,
    updated_at: Timestamp,
    deleted_at: Option<Timestamp>,
    organisation: String,
    organisation_uri: Option<String>,
    host: String,
    is_local: bool,
    photo: Option<String>,
    directory_confirmed_at: Option<Timestamp>,
}

impl Found {
    fn into_person(self, now: Timestamp) -> Result<Person> {
        let confirmed_at = self.received_at.max(self.received_at.and(self.directory_confirmed_at));
        let (hidden_before, _) = lease_limits(now);
        Ok(Person {
            id: self.id,
            ap_id: self.ap_id,
            instance_id: self.instance_id,
            organisation_id: self.organisation_id,
            handle: self.handle,
            affiliation: self.affiliation,
            scope: self.scope,
            name: self.name,
            sort_name: self.sort_name,
            profile: serde_json::from_str(&self.profile)?,
            version: self.version,
            organisation: self.organisation,
            organisation_uri: self.organisation_uri,
            host: self.host,
            is_local: self.is_local,
            photo: self.photo,
            confirmed_at,
            is_lapsed: !self.is_local && confirmed_at.is_none_or(|at| at < hidden_before),
            created_at: self.created_at,
            updated_at: self.updated_at,
            deleted_at: self.deleted_at,
        })
    }
}

pub(crate) async fn find_person(on: impl Into<On<'_>>, id: PersonId) -> Result<Option<Person>> {
    find_where(on, "person.id = $1", id).await
}

pub(crate) async fn find_person_by_ap_id(on: impl Into<On<'_>>, ap_id: &str) -> Result<Option<Person>> {
    find_where(on, "person.ap_id = $1", ap_id).await
}

pub(super) async fn find_id_by_handle(
    on: impl Into<On<'_>>,
    handle: &str,
    host: &str,
) -> Result<Option<PersonId>> {
    let row: Option<(PersonId,)> =
        sql("select person.id from person join instance on instance.id = person.instance_id \
         where person.handle = $1 and instance.host = $2 and person.deleted_at is null")
        .bind(handle)
        .bind(host)
        .optional(on)
        .await?;
    Ok(row.map(|(id,)| id))
}

pub(crate) async fn find_person_by_handle(on: impl Into<On<'_>>, handle: &str) -> Result<Option<Person>> {
    find_where(on, "instance.is_local and person.handle = $1", handle).await
}

async fn find_where(on: impl Into<On<'_>>, condition: &str, value: impl Into<Arg>) -> Result<Option<Person>> {
    let on = on.into();
    let now = on.now();
    let found: Option<Found> =
        sql_from(format!("{PERSON} where {condition}")).bind(value).optional(on).await?;
    found.map(|found| found.into_person(now)).transpose()
}

pub(crate) async fn list_people(on: impl Into<On<'_>>, ids: &[PersonId]) -> Result<Vec<Person>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let on = on.into();
    let now = on.now();
    let statement = sql_from(format!("{PERSON} where person.id in (..)")).bind_list(ids.iter().copied());
    let found: Vec<Found> = statement.all(on).await?;
    found.into_iter().map(|found| found.into_person(now)).collect()
}

pub(crate) async fn count_local(db: &Db) -> Result<(i64, i64)> {
    sql("select count(*), count(case when person.scope <> 'none' then 1 end) \
         from person join instance on instance.id = person.instance_id \
         where instance.is_local and person.deleted_at is null")
    .one(db)
    .await
}

pub(crate) async fn list_ids_after(db: &Db, after: Option<PersonId>, limit: i64) -> Result<Vec<PersonId>> {
    sql("select id from person where id > $1 order by id limit $2")
        .bind(after.unwrap_or(PersonId(uuid::Uuid::nil())))
        .bind(limit)
        .column(db)
        .await
}

/// Each word must begin a word of the name. Staff find colleagues of scope organisation, others only wider scopes.
pub(crate) async fn find_ids_by_name(
    db: &Db,
    principal: &Principal,
    words: &str,
    limit: i64,
) -> Result<Vec<PersonId>> {
    let words: Vec<&str> = words.split(' ').filter(|word| !word.is_empty()).take(6).collect();
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let staff_of = principal
        .member()
        .filter(|member| member.affiliation == Affiliation::Staff)
        .map(|member| member.organisation_id);
    let mut text = "select id from person where deleted_at is null \
        and (scope in ('network', 'public') or (scope = 'organisation' and organisation_id = $1))"
        .to_owned();
    for at in 0..words.len() {
        text.push_str(&format!(" and ' ' || search_name like ${} escape '\\'", at + 3));
    }
    text.push_str(" order by sort_name, id limit $2");
    let mut statement = sql_from(text).bind(staff_of).bind(limit);
    for word in words {
        statement = statement.bind(format!("% {}%", escape_like(word)));
    }
    statement.column(db).await
}

fn escape_like(word: &str) -> String {
    word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// Everything `person` holds at its beginning.
pub(crate) struct PersonRow {
    pub id: PersonId,
    pub ap_id: String,
    pub instance_id: InstanceId,
    pub organisation_id: OrganisationId,
    pub handle: String,
    pub affiliation: Affiliation,
    pub scope: Scope,
    pub name: String,
    pub sort_name: String,
    pub search_name: String,
    pub profile: String,
    pub version: i64,
    pub received_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

impl PersonRow {
    pub fn local(
        tx: &Tx,
        id: PersonId,
        home: &Home,
        handle: String,
        name: &str,
        new: &NewPerson,
    ) -> Result<Self> {
        Ok(Self {
            id,
            ap_id: format!("{}/ap/person/{id}", home.base_url),
            instance_id: home.instance_id,
            organisation_id: home.organisation_id,
            affiliation: new.affiliation,
            scope: Scope::None,
            name: name.to_owned(),
            sort_name: text::sort_name(name),
            search_name: text::fold(&format!("{name} {handle}")),
            handle,
            profile: serde_json::to_string(&new.profile)?,
            version: 1,
            received_at: None,
            created_at: tx.now(),
        })
    }

    fn into_args(self) -> [Arg; 15] {
        [
            self.id.into(),
            self.ap_id.into(),
            self.instance_id.into(),
            self.organisation_id.into(),
            self.handle.into(),
            self.affiliation.into(),
            self.scope.into(),
            self.name.into(),
            self.sort_name.into(),
            self.search_name.into(),
            self.profile.into(),
            self.version.into(),
            self.received_at.into(),
            self.created_at.into(),
            self.created_at.into(),
        ]
    }
}

const INSERT: &str = "insert into person (id, ap_id, instance_id, organisation_id, handle, affiliation, scope, name, \
    sort_name, search_name, profile, version, received_at, created_at, updated_at) values ";

pub(crate) async fn insert_person(tx: &mut Tx, row: &PersonRow) -> Result<()> {
    insert(tx, std::slice::from_ref(row), "").await.map(drop)
}

/// Inserts or replaces snapshots where they are newer and of the same origin; gives id and federation id of those that changed.
pub(crate) async fn upsert_replicas(tx: &mut Tx, rows: &[PersonRow]) -> Result<Vec<(PersonId, String)>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    insert(
        tx,
        rows,
        " on conflict (ap_id) do update set organisation_id = excluded.organisation_id, handle = excluded.handle, \
          affiliation = excluded.affiliation, scope = excluded.scope, name = excluded.name, \
          sort_name = excluded.sort_name, search_name = excluded.search_name, profile = excluded.profile, \
          version = excluded.version, received_at = excluded.received_at, updated_at = excluded.updated_at \
          where person.instance_id = excluded.instance_id and person.version < excluded.version",
    )
    .await
}

async fn insert(tx: &mut Tx, rows: &[PersonRow], on_conflict: &str) -> Result<Vec<(PersonId, String)>> {
    let marks: Vec<String> = (0..rows.len())
        .map(|row| (1..=15).map(|column| format!("${}", row * 15 + column)).collect::<Vec<_>>().join(", "))
        .map(|row| format!("({row})"))
        .collect();
    let mut statement = sql_from(format!("{INSERT}{}{on_conflict} returning id, ap_id", marks.join(", ")));
    for row in rows {
        for arg in row.clone_args() {
            statement = statement.bind(arg);
        }
    }
    statement.all(tx).await
}

impl PersonRow {
    fn clone_args(&self) -> [Arg; 15] {
        Self {
            ap_id: self.ap_id.clone(),
            handle: self.handle.clone(),
            name: self.name.clone(),
            sort_name: self.sort_name.clone(),
            search_name: self.search_name.clone(),
            profile: self.profile.clone(),
            ..*self
        }
        .into_args()
    }
}

/// Takes a handle for good: the wish folded to letters, digits and dots, with a number behind it when it is taken.
pub(crate) async fn take_handle(tx: &mut Tx, wish: &str, owner: &str, id: uuid::Uuid) -> Result<String> {
    let folded = text::fold(wish).replace(' ', ".");
    let kept: String =
        folded.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).take(60).collect();
    let base = Some(kept.trim_matches(['.', '-']).to_owned()).filter(|kept| !kept.is_empty());
    let base = base.unwrap_or_else(|| if owner == "person" { "collega" } else { "groep" }.to_owned());
    for number in 1..10_000 {
        let handle = if number == 1 { base.clone() } else { format!("{base}{number}") };
        let taken = sql("insert into handle (name, owner_kind, owner_id, taken_at) values ($1, $2, $3, $4) \
                         on conflict (name) do nothing")
        .bind(&handle)
        .bind(owner)
        .bind(id)
        .bind(tx.now())
        .execute(&mut *tx)
        .await?;
        if taken == 1 {
            return Ok(handle);
        }
    }
    Err(Error::Conflict("error-handle-taken"))
}

pub(crate) async fn update_profile(tx: &mut Tx, person: &Person) -> Result<()> {
    sql("update person set name = $2, sort_name = $3, search_name = $4, profile = $5, updated_at = $6, \
         version = version + 1 where id = $1")
    .bind(person.id)
    .bind(&person.name)
    .bind(text::sort_name(&person.name))
    .bind(text::fold(&format!("{} {}", person.name, person.handle)))
    .bind(serde_json::to_string(&person.profile)?)
    .bind(tx.now())
    .execute(tx)
    .await?;
    Ok(())
}

pub(crate) async fn update_scope(tx: &mut Tx, id: PersonId, scope: Scope) -> Result<()> {
    sql("update person set scope = $2, updated_at = $3, version = version + 1 where id = $1")
        .bind(id)
        .bind(scope)
        .bind(tx.now())
        .execute(tx)
        .await?;
    Ok(())
}

pub(crate) async fn erase_person(tx: &mut Tx, id: PersonId) -> Result<()> {
    sql("delete from photo where person_id = $1").bind(id).execute(&mut *tx).await?;
    delete_removed_photo(tx, id).await?;
    sql("update person set name = '', sort_name = '', search_name = '', profile = '{}', scope = 'none', \
         deleted_at = $2, updated_at = $2, version = version + 1 where id = $1")
    .bind(id)
    .bind(tx.now())
    .execute(tx)
    .await?;
    Ok(())
}

pub(crate) async fn insert_consent(
    tx: &mut Tx,
    id: PersonId,
    scope: Scope,
    version: i64,
    fields: &str,
) -> Result<()> {
    sql("insert into consent (id, person_id, scope, text_version, fields, given_at) values ($1, $2, $3, $4, $5, $6)")
        .bind(<PersonId as crate::ids::Id>::new_at(tx.now()))
        .bind(id)
        .bind(scope)
        .bind(version)
        .bind(fields)
        .bind(tx.now())
        .execute(tx)
        .await?;
    Ok(())
}

pub(crate) async fn list_consents(db: &Db, id: PersonId) -> Result<Vec<Consent>> {
    sql("select scope, text_version, fields, given_at from consent where person_id = $1 order by given_at desc, id desc")
        .bind(id)
        .all(db)
        .await
}

/// Where a remote photo is; its bytes come when somebody looks. The same digest keeps the bytes we have.
pub(crate) async fn upsert_photo_address(
    tx: &mut Tx,
    id: PersonId,
    digest: &str,
    address: &str,
) -> Result<()> {
    sql("insert into photo (person_id, digest, media_type, bytes, fetched_from, stored_at) \
         values ($1, $2, '', $3, $4, $5) on conflict (person_id) do update set digest = excluded.digest, \
         media_type = '', bytes = excluded.bytes, fetched_from = excluded.fetched_from, stored_at = excluded.stored_at \
         where photo.digest <> excluded.digest")
    .bind(id)
    .bind(digest)
    .bind(Vec::<u8>::new())
    .bind(address)
    .bind(tx.now())
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn delete_removed_photo(tx: &mut Tx, id: PersonId) -> Result<()> {
    sql("delete from photo_removed where person_id = $1").bind(id).execute(tx).await?;
    Ok(())
}

pub(crate) async fn delete_photos(tx: &mut Tx, ids: impl IntoIterator<Item = PersonId>) -> Result<()> {
    sql("delete from photo where person_id in (..)").bind_list(ids).execute(tx).await?;
    Ok(())
}
