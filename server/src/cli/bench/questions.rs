//! What people would type: words of someone's profile, whole or begun or mistyped, with and without filters.

use domain::people::{Availability, FieldKey, Value};
use search::query::Viewer;
use search::{Near, PeopleQuery};

use super::profiles::{Government, ORGANISATIONS};
use crate::demo::random::Random;

/// Questions about people with numbers under `people`, in equal parts of each kind.
pub fn questions(government: &Government, people: usize, count: usize, seed: u64) -> Vec<PeopleQuery> {
    let mut random = Random::new(seed);
    (0..count).map(|number| question(government, people, number, &mut random)).collect()
}

/// What stands in the field while people type: names, subjects and organisations, of two letters and more, some mistyped.
pub fn typed(government: &Government, people: usize, count: usize, seed: u64) -> Vec<String> {
    let mut random = Random::new(seed);
    (0..count)
        .map(|number| {
            let colleague = government.colleague(random.below(people));
            let letters = random.between(2, 12);
            let text = match number % 4 {
                0 | 1 => colleague.name,
                2 => name_or_skill(government, random.below(people), &mut random),
                _ => format!("Organisatie {}", random.below(ORGANISATIONS)),
            };
            let begun: String = text.chars().take(letters).collect();
            if random.chance(10) { mistyped(&begun, &mut random) } else { begun }
        })
        .collect()
}

/// Single words with a typing error, as nobody would filter them.
pub fn mistyped_words(government: &Government, people: usize, count: usize, seed: u64) -> Vec<PeopleQuery> {
    let mut random = Random::new(seed);
    (0..count)
        .map(|_| {
            let person = random.below(people);
            let text = mistyped(&words(government, person, 1, &mut random), &mut random) + " ";
            PeopleQuery::new(text, Viewer::Staff)
        })
        .collect()
}

fn question(government: &Government, people: usize, number: usize, random: &mut Random) -> PeopleQuery {
    let person = random.below(people);
    let text = match number % 8 {
        0 => words(government, person, 1, random) + " ",
        1 => words(government, person, 2, random) + " ",
        2 => words(government, person, 3, random) + " ",
        3 => words(government, person, 4, random) + " ",
        4 => begun(&words(government, person, 1, random), random),
        5 => begun(&words(government, person, 2, random), random),
        6 => mistyped(&words(government, person, 1, random), random) + " ",
        _ => name_or_skill(government, person, random),
    };
    let mut query = PeopleQuery::new(text, Viewer::Staff);
    if random.chance(50) {
        query.near = Some(Near {
            organisation: None,
            place: random.pick(&government.towns).cloned().unwrap_or_default(),
        });
    }
    if random.chance(40) {
        filter(&mut query, government, person, random);
    }
    query
}

fn words(government: &Government, person: usize, count: usize, random: &mut Random) -> String {
    let colleague = government.colleague(person);
    let of = |key| match colleague.profile.fields.get(&key).map(|entry| &entry.value) {
        Some(Value::Text(text)) => text.clone(),
        _ => String::new(),
    };
    let text = [of(FieldKey::JobTitle), of(FieldKey::AskMeAbout), of(FieldKey::About)].join(" ");
    let all: Vec<&str> = text.split_whitespace().collect();
    (0..count).filter_map(|_| random.pick(&all).copied()).collect::<Vec<_>>().join(" ")
}

/// The last word is still being typed.
fn begun(text: &str, random: &mut Random) -> String {
    let start = text.rfind(' ').map_or(0, |space| space + 1);
    let letters = random.between(3, 7);
    text.chars().take(text[..start].chars().count() + letters).collect()
}

/// Two neighbours swapped, or one letter left out.
fn mistyped(word: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() > 5 {
        let at = random.between(2, letters.len() - 2);
        match random.chance(50) {
            true => letters.swap(at, at - 1),
            false => drop(letters.remove(at)),
        }
    }
    letters.into_iter().collect()
}

fn name_or_skill(government: &Government, person: usize, random: &mut Random) -> String {
    let colleague = government.colleague(person);
    let skills = match colleague.profile.fields.get(&FieldKey::Skills).map(|entry| &entry.value) {
        Some(Value::Skills(skills)) => skills.as_slice(),
        _ => &[],
    };
    match (random.below(3), skills.first()) {
        (0, Some(skill)) => skill.nl.clone() + " ",
        (1, Some(skill)) => skill.en.clone() + " ",
        _ => colleague.name,
    }
}

fn filter(query: &mut PeopleQuery, government: &Government, person: usize, random: &mut Random) {
    let colleague = government.colleague(person);
    match random.below(4) {
        0 => query.filters.can_mentor = true,
        1 => query.filters.availability = vec![Availability::Open],
        2 => query.filters.languages = vec!["en".into()],
        _ => {
            if let Some(Value::Text(place)) =
                colleague.profile.fields.get(&FieldKey::Place).map(|entry| &entry.value)
            {
                query.filters.places = vec![place.clone()];
            }
        }
    }
}
