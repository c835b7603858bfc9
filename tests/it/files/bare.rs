//! A photograph says nothing about where it was taken and with what, wherever it goes; and it stands upright.

use axum::body::Body;
use axum::http::Method;
use domain::files;
use federation::files::Shelf as _;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use plein_tests::browser::Browser;
use ring::digest::{SHA256, digest};
use server::files::Shelf;

use super::{encoded, uploaded};

const MAKER: &[u8] = b"GEHEIMCAM\0";

/// Red on its left half, blue on its right.
fn picture(format: ImageFormat) -> Vec<u8> {
    let drawn = RgbImage::from_fn(64, 32, |x, _| if x < 32 { Rgb([250, 0, 0]) } else { Rgb([0, 0, 250]) });
    encoded(DynamicImage::ImageRgb8(drawn), format)
}

/// EXIF as a telephone writes it (TIFF 6.0, EXIF 2.32): maker, how to turn it, and where it was: 52° N.
fn exif(orientation: u16) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value].concat()
    };
    let [low, high] = orientation.to_le_bytes();
    let first = [
        entry(0x010f, 2, 10, 86_u32.to_le_bytes()),
        entry(0x0112, 3, 1, [low, high, 0, 0]),
        entry(0x8825, 4, 1, 50_u32.to_le_bytes()),
    ];
    let place = [entry(1, 2, 2, *b"N\0\0\0"), entry(2, 5, 1, 96_u32.to_le_bytes())];
    let tiff = [
        b"II*\0\x08\0\0\0\x03\0".to_vec(),
        first.concat(),
        vec![0; 4],
        b"\x02\0".to_vec(),
        place.concat(),
        vec![0; 10],
        MAKER.to_vec(),
        [52_u32.to_le_bytes(), 1_u32.to_le_bytes()].concat(),
    ];
    tiff.concat()
}

/// With a film behind the picture, as telephones put it there.
pub fn jpeg(orientation: u16) -> Vec<u8> {
    let segment = |body: Vec<u8>| {
        [&[0xff, 0xe1][..], &u16::try_from(body.len() + 2).unwrap().to_be_bytes(), &body].concat()
    };
    let plain = picture(ImageFormat::Jpeg);
    let said = segment([b"Exif\0\0".to_vec(), exif(orientation)].concat());
    let words =
        segment(b"http://ns.adobe.com/xap/1.0/\0<exif:GPSLatitude>GEHEIM</exif:GPSLatitude>".to_vec());
    [&plain[..2], &said, &words, &plain[2..], b"ftypmp42 GEHEIM"].concat()
}

fn png(orientation: u16) -> Vec<u8> {
    let chunk = |kind: &[u8], body: &[u8]| {
        let named = [kind, body].concat();
        let length = u32::try_from(body.len()).unwrap().to_be_bytes();
        [&length[..], &named, &super::upload::crc(&named).to_be_bytes()].concat()
    };
    let plain = picture(ImageFormat::Png);
    let beside = [chunk(b"eXIf", &exif(orientation)), chunk(b"tEXt", b"Author\0GEHEIM")].concat();
    [&plain[..33], &beside, &plain[33..]].concat()
}

fn webp(orientation: u16) -> Vec<u8> {
    let chunk = |kind: &[u8], body: &[u8]| {
        let length = u32::try_from(body.len()).unwrap().to_le_bytes();
        [kind, &length, body, &vec![0; body.len() % 2]].concat()
    };
    let plain = picture(ImageFormat::WebP);
    let head = chunk(b"VP8X", &[0b1100, 0, 0, 0, 63, 0, 0, 31, 0, 0]);
    let beside = [chunk(b"EXIF", &exif(orientation)), chunk(b"XMP ", b"GEHEIM!")].concat();
    let inside = [b"WEBP", &head[..], &plain[12..], &beside].concat();
    [b"RIFF", &u32::try_from(inside.len()).unwrap().to_le_bytes()[..], &inside].concat()
}

pub fn tells(bytes: &[u8]) -> bool {
    [&b"Exif"[..], b"EXIF", b"eXIf", b"GPS", b"GEHEIM", b"XMP ", b"II*\0"]
        .iter()
        .any(|word| bytes.windows(word.len()).any(|window| window == *word))
}

