//! The canary in a closed network: what is answered and written there changes nothing that somebody outside can observe, on any
//! page that finds people or what they wrote; nor does it cost him another question to the database, or more time.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Method;
use domain::groups::GroupEdit;
use domain::items::{self, Kind, NewItem};
use domain::{Audience, GroupId, sweep};
use plein_tests::app::TestApp;
use plein_tests::background::{Background, until};
use plein_tests::both_engines;
use plein_tests::databases::Engine;
use plein_tests::members::Person;
use search::PeopleQuery;
use search::query::Viewer;

use super::evidence::{ask, findable, names};
use crate::groups::{comment, create, edit, item, join, open, post};
use crate::people::OMGEVINGSWET;
use crate::wiki::made;

/// Of the closed network alone.
const RARE: &str = "kwelwegvijver";
/// With it stand words that also stand where everyone reads.
const PONDS: &str = "Een kwelwegvijver vangt stikstof op, en nog eens stikstof, dat onder de dijk door sijpelt. Leg hem aan waar de \
    deklaag dun is, en meet elk kwartaal het peil: zakt dat, dan verstopt de kwelweg en stijgt de druk onder de dijk.";

/// A town with an open and a closed network. Karim and Lotte know of stikstof; Bram is in neither.
struct Town {
    app: TestApp,
    anna: Person,
    karim: Person,
    bram: Person,
    closed: GroupId,
}

/// Everything was made in its own second, so that ids are in the same order in every town.
async fn second(app: &TestApp) {
    app.clock().advance(Duration::from_secs(1));
}

fn question(group: GroupId, audience: Audience, title: &str) -> NewItem {
    let subjects = vec![OMGEVINGSWET.to_owned()];
    NewItem { subjects, ..item(group, Kind::Question, audience, title, "Wie weet dit?") }
}

impl Town {
    async fn new(engine: Engine) -> Self {
        let app = TestApp::start(engine).await;
        let mut people = Vec::new();
        for name in ["Anna", "Karim", "Lotte"] {
            people.push(findable(&app, name).await);
            second(&app).await;
        }
        let mut bram = app.member("Bram").await;
        for who in people.iter_mut().chain([&mut bram]) {
            let skill = [("do", "add"), ("uri", OMGEVINGSWET), ("level", "expert")];
            who.browser.post("/profile/skills", &skill).await.is(303);
            second(&app).await;
        }
        // Nobody is anybody's equal: the order among equals is chance.
        for (who, (name, has_time)) in
            people.iter_mut().zip([("Anna", "open"), ("Karim", "limited"), ("Lotte", "away")])
        {
            let form = [("name", name), ("availability", has_time), ("audience-availability", "network")];
            who.browser.post("/profile/edit", &form).await.is(303);
            second(&app).await;
        }
        let [anna, karim, lotte] = people.try_into().unwrap_or_else(|_| panic!("three people"));
        let db = app.db();
        let shown = open(db, &anna.principal, "Natuur").await;
        second(&app).await;
        join(db, &lotte.principal, shown).await.unwrap();
        second(&app).await;
        let id =
            post(db, &anna.principal, question(shown, Audience::Network, "Hoeveel stikstof?")).await.unwrap();
        second(&app).await;
        comment(db, &lotte.principal, id, "Veel stikstof, zegt de meting.").await.unwrap();
        second(&app).await;
        made(
            db,
            &lotte.principal,
            shown,
            "Metingen",
            "Stikstof wordt gemeten in de lucht, elk uur en op veertig plekken in het land.",
        )
        .await;
        second(&app).await;
        let about = edit("Dijken", domain::groups::JoinPolicy::Request, Audience::Network, Audience::Group);
        let about = GroupEdit { subjects: vec![OMGEVINGSWET.to_owned()], ..about };
        let closed = create(db, &anna.principal, about).await;
        second(&app).await;
        let karim_id = karim.principal.person_id().unwrap();
        db.write(async |tx| domain::groups::members::invite(tx, &anna.principal, closed, &[karim_id]).await)
            .await
            .unwrap();
        join(db, &karim.principal, closed).await.unwrap();
        second(&app).await;
        let town = Self { app, anna, karim, bram, closed };
        town.index().await;
        town
    }

    async fn index(&self) {
        let ctx = self.app.instance.ctx();
        ctx.published.catch_up().await.unwrap();
        ctx.people.catch_up().await.unwrap();
    }

    /// What the canary is: an accepted answer, and a page.
    async fn whisper(&self) {
        let (db, anna, karim) = (self.app.db(), &self.anna.principal, &self.karim.principal);
        let asked = question(self.closed, Audience::Group, &format!("Wat doet een {RARE}?"));
        let id = post(db, anna, asked).await.unwrap();
        let answer = comment(db, karim, id, PONDS).await.unwrap();
        db.write(async |tx| items::comments::accept(tx, anna, id, Some(answer)).await).await.unwrap();
        made(db, karim, self.closed, &format!("De {RARE}"), PONDS).await;
        self.index().await;
    }

    /// A page as Bram sees it, with what it cost; ids by the order in which they appear.
    async fn seen(&mut self, path: &str) -> (u16, String, u64) {
        let before = self.app.db().statements();
        let answer = self.bram.browser.get(path).await;
        let cost = self.app.db().statements() - before;
        (answer.status.as_u16(), without_ids(&answer.text), cost)
    }

