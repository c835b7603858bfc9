//! A thesaurus in SKOS, as Turtle or RDF/XML: labels, other words, what is broader. Whatever else stands in the file is passed by.

use std::collections::{BTreeMap, BTreeSet};

use oxrdf::{NamedOrBlankNode, Term, Triple};

use super::import::{CONCEPTS_MAX, File, LeftOut};
use super::{NewConcept, SYNONYMS_MAX, error_in_label};
use crate::error::{Error, FieldError, Result};
use crate::people::check;

const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const DEPRECATED: &str = "http://www.w3.org/2002/07/owl#deprecated";

/// Statements in one file: a large thesaurus in thirty languages.
const TRIPLES_MAX: usize = 2_000_000;

/// Reads Turtle.
pub fn read_turtle(bytes: &[u8]) -> Result<File> {
    let triples = oxttl::TurtleParser::new().for_slice(bytes);
    let wrong = |error: oxttl::TurtleSyntaxError| {
        FieldError::new("file", "error-concept-line").with("line", error.location().start.line + 1)
    };
    collect(triples.map(|triple| triple.map_err(wrong)))
}

/// Reads RDF/XML. Entities of the file's own are refused: a few lines of them can stand for gigabytes.
pub fn read_xml(bytes: &[u8]) -> Result<File> {
    if bytes.windows(8).any(|part| part == b"<!ENTITY") {
        return Err(Error::invalid("file", "error-concept-entity"));
    }
    let triples = oxrdfxml::RdfXmlParser::new().for_slice(bytes);
    collect(triples.map(|triple| triple.map_err(|_| FieldError::new("file", "error-concept-xml"))))
}

/// What the file says of one concept.
#[derive(Default)]
struct Draft {
    is_concept: bool,
    is_deprecated: bool,
    labels: Words,
    others: Words,
    broader: BTreeSet<String>,
}

#[derive(Default)]
struct Words {
    nl: Vec<String>,
    en: Vec<String>,
}

impl Words {
    /// What says no language counts as Dutch; other languages are passed by.
    fn add(&mut self, language: Option<&str>, word: &str) {
        let list = match language.map(|tag| tag.split('-').next().unwrap_or(tag)) {
            None | Some("nl") => &mut self.nl,
            Some("en") => &mut self.en,
            Some(_) => return,
        };
        let word = check::line(word);
        if !word.is_empty() && !list.contains(&word) {
            list.push(word);
        }
    }
}

fn collect(triples: impl Iterator<Item = Result<Triple, FieldError>>) -> Result<File> {
    let mut drafts: BTreeMap<String, Draft> = BTreeMap::new();
    for (at, triple) in triples.enumerate() {
        let triple = triple?;
        if at >= TRIPLES_MAX || drafts.len() > CONCEPTS_MAX * 4 {
            return Err(FieldError::new("file", "error-concept-many").with("max", CONCEPTS_MAX).into());
        }
        take(&mut drafts, triple);
    }
    drafts.retain(|_, draft| draft.is_concept);
    if drafts.len() > CONCEPTS_MAX {
        return Err(FieldError::new("file", "error-concept-many").with("max", CONCEPTS_MAX).into());
    }
    if drafts.is_empty() {
        return Err(Error::invalid("file", "error-concept-none"));
    }
    let mut file = File::default();
    for (uri, draft) in drafts {
        file.take(uri, draft);
    }
    Ok(file)
}

fn take(drafts: &mut BTreeMap<String, Draft>, triple: Triple) {
    let NamedOrBlankNode::NamedNode(subject) = triple.subject else { return };
    let subject = subject.into_string();
    let predicate = triple.predicate.as_str();
    match (predicate.strip_prefix(SKOS), triple.object) {
        (Some("prefLabel"), Term::Literal(label)) => {
            drafts.entry(subject).or_default().labels.add(label.language(), label.value());
        }
        (Some("altLabel"), Term::Literal(label)) => {
            drafts.entry(subject).or_default().others.add(label.language(), label.value());
        }
        (Some("broader"), Term::NamedNode(above)) => {
            drafts.entry(subject).or_default().broader.insert(above.into_string());
        }
        (Some("narrower"), Term::NamedNode(below)) => {
            drafts.entry(below.into_string()).or_default().broader.insert(subject);
        }
        (None, Term::NamedNode(class)) if predicate == TYPE => {
            let is_concept = class.as_str().strip_prefix(SKOS) == Some("Concept");
            drafts.entry(subject).or_default().is_concept |= is_concept;
        }
        (None, Term::Literal(value)) if predicate == DEPRECATED => {
            drafts.entry(subject).or_default().is_deprecated |= matches!(value.value(), "true" | "1");
        }
        _ => {}
    }
}

impl File {
    fn take(&mut self, uri: String, draft: Draft) {
        match concept(uri.clone(), draft, &mut self.left_out) {
            Ok(concept) => self.concepts.push(concept),
            Err(why) => self.left_out.push(LeftOut { what: uri, why }),
        }
    }
}

