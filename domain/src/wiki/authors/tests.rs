use super::*;
use crate::clock::Timestamp;
use crate::ids::{PageId, PersonId};

/// A version with the number `at`, made of those with these numbers.
fn version(at: i64, parents: &[i64]) -> Version {
    Version {
        id: id(at),
        page_id: PageId(uuid::Uuid::nil()),
        number: at,
        parents: parents.iter().map(|parent| id(*parent)).collect(),
        title: String::new(),
        author_id: PersonId(uuid::Uuid::nil()),
        author: String::new(),
        published_at: Timestamp(0),
        source_hash: String::new(),
        summary: String::new(),
        patch: String::new(),
        merge_version: None,
        is_side: false,
        size_bytes: 10,
    }
}

fn id(at: i64) -> VersionId {
    VersionId(format!("{at}"))
}

/// Who brought what of the last of these texts; each is made of those with these numbers, from 1.
fn followed(told: &[(&[i64], Option<&str>)]) -> String {
    let versions: Vec<Version> = (1..).zip(told).map(|(at, (parents, _))| version(at, parents)).collect();
    let head = id(told.len() as i64);
    let mut history = History::of(&versions, &head);
    versions.iter().zip(told).for_each(|(version, (_, text))| history.follow(version, *text));
    let number = |passage: &Passage| passage.version.as_ref().map_or(0, |version| version.number);
    let passages = history.into_passages(&head);
    passages.iter().map(|one| format!("{}:{}", number(one), one.text)).collect::<Vec<_>>().join("|")
}

fn shown(texts: &[&str]) -> String {
    let parents: Vec<Vec<i64>> =
        (0..texts.len() as i64).map(|at| if at == 0 { Vec::new() } else { vec![at] }).collect();
    let told: Vec<(&[i64], Option<&str>)> =
        parents.iter().zip(texts).map(|(parents, text)| (parents.as_slice(), Some(*text))).collect();
    followed(&told)
}

#[test]
fn each_word_is_of_whoever_brought_it() {
    assert_eq!(shown(&["een\ntwee\n"]), "1:een\ntwee\n");
    assert_eq!(shown(&["een\ntwee", "een\ndrie\ntwee"]), "1:een\n|2:drie\n|1:twee");
    assert_eq!(shown(&["de oude zin", "de nieuwe zin"]), "1:de |2:nieuwe |1:zin");
    assert_eq!(shown(&["", "x", ""]), "");
    assert_eq!(shown(&["een zin", "iets heel anders met een zin"]), "2:iets heel anders met |1:een zin");
    assert_eq!(shown(&["een twee drie vier", "een vijf zes zeven"]), "2:een vijf zes zeven");
}

#[test]
fn what_moves_or_comes_back_stays_with_its_author() {
    let (first, second) = ("Een hele zin.", "Nog een hele zin.");
    assert_eq!(
        shown(&[&format!("{first}\n{second}"), first, &format!("{first}\n{second}")]),
        format!("1:{first}\n{second}")
    );
    assert_eq!(
        shown(&[first, &format!("{first}\n\n{second}"), &format!("{second}\n\n{first}")]),
        format!("2:{second}\n\n|1:{first}")
    );
}

#[test]
fn a_merge_brings_nothing_of_its_own() {
    let base = "Boven staat iets.\nDe oude zin blijft staan.\nOnder staat iets.";
    let theirs = base.replace("Boven", "Hierboven");
    let side = base.replace("oude", "nieuwe") + "\nEn een slot.";
    let merged = theirs.replace("oude", "nieuwe") + "\nEn een slot.";
    let told: [(&[i64], Option<&str>); 4] =
        [(&[], Some(base)), (&[1], Some(&theirs)), (&[1], Some(&side)), (&[2, 3], Some(&merged))];
    assert_eq!(
        followed(&told),
        "2:Hierboven |1:staat iets.\nDe |3:nieuwe |1:zin blijft staan.\nOnder staat iets.\n|3:En een slot."
    );
}

#[test]
fn what_nobody_can_tell_is_nobodys() {
    let told: [(&[i64], Option<&str>); 3] =
        [(&[], Some("Een hele zin.")), (&[1], None), (&[2], Some("Een hele zin.\nNog een hele zin."))];
    assert_eq!(followed(&told), "1:Een hele zin.\n|0:Nog een hele zin.");
    let told: [(&[i64], Option<&str>); 1] = [(&[7], Some("Ouder dan wat bekeken werd."))];
    assert_eq!(followed(&told), "0:Ouder dan wat bekeken werd.");
}

#[test]
fn the_newest_texts_are_looked_through() {
    let versions: Vec<Version> = (1..=5).map(|at| version(at, &[])).collect();
    let numbers = |most| within(versions.clone(), most).iter().map(|one| one.number).collect::<Vec<_>>();
    assert_eq!(numbers(25), [4, 5]);
    assert_eq!(numbers(3), [5]);
    assert_eq!(within(Vec::new(), 3), []);
}
