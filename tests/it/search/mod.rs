//! Finding people, and what is published, over a real database: the engine and what stands in for it, and the worker that
//! keeps the engine true.

mod canary;
mod contract;
mod elsewhere;
pub mod evidence;
mod indexer;
mod left_out;
mod meilisearch;
mod pages;
mod passages;
mod privacy;
pub mod published;
mod saved;
mod service;
mod suggest;
mod wiki;

use domain::people::{self, Entry, FieldKey, NewPerson, Profile, Scope, Source, Value, consent};
use domain::principal::{Affiliation, Member, Role};
use domain::{AccountId, Audience, Db, PersonId, Principal, instances};
use plein_tests::databases::{Engine, TestDb, fresh};
use search::meilisearch::Address;
use search::query::Viewer;
use search::{People, PeopleFound, PeopleQuery};

pub const SYSTEM: Principal = Principal::System("test");

/// An instance with its taxonomy, its search and a folder for the index.
pub struct Town {
    pub db: Db,
    pub people: People,
    pub folder: tempfile::TempDir,
    /// Where people are indexed, when it is not the folder.
    pub address: Option<Address>,
    _home: TestDb,
}

impl Town {
    pub async fn new(engine: Engine) -> Self {
        Self::on(engine, None).await
    }

    /// With people indexed on a Meilisearch server.
    pub async fn on(engine: Engine, address: Option<Address>) -> Self {
        let home = fresh(engine).await;
        let db = home.db.clone();
        db.write(async |tx| {
            instances::settle(tx, "utrecht.test", "https://utrecht.test", "Gemeente Utrecht", None).await?;
            domain::concepts::ship(tx, &domain::concepts::shipped()?).await
        })
        .await
        .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let people = open(&db, &folder, &address).await;
        Self { db, people, folder, address, _home: home }
    }

    /// The same instance after a restart; the process before may have died anywhere.
    pub async fn restarted(self) -> Self {
        let Self { db, people, folder, address, _home } = self;
        drop(people);
        let people = open(&db, &folder, &address).await;
        Self { db, people, folder, address, _home }
    }

    /// A person with some texts, found by `scope`.
    pub async fn person(&self, name: &str, scope: Scope, fields: &[(FieldKey, &str, Audience)]) -> PersonId {
        let entry = |text: &str, audience| Entry {
            value: Value::Text(text.into()),
            audience,
            source: Source::Person,
        };
        let profile = Profile {
            fields: fields.iter().map(|(key, text, audience)| (*key, entry(text, *audience))).collect(),
        };
        let new = NewPerson { name: name.into(), handle: None, affiliation: Affiliation::Staff, profile };
        self.db
            .write(async |tx| {
                let id = people::create(tx, &SYSTEM, new.clone()).await?;
                consent::choose(tx, &SYSTEM, id, scope).await?;
                Ok(id)
            })
            .await
            .unwrap()
    }

    /// A new colleague's principal.
    pub async fn principal(&self, affiliation: Affiliation) -> Principal {
        let id = self.person("Zoeker", Scope::None, &[]).await;
        let person = people::find(&self.db, id).await.unwrap();
        Principal::Member(Member {
            account_id: AccountId(id.0),
            person_id: id,
            organisation_id: person.organisation_id,
            affiliation,
            role: Role::Member,
        })
    }

    pub async fn ask(&self, principal: &Principal, text: &str) -> PeopleFound {
        self.people.search(principal, PeopleQuery::new(text, Viewer::Guest)).await.unwrap()
    }

    pub async fn found(&self, principal: &Principal, text: &str) -> Vec<PersonId> {
        self.ask(principal, text).await.people.iter().map(|one| one.view.id).collect()
    }
}

async fn open(db: &Db, folder: &tempfile::TempDir, address: &Option<Address>) -> People {
    match address {
        Some(address) => People::on_meilisearch(db.clone(), address.clone()).await.unwrap(),
        None => People::new(db.clone(), folder.path().to_owned()).await.unwrap(),
    }
}

/// Hides the free text of a person from everyone but himself.
pub async fn hide_about(town: &Town, id: PersonId) {
    let value = Value::Text("Alles over stikstof".into());
    let entry = Entry { value, audience: Audience::Own, source: Source::Person };
    let edit = people::ProfileEdit { name: None, fields: vec![(FieldKey::About, Some(entry))] };
    town.db.write(async |tx| people::edit(tx, &SYSTEM, id, edit.clone()).await).await.unwrap();
}
