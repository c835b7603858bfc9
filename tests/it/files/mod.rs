//! Files: sent in, kept by what they are, and given to whoever sees the item.

pub mod bare;
mod comments;
mod elsewhere;
mod folders;
mod members;
mod memory;
mod s3;
mod scanner;
mod swept;
mod take;
mod texts;
mod upload;

use std::io::Cursor;

use axum::body::Body;
use axum::http::Method;
use domain::FileId;
use image::{DynamicImage, ImageFormat, RgbImage, RgbaImage};
use plein_tests::app::Answer;
use plein_tests::browser::Browser;
use serde_json::{Value, json};

pub fn png(width: u32, height: u32) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, 9]));
    encoded(DynamicImage::ImageRgb8(picture), ImageFormat::Png)
}

pub fn see_through() -> Vec<u8> {
    encoded(
        DynamicImage::ImageRgba8(RgbaImage::from_pixel(30, 20, image::Rgba([9, 9, 9, 40]))),
        ImageFormat::Png,
    )
}

pub fn encoded(picture: DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub fn read(answer: &Answer) -> Value {
    serde_json::from_str(&answer.text).unwrap_or_else(|_| panic!("{}: {}", answer.status, answer.text))
}

/// Announces a file, as the script of the editor does.
pub async fn begin(browser: &mut Browser, name: &str, size: usize) -> Answer {
    let body = json!({ "name": name, "size": size, "type": "text/html" }).to_string();
    browser.ask(Method::POST, "/files", Body::from(body), &[("content-type", "application/json")]).await
}

pub async fn begun(browser: &mut Browser, name: &str, size: usize) -> FileId {
    let answer = begin(browser, name, size).await;
    answer.is(201);
    read(&answer)["id"].as_str().unwrap().parse().unwrap()
}

pub async fn send(browser: &mut Browser, id: FileId, offset: usize, bytes: &[u8]) -> Answer {
    let offset = offset.to_string();
    let headers = [("content-type", "application/offset+octet-stream"), ("upload-offset", offset.as_str())];
    browser.ask(Method::PATCH, &format!("/files/{id}"), Body::from(bytes.to_vec()), &headers).await
}

/// A whole file in one part.
pub async fn uploaded(browser: &mut Browser, name: &str, bytes: &[u8]) -> FileId {
    let id = begun(browser, name, bytes.len()).await;
    send(browser, id, 0, bytes).await.is(200);
    id
}

pub async fn get(browser: &mut Browser, id: FileId, headers: &[(&str, &str)]) -> Answer {
    browser.ask(Method::GET, &format!("/files/{id}"), Body::empty(), headers).await
}
