//! A disk that fills up: a real file system of a few megabytes, in which everything of an organisation lies.
//!
//! Mounting one needs rights over mounts. A process of its own gets them from `unshare`: in a new name space of mounts
//! for root, and of users too for everybody else. So it runs on any Linux, and goes away with the process.

use std::fs;
use std::path::Path;
use std::process::Command;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request};
use domain::people::{FieldKey, Value};
use plein_tests::app::{Answer, TestApp, send};
use plein_tests::databases;
use plein_tests::members::Person;
use server::check::{Health, examine};
use tokio_util::sync::CancellationToken;

const FULL_NL: &str = "De schijf van Plein is vol";
const FULL_EN: &str = "The disk of Plein is full";
const DISK: &str = "PLEIN_TEST_SMALL_DISK";

#[test]
fn a_full_disk_is_told_loses_nothing_and_is_forgotten_when_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let is_root =
        fs::metadata("/proc/self").map(|own| std::os::unix::fs::MetadataExt::uid(&own)).unwrap() == 0;
    let rights: &[&str] = if is_root { &["--mount"] } else { &["--user", "--map-root-user", "--mount"] };
    let ran = Command::new("unshare")
        .args(rights)
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "--ignored", "--nocapture", "operation::full_disk::on_a_small_disk"])
        .env(DISK, folder.path())
        .output()
        .expect("unshare, of the package util-linux");
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success(), "{said}\n{}", String::from_utf8_lossy(&ran.stderr));
    assert!(said.contains("1 passed"), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "runs where the other story may mount"]
async fn on_a_small_disk() {
    let disk = std::env::var(DISK).expect("started by the other story");
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=48m", "plein", &disk]).status();
    assert!(mounted.unwrap().success(), "no file system of our own");
    // The log stands beside a failure, as an operator would read it.
    tracing_subscriber::fmt().with_max_level(tracing::Level::WARN).with_ansi(false).init();
    fill_and_make_room(Path::new(&disk)).await;
}

async fn fill_and_make_room(disk: &Path) {
    let (data, filler) = (disk.join("data"), disk.join("filler"));
    fs::create_dir(&data).unwrap();
    let home = databases::at(&format!("sqlite://{}", data.join("plein.db").display())).await;
    let app = TestApp::at(home, &data, &[]).await;
    let mut anna = app.member("Anna").await;
    let people = &app.instance.ctx().people;
    edit(&mut anna, "Zwolle").await.is(303);
    upload(&mut anna).await.is(303);
    consent(&mut anna).await;
    people.catch_up().await.unwrap();
    let health = server::health::router(app.instance.ctx().clone(), CancellationToken::new());
    ready(&health).await.is(200);

    // A change that the index has not taken in yet.
    edit(&mut anna, "Deventer").await.is(303);
    fill(&filler);
    let (kept, refused) = until_refused(&mut anna).await;
    refused.is(503).shows(FULL_NL).shows("Ververs daarna deze pagina").shows("Nummer voor de beheerder");
    assert!(!refused.header("retry-after").is_empty());
    upload(&mut anna).await.is(503).shows(FULL_NL);
    anna.browser.language = "en";
    edit(&mut anna, "Kampen").await.is(503).shows(FULL_EN).shows("reload this page to send it again");
    anna.browser.language = "nl";
    let token = program(&mut anna).await;
    token.is(503).shows("\"status\":503").shows(FULL_NL);
    assert_eq!(token.header("content-type"), "application/problem+json");
    // Reading goes on, and shows what was kept.
    anna.browser.get("/profile").await.is(200).shows(&kept);
    anna.browser.get("/people?q=anna").await.is(200);
    ready(&health).await.is(503).shows("the disk of the data folder is full");
    let findings = examine(&app.instance.ctx().config, app.clock()).await;
    let told = findings.iter().find(|finding| finding.about == "disk").expect("about the disk");
    assert!(told.health == Health::Wrong && told.mend.contains("make room"), "{told:?}");
    let target = disk.join("backup.tar.zst");
    let failed =
        server::backup::make(&app.instance.ctx().config, app.db(), &target).await.unwrap_err().to_string();
    assert!(failed.contains("full") || failed.contains("No space left"), "{failed}");
    assert!(!target.exists() && !disk.join("backup.tar.part").exists(), "no half backup is left");
    // The index cannot take the change in, and answers with what it has.
    let mut failures = 0;
    for _ in 0..3 {
        failures += usize::from(people.step().await.is_err());
        anna.browser.get("/people?q=anna").await.is(200);
    }
    println!("the index failed {failures} times while the disk was full");

    fs::remove_file(&filler).unwrap();
    ready(&health).await.is(200);
    anna.browser.get("/profile").await.is(200).shows(&kept);
    edit(&mut anna, "Hattem").await.is(303);
    upload(&mut anna).await.is(303);
    people.catch_up().await.unwrap();
    anna.browser.get("/people?q=anna").await.is(200).hides("zoek je alleen op naam").shows("Hattem");
    server::backup::make(&app.instance.ctx().config, app.db(), &target).await.unwrap();
    assert_eq!(app.db().find_damage().await.unwrap(), Vec::<String>::new());
    assert_eq!(domain::audit::find_broken(app.db()).await.unwrap(), None);
    let person = domain::people::find(app.db(), anna.principal.person_id().unwrap()).await.unwrap();
    assert_eq!(person.profile.fields[&FieldKey::Place].value, Value::Text("Hattem".into()));
    drop((health, anna));
    only_to_be_read(disk, app).await;
}

