//! What one colleague asks of another: who reads it, who is told, how it becomes public, and how it travels.

mod across;
mod api;
mod evil;
mod farewell;
mod home;
mod kept;
mod publication;
mod talk;

use std::time::Duration;

use domain::people::Scope;
use domain::principal::{Affiliation, Member, Role};
use domain::{AccountId, InquiryId, PersonId, Principal, inquiries, notifications, people};
use plein_tests::site::Site;

/// Somebody of a site who is found as far as `scope` says.
pub async fn member(site: &Site, name: &str, scope: Scope) -> Principal {
    let person_id = site.person(name, scope).await;
    let person = people::find(site.db(), person_id).await.unwrap();
    Principal::Member(Member {
        account_id: AccountId(person_id.0),
        person_id,
        organisation_id: person.organisation_id,
        affiliation: Affiliation::Staff,
        role: Role::Member,
    })
}

/// The same person as another site knows him.
pub async fn seen_at(site: &Site, home: &Site, who: &Principal) -> PersonId {
    let ap_id = people::find(home.db(), id_of(who)).await.unwrap().ap_id;
    let found = people::find_by_ap_id(site.db(), &ap_id).await.unwrap();
    found.unwrap_or_else(|| panic!("{} does not know {ap_id}", site.host)).id
}

pub fn id_of(who: &Principal) -> PersonId {
    who.person_id().unwrap()
}

pub async fn ask(site: &Site, who: &Principal, whom: PersonId, title: &str) -> domain::Result<InquiryId> {
    let text = "Ik zoek iemand die dit eerder deed.";
    site.db().write(async |tx| inquiries::ask(tx, who, whom, title, text).await).await
}

/// Titles of what somebody asked and was asked, newest first.
pub async fn titles(site: &Site, who: &Principal) -> Vec<String> {
    inquiries::list(site.db(), who).await.unwrap().into_iter().map(|one| one.title).collect()
}

/// Kinds of what somebody was told, newest first.
pub async fn told(site: &Site, who: &Principal) -> Vec<String> {
    let found = notifications::list(site.db(), who, None, 100).await.unwrap();
    found.into_iter().map(|one| one.kind).collect()
}

pub const DAY: Duration = Duration::from_secs(24 * 3_600 + 1);
