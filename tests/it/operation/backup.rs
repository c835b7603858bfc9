use std::path::Path;

use domain::accounts::invite::{self, Invitation};
use domain::accounts::sessions;
use domain::db::sql;
use domain::people::Profile;
use domain::principal::{Affiliation, Role};
use domain::{audit, directory};
use plein_tests::app::{TestApp, configure};
use plein_tests::both_engines;
use plein_tests::databases::{Engine, empty};
use server::backup::{self, Unpacked};

use crate::people::{SYSTEM, colleague, sanne};

/// An organisation with people, an account with a session, and a house style of its own.
async fn lived_in(engine: Engine) -> TestApp {
    let app = TestApp::start(engine).await;
    sanne(app.db()).await;
    colleague(app.db(), "Fatima El Amrani").await;
    app.db().write(async |tx| give_account(tx).await).await.unwrap();
    let themes = app.instance.ctx().config.data.dir.join("themes");
    std::fs::create_dir_all(&themes).unwrap();
    std::fs::write(themes.join("utrecht.css"), ":root { --x: 1px }").unwrap();
    app
}

async fn give_account(tx: &mut domain::Tx) -> domain::Result<()> {
    let invitation = Invitation {
        name: "Anne Beheer".into(),
        email: "anne@utrecht.test".into(),
        affiliation: Affiliation::Staff,
        role: Role::Administrator,
        profile: Profile::default(),
    };
    let account = invite::invite(tx, &SYSTEM, invitation).await?;
    sessions::create(tx, account, "a browser", None).await?;
    Ok(())
}

/// What must come back as it was; the rest is what a restore changes on purpose.
async fn people_and_rights(db: &domain::Db) -> Vec<String> {
    let texts = [
        "select name || profile || scope from person order by name",
        "select email || role || state || coalesce(password_hash, '') from account order by email",
        "select label_nl || label_en from concept order by uri",
        "select actor || action || subject || detail from audit where action <> 'instance.restore' order by seq",
    ];
    let mut lines = Vec::new();
    for text in texts {
        lines.extend(sql(text).column::<String>(db).await.unwrap());
    }
    lines
}

