//! Changing a profile: what was typed is tidied, held against the fields and the taxonomy of this instance, merged with
//! what was saved meanwhile, and written when it differs.

use std::collections::{BTreeMap, HashSet};

use ring::digest::{SHA256, digest};
use serde_json::json;

use super::profile::{Entry, FieldKey, Profile, Source, Value};
use super::{Person, check, fields, find_local, queries, touched};
use crate::audience::Audience;
use crate::audit;
use crate::concepts;
use crate::db::Tx;
use crate::error::{Error, FieldError, Result};
use crate::ids::PersonId;
use crate::principal::Principal;

/// The name and the fields of one edit; an absent value empties the field, a field that is not named stays.
#[derive(Debug, Clone, Default)]
pub struct ProfileEdit {
    /// `None` leaves the name.
    pub name: Option<String>,
    pub fields: Vec<(FieldKey, Option<Entry>)>,
}

/// What a form showed when it was drawn: a mark per field. Sent back with the form, it keeps two open windows from
/// overwriting each other: what the person did not touch stays as it is now, what both touched is asked again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen(pub BTreeMap<String, String>);

/// Changes a local person's profile, whatever it holds now.
pub async fn edit(tx: &mut Tx, principal: &Principal, id: PersonId, edit: ProfileEdit) -> Result<()> {
    save(tx, principal, id, edit, None).await
}

/// Changes what a form changed of what it showed. A field that was saved meanwhile with something else is refused with
/// `error-changed-meanwhile`; fields without a mark are taken as they come.
pub async fn edit_seen(
    tx: &mut Tx,
    principal: &Principal,
    id: PersonId,
    edit: ProfileEdit,
    seen: &Seen,
) -> Result<()> {
    save(tx, principal, id, edit, Some(seen)).await
}

/// Changes who sees a field. An empty field has no audience: `NotFound`.
pub async fn choose_audience(
    tx: &mut Tx,
    principal: &Principal,
    id: PersonId,
    key: FieldKey,
    audience: Audience,
) -> Result<()> {
    principal.require_self_or_administrator(id)?;
    let person = lock(tx, id).await?;
    let entry = person.profile.fields.get(&key).cloned().ok_or(Error::NotFound)?;
    edit(
        tx,
        principal,
        id,
        ProfileEdit { name: None, fields: vec![(key, Some(Entry { audience, ..entry }))] },
    )
    .await
}

async fn save(
    tx: &mut Tx,
    principal: &Principal,
    id: PersonId,
    mut edit: ProfileEdit,
    seen: Option<&Seen>,
) -> Result<()> {
    principal.require_self_or_administrator(id)?;
    let before = lock(tx, id).await?;
    let mut errors = Vec::new();
    tidy(&mut edit, source_of(principal, id));
    let brought = brought(principal, &before.profile);
    settle(tx, brought, &mut edit.fields, &mut errors).await?;
    if let Some(seen) = seen {
        merge(&mut edit, seen, &before, &mut errors);
    }
    let after = apply(&before, edit, &mut errors);
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    write(tx, principal, &before, &after).await
}

/// The person, held until the transaction ends, so that nobody else changes the profile between reading and writing it.
pub(super) async fn lock(tx: &mut Tx, id: PersonId) -> Result<Person> {
    tx.lock(&format!("person:{id}")).await?;
    find_local(tx, id).await
}

fn source_of(principal: &Principal, id: PersonId) -> Source {
    if principal.person_id() == Some(id) { Source::Person } else { Source::Administrator }
}

fn tidy(edit: &mut ProfileEdit, source: Source) {
    edit.name = edit.name.take().map(|name| check::line(&name));
    for (key, slot) in &mut edit.fields {
        *slot = slot
            .take()
            .and_then(|entry| Some(Entry { value: check::tidy(*key, entry.value)?, source, ..entry }));
    }
}

/// Custom values get the labels of their definition, skills those of the taxonomy: nobody brings words of his own.
async fn settle(
    tx: &mut Tx,
    brought: Brought,
    edited: &mut [(FieldKey, Option<Entry>)],
    errors: &mut Vec<FieldError>,
) -> Result<()> {
    if edited.iter().any(|(key, _)| matches!(key, FieldKey::Custom(_))) {
        let definitions = fields::list(&mut *tx).await?;
        for (key, slot) in edited.iter_mut() {
            if let FieldKey::Custom(id) = *key
                && let Err(error) = fields::settle(&definitions, id, slot)
            {
                errors.push(error);
            }
        }
    }
    for (_, slot) in edited {
        if let Some(Entry { value: Value::Skills(skills), .. }) = slot {
            let may_bring = |uri: &str| brought.as_ref().is_none_or(|uris| uris.contains(uri));
            errors.extend(concepts::relabel(tx, skills, may_bring).await?);
        }
    }
    Ok(())
}

/// Concepts that this instance need not know: `None` for any.
type Brought = Option<HashSet<String>>;

