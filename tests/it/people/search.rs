//! The page of colleagues: asking, narrowing, reading why; and the profile behind it.

use axum::body::Body;
use axum::http::Method;
use domain::people::{
    self, Availability, Entry, FieldKey, NewPerson, Profile, Scope, Skill, SkillLevel, Source, Value, consent,
};
use domain::principal::Affiliation;
use domain::{Audience, PersonId};
use plein_tests::app::{Answer, TestApp};
use plein_tests::both_engines;
use plein_tests::browser::Browser;

use super::{OMGEVINGSWET, SYSTEM};

fn entry(value: Value, audience: Audience) -> Entry {
    Entry { value, audience, source: Source::Person }
}

fn words(text: &str) -> Entry {
    entry(Value::Text(text.into()), Audience::Network)
}

pub fn expert() -> Entry {
    let skill = Skill {
        uri: OMGEVINGSWET.into(),
        nl: "Omgevingswet".into(),
        en: "Environment and Planning Act".into(),
        level: SkillLevel::Expert,
    };
    entry(Value::Skills(vec![skill]), Audience::Network)
}

pub async fn person(app: &TestApp, name: &str, scope: Scope, fields: Vec<(FieldKey, Entry)>) -> PersonId {
    let profile = Profile { fields: fields.into_iter().collect() };
    let new = NewPerson { name: name.into(), handle: None, affiliation: Affiliation::Staff, profile };
    app.db()
        .write(async |tx| {
            let id = people::create(tx, &SYSTEM, new.clone()).await?;
            consent::choose(tx, &SYSTEM, id, scope).await?;
            Ok(id)
        })
        .await
        .unwrap()
}

/// Karim is the one to find; Femke is near; Otto is not to be found.
pub async fn town(app: &TestApp) -> (PersonId, PersonId) {
    let open = entry(Value::Availability(Availability::Open), Audience::Network);
    let fields = vec![
        (FieldKey::JobTitle, words("Jurist <ruimte>")),
        (FieldKey::Place, words("Arnhem")),
        (FieldKey::Skills, expert()),
        (FieldKey::Availability, open),
        (FieldKey::Mail, entry(Value::Text("karim@utrecht.test".into()), Audience::Own)),
    ];
    let karim = person(app, "Karim el Idrissi", Scope::Organisation, fields).await;
    for name in ["Femke Bakker", "Gijs Bakker", "Hanna Bakker"] {
        person(app, name, Scope::Organisation, vec![(FieldKey::Place, words("Utrecht"))]).await;
    }
    let otto = person(app, "Otto Omgevingswet", Scope::None, vec![(FieldKey::Skills, expert())]).await;
    (karim, otto)
}

async fn partial(browser: &mut Browser, path: &str) -> Answer {
    browser.ask(Method::GET, path, Body::empty(), &[("hx-request", "true")]).await
}