/// A concept with a name in one of our languages; the other language borrows it.
fn concept(uri: String, draft: Draft, left_out: &mut Vec<LeftOut>) -> Result<NewConcept, FieldError> {
    if draft.is_deprecated {
        return Err(FieldError::new("uri", "error-concept-deprecated"));
    }
    if !uri.starts_with("https://") && !uri.starts_with("http://") {
        return Err(FieldError::new("uri", "error-concept-address"));
    }
    let (nl, en) = (draft.labels.nl.first(), draft.labels.en.first());
    let label_nl = nl.or(en).ok_or_else(|| FieldError::new("label", "error-concept-nameless"))?.clone();
    let label_en = en.unwrap_or(&label_nl).clone();
    if let Some(error) = [&label_nl, &label_en].into_iter().find_map(|label| error_in_label("label", label)) {
        return Err(error);
    }
    let mut kept = |words: Vec<String>, label: &str| {
        let others = words.into_iter().filter(|word| word != label);
        let (good, bad): (Vec<_>, Vec<_>) = others.partition(|word| error_in_label("label", word).is_none());
        let wrong = bad
            .into_iter()
            .filter_map(|word| Some(LeftOut { why: error_in_label("label", &word)?, what: word }));
        left_out.extend(wrong);
        let few = good.len().min(SYNONYMS_MAX);
        let many = good[few..].iter().map(|word| LeftOut {
            what: word.clone(),
            why: FieldError::new("label", "error-too-many").with("max", SYNONYMS_MAX),
        });
        left_out.extend(many);
        good[..few].to_vec()
    };
    let (synonyms_nl, synonyms_en) = (kept(draft.others.nl, &label_nl), kept(draft.others.en, &label_en));
    Ok(NewConcept {
        uri,
        label_nl,
        label_en,
        synonyms_nl,
        synonyms_en,
        broader: draft.broader.into_iter().next(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TURTLE: &str = r#"
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix ex: <https://thesaurus.test/> .
        ex:water a skos:Concept ; skos:prefLabel "waterbeheer"@nl, "water management"@en, "Wasser"@de ; skos:narrower ex:dike .
        ex:dike a skos:Concept ; skos:prefLabel "dijken"@nl-NL ; skos:altLabel "waterkering"@nl, "a|b"@nl .
        ex:old a skos:Concept ; skos:prefLabel "oud"@nl ; <http://www.w3.org/2002/07/owl#deprecated> true .
        ex:mute a skos:Concept ; skos:prefLabel "stumm"@de .
        ex:scheme a skos:ConceptScheme ; skos:prefLabel "geen onderwerp"@nl .
    "#;

    #[test]
    fn turtle_is_read_and_what_does_not_fit_is_named() {
        let file = read_turtle(TURTLE.as_bytes()).unwrap();
        let labels: Vec<_> =
            file.concepts.iter().map(|one| (one.label_nl.as_str(), one.label_en.as_str())).collect();
        assert_eq!(labels, [("dijken", "dijken"), ("waterbeheer", "water management")]);
        assert_eq!(file.concepts[0].broader.as_deref(), Some("https://thesaurus.test/water"));
        assert_eq!(file.concepts[0].synonyms_nl, ["waterkering"]);
        let why: Vec<_> = file.left_out.iter().map(|one| one.why.key).collect();
        assert_eq!(why, ["error-concept-bar", "error-concept-nameless", "error-concept-deprecated"]);
    }

    #[test]
    fn a_broken_or_hostile_file_is_refused() {
        let key = |result: Result<File>| match result {
            Err(Error::Invalid(errors)) => errors[0].key,
            _ => panic!("must be refused"),
        };
        assert_eq!(key(read_turtle(b"@prefix x <")), "error-concept-line");
        assert_eq!(key(read_turtle(b"")), "error-concept-none");
        assert_eq!(key(read_xml(b"<a><b></a>")), "error-concept-xml");
        assert_eq!(key(read_xml(b"<!DOCTYPE a [<!ENTITY a \"b\">]><a/>")), "error-concept-entity");
        assert!(read_turtle(&b"[".repeat(200_000)).is_err(), "depth is no danger");
        assert!(read_xml(&b"<a xmlns='urn:a'>".repeat(100_000)).is_err());
    }

    #[test]
    fn xml_is_read_too() {
        let xml = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">
            <skos:Concept rdf:about="https://thesaurus.test/1"><skos:prefLabel xml:lang="nl">dijken</skos:prefLabel>
            <skos:prefLabel xml:lang="en">dikes</skos:prefLabel></skos:Concept></rdf:RDF>"#;
        let file = read_xml(xml.as_bytes()).unwrap();
        assert_eq!(file.concepts[0].label_en, "dikes");
    }
}
