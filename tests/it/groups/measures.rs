//! What moderators do travels, is confirmed and written down, and can be appealed against, wherever somebody works.

use domain::acts::Measure;
use domain::groups::appeals::{self, AppealState};
use domain::groups::measures::{self, What};
use domain::groups::{self, Asked, JoinPolicy, members, replica, shut_out};
use domain::items::moderate::{self, Reason, ReportState};
use domain::items::{self, Kind, Piece};
use domain::peers::{self, Level, SharedGroups};
use domain::{Audience, Principal, notifications};
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use plein_tests::network::Fault;
use plein_tests::site::{ADMIN, Site, World, settle};

use super::{closed, comment, edit, item, join, key, open, post};
use crate::federation::groups::{colleague, copy_at, feed, named, rest};

/// The key of the newest notice of a kind.
async fn notice(site: &Site, who: &Principal, kind: &str) -> notifications::Notification {
    let told = notifications::list(site.db(), who, None, 50).await.unwrap();
    told.into_iter().find(|one| one.kind == kind).unwrap_or_else(|| panic!("no {kind}"))
}

both_engines! {
    async fn a_removal_travels_and_every_instance_confirms_it(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let gamma = world.site("gamma.test").await;
        plein_tests::site::befriend(&alpha, &gamma).await;
        let (anna, bea, cas) =
            (colleague(&alpha, "Anna").await, colleague(&beta, "Bea").await, colleague(&gamma, "Cas").await);
        let group = open(alpha.db(), &anna, "Jeugd").await;
        rest(&world, &[&alpha, &beta, &gamma]).await;
        let (at_beta, at_gamma) = (copy_at(&beta, &alpha, group).await, copy_at(&gamma, &alpha, group).await);
        join(beta.db(), &bea, at_beta).await.unwrap();
        join(gamma.db(), &cas, at_gamma).await.unwrap();
        settle(&[&alpha, &beta, &gamma]).await;
        post(beta.db(), &bea, item(at_beta, Kind::Discussion, Audience::Network, "Te veel", "Een adres.")).await.unwrap();
        settle(&[&alpha, &beta, &gamma]).await;
        assert_eq!(feed(&gamma, &cas, at_gamma).await, ["Te veel"]);

        // One of them cannot be reached while it happens.
        world.network.set("alpha.test", "gamma.test", Fault::Cut);
        let there = named(&alpha, &anna, group, "Te veel").await;
        alpha.db().write(async |tx| moderate::moderate(tx, &anna, Piece::Item(there.id), Measure::Remove, "Privacy").await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert!(feed(&beta, &bea, at_beta).await.is_empty());
        let log = measures::list(alpha.db(), &anna, group, None, 10).await.unwrap();
        assert_eq!((log.len(), log[0].what, log[0].reason.as_str()), (1, What::Remove, "Privacy"));
        let receipts = measures::list_receipts(alpha.db(), &[log[0].id]).await.unwrap();
        let confirmed: Vec<bool> = receipts.iter().map(|one| one.confirmed_at.is_some()).collect();
        assert_eq!(confirmed, [true, false], "beta did, gamma was away: {receipts:?}");
        world.network.heal("alpha.test", "gamma.test");
        world.advance_seconds(120);
        rest(&world, &[&alpha, &beta, &gamma]).await;
        assert!(feed(&gamma, &cas, at_gamma).await.is_empty());
        let receipts = measures::list_receipts(alpha.db(), &[log[0].id]).await.unwrap();
        assert!(receipts.iter().all(|one| one.confirmed_at.is_some()), "{receipts:?}");

        let told = notice(&beta, &bea, "moderated").await;
        assert_eq!((told.detail["reason"].as_str(), told.detail["headline"].as_str()), ("Privacy", "Te veel"));
        let told = notifications::list(gamma.db(), &cas, None, 50).await.unwrap();
        assert!(told.iter().all(|one| one.kind != "moderated"), "the reason is its author's");
        assert_eq!(key(measures::list(alpha.db(), &cas, group, None, 10).await), "error-moderators-only");
    }

    async fn an_author_elsewhere_appeals_and_is_put_in_the_right(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let (anna, bea, ben) = (colleague(&alpha, "Anna").await, colleague(&beta, "Bea").await, colleague(&beta, "Ben").await);
        let group = open(alpha.db(), &anna, "Jeugd").await;
        rest(&world, &[&alpha, &beta]).await;
        let copy = copy_at(&beta, &alpha, group).await;
        for who in [&bea, &ben] {
            join(beta.db(), who, copy).await.unwrap();
        }
        settle(&[&alpha, &beta]).await;
        let id = post(beta.db(), &bea, item(copy, Kind::Status, Audience::Network, "", "Dit mag best")).await.unwrap();
        settle(&[&alpha, &beta]).await;
        let there = named(&alpha, &anna, group, "Dit mag best").await;
        alpha.db().write(async |tx| moderate::moderate(tx, &anna, Piece::Item(there.id), Measure::Hide, "Twijfel").await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert!(items::find(beta.db(), &ben, id).await.is_err(), "hidden from others");

        let told = notice(&beta, &bea, "moderated").await;
        let notice_key = told.key;
        let file = async |who: &Principal, note: &str| {
            beta.db().write(async |tx| appeals::file(tx, who, &notice_key, note).await).await
        };
        assert_eq!(key(file(&bea, " ").await), "error-required");
        assert_eq!(key(file(&ben, "Ik ook").await), "not found", "it is not his");
        file(&bea, "Er staat niets verkeerds in.").await.unwrap();
        assert_eq!(key(file(&bea, "Nog eens").await), "error-appealed-already");
        settle(&[&alpha, &beta]).await;
        let (appeal, taken) = appeals::list(alpha.db(), &anna, group, 10).await.unwrap().remove(0);
        assert_eq!((appeal.note.as_str(), taken.unwrap().what), ("Er staat niets verkeerds in.", What::Hide));

        let decide = async |is_granted| {
            alpha.db().write(async |tx| appeals::decide(tx, &anna, group, appeal.id, is_granted, "").await).await
        };
        assert_eq!(key(decide(false).await), "error-required", "a no has a reason");
        decide(true).await.unwrap();
        assert_eq!(key(decide(true).await), "error-appeal-decided", "two moderators at once");
        settle(&[&alpha, &beta]).await;
        assert!(items::find(beta.db(), &ben, id).await.is_ok(), "shown again");
        assert_eq!(notice(&beta, &bea, "appealed").await.detail["state"], "granted");
        let own = appeals::find_own(beta.db(), &bea, &told.detail["measure_id"]).await.unwrap().unwrap();
        assert_eq!(own.state, AppealState::Granted);
    }

    async fn whoever_reported_from_elsewhere_hears_what_became_of_it(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let (anna, bea) = (colleague(&alpha, "Anna").await, colleague(&beta, "Bea").await);
        let group = open(alpha.db(), &anna, "Jeugd").await;
        let id = post(alpha.db(), &anna, item(group, Kind::Status, Audience::Network, "", "Koop nu!")).await.unwrap();
        rest(&world, &[&alpha, &beta]).await;
        let copy = copy_at(&beta, &alpha, group).await;
        join(beta.db(), &bea, copy).await.unwrap();
        settle(&[&alpha, &beta]).await;
        let there = named(&beta, &bea, copy, "Koop nu!").await;
        beta.db().write(async |tx| moderate::report(tx, &bea, Piece::Item(there.id), Reason::Spam, "", None).await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        alpha.db().write(async |tx| moderate::moderate(tx, &anna, Piece::Item(id), Measure::Hide, "Reclame").await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert_eq!(notice(&beta, &bea, "reported").await.detail["state"], "upheld");
        let known = moderate::list_reports(beta.db(), &ADMIN, None, 10).await.unwrap();
        assert_eq!(known[0].state, ReportState::Upheld);
    }

    async fn whoever_is_shut_out_does_nothing_in_our_networks(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let (anna, bea) = (colleague(&alpha, "Anna").await, colleague(&beta, "Bea").await);
        let group = open(alpha.db(), &anna, "Jeugd").await;
        rest(&world, &[&alpha, &beta]).await;
        let copy = copy_at(&beta, &alpha, group).await;
        join(beta.db(), &bea, copy).await.unwrap();
        settle(&[&alpha, &beta]).await;
        let rows = members::list(alpha.db(), &anna, group, None, 10).await.unwrap();
        let at_alpha = rows.iter().map(|row| row.person_id).find(|id| *id != anna.person_id().unwrap()).unwrap();
        let out = async |who: &Principal, person, reason: &str| {
            alpha.db().write(async |tx| shut_out::shut_out(tx, who, person, reason).await).await
        };
        assert_eq!(key(out(&anna, at_alpha, "Reclame").await), "not found", "for administrators");
        assert_eq!(key(out(&ADMIN, anna.person_id().unwrap(), "Reclame").await), "error-suspend-instead");
        assert_eq!(key(out(&ADMIN, at_alpha, "").await), "error-required");
        out(&ADMIN, at_alpha, "Reclame").await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert!(!groups::enter(beta.db(), &bea, copy).await.unwrap().is_member());
        let told = notice(&beta, &bea, "removed").await;
        assert_eq!(told.detail["reason"], "Reclame");
        assert!(told.detail.contains_key("measure_id"), "she can appeal: {told:?}");
        join(beta.db(), &bea, copy).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert_eq!(notice(&beta, &bea, "declined").await.detail["reason"], "error-shut-out");
        assert_eq!(groups::find(alpha.db(), group).await.unwrap().member_count, 1);

        alpha.db().write(async |tx| shut_out::let_in(tx, &ADMIN, at_alpha).await).await.unwrap();
        join(beta.db(), &bea, copy).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert!(groups::enter(beta.db(), &bea, copy).await.unwrap().is_member());
    }

    async fn an_administrator_has_a_copy_fetched_anew(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let (anna, bea) = (colleague(&alpha, "Anna").await, colleague(&beta, "Bea").await);
        let group = open(alpha.db(), &anna, "Jeugd").await;
        let id = post(alpha.db(), &anna, item(group, Kind::Discussion, Audience::Network, "Hier", "x")).await.unwrap();
        comment(alpha.db(), &anna, id, "Ja").await.unwrap();
        rest(&world, &[&alpha, &beta]).await;
        let copy = copy_at(&beta, &alpha, group).await;
        join(beta.db(), &bea, copy).await.unwrap();
        settle(&[&alpha, &beta]).await;
        // A fault of ours that no sequence tells of.
        beta.db().write(async |tx| domain::db::sql("update item set title = 'Verminkt'").execute(tx).await).await.unwrap();
        assert_eq!(feed(&beta, &bea, copy).await, ["Verminkt"]);
        let resync = async |who: &Principal, id| {
            beta.db().write(async |tx| replica::resync(tx, who, id).await).await
        };
        assert_eq!(key(resync(&bea, copy).await), "not found");
        resync(&ADMIN, copy).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert_eq!(feed(&beta, &bea, copy).await, ["Hier"]);
        assert_eq!(key(alpha.db().write(async |tx| replica::resync(tx, &ADMIN, group).await).await), "not found", "ours is no copy");
    }

    async fn what_was_lost_here_is_found_within_a_day(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let (anna, bea) = (colleague(&alpha, "Anna").await, colleague(&beta, "Bea").await);
        let group = open(alpha.db(), &anna, "Jeugd").await;
        post(alpha.db(), &anna, item(group, Kind::Discussion, Audience::Network, "Hier", "x")).await.unwrap();
        rest(&world, &[&alpha, &beta]).await;
        let copy = copy_at(&beta, &alpha, group).await;
        join(beta.db(), &bea, copy).await.unwrap();
        settle(&[&alpha, &beta]).await;
        beta.db().write(async |tx| domain::db::sql("update item set deleted_at = created_at").execute(tx).await).await.unwrap();
        world.advance_seconds(3_600);
        rest(&world, &[&alpha, &beta]).await;
        assert!(feed(&beta, &bea, copy).await.is_empty(), "the sequence is the same");
        world.advance_seconds(25 * 3_600);
        rest(&world, &[&alpha, &beta]).await;
        assert_eq!(feed(&beta, &bea, copy).await, ["Hier"]);
    }

    async fn a_peer_joins_only_what_is_shared_with_it(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let (anna, bea) = (colleague(&alpha, "Anna").await, colleague(&beta, "Bea").await);
        let (bare, shut) = (open(alpha.db(), &anna, "Open").await, closed(alpha.db(), &anna, "Besloten").await);
        rest(&world, &[&alpha, &beta]).await;
        let copy = copy_at(&beta, &alpha, shut).await;
        let id = alpha.instance_id("beta.test").await;
        let level = |shares_groups| Level { shares_people: true, shares_groups, rate: 50 };
        let set = async |shared| alpha.db().write(async |tx| peers::set_level(tx, &ADMIN, id, level(shared)).await).await;
        set(SharedGroups::Open).await.unwrap();
        join(beta.db(), &bea, copy).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert_eq!(notice(&beta, &bea, "declined").await.detail["reason"], "error-peer-level");
        rest(&world, &[&alpha, &beta]).await;
        let known = || Asked { limit: 10, ..Asked::default() };
        let names: Vec<String> = groups::list(beta.db(), &bea, &known()).await.unwrap().into_iter().map(|one| one.words.name).collect();
        assert_eq!(names, ["Open"], "what is not shared is not known");
        join(beta.db(), &bea, copy_at(&beta, &alpha, bare).await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        set(SharedGroups::None).await.unwrap();
        rest(&world, &[&alpha, &beta]).await;
        assert!(groups::enter(beta.db(), &bea, copy_at(&beta, &alpha, bare).await).await.unwrap().is_member(), "members stay");
    }

    async fn a_network_that_closes_is_closed_at_every_organisation(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let (anna, bea, ben) = (colleague(&alpha, "Anna").await, colleague(&beta, "Bea").await, colleague(&beta, "Ben").await);
        let group = open(alpha.db(), &anna, "Jeugd").await;
        rest(&world, &[&alpha, &beta]).await;
        let copy = copy_at(&beta, &alpha, group).await;
        join(beta.db(), &bea, copy).await.unwrap();
        settle(&[&alpha, &beta]).await;
        post(beta.db(), &bea, item(copy, Kind::Status, Audience::Network, "", "Van Bea")).await.unwrap();
        post(alpha.db(), &anna, item(group, Kind::Status, Audience::Network, "", "Van Anna")).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert_eq!(feed(&beta, &ben, copy).await.len(), 2, "for everyone so far");
        let closed = edit("Jeugd", JoinPolicy::Open, Audience::Network, Audience::Group);
        alpha.db().write(async |tx| groups::edit(tx, &anna, group, closed.clone()).await).await.unwrap();
        rest(&world, &[&alpha, &beta]).await;
        assert!(feed(&beta, &ben, copy).await.is_empty(), "he is no member");
        assert_eq!(feed(&beta, &bea, copy).await.len(), 2);
        // Fetched anew, what its author once meant for more stays with the members.
        beta.db().write(async |tx| replica::resync(tx, &ADMIN, copy).await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert!(feed(&beta, &ben, copy).await.is_empty());
    }

    async fn a_name_in_a_text_leads_to_whom_its_author_means(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let (anna, bea) = (colleague(&alpha, "Anna").await, colleague(&beta, "Bea").await);
        // Both organisations have a Sanne; the one that is meant is the author's colleague.
        let (ours, theirs) = (alpha.person("Sanne", domain::people::Scope::Network).await, beta.person("Sanne", domain::people::Scope::Network).await);
        let group = open(alpha.db(), &anna, "Jeugd").await;
        rest(&world, &[&alpha, &beta]).await;
        let copy = copy_at(&beta, &alpha, group).await;
        join(beta.db(), &bea, copy).await.unwrap();
        settle(&[&alpha, &beta]).await;
        post(alpha.db(), &anna, item(group, Kind::Status, Audience::Network, "", "Vraag het @sanne")).await.unwrap();
        settle(&[&alpha, &beta]).await;
        let here = named(&alpha, &anna, group, "Vraag het @sanne").await;
        assert!(here.html.contains("<a href=\"/people/named/sanne\""), "{}", here.html);
        let there = named(&beta, &bea, copy, "Vraag het @sanne").await;
        assert!(there.html.contains("<a href=\"/people/named/sanne@alpha.test\""), "{}", there.html);
        assert_eq!(domain::people::find_named(alpha.db(), "sanne").await.unwrap(), Some(ours));
        assert_eq!(domain::people::find_named(beta.db(), "sanne").await.unwrap(), Some(theirs));
        let known = domain::people::find_named(beta.db(), "Sanne@alpha.test").await.unwrap();
        assert!(known.is_some_and(|id| id != theirs));
        assert_eq!(domain::people::find_named(beta.db(), "niemand@alpha.test").await.unwrap(), None);
    }

    async fn the_pages_of_moderation(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut bram) = (app.member("Anna de Boer").await, app.member("Bram Smit").await);
        let db = app.db();
        let group = open(db, &anna.principal, "Jeugd").await;
        join(db, &bram.principal, group).await.unwrap();
        let id = post(db, &bram.principal, item(group, Kind::Status, Audience::Network, "", "Hm")).await.unwrap();
        anna.browser.get(&format!("/groups/{group}/log")).await.is(200).shows("Nog geen ingrepen");
        bram.browser.get(&format!("/groups/{group}/log")).await.is(403);
        bram.browser.get(&format!("/groups/{group}/appeals")).await.is(403);
        anna.browser.post(&format!("/items/{id}/moderate"), &[("do", "hide"), ("reason", "Onduidelijk")]).await.is(303);
        anna.browser.get(&format!("/groups/{group}/log")).await.is(200).shows("Anna de Boer verborg een bericht van Bram Smit").shows("Onduidelijk");
        let page = bram.browser.get("/notifications").await;
        page.is(200).shows("Maak bezwaar");
        let told = notifications::list(db, &bram.principal, None, 10).await.unwrap();
        let notice = &told.iter().find(|one| one.kind == "moderated").unwrap().key;
        let form = format!("/notifications/appeal?{}", url::form_urlencoded::Serializer::new(String::new()).append_pair("notice", notice).finish());
        bram.browser.get(&form).await.is(200).shows("Onduidelijk").shows("Waarom ben je het er niet mee eens?");
        anna.browser.get(&form).await.is(404);
        bram.browser.post("/notifications/appeal", &[("notice", notice), ("note", "")]).await.is(422);
        bram.browser.submit("/notifications/appeal", &[("notice", notice), ("note", "Lees nog eens")]).await.is(200).shows("Je bezwaar is verstuurd");
        bram.browser.get(&form).await.is(200).shows("al bezwaar gemaakt");
        let appeal = appeals::list(db, &anna.principal, group, 10).await.unwrap()[0].0.id;
        anna.browser.get("/notifications").await.is(200).shows("Bram Smit maakt bezwaar in Jeugd");
        let page = anna.browser.get(&format!("/groups/{group}/appeals")).await;
        page.is(200).shows("Lees nog eens").shows("Je nam dit besluit zelf").shows("Wijs toe en toon het weer");
        let path = format!("/groups/{group}/appeals/{appeal}");
        anna.browser.post(&path, &[("do", "reject"), ("decision", "")]).await.is(422);
        bram.browser.post(&path, &[("do", "grant")]).await.is(403);
        anna.browser.submit(&path, &[("do", "reject"), ("decision", "Het blijft onduidelijk.")]).await.is(200).shows("Afgewezen");
        bram.browser.get("/notifications").await.is(200).shows("is afgewezen").shows("Het blijft onduidelijk.");
    }
}