both_engines! {
    async fn a_colleague_is_found_with_the_reason_and_the_profile_opens(engine) {
        let app = TestApp::start(engine).await;
        let (karim, _) = town(&app).await;
        app.instance.ctx().people.catch_up().await.unwrap();
        let mut anna = app.member("Anna").await.browser;
        let page = anna.get("/people?q=omgevingswet").await;
        page.is(200).shows("1 collega gevonden").shows("Karim el Idrissi").hides("Otto");
        page.shows("Is expert in <mark class=\"nl-mark\">Omgevingswet</mark>");
        page.shows("Jurist &#60;ruimte&#62;").shows("Vraag gerust");
        page.shows(&format!("href=\"/people/{karim}?from=q%3Domgevingswet\""));
        let profile = anna.get(&format!("/people/{karim}?from=q%3Domgevingswet")).await;
        profile.is(200).shows("Karim el Idrissi").hides("karim@utrecht.test");
        profile.shows(&format!("href=\"/people?q=omgevingswet#person-{karim}\""));
    }

    async fn the_reader_of_english_is_told_why_in_english(engine) {
        let app = TestApp::start(engine).await;
        town(&app).await;
        app.instance.ctx().people.catch_up().await.unwrap();
        let mut anna = app.member("Anna").await.browser;
        anna.language = "en";
        let page = anna.get("/people?q=planning%20act").await;
        page.is(200).shows("1 colleague found").shows("Is an expert in Environment and ");
        page.shows("<mark class=\"nl-mark\">Planning</mark>");
    }

    async fn filters_narrow_and_each_can_be_let_go(engine) {
        let app = TestApp::start(engine).await;
        town(&app).await;
        app.instance.ctx().people.catch_up().await.unwrap();
        let mut anna = app.member("Anna").await.browser;
        anna.get("/people?q=bakker").await.shows("3 collega").shows("name=\"place\" value=\"Utrecht\"");
        let narrowed = anna.get("/people?q=bakker&place=Arnhem").await;
        narrowed.shows("Niemand gevonden voor ‘bakker’").shows("Zoek zonder het filter Arnhem");
        narrowed.shows("href=\"/people?q=bakker\"");
    }

    async fn where_nobody_is_found_the_page_says_what_may_help(engine) {
        let app = TestApp::start(engine).await;
        town(&app).await;
        app.instance.ctx().people.catch_up().await.unwrap();
        let mut anna = app.member("Anna").await.browser;
        let nobody = anna.get("/people?q=omgevingsxyzzy&place=Arnhem&unit=Ruimte&mentor=yes").await;
        nobody.is(200).shows("Bedoel je misschien:").shows(">Omgevingswet</a>").shows("Zoek zonder het filter Ruimte");
        nobody.shows("Zoek bij alle organisaties").shows("href=\"/people?q=omgevingsxyzzy&#38;mentor=yes\"");
        nobody.shows("href=\"/search?q=omgevingsxyzzy\"").shows("Stel je vraag in een netwerk");
        let nowhere = anna.get("/people?q=xyzzyplugh").await;
        nowhere.is(200).shows("Niemand gevonden").hides("Bedoel je misschien").hides("Zoek bij alle organisaties");
        anna.get(&format!("/people?q={}", "a".repeat(200))).await.is(200).hides("Bedoel je misschien");
    }

    async fn the_way_back_leads_to_where_one_was(engine) {
        let app = TestApp::start(engine).await;
        let (karim, _) = town(&app).await;
        app.instance.ctx().people.catch_up().await.unwrap();
        let mut anna = app.member("Anna").await.browser;
        anna.get("/people?q=karim&mentor=yes").await.shows("Filters<span id=\"filters-chosen\"> ").shows("(1 gekozen)");
        let profile = anna.get(&format!("/people/{karim}?from=q%3Dkarim")).await;
        profile.is(200).shows(&format!("href=\"/people?q=karim#person-{karim}\""));
        let elsewhere = anna.get(&format!("/people/{karim}?from=q%3Dk%23%2F%2Fevil.test")).await;
        elsewhere.is(200).shows("href=\"/people\"").hides("/people?q=k#").hides("\"//evil.test");
    }

    async fn typing_asks_for_the_answer_alone(engine) {
        let app = TestApp::start(engine).await;
        town(&app).await;
        app.instance.ctx().people.catch_up().await.unwrap();
        let mut anna = app.member("Anna").await.browser;
        let part = partial(&mut anna, "/people?q=karim").await;
        part.is(200).hides("<html").shows("Karim").shows("data-announce=\"1 collega gevonden\"");
        part.shows("hx-target=\"#filter-groups\"");
        assert_eq!((part.header("cache-control"), part.header("vary")), ("no-store", "hx-request"));
    }

    async fn before_asking_one_sees_where_to_begin(engine) {
        let app = TestApp::start(engine).await;
        town(&app).await;
        app.instance.ctx().people.catch_up().await.unwrap();
        let mut anna = app.member("Anna").await.browser;
        anna.get("/people").await.is(200).shows("Deze collega’s helpen graag").shows("Karim").hides("Femke");
    }

    async fn an_empty_directory_says_how_it_begins(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await;
        app.instance.ctx().people.catch_up().await.unwrap();
        let page = anna.browser.get("/people").await;
        page.is(200).shows("Nog niemand te vinden").shows("href=\"/profile/consent\"");
        page.hides("minder woorden").hides("/admin/accounts/invite");
        let mut karin = app.administrator("Karin").await;
        karin.browser.get("/people").await.shows("/admin/accounts/invite").shows("/admin/peers");
    }

    async fn without_an_index_names_are_found_and_the_page_says_so(engine) {
        let app = TestApp::start(engine).await;
        town(&app).await;
        let mut anna = app.member("Anna").await.browser;
        let page = anna.get("/people?q=karim").await;
        page.is(200).shows("zoek je alleen op naam").shows("el Idrissi");
    }

    async fn who_may_not_be_seen_is_not_there(engine) {
        let app = TestApp::start(engine).await;
        let (karim, otto) = town(&app).await;
        let mut anna = app.member("Anna").await.browser;
        anna.get(&format!("/people/{otto}")).await.is(404);
        anna.get("/people/not-an-id").await.is(404);
        app.browser().get(&format!("/people/{karim}")).await.is(404);
        let strangers = app.browser().get("/people?q=karim").await;
        assert_eq!(strangers.location(), "/sign-in?return=%2Fpeople%3Fq%3Dkarim");
    }

    async fn odd_addresses_are_answered_all_the_same(engine) {
        let app = TestApp::start(engine).await;
        town(&app).await;
        app.instance.ctx().people.catch_up().await.unwrap();
        let mut anna = app.member("Anna").await.browser;
        let long = format!("/people?q={}", "a".repeat(5_000));
        for path in ["/people?q=%00%ff&page=0", "/people?skill=nergens&field=x%3Ay", "/people?page=99", &long] {
            anna.get(path).await.is(200);
        }
        anna.get("/people?q=%3Cscript%3Ealert(1)%3C/script%3E").await.is(200).hides("<script>alert");
    }
}
