use std::io::Cursor;

use axum::body::Body;
use axum::http::Method;
use image::{DynamicImage, ImageFormat, RgbImage};
use plein_tests::app::Answer;
use plein_tests::both_engines;
use plein_tests::browser::Browser;

use super::{stored, utrecht};

fn png() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = RgbImage::from_fn(80, 60, |x, y| image::Rgb([x as u8, y as u8, 9]));
    DynamicImage::ImageRgb8(picture).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

async fn upload(browser: &mut Browser, name: &str, bytes: &[u8]) -> Answer {
    let head = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"{name}\"\r\n\
         Content-Type: image/jpeg\r\n\r\n"
    );
    let body = [head.as_bytes(), bytes, b"\r\n--edge--\r\n"].concat();
    let kind = [("content-type", "multipart/form-data; boundary=edge")];
    browser.ask(Method::POST, "/profile/photo", Body::from(body), &kind).await
}

both_engines! {
    async fn a_photo_is_kept_shown_and_removed(engine) {
        let app = utrecht(engine).await;
        let mut anna = app.member("Anna").await;
        let answer = upload(&mut anna.browser, "ik.png", &png()).await;
        anna.browser.follow(answer).await.is(200).shows("Je foto is bewaard.").shows("/photo?v=");
        let digest = stored(&app, &anna).await.photo.expect("a photo");
        anna.browser.get("/profile/photo/remove").await.is(200).shows("Je foto verwijderen?");
        anna.browser.submit("/profile/photo/remove", &[]).await.is(200).shows("Je foto is verwijderd.");
        assert_eq!(stored(&app, &anna).await.photo, None, "was {digest}");
        anna.browser.get("/profile/photo/remove").await.is(404);
    }

    async fn a_photo_is_served_to_who_sees_the_person_and_not_twice(engine) {
        let app = utrecht(engine).await;
        let mut anna = app.member("Anna").await;
        let mut daan = app.member("Daan").await;
        upload(&mut anna.browser, "ik.png", &png()).await.is(303);
        let path = format!("/people/{}/photo", anna.principal.person_id().unwrap());
        let own = anna.browser.get(&path).await;
        own.is(200);
        assert_eq!((own.header("content-type"), own.header("cache-control")), ("image/jpeg", "private, max-age=60"));
        let tag = [("if-none-match", own.header("etag"))];
        anna.browser.ask(Method::GET, &path, Body::empty(), &tag).await.is(304);
        daan.browser.get(&path).await.is(404);
        daan.browser.ask(Method::GET, &path, Body::empty(), &tag).await.is(404);
        app.browser().get(&path).await.is(404);
        anna.browser.post("/profile/consent", &[("scope", "organisation")]).await.is(303);
        daan.browser.get(&path).await.is(200);
        app.browser().get(&path).await.is(404);
        anna.browser.post("/profile/consent", &[("scope", "public")]).await.is(303);
        app.browser().get(&path).await.is(200);
        for strange in ["/people/x/photo", "/people/00000000-0000-0000-0000-000000000000/photo"] {
            app.browser().get(strange).await.is(404);
        }
    }

    async fn what_is_no_photo_is_refused_in_words(engine) {
        let app = utrecht(engine).await;
        let mut anna = app.member("Anna").await;
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
        upload(&mut anna.browser, "ik.jpg", svg).await.is(422).shows("kunnen we niet als foto lezen");
        upload(&mut anna.browser, "", b"").await.is(422).shows("Kies eerst een bestand.");
        upload(&mut anna.browser, "groot.jpg", &vec![0; 9_000_000]).await.is(422).shows("te groot").shows("8 MB");
        upload(&mut anna.browser, "reus.jpg", &vec![0; 12_500_000]).await.is(413);
        anna.browser.post("/profile/photo", &[("photo", "x")]).await.is(422);
        assert_eq!(stored(&app, &anna).await.photo, None);
    }
}