async fn bytes(browser: &mut Browser, path: &str) -> Vec<u8> {
    let answer = browser.ask(Method::GET, path, Body::empty(), &[]).await;
    answer.is(200);
    answer.bytes.to_vec()
}

both_engines! {
    async fn a_photograph_does_not_say_where_it_was_taken(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("anna").await;
        let ctx = app.instance.ctx();
        let shelf = Shelf::new(app.db(), &ctx.files, &ctx.uploads, &ctx.config.files);
        // Turned by a quarter to the right, as a telephone that is held upright writes it: then the left half is on top.
        for (name, sent) in [("foto.jpg", jpeg(6)), ("foto.png", png(6)), ("foto.webp", webp(6))] {
            assert!(tells(&sent));
            let id = uploaded(&mut anna.browser, name, &sent).await;
            let file = files::find(app.db(), id).await.unwrap();
            assert_eq!((file.width, file.height), (Some(32), Some(64)), "{name}");
            let had = bytes(&mut anna.browser, &format!("/files/{id}")).await;
            assert!(!tells(&had), "{name}");
            let upright = image::load_from_memory(&had).unwrap().to_rgb8();
            assert!(upright.get_pixel(16, 8)[0] > 200 && upright.get_pixel(16, 56)[2] > 200, "{name}");
            // The same is what travels: its digest, and what another organisation is given.
            let told = file.digest.unwrap();
            assert_eq!((hex::encode(digest(&SHA256, &had)), had.len() as i64), (told.clone(), file.size_bytes));
            assert!(shelf.read(&told, 0, file.size_bytes as u64).await.unwrap() == had);
            assert!(!tells(&bytes(&mut anna.browser, &format!("/files/{id}/preview")).await));
        }
    }

    async fn a_picture_that_stands_upright_loses_no_quality(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("anna").await;
        for (name, sent, kept) in [
            ("foto.jpg", jpeg(1), picture(ImageFormat::Jpeg)),
            ("foto.png", png(1), picture(ImageFormat::Png)),
        ] {
            let id = uploaded(&mut anna.browser, name, &sent).await;
            assert!(bytes(&mut anna.browser, &format!("/files/{id}")).await == kept, "{name}");
        }
        let id = uploaded(&mut anna.browser, "foto.webp", &webp(1)).await;
        let had = bytes(&mut anna.browser, &format!("/files/{id}")).await;
        assert!(!tells(&had));
        assert_eq!(image::load_from_memory(&had).unwrap(), image::load_from_memory(&picture(ImageFormat::WebP)).unwrap());
        assert_eq!(u32::from_le_bytes(had[4..8].try_into().unwrap()) as usize + 8, had.len());
    }

    async fn a_picture_too_large_to_turn_says_how_it_stands_and_no_more(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("anna").await;
        // A head that promises 60,000 by 60,000 pixels.
        let mut sent = jpeg(6);
        let at = sent.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
        sent[at + 5..at + 9].copy_from_slice(&[0xea, 0x60, 0xea, 0x60]);
        let id = uploaded(&mut anna.browser, "groot.jpg", &sent).await;
        let had = bytes(&mut anna.browser, &format!("/files/{id}")).await;
        assert!(!had.windows(6).any(|window| window == b"GEHEIM") && had.len() < sent.len());
        let chunk = had.windows(6).position(|window| window == b"Exif\0\0").unwrap() + 6;
        let said = image::metadata::Orientation::from_exif_chunk(&had[chunk..]);
        assert_eq!(said, Some(image::metadata::Orientation::Rotate90));
    }

    async fn half_a_photograph_is_kept_as_half_of_one(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("anna").await;
        for (name, whole) in [("foto.jpg", jpeg(6)), ("foto.png", png(6)), ("foto.webp", webp(6))] {
            for length in [3, 12, 13, 20, 40, 150, whole.len() / 2] {
                let id = uploaded(&mut anna.browser, name, &whole[..length]).await;
                let had = bytes(&mut anna.browser, &format!("/files/{id}")).await;
                assert!(!had.windows(6).any(|window| window == b"GEHEIM"), "{name} {length}");
            }
        }
    }
}
