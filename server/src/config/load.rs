//! From file and environment to `Config`, with a message an operator can act on for every fault.
//!
//! Each key is read on its own, so that a message can name the key, where it was written and what was
//! expected, and so that all faults are told at once rather than one a start.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use confique::meta::{Field, FieldKind, LeafKind};
use confique::{Config as _, Layer as _};
use serde::Deserialize;
use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

use super::Config;

type ConfigLayer = <Config as confique::Config>::Layer;

/// Reads the file if given, then the environment. Fails with every fault found.
pub fn load(
    file: Option<&Path>,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Config, Faults> {
    let mut faults = Faults::default();
    let mut settings = BTreeMap::new();
    if let Some(path) = file {
        read_file(path, &mut settings, &mut faults);
    }
    read_environment(environment, &mut settings, &mut faults);
    let layer = merge(settings, &mut faults);
    if faults.0.is_empty() {
        return Config::from_layer(layer).map_err(|error| Faults::one(without_type(&error.to_string())));
    }
    Err(faults)
}

/// Everything that is wrong with the configuration, a line each.
#[derive(Debug, Default)]
pub struct Faults(Vec<String>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for Faults {}

impl Faults {
    /// A fault that shows only when a value is used.
    pub fn one(fault: impl Into<String>) -> Self {
        Self(vec![fault.into()])
    }

    fn add(&mut self, fault: impl Into<String>) {
        self.0.push(fault.into());
    }
}

/// A value and where an operator finds it.
struct Setting {
    value: Value,
    origin: String,
    /// From the environment, where `8080` and `a,b` have no type yet.
    untyped: bool,
}

fn read_file(path: &Path, settings: &mut BTreeMap<String, Setting>, faults: &mut Faults) {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => return faults.add(format!("cannot read {}: {error}", path.display())),
    };
    let place = |offset: usize| format!("{}, line {}", path.display(), line_of(&text, offset));
    let document = match DeTable::parse(&text) {
        Ok(document) => document,
        Err(error) => {
            let offset = error.span().map_or(0, |span| span.start);
            return faults.add(format!("{}: {}", place(offset), error.message()));
        }
    };
    let values: Table = toml::from_str(&text).unwrap_or_default();
    for (section, content) in document.get_ref() {
        let name = section.get_ref().as_ref();
        let here = place(section.span().start);
        if !sections().any(|known| known == name) {
            let hint = suggestion(name, sections());
            faults.add(format!("{here}: there is no section [{name}]{hint}"));
            continue;
        }
        let DeValue::Table(keys) = content.get_ref() else {
            faults.add(format!("{here}: {name} is a section, write [{name}]"));
            continue;
        };
        for key in keys.keys() {
            let origin = place(key.span().start);
            let value = values.get(name).and_then(|section| section.get(key.get_ref().as_ref()));
            let path = format!("{name}.{}", key.get_ref());
            match (is_key(&path), value) {
                (true, Some(value)) => {
                    settings.insert(path, Setting { value: value.clone(), origin, untyped: false });
                }
                _ => faults.add(format!("{origin}: there is no key {path}{}", key_suggestion(&path))),
            }
        }
    }
}

fn read_environment(
    environment: impl IntoIterator<Item = (String, String)>,
    settings: &mut BTreeMap<String, Setting>,
    faults: &mut Faults,
) {
    for (name, text) in environment {
        let Some(path) = path_of(&name) else { continue };
        if text.is_empty() {
            continue;
        }
        if is_key(&path) {
            settings.insert(path, Setting { value: Value::String(text), origin: name, untyped: true });
            continue;
        }
        match path.strip_suffix("_file").filter(|path| is_key(path)) {
            Some(path) => read_secret(path, &name, &text, settings, faults),
            None => faults.add(format!("{name}: there is no key {path}{}", key_suggestion(&path))),
        }
    }
}

/// `PLEIN_MAIL__FROM` is `mail.from`; other names (`PLEIN_CONFIG`, `PATH`) are not settings.
fn path_of(name: &str) -> Option<String> {
    let (section, key) = name.strip_prefix("PLEIN_")?.split_once("__")?;
    Some(format!("{section}.{key}").to_lowercase())
}

fn read_secret(
    path: &str,
    name: &str,
    file: &str,
    settings: &mut BTreeMap<String, Setting>,
    faults: &mut Faults,
) {
    match std::fs::read_to_string(PathBuf::from(file)) {
        Ok(text) => {
            let value = Value::String(text.trim_end_matches(['\r', '\n']).to_owned());
            let origin = format!("{name}, {file}");
            settings.insert(path.to_owned(), Setting { value, origin, untyped: true });
        }
        Err(error) => faults.add(format!("{name}: cannot read {file}: {error}")),
    }
}

fn merge(settings: BTreeMap<String, Setting>, faults: &mut Faults) -> ConfigLayer {
    for path in required().filter(|path| !settings.contains_key(path)) {
        let name = path.replace('.', "__").to_uppercase();
        faults.add(format!("{path} is missing: write it in the configuration file or set PLEIN_{name}"));
    }
    let read = settings.into_iter().filter_map(|(path, setting)| match layer_of(&path, &setting) {
        Ok(layer) => Some(layer),
        Err(message) => {
            faults.add(format!("{}: {path}: {}", setting.origin, plain(&message)));
            None
        }
    });
    read.fold(ConfigLayer::empty(), ConfigLayer::with_fallback).with_fallback(ConfigLayer::default_values())
}

/// The one key alone. Text of the environment is tried as text, then as TOML, then as a list.
fn layer_of(path: &str, setting: &Setting) -> Result<ConfigLayer, String> {
    // serde would read a date as a text.
    if let Value::Datetime(date) = &setting.value {
        return Err(format!("expected something else than the date {date}; a text stands in \"quotes\""));
    }
    let first = deserialize(path, setting.value.clone());
    let (Err(_), true, Some(text)) = (&first, setting.untyped, setting.value.as_str()) else { return first };
    let typed = toml::from_str::<Table>(&format!("value = {text}"));
    let typed = typed.ok().and_then(|mut table| table.remove("value"));
    let list = text.split(',').map(|part| Value::String(part.trim().to_owned())).collect();
    let candidates = typed.into_iter().chain([Value::Array(list)]);
    candidates.filter_map(|value| deserialize(path, value).ok()).next().map_or(first, Ok)
}

fn deserialize(path: &str, value: Value) -> Result<ConfigLayer, String> {
    let (section, key) = path.split_once('.').unwrap_or((path, ""));
    let keys = Table::from_iter([(key.to_owned(), value)]);
    let table = Table::from_iter([(section.to_owned(), Value::Table(keys))]);
    ConfigLayer::deserialize(table).map_err(|error| error.message().to_owned())
}

/// "config validation of `Instance` failed: instance.name: …": the rest names the key.
fn without_type(message: &str) -> String {
    message.split_once("failed: ").map_or(message, |(_, rest)| rest).to_owned()
}

/// serde's words for types, in words an operator knows.
fn plain(message: &str) -> String {
    const WORDS: [(&str, &str); 8] = [
        ("wanted exactly 1 element, found 0 elements", "expected one value, found none"),
        ("expected usize", "expected a whole number"),
        ("expected u64", "expected a whole number"),
        ("expected u32", "expected a whole number"),
        ("expected a boolean", "expected true or false"),
        ("expected a sequence", "expected a list such as [\"a\", \"b\"]"),
        ("invalid socket address syntax", "expected an address and a port, such as 127.0.0.1:8080"),
        ("invalid IP address syntax", "expected an IP address"),
    ];
    WORDS.iter().fold(message.to_owned(), |text, (theirs, ours)| text.replace(theirs, ours))
}

fn fields() -> impl Iterator<Item = (&'static str, &'static Field)> {
    Config::META.fields.iter().flat_map(|section| match section.kind {
        FieldKind::Nested { meta } => meta.fields.iter().map(|field| (section.name, field)).collect(),
        FieldKind::Leaf { .. } => Vec::new(),
    })
}

fn sections() -> impl Iterator<Item = &'static str> {
    Config::META.fields.iter().map(|section| section.name)
}

