//! Networks through the browser: from starting one to leaving it.

use domain::groups::{self, JoinPolicy, members};
use domain::items::{self, Kind};
use domain::{Audience, GroupId};
use plein_tests::app::{Answer, TestApp};
use plein_tests::both_engines;
use plein_tests::members::Person;

use super::{closed, comment, create, edit, item, join, open, post};

/// The address that a form led to, and what stands at the end of it.
fn last(answer: &Answer) -> String {
    answer.location().split(['?', '#']).next().unwrap().rsplit('/').next().unwrap().to_owned()
}

const FORM: [(&str, &str); 6] = [
    ("summary", "Vragen over de Omgevingswet."),
    ("language", "nl"),
    ("join", "open"),
    ("listed", "network"),
    ("content", "network"),
    ("introduction", "Welkom **allemaal**."),
];

/// These fields, and those of the base that are not among them.
fn over<'a>(base: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let is_new = |name: &str| more.iter().all(|(other, _)| *other != name);
    base.iter().copied().filter(|(name, _)| is_new(name)).chain(more.iter().copied()).collect()
}

fn with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    over(&FORM, more)
}

async fn write(who: &mut Person, group: &str, fields: &[(&str, &str)]) -> Answer {
    let base = [("language", "nl"), ("audience", "network"), ("do", "publish")];
    who.browser.post(&format!("/groups/{group}/new"), &over(&base, fields)).await
}

