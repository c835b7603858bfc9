//! Staying true: who follows a page hears of it, who comes back sees what changed, who keeps it is reminded; and who else is
//! writing now.

use std::time::Duration;

use domain::jobs::{self, Job};
use domain::notifications;
use domain::wiki::follow::{self, Following};
use domain::wiki::{self, editing, upkeep};
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use plein_tests::members::Person;
use plein_tests::network::Fault;

use super::across::scene;
use super::{made, make, new_page, page as standing, save, saved};
use crate::groups::{closed, join, key, open};

const DAY: Duration = Duration::from_secs(24 * 3600);

/// Does what the background would, as far as it tells people things.
async fn tell(app: &TestApp) {
    while let Some(claimed) = jobs::claim(app.db(), Duration::from_secs(60)).await.unwrap() {
        if let Job::TellFollowers { page_id } = claimed.job {
            app.db().write(async |tx| follow::tell(tx, page_id).await).await.unwrap();
        }
        jobs::finish(app.db(), &claimed).await.unwrap();
    }
}

async fn told(app: &TestApp, member: &Person, kind: &str) -> Vec<String> {
    let told = notifications::list(app.db(), &member.principal, None, 50).await.unwrap();
    told.into_iter().filter(|one| one.kind == kind).map(|one| one.detail["title"].clone()).collect()
}

