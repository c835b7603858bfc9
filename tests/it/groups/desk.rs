//! Whoever looks after a network does that from his own organisation, wherever the network is hosted.

use domain::acts::Measure;
use domain::db::{Db, sql};
use domain::groups::appeals::{self, AppealState};
use domain::groups::desk::copy;
use domain::groups::desk::{self as desks, Ban, Decision, Desk, Line, Request, Who, fetched_at};
use domain::groups::measures::What;
use domain::groups::replica::{self, Snapshot};
use domain::groups::{self, JoinPolicy, members};
use domain::items::moderate::{self, Reason, ReportState};
use domain::items::{Kind, Piece};
use domain::{Audience, GroupId, Principal, instances, notifications};
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use plein_tests::databases::Engine;
use plein_tests::site::{Site, World, settle};

use super::{create, edit, item, join, key, post};
use crate::federation::groups::{colleague, copy_at, named, rest};

async fn desk(site: &Site, who: &Principal, copy: GroupId) -> Desk {
    desks::find(site.db(), who, copy).await.unwrap().expect("it came")
}

async fn decide(site: &Site, who: &Principal, copy: GroupId, decision: Decision) -> domain::Result<()> {
    site.db().write(async |tx| desks::decide(tx, who, copy, decision.clone()).await).await
}

/// A network of alpha on request, which Bea of beta looks after; Cas of gamma is no member yet.
struct Scene {
    world: World,
    sites: [Site; 3],
    people: [Principal; 3],
    group: GroupId,
    /// At beta and at gamma.
    copies: [GroupId; 2],
}

async fn scene(engine: Engine) -> Scene {
    let world = World::new(engine);
    let (alpha, beta) = world.peers().await;
    let gamma = world.site("gamma.test").await;
    plein_tests::site::befriend(&alpha, &gamma).await;
    let people =
        [colleague(&alpha, "Anna").await, colleague(&beta, "Bea").await, colleague(&gamma, "Cas").await];
    let on_request = edit("Jeugd", JoinPolicy::Request, Audience::Network, Audience::Group);
    let group = create(alpha.db(), &people[0], on_request).await;
    rest(&world, &[&alpha, &beta, &gamma]).await;
    let copies = [copy_at(&beta, &alpha, group).await, copy_at(&gamma, &alpha, group).await];
    join(beta.db(), &people[1], copies[0]).await.unwrap();
    settle(&[&alpha, &beta]).await;
    let at_alpha =
        members::list_in_state(alpha.db(), &people[0], group, members::State::Requested).await.unwrap();
    let bea = at_alpha[0].person_id;
    alpha.db().write(async |tx| members::decide(tx, &people[0], group, bea, true).await).await.unwrap();
    settle(&[&alpha, &beta]).await;
    let promote = async |role| {
        alpha.db().write(async |tx| members::set_role(tx, &people[0], group, bea, role).await).await.unwrap();
    };
    promote(members::Role::Moderator).await;
    settle(&[&alpha, &beta, &gamma]).await;
    Scene { world, sites: [alpha, beta, gamma], people, group, copies }
}

impl Scene {
    async fn settle(&self) {
        let [alpha, beta, gamma] = &self.sites;
        settle(&[alpha, beta, gamma]).await;
    }
}

