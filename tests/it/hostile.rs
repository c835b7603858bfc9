//! Hostile and broken input at every row of the route table: never a fault of ours, always a sentence in the reader's
//! language, and a form that comes back holds what was typed.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::Body;
use axum::http::Method;
use federation::route::Access;
use image::{DynamicImage, ImageFormat};
use plein_tests::app::{Answer, TestApp};
use plein_tests::both_engines;
use plein_tests::browser::Browser;

/// As they stand in an address or a form, percent-encoded where no browser would send them otherwise.
const VALUES: [&str; 20] = [
    "",
    "%00",
    "a%00b",
    "%ff%fe",
    "%C3%28",
    "%E2%80%AEtxt.exe",
    "%F0%9F%92%A9%EF%BF%BF",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E",
    "'%20or%201=1;%20drop%20table%20person;%20--",
    "..%2F..%2F..%2F..%2Fetc%2Fpasswd",
    "%2e%2e%5c%2e%2e%5cboot.ini",
    "-1",
    "99999999999999999999999999999999999999",
    "1e309",
    "NaN",
    "%7B%7B7*7%7D%7D",
    "%0d%0aSet-Cookie:%20evil=1",
    "%25%35%63%",
    "018f6a7e-0000-7000-8000-000000000000",
];

/// Names that some form or page reads; others are found in the pages themselves.
const NAMES: [&str; 15] = [
    "q", "page", "from", "return", "do", "id", "name", "email", "kind", "level", "scope", "host", "uri",
    "field", "text",
];

static NEXT: AtomicU64 = AtomicU64::new(1);

/// Somebody new for each row, since some rows end the session or the account that asks.
async fn somebody(app: &TestApp, access: Access) -> (Browser, Option<String>) {
    let name = format!("Anna {}", NEXT.fetch_add(1, Ordering::Relaxed));
    match access {
        Access::Admin => (app.administrator(&name).await.browser, None),
        Access::Token => (app.browser(), Some(app.member(&name).await.token(app).await)),
        _ => (app.member(&name).await.browser, None),
    }
}

/// What is wrong with an answer, if anything.
fn fault(answer: &Answer, browser: &Browser) -> Option<String> {
    let text = &answer.text;
    if answer.status.is_server_error() {
        return Some(format!("{}: {}", answer.status, shortened(text)));
    }
    let is_page = answer.header("content-type").starts_with("text/html");
    if let Some(evil) =
        ["<script>alert(1)", "<img src=x", "root:x:0:0"].iter().find(|evil| is_page && text.contains(**evil))
    {
        return Some(format!("{evil} came through: {}", shortened(text)));
    }
    let forged =
        answer.headers.get_all("set-cookie").iter().any(|value| value.as_bytes().starts_with(b"evil="));
    if forged {
        return Some("a header was forged".to_owned());
    }
    if !answer.status.is_client_error() {
        return None;
    }
    let kind = answer.header("content-type");
    let is_told = match kind {
        kind if kind.starts_with("text/html") => {
            let has_sentence = ["role=\"alert\"", "plein-page__lead"].iter().any(|mark| text.contains(mark));
            text.contains(&format!("<html lang=\"{}\"", browser.language)) && has_sentence
        }
        "application/problem+json" => serde_json::from_str::<serde_json::Value>(text)
            .is_ok_and(|problem| problem["detail"].as_str().is_some_and(|sentence| sentence.len() > 10)),
        _ => false,
    };
    // A key that has no sentence shows itself.
    let is_key = text.contains(">error-") || text.contains("\"error-");
    (!is_told || is_key)
        .then(|| format!("{} without a sentence ({kind}): {}", answer.status, shortened(text)))
}

fn shortened(text: &str) -> String {
    let main = text.split_once("<main").map_or(text, |(_, main)| main);
    main.chars().take(900).collect()
}

