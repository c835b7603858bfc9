//! What we send, letter by letter: the documents in `tests/fixtures/wire/ours`, for people who run other software and
//! for us, so that a change on the wire is never an accident. `PLEIN_WRITE_FIXTURES=1` writes them anew.
//!
//! Ids and proofs differ each time and are replaced by fixed ones; everything else is as it was sent.

use std::path::Path;

use axum::body::Body;
use axum::http::Request;
use domain::audience::Audience;
use domain::peers;
use domain::people::{
    Availability, Entry, FieldKey, Profile, Scope, Skill, SkillLevel, Source, Value as Field,
};
use plein_tests::databases::Engine;
use plein_tests::evil::{EvilPeer, ask};
use plein_tests::site::{ADMIN, Site, World, settle};
use serde_json::Value;

/// Compares with the fixture, or writes it when asked to.
pub fn is_as_in_fixture(name: &str, document: &Value, replaced: &[(String, &str)]) {
    let mut text = serde_json::to_string_pretty(document).unwrap() + "\n";
    for (from, to) in replaced {
        text = text.replace(from, to);
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/wire/ours").join(name);
    if std::env::var_os("PLEIN_WRITE_FIXTURES").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &text).unwrap();
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, known, "{name} changed on the wire; say so in FEDERATION.md");
}

fn profile() -> Profile {
    let text = |text: &str| Field::Text(text.into());
    let skill = Skill {
        uri: "https://plein.example/concept/omgevingswet".into(),
        nl: "Omgevingswet".into(),
        en: "Environment and Planning Act".into(),
        level: SkillLevel::Expert,
    };
    let open = [
        (FieldKey::JobTitle, text("Beleidsmedewerker ruimte")),
        (FieldKey::Unit, text("Ruimtelijke Ontwikkeling")),
        (FieldKey::Place, text("Arnhem")),
        (FieldKey::About, text("Werkt aan de Omgevingswet.\n\nBel gerust.")),
        (FieldKey::AskMeAbout, text("participatie")),
        (FieldKey::Mail, text("anne.smit@gelderland.example")),
        (FieldKey::Languages, Field::Languages(vec!["nl".into(), "en".into()])),
        (FieldKey::Availability, Field::Availability(Availability::Open)),
        (FieldKey::CanMentor, Field::Flag(true)),
        (FieldKey::Skills, Field::Skills(vec![skill])),
    ];
    let entry = |value, audience| Entry { value, audience, source: Source::Person };
    let mut fields: std::collections::BTreeMap<_, _> =
        open.into_iter().map(|(key, value)| (key, entry(value, Audience::Network))).collect();
    // Stays inside: it must be in none of the documents.
    fields.insert(FieldKey::Telephone, entry(text("026 000 00 00"), Audience::Organisation));
    Profile { fields }
}

async fn get(site: &Site, path: &str) -> Value {
    let (status, text) = ask(site, Request::get(path).body(Body::empty()).unwrap()).await;
    assert_eq!(status, 200, "{path}");
    serde_json::from_str(&text).unwrap()
}

async fn get_signed(site: &Site, peer: &EvilPeer, path: &str) -> Value {
    let (status, text) = ask(site, peer.asks(site, path)).await;
    assert_eq!(status, 200, "{path}");
    serde_json::from_str(&text).unwrap()
}

