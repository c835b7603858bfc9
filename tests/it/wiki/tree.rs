//! Where pages stand, and under which address they are found.

use domain::wiki::upkeep::{self, Upkeep};
use domain::wiki::{self, Direction, Rights, links};
use domain::{Db, GroupId, PageId, Principal};
use plein_tests::app::TestApp;
use plein_tests::both_engines;

use super::{made, make, new_page, page, save, saved};
use crate::groups::{join, key, open};

async fn titles(db: &Db, who: &Principal, group: GroupId) -> Vec<String> {
    let wiki = wiki::enter(db, who, group).await.unwrap();
    let all = wiki::list_all(db, &wiki).await.unwrap();
    all.into_iter().map(|(depth, leaf)| format!("{}{}", "-".repeat(depth), leaf.title)).collect()
}

async fn move_to(db: &Db, who: &Principal, id: PageId, parent: Option<PageId>) -> domain::Result<()> {
    db.write(async |tx| wiki::move_to(tx, who, id, parent).await).await
}

both_engines! {
    async fn pages_are_moved_and_ordered_and_never_under_themselves(engine) {
        let app = TestApp::start(engine).await;
        let anna = app.member("anna").await;
        let (db, who) = (app.db(), &anna.principal);
        let group = open(db, who, "Woo").await;
        let top = made(db, who, group, "Start", "").await.id;
        let child = make(db, who, group, new_page("Termijnen", Some(top), "")).await.unwrap();
        let grandchild = make(db, who, group, new_page("Uitzonderingen", Some(child), "")).await.unwrap();
        let other = made(db, who, group, "Begrippen", "").await.id;
        assert_eq!(titles(db, who, group).await, ["Start", "-Termijnen", "--Uitzonderingen", "Begrippen"]);
        for under in [top, child, grandchild] {
            assert_eq!(key(move_to(db, who, top, Some(under)).await), "error-page-cycle");
        }
        move_to(db, who, child, Some(other)).await.unwrap();
        assert_eq!(titles(db, who, group).await, ["Start", "Begrippen", "-Termijnen", "--Uitzonderingen"]);
        db.write(async |tx| wiki::shift(tx, who, other, Direction::Up).await).await.unwrap();
        db.write(async |tx| wiki::shift(tx, who, other, Direction::Up).await).await.unwrap();
        assert_eq!(titles(db, who, group).await, ["Begrippen", "-Termijnen", "--Uitzonderingen", "Start"]);
        db.write(async |tx| wiki::shift(tx, who, other, Direction::Down).await).await.unwrap();
        assert_eq!(titles(db, who, group).await[0], "Start");
        assert_eq!(key(make(db, who, group, new_page("TERMIJNEN ", Some(other), "")).await), "error-page-exists");
        assert_eq!(key(make(db, who, group, new_page("Weg", Some(PageId(uuid::Uuid::nil())), "")).await), "error-page-parent");
        let mut under = grandchild;
        for level in 4..=wiki::DEPTH_MAX {
            under = make(db, who, group, new_page(&format!("Laag {level}"), Some(under), "")).await.unwrap();
        }
        assert_eq!(key(make(db, who, group, new_page("Te diep", Some(under), "")).await), "error-page-deep");
        assert_eq!(key(move_to(db, who, other, Some(top)).await), "error-page-deep");
    }

    async fn an_old_address_leads_on_and_titles_may_be_of_any_script(engine) {
        let app = TestApp::start(engine).await;
        let anna = app.member("anna").await;
        let (db, who) = (app.db(), &anna.principal);
        let group = open(db, who, "Woo").await;
        let wiki = wiki::enter(db, who, group).await.unwrap();
        let page_of_notes = made(db, who, group, "議事録 2026", "Zie [[Start]] en [[Nergens]].").await;
        assert_eq!(page_of_notes.slug, "議事録-2026");
        assert_eq!(made(db, who, group, "Новости", "").await.slug, "новости");
        assert_eq!(made(db, who, group, "new", "").await.slug, "new-2", "that address is the form's");
        let start = made(db, who, group, "Start", "").await;
        let slug = db.write(async |tx| wiki::rename(tx, who, start.id, "Welkom!", None).await).await.unwrap();
        assert_eq!(slug, "welkom");
        assert_eq!(wiki::find(db, &wiki, "start").await.unwrap().slug, "welkom");
        // The old title still leads there, and the page knows who links to it.
        assert_eq!(links::list_found(db, &page_of_notes).await.unwrap(), [("start".to_owned(), "welkom".to_owned())]);
        let welcome = page(db, who, group, start.id).await;
        let here = links::list_here(db, &wiki, &welcome, 10).await.unwrap();
        assert_eq!(here.iter().map(|link| link.title.as_str()).collect::<Vec<_>>(), ["議事録 2026"]);
        assert_eq!(made(db, who, group, "Start", "").await.slug, "start-2");
        assert_eq!(wiki::find_by_title(db, &wiki, "start").await.unwrap().unwrap().id, start.id);
        assert!(wiki::find_by_title(db, &wiki, "Nergens").await.unwrap().is_none());
        assert_eq!(key(make(db, who, group, new_page("?!", None, "")).await), "error-required");
        assert_eq!(key(make(db, who, group, new_page(&"é".repeat(201), None, "")).await), "error-too-long");
        saved(save(db, who, &page_of_notes, "Zonder links.").await);
        assert!(links::list_here(db, &wiki, &welcome, 10).await.unwrap().is_empty());
    }

    async fn what_stood_under_a_deleted_page_moves_up_and_keeps_its_rights(engine) {
        let app = TestApp::start(engine).await;
        let (anna, bram) = (app.member("anna").await, app.member("bram").await);
        let (db, who) = (app.db(), &anna.principal);
        let group = open(db, who, "Woo").await;
        join(db, &bram.principal, group).await.unwrap();
        let top = made(db, who, group, "Beleid", "Tekst").await;
        db.write(async |tx| wiki::set_rights(tx, who, top.id, Rights::Moderators).await).await.unwrap();
        let child = make(db, who, group, new_page("Kader", Some(top.id), "Tekst")).await.unwrap();
        assert_eq!(key(make(db, &bram.principal, group, new_page("Mee", Some(top.id), "")).await), "error-page-moderators");
        let by_bram = db.write(async |tx| wiki::delete(tx, &bram.principal, top.id).await).await;
        assert_eq!(key(by_bram), "error-page-moderators");
        db.write(async |tx| wiki::delete(tx, who, top.id).await).await.unwrap();
        assert_eq!(titles(db, who, group).await, ["Kader"]);
        assert_eq!(key(save(db, &bram.principal, &page(db, who, group, child).await, "Nee").await), "error-page-moderators");
        // Its address may be another's meanwhile; then it comes back under one of its own.
        assert_eq!(made(db, who, group, "Beleid", "Nieuw").await.slug, "beleid");
        let slug = db.write(async |tx| wiki::bring_back(tx, who, top.id).await).await.unwrap();
        assert_eq!(slug, "beleid-2");
        let wiki = wiki::enter(db, who, group).await.unwrap();
        assert!(wiki::list_deleted(db, &wiki, 10).await.unwrap().is_empty());
    }

    async fn a_page_is_doubted_from_the_day_on_that_was_chosen(engine) {
        let app = TestApp::start(engine).await;
        let (anna, bram) = (app.member("anna").await, app.member("bram").await);
        let (db, who) = (app.db(), &anna.principal);
        let group = open(db, who, "Woo").await;
        let wiki = wiki::enter(db, who, group).await.unwrap();
        let id = made(db, who, group, "Woo", "Tekst").await.id;
        let owner = async |person| {
            let upkeep = Upkeep { owner_id: person, review_at: upkeep::review_in(db.now(), 3) };
            db.write(async |tx| upkeep::set(tx, who, id, upkeep).await).await
        };
        assert_eq!(key(owner(bram.principal.person_id()).await), "error-page-owner");
        owner(who.person_id()).await.unwrap();
        assert!(upkeep::list_due(db, &wiki, db.now(), 10).await.unwrap().is_empty());
        app.clock().advance(std::time::Duration::from_secs(100 * 24 * 3600));
        let due = upkeep::list_due(db, &wiki, db.now(), 10).await.unwrap();
        assert_eq!(due.iter().map(|page| page.slug.as_str()).collect::<Vec<_>>(), ["woo"]);
        db.write(async |tx| upkeep::confirm(tx, who, id, 6).await).await.unwrap();
        assert!(upkeep::list_due(db, &wiki, db.now(), 10).await.unwrap().is_empty());
        assert_eq!(page(db, who, group, id).await.reviewed_at, Some(db.now()));
    }
}
