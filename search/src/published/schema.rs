//! How published things lie in tantivy: words with their weights, and columns to filter, count and order by.

use std::sync::Arc;

use tantivy::Term;
use tantivy::query::{Query, TermQuery};
use tantivy::schema::{
    BytesOptions, FAST, Field, IndexRecordOption, NumericOptions, Schema, SchemaBuilder, TantivyDocument,
    TextFieldIndexing, TextOptions,
};
use uuid::Uuid;

use super::doc::{Gone, PublishedDoc, Sort, SubjectDoc};
use crate::analysis::{Analyser, Language, Said};
use crate::ids::Ids;
use crate::person::{broader_topic, own_topic};
use crate::weighted::{self, Sheet};

/// Changes whenever documents lie differently: an index made with another version is built anew.
pub const SCHEMA_VERSION: u32 = 8;

/// A word said often weighs no more than this.
pub const FREQUENCY_MAX: u32 = 18;
/// Also what a word of the title above a comment counts for, of which the index knows only that it stands there.
pub const TITLE: u32 = 3;
const SUBJECT: u32 = 2;
const TEXT: u32 = 1;
/// Bits of the marks.
pub const ACCEPTED: u64 = 1;
pub const EXCLUDED: u64 = 2;
/// `until` of what is found for good.
pub const FOR_GOOD: i64 = i64::MAX;

/// Columns of words, in the order of `Columns`.
pub const WORDS: [&str; 6] = ["sort", "group", "author", "subject", "language", "circle"];

pub struct Fields {
    pub schema: Schema,
    pub exact: Field,
    pub stem: Field,
    pub topic: Field,
    pub context: Field,
    pub circle: Field,
    one: Ids,
    item: Ids,
    of_comment: Field,
    of_group: Field,
    words: [Field; 5],
    at: Field,
    until: Field,
    /// In the order of `NUMBERS`.
    numbers: [Field; 2],
}

const NUMBERS: [&str; 2] = ["marks", "length"];
/// Names of the ids.
pub const ONE: &str = "one";
pub const ITEM: &str = "item";

