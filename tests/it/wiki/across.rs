//! One wiki at three organisations: everywhere the same pages, written from everywhere, and nothing lost on the way.

use domain::db::sql;
use domain::groups::members::{self, Role};
use domain::wiki::upkeep::{self, Upkeep};
use domain::wiki::{self, Direction, Edit, Leaf, Made, Outcome, Page, Rights, drafts, offers, verify};
use domain::{GroupId, Principal, notifications};
use plein_tests::both_engines;
use plein_tests::databases::Engine;
use plein_tests::network::Fault;
use plein_tests::site::{Site, World, befriend, settle};

use super::{edit, made, make, new_page, page as standing, save, saved};
use crate::federation::groups::{colleague, copy_at, rest};
use crate::groups::{create, join, key};
use domain::Audience;
use domain::groups::JoinPolicy;

const TEXT: &str =
    "Een verzoek wordt binnen vier weken beantwoord.\n\nBel bij twijfel de jurist.\n\nBewaar het dossier.";

/// A closed network of alpha, of which Bea of beta and Cas of gamma are members; beta and gamma are no peers.
pub struct Scene {
    pub world: World,
    pub sites: [Site; 3],
    pub people: [Principal; 3],
    /// At alpha, beta and gamma.
    pub groups: [GroupId; 3],
}

pub async fn scene(engine: Engine) -> Scene {
    let world = World::new(engine);
    let (alpha, beta) = world.peers().await;
    let gamma = world.site("gamma.test").await;
    befriend(&alpha, &gamma).await;
    let people =
        [colleague(&alpha, "Anna").await, colleague(&beta, "Bea").await, colleague(&gamma, "Cas").await];
    let closed = crate::groups::edit("Woo", JoinPolicy::Open, Audience::Network, Audience::Group);
    let group = create(alpha.db(), &people[0], closed).await;
    rest(&world, &[&alpha, &beta, &gamma]).await;
    let groups = [group, copy_at(&beta, &alpha, group).await, copy_at(&gamma, &alpha, group).await];
    for at in [1, 2] {
        join([&beta, &gamma][at - 1].db(), &people[at], groups[at]).await.unwrap();
    }
    settle(&[&alpha, &beta, &gamma]).await;
    Scene { world, sites: [alpha, beta, gamma], people, groups }
}

impl Scene {
    pub async fn settle(&self) {
        settle(&[&self.sites[0], &self.sites[1], &self.sites[2]]).await;
    }

    /// The page with this title, as one of the three sees it.
    pub async fn at(&self, at: usize, title: &str) -> Page {
        self.find(at, title).await.unwrap_or_else(|| panic!("no {title} at {}", self.sites[at].host))
    }

    pub async fn find(&self, at: usize, title: &str) -> Option<Page> {
        let db = self.sites[at].db();
        let wiki = wiki::enter(db, &self.people[at], self.groups[at]).await.unwrap();
        wiki::find_by_title(db, &wiki, title).await.unwrap()
    }

    /// The page with this title that was taken away.
    pub async fn at_deleted(&self, at: usize, title: &str) -> domain::PageId {
        let db = self.sites[at].db();
        let wiki = wiki::enter(db, &self.people[at], self.groups[at]).await.unwrap();
        let gone = wiki::list_deleted(db, &wiki, 100).await.unwrap();
        gone.into_iter().find(|page| page.title == title).expect("a deleted page").id
    }

    pub async fn text(&self, at: usize, title: &str) -> String {
        let page = self.at(at, title).await;
        wiki::source_of(self.sites[at].db(), &page.head).await.unwrap().expect("a text")
    }

    pub async fn save(&self, at: usize, title: &str, source: &str) -> domain::Result<Outcome> {
        let page = self.at(at, title).await;
        save(self.sites[at].db(), &self.people[at], &page, source).await
    }

