use std::time::Duration;

use domain::jobs::{self, ATTEMPTS_MAX, Job};
use plein_tests::both_engines;
use plein_tests::databases::fresh;

const LEASE: Duration = Duration::from_secs(60);

both_engines! {
    async fn the_same_job_waits_once(engine) {
        let home = fresh(engine).await;
        for _ in 0..3 {
            home.db.write(async |tx| jobs::enqueue(tx, &Job::Sweep).await).await.unwrap();
        }
        assert_eq!(jobs::count(&home.db).await.unwrap(), (1, 0));
    }

    async fn a_job_enqueued_during_its_own_run_runs_again(engine) {
        let home = fresh(engine).await;
        home.db.write(async |tx| jobs::enqueue(tx, &Job::Sweep).await).await.unwrap();
        let first = jobs::claim(&home.db, LEASE).await.unwrap().expect("due");
        home.db.write(async |tx| jobs::enqueue(tx, &Job::Sweep).await).await.unwrap();
        assert!(jobs::claim(&home.db, LEASE).await.unwrap().is_none(), "not beside itself");
        jobs::finish(&home.db, &first).await.unwrap();
        assert!(jobs::claim(&home.db, LEASE).await.unwrap().is_some());
    }

    async fn a_dead_workers_job_is_free_after_its_lease(engine) {
        let home = fresh(engine).await;
        home.db.write(async |tx| jobs::enqueue(tx, &Job::Sweep).await).await.unwrap();
        assert!(jobs::claim(&home.db, LEASE).await.unwrap().is_some());
        assert!(jobs::claim(&home.db, LEASE).await.unwrap().is_none());
        home.clock.advance(LEASE * 2);
        assert!(jobs::claim(&home.db, LEASE).await.unwrap().is_some());
    }

    async fn a_job_that_keeps_failing_waits_for_a_person(engine) {
        let home = fresh(engine).await;
        home.db.write(async |tx| jobs::enqueue(tx, &Job::Sweep).await).await.unwrap();
        for _ in 0..ATTEMPTS_MAX {
            let claimed = jobs::claim(&home.db, LEASE).await.unwrap().expect("due again");
            jobs::fail(&home.db, &claimed, "the disk is full").await.unwrap();
            assert!(jobs::claim(&home.db, LEASE).await.unwrap().is_none(), "back-off is kept");
            home.clock.advance(Duration::from_secs(7 * 3600));
        }
        assert!(jobs::claim(&home.db, LEASE).await.unwrap().is_none());
        assert_eq!(jobs::count(&home.db).await.unwrap(), (1, 1));
    }
}
