use domain::people::fields::{self, Kind, NewDefinition};
use domain::people::{FieldKey, Label, Value};
use domain::{Audience, Principal};
use plein_tests::both_engines;

use super::{hidden, stored, utrecht};

both_engines! {
    async fn a_profile_is_filled_in_and_shown(engine) {
        let app = utrecht(engine).await;
        let mut anna = app.member("Anna de Wit").await;
        anna.browser.get("/profile").await.is(200).shows("Anna de Wit").shows("Je profiel is nog leeg");
        let saved = anna.browser.submit("/profile/edit", &[
            ("name", "Anna de Wit"),
            ("job_title", "Adviseur <b>jeugdzorg</b>"),
            ("audience-job_title", "public"),
            ("telephone", "030 123 45 67"),
            ("audience-telephone", "self"),
            ("about", "Eerste alinea.\r\n\r\nTweede alinea."),
            ("languages", "nl"),
            ("languages", "fy"),
            ("availability", "limited"),
            ("can_mentor", "yes"),
        ]).await;
        saved.is(200).shows("Je profiel is bewaard.").shows("Adviseur &#60;b&#62;jeugdzorg&#60;/b&#62;");
        saved.shows("Nederlands, Fries").shows("Druk, een korte vraag mag").shows("mentor zijn");
        let person = stored(&app, &anna).await;
        let entry = |key| &person.profile.fields[&key];
        assert_eq!(entry(FieldKey::JobTitle).audience, Audience::Public);
        assert_eq!(entry(FieldKey::Telephone).audience, Audience::Own);
        assert_eq!(entry(FieldKey::Languages).audience, Audience::Network, "the usual one");
        anna.browser.get("/profile").await.hides("Je profiel is bewaard.");
    }

    async fn what_was_typed_comes_back_with_what_is_wrong(engine) {
        let app = utrecht(engine).await;
        let mut anna = app.member("Anna").await;
        let long = "x".repeat(201);
        let back = anna.browser.post("/profile/edit", &[
            ("name", "  "), ("mail", "geen adres"), ("place", &long), ("unit", "Ruimte"), ("audience-unit", "public"),
        ]).await;
        back.is(422).shows("href=\"#mail\"").shows("href=\"#place\"").shows("href=\"#name\"");
        back.shows("value=\"geen adres\"").shows(&long).shows("value=\"Ruimte\"");
        assert!(stored(&app, &anna).await.profile.fields.is_empty());
        let strange = anna.browser.post("/profile/edit", &[("name", "Anna"), ("unit", "x"), ("audience-unit", "everyone")]).await;
        strange.is(422).shows("Kies wie dit mag zien.");
    }

    async fn a_clash_shows_both_and_saving_again_decides(engine) {
        let app = utrecht(engine).await;
        let mut anna = app.member("Anna").await;
        anna.browser.post("/profile/edit", &[("name", "Anna"), ("place", "Utrecht"), ("unit", "Ruimte")]).await;
        let form = anna.browser.get("/profile/edit").await;
        let (place, unit) = (hidden(&form.text, "seen-place"), hidden(&form.text, "seen-unit"));
        anna.browser.post("/profile/edit", &[("name", "Anna"), ("place", "Zeist"), ("unit", "Ruimte")]).await;
        let typed = [
            ("name", "Anna"), ("place", "Houten"), ("seen-place", place.as_str()),
            ("unit", "Ruimte en wonen"), ("seen-unit", unit.as_str()),
        ];
        let clash = anna.browser.post("/profile/edit", &typed).await;
        clash.is(422).shows("value=\"Houten\"").shows("<q>Zeist</q>").shows("value=\"Ruimte en wonen\"");
        let accepted = hidden(&clash.text, "seen-place");
        let typed = [
            ("name", "Anna"), ("place", "Houten"), ("seen-place", accepted.as_str()),
            ("unit", "Ruimte en wonen"), ("seen-unit", unit.as_str()),
        ];
        anna.browser.submit("/profile/edit", &typed).await.is(200).shows("Houten").shows("Ruimte en wonen");
    }

    async fn one_field_is_saved_without_the_others(engine) {
        let app = utrecht(engine).await;
        let mut anna = app.member("Anna").await;
        anna.browser.post("/profile/edit", &[("name", "Anna"), ("place", "Utrecht"), ("unit", "Ruimte")]).await;
        let page = anna.browser.get("/profile/fields/unit").await;
        page.is(200).shows("value=\"Ruimte\"").hides("name=\"place\"");
        let seen = hidden(&page.text, "seen-unit");
        let fields = [("unit", "Wonen"), ("audience-unit", "organisation"), ("seen-unit", seen.as_str())];
        anna.browser.submit("/profile/fields/unit", &fields).await.is(200).shows("Wonen").shows("Utrecht");
        anna.browser.post("/profile/fields/mail", &[("mail", "nee")]).await.is(422).shows("value=\"nee\"");
        for nothing in ["/profile/fields/shoe-size", "/profile/fields/skills-x", "/profile/fields/custom-1"] {
            anna.browser.get(nothing).await.is(404);
        }
    }

    async fn who_sees_a_field_is_changed_on_the_spot(engine) {
        let app = utrecht(engine).await;
        let mut anna = app.member("Anna").await;
        anna.browser.post("/profile/edit", &[("name", "Anna"), ("place", "Utrecht")]).await;
        anna.browser.submit("/profile/fields/place/audience", &[("audience", "public")]).await.is(200);
        let entry = stored(&app, &anna).await.profile.fields[&FieldKey::Place].clone();
        assert_eq!((entry.value, entry.audience), (Value::Text("Utrecht".into()), Audience::Public));
        anna.browser.post("/profile/fields/place/audience", &[("audience", "group")]).await.is(422);
        anna.browser.post("/profile/fields/place/audience", &[("audience", "x")]).await.is(422);
        anna.browser.post("/profile/fields/unit/audience", &[("audience", "public")]).await.is(404);
    }

    async fn a_mandatory_field_of_the_organisation_is_asked_for(engine) {
        let app = utrecht(engine).await;
        let mut anna = app.member("Anna").await;
        let label = |nl: &str, en: &str| Label { nl: nl.into(), en: en.into() };
        let new = NewDefinition {
            section: label("Werkplek", "Workplace"),
            label: label("Gebouw", "Building"),
            kind: Kind::Choice,
            options: vec![label("Stadskantoor", "Town hall"), label("Wijkbureau", "Neighbourhood office")],
            is_mandatory: true,
            is_filter: true,
        };
        let id = app.db().write(async |tx| fields::create(tx, &Principal::System("test"), new).await).await.unwrap();
        anna.browser.get("/profile").await.shows("Je organisatie vraagt je").shows("Gebouw");
        anna.browser.language = "en";
        anna.browser.get("/profile/edit").await.shows("Workplace").shows("Town hall").hides("Stadskantoor</option>");
        anna.browser.post("/profile/edit", &[("name", "Anna")]).await.is(422).shows(&format!("href=\"#custom-{id}\""));
        let name = format!("custom-{id}");
        anna.browser.submit("/profile/edit", &[("name", "Anna"), (&name, "Stadskantoor")]).await
            .is(200).shows("Town hall").hides("asks you to fill this in");
        anna.browser.post("/profile/edit", &[("name", "Anna"), (&name, "Elders")]).await.is(422);
    }

    async fn strangers_are_shown_the_way_in(engine) {
        let app = utrecht(engine).await;
        for page in ["/profile", "/profile/edit", "/profile/skills", "/profile/consent", "/profile/photo", "/welcome"] {
            let answer = app.browser().get(page).await;
            assert!(answer.location().starts_with("/sign-in"), "{page}: {}", answer.status);
        }
        app.browser().post("/profile/edit", &[("name", "x")]).await.is(401);
    }

    /// A page asks the database as often for fifty skills as for none.
    async fn pages_ask_the_same_however_much_there_is(engine) {
        let app = utrecht(engine).await;
        let mut anna = app.member("Anna").await;
        let mut counts = Vec::new();
        for round in 0..2 {
            for page in ["/profile", "/profile/edit", "/profile/skills"] {
                anna.browser.get(page).await.is(200);
                let before = app.db().statements();
                anna.browser.get(page).await.is(200);
                counts.push(app.db().statements() - before);
            }
            if round == 0 {
                for concept in domain::concepts::shipped().unwrap().iter().take(50) {
                    anna.browser.post("/profile/skills", &[("do", "add"), ("uri", &concept.uri), ("level", "basic")]).await.is(303);
                }
                anna.browser.post("/profile/edit", &[("name", "Anna"), ("place", "Utrecht"), ("unit", "Ruimte"), ("about", "x")]).await.is(303);
            }
        }
        assert_eq!(counts[..3], counts[3..], "statements for each page");
        assert!(counts.iter().all(|count| *count <= 6), "{counts:?}");
    }
}
