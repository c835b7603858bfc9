use domain::groups::shut_out;
use domain::inquiries::{self, Publication};
use domain::people::{self, Scope};
use domain::{Principal, groups, items, peers};
use plein_tests::both_engines;
use plein_tests::network::Fault;
use plein_tests::site::{World, settle};

use super::{DAY, ask, id_of, member, seen_at, titles, told};
use crate::federation::groups::{feed, rest};
use crate::groups::open;

const ADMIN: Principal = Principal::System("test");

both_engines! {
    async fn a_question_reaches_a_colleague_elsewhere_and_the_answer_comes_back(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let (anna, bea) = (member(&alpha, "Anna", Scope::None).await, member(&beta, "Bea", Scope::Network).await);
        rest(&world, &[&alpha, &beta]).await;
        let there = seen_at(&alpha, &beta, &bea).await;
        world.network.set("alpha.test", "beta.test", Fault::LoseAnswer);
        let id = ask(&alpha, &anna, there, "Wie deed dit eerder?").await.unwrap();
        settle(&[&alpha, &beta]).await;
        world.network.heal("alpha.test", "beta.test");
        world.advance_seconds(120);
        rest(&world, &[&alpha, &beta]).await;
        assert_eq!(titles(&beta, &bea).await, ["Wie deed dit eerder?"], "once, however often it was sent");
        assert_eq!(told(&beta, &bea).await, ["inquiry"]);
        let here = inquiries::list(beta.db(), &bea).await.unwrap().remove(0);

        beta.db().write(async |tx| inquiries::answer(tx, &bea, here.id, "Wij, vorig jaar.").await).await.unwrap();
        rest(&world, &[&alpha, &beta]).await;
        let (answered, _) = inquiries::find(alpha.db(), &anna, id).await.unwrap();
        assert_eq!(answered.answer.as_deref(), Some("Wij, vorig jaar."));
        assert_eq!(told(&alpha, &anna).await, ["inquiry_answered"]);

        let group = open(alpha.db(), &anna, "Ruimte").await;
        alpha.db().write(async |tx| inquiries::propose(tx, &anna, id, Some(group)).await).await.unwrap();
        rest(&world, &[&alpha, &beta]).await;
        let proposed = inquiries::list(beta.db(), &bea).await.unwrap().remove(0);
        assert_eq!(proposed.group_name.as_deref(), Some("Ruimte"));
        beta.db().write(async |tx| inquiries::decide(tx, &bea, here.id, true).await).await.unwrap();
        rest(&world, &[&alpha, &beta]).await;
        alpha.db().write(async |tx| Box::pin(inquiries::publish(tx, &anna, id, group, "Antwoord van Bea:")).await).await.unwrap();
        rest(&world, &[&alpha, &beta]).await;
        let public = inquiries::list(beta.db(), &bea).await.unwrap().remove(0);
        assert_eq!(public.publication, Some(Publication::Published));
        assert_eq!(feed(&alpha, &anna, group).await, ["Wie deed dit eerder?"]);
        let item = items::find_by_ap_id(alpha.db(), public.published_address.as_deref().unwrap()).await.unwrap();
        assert!(item.is_some());
        assert_eq!(told(&beta, &bea).await, ["inquiry_published", "inquiry_proposed", "inquiry"]);
        assert!(groups::find(alpha.db(), group).await.is_ok());
    }

    async fn whoever_is_not_wanted_shut_out_or_not_connected_does_not_come_through(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let (anna, bea) = (member(&alpha, "Anna", Scope::Network).await, member(&beta, "Bea", Scope::Network).await);
        rest(&world, &[&alpha, &beta]).await;
        let there = seen_at(&alpha, &beta, &bea).await;
        ask(&alpha, &anna, there, "Eerste").await.unwrap();
        rest(&world, &[&alpha, &beta]).await;
        let first = inquiries::list(beta.db(), &bea).await.unwrap().remove(0);
        beta.db().write(async |tx| inquiries::refuse(tx, &bea, first.id).await).await.unwrap();
        rest(&world, &[&alpha, &beta]).await;
        ask(&alpha, &anna, there, "Tweede").await.unwrap();
        rest(&world, &[&alpha, &beta]).await;
        assert_eq!(titles(&beta, &bea).await, ["Eerste"]);
        assert_eq!(titles(&alpha, &anna).await, ["Tweede", "Eerste"]);
        assert_eq!(told(&alpha, &anna).await, ["inquiry_turned_away", "inquiry_closed"], "at once, and not why");
        let second = inquiries::list(alpha.db(), &anna).await.unwrap().remove(0);
        assert!(second.is_kept_away && !second.is_open());

        let visitor = seen_at(&beta, &alpha, &anna).await;
        beta.db().write(async |tx| {
            inquiries::allow(tx, &bea, visitor).await?;
            shut_out::shut_out(tx, &ADMIN, visitor, "Onrust").await
        }).await.unwrap();
        ask(&alpha, &anna, there, "Derde").await.unwrap();
        rest(&world, &[&alpha, &beta]).await;
        assert_eq!(titles(&beta, &bea).await, ["Eerste"]);
        assert_eq!(told(&alpha, &anna).await[0], "inquiry_turned_away", "shut out sounds the same");
        let gone = people::find(beta.db(), id_of(&bea)).await.unwrap();
        beta.choose(gone.id, Scope::None).await;
        ask(&alpha, &anna, there, "Vierde").await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert_eq!(told(&alpha, &anna).await.iter().filter(|kind| *kind == "inquiry_turned_away").count(), 3);
        beta.choose(gone.id, Scope::Network).await;
        rest(&world, &[&alpha, &beta]).await;

        world.advance_seconds(DAY.as_secs());
        let peer = alpha.instance_id("beta.test").await;
        alpha.db().write(async |tx| peers::pause(tx, &ADMIN, peer).await).await.unwrap();
        let clara = member(&alpha, "Clara", Scope::None).await;
        assert!(ask(&alpha, &clara, there, "Gepauzeerd").await.is_err());
        assert_eq!(titles(&alpha, &clara).await.len(), 0);
        assert_ne!(id_of(&clara), id_of(&anna));
    }
}