both_engines! {
    async fn a_network_from_its_beginning_to_leaving_it(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut bram) = (app.member("Anna de Boer").await, app.member("Bram Smit").await);
        anna.browser.get("/groups").await.is(200).shows("Er zijn nog geen netwerken").shows("/groups/new");
        anna.browser.get("/groups/new").await.is(200).shows("Begin een netwerk");
        let refused = anna.browser.post("/groups/new", &with(&[("name", " "), ("question", "Bewaard?"), ("subjects", "kwantumfietsen")])).await;
        refused.is(422).shows("Bewaard?").shows("kwantumfietsen").shows("staat niet in de lijst met onderwerpen");
        let made = anna.browser.post("/groups/new", &with(&[("name", "Omgevingswet")])).await;
        made.is(303);
        let group = last(&made);
        let page = anna.browser.visit(&format!("/groups/{group}")).await;
        page.is(200).shows("Je netwerk is er").shows("1 lid uit 1 organisatie").shows("Hier is nog niets geplaatst").shows("Beheer");

        bram.browser.get("/groups?q=omgev").await.is(200).shows("Omgevingswet").shows("Iedereen kan lid worden");
        let before = bram.browser.get(&format!("/groups/{group}")).await;
        before.is(200).shows("Word lid").shows("Welkom <strong>allemaal</strong>").hides("/new").hides("/manage");
        bram.browser.submit(&format!("/groups/{group}/join"), &[]).await.is(200).shows("Je bent nu lid").shows("2 leden uit 1 organisatie");

        bram.browser.get(&format!("/groups/{group}/new")).await.is(200).shows("Stel een vraag").shows("kind=poll");
        bram.browser.get(&format!("/groups/{group}/new?kind=question")).await.is(200).shows("Zichtbaar voor de 2 leden van 1 organisatie");
        let asked = write(&mut bram, &group, &[("kind", "question"), ("title", "Wie kent de bruidsschat?"), ("body", "Ik zoek *voorbeelden*.")]).await;
        asked.is(303);
        let question = format!("/items/{}", last(&asked));
        anna.browser.get(&format!("/groups/{group}?kind=question")).await.is(200).shows("Wie kent de bruidsschat?").shows("Bram Smit");
        anna.browser.get("/").await.is(200).shows("Wie kent de bruidsschat?").shows("1 nieuwe melding");
        anna.browser.get(&question).await.is(200).shows("Ik zoek <em>voorbeelden</em>").hides("nieuwe melding");

        anna.browser.post(&format!("{question}/comments"), &[("body", " ")]).await.is(422).shows("Vul dit in");
        let answered = anna.browser.post(&format!("{question}/comments"), &[("body", "Kijk bij artikel 22.")]).await;
        answered.is(303);
        let answer = last(&answered);
        let seen = bram.browser.visit(&format!("/comments/{answer}")).await;
        seen.is(200).shows("Kijk bij artikel 22.").shows("Dit is het antwoord").shows("1 antwoord");
        bram.browser.get("/notifications").await.is(200).shows("Anna de Boer gaf antwoord op");
        let accepted = bram.browser.submit(&format!("{question}/accept"), &[("comment", &answer)]).await;
        accepted.is(200).shows("Dit antwoord hielp").shows("Beantwoord");
        let reply = bram.browser.get(&format!("{question}?reply={answer}")).await;
        reply.shows("in antwoord op Anna de Boer");
        bram.browser.submit(&format!("{question}/comments"), &[("body", "Dank!"), ("reply", &answer)]).await.is(200).shows("in antwoord op Anna de Boer");
        let liked = bram.browser.submit(&format!("/comments/{answer}/react"), &[("sign", "thanks"), ("on", "yes")]).await;
        liked.is(200).shows("aria-pressed=\"true\"");

        let hidden = anna.browser.submit(&format!("{question}/moderate"), &[("do", "hide"), ("reason", "Hoort elders")]).await;
        hidden.is(200).shows("Het is verborgen").shows("Reden: Hoort elders");
        bram.browser.get(&question).await.is(200).shows("Een moderator heeft dit verborgen").shows("Hoort elders");
        bram.browser.get("/notifications").await.shows("Een moderator verborg").shows("Hoort elders");
        bram.browser.get(&format!("/groups/{group}/leave")).await.is(200).shows("blijft staan met je naam erbij");
        bram.browser.submit(&format!("/groups/{group}/leave"), &[]).await.is(200).shows("Je staat niet meer bij dit netwerk");
        anna.browser.get(&format!("/groups/{group}/members")).await.is(200).shows("1 lid uit").hides("Bram Smit");
    }

    async fn a_request_is_answered_by_a_moderator(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut bram, mut carla) = (app.member("Anna").await, app.member("Bram").await, app.member("Carla").await);
        let mut wish = edit("Jeugd", JoinPolicy::Request, Audience::Network, Audience::Group);
        wish.rules.question = "Waarom wil je meedoen?".into();
        let group = create(app.db(), &anna.principal, wish).await;
        let path = format!("/groups/{group}");
        let outside = bram.browser.get(&path).await;
        outside.is(200).shows("Vraag om lid te worden").shows("Alleen leden lezen hier mee");
        bram.browser.get(&format!("{path}/join")).await.is(200).shows("Waarom wil je meedoen?");
        bram.browser.post(&format!("{path}/join"), &[]).await.is(422).shows("Vul dit in");
        bram.browser.submit(&format!("{path}/join"), &[("answer", "Ik werk <b>met</b> jongeren.")]).await.is(200).shows("Je verzoek wacht");
        bram.browser.get(&format!("{path}/manage")).await.is(403);
        carla.browser.submit(&format!("{path}/join"), &[("answer", "Ik ook")]).await.is(200);
        let desk = anna.browser.get(&format!("{path}/manage")).await;
        desk.is(200).shows("2 verzoeken om lid te worden").shows("Ik werk &#60;b&#62;met&#60;/b&#62; jongeren.").hides("Er is nog niemand van");
        let (bram_id, carla_id) = (bram.principal.person_id().unwrap(), carla.principal.person_id().unwrap());
        anna.browser.submit(&format!("{path}/requests/{bram_id}"), &[("do", "admit")]).await.is(200).shows("Er is een lid bij");
        anna.browser.submit(&format!("{path}/requests/{carla_id}"), &[("do", "decline")]).await.is(200).shows("Het verzoek is afgewezen");
        anna.browser.post(&format!("{path}/requests/{carla_id}"), &[("do", "decline")]).await.is(409).shows("iemand anders was je voor");
        bram.browser.get("/notifications").await.shows("je bent nu lid van Jeugd");
        carla.browser.get("/notifications").await.shows("is afgewezen");

        anna.browser.get(&format!("{path}/members/{bram_id}")).await.is(200).shows("Moderator");
        anna.browser.submit(&format!("{path}/members/{bram_id}"), &[("role", "moderator")]).await.is(200).shows("De rol is gewijzigd");
        let file = bram.browser.get(&format!("{path}/members.csv")).await;
        file.is(200).shows("\"Bram\";").shows("Moderator");
        carla.browser.get(&format!("{path}/members.csv")).await.is(403);
        anna.browser.get(&format!("{path}/members/{bram_id}/ban")).await.is(200).shows("kan niet meer lid worden");
        anna.browser.post(&format!("{path}/members/{bram_id}/ban"), &[]).await.is(422).shows("Vul dit in");
        anna.browser.submit(&format!("{path}/members/{bram_id}/ban"), &[("reason", "Afspraken"), ("until", "2199-01-01T12:00")]).await.is(200).shows("Zonder toegang").shows("Afspraken");
        bram.browser.get(&path).await.is(200).shows("Je hebt geen toegang").shows("Reden: Afspraken");
        anna.browser.submit(&format!("{path}/members/{bram_id}/lift"), &[]).await.is(200).shows("mag weer lid worden");

        anna.browser.get(&format!("{path}/invite?q=carla")).await.is(200);
        anna.browser.submit(&format!("{path}/invite"), &[("people", &carla_id.to_string())]).await.is(200).shows("De uitnodiging is verstuurd");
        carla.browser.get("/groups").await.shows("Je bent uitgenodigd");
        carla.browser.submit(&format!("{path}/join"), &[]).await.is(200).shows("Je bent nu lid");
        carla.browser.submit(&format!("{path}/notifications"), &[("web", "nothing"), ("mail", "nothing")]).await.is(200).shows("Je keuze is bewaard");
        let row = members::find(app.db(), group, carla_id).await.unwrap().unwrap();
        assert_eq!((row.web_level, row.mail_level), (groups::Level::Nothing, groups::Level::Nothing));
    }

    async fn a_hidden_network_is_as_absent_as_one_that_never_was(engine) {
        let app = TestApp::start(engine).await;
        let (anna, mut bram) = (app.member("Anna").await, app.member("Bram").await);
        let group = create(app.db(), &anna.principal, edit("Geheim", JoinPolicy::Invitation, Audience::Group, Audience::Group)).await;
        let id = post(app.db(), &anna.principal, item(group, Kind::Status, Audience::Group, "", "Stil")).await.unwrap();
        for rest in ["", "/about", "/members", "/members.csv", "/manage", "/settings", "/join", "/leave", "/new", "/invite", "/notifications", "/delete"] {
            bram.browser.get(&format!("/groups/{group}{rest}")).await.is(404).hides("Geheim");
        }
        for rest in ["", "/edit", "/delete", "/report", "/moderate", "/revisions"] {
            bram.browser.get(&format!("/items/{id}{rest}")).await.is(404).hides("Stil");
        }
        bram.browser.get("/groups").await.is(200).hides("Geheim");
        app.browser().get(&format!("/groups/{group}")).await.is(404);
    }

    async fn what_is_public_is_read_by_anyone_and_nothing_else(engine) {
        let app = TestApp::start(engine).await;
        let anna = app.member("Anna").await;
        let db = app.db();
        let group = create(db, &anna.principal, edit("Plein", JoinPolicy::Open, Audience::Public, Audience::Public)).await;
        let out = post(db, &anna.principal, item(group, Kind::Blog, Audience::Public, "Voor iedereen", "Tekst")).await.unwrap();
        let inside = post(db, &anna.principal, item(group, Kind::Blog, Audience::Group, "Voor leden", "Tekst")).await.unwrap();
        let mut stranger = app.browser();
        stranger.get(&format!("/groups/{group}")).await.is(200).shows("Voor iedereen").hides("Voor leden").shows("Meld je aan om mee te doen");
        stranger.get(&format!("/items/{out}")).await.is(200).shows("Meld je aan om mee te praten").hides("/bookmark");
        stranger.get(&format!("/items/{inside}")).await.is(404);
    }

    async fn evil_words_stay_words(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await;
        let evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";
        let made = anna.browser.post("/groups/new", &with(&[("name", evil), ("rules", evil), ("introduction", evil)])).await;
        let group = last(&made);
        let body = format!("{evil}\n\n[klik](javascript:alert(3)) ![x](data:text/html,x)");
        let posted = write(&mut anna, &group, &[("kind", "discussion"), ("title", evil), ("body", &body)]).await;
        let id = last(&posted);
        anna.browser.post(&format!("/items/{id}/comments"), &[("body", &body)]).await.is(303);
        anna.browser.post(&format!("/items/{id}/edit"), &[("title", evil), ("body", "Anders"), ("language", "nl"), ("audience", "network"), ("version", "1"), ("do", "save")]).await.is(303);
        let pages = [
            "/".to_owned(), "/groups".to_owned(), format!("/groups/{group}"), format!("/groups/{group}/about"),
            format!("/groups/{group}/settings"), format!("/groups/{group}/join"), format!("/groups/{group}/delete"),
            format!("/items/{id}"), format!("/items/{id}/edit"), format!("/items/{id}/revisions"), format!("/items/{id}/revisions?view=beside"),
        ];
        for path in pages {
            let page = anna.browser.get(&path).await;
            page.is(200).hides("<script>alert").hides("<img src=x").hides("href=\"javascript:").hides("src=\"data:");
        }
    }

    async fn a_late_window_keeps_both_texts(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await;
        let group = open(app.db(), &anna.principal, "Jeugd").await;
        let id = post(app.db(), &anna.principal, item(group, Kind::Blog, Audience::Network, "Titel", "Eerste tekst")).await.unwrap();
        let save = |version: &str, body: &str| {
            let fields = [("title", "Titel"), ("body", body), ("language", "nl"), ("audience", "network"), ("version", version), ("do", "save")];
            fields.map(|(name, value)| (name.to_owned(), value.to_owned()))
        };
        let mut send = async |version: &str, body: &str| {
            let fields = save(version, body);
            let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            anna.browser.post(&format!("/items/{id}/edit"), &fields).await
        };
        send("1", "Tekst van het ene venster").await.is(303);
        let late = send("1", "Tekst van het andere venster").await;
        late.is(409).shows("Tekst van het ene venster").shows("Tekst van het andere venster").shows("name=\"version\" value=\"2\"");
        send("2", "Beide teksten samen").await.is(303);
        let all = anna.browser.get(&format!("/items/{id}/revisions?version=2")).await;
        all.is(200).shows("Eerdere versies").shows("<del").shows("<ins");
    }

    async fn a_poll_is_voted_in_and_keeps_its_options(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut bram) = (app.member("Anna").await, app.member("Bram").await);
        let group = open(app.db(), &anna.principal, "Jeugd").await;
        join(app.db(), &bram.principal, group).await.unwrap();
        let group = group.to_string();
        let refused = write(&mut anna, &group, &[("kind", "poll"), ("title", "Waar?"), ("options", "Utrecht"), ("closes", "morgen")]).await;
        refused.is(422).shows("Vul een dag en een tijd in").shows("Utrecht");
        let made = write(&mut anna, &group, &[("kind", "poll"), ("title", "Waar?"), ("options", "Utrecht\r\nArnhem")]).await;
        made.is(303);
        let path = format!("/items/{}", last(&made));
        bram.browser.get(&path).await.is(200).shows("Nog niemand heeft gestemd").shows("type=\"radio\"");
        let voted = bram.browser.submit(&format!("{path}/vote"), &[("option", "1")]).await;
        voted.is(200).shows("1 stem (100%)").shows("jouw keuze").shows("Wijzig je stem");
        anna.browser.get(&format!("{path}/edit")).await.is(200).shows("Er is al gestemd").shows("readonly");
        let edit = [("title", "Waar dan?"), ("body", ""), ("language", "nl"), ("audience", "network"), ("version", "1"), ("do", "save")];
        anna.browser.submit(&format!("{path}/edit"), &edit).await.is(200).shows("Waar dan?").shows("1 stem (100%)");
        bram.browser.submit(&format!("{path}/vote"), &[]).await.is(200).shows("Je stem is ingetrokken");
    }

    async fn a_draft_waits_for_its_author_and_is_posted_from_there(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut bram) = (app.member("Anna").await, app.member("Bram").await);
        let group = open(app.db(), &anna.principal, "Jeugd").await;
        join(app.db(), &bram.principal, group).await.unwrap();
        let text = group.to_string();
        let made = write(&mut anna, &text, &[("kind", "blog"), ("title", "Nog niet af"), ("body", "Begin"), ("do", "draft")]).await;
        let path = format!("/items/{}", last(&made));
        anna.browser.get("/drafts").await.is(200).shows("Nog niet af");
        bram.browser.get(&path).await.is(404);
        let no_moment = [("title", "Nog niet af"), ("body", "Begin"), ("language", "nl"), ("audience", "network"), ("do", "plan")];
        anna.browser.post(&format!("{path}/edit"), &no_moment).await.is(422).shows("Vul dit in");
        let planned = [("title", "Nog niet af"), ("body", "Begin"), ("language", "nl"), ("audience", "network"), ("publish", "2199-01-01T12:00"), ("do", "plan")];
        anna.browser.submit(&format!("{path}/edit"), &planned).await.is(200).shows("Gepland");
        let out = [("title", "Af"), ("body", "Begin"), ("language", "nl"), ("audience", "network"), ("do", "publish")];
        anna.browser.submit(&format!("{path}/edit"), &out).await.is(200).shows("Het staat er.");
        bram.browser.get(&path).await.is(200).shows("Af");
        bram.browser.submit(&format!("{path}/bookmark"), &[("on", "yes")]).await.is(200).shows("Niet meer bewaren");
        bram.browser.get("/bookmarks").await.is(200).shows("Af");
        let id: GroupId = group;
        let item = items::lists::list(app.db(), &bram.principal, &items::Scope::Group(id), None, None, 5).await.unwrap();
        assert_eq!(item.len(), 1);
    }

    async fn a_report_is_told_and_decided(engine) {
        let app = TestApp::start(engine).await;
        let (mut root, mut anna, mut bram) = (app.administrator("Root").await, app.member("Anna").await, app.member("Bram").await);
        let group = open(app.db(), &anna.principal, "Jeugd").await;
        join(app.db(), &bram.principal, group).await.unwrap();
        let id = post(app.db(), &anna.principal, item(group, Kind::Status, Audience::Network, "", "Koop nu!")).await.unwrap();
        bram.browser.get(&format!("/items/{id}/report")).await.is(200).shows("Koop nu!");
        bram.browser.post(&format!("/items/{id}/report"), &[]).await.is(422).shows("Kies een van de mogelijkheden");
        bram.browser.submit(&format!("/items/{id}/report"), &[("reason", "spam"), ("note", "Reclame")]).await.is(200).shows("Je hoort wat ermee gebeurt");
        root.browser.get("/notifications").await.shows("meldde iets in Jeugd").shows("/admin/groups");
        root.browser.get("/admin/groups").await.is(200).shows("Reclame").shows("Wacht op je besluit");
        let desk = anna.browser.get(&format!("/groups/{group}/manage")).await;
        desk.is(200).shows("Reclame").shows("Koop nu!");
        let (_, rest) = desk.text.split_once("/reports/").unwrap();
        let report = rest.split('"').next().unwrap();
        anna.browser.submit(&format!("/groups/{group}/reports/{report}"), &[]).await.is(200).shows("Het bericht blijft staan");
        bram.browser.get("/notifications").await.shows("Dank voor je melding: het bericht blijft staan");
        root.browser.submit("/admin/groups", &[("who", "administrators")]).await.is(200).shows("Je keuze is bewaard");
        bram.browser.get("/groups/new").await.is(403).shows("Vraag het aan je beheerder");
    }

    async fn ending_a_network_asks_for_its_name(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await;
        let group = open(app.db(), &anna.principal, "Jeugd").await;
        let path = format!("/groups/{group}");
        anna.browser.submit(&format!("{path}/archive"), &[("on", "yes")]).await.is(200).shows("Het netwerk is afgesloten").hides("/new");
        anna.browser.submit(&format!("{path}/archive"), &[("on", "no")]).await.is(200).shows("Het netwerk is weer open");
        anna.browser.post(&format!("{path}/delete"), &[("name", "jeugdzorg")]).await.is(422).shows("Dit is niet de naam");
        anna.browser.submit(&format!("{path}/delete"), &[("name", "Jeugd")]).await.is(200).shows("Het netwerk is beëindigd");
        anna.browser.get(&path).await.is(404);
    }

    async fn pages_take_as_many_statements_for_fifty_as_for_five(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await;
        let db = app.db();
        let (few, many) = (closed(db, &anna.principal, "Weinig").await, closed(db, &anna.principal, "Veel").await);
        let mut threads = Vec::new();
        for (group, count) in [(few, 5), (many, 50)] {
            for at in 0..count {
                post(db, &anna.principal, item(group, Kind::Discussion, Audience::Group, &format!("Onderwerp {at}"), "Tekst")).await.unwrap();
            }
            let thread = post(db, &anna.principal, item(group, Kind::Discussion, Audience::Group, "Gesprek", "Tekst")).await.unwrap();
            for at in 0..count {
                comment(db, &anna.principal, thread, &format!("Reactie {at}")).await.unwrap();
            }
            threads.push(thread);
        }
        let mut counts = Vec::new();
        for (group, thread) in [(few, threads[0]), (many, threads[1])] {
            for path in [format!("/groups/{group}"), format!("/items/{thread}"), format!("/groups/{group}/members"), format!("/groups/{group}/manage")] {
                anna.browser.get(&path).await.is(200);
                let before = db.statements();
                anna.browser.get(&path).await.is(200);
                counts.push(db.statements() - before);
            }
        }
        assert_eq!(counts[..4], counts[4..], "statements for each page");
        assert!(counts.iter().all(|count| *count <= 21), "{counts:?}");
    }

    async fn the_bell_rings_on_a_page_that_stays_open(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, bram) = (app.member("Anna de Boer").await, app.member("Bram Smit").await);
        let db = app.db();
        let group = open(db, &anna.principal, "Jeugd").await;
        let quiet = anna.browser.get("/notifications/stream").await;
        quiet.is(200).shows("event: unread").shows("\"unread\":0");
        join(db, &bram.principal, group).await.unwrap();
        let bells = std::sync::Arc::new(server::bells::Bells::default());
        let person = anna.principal.person_id().unwrap();
        let mut hears = bells.listen(person, 0).expect("there is room");
        let stop = tokio_util::sync::CancellationToken::new();
        let work = tokio::spawn({
            let (bells, db, stop) = (bells.clone(), db.clone(), stop.clone());
            async move { bells.work(&db, &stop).await }
        });
        post(db, &bram.principal, item(group, Kind::Status, Audience::Network, "", "Dag")).await.unwrap();
        tokio::time::timeout(std::time::Duration::from_secs(30), hears.changed()).await.expect("it rings").unwrap();
        assert_eq!(*hears.borrow_and_update(), 1);
        anna.browser.get("/notifications/stream").await.is(200).shows("\"unread\":1").shows("1 nieuwe melding");
        stop.cancel();
        work.await.unwrap();
        assert!(hears.changed().await.is_err(), "who stops lets go of everyone");
    }
}
