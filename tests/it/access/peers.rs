//! Every row of the federation's table, tried by everyone who may knock: nobody known, a host we never met, peers in
//! every state, and one that may not have our people. A new row adds a line to `CASES`.

use crate::groups;
use axum::body::Body;
use axum::http::Request;
use domain::groups::JoinPolicy;
use domain::peers::{self, Level};
use domain::people::{Scope, photo};
use domain::{Audience, GroupId, Principal};
use federation::table;
use plein_tests::both_engines;
use plein_tests::evil::{EvilPeer, ask};
use plein_tests::site::{ADMIN, Site, World};
use serde_json::json;

/// Who asks, in the order of the columns below.
const IDENTITIES: [&str; 7] =
    ["unsigned", "unknown", "requested", "approved", "paused", "blocked", "without-people"];
const APPROVED: usize = 3;

/// Method, path, what to fill in for `{…}` or add behind it, and what each identity gets.
type Case = (&'static str, &'static str, fn(&House) -> String, [u16; 7]);

#[rustfmt::skip]
const CASES: &[Case] = &[
    // Who we are is anybody's business.
    ("GET", "/.well-known/webfinger", |_| "/.well-known/webfinger?resource=acct:alpha.test@alpha.test".into(), [200; 7]),
    ("GET", "/.well-known/nodeinfo", |_| "/.well-known/nodeinfo".into(), [200; 7]),
    ("GET", "/nodeinfo/2.1", |_| "/nodeinfo/2.1".into(), [200; 7]),
    ("GET", "/actor", |_| "/actor".into(), [200; 7]),
    ("GET", "/outbox", |_| "/outbox".into(), [200; 7]),
    // A nudge: peers may speak, a paused one later, others not at all.
    ("POST", "/inbox", |_| "/inbox".into(), [401, 403, 202, 202, 503, 403, 202]),
    // Somebody who is known to connected organisations alone.
    ("GET", "/ap/person/{id}", |house| format!("/ap/person/{}", house.person), [404, 404, 404, 200, 404, 404, 404]),
    ("GET", "/ap/person/{id}/photo/{digest}", |house| format!("/ap/person/{}/photo/{}", house.person, house.digest),
        [404, 404, 404, 200, 404, 404, 404]),
    // A group that connected organisations may know of; what is in it is for those with a member.
    ("GET", "/directory/groups", |_| "/directory/groups".into(), [404, 404, 404, 200, 404, 404, 200]),
    ("GET", "/ap/group/{id}", |house| format!("/ap/group/{}", house.group), [404, 404, 404, 200, 404, 404, 200]),
    ("GET", "/ap/group/{id}/changes", |house| format!("/ap/group/{}/changes", house.group),
        [404, 404, 404, 200, 404, 404, 404]),
    ("GET", "/ap/group/{id}/digest", |house| format!("/ap/group/{}/digest", house.group),
        [404, 404, 404, 200, 404, 404, 404]),
    // Nobody of theirs looks after it; the stories of the desk tell who gets one.
    ("GET", "/ap/group/{id}/desk", |house| format!("/ap/group/{}/desk", house.group), [404; 7]),
    // It has no pages; the stories of wikis tell who gets one.
    ("GET", "/ap/page/{id}/versions", |house| format!("/ap/page/{}/versions", house.person), [404; 7]),
    // The same, and who is changing one: nobody's business but theirs who may change it too.
    ("GET", "/ap/page/{id}/editing", |house| format!("/ap/page/{}/editing", house.person), [404; 7]),
    ("GET", "/ap/editing", |house| format!("/ap/editing?page=http://alpha.test/ap/page/{}", house.person), [404; 7]),
    // It has no pictures; stories of pictures tell who gets one. Nor does anybody have this link.
    ("GET", "/ap/group/{id}/icon", |house| format!("/ap/group/{}/icon", house.group), [404; 7]),
    ("GET", "/ap/group/{id}/cover", |house| format!("/ap/group/{}/cover", house.group), [404; 7]),
    ("GET", "/ap/invitation/{secret}", |_| format!("/ap/invitation/{}", "a".repeat(43)), [404; 7]),
    // Closed to the fediverse: what is for anybody while it is open is for nobody; stories of it tell the rest.
    ("GET", "/ap/group/{id}/followers", |house| format!("/ap/group/{}/followers", house.group), [404; 7]),
    ("GET", "/ap/group/{id}/outbox", |house| format!("/ap/group/{}/outbox", house.group), [404; 7]),
    ("GET", "/ap/item/{id}", |house| format!("/ap/item/{}", house.group), [404; 7]),
    ("GET", "/ap/comment/{id}", |house| format!("/ap/comment/{}", house.group), [404; 7]),
    ("POST", "/ap/group/{id}/inbox", |house| format!("/ap/group/{}/inbox", house.group), [401, 403, 202, 202, 503, 403, 202]),
    ("POST", "/ap/person/{id}/inbox", |house| format!("/ap/person/{}/inbox", house.person), [401, 403, 202, 202, 503, 403, 202]),
    // Hidden: only where a member works is there anything.
    ("GET", "/ap/group/{id}", |house| format!("/ap/group/{}", house.hidden), [404, 404, 404, 200, 404, 404, 404]),
    // What we sent to the approved one.
    ("GET", "/ap/activity/{id}", |house| house.activity.clone(), [404, 404, 404, 200, 404, 404, 404]),
    // What is in no group of theirs is for nobody; stories of files tell who does get one.
    ("GET", "/ap/file/{id}", |house| format!("/ap/file/{}", house.person), [404; 7]),
    ("GET", "/ap/file/{id}/text", |house| format!("/ap/file/{}/text", house.person), [404; 7]),
    // Whoever may not have our people gets an empty directory, so that what it had goes.
    ("GET", "/directory/changes", |_| "/directory/changes".into(), [404, 404, 404, 200, 404, 404, 200]),
    ("GET", "/directory/digest", |_| "/directory/digest".into(), [404, 404, 404, 200, 404, 404, 200]),
    ("GET", "/directory/digest/{bucket}", |house| format!("/directory/digest/{}", house.bucket),
        [404, 404, 404, 200, 404, 404, 404]),
];

