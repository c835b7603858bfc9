//! Photos: what comes in is hostile until it was decoded and drawn again.

use std::io::Cursor;

use domain::people::photo::{self, SIDE_PIXELS, UPLOAD_BYTES_MAX};
use domain::people::{Scope, consent};
use domain::principal::Role;
use domain::{Error, Principal};
use image::{DynamicImage, ImageFormat, RgbImage};
use plein_tests::both_engines;
use plein_tests::databases::fresh;

use super::{SYSTEM, colleague, sanne, signed_in};

fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let draw =
        |x: u32, y: u32| image::Rgb([(x % 256) as u8, (y % 256) as u8, if x < width / 2 { 255 } else { 0 }]);
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, draw)).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A JPEG with an EXIF block: orientation "turned a quarter", and a place in GPS.
fn with_exif(jpeg: &[u8]) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
    };
    tiff.extend(2_u16.to_le_bytes());
    tiff.extend(entry(0x0112, 3, 1, 6));
    tiff.extend(entry(0x8825, 4, 1, 38));
    tiff.extend([0; 4]);
    tiff.extend(1_u16.to_le_bytes());
    tiff.extend(entry(0x0001, 2, 2, u32::from(b'N')));
    tiff.extend([0; 4]);
    tiff.extend(b"GPS 52.0907 5.1214");
    let block = [&b"Exif\0\0"[..], &tiff].concat();
    let length = u16::try_from(block.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &block, &jpeg[2..]].concat()
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

fn refusal(upload: &[u8]) -> &'static str {
    match photo::re_encode(upload) {
        Err(Error::Invalid(errors)) => errors[0].key,
        other => panic!("{:?}", other.map(|bytes| bytes.len())),
    }
}

#[test]
fn every_format_becomes_a_square_jpeg() {
    for (format, width, height) in
        [(ImageFormat::Jpeg, 900, 300), (ImageFormat::Png, 40, 60), (ImageFormat::WebP, 1000, 1000)]
    {
        let jpeg = photo::re_encode(&picture(width, height, format)).unwrap();
        assert_eq!(image::guess_format(&jpeg).unwrap(), ImageFormat::Jpeg);
        let decoded = image::load_from_memory(&jpeg).unwrap();
        assert_eq!((decoded.width(), decoded.height()), (SIDE_PIXELS, SIDE_PIXELS), "{format:?}");
    }
}

#[test]
fn the_place_where_it_was_taken_is_gone_and_it_stands_upright() {
    let upload = with_exif(&picture(400, 400, ImageFormat::Jpeg));
    assert!(holds(&upload, b"Exif") && holds(&upload, b"GPS 52.0907"));
    let jpeg = photo::re_encode(&upload).unwrap();
    assert!(!holds(&jpeg, b"Exif") && !holds(&jpeg, b"GPS"));
    // The blue half was left; a quarter turn brings it on top.
    let decoded = image::load_from_memory(&jpeg).unwrap().to_rgb8();
    assert!(decoded.get_pixel(256, 60).0[2] > 200 && decoded.get_pixel(256, 450).0[2] < 60);
}

#[test]
fn what_hides_behind_a_picture_does_not_survive() {
    let page = b"<script>alert(1)</script>";
    let polyglot = [&picture(64, 64, ImageFormat::Png)[..], page].concat();
    assert!(!holds(&photo::re_encode(&polyglot).unwrap(), b"script"));
}

#[test]
fn what_is_no_picture_is_refused() {
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>"#;
    let cut = &picture(300, 300, ImageFormat::Png)[..200];
    for upload in
        [&b""[..], svg, b"GIF89a\x01\0\x01\0\0\0\0;", b"\xff\xd8\xff\xe0 not a jpeg", b"%PDF-1.7", cut]
    {
        assert_eq!(refusal(upload), "error-picture");
    }
    assert_eq!(refusal(&vec![0; UPLOAD_BYTES_MAX + 1]), "error-file-too-large");
}

/// 40,000 × 40,000 pixels in a file of some hundred bytes: refused by its header, not unfolded.
#[test]
fn a_bomb_is_refused_before_it_unfolds() {
    let started = std::time::Instant::now();
    assert_eq!(refusal(&png_of_size(40_000, 40_000)), "error-picture");
    assert_eq!(refusal(&png_of_size(11_999, 11_999)), "error-picture");
    assert!(started.elapsed().as_secs() < 5);
}

/// A PNG header that promises this size, with hardly any data behind it.
fn png_of_size(width: u32, height: u32) -> Vec<u8> {
    let mut header = [&b"IHDR"[..], &width.to_be_bytes(), &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    let sum = crc(&header).to_be_bytes();
    header.extend(sum);
    [&b"\x89PNG\r\n\x1a\n\0\0\0\x0d"[..], &header, b"\0\0\0\0IEND\xae\x42\x60\x82"].concat()
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 },
        )
    })
}

both_engines! {
    async fn a_photo_is_seen_by_who_sees_the_person(engine) {
        let home = fresh(engine).await;
        let id = sanne(&home.db).await;
        let own = signed_in(&home.db, id, Role::Member).await;
        let other = colleague(&home.db, "Daan Jansen").await;
        let other = signed_in(&home.db, other, Role::Member).await;
        let jpeg = photo::re_encode(&picture(64, 64, ImageFormat::Png)).unwrap();
        home.db.write(async |tx| photo::set(tx, &own, id, jpeg.clone()).await).await.unwrap();
        assert_eq!(photo::find_visible(&home.db, &own, id).await.unwrap().bytes, jpeg);
        assert!(matches!(photo::find_visible(&home.db, &other, id).await, Err(Error::NotFound)));
        home.db.write(async |tx| consent::choose(tx, &own, id, Scope::Organisation).await).await.unwrap();
        assert!(photo::find_visible(&home.db, &other, id).await.is_ok());
        assert!(matches!(photo::find_visible(&home.db, &Principal::Anonymous, id).await, Err(Error::NotFound)));
        let foreign = home.db.write(async |tx| photo::remove(tx, &other, id).await).await;
        assert!(matches!(foreign, Err(Error::NotFound)));
        home.db.write(async |tx| photo::remove(tx, &SYSTEM, id).await).await.unwrap();
        assert!(matches!(photo::find_visible(&home.db, &own, id).await, Err(Error::NotFound)));
    }
}
