use std::collections::BTreeMap;

use domain::db::{next_seq, sql};
use domain::{Db, Error, settings};
use plein_tests::both_engines;
use plein_tests::databases::fresh;

both_engines! {
    async fn one_text_stores_every_type_alike(engine) {
        let home = fresh(engine).await;
        let id = uuid::Uuid::now_v7();
        home.db.write(async |tx| {
            sql("insert into one_time_link (secret_hash, purpose, email, created_at, expires_at) values ($1, $2, $3, $4, $5)")
                .bind(vec![0_u8, 255]).bind("setup").bind(None::<String>).bind(7_i64).bind(8_i64).execute(&mut *tx).await?;
            sql("insert into instance (id, host, base_url, name, is_local, first_seen_at) values ($1, 'a', 'b', 'c', $2, 1)")
                .bind(id).bind(true).execute(tx).await
        }).await.unwrap();
        let (hash, email): (Vec<u8>, Option<String>) =
            sql("select secret_hash, email from one_time_link").one(&home.db).await.unwrap();
        assert_eq!((hash, email), (vec![0, 255], None));
        let (found, is_local): (uuid::Uuid, bool) =
            sql("select id, is_local from instance where id in (..)").bind_list([id]).one(&home.db).await.unwrap();
        assert_eq!((found, is_local), (id, true));
    }

    async fn a_failed_change_leaves_nothing(engine) {
        let home = fresh(engine).await;
        let failed: Result<(), Error> = home.db.write(async |tx| {
            settings::store(tx, "house_rules", &"be kind").await?;
            Err(Error::Conflict("error-changed-meanwhile"))
        }).await;
        assert!(matches!(failed, Err(Error::Conflict(_))));
        assert_eq!(settings::find::<String>(&home.db, "house_rules").await.unwrap(), "");
    }

    async fn a_refused_constraint_has_the_same_name(engine) {
        let home = fresh(engine).await;
        let twice = home.db.write(async |tx| {
            for at in 0..2_i64 {
                sql("insert into concept (id, uri, label_nl, label_en, synonyms_nl, synonyms_en, search_text, is_shipped) \
                     values ($1, 'same', '', '', '', '', '', true)")
                    .bind(uuid::Uuid::from_u128(u128::try_from(at).unwrap())).execute(&mut *tx).await?;
            }
            Ok(())
        }).await;
        assert!(matches!(&twice, Err(Error::Taken(name)) if name == "concept_uri_key"), "{twice:?}");
    }

    async fn numbers_of_a_stream_have_no_gap_and_no_twin(engine) {
        let home = fresh(engine).await;
        let many: Vec<_> = (0..20).map(|_| tokio::spawn(take(home.db.clone()))).collect();
        let mut taken = BTreeMap::new();
        for one in many {
            *taken.entry(one.await.unwrap()).or_insert(0) += 1;
        }
        assert_eq!(taken.into_iter().collect::<Vec<_>>(), (1..=20).map(|n| (n, 1)).collect::<Vec<_>>());
    }
}

async fn take(db: Db) -> i64 {
    db.write(async |tx| next_seq(tx, "test").await).await.unwrap()
}
