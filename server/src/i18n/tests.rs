use super::*;

#[test]
fn the_reader_s_order_and_weights_choose_the_language() {
    let both = Language::ALL;
    assert_eq!(accepted("nl-NL,nl;q=0.9,en;q=0.8", &both), Some(Language::Nl));
    assert_eq!(accepted("en;q=0.3, nl;q=0.7", &both), Some(Language::Nl));
    assert_eq!(accepted("de, en-GB;q=0.5", &both), Some(Language::En));
    assert_eq!(accepted("en, nl", &both), Some(Language::En));
    assert_eq!(accepted("nl;q=0, en;q=0.1", &both), Some(Language::En));
    assert_eq!(accepted("en", &[Language::Nl]), None);
    for nonsense in ["", "*", ";;;", "en;q=x", &",".repeat(10_000)] {
        assert_eq!(accepted(nonsense, &both), None, "{nonsense}");
    }
}

#[test]
fn sentences_take_texts_and_numbers() {
    let nl = Texts::new(Language::Nl);
    assert_eq!(nl.with("date-minutes-ago", [("count", 1)]), "1 minuut geleden");
    assert_eq!(nl.with("date-minutes-ago", [("count", &1_200_u64)]), "1.200 minuten geleden");
    assert_eq!(
        nl.with("date-day", (("day", 3), ("month", "maart"), ("year", String::from("2026")))),
        "3 maart 2026"
    );
    assert_eq!(nl.number(12_345), "12.345");
}

#[test]
fn a_missing_sentence_shows_its_key() {
    assert_eq!(Texts::default().get("nothing-here"), "nothing-here");
}

#[test]
fn a_field_error_becomes_a_sentence() {
    let error = FieldError::new("name", "error-too-long").with("max", 200);
    assert_eq!(Texts::new(Language::Nl).error(&error), "Gebruik hier hoogstens 200 tekens.");
    assert_eq!(Texts::new(Language::En).error(&error), "Use at most 200 characters here.");
}
