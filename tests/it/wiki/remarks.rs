//! Remarks about pages: said below the page, answered like everything else, at every organisation.

use domain::items::{self, Kind};
use domain::wiki::upkeep::{self, Upkeep};
use domain::wiki::{self, remarks};
use plein_tests::app::TestApp;
use plein_tests::both_engines;

use super::across::scene;
use super::made;
use crate::groups::{join, key, open};

both_engines! {
    async fn a_remark_stands_below_its_page(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut bram) = (app.member("Anna de Boer").await, app.member("Bram Smit").await);
        let db = app.db();
        let group = open(db, &anna.principal, "Woo").await;
        join(db, &bram.principal, group).await.unwrap();
        let page = made(db, &anna.principal, group, "Termijn", "Vier weken.").await;
        let mine = Upkeep { owner_id: anna.principal.person_id(), review_at: None };
        db.write(async |tx| upkeep::set(tx, &anna.principal, page.id, mine).await).await.unwrap();
        let path = format!("/groups/{group}/wiki/termijn");
        bram.browser.get(&path).await.is(200).shows("Er zijn geen opmerkingen bij deze pagina").shows("Plaats de opmerking");
        bram.browser.post(&format!("{path}/remarks"), &[("body", "  ")]).await.is(422).shows("Vul dit in").shows("Vier weken");
        bram.browser.submit(&format!("{path}/remarks"), &[("body", "Klopt dit **nog**?")]).await.is(200).shows("<strong>nog</strong>").shows("Bram Smit");
        let remark = remarks::list(db, &bram.principal, &page).await.unwrap().remove(0);
        assert_eq!((remark.kind, remark.title.as_str()), (Kind::Remark, "Termijn"));
        anna.browser.get("/notifications").await.shows("Bram Smit zegt iets over een pagina die jij bijhoudt");
        anna.browser.get(&format!("/items/{}", remark.id)).await.is(200).shows("Opmerking bij de wikipagina").shows(&path);
        anna.browser.submit(&format!("/items/{}/comments", remark.id), &[("body", "Ja, tot juli.")]).await.is(200);
        bram.browser.get(&path).await.shows("Eén reactie");
        anna.browser.get(&format!("/groups/{group}?kind=remark")).await.is(200).shows("Klopt dit");
        anna.browser.get(&format!("/groups/{group}")).await.shows("Opmerkingen");
        // It is written on its page alone, and about a page that is there.
        anna.browser.get(&format!("/items/new?kind=remark&group={group}")).await.hides("name=\"kind\" value=\"remark\"");
        let mut stranger = app.member("Vera").await;
        stranger.browser.get(&path).await.hides("Plaats de opmerking");
        stranger.browser.post(&format!("{path}/remarks"), &[("body", "Ha")]).await.is(403);
        db.write(async |tx| wiki::delete(tx, &anna.principal, page.id).await).await.unwrap();
        assert_eq!(key(db.write(async |tx| remarks::add(tx, &bram.principal, page.id, "Weg?", &[]).await).await), "not found");
        bram.browser.get(&format!("/items/{}", remark.id)).await.is(200).hides("Opmerking bij de wikipagina");
        bram.browser.submit(&format!("/items/{}/delete", remark.id), &[]).await.is(200);
    }

    async fn a_remark_travels(engine) {
        let scene = scene(engine).await;
        let ([alpha, beta, gamma], [anna, bea, cas]) = (&scene.sites, &scene.people);
        made(alpha.db(), anna, scene.groups[0], "Termijn", "Vier weken.").await;
        scene.settle().await;
        let page = scene.at(1, "Termijn").await;
        beta.db().write(async |tx| remarks::add(tx, bea, page.id, "Bij ons acht.", &[]).await).await.unwrap();
        scene.settle().await;
        for (at, who) in [anna, bea, cas].into_iter().enumerate() {
            let db = scene.sites[at].db();
            let found = remarks::list(db, who, &scene.at(at, "Termijn").await).await.unwrap();
            assert_eq!(found.iter().map(|item| item.body.as_str()).collect::<Vec<_>>(), ["Bij ons acht."], "{}", scene.sites[at].host);
        }
        let at_gamma = remarks::list(gamma.db(), cas, &scene.at(2, "Termijn").await).await.unwrap().remove(0);
        assert_eq!(remarks::page_of(gamma.db(), &at_gamma).await.unwrap().unwrap().title, "Termijn");
        let own = remarks::list(beta.db(), bea, &page).await.unwrap().remove(0);
        beta.db().write(async |tx| items::delete(tx, bea, own.id).await).await.unwrap();
        scene.settle().await;
        assert!(remarks::list(gamma.db(), cas, &scene.at(2, "Termijn").await).await.unwrap().is_empty());
    }
}
