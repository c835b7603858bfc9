//! Invitations by mail: a link that works once, for whoever reads the mail, at any connected organisation; and taking
//! invitations back.

use std::time::Duration;

use domain::accounts::Secret;
use domain::db::sql;
use domain::groups::members::{self, Asking, Joined, State, by_mail};
use domain::groups::{self, JoinPolicy, replica};
use domain::{Audience, Db, GroupId, Principal, notifications};
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use plein_tests::site::World;

use super::{closed, create, edit, join, key, open};
use crate::federation::groups::{colleague, copy_at, rest};

async fn mail(db: &Db, who: &Principal, group: GroupId, text: &str) -> domain::Result<usize> {
    let addresses = by_mail::read_addresses(text)?;
    db.write(async |tx| by_mail::invite_by_mail(tx, who, group, &addresses).await).await
}

/// The secret in the newest mail to an address, as its reader has it.
async fn secret_for(db: &Db, address: &str) -> Secret {
    let args: Vec<String> =
        sql("select args from mail where template = 'group-invitation' and to_address = $1 order by created_at desc, id desc")
            .bind(address)
            .column(db)
            .await
            .unwrap();
    let letter: serde_json::Value = serde_json::from_str(&args[0]).unwrap();
    Secret::read(letter["secret"].as_str().unwrap()).unwrap()
}

async fn come_in(db: &Db, who: &Principal, group: GroupId, secret: &Secret) -> domain::Result<Joined> {
    let asking = Asking { invitation: Some(secret.clone()), ..Asking::default() };
    db.write(async |tx| members::join_by(tx, who, group, asking.clone()).await).await
}

