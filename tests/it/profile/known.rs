//! One sees by what one is known, leaves something out, and takes it back; nobody does so for another.

use domain::Audience;
use domain::db::sql;
use domain::items::Kind;
use domain::people::evidence::{self, Deed};
use domain::people::left_out;
use domain::{Error, items};
use plein_tests::app::TestApp;
use plein_tests::both_engines;

use crate::groups::{comment, item, join, open, post};
use crate::search::evidence::{ask, findable, names};
use crate::wiki::made;

const PONDS: &str = "Een kwelwegvijver vangt water op dat onder de dijk door sijpelt. Leg hem aan waar de deklaag dun is, \
    en meet elk kwartaal het peil: zakt dat, dan verstopt de kwelweg en stijgt de druk onder de dijk.";

both_engines! {
    async fn what_is_left_out_neither_ranks_nor_is_named_until_it_counts_again(engine) {
        let app = TestApp::start(engine).await;
        let (anna, mut karim, mut bram) = (app.member("Anna").await, findable(&app, "Karim").await, app.member("Bram").await);
        let db = app.db();
        let group = open(db, &anna.principal, "Vergunningen").await;
        join(db, &karim.principal, group).await.unwrap();
        karim.browser.get("/profile/known").await.is(200).shows("Er telt nog niets mee").hides("Laat niet meetellen");
        let id = post(db, &anna.principal, item(group, Kind::Question, Audience::Network, "Hoe lang duurt een omgevingsvergunning?", "Vertel")).await.unwrap();
        let answer = comment(db, &karim.principal, id, "Acht weken, en soms zes weken erbij.").await.unwrap();
        made(db, &karim.principal, group, "Dijken", PONDS).await;
        assert_eq!(names(&ask(&app, &bram.principal, "omgevingsvergunning").await), ["Karim"]);
        let page = karim.browser.get("/profile/known").await;
        page.is(200).shows("Hoe lang duurt een omgevingsvergunning?").shows("Acht weken").shows("Een kwelwegvijver vangt water op").shows("Laat niet meetellen");
        bram.browser.get("/profile/known").await.is(200).hides("kwelwegvijver").hides("Acht weken");

        let out = [("kind", "comment"), ("id", &answer.to_string()), ("after", "")];
        bram.browser.post("/profile/known", &out).await.is(404);
        assert_eq!(names(&ask(&app, &bram.principal, "omgevingsvergunning").await), ["Karim"], "a stranger leaves nothing out for him");
        karim.browser.submit("/profile/known", &out).await.is(200).shows("Dit telt niet meer mee").shows("Telt niet mee").shows("Laat weer meetellen");
        assert_eq!(ask(&app, &bram.principal, "omgevingsvergunning").await.total, 0);
        bram.browser.get("/people?q=omgevingsvergunning").await.is(200).hides("#comment-");
        bram.browser.get("/search?q=soms&in=everything").await.is(200).shows("omgevingsvergunning");
        app.instance.ctx().published.rebuild().await.unwrap();
        assert_eq!(ask(&app, &bram.principal, "omgevingsvergunning").await.total, 0, "nor in an index made anew");
        let again = [("kind", "comment"), ("id", &answer.to_string()), ("counts", "true")];
        karim.browser.submit("/profile/known", &again).await.is(200).shows("Dit telt weer mee").hides("Telt niet mee");
        assert_eq!(names(&ask(&app, &bram.principal, "omgevingsvergunning").await), ["Karim"]);
    }

    async fn a_post_without_a_title_stands_there_once_and_one_with_a_title_says_how_it_begins(engine) {
        let app = TestApp::start(engine).await;
        let mut karim = findable(&app, "Karim").await;
        let (db, me) = (app.db(), &karim.principal);
        let group = open(db, me, "Water").await;
        post(db, me, item(group, Kind::Status, Audience::Network, "", "Het peil zakt sinds vanmorgen.")).await.unwrap();
        post(db, me, item(group, Kind::Discussion, Audience::Network, "Sluizen", "Vannacht gaan ze dicht.")).await.unwrap();
        let page = karim.browser.get("/profile/known").await;
        page.is(200).shows("Het peil zakt").hides("<p>Het peil zakt");
        page.shows("Sluizen</a>").shows("<p>Vannacht gaan ze dicht.</p>");
    }

    async fn what_one_leaves_out_has_an_end(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = findable(&app, "Anna").await;
        let (db, id) = (app.db(), anna.principal.person_id().unwrap());
        let group = open(db, &anna.principal, "Water").await;
        let said = post(db, &anna.principal, item(group, Kind::Discussion, Audience::Network, "Sluizen", "Tekst")).await.unwrap();
        db.write(async |tx| {
            for _ in 0..left_out::LEFT_OUT_MAX {
                let thing: domain::ItemId = tx.new_id();
                sql("insert into evidence_excluded (person_id, kind, subject_id, excluded_at) values ($1, 'item', $2, 0)")
                    .bind(id).bind(thing).execute(&mut *tx).await?;
            }
            Ok(())
        }).await.unwrap();
        let out = [("kind", "item"), ("id", &said.to_string()), ("after", "")];
        anna.browser.post("/profile/known", &out).await.is(409).shows("Je laat al 1000 dingen niet meetellen");
    }

    async fn a_page_and_a_post_of_ones_own_are_left_out_too_and_a_list_goes_on(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, bram) = (findable(&app, "Anna").await, app.member("Bram").await);
        let db = app.db();
        let group = open(db, &anna.principal, "Water").await;
        let page = made(db, &anna.principal, group, "Dijken", PONDS).await;
        assert_eq!(names(&ask(&app, &bram.principal, "kwelwegvijver").await), ["Anna"]);
        db.write(async |tx| evidence::exclude(tx, &anna.principal, Deed::Page(page.id)).await).await.unwrap();
        assert_eq!(ask(&app, &bram.principal, "kwelwegvijver").await.total, 0);
        db.write(async |tx| evidence::include(tx, &anna.principal, Deed::Page(page.id)).await).await.unwrap();
        assert_eq!(names(&ask(&app, &bram.principal, "kwelwegvijver").await), ["Anna"]);

        let mut posts = Vec::new();
        for number in 0..21 {
            app.clock().advance(std::time::Duration::from_secs(60));
            posts.push(post(db, &anna.principal, item(group, Kind::Discussion, Audience::Network, &format!("Stukje {number}"), "Tekst")).await.unwrap());
        }
        for wrong in [Deed::Item(posts[0]), Deed::Page(page.id)] {
            let refused = db.write(async |tx| evidence::exclude(tx, &bram.principal, wrong).await).await;
            assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
        }
        anna.browser.get("/profile/known").await.is(200).shows("Stukje 20").shows("Stukje 1<").hides("Stukje 0<").shows("Wat je eerder schreef");
        let after = evidence::list(db, &anna.principal, None, 20).await.unwrap().pop().unwrap();
        let after = evidence::Cursor { at: after.at, id: after.deed.id() };
        anna.browser.get(&format!("/profile/known?after={after}")).await.is(200)
            .shows("Stukje 0<").shows("kwelwegvijver").hides("Wat je eerder schreef").shows("Terug naar het nieuwste");
        // What is gone counts no more, and is not there to be chosen.
        db.write(async |tx| items::delete(tx, &anna.principal, posts[20]).await).await.unwrap();
        anna.browser.get("/profile/known").await.is(200).hides("Stukje 20<").shows("Stukje 0<");
    }
}
