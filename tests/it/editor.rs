//! Writing: the preview says how it will look and what is hard to read, and an @ finds who one may see.

use domain::peers::{self, Introduction};
use domain::people::replica::{self, Snapshot};
use domain::people::{self, NewPerson, Profile, Scope, consent};
use domain::principal::Affiliation;
use domain::{PersonId, Principal, markup};
use plein_tests::app::{Answer, TestApp};
use plein_tests::both_engines;
use plein_tests::databases::Engine;
use proptest::prelude::*;

const SYSTEM: Principal = Principal::System("test");

async fn colleague(app: &TestApp, name: &str, scope: Scope) -> PersonId {
    let new = NewPerson {
        name: name.into(),
        handle: None,
        affiliation: Affiliation::Staff,
        profile: Profile::default(),
    };
    app.db()
        .write(async |tx| {
            let id = people::create(tx, &SYSTEM, new.clone()).await?;
            consent::choose(tx, &SYSTEM, id, scope).await?;
            Ok(id)
        })
        .await
        .unwrap()
}

/// Somebody of another organisation, as its directory tells.
async fn neighbour(app: &TestApp, name: &str, handle: &str) {
    let there = Introduction {
        host: "gelderland.test".into(),
        base_url: "https://gelderland.test".into(),
        name: "Provincie Gelderland".into(),
        organisation_uri: None,
        actor: "{}".into(),
        fingerprint: "a b c d e f g h".into(),
    };
    let snapshot = Snapshot {
        ap_id: format!("https://gelderland.test/ap/person/{handle}"),
        handle: handle.into(),
        name: name.into(),
        affiliation: Affiliation::Staff,
        scope: Scope::Network,
        profile: Profile::default(),
        version: 1,
        photo: None,
        left_out: Vec::new(),
    };
    app.db()
        .write(async |tx| {
            let id = peers::request(tx, &SYSTEM, &there, "f").await?;
            let organisation =
                domain::instances::find_or_insert_organisation(tx, id, None, &there.name).await?;
            replica::store(tx, id, organisation, std::slice::from_ref(&snapshot)).await
        })
        .await
        .unwrap();
}

