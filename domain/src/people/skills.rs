//! Skills one at a time: each step holds wherever the list stands by then, so two open windows never undo each other.

use super::edit::{self, ProfileEdit};
use super::profile::{Entry, FieldKey, Skill, SkillLevel, Source, Value};
use super::{Person, check};
use crate::audience::Audience;
use crate::db::Tx;
use crate::error::{Error, FieldError, Result};
use crate::ids::PersonId;
use crate::principal::Principal;

/// One step. A skill is named by its concept's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// At the end, or at a place when a removal is undone. A skill that is there already gets the level.
    Add {
        uri: String,
        level: SkillLevel,
        at: Option<usize>,
    },
    Level {
        uri: String,
        level: SkillLevel,
    },
    Up {
        uri: String,
    },
    Down {
        uri: String,
    },
    Remove {
        uri: String,
    },
}

/// Takes one step and gives the list as it stood before, for an undo. A skill that is gone meanwhile is no error.
pub async fn take(tx: &mut Tx, principal: &Principal, id: PersonId, step: &Step) -> Result<Vec<Skill>> {
    principal.require_self_or_administrator(id)?;
    let person = edit::lock(tx, id).await?;
    let (before, audience) = stored(&person);
    let entry =
        Entry { value: Value::Skills(after(before.clone(), step)?), audience, source: Source::Person };
    let edit = ProfileEdit { name: None, fields: vec![(FieldKey::Skills, Some(entry))] };
    edit::edit(tx, principal, id, edit).await?;
    Ok(before)
}

/// The list and its audience; the usual audience while there is no list.
pub fn stored(person: &Person) -> (Vec<Skill>, Audience) {
    match person.profile.fields.get(&FieldKey::Skills) {
        Some(Entry { value: Value::Skills(skills), audience, .. }) => (skills.clone(), *audience),
        _ => (Vec::new(), FieldKey::Skills.default_audience()),
    }
}

fn after(mut skills: Vec<Skill>, step: &Step) -> Result<Vec<Skill>> {
    let place = |skills: &[Skill], uri: &str| skills.iter().position(|skill| skill.uri == uri);
    match step {
        Step::Add { uri, level, at } => match place(&skills, uri) {
            Some(here) => skills[here].level = *level,
            None => insert(&mut skills, uri, *level, *at)?,
        },
        Step::Level { uri, level } => {
            skills.iter_mut().filter(|skill| skill.uri == *uri).for_each(|skill| skill.level = *level);
        }
        Step::Up { uri } => {
            if let Some(here) = place(&skills, uri).filter(|here| *here > 0) {
                skills.swap(here, here - 1);
            }
        }
        Step::Down { uri } => {
            if let Some(here) = place(&skills, uri).filter(|here| here + 1 < skills.len()) {
                skills.swap(here, here + 1);
            }
        }
        Step::Remove { uri } => skills.retain(|skill| skill.uri != *uri),
    }
    Ok(skills)
}

fn insert(skills: &mut Vec<Skill>, uri: &str, level: SkillLevel, at: Option<usize>) -> Result<()> {
    if skills.len() >= check::SKILLS_MAX {
        return Err(Error::from(FieldError::new("skills", "error-too-many").with("max", check::SKILLS_MAX)));
    }
    // The labels come from the taxonomy when the edit is settled.
    let skill = Skill { uri: uri.to_owned(), nl: String::new(), en: String::new(), level };
    skills.insert(at.unwrap_or(skills.len()).min(skills.len()), skill);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(uris: &str) -> Vec<Skill> {
        let skill =
            |uri: char| Skill { uri: uri.into(), nl: uri.into(), en: uri.into(), level: SkillLevel::Basic };
        uris.chars().map(skill).collect()
    }

    fn order(skills: &[Skill]) -> String {
        skills.iter().map(|skill| skill.uri.as_str()).collect()
    }

    #[test]
    fn every_step_holds_wherever_the_list_stands() {
        let uri = |uri: &str| uri.to_owned();
        let add = |uri: &str, at| Step::Add { uri: uri.to_owned(), level: SkillLevel::Expert, at };
        let table = [
            ("abc", Step::Up { uri: uri("b") }, "bac"),
            ("abc", Step::Up { uri: uri("a") }, "abc"),
            ("abc", Step::Down { uri: uri("b") }, "acb"),
            ("abc", Step::Down { uri: uri("c") }, "abc"),
            ("abc", Step::Remove { uri: uri("b") }, "ac"),
            ("abc", Step::Remove { uri: uri("x") }, "abc"),
            ("abc", Step::Up { uri: uri("x") }, "abc"),
            ("abc", add("d", None), "abcd"),
            ("abc", add("d", Some(1)), "adbc"),
            ("abc", add("d", Some(99)), "abcd"),
            ("abc", add("b", Some(0)), "abc"),
            ("", Step::Level { uri: uri("a"), level: SkillLevel::Expert }, ""),
        ];
        for (before, step, expected) in table {
            assert_eq!(order(&after(list(before), &step).expect("a step")), expected, "{before} {step:?}");
        }
    }

    #[test]
    fn a_list_that_is_full_says_so() {
        let full: String = ('a'..).take(check::SKILLS_MAX).collect();
        let one_more = Step::Add { uri: "!".into(), level: SkillLevel::Basic, at: None };
        assert!(matches!(after(list(&full), &one_more), Err(Error::Invalid(_))));
    }
}
