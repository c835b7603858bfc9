use std::collections::{BTreeMap, HashSet};

use domain::people::{FieldKey, Value};

use super::*;
use crate::demo::SEED;

fn everyone() -> (Material, Vec<Colleague>) {
    let material = Material::read().unwrap();
    let people = invent(&material, SEED).unwrap();
    (material, people)
}

fn text(colleague: &Colleague, key: FieldKey) -> Option<&str> {
    match &colleague.profile.fields.get(&key)?.value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

#[test]
fn there_are_six_hundred_different_people_in_three_organisations() {
    let (material, people) = everyone();
    assert!(people.len() >= 600, "{}", people.len());
    for organisation in &material.organisations {
        let here = people.iter().filter(|one| one.host == organisation.host).count();
        assert_eq!(here, organisation.people, "{}", organisation.name);
    }
    let names: HashSet<&str> = people.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names.len(), people.len(), "a name occurs twice");
    let handles: HashSet<(&str, &str)> =
        people.iter().map(|one| (one.host.as_str(), one.handle.as_str())).collect();
    assert_eq!(handles.len(), people.len(), "a handle occurs twice");
}

#[test]
fn the_same_seed_gives_the_same_people_and_another_seed_others() {
    let (material, people) = everyone();
    assert_eq!(people, invent(&material, SEED).unwrap());
    assert_ne!(people, invent(&material, SEED + 1).unwrap());
}

#[test]
fn every_profile_is_accepted_by_the_domain() {
    for colleague in everyone().1 {
        domain::people::check::name(&colleague.name).unwrap();
        domain::people::check::profile(&colleague.profile).unwrap();
        assert!(
            colleague.handle.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '.' | '-')),
            "{}",
            colleague.handle
        );
    }
}

#[test]
fn no_two_introductions_are_equal_and_none_has_a_hole() {
    let (_, people) = everyone();
    let abouts: Vec<&str> = people.iter().filter_map(|one| text(one, FieldKey::About)).collect();
    assert!(abouts.len() > 400, "{}", abouts.len());
    let different: HashSet<&str> = abouts.iter().copied().collect();
    assert_eq!(different.len(), abouts.len());
    for about in abouts {
        assert!(!about.contains(['{', '}', '@', '!']), "{about}");
        assert!(about.ends_with(['.', '?']), "{about}");
        assert!(about.len() > 40, "{about}");
    }
}

#[test]
fn no_sentence_is_worn_out() {
    let (_, people) = everyone();
    let mut uses = BTreeMap::<&str, usize>::new();
    for about in people.iter().filter_map(|one| text(one, FieldKey::About)) {
        about.split(". ").for_each(|sentence| *uses.entry(sentence).or_default() += 1);
    }
    let (sentence, most) = uses.iter().max_by_key(|(_, count)| **count).unwrap();
    assert!(*most <= 14, "{most} people say: {sentence}");
}

#[test]
fn every_subject_of_every_unit_exists_and_its_skills_too() {
    let (material, _) = everyone();
    for unit in &material.units {
        for key in unit.subjects.split('|') {
            assert!(material.subjects.contains_key(key), "{}: {key}", unit.unit);
        }
    }
    for subject in material.subjects.values() {
        for slug in subject.core.iter().chain(&subject.often) {
            assert!(material.concepts.contains_key(slug), "{}: {slug}", subject.key);
        }
    }
}

#[test]
fn nobody_carries_the_name_of_a_public_figure() {
    let taken = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/demo/surnames-not-used.txt"));
    let taken: HashSet<String> = taken
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(str::split_whitespace)
        .map(domain::text::fold)
        .collect();
    assert!(taken.len() > 100);
    for colleague in everyone().1 {
        let surname = domain::text::fold(colleague.name.rsplit(' ').next().unwrap());
        assert!(!taken.contains(&surname), "{}", colleague.name);
    }
}

#[test]
fn consent_and_audiences_vary_as_they_do_among_people() {
    let (_, people) = everyone();
    for scope in Scope::ALL {
        assert!(people.iter().any(|one| one.scope == scope), "{scope:?}");
    }
    let telephones: HashSet<_> = people
        .iter()
        .filter_map(|one| one.profile.fields.get(&FieldKey::Telephone))
        .map(|entry| entry.audience)
        .collect();
    assert!(telephones.len() >= 3, "{telephones:?}");
    let sparse = people.iter().filter(|one| one.profile.fields.len() <= 6).count();
    assert!(sparse > 40, "{sparse}");
}

#[test]
fn telephone_numbers_cannot_be_dialled() {
    for colleague in everyone().1 {
        let Some(number) = text(&colleague, FieldKey::Telephone) else { continue };
        assert!(number.starts_with("06-00 ") || number.contains("-000 "), "{number}");
    }
}

#[test]
fn about_a_dozen_can_sign_in_and_each_organisation_has_one_administrator() {
    let (material, people) = everyone();
    let with_login: Vec<_> = people.iter().filter(|one| one.login.is_some()).collect();
    assert!((12..=18).contains(&with_login.len()), "{}", with_login.len());
    for organisation in &material.organisations {
        let is_admin =
            |one: &&&Colleague| one.host == organisation.host && one.login == Some(Role::Administrator);
        assert_eq!(with_login.iter().filter(is_admin).count(), 1, "{}", organisation.name);
    }
}

#[test]
fn a_title_for_one_is_given_once() {
    let (material, people) = everyone();
    for organisation in &material.organisations {
        let here = people.iter().filter(|one| one.host == organisation.host);
        let cisos = here.filter(|one| text(one, FieldKey::JobTitle) == Some("CISO")).count();
        assert!(cisos <= 1, "{} has {cisos}", organisation.name);
    }
}
