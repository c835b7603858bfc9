//! What is published, and who finds it: nothing is found that may not be seen, and nothing hidden can be noticed.

use std::time::Duration;

use domain::acts::Measure;
use domain::groups::{self, JoinPolicy, members};
use domain::items::{self, ItemEdit, Kind, Moment, NewDetail, NewItem, Piece, moderate};
use domain::published_feed;
use domain::{Audience, Db, GroupId, ItemId, Principal, index_feed};
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use plein_tests::members::Person;
use search::PublishedFound;
use search::published::{Filters, Query, Scope, Sort, What};

use crate::groups::{closed, comment, create, edit, item, join, open, post};

/// What somebody gets who asks, with an index that is up to date.
pub async fn ask(app: &TestApp, who: &Principal, query: Query) -> PublishedFound {
    let published = &app.instance.ctx().published;
    published.catch_up().await.unwrap();
    published.search(who, Query { limit: 20, ..query }).await.unwrap()
}

/// The titles of what is found, best first.
pub async fn found(app: &TestApp, who: &Principal, text: &str) -> Vec<String> {
    let found = ask(app, who, Query { text: text.into(), ..Query::default() }).await;
    assert_eq!(found.total as usize, found.things.len(), "what was counted is what is shown: {text}");
    found.things.iter().map(|thing| thing.title.iter().map(|piece| piece.text.as_str()).collect()).collect()
}

async fn hide(db: &Db, who: &Principal, piece: Piece, measure: Measure) {
    db.write(async |tx| moderate::moderate(tx, who, piece, measure, "Afspraken").await).await.unwrap();
}

fn changed(title: &str, body: &str, audience: Audience) -> ItemEdit {
    ItemEdit {
        version: None,
        audience,
        title: title.into(),
        body: body.into(),
        language: "nl".into(),
        subjects: Vec::new(),
        detail: NewDetail::Plain,
        moment: None,
        archive_at: None,
        files: Vec::new(),
        origin: None,
    }
}

async fn blog(db: &Db, who: &Principal, group: GroupId, audience: Audience, title: &str) -> ItemId {
    post(db, who, item(group, Kind::Blog, audience, title, "Over de kwelwegvijvers.")).await.unwrap()
}

async fn two(app: &TestApp) -> (Person, Person) {
    (app.member("Anna").await, app.member("Bram").await)
}

fn reworded(body: &str) -> items::comments::CommentEdit {
    items::comments::CommentEdit { body: body.into(), files: Vec::new(), origin: None }
}

