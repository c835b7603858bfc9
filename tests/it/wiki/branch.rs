//! A page goes with all that stands under it, after a look at what that is, and comes back whole, in its places.

use axum::body::Body;
use axum::http::Method;
use domain::wiki::{self, Direction, Rights, branch, proposals};
use domain::{Db, GroupId, PageId, Principal};
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use plein_tests::network::Fault;

use super::across::scene;
use super::port::tree;
use super::{made, make, new_page, page, save, saved};
use crate::groups::{join, key, open};

/// Beleid with Kader (and Diep under it) and Plan, and Elders beside it.
async fn planted(db: &Db, who: &Principal, group: GroupId) -> [PageId; 4] {
    let top = made(db, who, group, "Beleid", "").await.id;
    let frame = make(db, who, group, new_page("Kader", Some(top), "Zie [[Diep]].")).await.unwrap();
    let deep = make(db, who, group, new_page("Diep", Some(frame), "Over vijvers")).await.unwrap();
    let plan = make(db, who, group, new_page("Plan", Some(top), "")).await.unwrap();
    made(db, who, group, "Elders", "").await;
    [top, frame, deep, plan]
}

async fn delete(db: &Db, who: &Principal, id: PageId, count: usize) -> domain::Result<()> {
    db.write(async |tx| branch::delete(tx, who, id, count).await).await
}

async fn bring_back(db: &Db, who: &Principal, id: PageId) -> domain::Result<String> {
    db.write(async |tx| wiki::bring_back(tx, who, id).await).await
}

const ALL: [&str; 5] = ["Beleid: ", "-Kader: Zie [[Diep]].", "--Diep: Over vijvers", "-Plan: ", "Elders: "];

