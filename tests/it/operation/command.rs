//! The command line as an operator uses it.

use std::path::Path;

use plein_tests::operator::{Said, become_plein, plein};

#[tokio::test(flavor = "multi_thread")]
#[ignore = "the process that other stories start"]
async fn a_command_of_its_own() {
    become_plein().await;
}

/// A command on an organisation of its own in `folder`.
fn at(folder: &Path, arguments: &[&str], typed: &str) -> Said {
    let data = folder.join("data").display().to_string();
    let settings = [
        ("PLEIN_INSTANCE__HOST", "utrecht.test"),
        ("PLEIN_INSTANCE__NAME", "Gemeente Utrecht"),
        ("PLEIN_DATABASE__URL", "sqlite:plein.db"),
        ("PLEIN_DATA__DIR", data.as_str()),
    ];
    plein(arguments, &settings, typed)
}

fn import(folder: &Path, text: &[u8], flag: &[&str]) -> Said {
    let file = folder.join("people.csv").display().to_string();
    std::fs::write(&file, text).unwrap();
    at(folder, &[&["user", "import", &file], flag].concat(), "")
}

#[test]
fn people_are_imported_with_each_bad_row_told_by_its_line() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("data")).unwrap();
    let text = "Naam;E-mail;Salaris\nZoë;zoe@utrecht.test;1\nBram;bram at u;2\nCas;cas@utrecht.test;3\n";
    let here = folder.path();
    import(here, text.as_bytes(), &["--dry-run"]).fails().says("2 would be added and invited");
    let none = import(here, text.as_bytes(), &["--all-or-nothing"]);
    none.fails().says("nothing was imported").says("0 added");
    let first = import(here, text.as_bytes(), &[]);
    first.fails().says("not read: Salaris").says("line 3 (bram at u): email: This does not look like");
    first.says("2 added and invited, 0 had an account already, 1 refused");
    let mended = text.replace("bram at u", "bram@utrecht.test");
    let second = import(here, mended.as_bytes(), &["--all-or-nothing"]);
    second
        .succeeds()
        .says("line 2: zoe@utrecht.test has an account already")
        .says("1 added and invited, 2 had");
    import(here, mended.as_bytes(), &[]).succeeds().says("0 added and invited, 3 had");
}

#[test]
fn a_file_that_cannot_be_read_is_told_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    import(here, b"naam,email\nZo\xeb,zoe@u.test\n", &[]).fails().says("line 2").says("CSV UTF-8");
    import(here, b"naam,emial\nZoe,zoe@u.test\n", &[]).fails().says("email").says("emial");
    at(here, &["user", "import", "/nowhere.csv"], "").fails().says("cannot read /nowhere.csv");
}

#[test]
fn the_help_names_every_column() {
    let said = at(Path::new("/"), &["user", "import", "--help"], "");
    for name in domain::accounts::import::Column::ALL.into_iter().flat_map(|column| column.names()) {
        said.says(name);
    }
}
