//! What a page gets: people with reasons, in the reader's sight, and the taxonomy of the database at work.

use domain::people::{FieldKey, Scope};
use domain::principal::Affiliation;
use domain::{Audience, Principal};
use plein_tests::both_engines;
use search::PeopleQuery;
use search::query::Viewer;
use search::reasons::{Through, What};

use super::{Town, hide_about};

both_engines! {
    async fn a_result_says_why(engine) {
        let town = Town::new(engine).await;
        let who = town.principal(Affiliation::Staff).await;
        let fields = [(FieldKey::JobTitle, "Functionaris gegevensbescherming", Audience::Network)];
        town.person("Anna Smit", Scope::Network, &fields).await;
        town.people.catch_up().await.unwrap();
        let found = town.ask(&who, "DPO ").await;
        let reason = &found.people[0].reasons[0];
        assert_eq!(reason.what, What::Title("Functionaris gegevensbescherming".into()));
        assert!(matches!(&reason.through, Some(Through::Synonym { from, .. }) if from == "dpo"), "{reason:?}");
    }

    async fn a_reason_never_shows_what_was_hidden_since(engine) {
        let town = Town::new(engine).await;
        let guest = town.principal(Affiliation::Guest).await;
        let fields = [(FieldKey::About, "Alles over stikstof", Audience::Network)];
        let id = town.person("Anna Smit", Scope::Network, &fields).await;
        town.people.catch_up().await.unwrap();
        hide_about(&town, id).await;
        let found = town.ask(&guest, "stikstof").await;
        assert!(found.people.iter().all(|one| one.reasons.is_empty()), "the index is behind, the reasons are not");
    }

    async fn strangers_do_not_search(engine) {
        let town = Town::new(engine).await;
        let answer = town.people.search(&Principal::Anonymous, PeopleQuery::new("smit", Viewer::Staff)).await;
        assert!(matches!(answer, Err(search::error::Error::Database(domain::Error::Unauthenticated))));
    }
}
