use std::time::Duration;

use domain::jobs::{self, Job};
use domain::{InstanceId, db::sql};
use plein_tests::app::TestApp;
use plein_tests::background::until;
use plein_tests::both_engines;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

both_engines! {
    async fn the_broom_goes_at_the_start_and_comes_again_in_an_hour(engine) {
        let app = TestApp::start(engine).await;
        let stop = CancellationToken::new();
        let workers = app.instance.spawn_workers(&stop);
        let later = app.clock().now().plus(Duration::from_secs(3600)).0;
        until("one sweep waits for the next hour", async || {
            let rows: Vec<(String, i64)> = sql("select kind, run_at from job").all(app.db()).await.unwrap();
            rows == [("sweep".to_owned(), later)]
        })
        .await;
        stop.cancel();
        workers.drain().await;
    }

    async fn a_job_that_fails_is_kept_with_its_reason_and_tried_again_later(engine) {
        let app = TestApp::start(engine).await;
        let nowhere = InstanceId::from(Uuid::nil());
        let job = Job::PullDirectory { instance_id: nowhere };
        app.db().write(async |tx| jobs::enqueue(tx, &job).await).await.unwrap();
        let stop = CancellationToken::new();
        let workers = app.instance.spawn_workers(&stop);
        until("the failure is written down", async || {
            let text = "select attempts, last_error from job where kind = 'pull_directory'";
            let row: Option<(i64, Option<String>)> = sql(text).optional(app.db()).await.unwrap();
            row.is_some_and(|(attempts, error)| attempts == 1 && error.is_some())
        })
        .await;
        stop.cancel();
        workers.drain().await;
        let again: i64 = sql("select run_at from job where kind = 'pull_directory'").scalar(app.db()).await.unwrap();
        assert_eq!(again, app.clock().now().plus(Duration::from_secs(30)).0);
    }
}
