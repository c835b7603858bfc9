use domain::people::fields;
use plein_tests::both_engines;

use super::utrecht;

both_engines! {
    async fn an_administrator_adds_a_field_and_takes_it_away(engine) {
        let app = utrecht(engine).await;
        let mut boss = app.administrator("Bea").await;
        for page in ["/admin", "/admin/fields", "/admin/concepts", "/admin/audit"] {
            boss.browser.get(page).await.is(200);
        }
        let half = boss.browser.post("/admin/fields", &[("kind", "choice"), ("label_nl", "Gebouw"), ("options", "A | A")]).await;
        half.is(422).shows("value=\"Gebouw\"").shows("Geef minstens twee keuzes");
        let typed = [
            ("kind", "choice"), ("label_nl", "Gebouw"), ("label_en", "Building"), ("section_nl", "Plek"),
            ("section_en", "Place"), ("options", "Stadskantoor | Town hall\r\nLoods | Shed"), ("mandatory", "yes"),
        ];
        boss.browser.submit("/admin/fields", &typed).await.is(200).shows("Stadskantoor | Town hall");
        let id = fields::list(app.db()).await.unwrap()[0].id;
        boss.browser.get(&format!("/admin/fields/{id}/retire")).await.is(200).shows("Niemand heeft ‘Gebouw’ ingevuld.");
        boss.browser.submit(&format!("/admin/fields/{id}/retire"), &[]).await.is(200).shows("Het veld is weg.");
        boss.browser.get("/admin/audit?verify=yes").await.is(200).shows("Het logboek is heel").shows("haalde een profielveld weg");
    }

    async fn an_own_subject_is_added_and_found(engine) {
        let app = utrecht(engine).await;
        let mut boss = app.administrator("Bea").await;
        let typed = [("label_nl", "stadsbomen"), ("label_en", "urban trees"), ("synonyms_nl", "boom in de stad"), ("broader", "Omgevingswet")];
        boss.browser.submit("/admin/concepts", &typed).await.is(200).shows("stadsbomen");
        boss.browser.post("/admin/concepts", &typed).await.is(422).shows("bestaat al");
        boss.browser.get("/profile/skills?q=boom%20in").await.shows("stadsbomen");
    }

    async fn a_member_finds_no_administration(engine) {
        let app = utrecht(engine).await;
        let mut anna = app.member("Anna").await;
        for page in ["/admin", "/admin/fields", "/admin/concepts", "/admin/audit"] {
            anna.browser.get(page).await.is(404);
        }
        anna.browser.post("/admin/fields", &[("kind", "text")]).await.is(404);
    }
}
