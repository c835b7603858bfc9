//! Membership as the house knows it: every policy, every role, every end.

use domain::groups::members::{self, Joined, Level, Role, State};
use domain::groups::{self, Asked, CreationPolicy, JoinPolicy};
use domain::{Audience, notifications};
use plein_tests::app::TestApp;
use plein_tests::both_engines;

use super::{closed, create, edit, item, join, key, open, post};

both_engines! {
    async fn each_policy_lets_in_as_it_says(engine) {
        let utrecht = TestApp::start(engine).await;
        let (anna, bram) = (utrecht.member("anna").await, utrecht.member("bram").await);
        let db = utrecht.db();
        let group = open(db, &anna.principal, "Jeugd").await;
        assert_eq!(join(db, &bram.principal, group).await.unwrap(), Joined::Member);
        assert_eq!(join(db, &bram.principal, group).await.unwrap(), Joined::Member, "twice is once");
        assert_eq!(groups::find(db, group).await.unwrap().member_count, 2);

        let group = closed(db, &anna.principal, "Inkoop").await;
        assert_eq!(join(db, &bram.principal, group).await.unwrap(), Joined::Asked);
        let asked = members::list_in_state(db, &anna.principal, group, State::Requested).await.unwrap();
        assert_eq!(asked.len(), 1);
        assert_eq!(notifications::list(db, &anna.principal, None, 10).await.unwrap()[0].kind, "request");
        let person = bram.principal.person_id().unwrap();
        db.write(async |tx| members::decide(tx, &anna.principal, group, person, true).await).await.unwrap();
        assert!(groups::enter(db, &bram.principal, group).await.unwrap().is_member());

        let group = create(db, &anna.principal, edit("Geheim", JoinPolicy::Invitation, Audience::Group, Audience::Group)).await;
        assert_eq!(key(join(db, &bram.principal, group).await), "not found", "hidden");
        db.write(async |tx| members::invite(tx, &anna.principal, group, &[person]).await).await.unwrap();
        assert_eq!(join(db, &bram.principal, group).await.unwrap(), Joined::Member);
    }

    async fn whoever_is_banned_stays_out_until_it_ends(engine) {
        let utrecht = TestApp::start(engine).await;
        let (anna, bram) = (utrecht.member("anna").await, utrecht.member("bram").await);
        let db = utrecht.db();
        let group = open(db, &anna.principal, "Jeugd").await;
        join(db, &bram.principal, group).await.unwrap();
        let person = bram.principal.person_id().unwrap();
        let until = Some(db.now().plus(std::time::Duration::from_secs(3600)));
        let banned = db.write(async |tx| members::ban(tx, &bram.principal, group, person, "x", until).await).await;
        assert_eq!(key(banned), "error-leave-yourself");
        db.write(async |tx| members::ban(tx, &anna.principal, group, person, "Reclame", until).await).await.unwrap();
        assert_eq!(key(join(db, &bram.principal, group).await), "error-banned");
        utrecht.clock().advance(std::time::Duration::from_secs(7200));
        assert_eq!(join(db, &bram.principal, group).await.unwrap(), Joined::Member);
        let told = notifications::list(db, &bram.principal, None, 10).await.unwrap();
        assert!(told.iter().any(|one| one.kind == "removed" && one.detail["reason"] == "Reclame"), "{told:?}");
    }

    async fn a_group_keeps_an_owner_and_an_ownerless_one_is_taken_over_by_a_moderator(engine) {
        let utrecht = TestApp::start(engine).await;
        let (anna, bram) = (utrecht.member("anna").await, utrecht.member("bram").await);
        let db = utrecht.db();
        let group = open(db, &anna.principal, "Jeugd").await;
        join(db, &bram.principal, group).await.unwrap();
        let leave = async |who: &domain::Principal| db.write(async |tx| members::leave(tx, who, group).await).await;
        assert_eq!(key(leave(&anna.principal).await), "error-last-owner");
        let person = bram.principal.person_id().unwrap();
        let role = async |who: &domain::Principal, role| {
            db.write(async |tx| members::set_role(tx, who, group, person, role).await).await
        };
        assert_eq!(key(role(&bram.principal, Role::Owner).await), "error-owners-only");
        role(&anna.principal, Role::Owner).await.unwrap();
        leave(&anna.principal).await.unwrap();
        assert!(!members::is_ownerless(db, group).await.unwrap());
        role(&bram.principal, Role::Member).await.unwrap();
        leave(&anna.principal).await.unwrap();
    }

    async fn lists_show_only_what_one_may_know_of(engine) {
        let utrecht = TestApp::start(engine).await;
        let (anna, bram) = (utrecht.member("anna").await, utrecht.member("bram").await);
        let db = utrecht.db();
        for (name, listed) in [
            ("Publiek", Audience::Public), ("Netwerk", Audience::Network),
            ("Organisatie", Audience::Organisation), ("Verborgen", Audience::Group),
        ] {
            create(db, &anna.principal, edit(name, JoinPolicy::Request, listed, Audience::Group)).await;
        }
        let names = async |who: &domain::Principal, words: &str| {
            let asked = Asked { words: words.into(), limit: 50, ..Asked::default() };
            let found = groups::list(db, who, &asked).await.unwrap();
            found.into_iter().map(|group| group.words.name).collect::<Vec<_>>()
        };
        assert_eq!(names(&anna.principal, "").await, ["Netwerk", "Organisatie", "Publiek", "Verborgen"]);
        assert_eq!(names(&bram.principal, "").await, ["Netwerk", "Organisatie", "Publiek"]);
        assert_eq!(names(&domain::Principal::Anonymous, "").await, ["Publiek"]);
        assert_eq!(names(&bram.principal, "verb").await, Vec::<String>::new(), "search finds nothing hidden");
        assert_eq!(names(&anna.principal, "verb").await, ["Verborgen"]);
    }

    async fn members_are_listed_by_rank_and_name_with_a_cursor(engine) {
        let utrecht = TestApp::start(engine).await;
        let anna = utrecht.member("Zora Zwart").await;
        let db = utrecht.db();
        let group = open(db, &anna.principal, "Jeugd").await;
        for name in ["Jan de Vries", "Els Bakker", "Tom Aalbers"] {
            let who = utrecht.member(name).await;
            join(db, &who.principal, group).await.unwrap();
        }
        let mut names = Vec::new();
        let mut after = None;
        loop {
            let page = members::list(db, &anna.principal, group, after.as_deref(), 2).await.unwrap();
            let faces = domain::people::faces(db, &anna.principal, page.iter().map(|row| row.person_id)).await.unwrap();
            names.extend(page.iter().map(|row| faces[&row.person_id].name.clone()));
            match page.last() {
                Some(last) if page.len() == 2 => after = Some(members::cursor(last.role, &faces[&last.person_id])),
                _ => break,
            }
        }
        assert_eq!(names, ["Zora Zwart", "Tom Aalbers", "Els Bakker", "Jan de Vries"]);
    }

    async fn who_may_make_groups_is_a_setting(engine) {
        let utrecht = TestApp::start(engine).await;
        let (root, anna) = (utrecht.administrator("root").await, utrecht.member("anna").await);
        let db = utrecht.db();
        let set = async |who: &domain::Principal| {
            db.write(async |tx| groups::set_creation_policy(tx, who, CreationPolicy::Administrators).await).await
        };
        assert_eq!(key(set(&anna.principal).await), "not found");
        set(&root.principal).await.unwrap();
        let new = edit("Jeugd", JoinPolicy::Open, Audience::Network, Audience::Network);
        let made = db.write(async |tx| groups::create(tx, &anna.principal, new.clone()).await).await;
        assert_eq!(key(made), "error-may-not-create-group");
        create(db, &root.principal, new).await;
    }

    async fn a_member_chooses_what_he_is_told(engine) {
        let utrecht = TestApp::start(engine).await;
        let (anna, bram) = (utrecht.member("anna").await, utrecht.member("bram").await);
        let db = utrecht.db();
        let group = open(db, &anna.principal, "Jeugd").await;
        join(db, &bram.principal, group).await.unwrap();
        let news = async |title: &str| {
            let new = item(group, domain::items::Kind::Discussion, Audience::Network, title, "Een tekst.");
            post(db, &anna.principal, new).await.unwrap()
        };
        let unread = async || notifications::count_unread(db, bram.principal.person_id().unwrap()).await.unwrap();
        let before = unread().await;
        news("Eén").await;
        assert_eq!(unread().await, before + 1);
        db.write(async |tx| members::set_levels(tx, &bram.principal, group, Level::Nothing, Level::Nothing).await).await.unwrap();
        news("Twee").await;
        assert_eq!(unread().await, before + 1);
        db.write(async |tx| notifications::mark_read(tx, &bram.principal, None).await).await.unwrap();
        assert_eq!(unread().await, 0);
    }
}