impl Fields {
    pub fn new() -> Self {
        let mut builder = Schema::builder();
        let [exact, stem] = ["exact", "stem"].map(|name| builder.add_text_field(name, weighted::options()));
        let [topic, context] =
            ["topic", "context"].map(|name| builder.add_text_field(name, weighted::once()));
        let key = |builder: &mut SchemaBuilder, name| {
            builder.add_bytes_field(name, BytesOptions::default().set_indexed())
        };
        let [one, item] = [ONE, ITEM].map(|name| Ids::new(&mut builder, name));
        let [of_comment, of_group] = ["of_comment", "of_group"].map(|name| key(&mut builder, name));
        let raw = || TextOptions::default().set_fast("raw");
        let [sort, group, author, subject, language] = ["sort", "group", "author", "subject", "language"]
            .map(|name| builder.add_text_field(name, raw()));
        let indexed = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic);
        let circle = builder.add_text_field("circle", raw().set_indexing_options(indexed));
        let [at, until] = ["at", "until"].map(|name| builder.add_i64_field(name, NumericOptions::from(FAST)));
        let numbers = NUMBERS.map(|name| builder.add_u64_field(name, NumericOptions::from(FAST)));
        let words = [sort, group, author, subject, language];
        let schema = builder.build();
        Self {
            schema,
            exact,
            stem,
            topic,
            context,
            circle,
            one,
            item,
            of_comment,
            of_group,
            words,
            at,
            until,
            numbers,
        }
    }

    /// What is found of something that goes.
    pub fn of(&self, gone: &Gone) -> Vec<Box<dyn Query>> {
        let by = |field, id: &Uuid| -> Box<dyn Query> {
            Box::new(TermQuery::new(Term::from_field_bytes(field, id.as_bytes()), IndexRecordOption::Basic))
        };
        match gone {
            Gone::One(id) => vec![self.one.query(*id)],
            Gone::Comment(id) => vec![self.one.query(*id), by(self.of_comment, id)],
            Gone::OfItem(id) => vec![self.item.query(*id)],
            Gone::OfGroup(id) => vec![by(self.of_group, id)],
        }
    }

    pub fn document(&self, analyser: &Analyser, doc: &PublishedDoc) -> TantivyDocument {
        let mut row = TantivyDocument::default();
        self.one.add(&mut row, doc.id);
        self.add_places(&mut row, doc);
        self.add_columns(&mut row, doc);
        let length = self.add_text(&mut row, analyser, doc);
        let numbers = [marks(doc), length as u64];
        self.numbers.iter().zip(numbers).for_each(|(field, number)| row.add_u64(*field, number));
        row.add_i64(self.at, doc.at);
        row.add_i64(self.until, doc.until.unwrap_or(FOR_GOOD));
        row
    }

    fn add_places(&self, row: &mut TantivyDocument, doc: &PublishedDoc) {
        if let Some(item) = doc.item {
            self.item.add(row, item);
        }
        for (field, id) in [(self.of_comment, doc.comment), (self.of_group, doc.group)] {
            if let Some(id) = id {
                row.add_bytes(field, id.as_bytes());
            }
        }
    }

    fn add_columns(&self, row: &mut TantivyDocument, doc: &PublishedDoc) {
        let [sort, group, author, subject, language] = self.words;
        row.add_text(sort, doc.sort.as_str());
        row.add_text(language, &doc.language);
        for (field, id) in [(group, doc.group), (author, doc.author)] {
            if let Some(id) = id {
                row.add_text(field, id.to_string());
            }
        }
        doc.subjects.iter().for_each(|one| row.add_text(subject, &one.uri));
        doc.circles.iter().for_each(|one| row.add_text(self.circle, one));
    }

    /// Gives how many telling words there are.
    fn add_text(&self, row: &mut TantivyDocument, analyser: &Analyser, doc: &PublishedDoc) -> usize {
        let texts = words(analyser, doc);
        let said = || texts.iter().flat_map(|(said, weight)| said.iter().map(move |said| (said, *weight)));
        let exact = said().map(|(said, weight)| (said.word.exact.as_str(), weight));
        // A word that is its own stem stands once: who looks for a stem reads both.
        let stem = said().flat_map(|(said, weight)| {
            let stems = std::iter::once(&said.word.stem).chain(&said.word.parts);
            stems.skip(usize::from(said.word.is_plain)).map(move |stem| (stem.as_str(), weight))
        });
        let mut sheet = Sheet::new();
        row.add_text(self.exact, sheet.written(exact));
        row.add_text(self.stem, sheet.written(stem));
        let topics: Vec<String> = doc.subjects.iter().flat_map(topics_of).collect();
        let topics = topics.iter().map(String::as_str);
        match doc.sort {
            Sort::Comment | Sort::Answer | Sort::Passages => {
                let said = context(analyser, doc);
                let said = said.iter().flat_map(|said| said.iter());
                let stems = said.flat_map(|said| std::iter::once(&said.word.stem).chain(&said.word.parts));
                row.add_text(self.context, sheet.listed(topics.chain(stems.map(String::as_str))));
            }
            _ => row.add_text(self.topic, sheet.listed(topics)),
        }
        texts.iter().map(|(said, _)| said.len()).sum()
    }
}

fn marks(doc: &PublishedDoc) -> u64 {
    let bit = |is_set: bool, bit: u64| if is_set { bit } else { 0 };
    bit(doc.is_accepted, ACCEPTED) | bit(doc.is_excluded, EXCLUDED)
}

/// The telling words of each text, with its weight.
fn words(analyser: &Analyser, doc: &PublishedDoc) -> Vec<(Arc<[Said]>, u32)> {
    let own = Some(language_of(&doc.language));
    let is_comment = matches!(doc.sort, Sort::Comment | Sort::Answer);
    let labels = doc.subjects.iter().filter(|_| !is_comment).flat_map(labels);
    let texts = [(doc.title.as_str(), TITLE, own), (doc.text.as_str(), TEXT, own)];
    let texts = texts.into_iter().chain(labels.map(|(label, language)| (label, SUBJECT, language)));
    texts.map(|(text, weight, language)| (analyser.text(text, language), weight)).collect()
}

/// What a comment is about: the title above it, and the subjects.
fn context(analyser: &Analyser, doc: &PublishedDoc) -> Vec<Arc<[Said]>> {
    let title = [(doc.context.as_str(), Some(language_of(&doc.language)))];
    let texts = title.into_iter().chain(doc.subjects.iter().flat_map(labels));
    texts.map(|(text, language)| analyser.text(text, language)).collect()
}

fn labels(subject: &SubjectDoc) -> [(&str, Option<Language>); 2] {
    [(&subject.nl, Some(Language::Dutch)), (&subject.en, Some(Language::English))]
}

/// The language that a text says it is in.
pub fn language_of(tag: &str) -> Language {
    if tag == "en" { Language::English } else { Language::Dutch }
}

fn topics_of(subject: &SubjectDoc) -> impl Iterator<Item = String> {
    std::iter::once(own_topic(&subject.uri)).chain(subject.broader.iter().map(|uri| broader_topic(uri)))
}
