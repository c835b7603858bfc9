//! Files in a group of several organisations: the host fetches a member's file, and the others have it from the host.

use std::path::Path;
use std::sync::Arc;

use domain::files::{self, Arrived, File, Limits, NewFile, State, remote, texts};
use domain::groups::{self, members};
use domain::items::kinds::file::{self, Filed, Order};
use domain::items::{self, CommentEdit, Kind, NewComment, NewDetail, comments};
use domain::people::{self, Scope as Consent};
use domain::principal::{Affiliation, Member, Role as AccountRole};
use domain::{AccountId, Audience, FileId, GroupId, Principal};
use plein_tests::app::configure;
use plein_tests::both_engines;
use plein_tests::evil::{EvilPeer, ask};
use plein_tests::site::{Site, World, befriend, settle};
use ring::digest::{SHA256, digest};
use server::files::{Shelf, Store, Uploads};

use super::folders::filed;
use crate::groups::{closed, item, join, post};

/// Two and a half parts of the wire.
const SIZE: usize = 10_500_000;

/// A site with a place for the bytes of files.
struct Shelved {
    site: Site,
    store: Store,
    _folder: tempfile::TempDir,
}

async fn shelved(world: &World, host: &str, size_max: usize) -> Shelved {
    let site = world.site(host).await;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().display().to_string();
    let config = configure("sqlite:x.db", &data, &[("PLEIN_FILES__SIZE_BYTES_MAX", &size_max.to_string())]);
    let store = Store::open(&config).unwrap();
    let uploads = Uploads::open(Path::new(&data)).unwrap();
    site.federation.keep_files_on(Arc::new(Shelf::new(site.db(), &store, &uploads, &config.files)));
    Shelved { site, store, _folder: folder }
}

async fn colleague(site: &Site, name: &str) -> Principal {
    let person_id = site.person(name, Consent::None).await;
    let person = people::find(site.db(), person_id).await.unwrap();
    Principal::Member(Member {
        account_id: AccountId(person_id.0),
        person_id,
        organisation_id: person.organisation_id,
        affiliation: Affiliation::Staff,
        role: AccountRole::Member,
    })
}

fn bytes() -> Vec<u8> {
    (0..SIZE).map(|n| (n % 253) as u8).collect()
}

impl Shelved {
    /// A complete file of somebody here; `lying` is what really lies in the store.
    async fn file(&self, who: &Principal, bytes: &[u8], lying: &[u8]) -> FileId {
        let arrived = Arrived {
            digest: hex::encode(digest(&SHA256, bytes)),
            media_type: "application/pdf".into(),
            size_bytes: bytes.len() as i64,
            sent_bytes: bytes.len() as i64,
            dimensions: None,
        };
        self.store.put(&arrived.digest, lying.to_vec()).await.unwrap();
        let new = NewFile {
            name: "plan.pdf".into(),
            size_bytes: arrived.size_bytes,
            media_type: String::new(),
            alt: None,
        };
        self.site
            .db()
            .write(async |tx| {
                files::touch_blob(tx, &arrived.digest, arrived.size_bytes).await?;
                let id =
                    files::begin(tx, who, new, Limits { size_bytes_max: 1 << 30, scanned_bytes_max: None })
                        .await?;
                files::finish(tx, who, id, &arrived, false).await.map(|()| id)
            })
            .await
            .unwrap()
    }

    async fn known(&self, ap_id: &str) -> File {
        let found = self.site.db().write(async |tx| remote::find_by_ap_id(tx, ap_id).await).await.unwrap();
        found.unwrap_or_else(|| panic!("{} does not know {ap_id}", self.site.host))
    }
}

