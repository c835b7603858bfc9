use std::io::Cursor;
use std::time::Duration;

use axum::body::Body;
use axum::http::Method;
use domain::db::sql;
use domain::jobs::{self, Job};
use domain::people::{self, photo};
use domain::sweep;
use image::{DynamicImage, ImageFormat, RgbImage};
use plein_tests::app::{Answer, TestApp};
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

/// Removed photos that can still come back.
async fn kept(app: &TestApp) -> i64 {
    sql("select count(*) from photo_removed").scalar(app.db()).await.unwrap()
}

both_engines! {
    async fn a_photo_is_kept_shown_and_removed(engine) {
        let app = utrecht(engine).await;
        let mut anna = app.member("Anna").await;
        let answer = upload(&mut anna.browser, "ik.png", &png()).await;
        anna.browser.follow(answer).await.is(200).shows("Je foto is bewaard.").shows("/photo?v=");
        let digest = stored(&app, &anna).await.photo.expect("a photo");
        anna.browser.submit("/profile/photo/remove", &[]).await.is(200).shows("Je foto is verwijderd.");
        assert_eq!(stored(&app, &anna).await.photo, None, "was {digest}");
    }

    async fn a_removed_photo_comes_back_while_it_can_and_is_forgotten_then(engine) {
        let app = utrecht(engine).await;
        let mut anna = app.member("Anna").await;
        upload(&mut anna.browser, "ik.png", &png()).await.is(303);
        let digest = stored(&app, &anna).await.photo;
        anna.browser.submit("/profile/photo/remove", &[]).await.shows("Ongedaan maken");
        let path = format!("/people/{}/photo", anna.principal.person_id().unwrap());
        anna.browser.get(&path).await.is(404);
        // Going back, or removing once more what is gone, takes nothing away.
        anna.browser.submit("/profile/photo/remove", &[]).await.shows("Ongedaan maken");
        let back = anna.browser.submit("/profile/photo/undo", &[]).await;
        back.is(200).shows("Je foto is terug.").hides("Ongedaan maken");
        assert_eq!(stored(&app, &anna).await.photo, digest);
        anna.browser.get(&path).await.is(200);
        anna.browser.post("/profile/photo/undo", &[]).await.is(409).shows("niet meer ongedaan");

        anna.browser.submit("/profile/photo/remove", &[]).await.shows("Ongedaan maken");
        app.clock().advance(photo::UNDO_WINDOW);
        anna.browser.get("/profile/photo").await.hides("Ongedaan maken");
        anna.browser.post("/profile/photo/undo", &[]).await.is(409);
        assert_eq!(kept(&app).await, 1);
        let swept = jobs::claim(app.db(), Duration::from_secs(60)).await.unwrap().map(|claimed| claimed.job);
        assert_eq!(swept, Some(Job::Sweep), "asked for at the end of the window");
        sweep::run(app.db()).await.unwrap();
        assert_eq!(kept(&app).await, 0);
    }

    async fn a_new_photo_and_the_end_of_the_account_forget_the_removed_one_at_once(engine) {
        let app = utrecht(engine).await;
        let mut anna = app.member("Anna").await;
        for _ in 0..2 {
            upload(&mut anna.browser, "ik.png", &png()).await.is(303);
            assert_eq!(kept(&app).await, 0);
            anna.browser.post("/profile/photo/remove", &[]).await.is(303);
            assert_eq!(kept(&app).await, 1);
        }
        let me = anna.principal.clone();
        app.db().write(async |tx| people::erase(tx, &me, me.person_id().unwrap()).await).await.unwrap();
        assert_eq!(kept(&app).await, 0);
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