/// Plein's own parts may bring concepts of elsewhere, labels and all; a person keeps those he has.
fn brought(principal: &Principal, before: &Profile) -> Brought {
    if matches!(principal, Principal::System(_)) {
        return None;
    }
    let skills = before.fields.get(&FieldKey::Skills).map(|entry| &entry.value);
    let uris = if let Some(Value::Skills(skills)) = skills { skills.as_slice() } else { &[] };
    Some(uris.iter().map(|skill| skill.uri.clone()).collect())
}

/// The same rules for the profile of a new person, who may come without what is mandatory.
pub(super) async fn settle_new(tx: &mut Tx, principal: &Principal, profile: &mut Profile) -> Result<()> {
    let mut fields: Vec<(FieldKey, Option<Entry>)> =
        std::mem::take(&mut profile.fields).into_iter().map(|(key, entry)| (key, Some(entry))).collect();
    let mut errors = Vec::new();
    for (key, slot) in &mut fields {
        *slot = slot.take().and_then(|entry| Some(Entry { value: check::tidy(*key, entry.value)?, ..entry }));
    }
    fields.retain(|(_, slot)| slot.is_some());
    settle(tx, brought(principal, &Profile::default()), &mut fields, &mut errors).await?;
    profile.fields = fields.into_iter().filter_map(|(key, slot)| Some((key, slot?))).collect();
    errors.extend(check::errors_in(profile));
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

/// Drops what the form did not change, and refuses what it and somebody else both changed.
fn merge(edit: &mut ProfileEdit, seen: &Seen, now: &Person, errors: &mut Vec<FieldError>) {
    let mut judge = |field: &str, typed: String, stored: String| match seen.judge(field, &typed, &stored) {
        Verdict::Take => true,
        Verdict::Leave => false,
        Verdict::Ask => {
            errors.push(FieldError::new(field, "error-changed-meanwhile"));
            false
        }
    };
    edit.name = edit.name.take().filter(|name| judge("name", mark_name(name), mark_name(&now.name)));
    edit.fields.retain(|(key, slot)| {
        judge(&key.to_string(), mark(slot.as_ref()), mark(now.profile.fields.get(key)))
    });
}

enum Verdict {
    Take,
    Leave,
    Ask,
}

impl Seen {
    /// The marks of everything a person has now.
    pub fn of(person: &Person) -> Self {
        let fields = person.profile.fields.iter().map(|(key, entry)| (key.to_string(), mark(Some(entry))));
        Self(fields.chain([("name".to_owned(), mark_name(&person.name))]).collect())
    }

    /// The mark of a field; empty for an empty field.
    pub fn mark(&self, field: &str) -> &str {
        self.0.get(field).map_or("", String::as_str)
    }

    fn judge(&self, field: &str, typed: &str, stored: &str) -> Verdict {
        match self.0.get(field).map(String::as_str) {
            None => Verdict::Take,
            Some(_) if typed == stored => Verdict::Leave,
            Some(shown) if shown == typed => Verdict::Leave,
            Some(shown) if shown == stored => Verdict::Take,
            Some(_) => Verdict::Ask,
        }
    }
}

/// Tells one content of a field from another: value and audience, not where it came from.
fn mark(entry: Option<&Entry>) -> String {
    entry.map_or_else(String::new, |entry| mark_of(&json!([entry.value, entry.audience])))
}

fn mark_name(name: &str) -> String {
    mark_of(&json!(name))
}

fn mark_of(content: &serde_json::Value) -> String {
    hex::encode(digest(&SHA256, content.to_string().as_bytes()).as_ref().split_at(8).0)
}

fn apply(before: &Person, edit: ProfileEdit, errors: &mut Vec<FieldError>) -> Person {
    let mut after = before.clone();
    match edit.name.as_deref().map(check::name) {
        None => {}
        Some(Ok(name)) => after.name = name,
        Some(Err(Error::Invalid(wrong))) => errors.extend(wrong),
        Some(Err(_)) => errors.push(FieldError::new("name", "error-required")),
    }
    for (key, slot) in edit.fields {
        match slot {
            Some(entry) => after.profile.fields.insert(key, entry),
            None => after.profile.fields.remove(&key),
        };
    }
    errors.extend(check::errors_in(&after.profile));
    after
}

/// Writes the difference; none leaves no trace in audit, index or feed.
async fn write(tx: &mut Tx, principal: &Principal, before: &Person, after: &Person) -> Result<()> {
    let changed = changed_fields(before, after);
    if changed.is_empty() {
        return Ok(());
    }
    queries::update_profile(tx, after).await?;
    audit::record(
        tx,
        principal,
        "person.edit",
        &format!("person:{}", after.id),
        json!({ "fields": changed }),
    )
    .await?;
    touched(tx, after.id).await
}

fn changed_fields(before: &Person, after: &Person) -> Vec<String> {
    let (old, new) = (&before.profile.fields, &after.profile.fields);
    let mut keys: Vec<FieldKey> = old.keys().chain(new.keys()).copied().collect();
    keys.sort_unstable();
    keys.dedup();
    let fields =
        keys.into_iter().filter(|key| mark(old.get(key)) != mark(new.get(key))).map(|key| key.to_string());
    (before.name != after.name).then(|| "name".to_owned()).into_iter().chain(fields).collect()
}
