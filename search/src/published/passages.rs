//! Whose words a page consists of: of each author what still stands, when it is enough to say that he knows of it.

use std::collections::HashMap;

use domain::clock::Timestamp;
use domain::wiki::Page;
use domain::wiki::authors::{self, Passage};
use domain::{Db, PersonId};

use super::weigh;
use crate::error::Result;

/// What of a page is one person's.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    pub person: PersonId,
    /// His passages, in their order; Markdown.
    pub text: String,
    /// When he wrote the last of them.
    pub at: Timestamp,
}

/// Whose passages of this page count, by the order in which they stand there.
pub async fn standing(db: &Db, page: &Page) -> Result<Vec<Standing>> {
    Ok(substantial(&authors::passages(db, page).await?))
}

fn substantial(passages: &[Passage]) -> Vec<Standing> {
    let page: usize = passages.iter().map(|passage| letters(&passage.text)).sum();
    let share = (page as f32 * weigh::PASSAGES_SHARE) as usize;
    let enough = share.clamp(weigh::PASSAGES_LETTERS_MIN, weigh::PASSAGES_LETTERS);
    by_author(passages).into_iter().filter(|own| letters(&own.text) >= enough).collect()
}

fn by_author(passages: &[Passage]) -> Vec<Standing> {
    let mut found: Vec<Standing> = Vec::new();
    let mut places: HashMap<PersonId, usize> = HashMap::new();
    for passage in passages.iter().filter(|passage| is_more_than_a_correction(&passage.text)) {
        let Some(version) = &passage.version else { continue };
        let place = *places.entry(version.author_id).or_insert(found.len());
        match found.get_mut(place) {
            Some(own) => {
                own.text.push('\n');
                own.text.push_str(&passage.text);
                own.at = own.at.max(version.published_at);
            }
            None => found.push(Standing {
                person: version.author_id,
                text: passage.text.clone(),
                at: version.published_at,
            }),
        }
    }
    found
}

fn is_more_than_a_correction(text: &str) -> bool {
    let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric));
    words.count() >= weigh::PASSAGE_WORDS_MIN
}

fn letters(text: &str) -> usize {
    text.chars().filter(|letter| !letter.is_whitespace()).count()
}
