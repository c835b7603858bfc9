//! Colleagues of the own organisation: one who searches and is in some networks, one who looks after the others.

use domain::people::{self, NewPerson, Profile, Scope, consent};
use domain::principal::{Affiliation, Member, Role};
use domain::{AccountId, Db, PersonId, Principal, instances};

use super::super::neighbours::OPERATOR;

pub struct Colleagues {
    pub searcher: Principal,
    pub other: Principal,
}

impl Colleagues {
    /// Those of an earlier run, where there was one.
    pub async fn settle(db: &Db) -> domain::Result<Self> {
        Ok(Self { searcher: settle(db, "zoeker").await?, other: settle(db, "ander").await? })
    }
}

async fn settle(db: &Db, handle: &str) -> domain::Result<Principal> {
    let person_id = match people::find_by_handle(db, handle).await? {
        Some(known) => known.id,
        None => create(db, handle).await?,
    };
    Ok(Principal::Member(Member {
        account_id: AccountId(person_id.0),
        person_id,
        organisation_id: instances::home(db).await?.organisation_id,
        affiliation: Affiliation::Staff,
        role: Role::Member,
    }))
}

async fn create(db: &Db, handle: &str) -> domain::Result<PersonId> {
    let new = NewPerson {
        name: format!("Collega {handle}"),
        handle: Some(handle.to_owned()),
        affiliation: Affiliation::Staff,
        profile: Profile::default(),
    };
    db.write(async |tx| {
        let id = people::create(tx, &OPERATOR, new.clone()).await?;
        consent::choose(tx, &OPERATOR, id, Scope::Organisation).await?;
        Ok(id)
    })
    .await
}
