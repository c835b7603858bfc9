use domain::accounts::import::{self, Mode, Report};
use domain::people::{self, FieldKey, Scope, Source};
use domain::principal::Affiliation;
use domain::{Error, Principal, audit};
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use plein_tests::members::PASSWORD;
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
}
