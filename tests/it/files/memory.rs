//! A large file passes through a real `plein serve` in pieces: its memory does not grow with it.

use std::time::Duration;

use domain::accounts::invite::{self, Invitation};
use domain::accounts::sessions;
use domain::people::Profile;
use domain::principal::{Affiliation, Principal, Role};
use domain::{Clock, Db};
use futures_util::stream;
use plein_tests::process::{Process, free_port};

const HOST: &str = "utrecht.localhost";
const SIZE: usize = 200_000_000;

/// The most memory that a process ever held, in kB.
fn peak_kilobytes(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_does_not_grow_with_the_file() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir().unwrap();
    let (port, watch) = (free_port(), free_port());
    let data = folder.path().join("data");
    let variables = [
        ("PLEIN_INSTANCE__HOST", format!("{HOST}:{port}")),
        ("PLEIN_INSTANCE__NAME", "Gemeente Utrecht".into()),
        ("PLEIN_LISTEN__ADDRESS", format!("127.0.0.1:{port}")),
        ("PLEIN_LISTEN__METRICS", format!("127.0.0.1:{watch}")),
        ("PLEIN_DATA__DIR", data.display().to_string()),
        ("PLEIN_FILES__SIZE_BYTES_MAX", "300000000".into()),
        ("PLEIN_DEVELOPMENT__ENABLED", "true".into()),
    ];
    let mut process = Process::start(&["serve"], &variables, &folder.path().join("log"));
    let client =
        reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let base = format!("http://127.0.0.1:{port}");
    for _ in 0..300 {
        if client
            .get(format!("{base}/robots.txt"))
            .header("host", format!("{HOST}:{port}"))
            .send()
            .await
            .is_ok()
        {
            break;
        }
        assert!(process.is_running(), "{}", std::fs::read_to_string(folder.path().join("log")).unwrap());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let db =
        Db::open(&format!("sqlite:{}", data.join("plein.db").display()), 2, Clock::System).await.unwrap();
    let system = Principal::System("test");
    let invitation = Invitation {
        name: "Anna".into(),
        email: "anna@utrecht.test".into(),
        affiliation: Affiliation::Staff,
        role: Role::Member,
        profile: Profile::default(),
    };
    let session = db
        .write(async |tx| {
            let id = invite::prepare(tx, &system, invitation).await?;
            sessions::create(tx, id, "a test", None).await
        })
        .await
        .unwrap();
    let before = peak_kilobytes(process.id());
    let head = "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"film.bin\"\r\n\r\n";
    let part = axum::body::Bytes::from(vec![7_u8; 1_000_000]);
    let parts = std::iter::once(axum::body::Bytes::from_static(head.as_bytes()))
        .chain(std::iter::repeat_n(part, SIZE / 1_000_000))
        .chain([axum::body::Bytes::from_static(b"\r\n--edge--\r\n")]);
    let answer = client
        .post(format!("{base}/files/plain"))
        .header("host", format!("{HOST}:{port}"))
        .header("origin", format!("http://{HOST}:{port}"))
        .header("cookie", format!("__Host-sid={0}; sid={0}", session.expose()))
        .header("content-type", "multipart/form-data; boundary=edge")
        .body(reqwest::Body::wrap_stream(stream::iter(parts.map(Ok::<_, std::io::Error>))))
        .send()
        .await
        .unwrap();
    let (status, text) = (answer.status().as_u16(), answer.text().await.unwrap());
    assert_eq!(status, 200, "{text}");
    let address = text
        .split("(/files/")
        .nth(1)
        .and_then(|rest| rest.split(')').next())
        .expect("its address")
        .to_owned();
    let mut answer = client
        .get(format!("{base}/files/{address}"))
        .header("host", format!("{HOST}:{port}"))
        .header("cookie", format!("__Host-sid={0}; sid={0}", session.expose()))
        .send()
        .await
        .unwrap();
    let mut read = 0;
    while let Some(part) = answer.chunk().await.unwrap() {
        read += part.len();
    }
    assert_eq!(read, SIZE);
    let grown = (peak_kilobytes(process.id()) - before) / 1_000;
    assert!(grown < 80, "{grown} MB more for a file of 200 MB");
    db.close().await;
    process.kill();
}
