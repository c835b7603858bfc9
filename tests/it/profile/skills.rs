use domain::people::SkillLevel;
use domain::people::skills;
use plein_tests::both_engines;

use super::{stored, utrecht};

const CONCEPT: &str = "https://plein.example/id/concept/";

fn uri(word: &str) -> String {
    format!("{CONCEPT}{word}")
}

both_engines! {
    async fn a_skill_is_sought_added_moved_and_taken_back(engine) {
        let app = utrecht(engine).await;
        let mut anna = app.member("Anna").await;
        anna.browser.get("/profile/skills").await.is(200).shows("Waar weet jij iets van?");
        let found = anna.browser.get("/profile/skills?q=bestemmingspl").await;
        found.is(200).shows("omgevingsplan").shows("ook: bestemmingsplan").shows("value=\"expert\"");
        for word in ["omgevingsplan", "grondbeleid"] {
            let add = [("do", "add"), ("uri", &*uri(word)), ("level", "expert"), ("back", "/profile/skills")];
            anna.browser.submit("/profile/skills", &add).await.is(200).shows("Het onderwerp staat in je lijst.");
        }
        anna.browser.submit("/profile/skills", &[("do", "up"), ("uri", &uri("grondbeleid"))]).await.is(200);
        anna.browser.submit("/profile/skills", &[("do", "level"), ("uri", &uri("grondbeleid")), ("level", "basic")]).await;
        let (list, _) = skills::stored(&stored(&app, &anna).await);
        assert_eq!(list.iter().map(|skill| skill.nl.as_str()).collect::<Vec<_>>(), ["grondbeleid", "omgevingsplan"]);
        assert_eq!(list[0].level, SkillLevel::Basic);
        let removed = anna.browser.submit("/profile/skills", &[("do", "remove"), ("uri", &uri("grondbeleid"))]).await;
        removed.is(200).shows("‘grondbeleid’ is uit je lijst.").shows("Ongedaan maken");
        let undo = [("do", "add"), ("uri", &*uri("grondbeleid")), ("level", "basic"), ("at", "0")];
        anna.browser.submit("/profile/skills", &undo).await.is(200).hides("Ongedaan maken");
        let (list, _) = skills::stored(&stored(&app, &anna).await);
        assert_eq!((list[0].nl.as_str(), list[0].level), ("grondbeleid", SkillLevel::Basic));
    }

    async fn a_word_that_is_no_subject_gives_the_nearest(engine) {
        let app = utrecht(engine).await;
        let mut anna = app.member("Anna").await;
        let near = anna.browser.get("/profile/skills/suggest?q=omgefingswet").await;
        near.is(200).shows("‘omgefingswet’ staat niet in de lijst").shows("Bedoel je misschien").shows("Omgevingswet");
        near.hides("<html");
        anna.browser.get("/profile/skills/suggest?q=xqzzy").await.is(200).shows("Vraag je beheerder");
        anna.browser.get("/profile/skills/suggest").await.is(200).hides("staat niet in de lijst");
        let hostile = anna.browser.get("/profile/skills?q=%3Cscript%3Ealert(1)%3C/script%3E%25_%27").await;
        hostile.is(200).hides("<script>alert").shows("&#60;script&#62;");
        anna.browser.language = "en";
        anna.browser.get("/profile/skills/suggest?q=Environment%20and%20Pl").await.shows("Environment and Planning Act");
    }

    async fn strange_steps_change_nothing(engine) {
        let app = utrecht(engine).await;
        let mut anna = app.member("Anna").await;
        let unknown = anna.browser.post("/profile/skills", &[("do", "add"), ("uri", "https://evil.test/x"), ("level", "expert")]).await;
        unknown.is(422).shows("staat niet in de lijst");
        anna.browser.post("/profile/skills", &[("do", "add"), ("uri", &uri("omgevingswet")), ("level", "guru")]).await.is(422);
        anna.browser.post("/profile/skills", &[("do", "swap"), ("uri", &uri("omgevingswet"))]).await.is(422);
        anna.browser.post("/profile/skills", &[]).await.is(422);
        anna.browser.post("/profile/skills", &[("do", "remove"), ("uri", &uri("omgevingswet"))]).await.is(303);
        let elsewhere = [("do", "up"), ("uri", "x"), ("back", "https://evil.test/")];
        assert_eq!(anna.browser.post("/profile/skills", &elsewhere).await.location(), "/profile/skills");
        assert!(skills::stored(&stored(&app, &anna).await).0.is_empty());
    }
}
