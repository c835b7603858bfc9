//! The address book is there to find somebody in, not to be copied: whoever reads without end waits, and whoever reads unusually
//! much is seen by the administrators, by counts alone.

use std::time::Duration;

use axum::body::Body;
use axum::http::Method;
use domain::people::reading::{Limits, Readers};
use domain::people::{self, Scope, export};
use domain::sweep;
use plein_tests::app::TestApp;
use plein_tests::background::Background;
use plein_tests::both_engines;
use plein_tests::evil::{EvilPeer, ask};
use plein_tests::members::Person;
use plein_tests::site::World;

use super::SYSTEM;
use super::search::town;
use crate::api::Program;

const DAY: Duration = Duration::from_secs(24 * 3600);

async fn write_down(app: &TestApp) {
    server::worker::counts::write_down(app.instance.ctx()).await.unwrap();
}

async fn lines(app: &TestApp) -> Vec<String> {
    let text = "select detail from audit where action = 'person.read_much' order by seq";
    domain::db::sql(text).column(app.db()).await.unwrap()
}

async fn open(who: &mut Person, id: domain::PersonId, times: usize) {
    for _ in 0..times {
        who.browser.get(&format!("/people/{id}")).await.is(200);
    }
}

both_engines! {
    async fn a_day_of_hard_work_is_no_trouble(engine) {
        let app = TestApp::start(engine).await;
        let (karim, _) = town(&app).await;
        let mut anna = app.member("Anna").await;
        for _ in 0..60 {
            anna.browser.get("/people?q=bak").await.is(200);
            anna.browser.get("/people?q=bakker").await.is(200);
            open(&mut anna, karim, 1).await;
            app.clock().advance(Duration::from_secs(60));
        }
        write_down(&app).await;
        assert!(lines(&app).await.is_empty());
    }

    async fn whoever_copies_the_address_book_waits_until_tomorrow(engine) {
        let limits = [("PLEIN_READING__SEARCHES_PER_DAY", "4"), ("PLEIN_READING__PROFILES_PER_DAY", "2"), ("PLEIN_READING__NAMES_PER_DAY", "2")];
        let app = TestApp::with(engine, &limits).await;
        let (karim, _) = town(&app).await;
        app.instance.ctx().people.catch_up().await.unwrap();
        let (mut anna, mut bram) = (app.member("Anna").await, app.member("Bram").await);
        let mut program = Program::of(&app, &anna).await;
        for page in 1..4 {
            anna.browser.get(&format!("/people?page={page}")).await.is(200);
        }
        program.get("/api/v1/people?q=karim").await;
        let refused = anna.browser.get("/people?q=bakker").await;
        refused.is(429).shows("Je hebt vandaag heel veel in het adresboek gelezen").shows("Je kunt over").hides("Femke");
        let seconds: u64 = refused.header("retry-after").parse().unwrap();
        assert!((1..=86_400).contains(&seconds));
        let part = anna.browser.ask(Method::GET, "/people?q=bakker", Body::empty(), &[("hx-request", "true")]).await;
        part.is(429).shows("Je kunt over").hides("<html");
        anna.browser.post("/people/saved", &[("name", "Alle"), ("query", "q=bakker")]).await.is(429);
        let answer = program.ask(Method::GET, "/api/v1/people?q=bakker", Body::empty()).await;
        answer.is(429).shows("adresboek").hides("Femke");
        assert!(!answer.header("retry-after").is_empty());

        // Each way of reading by itself; what is one's own costs nothing.
        open(&mut anna, karim, 2).await;
        anna.browser.get(&format!("/people/{karim}")).await.is(429).hides("Karim");
        program.ask(Method::GET, &format!("/api/v1/people/{karim}"), Body::empty()).await.is(429);
        let me = anna.principal.person_id().unwrap();
        anna.browser.get(&format!("/people/{me}")).await.is(200);
        anna.browser.get("/people/suggestions?q=ka").await.is(200);
        anna.browser.get("/mentions?q=ka").await.is(200);
        for path in ["/people/suggestions?q=ka", "/mentions?q=ka", "/people/named/karim.el.idrissi"] {
            anna.browser.get(path).await.is(429).hides("Karim");
        }
        anna.browser.get("/search?q=karim").await.is(200).hides("Karim el Idrissi");
        anna.browser.get("/").await.is(200);
        bram.browser.get("/people?q=karim").await.is(200).shows("Karim");

        // A restart forgets nothing that was written down.
        write_down(&app).await;
        let app = app.restarted().await;
        let mut anna = Person { browser: app.browser(), ..anna };
        app.come_back(&mut anna).await;
        anna.browser.get("/people?q=bakker").await.is(200);
        write_down(&app).await;
        anna.browser.get("/people?q=bakker").await.is(429);
        app.clock().advance(DAY);
        app.come_back(&mut anna).await;
        anna.browser.get("/people?q=bakker").await.is(200);
    }

    async fn whoever_asks_in_a_rush_waits_a_moment(engine) {
        let limits = [("PLEIN_READING__SEARCHES_PER_MINUTE", "2"), ("PLEIN_READING__PROFILES_PER_MINUTE", "2")];
        let app = TestApp::with(engine, &limits).await;
        let (karim, _) = town(&app).await;
        let mut anna = app.member("Anna").await;
        for path in ["/people?q=ka".to_owned(), format!("/people/{karim}")] {
            anna.browser.get(&path).await.is(200);
            anna.browser.get(&path).await.is(200);
            let refused = anna.browser.get(&path).await;
            refused.is(429).shows("Probeer het over");
            assert!(refused.header("retry-after").parse::<u64>().unwrap() <= 30);
        }
        app.clock().advance(Duration::from_secs(31));
        anna.browser.get("/people?q=ka").await.is(200);
    }

    async fn administrators_see_who_reads_unusually_much_and_nothing_else(engine) {
        let app = TestApp::with(engine, &[("PLEIN_READING__PROFILES_PER_DAY", "6")]).await;
        let (karim, _) = town(&app).await;
        let mut anna = app.member("Anna Jansen").await;
        let mut beheer = app.administrator("Ria").await;
        open(&mut anna, karim, 2).await;
        anna.browser.get("/people?q=zeldzaamwoord").await.is(200);
        write_down(&app).await;
        assert!(lines(&app).await.is_empty());
        open(&mut anna, karim, 1).await;
        write_down(&app).await;
        open(&mut anna, karim, 2).await;
        write_down(&app).await;
        let said = lines(&app).await;
        assert_eq!(said.len(), 1, "once a day: {said:?}");
        assert!(said[0].contains("\"profiles\":3") && said[0].contains("\"searches\":1"), "{said:?}");
        assert!(!said[0].contains("zeldzaam") && !said[0].contains(&karim.to_string()), "{said:?}");

        let log = beheer.browser.get("/admin/audit?about=reading").await;
        log.is(200).shows("zag dat iemand ongewoon veel in het adresboek las").shows("Anna Jansen").hides("Karim").hides("zeldzaamwoord").hides("maakte een account");
        beheer.browser.get("/admin/audit?about=house").await.is(200).hides("Anna Jansen").hides("zag dat iemand");
        beheer.browser.get("/admin/audit?about=%3Cb%3E").await.is(200).shows("Anna Jansen").hides("<b>");
        let id = anna.principal.person_id().unwrap();
        let own = export::export(app.db(), &anna.principal, id).await.unwrap();
        assert_eq!((own.read.len(), own.read[0].profiles, own.read[0].searches), (1, 5, 1), "she reads it too");
        assert!(own.log.iter().any(|act| act.action == "person.read_much"));

        app.clock().advance(DAY);
        app.come_back(&mut anna).await;
        open(&mut anna, karim, 3).await;
        write_down(&app).await;
        assert_eq!(lines(&app).await.len(), 2, "another day");
        app.clock().advance(DAY * 2);
        sweep::run(app.db()).await.unwrap();
        assert!(export::export(app.db(), &anna.principal, id).await.unwrap().read.is_empty());
        app.come_back(&mut anna).await;
        open(&mut anna, karim, 1).await;
        write_down(&app).await;
        app.db().write(async |tx| people::erase(tx, &SYSTEM, id).await).await.unwrap();
        let left: i64 = domain::db::sql("select count(*) from directory_read").scalar(app.db()).await.unwrap();
        assert_eq!(left, 0, "and whoever is no more read nothing");
    }

    async fn what_is_counted_is_written_down_in_the_background(engine) {
        let app = TestApp::start(engine).await;
        let (karim, _) = town(&app).await;
        let mut anna = app.member("Anna").await;
        let background = Background::of(&app);
        open(&mut anna, karim, 1).await;
        background.stop().await;
        let written: i64 = domain::db::sql("select count(*) from directory_read").scalar(app.db()).await.unwrap();
        assert_eq!(written, 1, "at the latest when it stops");
    }

    async fn what_cannot_be_written_down_waits_for_the_next_time(engine) {
        let app = TestApp::with(engine, &[("PLEIN_READING__PROFILES_PER_DAY", "3")]).await;
        let (karim, _) = town(&app).await;
        let mut anna = app.member("Anna").await;
        open(&mut anna, karim, 2).await;
        let rename = async |text: &'static str| app.db().write(async |tx| domain::db::sql(text).execute(tx).await).await.unwrap();
        rename("alter table directory_read rename to directory_away").await;
        assert!(server::worker::counts::write_down(app.instance.ctx()).await.is_err());
        open(&mut anna, karim, 1).await;
        anna.browser.get(&format!("/people/{karim}")).await.is(429);
        rename("alter table directory_away rename to directory_read").await;
        write_down(&app).await;
        let written: i64 = domain::db::sql("select profiles from directory_read").scalar(app.db()).await.unwrap();
        assert_eq!(written, 3);
    }

    async fn an_organisation_that_asks_person_by_person_has_a_limit_and_is_seen(engine) {
        let world = World::new(engine);
        let alpha = world.site("alpha.test").await;
        let (evil, good) = (EvilPeer::plug(&world, "evil.test"), EvilPeer::plug(&world, "good.test"));
        evil.befriend(&alpha).await;
        good.befriend(&alpha).await;
        let limits = Limits { names: 9, searches: 9, profiles: 9, peer_profiles: 4, logged_from_percent: 50 };
        let readers = std::sync::Arc::new(Readers::new(limits));
        alpha.federation.count_readers_with(std::sync::Arc::clone(&readers));
        let path = format!("/ap/person/{}", alpha.person("Anne Smit", Scope::Network).await);
        for _ in 0..4 {
            assert_eq!(ask(&alpha, evil.asks(&alpha, &path)).await.0, 200);
        }
        assert_eq!(ask(&alpha, evil.asks(&alpha, &path)).await.0, 503, "come back tomorrow");
        assert_eq!(ask(&alpha, good.asks(&alpha, &path)).await.0, 200);
        assert_eq!(ask(&alpha, evil.asks(&alpha, "/directory/changes")).await.0, 200, "its copy comes another way");
        readers.write_down(alpha.db()).await.unwrap();
        let seen: Vec<String> = domain::db::sql("select subject from audit where action = 'peer.read_much'").column(alpha.db()).await.unwrap();
        assert_eq!(seen, ["peer:evil.test"]);
    }
}
