//! Suggestions: what fits what somebody knows, with why, never what he may not see, and not again what he put aside.

use domain::groups::{GroupEdit, JoinPolicy};
use domain::items::{self, Kind, NewItem};
use domain::{Audience, GroupId, ItemId};
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use plein_tests::members::Person;

use super::{closed, comment, create, edit, item, join, open, post};
use crate::people::OMGEVINGSWET;
use crate::profile::utrecht;
use crate::search::evidence::findable;

async fn knows(who: &mut Person, uri: &str) {
    who.browser.post("/profile/skills", &[("do", "add"), ("uri", uri), ("level", "expert")]).await.is(303);
}

async fn question(app: &TestApp, who: &Person, group: GroupId, audience: Audience, title: &str) -> ItemId {
    let new = NewItem {
        subjects: vec![OMGEVINGSWET.to_owned()],
        ..item(group, Kind::Question, audience, title, "Wie weet dit?")
    };
    post(app.db(), &who.principal, new).await.unwrap()
}

async fn index(app: &TestApp) {
    app.instance.ctx().people.catch_up().await.unwrap();
}

fn about(name: &str, policy: JoinPolicy, listed: Audience, content: Audience) -> GroupEdit {
    GroupEdit { subjects: vec![OMGEVINGSWET.to_owned()], ..edit(name, policy, listed, content) }
}

both_engines! {
    async fn a_new_colleague_is_shown_networks_and_people_that_fit(engine) {
        let app = utrecht(engine).await;
        let (mut anna, mut karim) = (app.member("Anna").await, findable(&app, "Karim").await);
        let db = app.db();
        anna.browser.get("/suggestions").await.is(200).shows("Vertel eerst wat je weet");
        anna.browser.get("/").await.hides("Bekijk je suggesties");
        for who in [&mut anna, &mut karim] {
            knows(who, OMGEVINGSWET).await;
        }
        let fits = about("Ruimtekenners", JoinPolicy::Open, Audience::Network, Audience::Network);
        let fits = create(db, &karim.principal, fits).await;
        let members = open(db, &karim.principal, "Koffiehoek").await;
        create(db, &karim.principal, about("Verborgen", JoinPolicy::Request, Audience::Group, Audience::Group)).await;
        create(db, &karim.principal, about("Op uitnodiging", JoinPolicy::Invitation, Audience::Network, Audience::Network)).await;
        create(db, &karim.principal, edit("Besloten koffie", JoinPolicy::Request, Audience::Network, Audience::Group)).await;
        index(&app).await;
        anna.browser.get("/").await.is(200).shows("Bekijk je suggesties");
        let page = anna.browser.get("/suggestions").await;
        page.is(200).shows("Ruimtekenners").shows("Gaat over Omgevingswet, waar jij van weet");
        page.shows("Koffiehoek").shows("1 lid weet hetzelfde als jij").shows(">Karim</a>");
        page.shows("Weet net als jij van Omgevingswet");
        page.hides("Verborgen").hides("Op uitnodiging").hides("Besloten koffie").hides(">Anna</a>");

        let aside = anna.browser.post("/suggestions", &[("kind", "group"), ("id", &fits.to_string())]).await;
        anna.browser.follow(aside).await.is(200).hides("Ruimtekenners").shows("Ongedaan maken");
        let person = karim.principal.person_id().unwrap().to_string();
        anna.browser.post("/suggestions", &[("kind", "person"), ("id", &person)]).await.is(303);
        anna.browser.get("/suggestions").await.hides(">Karim</a>");
        anna.browser.post("/suggestions", &[("kind", "group"), ("id", &fits.to_string()), ("back", "true")]).await.is(303);
        anna.browser.post("/suggestions", &[("kind", "weather"), ("id", &person)]).await.is(404);
        join(db, &anna.principal, members).await.unwrap();
        anna.browser.get("/suggestions").await.shows("Ruimtekenners").hides("weet hetzelfde als jij");
    }

    async fn questions_wait_for_whoever_knows_and_may_see_them(engine) {
        let app = utrecht(engine).await;
        let (mut anna, karim) = (app.member("Anna").await, app.member("Karim").await);
        let db = app.db();
        let seen = open(db, &karim.principal, "Ruimte").await;
        let hidden = closed(db, &karim.principal, "Besloten").await;
        question(&app, &karim, seen, Audience::Network, "Voor iedereen").await;
        question(&app, &karim, hidden, Audience::Group, "Voor leden").await;
        let solved = question(&app, &karim, seen, Audience::Network, "Al opgelost").await;
        let answer = comment(db, &karim.principal, solved, "Zo").await.unwrap();
        db.write(async |tx| items::comments::accept(tx, &karim.principal, solved, Some(answer)).await).await.unwrap();
        anna.browser.get("/").await.hides("Vragen die op iemand als jij wachten");
        knows(&mut anna, OMGEVINGSWET).await;
        let start = anna.browser.get("/").await;
        start.is(200).shows("Vragen die op iemand als jij wachten").shows("Voor iedereen").hides("Voor leden").hides("Al opgelost");
        start.shows("Gaat over Omgevingswet, waar jij van weet");

        let own = open(db, &anna.principal, "Van Anna").await;
        join(db, &karim.principal, own).await.unwrap();
        let mine = question(&app, &karim, own, Audience::Network, "Uit mijn netwerk").await;
        question(&app, &anna, own, Audience::Network, "Mijn eigen vraag").await;
        let page = anna.browser.get("/suggestions").await;
        page.shows("Uit mijn netwerk").hides("Mijn eigen vraag");
        assert!(page.text.find("Uit mijn netwerk") < page.text.find("Voor iedereen"), "her own networks first");
        comment(db, &anna.principal, mine, "Ik weet het").await.unwrap();
        anna.browser.get("/suggestions").await.hides("Uit mijn netwerk").shows("Voor iedereen");

        let before = db.statements();
        anna.browser.get("/").await.is(200);
        let few = db.statements() - before;
        for at in 0..30 {
            question(&app, &karim, seen, Audience::Network, &format!("Nog een {at}")).await;
        }
        let before = db.statements();
        let start = anna.browser.get("/").await;
        assert_eq!(db.statements() - before, few);
        assert_eq!(start.text.matches("name=\"kind\" value=\"question\"").count(), 3);
    }
}
