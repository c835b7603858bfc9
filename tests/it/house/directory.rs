use domain::people::{self, Entry, FieldKey, NewPerson, Profile, ProfileEdit, Scope, Source, Value, consent};
use domain::principal::Affiliation;
use domain::{Audience, Db, PersonId, Principal, directory, index_feed, instances};
use plein_tests::both_engines;
use plein_tests::databases::fresh;

const US: Principal = Principal::System("test");

async fn sanne(db: &Db) -> PersonId {
    db.write(async |tx| {
        instances::settle(tx, "utrecht.test", "https://utrecht.test", "Gemeente Utrecht", None).await?;
        let new = NewPerson {
            name: "Sanne de Vries".into(),
            handle: None,
            affiliation: Affiliation::Staff,
            profile: Profile::default(),
        };
        people::create(tx, &US, new).await
    })
    .await
    .unwrap()
}

fn text(value: &str, audience: Audience) -> Option<Entry> {
    Some(Entry { value: Value::Text(value.into()), audience, source: Source::Person })
}

both_engines! {
    async fn peers_hear_nothing_of_who_did_not_consent(engine) {
        let home = fresh(engine).await;
        let id = sanne(&home.db).await;
        home.db.write(async |tx| consent::choose(tx, &US, id, Scope::Organisation).await).await.unwrap();
        assert!(directory::list_changes(&home.db, 0, 10).await.unwrap().is_empty());
    }

    async fn a_field_leaves_only_for_its_audience(engine) {
        let home = fresh(engine).await;
        let id = sanne(&home.db).await;
        home.db.write(async |tx| {
            let fields = vec![
                (FieldKey::JobTitle, text("Jurist", Audience::Network)),
                (FieldKey::Telephone, text("085 123", Audience::Organisation)),
            ];
            people::edit(tx, &US, id, ProfileEdit { name: None, fields }).await?;
            consent::choose(tx, &US, id, Scope::Network).await
        }).await.unwrap();
        let changes = directory::list_changes(&home.db, 0, 10).await.unwrap();
        let view = changes[0].view.as_ref().expect("present");
        assert_eq!(view.fields.text(FieldKey::JobTitle), Some("Jurist"));
        assert_eq!(view.fields.text(FieldKey::Telephone), None);
    }

    async fn withdrawing_leaves_a_tombstone_that_stays_last(engine) {
        let home = fresh(engine).await;
        let id = sanne(&home.db).await;
        for scope in [Scope::Network, Scope::None] {
            home.db.write(async |tx| consent::choose(tx, &US, id, scope).await).await.unwrap();
        }
        let changes = directory::list_changes(&home.db, 0, 10).await.unwrap();
        assert_eq!(changes.len(), 1, "the feed is compacted to the last state");
        assert_eq!(changes[0].seq, 2);
        assert!(changes[0].view.is_none());
        assert!(directory::list_leaves(&home.db, "", 10).await.unwrap().is_empty());
        assert_eq!(consent::list(&home.db, &US, id).await.unwrap().len(), 2);
    }

    async fn erasing_keeps_the_id_and_nothing_else(engine) {
        let home = fresh(engine).await;
        let id = sanne(&home.db).await;
        home.db.write(async |tx| consent::choose(tx, &US, id, Scope::Network).await).await.unwrap();
        home.db.write(async |tx| people::erase(tx, &US, id).await).await.unwrap();
        let row = people::find(&home.db, id).await.unwrap();
        assert_eq!((row.name.as_str(), row.profile), ("", Profile::default()));
        assert!(directory::list_changes(&home.db, 0, 10).await.unwrap()[0].view.is_none());
    }

    async fn names_are_found_by_the_beginning_of_each_word(engine) {
        let home = fresh(engine).await;
        let id = sanne(&home.db).await;
        home.db.write(async |tx| consent::choose(tx, &US, id, Scope::Network).await).await.unwrap();
        for (words, hits) in [("sanne", 1), ("Vri San", 1), ("anne", 0), ("%", 0), ("SANNE DE", 1)] {
            let found = people::find_by_name(&home.db, &US, words, 10).await.unwrap();
            assert_eq!(found.len(), hits, "{words}");
        }
    }

    async fn every_change_marks_the_index(engine) {
        let home = fresh(engine).await;
        let id = sanne(&home.db).await;
        let before = index_feed::last_seq(&home.db).await.unwrap();
        home.db.write(async |tx| consent::choose(tx, &US, id, Scope::Network).await).await.unwrap();
        let marks = index_feed::list(&home.db, index_feed::Lane::Home, before, 10).await.unwrap();
        assert_eq!(marks.iter().map(|mark| mark.person_id).collect::<Vec<_>>(), [id]);
    }
}