    async fn tree(&self, at: usize) -> Vec<(usize, String)> {
        let db = self.sites[at].db();
        let wiki = wiki::enter(db, &self.people[at], self.groups[at]).await.unwrap();
        let all = wiki::list_all(db, &wiki).await.unwrap();
        all.into_iter().map(|(depth, leaf): (usize, Leaf)| (depth, leaf.title)).collect()
    }

    /// Every version with its text, by page and number, as it stands in the database.
    async fn chain(&self, at: usize) -> Vec<(String, i64, String, String, Option<Vec<u8>>)> {
        sql("select page.ap_id, version.number, version.id, version.author, text.source from wiki_version version \
             join wiki_page page on page.id = version.page_id left join wiki_text text on text.version_id = version.id \
             order by page.ap_id, version.number")
        .all(self.sites[at].db())
        .await
        .unwrap()
    }

    /// The chain fits at all three, and is the same byte for byte.
    pub async fn demand_whole(&self) {
        for at in 0..3 {
            let verified = verify::verify(self.sites[at].db()).await.unwrap();
            assert!(verified.broken.is_empty(), "{}: {:?}", self.sites[at].host, verified.broken);
        }
        let chain = self.chain(0).await;
        assert!(!chain.is_empty());
        for at in [1, 2] {
            assert_eq!(self.chain(at).await, chain, "{}", self.sites[at].host);
        }
    }

    pub async fn told(&self, at: usize, kind: &str) -> Vec<notifications::Notification> {
        let told = notifications::list(self.sites[at].db(), &self.people[at], None, 50).await.unwrap();
        told.into_iter().filter(|one| one.kind == kind).collect()
    }
}

