//! Files are checked by clamd before anyone reads them: one that speaks its protocol, and the real one where it is installed.

use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use domain::files::{self, State, Verdict};
use domain::items::{self, Kind};
use domain::jobs::{self, Job};
use domain::{Audience, FileId, notifications};
use federation::files::Shelf as _;
use futures_util::stream;
use plein_tests::app::TestApp;
use plein_tests::background::{Background, until};
use plein_tests::both_engines;
use server::files::Shelf;
use server::files::clamd::Clamd;
use server::files::incoming;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::{begin, begun, get, send, uploaded};
use crate::groups::{item, open, post};

/// The file that every scanner takes for a virus and that harms nobody, in two parts so that none stops at ours.
fn eicar() -> Vec<u8> {
    [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR", "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].concat().into_bytes()
}

/// Speaks as clamd does; finds a virus in whatever holds EICAR's words. While `is_ill`, it hangs up; of more than `bytes_max`
/// it wants no more.
struct Scanner {
    address: SocketAddr,
    is_ill: Arc<AtomicBool>,
    bytes_max: Arc<AtomicUsize>,
}

impl Scanner {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let is_ill = Arc::new(AtomicBool::new(false));
        let bytes_max = Arc::new(AtomicUsize::new(1 << 20));
        let (ill, max) = (Arc::clone(&is_ill), Arc::clone(&bytes_max));
        tokio::spawn(async move {
            while let Ok((line, _)) = listener.accept().await {
                if !ill.load(Ordering::SeqCst) {
                    tokio::spawn(answer(line, max.load(Ordering::SeqCst)));
                }
            }
        });
        Self { address, is_ill, bytes_max }
    }
}

async fn answer(mut line: TcpStream, bytes_max: usize) -> std::io::Result<()> {
    let mut command = Vec::new();
    while command.last() != Some(&0) {
        command.push(line.read_u8().await?);
    }
    if command == b"zPING\0" {
        return line.write_all(b"PONG\0").await;
    }
    assert_eq!(command, b"zINSTREAM\0");
    let mut bytes = Vec::new();
    loop {
        let length = line.read_u32().await? as usize;
        if length == 0 {
            break;
        }
        let start = bytes.len();
        if start + length > bytes_max {
            return line.write_all(b"INSTREAM size limit exceeded. ERROR\0").await;
        }
        bytes.resize(start + length, 0);
        line.read_exact(&mut bytes[start..]).await?;
    }
    let is_hit = bytes.windows(16).any(|window| window == b"EICAR-STANDARD-A");
    line.write_all(if is_hit { b"stream: Eicar-Test-Signature FOUND\0" } else { b"stream: OK\0" }).await
}

async fn scanned(engine: plein_tests::databases::Engine) -> (TestApp, Scanner) {
    let scanner = Scanner::start().await;
    let address = scanner.address.to_string();
    let settings =
        [("PLEIN_FILES__CLAMD", address.as_str()), ("PLEIN_FILES__CLAMD_SIZE_BYTES_MAX", "1000000")];
    let app = TestApp::with(engine, &settings).await;
    (app, scanner)
}

/// The worker's next question about a file, whenever that is.
async fn check_next(app: &TestApp, id: FileId) {
    for _ in 0..50 {
        while let Some(claimed) = jobs::claim(app.db(), Duration::from_secs(60)).await.unwrap() {
            let is_it = claimed.job == Job::CheckFile { file_id: id };
            if is_it {
                incoming::check(app.instance.ctx(), id).await.unwrap();
            }
            jobs::finish(app.db(), &claimed).await.unwrap();
            if is_it {
                return;
            }
        }
        app.clock().advance(Duration::from_secs(300));
    }
    panic!("nobody asks any more");
}

