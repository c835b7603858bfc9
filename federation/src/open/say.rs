//! What those who follow are told: the difference between what they hold and what is public now.
//!
//! Mastodon reads the announcement of a bare address and fetches what stands there; Lemmy reads the announcement of a whole
//! activity (FEP-1b12). Both are sent. What changes an author's own text is sent in his name besides, since Mastodon believes
//! nobody else about it. One key signs for all of our actors.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::audience::Viewpoint;
use domain::delivery::{self, Due, Outgoing, Target};
use domain::outbox::Event;
use domain::outside::told::{self, Told};
use domain::outside::{self, actors, follows};
use domain::people::{self, profile_for};
use domain::{CommentId, Error, GroupId, ItemId, OutsiderId, Tx};
use http::HeaderMap;
use serde_json::{Value, json};
use url::Url;
use uuid::Uuid;

use super::read::{Public, Text};
use crate::client::ClientError;
use crate::door::Federation;
use crate::objects::open as objects;
use crate::signature::draft::{DraftSigner, sign_draft};
use crate::wire::{OpenActivity, OpenPost, PUBLIC, open_context};

/// With the address of the group behind it: what is said in one public group reaches a host in order.
pub(crate) const ORDERING_KEY: &str = "open:";
/// Whoever follows is told of what is new. What is older than this and was never told of is no news when it is touched.
const NEWS_FOR: Duration = Duration::from_secs(24 * 3600);
/// Things taken back at once when a group ceases to be public.
const TAKEN_BACK_MAX: i64 = 10_000;

/// What goes out, and what is then held elsewhere; written in the transaction that takes the event.
#[derive(Default)]
pub(crate) struct News {
    sent: Vec<(Outgoing, Vec<Target>)>,
    about: Option<Uuid>,
    held: Vec<Told>,
    gone: Vec<Uuid>,
    closes: bool,
}

impl News {
    pub async fn send(&self, tx: &mut Tx) -> Result<(), Error> {
        for (outgoing, targets) in &self.sent {
            delivery::send(tx, outgoing, targets).await?;
            if let Some(about) = self.about {
                delivery::note_told(tx, &outgoing.id, about).await?;
            }
        }
        for held in &self.held {
            told::remember(tx, held).await?;
        }
        for gone in &self.gone {
            told::forget(tx, *gone).await?;
        }
        if self.closes { outside::close(tx).await } else { Ok(()) }
    }
}

/// Where news of a group goes, and under whose name it is signed.
struct Audience {
    group_id: GroupId,
    group: String,
    targets: Vec<Target>,
}

impl Federation {
    /// What an event means to those of elsewhere who follow; nothing for most.
    pub(crate) async fn news_for_outsiders(&self, event: &Event) -> Result<News, Error> {
        match event {
            Event::OpeningClosed => self.close_all().await,
            Event::OutsiderFollowed { group_id, actor_id, follow_id } if self.open_key().await?.is_some() => {
                self.accept_follow(*group_id, *actor_id, follow_id).await
            }
            Event::GroupChanged { group_id, object_id, .. } if self.open_key().await?.is_some() => {
                self.news_of(*group_id, *object_id).await
            }
            Event::GroupGone { group_id } if self.open_key().await?.is_some() => {
                let Some(to) = self.audience_of(*group_id).await? else { return Ok(News::default()) };
                Ok(News { sent: self.farewell_to_all(&to)?, ..News::default() })
            }
            _ => Ok(News::default()),
        }
    }

    async fn audience_of(&self, id: GroupId) -> Result<Option<Audience>, Error> {
        let Some(group) = domain::groups::find_address(&self.db, id).await? else { return Ok(None) };
        let inboxes = follows::list_inboxes(&self.db, id).await?;
        let targets = inboxes.into_iter().map(|(host, inbox_url)| Target { host, inbox_url }).collect();
        Ok(Some(Audience { group_id: id, group, targets }))
    }

    async fn accept_follow(&self, group: GroupId, actor: OutsiderId, follow: &str) -> Result<News, Error> {
        let (Some(to), Some(actor)) =
            (self.audience_of(group).await?, actors::find_by_id(&self.db, actor).await?)
        else {
            return Ok(News::default());
        };
        let object = json!({ "id": follow, "type": "Follow", "actor": actor.ap_id, "object": to.group });
        let mut said = self.says(&to.group, "Accept", object);
        (said.to, said.cc, said.audience) = (vec![actor.ap_id], Vec::new(), None);
        let targets = vec![Target { host: actor.host, inbox_url: actor.inbox_url }];
        Ok(News { sent: vec![self.sent(&to, &said, targets)?], ..News::default() })
    }

