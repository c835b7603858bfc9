//! Who is changing a page is seen at all the organisations whose people are at it, for as long as he is.

use domain::db::sql;
use domain::groups::members;
use domain::people::replica::{Site as Employer, Stub, note_speaker};
use domain::people::{Scope, faces};
use domain::principal::Affiliation;
use domain::wiki::editing::{self, OPENED, elsewhere};
use domain::wiki::{self, Rights};
use domain::{Db, PageId, Principal, instances, peers};
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use plein_tests::network::Fault;
use plein_tests::site::ADMIN;

use super::across::{Scene, scene};
use super::made;
use crate::federation::groups::colleague;
use crate::groups::{join, key, open};

const BEA: &str = "Bea, Organisation beta.test";
const CAS: &str = "Cas, Organisation gamma.test";
const ANNA: &str = "Anna, Organisation alpha.test";

pub async fn others(db: &Db, who: &Principal, page: PageId) -> Vec<String> {
    let ids = editing::list_others(db, who, page).await.unwrap();
    let faces = faces(db, who, ids).await.unwrap();
    let mut names: Vec<_> =
        faces.into_values().map(|face| format!("{}, {}", face.name, face.organisation)).collect();
    names.sort();
    names
}

impl Scene {
    async fn opens(&self, at: usize) {
        let page = self.at(at, "Termijn").await.id;
        let who = &self.people[at];
        self.sites[at].db().write(async |tx| editing::begin(tx, who, page, OPENED).await).await.unwrap();
    }

    async fn closes(&self, at: usize) {
        let page = self.at(at, "Termijn").await.id;
        let who = &self.people[at];
        self.sites[at].db().write(async |tx| editing::end(tx, who, page).await).await.unwrap();
    }

    async fn seen(&self, at: usize) -> Vec<String> {
        others(self.sites[at].db(), &self.people[at], self.at(at, "Termijn").await.id).await
    }

    /// The host tells on what it heard when others had a moment to say more.
    async fn soon(&self) {
        self.settle().await;
        self.later(2).await;
    }

    async fn later(&self, seconds: u64) {
        self.world.advance_seconds(seconds);
        self.settle().await;
    }
}

/// How many nudges about pages are kept, and how many jobs failed.
async fn left_over(db: &Db) -> (i64, i64) {
    let nudges =
        sql("select count(*) from delivery where ordering_key like 'editing:%'").scalar(db).await.unwrap();
    let failed = sql("select count(last_error) from job").scalar(db).await.unwrap();
    (nudges, failed)
}

async fn begun(engine: plein_tests::databases::Engine) -> Scene {
    let mut scene = scene(engine).await;
    let (alpha, founder, group) = (&scene.sites[0], scene.people[0].clone(), scene.groups[0]);
    // Whoever founded a network is no news in its feed; who joined and looks after it is.
    let anna = colleague(alpha, "Anna").await;
    join(alpha.db(), &anna, group).await.unwrap();
    let id = anna.person_id().unwrap();
    alpha
        .db()
        .write(async |tx| members::set_role(tx, &founder, group, id, members::Role::Owner).await)
        .await
        .unwrap();
    made(alpha.db(), &anna, group, "Termijn", "Vier weken.").await;
    scene.people[0] = anna;
    scene.settle().await;
    scene
}

