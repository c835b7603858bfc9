//! How a profile lies in tantivy.
//!
//! Two families of text fields. What connected organisations may read stands in the `net_` fields, what only the own
//! organisation may read in the `org_` fields of another document. A guest's search opens `net_` fields alone and the
//! statistics come from them alone, so hidden words cannot move anything he sees: there is no filter to forget.
//!
//! One token occurs as often as its fields weigh (title 3, topics 3, skills 2, unit 1.5, text 1, in halves), so the term
//! frequency is already BM25F's weighted sum. No positions, no field lengths: people are not documents, and with length
//! normalisation the measured quality fell to nothing.

use tantivy::schema::{
    FAST, Field, IndexRecordOption, Schema, SchemaBuilder, TantivyDocument, TextFieldIndexing, TextOptions,
};

use crate::analysis::Analyser;
use crate::counts::{CUSTOM_SEPARATOR, FACETS, ORGANISATION};
use crate::ids::Ids;
use crate::person::{Availability, PersonDoc, SeenBy, mentions};
use crate::tokens::{Tokens, topics};
use crate::weighted::{self, Sheet};

/// Changes whenever documents lie differently: an index made with another version is built anew.
pub const SCHEMA_VERSION: u32 = 6;

/// The name of a person's id, in whose low half lies the luck among equals.
pub const PERSON: &str = "person";
/// Bits of the `marks` column; a byte of zeros is a deleted document.
pub const SEEN_BY_STAFF: u8 = 1;
pub const SEEN_BY_GUESTS: u8 = 2;
pub const CAN_MENTOR: u8 = 4;
pub const AVAILABILITY_SHIFT: u8 = 3;

/// The text fields of one circle of readers.
#[derive(Clone, Copy, Debug)]
pub struct Family {
    pub name: Field,
    pub exact: Field,
    pub stem: Field,
    pub topic: Field,
}

#[derive(Clone, Debug)]
pub struct Fields {
    pub schema: Schema,
    pub network: Family,
    pub organisation: Family,
    pub person: Ids,
    marks: Field,
    /// The organisation's, as a word too: who works there is counted without reading everybody.
    pub organisation_id: Field,
    facets: [Field; FACETS.len()],
}

impl Fields {
    pub fn new() -> Self {
        let mut builder = Schema::builder();
        let network = family(&mut builder, "net");
        let organisation = family(&mut builder, "org");
        let person = Ids::new(&mut builder, PERSON);
        let marks = builder.add_u64_field("marks", FAST);
        let facets = FACETS.map(|name| builder.add_text_field(name, facet_options(name)));
        let organisation_id = facets[ORGANISATION];
        let schema = builder.build();
        Self { schema, network, organisation, person, marks, organisation_id, facets }
    }

    pub fn document(&self, analyser: &Analyser, doc: &PersonDoc) -> TantivyDocument {
        let mut row = TantivyDocument::default();
        self.person.add(&mut row, doc.person);
        row.add_u64(self.marks, u64::from(marks(doc)));
        self.add_text(&mut row, analyser, doc);
        self.add_facets(&mut row, doc);
        row
    }

    fn add_text(&self, row: &mut TantivyDocument, analyser: &Analyser, doc: &PersonDoc) {
        let family = if doc.seen_by.guests { self.network } else { self.organisation };
        let mentions = mentions(analyser, doc);
        // A word that is its own stem stands once: who looks for a stem reads both.
        let Tokens { name, exact, other_stems, .. } = Tokens::of(&mentions);
        let topics = topics(doc);
        let mut sheet = Sheet::new();
        row.add_text(family.name, sheet.written(name.into_iter()));
        row.add_text(family.exact, sheet.written(exact.into_iter()));
        row.add_text(family.stem, sheet.written(other_stems.into_iter()));
        row.add_text(family.topic, sheet.listed(topics.iter().map(String::as_str)));
    }

    fn add_facets(&self, row: &mut TantivyDocument, doc: &PersonDoc) {
        let [organisation, unit, place, skill, language, custom] = self.facets;
        if let Some(employer) = &doc.organisation {
            row.add_text(organisation, employer.id.to_string());
        }
        for (field, value) in [(unit, doc.unit.trim()), (place, doc.place.trim())] {
            if !value.is_empty() {
                row.add_text(field, value);
            }
        }
        doc.skills.iter().for_each(|one| row.add_text(skill, &one.uri));
        doc.languages.iter().for_each(|tag| row.add_text(language, tag));
        for own in doc.custom.iter().filter(|own| own.is_filter) {
            row.add_text(custom, format!("{}{CUSTOM_SEPARATOR}{}", own.key, own.value.nl));
        }
    }
}

fn family(builder: &mut SchemaBuilder, prefix: &str) -> Family {
    let mut field = |part: &str, options| builder.add_text_field(&format!("{prefix}_{part}"), options);
    let [exact, stem] = ["exact", "stem"].map(|part| field(part, weighted::options()));
    let [name, topic] = ["name", "topic"].map(|part| field(part, weighted::once()));
    Family { name, exact, stem, topic }
}

fn facet_options(name: &str) -> TextOptions {
    let column = TextOptions::default().set_fast("raw");
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    if name == FACETS[ORGANISATION] { column.set_indexing_options(indexing) } else { column }
}

/// The byte every search looks at first.
fn marks(doc: &PersonDoc) -> u8 {
    let SeenBy { staff, guests } = doc.seen_by;
    let availability = match doc.availability {
        None => 0,
        Some(Availability::Open) => 1,
        Some(Availability::Limited) => 2,
        Some(Availability::Away) => 3,
    };
    let bit = |is_set: bool, bit: u8| if is_set { bit } else { 0 };
    let readers = bit(staff, SEEN_BY_STAFF) | bit(guests, SEEN_BY_GUESTS);
    readers | bit(doc.can_mentor, CAN_MENTOR) | (availability << AVAILABILITY_SHIFT)
}

/// What the marks say of availability.
pub fn availability(marks: u8) -> Option<Availability> {
    match marks >> AVAILABILITY_SHIFT & 3 {
        1 => Some(Availability::Open),
        2 => Some(Availability::Limited),
        3 => Some(Availability::Away),
        _ => None,
    }
}