/// The values that differ each time, with what stands for them.
struct Differing(Vec<(String, &'static str)>);

impl Differing {
    fn add(&mut self, value: &Value, stand_in: &'static str) {
        if let Some(text) = value.as_str() {
            self.0.push((text.to_owned(), stand_in));
        }
    }
}

#[tokio::test]
async fn everything_we_send_is_as_in_the_fixtures() {
    let world = World::new(Engine::Sqlite);
    let site = world.site("gelderland.test").await;
    let peer = EvilPeer::plug(&world, "peer.test");
    let anne = site.person_with("Anne Smit", Scope::Network, profile()).await;
    let piet = site.person("Piet Bakker", Scope::Network).await;
    peer.befriend(&site).await;
    site.choose(piet, Scope::Organisation).await;
    settle(&[&site]).await;

    let mut differing = Differing(Vec::new());
    differing.0.push((anne.to_string(), "0199e2a0-0000-7000-8000-000000000001"));
    differing.0.push((piet.to_string(), "0199e2a0-0000-7000-8000-000000000002"));
    let actor = get(&site, "/actor").await;
    let key = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
    differing.add(&actor["assertionMethod"][0]["publicKeyMultibase"], key);
    let page = get_signed(&site, &peer, "/directory/changes?after=0&limit=200").await;
    differing.add(&page["epoch"], "0199e2a0-0000-7000-8000-000000000003");

    for (name, document) in [
        ("actor.json", actor),
        (
            "webfinger.json",
            get(&site, "/.well-known/webfinger?resource=acct:gelderland.test@gelderland.test").await,
        ),
        ("nodeinfo-links.json", get(&site, "/.well-known/nodeinfo").await),
        ("nodeinfo.json", get(&site, "/nodeinfo/2.1").await),
        ("person.json", get_signed(&site, &peer, &format!("/ap/person/{anne}")).await),
        ("changes-page.json", page),
    ] {
        assert!(!document.to_string().contains("026 000"), "{name} shows a hidden field");
        is_as_in_fixture(name, &document, &differing.0);
    }
    let digest = get_signed(&site, &peer, "/directory/digest").await;
    assert_eq!(digest["buckets"].as_array().unwrap().len(), 256);
    assert_eq!(digest["epoch"], digest_epoch(&site, &peer).await);

    activities(&world, &site, &peer, differing).await;
}

async fn digest_epoch(site: &Site, peer: &EvilPeer) -> Value {
    get_signed(site, peer, "/directory/changes?after=0&limit=1").await["epoch"].clone()
}

/// Each kind of activity, as it reached the peer's inbox.
async fn activities(world: &World, site: &Site, peer: &EvilPeer, mut differing: Differing) {
    site.federation.rotate_key(&ADMIN).await.unwrap();
    settle(&[site]).await;
    let id = site.instance_id(&peer.host).await;
    site.db().write(async |tx| peers::end(tx, &ADMIN, id).await).await.unwrap();
    settle(&[site]).await;
    site.db().write(async |tx| peers::block(tx, &ADMIN, id).await).await.unwrap();
    settle(&[site]).await;

    let key = get(site, "/actor").await["assertionMethod"][0]["publicKeyMultibase"].clone();
    differing.add(&key, "z6MkfTCxi3dUY4qKsmtNRqnUtdykfkn8mFbkLkx1iNFtvjUS");
    let sent: Vec<Value> = world
        .network
        .seen()
        .iter()
        .filter(|seen| seen.to == peer.host && seen.method == "POST")
        .map(|seen| serde_json::from_slice(&seen.body).unwrap())
        .collect();
    for kind in ["Accept", "Follow", "Announce", "Update", "Reject", "Undo", "Block"] {
        let activity =
            sent.iter().find(|activity| activity["type"] == kind).unwrap_or_else(|| panic!("no {kind}"));
        let mut replaced = differing.0.clone();
        let mut replace = |value: &Value, to| {
            if let Some(text) = value.as_str() {
                replaced.push((text.to_owned(), to));
            }
        };
        replace(&activity["id"], "http://gelderland.test/ap/activity/0199e2a0-0000-7000-8000-000000000010");
        replace(
            &activity["proof"]["proofValue"],
            "z3sXaxjKs4M3BRicwWA9peyNPJvJqxtGsDmpt1jjoHCjgeUf71TRFz56osPSfDErszyLp5Ks1EhYSgpDaNM977Rg2",
        );
        replace(
            &activity["object"]["proof"]["proofValue"],
            "z3sXaxjKs4M3BRicwWA9peyNPJvJqxtGsDmpt1jjoHCjgeUf71TRFz56osPSfDErszyLp5Ks1EhYSgpDaNM977Rg2",
        );
        replace(
            &activity["object"]["rootDigest"],
            "3c0f1d1dc0ffee00000000000000000000000000000000000000000000000000",
        );
        replace(
            &activity["object"]["id"],
            "http://gelderland.test/ap/activity/0199e2a0-0000-7000-8000-000000000011",
        );
        let is_ours = |(from, _): &(String, &str)| !from.ends_with("/actor") && !from.ends_with("/changes");
        replaced.retain(is_ours);
        is_as_in_fixture(&format!("{}.json", kind.to_lowercase()), activity, &replaced);
    }
}

#[test]
fn every_fixture_is_read_by_our_own_strict_reader() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/wire/ours");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read(entry.unwrap().path()).unwrap();
        federation::json::read::<Value>(&text, federation::json::ACTIVITY).unwrap();
        count += 1;
    }
    assert_eq!(count, 13);
}
