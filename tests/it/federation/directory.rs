use domain::directory;
use domain::peers::{self, Level};
use domain::people::{self, Scope, replica};
use plein_tests::both_engines;
use plein_tests::site::{ADMIN, Site, World, settle};

async fn later(world: &World, sites: &[&Site]) {
    settle(sites).await;
    world.advance_seconds(10);
    settle(sites).await;
}

both_engines! {
    async fn who_chose_the_network_is_found_elsewhere_within_seconds(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        beta.person("Anne Smit", Scope::Network).await;
        beta.person("Piet Bakker", Scope::Organisation).await;
        beta.person("Kees Mulder", Scope::None).await;
        beta.person("Sara Öztürk", Scope::Public).await;
        later(&world, &[&alpha, &beta]).await;
        assert_eq!(alpha.names_of("beta.test").await, ["Anne Smit", "Sara Öztürk"]);
    }

    async fn who_withdraws_is_gone_at_once(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let anne = beta.person("Anne Smit", Scope::Network).await;
        later(&world, &[&alpha, &beta]).await;
        beta.choose(anne, Scope::Organisation).await;
        settle(&[&alpha, &beta]).await;
        assert!(alpha.names_of("beta.test").await.is_empty(), "no second has passed");
    }

    async fn who_is_erased_is_gone_at_once(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let anne = beta.person("Anne Smit", Scope::Network).await;
        later(&world, &[&alpha, &beta]).await;
        beta.db().write(async |tx| people::erase(tx, &ADMIN, anne).await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert!(alpha.names_of("beta.test").await.is_empty());
    }

    async fn a_new_peer_gets_everybody_page_by_page(engine) {
        let world = World::new(engine);
        let (alpha, beta) = (world.site("alpha.test").await, world.site("beta.test").await);
        for n in 0..450 {
            beta.person(&format!("Persoon {n:03}"), Scope::Network).await;
        }
        plein_tests::site::befriend(&alpha, &beta).await;
        assert_eq!(alpha.names_of("beta.test").await.len(), 450);
        let pages = world.network.seen().into_iter().filter(|seen| seen.path.starts_with("/directory/changes"));
        assert_eq!(pages.filter(|seen| seen.from == "alpha.test").count(), 3);
    }

    async fn without_the_level_people_everything_goes_and_comes_back_with_it(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        beta.person("Anne Smit", Scope::Network).await;
        alpha.person("Jan de Vries", Scope::Network).await;
        later(&world, &[&alpha, &beta]).await;
        let id = beta.instance_id("alpha.test").await;
        let level = |shares_people| Level { shares_people, shares_groups: peers::SharedGroups::All, rate: 50 };
        beta.db().write(async |tx| peers::set_level(tx, &ADMIN, id, level(false)).await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert!(alpha.names_of("beta.test").await.is_empty(), "ours are gone there");
        assert!(beta.names_of("alpha.test").await.is_empty(), "theirs are gone here");
        beta.db().write(async |tx| peers::set_level(tx, &ADMIN, id, level(true)).await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert_eq!(alpha.names_of("beta.test").await, ["Anne Smit"]);
        assert_eq!(beta.names_of("alpha.test").await, ["Jan de Vries"]);
    }

    async fn a_restored_origin_begins_a_new_epoch_and_peers_start_over(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let anne = beta.person("Anne Smit", Scope::Network).await;
        beta.person("Piet Bakker", Scope::Network).await;
        later(&world, &[&alpha, &beta]).await;
        // The backup is from before Anne: her row and the later sequences are gone.
        beta.db().write(async |tx| {
            domain::db::sql("delete from directory_change where person_id = $1").bind(anne).execute(&mut *tx).await?;
            domain::db::sql("update counter set value = 1 where stream = 'directory'").execute(&mut *tx).await?;
            domain::db::sql("update directory_change set seq = 1").execute(&mut *tx).await?;
            directory::begin_epoch(tx).await
        }).await.unwrap();
        world.advance_seconds(20 * 60);
        settle(&[&alpha, &beta]).await;
        assert_eq!(alpha.names_of("beta.test").await, ["Piet Bakker"]);
    }

    async fn a_comparison_finds_and_mends_what_went_wrong(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        for n in 0..20 {
            beta.person(&format!("Persoon {n:02}"), Scope::Network).await;
        }
        later(&world, &[&alpha, &beta]).await;
        let id = alpha.instance_id("beta.test").await;
        let quiet = alpha.federation.reconcile_directory(id).await.unwrap();
        assert_eq!((quiet.is_equal, quiet.missing, quiet.forgotten), (true, 0, 0));

        // Two rows are lost, one is old, one is of nobody.
        let leaves = replica::list_leaves(alpha.db(), id, "", 100).await.unwrap();
        let lost = [leaves[3].0.clone(), leaves[11].0.clone()];
        alpha.db().write(async |tx| replica::forget(tx, id, &lost).await).await.unwrap();
        for (column, row) in [("version = 0", &leaves[5]), ("ap_id = ap_id || '-ghost'", &leaves[7])] {
            let text: &'static str = format!("update person set {column} where ap_id = $1").leak();
            alpha.db().write(async |tx| domain::db::sql(text).bind(&row.0).execute(tx).await).await.unwrap();
        }
        let mended = alpha.federation.reconcile_directory(id).await.unwrap();
        assert!(mended.is_equal, "{mended:?}");
        assert_eq!((mended.missing, mended.forgotten), (4, 1));
        assert_eq!(alpha.names_of("beta.test").await.len(), 20);
        assert_eq!(replica::list_leaves(alpha.db(), id, "", 100).await.unwrap(), leaves);
    }

    async fn an_origin_that_says_nothing_is_asked_every_quarter_of_an_hour(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let asked = |path: &str| {
            let seen = world.network.seen();
            seen.iter().filter(|seen| seen.from == "alpha.test" && seen.path.starts_with(path)).count()
        };
        let before = (asked("/directory/changes"), asked("/directory/groups"));
        for _ in 0..8 {
            world.advance_seconds(18 * 60);
            settle(&[&alpha, &beta]).await;
        }
        let (people, groups) = (asked("/directory/changes") - before.0, asked("/directory/groups") - before.1);
        assert_eq!((people, groups), (8, 8), "a quarter of an hour, at most a fifth more");
    }

    async fn many_changes_make_few_nudges(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let before = world.network.count_from("beta.test");
        for n in 0..100 {
            beta.person(&format!("Persoon {n:02}"), Scope::Network).await;
            beta.work().await;
        }
        later(&world, &[&alpha, &beta]).await;
        assert_eq!(alpha.names_of("beta.test").await.len(), 100);
        assert_eq!(world.network.count_from("beta.test") - before, 1, "one nudge for a hundred changes");
    }
}