    /// Bram's hour: what he keeps is searched again.
    async fn hour(&mut self) {
        self.app.clock().advance(Duration::from_secs(3_600));
        sweep::run(self.app.db()).await.unwrap();
        let background = Background::of(&self.app);
        until("the searches ran", async || {
            let text = "select count(*) from job where kind in ('run_saved_searches', 'mail_notices')";
            let left: i64 = domain::db::sql(text).scalar(self.app.db()).await.unwrap();
            left == 0
        })
        .await;
        background.stop().await;
    }
}

/// Two towns are made of other numbers; which number stands where is all that may be compared.
fn without_ids(text: &str) -> String {
    let mut known = HashMap::new();
    let (mut out, mut rest) = (String::new(), text);
    while let Some(sign) = rest.chars().next() {
        let id = rest.get(..36).filter(|word| word.parse::<uuid::Uuid>().is_ok());
        let length = id.map_or(sign.len_utf8(), str::len);
        match id {
            Some(id) => {
                let count = known.len();
                out.push_str(&format!("#{}", known.entry(id.to_owned()).or_insert(count)));
            }
            None => out.push(sign),
        }
        rest = &rest[length..];
    }
    out
}

/// Every page on which a word of the closed network could show.
fn pages(closed: GroupId) -> Vec<String> {
    let words =
        [RARE, "kwelwegvijvre", "kwelw", "stikstof", "stikstof%20druk", "dijk", "karim", "omgevingswet"];
    let with_words = [
        "/people?q=",
        "/people/suggestions?q=",
        "/search?in=everything&q=",
        "/search?in=mine&q=",
        "/editor/subjects?q=",
        "/editor/mentions?q=",
    ];
    let asked = words.iter().flat_map(|word| with_words.iter().map(move |page| format!("{page}{word}")));
    let subject: String = url::form_urlencoded::byte_serialize(OMGEVINGSWET.as_bytes()).collect();
    let whole =
        ["/", "/people", "/suggestions", "/groups", "/groups?tab=all", "/people/saved", "/notifications"]
            .map(str::to_owned);
    let others = [
        format!("/subjects?uri={subject}"),
        format!("/people?skill={subject}"),
        format!("/search?subject={subject}"),
        format!("/groups/{closed}"),
        format!("/search?q=stikstof&in={closed}"),
        format!("/search?q={RARE}&group={closed}"),
    ];
    asked.chain(whole).chain(others).collect()
}

/// What a program of Bram is told.
async fn told(town: &Town) -> Vec<String> {
    let mut program = crate::api::Program::of(&town.app, &town.bram).await;
    let mut all = Vec::new();
    for path in ["/api/v1/people?q=", "/api/v1/people/suggestions?q=", "/api/v1/search?q="] {
        for word in [RARE, "kwelw", "stikstof", "dijk"] {
            let answer = program.ask(Method::GET, &format!("{path}{word}"), Body::empty()).await;
            answer.is(200);
            all.push(without_ids(&answer.text));
        }
    }
    all
}

both_engines! {
    async fn what_is_said_in_a_closed_network_changes_nothing_outside_and_costs_nothing_more(engine) {
        let (mut with, mut without) = (Town::new(engine).await, Town::new(engine).await);
        for town in [&mut with, &mut without] {
            for word in [RARE, "stikstof"] {
                let query = format!("q={word}");
                town.bram.browser.post("/people/saved", &[("name", word), ("query", &query)]).await.is(303);
                second(&town.app).await;
            }
        }
        with.whisper().await;
        for town in [&mut with, &mut without] {
            town.hour().await;
        }
        let paths = (pages(with.closed), pages(without.closed));
        for (one, other) in paths.0.iter().zip(&paths.1) {
            let path = one;
            let (one, other) = (with.seen(one).await, without.seen(other).await);
            same(path, &one.1, &other.1);
            assert_eq!((one.0, one.2), (other.0, other.2), "status and statements of {path}");
        }
        for (one, other) in told(&with).await.iter().zip(&told(&without).await) {
            same("what a program is told", one, other);
        }
        let reached = ask(&with.app, &with.anna.principal, RARE).await;
        assert!(names(&reached).contains(&"Karim"), "members find him by it: {reached:?}");
        assert_eq!(ask(&with.app, &with.bram.principal, RARE).await.total, 0);
        with.anna.browser.get(&format!("/search?in=everything&q={RARE}")).await.is(200).shows("Wat doet een");
    }

    async fn what_is_said_in_a_closed_network_takes_nobody_outside_more_time(engine) {
        let (with, without) = (Town::new(engine).await, Town::new(engine).await);
        with.whisper().await;
        for word in [RARE, "stikstof"] {
            let (mut long, mut short) = (Vec::new(), Vec::new());
            // In turns, so that whatever else this machine does slows both.
            for _ in 0..40 {
                long.push(time(&with, word).await);
                short.push(time(&without, word).await);
            }
            let (long, short) = (median(long), median(short));
            assert!(long < short * 4 && short < long * 4, "{word}: {long:?} with, {short:?} without");
        }
    }
}

/// Says which line differs, since a page is long.
#[track_caller]
fn same(what: &str, one: &str, other: &str) {
    for (one, other) in one.lines().zip(other.lines()) {
        assert_eq!(one, other, "{what}");
    }
    assert_eq!(one.len(), other.len(), "{what}");
}

async fn time(town: &Town, word: &str) -> Duration {
    let started = Instant::now();
    let query = PeopleQuery::new(word, Viewer::Guest);
    town.app.instance.ctx().people.search(&town.bram.principal, query).await.unwrap();
    started.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
