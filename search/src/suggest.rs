//! What is offered while somebody types: colleagues by name, subjects, organisations. Nobody is suggested whom he may not
//! find, and no organisation where he would find nobody.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::ids::{OrganisationId, PersonId};
use domain::people::{self, PersonView};
use domain::{Db, Principal, Timestamp, instances};

use crate::beginnings::{Beginnings, Name};
use crate::embedded::Embedded;
use crate::error::{Error, Result};
use crate::index::name_of;
use crate::people::{People, viewer};
use crate::query::{COUNT_SHOWN_MIN, Viewer};

/// More would be a list to read rather than a name to pick.
const PEOPLE_MAX: usize = 8;
const SUBJECTS_MAX: usize = 4;
const ORGANISATIONS_MAX: usize = 3;
/// Of some of those that fit by name the searcher may find nobody.
const ORGANISATIONS_LOOKED_AT: usize = 8;

/// Fewer letters would fit half of the list; names may be short.
const LETTERS_MIN: usize = 3;
const NAME_LETTERS_MIN: usize = 2;
const TYPED_LETTERS_MAX: usize = 100;

/// Organisations come and go with connections, which takes days.
const READ_AGAIN_AFTER: Duration = Duration::from_secs(30);
const KNOWN_MAX: i64 = 10_000;

#[derive(Debug, Default)]
pub struct Suggestions {
    pub people: Vec<PersonView>,
    pub subjects: Vec<SuggestedSubject>,
    pub organisations: Vec<SuggestedOrganisation>,
}

#[derive(Debug)]
pub struct SuggestedSubject {
    pub uri: String,
    pub nl: String,
    pub en: String,
    /// The name that was typed the beginning of, in either language.
    pub by: String,
}

#[derive(Debug)]
pub struct SuggestedOrganisation {
    pub id: OrganisationId,
    pub name: String,
    /// None when under `COUNT_SHOWN_MIN`.
    pub count: Option<u32>,
}

/// Their names as they were read last.
#[derive(Default)]
pub(crate) struct Organisations(Mutex<Option<(Timestamp, Arc<Known>)>>);

#[derive(Default)]
struct Known {
    all: Vec<(OrganisationId, String)>,
    names: Beginnings,
}

impl Suggestions {
    pub fn len(&self) -> usize {
        self.people.len() + self.subjects.len() + self.organisations.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl People {
    /// What a signed-in person may mean by what he has typed so far; `NotFound` for anyone else.
    pub async fn suggest(&self, principal: &Principal, typed: &str) -> Result<Suggestions> {
        let viewer = viewer(principal)?;
        let typed: String = typed.trim_start().chars().take(TYPED_LETTERS_MAX).collect();
        let letters = typed.chars().filter(|letter| letter.is_alphanumeric()).count();
        if letters < NAME_LETTERS_MIN {
            return Ok(Suggestions::default());
        }
        let is_name_only = letters < LETTERS_MIN;
        let known = if is_name_only { Arc::default() } else { self.organisations.known(&self.db).await? };
        let (ids, organisations) = self.ask_names(principal, viewer, &typed, known).await?;
        let subjects = self.vocabulary.subjects();
        let subjects = if is_name_only { Vec::new() } else { subjects.find(&typed, SUBJECTS_MAX) };
        let subject = |(one, by): (&crate::analysis::Concept, &str)| SuggestedSubject {
            uri: one.uri.clone(),
            nl: one.nl.clone(),
            en: one.en.clone(),
            by: by.to_owned(),
        };
        Ok(Suggestions {
            people: people::list_visible(&self.db, principal, &ids).await?,
            subjects: subjects.into_iter().map(subject).collect(),
            organisations,
        })
    }

    /// People and organisations from the index, on a thread of its own; without one, people from the database.
    async fn ask_names(
        &self,
        principal: &Principal,
        viewer: Viewer,
        typed: &str,
        known: Arc<Known>,
    ) -> Result<(Vec<PersonId>, Vec<SuggestedOrganisation>)> {
        if let Some(index) = self.embedded() {
            let home = principal.member().map(|member| member.organisation_id.0);
            let asked = typed.to_owned();
            let look = move || -> Result<_> {
                let people = index.begun(&asked, viewer, home, PEOPLE_MAX)?;
                Ok((people.into_iter().map(PersonId).collect(), known.find(&index, &asked, viewer)?))
            };
            match tokio::task::spawn_blocking(look).await.map_err(|_| Error::BrokeOff)? {
                Ok(found) => return Ok(found),
                Err(error) => {
                    tracing::error!(%error, "the people index failed and is built anew");
                    self.give_up_index();
                }
            }
        }
        let most = i64::try_from(PEOPLE_MAX).unwrap_or(i64::MAX);
        Ok((people::find_by_name(&self.db, principal, &name_of(typed), most).await?, Vec::new()))
    }
}

impl Organisations {
    async fn known(&self, db: &Db) -> Result<Arc<Known>> {
        let now = db.now();
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, known)) = kept.filter(|(at, _)| now.since(*at) < READ_AGAIN_AFTER) {
            return Ok(known);
        }
        let known = Arc::new(Known::new(instances::list_organisations(db, KNOWN_MAX).await?));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, Arc::clone(&known)));
        Ok(known)
    }
}

impl Known {
    fn new(all: Vec<(OrganisationId, String)>) -> Self {
        let names = all.iter().enumerate().map(|(thing, (_, name))| Name { thing, text: name.clone() });
        Self { names: Beginnings::new(names.collect()), all }
    }

    /// Those where the viewer would find somebody.
    fn find(&self, index: &Embedded, typed: &str, viewer: Viewer) -> Result<Vec<SuggestedOrganisation>> {
        let mut found = Vec::new();
        for name in self.names.find(typed, ORGANISATIONS_LOOKED_AT) {
            let (id, name) = &self.all[name.thing];
            let count = index.count_of(id.0, viewer)?;
            if count > 0 && found.len() < ORGANISATIONS_MAX {
                let count = Some(count).filter(|count| *count >= COUNT_SHOWN_MIN);
                found.push(SuggestedOrganisation { id: *id, name: name.clone(), count });
            }
        }
        Ok(found)
    }
}
