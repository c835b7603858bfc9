//! The built stylesheet, script, icons and fonts, embedded in the binary. Their names hold a hash of their
//! contents, so a browser may keep them for ever; `manifest.json` tells which name is the present one.

use std::collections::HashMap;
use std::io::Write;
use std::sync::LazyLock;

use axum::body::Bytes;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use federation::route::Route;
use federation::routes;
use flate2::Compression;
use flate2::write::GzEncoder;
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::error::{Problem, Result};
use crate::state::Ctx;

/// The name changes with the contents, so what a browser has it need never ask for again.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

pub fn routes() -> Vec<Route<Ctx>> {
    routes! {
        GET "/assets/{name}" Anyone => asset;
    }
}

async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Result<Response> {
    let file = file(&name).ok_or_else(Problem::not_found)?;
    let mut response = match COMPRESSED.get(&name).filter(|_| takes_gzip(&headers)) {
        Some(bytes) => ([(header::CONTENT_ENCODING, "gzip")], bytes.clone()).into_response(),
        None => Bytes::from(file.data.into_owned()).into_response(),
    };
    let head = response.headers_mut();
    head.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(&name)));
    head.insert(header::CACHE_CONTROL, FOR_EVER);
    head.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    Ok(response)
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    accepted.is_some_and(|list| list.split(',').any(|coding| coding.trim() == "gzip"))
}

#[derive(RustEmbed)]
#[folder = "assets/dist"]
struct Dist;

/// Plain name to built name. Constant for the life of the binary: it is part of it.
static NAMES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let manifest = Dist::get("manifest.json").map(|file| file.data).unwrap_or_default();
    serde_json::from_slice(&manifest).unwrap_or_default()
});

/// Built name to compressed contents, made once. Pages are never compressed (BREACH); these hold no secrets.
static COMPRESSED: LazyLock<HashMap<String, Bytes>> = LazyLock::new(|| {
    let texts = Dist::iter().filter(|name| !name.ends_with(".woff2"));
    texts.filter_map(|name| Some((name.to_string(), compress(&Dist::get(&name)?.data)?))).collect()
});

/// Nothing where compressing makes it no smaller.
fn compress(contents: &[u8]) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(contents).ok()?;
    let bytes = encoder.finish().ok()?;
    (bytes.len() < contents.len()).then(|| bytes.into())
}

/// The address of an asset by its plain name: `plein.css` → `/assets/plein.828f529f8d.css`.
/// An unknown name gives an address that answers 404; a test looks for those in the templates.
pub fn path(name: &str) -> String {
    format!("/assets/{}", NAMES.get(name).map_or(name, String::as_str))
}

/// Whether there is an asset with this plain name.
pub fn exists(name: &str) -> bool {
    NAMES.contains_key(name)
}

/// The file behind a built name.
pub fn file(built_name: &str) -> Option<EmbeddedFile> {
    Dist::get(built_name)
}

/// The media type by the ending; only what the build writes.
pub fn media_type(built_name: &str) -> &'static str {
    match built_name.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_the_manifest_leads_to_a_file_with_a_known_type() {
        assert!(NAMES.len() > 8, "the manifest is read");
        for (name, built) in NAMES.iter() {
            assert!(file(built).is_some(), "{name} → {built}");
            assert_ne!(media_type(built), "application/octet-stream", "{built}");
        }
    }

    #[test]
    fn every_asset_a_template_names_exists() {
        for (template, text) in templates() {
            for name in text.split("assets::path(\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(exists(name), "{template} names {name}");
            }
        }
    }

    #[test]
    fn every_icon_a_template_names_is_in_the_sprite() {
        let sprite = file(NAMES.get("icons.svg").unwrap()).unwrap();
        let sprite = std::str::from_utf8(&sprite.data).unwrap();
        for (template, text) in templates() {
            for macro_name in ["icon(\"", "icon_small(\"", "icon_large(\"", "empty(\""] {
                for name in text.split(macro_name).skip(1).filter_map(|rest| rest.split('"').next()) {
                    assert!(sprite.contains(&format!("id=\"{name}\"")), "{template} names the icon {name}");
                }
            }
        }
    }

    fn templates() -> Vec<(String, String)> {
        let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/templates"))];
        let mut found = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if entry.is_dir() {
                    folders.push(entry);
                } else if entry.extension().is_some_and(|ending| ending == "html") {
                    found.push((entry.display().to_string(), std::fs::read_to_string(&entry).unwrap()));
                }
            }
        }
        assert!(found.len() > 5);
        found
    }
}
