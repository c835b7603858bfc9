//! Profiles in the house: who sees what, how changes meet, what a photo may be.

mod audiences;
mod concepts;
mod edit;
mod fields;
mod photo;
mod reading;
mod search;
mod subject;
mod suggest;
mod thesaurus;

use domain::people::{self, Entry, FieldKey, NewPerson, Profile, ProfileEdit, Source, Value};
use domain::principal::{Affiliation, Member, Role};
use domain::{AccountId, Audience, Db, PersonId, Principal, instances};

/// Plein itself.
pub const SYSTEM: Principal = Principal::System("test");

/// A municipality with the shipped taxonomy and one colleague.
pub async fn sanne(db: &Db) -> PersonId {
    db.write(async |tx| {
        instances::settle(tx, "utrecht.test", "https://utrecht.test", "Gemeente Utrecht", None).await?;
        domain::concepts::ship(tx, &domain::concepts::shipped()?).await
    })
    .await
    .unwrap();
    colleague(db, "Sanne de Vries").await
}

/// One more colleague without anything filled in.
pub async fn colleague(db: &Db, name: &str) -> PersonId {
    let new = NewPerson {
        name: name.into(),
        handle: None,
        affiliation: Affiliation::Staff,
        profile: Profile::default(),
    };
    db.write(async |tx| people::create(tx, &SYSTEM, new.clone()).await).await.unwrap()
}

/// The principal of a signed-in person.
pub async fn signed_in(db: &Db, person_id: PersonId, role: Role) -> Principal {
    let person = people::find(db, person_id).await.unwrap();
    Principal::Member(Member {
        account_id: AccountId(uuid::Uuid::from_u128(person_id.0.as_u128())),
        person_id,
        organisation_id: person.organisation_id,
        affiliation: person.affiliation,
        role,
    })
}

pub fn text(value: &str, audience: Audience) -> Option<Entry> {
    Some(Entry { value: Value::Text(value.into()), audience, source: Source::Person })
}

pub fn one(key: FieldKey, entry: Option<Entry>) -> ProfileEdit {
    ProfileEdit { name: None, fields: vec![(key, entry)] }
}

pub const OMGEVINGSWET: &str = "https://plein.example/id/concept/omgevingswet";