/// Members of `others` come into a closed group of the first; gives it there and at each.
async fn group_of(
    world: &World,
    host: &Shelved,
    owner: &Principal,
    others: &[(&Shelved, &Principal)],
) -> (GroupId, Vec<GroupId>) {
    let sites: Vec<&Site> = others.iter().map(|(shelved, _)| &shelved.site).chain([&host.site]).collect();
    let group = closed(host.site.db(), owner, "Inkoop").await;
    settle(&sites).await;
    world.advance_seconds(10);
    settle(&sites).await;
    let ap_id = groups::find(host.site.db(), group).await.unwrap().ap_id;
    let mut copies = Vec::new();
    for (there, who) in others {
        let copy = groups::find_by_ap_id(there.site.db(), &ap_id).await.unwrap().expect("known").id;
        join(there.site.db(), who, copy).await.unwrap();
        copies.push(copy);
    }
    settle(&sites).await;
    for asked in
        members::list_in_state(host.site.db(), owner, group, members::State::Requested).await.unwrap()
    {
        host.site
            .db()
            .write(async |tx| members::decide(tx, owner, group, asked.person_id, true).await)
            .await
            .unwrap();
    }
    settle(&sites).await;
    (group, copies)
}

both_engines! {
    async fn a_members_file_comes_to_the_host_and_from_there_to_the_others(engine) {
        let world = World::new(engine);
        let alpha = shelved(&world, "alpha.test", 100_000_000).await;
        let beta = shelved(&world, "beta.test", 100_000_000).await;
        let gamma = shelved(&world, "gamma.test", 100_000_000).await;
        befriend(&alpha.site, &beta.site).await;
        befriend(&alpha.site, &gamma.site).await;
        let anna = colleague(&alpha.site, "Anna").await;
        let (bea, guus) = (colleague(&beta.site, "Bea").await, colleague(&gamma.site, "Guus").await);
        let gerda = colleague(&gamma.site, "Gerda").await;
        let (_, copies) = group_of(&world, &alpha, &anna, &[(&beta, &bea), (&gamma, &guus)]).await;
        let bytes = bytes();
        let hers = beta.file(&bea, &bytes, &bytes).await;
        let new = items::NewItem { files: vec![hers], ..item(copies[0], Kind::Discussion, Audience::Group, "Offerte", "Zie bijlage") };
        post(beta.site.db(), &bea, new).await.unwrap();
        let ap_id = files::find(beta.site.db(), hers).await.unwrap().ap_id;
        assert_eq!(beta.known(&ap_id).await.confirmed_at, None, "its author sees that it waits");
        settle(&[&alpha.site, &beta.site, &gamma.site]).await;
        let at_host = alpha.known(&ap_id).await;
        assert_eq!((at_host.state, at_host.received_bytes), (State::Ready, SIZE as i64));
        // By its bytes and not by what was said of it.
        assert_eq!(at_host.media_type, "application/octet-stream");
        assert!(beta.known(&ap_id).await.confirmed_at.is_some(), "the host has it");
        let there = gamma.known(&ap_id).await;
        assert_eq!((there.state, there.id), (State::Waiting, hers), "a text that shows it shows it there too");
        assert!(there.fetch_from.as_deref().unwrap().starts_with("http://alpha.test/ap/file/"));
        // A colleague who is no member causes nothing.
        let want = async |who: &Principal| gamma.site.db().write(async |tx| remote::want(tx, who, there.id).await).await;
        assert!(want(&gerda).await.is_err());
        want(&guus).await.unwrap();
        settle(&[&alpha.site, &beta.site, &gamma.site]).await;
        let there = files::find_visible(gamma.site.db(), &guus, there.id).await.unwrap();
        let read = gamma.store.read_whole(there.readable().expect("here"), 0..SIZE as u64).await.unwrap();
        assert!(read == bytes);
        assert!(files::find_visible(gamma.site.db(), &gerda, there.id).await.is_err());
    }

    async fn what_stands_in_a_file_is_known_where_its_bytes_are_not(engine) {
        let world = World::new(engine);
        let alpha = shelved(&world, "alpha.test", 100_000_000).await;
        let beta = shelved(&world, "beta.test", 100_000_000).await;
        befriend(&alpha.site, &beta.site).await;
        let (anna, bea) = (colleague(&alpha.site, "Anna").await, colleague(&beta.site, "Bea").await);
        let (group, _) = group_of(&world, &alpha, &anna, &[(&beta, &bea)]).await;
        let nota = alpha.file(&anna, b"%PDF-1.7 nota", b"%PDF-1.7 nota").await;
        let new = items::NewItem { files: vec![nota], ..item(group, Kind::Discussion, Audience::Group, "Nota", "Zie bijlage") };
        post(alpha.site.db(), &anna, new).await.unwrap();
        settle(&[&alpha.site, &beta.site]).await;
        let file = files::find(alpha.site.db(), nota).await.unwrap();
        let (there, digest) = (beta.known(&file.ap_id).await, file.digest.unwrap());
        let known = async || texts::find(beta.site.db(), &digest).await.unwrap();
        // The host has not read it when it is first asked; it is asked again.
        world.advance_seconds(120);
        settle(&[&alpha.site, &beta.site]).await;
        assert_eq!(known().await, None);
        alpha.site.db().write(async |tx| texts::keep(tx, &digest, "Gemeentelijke stikstofaanpak").await).await.unwrap();
        world.advance_seconds(3_700);
        settle(&[&alpha.site, &beta.site]).await;
        assert_eq!(known().await.as_deref(), Some("Gemeentelijke stikstofaanpak"));
        assert_eq!(beta.known(&file.ap_id).await.state, State::Waiting, "the bytes stayed where they are");

        // Whoever has no member there is not told that there is such a text.
        let evil = EvilPeer::plug(&world, "peer.test");
        evil.befriend(&alpha.site).await;
        let path = format!("/ap/file/{}/text", there.id);
        assert_eq!(ask(&alpha.site, evil.asks(&alpha.site, &path)).await.0, 404);
    }

    async fn a_file_of_a_comment_travels_as_one_of_an_item_does(engine) {
        let world = World::new(engine);
        let alpha = shelved(&world, "alpha.test", 100_000_000).await;
        let beta = shelved(&world, "beta.test", 100_000_000).await;
        let gamma = shelved(&world, "gamma.test", 100_000_000).await;
        befriend(&alpha.site, &beta.site).await;
        befriend(&alpha.site, &gamma.site).await;
        let anna = colleague(&alpha.site, "Anna").await;
        let (bea, guus) = (colleague(&beta.site, "Bea").await, colleague(&gamma.site, "Guus").await);
        let (group, copies) = group_of(&world, &alpha, &anna, &[(&beta, &bea), (&gamma, &guus)]).await;
        let of = post(alpha.site.db(), &anna, item(group, Kind::Question, Audience::Group, "Wie weet het?", "x")).await.unwrap();
        settle(&[&alpha.site, &beta.site, &gamma.site]).await;
        let address = items::find(alpha.site.db(), &anna, of).await.unwrap().ap_id;
        let here = items::find_by_ap_id(beta.site.db(), &address).await.unwrap().expect("known");
        let hers = beta.file(&bea, b"%PDF antwoord", b"%PDF antwoord").await;
        let new = NewComment { item_id: here, parent_id: None, body: "Zie bijlage".into(), language: "nl".into(), files: vec![hers], origin: None };
        let comment = beta.site.db().write(async |tx| comments::add(tx, &bea, new.clone()).await).await.unwrap();
        let ap_id = files::find(beta.site.db(), hers).await.unwrap().ap_id;
        assert_eq!(beta.known(&ap_id).await.confirmed_at, None, "its author sees that it waits");
        settle(&[&alpha.site, &beta.site, &gamma.site]).await;
        let at_host = alpha.known(&ap_id).await;
        assert_eq!((at_host.state, at_host.item_id), (State::Ready, Some(of)));
        assert!(at_host.comment_id.is_some());
        assert!(files::list_of_items(alpha.site.db(), &[of]).await.unwrap().is_empty());
        assert!(beta.known(&ap_id).await.confirmed_at.is_some(), "the host has it");
        let there = gamma.known(&ap_id).await;
        assert_eq!((there.state, there.comment_id.is_some()), (State::Waiting, true));
        gamma.site.db().write(async |tx| remote::want(tx, &guus, there.id).await).await.unwrap();
        settle(&[&alpha.site, &beta.site, &gamma.site]).await;
        let there = files::find_visible(gamma.site.db(), &guus, there.id).await.unwrap();
        let read = gamma.store.read_whole(there.readable().expect("here"), 0..13).await.unwrap();
        assert_eq!(read, b"%PDF antwoord");
        // Another file in its place, then none: everywhere.
        let other = beta.file(&bea, b"%PDF beter", b"%PDF beter").await;
        let edit = CommentEdit { body: "Zie bijlage".into(), files: vec![other], origin: None };
        beta.site.db().write(async |tx| comments::edit(tx, &bea, comment, edit.clone()).await).await.unwrap();
        settle(&[&alpha.site, &beta.site, &gamma.site]).await;
        let better = files::find(beta.site.db(), other).await.unwrap().ap_id;
        for shelved in [&alpha, &gamma] {
            let gone = shelved.site.db().write(async |tx| remote::find_by_ap_id(tx, &ap_id).await).await.unwrap();
            assert_eq!((gone, shelved.known(&better).await.name.as_str()), (None, "plan.pdf"));
        }
        beta.site.db().write(async |tx| comments::delete(tx, &bea, comment).await).await.unwrap();
        settle(&[&alpha.site, &beta.site, &gamma.site]).await;
        for shelved in [&alpha, &beta, &gamma] {
            let gone = shelved.site.db().write(async |tx| remote::find_by_ap_id(tx, &better).await).await.unwrap();
            assert_eq!(gone, None);
        }
        // A copy that nobody follows any more goes with its files.
        let last = beta.file(&bea, b"%PDF laatste", b"%PDF laatste").await;
        let new = NewComment { files: vec![last], body: "Nog een".into(), ..new };
        beta.site.db().write(async |tx| comments::add(tx, &bea, new.clone()).await).await.unwrap();
        settle(&[&alpha.site, &beta.site, &gamma.site]).await;
        let last = files::find(beta.site.db(), last).await.unwrap().ap_id;
        gamma.known(&last).await;
        gamma.site.db().write(async |tx| members::leave(tx, &guus, copies[1]).await).await.unwrap();
        settle(&[&alpha.site, &beta.site, &gamma.site]).await;
        let gone = gamma.site.db().write(async |tx| remote::find_by_ap_id(tx, &last).await).await.unwrap();
        assert_eq!(gone, None);
    }

    async fn a_shared_file_lies_in_the_same_folder_everywhere(engine) {
        let world = World::new(engine);
        let alpha = shelved(&world, "alpha.test", 100_000_000).await;
        let beta = shelved(&world, "beta.test", 100_000_000).await;
        let gamma = shelved(&world, "gamma.test", 100_000_000).await;
        befriend(&alpha.site, &beta.site).await;
        befriend(&alpha.site, &gamma.site).await;
        let anna = colleague(&alpha.site, "Anna").await;
        let (bea, guus) = (colleague(&beta.site, "Bea").await, colleague(&gamma.site, "Guus").await);
        let (group, copies) = group_of(&world, &alpha, &anna, &[(&beta, &bea), (&gamma, &guus)]).await;
        let hers = beta.file(&bea, b"%PDF kader", b"%PDF kader").await;
        let id = post(beta.site.db(), &bea, filed(copies[0], Audience::Group, "Kader", "Beleid/2026", &[hers])).await.unwrap();
        settle(&[&alpha.site, &beta.site, &gamma.site]).await;
        let seen = async |folder: &'static str| {
            let mut titles = Vec::new();
            for (shelved, who, group) in [(&alpha, &anna, group), (&beta, &bea, copies[0]), (&gamma, &guus, copies[1])] {
                let found = file::list(shelved.site.db(), who, group, folder, Order::Name).await.unwrap();
                titles.extend(found.into_iter().map(|item| item.title));
            }
            titles
        };
        assert_eq!(seen("Beleid/2026").await, ["Kader"; 3]);
        let item = items::find(beta.site.db(), &bea, id).await.unwrap();
        let edit = items::ItemEdit {
            version: None, audience: item.audience, title: item.title, body: item.body, language: item.language, subjects: Vec::new(),
            detail: NewDetail::File(Filed { folder: "Archief".into() }), moment: None, archive_at: None, files: vec![hers], origin: None,
        };
        beta.site.db().write(async |tx| items::edit(tx, &bea, id, edit.clone()).await).await.unwrap();
        settle(&[&alpha.site, &beta.site, &gamma.site]).await;
        assert_eq!((seen("Archief").await.len(), seen("Beleid/2026").await.len()), (3, 0));
        beta.site.db().write(async |tx| items::delete(tx, &bea, id).await).await.unwrap();
        settle(&[&alpha.site, &beta.site, &gamma.site]).await;
        assert_eq!(seen("Archief").await.len(), 0);
    }

    async fn bytes_that_are_not_what_was_promised_are_not_kept(engine) {
        let world = World::new(engine);
        let alpha = shelved(&world, "alpha.test", 100_000_000).await;
        let beta = shelved(&world, "beta.test", 100_000_000).await;
        befriend(&alpha.site, &beta.site).await;
        let (anna, bea) = (colleague(&alpha.site, "Anna").await, colleague(&beta.site, "Bea").await);
        let (_, copies) = group_of(&world, &alpha, &anna, &[(&beta, &bea)]).await;
        let other = beta.file(&bea, b"wat beloofd was", b"iets heel anders").await;
        let new = items::NewItem { files: vec![other], ..item(copies[0], Kind::Discussion, Audience::Group, "Anders", "x") };
        post(beta.site.db(), &bea, new).await.unwrap();
        settle(&[&alpha.site, &beta.site]).await;
        let ap_id = files::find(beta.site.db(), other).await.unwrap().ap_id;
        assert_eq!(alpha.known(&ap_id).await.state, State::Missing);
        assert_eq!(beta.known(&ap_id).await.confirmed_at, None);
    }

    async fn a_file_larger_than_the_host_takes_is_not_fetched(engine) {
        let world = World::new(engine);
        let alpha = shelved(&world, "alpha.test", 1_000).await;
        let beta = shelved(&world, "beta.test", 100_000_000).await;
        befriend(&alpha.site, &beta.site).await;
        let (anna, bea) = (colleague(&alpha.site, "Anna").await, colleague(&beta.site, "Bea").await);
        let (_, copies) = group_of(&world, &alpha, &anna, &[(&beta, &bea)]).await;
        let large = vec![1; 1_001];
        let id = beta.file(&bea, &large, &large).await;
        let new = items::NewItem { files: vec![id], ..item(copies[0], Kind::Discussion, Audience::Group, "Groot", "x") };
        post(beta.site.db(), &bea, new).await.unwrap();
        settle(&[&alpha.site, &beta.site]).await;
        let ap_id = files::find(beta.site.db(), id).await.unwrap().ap_id;
        assert_eq!(alpha.known(&ap_id).await.state, State::Missing);
    }

    async fn only_the_host_and_instances_with_members_are_given_bytes(engine) {
        let world = World::new(engine);
        let alpha = shelved(&world, "alpha.test", 100_000_000).await;
        let beta = shelved(&world, "beta.test", 100_000_000).await;
        befriend(&alpha.site, &beta.site).await;
        let (anna, bea) = (colleague(&alpha.site, "Anna").await, colleague(&beta.site, "Bea").await);
        let (group, _) = group_of(&world, &alpha, &anna, &[(&beta, &bea)]).await;
        let id = alpha.file(&anna, b"%PDF onder ons", b"%PDF onder ons").await;
        let loose = alpha.file(&anna, b"%PDF nog niet", b"%PDF nog niet").await;
        let new = items::NewItem { files: vec![id], ..item(group, Kind::Discussion, Audience::Group, "Offerte", "x") };
        post(alpha.site.db(), &anna, new).await.unwrap();
        let (peer, stranger) = (EvilPeer::plug(&world, "peer.test"), EvilPeer::plug(&world, "stranger.test"));
        peer.befriend(&alpha.site).await;
        for asker in [&peer, &stranger] {
            for path in [format!("/ap/file/{id}"), format!("/ap/file/{loose}"), format!("/ap/file/{id}?from=x"), "/ap/file/x".into()] {
                let (status, body) = ask(&alpha.site, asker.asks(&alpha.site, &path)).await;
                assert_eq!((status, body.contains("onder ons")), (404, false), "{path}");
            }
        }
        settle(&[&alpha.site, &beta.site]).await;
        let ap_id = files::find(alpha.site.db(), id).await.unwrap().ap_id;
        let copy = beta.known(&ap_id).await;
        beta.site.db().write(async |tx| remote::want(tx, &bea, copy.id).await).await.unwrap();
        settle(&[&alpha.site, &beta.site]).await;
        assert_eq!(beta.known(&ap_id).await.state, State::Ready);
    }
}