both_engines! {
    async fn whoever_opens_the_editor_is_seen_at_the_other_organisations(engine) {
        let scene = begun(engine).await;
        scene.opens(1).await;
        scene.soon().await;
        assert_eq!(scene.seen(0).await, [BEA]);
        assert!(scene.seen(2).await.is_empty(), "nobody of gamma is at it, so that nobody there is told");
        scene.opens(2).await;
        scene.soon().await;
        assert_eq!((scene.seen(0).await, scene.seen(1).await, scene.seen(2).await), (vec![BEA.into(), CAS.into()], vec![CAS.into()], vec![BEA.into()]));
        scene.opens(0).await;
        scene.soon().await;
        assert_eq!((scene.seen(1).await, scene.seen(2).await), (vec![ANNA.into(), CAS.into()], vec![ANNA.into(), BEA.into()]));

        // As long as they are at it, and no word more than one in a minute each way.
        let before = scene.world.network.seen().len();
        for _ in 0..4 {
            scene.later(61).await;
        }
        assert_eq!((scene.seen(0).await, scene.seen(1).await, scene.seen(2).await), (vec![BEA.into(), CAS.into()], vec![ANNA.into(), CAS.into()], vec![ANNA.into(), BEA.into()]));
        let after = scene.world.network.seen().len();
        assert!(after - before <= 4 * 8, "{} requests in four minutes", after - before);

        scene.closes(1).await;
        scene.soon().await;
        assert_eq!((scene.seen(0).await, scene.seen(2).await), (vec![CAS.into()], vec![ANNA.into()]));
        scene.closes(0).await;
        scene.soon().await;
        assert!(scene.seen(2).await.is_empty());
        scene.closes(2).await;
        scene.soon().await;
        scene.later(61).await;
        let quiet = scene.world.network.seen().len();
        for _ in 0..3 {
            scene.later(61).await;
        }
        assert_eq!(scene.world.network.seen().len(), quiet, "when nobody is at it, nobody speaks of it");
        for at in 0..3 {
            assert!(scene.seen(at).await.is_empty());
            assert_eq!(left_over(scene.sites[at].db()).await, (0, 0), "what arrived is not kept");
        }
    }

    async fn a_browser_that_went_away_is_not_seen_for_long(engine) {
        let scene = begun(engine).await;
        let (bea, page) = (&scene.people[1], scene.at(1, "Termijn").await.id);
        scene.opens(0).await;
        scene.opens(2).await;
        scene.sites[1].db().write(async |tx| editing::begin(tx, bea, page, editing::AGAIN).await).await.unwrap();
        scene.soon().await;
        assert_eq!((scene.seen(0).await, scene.seen(2).await), (vec![BEA.into(), CAS.into()], vec![ANNA.into(), BEA.into()]));
        scene.later(61).await;
        scene.later(2).await;
        assert_eq!((scene.seen(0).await, scene.seen(2).await), (vec![CAS.into()], vec![ANNA.into()]));
    }

    async fn while_the_host_is_away_each_sees_his_own(engine) {
        let scene = begun(engine).await;
        for at in 0..3 {
            scene.opens(at).await;
        }
        scene.soon().await;
        assert_eq!(scene.seen(2).await, [ANNA, BEA]);
        scene.world.network.set("alpha.test", "beta.test", Fault::Cut);
        scene.world.network.set("beta.test", "alpha.test", Fault::Cut);
        for _ in 0..3 {
            scene.later(61).await;
        }
        // Nobody says that Bea is at it still, nor to her who else is.
        assert_eq!((scene.seen(0).await, scene.seen(1).await, scene.seen(2).await), (vec![CAS.into()], vec![], vec![ANNA.into()]));
        for at in 0..2 {
            let (waiting, failed) = left_over(scene.sites[at].db()).await;
            assert!(waiting <= 1 && failed == 0, "the newest nudge waits alone");
        }
        scene.world.network.heal("alpha.test", "beta.test");
        scene.world.network.heal("beta.test", "alpha.test");
        for at in 0..3 {
            scene.opens(at).await;
        }
        scene.later(300).await;
        scene.later(61).await;
        assert_eq!((scene.seen(0).await, scene.seen(1).await), (vec![BEA.into(), CAS.into()], vec![ANNA.into(), CAS.into()]));
    }

    async fn whoever_may_not_change_the_page_any_more_is_not_shown(engine) {
        let scene = begun(engine).await;
        let ([alpha, beta, _], [anna, bea, _]) = (&scene.sites, &scene.people);
        beta.choose(bea.person_id().unwrap(), Scope::Network).await;
        scene.later(10).await;
        for at in 0..3 {
            scene.opens(at).await;
        }
        scene.soon().await;
        assert_eq!(scene.seen(2).await, [ANNA, BEA]);
        let page = scene.at(0, "Termijn").await.id;
        let ids = editing::list_others(alpha.db(), anna, page).await.unwrap();
        let bea_at_alpha = domain::people::list(alpha.db(), &ids).await.unwrap().into_iter().find(|one| one.name == "Bea").unwrap().id;
        alpha.db().write(async |tx| members::remove(tx, anna, scene.groups[0], bea_at_alpha, "Klaar").await).await.unwrap();
        assert_eq!(scene.seen(0).await, [CAS], "at once");
        scene.soon().await;
        assert_eq!(scene.seen(2).await, [ANNA]);
        // Nothing of her keeps her from being forgotten with all of beta.
        let id = alpha.instance_id("beta.test").await;
        alpha.db().write(async |tx| peers::block(tx, &ADMIN, id).await).await.unwrap();
        scene.soon().await;
        assert_eq!(left_over(alpha.db()).await.1, 0);

        // A page that moderators alone change: Cas is none.
        alpha.db().write(async |tx| wiki::set_rights(tx, anna, page, Rights::Moderators).await).await.unwrap();
        scene.soon().await;
        scene.later(151).await;
        assert!(scene.seen(0).await.is_empty());
        let (gamma, cas) = (&scene.sites[2], &scene.people[2]);
        let there = scene.at(2, "Termijn").await.id;
        assert_eq!(key(gamma.db().write(async |tx| editing::begin(tx, cas, there, OPENED).await).await), "error-page-moderators");
    }

    async fn a_page_says_where_the_others_work(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut bram) = (app.member("Anna de Boer").await, app.member("Bram Smit").await);
        let db = app.db();
        let group = open(db, &anna.principal, "Woo").await;
        join(db, &bram.principal, group).await.unwrap();
        let page = made(db, &anna.principal, group, "Termijn", "Vier weken.").await;
        let stub = Stub {
            ap_id: "https://gelderland.test/ap/person/1".into(),
            handle: "anna".into(),
            name: "Anna de Wit".into(),
            affiliation: Affiliation::Staff,
            site: Employer {
                host: "gelderland.test".into(),
                base_url: "https://gelderland.test".into(),
                organisation: "Provincie Gelderland".into(),
                organisation_uri: None,
            },
        };
        db.write(async |tx| {
            let host = instances::find_or_insert(tx, "gelderland.test", "https://gelderland.test", "Gelderland").await?;
            let person = note_speaker(tx, host, &stub).await?;
            sql("insert into membership (group_id, person_id, role, state, since, answer, reason, web_level, mail_level) \
                 values ($1, $2, 'member', 'active', $3, '', '', 'all', 'all')")
                .bind(group).bind(person).bind(tx.now()).execute(&mut *tx).await?;
            let shared = elsewhere::find(&mut *tx, page.id).await?.expect("a page");
            elsewhere::keep(tx, &shared, host, std::slice::from_ref(&stub.ap_id)).await
        })
        .await
        .unwrap();
        let path = format!("/groups/{group}/wiki/termijn");
        let words = "Anna de Wit (Provincie Gelderland) is deze pagina ook aan het wijzigen";
        anna.browser.get(&format!("{path}/edit")).await.is(200).shows(words);
        bram.browser.get(&format!("{path}/editing")).await.is(200).shows("event: editing").shows("Anna de Wit (Provincie Gelderland)").shows("Anna de Boer");
        app.clock().advance(std::time::Duration::from_secs(151));
        anna.browser.get(&format!("{path}/edit")).await.hides("Gelderland");
    }
}
