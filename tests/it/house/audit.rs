use domain::db::sql;
use domain::{Principal, audit};
use plein_tests::both_engines;
use plein_tests::databases::fresh;
use serde_json::json;

both_engines! {
    async fn a_changed_row_breaks_the_chain(engine) {
        let home = fresh(engine).await;
        for n in 0..3 {
            home.db.write(async |tx| {
                audit::record(tx, &Principal::System("test"), "thing.do", "thing:1", json!({ "n": n })).await
            }).await.unwrap();
        }
        assert_eq!(audit::find_broken(&home.db).await.unwrap(), None);
        home.db.write(async |tx| {
            sql("update audit set action = 'thing.undo' where seq = 2").execute(tx).await
        }).await.unwrap();
        assert_eq!(audit::find_broken(&home.db).await.unwrap(), Some(2));
    }
}
