//! A face: who somebody is where he is one among many, above an item, in a list of members, in a notification. Whoever
//! acts in a group is seen there by name and employer, whatever else of him may be seen.

use std::collections::HashMap;

use super::{Person, Scope, queries, view};
use crate::db::{On, sql};
use crate::error::Result;
use crate::ids::PersonId;
use crate::outside;
use crate::people::FieldKey;
use crate::principal::Principal;

/// A person in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    pub id: PersonId,
    /// Empty: the account is gone.
    pub name: String,
    pub sort_name: String,
    pub handle: String,
    pub organisation: String,
    pub host: String,
    pub is_local: bool,
    /// Seen where the whole profile may be seen.
    pub job_title: Option<String>,
    /// Digest of the photo, likewise.
    pub photo: Option<String>,
    /// There is a page to go to.
    pub has_page: bool,
    pub ap_id: String,
    /// Of no organisation: how he is written on the fediverse.
    pub outside: Option<String>,
}

/// The faces of these people as `principal` sees them. One statement, two where somebody is in no directory; unknown ids are
/// absent.
pub async fn faces(
    on: impl Into<On<'_>>,
    principal: &Principal,
    ids: impl IntoIterator<Item = PersonId>,
) -> Result<HashMap<PersonId, Face>> {
    let mut ids: Vec<PersonId> = ids.into_iter().collect();
    ids.sort_unstable();
    ids.dedup();
    let mut on = on.into();
    let people = queries::list_people(on.again(), &ids).await?;
    let mut faces: HashMap<_, _> = people.iter().map(|person| (person.id, face(person, principal))).collect();
    // Only whoever is in no directory can be of outside.
    let unlisted = people.iter().filter(|person| !person.is_local && person.scope == Scope::None);
    let unlisted: Vec<PersonId> = unlisted.map(|person| person.id).collect();
    for (id, handle, host) in outside::actors::list_addresses(on, &unlisted).await? {
        if let Some(face) = faces.get_mut(&id) {
            face.outside = Some(format!("@{handle}@{host}"));
        }
    }
    Ok(faces)
}

/// The same by federation id, of those who are known here.
pub async fn faces_by_address(
    on: impl Into<On<'_>>,
    principal: &Principal,
    addresses: &[&str],
) -> Result<HashMap<String, Face>> {
    if addresses.is_empty() {
        return Ok(HashMap::new());
    }
    let mut on = on.into();
    let wanted = addresses.iter().map(|address| (*address).to_owned());
    let ids: Vec<PersonId> =
        sql("select id from person where ap_id in (..)").bind_list(wanted).column(on.again()).await?;
    let found = faces(on, principal, ids).await?;
    Ok(found.into_values().map(|face| (face.ap_id.clone(), face)).collect())
}

fn face(person: &Person, principal: &Principal) -> Face {
    let seen = view::profile_for_principal(person, principal);
    Face {
        id: person.id,
        name: person.name.clone(),
        sort_name: person.sort_name.clone(),
        handle: person.handle.clone(),
        organisation: person.organisation.clone(),
        host: person.host.clone(),
        is_local: person.is_local,
        job_title: seen.as_ref().and_then(|seen| seen.fields.text(FieldKey::JobTitle)).map(str::to_owned),
        photo: seen.as_ref().and_then(|seen| seen.photo.clone()),
        has_page: seen.is_some(),
        ap_id: person.ap_id.clone(),
        outside: None,
    }
}
