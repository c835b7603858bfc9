//! Groups with members of several organisations: joining, writing, losing touch and finding each other again.

use domain::groups::members::{self, Joined, Role, State};
use domain::groups::{self, Asked, JoinPolicy};
use domain::items::{self, Kind, Piece, Scope, moderate, signs};
use domain::people::{self, Scope as Consent};
use domain::principal::{Affiliation, Member, Role as AccountRole};
use domain::{AccountId, Audience, GroupId, ItemId, PersonId, Principal, acts, notifications};
use plein_tests::both_engines;
use plein_tests::network::Fault;
use plein_tests::site::{Site, World, befriend, settle};

use crate::groups::{closed, comment, create, edit, item, join, key, open, post};

/// A colleague of a site with her principal.
pub async fn colleague(site: &Site, name: &str) -> Principal {
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

/// The copy of a group at another site.
pub async fn copy_at(site: &Site, host: &Site, id: GroupId) -> GroupId {
    let ap_id = groups::find(host.db(), id).await.unwrap().ap_id;
    let found = groups::find_by_ap_id(site.db(), &ap_id).await.unwrap();
    found.unwrap_or_else(|| panic!("{} does not know the group", site.host)).id
}

/// Time passes in which nudges go out.
pub async fn rest(world: &World, sites: &[&Site]) {
    settle(sites).await;
    world.advance_seconds(10);
    settle(sites).await;
}

/// Titles and first words of what somebody sees in a group, newest first.
pub async fn feed(site: &Site, who: &Principal, group: GroupId) -> Vec<String> {
    let found = items::lists::list(site.db(), who, &Scope::Group(group), None, None, 100).await.unwrap();
    found.iter().map(|item| item.headline().to_owned()).collect()
}

/// The item with this headline.
pub async fn named(site: &Site, who: &Principal, group: GroupId, headline: &str) -> items::Item {
    let found = items::lists::list(site.db(), who, &Scope::Group(group), None, None, 100).await.unwrap();
    found
        .into_iter()
        .find(|item| item.headline() == headline)
        .unwrap_or_else(|| panic!("no {headline} at {}", site.host))
}

/// What is said below an item, in order; gaps are empty.
pub async fn thread(site: &Site, who: &Principal, id: ItemId) -> Vec<String> {
    let comments = items::comments::list(site.db(), who, id, None, 100).await.unwrap();
    comments.into_iter().map(|comment| comment.body).collect()
}

fn person_of(principal: &Principal) -> PersonId {
    principal.person_id().unwrap()
}

both_engines! {
    async fn a_colleague_of_a_peer_joins_an_open_group_and_takes_part(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let (anna, bea) = (colleague(&alpha, "Anna Vermeer").await, colleague(&beta, "Bea Smit").await);
        let group = open(alpha.db(), &anna, "Jeugdnetwerk").await;
        let early = post(alpha.db(), &anna, item(group, Kind::Question, Audience::Network, "Wie kent dit?", "Vertel")).await.unwrap();
        comment(alpha.db(), &anna, early, "Ik ook benieuwd").await.unwrap();
        rest(&world, &[&alpha, &beta]).await;

        let found = groups::list(beta.db(), &bea, &Asked { words: "jeugd".into(), limit: 10, ..Asked::default() }).await.unwrap();
        assert_eq!(found.len(), 1, "the directory of groups came over");
        let copy = found[0].id;
        assert!(feed(&beta, &bea, copy).await.is_empty());
        assert_eq!(join(beta.db(), &bea, copy).await.unwrap(), Joined::OnItsWay);
        assert_eq!(join(beta.db(), &bea, copy).await.unwrap(), Joined::OnItsWay, "twice is once");
        settle(&[&alpha, &beta]).await;
        assert!(groups::enter(beta.db(), &bea, copy).await.unwrap().is_member());
        assert_eq!(groups::find(alpha.db(), group).await.unwrap().member_count, 2);
        let members = members::list(beta.db(), &bea, copy, None, 10).await.unwrap();
        let owners: Vec<_> = members.iter().filter(|one| one.role == Role::Owner).map(|one| one.person_id).collect();
        let faces = people::faces(beta.db(), &bea, owners.iter().copied()).await.unwrap();
        assert_eq!(faces.values().map(|face| face.name.as_str()).collect::<Vec<_>>(), ["Anna Vermeer"], "who began it is there");
        assert_eq!(feed(&beta, &bea, copy).await, ["Wie kent dit?"], "earlier content is there");
        let question = named(&beta, &bea, copy, "Wie kent dit?").await;
        assert_eq!(thread(&beta, &bea, question.id).await, ["Ik ook benieuwd"]);

        let answer = comment(beta.db(), &bea, question.id, "Ik weet het, @anna.vermeer@alpha.test").await.unwrap();
        post(beta.db(), &bea, item(copy, Kind::Discussion, Audience::Network, "Van Bea", "Hallo **allemaal**")).await.unwrap();
        assert_eq!(named(&beta, &bea, copy, "Van Bea").await.standing, items::Standing::Waiting);
        settle(&[&alpha, &beta]).await;
        assert_eq!(named(&beta, &bea, copy, "Van Bea").await.standing, items::Standing::Accepted);
        assert_eq!(feed(&alpha, &anna, group).await, ["Van Bea", "Wie kent dit?"]);
        assert_eq!(thread(&alpha, &anna, early).await, ["Ik ook benieuwd", "Ik weet het, @anna.vermeer@alpha.test"]);
        let there = named(&alpha, &anna, group, "Van Bea").await;
        let faces = people::faces(alpha.db(), &anna, [there.author_id]).await.unwrap();
        assert_eq!(faces[&there.author_id].name, "Bea Smit");
        assert_eq!(faces[&there.author_id].organisation, "Organisation beta.test");
        assert!(!faces[&there.author_id].has_page, "she consented to no directory");

        let at_alpha = items::comments::list(alpha.db(), &anna, early, None, 10).await.unwrap()[1].id;
        alpha.db().write(async |tx| items::comments::accept(tx, &anna, early, Some(at_alpha)).await).await.unwrap();
        alpha.db().write(async |tx| signs::react(tx, &anna, Piece::Item(there.id), signs::Sign::Heart, true).await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert_eq!(items::find(beta.db(), &bea, question.id).await.unwrap().accepted_id, Some(answer));
        assert_eq!(named(&beta, &bea, copy, "Van Bea").await.reactions.get("heart"), Some(&1));
        let told = notifications::list(beta.db(), &bea, None, 20).await.unwrap();
        assert!(told.iter().any(|one| one.kind == "accepted"), "{told:?}");
        assert!(told.iter().any(|one| one.kind == "welcome"), "{told:?}");
    }

    async fn a_closed_group_is_for_its_members_wherever_they_work(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let (anna, bea, ben) = (colleague(&alpha, "Anna").await, colleague(&beta, "Bea").await, colleague(&beta, "Ben").await);
        let group = closed(alpha.db(), &anna, "Vertrouwelijk").await;
        post(alpha.db(), &anna, item(group, Kind::Status, Audience::Group, "", "Onder ons")).await.unwrap();
        rest(&world, &[&alpha, &beta]).await;
        let copy = copy_at(&beta, &alpha, group).await;
        assert_eq!(join(beta.db(), &bea, copy).await.unwrap(), Joined::OnItsWay);
        settle(&[&alpha, &beta]).await;
        assert!(!groups::enter(beta.db(), &bea, copy).await.unwrap().is_member(), "a moderator decides");
        assert!(feed(&beta, &bea, copy).await.is_empty());
        let asked = members::list_in_state(alpha.db(), &anna, group, State::Requested).await.unwrap();
        alpha.db().write(async |tx| members::decide(tx, &anna, group, asked[0].person_id, true).await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert_eq!(feed(&beta, &bea, copy).await, ["Onder ons"]);
        assert!(feed(&beta, &ben, copy).await.is_empty(), "a colleague who is no member sees nothing");
        let hidden = named(&beta, &bea, copy, "Onder ons").await.id;
        assert!(items::find(beta.db(), &ben, hidden).await.is_err());

        // She is put out: her access ends, and since nobody of beta is left the copies go.
        alpha.db().write(async |tx| members::remove(tx, &anna, group, asked[0].person_id, "Andere baan").await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert!(items::find(beta.db(), &bea, hidden).await.is_err());
        assert!(items::find(beta.db(), &Principal::System("test"), hidden).await.is_err(), "the copy is gone");
        let told = notifications::list(beta.db(), &bea, None, 20).await.unwrap();
        assert!(told.iter().any(|one| one.kind == "removed"), "{told:?}");
    }

    async fn two_members_whose_instances_are_no_peers_read_each_other_through_the_host(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let gamma = world.site("gamma.test").await;
        befriend(&alpha, &gamma).await;
        let (anna, bea, gijs) = (colleague(&alpha, "Anna").await, colleague(&beta, "Bea").await, colleague(&gamma, "Gijs Maas").await);
        let group = open(alpha.db(), &anna, "Samen").await;
        rest(&world, &[&alpha, &beta, &gamma]).await;
        let (at_beta, at_gamma) = (copy_at(&beta, &alpha, group).await, copy_at(&gamma, &alpha, group).await);
        join(beta.db(), &bea, at_beta).await.unwrap();
        settle(&[&alpha, &beta, &gamma]).await;
        post(beta.db(), &bea, item(at_beta, Kind::Blog, Audience::Network, "Van Bea", "Voor iedereen")).await.unwrap();
        settle(&[&alpha, &beta, &gamma]).await;
        join(gamma.db(), &gijs, at_gamma).await.unwrap();
        settle(&[&alpha, &beta, &gamma]).await;
        assert_eq!(feed(&gamma, &gijs, at_gamma).await, ["Van Bea"], "from the past");
        let blog = named(&gamma, &gijs, at_gamma, "Van Bea").await;
        comment(gamma.db(), &gijs, blog.id, "Dank je, Bea").await.unwrap();
        settle(&[&alpha, &beta, &gamma]).await;
        let at_home = named(&beta, &bea, at_beta, "Van Bea").await;
        assert_eq!(thread(&beta, &bea, at_home.id).await, ["Dank je, Bea"], "live");
        assert_eq!(world.network.seen().iter().filter(|seen| {
            [("beta.test", "gamma.test"), ("gamma.test", "beta.test")].contains(&(seen.from.as_str(), seen.to.as_str()))
        }).count(), 0, "they never spoke to each other");
        assert!(gamma.names_of_all().await.contains(&"Bea".to_owned()));
    }

    async fn what_was_missed_during_an_outage_is_there_afterwards(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let (anna, bea) = (colleague(&alpha, "Anna").await, colleague(&beta, "Bea").await);
        let group = open(alpha.db(), &anna, "Samen").await;
        rest(&world, &[&alpha, &beta]).await;
        let copy = copy_at(&beta, &alpha, group).await;
        join(beta.db(), &bea, copy).await.unwrap();
        settle(&[&alpha, &beta]).await;
        for (from, to) in [("alpha.test", "beta.test"), ("beta.test", "alpha.test")] {
            world.network.set(from, to, Fault::Cut);
        }
        let gone = post(alpha.db(), &anna, item(group, Kind::Status, Audience::Network, "", "Vergissing")).await.unwrap();
        post(alpha.db(), &anna, item(group, Kind::Status, Audience::Network, "", "Uit Alpha")).await.unwrap();
        post(beta.db(), &bea, item(copy, Kind::Status, Audience::Network, "", "Uit Beta")).await.unwrap();
        settle(&[&alpha, &beta]).await;
        alpha.db().write(async |tx| items::delete(tx, &anna, gone).await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert_eq!(feed(&beta, &bea, copy).await, ["Uit Beta"], "her own, on its way");
        for (from, to) in [("alpha.test", "beta.test"), ("beta.test", "alpha.test")] {
            world.network.heal(from, to);
        }
        world.advance_seconds(3600);
        settle(&[&alpha, &beta]).await;
        let mut both = [feed(&alpha, &anna, group).await, feed(&beta, &bea, copy).await];
        both.iter_mut().for_each(|one| one.sort());
        assert_eq!(both[0], ["Uit Alpha", "Uit Beta"]);
        assert_eq!(both[0], both[1]);
    }

    async fn what_the_host_refuses_its_author_keeps_and_hears_why(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let (anna, bea) = (colleague(&alpha, "Anna").await, colleague(&beta, "Bea").await);
        let group = open(alpha.db(), &anna, "Samen").await;
        let id = post(alpha.db(), &anna, item(group, Kind::Discussion, Audience::Network, "Klaar", "x")).await.unwrap();
        rest(&world, &[&alpha, &beta]).await;
        let copy = copy_at(&beta, &alpha, group).await;
        join(beta.db(), &bea, copy).await.unwrap();
        settle(&[&alpha, &beta]).await;
        // Anna locks it at the moment at which Bea answers.
        alpha.db().write(async |tx| moderate::mark(tx, &anna, id, acts::Mark::Locked, true).await).await.unwrap();
        let there = named(&beta, &bea, copy, "Klaar").await;
        let late = comment(beta.db(), &bea, there.id, "Nog even dit").await.unwrap();
        settle(&[&alpha, &beta]).await;
        let mine = items::comments::find(beta.db(), &bea, late).await.unwrap();
        assert_eq!((mine.standing, mine.refusal.as_str(), mine.body.as_str()), (items::Standing::Refused, "error-item-locked", "Nog even dit"));
        assert!(thread(&alpha, &anna, id).await.is_empty());
        let told = notifications::list(beta.db(), &bea, None, 20).await.unwrap();
        assert!(told.iter().any(|one| one.kind == "refused"), "{told:?}");
    }

    async fn a_hidden_group_is_known_to_those_invited_alone(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let (anna, bea) = (colleague(&alpha, "Anna").await, colleague(&beta, "Bea").await);
        let bea_id = beta.person("Bea Vindbaar", Consent::Network).await;
        rest(&world, &[&alpha, &beta]).await;
        let group = create(alpha.db(), &anna, edit("Verborgen", JoinPolicy::Invitation, Audience::Group, Audience::Group)).await;
        post(alpha.db(), &anna, item(group, Kind::Status, Audience::Group, "", "Stil")).await.unwrap();
        rest(&world, &[&alpha, &beta]).await;
        let ap_id = groups::find(alpha.db(), group).await.unwrap().ap_id;
        assert!(groups::find_by_ap_id(beta.db(), &ap_id).await.unwrap().is_none());
        let her = people::find_by_ap_id(alpha.db(), &people::find(beta.db(), bea_id).await.unwrap().ap_id).await.unwrap().unwrap();
        alpha.db().write(async |tx| members::invite(tx, &anna, group, &[her.id]).await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        let copy = copy_at(&beta, &alpha, group).await;
        let invited = Principal::Member(Member { person_id: bea_id, ..bea.member().unwrap().clone() });
        assert!(groups::enter(beta.db(), &invited, copy).await.unwrap().is_invited());
        assert!(groups::enter(beta.db(), &bea, copy).await.is_err(), "nobody else there knows of it");
        join(beta.db(), &invited, copy).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert_eq!(feed(&beta, &invited, copy).await, ["Stil"]);
        beta.db().write(async |tx| members::leave(tx, &invited, copy).await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert_eq!(groups::find(alpha.db(), group).await.unwrap().member_count, 1);
        assert!(groups::find_by_ap_id(beta.db(), &ap_id).await.unwrap().is_none(), "and forgotten when she left");
    }

    async fn a_moderator_elsewhere_moderates_and_a_report_reaches_both_sides(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let (anna, bea, ben) = (colleague(&alpha, "Anna").await, colleague(&beta, "Bea").await, colleague(&beta, "Ben").await);
        let group = open(alpha.db(), &anna, "Samen").await;
        let spam = post(alpha.db(), &anna, item(group, Kind::Status, Audience::Network, "", "Koop nu")).await.unwrap();
        rest(&world, &[&alpha, &beta]).await;
        let copy = copy_at(&beta, &alpha, group).await;
        for who in [&bea, &ben] {
            join(beta.db(), who, copy).await.unwrap();
        }
        settle(&[&alpha, &beta]).await;
        let at_alpha = |who: &Principal| {
            let (beta, alpha, id) = (&beta, &alpha, person_of(who));
            async move {
                let ap_id = people::find(beta.db(), id).await.unwrap().ap_id;
                people::find_by_ap_id(alpha.db(), &ap_id).await.unwrap().unwrap().id
            }
        };
        let bea_there = at_alpha(&bea).await;
        alpha.db().write(async |tx| members::set_role(tx, &anna, group, bea_there, Role::Moderator).await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert!(groups::enter(beta.db(), &bea, copy).await.unwrap().is_moderator());

        let there = named(&beta, &ben, copy, "Koop nu").await.id;
        beta.db().write(async |tx| moderate::report(tx, &ben, Piece::Item(there), moderate::Reason::Spam, "Reclame", None).await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        let reports = moderate::list_reports(alpha.db(), &anna, Some(group), 10).await.unwrap();
        assert_eq!((reports.len(), reports[0].note.as_str()), (1, "Reclame"));
        beta.db().write(async |tx| moderate::moderate(tx, &bea, Piece::Item(there), acts::Measure::Remove, "Reclame").await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert!(items::find(alpha.db(), &anna, spam).await.is_err());
        assert!(items::find(beta.db(), &ben, there).await.is_err(), "the removal travelled back");
        let reports = moderate::list_reports(alpha.db(), &anna, Some(group), 10).await.unwrap();
        assert_eq!(reports[0].state, moderate::ReportState::Upheld);

        let ben_there = at_alpha(&ben).await;
        let ben_at_home = person_of(&ben);
        beta.db().write(async |tx| members::ban(tx, &bea, copy, ben_at_home, "Herhaling", None).await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert_eq!(members::find(alpha.db(), group, ben_there).await.unwrap().unwrap().state, State::Banned);
        assert!(!groups::enter(beta.db(), &ben, copy).await.unwrap().is_member());
        assert_eq!(key(join(beta.db(), &ben, copy).await.and_then(|joined| match joined {
            Joined::OnItsWay => Err(domain::Error::Conflict("asked")), other => Ok(other) })), "asked");
        settle(&[&alpha, &beta]).await;
        assert!(!groups::enter(beta.db(), &ben, copy).await.unwrap().is_member(), "the host says no again");
    }

    async fn a_restored_host_begins_anew_and_copies_follow(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let (anna, bea) = (colleague(&alpha, "Anna").await, colleague(&beta, "Bea").await);
        let group = open(alpha.db(), &anna, "Samen").await;
        rest(&world, &[&alpha, &beta]).await;
        let copy = copy_at(&beta, &alpha, group).await;
        join(beta.db(), &bea, copy).await.unwrap();
        settle(&[&alpha, &beta]).await;
        let lost = post(alpha.db(), &anna, item(group, Kind::Status, Audience::Network, "", "Na de back-up")).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert_eq!(feed(&beta, &bea, copy).await, ["Na de back-up"]);
        // The backup is from before that item.
        alpha.db().write(async |tx| {
            domain::db::sql("delete from group_change where object_id = $1").bind(lost).execute(&mut *tx).await?;
            for text in ["delete from follow where item_id = $1", "delete from item where id = $1"] {
                domain::db::sql(text).bind(lost).execute(&mut *tx).await?;
            }
            domain::restore::settle(tx, &plein_tests::site::ADMIN).await
        }).await.unwrap();
        post(alpha.db(), &anna, item(group, Kind::Status, Audience::Network, "", "Daarna")).await.unwrap();
        settle(&[&alpha, &beta]).await;
        world.advance_seconds(3600);
        settle(&[&alpha, &beta]).await;
        assert_eq!(feed(&beta, &bea, copy).await, ["Daarna"]);
    }

    async fn cutting_off_a_peer_ends_the_memberships_of_both_sides(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let (anna, bea) = (colleague(&alpha, "Anna").await, colleague(&beta, "Bea").await);
        let group = closed(alpha.db(), &anna, "Samen").await;
        let theirs = open(beta.db(), &bea, "Bij ons").await;
        rest(&world, &[&alpha, &beta]).await;
        let (copy, at_alpha) = (copy_at(&beta, &alpha, group).await, copy_at(&alpha, &beta, theirs).await);
        join(beta.db(), &bea, copy).await.unwrap();
        join(alpha.db(), &anna, at_alpha).await.unwrap();
        settle(&[&alpha, &beta]).await;
        let asked = members::list_in_state(alpha.db(), &anna, group, State::Requested).await.unwrap();
        alpha.db().write(async |tx| members::decide(tx, &anna, group, asked[0].person_id, true).await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert_eq!(groups::find(alpha.db(), group).await.unwrap().member_count, 2);
        let id = alpha.instance_id("beta.test").await;
        alpha.db().write(async |tx| domain::peers::block(tx, &plein_tests::site::ADMIN, id).await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert_eq!(groups::find(alpha.db(), group).await.unwrap().member_count, 1);
        assert!(groups::find(alpha.db(), at_alpha).await.is_err(), "what came from there is gone");
        assert!(groups::find(beta.db(), copy).await.is_err(), "there too");
    }
}
