//! The pages: where an administrator opens and closes, where a moderator decides, and how an answer from outside looks.

use domain::groups::JoinPolicy;
use domain::jobs::Job;
use domain::outside::actors::{self, Acquaintance, Actor};
use domain::outside::answers::{self, NewAnswer};
use domain::outside::follows;
use domain::{Audience, CommentId, GroupId, ItemId};
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use plein_tests::members::Person;

use super::page;
use crate::groups::{create, edit, post};

/// Klaas of Mastodon, as he would be after his first letter.
async fn klaas(app: &TestApp) -> Actor {
    let them = Acquaintance {
        ap_id: "https://mastodon.test/users/klaas".into(),
        host: "mastodon.test".into(),
        handle: "klaas".into(),
        name: "Klaas Vaak".into(),
        inbox_url: "https://mastodon.test/inbox".into(),
        key_id: "https://mastodon.test/users/klaas#main-key".into(),
        public_key: vec![1],
    };
    app.db().write(async |tx| actors::meet(tx, &them).await).await.unwrap()
}

async fn answer(app: &TestApp, actor: &Actor, item_id: ItemId, name: &str) -> CommentId {
    let new = NewAnswer {
        ap_id: format!("https://mastodon.test/{name}"),
        item_id,
        parent_id: None,
        html: format!("<p>Hier ook, {name}</p>"),
        language: "nl".into(),
        published_at: app.db().now(),
    };
    app.db().write(async |tx| answers::add(tx, actor, new.clone()).await).await.unwrap()
}

async fn opened(app: &TestApp) -> (Person, Person, GroupId, ItemId) {
    let mut admin = app.administrator("Bea Beheer").await;
    let anna = app.member("Anna Vermeer").await;
    let edit = edit("Waterpeil", JoinPolicy::Open, Audience::Public, Audience::Public);
    let group = create(app.db(), &anna.principal, edit).await;
    let item = post(app.db(), &anna.principal, page(group, "Hoe hoog?", "Zeg het")).await.unwrap();
    admin.browser.get("/admin/fediverse").await.is(200).shows("Openbare netwerken zijn gesloten");
    admin.browser.submit("/admin/fediverse/open", &[]).await.is(200).shows("zijn nu open voor de fediverse");
    app.instance.ctx().federation.run_job(&Job::PrepareOpening).await.unwrap();
    (admin, anna, group, item)
}

both_engines! {
    async fn an_administrator_opens_sees_who_follows_blocks_and_closes(engine) {
        let app = TestApp::start(engine).await;
        let (mut admin, _anna, group, item) = opened(&app).await;
        let mut stranger = app.browser();
        stranger.get(&format!("/groups/{group}/about")).await.shows("@waterpeil@utrecht.test");
        let actor = klaas(&app).await;
        app.db().write(async |tx| follows::follow(tx, &actor, group, "https://mastodon.test/f").await).await.unwrap();
        answer(&app, &actor, item, "een").await;
        let page = admin.browser.get("/admin/fediverse").await;
        page.shows("mastodon.test").shows("1 volger · 1 antwoord").shows("zijn open");
        admin.browser.submit("/admin/fediverse", &[("answers", "appear")]).await.is(200).shows("Je keuze is bewaard");
        admin.browser.submit("/admin/fediverse", &[("answers", "wait")]).await.is(200);
        admin.browser.post("/admin/fediverse", &[("answers", "x")]).await.is(422);
        let page = admin.browser.get("/admin/fediverse/hosts/mastodon.test/block").await;
        page.is(200).shows("1 volger van buiten krijgt niets meer").shows("1 antwoord van buiten wordt hier verwijderd");
        admin.browser.get("/admin/fediverse/hosts/other.test/block").await.is(404);
        admin.browser.submit("/admin/fediverse/hosts/mastodon.test/block", &[]).await.is(200).shows("Geblokkeerd");
        admin.browser.submit("/admin/fediverse/hosts/mastodon.test/unblock", &[]).await.is(200).shows("opgeheven");
        admin.browser.get("/admin/fediverse/close").await.is(200).shows("kunnen we niet terughalen");
        admin.browser.submit("/admin/fediverse/close", &[]).await.is(200).shows("Openbare netwerken zijn gesloten");
        stranger.get(&format!("/groups/{group}/about")).await.hides("@waterpeil@utrecht.test");
        let log = admin.browser.get("/admin/audit").await;
        log.shows("open zijn voor de fediverse").shows("volgde van buiten een openbaar netwerk").shows("blokkeerde een server");
    }

    async fn a_moderator_decides_and_everyone_sees_where_it_came_from(engine) {
        let app = TestApp::start(engine).await;
        let (_admin, mut anna, group, item) = opened(&app).await;
        let actor = klaas(&app).await;
        let (first, second) = (answer(&app, &actor, item, "een").await, answer(&app, &actor, item, "twee").await);
        let (mut stranger, mut member) = (app.browser(), app.member("Mo").await);
        stranger.get(&format!("/items/{item}")).await.is(200).hides("Hier ook");
        member.browser.get(&format!("/groups/{group}/outside")).await.is(403);
        anna.browser.get("/notifications").await.shows("Een antwoord van buiten op Hoe hoog? wacht op je besluit");
        anna.browser.get(&format!("/groups/{group}/manage")).await.shows("2 antwoorden van buiten wachten");
        let page = anna.browser.get(&format!("/groups/{group}/outside")).await;
        page.is(200).shows("Hier ook, een").shows("van buiten de overheid: @klaas@mastodon.test");
        let decide = |id: CommentId| format!("/groups/{group}/outside/{id}");
        member.browser.post(&decide(first), &[("do", "let_in")]).await.is(403);
        anna.browser.submit(&decide(first), &[("do", "let_in")]).await.is(200).shows("Het antwoord staat er nu");
        anna.browser.get("/notifications").await.shows("Klaas Vaak");
        anna.browser.submit(&decide(second), &[("do", "keep_out")]).await.is(200).shows("Het antwoord is verwijderd");
        anna.browser.post(&decide(second), &[("do", "let_in")]).await.is(404);
        let page = stranger.get(&format!("/items/{item}")).await;
        page.shows("Hier ook, een").shows("Klaas Vaak").shows("van buiten de overheid: @klaas@mastodon.test").hides("twee");
        let face = page.text.split("Klaas Vaak").next().unwrap().rsplit('<').next().unwrap().to_owned();
        assert!(!face.starts_with("a "), "no profile to go to: {face}");
        anna.browser.get(&format!("/comments/{first}/moderate")).await.is(200);
        let author = domain::items::comments::find(app.db(), &anna.principal, first).await.unwrap().author_id;
        member.browser.get(&format!("/people/{author}")).await.is(404);
        member.browser.get("/people?q=klaas").await.hides("Klaas Vaak");
        anna.browser.get(&format!("/groups/{group}/members/{author}/ban")).await.is(200).shows("Klaas Vaak");
    }
}