both_engines! {
    async fn a_follower_hears_once_until_he_has_looked(engine) {
        let app = TestApp::start(engine).await;
        let (anna, mut bram) = (app.member("Anna de Boer").await, app.member("Bram Smit").await);
        let db = app.db();
        let group = open(db, &anna.principal, "Woo").await;
        join(db, &bram.principal, group).await.unwrap();
        let start = made(db, &anna.principal, group, "Start", "Begin.").await;
        let child = make(db, &anna.principal, group, new_page("Termijn", Some(start.id), "Vier weken.")).await.unwrap();
        let path = format!("/groups/{group}/wiki");
        bram.browser.get(&format!("{path}/start")).await.is(200).shows("Volg alleen deze pagina").shows("Volg ook alles eronder");
        bram.browser.submit(&format!("{path}/start/follow"), &[("follow", "branch")]).await.is(200).shows("Je volgt deze pagina en alles wat eronder staat");
        bram.browser.get(&format!("{path}/termijn")).await.shows("Je volgt een pagina hierboven").hides("Volg alleen deze pagina");
        bram.browser.get(&path).await.shows("Pagina’s die je volgt").shows("met alles eronder");
        bram.browser.post(&format!("{path}/start/follow"), &[("follow", "alles")]).await.is(422);
        tell(&app).await;
        let page = standing(db, &anna.principal, group, child).await;
        saved(save(db, &anna.principal, &page, "Acht weken.").await);
        tell(&app).await;
        assert_eq!(told(&app, &bram, "page_changed").await, ["Termijn"]);
        assert!(told(&app, &anna, "page_changed").await.is_empty());
        let page = standing(db, &anna.principal, group, child).await;
        saved(save(db, &anna.principal, &page, "Tien weken.").await);
        tell(&app).await;
        assert_eq!(told(&app, &bram, "page_changed").await.len(), 1, "he knows that there is something");
        let bell = bram.browser.get("/notifications").await;
        bell.is(200).shows("Anna de Boer wijzigde ‘Termijn’ in de wiki van Woo").shows(&format!("{path}/termijn"));

        // What he saw before is what he is told the difference with; then it is no news any more.
        bram.browser.get(&path).await.shows("Gewijzigd sinds je keek").shows("difference?from=1");
        bram.browser.get(&format!("{path}/termijn")).await.shows("2 wijzigingen sinds je hier was").shows("/termijn/difference?from=1");
        bram.browser.get(&format!("{path}/termijn/difference?from=1")).await.is(200).shows("Van versie 1 naar versie 3");
        bram.browser.get(&format!("{path}/termijn")).await.hides("sinds je hier was");
        bram.browser.get(&path).await.hides("Gewijzigd sinds je keek");
        let page = standing(db, &anna.principal, group, child).await;
        saved(save(db, &anna.principal, &page, "Elf weken.").await);
        tell(&app).await;
        assert_eq!(told(&app, &bram, "page_changed").await.len(), 2);
        bram.browser.submit(&format!("{path}/start/follow"), &[("follow", "nothing")]).await.shows("Je volgt deze pagina niet meer");
        bram.browser.get(&format!("{path}/termijn")).await.shows("Eén wijziging sinds je hier was").shows("Volg alleen deze pagina");
        saved(save(db, &anna.principal, &standing(db, &anna.principal, group, child).await, "Klaar.").await);
        tell(&app).await;
        assert_eq!(told(&app, &bram, "page_changed").await.len(), 2);
        // One's own changes are no news.
        saved(save(db, &bram.principal, &standing(db, &anna.principal, group, child).await, "Klaar!").await);
        bram.browser.get(&path).await.hides("Gewijzigd sinds je keek");
    }

    async fn whoever_may_not_read_follows_nothing(engine) {
        let app = TestApp::start(engine).await;
        let (anna, mut carla) = (app.member("Anna").await, app.member("Carla").await);
        let db = app.db();
        let group = closed(db, &anna.principal, "Inkoop").await;
        let page = made(db, &anna.principal, group, "Prijzen", "Geheim").await;
        carla.browser.post(&format!("/groups/{group}/wiki/prijzen/follow"), &[("follow", "page")]).await.is(404);
        let followed = db.write(async |tx| follow::follow(tx, &carla.principal, page.id, true).await).await;
        assert_eq!(key(followed), "not found");
        for hidden in ["prijzen/editing", "to/titles?q=prijzen"] {
            carla.browser.get(&format!("/groups/{group}/wiki/{hidden}")).await.is(404);
        }
        carla.browser.post(&format!("/groups/{group}/wiki/prijzen/remarks"), &[("body", "Ha")]).await.is(404);
    }

    async fn whoever_keeps_a_page_is_reminded_once(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, bram) = (app.member("Anna").await, app.member("Bram").await);
        let db = app.db();
        let group = open(db, &anna.principal, "Woo").await;
        join(db, &bram.principal, group).await.unwrap();
        let kept = made(db, &bram.principal, group, "Termijn", "Vier weken.").await;
        let nobodys = made(db, &bram.principal, group, "Leeg", "Niets.").await;
        let path = format!("/groups/{group}/wiki");
        let person = bram.principal.person_id().unwrap().to_string();
        anna.browser.get(&format!("{path}/termijn/arrange")).await.is(200).shows(&format!("value=\"{person}\"")).shows(">Bram<");
        anna.browser.submit(&format!("{path}/termijn/upkeep"), &[("owner", &person), ("months", "3")]).await.is(200).shows("Bijgehouden door");
        let stranger = app.member("Vreemd").await.principal.person_id().unwrap().to_string();
        anna.browser.post(&format!("{path}/termijn/upkeep"), &[("owner", &stranger), ("months", "3")]).await.is(422);
        anna.browser.submit(&format!("{path}/leeg/upkeep"), &[("owner", "none"), ("months", "3")]).await.is(200);
        domain::sweep::run(db).await.unwrap();
        assert!(told(&app, &bram, "page_due").await.is_empty());
        app.clock().advance(100 * DAY);
        for _ in 0..2 {
            domain::sweep::run(db).await.unwrap();
        }
        assert_eq!(told(&app, &bram, "page_due").await, ["Termijn"]);
        assert_eq!(told(&app, &anna, "page_due").await, ["Leeg"], "nobody keeps it, so whoever looks after the network hears");
        db.write(async |tx| upkeep::confirm(tx, &bram.principal, kept.id, 3).await).await.unwrap();
        db.write(async |tx| wiki::delete(tx, &anna.principal, nobodys.id).await).await.unwrap();
        app.clock().advance(100 * DAY);
        domain::sweep::run(db).await.unwrap();
        // What was told a hundred days ago is told no more.
        assert_eq!(told(&app, &bram, "page_due").await, ["Termijn"]);
        assert!(told(&app, &anna, "page_due").await.is_empty(), "what was deleted needs no look");
    }

    async fn a_new_page_begins_with_a_template(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await;
        let group = open(app.db(), &anna.principal, "Woo").await;
        made(app.db(), &anna.principal, group, "Besluit", "## Waarom\n\n## Gevolgen").await;
        let path = format!("/groups/{group}/wiki");
        anna.browser.get(&format!("{path}/new")).await.hides("Begin met een sjabloon");
        anna.browser.submit(&format!("{path}/besluit/template"), &[("template", "yes")]).await.is(200).shows("Sjabloon: nieuwe");
        let form = anna.browser.get(&format!("{path}/new?title=Parkeren")).await;
        form.is(200).shows("Begin met een sjabloon").shows("title=Parkeren");
        let href = form.text.split("href=\"").find(|rest| rest.contains("template=")).and_then(|rest| rest.split('"').next()).unwrap();
        let begun = anna.browser.get(&href.replace("&amp;", "&").replace("&#38;", "&")).await;
        begun.is(200).shows("## Gevolgen").shows("value=\"Parkeren\"");
        anna.browser.submit(&format!("{path}/besluit/template"), &[("template", "no")]).await.is(200).hides("Sjabloon: nieuwe");
        anna.browser.get(&href.replace("&amp;", "&").replace("&#38;", "&")).await.is(200).hides("## Gevolgen");
    }

    async fn whoever_writes_sees_who_else_does(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut bram) = (app.member("Anna de Boer").await, app.member("Bram Smit").await);
        let db = app.db();
        let group = open(db, &anna.principal, "Woo").await;
        join(db, &bram.principal, group).await.unwrap();
        let page = made(db, &anna.principal, group, "Termijn", "Vier weken.").await;
        let path = format!("/groups/{group}/wiki/termijn");
        anna.browser.get(&format!("{path}/edit")).await.is(200).hides("ook aan het wijzigen");
        bram.browser.get(&format!("{path}/edit")).await.is(200).shows("Anna de Boer is deze pagina ook aan het wijzigen");
        let heard = anna.browser.get(&format!("{path}/editing")).await;
        heard.is(200).shows("event: editing").shows("Bram Smit is deze pagina ook");
        // Whoever saved is not at it any more, and a browser that went away is not believed for long.
        saved(save(db, &bram.principal, &page, "Acht weken.").await);
        db.write(async |tx| editing::end(tx, &bram.principal, page.id).await).await.unwrap();
        anna.browser.get(&format!("{path}/editing")).await.is(200).shows("\"words\":\"\"");
        app.clock().advance(Duration::from_secs(31));
        bram.browser.get(&format!("{path}/edit")).await.hides("ook aan het wijzigen");
        let carla = app.member("Carla").await;
        assert_eq!(key(db.write(async |tx| editing::begin(tx, &carla.principal, page.id, editing::AGAIN).await).await), "error-members-only");
    }

    async fn titles_are_offered_behind_two_brackets(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await;
        let group = open(app.db(), &anna.principal, "Woo").await;
        for title in ["Wet open overheid", "Open standaarden", "Kopen & huren", "条約", "titles"] {
            made(app.db(), &anna.principal, group, title, "").await;
        }
        let path = format!("/groups/{group}/wiki");
        let found = anna.browser.get(&format!("{path}/to/titles?q=open")).await;
        found.is(200).shows("data-value=\"[[Wet open overheid]]\"").shows("3 pagina’s gevonden");
        let at = |title: &str| found.text.find(title).unwrap();
        assert!(at("Open standaarden") < at("Wet open"), "what begins with it comes first");
        found.shows("[[Kopen &#38; huren]]");
        anna.browser.get(&format!("{path}/to/titles?q=%E6%9D%A1")).await.shows("条約");
        anna.browser.get(&format!("{path}/to/titles?q=%25")).await.is(200).shows("Geen pagina");
        anna.browser.get(&format!("{path}/titles")).await.is(200).shows("Op deze pagina staat nog niets");
        anna.browser.get(&format!("{path}/titles/edit")).await.shows(&format!("data-titles-at=\"{path}/to/titles\"")).shows("keys=\"@ [[\"");
    }

    async fn a_page_of_elsewhere_is_followed_and_begun_with_at_home(engine) {
        let scene = scene(engine).await;
        let ([alpha, beta, _], [anna, bea, _]) = (&scene.sites, &scene.people);
        made(alpha.db(), anna, scene.groups[0], "Termijn", "Vier weken.").await;
        scene.settle().await;
        let page = scene.at(1, "Termijn").await;
        beta.db().write(async |tx| follow::follow(tx, bea, page.id, false).await).await.unwrap();
        beta.db().write(async |tx| wiki::templates::set(tx, bea, page.id, true).await).await.unwrap();
        assert!(!scene.at(1, "Termijn").await.is_template, "its host says so");
        scene.settle().await;
        for at in 0..3 {
            assert!(scene.at(at, "Termijn").await.is_template);
        }
        assert!(scene.told(1, "page_changed").await.is_empty(), "the text is the same");
        saved(scene.save(0, "Termijn", "Acht weken.").await);
        scene.settle().await;
        assert_eq!(scene.told(1, "page_changed").await[0].detail["title"], "Termijn");
        assert!(scene.told(2, "page_changed").await.is_empty());
        assert_eq!(follow::find(beta.db(), bea, &page).await.unwrap(), Some(Following::Page));
        // Her own change, when it comes back from the host, is no news to her.
        scene.save(1, "Termijn", "Tien weken.").await.unwrap();
        scene.world.network.set("alpha.test", "gamma.test", Fault::Cut);
        scene.settle().await;
        assert_eq!(scene.told(1, "page_changed").await.len(), 1);
    }
}
