//! The invariants of ARCHITECTURE.md: each test says what must be absent.

use std::fs;
use std::path::{Path, PathBuf};

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

/// Files under `folder` with this ending, build output left out.
pub fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut open = vec![root().join(folder)];
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && !["target", "node_modules", "dist", ".git"].contains(&name.as_str()) {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.is_file() && name.ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

pub fn read(path: impl AsRef<Path>) -> String {
    fs::read_to_string(path.as_ref()).unwrap_or_else(|error| panic!("{}: {error}", path.as_ref().display()))
}

#[test]
fn each_library_is_named_by_its_own_crate_alone() {
    let owners = [
        ("sqlx", &["domain"][..]),
        ("tantivy", &["search"]),
        ("meilisearch-sdk", &["search"]),
        ("activitypub_federation", &["federation"]),
        ("askama", &["server"]),
        ("lettre", &["server"]),
        ("fluent-templates", &["server"]),
    ];
    for member in ["domain", "search", "federation", "server", "tests"] {
        let manifest = read(root().join(member).join("Cargo.toml"));
        for (library, allowed) in owners {
            let is_named = manifest.lines().any(|line| line.starts_with(&format!("{library}.")));
            assert!(!is_named || allowed.contains(&member), "{member} names {library}");
        }
    }
}

#[test]
fn the_house_knows_no_door() {
    let manifest = read(root().join("domain/Cargo.toml"));
    for door in ["axum", "reqwest", "http", "hyper", "search", "federation", "server"] {
        assert!(!manifest.lines().any(|line| line.starts_with(&format!("{door}."))), "domain names {door}");
    }
}

#[test]
fn members_pin_nothing_themselves() {
    for member in ["domain", "search", "federation", "server", "tests"] {
        let manifest = read(root().join(member).join("Cargo.toml"));
        let sections = manifest.split("\n[").filter(|section| section.contains("dependencies]"));
        for line in sections.flat_map(str::lines).filter(|line| line.contains('=')) {
            assert!(line.contains("workspace = true"), "{member}: `{line}` is not pinned in the workspace");
        }
    }
}

#[test]
fn each_dependency_says_why_it_is_there() {
    let manifest = read(root().join("Cargo.toml"));
    let dependencies = manifest.split("[workspace.dependencies]").nth(1).expect("dependencies");
    let dependencies = dependencies.split("\n[").next().unwrap_or_default();
    for line in dependencies.lines().filter(|line| line.contains('=') && !line.contains("path =")) {
        assert!(line.contains(" # "), "`{line}` has no reason behind it");
    }
}

#[test]
fn migrations_have_names_that_are_not_ignored() {
    let mut numbers = Vec::new();
    for path in files("migrations", "") {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name == "README.md" {
            continue;
        }
        let (number, rest) = name.split_once('_').unwrap_or_else(|| panic!("{name} would be ignored"));
        assert!(number.len() == 4 && rest.ends_with(".sql"), "{name} would be ignored");
        numbers.push(number.parse::<usize>().unwrap_or_else(|_| panic!("{name} would be ignored")));
    }
    assert_eq!(numbers, (1..=numbers.len()).collect::<Vec<_>>(), "numbers follow each other");
}

#[test]
fn nothing_but_the_clock_reads_the_systems_time() {
    for folder in ["domain/src", "search/src", "federation/src", "server/src"] {
        for path in files(folder, ".rs").into_iter().filter(|path| !path.ends_with("domain/src/clock.rs")) {
            let text = read(&path);
            for word in ["SystemTime::now", "now_utc()", "now_local()", "Clock::System"] {
                let is_main = path.ends_with("main.rs") || path.to_string_lossy().contains("/cli/");
                assert!(
                    !text.contains(word) || (is_main && word == "Clock::System"),
                    "{}: {word}",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn no_page_carries_style_or_script_of_its_own() {
    for path in files("server/templates", ".html")
        .into_iter()
        .filter(|path| !path.components().any(|part| part.as_os_str() == "mail"))
    {
        let text = read(&path);
        for word in [" style=\"", "<style", " onclick=", " onchange=", " onsubmit=", "javascript:", "hx-on"] {
            assert!(!text.contains(word), "{}: {word}", path.display());
        }
        let scripts = text.matches("<script").count();
        assert_eq!(scripts, text.matches("<script ").count(), "{}: a script without src", path.display());
    }
}

#[test]
fn every_file_ends_its_last_line_and_has_no_tab_or_trailing_space() {
    for (folder, ending) in [
        ("domain", ".rs"),
        ("search", ".rs"),
        ("federation", ".rs"),
        ("server/src", ".rs"),
        ("tests/it", ".rs"),
        ("tests/harness", ".rs"),
        ("migrations", ".sql"),
        ("server/templates", ".html"),
        ("server/locales", ".ftl"),
    ] {
        for path in files(folder, ending) {
            let text = read(&path);
            assert!(
                text.is_empty() || text.ends_with('\n'),
                "{}: the last line does not end",
                path.display()
            );
            for (at, line) in text.lines().enumerate() {
                assert!(line.trim_end() == line, "{}:{}: trailing space", path.display(), at + 1);
            }
        }
    }
}