both_engines! {
    async fn it_goes_after_a_look_and_comes_back_in_its_places(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, bram) = (app.member("Anna").await, app.member("Bram").await);
        let (db, who) = (app.db(), anna.principal.clone());
        let group = open(db, &who, "Woo").await;
        join(db, &bram.principal, group).await.unwrap();
        let [top, frame, deep, _] = planted(db, &who, group).await;
        saved(save(db, &bram.principal, &page(db, &who, group, deep).await, "Over vijvers van Bram").await);
        saved(save(db, &who, &page(db, &who, group, deep).await, "Over vijvers").await);
        let old = make(db, &who, group, new_page("Oud", Some(frame), "")).await.unwrap();
        db.write(async |tx| wiki::delete(tx, &who, old).await).await.unwrap();
        let path = format!("/groups/{group}/wiki/beleid/delete");
        let seen = anna.browser.get(&path).await;
        seen.is(200).shows("alle 3 pagina").shows("Kader").shows("Diep").shows("Plan").shows("Bram").hides("Elders");
        anna.browser.submit(&path, &[("under", "2")]).await.is(409).shows("intussen andere pagina").shows("alle 3 pagina");
        anna.browser.submit(&path, &[("under", "alles")]).await.is(422);
        assert_eq!(tree(db, &who, group).await, ALL, "nothing has happened yet");
        anna.browser.submit(&path, &[("under", "3")]).await.is(200).shows("met alles wat eronder stond");
        assert_eq!(tree(db, &who, group).await, ["Elders: "]);
        let find = async |word: &str| {
            app.instance.ctx().published.catch_up().await.unwrap();
            app.instance.ctx().published.search(&who, search::published::Query { text: word.into(), limit: 9, ..Default::default() }).await.unwrap().total
        };
        assert_eq!(find("vijvers").await, 0);
        for slug in ["beleid", "kader", "diep", "plan"] {
            anna.browser.get(&format!("/groups/{group}/wiki/{slug}")).await.is(404);
        }
        // Its address may be another's meanwhile.
        made(db, &who, group, "Kader", "Nieuw").await;
        let gone = anna.browser.get(&format!("/groups/{group}/wiki/deleted")).await;
        gone.is(200).shows("met 3 pagina").shows("Oud").hides("Diep");
        anna.browser.submit(&format!("/groups/{group}/wiki/deleted/{top}"), &[]).await.is(200).shows("Beleid");
        assert_eq!(tree(db, &who, group).await, [&ALL[..], &["Kader: Nieuw"]].concat(), "what was deleted before stays so");
        assert_eq!(page(db, &who, group, frame).await.slug, "kader-2");
        assert_eq!(find("vijvers").await, 1);
        let verified = wiki::verify::verify(db).await.unwrap();
        assert!(verified.broken.is_empty(), "{:?}", verified.broken);
    }

    async fn one_alone_comes_back_too_and_the_rest_follows_its_page(engine) {
        let app = TestApp::start(engine).await;
        let anna = app.member("Anna").await;
        let (db, who) = (app.db(), anna.principal.clone());
        let group = open(db, &who, "Woo").await;
        let [top, frame, deep, plan] = planted(db, &who, group).await;
        delete(db, &who, frame, 1).await.unwrap();
        delete(db, &who, top, 1).await.unwrap();
        // Of two that went one after the other, the lower comes to the top while its page is away.
        bring_back(db, &who, plan).await.unwrap();
        assert_eq!(tree(db, &who, group).await, ["Elders: ", "Plan: "]);
        bring_back(db, &who, top).await.unwrap();
        assert_eq!(tree(db, &who, group).await, ["Beleid: ", "Elders: ", "Plan: "]);
        db.write(async |tx| wiki::shift(tx, &who, top, Direction::Down).await).await.unwrap();
        bring_back(db, &who, frame).await.unwrap();
        assert_eq!(tree(db, &who, group).await, ["Elders: ", "Beleid: ", "-Kader: Zie [[Diep]].", "--Diep: Over vijvers", "Plan: "]);
        assert_eq!(key(delete(db, &who, frame, 9).await), "error-page-branch-changed");
        delete(db, &who, deep, 0).await.unwrap();
        assert_eq!(key(delete(db, &who, deep, 0).await), "error-page-gone");
        delete(db, &who, frame, 0).await.unwrap();
        bring_back(db, &who, frame).await.unwrap();
        assert_eq!(tree(db, &who, group).await.len(), 4, "what went before it stays away");
    }

    async fn nobody_takes_away_what_he_may_not_change_and_not_more_than_goes_at_once(engine) {
        let app = TestApp::start(engine).await;
        let (anna, bram, mut cas) = (app.member("Anna").await, app.member("Bram").await, app.member("Cas").await);
        let (db, who) = (app.db(), anna.principal.clone());
        let group = open(db, &who, "Woo").await;
        join(db, &bram.principal, group).await.unwrap();
        let [top, frame, deep, _] = planted(db, &who, group).await;
        db.write(async |tx| wiki::set_rights(tx, &who, frame, Rights::Moderators).await).await.unwrap();
        assert_eq!(key(delete(db, &bram.principal, top, 3).await), "error-page-branch-rights");
        db.write(async |tx| wiki::set_rights(tx, &who, frame, Rights::Inherit).await).await.unwrap();
        db.write(async |tx| proposals::set_needed(tx, &who, deep, true).await).await.unwrap();
        assert_eq!(key(delete(db, &bram.principal, top, 3).await), "error-page-branch-rights", "where somebody reads along first");
        cas.browser.post(&format!("/groups/{group}/wiki/beleid/delete"), &[("under", "3")]).await.is(403);
        assert_eq!(tree(db, &who, group).await, ALL);
        delete(db, &who, top, 3).await.unwrap();
        let wide = made(db, &who, group, "Breed", "").await.id;
        for number in 0..branch::BRANCH_MAX {
            make(db, &who, group, new_page(&format!("P{number}"), Some(wide), "")).await.unwrap();
        }
        assert_eq!(key(delete(db, &who, wide, branch::BRANCH_MAX).await), "error-page-branch-many");
    }

    async fn other_organisations_follow_and_do_it_too(engine) {
        let scene = Box::pin(scene(engine)).await;
        let ([alpha, beta, gamma], [anna, bea, cas]) = (&scene.sites, &scene.people);
        let [top, ..] = planted(alpha.db(), anna, scene.groups[0]).await;
        scene.settle().await;
        let trees = async || {
            [tree(alpha.db(), anna, scene.groups[0]).await, tree(beta.db(), bea, scene.groups[1]).await, tree(gamma.db(), cas, scene.groups[2]).await]
        };
        assert_eq!(trees().await, [ALL, ALL, ALL]);
        let there = scene.at(1, "Beleid").await.id;
        assert_eq!(key(delete(beta.db(), bea, there, 2).await), "error-page-branch-changed");
        // The network breaks; what Bea asked for is done when it is whole again, and gamma hears of it.
        scene.world.network.set("beta.test", "alpha.test", Fault::Cut);
        delete(beta.db(), bea, there, 3).await.unwrap();
        scene.settle().await;
        assert_eq!(trees().await, [ALL, ALL, ALL], "it is done when the host does it");
        scene.world.network.heal("beta.test", "alpha.test");
        scene.world.advance_seconds(3600);
        scene.settle().await;
        assert_eq!(trees().await, [["Elders: "], ["Elders: "], ["Elders: "]]);
        scene.demand_whole().await;
        let gone = scene.at_deleted(2, "Beleid").await;
        bring_back(gamma.db(), cas, gone).await.unwrap();
        scene.settle().await;
        assert_eq!(trees().await, [ALL, ALL, ALL]);
        // Somebody else was quicker: what she saw is no longer what would go.
        let seen = scene.at(1, "Beleid").await.id;
        make(alpha.db(), anna, scene.groups[0], new_page("Vers", Some(top), "")).await.unwrap();
        delete(beta.db(), bea, seen, 3).await.unwrap();
        scene.settle().await;
        assert_eq!(tree(alpha.db(), anna, scene.groups[0]).await.len(), 6);
        scene.demand_whole().await;
    }

    async fn programs_take_a_branch_away_and_bring_it_back(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await;
        let (db, who) = (app.db(), anna.principal.clone());
        let group = open(db, &who, "Woo").await;
        let [top, ..] = planted(db, &who, group).await;
        let bearer = format!("Bearer {}", anna.token(&app).await);
        let headers = [("authorization", bearer.as_str())];
        let mut ask = async |method: Method, path: String| anna.browser.ask(method, &path, Body::empty(), &headers).await.status;
        assert_eq!(ask(Method::DELETE, format!("/api/v1/wiki/{top}?under=1")).await, 409);
        assert_eq!(ask(Method::DELETE, format!("/api/v1/wiki/{top}?under=x")).await, 422);
        assert_eq!(ask(Method::DELETE, format!("/api/v1/wiki/{top}?under=3")).await, 204);
        assert_eq!(tree(db, &who, group).await, ["Elders: "]);
        assert_eq!(ask(Method::POST, format!("/api/v1/wiki/{top}/restore")).await, 204);
        assert_eq!(tree(db, &who, group).await, ALL);
    }
}