    /// The group itself, an item or a comment of it changed.
    async fn news_of(&self, group: GroupId, object: Uuid) -> Result<News, Error> {
        let Some(to) = self.audience_of(group).await? else { return Ok(News::default()) };
        if object == group.0 {
            return self.news_of_group(&to).await;
        }
        let held = told::find(&self.db, object).await?;
        let public = match self.find_public_item(ItemId(object)).await? {
            Some(public) => Some(public),
            None => self.find_public_comment(CommentId(object)).await?,
        };
        let mut news = match (public, held) {
            (Some(public), None) => self.told_first(&to, object, public)?,
            (Some(public), Some(held)) => self.told_again(&to, public, held)?,
            (None, Some(held)) => {
                let below = told::list_below(&self.db, ItemId(object)).await?;
                self.all_taken_back(&to, below.into_iter().chain([held]))?
            }
            (None, None) => News::default(),
        };
        news.about = Some(object);
        Ok(news)
    }

    /// Other words are told; a group that is no longer public takes everything back.
    async fn news_of_group(&self, to: &Audience) -> Result<News, Error> {
        if let Some(group) = self.find_public_group(to.group_id).await? {
            let Some(key) = self.open_key().await? else { return Ok(News::default()) };
            let pem = key.public().to_pem().map_err(Error::internal)?;
            let document = serde_json::to_value(objects::group(&group, &pem, &self.urls))?;
            let said = self.says(&to.group, "Update", document);
            return Ok(News { sent: self.to_all(to, [said])?, ..News::default() });
        }
        let held = told::list_of(&self.db, to.group_id, TAKEN_BACK_MAX).await?;
        self.all_taken_back(to, held)
    }

    fn all_taken_back(&self, to: &Audience, held: impl IntoIterator<Item = Told>) -> Result<News, Error> {
        let mut news = News::default();
        for held in held {
            let back = self.taken_back(to, &held)?;
            news.sent.extend(back.sent);
            news.gone.extend(back.gone);
        }
        Ok(news)
    }

    fn told_first(&self, to: &Audience, object_id: Uuid, public: Public) -> Result<News, Error> {
        let (address, by, said) = match &public.text {
            Text::Theirs(address) => (address.clone(), to.group.clone(), Vec::new()),
            Text::Ours(_) if self.db.now().since(public.at) > NEWS_FOR => return Ok(News::default()),
            Text::Ours(post) => {
                let create = self.in_name_of(post, "Create", serde_json::to_value(post)?);
                let whole = self.announces(to, serde_json::to_value(&create)?);
                (post.id.clone(), post.attributed_to.clone(), vec![whole])
            }
        };
        let bare = self.announces(to, json!(address));
        let held = Told {
            object_id,
            group_id: to.group_id,
            ap_id: address,
            attributed_to: by,
            announce_id: bare.id.clone(),
            version: public.version,
        };
        let mut sent = self.to_all(to, std::iter::once(bare).chain(said))?;
        sent.extend(self.to_answered(to, &public)?);
        Ok(News { sent, held: vec![held], ..News::default() })
    }

    /// Whoever is answered hears it himself, whether he follows or not.
    fn to_answered(&self, to: &Audience, public: &Public) -> Result<Option<(Outgoing, Vec<Target>)>, Error> {
        let (Some(actor), Text::Ours(post)) = (&public.answers, &public.text) else { return Ok(None) };
        let create = self.in_name_of(post, "Create", serde_json::to_value(post)?);
        let target = Target { host: actor.host.clone(), inbox_url: actor.inbox_url.clone() };
        Ok(Some(self.sent(to, &with_context(create), vec![target])?))
    }

    fn told_again(&self, to: &Audience, public: Public, held: Told) -> Result<News, Error> {
        // Whoever wrote elsewhere tells of his changes himself.
        let Text::Ours(post) = public.text else { return Ok(News::default()) };
        if held.version == public.version || held.attributed_to != post.attributed_to {
            return Ok(News::default());
        }
        let update = self.in_name_of(&post, "Update", serde_json::to_value(&post)?);
        let whole = self.announces(to, serde_json::to_value(&update)?);
        let sent = self.to_all(to, [with_context(update), whole])?;
        Ok(News { sent, held: vec![Told { version: public.version, ..held }], ..News::default() })
    }

    fn taken_back(&self, to: &Audience, held: &Told) -> Result<News, Error> {
        let said = if held.ap_id.starts_with(&self.urls.below("")) {
            let mut delete =
                self.says(&held.attributed_to, "Delete", json!({ "id": held.ap_id, "type": "Tombstone" }));
            delete.audience = Some(to.group.clone());
            delete.context = Value::Null;
            let whole = self.announces(to, serde_json::to_value(&delete)?);
            vec![with_context(delete), whole]
        } else {
            let announce = json!({ "id": held.announce_id, "type": "Announce", "actor": to.group, "object": held.ap_id });
            vec![self.says(&to.group, "Undo", announce)]
        };
        Ok(News { sent: self.to_all(to, said)?, gone: vec![held.object_id], ..News::default() })
    }

