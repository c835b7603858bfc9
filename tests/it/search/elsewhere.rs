//! Networks of other organisations: what stands here of them is found here, by their members, until the ways part.

use std::sync::Arc;

use domain::groups::members::{self, State};
use domain::items::{self, Kind};
use domain::people;
use domain::{Audience, Db, PersonId, Principal};
use plein_tests::both_engines;
use plein_tests::site::{ADMIN, Site, World, settle};
use search::Published;
use search::published::Query;
use search::vocabulary::Vocabulary;

use crate::federation::groups::{colleague, copy_at, named, rest};
use crate::groups::{closed, comment, item, join, open, post};

/// The search of a site.
pub struct Desk {
    db: Db,
    published: Published,
    _folder: tempfile::TempDir,
}

impl Desk {
    pub async fn at(site: &Site) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let vocabulary = Arc::new(Vocabulary::read(site.db().clone()).await.unwrap());
        let published = Published::new(site.db().clone(), vocabulary, folder.path().to_owned()).unwrap();
        Self { db: site.db().clone(), published, _folder: folder }
    }

    pub async fn found(&self, who: &Principal, text: &str) -> Vec<String> {
        self.published.catch_up().await.unwrap();
        let query = Query { text: text.into(), limit: 20, ..Query::default() };
        let found = self.published.search(who, query).await.unwrap();
        found.things.iter().map(|one| one.title.iter().map(|piece| piece.text.as_str()).collect()).collect()
    }

    /// Whose own words speak of it.
    pub async fn known_for(&self, who: &Principal, text: &str) -> Vec<String> {
        self.published.catch_up().await.unwrap();
        let asking = self.published.begin_evidence(who, text).await.unwrap().expect("there is an index");
        let found = self.published.evidence(who, asking).await.unwrap();
        let ids: Vec<PersonId> = found.into_keys().map(PersonId).collect();
        let people = people::list(&self.db, &ids).await.unwrap();
        people.into_iter().map(|person| person.name).collect()
    }
}

both_engines! {
    async fn what_a_member_reads_of_elsewhere_he_finds_at_home(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let (anna, bea, bert) = (colleague(&alpha, "Anna").await, colleague(&beta, "Bea").await, colleague(&beta, "Bert").await);
        let desk = Desk::at(&beta).await;
        let group = closed(alpha.db(), &anna, "Samenwerkers").await;
        let id = post(alpha.db(), &anna, item(group, Kind::Discussion, Audience::Group, "Kwelweg", "Over de vijvers")).await.unwrap();
        comment(alpha.db(), &anna, id, "En over sluizen").await.unwrap();
        rest(&world, &[&alpha, &beta]).await;
        let copy = copy_at(&beta, &alpha, group).await;
        assert_eq!(desk.found(&bea, "samenwerkers").await, ["Samenwerkers"], "it may be known of");
        assert!(desk.found(&bea, "kwelweg").await.is_empty());
        join(beta.db(), &bea, copy).await.unwrap();
        settle(&[&alpha, &beta]).await;
        let asked = members::list_in_state(alpha.db(), &anna, group, State::Requested).await.unwrap();
        alpha.db().write(async |tx| members::decide(tx, &anna, group, asked[0].person_id, true).await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert_eq!(desk.found(&bea, "kwelweg").await, ["Kwelweg"]);
        assert_eq!(desk.found(&bea, "sluizen").await, ["Kwelweg"], "the comment, by what it stands under");
        assert!(desk.found(&bert, "kwelweg").await.is_empty(), "a colleague who is no member finds nothing");

        let answer = post(beta.db(), &bea, item(copy, Kind::Discussion, Audience::Group, "Van Bea", "Over dijkgraven")).await.unwrap();
        assert!(desk.found(&bea, "dijkgraven").await.is_empty(), "on its way it is not out");
        settle(&[&alpha, &beta]).await;
        assert_eq!(desk.found(&bea, "dijkgraven").await, ["Van Bea"]);
        beta.db().write(async |tx| items::delete(tx, &bea, answer).await).await.unwrap();
        assert!(desk.found(&bea, "dijkgraven").await.is_empty());

        let there = named(&beta, &bea, copy, "Kwelweg").await;
        alpha.db().write(async |tx| items::delete(tx, &anna, id).await).await.unwrap();
        rest(&world, &[&alpha, &beta]).await;
        assert!(items::find(beta.db(), &bea, there.id).await.is_err());
        assert!(desk.found(&bea, "kwelweg").await.is_empty(), "what its author takes back is gone here too");
        assert!(desk.found(&bea, "sluizen").await.is_empty());
    }

    async fn of_a_peer_that_was_cut_off_nothing_is_found(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let (anna, bea) = (colleague(&alpha, "Anna").await, colleague(&beta, "Bea").await);
        let desk = Desk::at(&alpha).await;
        let theirs = open(beta.db(), &bea, "Waternetwerk").await;
        post(beta.db(), &bea, item(theirs, Kind::Blog, Audience::Network, "Kwelweg", "Over de vijvers")).await.unwrap();
        rest(&world, &[&alpha, &beta]).await;
        join(alpha.db(), &anna, copy_at(&alpha, &beta, theirs).await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert_eq!(desk.found(&anna, "kwelweg").await, ["Kwelweg"]);
        let id = alpha.instance_id("beta.test").await;
        alpha.db().write(async |tx| domain::peers::block(tx, &ADMIN, id).await).await.unwrap();
        for word in ["kwelweg", "waternetwerk"] {
            assert!(desk.found(&anna, word).await.is_empty(), "{word}");
        }
    }
}
