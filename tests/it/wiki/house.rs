//! What the house does with an edit: a new version, a merge, a conflict, a page that is gone; and the chain of it all.

use domain::groups::members;
use domain::wiki::verify::{Fault, verify};
use domain::wiki::{self, Edit, Outcome, Rights, VersionId, drafts};
use domain::{Error, db};
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use uuid::Uuid;

use super::{edit as written, made, make, new_page, page, save, saved, text};
use crate::groups::{closed, join, key, open};

const TEXT: &str =
    "# Woo\n\nEen verzoek gaat naar de gemeente en wordt binnen acht weken beantwoord.\n\nVragen? Bel ons.";

both_engines! {
    async fn an_edit_is_a_new_version_that_names_the_one_before(engine) {
        let app = TestApp::start(engine).await;
        let anna = app.member("anna").await;
        let db = app.db();
        let group = open(db, &anna.principal, "Woo").await;
        let first = made(db, &anna.principal, group, "Woo", TEXT).await;
        let version = saved(save(db, &anna.principal, &first, "Heel anders").await);
        assert_eq!((version.number, version.parents.as_slice()), (2, [first.head.clone()].as_slice()));
        let now = page(db, &anna.principal, group, first.id).await;
        assert_eq!(now.head, version.id);
        let again = save(db, &anna.principal, &now, "Heel anders\r\n").await.unwrap();
        assert!(matches!(again, Outcome::Unchanged), "{again:?}");
        let history = wiki::list_history(db, &now, None, 10).await.unwrap();
        assert_eq!(history.iter().map(|version| version.number).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(wiki::source_of(db, &first.head).await.unwrap().as_deref(), Some(TEXT));
    }

    async fn two_who_write_at_once_are_merged_and_both_are_kept(engine) {
        let app = TestApp::start(engine).await;
        let (anna, bram) = (app.member("anna").await, app.member("bram").await);
        let db = app.db();
        let group = open(db, &anna.principal, "Woo").await;
        join(db, &bram.principal, group).await.unwrap();
        let first = made(db, &anna.principal, group, "Woo", TEXT).await;
        saved(save(db, &anna.principal, &first, &TEXT.replace("acht", "vier")).await);
        let outcome = save(db, &bram.principal, &first, &TEXT.replace("Bel ons", "Mail ons")).await.unwrap();
        let Outcome::Merged(version) = outcome else { panic!("{outcome:?}") };
        assert_eq!(text(db, &anna.principal, group, first.id).await, TEXT.replace("acht", "vier").replace("Bel ons", "Mail ons"));
        let now = page(db, &anna.principal, group, first.id).await;
        let history = wiki::list_history(db, &now, None, 10).await.unwrap();
        let [merged, side, before, _] = history.as_slice() else { panic!("{history:?}") };
        assert_eq!((merged.id.clone(), merged.parents.clone()), (version.id, vec![before.id.clone(), side.id.clone()]));
        assert_eq!((merged.merge_version, side.is_side, side.merge_version), (Some(1), true, None));
        assert_eq!(wiki::source_of(db, &side.id).await.unwrap().unwrap(), TEXT.replace("Bel ons", "Mail ons"));
        let verified = verify(db).await.unwrap();
        assert_eq!((verified.versions, verified.broken), (4, vec![]));
    }

    async fn what_clashes_is_given_back_whole_and_decided_later(engine) {
        let app = TestApp::start(engine).await;
        let (anna, bram) = (app.member("anna").await, app.member("bram").await);
        let db = app.db();
        let group = open(db, &anna.principal, "Woo").await;
        join(db, &bram.principal, group).await.unwrap();
        let first = made(db, &anna.principal, group, "Woo", TEXT).await;
        saved(save(db, &anna.principal, &first, &TEXT.replace("acht weken", "vier weken")).await);
        let mine = TEXT.replace("acht weken", "acht maanden");
        let outcome = save(db, &bram.principal, &first, &mine).await.unwrap();
        let Outcome::Conflict(conflict) = outcome else { panic!("{outcome:?}") };
        assert_eq!((conflict.base_source.as_str(), conflict.mine.as_str()), (TEXT, mine.as_str()));
        assert_eq!(conflict.theirs_source, TEXT.replace("acht weken", "vier weken"));
        assert_eq!(conflict.merged.clashes().count(), 1);
        // Nothing stands yet, and his text is kept for him alone.
        let now = page(db, &anna.principal, group, first.id).await;
        assert_eq!((now.version_count, now.head.clone()), (2, conflict.theirs.id.clone()));
        let draft = drafts::find(db, &bram.principal, first.id).await.unwrap().unwrap();
        assert_eq!((draft.source.as_str(), draft.base), (mine.as_str(), first.head));
        assert!(drafts::find(db, &anna.principal, first.id).await.unwrap().is_none());
        let both = conflict.merged.resolved(|_, clash| [clash.theirs.clone(), clash.mine.clone()].concat());
        saved(save(db, &bram.principal, &now, &both).await);
        assert!(drafts::find(db, &bram.principal, first.id).await.unwrap().is_none());
        assert!(verify(db).await.unwrap().broken.is_empty());
    }

    async fn a_base_that_never_was_and_a_text_over_the_limit_are_refused_in_words(engine) {
        let app = TestApp::start(engine).await;
        let anna = app.member("anna").await;
        let db = app.db();
        let group = open(db, &anna.principal, "Woo").await;
        let first = made(db, &anna.principal, group, "Woo", TEXT).await;
        let other = made(db, &anna.principal, group, "Anders", "x").await;
        for base in [VersionId("0".repeat(64)), other.head.clone()] {
            let mut stray = first.clone();
            stray.head = base;
            assert_eq!(key(save(db, &anna.principal, &stray, "Nieuw").await), "error-page-base");
        }
        let long = "é".repeat(wiki::SOURCE_BYTES_MAX / 2 + 1);
        assert_eq!(key(save(db, &anna.principal, &first, &long).await), "error-page-long");
        assert_eq!(key(make(db, &anna.principal, group, new_page("Lang", None, &long)).await), "error-page-long");
        let longest = "é".repeat(wiki::SOURCE_BYTES_MAX / 2);
        saved(save(db, &anna.principal, &first, &longest).await);
        assert_eq!(text(db, &anna.principal, group, first.id).await, longest);
    }

    async fn the_same_change_sent_twice_is_done_once(engine) {
        let app = TestApp::start(engine).await;
        let anna = app.member("anna").await;
        let db = app.db();
        let group = open(db, &anna.principal, "Woo").await;
        let patch = Some(Uuid::from_u128(7));
        let new = || wiki::NewPage { patch, ..new_page("Woo", None, TEXT) };
        let id = make(db, &anna.principal, group, new()).await.unwrap();
        assert_eq!(make(db, &anna.principal, group, new()).await.unwrap(), id);
        let first = page(db, &anna.principal, group, id).await;
        let edit = Edit { summary: String::new(), patch: Some(Uuid::from_u128(8)), ..written(&first, "Nieuw") };
        for _ in 0..2 {
            let outcome = db.write(async |tx| wiki::edit(tx, &anna.principal, id, edit.clone()).await).await;
            assert_eq!(saved(outcome).number, 2);
        }
        assert_eq!(page(db, &anna.principal, group, id).await.version_count, 2);
    }

    async fn whoever_left_or_may_not_changes_nothing(engine) {
        let app = TestApp::start(engine).await;
        let (anna, bram, carla) = (app.member("anna").await, app.member("bram").await, app.member("carla").await);
        let db = app.db();
        let group = open(db, &anna.principal, "Woo").await;
        join(db, &bram.principal, group).await.unwrap();
        let first = made(db, &bram.principal, group, "Woo", TEXT).await;
        assert_eq!(key(save(db, &carla.principal, &first, "Nee").await), "error-members-only");
        let rights = async |rights| db.write(async |tx| wiki::set_rights(tx, &anna.principal, first.id, rights).await).await;
        rights(Rights::Moderators).await.unwrap();
        assert_eq!(key(save(db, &bram.principal, &first, "Nee").await), "error-page-moderators");
        rights(Rights::Locked).await.unwrap();
        assert_eq!(key(save(db, &anna.principal, &first, "Nee").await), "error-page-locked");
        rights(Rights::Members).await.unwrap();
        let bram_id = bram.principal.person_id().unwrap();
        db.write(async |tx| members::remove(tx, &anna.principal, group, bram_id, "weg").await).await.unwrap();
        assert_eq!(key(save(db, &bram.principal, &first, "Nee").await), "error-members-only");
        let no_right = db.write(async |tx| wiki::set_rights(tx, &bram.principal, first.id, Rights::Locked).await).await;
        assert_eq!(key(no_right), "error-members-only");
        assert_eq!(text(db, &anna.principal, group, first.id).await, TEXT);
        // Of a closed network there is no wiki for who is no member.
        let group = closed(db, &anna.principal, "Inkoop").await;
        let page = made(db, &anna.principal, group, "Prijzen", "Geheim").await;
        assert!(matches!(wiki::enter(db, &carla.principal, group).await, Err(Error::NotFound)));
        assert_eq!(key(save(db, &carla.principal, &page, "Nee").await), "not found");
    }

    async fn a_page_deleted_during_an_edit_keeps_the_text(engine) {
        let app = TestApp::start(engine).await;
        let (anna, bram) = (app.member("anna").await, app.member("bram").await);
        let db = app.db();
        let group = open(db, &anna.principal, "Woo").await;
        join(db, &bram.principal, group).await.unwrap();
        let first = made(db, &anna.principal, group, "Woo", TEXT).await;
        db.write(async |tx| wiki::delete(tx, &anna.principal, first.id).await).await.unwrap();
        let outcome = save(db, &bram.principal, &first, "Mijn werk").await.unwrap();
        assert!(matches!(outcome, Outcome::Gone), "{outcome:?}");
        let listed = drafts::list(db, &bram.principal, group).await.unwrap();
        assert!(listed.len() == 1 && listed[0].is_deleted, "{listed:?}");
        let slug = db.write(async |tx| wiki::bring_back(tx, &bram.principal, first.id).await).await.unwrap();
        assert_eq!(slug, "woo");
        saved(save(db, &bram.principal, &first, "Mijn werk").await);
        assert!(drafts::list(db, &bram.principal, group).await.unwrap().is_empty());
    }

    async fn a_chain_that_was_tampered_with_is_seen(engine) {
        let app = TestApp::start(engine).await;
        let (anna, bram) = (app.member("anna").await, app.member("bram").await);
        let db = app.db();
        let group = open(db, &anna.principal, "Woo").await;
        join(db, &bram.principal, group).await.unwrap();
        let first = made(db, &anna.principal, group, "Woo", TEXT).await;
        saved(save(db, &anna.principal, &first, &TEXT.replace("acht", "vier")).await);
        saved(save(db, &bram.principal, &first, &TEXT.replace("Bel ons", "Mail ons")).await);
        assert!(verify(db).await.unwrap().broken.is_empty());
        let faults = async |text: &'static str| {
            let undo = db::sql("select summary from wiki_version where number = 2").scalar::<String>(db).await.unwrap();
            db.write(async |tx| db::sql(text).execute(tx).await).await.unwrap();
            let broken = verify(db).await.unwrap().broken;
            db.write(async |tx| db::sql("update wiki_version set summary = $1 where number = 2").bind(undo).execute(tx).await).await.unwrap();
            broken.into_iter().map(|broken| (broken.number, broken.fault)).collect::<Vec<_>>()
        };
        assert_eq!(faults("update wiki_version set summary = 'gelogen' where number = 2").await, [(2, Fault::Id)]);
        let swapped = "update wiki_text set source = (select source from wiki_text other join wiki_version v on v.id = other.version_id \
            where v.number = 1) where version_id = (select id from wiki_version where number = 2)";
        let broken = faults(swapped).await;
        assert!(broken.contains(&(2, Fault::Text)) && broken.contains(&(4, Fault::Merge)), "{broken:?}");
        // A text may be erased, and the chain stands.
        db.write(async |tx| db::sql("delete from wiki_text where version_id = (select id from wiki_version where number = 2)").execute(tx).await).await.unwrap();
        let verified = verify(db).await.unwrap();
        assert_eq!((verified.broken, verified.erased), (vec![], 1));
        let gone = db::sql("update wiki_page set head = (select id from wiki_version where number = 1)");
        db.write(async |tx| gone.execute(tx).await).await.unwrap();
        assert_eq!(verify(db).await.unwrap().broken[0].fault, Fault::Order);
    }
}
