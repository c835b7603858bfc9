//! What one can choose from when arranging a page: value and words.

use domain::PersonId;
use domain::wiki::upkeep;
use domain::wiki::{Page, Rights};

use crate::i18n::Texts;

/// Who may change it.
pub fn rights(t: Texts) -> Vec<(String, String)> {
    Rights::ALL.map(|one| (one.as_str().to_owned(), t.get(rights_key(one)))).into()
}

fn rights_key(rights: Rights) -> &'static str {
    match rights {
        Rights::Inherit => "wiki-rights-inherit",
        Rights::Members => "wiki-rights-members",
        Rights::Moderators => "wiki-rights-moderators",
        Rights::Locked => "wiki-rights-locked",
    }
}

/// Who may keep a page true without being asked.
pub fn owners(t: Texts, me: PersonId) -> Vec<(String, String)> {
    vec![("none".to_owned(), t.get("wiki-owner-none")), (me.to_string(), t.get("wiki-owner-me"))]
}

/// When somebody looks again.
pub fn months(t: Texts, page: &Page) -> Vec<(String, String)> {
    let mut months = vec![("0".to_owned(), t.get("wiki-review-never"))];
    if let Some(at) = page.review_at {
        months.push(("keep".to_owned(), t.with("wiki-review-keep", [("date", t.date(at))])));
    }
    let choice =
        |count: u32| (count.to_string(), t.with("wiki-review-months", [("count", i64::from(count))]));
    months.extend(upkeep::MONTHS.map(choice));
    months
}

/// Whether new pages may begin with this one.
pub fn templates(t: Texts) -> Vec<(String, String)> {
    [("no", "wiki-template-no"), ("yes", "wiki-template-yes")]
        .map(|(value, key)| (value.to_owned(), t.get(key)))
        .into()
}

/// Whether changes by others stand at once.
pub fn approvals(t: Texts) -> Vec<(String, String)> {
    [("no", "wiki-approval-no"), ("yes", "wiki-approval-yes")]
        .map(|(value, key)| (value.to_owned(), t.get(key)))
        .into()
}
