//! What is written in a group: who sees it, how it changes, what others leave on it.

use domain::acts::{Mark, Measure};
use domain::groups::members;
use domain::items::kinds::poll::{self, NewPoll};
use domain::items::{self, Detail, Kind, NewDetail, Piece, Scope, moderate, revisions, signs};
use domain::{Audience, Principal, notifications};
use plein_tests::app::TestApp;
use plein_tests::both_engines;

use super::{closed, comment, item, join, key, open, post};

both_engines! {
    async fn each_audience_is_seen_by_whom_it_is_for(engine) {
        let utrecht = TestApp::start(engine).await;
        let (anna, bram, carla) =
            (utrecht.member("anna").await, utrecht.member("bram").await, utrecht.member("carla").await);
        let db = utrecht.db();
        let group = open(db, &anna.principal, "Jeugd").await;
        join(db, &bram.principal, group).await.unwrap();
        let network = post(db, &anna.principal, item(group, Kind::Discussion, Audience::Network, "Voor allen", "x")).await.unwrap();
        let members_only = post(db, &anna.principal, item(group, Kind::Discussion, Audience::Group, "Voor leden", "x")).await.unwrap();
        let sees = async |who: &Principal, id| items::find(db, who, id).await.is_ok();
        for (who, expected) in [
            (&anna.principal, [true, true]), (&bram.principal, [true, true]),
            (&carla.principal, [true, false]), (&Principal::Anonymous, [false, false]),
        ] {
            assert_eq!([sees(who, network).await, sees(who, members_only).await], expected, "{who:?}");
            let listed = items::lists::list(db, who, &Scope::Group(group), None, None, 10).await.unwrap();
            assert_eq!(listed.len(), expected.iter().filter(|seen| **seen).count(), "the list says the same");
        }
        let wider = item(group, Kind::Discussion, Audience::Public, "Te wijd", "x");
        assert_eq!(key(post(db, &anna.principal, wider).await), "error-audience");
    }

    async fn whoever_is_removed_sees_nothing_of_a_closed_group(engine) {
        let utrecht = TestApp::start(engine).await;
        let (anna, bram) = (utrecht.member("anna").await, utrecht.member("bram").await);
        let db = utrecht.db();
        let group = closed(db, &anna.principal, "Inkoop").await;
        join(db, &bram.principal, group).await.unwrap();
        let person = bram.principal.person_id().unwrap();
        db.write(async |tx| members::decide(tx, &anna.principal, group, person, true).await).await.unwrap();
        let own = post(db, &bram.principal, item(group, Kind::Status, Audience::Group, "", "Van mij")).await.unwrap();
        assert!(items::find(db, &bram.principal, own).await.is_ok());
        db.write(async |tx| members::remove(tx, &anna.principal, group, person, "Andere baan").await).await.unwrap();
        assert!(items::find(db, &bram.principal, own).await.is_err(), "what he wrote himself included");
        assert!(items::find(db, &anna.principal, own).await.is_ok(), "it stays for the others");
        assert_eq!(key(comment(db, &bram.principal, own, "Nog iets").await), "not found");
    }

    async fn an_edit_keeps_what_was_said_and_a_late_window_is_told(engine) {
        let utrecht = TestApp::start(engine).await;
        let anna = utrecht.member("anna").await;
        let db = utrecht.db();
        let group = open(db, &anna.principal, "Jeugd").await;
        let id = post(db, &anna.principal, item(group, Kind::Discussion, Audience::Network, "Eerst", "Oude tekst")).await.unwrap();
        let edit = |version, body: &str| items::ItemEdit {
            version: Some(version), audience: Audience::Network, title: "Eerst".into(), body: body.into(),
            language: "nl".into(), subjects: Vec::new(), detail: NewDetail::Plain, moment: None,
            archive_at: None, files: Vec::new(), origin: None,
        };
        db.write(async |tx| items::edit(tx, &anna.principal, id, edit(1, "Nieuwe tekst")).await).await.unwrap();
        let late = db.write(async |tx| items::edit(tx, &anna.principal, id, edit(1, "Van het andere venster")).await).await;
        assert_eq!(key(late), "error-edited-meanwhile");
        let texts = revisions::list(db, &anna.principal, Piece::Item(id)).await.unwrap();
        assert_eq!(texts.iter().map(|text| text.body.as_str()).collect::<Vec<_>>(), ["Nieuwe tekst", "Oude tekst"]);
        let parts = revisions::difference(&texts[1].body, &texts[0].body);
        assert!(parts.iter().any(|part| part.change == revisions::Change::Added && part.text.contains("Nieuwe")));
    }

    async fn an_accepted_answer_is_told_and_goes_with_its_comment(engine) {
        let utrecht = TestApp::start(engine).await;
        let (anna, bram) = (utrecht.member("anna").await, utrecht.member("bram").await);
        let db = utrecht.db();
        let group = open(db, &anna.principal, "Jeugd").await;
        join(db, &bram.principal, group).await.unwrap();
        let question = post(db, &anna.principal, item(group, Kind::Question, Audience::Network, "Hoe?", "")).await.unwrap();
        let answer = comment(db, &bram.principal, question, "Zo, @anna.").await.unwrap();
        let told = notifications::list(db, &anna.principal, None, 10).await.unwrap();
        assert!(told.iter().any(|one| one.kind == "answer") && told.iter().any(|one| one.kind == "mention"), "{told:?}");
        let accept = async |who: &Principal| {
            db.write(async |tx| items::comments::accept(tx, who, question, Some(answer)).await).await
        };
        assert_eq!(key(accept(&bram.principal).await), "error-not-the-author");
        accept(&anna.principal).await.unwrap();
        assert_eq!(items::find(db, &bram.principal, question).await.unwrap().accepted_id, Some(answer));
        let told = notifications::list(db, &bram.principal, None, 10).await.unwrap();
        assert!(told.iter().any(|one| one.kind == "accepted"), "{told:?}");
        db.write(async |tx| items::comments::delete(tx, &bram.principal, answer).await).await.unwrap();
        let after = items::find(db, &anna.principal, question).await.unwrap();
        assert_eq!((after.accepted_id, after.comment_count), (None, 0));
        let thread = items::comments::list(db, &anna.principal, question, None, 10).await.unwrap();
        assert!(thread[0].deleted_at.is_some() && thread[0].body.is_empty(), "its place stays");
    }

    async fn a_poll_counts_people_and_ends(engine) {
        let utrecht = TestApp::start(engine).await;
        let (anna, bram) = (utrecht.member("anna").await, utrecht.member("bram").await);
        let db = utrecht.db();
        let group = open(db, &anna.principal, "Jeugd").await;
        join(db, &bram.principal, group).await.unwrap();
        let closes_at = Some(db.now().plus(std::time::Duration::from_secs(60)));
        let new = |options: &[&str]| items::NewItem {
            detail: NewDetail::Poll(NewPoll { options: options.iter().map(|o| (*o).to_owned()).collect(), is_multiple: false, closes_at }),
            ..item(group, Kind::Poll, Audience::Network, "Waar?", "")
        };
        assert_eq!(key(post(db, &anna.principal, new(&["Utrecht"])).await), "error-poll-options");
        assert_eq!(key(post(db, &anna.principal, new(&["Utrecht", " Utrecht "])).await), "error-twice");
        let id = post(db, &anna.principal, new(&["Utrecht", "Arnhem"])).await.unwrap();
        let vote = async |who: &Principal, chosen: &[i64]| db.write(async |tx| poll::vote(tx, who, id, chosen).await).await;
        vote(&anna.principal, &[0]).await.unwrap();
        vote(&bram.principal, &[0]).await.unwrap();
        vote(&bram.principal, &[1]).await.unwrap();
        assert_eq!(key(vote(&bram.principal, &[0, 1]).await), "error-poll-choice");
        assert_eq!(key(vote(&bram.principal, &[2]).await), "error-poll-choice");
        let Detail::Poll(poll) = items::find(db, &anna.principal, id).await.unwrap().detail else { panic!() };
        assert_eq!((poll.options[0].votes, poll.options[1].votes, poll.voters), (1, 1, 2));
        utrecht.clock().advance(std::time::Duration::from_secs(61));
        assert_eq!(key(vote(&bram.principal, &[0]).await), "error-poll-closed");
    }

    async fn signs_are_counted_once_a_person(engine) {
        let utrecht = TestApp::start(engine).await;
        let (anna, bram) = (utrecht.member("anna").await, utrecht.member("bram").await);
        let db = utrecht.db();
        let group = open(db, &anna.principal, "Jeugd").await;
        join(db, &bram.principal, group).await.unwrap();
        let id = post(db, &anna.principal, item(group, Kind::Status, Audience::Network, "", "Hallo")).await.unwrap();
        let react = async |who: &Principal, is_on| {
            db.write(async |tx| signs::react(tx, who, Piece::Item(id), signs::Sign::Heart, is_on).await).await.unwrap();
            items::find(db, who, id).await.unwrap().reactions.get("heart").copied()
        };
        assert_eq!(react(&anna.principal, true).await, Some(1));
        assert_eq!(react(&anna.principal, true).await, Some(1));
        assert_eq!(react(&bram.principal, true).await, Some(2));
        assert_eq!(react(&anna.principal, false).await, Some(1));
        assert_eq!(react(&bram.principal, false).await, None);
    }

    async fn moderators_hide_remove_lock_and_answer_reports(engine) {
        let utrecht = TestApp::start(engine).await;
        let (root, anna, bram, carla) = (
            utrecht.administrator("root").await, utrecht.member("anna").await,
            utrecht.member("bram").await, utrecht.member("carla").await,
        );
        let db = utrecht.db();
        let group = open(db, &anna.principal, "Jeugd").await;
        join(db, &bram.principal, group).await.unwrap();
        join(db, &carla.principal, group).await.unwrap();
        let id = post(db, &bram.principal, item(group, Kind::Status, Audience::Network, "", "Reclame!")).await.unwrap();
        let report = db.write(async |tx| moderate::report(tx, &carla.principal, Piece::Item(id), moderate::Reason::Spam, "", None).await).await.unwrap();
        for who in [&root.principal, &anna.principal] {
            assert!(notifications::list(db, who, None, 10).await.unwrap().iter().any(|one| one.kind == "report"));
        }
        let hide = async |who: &Principal, measure, reason: &str| {
            db.write(async |tx| moderate::moderate(tx, who, Piece::Item(id), measure, reason).await).await
        };
        assert_eq!(key(hide(&carla.principal, Measure::Hide, "Reclame").await), "error-moderators-only");
        assert_eq!(key(hide(&anna.principal, Measure::Hide, "  ").await), "error-required");
        hide(&anna.principal, Measure::Hide, "Reclame").await.unwrap();
        assert!(items::find(db, &carla.principal, id).await.is_err());
        assert!(items::find(db, &bram.principal, id).await.is_ok(), "its author sees why");
        let reports = moderate::list_reports(db, &anna.principal, Some(group), 10).await.unwrap();
        assert_eq!((reports[0].id, reports[0].state), (report, moderate::ReportState::Upheld));
        assert!(notifications::list(db, &carla.principal, None, 10).await.unwrap().iter().any(|one| one.kind == "reported"));
        hide(&anna.principal, Measure::Show, "").await.unwrap();
        db.write(async |tx| moderate::mark(tx, &anna.principal, id, Mark::Locked, true).await).await.unwrap();
        assert_eq!(key(comment(db, &carla.principal, id, "Maar").await), "error-item-locked");
        hide(&anna.principal, Measure::Remove, "Reclame").await.unwrap();
        assert!(items::find(db, &bram.principal, id).await.is_err());
        assert_eq!(key(hide(&anna.principal, Measure::Remove, "Reclame").await), "not found", "the second moderator is told");
    }

    async fn a_start_page_merges_ones_groups_and_subjects(engine) {
        let utrecht = TestApp::start(engine).await;
        let (anna, bram) = (utrecht.member("anna").await, utrecht.member("bram").await);
        let db = utrecht.db();
        let (one, two) = (open(db, &anna.principal, "Een").await, open(db, &anna.principal, "Twee").await);
        join(db, &bram.principal, one).await.unwrap();
        for (group, title) in [(one, "Eerste"), (two, "Elders"), (one, "Derde")] {
            utrecht.clock().advance(std::time::Duration::from_secs(1));
            let subject = "https://plein.example/id/concept/omgevingswet".to_owned();
            let new = items::NewItem { subjects: if group == two { vec![subject] } else { Vec::new() },
                ..item(group, Kind::Discussion, Audience::Network, title, "x") };
            post(db, &anna.principal, new).await.unwrap();
        }
        let mine = async |after, limit| {
            let found = items::lists::list(db, &bram.principal, &Scope::Mine, None, after, limit).await.unwrap();
            found.into_iter().map(|item| (item.title.clone(), items::Cursor { at: item.active_at, id: item.id })).collect::<Vec<_>>()
        };
        let titles = |found: &[(String, items::Cursor)]| found.iter().map(|(title, _)| title.clone()).collect::<Vec<_>>();
        assert_eq!(titles(&mine(None, 10).await), ["Derde", "Eerste"]);
        db.write(async |tx| signs::follow_subject(tx, &bram.principal, "https://plein.example/id/concept/omgevingswet", true).await).await.unwrap();
        let all = mine(None, 10).await;
        assert_eq!(titles(&all), ["Derde", "Elders", "Eerste"]);
        assert_eq!(titles(&mine(Some(all[0].1), 1).await), ["Elders"]);
        let of_subject = items::lists::list(db, &bram.principal, &Scope::Subject("https://plein.example/id/concept/omgevingswet".into()), None, None, 5).await.unwrap();
        assert_eq!(of_subject.len(), 1);
    }

    async fn a_draft_is_for_its_author_and_goes_out_at_its_time(engine) {
        let utrecht = TestApp::start(engine).await;
        let (anna, bram) = (utrecht.member("anna").await, utrecht.member("bram").await);
        let db = utrecht.db();
        let group = open(db, &anna.principal, "Jeugd").await;
        join(db, &bram.principal, group).await.unwrap();
        let at = db.now().plus(std::time::Duration::from_secs(3600));
        let new = items::NewItem { moment: items::Moment::At(at), ..item(group, Kind::Blog, Audience::Network, "Straks", "Tekst") };
        let id = post(db, &anna.principal, new).await.unwrap();
        assert!(items::find(db, &bram.principal, id).await.is_err());
        assert_eq!(items::lists::list(db, &anna.principal, &Scope::Drafts, None, None, 5).await.unwrap().len(), 1);
        utrecht.clock().advance(std::time::Duration::from_secs(3601));
        assert_eq!(items::publish_due(db).await.unwrap(), 1);
        assert!(items::find(db, &bram.principal, id).await.is_ok());
        assert_eq!(items::lists::list(db, &bram.principal, &Scope::Person(anna.principal.person_id().unwrap()), None, None, 5).await.unwrap().len(), 1);
    }
}
