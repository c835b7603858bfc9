//! Four eyes: a page whose changes somebody reads along with, at one organisation and across several.

use domain::db::sql;
use domain::items::kinds::proposal::State;
use domain::items::{self, Detail, Item, Piece, comments, revisions};
use domain::wiki::proposals::{self, Decision};
use domain::wiki::upkeep::{self, Upkeep};
use domain::wiki::{self, Outcome, drafts};
use domain::{ItemId, Principal};
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use plein_tests::databases::Engine;
use plein_tests::site::Site;

use super::across::{Scene, scene};
use super::{made, saved};
use crate::groups::{join, key, open};

const TEXT: &str = "Een verzoek wordt binnen vier weken beantwoord.\n\nBel bij twijfel de jurist.";

/// The page `Termijn` is kept by one of the three and asks for four eyes.
async fn guarded(engine: Engine, keeper: usize) -> Scene {
    let scene = scene(engine).await;
    let (alpha, anna) = (&scene.sites[0], &scene.people[0]);
    let page = made(alpha.db(), anna, scene.groups[0], "Termijn", TEXT).await;
    scene.settle().await;
    let (site, who) = (&scene.sites[keeper], &scene.people[keeper]);
    let own = scene.at(keeper, "Termijn").await;
    let mine = Upkeep { owner_id: who.acting_person(), review_at: None };
    site.db().write(async |tx| upkeep::set(tx, who, own.id, mine).await).await.unwrap();
    scene.settle().await;
    alpha.db().write(async |tx| proposals::set_needed(tx, anna, page.id, true).await).await.unwrap();
    scene.settle().await;
    scene
}

fn proposed(outcome: domain::Result<Outcome>) -> ItemId {
    match outcome.expect("an outcome") {
        Outcome::Proposed(id) => id,
        other => panic!("{other:?}"),
    }
}

/// The only proposal that one of the three sees for the page.
async fn seen(scene: &Scene, at: usize) -> Item {
    let page = scene.at(at, "Termijn").await;
    let found = proposals::list_open(scene.sites[at].db(), &scene.people[at], &page).await.unwrap();
    assert_eq!(found.len(), 1, "at {}", scene.sites[at].host);
    found.into_iter().next().unwrap()
}

async fn decide(
    site: &Site,
    who: &Principal,
    id: ItemId,
    decision: Decision,
    note: &str,
) -> domain::Result<()> {
    site.db().write(async |tx| proposals::decide(tx, who, id, decision, note).await).await
}

async fn state(site: &Site, who: &Principal, id: ItemId) -> State {
    match items::find(site.db(), who, id).await.unwrap().detail {
        Detail::Proposal(proposal) => proposal.state,
        other => panic!("{other:?}"),
    }
}

