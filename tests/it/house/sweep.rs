use std::time::Duration;

use domain::db::sql;
use domain::people::replica;
use domain::{index_feed, jobs, sweep};
use plein_tests::both_engines;
use plein_tests::databases::fresh;

use super::peers::{ADMIN, gelderland, settle, snapshot};

const DAY: Duration = Duration::from_secs(24 * 3600);

both_engines! {
    async fn a_copy_the_origin_no_longer_confirms_is_purged(engine) {
        let home = fresh(engine).await;
        settle(&home.db).await;
        let id = home.db.write(async |tx| domain::peers::request(tx, &ADMIN, &gelderland(), "f").await).await.unwrap();
        home.db.write(async |tx| {
            let organisation = domain::instances::find_or_insert_organisation(tx, id, None, "x").await?;
            replica::store(tx, id, organisation, &[snapshot(1, "Anne")]).await
        }).await.unwrap();
        home.clock.advance(DAY * 20);
        sweep::run(&home.db).await.unwrap();
        assert_eq!(replica::count(&home.db, id).await.unwrap(), 1, "hidden, not yet purged");
        home.clock.advance(DAY * 11);
        sweep::run(&home.db).await.unwrap();
        assert_eq!(replica::count(&home.db, id).await.unwrap(), 0);
    }

    async fn the_index_hears_when_a_lease_runs_out_and_when_it_runs_again(engine) {
        let home = fresh(engine).await;
        settle(&home.db).await;
        let id = home.db.write(async |tx| domain::peers::request(tx, &ADMIN, &gelderland(), "f").await).await.unwrap();
        home.db.write(async |tx| {
            let organisation = domain::instances::find_or_insert_organisation(tx, id, None, "x").await?;
            replica::store(tx, id, organisation, &[snapshot(1, "Anne")]).await
        }).await.unwrap();
        let mut known = index_feed::last_seq(&home.db).await.unwrap();
        for (pause, confirms, marks) in [(10, false, 0), (5, false, 1), (1, false, 0), (0, true, 1), (1, false, 0)] {
            home.clock.advance(DAY * pause);
            if confirms {
                home.db.write(async |tx| domain::peers::health::record_confirmed(tx, id).await).await.unwrap();
            }
            sweep::run(&home.db).await.unwrap();
            let last = index_feed::last_seq(&home.db).await.unwrap();
            assert_eq!(last - known, marks, "after {pause} days");
            known = last;
        }
    }

    async fn more_than_one_batch_goes_and_the_next_sweep_waits(engine) {
        let home = fresh(engine).await;
        for n in 0..1_200_i64 {
            home.db.write(async |tx| {
                sql("insert into attempt (key, window_start, count) values ($1, $2, 1)")
                    .bind(format!("login:{n}")).bind(n).execute(tx).await
            }).await.unwrap();
        }
        let swept = sweep::run(&home.db).await.unwrap();
        assert!(swept.contains(&("attempts", 1_200)), "{swept:?}");
        assert_eq!(jobs::count(&home.db).await.unwrap(), (1, 0));
    }
}
