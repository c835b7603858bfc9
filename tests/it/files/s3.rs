//! The same on a real S3 server: moto, from PyPI.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use futures_util::TryStreamExt;
use plein_tests::app::{TestApp, configure};
use plein_tests::both_engines;
use plein_tests::process::free_port;
use server::files::Store;

use super::{get, uploaded};

/// The server as a process; ends with the value.
struct Moto {
    child: Child,
    port: u16,
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Moto {
    /// With an empty bucket `plein`; `None`, said loudly, where it is not installed.
    async fn start() -> Option<Self> {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let port = free_port();
        let started = Command::new("moto_server")
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(child) = started else {
            assert!(std::env::var_os("CI").is_none(), "moto is not installed: CI skips no test");
            eprintln!("SKIPPED, without an S3 server: `pip install 'moto[server]'`, or run `make test`");
            return None;
        };
        let moto = Self { child, port };
        let client = reqwest::Client::new();
        for _ in 0..600 {
            let made = client.put(format!("http://127.0.0.1:{port}/plein")).header("authorization", "AWS4-HMAC-SHA256 Credential=plein/20261127/eu-central-1/s3/aws4_request, SignedHeaders=host, Signature=x")
                .body("<CreateBucketConfiguration><LocationConstraint>eu-central-1</LocationConstraint></CreateBucketConfiguration>").send().await;
            if made.is_ok_and(|answer| answer.status().is_success()) {
                return Some(moto);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("moto does not answer at port {port}");
    }

    fn settings(&self) -> Vec<(&'static str, String)> {
        vec![
            ("PLEIN_FILES__STORE", "s3".into()),
            ("PLEIN_FILES__BUCKET", "plein".into()),
            ("PLEIN_FILES__ENDPOINT", format!("http://127.0.0.1:{}", self.port)),
            ("PLEIN_FILES__ACCESS_KEY", "plein".into()),
            ("PLEIN_FILES__SECRET_KEY", "geheim".into()),
        ]
    }
}

both_engines! {
    async fn a_bucket_keeps_files_as_the_folder_does(engine) {
        let Some(moto) = Moto::start().await else { return };
        let settings = moto.settings();
        let settings: Vec<(&str, &str)> = settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let app = TestApp::with(engine, &settings).await;
        let mut anna = app.member("anna").await;
        let id = uploaded(&mut anna.browser, "nota.txt", b"nota over jeugdzorg").await;
        get(&mut anna.browser, id, &[]).await.is(200).shows("nota over jeugdzorg");
        let part = get(&mut anna.browser, id, &[("range", "bytes=5-8")]).await;
        assert_eq!((part.status.as_u16(), part.text.as_str()), (206, "over"));
        let digest = domain::files::find(app.db(), id).await.unwrap().digest.unwrap();
        let store = &app.instance.ctx().files;
        assert_eq!(store.size(&digest).await.unwrap(), Some(19));
        // Large enough to go in parts.
        let large: Vec<u8> = (0..15_000_000_u32).map(|n| (n % 251) as u8).collect();
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &large).unwrap();
        store.put_file("ab12", file.path(), large.len() as u64).await.unwrap();
        assert_eq!(store.size("ab12").await.unwrap(), Some(15_000_000));
        let read: Vec<_> = store.read("ab12", 5_999_990..9_000_000).await.unwrap().try_collect().await.unwrap();
        assert!(read.concat() == large[5_999_990..9_000_000]);
        store.delete("ab12").await.unwrap();
        store.delete("ab12").await.unwrap();
        assert_eq!(store.size("ab12").await.unwrap(), None);
        let findings = server::check::examine(&app.instance.ctx().config, app.clock()).await;
        assert!(findings.iter().any(|one| one.about == "files" && one.says.contains("bucket plein") && one.mend.is_empty()), "{findings:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_that_is_away_is_said_to_be_and_its_secret_is_not() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir().unwrap();
    let settings = [
        ("PLEIN_FILES__STORE", "s3"),
        ("PLEIN_FILES__BUCKET", "plein"),
        ("PLEIN_FILES__ENDPOINT", "http://127.0.0.1:1"),
        ("PLEIN_FILES__SECRET_KEY", "heel-geheim"),
    ];
    let config = configure("sqlite:x.db", &folder.path().display().to_string(), &settings);
    assert!(!format!("{config:?}").contains("heel-geheim"));
    assert!(Store::open(&config).is_ok());
}
