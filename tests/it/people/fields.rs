//! Fields that administrators add.

use domain::people::fields::{self, Direction, Kind, NewDefinition};
use domain::people::{self, Entry, FieldKey, Label, Scope, Source, Value, consent};
use domain::{Audience, Db, Error, FieldId, directory, jobs};
use plein_tests::both_engines;
use plein_tests::databases::fresh;

use super::{SYSTEM, colleague, one, sanne, text};

fn label(nl: &str, en: &str) -> Label {
    Label { nl: nl.into(), en: en.into() }
}

fn days(is_mandatory: bool) -> NewDefinition {
    NewDefinition {
        section: label("Werkdagen", "Working days"),
        label: label("Aanwezig op", "In the office on"),
        kind: Kind::Choices,
        options: vec![label("maandag", "Monday"), label("dinsdag", "Tuesday")],
        is_mandatory,
        is_filter: true,
    }
}

async fn create(db: &Db, new: &NewDefinition) -> Result<FieldId, Error> {
    db.write(async |tx| fields::create(tx, &SYSTEM, new.clone()).await).await
}

/// What a form hands over: the typed words under a label that it made up.
fn typed(words: &[&str]) -> Option<Entry> {
    let values = words.iter().map(|word| label(word, "forged")).collect();
    Some(Entry {
        value: Value::Custom { label: label("forged", "forged"), values },
        audience: Audience::Network,
        source: Source::Person,
    })
}