both_engines! {
    async fn pages_are_the_same_everywhere_and_written_from_everywhere(engine) {
        let scene = scene(engine).await;
        let ([alpha, beta, gamma], [anna, bea, cas]) = (&scene.sites, &scene.people);
        let start = made(alpha.db(), anna, scene.groups[0], "Termijn", TEXT).await;
        make(alpha.db(), anna, scene.groups[0], new_page("Wie belt", Some(start.id), "Zie [[Termijn]].")).await.unwrap();
        scene.settle().await;
        for at in [1, 2] {
            assert_eq!(scene.text(at, "Termijn").await, TEXT);
            assert_eq!(scene.tree(at).await, [(0, "Termijn".to_owned()), (1, "Wie belt".to_owned())]);
        }

        let outcome = scene.save(1, "Termijn", &TEXT.replace("vier", "acht")).await.unwrap();
        assert!(matches!(outcome, Outcome::Sent), "{outcome:?}");
        assert_eq!(scene.text(1, "Termijn").await, TEXT, "it stands when the host has it");
        let page_at_beta = scene.at(1, "Termijn").await;
        assert!(offers::find_own(beta.db(), bea, page_at_beta.id).await.unwrap().is_some());
        scene.settle().await;
        assert!(offers::find_own(beta.db(), bea, page_at_beta.id).await.unwrap().is_none());
        for at in 0..3 {
            assert_eq!(scene.text(at, "Termijn").await, TEXT.replace("vier", "acht"));
        }
        let author = domain::people::find(gamma.db(), scene.at(2, "Termijn").await.changed_by).await.unwrap();
        assert_eq!((author.name.as_str(), author.is_local), ("Bea", false), "at an organisation that is no peer of hers");

        // A page, a title, a place, an order, an owner: all from elsewhere.
        let parent = scene.at(2, "Termijn").await;
        let new = new_page("Begrippen", Some(parent.id), "Termijn: vier weken.");
        let made = gamma.db().write(async |tx| wiki::create(tx, cas, scene.groups[2], new.clone()).await).await.unwrap();
        assert_eq!(made, Made::Sent);
        assert!(scene.find(2, "Begrippen").await.is_none());
        scene.settle().await;
        let page = scene.at(2, "Begrippen").await;
        gamma.db().write(async |tx| wiki::rename(tx, cas, page.id, "Woorden", None).await).await.unwrap();
        scene.settle().await;
        gamma.db().write(async |tx| wiki::shift(tx, cas, page.id, Direction::Up).await).await.unwrap();
        let mine = Upkeep { owner_id: cas.acting_person(), review_at: None };
        gamma.db().write(async |tx| upkeep::set(tx, cas, page.id, mine).await).await.unwrap();
        scene.settle().await;
        for at in 0..3 {
            let tree: Vec<_> = [(0, "Termijn"), (1, "Woorden"), (1, "Wie belt")].map(|(d, t)| (d, t.to_owned())).into();
            assert_eq!(scene.tree(at).await, tree, "{}", scene.sites[at].host);
            assert_eq!(scene.at(at, "Begrippen").await.slug, "woorden", "the old address leads on");
            let owner = scene.at(at, "Woorden").await.owner_id.expect("an owner");
            assert_eq!(domain::people::find(scene.sites[at].db(), owner).await.unwrap().name, "Cas");
        }
        gamma.db().write(async |tx| wiki::move_to(tx, cas, page.id, None).await).await.unwrap();
        gamma.db().write(async |tx| upkeep::confirm(tx, cas, page.id, 6).await).await.unwrap();
        scene.settle().await;
        assert_eq!(scene.tree(1).await.last().unwrap(), &(0, "Woorden".to_owned()));
        assert!(scene.at(1, "Woorden").await.review_at.is_some());
        gamma.db().write(async |tx| wiki::delete(tx, cas, page.id).await).await.unwrap();
        scene.settle().await;
        for at in 0..3 {
            assert!(scene.find(at, "Woorden").await.is_none());
        }
        gamma.db().write(async |tx| wiki::bring_back(tx, cas, page.id).await).await.unwrap();
        scene.settle().await;
        assert_eq!(scene.text(1, "Woorden").await, "Termijn: vier weken.");
        scene.demand_whole().await;
    }

    async fn two_organisations_write_at_the_same_time(engine) {
        let scene = scene(engine).await;
        let ([alpha, beta, _], [anna, bea, _]) = (&scene.sites, &scene.people);
        made(alpha.db(), anna, scene.groups[0], "Termijn", TEXT).await;
        scene.settle().await;
        // Three at once, each another passage.
        saved(scene.save(0, "Termijn", &TEXT.replace("vier", "acht")).await);
        scene.save(1, "Termijn", &TEXT.replace("de jurist", "de Woo-functionaris")).await.unwrap();
        scene.save(2, "Termijn", &TEXT.replace("Bewaar", "Archiveer")).await.unwrap();
        scene.settle().await;
        let merged = TEXT.replace("vier", "acht").replace("de jurist", "de Woo-functionaris").replace("Bewaar", "Archiveer");
        for at in 0..3 {
            assert_eq!(scene.text(at, "Termijn").await, merged);
        }
        assert_eq!(scene.at(2, "Termijn").await.version_count, 6, "what each wrote stands beside what it became");
        scene.demand_whole().await;

        // Two at once, the same passage: whoever comes second decides at home.
        saved(scene.save(0, "Termijn", &merged.replace("acht weken", "tien weken")).await);
        scene.save(1, "Termijn", &merged.replace("acht weken", "zes weken")).await.unwrap();
        scene.settle().await;
        let page = scene.at(1, "Termijn").await;
        let draft = drafts::find(beta.db(), bea, page.id).await.unwrap().expect("her text is kept");
        assert!(draft.source.contains("zes weken"));
        let told = scene.told(1, "page_refused").await;
        assert_eq!(told[0].detail.get("reason").map(String::as_str), Some("error-page-clash"));
        assert_eq!(told[0].detail.get("page_id"), Some(&page.id.to_string()));
        assert!(offers::list_own(beta.db(), bea, scene.groups[1]).await.unwrap().is_empty());
        let again = Edit { base: draft.base.clone(), source: draft.source.clone(), ..edit(&page, "") };
        let outcome = beta.db().write(async |tx| wiki::edit(tx, bea, page.id, again.clone()).await).await.unwrap();
        let Outcome::Conflict(conflict) = outcome else { panic!("{outcome:?}") };
        let decided = conflict.merged.resolved(|_, clash| clash.mine.clone());
        scene.save(1, "Termijn", &decided).await.unwrap();
        scene.settle().await;
        for at in 0..3 {
            assert!(scene.text(at, "Termijn").await.contains("zes weken"));
        }
        assert!(drafts::find(beta.db(), bea, page.id).await.unwrap().is_none());
        scene.demand_whole().await;
    }

    async fn a_change_waits_while_the_host_is_away(engine) {
        let scene = scene(engine).await;
        let ([alpha, beta, _], [anna, bea, _]) = (&scene.sites, &scene.people);
        made(alpha.db(), anna, scene.groups[0], "Termijn", TEXT).await;
        scene.settle().await;
        scene.world.network.set("beta.test", "alpha.test", Fault::Cut);
        scene.world.network.set("alpha.test", "beta.test", Fault::Cut);
        let first = TEXT.replace("vier", "acht");
        scene.save(1, "Termijn", &first).await.unwrap();
        let page = scene.at(1, "Termijn").await;
        let waiting = offers::find_own(beta.db(), bea, page.id).await.unwrap().expect("it waits");
        // She goes on with what she wrote, also in the same sentence; meanwhile Anna writes another passage.
        let second = first.replace("binnen acht weken", "binnen acht weken, bij verdaging zestien,");
        let more = Edit { after: Some(waiting.id), ..edit(&page, &second) };
        let outcome = beta.db().write(async |tx| wiki::edit(tx, bea, page.id, more.clone()).await).await.unwrap();
        assert!(matches!(outcome, Outcome::Sent), "{outcome:?}");
        saved(scene.save(0, "Termijn", &TEXT.replace("Bewaar", "Archiveer")).await);
        scene.settle().await;
        assert_eq!(scene.text(1, "Termijn").await, TEXT);
        assert_eq!(offers::list_own(beta.db(), bea, scene.groups[1]).await.unwrap().len(), 2);
        scene.world.network.heal("beta.test", "alpha.test");
        scene.world.network.heal("alpha.test", "beta.test");
        scene.world.advance_seconds(60);
        scene.settle().await;
        for at in 0..3 {
            assert_eq!(scene.text(at, "Termijn").await, second.replace("Bewaar", "Archiveer"));
        }
        assert!(offers::list_own(beta.db(), bea, scene.groups[1]).await.unwrap().is_empty());
        scene.demand_whole().await;
    }

    async fn a_chain_of_changes_comes_back_as_one_draft(engine) {
        let scene = scene(engine).await;
        let ([alpha, beta, _], [anna, bea, _]) = (&scene.sites, &scene.people);
        made(alpha.db(), anna, scene.groups[0], "Termijn", TEXT).await;
        scene.settle().await;
        scene.world.network.set("beta.test", "alpha.test", Fault::Cut);
        scene.world.network.set("alpha.test", "beta.test", Fault::Cut);
        // Three changes, one on another; the first one clashes with what Anna writes meanwhile.
        let texts = [
            TEXT.replace("vier weken", "acht weken"),
            TEXT.replace("vier weken", "acht weken").replace("Bewaar", "Archiveer"),
            TEXT.replace("vier weken", "acht weken").replace("Bewaar", "Archiveer").replace("de jurist", "de Woo-functionaris"),
        ];
        let page = scene.at(1, "Termijn").await;
        for text in &texts {
            scene.world.advance_seconds(1);
            let waiting = offers::find_own(beta.db(), bea, page.id).await.unwrap();
            let more = Edit { after: waiting.map(|offer| offer.id), ..edit(&page, text) };
            let outcome = beta.db().write(async |tx| wiki::edit(tx, bea, page.id, more.clone()).await).await.unwrap();
            assert!(matches!(outcome, Outcome::Sent), "{outcome:?}");
        }
        saved(scene.save(0, "Termijn", &TEXT.replace("vier weken", "zes weken")).await);
        scene.world.network.heal("beta.test", "alpha.test");
        scene.world.network.heal("alpha.test", "beta.test");
        scene.world.advance_seconds(60);
        scene.settle().await;
        assert!(offers::list_own(beta.db(), bea, scene.groups[1]).await.unwrap().is_empty());
        let draft = drafts::find(beta.db(), bea, page.id).await.unwrap().expect("her text is kept");
        assert_eq!(draft.source, texts[2], "all that she wrote");
        let told = scene.told(1, "page_refused").await;
        assert_eq!(told.len(), 1, "she is told once");
        let now = scene.at(1, "Termijn").await;
        let conflict = wiki::reopen(beta.db(), &now, &draft.base, &now.head, &draft.source).await.unwrap();
        assert_eq!(conflict.merged.clashes().count(), 1, "only what clashed is asked");
        let decided = conflict.merged.resolved(|_, clash| clash.theirs.clone());
        // A draft that she went on with since is not overwritten by what comes back.
        scene.save(1, "Termijn", &decided).await.unwrap();
        scene.settle().await;
        for at in 0..3 {
            let text = scene.text(at, "Termijn").await;
            assert!(text.contains("zes weken") && text.contains("Archiveer") && text.contains("Woo-functionaris"), "{text}");
        }
        scene.demand_whole().await;
    }

    async fn what_one_writes_on_is_not_overwritten_by_what_comes_back(engine) {
        let scene = scene(engine).await;
        let ([alpha, beta, _], [anna, bea, _]) = (&scene.sites, &scene.people);
        made(alpha.db(), anna, scene.groups[0], "Termijn", TEXT).await;
        scene.settle().await;
        let page = scene.at(1, "Termijn").await;
        scene.save(1, "Termijn", &TEXT.replace("vier weken", "acht weken")).await.unwrap();
        saved(scene.save(0, "Termijn", &TEXT.replace("vier weken", "zes weken")).await);
        scene.world.advance_seconds(5);
        let typed = TEXT.replace("vier weken", "acht weken").replace("Bewaar", "Archiveer");
        beta.db().write(async |tx| drafts::keep(tx, bea, page.id, &page.head, &typed, "").await).await.unwrap();
        scene.settle().await;
        assert_eq!(scene.told(1, "page_refused").await.len(), 1);
        assert_eq!(drafts::find(beta.db(), bea, page.id).await.unwrap().unwrap().source, typed);
    }

    async fn many_changes_of_one_page_are_told_as_one(engine) {
        let scene = scene(engine).await;
        let (alpha, anna) = (&scene.sites[0], &scene.people[0]);
        made(alpha.db(), anna, scene.groups[0], "Termijn", TEXT).await;
        scene.settle().await;
        scene.world.network.set("alpha.test", "beta.test", Fault::Cut);
        for count in 0..12 {
            saved(scene.save(0, "Termijn", &format!("{TEXT}\n\nRegel {count}.")).await);
            scene.settle().await;
        }
        let waiting = || sql("select count(*) from delivery where host = 'beta.test' and state = 'waiting'").scalar::<i64>(alpha.db());
        assert_eq!(waiting().await.unwrap(), 1);
        scene.world.network.heal("alpha.test", "beta.test");
        scene.world.advance_seconds(3600);
        scene.settle().await;
        assert_eq!(scene.text(1, "Termijn").await, format!("{TEXT}\n\nRegel 11."));
        assert_eq!(scene.at(1, "Termijn").await.version_count, 13, "with every version in between");
        scene.demand_whole().await;
    }

    async fn what_the_host_refuses_comes_back_to_its_author(engine) {
        let scene = scene(engine).await;
        let ([alpha, beta, _], [anna, bea, _]) = (&scene.sites, &scene.people);
        let [at_alpha, at_beta, _] = scene.groups;
        let page = made(alpha.db(), anna, at_alpha, "Termijn", TEXT).await;
        scene.settle().await;
        let copy = scene.at(1, "Termijn").await;

        // Locked, and taken by somebody else, before hers arrive.
        alpha.db().write(async |tx| wiki::set_rights(tx, anna, page.id, Rights::Locked).await).await.unwrap();
        made(alpha.db(), anna, at_alpha, "Begrippen", "").await;
        scene.save(1, "Termijn", "Mijn tekst").await.unwrap();
        let new = new_page("Begrippen", None, "Ook van mij");
        beta.db().write(async |tx| wiki::create(tx, bea, at_beta, new.clone()).await).await.unwrap();
        scene.settle().await;
        assert_eq!(drafts::find(beta.db(), bea, copy.id).await.unwrap().unwrap().source, "Mijn tekst");
        let reasons: Vec<_> = scene.told(1, "page_refused").await.iter().map(|one| one.detail["reason"].clone()).collect();
        assert!(reasons.contains(&"error-page-locked".to_owned()) && reasons.contains(&"error-page-exists".to_owned()), "{reasons:?}");
        let (offer, title) = offers::list_own(beta.db(), bea, at_beta).await.unwrap().remove(0);
        assert_eq!((title.as_deref(), offer.source.as_deref()), (Some("Begrippen"), Some("Ook van mij")));
        assert_eq!(key(beta.db().write(async |tx| offers::discard(tx, anna, offer.id).await).await), "not found");
        beta.db().write(async |tx| offers::discard(tx, bea, offer.id).await).await.unwrap();
        assert!(offers::list_own(beta.db(), bea, at_beta).await.unwrap().is_empty());
        assert_eq!(key(scene.save(1, "Termijn", "Nog eens").await), "error-page-locked", "now it is known at home");

        // Deleted while she wrote.
        alpha.db().write(async |tx| wiki::set_rights(tx, anna, page.id, Rights::Members).await).await.unwrap();
        scene.settle().await;
        alpha.db().write(async |tx| wiki::delete(tx, anna, page.id).await).await.unwrap();
        scene.save(1, "Termijn", "Tegelijk").await.unwrap();
        scene.settle().await;
        assert!(scene.find(1, "Termijn").await.is_none());
        assert_eq!(drafts::find(beta.db(), bea, copy.id).await.unwrap().unwrap().source, "Tegelijk");

        // What she says that stood there already is no version, and waits for nothing.
        alpha.db().write(async |tx| wiki::bring_back(tx, anna, page.id).await).await.unwrap();
        scene.settle().await;
        saved(scene.save(0, "Termijn", "Hetzelfde").await);
        scene.save(1, "Termijn", "Hetzelfde").await.unwrap();
        scene.settle().await;
        assert!(offers::list_own(beta.db(), bea, at_beta).await.unwrap().is_empty());
        assert_eq!(scene.text(1, "Termijn").await, "Hetzelfde");

        // Removed from the network while her change was on its way.
        let person = domain::people::find_by_ap_id(alpha.db(), &domain::people::find(beta.db(), bea.acting_person().unwrap()).await.unwrap().ap_id).await.unwrap().unwrap();
        scene.save(1, "Termijn", "Te laat").await.unwrap();
        alpha.db().write(async |tx| members::remove(tx, anna, at_alpha, person.id, "Klaar").await).await.unwrap();
        scene.settle().await;
        assert_eq!(scene.text(0, "Termijn").await, "Hetzelfde");
        assert!(wiki::enter(beta.db(), bea, at_beta).await.is_err(), "it exists no more for her");
        let pages: i64 = sql("select count(*) from wiki_page").scalar(beta.db()).await.unwrap();
        assert_eq!(pages, 0, "and the copy is gone with its last member");
    }

    async fn a_long_history_is_fetched_by_whoever_joins_and_by_whoever_was_away(engine) {
        let scene = scene(engine).await;
        let ([alpha, beta, gamma], [anna, _, cas]) = (&scene.sites, &scene.people);
        // Long enough that no entry of the feed carries it.
        let long = |number: usize| format!("Versie {number}\n\n{}", "Regel van een lange pagina.\n".repeat(4_000)).trim_end().to_owned();
        let mut page = made(alpha.db(), anna, scene.groups[0], "Lang", &long(0)).await;
        for number in 1..30 {
            saved(save(alpha.db(), anna, &page, &long(number)).await);
            page = standing(alpha.db(), anna, scene.groups[0], page.id).await;
        }
        scene.settle().await;
        scene.world.network.set("alpha.test", "gamma.test", Fault::Cut);
        scene.world.network.set("gamma.test", "alpha.test", Fault::Cut);
        // Two at once each time, so that what one answer holds also ends between a text and what it was merged into.
        for number in 30..40 {
            let last = wiki::source_of(alpha.db(), &page.head).await.unwrap().unwrap();
            let (_, rest) = last.split_once('\n').unwrap();
            saved(save(alpha.db(), anna, &page, &format!("Versie {number}\n{rest}")).await);
            saved(save(alpha.db(), anna, &page, &format!("{last}\n\nSlot {number}")).await);
            page = standing(alpha.db(), anna, scene.groups[0], page.id).await;
        }
        scene.settle().await;
        scene.save(1, "Lang", &long(99)).await.unwrap();
        scene.settle().await;
        scene.world.network.heal("alpha.test", "gamma.test");
        scene.world.network.heal("gamma.test", "alpha.test");
        scene.world.advance_seconds(3_600);
        scene.settle().await;
        assert!(scene.text(2, "Lang").await == long(99));
        scene.demand_whole().await;
        // Whoever leaves and comes back has everything again.
        gamma.db().write(async |tx| members::leave(tx, cas, scene.groups[2]).await).await.unwrap();
        scene.settle().await;
        assert_eq!(scene.chain(2).await, []);
        join(gamma.db(), cas, scene.groups[2]).await.unwrap();
        scene.settle().await;
        scene.demand_whole().await;
        assert!(beta.find_peer("gamma.test").await.is_none(), "all the while they were no peers");
    }

    async fn pages_from_before_wikis_travelled_are_told_after_all(engine) {
        let scene = scene(engine).await;
        let (alpha, anna) = (&scene.sites[0], &scene.people[0]);
        made(alpha.db(), anna, scene.groups[0], "Oud", TEXT).await;
        alpha.db().write(async |tx| sql("delete from group_change where kind = 'page'").execute(tx).await).await.unwrap();
        scene.settle().await;
        assert!(scene.find(1, "Oud").await.is_none());
        domain::sweep::run(alpha.db()).await.unwrap();
        scene.settle().await;
        assert_eq!(scene.text(1, "Oud").await, TEXT);
        scene.demand_whole().await;
    }

    async fn a_moderator_elsewhere_says_who_may_write(engine) {
        let scene = scene(engine).await;
        let ([alpha, beta, _], [anna, bea, _]) = (&scene.sites, &scene.people);
        made(alpha.db(), anna, scene.groups[0], "Termijn", TEXT).await;
        let ap_id = domain::people::find(beta.db(), bea.acting_person().unwrap()).await.unwrap().ap_id;
        let person = domain::people::find_by_ap_id(alpha.db(), &ap_id).await.unwrap().unwrap();
        alpha.db().write(async |tx| members::set_role(tx, anna, scene.groups[0], person.id, Role::Moderator).await).await.unwrap();
        scene.settle().await;
        let page = scene.at(1, "Termijn").await;
        beta.db().write(async |tx| wiki::set_rights(tx, bea, page.id, Rights::Moderators).await).await.unwrap();
        scene.settle().await;
        assert_eq!(key(scene.save(2, "Termijn", "Van Cas").await), "error-page-moderators");
        scene.save(1, "Termijn", "Van Bea").await.unwrap();
        scene.settle().await;
        assert_eq!(scene.text(2, "Termijn").await, "Van Bea");
    }
}
