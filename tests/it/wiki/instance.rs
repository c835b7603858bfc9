//! The wiki of a whole organisation: every colleague writes it without joining anything, and nobody else knows of it.

use domain::wiki::remarks;
use domain::{Error, groups, wiki};
use plein_tests::app::TestApp;
use plein_tests::both_engines;

use super::{made, save};
use crate::groups::key;

both_engines! {
    async fn an_organisation_has_a_wiki_of_its_own(engine) {
        let app = TestApp::start(engine).await;
        let db = app.db();
        let (mut anna, mut bram) = (app.administrator("Anna").await, app.member("Bram Smit").await);
        bram.browser.get("/wiki").await.is(404);
        bram.browser.post("/admin/house", &[("name", "Mijn wiki")]).await.is(404);
        assert_eq!(anna.browser.get("/wiki").await.is(303).location(), "/admin/groups#house");
        anna.browser.get("/admin/groups").await.is(200).shows("value=\"Wiki van Gemeente Utrecht\"");
        anna.browser.post("/admin/house", &[("name", " ")]).await.is(422).shows("Vul dit in");
        anna.browser.submit("/admin/house", &[("name", "Onze wiki")]).await.is(200).shows("De wiki is er");
        anna.browser.post("/admin/house", &[("name", "Nog een")]).await.is(409).shows("Er is al een wiki van de organisatie");
        let group = groups::house::find(db).await.unwrap().expect("a house");

        // Every colleague reads and writes, and has it among his networks; nobody joined.
        let path = format!("/groups/{group}/wiki");
        assert_eq!(bram.browser.get("/wiki").await.is(303).location(), path);
        bram.browser.get("/groups").await.is(200).shows("Onze wiki");
        bram.browser.get(&path).await.is(200).shows("Maak de eerste pagina").hides("Word lid");
        let page = made(db, &bram.principal, group, "Verlof", "Vraag het je teamleider.").await;
        db.write(async |tx| remarks::add(tx, &bram.principal, page.id, "Ook bij ziekte?", &[]).await).await.unwrap();
        let person = bram.principal.person_id().unwrap().to_string();
        anna.browser.get(&format!("{path}/verlof/arrange")).await.is(200).shows(&person);
        anna.browser.submit(&format!("{path}/verlof/upkeep"), &[("owner", &person), ("months", "6")]).await.is(200).shows("Bijgehouden door");

        // Not the internet, and not who is put out.
        app.browser().get(&path).await.is(404);
        let bram_id = bram.principal.person_id().unwrap();
        db.write(async |tx| groups::members::ban(tx, &anna.principal, group, bram_id, "Weg", None).await).await.unwrap();
        assert_eq!(key(save(db, &bram.principal, &page, "Toch").await), "error-banned");
        let outside = domain::Principal::Anonymous;
        assert!(matches!(wiki::enter(db, &outside, group).await, Err(Error::NotFound)));
    }
}