/// An organisation with one person and peers of every sort.
struct House {
    site: Site,
    askers: Vec<EvilPeer>,
    person: String,
    digest: String,
    activity: String,
    bucket: usize,
    group: String,
    hidden: String,
}

const NAME: &str = "Anne Smit";

async fn house(world: &World) -> House {
    let site = world.site("alpha.test").await;
    let id = site.person(NAME, Scope::Network).await;
    let jpeg = photo::re_encode(&picture()).unwrap();
    site.db().write(async |tx| photo::set(tx, &ADMIN, id, jpeg.clone()).await).await.unwrap();
    let askers: Vec<_> =
        IDENTITIES.iter().map(|name| EvilPeer::plug(world, &format!("{name}.test"))).collect();
    let [_, _, requested, approved, paused, blocked, without] = &askers[..] else { panic!("seven") };
    assert_eq!(requested.post(&site, &requested.follow(&site)).await, 202);
    for peer in [approved, paused, blocked, without] {
        peer.befriend(&site).await;
    }
    let id_of = async |peer: &EvilPeer| site.instance_id(&peer.host).await;
    let (to_pause, to_block, to_narrow) = (id_of(paused).await, id_of(blocked).await, id_of(without).await);
    let level = Level { shares_people: false, shares_groups: peers::SharedGroups::All, rate: 50 };
    site.db()
        .write(async |tx| {
            peers::pause(tx, &ADMIN, to_pause).await?;
            peers::block(tx, &ADMIN, to_block).await?;
            peers::set_level(tx, &ADMIN, to_narrow, level).await
        })
        .await
        .unwrap();
    let anna = crate::federation::groups::colleague(&site, "Anna de Bruin").await;
    let group = open_group(&site, &anna, approved, Audience::Network).await;
    let hidden = open_group(&site, &anna, approved, Audience::Group).await;
    let follow = site.peer(&approved.host).await.follow_sent.unwrap();
    let view = domain::people::view(site.db(), &ADMIN, id).await.unwrap();
    House {
        person: id.to_string(),
        group: group.to_string(),
        hidden: hidden.to_string(),
        digest: view.photo.unwrap(),
        activity: follow.trim_start_matches("http://alpha.test").to_owned(),
        bucket: federation::directory::digest::bucket_of(&view.ap_id),
        site,
        askers,
    }
}

