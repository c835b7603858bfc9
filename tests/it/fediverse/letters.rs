//! What anybody on the fediverse gets of us, letter by letter: `tests/fixtures/wire/open`.

use domain::items::comments::{self, NewComment};
use domain::people::Scope;
use plein_tests::databases::Engine;
use plein_tests::outsider::Outsider;
use plein_tests::site::settle;
use serde_json::{Value, json};

use super::{fetch, page, scene};
use crate::groups::{comment, post};
use crate::wire::is_as_in_fixture;

#[tokio::test]
async fn everything_that_the_fediverse_gets_is_as_in_the_fixtures() {
    let scene = scene(Engine::Sqlite).await;
    let (db, anna) = (scene.alpha.db(), &scene.anna);
    let wim = Outsider::on_lemmy(&scene.world);
    wim.post(&scene.alpha, &wim.fixture("follow", &scene.words())).await;
    wim.post(&scene.alpha, &wim.fixture("create_comment", &scene.words())).await;
    scene.decide(scene.waiting().await[0], true).await;
    let answered = comments::list(db, anna, scene.item, None, 10).await.unwrap()[0].id;
    scene.alpha.choose(anna.person_id().unwrap(), Scope::Public).await;
    let item = post(db, anna, page(scene.group, "Hoog water", "Het **stijgt**.")).await.unwrap();
    let new = NewComment {
        files: Vec::new(),
        item_id: scene.item,
        parent_id: Some(answered),
        body: "Dank u".into(),
        language: "nl".into(),
        origin: None,
    };
    let reply = db.write(async |tx| comments::add(tx, anna, new.clone()).await).await.unwrap();
    settle(&[&scene.alpha]).await;

    let get = async |path: String| fetch(&scene.alpha, &path).await.1;
    let group = get(scene.group_address.clone()).await;
    let mut replaced = vec![
        (
            group["publicKey"]["publicKeyPem"].as_str().unwrap().replace('\n', "\\n"),
            "-----BEGIN PUBLIC KEY-----\\n…\\n-----END PUBLIC KEY-----\\n",
        ),
        (scene.group.to_string(), "0199e2a0-0000-7000-8000-000000000001"),
        (scene.item.to_string(), "0199e2a0-0000-7000-8000-000000000002"),
        (item.to_string(), "0199e2a0-0000-7000-8000-000000000003"),
        (reply.to_string(), "0199e2a0-0000-7000-8000-000000000004"),
        (anna.person_id().unwrap().to_string(), "0199e2a0-0000-7000-8000-000000000005"),
    ];
    let documents = [
        ("webfinger.json", get("/.well-known/webfinger?resource=acct:waterpeil@alpha.test".into()).await),
        ("group.json", group),
        ("followers.json", get(format!("{}/followers", scene.group_address)).await),
        ("person.json", get(format!("/ap/person/{}", anna.person_id().unwrap())).await),
        ("item-of-the-group.json", get(scene.item_address.clone()).await),
        ("item.json", get(format!("/ap/item/{item}")).await),
        ("reply.json", get(format!("/ap/comment/{reply}")).await),
    ];
    for (name, document) in &documents {
        is_as_in_fixture(&format!("../open/{name}"), document, &replaced);
    }
    db.write(async |tx| domain::items::delete(tx, anna, item).await).await.unwrap();
    comment(db, anna, scene.item, "Tot morgen").await.unwrap();
    settle(&[&scene.alpha]).await;
    let sent = wim.received(&scene.world, &scene.alpha).await;
    let address = json!(format!("http://alpha.test/ap/item/{item}"));
    let find = |what: fn(&Value, &Value) -> bool| {
        sent.iter().find(|one| what(one, &address)).expect("it was sent").clone()
    };
    let activities = [
        ("accept.json", find(|one, _| one["type"] == "Accept")),
        ("announce.json", find(|one, item| one["type"] == "Announce" && one["object"] == *item)),
        (
            "announce-create.json",
            find(|one, item| one["object"]["type"] == "Create" && one["object"]["object"]["id"] == *item),
        ),
        ("create-reply.json", find(|one, _| one["type"] == "Create")),
        ("delete.json", find(|one, _| one["type"] == "Delete")),
        ("announce-delete.json", find(|one, _| one["object"]["type"] == "Delete")),
    ];
    for (name, activity) in &activities {
        for id in [&activity["id"], &activity["object"]["id"]].into_iter().filter_map(Value::as_str) {
            if id.contains("/ap/activity/") {
                replaced.push((
                    id.to_owned(),
                    "http://alpha.test/ap/activity/0199e2a0-0000-7000-8000-000000000006",
                ));
            }
        }
        is_as_in_fixture(&format!("../open/{name}"), activity, &replaced);
    }
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/wire/open");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), documents.len() + activities.len());
}
