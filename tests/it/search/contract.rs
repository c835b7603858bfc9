//! What every people index must do, told once and run on each engine and on the name search in SQL.

use domain::people::{Scope, consent};
use domain::principal::Affiliation;
use plein_tests::both_engines;
use plein_tests::databases::Engine;
use plein_tests::meilisearch::Meilisearch;
use search::meilisearch::Address;

use super::{SYSTEM, Town};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Index {
    Embedded,
    ByName,
    /// On the stand-in.
    Meilisearch,
    /// On a server that somebody runs.
    RealMeilisearch,
}

struct Towns {
    towns: Vec<(Index, Town)>,
    _server: Meilisearch,
}

/// A town for each index, with the changes of `prepare` known to it.
async fn towns(engine: Engine) -> Towns {
    let server = Meilisearch::start().await;
    let mut towns = Vec::new();
    for index in [Index::Embedded, Index::ByName] {
        towns.push((index, Town::new(engine).await));
    }
    towns.push((Index::Meilisearch, Town::on(engine, Some(server.address())).await));
    if let Some(address) = real_server() {
        towns.push((Index::RealMeilisearch, Town::on(engine, Some(address)).await));
    }
    Towns { towns, _server: server }
}

/// A server of its own is more than a test run can ask for: without one this says so, and the stand-in has told the story.
pub fn real_server() -> Option<Address> {
    let Ok(url) = std::env::var("MEILI_URL") else {
        eprintln!(
            "SKIPPED on a real Meilisearch, which only the stand-in stood in for: set MEILI_URL and MEILI_KEY"
        );
        return None;
    };
    let prefix = format!("plein-test-{}", uuid::Uuid::now_v7());
    Some(Address { url: url.trim_end_matches('/').to_owned(), key: std::env::var("MEILI_KEY").ok(), prefix })
}

async fn settle(index: Index, town: &Town) {
    if index != Index::ByName {
        town.people.catch_up().await.unwrap();
    }
    assert_eq!(town.people.is_indexed(), index != Index::ByName);
}

both_engines! {
    async fn a_name_is_found_whatever_its_case_accents_and_order(engine) {
        for (index, town) in &towns(engine).await.towns {
            let index = *index;
            let id = town.person("Renée van der Vélde", Scope::Network, &[]).await;
            town.person("Jan Jansen", Scope::Network, &[]).await;
            let who = town.principal(Affiliation::Staff).await;
            settle(index, town).await;
            for text in ["Renée", "RENEE", "velde ren", "Vélde, Renée", "van der velde", "Vélde"] {
                assert_eq!(town.found(&who, text).await, [id], "{index:?} {text}");
            }
            assert!(town.found(&who, "pieterse").await.is_empty(), "{index:?}");
        }
    }

    async fn who_is_found_depends_on_who_asks_and_what_he_consented_to(engine) {
        for (index, town) in &towns(engine).await.towns {
            let index = *index;
            let hidden = town.person("Verborgen Jansen", Scope::None, &[]).await;
            let inside = town.person("Binnen Jansen", Scope::Organisation, &[]).await;
            let outside = town.person("Overal Jansen", Scope::Network, &[]).await;
            let staff = town.principal(Affiliation::Staff).await;
            let guest = town.principal(Affiliation::Guest).await;
            settle(index, town).await;
            let (seen, strange) = (town.found(&staff, "jansen").await, town.found(&guest, "jansen").await);
            assert!(seen.contains(&inside) && seen.contains(&outside) && !seen.contains(&hidden), "{index:?}");
            assert_eq!(strange, [outside], "{index:?}");
            assert_eq!(town.ask(&guest, "jansen").await.total, 1, "{index:?}");
        }
    }

    async fn who_withdraws_is_not_found_any_more(engine) {
        for (index, town) in &towns(engine).await.towns {
            let index = *index;
            let id = town.person("Anna Smit", Scope::Public, &[]).await;
            let who = town.principal(Affiliation::Staff).await;
            settle(index, town).await;
            assert_eq!(town.found(&who, "smit").await, [id]);
            town.db.write(async |tx| consent::choose(tx, &SYSTEM, id, Scope::None).await).await.unwrap();
            assert!(town.found(&who, "smit").await.is_empty(), "{index:?}: the database decides at once");
            settle(index, town).await;
            assert_eq!(town.ask(&who, "smit").await.total, 0, "{index:?}");
        }
    }

    async fn hostile_text_finds_nobody_and_breaks_nothing(engine) {
        for (index, town) in &towns(engine).await.towns {
            let index = *index;
            town.person("Anna Smit", Scope::Network, &[]).await;
            let who = town.principal(Affiliation::Staff).await;
            settle(index, town).await;
            for text in ["%", "_", "\\", "' or 1=1 --", "\u{0}", &"x".repeat(50_000), "💥"] {
                assert!(town.found(&who, text).await.is_empty(), "{index:?} {text:.20}");
            }
        }
    }
}