/// The same disk, after its kernel found it to be ill.
async fn only_to_be_read(disk: &Path, app: TestApp) {
    let (config, clock) = (app.instance.ctx().config.clone(), app.clock().clone());
    app.db().close().await;
    app.home.db.close().await;
    drop(app);
    remount(disk, "ro");
    let findings = examine(&config, &clock).await;
    let told = findings.iter().find(|finding| finding.about == "data folder").expect("about the folder");
    assert!(told.health == Health::Wrong && told.says.contains("Read-only"), "{told:?}");
    let refused =
        server::Instance::open(config.clone(), clock.clone()).await.err().expect("it does not open");
    assert!(refused.to_string().contains("is its disk mounted to be written"), "{refused}");
    remount(disk, "rw");
    server::Instance::open(config, clock).await.expect("it opens again");
}

fn remount(disk: &Path, how: &str) {
    let done = Command::new("mount").args(["-o", &format!("remount,{how}")]).arg(disk).status().unwrap();
    assert!(done.success(), "remount {how}");
}

/// SQLite may still have room in its log. Every change it accepts is kept; in the end one is refused.
async fn until_refused(anna: &mut Person) -> (String, Answer) {
    let mut kept = "Deventer".to_owned();
    for n in 0..500 {
        let place = format!("Plaats {n} {}", "x".repeat(120));
        let answer = edit(anna, &place).await;
        if answer.status != 303 {
            return (kept, answer);
        }
        kept = place;
    }
    panic!("the disk was never full");
}

/// Takes every byte that is left.
fn fill(file: &Path) {
    use std::io::Write;
    let mut file = fs::File::create(file).unwrap();
    for size in [1 << 20, 4096, 512, 1] {
        let block = vec![b'x'; size];
        while file.write_all(&block).is_ok() {}
    }
}

async fn edit(anna: &mut Person, place: &str) -> Answer {
    anna.browser
        .post("/profile/edit", &[("name", "Anna"), ("place", place), ("audience-place", "network")])
        .await
}

async fn consent(anna: &mut Person) {
    anna.browser.post("/profile/consent", &[("scope", "organisation")]).await.is(303);
}

async fn program(anna: &mut Person) -> Answer {
    let kind = [("content-type", "application/json")];
    let json = r#"{"fields":{"place":{"is":"text","value":"Olst","audience":"network"}}}"#;
    anna.browser.ask(Method::PATCH, "/api/v1/profile", Body::from(json), &kind).await
}

async fn upload(anna: &mut Person) -> Answer {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let noise = image::RgbImage::from_fn(500, 500, |x, y| {
        image::Rgb([(x * 7 + y * 13) as u8, (x * y) as u8, (x ^ y) as u8])
    });
    image::DynamicImage::ImageRgb8(noise).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    let head = "--edge\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"ik.png\"\r\n\r\n";
    let body = [head.as_bytes(), bytes.get_ref(), b"\r\n--edge--\r\n"].concat();
    let kind = [("content-type", "multipart/form-data; boundary=edge")];
    anna.browser.ask(Method::POST, "/profile/photo", Body::from(body), &kind).await
}

async fn ready(health: &Router) -> Answer {
    send(health, Request::get("/readyz").body(Body::empty()).unwrap()).await
}