both_engines! {
    async fn a_backup_comes_back_as_it_was(engine) {
        let app = lived_in(engine).await;
        let before = people_and_rights(app.db()).await;
        let epoch = directory::epoch(app.db()).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("plein.tar.zst");
        backup::make(&app.instance.ctx().config, app.db(), &file).await.unwrap();
        // Life goes on; none of this is in the backup.
        colleague(app.db(), "Te Laat").await;

        let target = empty(engine).await;
        let data = folder.path().join("data");
        let config = configure(&target.url, &data.display().to_string(), &[]);
        let unpacked = Unpacked::open(&config, &file).unwrap();
        let report = unpacked.verify(&config, app.clock().clone()).await.unwrap();
        assert_eq!(report.damage, Vec::<String>::new());
        assert!(report.tables.contains(&("person".to_owned(), 3)), "{:?}", report.tables);
        let db = unpacked.restore(&config, app.clock().clone()).await.unwrap();

        assert_eq!(people_and_rights(&db).await, before);
        assert_eq!(std::fs::read_to_string(data.join("themes/utrecht.css")).unwrap(), ":root { --x: 1px }");
        assert_ne!(directory::epoch(&db).await.unwrap(), epoch, "peers must begin anew");
        let sessions: i64 = sql("select count(*) from session").scalar(&db).await.unwrap();
        assert_eq!(sessions, 0, "a session that was ended since must not open again");
        assert_eq!(audit::find_broken(&db).await.unwrap(), None);
        drop(unpacked);
        let left: Vec<_> = std::fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert!(left.iter().all(|name| !name.to_string_lossy().starts_with(".backup-")), "{left:?}");
    }

    async fn an_index_of_later_days_does_not_outlive_a_restore(engine) {
        let app = lived_in(engine).await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("plein.tar.zst");
        let config = &app.instance.ctx().config;
        backup::make(config, app.db(), &file).await.unwrap();
        let (later, data) = (config.data.dir.join("index"), folder.path().join("data"));
        colleague(app.db(), "Te Laat").await;
        app.instance.ctx().people.catch_up().await.unwrap();

        // As where an operator moved the database away and left the rest.
        let target = empty(engine).await;
        std::fs::create_dir_all(&data).unwrap();
        std::fs::rename(&later, data.join("index")).unwrap();
        let config = configure(&target.url, &data.display().to_string(), &[]);
        let db = Unpacked::open(&config, &file).unwrap().restore(&config, app.clock().clone()).await.unwrap();
        assert!(!data.join("index/people").exists());
        db.close().await;
    }

    async fn a_look_at_a_backup_changes_nothing(engine) {
        let app = lived_in(engine).await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("plein.tar.zst");
        let config = &app.instance.ctx().config;
        backup::make(config, app.db(), &file).await.unwrap();
        let before = app.db().count_rows().await.unwrap();
        let report = Unpacked::open(config, &file).unwrap().verify(config, app.clock().clone()).await.unwrap();
        assert_eq!(report.damage, Vec::<String>::new());
        assert_eq!(app.db().count_rows().await.unwrap(), before);
        if engine == Engine::Postgres {
            let trials = "select count(*) from pg_namespace where nspname like 'plein_trial%'";
            assert_eq!(sql(trials).scalar::<i64>(app.db()).await.unwrap(), 0);
        }
    }

    async fn a_database_in_use_is_never_overwritten(engine) {
        let app = lived_in(engine).await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("plein.tar.zst");
        let config = &app.instance.ctx().config;
        backup::make(config, app.db(), &file).await.unwrap();
        let before = people_and_rights(app.db()).await;
        let refused = Unpacked::open(config, &file).unwrap().restore(config, app.clock().clone()).await;
        let text = refused.expect_err("refused").to_string();
        assert!(text.contains("move it away first") || text.contains("not empty"), "{text}");
        assert_eq!(people_and_rights(app.db()).await, before);
        assert!(backup::make(config, app.db(), &file).await.is_err(), "nor is an older backup");
    }

    async fn a_damaged_backup_is_refused(engine) {
        let app = lived_in(engine).await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("plein.tar.zst");
        let config = &app.instance.ctx().config;
        backup::make(config, app.db(), &file).await.unwrap();
        let whole = std::fs::read(&file).unwrap();
        for (what, bytes) in [
            ("cut off", whole[..whole.len() / 2].to_vec()),
            ("not ours", b"hello".to_vec()),
            ("empty", Vec::new()),
        ] {
            let damaged = folder.path().join("damaged.tar.zst");
            std::fs::write(&damaged, bytes).unwrap();
            let refused = Unpacked::open(config, &damaged).err().unwrap_or_else(|| panic!("{what} was taken"));
            assert!(refused.to_string().contains("could not read"), "{what}: {refused}");
        }
    }

    async fn a_changed_audit_shows_when_one_looks(engine) {
        let app = lived_in(engine).await;
        let change = "update audit set subject = 'person:other' where seq = 2";
        app.db().write(async |tx| sql(change).execute(tx).await).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("plein.tar.zst");
        let config = &app.instance.ctx().config;
        backup::make(config, app.db(), &file).await.unwrap();
        let report = Unpacked::open(config, &file).unwrap().verify(config, app.clock().clone()).await.unwrap();
        assert_eq!(report.damage, ["the audit was changed at row 2"]);
    }
}

#[tokio::test]
async fn an_archive_that_climbs_out_of_its_folder_is_refused() {
    let app = TestApp::start(Engine::Sqlite).await;
    let folder = tempfile::tempdir().unwrap();
    let config = &app.instance.ctx().config;
    let good = folder.path().join("good.tar.zst");
    let manifest = backup::make(config, app.db(), &good).await.unwrap();
    let evil = folder.path().join("evil.tar.zst");
    write_evil(&evil, manifest);
    let refused = Unpacked::open(config, &evil).err().expect("refused").to_string();
    assert!(refused.contains("does not belong in it"), "{refused}");
    assert!(
        !config.data.dir.join("evil").exists() && !config.data.dir.parent().unwrap().join("evil").exists()
    );
}

/// Promises a file above the folder in its manifest, and brings it.
fn write_evil(path: &Path, mut manifest: backup::Manifest) {
    manifest.files.insert("../evil".into(), backup::FileSum { bytes: 4, sha256: String::new() });
    let mut tar = tar::Builder::new(zstd::Encoder::new(std::fs::File::create(path).unwrap(), 1).unwrap());
    for (name, bytes) in
        [("manifest.json", serde_json::to_vec(&manifest).unwrap()), ("../evil", b"evil".to_vec())]
    {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        // The library itself refuses to write such a name the usual way.
        header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        tar.append(&header, bytes.as_slice()).unwrap();
    }
    tar.into_inner().unwrap().finish().unwrap();
}
