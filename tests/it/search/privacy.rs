//! The canary over the real database: what a stranger observes does not depend on what is hidden from him.

use domain::Audience;
use domain::people::{FieldKey, Scope};
use domain::principal::Affiliation;
use plein_tests::both_engines;
use plein_tests::databases::Engine;
use search::query::Viewer;
use search::{Facet, PeopleQuery};

use super::Town;

/// Everything a reader sees of an answer, with names for ids.
type Observed = (u32, bool, Vec<(String, Vec<search::reasons::Reason>)>, Vec<Facet>);

/// Thirty people whose hidden free text says `canary`; the titles are seen by everyone.
async fn town_with(engine: Engine, canary: &str) -> Town {
    let town = Town::new(engine).await;
    for n in 0..30 {
        let title = ["Adviseur stikstof", "Jurist", "Adviseur water"][n % 3];
        let hidden = format!("Houdt van lezen {canary}");
        let fields = [
            (FieldKey::JobTitle, title, Audience::Network),
            (FieldKey::Place, "Utrecht", Audience::Network),
            (FieldKey::About, hidden.as_str(), Audience::Organisation),
            (FieldKey::AskMeAbout, hidden.as_str(), Audience::Own),
        ];
        town.person(&format!("Persoon {n}"), Scope::Network, &fields).await;
    }
    town.people.catch_up().await.unwrap();
    town
}

async fn observed(town: &Town, who: &domain::Principal, text: &str) -> Observed {
    let query = PeopleQuery { limit: 50, ..PeopleQuery::new(text, Viewer::Staff) };
    let found = town.people.search(who, query).await.unwrap();
    let mut people: Vec<_> = found.people.into_iter().map(|one| (one.view.name, one.reasons)).collect();
    // Equals are ordered by their random ids, which differ between two towns.
    people.sort_by(|one, other| one.0.cmp(&other.0));
    let facets =
        found.facets.into_iter().filter(|facet| facet.kind != search::FacetKind::Organisation).collect();
    (found.total, found.is_relaxed, people, facets)
}

both_engines! {
    async fn a_hidden_word_changes_nothing_for_a_guest(engine) {
        let with = town_with(engine, "kanariepiet stikstof stikstof").await;
        let without = town_with(engine, "").await;
        let (guest, other_guest) = (with.principal(Affiliation::Guest).await, without.principal(Affiliation::Guest).await);
        for text in ["kanariepiet", "kanariepeit ", "kanar", "stikstof", "water stikstof", "adviseur", "utrecht"] {
            assert_eq!(observed(&with, &guest, text).await, observed(&without, &other_guest, text).await, "{text}");
        }
        let colleague = with.principal(Affiliation::Staff).await;
        assert_eq!(with.ask(&colleague, "kanariepiet ").await.total, 30, "colleagues may read it, so they find it");
    }

    async fn what_only_the_person_may_see_is_found_by_nobody(engine) {
        let town = Town::new(engine).await;
        let fields = [(FieldKey::About, "kanariepiet", Audience::Own)];
        town.person("Anna Smit", Scope::Public, &fields).await;
        let colleague = town.principal(Affiliation::Staff).await;
        town.people.catch_up().await.unwrap();
        assert_eq!(town.ask(&colleague, "kanariepiet ").await.total, 0);
    }
}
