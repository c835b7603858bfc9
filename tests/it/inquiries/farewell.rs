//! Whoever goes takes his words along, at the other's organisation too; the other keeps his own.

use domain::inquiries::{self, Inquiry, Side};
use domain::people::{self, Scope};
use domain::{PersonId, Principal};
use plein_tests::both_engines;
use plein_tests::databases::Engine;
use plein_tests::site::{Site, World};

use super::{ask, id_of, member, seen_at, told};
use crate::federation::groups::rest;

struct Scene {
    world: World,
    alpha: Site,
    beta: Site,
    anna: Principal,
    bea: Principal,
    /// Bea as alpha knows her.
    there: PersonId,
}

/// Anna asked Bea, Bea answered, both went on; and there is one that Bea did not answer.
async fn scene(engine: Engine, annas: Scope) -> Scene {
    let world = World::new(engine);
    let (alpha, beta) = world.peers().await;
    let (anna, bea) = (member(&alpha, "Anna", annas).await, member(&beta, "Bea", Scope::Network).await);
    rest(&world, &[&alpha, &beta]).await;
    let there = seen_at(&alpha, &beta, &bea).await;
    let id = ask(&alpha, &anna, there, "Beantwoord").await.unwrap();
    rest(&world, &[&alpha, &beta]).await;
    let at_beta = inquiries::list(beta.db(), &bea).await.unwrap()[0].id;
    beta.db().write(async |tx| inquiries::answer(tx, &bea, at_beta, "Antwoord van Bea").await).await.unwrap();
    rest(&world, &[&alpha, &beta]).await;
    alpha.db().write(async |tx| inquiries::add(tx, &anna, id, "Dank van Anna").await).await.unwrap();
    beta.db().write(async |tx| inquiries::add(tx, &bea, at_beta, "Graag van Bea").await).await.unwrap();
    ask(&alpha, &anna, there, "Onbeantwoord").await.unwrap();
    rest(&world, &[&alpha, &beta]).await;
    Scene { world, alpha, beta, anna, bea, there }
}

async fn erase(site: &Site, who: &Principal) {
    let id = id_of(who);
    site.db().write(async |tx| people::erase(tx, who, id).await).await.unwrap();
}

async fn said(site: &Site, inquiry: &Inquiry) -> Vec<String> {
    let all = inquiries::list_additions(site.db(), inquiry.id).await.unwrap();
    all.into_iter().map(|one| one.text).collect()
}

/// Where a database holds these words: in letters, notices or names.
async fn places(site: &Site, words: &str) -> Vec<&'static str> {
    let all = [
        ("inquiry", "select count(*) from inquiry where title like $1 or text like $1 or answer like $1"),
        ("inquiry_addition", "select count(*) from inquiry_addition where text like $1"),
        ("notification", "select count(*) from notification where detail like $1"),
        ("person", "select count(*) from person where name like $1"),
    ];
    let mut found = Vec::new();
    for (table, text) in all {
        let rows: i64 = domain::db::sql(text).bind(format!("%{words}%")).scalar(site.db()).await.unwrap();
        found.extend((rows > 0).then_some(table));
    }
    found
}

/// Whether a letter lies about beside the inquiries.
async fn has_letters(site: &Site, words: &str) -> bool {
    let mut bodies: Vec<Vec<u8>> = Vec::new();
    for text in ["select body from sent_activity", "select body from inbox_activity"] {
        bodies.extend(domain::db::sql(text).column::<Vec<u8>>(site.db()).await.unwrap());
    }
    bodies.iter().any(|body| String::from_utf8_lossy(body).contains(words))
}

both_engines! {
    async fn whoever_asked_goes_and_the_answer_stays_with_its_author(engine) {
        for scope in [Scope::None, Scope::Network] {
            let Scene { world, alpha, beta, anna, bea, .. } = scene(engine, scope).await;
            assert!(!places(&beta, "Anna").await.is_empty() && !places(&beta, "Beantwoord").await.is_empty());
            erase(&alpha, &anna).await;
            rest(&world, &[&alpha, &beta]).await;
            let left = inquiries::list(beta.db(), &bea).await.unwrap();
            assert_eq!(left.len(), 1, "what she never answered is gone");
            assert_eq!((left[0].title.as_str(), left[0].text.as_str()), ("", ""));
            assert_eq!(left[0].answer.as_deref(), Some("Antwoord van Bea"));
            assert_eq!((left[0].taken_back_by, left[0].is_open()), (Some(Side::Asker), false));
            assert_eq!(said(&beta, &left[0]).await, ["Graag van Bea"]);
            assert!(told(&beta, &bea).await.is_empty(), "no notice names it any more");
            for words in ["Anna", "eantwoord", "deed dit eerder"] {
                assert_eq!(places(&beta, words).await, [""; 0], "{words} lingers");
            }
            let rows: i64 = domain::db::sql("select count(*) from inquiry").scalar(alpha.db()).await.unwrap();
            assert_eq!(rows, 0);
            for site in [&alpha, &beta] {
                assert!(!has_letters(site, "van Bea").await && !has_letters(site, "eantwoord").await);
            }
            erase(&beta, &bea).await;
            rest(&world, &[&alpha, &beta]).await;
            assert_eq!(places(&beta, "Bea").await, [""; 0]);
        }
    }

    async fn whoever_was_asked_goes_and_the_question_stays_with_its_author(engine) {
        let Scene { world, alpha, beta, anna, bea, there } = scene(engine, Scope::Network).await;
        erase(&beta, &bea).await;
        rest(&world, &[&alpha, &beta]).await;
        let left = inquiries::list(alpha.db(), &anna).await.unwrap();
        let titles: Vec<_> = left.iter().map(|one| one.title.as_str()).collect();
        assert_eq!(titles, ["Onbeantwoord", "Beantwoord"]);
        assert!(left.iter().all(|one| one.answer.is_none() && !one.is_open()));
        assert_eq!(said(&alpha, &left[1]).await, ["Dank van Anna"]);
        assert_eq!(places(&alpha, "van Bea").await, [""; 0]);
        assert_eq!(places(&alpha, "Bea").await, ["inquiry"], "Anna's own title, and no name or notice");
        assert!(ask(&alpha, &anna, there, "Nog een").await.is_err());
        let id = left[1].id;
        assert!(alpha.db().write(async |tx| inquiries::add(tx, &anna, id, "Hallo?").await).await.is_err());
        assert!(alpha.db().write(async |tx| inquiries::propose(tx, &anna, id, None).await).await.is_err());
    }
}