fn offered(answer: &Answer) -> Vec<String> {
    let values = answer.text.split("data-value=\"").skip(1);
    values.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

both_engines! {
    async fn a_preview_shows_the_text_and_says_what_is_hard_to_read(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await.browser;
        let text = "## Stikstof\n\n- [x] gedaan\n\n[klik hier](https://wet.test)\n\n<script>alert(1)</script>";
        let shown = anna.post("/preview", &[("text", text)]).await;
        shown.is(200).shows("<h3>Stikstof</h3>").shows("☑ gedaan").shows("&lt;script&gt;").hides("<script").hides("<html");
        shown.shows("Zo kan iedereen meelezen").shows("De link ‘klik hier’ zegt niet waar hij heen gaat.");
        anna.post("/preview", &[("text", "Gewoon *goed*")]).await.is(200).hides("meelezen");
        for nothing in [vec![], vec![("text", "  ")]] {
            anna.post("/preview", &nothing).await.is(200).shows("Er staat nog niets.");
        }
    }

    async fn a_text_that_is_too_long_for_a_preview_is_refused_in_words(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await.browser;
        anna.post("/preview", &[("text", &"a".repeat(100_000))]).await.is(200);
        anna.post("/preview", &[("text", &"a".repeat(200_001))]).await.is(413).shows("role=\"alert\"");
    }

    async fn an_at_sign_finds_whom_one_may_see(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await.browser;
        colleague(&app, "Sanne de Vries", Scope::Organisation).await;
        colleague(&app, "Sanne Verborgen", Scope::None).await;
        neighbour(&app, "Sanneke Elders", "sanneke").await;
        let found = anna.get("/mentions?q=sann").await;
        assert_eq!(offered(found.is(200)), ["@sanneke@gelderland.test", "@sanne.de.vries"]);
        found.shows("Provincie Gelderland").shows("2 collega’s gevonden").hides("Verborgen");
        assert_eq!(offered(&anna.get("/mentions?q=sanne.de").await), ["@sanne.de.vries"]);
        assert!(offered(&anna.get("/mentions?q=").await).is_empty());
        anna.get("/mentions?q=xyzzy").await.is(200).shows("Niemand gevonden");
    }

    async fn a_list_of_names_stays_short(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await.browser;
        for number in 1..=10 {
            colleague(&app, &format!("Karim Nummer{number}"), Scope::Organisation).await;
        }
        assert_eq!(offered(&anna.get("/mentions?q=karim").await).len(), 8);
    }
}

#[tokio::test]
async fn an_editor_is_a_text_area_that_works_alone() {
    let app = TestApp::with(Engine::Sqlite, &[("PLEIN_DEVELOPMENT__ENABLED", "true")]).await;
    let mut anna = app.member("Anna").await;
    let page = anna.browser.get("/_/components").await;
    page.shows("<textarea").shows("name=\"gallery-body\"").shows("data-draft=\"gallery\"");
    let member = anna.principal.member().unwrap();
    page.shows(&format!("data-person=\"{}\"", member.person_id));
    app.browser().get("/_/components").await.is(200).hides("data-person");
}

/// What is wrong with HTML that may stand in a page, if anything.
fn harm(html: &str) -> Option<String> {
    let lower = html.to_lowercase();
    for tag in lower.split('<').skip(1) {
        let inside = tag.split('>').next().unwrap_or_default();
        let mut parts = inside.split('"');
        let names: String = parts.by_ref().step_by(2).collect();
        let is_handler = names.split_whitespace().any(|name| name.starts_with("on") && name.ends_with('='));
        let address =
            inside.split_once("href=\"").and_then(|(_, rest)| rest.split('"').next()).unwrap_or_default();
        let is_script =
            address.trim_start().starts_with("javascript:") || address.trim_start().starts_with("data:");
        if inside.starts_with("script") || is_handler || is_script || names.contains("style=") {
            return Some(inside.to_owned());
        }
    }
    None
}

/// Pieces that mean something to a browser or to Markdown, in any order, and anything else between them.
fn pieces() -> impl Strategy<Value = String> {
    let known = proptest::sample::select(vec![
        "<script>",
        "</script>",
        "<img src=x onerror=alert(1)>",
        "<a href=\"",
        "javascript:",
        "\" onclick=\"x\"",
        "<svg>",
        "<style>",
        "</style>",
        "<math>",
        "<!--",
        "-->",
        "<p title=\"",
        "\">",
        "[x](",
        "javascript:alert(1))",
        "![",
        "](",
        "/files/a.png)",
        "`",
        "```\n",
        "> ",
        "- ",
        "\n\n",
        "|",
        "&quot;",
        "&#106;avascript:",
        "&Tab;",
        "\t",
        "\0",
        "<",
        ">",
        "\"",
        "'",
        "data:text/html,",
        "https://e.test/",
        "<table>",
        "<td>",
        "<form>",
        "<noscript>",
        "<template>",
        "@a@b.test",
    ]);
    let piece =
        prop_oneof![4 => known.prop_map(str::to_owned), 1 => any::<String>(), 1 => "[a-z<>&\"'=/ ]{0,12}"];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_becomes_anything_that_runs(text in pieces()) {
        let html = markup::to_html(&text);
        prop_assert_eq!(harm(&html), None, "{}", html);
        let remote = markup::from_remote_html(&text);
        prop_assert_eq!(harm(&remote), None, "{}", remote);
        prop_assert_eq!(harm(&markup::from_remote_html(&html)), None);
        let _ = (markup::mentions(&text), markup::bad_practice(&text));
    }

    #[test]
    fn an_excerpt_is_never_longer_than_asked(text in pieces(), max in 0_usize..80) {
        let excerpt = markup::excerpt(&text, max);
        prop_assert!(excerpt.chars().count() <= max && !excerpt.contains('\n'), "{}", excerpt);
    }
}