/// A group with a member at the approved peer; hidden when it is listed for its members alone.
async fn open_group(site: &Site, owner: &Principal, peer: &EvilPeer, listed: Audience) -> GroupId {
    let edit = groups::edit("Beraad", JoinPolicy::Open, Audience::Network, Audience::Group);
    let id = groups::create(site.db(), owner, edit).await;
    let ap_id = domain::groups::find(site.db(), id).await.unwrap().ap_id;
    let follow = peer.said("gast", &format!("f{id}"), "Follow", &ap_id, json!(ap_id));
    assert_eq!(peer.post(site, &follow).await, 202);
    plein_tests::site::settle(&[site]).await;
    let edit = groups::edit("Beraad", JoinPolicy::Open, listed, Audience::Group);
    site.db().write(async |tx| domain::groups::edit(tx, owner, id, edit.clone()).await).await.unwrap();
    assert_eq!(domain::groups::find(site.db(), id).await.unwrap().member_count, 2);
    id
}

fn picture() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = image::DynamicImage::ImageRgb8(image::RgbImage::new(40, 40));
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

impl House {
    /// As this identity asks: signed, but for the one that signs nothing.
    fn request(&self, asker: usize, method: &str, path: &str) -> Request<Body> {
        let peer = &self.askers[asker];
        let nudge = peer.activity("n", "Announce", json!({ "type": "OrderedCollection" })).to_string();
        let mut request = match method {
            "POST" => peer.signed_for(&format!("http://{}{path}", self.site.host), nudge.as_bytes()),
            _ => peer.asks(&self.site, path),
        };
        if asker == 0 {
            request.headers_mut().remove("signature");
            request.headers_mut().remove("signature-input");
        }
        request
    }
}

both_engines! {
    async fn every_organisation_gets_what_it_may_and_nothing_else(engine) {
        let world = World::new(engine);
        let house = house(&world).await;
        for (method, pattern, path, expected) in CASES {
            let path = path(&house);
            for (asker, name) in IDENTITIES.iter().enumerate() {
                let (status, body) = ask(&house.site, house.request(asker, method, &path)).await;
                assert_eq!(status, expected[asker], "{name}: {method} {path}");
                let speaks_of_her = body.contains(NAME) || body.contains(&house.person);
                assert!(!speaks_of_her || asker == APPROVED, "{name}: {method} {path}: {body}");
                let is_hers = pattern.contains("person/{id}") && !pattern.contains("photo") && !pattern.contains("inbox") || *pattern == "/directory/changes";
                assert!(!is_hers || speaks_of_her == (asker == APPROVED), "{name}: {method} {path}: {body}");
            }
        }
    }
}

#[test]
fn every_row_of_the_federation_has_a_case_and_every_case_a_row() {
    let rows: Vec<_> = table::routes::<federation::Federation>()
        .into_iter()
        .map(|row| (row.method.to_string(), row.path.to_owned()))
        .collect();
    let cases: Vec<_> = CASES.iter().map(|case| (case.0.to_owned(), case.1.to_owned())).collect();
    for row in &rows {
        assert!(cases.contains(row), "add {row:?} to CASES in {}, after thinking about who may", file!());
    }
    for case in &cases {
        assert!(rows.contains(case), "{case:?} is gone");
    }
    let served: Vec<_> = server::router::federation_routes();
    assert_eq!(served.len(), rows.len(), "the server serves this table and no other");
}
