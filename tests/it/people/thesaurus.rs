//! Words that are added to subjects, and thesauri of others: what is merged, what is left out and why, and taking a word back.

use axum::body::Body;
use axum::http::Method;
use domain::concepts::import::{self, Report};
use domain::concepts::{self, synonyms};
use domain::{Db, Error, Principal, audit};
use plein_tests::app::{Answer, TestApp};
use plein_tests::both_engines;
use plein_tests::browser::Browser;
use plein_tests::databases::fresh;

use super::{OMGEVINGSWET, SYSTEM, sanne};

const TURTLE: &str = r#"
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix ex: <https://thesaurus.test/> .
    ex:1 a skos:Concept ; skos:prefLabel "waterveiligheid hoogwater"@nl, "flood safety"@en .
    ex:2 a skos:Concept ; skos:prefLabel "dijkversterking hoogwater"@nl ; skos:broader ex:1 .
    ex:3 a skos:Concept ; skos:prefLabel "OMGEVINGSWET"@nl ; skos:altLabel "omgevingsrecht nieuwe stijl"@nl, "omgevingsplan"@nl .
    ex:4 a skos:Concept ; skos:prefLabel "participatie onder de wet"@nl ; skos:broader ex:3 .
    ex:5 a skos:Concept ; skos:prefLabel "kring een"@nl ; skos:broader ex:6 .
    ex:6 a skos:Concept ; skos:prefLabel "kring twee"@nl ; skos:broader ex:5 .
    ex:7 a skos:Concept ; skos:prefLabel "etwas"@de .
"#;

async fn bring(db: &Db, name: &str, text: &str) -> Report {
    let file = import::read(name, text.as_bytes()).unwrap();
    let looked = import::look(db, &SYSTEM, &file).await.unwrap();
    let done = db.write(async |tx| import::run(tx, &SYSTEM, &file).await).await.unwrap();
    let count = |report: &Report| {
        [report.added.len(), report.changed.len(), report.merged.len(), report.same, report.left_out.len()]
    };
    assert_eq!(count(&looked), count(&done), "a look tells what happens");
    done
}

async fn named(db: &Db, label: &str) -> concepts::Concept {
    concepts::find_by_label(db, label).await.unwrap().unwrap_or_else(|| panic!("{label}"))
}

