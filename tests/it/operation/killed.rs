//! `kill -9` of a real `plein serve`, again and again, while it starts, sends mail, draws photos and indexes. Whatever it
//! had said yes to is there afterwards, and nothing takes effect twice.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use domain::accounts::invite::{self, Invitation};
use domain::accounts::sessions;
use domain::db::sql;
use domain::people::{FieldKey, Profile, Scope, Value, consent};
use domain::principal::{Affiliation, Principal, Role};
use domain::{Clock, Db, audit, people};
use plein_tests::both_engines;
use plein_tests::databases::{Engine, empty};
use plein_tests::process::{Process, free_port, moment};
use plein_tests::until::until;

const SYSTEM: Principal = Principal::System("test");
const ROUNDS: usize = 5;
const HOST: &str = "utrecht.localhost";

/// One organisation that lives longer than its processes.
struct Organisation {
    folder: tempfile::TempDir,
    database: String,
    port: u16,
    watch_port: u16,
    client: reqwest::Client,
}

/// Somebody who does things meanwhile.
struct Colleague {
    person: domain::PersonId,
    email: String,
    session: String,
    /// What the organisation said yes to.
    place: Option<String>,
    has_photo: bool,
}

impl Organisation {
    fn new(database: &str) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self {
            folder: tempfile::tempdir().unwrap(),
            database: database.to_owned(),
            port: free_port(),
            watch_port: free_port(),
            client: reqwest::Client::builder()
                .timeout(Duration::from_secs(5))
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .unwrap(),
        }
    }

    fn post(&self) -> PathBuf {
        self.folder.path().join("post")
    }

    fn start(&self) -> Process {
        let variables = [
            ("PLEIN_INSTANCE__HOST", format!("{HOST}:{}", self.port)),
            ("PLEIN_INSTANCE__NAME", "Gemeente Utrecht".to_owned()),
            ("PLEIN_LISTEN__ADDRESS", format!("127.0.0.1:{}", self.port)),
            ("PLEIN_LISTEN__METRICS", format!("127.0.0.1:{}", self.watch_port)),
            ("PLEIN_DATABASE__URL", self.database.clone()),
            ("PLEIN_DATA__DIR", self.folder.path().join("data").display().to_string()),
            ("PLEIN_MAIL__DELIVERY", format!("file:{}", self.post().display())),
            ("PLEIN_DEVELOPMENT__ENABLED", "true".to_owned()),
        ];
        Process::start(&["serve"], &variables, &self.log())
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    async fn is_ready(&self) -> bool {
        let asked = self.client.get(format!("http://127.0.0.1:{}/readyz", self.watch_port)).send().await;
        asked.is_ok_and(|answer| answer.status() == 200)
    }

    async fn wait_until_ready(&self, process: &mut Process) {
        until("it starts", async || {
            assert!(process.is_running(), "it ended:\n{}", std::fs::read_to_string(self.log()).unwrap());
            self.is_ready().await
        })
        .await;
    }

    /// Sends a form as a browser would; the status, or nothing where the process died over it.
    async fn send(&self, to: &str, who: &Colleague, body: Vec<u8>, kind: &str) -> Option<u16> {
        let origin = format!("http://{HOST}:{}", self.port);
        let asked = self
            .client
            .post(format!("http://127.0.0.1:{}{to}", self.port))
            .header("host", format!("{HOST}:{}", self.port))
            .header("origin", origin)
            .header("cookie", format!("__Host-sid={}", who.session))
            .header("content-type", kind)
            .body(body);
        Some(asked.send().await.ok()?.status().as_u16())
    }

    async fn move_to(&self, who: &mut Colleague, place: &str) {
        let form = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("name", who.email.as_str()), ("place", place), ("audience-place", "network")])
            .finish();
        if self.send("/profile/edit", who, form.into_bytes(), "application/x-www-form-urlencoded").await
            == Some(303)
        {
            who.place = Some(place.to_owned());
        }
    }

    async fn upload(&self, who: &mut Colleague, photo: &[u8]) {
        let head = "--edge\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"ik.png\"\r\n\r\n";
        let body = [head.as_bytes(), photo, b"\r\n--edge--\r\n"].concat();
        let answer = self.send("/profile/photo", who, body, "multipart/form-data; boundary=edge").await;
        who.has_photo |= answer == Some(303);
    }
}