    /// Every group that anybody follows says goodbye.
    async fn close_all(&self) -> Result<News, Error> {
        let mut news = News { closes: true, ..News::default() };
        for group in follows::list_followed(&self.db).await? {
            if let Some(to) = self.audience_of(group).await? {
                news.sent.extend(self.farewell_to_all(&to)?);
            }
        }
        Ok(news)
    }

    fn farewell_to_all(&self, to: &Audience) -> Result<Vec<(Outgoing, Vec<Target>)>, Error> {
        self.to_all(to, [self.says(&to.group, "Delete", json!(to.group))])
    }

    /// Authors whose texts stand elsewhere in their names, and who let themselves be named no more, are gone there.
    pub(crate) async fn check_open_authors(&self) -> Result<(), Error> {
        for author in told::list_authors(&self.db).await? {
            let person = people::find_by_ap_id(&self.db, &author).await?;
            let is_named = person.is_some_and(|person| profile_for(&person, Viewpoint::Public).is_some());
            if !is_named {
                let news = self.gone_author(&author).await?;
                self.db.write(async |tx| news.send(tx).await).await?;
            }
        }
        self.ring();
        Ok(())
    }

    async fn gone_author(&self, author: &str) -> Result<News, Error> {
        let held = told::list_by(&self.db, author).await?;
        let groups: BTreeSet<GroupId> = held.iter().map(|held| held.group_id).collect();
        let mut news = News { gone: held.iter().map(|held| held.object_id).collect(), ..News::default() };
        for group in groups {
            if let Some(to) = self.audience_of(group).await? {
                news.sent.extend(self.to_all(&to, [self.says(author, "Delete", json!(author))])?);
            }
        }
        Ok(news)
    }

    /// An activity of a group or of an author in it, for everybody.
    fn says(&self, actor: &str, kind: &str, object: Value) -> OpenActivity {
        OpenActivity {
            context: open_context(),
            id: self.new_activity_id(),
            kind: kind.to_owned(),
            actor: actor.to_owned(),
            to: vec![PUBLIC.into()],
            cc: Vec::new(),
            audience: None,
            object,
        }
    }

    fn announces(&self, to: &Audience, object: Value) -> OpenActivity {
        OpenActivity { cc: vec![objects::followers(&to.group)], ..self.says(&to.group, "Announce", object) }
    }

    /// What an author does with his text, to stand within an announcement.
    fn in_name_of(&self, post: &OpenPost, kind: &str, object: Value) -> OpenActivity {
        OpenActivity {
            context: Value::Null,
            to: post.to.clone(),
            cc: post.cc.clone(),
            audience: Some(post.audience.clone()),
            ..self.says(&post.attributed_to, kind, object)
        }
    }

    fn to_all(
        &self,
        to: &Audience,
        said: impl IntoIterator<Item = OpenActivity>,
    ) -> Result<Vec<(Outgoing, Vec<Target>)>, Error> {
        if to.targets.is_empty() {
            return Ok(Vec::new());
        }
        said.into_iter().map(|said| self.sent(to, &said, to.targets.clone())).collect()
    }

    fn sent(
        &self,
        to: &Audience,
        said: &OpenActivity,
        targets: Vec<Target>,
    ) -> Result<(Outgoing, Vec<Target>), Error> {
        let outgoing = Outgoing {
            id: said.id.clone(),
            body: serde_json::to_vec(said)?,
            ordering_key: format!("{ORDERING_KEY}{}", to.group),
            for_host: None,
            group_id: Some(to.group_id),
        };
        Ok((outgoing, targets))
    }

    /// Signs a delivery for foreign software, with the key of the actor that speaks in it.
    pub(crate) async fn sign_for_outsiders(
        &self,
        row: &Due,
        url: &Url,
        headers: &mut HeaderMap,
    ) -> Result<(), ClientError> {
        let setup = |error: &dyn std::fmt::Display| ClientError::Setup(error.to_string());
        let key = self.rsa_key().await.map_err(|error| setup(&error))?;
        let key = key.ok_or_else(|| setup(&"there is no RSA key yet"))?;
        let said: OpenActivity = serde_json::from_slice(&row.body).map_err(|error| setup(&error))?;
        let key_id = objects::key_id(&said.actor);
        let signer = DraftSigner { key: &key, key_id: &key_id };
        sign_draft(signer, "POST", url, headers, Some(&row.body), self.now_seconds())
            .map_err(|error| setup(&error))?;
        // The connection names the host itself.
        headers.remove(http::header::HOST);
        Ok(())
    }
}

fn with_context(said: OpenActivity) -> OpenActivity {
    OpenActivity { context: open_context(), ..said }
}
