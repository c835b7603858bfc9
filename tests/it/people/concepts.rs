//! The taxonomy: finding a concept, adding one's own, importing a file.

use domain::concepts::{self, NewConcept};
use domain::{Error, Principal};
use plein_tests::both_engines;
use plein_tests::databases::fresh;

use super::{OMGEVINGSWET, SYSTEM, sanne};

fn own(nl: &str, en: &str) -> NewConcept {
    NewConcept { label_nl: nl.into(), label_en: en.into(), ..NewConcept::default() }
}

both_engines! {
    async fn a_word_with_a_slip_gives_the_nearest_concepts(engine) {
        let home = fresh(engine).await;
        sanne(&home.db).await;
        for (typed, expected) in [
            ("omgevingswed", "Omgevingswet"),
            ("Enviroment and Planing Act", "Omgevingswet"),
            ("bestemingsplan", "omgevingsplan"),
        ] {
            let near = concepts::list_nearest(&home.db, typed, 5).await.unwrap();
            assert!(near.iter().any(|concept| concept.label_nl == expected), "{typed}: {near:?}");
        }
        assert!(concepts::list_nearest(&home.db, "xqzzy", 5).await.unwrap().is_empty());
        assert!(concepts::list_nearest(&home.db, "", 5).await.unwrap().is_empty());
    }

    async fn an_own_concept_gets_an_address_here_and_is_found(engine) {
        let home = fresh(engine).await;
        sanne(&home.db).await;
        let new = NewConcept {
            synonyms_nl: vec!["eenlandse boom".into()],
            broader: Some(OMGEVINGSWET.into()),
            ..own("Stedelijk  groen & bomen", "urban trees")
        };
        let made = home.db.write(async |tx| concepts::create(tx, &SYSTEM, new.clone()).await).await.unwrap();
        assert_eq!(made.uri, "https://utrecht.test/id/concept/stedelijk-groen-bomen");
        assert_eq!(made.label_nl, "Stedelijk groen & bomen");
        let found = concepts::complete(&home.db, "eenlandse", 5).await.unwrap();
        assert_eq!(found, std::slice::from_ref(&made));
        home.db.write(async |tx| concepts::retire(tx, &SYSTEM, made.id).await).await.unwrap();
        assert!(concepts::complete(&home.db, "eenlandse", 5).await.unwrap().is_empty());
    }

    async fn a_concept_that_exists_or_hangs_loose_is_refused(engine) {
        let home = fresh(engine).await;
        sanne(&home.db).await;
        let table = [
            (own("omgevingswet", "something new"), "label_nl", "error-concept-exists"),
            (own("iets nieuws", "DSO"), "label_en", "error-concept-exists"),
            (own("", "x y z"), "label_nl", "error-required"),
            (own("a|b", "x y z"), "label_nl", "error-concept-bar"),
            (NewConcept { broader: Some("https://evil.test/x".into()), ..own("q1", "q2") }, "broader", "error-concept-broader"),
        ];
        for (new, field, key) in table {
            let error = home.db.write(async |tx| concepts::create(tx, &SYSTEM, new.clone()).await).await.unwrap_err();
            assert!(matches!(&error, Error::Invalid(errors) if errors[0].field == field && errors[0].key == key), "{error:?}");
        }
        let anybody = home.db.write(async |tx| concepts::create(tx, &Principal::Anonymous, own("q1", "q2")).await).await;
        assert!(matches!(anybody, Err(Error::NotFound)));
    }

    async fn a_shipped_concept_is_not_retired(engine) {
        let home = fresh(engine).await;
        sanne(&home.db).await;
        let shipped = concepts::find_by_label(&home.db, "Omgevingswet").await.unwrap().unwrap();
        let retired = home.db.write(async |tx| concepts::retire(tx, &SYSTEM, shipped.id).await).await;
        assert!(matches!(retired, Err(Error::NotFound)));
    }
}

#[test]
fn every_bad_line_of_a_file_is_named() {
    let file = "uri,nl,en,synonyms_nl,synonyms_en,broader\n\
        https://a.test/1,een,one,,,\n\
        geen-adres,twee,two,,,\n\
        https://a.test/3,,three,,,\n\
        https://a.test/1,vier,four,,,\n\
        https://a.test/5,vijf,five,,,,te veel\n";
    let Err(Error::Invalid(errors)) = concepts::import::read("list.csv", file.as_bytes()) else {
        panic!("must be refused")
    };
    let lines: Vec<&str> = errors.iter().map(|error| error.args["line"].as_str()).collect();
    assert_eq!(lines, ["3", "4", "5", "6"]);
}
