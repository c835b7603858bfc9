//! Whoever wrote what stands in a wiki is known by it, as long as it stands; whoever mended a word of it is not.

use domain::groups::{self, JoinPolicy, members};
use domain::wiki;
use domain::{Audience, GroupId};
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use plein_tests::members::Person;
use plein_tests::site::{World, settle};
use search::reasons::{Deed, Goal, Shown, What};
use search::{FoundPerson, PeopleFound};

use super::elsewhere::Desk;
use super::evidence::{ask, findable, names};
use super::published;
use crate::federation::groups::{colleague, copy_at, rest};
use crate::groups::{create, edit, join, open};
use crate::wiki::{made, page, save, saved};

const START: &str = "# Water\n\nDeze pagina gaat over alles wat het waterschap doet, van de keur tot het schouwen van sloten in het najaar.";
const PONDS: &str = "Een kwelwegvijver vangt water op dat onder de dijk door sijpelt. Leg hem aan waar de deklaag dun is, \
    en meet elk kwartaal het peil: zakt dat, dan verstopt de kwelweg en stijgt de druk onder de dijk. Vraag voor de aanleg \
    een watervergunning aan, en laat het peilbesluit erop aanpassen.";

fn told(person: &FoundPerson) -> Option<&Shown> {
    person.reasons.iter().find_map(|reason| match &reason.what {
        What::Shown(shown) if shown.deed == Deed::WrotePages => Some(shown),
        _ => None,
    })
}

fn tellers(found: &PeopleFound) -> Vec<&str> {
    let telling = found.people.iter().filter(|person| told(person).is_some());
    telling.map(|person| person.view.name.as_str()).collect()
}

/// Somebody of the group who may be found by everyone.
async fn writer(app: &TestApp, name: &str, group: GroupId) -> Person {
    let person = findable(app, name).await;
    join(app.db(), &person.principal, group).await.unwrap();
    person
}

both_engines! {
    async fn whoever_wrote_what_stands_is_found_by_it_and_the_page_is_named(engine) {
        let app = TestApp::start(engine).await;
        let (anna, mut bram) = (findable(&app, "Anna").await, app.member("Bram").await);
        let db = app.db();
        let group = open(db, &anna.principal, "Waterbeheer").await;
        let (karim, lotte) = (writer(&app, "Karim", group).await, writer(&app, "Lotte", group).await);
        let id = made(db, &anna.principal, group, "Dijken", START).await.id;
        let standing = page(db, &anna.principal, group, id).await;
        saved(save(db, &karim.principal, &standing, &format!("{START}\n\n{}", PONDS.replace("sijpelt", "seipelt"))).await);
        let standing = page(db, &anna.principal, group, id).await;
        saved(save(db, &lotte.principal, &standing, &format!("{START}\n\n{PONDS}")).await);

        let found = ask(&app, &bram.principal, "kwelwegvijver").await;
        assert_eq!((names(&found), tellers(&found)), (vec!["Karim"], vec!["Karim"]), "who mended a word knows nothing of it");
        let shown = told(&found.people[0]).unwrap();
        assert_eq!((shown.count, shown.days, shown.about.as_str()), (1, 0, "kwelwegvijver"));
        assert!(matches!(&shown.links[0].to, Goal::Page { group: of, slug } if (*of, slug.as_str()) == (group, "dijken")));
        bram.browser.get("/people?q=kwelwegvijver").await.is(200)
            .shows("Schreef mee aan een wikipagina over").shows(&format!("/groups/{group}/wiki/dijken")).shows(">Dijken</a>");
        assert_eq!(names(&ask(&app, &bram.principal, "schouwen").await), ["Anna"], "each by his own words");
        let both = ask(&app, &bram.principal, "dijken").await;
        assert!(tellers(&both).contains(&"Karim"), "the title says what it is about: {both:?}");

        // A page is still found once, whoever wrote it.
        assert_eq!(published::found(&app, &bram.principal, "kwelwegvijver").await, ["Dijken"]);

        // Deleted, brought back, rewritten by another, built anew.
        db.write(async |tx| wiki::delete(tx, &anna.principal, id).await).await.unwrap();
        assert_eq!(ask(&app, &bram.principal, "kwelwegvijver").await.total, 0);
        db.write(async |tx| wiki::bring_back(tx, &anna.principal, id).await).await.unwrap();
        assert_eq!(names(&ask(&app, &bram.principal, "kwelwegvijver").await), ["Karim"]);
        app.instance.ctx().published.rebuild().await.unwrap();
        assert_eq!(names(&ask(&app, &bram.principal, "kwelwegvijver").await), ["Karim"]);
        let standing = page(db, &anna.principal, group, id).await;
        let anew = "Een vijver achter de dijk heet ook kwelwegvijver. Wie er een wil, praat eerst met de dijkbeheerder over de \
            ondergrond, laat boringen doen op drie plekken en rekent daarna de stabiliteit door volgens de leidraad van het Rijk.";
        saved(save(db, &lotte.principal, &standing, &format!("{START}\n\n{anew}")).await);
        assert_eq!(names(&ask(&app, &bram.principal, "kwelwegvijver").await), ["Lotte"]);

        // The network closes: nobody outside learns what its people know.
        let closed = edit("Waterbeheer", JoinPolicy::Request, Audience::Network, Audience::Group);
        db.write(async |tx| groups::edit(tx, &anna.principal, group, closed.clone()).await).await.unwrap();
        assert_eq!(ask(&app, &bram.principal, "kwelwegvijver").await.total, 0);
        assert_eq!(names(&ask(&app, &karim.principal, "kwelwegvijver").await), ["Lotte"]);
    }

    async fn a_page_of_elsewhere_speaks_for_its_authors_where_it_may_be_read(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let (anna, bea, bert) = (colleague(&alpha, "Anna").await, colleague(&beta, "Bea").await, colleague(&beta, "Bert").await);
        let desk = Desk::at(&beta).await;
        let group = create(alpha.db(), &anna, edit("Water", JoinPolicy::Open, Audience::Network, Audience::Group)).await;
        made(alpha.db(), &anna, group, "Dijken", PONDS).await;
        rest(&world, &[&alpha, &beta]).await;
        let copy = copy_at(&beta, &alpha, group).await;
        join(beta.db(), &bea, copy).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert_eq!(desk.known_for(&bea, "kwelwegvijver").await, ["Anna"]);
        assert!(desk.known_for(&bert, "kwelwegvijver").await.is_empty());
        beta.db().write(async |tx| members::leave(tx, &bea, copy).await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert!(desk.known_for(&bea, "kwelwegvijver").await.is_empty());
    }
}
