use domain::items::{Scope, lists};
use plein_tests::app::TestApp;
use plein_tests::both_engines;

use crate::groups::{join, open};
use crate::search::evidence::findable;

both_engines! {
    async fn it_becomes_public_with_the_consent_of_both_where_the_asker_may_write(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut karim) = (app.member("Anna").await, findable(&app, "Karim").await);
        let db = app.db();
        let (mine, other) = (open(db, &anna.principal, "Ruimte").await, open(db, &karim.principal, "Water").await);
        let ask = format!("/people/{}/ask", karim.principal.person_id().unwrap());
        let path = anna.browser.post(&ask, &[("title", "Hoe lang duurt het?"), ("text", "Vertel")]).await.location().to_owned();
        karim.browser.post(&format!("{path}/answer"), &[("text", "Acht weken.\nSoms langer.")]).await.is(303);
        let (mine, other) = (mine.to_string(), other.to_string());

        anna.browser.post(&format!("{path}/publish"), &[("group", &mine)]).await.is(409);
        anna.browser.post(&format!("{path}/propose"), &[("group", &other)]).await.is(403);
        anna.browser.post(&format!("{path}/propose"), &[("group", &mine)]).await.is(303);
        anna.browser.post(&format!("{path}/decide"), &[("yes", "true")]).await.is(409);
        anna.browser.post(&format!("{path}/publish"), &[("group", &mine)]).await.is(409);
        karim.browser.get("/notifications").await.shows("Anna stelt voor om van");
        karim.browser.get(&path).await.shows("Anna stelt voor om dit openbaar te maken in Ruimte").shows("Ik vind het goed");
        karim.browser.post(&format!("{path}/publish"), &[("group", &other)]).await.is(409);
        karim.browser.post(&format!("{path}/decide"), &[("yes", "true")]).await.is(303);
        anna.browser.get(&path).await.shows("Jullie vinden het allebei goed").shows("Plaats als openbare vraag");
        join(db, &anna.principal, other.parse().unwrap()).await.unwrap();
        anna.browser.post(&format!("{path}/publish"), &[("group", &other)]).await.is(409);
        anna.browser.post(&format!("{path}/publish"), &[("group", &mine)]).await.is(303);
        anna.browser.post(&format!("{path}/publish"), &[("group", &mine)]).await.is(409);

        let found = lists::list(db, &anna.principal, &Scope::Group(mine.parse().unwrap()), None, None, 10).await.unwrap();
        assert_eq!(found.len(), 1);
        let page = anna.browser.get(&format!("/items/{}", found[0].id)).await;
        page.is(200).shows("Hoe lang duurt het?").shows("Antwoord van Karim").shows("Acht weken.");
        karim.browser.get("/notifications").await.shows("Anna maakte van");
        karim.browser.get(&path).await.shows("Dit is nu een openbare vraag in Ruimte").shows(&format!("/items/{}", found[0].id)).hides("<p><span class=\"plein-audience\"");
    }

    async fn the_one_asked_may_propose_it_too_and_either_may_say_no(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut karim) = (app.member("Anna").await, findable(&app, "Karim").await);
        let db = app.db();
        let mine = open(db, &anna.principal, "Ruimte").await.to_string();
        let ask = format!("/people/{}/ask", karim.principal.person_id().unwrap());
        let mut paths = Vec::new();
        for title in ["Ja", "Nee"] {
            let path = anna.browser.post(&ask, &[("title", title), ("text", "Vertel")]).await.location().to_owned();
            karim.browser.post(&format!("{path}/propose"), &[]).await.is(303);
            karim.browser.post(&format!("{path}/propose"), &[]).await.is(409);
            paths.push(path);
        }
        anna.browser.get(&paths[0]).await.shows("Karim stelt voor").shows("In welk netwerk?");
        anna.browser.post(&format!("{}/publish", paths[0]), &[("group", &mine)]).await.is(303);
        anna.browser.post(&format!("{}/decide", paths[1]), &[("yes", "false")]).await.is(303);
        anna.browser.post(&format!("{}/publish", paths[1]), &[("group", &mine)]).await.is(409);
        karim.browser.get(&paths[1]).await.shows("Dit blijft tussen jou en Anna");
        let found = lists::list(db, &anna.principal, &Scope::Group(mine.parse().unwrap()), None, None, 10).await.unwrap();
        assert_eq!(found.iter().map(|item| item.title.as_str()).collect::<Vec<_>>(), ["Ja"]);
    }
}