both_engines! {
    async fn what_is_written_is_found_by_its_words_until_they_change(engine) {
        let app = TestApp::start(engine).await;
        let (anna, bram) = two(&app).await;
        let db = app.db();
        let group = open(db, &anna.principal, "Waternetwerk").await;
        let id = blog(db, &anna.principal, group, Audience::Network, "Vijvers").await;
        let result = ask(&app, &bram.principal, Query { text: "kwelwegvijver ".into(), ..Query::default() }).await;
        let [thing] = result.things.as_slice() else { panic!("{result:?}") };
        assert!(thing.excerpt.iter().any(|piece| piece.is_marked && piece.text == "kwelwegvijvers"), "{thing:?}");
        assert_eq!(found(&app, &bram.principal, "kwelwegvijevrs ").await, ["Vijvers"], "a typing error is forgiven");
        assert_eq!(found(&app, &bram.principal, "waternetwerk").await, ["Waternetwerk"]);
        let edit = changed("Vijvers", "Nu over sluizen.", Audience::Network);
        db.write(async |tx| items::edit(tx, &anna.principal, id, edit.clone()).await).await.unwrap();
        assert!(found(&app, &bram.principal, "kwelwegvijver ").await.is_empty());
        assert_eq!(found(&app, &bram.principal, "sluizen").await, ["Vijvers"]);
        db.write(async |tx| items::delete(tx, &anna.principal, id).await).await.unwrap();
        assert!(found(&app, &bram.principal, "sluizen").await.is_empty());
        assert!(published_feed::list(db, index_feed::Lane::Home, 0, 10).await.unwrap().is_empty(), "marks that were read are forgotten");
    }

    async fn comments_and_files_are_found_and_go_with_their_item(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, bram) = two(&app).await;
        let db = app.db();
        let group = open(db, &anna.principal, "Jeugd").await;
        let file = crate::files::uploaded(&mut anna.browser, "Nota_parkeerbeleid-2026.txt", b"tekst").await;
        let new = NewItem { files: vec![file], ..item(group, Kind::Question, Audience::Network, "Wie weet iets?", "Vertel") };
        let id = post(db, &anna.principal, new).await.unwrap();
        let answer = comment(db, &bram.principal, id, "Vraag het de kwartiermaker").await;
        assert!(answer.is_err(), "only members answer");
        join(db, &bram.principal, group).await.unwrap();
        let answer = comment(db, &bram.principal, id, "Vraag het de kwartiermaker").await.unwrap();
        let result = ask(&app, &anna.principal, Query { text: "kwartiermaker".into(), ..Query::default() }).await;
        assert!(matches!(&result.things[0].what, What::Comment { comment, .. } if comment.id == answer), "{result:?}");
        let result = ask(&app, &bram.principal, Query { text: "parkeerbeleid".into(), ..Query::default() }).await;
        assert!(matches!(&result.things[0].what, What::File { file: found, .. } if found.id == file), "{result:?}");
        db.write(async |tx| items::comments::edit(tx, &bram.principal, answer, reworded("Vraag het Carla")).await).await.unwrap();
        assert!(found(&app, &anna.principal, "kwartiermaker").await.is_empty());
        assert_eq!(found(&app, &anna.principal, "carla").await.len(), 1);
        db.write(async |tx| items::delete(tx, &anna.principal, id).await).await.unwrap();
        for word in ["carla", "parkeerbeleid", "weet"] {
            assert!(found(&app, &anna.principal, word).await.is_empty(), "{word}");
        }
    }

    async fn what_may_not_be_seen_is_not_found(engine) {
        let app = TestApp::start(engine).await;
        let (anna, bram) = two(&app).await;
        let db = app.db();
        let (secret, inside) = (
            create(db, &anna.principal, edit("Geheime kwelweg", JoinPolicy::Invitation, Audience::Group, Audience::Group)).await,
            closed(db, &anna.principal, "Besloten").await,
        );
        blog(db, &anna.principal, secret, Audience::Group, "In het geheim").await;
        blog(db, &anna.principal, inside, Audience::Group, "Voor leden").await;
        let outside = open(db, &anna.principal, "Open").await;
        blog(db, &anna.principal, outside, Audience::Group, "In een open netwerk voor leden").await;
        let all = ["Geheime kwelweg", "In het geheim", "Voor leden", "In een open netwerk voor leden"];
        let mut mine = found(&app, &anna.principal, "kwelweg").await;
        mine.sort();
        assert_eq!(mine.len(), all.len(), "{mine:?}");
        assert!(found(&app, &bram.principal, "kwelweg").await.is_empty());

        let bram_id = bram.principal.person_id().unwrap();
        db.write(async |tx| members::invite(tx, &anna.principal, secret, &[bram_id]).await).await.unwrap();
        assert_eq!(found(&app, &bram.principal, "kwelweg").await, ["Geheime kwelweg"], "whoever is invited knows of it");
        join(db, &bram.principal, secret).await.unwrap();
        assert_eq!(found(&app, &bram.principal, "kwelweg").await.len(), 2);
        db.write(async |tx| members::remove(tx, &anna.principal, secret, bram_id, "Afspraken").await).await.unwrap();
        assert!(found(&app, &bram.principal, "kwelweg").await.is_empty(), "whoever was removed finds nothing any more");
    }

    async fn what_is_not_out_or_out_no_more_is_found_by_nobody(engine) {
        let app = TestApp::start(engine).await;
        let (anna, bram) = two(&app).await;
        let db = app.db();
        let group = open(db, &anna.principal, "Jeugd").await;
        join(db, &bram.principal, group).await.unwrap();
        let new = |title: &str, moment| NewItem { moment, ..item(group, Kind::Blog, Audience::Network, title, "Over de kwelwegvijvers.") };
        let hour = Duration::from_secs(3_600);
        post(db, &anna.principal, new("Concept", Moment::Draft)).await.unwrap();
        post(db, &anna.principal, new("Gepland", Moment::At(db.now().plus(hour)))).await.unwrap();
        let archived = NewItem { archive_at: Some(db.now().plus(hour)), ..new("Tijdelijk", Moment::Now) };
        post(db, &anna.principal, archived).await.unwrap();
        let hidden = post(db, &anna.principal, new("Verborgen", Moment::Now)).await.unwrap();
        let said = comment(db, &bram.principal, hidden, "Ook over kwelwegvijvers").await.unwrap();
        assert_eq!(found(&app, &bram.principal, "kwelwegvijvers").await.len(), 3);
        hide(db, &anna.principal, Piece::Comment(said), Measure::Hide).await;
        assert_eq!(found(&app, &bram.principal, "kwelwegvijvers").await.len(), 2, "not even by its author");
        hide(db, &anna.principal, Piece::Comment(said), Measure::Show).await;
        hide(db, &anna.principal, Piece::Item(hidden), Measure::Hide).await;
        assert_eq!(found(&app, &bram.principal, "kwelwegvijvers").await, ["Tijdelijk"], "with its comments");
        hide(db, &anna.principal, Piece::Item(hidden), Measure::Show).await;
        assert_eq!(found(&app, &bram.principal, "kwelwegvijvers").await.len(), 3);
        hide(db, &anna.principal, Piece::Item(hidden), Measure::Remove).await;
        assert_eq!(found(&app, &bram.principal, "kwelwegvijvers").await, ["Tijdelijk"]);
        app.clock().advance(Duration::from_secs(3_601));
        assert_eq!(items::publish_due(db).await.unwrap(), 1);
        assert_eq!(found(&app, &anna.principal, "kwelwegvijvers").await, ["Gepland"], "the one went, the other came");
    }

    async fn a_network_that_closes_or_ends_takes_along_what_is_in_it(engine) {
        let app = TestApp::start(engine).await;
        let (anna, bram) = two(&app).await;
        let db = app.db();
        let group = open(db, &anna.principal, "Jeugdnetwerk").await;
        let id = blog(db, &anna.principal, group, Audience::Network, "Vijvers").await;
        comment(db, &anna.principal, id, "Ook over kwelwegvijvers").await.unwrap();
        assert_eq!(found(&app, &bram.principal, "kwelwegvijvers").await.len(), 2);
        let closed = edit("Jeugdnetwerk", JoinPolicy::Request, Audience::Network, Audience::Group);
        db.write(async |tx| groups::edit(tx, &anna.principal, group, closed.clone()).await).await.unwrap();
        assert!(found(&app, &bram.principal, "kwelwegvijvers").await.is_empty());
        assert_eq!(found(&app, &anna.principal, "kwelwegvijvers").await.len(), 2);
        assert_eq!(found(&app, &bram.principal, "jeugdnetwerk").await, ["Jeugdnetwerk"], "it may still be known of");
        db.write(async |tx| groups::delete(tx, &anna.principal, group).await).await.unwrap();
        assert!(found(&app, &anna.principal, "kwelwegvijvers").await.is_empty());
        assert!(found(&app, &anna.principal, "jeugdnetwerk").await.is_empty());
    }

    async fn a_word_in_something_hidden_changes_nothing_for_a_stranger(engine) {
        let with = observed(engine, "kanariepiet stikstof stikstofwater natuurbeheer").await;
        let without = observed(engine, "iets").await;
        assert_eq!(with, without);
    }

    async fn a_search_takes_as_many_statements_for_much_as_for_little(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await;
        let db = app.db();
        for (word, count) in [("weinig", 1), ("stikstof", 6)] {
            for at in 0..count {
                let group = open(db, &anna.principal, &format!("{word} {at}")).await;
                let id = post(db, &anna.principal, item(group, Kind::Discussion, Audience::Network, word, "Tekst")).await.unwrap();
                comment(db, &anna.principal, id, word).await.unwrap();
            }
        }
        app.instance.ctx().published.catch_up().await.unwrap();
        app.instance.ctx().people.catch_up().await.unwrap();
        let mut counts = Vec::new();
        for word in ["weinig", "stikstof"] {
            let before = db.statements();
            anna.browser.get(&format!("/search?q={word}")).await.is(200).shows(word);
            counts.push(db.statements() - before);
        }
        assert_eq!(counts[0], counts[1], "statements for each page");
        assert!(counts[0] <= 18, "{counts:?}");
    }

    async fn without_an_index_titles_are_searched_and_a_killed_worker_goes_on(engine) {
        let app = TestApp::start(engine).await;
        let (anna, bram) = two(&app).await;
        let db = app.db();
        let group = open(db, &anna.principal, "Jeugdnetwerk").await;
        blog(db, &anna.principal, group, Audience::Network, "Vijvers 100%").await;
        blog(db, &anna.principal, group, Audience::Group, "Vijvers van ons").await;
        let titles = async |app: &TestApp, who: &Principal, query: Query| {
            let found = app.instance.ctx().published.search(who, Query { limit: 20, ..query }).await.unwrap();
            assert!(found.is_by_title);
            found.things.len()
        };
        let query = |text: &str| Query { text: text.into(), ..Query::default() };
        assert_eq!(titles(&app, &bram.principal, query("VIJVERS")).await, 1);
        assert_eq!(titles(&app, &anna.principal, query("vijvers ons")).await, 1);
        assert_eq!(titles(&app, &bram.principal, query("jeugd")).await, 1);
        assert_eq!(titles(&app, &bram.principal, Query { scope: Scope::Mine, ..query("vijvers") }).await, 0);
        let blogs = Filters { sorts: vec![Sort::Item(Kind::Blog)], ..Filters::default() };
        assert_eq!(titles(&app, &anna.principal, Query { filters: blogs, scope: Scope::Group(group), ..query("vijvers") }).await, 2);
        app.instance.ctx().published.catch_up().await.unwrap();
        let documents = app.instance.ctx().published.index_documents();
        blog(db, &anna.principal, group, Audience::Network, "Een derde").await;
        let app = app.restarted().await;
        assert!(!app.instance.ctx().published.is_indexed(), "until the worker has opened it");
        assert_eq!(found(&app, &bram.principal, "derde").await, ["Een derde"]);
        assert_eq!(app.instance.ctx().published.index_documents(), documents + 1);
        app.instance.ctx().published.rebuild().await.unwrap();
        assert_eq!(app.instance.ctx().published.index_documents(), documents + 1, "built anew it holds the same");
        assert_eq!(found(&app, &bram.principal, "derde").await, ["Een derde"]);
    }
}

