//! Every sentence exists in both languages, every key that is asked for exists, and none is left over.
//!
//! This works because keys stand in the code as whole literals; a key that is glued together counts as unused.

use std::collections::{BTreeMap, BTreeSet};

use crate::tidy::{files, read, root};

/// Key to sentence of one language, continuation lines included.
fn sentences(language: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for path in files(&format!("server/locales/{language}"), ".ftl") {
        let noun = path.file_stem().unwrap().to_string_lossy().into_owned();
        let mut last = String::new();
        for line in read(&path).lines().filter(|line| !line.starts_with('#')) {
            if let Some((key, text)) = line.split_once(" =").filter(|_| line.starts_with(char::is_alphabetic))
            {
                assert!(key.starts_with(&noun), "{language}/{noun}.ftl: {key} belongs in another file");
                last = key.to_owned();
                assert!(
                    found.insert(last.clone(), text.to_owned()).is_none(),
                    "{language}: {key} stands twice"
                );
            } else if let Some(sentence) = found.get_mut(&last) {
                sentence.push_str(line);
            }
        }
    }
    found
}

/// The names between `{ $` and what follows them.
fn values(sentence: &str) -> BTreeSet<&str> {
    let names = sentence.split('$').skip(1);
    names
        .filter_map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_').next())
        .collect()
}

/// All of our code and templates, for looking up literals.
fn sources() -> String {
    let folders =
        [("server/src", ".rs"), ("server/templates", ""), ("domain/src", ".rs"), ("federation/src", ".rs")];
    let paths = folders.iter().flat_map(|(folder, ending)| files(folder, ending));
    paths.filter(|path| !path.ends_with("i18n/tests.rs")).map(read).collect::<Vec<_>>().join("\n")
}

/// The literals that follow `marker` where a key stands.
fn asked<'a>(text: &'a str, marker: &str) -> Vec<&'a str> {
    text.split(marker).skip(1).filter_map(|rest| rest.split('"').next()).filter(|key| is_key(key)).collect()
}

fn is_key(text: &str) -> bool {
    text.contains('-') && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

#[test]
fn both_languages_say_the_same_things() {
    let (nl, en) = (sentences("nl"), sentences("en"));
    let keys = |sentences: &BTreeMap<String, String>| sentences.keys().cloned().collect::<BTreeSet<_>>();
    let difference: Vec<_> = keys(&nl).symmetric_difference(&keys(&en)).cloned().collect();
    assert!(difference.is_empty(), "in one language only: {difference:?}");
    for (key, sentence) in &nl {
        assert_eq!(values(sentence), values(&en[key]), "{key} has other values in the other language");
    }
}

#[test]
fn every_sentence_that_is_asked_for_exists() {
    let (known, sources) = (sentences("nl"), sources());
    let markers = [
        " t.get(\"",
        "(t.get(\"",
        " t.with(\"",
        "(t.with(\"",
        ".t.get(\"",
        ".t.with(\"",
        "self.get(\"",
        "self.with(\"",
    ];
    let asked = markers.iter().flat_map(|marker| asked(&sources, marker));
    let missing: BTreeSet<_> = asked.filter(|key| !known.contains_key(*key)).collect();
    assert!(missing.is_empty(), "no sentence for {missing:?}");
}

#[test]
fn every_error_of_the_house_has_a_sentence() {
    let known = sentences("nl");
    let nouns: BTreeSet<_> = known.keys().filter_map(|key| key.split('-').next()).collect();
    let house = files("domain/src", ".rs").iter().map(read).collect::<Vec<_>>().join("\n");
    let literals = house.split('"').filter(|text| is_key(text));
    let missing: BTreeSet<_> = literals
        .filter(|text| text.split('-').next().is_some_and(|noun| nouns.contains(noun)))
        .filter(|key| !known.contains_key(*key))
        .collect();
    assert!(missing.is_empty(), "the house says {missing:?}, and nobody knows what that means");
}

/// The acts that the house records: literals `noun.verb` among the arguments of a file that names the audit.
fn acts() -> BTreeSet<String> {
    let mut acts = BTreeSet::new();
    for path in files("domain/src", ".rs").into_iter().filter(|path| !path.ends_with("domain/src/audit.rs")) {
        let text = read(&path);
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        if !code.contains("audit::record") {
            continue;
        }
        let lines = code.lines().filter(|line| !line.contains("name: \"") && !line.starts_with("const "));
        let words = lines.flat_map(|line| line.split('"').skip(1).step_by(2));
        acts.extend(words.filter(|word| is_act(word)).map(str::to_owned));
    }
    acts
}

fn is_act(word: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    word.split_once('.').is_some_and(|(noun, verb)| is_part(noun) && is_part(verb))
}

#[test]
fn every_act_in_the_log_has_a_sentence() {
    let (known, acts) = (sentences("nl"), acts());
    let words = read(root().join("server/src/pages/admin/audit_words.rs"));
    let pairs: BTreeMap<&str, &str> = words
        .lines()
        .filter_map(|line| line.trim().strip_prefix("(\"")?.strip_suffix("\"),")?.split_once("\", \""))
        .collect();
    for act in ["person.edit", "account.erase", "peer.block", "peer.approve", "field.rules"] {
        assert!(acts.contains(act), "{act} is no longer found among {acts:?}");
    }
    let missing: Vec<_> = acts.iter().filter(|act| !pairs.contains_key(act.as_str())).collect();
    assert!(missing.is_empty(), "add to server/src/pages/admin/audit_words.rs: {missing:?}");
    let silent: Vec<_> = pairs.values().filter(|key| !known.contains_key(**key)).collect();
    assert!(silent.is_empty(), "no sentence for {silent:?}");
    let gone: Vec<_> = pairs.keys().filter(|act| !acts.contains(**act)).collect();
    assert!(gone.is_empty(), "nobody does {gone:?}");
}

#[test]
fn no_sentence_is_left_over() {
    let sources = sources();
    let unused: Vec<_> =
        sentences("nl").into_keys().filter(|key| !sources.contains(&format!("\"{key}\""))).collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
}
