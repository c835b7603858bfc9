//! The command line as an operator uses it.

use std::path::Path;

use plein_tests::members::PASSWORD;
use plein_tests::operator::{Said, become_plein, plein, plein_on_terminal};

#[tokio::test(flavor = "multi_thread")]
#[ignore = "the process that other stories start"]
async fn a_command_of_its_own() {
    become_plein().await;
}

/// A command on an organisation of its own in `folder`.
fn at(folder: &Path, arguments: &[&str], typed: &str) -> Said {
    let data = folder.join("data").display().to_string();
    plein(arguments, &settings(&data), typed)
}

/// The same, typed by somebody who waits for each question.
fn on_terminal(folder: &Path, arguments: &[&str], answers: &[(&str, &str)]) -> String {
    let data = folder.join("data").display().to_string();
    plein_on_terminal(arguments, &settings(&data), answers)
}

fn settings(data: &str) -> [(&str, &str); 4] {
    [
        ("PLEIN_INSTANCE__HOST", "utrecht.test"),
        ("PLEIN_INSTANCE__NAME", "Gemeente Utrecht"),
        ("PLEIN_DATABASE__URL", "sqlite:plein.db"),
        ("PLEIN_DATA__DIR", data),
    ]
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

fn create(folder: &Path, arguments: &[&str], typed: &str) -> Said {
    at(folder, &[&["admin", "create", "--email", "Karin@utrecht.test"], arguments].concat(), typed)
}

fn organisation() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("data")).unwrap();
    folder
}

#[test]
fn a_password_that_will_not_do_is_told_why_and_makes_nobody() {
    let folder = organisation();
    let karin = ["--name", "Karin Bakker", "--ask-password"];
    for (typed, says) in [
        ("karinbakker2026\nkarinbakker2026\n", "--password: This password is too easy to guess"),
        ("kort\nkort\n", "--password: Use at least 12 characters"),
        ("lantaarn wolkje traag\nlantaarn wolkje snel\n", "the two passwords differ"),
        ("", "no password was typed"),
    ] {
        let said = create(folder.path(), &karin, typed);
        said.fails().says(says).hides("karinbakker2026").hides("wolkje");
    }
    let missing = folder.path().join("nowhere").display().to_string();
    create(folder.path(), &["--name", "Karin", "--password-file", &missing], "").fails().says("cannot read");
    create(folder.path(), &[], "").fails().says("--name: ");
    let good = format!("{PASSWORD}\n{PASSWORD}\n");
    create(folder.path(), &karin, &good).succeeds().says("is administrator.").hides("already");
}

#[test]
fn an_address_that_has_an_account_is_told_so_and_keeps_its_name() {
    let folder = organisation();
    let first = create(folder.path(), &["--name", "Karin Bakker"], "");
    first.succeeds().says("is administrator.").says("https://utrecht.test/invitation/").hides("already");
    let again = create(folder.path(), &[], "");
    again.succeeds().says("had an account already").says("keeps its password").says("/invitation/");
    let typed = format!("{PASSWORD}\n{PASSWORD}\n");
    let password = create(folder.path(), &["--ask-password"], &typed);
    password.succeeds().says("has the new password").says("signed out everywhere").hides("/invitation/");
}

#[test]
fn a_typed_password_does_not_show_on_the_terminal() {
    let folder = organisation();
    let arguments = ["admin", "create", "--email", "k@utrecht.test", "--name", "Karin", "--ask-password"];
    let answers = [("Password: ", PASSWORD), ("The same again: ", PASSWORD)];
    let screen = on_terminal(folder.path(), &arguments, &answers);
    assert!(screen.contains("k@utrecht.test is administrator."), "{screen}");
    assert!(!screen.contains("lantaarn"), "{screen}");
}

#[test]
fn a_folder_that_is_not_there_is_told_and_not_made() {
    let folder = tempfile::tempdir().unwrap();
    create(folder.path(), &["--name", "Karin"], "").fails().says("data is not there: start Plein once");
    assert!(!folder.path().join("data").exists());
}