both_engines! {
    async fn a_table_is_imported_whole_and_twice_changes_nothing(engine) {
        let home = fresh(engine).await;
        sanne(&home.db).await;
        let text = "uri,nl,en,synonyms_nl,synonyms_en,broader\n\
            https://thesaurus.test/1,waterveiligheid hoogwater,flood safety,,,\n\
            https://thesaurus.test/2,dijkversterking hoogwater,dike reinforcement,a|b,,https://thesaurus.test/1\n";
        let first = bring(&home.db, "list.csv", text).await;
        assert_eq!((first.added.len(), first.same), (2, 0));
        let again = bring(&home.db, "list.csv", text).await;
        assert_eq!((again.added.len(), again.changed.len(), again.same), (0, 0, 2));
        let changed = bring(&home.db, "list.csv", &text.replace("a|b", "a|c")).await;
        assert_eq!((changed.changed, changed.same), (vec!["dijkversterking hoogwater".to_owned()], 1));
        let loose = "uri,nl,en,s,s,broader\nhttps://thesaurus.test/3,los onderwerp,loose,,,https://nowhere.test\n";
        let loose = bring(&home.db, "list.csv", loose).await;
        assert_eq!((loose.added.len(), loose.left_out[0].why.key), (1, "error-concept-broader"));
        assert_eq!(named(&home.db, "los onderwerp").await.broader, None);
    }

    async fn a_thesaurus_is_merged_with_what_is_here_and_says_what_it_left_out(engine) {
        let home = fresh(engine).await;
        sanne(&home.db).await;
        let report = bring(&home.db, "water.ttl", TURTLE).await;
        assert_eq!(report.added.len(), 5, "{report:?}");
        assert_eq!((report.merged[0].label.as_str(), report.merged[0].into.as_str()), ("OMGEVINGSWET", "Omgevingswet"));
        assert_eq!(report.merged[0].words, ["omgevingsrecht nieuwe stijl"]);
        let why: Vec<_> = report.left_out.iter().map(|one| (one.what.as_str(), one.why.key)).collect();
        assert_eq!(why, [
            ("https://thesaurus.test/7", "error-concept-nameless"),
            ("omgevingsplan", "error-concept-word-taken"),
            ("kring twee", "error-concept-levels"),
        ]);
        assert_eq!(named(&home.db, "omgevingsrecht nieuwe stijl").await.uri, OMGEVINGSWET);
        assert_eq!(named(&home.db, "participatie onder de wet").await.broader.as_deref(), Some(OMGEVINGSWET), "by its place here");
        let again = bring(&home.db, "water.ttl", TURTLE).await;
        assert_eq!((again.added.len(), again.changed.len(), again.merged[0].words.len()), (0, 0, 0), "{again:?}");
        let anybody = import::read("water.ttl", TURTLE.as_bytes()).unwrap();
        assert!(import::look(&home.db, &Principal::Anonymous, &anybody).await.is_err());
        let anybody = home.db.write(async |tx| import::run(tx, &Principal::Anonymous, &anybody).await.map(drop)).await;
        assert!(matches!(anybody, Err(Error::NotFound)));
    }

    async fn a_word_that_was_added_outlives_a_release_and_can_be_taken_back(engine) {
        let home = fresh(engine).await;
        sanne(&home.db).await;
        let subject = named(&home.db, "Omgevingswet").await;
        let add = async |language: &str, label: &str| {
            home.db.write(async |tx| synonyms::add(tx, &SYSTEM, subject.id, language, label).await).await
        };
        let id = add("nl", "  Wet voor  buiten ").await.unwrap();
        assert_eq!(named(&home.db, "wet voor buiten").await.uri, OMGEVINGSWET);
        home.db.write(async |tx| concepts::ship(tx, &concepts::shipped()?).await.map(drop)).await.unwrap();
        assert_eq!(named(&home.db, "wet voor buiten").await.uri, OMGEVINGSWET, "a start with the release keeps it");
        let kept = home.db.write(async |tx| concepts::ship(tx, &concepts::shipped()?).await).await.unwrap();
        assert_eq!(kept, 0, "and writes nothing");
        for (language, label, key) in [
            ("nl", "WET VOOR BUITEN", "error-concept-word"), ("nl", "omgevingsplan", "error-concept-word"),
            ("nl", "a|b", "error-concept-bar"), ("nl", " ", "error-required"), ("de", "Gesetz", "error-required"),
        ] {
            let error = add(language, label).await.unwrap_err();
            assert!(matches!(&error, Error::Invalid(errors) if errors[0].key == key), "{label}: {error:?}");
        }
        let taken_back = home.db.write(async |tx| synonyms::remove(tx, &SYSTEM, id).await).await.unwrap();
        assert_eq!(taken_back, subject.id);
        assert!(concepts::find_by_label(&home.db, "wet voor buiten").await.unwrap().is_none());
        assert_eq!(named(&home.db, "Omgevingswet").await, subject, "as it was");
        let newest = audit::list_newest(&home.db, &SYSTEM, None, 2).await.unwrap();
        let acts: Vec<_> = newest.iter().map(|entry| entry.action.as_str()).collect();
        assert_eq!(acts, ["concept.synonym_remove", "concept.synonym_add"]);
        let again = home.db.write(async |tx| synonyms::remove(tx, &SYSTEM, id).await).await;
        assert!(matches!(again, Err(Error::NotFound)));
    }

    async fn an_administrator_adds_a_word_sees_whose_it_is_and_takes_it_back(engine) {
        let app = TestApp::start(engine).await;
        let subject = named(app.db(), "Omgevingswet").await;
        let mut karin = app.administrator("Karin").await.browser;
        let path = format!("/admin/concepts/{}", subject.id);
        karin.get("/admin/concepts?q=omgevingswet").await.is(200).shows(&path);
        karin.get(&path).await.is(200).shows("komt met Plein mee").hides("Haal weg");
        let word = [("label", "buitenwet"), ("language", "nl")];
        karin.submit(&format!("{path}/words"), &word).await.is(200).shows("toegevoegd door Karin").shows("Haal weg");
        karin.post(&format!("{path}/words"), &word).await.is(422).shows("hoort al bij");
        app.instance.ctx().people.catch_up().await.unwrap();
        karin.get("/people/suggestions?q=buitenw").await.shows("Omgevingswet").shows("ook: buitenwet");
        karin.get("/admin/audit").await.shows("gaf een onderwerp er een woord bij");
        let id = synonyms::list_added(app.db(), subject.id).await.unwrap()[0].id;
        app.member("Anna").await.browser.post(&format!("/admin/concepts/words/{id}/remove"), &[]).await.is(404);
        karin.submit(&format!("/admin/concepts/words/{id}/remove"), &[]).await.is(200).hides("buitenwet");
        karin.get("/admin/concepts/not-an-id").await.is(404);
    }

    async fn an_administrator_looks_at_a_list_before_it_is_read_in(engine) {
        let app = TestApp::start(engine).await;
        let mut karin = app.administrator("Karin").await.browser;
        karin.get("/admin/concepts/import").await.is(200).shows("SKOS");
        let look = send(&mut karin, "water.ttl", TURTLE, &[]).await;
        look.is(200).shows("Er is nog niets gebeurd").shows("OMGEVINGSWET hoort bij Omgevingswet").shows("kring twee");
        assert!(concepts::find_by_label(app.db(), "flood safety").await.unwrap().is_none());
        let done = send(&mut karin, "", TURTLE, &[("name", "water.ttl"), ("do", "import")]).await;
        done.is(200).shows("Ingelezen.").hides("Er is nog niets gebeurd");
        named(app.db(), "flood safety").await;
        let subject = named(app.db(), "Omgevingswet").await;
        karin.get(&format!("/admin/concepts/{}", subject.id)).await.shows("uit het bestand water.ttl");
        for (name, text, told) in [
            ("list.doc", "x", "eindigt op .csv"), ("x.ttl", "@prefix", "geen geldig Turtle"), ("x.ttl", "", "Kies eerst een bestand"),
            ("x.csv", "uri,nl\nhier,daar\n", "Regel 2 klopt niet"), ("x.xml", "<!DOCTYPE a [<!ENTITY a 'b'>]>", "eigen afkortingen"),
        ] {
            send(&mut karin, name, text, &[]).await.is(422).shows(told);
        }
    }
}

/// The form of the page, as a browser sends it; without a file name, what the page carried along.
async fn send(browser: &mut Browser, file: &str, text: &str, fields: &[(&str, &str)]) -> Answer {
    let name = if file.is_empty() { String::new() } else { format!("; filename=\"{file}\"") };
    let mut body = format!("--edge\r\nContent-Disposition: form-data; name=\"file\"{name}\r\n\r\n{text}\r\n");
    for (name, value) in fields {
        body.push_str(&format!(
            "--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        ));
    }
    body.push_str("--edge--\r\n");
    let kind = [("content-type", "multipart/form-data; boundary=edge")];
    browser.ask(Method::POST, "/admin/concepts/import", Body::from(body), &kind).await
}
