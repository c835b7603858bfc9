//! What every document leans on: subjects with their synonyms, and which fields are filters. Read anew when somebody changed
//! it, once for all indexes of an instance.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError, RwLock};

use domain::ids::FieldId;
use domain::{Db, index_feed};

use crate::analysis::{Analyser, Concept};
use crate::beginnings::{Beginnings, Name};
use crate::error::Result;
use crate::mapping::concept;

pub struct Vocabulary {
    db: Db,
    known: RwLock<Known>,
}

#[derive(Clone)]
struct Known {
    /// How often it had changed when it was read.
    number: i64,
    analyser: Arc<Analyser>,
    filters: Arc<HashSet<FieldId>>,
    subjects: Arc<Subjects>,
}

/// Subjects by their names in both languages, for who is typing one.
#[derive(Debug, Default)]
pub struct Subjects {
    all: Vec<Concept>,
    names: Beginnings,
}

impl Subjects {
    fn new(all: Vec<Concept>) -> Self {
        let names = |(thing, one): (usize, &Concept)| {
            one.labels().map(|text| Name { thing, text: text.to_owned() }).collect::<Vec<_>>()
        };
        let names = Beginnings::new(all.iter().enumerate().flat_map(names).collect());
        Self { all, names }
    }

    /// The subject that is called exactly so, in either language.
    pub fn named(&self, text: &str) -> Option<&Concept> {
        self.names.named(text).map(|name| &self.all[name.thing])
    }

    /// Subjects with the name by which they were found, best first.
    pub fn find(&self, typed: &str, most: usize) -> Vec<(&Concept, &str)> {
        let found = self.names.find(typed, most).into_iter();
        found.map(|name| (&self.all[name.thing], name.text.as_str())).collect()
    }
}

impl Vocabulary {
    pub async fn read(db: Db) -> Result<Self> {
        let known = Known::read(&db).await?;
        Ok(Self { db, known: RwLock::new(known) })
    }

    /// Reads it again if it changed; gives how often it had changed by then.
    pub async fn refresh(&self) -> Result<i64> {
        if index_feed::vocabulary(&self.db).await? != self.known().number {
            let known = Known::read(&self.db).await?;
            *self.known.write().unwrap_or_else(PoisonError::into_inner) = known;
        }
        Ok(self.known().number)
    }

    pub fn analyser(&self) -> Arc<Analyser> {
        self.known().analyser
    }

    pub fn filters(&self) -> Arc<HashSet<FieldId>> {
        self.known().filters
    }

    pub fn subjects(&self) -> Arc<Subjects> {
        self.known().subjects
    }

    fn known(&self) -> Known {
        self.known.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Known {
    async fn read(db: &Db) -> Result<Self> {
        // The number comes first: what changes from here on has a higher one.
        let number = index_feed::vocabulary(db).await?;
        let concepts = domain::concepts::list_all(db).await?;
        let concepts: Vec<Concept> = concepts.into_iter().map(concept).collect();
        let subjects = Arc::new(Subjects::new(concepts.clone()));
        let analyser = Analyser::new(concepts)?;
        let fields = domain::people::fields::list(db).await?;
        let filters = fields.into_iter().filter(|field| field.is_filter).map(|field| field.id).collect();
        Ok(Self { number, analyser: Arc::new(analyser), filters: Arc::new(filters), subjects })
    }
}
