//! Every field, every audience, every viewpoint: what is seen is exactly what may be.

use domain::audience::Viewpoint;
use domain::people::{
    self, Availability, Entry, FieldKey, Label, Profile, ProfileEdit, Scope, Skill, SkillLevel, Source,
    Value, consent, profile_for,
};
use domain::{Audience, FieldId};
use plein_tests::both_engines;
use plein_tests::databases::fresh;

use super::{SYSTEM, sanne};

const VIEWPOINTS: [Viewpoint; 4] =
    [Viewpoint::Own, Viewpoint::Organisation, Viewpoint::Network, Viewpoint::Public];

/// The word that would betray the field, whatever its kind.
fn canary(key: FieldKey) -> String {
    format!("canary-{}", key.to_string().replace(['_', ':'], "-"))
}

fn value(key: FieldKey) -> Value {
    let word = canary(key);
    match key {
        FieldKey::Languages => Value::Languages(vec!["fy".into()]),
        FieldKey::Availability => Value::Availability(Availability::Limited),
        FieldKey::CanMentor => Value::Flag(true),
        FieldKey::Skills => Value::Skills(vec![Skill {
            uri: format!("https://elsewhere.test/{word}"),
            nl: word.clone(),
            en: word,
            level: SkillLevel::Expert,
        }]),
        FieldKey::Custom(_) => Value::Custom {
            label: Label { nl: "Aanwezig".into(), en: "Present".into() },
            values: vec![Label { nl: word.clone(), en: word }],
        },
        FieldKey::Mail => Value::Text(format!("{word}@example.test")),
        _ => Value::Text(word),
    }
}

/// Which audiences each viewpoint sees: written out, not computed by what is tested.
fn may_see(audience: Audience, from: Viewpoint) -> bool {
    match from {
        Viewpoint::Own => true,
        Viewpoint::Organisation => audience != Audience::Own,
        Viewpoint::Network => matches!(audience, Audience::Network | Audience::Public),
        Viewpoint::Public => audience == Audience::Public,
    }
}

fn exists(scope: Scope, from: Viewpoint) -> bool {
    match from {
        Viewpoint::Own => true,
        Viewpoint::Organisation => scope != Scope::None,
        Viewpoint::Network => matches!(scope, Scope::Network | Scope::Public),
        Viewpoint::Public => scope == Scope::Public,
    }
}

both_engines! {
    async fn every_field_is_seen_from_exactly_where_it_may_be(engine) {
        let home = fresh(engine).await;
        let id = sanne(&home.db).await;
        let mut person = people::find(&home.db, id).await.unwrap();
        let keys = FieldKey::STANDARD.into_iter().chain([FieldKey::Custom(FieldId(uuid::Uuid::from_u128(7)))]);
        let mut cases = 0;
        for key in keys {
            for audience in Audience::FOR_FIELDS {
                for scope in Scope::ALL {
                    person.scope = scope;
                    person.profile = Profile::default();
                    let entry = Entry { value: value(key), audience, source: Source::Person };
                    person.profile.fields.insert(key, entry);
                    for from in VIEWPOINTS {
                        let view = profile_for(&person, from);
                        assert_eq!(view.is_some(), exists(scope, from), "{scope:?} from {from:?}");
                        let seen = view.as_ref().is_some_and(|view| view.fields.0.contains_key(&key));
                        let expected = exists(scope, from) && may_see(audience, from);
                        assert_eq!(seen, expected, "{key} for {audience:?}, scope {scope:?}, from {from:?}");
                        let json = serde_json::to_string(&view).unwrap();
                        assert!(expected || !json.contains(&canary(key)), "{key} leaks from {from:?}: {json}");
                        cases += 1;
                    }
                }
            }
        }
        assert_eq!(cases, 13 * 4 * 4 * 4);
    }

    async fn what_leaves_is_what_the_network_may_see(engine) {
        let home = fresh(engine).await;
        let id = sanne(&home.db).await;
        let audiences = [Audience::Own, Audience::Organisation, Audience::Network, Audience::Public];
        let fields = FieldKey::STANDARD.into_iter().zip(audiences.into_iter().cycle()).map(|(key, audience)| {
            (key, Some(Entry { value: value(key), audience, source: Source::Person }))
        });
        let edit = ProfileEdit { name: None, fields: fields.collect() };
        home.db.write(async |tx| {
            people::edit(tx, &SYSTEM, id, edit.clone()).await?;
            consent::choose(tx, &SYSTEM, id, Scope::Network).await
        }).await.unwrap();
        let leaves = domain::directory::list_changes(&home.db, 0, 10).await.unwrap().remove(0).view.unwrap();
        for (key, audience) in FieldKey::STANDARD.into_iter().zip(audiences.into_iter().cycle()) {
            assert_eq!(leaves.fields.0.contains_key(&key), may_see(audience, Viewpoint::Network), "{key}");
        }
        let recorded: Vec<String> =
            serde_json::from_str(&consent::list(&home.db, &SYSTEM, id).await.unwrap()[0].fields).unwrap();
        let left: Vec<String> = leaves.fields.0.keys().map(ToString::to_string).collect();
        assert_eq!(recorded, left, "the consent names what left under it");
    }
}
