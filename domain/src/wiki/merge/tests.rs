use super::*;

/// Lines of one letter each.
fn text(letters: &str) -> String {
    letters.chars().map(String::from).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_is_apart_comes_together() {
    for (base, theirs, mine, merged) in [
        ("abcdef", "aXcdef", "abcdeY", "aXcdeY"),
        ("abc", "abcX", "Yabc", "YabcX"),
        ("abc", "ac", "abcd", "acd"),
        ("ab", "aX", "Yb", "YX"),
        ("abc", "aXc", "aXc", "aXc"),
        ("abcde", "aXbcde", "abcdYe", "aXbcdYe"),
    ] {
        let found = merge(&text(base), &text(theirs), &text(mine));
        assert_eq!(found.text(), Some(text(merged)), "{base} {theirs} {mine}");
    }
}

#[test]
fn a_last_paragraph_is_changed_by_one_and_followed_by_another() {
    let found =
        merge("# Titel\n\nEen zin.", "# Titel\n\nEen andere zin.", "# Titel\n\nEen zin.\n\nEn nog een.");
    assert_eq!(found.text().as_deref(), Some("# Titel\n\nEen andere zin.\n\nEn nog een."));
}

#[test]
fn two_words_of_one_line_are_changed_by_two_people() {
    let base = "De aanvraag gaat naar de gemeente en wordt binnen acht weken beoordeeld.";
    let theirs = base.replace("gemeente", "provincie");
    let mine = base.replace("acht", "zes");
    let both = theirs.replace("acht", "zes");
    assert_eq!(merge(base, &theirs, &mine).text(), Some(both));
}

#[test]
fn neighbouring_words_are_one_thing_to_a_reader() {
    let base = "Daarna duurt het nog ten hoogste 8 weken voordat je iets hoort.";
    let found = merge(base, &base.replace('8', "6"), &base.replace("weken", "maanden"));
    assert_eq!(found.text(), None);
    let clash = found.clashes().next().unwrap();
    assert_eq!((clash.base.concat(), clash.theirs.concat()), (base.to_owned(), base.replace('8', "6")));
    let text = found.resolved(|_, clash| [clash.theirs.clone(), clash.mine.clone()].concat());
    assert_eq!(text, format!("{}\n{}", base.replace('8', "6"), base.replace("weken", "maanden")));
}

#[test]
fn two_who_put_something_at_the_same_place_are_asked_in_which_order() {
    let found = merge(&text("ab"), &text("aXb"), &text("aYb"));
    assert_eq!(found.clashes().count(), 1);
    assert_eq!(found.with_markers(), "a\n<<<<<<< theirs\nX\n||||||| base\n=======\nY\n>>>>>>> mine\nb",);
}

#[test]
fn what_both_added_beside_another_change_is_not_there_twice() {
    let found = merge(&text("ab"), &text("abX"), &text("aYX"));
    let clash = found.clashes().next().unwrap();
    assert_eq!((clash.theirs.concat(), clash.mine.concat()), ("bX".to_owned(), "YX".to_owned()));
}

#[test]
fn what_one_removed_and_the_other_changed_is_asked() {
    let found = merge(&text("abc"), &text("ac"), "a\nb, maar dan anders\nc");
    let clash = found.clashes().next().unwrap();
    assert!(clash.theirs.is_empty() && clash.mine == ["b, maar dan anders"]);
}

#[test]
fn tokens_are_the_text() {
    let text = "Één  woord, हिन्दी\t(議事録)!\n";
    assert_eq!(tokens(text).concat(), text);
    assert_eq!(tokens("a b,c"), ["a", " ", "b", ",", "c"]);
}