both_engines! {
    async fn a_moderator_elsewhere_lets_people_in(engine) {
        let scene = scene(engine).await;
        let ([alpha, beta, gamma], [anna, bea, cas]) = (&scene.sites, &scene.people);
        let [at_beta, at_gamma] = scene.copies;
        assert_eq!(desk(beta, bea, at_beta).await, Desk::default(), "there is a desk, and nothing on it");
        assert_eq!(key(desks::find(gamma.db(), cas, at_gamma).await), "error-moderators-only");

        gamma.db().write(async |tx| members::join(tx, cas, at_gamma, "Ik werk in de jeugdzorg").await).await.unwrap();
        scene.settle().await;
        let asking = desk(beta, bea, at_beta).await.requests.remove(0);
        assert_eq!((asking.who.name.as_str(), asking.answer.as_str(), asking.is_first), ("Cas", "Ik werk in de jeugdzorg", true));
        assert!(!asking.who.organisation.is_empty(), "beta and gamma are no peers: the host says where he works");

        let person = asking.who.ap_id;
        let strange = Decision::Admit { person: "https://gamma.test/ap/person/x".into(), is_yes: true };
        assert_eq!(key(decide(beta, bea, at_beta, strange).await), "error-request-gone");
        decide(beta, bea, at_beta, Decision::Admit { person, is_yes: true }).await.unwrap();
        scene.settle().await;
        assert!(groups::enter(gamma.db(), cas, at_gamma).await.unwrap().is_member());
        assert!(desk(beta, bea, at_beta).await.requests.is_empty());
        assert_eq!(groups::find(alpha.db(), scene.group).await.unwrap().member_count, 3);
        assert_eq!(key(decide(alpha, anna, scene.group, Decision::LiftBan { person: String::new() }).await), "not found");
    }

    async fn a_moderator_elsewhere_judges_reports_and_appeals(engine) {
        let scene = scene(engine).await;
        let ([alpha, beta, gamma], [anna, bea, cas]) = (&scene.sites, &scene.people);
        let [at_beta, at_gamma] = scene.copies;
        join(gamma.db(), cas, at_gamma).await.unwrap();
        scene.settle().await;
        let person = desk(beta, bea, at_beta).await.requests.remove(0).who.ap_id;
        decide(beta, bea, at_beta, Decision::Admit { person, is_yes: true }).await.unwrap();
        scene.settle().await;
        post(alpha.db(), anna, item(scene.group, Kind::Status, Audience::Group, "", "Kijk hier")).await.unwrap();
        post(gamma.db(), cas, item(at_gamma, Kind::Status, Audience::Group, "", "Van Cas")).await.unwrap();
        scene.settle().await;
        let seen = named(gamma, cas, at_gamma, "Kijk hier").await;
        gamma.db().write(async |tx| moderate::report(tx, cas, Piece::Item(seen.id), Reason::Spam, "Reclame?", None).await).await.unwrap();
        scene.settle().await;
        let report = desk(beta, bea, at_beta).await.reports.remove(0);
        assert_eq!((report.note.as_str(), report.state), ("Reclame?", ReportState::Open));
        assert_eq!(report.by.unwrap().name, "Cas");
        decide(beta, bea, at_beta, Decision::Dismiss { report: report.ap_id.clone(), why: String::new() }).await.unwrap();
        scene.settle().await;
        assert_eq!(desk(beta, bea, at_beta).await.reports[0].state, ReportState::Dismissed);
        assert_eq!(key(decide(beta, bea, at_beta, Decision::Dismiss { report: report.ap_id, why: String::new() }).await), "error-report-decided");

        // Bea hides what Cas wrote; he appeals; she sees that in the log and on her desk, and grants it.
        let written = named(beta, bea, at_beta, "Van Cas").await;
        beta.db().write(async |tx| moderate::moderate(tx, bea, Piece::Item(written.id), Measure::Hide, "Twijfel").await).await.unwrap();
        scene.settle().await;
        let line = desk(beta, bea, at_beta).await.log.remove(0);
        assert_eq!((line.what, line.reason.as_str()), (What::Hide, "Twijfel"));
        assert_eq!((line.whom.unwrap().name.as_str(), line.by.unwrap().name.as_str()), ("Cas", "Bea"));
        assert!(line.receipts.len() == 2 && line.receipts.iter().all(|one| one.confirmed_at.is_some()), "{:?}", line.receipts);
        let told = notifications::list(gamma.db(), cas, None, 50).await.unwrap();
        let notice = told.into_iter().find(|one| one.kind == "moderated").unwrap().key;
        gamma.db().write(async |tx| appeals::file(tx, cas, &notice, "Er staat niets in.").await).await.unwrap();
        scene.settle().await;
        let appeal = desk(beta, bea, at_beta).await.appeals.remove(0);
        assert_eq!((appeal.note.as_str(), appeal.measure.unwrap().what), ("Er staat niets in.", What::Hide));
        let no = Decision::Appeal { appeal: appeal.ap_id.clone(), is_granted: false, why: " ".into() };
        assert_eq!(key(decide(beta, bea, at_beta, no).await), "error-required");
        let yes = Decision::Appeal { appeal: appeal.ap_id, is_granted: true, why: String::new() };
        decide(beta, bea, at_beta, yes).await.unwrap();
        scene.settle().await;
        let desk = desk(beta, bea, at_beta).await;
        assert_eq!((desk.appeals[0].state, desk.log[0].what), (AppealState::Granted, What::Show));
    }

    async fn a_ban_is_seen_and_lifted_from_elsewhere(engine) {
        let scene = scene(engine).await;
        let ([alpha, beta, gamma], [anna, bea, cas]) = (&scene.sites, &scene.people);
        let [at_beta, at_gamma] = scene.copies;
        join(gamma.db(), cas, at_gamma).await.unwrap();
        scene.settle().await;
        let row = members::list_in_state(alpha.db(), anna, scene.group, members::State::Requested).await.unwrap().remove(0);
        let ban = async |tx: &mut domain::Tx| members::ban(tx, anna, scene.group, row.person_id, "Reclame", None).await;
        alpha.db().write(ban).await.unwrap();
        scene.settle().await;
        let seen = desk(beta, bea, at_beta).await;
        assert_eq!((seen.requests.len(), seen.bans[0].reason.as_str(), seen.bans[0].until), (0, "Reclame", None));
        let person = seen.bans[0].who.ap_id.clone();
        scene.world.advance_seconds(1);
        decide(beta, bea, at_beta, Decision::LiftBan { person }).await.unwrap();
        scene.settle().await;
        let seen = desk(beta, bea, at_beta).await;
        assert_eq!((seen.bans.len(), seen.log[0].what), (0, What::Lift));
    }

    async fn whoever_no_longer_looks_after_it_keeps_nothing_of_the_desk(engine) {
        let scene = scene(engine).await;
        let ([alpha, beta, _], [anna, bea, _]) = (&scene.sites, &scene.people);
        let at_beta = scene.copies[0];
        let moderators = members::list(alpha.db(), anna, scene.group, None, 10).await.unwrap();
        let at_alpha = moderators.iter().find(|row| row.role == members::Role::Moderator).unwrap().person_id;
        let role = async |tx: &mut domain::Tx| members::set_role(tx, anna, scene.group, at_alpha, members::Role::Member).await;
        alpha.db().write(role).await.unwrap();
        scene.settle().await;
        assert_eq!(key(desks::find(beta.db(), bea, at_beta).await), "error-moderators-only");
        assert_eq!(fetched_at(beta.db(), at_beta).await.unwrap(), None, "the copy is gone");
        scene.world.advance_seconds(25 * 3_600);
        scene.settle().await;
        assert_eq!(fetched_at(beta.db(), at_beta).await.unwrap(), None);
    }

    async fn the_page_of_a_moderator_elsewhere(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut bram) = (app.member("Anna de Boer").await, app.member("Bram Smit").await);
        let group = group_of_elsewhere(app.db(), &anna.principal).await;
        let page = format!("/groups/{group}/manage");
        bram.browser.get(&page).await.is(404);
        anna.browser.get(&page).await.is(200).shows("is nog onderweg van de organisatie");
        let who = |name: &str| Who { ap_id: format!("https://verweg.test/ap/person/{name}"), name: name.into(), organisation: "Waterschap Verweg".into() };
        let line = Line { what: What::Ban, whom: Some(who("Zoë")), by: None, reason: "Reclame".into(), created_at: app.db().now(), receipts: Vec::new() };
        let desk = Desk {
            requests: vec![Request { who: who("Cas"), answer: "<b>Graag</b>".into(), since: app.db().now(), is_first: true }],
            bans: vec![Ban { who: who("Zoë"), reason: "Reclame".into(), until: None }],
            log: vec![line],
            ..Desk::default()
        };
        let kept = groups::find(app.db(), group).await.unwrap();
        app.db().write(async |tx| copy::keep(tx, &kept, &desk).await).await.unwrap();
        let shown = anna.browser.get(&page).await;
        shown.is(200).shows("Dit netwerk staat bij een andere organisatie").shows("Laat Cas toe").shows("&#60;b&#62;Graag");
        shown.shows("Waterschap Verweg").shows("Plein ontzegde Zoë de toegang");
        let path = format!("/groups/{group}/desk");
        anna.browser.post(&path, &[("do", "dance"), ("about", &who("Cas").ap_id)]).await.is(422);
        bram.browser.post(&path, &[("do", "admit"), ("about", &who("Cas").ap_id)]).await.is(404);
        // Its host is no peer: nothing is decided into the void.
        anna.browser.post(&path, &[("do", "admit"), ("about", &who("Cas").ap_id)]).await.is(409);
    }
}

/// A copy that one of ours looks after.
async fn group_of_elsewhere(db: &Db, moderator: &Principal) -> GroupId {
    let words = edit("Ver weg", JoinPolicy::Request, Audience::Group, Audience::Group);
    let snapshot = Snapshot {
        ap_id: "https://verweg.test/ap/group/1".into(),
        handle: "verweg".into(),
        words: words.words,
        subjects: Vec::new(),
        rules: words.rules,
        pictures: Vec::new(),
        parent: None,
        member_count: 2,
        organisation_count: 2,
        version: 1,
        archived_at: None,
        created_at: db.now(),
    };
    db.write(async |tx| {
        let host = instances::find_or_insert(tx, "verweg.test", "https://verweg.test", "Verweg").await?;
        instances::find_or_insert_organisation(tx, host, None, "Waterschap Verweg").await?;
        replica::invited(tx, host, &snapshot, moderator.person_id().unwrap(), "Zoë").await?;
        sql("update membership set state = 'active', role = 'moderator'").execute(&mut *tx).await?;
        Ok(())
    })
    .await
    .unwrap();
    groups::find_by_ap_id(db, &snapshot.ap_id).await.unwrap().unwrap().id
}
