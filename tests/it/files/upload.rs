//! How files come in and go out again, also from hostile hands.

use std::path::PathBuf;

use axum::body::Body;
use axum::http::Method;
use domain::files;
use plein_tests::app::{Answer, TestApp};
use plein_tests::both_engines;
use plein_tests::browser::Browser;

use super::{begin, begun, get, png, read, see_through, send, uploaded};

const TEXT: &[u8] = b"Notulen van het overleg over jeugdzorg.\n";

async fn plain(browser: &mut Browser, name: &str, bytes: &[u8]) -> Answer {
    let head = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"alt\"\r\n\r\nEen kaart\r\n--edge\r\nContent-Disposition: \
         form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: image/png\r\n\r\n"
    );
    let body = [head.as_bytes(), bytes, b"\r\n--edge--\r\n"].concat();
    let headers = [("content-type", "multipart/form-data; boundary=edge")];
    browser.ask(Method::POST, "/files/plain", Body::from(body), &headers).await
}

/// Files under a folder of the data, however deep.
fn lying(app: &TestApp, folder: &str) -> Vec<PathBuf> {
    let mut open = vec![app.instance.ctx().config.data.dir.join(folder)];
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        match std::fs::read_dir(&path) {
            Ok(entries) => open.extend(entries.map(|entry| entry.unwrap().path())),
            Err(_) => found.push(path),
        }
    }
    found
}

