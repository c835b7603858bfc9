use axum::body::Body;
use axum::http::Method;
use domain::accounts::import::{self, Mode, Report};
use domain::people::{self, FieldKey, Scope, Source};
use domain::principal::Affiliation;
use domain::{Error, Principal, audit};
use plein_tests::app::{Answer, TestApp};
use plein_tests::both_engines;
use plein_tests::members::{PASSWORD, Person};
use server::pages::words::language_code;

const OPERATOR: Principal = Principal::System("command line");

const FILE: &str = "naam;email;functie;talen;dienstverband\n\
    Zoë de Wit;Zoe@utrecht.test;Adviseur water;nl, Engels;extern\n\
    Bram;bram at u;;;\n\
    Cas;cas@utrecht.test;Jurist;;\n";

async fn run(app: &TestApp, text: &str, mode: Mode) -> Report {
    let file = import::read(text.as_bytes(), language_code).unwrap();
    import::run(app.db(), &OPERATOR, &file, mode, |_| {}).await.unwrap()
}

fn lines(report: &Report) -> [Vec<u64>; 3] {
    let refused = report.refused.iter().map(|refused| refused.place.line).collect();
    [
        report.added.iter().map(|at| at.line).collect(),
        report.known.iter().map(|at| at.line).collect(),
        refused,
    ]
}

/// Accounts, mails and rows of the log that there are.
async fn traces(app: &TestApp) -> (usize, usize, i64) {
    let all = domain::accounts::administer::Filter::default();
    let (accounts, _) = domain::accounts::administer::list(app.db(), &OPERATOR, &all).await.unwrap();
    let mails = domain::mail::list(app.db(), &OPERATOR, 1_000).await.unwrap();
    let newest = audit::list_newest(app.db(), &OPERATOR, None, 1).await.unwrap();
    (accounts.len(), mails.len(), newest[0].seq)
}

/// The form of the page, as a browser sends it.
async fn send(karin: &mut Person, fields: &[(&str, &[u8])]) -> Answer {
    let part = |(name, value): &(&str, &[u8])| {
        let file = if *name == "file" { "; filename=\"people.csv\"" } else { "" };
        let head = format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        [head.as_bytes(), value, b"\r\n"].concat()
    };
    let body = [fields.iter().map(part).collect::<Vec<_>>().concat(), b"--edge--\r\n".to_vec()].concat();
    let kind = [("content-type", "multipart/form-data; boundary=edge")];
    karin.browser.ask(Method::POST, "/admin/accounts/import", Body::from(body), &kind).await
}