both_engines! {
    async fn nobody_reads_a_file_before_the_scanner_did(engine) {
        let (app, _scanner) = scanned(engine).await;
        let mut anna = app.member("anna").await;
        let id = begun(&mut anna.browser, "nota.txt", 4).await;
        send(&mut anna.browser, id, 0, b"nota").await.is(200).shows("gecontroleerd");
        get(&mut anna.browser, id, &[]).await.is(409).shows("nog niet worden gelezen");
        let workers = Background::of(&app);
        until("the scanner answers", async || files::find(app.db(), id).await.unwrap().state == State::Ready).await;
        workers.stop().await;
        get(&mut anna.browser, id, &[]).await.is(200).shows("nota");
    }

    async fn a_file_with_a_virus_is_removed_and_its_uploader_told(engine) {
        let (app, _scanner) = scanned(engine).await;
        let mut anna = app.member("anna").await;
        let db = app.db();
        let group = open(db, &anna.principal, "Jeugd").await;
        let id = uploaded(&mut anna.browser, "factuur.pdf", &eicar()).await;
        let digest = files::find(db, id).await.unwrap().digest.unwrap();
        // It is part of something before the answer comes.
        let new = items::NewItem { files: vec![id], ..item(group, Kind::Discussion, Audience::Network, "Factuur", "x") };
        let of = post(db, &anna.principal, new).await.unwrap();
        incoming::check(app.instance.ctx(), id).await.unwrap();
        let file = files::list_of_items(db, &[of]).await.unwrap().remove(0);
        assert_eq!((file.state, file.finding.as_str(), file.digest), (State::Infected, "Eicar-Test-Signature", None));
        assert_eq!(app.instance.ctx().files.size(&digest).await.unwrap(), None, "the bytes are gone");
        get(&mut anna.browser, id, &[]).await.is(409).shows("virus");
        let told = notifications::list(db, &anna.principal, None, 10).await.unwrap();
        let infected = told.iter().find(|one| one.kind == "infected").expect("told");
        assert_eq!((infected.detail["name"].as_str(), infected.detail["finding"].as_str()), ("factuur.pdf", "Eicar-Test-Signature"));
        incoming::check(app.instance.ctx(), id).await.unwrap();
    }

    async fn a_scanner_that_is_away_holds_files_and_loses_none(engine) {
        let (app, scanner) = scanned(engine).await;
        let mut anna = app.member("anna").await;
        scanner.is_ill.store(true, Ordering::SeqCst);
        let id = uploaded(&mut anna.browser, "nota.txt", b"nota").await;
        // However often it is asked in vain, somebody asks again.
        for _ in 0..20 {
            check_next(&app, id).await;
            assert_eq!(files::find(app.db(), id).await.unwrap().state, State::Checking);
        }
        let mut root = app.administrator("root").await;
        root.browser.get("/admin").await.shows("Eén bestand wacht al langer dan tien minuten").shows("Hij zei: ");
        scanner.is_ill.store(false, Ordering::SeqCst);
        check_next(&app, id).await;
        assert_eq!(files::find(app.db(), id).await.unwrap().state, State::Ready);
        root.browser.get("/admin").await.hides("virusscanner");
    }

    async fn a_file_too_large_for_the_scanner_stays_closed_until_it_takes_it(engine) {
        let (app, scanner) = scanned(engine).await;
        let (mut anna, mut root) = (app.member("anna").await, app.administrator("root").await);
        scanner.bytes_max.store(1000, Ordering::SeqCst);
        let group = open(app.db(), &anna.principal, "Jeugd").await;
        let id = uploaded(&mut anna.browser, "lang.txt", &[b'a'; 1001]).await;
        let new = items::NewItem { files: vec![id], ..item(group, Kind::Discussion, Audience::Network, "Lang", "x") };
        let of = post(app.db(), &anna.principal, new).await.unwrap();
        check_next(&app, id).await;
        assert_eq!(files::find(app.db(), id).await.unwrap().state, State::Unchecked);
        get(&mut anna.browser, id, &[]).await.is(409).shows("te groot voor de virusscanner");
        anna.browser.get(&format!("/items/{of}")).await.shows("blijft dicht");
        root.browser.get("/admin").await.shows("Eén bestand is te groot voor de virusscanner").shows("size limit exceeded");
        // The operator lets it take more.
        scanner.bytes_max.store(1001, Ordering::SeqCst);
        check_next(&app, id).await;
        get(&mut anna.browser, id, &[]).await.is(200);
        root.browser.get("/admin").await.hides("virusscanner");
    }

    async fn what_the_scanner_cannot_look_at_is_not_taken(engine) {
        let scanner = Scanner::start().await;
        let settings = [("PLEIN_FILES__CLAMD", &*scanner.address.to_string()), ("PLEIN_FILES__CLAMD_SIZE_BYTES_MAX", "2000000"), ("PLEIN_FILES__SIZE_BYTES_MAX", "5000000")];
        let app = TestApp::with(engine, &settings).await;
        let mut anna = app.member("anna").await;
        begin(&mut anna.browser, "groot.txt", 2_000_001).await.is(422).shows("Dit bestand is 3 MB").shows("tot 2 MB controleren");
        begin(&mut anna.browser, "te groot.txt", 5_000_001).await.is(422).shows("hoogstens 5 MB");
        begun(&mut anna.browser, "past.txt", 2_000_000).await;
        // Nor is it fetched from elsewhere.
        let ctx = app.instance.ctx();
        let shelf = Shelf::new(app.db(), &ctx.files, &ctx.uploads, &ctx.config.files);
        assert_eq!(shelf.size_bytes_max(), 2_000_000);
        let app = TestApp::with(engine, &settings[1..]).await;
        let mut anna = app.member("anna").await;
        begun(&mut anna.browser, "groot.txt", 2_000_001).await;
    }

    async fn without_a_scanner_administrators_and_operators_are_told(engine) {
        let app = TestApp::start(engine).await;
        let mut root = app.administrator("root").await;
        root.browser.get("/admin").await.is(200).shows("niet op virussen gecontroleerd");
        let findings = server::check::examine(&app.instance.ctx().config, app.clock()).await;
        let about = findings.iter().find(|one| one.about == "virus scanner").unwrap();
        assert_eq!(about.health, server::check::Health::Note);
        let (app, scanner) = scanned(engine).await;
        let mut root = app.administrator("root").await;
        root.browser.get("/admin").await.is(200).hides("virussen");
        let findings = server::check::examine(&app.instance.ctx().config, app.clock()).await;
        let about = findings.iter().find(|one| one.about == "virus scanner").unwrap();
        assert_eq!(about.health, server::check::Health::Good, "{about:?}");
        // One that takes less than we promise it.
        scanner.bytes_max.store(999_999, Ordering::SeqCst);
        let findings = server::check::examine(&app.instance.ctx().config, app.clock()).await;
        let about = findings.iter().find(|one| one.about == "virus scanner").unwrap();
        assert_eq!(about.health, server::check::Health::Wrong, "{about:?}");
    }
}

