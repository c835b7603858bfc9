//! Public groups and the rest of the fediverse: found, followed and answered from Mastodon, Lemmy and their like.

mod answers;
mod evil;
mod follow;
mod found;
mod letters;
mod living;
mod pages;

use domain::groups::JoinPolicy;
use domain::items::Kind;
use domain::outside::{self, Opening};
use domain::{Audience, CommentId, GroupId, ItemId, Principal};
use plein_tests::databases::Engine;
use plein_tests::evil::ask;
use plein_tests::site::{ADMIN, Site, World, settle};
use serde_json::Value;

use crate::federation::groups::colleague;
use crate::groups::{create, edit, item, post};

/// An organisation whose public groups are open, with one in it, its owner, and a public item.
pub struct Scene {
    pub world: World,
    pub alpha: Site,
    pub anna: Principal,
    pub group: GroupId,
    pub group_address: String,
    pub item: ItemId,
    pub item_address: String,
}

pub async fn scene(engine: Engine) -> Scene {
    let scene = closed_scene(engine).await;
    choose(&scene.alpha, Opening { is_open: true, answers_appear: false }).await;
    scene
}

/// The same before anybody opened anything.
pub async fn closed_scene(engine: Engine) -> Scene {
    let world = World::new(engine);
    let alpha = world.site("alpha.test").await;
    let anna = colleague(&alpha, "Anna Vermeer").await;
    let group = public(&alpha, &anna, "Waterpeil").await;
    let item = post(alpha.db(), &anna, page(group, "Hoe hoog staat het bij u?", "Wij **meten** elke dag."))
        .await
        .unwrap();
    settle(&[&alpha]).await;
    Scene {
        group_address: format!("http://alpha.test/ap/group/{group}"),
        item_address: format!("http://alpha.test/ap/item/{item}"),
        world,
        alpha,
        anna,
        group,
        item,
    }
}

pub async fn public(site: &Site, owner: &Principal, name: &str) -> GroupId {
    create(site.db(), owner, edit(name, JoinPolicy::Open, Audience::Public, Audience::Public)).await
}

pub fn page(group: GroupId, title: &str, body: &str) -> domain::items::NewItem {
    item(group, Kind::Discussion, Audience::Public, title, body)
}

/// An administrator opens or closes; the instance comes to rest.
pub async fn choose(site: &Site, to: Opening) {
    site.db().write(async |tx| outside::set_opening(tx, &ADMIN, to).await).await.unwrap();
    settle(&[site]).await;
}

/// What anybody gets under an address of this site: status and document.
pub async fn fetch(site: &Site, address: &str) -> (u16, Value) {
    let path = address.strip_prefix(&format!("http://{}", site.host)).unwrap_or(address);
    let request = axum::http::Request::get(path).header("accept", "application/activity+json");
    let (status, body) = ask(site, request.body(axum::body::Body::empty()).unwrap()).await;
    (status, serde_json::from_str(&body).unwrap_or_default())
}

impl Scene {
    /// What somebody who is not signed in reads below the item: author and text.
    pub async fn thread(&self) -> Vec<(String, String)> {
        self.thread_for(&Principal::Anonymous).await
    }

    pub async fn thread_for(&self, who: &Principal) -> Vec<(String, String)> {
        let comments =
            domain::items::comments::list(self.alpha.db(), who, self.item, None, 100).await.unwrap();
        let authors = comments.iter().map(|comment| comment.author_id);
        let faces = domain::people::faces(self.alpha.db(), who, authors).await.unwrap();
        let living = comments.iter().filter(|comment| comment.deleted_at.is_none());
        living.map(|comment| (faces[&comment.author_id].name.clone(), comment.html.clone())).collect()
    }

    /// What waits for the moderators, oldest first.
    pub async fn waiting(&self) -> Vec<CommentId> {
        let found =
            outside::answers::list_waiting(self.alpha.db(), &self.anna, self.group, 100).await.unwrap();
        found.into_iter().map(|waiting| waiting.comment.id).collect()
    }

    pub async fn decide(&self, id: CommentId, is_yes: bool) {
        let anna = &self.anna;
        self.alpha.db().write(async |tx| outside::answers::decide(tx, anna, id, is_yes).await).await.unwrap();
        settle(&[&self.alpha]).await;
    }

    pub async fn followers(&self) -> i64 {
        outside::follows::count(self.alpha.db(), self.group).await.unwrap()
    }

    /// The words that fill the documents of others.
    pub fn words(&self) -> [(&str, &str); 2] {
        [("GROUP", &self.group_address), ("ITEM", &self.item_address)]
    }
}