/// A new colleague gets a mail, is found by others, and has a session.
async fn invite(db: &Db, name: &str) -> Colleague {
    let email = format!("{name}@utrecht.test");
    let invitation = Invitation {
        name: email.clone(),
        email: email.clone(),
        affiliation: Affiliation::Staff,
        role: Role::Member,
        profile: Profile::default(),
    };
    db.write(async |tx| {
        let account = invite::invite(tx, &SYSTEM, invitation.clone()).await?;
        let secret = sessions::create(tx, account, "a test", None).await?;
        let person =
            sql("select person_id from account where id = $1").bind(account).scalar(&mut *tx).await?;
        consent::choose(tx, &SYSTEM, person, Scope::Organisation).await?;
        let session = secret.expose().to_owned();
        Ok(Colleague { person, email: email.clone(), session, place: None, has_photo: false })
    })
    .await
    .unwrap()
}

fn photo() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_fn(300, 300, |x, y| image::Rgb([x as u8, y as u8, 9]));
    image::DynamicImage::ImageRgb8(picture).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// Works at it until the process is killed at some moment, perhaps before it was ready.
async fn work_and_kill(organisation: &Organisation, db: &Db, round: usize, colleagues: &mut Vec<Colleague>) {
    let mut process = organisation.start();
    // Every other round kills it on its way up.
    if round % 2 == 1 {
        tokio::time::sleep(moment(20, 700)).await;
        return process.kill();
    }
    organisation.wait_until_ready(&mut process).await;
    let until = Instant::now() + moment(150, 1_500);
    let photo = photo();
    let mut turn = 0;
    // The first round goes on until the organisation said yes to something.
    let is_any_kept = |all: &[Colleague]| all.iter().any(|one| one.place.is_some());
    while Instant::now() < until || (round == 0 && !is_any_kept(colleagues)) {
        let mut new = invite(db, &format!("collega-{round}-{turn}")).await;
        let patience = Duration::from_secs(if round == 0 { 10 } else { 0 });
        let limit = until.saturating_duration_since(Instant::now()).max(patience);
        let work = async {
            organisation.move_to(&mut new, &format!("Plaats {round} {turn}")).await;
            organisation.upload(&mut new, &photo).await;
        };
        let _ = tokio::time::timeout(limit, work).await;
        colleagues.push(new);
        turn += 1;
    }
    process.kill();
}

/// Names of the mails that lie in the folder, and how many files are none.
fn mails_in(folder: &Path) -> (BTreeSet<String>, usize) {
    let Ok(entries) = std::fs::read_dir(folder) else { return (BTreeSet::new(), 0) };
    let names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let (mails, others): (Vec<_>, Vec<_>) = names.into_iter().partition(|name| name.ends_with(".eml"));
    (mails.into_iter().collect(), others.len())
}

