use std::io::Write;

use super::*;
use crate::config::{DatabaseUrl, SignUp};

const MINIMAL: &str = "[instance]\nhost = \"Plein.Utrecht.nl\"\nname = \"Gemeente Utrecht\"\n";

fn read(text: &str, environment: &[(&str, &str)]) -> Result<Config, String> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let shown = file.path().display().to_string();
    load(Some(file.path()), environment).map_err(|faults| faults.to_string().replace(&shown, "FILE"))
}

fn faults(text: &str, environment: &[(&str, &str)]) -> String {
    read(text, environment).unwrap_err()
}

#[test]
fn a_minimal_file_gets_the_defaults() {
    let config = read(MINIMAL, &[]).unwrap();
    assert_eq!(config.origin(), "https://plein.utrecht.nl");
    assert_eq!(config.listen.address.port(), 8080);
    assert_eq!(config.mail_from(), "noreply@plein.utrecht.nl");
    assert!(matches!(config.database.url, DatabaseUrl::Sqlite(_)));
}

#[test]
fn the_environment_wins_over_the_file_and_is_typed_by_the_key() {
    let environment = [
        ("PLEIN_INSTANCE__NAME", "Gemeente Zeist"),
        ("PLEIN_LIMITS__BODY_BYTES_MAX", "4096"),
        ("PLEIN_INSTANCE__SIGN_UP", "domain"),
        ("PLEIN_INSTANCE__SIGN_UP_DOMAINS", "zeist.nl, utrecht.nl"),
        ("PLEIN_DEVELOPMENT__ENABLED", "true"),
        ("PLEIN_CONFIG", "not a setting"),
        ("PLEIN_MAIL__FROM", ""),
    ];
    let config = read(MINIMAL, &environment).unwrap();
    assert_eq!(config.instance.name, "Gemeente Zeist");
    assert_eq!(config.limits.body_bytes_max, 4096);
    assert_eq!(config.instance.sign_up, SignUp::Domain);
    assert_eq!(config.instance.sign_up_domains.len(), 2);
    assert!(config.development.enabled);
    assert_eq!(config.mail.from, None);
}

#[test]
fn a_secret_comes_from_its_file_and_is_not_shown() {
    let mut secret = tempfile::NamedTempFile::new().unwrap();
    writeln!(secret, "postgres://plein:geheim@db/plein").unwrap();
    let path = secret.path().display().to_string();
    let config = read(MINIMAL, &[("PLEIN_DATABASE__URL_FILE", &path)]).unwrap();
    assert!(
        matches!(&config.database.url, DatabaseUrl::Postgres(url) if url.expose().ends_with("@db/plein"))
    );
    assert!(!format!("{config:?}").contains("geheim"));
}

#[test]
fn a_wrong_key_is_refused_with_its_line_and_the_likely_key() {
    let text = format!("{MINIMAL}\n[listen]\nadress = \"127.0.0.1:1\"\n");
    assert_eq!(
        faults(&text, &[]),
        "FILE, line 6: there is no key listen.adress, did you mean listen.address?"
    );
    assert_eq!(
        faults(&format!("{MINIMAL}address = \"x\"\n"), &[]),
        "FILE, line 4: there is no key instance.address, did you mean listen.address?"
    );
    assert_eq!(
        faults(&format!("{MINIMAL}[limit]\n"), &[]),
        "FILE, line 4: there is no section [limit], did you mean limits?"
    );
    assert_eq!(
        faults(MINIMAL, &[("PLEIN_MAIL__DELIVRY", "outbox")]),
        "PLEIN_MAIL__DELIVRY: there is no key mail.delivry, did you mean mail.delivery?"
    );
}

#[test]
fn a_wrong_value_is_refused_with_key_place_and_what_was_expected() {
    let text = format!("{MINIMAL}sign_up = \"open\"\n[limits]\nbody_bytes_max = \"much\"\n");
    assert_eq!(
        faults(&text, &[("PLEIN_LISTEN__ADDRESS", "8080")]),
        "FILE, line 4: instance.sign_up: unknown variant `open`, expected one of `closed`, `invitation`, \
         `domain`, `approval`\n\
         FILE, line 6: limits.body_bytes_max: invalid type: string \"much\", expected a whole number\n\
         PLEIN_LISTEN__ADDRESS: listen.address: expected an address and a port, such as 127.0.0.1:8080"
    );
}