/// The real one, with a signature of our own: its own come from the internet.
#[tokio::test(flavor = "multi_thread")]
async fn the_real_clamd_finds_eicar() {
    let Ok(found) = Command::new("which").arg("clamd").output() else { return };
    if !found.status.success() {
        eprintln!("SKIPPED, without ClamAV: install clamav-daemon to try the real scanner");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let signature = format!("Eicar-Test:0:*:{}\n", hex::encode(eicar()));
    std::fs::write(path("test.ndb"), signature).unwrap();
    let port = plein_tests::process::free_port();
    let config = format!(
        "Foreground yes\nStreamMaxLength 1M\nTCPSocket {port}\nTCPAddr 127.0.0.1\nDatabaseDirectory {}\nTemporaryDirectory {}\nUser {}\n",
        folder.path().display(),
        folder.path().display(),
        std::env::var("USER").unwrap_or_else(|_| "root".into())
    );
    std::fs::write(path("clamd.conf"), config).unwrap();
    let mut clamd = Command::new("clamd")
        .args(["-c", &path("clamd.conf")])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let scanner = Clamd::new(&format!("127.0.0.1:{port}"));
    until("clamd listens", async || scanner.ping().await.is_ok()).await;
    let part = |bytes: Vec<u8>| stream::iter([Ok(axum::body::Bytes::from(bytes))]);
    assert_eq!(scanner.scan(part(b"gewoon".to_vec())).await, Verdict::Clean);
    assert!(matches!(scanner.scan(part(eicar())).await, Verdict::Infected(_)));
    assert_eq!((scanner.takes(1_000_000).await, scanner.takes(2_000_000).await), (Ok(true), Ok(false)));
    let said = scanner.scan(part(vec![b'a'; 2_000_000])).await;
    assert!(matches!(said, Verdict::Silent { is_too_large: true, .. }), "{said:?}");
    clamd.kill().unwrap();
    clamd.wait().unwrap();
}
