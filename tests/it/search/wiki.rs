//! Pages of wikis among what is found: by whoever may read them, with the way there, at every organisation with a member.

use domain::groups::{self, JoinPolicy, members};
use domain::wiki;
use domain::{Audience, Principal};
use plein_tests::app::TestApp;
use plein_tests::both_engines;
use plein_tests::site::{World, settle};
use search::published::{Query, Scope, Sort, What};

use super::elsewhere::Desk;
use super::published::{ask, found};
use crate::federation::groups::{colleague, copy_at, rest};
use crate::groups::{create, edit, join, open};
use crate::wiki::{made, make, new_page, page, save, saved};

async fn close(app: &TestApp, who: &Principal, group: domain::GroupId) {
    let closed = edit("Waterbeheer", JoinPolicy::Request, Audience::Network, Audience::Group);
    app.db().write(async |tx| groups::edit(tx, who, group, closed.clone()).await).await.unwrap();
}

both_engines! {
    async fn a_page_is_found_with_the_way_there_while_it_may_be_read(engine) {
        let app = TestApp::start(engine).await;
        let (anna, mut bram) = (app.member("Anna").await, app.member("Bram").await);
        let db = app.db();
        let group = open(db, &anna.principal, "Waterbeheer").await;
        let above = made(db, &anna.principal, group, "Vergunningen", "Alles over **vergunningen**.").await;
        let below = make(db, &anna.principal, group, new_page("Stuwen", Some(above.id), "Een kwelwegvijver vraagt een peilbesluit.")).await.unwrap();
        let hits = ask(&app, &bram.principal, Query { text: "kwelwegvijver".into(), ..Query::default() }).await;
        let What::Page(out) = &hits.things[0].what else { panic!("{hits:?}") };
        assert_eq!((out.page.id, out.path.as_slice()), (below, ["Vergunningen".to_owned()].as_slice()));
        assert!(hits.things[0].excerpt.iter().any(|piece| piece.is_marked && piece.text == "kwelwegvijver"));
        assert!(found(&app, &bram.principal, "vergunningen").await.contains(&"Vergunningen".to_owned()));
        let only = Query { text: "kwelwegvijver".into(), scope: Scope::Mine, ..Query::default() };
        assert!(ask(&app, &bram.principal, only.clone()).await.things.is_empty(), "none of his networks");
        assert_eq!(ask(&app, &anna.principal, only).await.things.len(), 1);
        bram.browser.get("/search?q=kwelwegvijver&in=everything&kind=wiki").await.is(200)
            .shows("Wikipagina").shows("Vergunningen").shows("/wiki/stuwen").shows("<mark class=\"nl-mark\">kwelwegvijver</mark>");
        let mut filters = search::published::Filters::default();
        filters.sorts.push(Sort::Item(domain::items::Kind::Blog));
        assert!(ask(&app, &bram.principal, Query { text: "kwelwegvijver".into(), filters, ..Query::default() }).await.things.is_empty());

        // What it says now counts, and under which title; what is gone is gone, until it comes back.
        let standing = page(db, &anna.principal, group, below).await;
        saved(save(db, &anna.principal, &standing, "Een sluisdeur vraagt een keur.").await);
        assert!(found(&app, &bram.principal, "kwelwegvijver").await.is_empty());
        db.write(async |tx| wiki::rename(tx, &anna.principal, below, "Sluisdeuren", None).await).await.unwrap();
        assert_eq!(found(&app, &bram.principal, "keur").await, ["Sluisdeuren"]);
        db.write(async |tx| wiki::delete(tx, &anna.principal, below).await).await.unwrap();
        assert!(found(&app, &bram.principal, "keur").await.is_empty());
        db.write(async |tx| wiki::bring_back(tx, &anna.principal, below).await).await.unwrap();
        assert_eq!(found(&app, &bram.principal, "keur").await, ["Sluisdeuren"]);

        // The network closes: for whoever is no member there never was a page.
        close(&app, &anna.principal, group).await;
        assert!(found(&app, &bram.principal, "keur").await.is_empty());
        assert_eq!(found(&app, &anna.principal, "keur").await, ["Sluisdeuren"]);
        app.instance.ctx().published.rebuild().await.unwrap();
        assert!(found(&app, &bram.principal, "keur").await.is_empty());
        assert_eq!(found(&app, &anna.principal, "keur").await, ["Sluisdeuren"], "an index made anew holds it too");
        db.write(async |tx| groups::delete(tx, &anna.principal, group).await).await.unwrap();
        assert!(found(&app, &anna.principal, "keur").await.is_empty());
    }

    async fn a_page_of_elsewhere_is_found_where_a_member_works(engine) {
        let world = World::new(engine);
        let (alpha, beta) = world.peers().await;
        let (anna, bea, bert) = (colleague(&alpha, "Anna").await, colleague(&beta, "Bea").await, colleague(&beta, "Bert").await);
        let desk = Desk::at(&beta).await;
        let group = create(alpha.db(), &anna, edit("Woo", JoinPolicy::Open, Audience::Network, Audience::Group)).await;
        made(alpha.db(), &anna, group, "Termijn", "Over de verdagingsbrief.").await;
        rest(&world, &[&alpha, &beta]).await;
        let copy = copy_at(&beta, &alpha, group).await;
        assert!(desk.found(&bea, "verdagingsbrief").await.is_empty());
        join(beta.db(), &bea, copy).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert_eq!(desk.found(&bea, "verdagingsbrief").await, ["Termijn"]);
        assert!(desk.found(&bert, "verdagingsbrief").await.is_empty());
        beta.db().write(async |tx| members::leave(tx, &bea, copy).await).await.unwrap();
        settle(&[&alpha, &beta]).await;
        assert!(desk.found(&bea, "verdagingsbrief").await.is_empty());
    }
}