both_engines! {
    async fn a_link_in_a_mail_lets_one_reader_into_a_hidden_network(engine) {
        let utrecht = TestApp::start(engine).await;
        let (anna, bram, cas) = (utrecht.member("anna").await, utrecht.member("bram").await, utrecht.member("cas").await);
        let db = utrecht.db();
        let group = create(db, &anna.principal, edit("Geheim", JoinPolicy::Invitation, Audience::Group, Audience::Group)).await;
        assert_eq!(key(mail(db, &bram.principal, group, "x@elders.example").await), "not found");
        assert_eq!(key(mail(db, &anna.principal, group, "geen adres").await), "error-address-in-list");
        assert_eq!(mail(db, &anna.principal, group, "a@elders.example, b@elders.example").await.unwrap(), 2);
        assert_eq!(by_mail::list_mailed(db, &anna.principal, group).await.unwrap().len(), 2);
        let secret = secret_for(db, "a@elders.example").await;
        assert_eq!(by_mail::find_mailed(db, &secret).await.unwrap().1.words.name, "Geheim");
        assert_eq!(come_in(db, &bram.principal, group, &secret).await.unwrap(), Joined::Member);
        assert_eq!(key(come_in(db, &cas.principal, group, &secret).await), "error-invitation-gone", "once");
        assert_eq!(by_mail::list_mailed(db, &anna.principal, group).await.unwrap().len(), 1);
        assert_eq!(key(by_mail::list_mailed(db, &bram.principal, group).await), "error-moderators-only");
    }

    async fn a_link_ends_when_it_is_taken_back_renewed_or_old(engine) {
        let utrecht = TestApp::start(engine).await;
        let (anna, bram) = (utrecht.member("anna").await, utrecht.member("bram").await);
        let db = utrecht.db();
        let group = closed(db, &anna.principal, "Inkoop").await;
        mail(db, &anna.principal, group, "a@elders.example").await.unwrap();
        let first = secret_for(db, "a@elders.example").await;
        mail(db, &anna.principal, group, "A@elders.example").await.unwrap();
        let second = secret_for(db, "a@elders.example").await;
        assert_eq!(key(come_in(db, &bram.principal, group, &first).await), "error-invitation-gone");
        assert_eq!(mail(db, &anna.principal, group, "a@elders.example").await.unwrap(), 0, "twice a day is enough");
        let row = by_mail::list_mailed(db, &anna.principal, group).await.unwrap().remove(0);
        db.write(async |tx| by_mail::withdraw_mailed(tx, &anna.principal, group, row.id).await).await.unwrap();
        assert_eq!(key(come_in(db, &bram.principal, group, &second).await), "error-invitation-gone");
        mail(db, &anna.principal, group, "c@elders.example").await.unwrap();
        let third = secret_for(db, "c@elders.example").await;
        utrecht.clock().advance(by_mail::LINK_LIFETIME + Duration::from_secs(1));
        assert_eq!(key(come_in(db, &bram.principal, group, &third).await), "error-invitation-gone");
    }

    async fn a_ban_stays_a_ban_whatever_link_one_has(engine) {
        let utrecht = TestApp::start(engine).await;
        let (anna, bram) = (utrecht.member("anna").await, utrecht.member("bram").await);
        let db = utrecht.db();
        let group = open(db, &anna.principal, "Jeugd").await;
        join(db, &bram.principal, group).await.unwrap();
        let person = bram.principal.person_id().unwrap();
        db.write(async |tx| members::ban(tx, &anna.principal, group, person, "Reclame", None).await).await.unwrap();
        mail(db, &anna.principal, group, "a@elders.example").await.unwrap();
        let secret = secret_for(db, "a@elders.example").await;
        assert_eq!(key(come_in(db, &bram.principal, group, &secret).await), "error-banned");
        assert!(by_mail::find_mailed(db, &secret).await.is_ok(), "the link is still there for whom it was meant");
    }

    async fn the_pages_of_an_invitation(engine) {
        let utrecht = TestApp::start(engine).await;
        let (mut anna, mut bram) = (utrecht.member("Anna de Boer").await, utrecht.member("Bram Smit").await);
        let db = utrecht.db();
        let group = create(db, &anna.principal, edit("Geheim", JoinPolicy::Invitation, Audience::Group, Audience::Group)).await;
        let form = format!("/groups/{group}/invite");
        anna.browser.get(&form).await.is(200).shows("Mailadressen");
        let refused = anna.browser.post(&format!("{form}/mail"), &[("addresses", "bram@elders.example\nniemand")]).await;
        refused.is(422).shows("‘niemand’ is geen mailadres").shows("bram@elders.example");
        anna.browser.submit(&format!("{form}/mail"), &[("addresses", "bram@elders.example")]).await.is(200).shows("De mails gaan op weg");
        anna.browser.get(&format!("/groups/{group}/manage")).await.is(200).shows("bram@elders.example");
        let secret = secret_for(db, "bram@elders.example").await;
        let link = format!("/groups/invitations/{}", secret.expose());
        utrecht.browser().get(&link).await.is(200).shows("Uitnodiging voor Geheim").shows("Anna de Boer nodigt je uit").shows("/sign-in?return=");
        bram.browser.get(&format!("/groups/{group}")).await.is(404);
        bram.browser.get(&link).await.is(200).shows("Word lid");
        let whole = format!("http://elders.example{link}");
        bram.browser.get(&format!("/groups/invitations?link={whole}")).await.is(409).shows("niet verbonden");
        bram.browser.get("/groups/invitations?link=hallo").await.is(422).shows("geen link uit een uitnodiging");
        bram.browser.submit(&link, &[]).await.is(200).shows("Je bent nu lid");
        utrecht.browser().get(&link).await.is(404).shows("werkt niet meer");
        bram.browser.get("/groups/invitations/kort").await.is(404);
    }

    async fn whoever_works_elsewhere_takes_the_link_to_his_own_organisation(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let (anna, bea) = (colleague(&alpha, "Anna").await, colleague(&beta, "Bea").await);
        let group = create(alpha.db(), &anna, edit("Geheim", JoinPolicy::Invitation, Audience::Group, Audience::Group)).await;
        rest(&world, &[&alpha, &beta]).await;
        mail(alpha.db(), &anna, group, "bea@beta.example").await.unwrap();
        let secret = secret_for(alpha.db(), "bea@beta.example").await;
        assert_eq!(key(beta.federation.invited_to(&bea, "elders.test", &secret).await.map(drop)), "error-invitation-no-peer");
        let wrong = Secret::generate("").unwrap();
        assert_eq!(key(beta.federation.invited_to(&bea, "alpha.test", &wrong).await.map(drop)), "error-invitation-gone");
        let found = beta.federation.invited_to(&bea, "alpha.test", &secret).await.unwrap();
        assert_eq!(found.group.words.name, "Geheim");
        let copy = beta
            .db()
            .write(async |tx| {
                let id = replica::invited_by_mail(tx, &bea, found.host.instance_id, &found.group).await?;
                let asking = Asking { invitation: Some(secret.clone()), ..Asking::default() };
                assert_eq!(members::join_by(tx, &bea, id, asking).await?, Joined::OnItsWay);
                Ok(id)
            })
            .await
            .unwrap();
        rest(&world, &[&alpha, &beta]).await;
        assert!(groups::enter(beta.db(), &bea, copy).await.unwrap().is_member());
        assert_eq!(groups::find(alpha.db(), group).await.unwrap().member_count, 2);
        let kept: Vec<String> = sql("select act from sent_act").column(beta.db()).await.unwrap();
        assert!(kept.iter().all(|act| !act.contains(secret.expose())), "the secret is not kept: {kept:?}");
    }

    async fn an_invitation_is_taken_back_also_elsewhere(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let (anna, bea, ben) = (colleague(&alpha, "Anna").await, colleague(&beta, "Bea").await, colleague(&beta, "Ben").await);
        for who in [&bea, &ben] {
            beta.choose(who.person_id().unwrap(), domain::people::Scope::Network).await;
        }
        rest(&world, &[&alpha, &beta]).await;
        let group = create(alpha.db(), &anna, edit("Geheim", JoinPolicy::Invitation, Audience::Group, Audience::Group)).await;
        let mut known = Vec::new();
        for name in ["Bea", "Ben"] {
            known.extend(domain::people::find_by_name(alpha.db(), &anna, name, 5).await.unwrap());
        }
        alpha.db().write(async |tx| members::invite(tx, &anna, group, &known).await).await.unwrap();
        rest(&world, &[&alpha, &beta]).await;
        let copy = copy_at(&beta, &alpha, group).await;
        assert!(groups::enter(beta.db(), &bea, copy).await.unwrap().is_invited());
        assert_eq!(notifications::count_unread(beta.db(), bea.person_id().unwrap()).await.unwrap(), 1);

        // Ben declines; the host hears of it. Bea's is taken back.
        beta.db().write(async |tx| members::leave(tx, &ben, copy).await).await.unwrap();
        rest(&world, &[&alpha, &beta]).await;
        assert_eq!(members::list_in_state(alpha.db(), &anna, group, State::Invited).await.unwrap().len(), 1);
        alpha.db().write(async |tx| members::withdraw(tx, &anna, group, known[0]).await).await.unwrap();
        rest(&world, &[&alpha, &beta]).await;
        assert!(groups::enter(beta.db(), &bea, copy).await.is_err(), "nothing of it is left");
        assert_eq!(notifications::count_unread(beta.db(), bea.person_id().unwrap()).await.unwrap(), 0);
    }
}
