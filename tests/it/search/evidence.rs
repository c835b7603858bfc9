//! What people answered counts: whoever knows is found, with what shows it, by those who may see it.

use domain::items::{self, Kind};
use domain::people::{Scope, consent};
use domain::{Audience, ItemId, Principal};
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use plein_tests::members::Person;
use search::query::Viewer;
use search::reasons::{Deed, Goal, What};
use search::{PeopleFound, PeopleQuery};

use crate::groups::{closed, comment, item, join, open, post};

pub async fn ask(app: &TestApp, who: &Principal, text: &str) -> PeopleFound {
    let ctx = app.instance.ctx();
    ctx.published.catch_up().await.unwrap();
    ctx.people.catch_up().await.unwrap();
    ctx.people.search(who, PeopleQuery::new(text, Viewer::Guest)).await.unwrap()
}

/// Somebody who may be found by everyone.
pub async fn findable(app: &TestApp, name: &str) -> Person {
    let person = app.member(name).await;
    let (principal, id) = (&person.principal, person.principal.person_id().unwrap());
    app.db().write(async |tx| consent::choose(tx, principal, id, Scope::Network).await).await.unwrap();
    person
}

pub fn names(found: &PeopleFound) -> Vec<&str> {
    found.people.iter().map(|person| person.view.name.as_str()).collect()
}

async fn solve(app: &TestApp, asker: &Principal, id: ItemId, by: &Principal) {
    let answer = comment(app.db(), by, id, "Acht weken, en een keer zes weken erbij.").await.unwrap();
    app.db().write(async |tx| items::comments::accept(tx, asker, id, Some(answer)).await).await.unwrap();
}

both_engines! {
    async fn an_accepted_answer_brings_its_author_up_and_says_so(engine) {
        let app = TestApp::start(engine).await;
        let (anna, karim, lotte) = (app.member("Anna").await, findable(&app, "Karim").await, findable(&app, "Lotte").await);
        let db = app.db();
        let group = open(db, &anna.principal, "Vergunningen").await;
        for who in [&karim, &lotte] {
            join(db, &who.principal, group).await.unwrap();
        }
        let question = item(group, Kind::Question, Audience::Network, "Hoe lang duurt een omgevingsvergunning?", "Vertel");
        let id = post(db, &anna.principal, question).await.unwrap();
        comment(db, &lotte.principal, id, "Geen idee.").await.unwrap();
        assert_eq!(names(&ask(&app, &anna.principal, "omgevingsvergunning").await), ["Lotte"]);
        solve(&app, &anna.principal, id, &karim.principal).await;
        let found = ask(&app, &anna.principal, "omgevingsvergunning").await;
        assert_eq!(names(&found), ["Karim", "Lotte"]);
        let What::Shown(shown) = &found.people[0].reasons[0].what else { panic!("{found:?}") };
        assert_eq!((shown.deed, shown.count, shown.days), (Deed::Solved, 1, 0));
        assert!(matches!(&shown.links[0].to, Goal::Comment { item, .. } if *item == id));
        assert_eq!((shown.links.len(), shown.about.as_str()), (1, "omgevingsvergunning"));
        let found = ask(&app, &anna.principal, "tandarts omgevingsvergunning").await;
        let What::Shown(shown) = &found.people[0].reasons[0].what else { panic!("{found:?}") };
        assert_eq!(shown.about, "omgevingsvergunning", "nobody answered about a word that he never used");
        app.clock().advance(std::time::Duration::from_secs(21 * 86_400));
        let mut carla = app.member("Carla").await;
        let page = carla.browser.get("/people?q=omgevingsvergunning").await;
        page.is(200).shows("1 geaccepteerd antwoord over").shows(", 3 weken geleden").shows(&format!("/items/{id}#comment-"));
        db.write(async |tx| items::comments::accept(tx, &anna.principal, id, None).await).await.unwrap();
        let found = ask(&app, &anna.principal, "omgevingsvergunning").await;
        assert!(found.people.iter().all(|person| matches!(&person.reasons[0].what, What::Shown(shown) if shown.deed == Deed::Answered)));
    }

    async fn what_the_searcher_may_not_see_says_nothing_of_anyone(engine) {
        let app = TestApp::start(engine).await;
        let (anna, karim, bram) = (app.member("Anna").await, findable(&app, "Karim").await, app.member("Bram").await);
        let db = app.db();
        let group = closed(db, &anna.principal, "Besloten").await;
        let karim_id = karim.principal.person_id().unwrap();
        db.write(async |tx| domain::groups::members::invite(tx, &anna.principal, group, &[karim_id]).await).await.unwrap();
        join(db, &karim.principal, group).await.unwrap();
        let id = post(db, &anna.principal, item(group, Kind::Question, Audience::Group, "Kwelwegvijvers?", "Vertel")).await.unwrap();
        solve(&app, &anna.principal, id, &karim.principal).await;
        assert_eq!(names(&ask(&app, &anna.principal, "kwelwegvijvers").await), ["Karim"]);
        assert_eq!(ask(&app, &bram.principal, "kwelwegvijvers").await.total, 0);
    }

    async fn whoever_chose_not_to_be_found_is_not_found_by_what_he_wrote(engine) {
        let app = TestApp::start(engine).await;
        let (anna, karim) = (app.member("Anna").await, app.member("Karim").await);
        let db = app.db();
        let group = open(db, &anna.principal, "Open").await;
        let choose = Scope::None;
        let (principal, id) = (&karim.principal, karim.principal.person_id().unwrap());
        db.write(async |tx| consent::choose(tx, principal, id, choose).await).await.unwrap();
        join(db, principal, group).await.unwrap();
        let item = post(db, &anna.principal, item(group, Kind::Question, Audience::Network, "Kwelwegvijvers?", "Vertel")).await.unwrap();
        solve(&app, &anna.principal, item, principal).await;
        assert_eq!(ask(&app, &anna.principal, "kwelwegvijvers").await.total, 0);
    }
}