/// Everything a stranger to a closed network observes beside it, whose things all say `canary`.
async fn observed(
    engine: plein_tests::databases::Engine,
    canary: &str,
) -> Vec<(String, u32, Vec<String>, String)> {
    let app = TestApp::start(engine).await;
    let (anna, bram) = two(&app).await;
    let db = app.db();
    let (shown, hidden) =
        (open(db, &anna.principal, "Open").await, closed(db, &anna.principal, "Besloten").await);
    for at in 0..12 {
        let words = ["stikstof", "stikstof water", "water", "natuur"][at % 4];
        post(
            db,
            &anna.principal,
            item(shown, Kind::Discussion, Audience::Network, &format!("Nummer {at}"), words),
        )
        .await
        .unwrap();
        let id = post(db, &anna.principal, item(hidden, Kind::Discussion, Audience::Group, canary, canary))
            .await
            .unwrap();
        comment(db, &anna.principal, id, canary).await.unwrap();
    }
    let mut seen = Vec::new();
    for text in [
        "stikstof",
        "water stikstof",
        "natuur",
        "kanariepiet",
        "kanariepeit ",
        "kana",
        "natuurbeheer ",
        "stikstofwater ",
    ] {
        let found = ask(&app, &bram.principal, Query { text: text.into(), ..Query::default() }).await;
        let title = |thing: &search::published::FoundThing| {
            let pieces = thing.title.iter().chain(&thing.excerpt);
            pieces.map(|piece| format!("{}{}", piece.text, piece.is_marked)).collect::<String>()
        };
        // Facets name groups and people by ids, which differ between two towns: their counts do not.
        let mut counts: Vec<String> = Vec::new();
        for facet in &found.facets {
            let values = facet.values.iter().map(|value| value.count.to_string()).collect::<Vec<_>>();
            counts.push(format!("{:?}={}", facet.kind, values.join(",")));
        }
        // What weighs alike is ordered by ids too.
        let mut titles: Vec<String> = found.things.iter().map(title).collect();
        titles.sort();
        seen.push((text.to_owned(), found.total, titles, counts.join(";")));
    }
    seen
}