both_engines! {
    async fn a_file_comes_in_parts_and_goes_on_where_the_line_broke(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("anna").await;
        let id = begun(&mut anna.browser, "notulen.txt", TEXT.len()).await;
        let part = send(&mut anna.browser, id, 0, &TEXT[..10]).await;
        assert_eq!((part.status.as_u16(), part.header("upload-offset")), (204, "10"));
        get(&mut anna.browser, id, &[]).await.is(404);
        // The script lost count.
        for wrong in [0, 5, 11, 400] {
            let refused = send(&mut anna.browser, id, wrong, &TEXT[..10]).await;
            assert_eq!((refused.status.as_u16(), refused.header("upload-offset")), (409, "10"), "from {wrong}");
            assert_eq!(read(&refused)["offset"], 10);
        }
        let told = anna.browser.get(&format!("/files/{id}/upload")).await;
        assert_eq!((told.header("upload-offset"), read(&told)["size"].as_u64()), ("10", Some(TEXT.len() as u64)));
        let whole = send(&mut anna.browser, id, 10, &TEXT[10..]).await;
        whole.is(200).shows("tekst").shows("notulen.txt");
        // A script that did not hear it asks again.
        send(&mut anna.browser, id, TEXT.len(), b"").await.is(200);
        let answer = get(&mut anna.browser, id, &[]).await;
        answer.is(200);
        assert_eq!(answer.text.as_bytes(), TEXT);
        assert!(lying(&app, "uploads").iter().all(|path| path.is_dir()), "nothing is left on the way");
    }

    async fn whatever_it_is_a_browser_runs_nothing_of_it(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("anna").await;
        for (name, bytes, kind, how) in [
            ("plan.pdf", &b"%PDF-1.7 ..."[..], "application/pdf", "attachment"),
            ("foto.jpg", b"<!DOCTYPE html><script>alert(1)</script>", "application/octet-stream", "attachment"),
            ("foto.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "application/octet-stream", "attachment"),
            ("foto.png", b"<?xml version=\"1.0\"?><x/>", "application/octet-stream", "attachment"),
            ("lees.txt", b"MZ\x90\0\x03\0\0\0", "application/octet-stream", "attachment"),
            ("lees.html", b"gewoon tekst", "text/plain; charset=utf-8", "attachment"),
            ("kaart.txt", &png(20, 10), "image/png", "inline"),
        ] {
            let id = uploaded(&mut anna.browser, name, bytes).await;
            let answer = get(&mut anna.browser, id, &[]).await;
            answer.is(200);
            assert_eq!(answer.header("content-type"), kind, "{name}");
            assert!(answer.header("content-disposition").starts_with(how), "{}", answer.header("content-disposition"));
            for (header, value) in [
                ("content-security-policy", "sandbox; default-src 'none'"),
                ("x-content-type-options", "nosniff"),
                ("cache-control", "private, no-cache"),
                ("accept-ranges", "bytes"),
            ] {
                assert_eq!(answer.header(header), value, "{name}");
            }
        }
        // A name says one thing, the words another.
        let id = begun(&mut anna.browser, "foto.jpg", 8).await;
        send(&mut anna.browser, id, 0, b"MZ\x90\0\x03\0\0\0").await.shows("programma");
    }

    async fn a_part_is_given_and_only_of_what_is_here_now(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("anna").await;
        let id = uploaded(&mut anna.browser, "notulen.txt", TEXT).await;
        let whole = get(&mut anna.browser, id, &[]).await;
        let tag = whole.header("etag").to_owned();
        let part = get(&mut anna.browser, id, &[("range", "bytes=8-10")]).await;
        assert_eq!((part.status.as_u16(), part.text.as_str()), (206, "van"));
        assert_eq!(part.header("content-range"), format!("bytes 8-10/{}", TEXT.len()));
        let last = get(&mut anna.browser, id, &[("range", "bytes=-11"), ("if-range", &tag)]).await;
        assert_eq!((last.status.as_u16(), last.text.as_str()), (206, "jeugdzorg.\n"));
        get(&mut anna.browser, id, &[("range", "bytes=8-10"), ("if-range", "\"other\"")]).await.is(200);
        let beyond = get(&mut anna.browser, id, &[("range", "bytes=400-")]).await;
        assert_eq!((beyond.status.as_u16(), beyond.header("content-range")), (416, "bytes */40"));
        get(&mut anna.browser, id, &[("range", "bytes=0-1,4-5")]).await.is(200);
        let known = get(&mut anna.browser, id, &[("if-none-match", &tag)]).await;
        known.is(304);
        assert_eq!(known.header("content-security-policy"), "sandbox; default-src 'none'");
    }

    async fn a_preview_is_a_smaller_picture_and_nothing_else_of_the_file(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("anna").await;
        let mut wide = png(1600, 400);
        wide.extend_from_slice(b"geheim achteraan");
        let id = uploaded(&mut anna.browser, "kaart.png", &wide).await;
        for _ in 0..2 {
            let small = anna.browser.get(&format!("/files/{id}/preview")).await;
            small.is(200).hides("geheim");
            assert_eq!(small.header("content-type"), "image/jpeg");
        }
        let file = files::find(app.db(), id).await.unwrap();
        assert_eq!((file.width, file.height), (Some(1600), Some(400)));
        let digest = file.preview_digest.expect("kept");
        let made = app.instance.ctx().files.read_whole(&digest, 0..4_000_000).await.unwrap();
        let made = image::load_from_memory(&made).unwrap();
        assert_eq!((made.width(), made.height()), (800, 200));
        let id = uploaded(&mut anna.browser, "los.png", &see_through()).await;
        let small = anna.browser.get(&format!("/files/{id}/preview")).await;
        assert_eq!(small.header("content-type"), "image/webp");
        let id = uploaded(&mut anna.browser, "notulen.txt", TEXT).await;
        anna.browser.get(&format!("/files/{id}/preview")).await.is(404);
    }

    async fn a_picture_that_unfolds_to_gigabytes_is_no_picture(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("anna").await;
        // A PNG whose header promises 60,000 by 60,000 pixels, with the checksum that belongs to it.
        let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\xea\x60\0\0\xea\x60\x08\x02\0\0\0".to_vec();
        bomb.extend_from_slice(&crc(&bomb[12..29]).to_be_bytes());
        bomb.extend_from_slice(&png(8, 8)[33..]);
        let cut = png(300, 300);
        let gif = b"GIF89a\xff\xff\xff\xff\0\0\0;";
        for (name, bytes) in [("bom.png", bomb.as_slice()), ("bom.gif", gif)] {
            let id = uploaded(&mut anna.browser, name, bytes).await;
            let answer = get(&mut anna.browser, id, &[]).await;
            assert!(answer.header("content-disposition").starts_with("attachment"), "{name}");
            anna.browser.get(&format!("/files/{id}/preview")).await.is(404);
        }
        let id = uploaded(&mut anna.browser, "half.png", &cut[..cut.len() / 2]).await;
        anna.browser.get(&format!("/files/{id}/preview")).await.is(404);
    }

    async fn what_does_not_fit_is_refused_in_words(engine) {
        let app = TestApp::with(engine, &[("PLEIN_FILES__SIZE_BYTES_MAX", "2000000")]).await;
        let mut anna = app.member("anna").await;
        begin(&mut anna.browser, "leeg.txt", 0).await.is(422).shows("leeg");
        begin(&mut anna.browser, "groot.txt", 2_000_001).await.is(422).shows("hoogstens 2 MB");
        let kind = [("content-type", "application/json")];
        for body in ["{\"size\":-5}", "{\"size\":9223372036854775807}", "{\"size\":1e99}", "[]", "", "{\"size\":\"x\"}"] {
            let answer = anna.browser.ask(Method::POST, "/files", Body::from(body), &kind).await;
            assert!(answer.status.is_client_error(), "{body}: {}", answer.status);
        }
        let id = begun(&mut anna.browser, "kort.txt", 5).await;
        send(&mut anna.browser, id, 0, b"meer dan vijf").await.is(409).shows("meer aan dan");
        // Begins anew.
        send(&mut anna.browser, id, 0, b"vijf!").await.is(200);
        let id = begun(&mut anna.browser, "x.txt", 5).await;
        for offset in ["", "-1", "x", "99999999999999999999999"] {
            let headers = [("upload-offset", offset)];
            anna.browser.ask(Method::PATCH, &format!("/files/{id}"), Body::from("x"), &headers).await.is(422);
        }
        anna.browser.ask(Method::PATCH, &format!("/files/{id}"), Body::from("x"), &[]).await.is(422);
        let giant = (8 << 20) + 1;
        let headers = [("upload-offset", "0"), ("content-length", &giant.to_string())];
        let body = Body::from(vec![0; giant]);
        anna.browser.ask(Method::PATCH, &format!("/files/{id}"), body, &headers).await.is(413);
        for name in ["../../../etc/passwd", "a\r\nSet-Cookie: x=1", "rekening\u{202e}fdp.exe", "\0", ""] {
            let id = uploaded(&mut anna.browser, name, b"x").await;
            let answer = get(&mut anna.browser, id, &[]).await;
            let name = answer.header("content-disposition");
            assert!(!name.contains("..") && !name.contains('/') && !name.contains("%E2%80%AE") && answer.header("set-cookie").is_empty(), "{name}");
        }
    }

    async fn nobody_has_more_under_way_than_he_can_send(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut bram) = (app.member("anna").await, app.member("bram").await);
        let first = begun(&mut anna.browser, "een.txt", 5).await;
        for _ in 1..files::UNFINISHED_MAX {
            begun(&mut anna.browser, "nog een.txt", 5).await;
        }
        begin(&mut anna.browser, "te veel.txt", 5).await.is(409).shows("onderweg");
        begun(&mut bram.browser, "een.txt", 5).await;
        bram.browser.post(&format!("/files/{first}/delete"), &[]).await.is(404);
        anna.browser.post(&format!("/files/{first}/delete"), &[]).await.is(204);
        begun(&mut anna.browser, "toch.txt", 5).await;
        send(&mut anna.browser, first, 0, b"vijf!").await.is(404);
    }

    async fn two_windows_that_send_the_same_file_do_not_mix_it(engine) {
        let app = TestApp::start(engine).await;
        let anna = app.member("anna").await;
        let bytes: Vec<u8> = (0..400_000_u32).map(|n| b'a' + (n % 23) as u8).collect();
        let mut browser = anna.browser.clone();
        let id = begun(&mut browser, "lang.txt", bytes.len()).await;
        let window = async |mut browser: Browser| {
            let mut offset = 0;
            for _ in 0..200 {
                let end = (offset + 50_000).min(bytes.len());
                let answer = send(&mut browser, id, offset, &bytes[offset..end]).await;
                offset = answer.header("upload-offset").parse().unwrap_or(offset);
                if answer.status == 200 {
                    return;
                }
                // The other window may be at its last part, which takes a moment.
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
            panic!("it never ended");
        };
        tokio::join!(window(anna.browser.clone()), window(anna.browser.clone()));
        let answer = get(&mut browser, id, &[]).await;
        assert!(answer.text.as_bytes() == bytes, "{} bytes", answer.text.len());
    }

    async fn the_same_file_twice_lies_there_once(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("anna").await;
        let one = uploaded(&mut anna.browser, "een.txt", TEXT).await;
        let two = uploaded(&mut anna.browser, "twee.txt", TEXT).await;
        assert_ne!(one, two);
        let blobs = lying(&app, "files");
        assert_eq!(blobs.len(), 1, "{blobs:?}");
        assert_eq!(std::fs::read(&blobs[0]).unwrap(), TEXT);
    }

    async fn a_browser_without_script_sends_it_whole_and_is_told_what_to_write(engine) {
        let app = TestApp::with(engine, &[("PLEIN_FILES__SIZE_BYTES_MAX", "1000000")]).await;
        let mut anna = app.member("anna").await;
        let page = plain(&mut anna.browser, "kaart.png", &png(9, 9)).await;
        page.is(200).shows("![Een kaart](/files/").shows("Sluit dit tabblad").shows("afbeelding");
        let page = plain(&mut anna.browser, "nota.pdf", b"%PDF-1.7").await;
        page.is(200).shows("[nota.pdf](/files/");
        plain(&mut anna.browser, "", b"").await.is(422).shows("Kies eerst een bestand.");
        plain(&mut anna.browser, "leeg.txt", b"").await.is(422).shows("leeg");
        plain(&mut anna.browser, "groot.bin", &vec![0; 1_000_001]).await.is(422).shows("hoogstens 1 MB");
        assert!(lying(&app, "uploads").iter().all(|path| path.is_dir()));
        app.browser().post("/files/plain", &[]).await.is(401);
    }
}

/// CRC-32 as PNG wants it.
pub fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
    let byte = |crc: u32, byte: &u8| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc));
    !bytes.iter().fold(!0, byte)
}