fn paths() -> impl Iterator<Item = String> {
    fields().map(|(section, field)| format!("{section}.{}", field.name))
}

fn required() -> impl Iterator<Item = String> {
    let is_required = |field: &Field| {
        matches!(field.kind, FieldKind::Leaf { kind: LeafKind::Required { default: None }, .. })
    };
    fields()
        .filter(move |(_, field)| is_required(field))
        .map(|(section, field)| format!("{section}.{}", field.name))
}

fn is_key(path: &str) -> bool {
    paths().any(|known| known == path)
}

/// The nearest key: by its whole path, or by its name alone if it stands in the wrong section.
fn key_suggestion(path: &str) -> String {
    let name = |path: &str| path.rsplit('.').next().unwrap_or_default().to_owned();
    match paths().find(|known| name(known) == name(path)) {
        Some(elsewhere) => format!(", did you mean {elsewhere}?"),
        None => suggestion(path, paths()),
    }
}

fn suggestion(word: &str, known: impl Iterator<Item = impl AsRef<str>>) -> String {
    let near = known.map(|name| (strsim::jaro_winkler(word, name.as_ref()), name.as_ref().to_owned()));
    let best = near.filter(|(likeness, _)| *likeness > 0.75).max_by(|a, b| a.0.total_cmp(&b.0));
    best.map_or_else(String::new, |(_, name)| format!(", did you mean {name}?"))
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests;