both_engines! {
    async fn an_imported_person_comes_in_by_his_invitation_and_is_found_by_nobody_yet(engine) {
        let app = TestApp::start(engine).await;
        assert_eq!(lines(&run(&app, FILE, Mode::Each).await), [vec![2, 4], vec![], vec![3]]);
        let account = app.account_of("zoe@utrecht.test").await;
        assert!(account.is_invited() && account.affiliation == Affiliation::External);
        let zoe = people::find(app.db(), account.person_id).await.unwrap();
        assert_eq!((zoe.name.as_str(), zoe.scope), ("Zoë de Wit", Scope::None));
        assert_eq!(zoe.profile.fields.len(), 3);
        assert_eq!(zoe.profile.fields[&FieldKey::JobTitle].source, Source::Administrator);
        app.last_mail_to("zoe@utrecht.test").await;
        let link = app.link_to("zoe@utrecht.test").await;
        let mut browser = app.browser();
        browser.get(&link).await.is(200).shows("Zoë de Wit");
        browser.post(&link, &[("name", "Zoë de Wit"), ("password", PASSWORD)]).await.is(303);
        browser.get("/welcome/who").await.is(200).shows("Adviseur water");
    }

    async fn a_second_run_leaves_everybody_as_he_is(engine) {
        let app = TestApp::start(engine).await;
        run(&app, FILE, Mode::Each).await;
        let before = traces(&app).await;
        let other = FILE.replace("Adviseur water", "Directeur").replace(";extern", ";gast");
        assert_eq!(lines(&run(&app, &other, Mode::Each).await), [vec![], vec![2, 4], vec![3]]);
        let after = traces(&app).await;
        assert_eq!((before.0, before.1, before.2 + 1), after, "but for one row in the log");
        let account = app.account_of("zoe@utrecht.test").await;
        assert_eq!(account.affiliation, Affiliation::External);
    }

    async fn all_or_nothing_keeps_nothing_of_a_file_with_a_bad_row_and_all_of_a_good_one(engine) {
        let app = TestApp::start(engine).await;
        let before = traces(&app).await;
        assert_eq!(lines(&run(&app, FILE, Mode::AllOrNothing).await), [vec![], vec![], vec![3]]);
        assert_eq!(lines(&run(&app, FILE, Mode::Preview).await), [vec![2, 4], vec![], vec![3]]);
        assert_eq!(traces(&app).await, before);
        let mended = FILE.replace("bram at u", "bram@utrecht.test");
        assert_eq!(lines(&run(&app, &mended, Mode::AllOrNothing).await), [vec![2, 3, 4], vec![], vec![]]);
        assert_eq!(audit::find_broken(app.db()).await.unwrap(), None);
    }

    async fn nobody_but_an_administrator_imports(engine) {
        let app = TestApp::start(engine).await;
        let anna = app.member("Anna").await;
        let file = import::read(FILE.as_bytes(), language_code).unwrap();
        for mode in [Mode::Preview, Mode::Each, Mode::AllOrNothing] {
            let refused = import::run(app.db(), &anna.principal, &file, mode, |_| {}).await;
            assert!(matches!(refused, Err(Error::NotFound)));
        }
    }

    async fn an_administrator_sees_what_would_happen_before_it_does(engine) {
        let app = TestApp::start(engine).await;
        let mut karin = app.administrator("Karin").await;
        karin.browser.get("/admin/accounts").await.shows("href=\"/admin/accounts/import\"");
        karin.browser.get("/admin/accounts/import").await.is(200).shows("tussenvoegsel");
        let file = format!("{}Karin;karin@utrecht.test;;;\n<b>;b@utrecht.test;;;\n", FILE);
        let look = send(&mut karin, &[("file", file.as_bytes())]).await;
        look.is(200).shows("3 mensen krijgen een account").shows("Nodig 3 mensen uit").shows("Regel 3");
        look.shows("E-mailadres: Dit lijkt geen e-mailadres").shows("Eén adres heeft al een account").hides("<b>");
        assert_eq!(traces(&app).await.0, 1, "nothing happened yet");
        let done = send(&mut karin, &[("file", file.as_bytes()), ("do", b"import")]).await;
        done.is(200).shows("3 mensen hebben nu een account").shows("Eén regel klopt niet").hides("Nodig 3");
        assert!(app.account_of("zoe@utrecht.test").await.is_invited());
        let again = send(&mut karin, &[("file", file.as_bytes()), ("do", b"import")]).await;
        again.is(200).shows("Er is niemand bij gekomen").shows("4 adressen hebben al een account");
    }

    async fn a_file_that_is_none_is_told_in_words(engine) {
        let app = TestApp::start(engine).await;
        let mut karin = app.administrator("Karin").await;
        send(&mut karin, &[]).await.is(422).shows("Kies eerst een bestand.");
        send(&mut karin, &[("file", b"naam,email\nZo\xeb,z@u.test\n")]).await.is(422).shows("op regel 2").shows("CSV UTF-8");
        send(&mut karin, &[("file", b"PK\x03\x04\0\0")]).await.is(422).shows("geen tekstbestand");
        let many = format!("naam,email\n{}", "a,a@u.test\n".repeat(1_001));
        send(&mut karin, &[("file", many.as_bytes())]).await.is(422).shows("hoogstens 1.000").shows("plein user import");
        send(&mut karin, &[("file", &vec![b'a'; 2_100_000])]).await.is(413);
    }
}