fn fill(pattern: &str, value: &str) -> String {
    pattern
        .split('/')
        .map(|part| if part.starts_with('{') { value } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

/// Names of the fields that a page shows.
fn names_on(page: &str) -> BTreeSet<String> {
    page.split(" name=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

async fn ask(
    browser: &mut Browser,
    token: Option<&str>,
    method: &Method,
    path: &str,
    body: Vec<u8>,
    kind: &str,
) -> Answer {
    let bearer = token.map(|token| format!("Bearer {token}"));
    let mut headers = vec![("content-type", kind)];
    headers.extend(bearer.as_deref().map(|value| ("authorization", value)));
    browser.ask(method.clone(), path, Body::from(body), &headers).await
}

const FORM: &str = "application/x-www-form-urlencoded";

/// Bodies that are no form, or a strange one.
fn bodies(names: &BTreeSet<String>) -> Vec<(Vec<u8>, &'static str)> {
    let with = |value: &str| {
        names.iter().map(|name| format!("{name}={value}")).collect::<Vec<_>>().join("&").into_bytes()
    };
    let mut all: Vec<(Vec<u8>, &'static str)> = VALUES.iter().map(|value| (with(value), FORM)).collect();
    all.push((with(&"x".repeat(1_500)), FORM));
    all.push(([with("a"), b"&".to_vec(), with("b"), b"&".to_vec(), with("a")].concat(), FORM));
    let nested: Vec<String> = names.iter().map(|name| format!("{name}[a][][b]=1&{name}[]=2")).collect();
    all.push((nested.join("&").into_bytes(), FORM));
    all.push((b"&&&===&%&a".to_vec(), FORM));
    all.push((vec![0xff; 300], FORM));
    all.push((vec![b'a'; 300_000], FORM));
    all.push((b"{\"name\":1}".to_vec(), "application/json"));
    all.push((b"<x/>".to_vec(), "text/xml"));
    all.push((
        b"--edge\r\nContent-Disposition: form-data; name=\"a".to_vec(),
        "multipart/form-data; boundary=edge",
    ));
    all.push((b"--edge".to_vec(), "multipart/form-data"));
    all
}

both_engines! {
    async fn no_value_in_any_address_is_a_fault_of_ours(engine) {
        let app = TestApp::with(engine, &[("PLEIN_DEVELOPMENT__ENABLED", "true"), ("PLEIN_LIMITS__REQUESTS_PER_MINUTE", "1000000")]).await;
        let mut faults = Vec::new();
        for row in server::router::routes() {
            let (mut browser, token) = somebody(&app, row.access).await;
            browser.language = if faults.len() % 2 == 0 { "nl" } else { "en" };
            for value in VALUES {
                let query: Vec<String> = NAMES.iter().chain(&["skill", "place", "unit", "organisation", "near", "sort"]).map(|name| format!("{name}={value}&{name}={value}")).collect();
                let path = format!("{}?{}", fill(row.path, value), query.join("&"));
                if path.parse::<axum::http::Uri>().is_err() || row.method != Method::GET {
                    continue;
                }
                let answer = ask(&mut browser, token.as_deref(), &row.method, &path, Vec::new(), FORM).await;
                faults.extend(fault(&answer, &browser).map(|what| format!("GET {path}\n  {what}")));
            }
        }
        assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
    }

    async fn no_body_at_any_row_is_a_fault_of_ours(engine) {
        let app = TestApp::with(engine, &[("PLEIN_DEVELOPMENT__ENABLED", "true"), ("PLEIN_LIMITS__REQUESTS_PER_MINUTE", "1000000")]).await;
        let mut faults = Vec::new();
        for row in server::router::routes() {
            if row.method == Method::GET {
                continue;
            }
            let path = fill(row.path, "018f6a7e-0000-7000-8000-000000000000");
            let (mut browser, token) = somebody(&app, row.access).await;
            // The form names its fields itself.
            let page = browser.get(path.trim_end_matches("/audience")).await;
            let names: BTreeSet<String> = names_on(&page.text).into_iter().chain(NAMES.map(str::to_owned)).collect();
            for (body, kind) in bodies(&names) {
                let answer = ask(&mut browser, token.as_deref(), &row.method, &path, body.clone(), kind).await;
                let what = fault(&answer, &browser);
                let sent = String::from_utf8_lossy(&body).chars().take(200).collect::<String>();
                faults.extend(what.map(|what| format!("{} {path} {kind} {sent}\n  {what}", row.method)));
                if answer.status.is_redirection() && answer.location().starts_with("/sign-in") || answer.status == 401 {
                    (browser, _) = somebody(&app, row.access).await;
                }
            }
        }
        assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
    }

    async fn json_of_every_wrong_kind_is_told(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await;
        let token = anna.token(&app).await;
        let deep = format!("{}1{}", "[".repeat(5_000), "]".repeat(5_000));
        let wide = format!("{{\"skills\":[{}]}}", vec!["{}"; 5_000].join(","));
        let texts = [
            "", "null", "[]", "1", "\"x\"", "{", "{\"name\":}", "{\"name\":1}", "{\"name\":null}", "{\"name\":\"\"}",
            "{\"name\":{\"a\":[1]}}", "{\"fields\":{\"place\":{\"value\":1e999}}}", "{\"place\":[\"a\",\"b\"]}",
            "{\"place\":\"\\u0000\"}", "{\"place\":\"\\ud800\"}", "{\"name\":\"a\",\"name\":\"b\"}", "{\"nergens\":true}",
            "{\"fields\":{\"place\":{\"is\":\"text\",\"value\":\"\\u0000\",\"audience\":\"network\"}}}",
            "{\"fields\":{\"place\":{\"is\":\"text\",\"value\":\"\\u202ex\",\"audience\":\"everyone\"}}}",
            "{\"fields\":{\"place\":{\"is\":\"flag\",\"value\":true,\"audience\":\"network\"}}}",
            "{\"fields\":{\"place\":{\"is\":\"nothing\",\"value\":1,\"audience\":\"network\"}}}",
            "{\"fields\":{\"skills\":{\"is\":\"skills\",\"value\":[{\"uri\":\"javascript:1\",\"nl\":\"\",\"en\":\"\",\"level\":\"god\"}],\"audience\":\"network\"}}}",
            "{\"fields\":{\"languages\":{\"is\":\"languages\",\"value\":[\"xx\",\"\"],\"audience\":\"self\"}}}",
            "{\"fields\":{\"custom:018f6a7e-0000-7000-8000-000000000000\":{\"is\":\"text\",\"value\":\"x\",\"audience\":\"self\"}}}",
            "{\"fields\":{\"../etc\":null}}", "{\"languages\":[\"xx\",1]}", "{\"__proto__\":{\"admin\":true}}", &deep, &wide,
        ];
        for text in texts {
            let answer = ask(&mut anna.browser, Some(&token), &Method::PATCH, "/api/v1/profile", text.into(), "application/json").await;
            assert_eq!(fault(&answer, &anna.browser), None, "{}", &text[..text.len().min(80)]);
        }
    }

    async fn a_form_that_comes_back_holds_what_was_typed(engine) {
        let app = TestApp::start(engine).await;
        let mut beheer = app.administrator("Beheer").await.browser;
        const TYPED: &str = "Zó getypt & bewaard";
        let long = "x".repeat(1_000);
        for (path, broken, kept) in [
            ("/profile/edit", vec![("name", ""), ("mail", "geen adres")], vec!["unit", "place", "about"]),
            ("/admin/fields", vec![("label_nl", ""), ("kind", "text")], vec!["section_nl", "label_en"]),
            ("/admin/concepts", vec![("label_nl", "")], vec!["label_en"]),
            ("/admin/accounts/invite", vec![("email", "geen adres"), ("affiliation", "staff"), ("role", "member")], vec!["name"]),
            ("/admin/peers", vec![], vec!["host"]),
            ("/settings/email", vec![("current_password", "fout")], vec!["email"]),
            ("/settings/tokens", vec![("name", long.as_str())], vec![]),
        ] {
            let typed: Vec<_> = broken.iter().copied().chain(kept.iter().map(|name| (*name, TYPED))).collect();
            let back = beheer.post(path, &typed).await;
            assert!(back.status.is_client_error(), "{path}: {}", back.status);
            assert_eq!(fault(&back, &beheer), None, "{path}");
            let held = back.text.matches("Zó getypt &#38; bewaard").count();
            assert!(held >= kept.len(), "{path} holds {held} of {kept:?}:\n{}", shortened(&back.text));
        }
    }

    async fn no_picture_is_a_fault_of_ours(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await.browser;
        for (what, bytes) in pictures() {
            let head = "--edge\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"../../ik.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n";
            let body = [head.as_bytes(), &bytes, b"\r\n--edge--\r\n"].concat();
            let started = std::time::Instant::now();
            let answer = ask(&mut anna, None, &Method::POST, "/profile/photo", body, "multipart/form-data; boundary=edge").await;
            assert!(matches!(answer.status.as_u16(), 413 | 422), "{what}: {}", answer.status);
            assert_eq!(fault(&answer, &anna), None, "{what}");
            assert!(started.elapsed().as_secs() < 20, "{what} took {:?}", started.elapsed());
        }
        anna.get("/profile/photo").await.is(200);
    }
}

/// Pictures that are none, or would unfold to far more than they are.
fn pictures() -> Vec<(&'static str, Vec<u8>)> {
    let real = |format| {
        let mut bytes = Cursor::new(Vec::new());
        let picture = image::RgbImage::from_fn(90, 70, |x, y| image::Rgb([x as u8, y as u8, 9]));
        DynamicImage::ImageRgb8(picture).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    };
    let (png, jpeg, webp) = (real(ImageFormat::Png), real(ImageFormat::Jpeg), real(ImageFormat::WebP));
    let half = |bytes: &[u8]| bytes[..bytes.len() / 2].to_vec();
    vec![
        ("nothing", Vec::new()),
        ("text", b"hello".to_vec()),
        ("SVG called a JPEG", b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"><script>alert(1)</script></svg>".to_vec()),
        ("a page called a JPEG", b"<!doctype html><script>alert(1)</script>".to_vec()),
        ("GIF", b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;".to_vec()),
        ("half a PNG", half(&png)),
        ("half a WebP", half(&webp)),
        ("the head of a JPEG", jpeg[..40].to_vec()),
        ("a PNG of zeros that unfolds to 225 MB, too wide", bomb(15_000, 15_000)),
        ("a PNG of 65,500 pixels square", sized_png(&png, 65_500)),
        ("a JPEG of 65,500 pixels square", sized_jpeg(&jpeg, 65_500)),
        ("a WebP of 16,384 pixels square", sized_webp(&webp)),
        ("too many bytes", vec![0xff; 9_000_000]),
        ("far too many bytes", vec![0xff; 13_000_000]),
    ]
}

/// Real and complete: some hundred kilobytes that unfold to a thousand times as much.
fn bomb(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let zeros = image::GrayImage::new(width, height);
    DynamicImage::ImageLuma8(zeros).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// Width and height stand behind the signature and the head of IHDR; the sum behind them is wrong, and made right.
fn sized_png(png: &[u8], side: u32) -> Vec<u8> {
    let mut bytes = png.to_vec();
    bytes[16..20].copy_from_slice(&side.to_be_bytes());
    bytes[20..24].copy_from_slice(&side.to_be_bytes());
    let sum = crc(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&sum.to_be_bytes());
    bytes
}

/// As PNG sums its parts: ISO 3309.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg()))
    })
}

/// Height and width stand in the part SOF0.
fn sized_jpeg(jpeg: &[u8], side: u16) -> Vec<u8> {
    let mut bytes = jpeg.to_vec();
    let at = bytes.windows(2).position(|pair| pair == [0xff, 0xc0]).expect("a frame");
    bytes[at + 5..at + 7].copy_from_slice(&side.to_be_bytes());
    bytes[at + 7..at + 9].copy_from_slice(&side.to_be_bytes());
    bytes
}

/// Lossless: fourteen bits each, behind the signature of VP8L.
fn sized_webp(webp: &[u8]) -> Vec<u8> {
    let mut bytes = webp.to_vec();
    let at = bytes.windows(4).position(|name| name == b"VP8L").expect("a lossless picture");
    bytes[at + 9..at + 13].copy_from_slice(&[0xff, 0xff, 0xff, 0x0f]);
    bytes
}