both_engines! {
    async fn a_proposal_of_one_organisation_is_approved_in_another(engine) {
        let scene = guarded(engine, 0).await;
        let ([alpha, beta, gamma], [anna, bea, cas]) = (&scene.sites, &scene.people);
        assert!(scene.at(2, "Termijn").await.needs_approval);
        let own = proposed(scene.save(2, "Termijn", &TEXT.replace("vier", "acht")).await);
        scene.settle().await;
        for at in 0..3 {
            assert_eq!(scene.text(at, "Termijn").await, TEXT, "nothing stands yet");
        }
        let at_alpha = seen(&scene, 0).await;
        assert_eq!((at_alpha.title.as_str(), scene.told(0, "proposed").await.len()), ("Aangevuld", 1));
        assert_eq!(seen(&scene, 1).await.title, "Aangevuld");

        // It is discussed; something else is asked for; he writes that.
        assert_eq!(key(decide(gamma, cas, own, Decision::Approve, "").await), "error-proposal-not-yours");
        assert_eq!(key(decide(beta, bea, seen(&scene, 1).await.id, Decision::Approve, "").await), "error-proposal-not-yours");
        assert_eq!(key(decide(alpha, anna, at_alpha.id, Decision::AskChanges, " ").await), "error-required");
        scene.world.advance_seconds(1);
        decide(alpha, anna, at_alpha.id, Decision::AskChanges, "Noem ook de verdaging.").await.unwrap();
        scene.settle().await;
        assert_eq!(state(gamma, cas, own).await, State::Changes);
        let told = scene.told(2, "proposal").await;
        assert_eq!(told[0].detail.get("state").map(String::as_str), Some("changes"));
        let thread = comments::list(gamma.db(), cas, own, None, 10).await.unwrap();
        assert_eq!(thread[0].body, "Noem ook de verdaging.");
        let better = TEXT.replace("vier weken", "acht weken, en bij verdaging zestien,");
        let item = items::find(gamma.db(), cas, own).await.unwrap();
        let Detail::Proposal(before) = item.detail.clone() else { panic!() };
        let edit = items::ItemEdit {
            version: None,
            audience: item.audience,
            title: item.title.clone(),
            body: String::new(),
            language: item.language.clone(),
            subjects: Vec::new(),
            detail: items::NewDetail::Proposal(domain::items::kinds::proposal::NewProposal {
                page: before.page,
                base: before.base,
                source: better.clone(),
            }),
            moment: None,
            archive_at: None,
            files: Vec::new(),
            origin: None,
        };
        scene.world.advance_seconds(1);
        gamma.db().write(async |tx| items::edit(tx, cas, own, edit.clone()).await).await.unwrap();
        scene.settle().await;
        assert_eq!(state(alpha, anna, at_alpha.id).await, State::Open);
        for at in 0..3 {
            let texts = revisions::list(scene.sites[at].db(), &scene.people[at], Piece::Item(seen(&scene, at).await.id)).await.unwrap();
            let texts: Vec<&str> = texts.iter().map(|text| text.body.as_str()).collect();
            assert_eq!(texts, [better.as_str(), &TEXT.replace("vier", "acht")], "what he proposed first is kept at {}", scene.sites[at].host);
        }

        // Meanwhile she writes in another passage; both stand.
        saved(scene.save(0, "Termijn", &TEXT.replace("de jurist", "de Woo-functionaris")).await);
        scene.world.advance_seconds(1);
        decide(alpha, anna, at_alpha.id, Decision::Approve, "").await.unwrap();
        scene.settle().await;
        for at in 0..3 {
            assert_eq!(scene.text(at, "Termijn").await, better.replace("de jurist", "de Woo-functionaris"));
            let author = scene.at(at, "Termijn").await.changed_by;
            assert_eq!(domain::people::find(scene.sites[at].db(), author).await.unwrap().name, "Cas");
        }
        assert_eq!(state(gamma, cas, own).await, State::Approved);
        assert_eq!(scene.told(2, "proposal").await[0].detail["state"], "approved");
        assert_eq!(key(decide(alpha, anna, at_alpha.id, Decision::Decline, "").await), "error-proposal-decided");
        assert_eq!(key(gamma.db().write(async |tx| items::edit(tx, cas, own, edit.clone()).await).await), "error-proposal-decided");
        scene.demand_whole().await;
    }

    async fn whoever_keeps_a_page_decides_from_his_own_organisation(engine) {
        let scene = guarded(engine, 1).await;
        let ([alpha, beta, gamma], [anna, bea, cas]) = (&scene.sites, &scene.people);
        // The keeper writes freely; so does a moderator of the network.
        assert!(matches!(scene.save(1, "Termijn", &TEXT.replace("vier", "vijf")).await, Ok(Outcome::Sent)));
        scene.settle().await;
        saved(scene.save(0, "Termijn", &TEXT.replace("vier", "zes")).await);
        scene.settle().await;
        let own = proposed(scene.save(2, "Termijn", &TEXT.replace("vier", "acht")).await);
        scene.settle().await;
        assert_eq!(scene.told(1, "proposed").await.len(), 1, "she is told at her own organisation");
        let at_beta = seen(&scene, 1).await;
        scene.world.advance_seconds(1);
        decide(beta, bea, at_beta.id, Decision::Approve, "Klopt.").await.unwrap();
        scene.settle().await;
        assert_eq!(scene.text(2, "Termijn").await, TEXT.replace("vier", "acht"));
        assert_eq!(state(gamma, cas, own).await, State::Approved);
        let item = items::find(gamma.db(), cas, own).await.unwrap();
        let thread = comments::list(gamma.db(), cas, own, None, 10).await.unwrap();
        let author = domain::people::find(gamma.db(), thread[0].author_id).await.unwrap();
        assert_eq!((thread[0].body.as_str(), author.name.as_str(), item.comment_count), ("Klopt.", "Bea", 1));
        // What clashes with what was written meanwhile is not decided over its author's head.
        proposed(scene.save(2, "Termijn", &TEXT.replace("vier weken", "een maand")).await);
        scene.settle().await;
        saved(scene.save(0, "Termijn", &TEXT.replace("vier weken", "veertig dagen")).await);
        scene.settle().await;
        let open = seen(&scene, 0).await;
        assert_eq!(key(decide(alpha, anna, open.id, Decision::Approve, "").await), "error-proposal-clash");
        assert_eq!(state(alpha, anna, open.id).await, State::Open);
        scene.world.advance_seconds(1);
        decide(alpha, anna, open.id, Decision::Decline, "Het is al anders.").await.unwrap();
        scene.settle().await;
        assert_eq!(scene.told(2, "proposal").await[0].detail["state"], "declined");
        scene.demand_whole().await;
    }

    async fn what_was_sent_before_one_knew_of_it_becomes_a_draft(engine) {
        let scene = guarded(engine, 0).await;
        let (gamma, cas) = (&scene.sites[2], &scene.people[2]);
        gamma.db().write(async |tx| sql("update wiki_page set needs_approval = $1").bind(false).execute(tx).await).await.unwrap();
        scene.save(2, "Termijn", "Te vroeg").await.unwrap();
        scene.settle().await;
        let page = scene.at(2, "Termijn").await;
        assert_eq!(drafts::find(gamma.db(), cas, page.id).await.unwrap().unwrap().source, "Te vroeg");
        assert_eq!(scene.told(2, "page_refused").await[0].detail["reason"], "error-page-proposal");
        assert_eq!(scene.text(0, "Termijn").await, TEXT);
    }

    async fn four_eyes_with_plain_forms(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut bas) = (app.member("Anna").await, app.member("Bas").await);
        let db = app.db();
        let group = open(db, &anna.principal, "Woo").await;
        join(db, &bas.principal, group).await.unwrap();
        let page = made(db, &anna.principal, group, "Termijn", TEXT).await;
        let wiki = format!("/groups/{group}/wiki/termijn");
        bas.browser.post(&format!("{wiki}/approval"), &[("approval", "yes")]).await.is(403);
        anna.browser.get(&format!("{wiki}/arrange")).await.is(200).shows("Vier ogen").shows("Worden een voorstel");
        anna.browser.submit(&format!("{wiki}/approval"), &[("approval", "yes")]).await.is(200).shows("Vier ogen: wijzigingen worden eerst een voorstel");
        anna.browser.get(&format!("{wiki}/edit")).await.is(200).hides("wordt je tekst een voorstel");
        let form = bas.browser.get(&format!("{wiki}/edit")).await;
        form.is(200).shows("wordt je tekst een voorstel").shows("Stel voor");
        bas.browser.post(&format!("{wiki}/rename"), &[("title", "Anders")]).await.is(403).shows("kijkt eerst iemand mee");
        let fields = [("base", page.head.0.as_str()), ("page", &page.id.to_string()), ("body", "Binnen acht weken."), ("summary", "Nieuwe termijn"), ("do", "save")];
        let shown = bas.browser.submit(&format!("{wiki}/edit"), &fields).await;
        shown.is(200).shows("Nieuwe termijn").shows("Voorstel").shows("plein-added").shows("wacht op een besluit").shows("Pas je voorstel aan").hides("Neem over");
        let page_now = wiki::find_by_id(db, &anna.principal, page.id).await.unwrap();
        let item = proposals::list_open(db, &bas.principal, &page_now).await.unwrap().remove(0).id;
        anna.browser.get(&wiki).await.is(200).shows("Eén voorstel wacht op een besluit");
        anna.browser.get(&format!("{wiki}/proposals")).await.is(200).shows("Nieuwe termijn").shows("Bas");
        bas.browser.post(&format!("/items/{item}/decide"), &[("decision", "approve")]).await.is(403);
        anna.browser.get(&format!("/items/{item}")).await.is(200).shows("Neem over").shows("Vraag om een aanpassing");
        anna.browser.post(&format!("/items/{item}/decide"), &[("decision", "anders")]).await.is(422);
        let asked = [("decision", "changes"), ("note", "Noem de wet erbij")];
        anna.browser.submit(&format!("/items/{item}/decide"), &asked).await.is(200).shows("eerst aanpassen").shows("Noem de wet erbij");
        bas.browser.get("/notifications").await.is(200).shows("vraagt je om ‘Nieuwe termijn’ aan te passen");
        let again = bas.browser.get(&format!("{wiki}/edit?proposal={item}")).await;
        again.is(200).shows("Binnen acht weken.").shows("ligt het opnieuw");
        anna.browser.get(&format!("{wiki}/edit?proposal={item}")).await.is(404);
        let fields = [("base", page.head.0.as_str()), ("page", &page.id.to_string()), ("proposal", &item.to_string()), ("body", "Binnen acht weken (Woo 4.4)."), ("summary", "Nieuwe termijn"), ("do", "save")];
        bas.browser.submit(&format!("{wiki}/edit"), &fields).await.is(200).shows("Woo 4.4").shows("wacht op een besluit");
        anna.browser.get(&format!("/items/{item}")).await.is(200).shows(&format!("/items/{item}/revisions"));
        anna.browser.get(&format!("/items/{item}/revisions")).await.is(200).shows("Binnen acht").shows("plein-added").shows("Woo 4.4");
        anna.browser.submit(&format!("/items/{item}/decide"), &[("decision", "approve")]).await.is(200).shows("staat in de wiki").hides("Neem over");
        anna.browser.get(&wiki).await.is(200).shows("Woo 4.4").hides("wacht op een besluit");
        anna.browser.get(&format!("{wiki}/history")).await.is(200).shows("Nieuwe termijn").shows("Bas");
    }
}
