//! Icon and cover: chosen by the owner, seen by whoever may know of the network, at every organisation.

use domain::groups::pictures::{self, Shape};
use domain::groups::{self, JoinPolicy};
use domain::{Audience, GroupId, Principal};
use image::{DynamicImage, ImageFormat, RgbImage};
use plein_tests::both_engines;
use plein_tests::evil::{EvilPeer, ask};
use plein_tests::site::{Site, World};

use super::{create, edit, key, open};
use crate::federation::groups::{colleague, copy_at, rest};

fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(RgbImage::new(300, 200)).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

async fn set(site: &Site, who: &Principal, group: GroupId, shape: Shape) -> domain::Result<()> {
    let jpeg = pictures::draw(shape, &png())?;
    site.db().write(async |tx| pictures::set(tx, who, group, shape, jpeg.clone()).await).await
}

both_engines! {
    async fn a_picture_is_seen_wherever_the_network_is_known(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let (anna, ans, bea) = (colleague(&alpha, "Anna").await, colleague(&alpha, "Ans").await, colleague(&beta, "Bea").await);
        let group = open(alpha.db(), &anna, "Jeugd").await;
        assert_eq!(key(set(&alpha, &ans, group, Shape::Icon).await), "error-owners-only");
        assert_eq!(key(pictures::draw(Shape::Cover, b"<svg onload=alert(1)>")), "error-picture");
        set(&alpha, &anna, group, Shape::Icon).await.unwrap();
        set(&alpha, &anna, group, Shape::Cover).await.unwrap();
        rest(&world, &[&alpha, &beta]).await;
        let copy = copy_at(&beta, &alpha, group).await;
        assert!(groups::find(beta.db(), copy).await.unwrap().pictures.cover.is_some());
        let icon = beta.federation.group_picture(&bea, copy, Shape::Icon).await.unwrap();
        let size = image::load_from_memory(&icon.bytes).unwrap();
        assert_eq!((size.width(), size.height()), Shape::Icon.pixels());
        let again = pictures::find_visible(beta.db(), &bea, copy, Shape::Icon).await.unwrap();
        assert_eq!(again.bytes, icon.bytes, "it was kept");

        alpha.db().write(async |tx| pictures::remove(tx, &anna, group, Shape::Icon).await).await.unwrap();
        rest(&world, &[&alpha, &beta]).await;
        assert!(groups::find(beta.db(), copy).await.unwrap().pictures.icon.is_none());
        assert_eq!(key(beta.federation.group_picture(&bea, copy, Shape::Icon).await), "not found");
    }

    async fn nobody_sees_the_picture_of_what_he_may_not_know(engine) {
        let world = World::new(engine);
        let alpha = world.site("alpha.test").await;
        let (anna, ans) = (colleague(&alpha, "Anna").await, colleague(&alpha, "Ans").await);
        let group = create(alpha.db(), &anna, edit("Geheim", JoinPolicy::Invitation, Audience::Group, Audience::Group)).await;
        set(&alpha, &anna, group, Shape::Icon).await.unwrap();
        assert_eq!(key(alpha.federation.group_picture(&ans, group, Shape::Icon).await), "not found");
        assert_eq!(key(alpha.federation.group_picture(&Principal::Anonymous, group, Shape::Icon).await), "not found");
        let stranger = EvilPeer::plug(&world, "evil.test");
        stranger.befriend(&alpha).await;
        let path = format!("/ap/group/{group}/icon");
        assert_eq!(ask(&alpha, stranger.asks(&alpha, &path)).await.0, 404);
    }
}
