//! What is offered while somebody types: under the searcher's audience, quickly, and from names when there is no index.

use domain::people::Scope;
use domain::principal::Affiliation;
use domain::{Principal, concepts};
use plein_tests::both_engines;

use super::{SYSTEM, Town};

async fn people(town: &Town, who: &Principal, typed: &str) -> Vec<String> {
    let found = town.people.suggest(who, typed).await.unwrap();
    let mut names: Vec<String> = found.people.into_iter().map(|view| view.name).collect();
    names.sort();
    names
}

async fn subjects(town: &Town, who: &Principal, typed: &str) -> Vec<(String, String)> {
    let found = town.people.suggest(who, typed).await.unwrap();
    found.subjects.into_iter().map(|one| (one.nl, one.by)).collect()
}

async fn organisations(town: &Town, who: &Principal, typed: &str) -> Vec<(String, Option<u32>)> {
    let found = town.people.suggest(who, typed).await.unwrap();
    found.organisations.into_iter().map(|one| (one.name, one.count)).collect()
}

/// Six colleagues, one of whom nobody may find and one who stays inside the organisation.
async fn street(town: &Town) {
    for name in ["Jan de Vries", "Jan Jansen", "Janneke Visser", "Karim el Idrissi"] {
        town.person(name, Scope::Network, &[]).await;
    }
    town.person("Jan Thuisblijver", Scope::Organisation, &[]).await;
    town.person("Jan Verborgen", Scope::None, &[]).await;
}

both_engines! {
    async fn names_are_found_from_their_second_letter_by_any_word(engine) {
        let town = Town::new(engine).await;
        let who = town.principal(Affiliation::Staff).await;
        street(&town).await;
        town.people.catch_up().await.unwrap();
        assert_eq!(people(&town, &who, "ja").await, ["Jan Jansen", "Jan Thuisblijver", "Jan de Vries", "Janneke Visser"]);
        assert_eq!(people(&town, &who, "jan v").await, ["Jan de Vries"]);
        assert_eq!(people(&town, &who, "vries jan").await, ["Jan de Vries"]);
        assert_eq!(people(&town, &who, "jan ").await, ["Jan Jansen", "Jan Thuisblijver", "Jan de Vries"], "the word is done");
        assert!(people(&town, &who, "j").await.is_empty());
        assert!(people(&town, &who, "  ").await.is_empty() && people(&town, &who, "?!'\u{0}").await.is_empty());
        assert_eq!(people(&town, &who, "visssr").await, ["Janneke Visser"], "a slip is forgiven");
        assert!(people(&town, &who, &"jan ".repeat(10_000)).await.len() < 8);
    }

    async fn who_has_the_whole_word_stands_first(engine) {
        let town = Town::new(engine).await;
        let who = town.principal(Affiliation::Staff).await;
        for n in 0..12 {
            town.person(&format!("Jansje Achternaam{n}"), Scope::Network, &[]).await;
        }
        town.person("Piet Jans", Scope::Network, &[]).await;
        town.people.catch_up().await.unwrap();
        let found = town.people.suggest(&who, "jans").await.unwrap().people;
        assert_eq!((found.len(), found[0].name.as_str()), (8, "Piet Jans"));
    }

    async fn nobody_is_offered_whom_the_searcher_may_not_find(engine) {
        let town = Town::new(engine).await;
        let guest = town.principal(Affiliation::Guest).await;
        street(&town).await;
        town.people.catch_up().await.unwrap();
        assert_eq!(people(&town, &guest, "jan").await, ["Jan Jansen", "Jan de Vries", "Janneke Visser"]);
        assert!(people(&town, &guest, "thuisblijver").await.is_empty());
        assert!(people(&town, &guest, "verborgen").await.is_empty());
        // What is hidden decides nothing either: the nearest name that he may see is offered as if the other were not there.
        town.person("Piet Verborger", Scope::Network, &[]).await;
        town.people.catch_up().await.unwrap();
        assert_eq!(people(&town, &guest, "verborgen").await, ["Piet Verborger"]);
        let stranger = town.people.suggest(&Principal::Anonymous, "jan").await;
        assert!(matches!(stranger, Err(search::error::Error::Database(domain::Error::Unauthenticated))));
    }

    async fn who_withdrew_is_not_offered_though_the_index_is_behind(engine) {
        let town = Town::new(engine).await;
        let who = town.principal(Affiliation::Staff).await;
        let id = town.person("Jan de Vries", Scope::Network, &[]).await;
        town.people.catch_up().await.unwrap();
        town.db.write(async |tx| domain::people::consent::choose(tx, &SYSTEM, id, Scope::None).await).await.unwrap();
        assert!(people(&town, &who, "jan").await.is_empty());
    }

    async fn subjects_are_offered_by_every_name_they_have(engine) {
        let town = Town::new(engine).await;
        let who = town.principal(Affiliation::Staff).await;
        town.people.catch_up().await.unwrap();
        assert_eq!(subjects(&town, &who, "omgevingsw").await[0], ("Omgevingswet".into(), "Omgevingswet".into()));
        let by_english = subjects(&town, &who, "environment and pl").await;
        assert_eq!(by_english[0], ("Omgevingswet".into(), "Environment and Planning Act".into()));
        assert_eq!(subjects(&town, &who, "omgevingswed").await[0].0, "Omgevingswet", "a slip is forgiven");
        assert!(subjects(&town, &who, "om").await.is_empty(), "two letters are for names");
        let own = concepts::NewConcept {
            label_nl: "Kwelwegen".into(), label_en: "seepage roads".into(), synonyms_nl: vec!["zijpelpaden".into()],
            ..concepts::NewConcept::default()
        };
        town.db.write(async |tx| concepts::create(tx, &SYSTEM, own.clone()).await.map(drop)).await.unwrap();
        town.people.catch_up().await.unwrap();
        assert_eq!(subjects(&town, &who, "zijp").await, [("Kwelwegen".into(), "zijpelpaden".into())]);
    }

    async fn an_organisation_is_offered_when_somebody_can_be_found_there(engine) {
        let town = Town::new(engine).await;
        let (who, guest) = (town.principal(Affiliation::Staff).await, town.principal(Affiliation::Guest).await);
        town.people.catch_up().await.unwrap();
        assert!(organisations(&town, &who, "gemeente").await.is_empty(), "nobody can be found yet");
        for name in ["Anna", "Bea"] {
            town.person(name, Scope::Organisation, &[]).await;
        }
        town.people.catch_up().await.unwrap();
        assert_eq!(organisations(&town, &who, "utrecht").await, [("Gemeente Utrecht".into(), None)], "too few to count");
        assert!(organisations(&town, &guest, "utrecht").await.is_empty());
        town.person("Cees", Scope::Network, &[]).await;
        town.people.catch_up().await.unwrap();
        assert_eq!(organisations(&town, &who, "gemeente ut").await, [("Gemeente Utrecht".into(), Some(3))]);
        assert_eq!(organisations(&town, &guest, "gemeente").await, [("Gemeente Utrecht".into(), None)]);
    }

    async fn without_an_index_names_come_from_the_database(engine) {
        let town = Town::new(engine).await;
        let (who, guest) = (town.principal(Affiliation::Staff).await, town.principal(Affiliation::Guest).await);
        street(&town).await;
        assert_eq!(people(&town, &who, "jan t").await, ["Jan Thuisblijver"]);
        assert!(people(&town, &guest, "jan t").await.is_empty());
        assert_eq!(subjects(&town, &who, "omgevingswet").await[0].0, "Omgevingswet");
    }
}
