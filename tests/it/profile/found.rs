//! One sees how often one was found lately: roughly, never by whom nor for what, and not at all if one likes that better.

use std::time::Duration;

use domain::db::sql;
use domain::people::{self, Scope, consent, export, replica};
use domain::{PersonId, sweep};
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use plein_tests::databases::Engine;
use plein_tests::members::Person;

use crate::api::Program;
use crate::house::peers::{ADMIN, gelderland, snapshot};
use crate::search::evidence::findable;

const DAY: u64 = 24 * 3600;

async fn write_down(app: &TestApp) {
    server::worker::counts::write_down(app.instance.ctx()).await.unwrap();
}

/// Until the count is made up again.
async fn monday(app: &TestApp) {
    let day = app.clock().now().day();
    let days = 7 - (day + 3).rem_euclid(7);
    app.clock().advance(Duration::from_secs(DAY * u64::try_from(days).unwrap()));
}

async fn counts(app: &TestApp) -> Vec<(PersonId, i64)> {
    sql("select person_id, count from person_sighting order by person_id, day").all(app.db()).await.unwrap()
}

/// Karim can be found, and so many colleagues look for him.
async fn town(engine: Engine, searchers: usize) -> (TestApp, Person, Vec<Person>) {
    let app = TestApp::start(engine).await;
    let karim = findable(&app, "Karim Amrani").await;
    app.instance.ctx().people.catch_up().await.unwrap();
    let mut all = Vec::new();
    for at in 0..searchers {
        all.push(app.member(&format!("Zoeker {at}")).await);
    }
    (app, karim, all)
}

both_engines! {
    async fn one_sees_roughly_how_often_from_monday_to_monday(engine) {
        let (app, mut karim, mut searchers) = town(engine, 6).await;
        karim.browser.get("/profile/known").await.is(200).shows("Hoe vaak word je gevonden?").shows("minder dan 5 keer");
        for who in &mut searchers {
            who.browser.get("/people?q=amrani").await.is(200).shows("Karim");
        }
        write_down(&app).await;
        karim.browser.get("/profile/known").await.shows("minder dan 5 keer");
        monday(&app).await;
        app.come_back(&mut karim).await;
        let page = karim.browser.get("/profile/known").await;
        page.is(200).shows("minstens 5 keer").shows("binnen je eigen organisatie").hides("minstens 6");
        let own = export::export(app.db(), &karim.principal, karim.principal.person_id().unwrap()).await.unwrap().found.unwrap();
        assert_eq!((own.times_at_least, own.times_below), (5, Some(10)), "no more exactly than the page");
        for _ in 0..6 {
            monday(&app).await;
        }
        app.come_back(&mut karim).await;
        karim.browser.get("/profile/known").await.shows("minder dan 5 keer");
        sweep::run(app.db()).await.unwrap();
        assert!(counts(&app).await.is_empty(), "and what is in no count any more is gone");
    }

    async fn nobody_makes_a_count_go_up_by_himself_and_nothing_says_who_or_what(engine) {
        let (app, mut karim, mut searchers) = town(engine, 1).await;
        let anna = &mut searchers[0];
        let mut program = Program::of(&app, anna).await;
        for _ in 0..7 {
            anna.browser.get("/people?q=amrani").await.is(200).shows("Karim");
            program.get("/api/v1/people?q=karim").await;
            karim.browser.get("/people?q=amrani").await.is(200).shows("Karim");
        }
        anna.browser.get("/people").await.is(200);
        write_down(&app).await;
        let id = karim.principal.person_id().unwrap();
        assert_eq!(counts(&app).await, [(id, 1)], "one colleague counts once a day, and he himself never");
        let audit: Vec<String> = sql("select action || subject || detail from audit").column(app.db()).await.unwrap();
        assert!(audit.iter().all(|line| !line.contains("amrani") && !line.contains("search")), "{audit:?}");
        let columns: Vec<String> = match engine {
            Engine::Sqlite => sql("select name from pragma_table_info('person_sighting')").column(app.db()).await.unwrap(),
            Engine::Postgres => sql("select column_name::text from information_schema.columns where table_name = 'person_sighting'").column(app.db()).await.unwrap(),
        };
        assert!(columns.iter().all(|name| ["person_id", "day", "count"].contains(&name.as_str())), "{columns:?}");
    }

    async fn one_click_and_nothing_is_counted(engine) {
        let (app, mut karim, mut searchers) = town(engine, 3).await;
        let look = async |who: &mut Person| { who.browser.get("/people?q=amrani").await.is(200).shows("Karim"); };
        look(&mut searchers[0]).await;
        write_down(&app).await;
        assert_eq!(counts(&app).await.len(), 1);
        look(&mut searchers[1]).await;
        karim.browser.submit("/profile/found", &[]).await.is(200).shows("Wat er geteld was, is weg").shows("Tel dit weer").hides("minder dan 5 keer");
        write_down(&app).await;
        assert!(counts(&app).await.is_empty(), "nor what was still on its way");
        let id = karim.principal.person_id().unwrap();
        assert!(export::export(app.db(), &karim.principal, id).await.unwrap().found.is_none());
        karim.browser.submit("/profile/found", &[("counted", "true")]).await.is(200).shows("vanaf nu").shows("minder dan 5 keer");
        look(&mut searchers[2]).await;
        write_down(&app).await;
        assert_eq!(counts(&app).await.len(), 1);

        // Who takes his consent back is found by nobody, and then there is nothing to say.
        app.db().write(async |tx| consent::choose(tx, &karim.principal, id, Scope::None).await).await.unwrap();
        assert!(counts(&app).await.is_empty());
        karim.browser.get("/profile/known").await.is(200).hides("Hoe vaak word je gevonden?");
        app.db().write(async |tx| consent::choose(tx, &karim.principal, id, Scope::Organisation).await).await.unwrap();
        app.instance.ctx().people.catch_up().await.unwrap();
        app.clock().advance(Duration::from_secs(DAY));
        app.come_back(&mut searchers[0]).await;
        look(&mut searchers[0]).await;
        write_down(&app).await;
        assert_eq!(counts(&app).await.len(), 1);
        app.db().write(async |tx| people::erase(tx, &crate::people::SYSTEM, id).await).await.unwrap();
        assert!(counts(&app).await.is_empty(), "erased with him");
    }

    async fn only_the_first_ten_and_only_people_of_ours(engine) {
        let app = TestApp::start(engine).await;
        for at in 0..14 {
            findable(&app, &format!("Karim {at:02}")).await;
        }
        let db = app.db();
        let elsewhere = db.write(async |tx| domain::peers::request(tx, &ADMIN, &gelderland(), "f").await).await.unwrap();
        db.write(async |tx| {
            let organisation = domain::instances::find_or_insert_organisation(tx, elsewhere, None, "Gelderland").await?;
            replica::store(tx, elsewhere, organisation, &[snapshot(1, "Zwaantje")]).await
        }).await.unwrap();
        app.instance.ctx().people.catch_up().await.unwrap();
        let mut anna = app.member("Anna").await;
        anna.browser.get("/people?q=karim").await.is(200).shows("14 collega’s");
        anna.browser.get("/people?q=zwaantje").await.is(200).shows("1 collega gevonden");
        anna.browser.get("/people?q=karim&page=2").await.is(200);
        write_down(&app).await;
        assert_eq!(counts(&app).await.len(), 10);
    }
}
