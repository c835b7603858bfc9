use plein_tests::both_engines;

use super::utrecht;

/// One field for each audience, with a word that betrays it.
const FIELDS: [(&str, &str, &str); 4] = [
    ("pronouns", "self", "canary-self"),
    ("unit", "organisation", "canary-organisation"),
    ("place", "network", "canary-network"),
    ("job_title", "public", "canary-public"),
];

fn form() -> Vec<(String, String)> {
    let fields = FIELDS.into_iter().flat_map(|(field, audience, word)| {
        [(field.to_owned(), word.to_owned()), (format!("audience-{field}"), audience.to_owned())]
    });
    [("name".to_owned(), "Anna".to_owned())].into_iter().chain(fields).collect()
}

/// The words each reader may find.
fn seen_by(audience_word: &str) -> &'static [&'static str] {
    match audience_word {
        "organisation" => &["canary-organisation", "canary-network", "canary-public"],
        "network" => &["canary-network", "canary-public"],
        _ => &["canary-public"],
    }
}

fn check(text: &str, allowed: &[&str], what: &str) {
    for (_, _, word) in FIELDS {
        assert_eq!(text.contains(word), allowed.contains(&word), "{word} in {what}:\n{text}");
    }
}

both_engines! {
    async fn the_preview_is_what_others_get(engine) {
        let app = utrecht(engine).await;
        let mut anna = app.member("Anna").await;
        let mut daan = app.member("Daan").await;
        let typed = form();
        let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        anna.browser.post("/profile/edit", &typed).await.is(303);
        anna.browser.post("/profile/consent", &[("scope", "public")]).await.is(303);
        for word in ["organisation", "network", "public"] {
            let page = anna.browser.get(&format!("/profile/seen?as={word}")).await;
            page.is(200);
            check(&page.text, seen_by(word), word);
        }
        let id = anna.principal.person_id().unwrap();
        check(&daan.browser.get(&format!("/people/{id}")).await.text, seen_by("organisation"), "a colleague's page");
        check(&app.browser().get(&format!("/people/{id}")).await.text, seen_by("public"), "a stranger's page");
        let own = anna.browser.get("/profile").await;
        check(&own.text, &["canary-self", "canary-organisation", "canary-network", "canary-public"], "the own page");
    }

    async fn the_document_is_the_one_that_leaves(engine) {
        let app = utrecht(engine).await;
        let mut anna = app.member("Anna").await;
        let typed = form();
        let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        anna.browser.post("/profile/edit", &typed).await;
        anna.browser.get("/profile/seen?as=network").await.is(200).hides("preferredUsername").shows("je niet");
        anna.browser.post("/profile/consent", &[("scope", "public")]).await;
        let id = anna.principal.person_id().unwrap();
        let fetched = app.browser().ask(
            axum::http::Method::GET, &format!("/ap/person/{id}"), axum::body::Body::empty(),
            &[("accept", "application/activity+json")],
        ).await;
        fetched.is(200);
        let fetched: serde_json::Value = serde_json::from_str(&fetched.text).unwrap();
        let page = anna.browser.get("/profile/seen?as=public").await.text;
        let (_, shown) = page.split_once("<code>").unwrap();
        let shown = shown.split("</code>").next().unwrap().replace("&#34;", "\"").replace("&#38;", "&").replace("&#60;", "<").replace("&#62;", ">");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).unwrap(), fetched);
        let network = anna.browser.get("/profile/seen?as=network").await;
        network.shows("<code>").shows("canary-network");
        anna.browser.get("/profile/seen?as=organisation").await.hides("<code>");
    }

    async fn who_is_not_seen_is_told_so_and_shown_what_would_be(engine) {
        let app = utrecht(engine).await;
        let mut anna = app.member("Anna").await;
        anna.browser.post("/profile/edit", &[("name", "Anna"), ("place", "Zeist")]).await;
        let page = anna.browser.get("/profile/seen?as=public").await;
        page.is(200).shows("Nu zien mensen die zich niet aanmelden je niet.").shows("Zou je dat veranderen").hides("Zeist");
        anna.browser.get("/profile/seen?as=network").await.shows("Zeist");
        anna.browser.get("/profile/seen?as=nonsense").await.is(200);
    }

    async fn everything_held_can_be_taken_along(engine) {
        let app = utrecht(engine).await;
        let mut anna = app.member("Anna").await;
        app.member("Daan").await.browser.post("/profile/edit", &[("name", "Daan"), ("place", "Geheim")]).await;
        let typed = form();
        let typed: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        anna.browser.post("/profile/edit", &typed).await;
        anna.browser.post("/profile/consent", &[("scope", "network")]).await;
        anna.browser.get("/profile/data").await.is(200).shows("/profile/data/download");
        let file = anna.browser.get("/profile/data/download").await;
        file.is(200).hides("Geheim").hides("argon2");
        assert_eq!(file.header("content-disposition"), "attachment; filename=\"plein-anna.json\"");
        let json: serde_json::Value = serde_json::from_str(&file.text).unwrap();
        assert_eq!(json["name"], "Anna");
        assert_eq!(json["profile"]["pronouns"]["value"], "canary-self");
        assert_eq!(json["profile"]["pronouns"]["audience"], "self");
        assert_eq!(json["consents"][0]["scope"], "network");
        assert_eq!(json["consents"][0]["fieldsSent"], serde_json::json!(["job_title", "place"]));
        assert_eq!(json["account"]["email"], "anna@utrecht.test");
        assert_eq!(json["account"]["sessions"].as_array().unwrap().len(), 1);
        let log = json["log"].as_array().unwrap();
        assert!(log.iter().any(|row| row["action"] == "person.consent"), "{log:?}");
        app.browser().get("/profile/data/download").await.is(303);
    }
}
