//! Changes that meet, and what may be typed.

use domain::people::{
    self, FieldKey, ProfileEdit, Seen, SkillLevel, Source, Value,
    skills::{self, Step},
};
use domain::principal::Role;
use domain::{Audience, Error, index_feed};
use plein_tests::both_engines;
use plein_tests::databases::fresh;

use super::{OMGEVINGSWET, SYSTEM, colleague, one, sanne, signed_in, text};

fn add(uri: &str) -> Step {
    Step::Add { uri: uri.into(), level: SkillLevel::Expert, at: None }
}

fn keys_of(error: &Error) -> Vec<(String, &'static str)> {
    match error {
        Error::Invalid(errors) => errors.iter().map(|error| (error.field.clone(), error.key)).collect(),
        other => panic!("{other:?}"),
    }
}

both_engines! {
    async fn two_windows_keep_each_others_fields(engine) {
        let home = fresh(engine).await;
        let id = sanne(&home.db).await;
        let me = signed_in(&home.db, id, Role::Member).await;
        let opened = Seen::of(&people::find(&home.db, id).await.unwrap());
        let whole = |title: &str, place: &str| ProfileEdit {
            name: Some("Sanne de Vries".into()),
            fields: vec![
                (FieldKey::JobTitle, text(title, Audience::Network)),
                (FieldKey::Place, text(place, Audience::Network)),
            ],
        };
        // Nothing was filled in, so both windows carry an empty mark for each field.
        let mut opened = opened;
        opened.0.insert("job_title".into(), String::new());
        opened.0.insert("place".into(), String::new());
        home.db.write(async |tx| people::edit_seen(tx, &me, id, whole("Jurist", ""), &opened).await).await.unwrap();
        home.db.write(async |tx| people::edit_seen(tx, &me, id, whole("", "Utrecht"), &opened).await).await.unwrap();
        let person = people::find(&home.db, id).await.unwrap();
        let is = |key, expected: &str| {
            assert_eq!(person.profile.fields[&key].value, Value::Text(expected.into()));
        };
        is(FieldKey::JobTitle, "Jurist");
        is(FieldKey::Place, "Utrecht");
    }

    async fn what_both_windows_changed_is_asked_again(engine) {
        let home = fresh(engine).await;
        let id = sanne(&home.db).await;
        let me = signed_in(&home.db, id, Role::Member).await;
        home.db.write(async |tx| {
            people::edit(tx, &me, id, one(FieldKey::Place, text("Utrecht", Audience::Network))).await
        }).await.unwrap();
        let opened = Seen::of(&people::find(&home.db, id).await.unwrap());
        for (place, audience, is_kept) in [
            ("Zeist", Audience::Network, true),
            ("Houten", Audience::Network, false),
            ("Utrecht", Audience::Public, false),
            ("Zeist", Audience::Network, true),
        ] {
            let edit = one(FieldKey::Place, text(place, audience));
            let done = home.db.write(async |tx| people::edit_seen(tx, &me, id, edit.clone(), &opened).await).await;
            assert_eq!(done.is_ok(), is_kept, "{place}");
            if let Err(error) = done {
                assert_eq!(keys_of(&error), [("place".to_owned(), "error-changed-meanwhile")]);
            }
        }
        let person = people::find(&home.db, id).await.unwrap();
        assert_eq!(person.profile.fields[&FieldKey::Place].value, Value::Text("Zeist".into()));
    }

    async fn many_at_once_lose_nothing(engine) {
        let home = fresh(engine).await;
        let id = sanne(&home.db).await;
        let uris = ["omgevingswet", "omgevingsplan", "omgevingsvisie", "grondbeleid", "gebiedsontwikkeling"]
            .map(|word| format!("https://plein.example/id/concept/{word}"));
        let tasks: Vec<_> = uris.iter().map(|uri| {
            let (db, step) = (home.db.clone(), add(uri));
            tokio::spawn(async move { db.write(async |tx| skills::take(tx, &SYSTEM, id, &step).await).await })
        }).collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        let person = people::find(&home.db, id).await.unwrap();
        let (stored, _) = skills::stored(&person);
        assert_eq!(stored.len(), uris.len());
        assert!(stored.iter().all(|skill| !skill.nl.is_empty() && !skill.en.is_empty()), "labels come along");
    }

    async fn saving_what_is_there_leaves_no_trace(engine) {
        let home = fresh(engine).await;
        let id = sanne(&home.db).await;
        let edit = one(FieldKey::Place, text("  Utrecht ", Audience::Network));
        home.db.write(async |tx| people::edit(tx, &SYSTEM, id, edit.clone()).await).await.unwrap();
        let before = index_feed::last_seq(&home.db).await.unwrap();
        let version = people::find(&home.db, id).await.unwrap().version;
        home.db.write(async |tx| people::edit(tx, &SYSTEM, id, edit.clone()).await).await.unwrap();
        assert_eq!(index_feed::last_seq(&home.db).await.unwrap(), before);
        assert_eq!(people::find(&home.db, id).await.unwrap().version, version);
    }

    async fn everything_wrong_is_named_at_once_and_nothing_is_saved(engine) {
        let home = fresh(engine).await;
        let id = sanne(&home.db).await;
        let edit = ProfileEdit {
            name: Some(" \u{200b}\u{202e} ".into()),
            fields: vec![
                (FieldKey::Mail, text("geen adres", Audience::Network)),
                (FieldKey::Place, text(&"x".repeat(201), Audience::Network)),
                (FieldKey::Telephone, text("085 123", Audience::Group)),
                (FieldKey::Unit, text("Ruimte", Audience::Network)),
            ],
        };
        let error = home.db.write(async |tx| people::edit(tx, &SYSTEM, id, edit.clone()).await).await.unwrap_err();
        let expected = [("name", "error-required"), ("place", "error-too-long"), ("telephone", "error-audience"), ("mail", "error-mail")];
        assert_eq!(keys_of(&error), expected.map(|(field, key)| (field.to_owned(), key)));
        assert!(people::find(&home.db, id).await.unwrap().profile.fields.is_empty());
    }

    async fn hostile_text_is_kept_as_text_without_its_tricks(engine) {
        let home = fresh(engine).await;
        let id = sanne(&home.db).await;
        let typed = "Jurist\u{0}\r\n\u{202e}tsiruj <script>alert(1)</script> ' or 1=1 -- 👩🏽‍💻";
        let edit = ProfileEdit {
            name: None,
            fields: vec![
                (FieldKey::JobTitle, text(typed, Audience::Network)),
                (FieldKey::About, text("Eerste regel\r\n\r\nTweede\u{7}", Audience::Network)),
            ],
        };
        home.db.write(async |tx| people::edit(tx, &SYSTEM, id, edit.clone()).await).await.unwrap();
        let person = people::find(&home.db, id).await.unwrap();
        let title = "Jurist tsiruj <script>alert(1)</script> ' or 1=1 -- 👩🏽‍💻";
        assert_eq!(person.profile.fields[&FieldKey::JobTitle].value, Value::Text(title.into()));
        assert_eq!(person.profile.fields[&FieldKey::About].value, Value::Text("Eerste regel\n\nTweede".into()));
    }

    async fn a_skill_nobody_named_is_refused_and_labels_are_ours(engine) {
        let home = fresh(engine).await;
        let id = sanne(&home.db).await;
        let me = signed_in(&home.db, id, Role::Member).await;
        let unknown = home.db.write(async |tx| skills::take(tx, &me, id, &add("https://evil.test/x")).await).await;
        assert_eq!(keys_of(&unknown.unwrap_err()), [("skills".to_owned(), "error-skill-unknown")]);
        home.db.write(async |tx| skills::take(tx, &me, id, &add(OMGEVINGSWET)).await).await.unwrap();
        let (stored, audience) = skills::stored(&people::find(&home.db, id).await.unwrap());
        assert_eq!((stored[0].nl.as_str(), stored[0].en.as_str()), ("Omgevingswet", "Environment and Planning Act"));
        assert_eq!(audience, Audience::Network);
    }

    async fn nobody_changes_another_persons_profile(engine) {
        let home = fresh(engine).await;
        let id = sanne(&home.db).await;
        let other = colleague(&home.db, "Daan Jansen").await;
        let stranger = signed_in(&home.db, other, Role::Member).await;
        let edit = one(FieldKey::Place, text("Weg", Audience::Network));
        let done = home.db.write(async |tx| people::edit(tx, &stranger, id, edit.clone()).await).await;
        assert!(matches!(done, Err(Error::NotFound)));
        let done = home.db.write(async |tx| skills::take(tx, &stranger, id, &add(OMGEVINGSWET)).await).await;
        assert!(matches!(done, Err(Error::NotFound)));
        let administrator = signed_in(&home.db, other, Role::Administrator).await;
        home.db.write(async |tx| people::edit(tx, &administrator, id, edit.clone()).await).await.unwrap();
        let person = people::find(&home.db, id).await.unwrap();
        assert_eq!(person.profile.fields[&FieldKey::Place].source, Source::Administrator);
    }
}
