//! Merging under random input: it is deterministic, keeps what both wrote apart, and drops nothing without showing it.

use std::collections::HashMap;

use domain::wiki::merge::{Merged, merge};
use proptest::prelude::*;

/// Lines of a few words, so that texts have much in common and much apart.
fn texts() -> impl Strategy<Value = String> {
    let word = proptest::sample::select(vec![
        "de",
        "het",
        "een",
        "zorg",
        "wet",
        "acht",
        "zes",
        "weken",
        "Één",
        "議事録",
        "",
        "#",
        "- ",
        "\t",
    ]);
    let line = proptest::collection::vec(word, 0..6).prop_map(|words| words.join(" "));
    proptest::collection::vec(line, 0..9).prop_map(|lines| lines.join("\n"))
}

/// A text in which each line is another.
fn numbered(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("Regel {at} over iets dat alleen hier staat.")).collect()
}

fn words(text: &str) -> HashMap<&str, usize> {
    let mut counts = HashMap::new();
    for word in text.split_whitespace() {
        *counts.entry(word).or_default() += 1;
    }
    counts
}

/// Each word that one of them added is there, in the text or in what has to be decided.
fn shows_everything(base: &str, side: &str, merged: &Merged) -> bool {
    let whole = merged.with_markers();
    let (base, side, whole) = (words(base), words(side), words(&whole));
    side.iter().all(|(word, count)| {
        let before = base.get(word).copied().unwrap_or_default();
        whole.get(word).copied().unwrap_or_default() >= count.saturating_sub(before)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_024, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whoever_changes_alone_is_not_changed(base in texts(), one in texts()) {
        let alone = Some(one.clone());
        prop_assert_eq!(merge(&base, &one, &base).text(), alone.clone());
        prop_assert_eq!(merge(&base, &base, &one).text(), alone.clone());
        prop_assert_eq!(merge(&base, &one, &one).text(), alone);
    }

    #[test]
    fn the_same_three_texts_always_give_the_same(base in texts(), theirs in texts(), mine in texts()) {
        let merged = merge(&base, &theirs, &mine);
        prop_assert_eq!(&merge(&base, &theirs, &mine), &merged);
        // Who is called whom makes no difference to what can be merged, nor to what comes of it.
        let turned = merge(&base, &mine, &theirs);
        prop_assert_eq!(turned.text(), merged.text());
        prop_assert_eq!(turned.clashes().count(), merged.clashes().count());
    }

    #[test]
    fn no_word_is_dropped_without_being_shown(base in texts(), theirs in texts(), mine in texts()) {
        let merged = merge(&base, &theirs, &mine);
        prop_assert!(shows_everything(&base, &theirs, &merged), "{:?}", merged);
        prop_assert!(shows_everything(&base, &mine, &merged), "{:?}", merged);
        let theirs_alone = merged.resolved(|_, clash| clash.theirs.clone());
        let mine_alone = merged.resolved(|_, clash| clash.mine.clone());
        if merged.clashes().next().is_none() {
            prop_assert_eq!(theirs_alone, mine_alone);
        }
    }

    #[test]
    fn changes_to_different_lines_come_together(
        count in 4_usize..30,
        theirs_at in proptest::collection::btree_set(0_usize..30, 1..6),
        mine_at in proptest::collection::btree_set(0_usize..30, 1..6),
    ) {
        let base = numbered(count);
        let theirs_at: Vec<usize> = theirs_at.into_iter().filter(|at| *at < count).collect();
        let mine_at: Vec<usize> = mine_at.into_iter().filter(|at| *at < count && !theirs_at.contains(at)).collect();
        let change = |lines: &[String], at: &[usize], word: &str| {
            let line = |(number, line): (usize, &String)| {
                if at.contains(&number) { format!("{word} zegt nu op {number} heel iets nieuws.") } else { line.clone() }
            };
            lines.iter().enumerate().map(line).collect::<Vec<_>>()
        };
        let (theirs, mine) = (change(&base, &theirs_at, "Anna"), change(&base, &mine_at, "Bram"));
        let both = change(&theirs, &mine_at, "Bram").join("\n");
        prop_assert_eq!(merge(&base.join("\n"), &theirs.join("\n"), &mine.join("\n")).text(), Some(both));
    }
}

#[test]
fn a_long_text_is_merged_in_no_time() {
    let base: Vec<String> =
        (0..1_000).map(|at| format!("Alinea {at} over de taken van een gemeente.")).collect();
    let (mut theirs, mut mine) = (base.clone(), base.clone());
    theirs[10] = "Een andere alinea.".into();
    mine[900].push_str(" Met een slot.");
    let begin = std::time::Instant::now();
    let merged = merge(&base.join("\n"), &theirs.join("\n"), &mine.join("\n")).text().unwrap();
    assert!(merged.contains("Een andere alinea.") && merged.contains("Met een slot."));
    // A text in which nothing is alike is the worst there is: bounded, whatever comes of it.
    let other = |word: &str| (0..60_000).map(|at| format!("{word}{at}")).collect::<Vec<_>>().join("\n");
    assert!(merge(&other("a"), &other("b"), &other("c")).clashes().count() > 0);
    assert!(begin.elapsed() < std::time::Duration::from_secs(20), "{:?}", begin.elapsed());
}
