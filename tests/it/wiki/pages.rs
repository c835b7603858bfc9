//! The wiki through the browser, without script: from the first page to deciding what clashed.

use domain::wiki::{self, upkeep};
use domain::{Audience, GroupId};
use plein_tests::app::{Answer, TestApp};
use plein_tests::both_engines;

use super::{made, make, new_page, page, save, saved};
use crate::groups::{closed, create, edit, join, open};
use domain::groups::JoinPolicy;

const TEXT: &str =
    "# Termijn\n\nEen verzoek wordt binnen acht weken beantwoord door de gemeente.\n\n## Vragen\n\nBel ons.";

/// The value of a hidden field.
pub fn hidden(answer: &Answer, name: &str) -> String {
    let rest = answer.text.split_once(&format!("name=\"{name}\" value=\"")).map(|(_, rest)| rest);
    rest.and_then(|rest| rest.split('"').next())
        .unwrap_or_else(|| panic!("no {name}:\n{}", answer.text))
        .to_owned()
}

/// What the form for changing a page holds.
fn form(answer: &Answer) -> Vec<(&'static str, String)> {
    ["base", "page", "patch"].map(|name| (name, hidden(answer, name))).into()
}

fn with<'a>(form: &'a [(&'static str, String)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    form.iter().map(|(name, value)| (*name, value.as_str())).chain(more.iter().copied()).collect()
}

fn path(group: GroupId) -> String {
    format!("/groups/{group}/wiki")
}

both_engines! {
    async fn a_wiki_from_its_first_page_on(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna de Boer").await;
        let group = open(app.db(), &anna.principal, "Woo").await;
        let wiki = path(group);
        anna.browser.get(&format!("/groups/{group}")).await.is(200).shows(&wiki);
        anna.browser.get(&wiki).await.is(200).shows("nog geen pagina").shows("Maak de eerste pagina").shows("aria-current=\"page\">Wiki");
        let blank = anna.browser.get(&format!("{wiki}/new?title=Wet%20open%20overheid")).await;
        blank.is(200).shows("value=\"Wet open overheid\"").shows("<textarea").shows(&format!("data-preview-at=\"{wiki}/preview\""));
        let patch = hidden(&blank, "patch");
        anna.browser.post(&format!("{wiki}/new"), &[("title", " "), ("body", "Bewaard?"), ("patch", &patch)]).await.is(422).shows("Bewaard?").shows("Vul dit in");
        let body = format!("{TEXT}\n\nZie [[Begrippen]] en [[Begrippen|de lijst]].");
        let made = anna.browser.post(&format!("{wiki}/new"), &[("title", "Wet open overheid"), ("parent", ""), ("body", &body), ("patch", &patch)]).await;
        assert_eq!(made.is(303).location(), format!("{wiki}/wet-open-overheid"));
        let shown = anna.browser.visit(made.location()).await;
        shown.is(200).shows("De pagina is er").shows("Anna de Boer").shows("<h3 id=\"s-termijn\">Termijn</h3>").shows("href=\"#s-vragen\"");
        // A page that has yet to be written is offered, in words too.
        shown.shows(&format!("class=\"plein-wiki__missing\" href=\"{wiki}/new?title=Begrippen\"")).shows("(nog geen pagina)");
        let parent = page_id(&shown);
        anna.browser.submit(&format!("{wiki}/new"), &[("title", "Begrippen"), ("parent", &parent), ("body", "")]).await.is(200).shows("Op deze pagina staat nog niets").shows("Hierheen verwijzen").shows("Wet open overheid");
        anna.browser.get(&format!("{wiki}/wet-open-overheid")).await.shows(&format!("href=\"{wiki}/begrippen\">de lijst</a>")).hides("plein-wiki__missing");
        anna.browser.visit(&format!("{wiki}/to?title=begrippen")).await.is(200).shows("Begrippen");
        anna.browser.visit(&format!("{wiki}/to?title=Nergens")).await.is(200).shows("value=\"Nergens\"");
        let form = form(&anna.browser.get(&format!("{wiki}/wet-open-overheid/edit")).await);
        let edited = with(&form, &[("body", "Kort"), ("summary", "Ingekort"), ("do", "save")]);
        anna.browser.submit(&format!("{wiki}/wet-open-overheid/edit"), &edited).await.is(200).shows("De pagina is bewaard").shows("Kort").shows("2 versies");
        let history = anna.browser.get(&format!("{wiki}/wet-open-overheid/history")).await;
        history.is(200).shows("Ingekort").shows("staat er nu").shows("Versie 1").shows("type=\"radio\"");
        let difference = anna.browser.get(&format!("{wiki}/wet-open-overheid/difference?from=1&to=2")).await;
        difference.is(200).shows("plein-removed").shows("plein-added").shows("Van versie 1 naar versie 2");
        anna.browser.get(&format!("{wiki}/wet-open-overheid/difference?view=beside")).await.is(200).shows("plein-difference--beside");
        let authors = anna.browser.get(&format!("{wiki}/wet-open-overheid/authors")).await;
        authors.is(200).shows("Wie schreef wat in").shows("Anna de Boer").shows("Kort").shows("versions/2");
        anna.browser.get(&format!("{wiki}/nergens/authors")).await.is(404);
        let old = anna.browser.get(&format!("{wiki}/wet-open-overheid/versions/1")).await;
        old.is(200).shows("eerdere versie").shows("Bel ons").shows("Zet deze versie terug");
        let base = hidden(&old, "base");
        anna.browser.submit(&format!("{wiki}/wet-open-overheid/versions/1/restore"), &[("base", &base)]).await.is(200).shows("Bel ons").shows("3 versies");
        anna.browser.get(&format!("{wiki}/wet-open-overheid/history")).await.shows("Versie 1 teruggezet");
        for nothing in ["versions/9", "versions/x", "difference?from=1&to=9"] {
            anna.browser.get(&format!("{wiki}/wet-open-overheid/{nothing}")).await.is(404);
        }
        anna.browser.get(&wiki).await.is(200).shows("Onlangs gewijzigd").shows("Begrippen").shows("Nieuwe pagina");
        anna.browser.post(&format!("{wiki}/preview"), &[("text", "[[Begrippen]] [[Nieuw]]")]).await.is(200).shows(&format!("{wiki}/begrippen")).shows("plein-wiki__missing");
    }

    async fn a_page_is_arranged_and_deleted_with_plain_forms(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await;
        let db = app.db();
        let group = open(db, &anna.principal, "Woo").await;
        let wiki = path(group);
        let start = made(db, &anna.principal, group, "Start", TEXT).await;
        let other = made(db, &anna.principal, group, "Begrippen", "Zie [[Start]]").await;
        let child = make(db, &anna.principal, group, new_page("Kader", Some(start.id), "")).await.unwrap();
        let arrange = anna.browser.get(&format!("{wiki}/start/arrange")).await;
        arrange.is(200).shows("Geef deze titel").shows("Zet een plaats lager").hides("– Kader").shows("Begrippen").shows("Wie mag wijzigen");
        let cycle = anna.browser.post(&format!("{wiki}/start/move"), &[("parent", &child.to_string())]).await;
        cycle.is(422).shows("niet onder zichzelf");
        anna.browser.submit(&format!("{wiki}/start/move"), &[("parent", &other.id.to_string())]).await.is(200).shows("nieuwe plaats").shows("plein-crumbs");
        anna.browser.submit(&format!("{wiki}/start/move"), &[("parent", "")]).await.is(200);
        anna.browser.submit(&format!("{wiki}/start/shift"), &[("direction", "up")]).await.is(200).shows("nieuwe plaats");
        anna.browser.post(&format!("{wiki}/start/rename"), &[("title", "Begrippen")]).await.is(422).shows("al een pagina met deze titel");
        let renamed = anna.browser.post(&format!("{wiki}/start/rename"), &[("title", "Één begin")]).await;
        assert_eq!(renamed.is(303).location(), format!("{wiki}/een-begin"));
        let old = anna.browser.get(&format!("{wiki}/start")).await;
        assert_eq!(old.is(303).location(), format!("{wiki}/een-begin"));
        anna.browser.submit(&format!("{wiki}/een-begin/rights"), &[("rights", "locked")]).await.is(200).shows("Vergrendeld").hides("/een-begin/edit");
        anna.browser.get(&format!("{wiki}/een-begin/edit")).await.is(409).shows("vergrendeld");
        anna.browser.submit(&format!("{wiki}/een-begin/rights"), &[("rights", "inherit")]).await.is(200).shows("/een-begin/edit");
        anna.browser.submit(&format!("{wiki}/een-begin/upkeep"), &[("owner", &anna.principal.person_id().unwrap().to_string()), ("months", "3")]).await.is(200).shows("Bijgehouden door");
        app.clock().advance(std::time::Duration::from_secs(100 * 24 * 3600));
        let mut anna = app.member("Anna Tweede").await;
        join(db, &anna.principal, group).await.unwrap();
        anna.browser.get(&format!("{wiki}/een-begin")).await.is(200).shows("kan verouderd zijn");
        anna.browser.get(&format!("{wiki}/due")).await.is(200).shows("Één begin");
        anna.browser.get(&wiki).await.shows("Eén pagina wacht");
        anna.browser.submit(&format!("{wiki}/een-begin/confirm"), &[("months", "6")]).await.is(200).hides("kan verouderd zijn").shows("Nagekeken");
        assert!(upkeep::MONTHS.contains(&6));
        let ask = anna.browser.get(&format!("{wiki}/een-begin/delete")).await;
        ask.is(200).shows("2 versies blijven bewaard").shows("De pagina eronder blijft").shows("Eén andere pagina verwijst hierheen");
        anna.browser.submit(&format!("{wiki}/een-begin/delete"), &[]).await.is(200).shows("De pagina is verwijderd");
        for rest in ["", "/edit", "/history", "/authors", "/versions/1", "/arrange", "/delete"] {
            anna.browser.get(&format!("{wiki}/een-begin{rest}")).await.is(404);
        }
        anna.browser.get(&format!("{wiki}/begrippen")).await.shows("plein-wiki__missing");
        let gone = anna.browser.get(&format!("{wiki}/deleted")).await;
        gone.is(200).shows("Één begin").shows("Haal terug");
        anna.browser.submit(&format!("{wiki}/deleted/{}", start.id), &[]).await.is(200).shows("De pagina is terug").shows("Bel ons");
    }

    async fn two_windows_merge_and_what_clashes_is_decided_without_script(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut bram) = (app.member("Anna").await, app.member("Bram").await);
        let db = app.db();
        let group = open(db, &anna.principal, "Woo").await;
        join(db, &bram.principal, group).await.unwrap();
        let wiki = path(group);
        made(db, &anna.principal, group, "Woo", TEXT).await;
        let edit = format!("{wiki}/woo/edit");
        let (annas, brams) = (form(&anna.browser.get(&edit).await), form(&bram.browser.get(&edit).await));
        let theirs = TEXT.replace("acht weken", "vier weken").replace("Bel ons", "Bel <ons>");
        anna.browser.post(&edit, &with(&annas, &[("body", &theirs), ("do", "save")])).await.is(303);
        let mine = TEXT.replace("acht weken", "acht maanden");
        let clash = bram.browser.post(&edit, &with(&brams, &[("body", &mine), ("summary", "Maanden"), ("do", "save")])).await;
        clash.is(409).shows("Iemand anders wijzigde hetzelfde stukje").shows("Wat er eerst stond").shows("name=\"choice-1\" value=\"both\"");
        clash.shows("vier weken").shows("acht maanden").hides("<ons>").shows("Bewaar zo");
        let names = ["base", "theirs", "page", "patch"];
        let fields: Vec<(&str, String)> = names.map(|name| (name, hidden(&clash, name))).into();
        let fields = with(&fields, &[("mine", &mine), ("summary", "Maanden")]);
        let merge = format!("{wiki}/woo/merge");
        // Nothing is decided for him.
        bram.browser.post(&merge, &fields).await.is(409).shows("Stukje 1").shows("Kies een van de mogelijkheden").shows("aria-describedby=\"choice-1-error\"");
        bram.browser.get(&wiki).await.shows("Jouw concepten");
        anna.browser.get(&wiki).await.hides("Jouw concepten");
        bram.browser.get(&edit).await.shows("Je hebt hier een concept");
        bram.browser.get(&format!("{edit}?draft=yes")).await.is(200).shows("acht maanden").shows("door iemand anders gewijzigd");
        let own = [&fields[..], &[("choice-1", "own"), ("own-1", "Een verzoek wordt snel beantwoord.\r\nEcht.")]].concat();
        let done = bram.browser.submit(&merge, &own).await;
        done.is(200).shows("Een verzoek wordt snel beantwoord.").shows("Bel &lt;ons&gt;").hides("acht maanden");
        bram.browser.get(&wiki).await.hides("Jouw concepten");
        bram.browser.get(&format!("{wiki}/woo/history")).await.shows("Maanden");
        // Apart from each other they come together by themselves.
        let (annas, brams) = (form(&anna.browser.get(&edit).await), form(&bram.browser.get(&edit).await));
        let now = "# Termijn\n\nEen verzoek wordt snel beantwoord.\nEcht.\n\n## Vragen\n\nBel ons.";
        anna.browser.post(&edit, &with(&annas, &[("body", &now.replace("Termijn", "Hoe lang?")), ("do", "save")])).await.is(303);
        let merged = bram.browser.submit(&edit, &with(&brams, &[("body", &now.replace("Echt.", "Heus.")), ("do", "save")])).await;
        merged.is(200).shows("samengevoegd met wat iemand anders").shows("Hoe lang?").shows("Heus.");
        bram.browser.get(&format!("{wiki}/woo/history")).await.shows("op een oudere tekst geschreven").shows("samengevoegd");
    }

    async fn a_draft_is_kept_and_a_page_that_went_gives_the_text_back(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut bram) = (app.member("Anna").await, app.member("Bram").await);
        let db = app.db();
        let group = open(db, &anna.principal, "Woo").await;
        join(db, &bram.principal, group).await.unwrap();
        let wiki = path(group);
        let first = made(db, &anna.principal, group, "Woo", TEXT).await;
        let fields = form(&bram.browser.get(&format!("{wiki}/woo/edit")).await);
        bram.browser.post(&format!("{wiki}/woo/draft"), &with(&fields, &[("body", "Half werk")])).await.is(204);
        let draft = format!("{wiki}/drafts/{}", first.id);
        bram.browser.get(&draft).await.is(200).shows("Half werk").shows("edit?draft=yes");
        anna.browser.get(&draft).await.is(404).hides("Half werk");
        bram.browser.submit(&format!("{wiki}/woo/edit"), &with(&fields, &[("body", "Meer werk"), ("do", "draft")])).await.is(200).shows("Je concept is bewaard").shows("Jouw concepten");
        anna.browser.post(&format!("{wiki}/woo/delete"), &[]).await.is(303);
        let gone = bram.browser.post(&format!("{wiki}/woo/edit"), &with(&fields, &[("body", "Al mijn werk"), ("do", "save")])).await;
        gone.is(409).shows("intussen verwijderd").shows("Al mijn werk").shows("Maak er een nieuwe pagina van");
        bram.browser.get(&draft).await.is(200).shows("Al mijn werk").shows("een nieuwe pagina maken");
        let patch = hidden(&gone, "patch");
        bram.browser.submit(&format!("{wiki}/new"), &[("title", "Woo"), ("body", "Al mijn werk"), ("patch", &patch)]).await.is(200).shows("Al mijn werk");
        bram.browser.submit(&draft, &[]).await.is(200).shows("Je concept is weg").hides("Jouw concepten");
    }

    async fn who_may_not_read_finds_no_wiki(engine) {
        let app = TestApp::start(engine).await;
        let (mut anna, mut carla) = (app.member("Anna").await, app.member("Carla").await);
        let db = app.db();
        let group = closed(db, &anna.principal, "Inkoop").await;
        let wiki = path(group);
        let page = made(db, &anna.principal, group, "Prijzen", "Geheim").await;
        carla.browser.get(&format!("/groups/{group}")).await.is(200).hides("/wiki");
        for rest in ["", "/prijzen", "/prijzen/history", "/prijzen/versions/1", "/prijzen/difference", "/prijzen/edit", "/prijzen/arrange",
            "/prijzen/delete", "/new", "/due", "/deleted", "/to?title=Prijzen"] {
            carla.browser.get(&format!("{wiki}{rest}")).await.is(404).hides("Geheim");
            if !["/prijzen/edit", "/prijzen/arrange", "/prijzen/delete", "/new", "/deleted"].contains(&rest) {
                app.browser().get(&format!("{wiki}{rest}")).await.is(404);
            }
        }
        for rest in ["/prijzen/edit", "/prijzen/draft", "/prijzen/delete", "/prijzen/rename", "/new"] {
            let fields = [("title", "x"), ("body", "x"), ("base", page.head.0.as_str()), ("page", &page.id.to_string())];
            carla.browser.post(&format!("{wiki}{rest}"), &fields).await.is(404);
        }
        // Who may read but is no member sees no way to write.
        let group = create(db, &anna.principal, edit("Plein", JoinPolicy::Open, Audience::Public, Audience::Public)).await;
        let wiki = path(group);
        made(db, &anna.principal, group, "Start", "Welkom bij [[Nergens]].").await;
        let mut stranger = app.browser();
        stranger.get(&format!("{wiki}/start")).await.is(200).shows("Welkom").hides("/edit").hides("/new").shows("<span class=\"plein-wiki__missing\">Nergens</span>");
        stranger.get(&format!("{wiki}/to?title=Nergens")).await.is(404);
        carla.browser.get(&format!("{wiki}/start/edit")).await.is(403);
        carla.browser.get(&wiki).await.is(200).shows("Start").hides("/new");
        anna.browser.submit(&format!("/groups/{group}/archive"), &[("on", "yes")]).await.is(200);
        anna.browser.get(&format!("{wiki}/start")).await.is(200).hides("/edit");
        anna.browser.get(&format!("{wiki}/start/edit")).await.is(409);
    }

    async fn evil_words_stay_words(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await;
        let db = app.db();
        let group = open(db, &anna.principal, "Woo").await;
        let wiki = path(group);
        let evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";
        let body = format!("# {evil}\n\n[[{evil}]] {evil}\n\n[klik](javascript:alert(3)) [x](/groups/{group}/wiki/to?title=\"onclick=alert(4))");
        let first = made(db, &anna.principal, group, evil, &body).await;
        saved(save(db, &anna.principal, &first, &format!("{body}\n\nmeer {evil}")).await);
        let slug = page(db, &anna.principal, group, first.id).await.slug;
        for rest in ["", "/edit", "/history", "/versions/1", "/difference", "/difference?view=beside", "/arrange", "/delete"] {
            let shown = anna.browser.get(&format!("{wiki}/{slug}{rest}")).await;
            shown.is(200).hides("<script>alert").hides("<img src=x").hides("href=\"javascript:").hides("\"onclick");
        }
        anna.browser.get(&wiki).await.is(200).hides("<script>alert");
        anna.browser.post(&format!("{wiki}/{slug}/delete"), &[]).await.is(303);
        anna.browser.get(&format!("{wiki}/deleted")).await.is(200).hides("<script>alert");
    }

    async fn a_text_over_the_limit_comes_back_with_the_form(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await;
        let group = open(app.db(), &anna.principal, "Woo").await;
        made(app.db(), &anna.principal, group, "Woo", TEXT).await;
        let edit = format!("{}/woo/edit", path(group));
        let fields = form(&anna.browser.get(&edit).await);
        let long = "a".repeat(wiki::SOURCE_BYTES_MAX + 1);
        anna.browser.post(&edit, &with(&fields, &[("body", &long), ("do", "save")])).await.is(422).shows("hoogstens 512 kB").shows(&long);
        anna.browser.post(&edit, &with(&fields, &[("body", "Mijn tekst"), ("do", "save")]).into_iter().map(|(name, value)| (name, if name == "base" { "x" } else { value })).collect::<Vec<_>>()).await.is(422).shows("Mijn tekst");
    }

    async fn a_page_takes_as_many_statements_for_fifty_as_for_five(engine) {
        let app = TestApp::start(engine).await;
        let mut anna = app.member("Anna").await;
        let db = app.db();
        let mut counts = Vec::new();
        for count in [5, 50] {
            let group = open(db, &anna.principal, &format!("Wiki {count}")).await;
            let first = made(db, &anna.principal, group, "Start", TEXT).await;
            for at in 0..count {
                make(db, &anna.principal, group, new_page(&format!("Pagina {at}"), Some(first.id), "Zie [[Start]]")).await.unwrap();
                let now = page(db, &anna.principal, group, first.id).await;
                saved(save(db, &anna.principal, &now, &format!("{TEXT}\n\nZie [[Pagina {at}]], regel {at}")).await);
            }
            for rest in ["", "/start", "/start/history", "/start/edit", "/start/difference", "/start/arrange"] {
                let path = format!("{}{rest}", path(group));
                anna.browser.get(&path).await.is(200);
                let before = db.statements();
                anna.browser.get(&path).await.is(200);
                counts.push(db.statements() - before);
            }
        }
        assert_eq!(counts[..6], counts[6..], "statements for each page");
        assert!(counts.iter().all(|count| *count <= 14), "{counts:?}");
    }
}

/// The id of the page that is shown.
fn page_id(answer: &Answer) -> String {
    let rest = answer.text.split_once("id=\"page-").map(|(_, rest)| rest);
    let ids =
        rest.into_iter().flat_map(|rest| rest.split("id=\"page-")).filter_map(|rest| rest.split('"').next());
    ids.into_iter().find(|id| id.len() == 36).expect("a page").to_owned()
}
