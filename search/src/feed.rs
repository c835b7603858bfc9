//! What every people index is told, read from the database.

use std::collections::HashSet;

use domain::Db;
use domain::ids::PersonId;
use domain::index_feed::Mark;
use domain::people;

use crate::error::Result;
use crate::mapping::Reader;
use crate::person::Change;
use crate::vocabulary::Vocabulary;

/// What an index shall know of what these marks speak of.
pub async fn changes(db: &Db, vocabulary: &Vocabulary, marks: &[Mark]) -> Result<Vec<Change>> {
    let mut seen = HashSet::new();
    let ids: Vec<_> = marks.iter().map(|mark| mark.person_id).filter(|id| seen.insert(*id)).collect();
    changes_of(db, vocabulary, &ids).await
}

/// The same of these people; who does not exist any more gets an empty change.
pub async fn changes_of(db: &Db, vocabulary: &Vocabulary, ids: &[PersonId]) -> Result<Vec<Change>> {
    let people = people::list(db, ids).await?;
    let (analyser, filters) = (vocabulary.analyser(), vocabulary.filters());
    let reader = Reader { analyser: &analyser, filters: &filters };
    let found: HashSet<PersonId> = people.iter().map(|person| person.id).collect();
    let gone =
        ids.iter().filter(|id| !found.contains(id)).map(|id| Change { person: id.0, docs: Vec::new() });
    Ok(people.iter().map(|person| reader.change(person)).chain(gone).collect())
}