both_engines! {
    async fn an_answer_carries_the_names_of_its_definition(engine) {
        let home = fresh(engine).await;
        let id = sanne(&home.db).await;
        let key = FieldKey::Custom(create(&home.db, &days(false)).await.unwrap());
        let edit = one(key, typed(&["dinsdag", "Monday", "dinsdag"]));
        home.db.write(async |tx| people::edit(tx, &SYSTEM, id, edit.clone()).await).await.unwrap();
        let person = people::find(&home.db, id).await.unwrap();
        let expected = Value::Custom {
            label: label("Aanwezig op", "In the office on"),
            values: vec![label("dinsdag", "Tuesday"), label("maandag", "Monday")],
        };
        assert_eq!(person.profile.fields[&key].value, expected);
    }

    async fn an_answer_that_is_none_is_refused(engine) {
        let home = fresh(engine).await;
        let id = sanne(&home.db).await;
        let choices = create(&home.db, &days(false)).await.unwrap();
        let choice = NewDefinition { kind: Kind::Choice, label: label("Gebouw", "Building"), ..days(false) };
        let choice = create(&home.db, &choice).await.unwrap();
        let date = NewDefinition { kind: Kind::Date, label: label("Sinds", "Since"), options: vec![], ..days(false) };
        let date = create(&home.db, &date).await.unwrap();
        let gone = FieldId(uuid::Uuid::from_u128(9));
        let table: [(FieldId, &[&str], &str); 5] = [
            (choices, &["zondag"], "error-choice"),
            (choice, &["maandag", "dinsdag"], "error-choice"),
            (date, &["31 februari"], "error-date"),
            (date, &["2026-02-31"], "error-date"),
            (gone, &["iets"], "error-field-gone"),
        ];
        for (field, words, key) in table {
            let edit = one(FieldKey::Custom(field), typed(words));
            let error = home.db.write(async |tx| people::edit(tx, &SYSTEM, id, edit.clone()).await).await.unwrap_err();
            assert!(matches!(&error, Error::Invalid(errors) if errors[0].key == key), "{words:?}: {error:?}");
        }
    }

    async fn a_mandatory_field_cannot_be_emptied(engine) {
        let home = fresh(engine).await;
        let id = sanne(&home.db).await;
        let key = FieldKey::Custom(create(&home.db, &days(true)).await.unwrap());
        let person = people::find(&home.db, id).await.unwrap();
        let all = fields::list(&home.db).await.unwrap();
        assert_eq!(fields::missing(&all, &person.profile).len(), 1);
        for (entry, is_kept) in [(None, false), (typed(&["maandag"]), true), (typed(&["  "]), false)] {
            let edit = one(key, entry);
            let done = home.db.write(async |tx| people::edit(tx, &SYSTEM, id, edit.clone()).await).await;
            assert_eq!(done.is_ok(), is_kept, "{done:?}");
        }
        // Another field can be saved while this one is still empty.
        let other = colleague(&home.db, "Daan Jansen").await;
        let edit = one(FieldKey::Place, text("Utrecht", Audience::Network));
        home.db.write(async |tx| people::edit(tx, &SYSTEM, other, edit.clone()).await).await.unwrap();
    }

    async fn a_retired_field_leaves_every_profile_and_every_peer(engine) {
        let home = fresh(engine).await;
        let id = sanne(&home.db).await;
        let field = create(&home.db, &days(false)).await.unwrap();
        let key = FieldKey::Custom(field);
        for id in [id, colleague(&home.db, "Daan Jansen").await] {
            home.db.write(async |tx| {
                people::edit(tx, &SYSTEM, id, one(key, typed(&["maandag"]))).await?;
                consent::choose(tx, &SYSTEM, id, Scope::Network).await
            }).await.unwrap();
        }
        colleague(&home.db, "Noor Bakker").await;
        assert_eq!(fields::count_filled(&home.db, &SYSTEM, field).await.unwrap(), 2);
        let before = directory::last_seq(&home.db).await.unwrap();
        home.db.write(async |tx| fields::retire(tx, &SYSTEM, field).await).await.unwrap();
        assert_eq!(jobs::count(&home.db).await.unwrap(), (1, 0));
        for left in [1, 1, 0] {
            let stripped = home.db.write(async |tx| fields::strip_some(tx, field, 1).await).await.unwrap();
            assert_eq!(stripped, left);
        }
        let changes = directory::list_changes(&home.db, before, 10).await.unwrap();
        assert_eq!(changes.len(), 2);
        assert!(changes.iter().all(|change| change.view.as_ref().unwrap().fields.0.is_empty()));
        assert!(fields::list(&home.db).await.unwrap().is_empty());
        let again = home.db.write(async |tx| fields::retire(tx, &SYSTEM, field).await).await;
        assert!(matches!(again, Err(Error::NotFound)));
    }

    async fn fields_trade_places(engine) {
        let home = fresh(engine).await;
        sanne(&home.db).await;
        let mut ids = Vec::new();
        for name in ["a", "b", "c"] {
            ids.push(create(&home.db, &NewDefinition { label: label(name, name), ..days(false) }).await.unwrap());
        }
        for (at, direction, expected) in
            [(2, Direction::Up, "acb"), (0, Direction::Up, "acb"), (0, Direction::Down, "cab"), (1, Direction::Down, "cab")]
        {
            home.db.write(async |tx| fields::shift(tx, &SYSTEM, ids[at], direction).await).await.unwrap();
            let order: String = fields::list(&home.db).await.unwrap().into_iter().map(|field| field.label.nl).collect();
            assert_eq!(order, expected);
        }
    }

    async fn a_definition_needs_names_and_options_that_differ(engine) {
        let home = fresh(engine).await;
        sanne(&home.db).await;
        let table = [
            (NewDefinition { label: label("", "x"), ..days(false) }, "label_nl", "error-required"),
            (NewDefinition { section: label("x", &"y".repeat(201)), ..days(false) }, "section_en", "error-too-long"),
            (NewDefinition { options: vec![label("een", "one")], ..days(false) }, "options", "error-options"),
            (NewDefinition { options: vec![label("a", "x"), label("b", "x")], ..days(false) }, "options", "error-twice"),
            (NewDefinition { options: vec![label("a", "x"), label("b", "")], ..days(false) }, "options", "error-options"),
        ];
        for (new, field, key) in table {
            let error = create(&home.db, &new).await.unwrap_err();
            assert!(matches!(&error, Error::Invalid(errors) if errors[0].field == field && errors[0].key == key), "{error:?}");
        }
        create(&home.db, &days(false)).await.unwrap();
        assert!(create(&home.db, &days(false)).await.is_err(), "the same label twice");
    }
}