#[test]
fn all_that_is_missing_is_told_at_once() {
    let told = faults("", &[]);
    assert!(told.contains(
        "instance.host is missing: write it in the configuration file or set PLEIN_INSTANCE__HOST"
    ));
    assert!(told.contains("instance.name is missing"));
}

#[test]
fn empty_values_are_refused_by_key() {
    let name = "[instance]\nhost = \"plein.nl\"\nname = \" \"\n";
    assert_eq!(faults(name, &[]), "instance.name: expected a name");
    let languages = format!("{MINIMAL}languages = []\n");
    assert_eq!(faults(&languages, &[]), "instance.languages: expected at least one language");
}

#[test]
fn broken_files_are_told_by_line() {
    assert!(faults("[instance\n", &[]).starts_with("FILE, line 1: "));
    assert!(
        faults("[instance]\nhost = \"a\"\nhost = \"b\"\n", &[]).starts_with("FILE, line 3: duplicate key")
    );
    assert!(faults("instance = 3\n", &[]).starts_with("FILE, line 1: instance is a section"));
    let missing = load(Some(Path::new("/nowhere/plein.toml")), []).unwrap_err();
    assert!(missing.to_string().starts_with("cannot read /nowhere/plein.toml"));
}

/// A value of the wrong type for each key, in the file and in the environment.
#[test]
fn every_key_refuses_every_wrong_type_with_its_place() {
    for (section, field) in fields() {
        let path = format!("{section}.{}", field.name);
        for wrong in ["{ a = 1 }", "[[1], [2]]", "2026-11-26T10:00:00Z", "[{}]"] {
            let text =
                format!("[instance]\nhost = \"a.nl\"\nname = \"A\"\n[{section}]\n{} = {wrong}\n", field.name);
            let text = match section {
                "instance" => {
                    let rest = [("host", "\"a.nl\""), ("name", "\"A\"")]
                        .into_iter()
                        .filter(|(name, _)| *name != field.name);
                    let rest: String = rest.map(|(name, value)| format!("{name} = {value}\n")).collect();
                    format!("[instance]\n{} = {wrong}\n{rest}", field.name)
                }
                _ => text,
            };
            let line = text.lines().position(|line| line.ends_with(wrong)).unwrap() + 1;
            let told = faults(&text, &[]);
            assert!(told.starts_with(&format!("FILE, line {line}: {path}: ")), "{path} = {wrong}: {told}");
            assert!(told.contains("expected"), "{path} = {wrong} does not say what was expected: {told}");
        }
    }
}

#[test]
fn every_key_written_wrong_is_told_with_the_right_one() {
    for (section, field) in fields().filter(|(_, field)| field.name.len() > 3) {
        let wrong = format!("{}x", field.name);
        let text = match section {
            "instance" => format!("{MINIMAL}{wrong} = 1\n"),
            _ => format!("{MINIMAL}[{section}]\n{wrong} = 1\n"),
        };
        let line = text.lines().count();
        let told = faults(&text, &[]);
        assert!(
            told.starts_with(&format!("FILE, line {line}: there is no key {section}.{wrong}, did you mean ")),
            "{told}"
        );
        assert!(told.contains(field.name), "{told}");
    }
}

#[test]
fn every_secret_file_that_cannot_be_read_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().display().to_string();
    let bytes = folder.path().join("bytes");
    std::fs::write(&bytes, [0xff, 0xfe]).unwrap();
    for (section, field) in fields() {
        let name = format!("PLEIN_{section}__{}_FILE", field.name).to_uppercase();
        for file in ["/nowhere/secret", &place, bytes.to_str().unwrap()] {
            let told = faults(MINIMAL, &[(&name, file)]);
            assert!(told.starts_with(&format!("{name}: cannot read {file}: ")), "{told}");
        }
    }
}

#[test]
fn files_of_other_kinds_are_told() {
    assert!(faults("\u{0}\u{1}", &[]).starts_with("FILE, line 1: "));
    assert!(faults("instance:\n  host: a.nl\n", &[]).starts_with("FILE, line 1: "), "YAML");
    assert!(faults("{\"instance\": {}}", &[]).starts_with("FILE, line 1: "), "JSON");
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&[0xff, 0xfe, b'[']).unwrap();
    let told = load(Some(file.path()), []).unwrap_err().to_string();
    assert!(told.starts_with("cannot read") && told.contains("UTF-8"), "{told}");
}