both_engines! {
    async fn a_killed_plein_goes_on_where_it_was(engine) {
        let target = empty(engine).await;
        let organisation = Organisation::new(&target.url);
        // The first start makes the tables; it is killed over that too.
        let mut first = organisation.start();
        tokio::time::sleep(moment(20, 400)).await;
        first.is_running();
        first.kill();
        let mut process = organisation.start();
        organisation.wait_until_ready(&mut process).await;
        let db = Db::open(&target.url, 4, Clock::System).await.unwrap();
        process.kill();
        let mut colleagues = vec![invite(&db, "eerste").await];
        for round in 0..ROUNDS {
            work_and_kill(&organisation, &db, round, &mut colleagues).await;
        }

        let mut last = organisation.start();
        organisation.wait_until_ready(&mut last).await;
        until("every mail has left", async || {
            let waiting: i64 = sql("select count(*) from mail where sent_at is null").scalar(&db).await.unwrap();
            waiting == 0
        })
        .await;
        let (mails, torn) = mails_in(&organisation.post());
        assert_eq!((mails.len(), torn), (colleagues.len(), 0), "one mail each, whole");
        let mut readers = BTreeSet::new();
        for mail in &mails {
            let text = std::fs::read_to_string(organisation.post().join(mail)).unwrap();
            // A mail that left twice did so under one Message-ID, which its reader's program shows once.
            let id = text.lines().find(|line| line.starts_with("Message-ID: ")).expect("a Message-ID");
            assert!(id.contains(mail.trim_end_matches(".eml")), "{id} of {mail}");
            readers.insert(text.lines().find(|line| line.starts_with("To: ")).expect("a reader").to_owned());
        }
        assert_eq!(readers.len(), colleagues.len(), "everybody got one");

        for colleague in &colleagues {
            let person = people::find(&db, colleague.person).await.unwrap();
            if let Some(place) = &colleague.place {
                assert_eq!(person.profile.fields[&FieldKey::Place].value, Value::Text(place.clone()), "{}", colleague.email);
            }
            assert!(person.photo.is_some() || !colleague.has_photo, "the photo of {}", colleague.email);
        }
        assert!(colleagues.iter().any(|one| one.place.is_some()), "somebody got through");
        assert_eq!(audit::find_broken(&db).await.unwrap(), None);
        assert_eq!(db.find_damage().await.unwrap(), Vec::<String>::new());
        until("the index has read everything", async || {
            let marks: i64 = sql("select count(*) from index_change").scalar(&db).await.unwrap();
            marks == 0
        })
        .await;
        last.kill();
        // The index that is left holds everybody whom it should.
        let index = organisation.folder.path().join("data/index/people");
        let health = search::examine::examine(&db, index.clone()).await.unwrap();
        assert!(matches!(health, search::examine::IndexHealth::Good { .. }), "{health:?}");
        let search = search::People::new(db.clone(), index).await.unwrap();
        search.catch_up().await.unwrap();
        let query = search::PeopleQuery::new("", search::query::Viewer::Staff);
        let total = search.search(&SYSTEM, query).await.unwrap().total;
        let findable: i64 = sql("select count(*) from person where scope = 'organisation'").scalar(&db).await.unwrap();
        assert_eq!(i64::from(total), findable);
        assert_eq!(findable, colleagues.len() as i64);
        println!("killed {} times over {} colleagues", ROUNDS + 2, colleagues.len());
    }
}

/// Whoever cuts off a file under a running process takes away memory that it has mapped; reading it there ends the
/// process. The service manager starts it again, and the index is built anew.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_index_cut_off_under_a_running_plein_is_built_anew_by_it_or_by_its_next_start() {
    let target = empty(Engine::Sqlite).await;
    let organisation = Organisation::new(&target.url);
    let mut process = organisation.start();
    organisation.wait_until_ready(&mut process).await;
    let db = Db::open(&target.url, 4, Clock::System).await.unwrap();
    let anna = invite(&db, "anna").await;
    let index = organisation.folder.path().join("data/index/people");
    let is_good = async || {
        let health = search::examine::examine(&db, index.clone()).await.unwrap();
        matches!(health, search::examine::IndexHealth::Good { docs, .. } if docs > 0)
    };
    until("anna is in the index", is_good).await;
    let current = std::fs::read_to_string(index.join("current")).unwrap();
    let build = index.join(current.split(' ').next().unwrap());
    for file in std::fs::read_dir(build).unwrap().map(|entry| entry.unwrap().path()) {
        if file.extension().is_some_and(|end| end == "idx" || end == "fast") {
            std::fs::OpenOptions::new().write(true).open(&file).unwrap().set_len(0).unwrap();
        }
    }
    for _ in 0..20 {
        let host = format!("{HOST}:{}", organisation.port);
        let asked = organisation.client.get(format!("http://127.0.0.1:{}/people?q=anna", organisation.port));
        let cookie = format!("__Host-sid={}", anna.session);
        let answer = asked.header("host", host).header("cookie", cookie).send().await;
        if let Ok(answer) = answer {
            assert!(!answer.status().is_server_error(), "{}", answer.status());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    if !process.is_running() {
        println!("the process ended, and is started again");
        process = organisation.start();
        organisation.wait_until_ready(&mut process).await;
    }
    until("the index is whole again", is_good).await;
    process.kill();
}
