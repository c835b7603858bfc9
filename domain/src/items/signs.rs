//! What readers leave on what others wrote: reactions, bookmarks, following; and who is named in it.

use serde::{Deserialize, Serialize};

use super::queries;
use super::{Item, Piece, Reactions, comments, seen};
use crate::acts::{self, Act};
use crate::db::{Db, Tx, sql};
use crate::error::{Error, Result};
use crate::groups::{self, Group, feed};
use crate::ids::{ItemId, PersonId};
use crate::notifications::{self, Notice};
use crate::principal::Principal;
use crate::{markup, people};

/// A reaction, of a fixed list: what each means is the same everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    ThumbsUp,
    Thanks,
    Insightful,
    Celebrate,
    Heart,
}

impl Sign {
    pub const ALL: [Self; 5] = [Self::ThumbsUp, Self::Thanks, Self::Insightful, Self::Celebrate, Self::Heart];

    /// The word in forms, JSON and tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ThumbsUp => "thumbs_up",
            Self::Thanks => "thanks",
            Self::Insightful => "insightful",
            Self::Celebrate => "celebrate",
            Self::Heart => "heart",
        }
    }

    /// Reads that word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sign| sign.as_str() == word)
    }

    /// The character that stands for it.
    pub fn emoji(self) -> &'static str {
        match self {
            Self::ThumbsUp => "👍",
            Self::Thanks => "🙏",
            Self::Insightful => "💡",
            Self::Celebrate => "🎉",
            Self::Heart => "❤️",
        }
    }

    /// What other software sends, if it is one of these.
    pub fn of_emoji(text: &str) -> Option<Self> {
        let plain = |text: &str| text.replace('\u{fe0f}', "");
        Self::ALL.into_iter().find(|sign| plain(sign.emoji()) == plain(text))
    }
}

/// Gives a sign or takes it back. Twice is once.
pub async fn react(tx: &mut Tx, principal: &Principal, piece: Piece, sign: Sign, is_on: bool) -> Result<()> {
    let person = principal.require_person()?;
    let (item, ap_id, reactions) = locked(tx, principal, piece).await?;
    let group = demand_member(tx, principal, &item).await?;
    let changed = match is_on {
        true => {
            sql("insert into reaction (subject_id, person_id, sign, created_at) values ($1, $2, $3, $4) \
             on conflict (subject_id, person_id, sign) do nothing")
            .bind(piece.id())
            .bind(person)
            .bind(sign.as_str())
            .bind(tx.now())
            .execute(&mut *tx)
            .await?
        }
        false => {
            sql("delete from reaction where subject_id = $1 and person_id = $2 and sign = $3")
                .bind(piece.id())
                .bind(person)
                .bind(sign.as_str())
                .execute(&mut *tx)
                .await?
        }
    };
    if changed == 0 {
        return Ok(());
    }
    // Elsewhere the count is a guess until the host's feed brings the true one.
    queries::update_reactions(tx, piece, &counted(reactions, sign, is_on)).await?;
    match group {
        Some(group) if !group.is_local => {
            acts::send(tx, person, &group, Act::React { ap_id, sign: sign.as_str().to_owned(), is_on }).await
        }
        Some(group) => touch(tx, &group, piece, &ap_id).await,
        None => Ok(()),
    }
}

async fn locked(tx: &mut Tx, principal: &Principal, piece: Piece) -> Result<(Item, String, Reactions)> {
    tx.lock(&format!("signs:{}", piece.id())).await?;
    match piece {
        Piece::Item(id) => {
            let item = seen::find(&mut *tx, principal, id).await?;
            let (ap_id, reactions) = (item.ap_id.clone(), item.reactions.clone());
            Ok((item, ap_id, reactions))
        }
        Piece::Comment(id) => {
            let comment = comments::find(&mut *tx, principal, id).await?;
            Ok((seen::find(&mut *tx, principal, comment.item_id).await?, comment.ap_id, comment.reactions))
        }
    }
}

fn counted(mut reactions: Reactions, sign: Sign, is_on: bool) -> Reactions {
    let count = reactions.entry(sign.as_str().to_owned()).or_default();
    *count = (*count + if is_on { 1 } else { -1 }).max(0);
    reactions.retain(|_, count| *count > 0);
    reactions
}

async fn demand_member(tx: &mut Tx, principal: &Principal, item: &Item) -> Result<Option<Group>> {
    if item.is_draft() {
        return Err(Error::Conflict("error-item-not-out"));
    }
    match item.group_id {
        Some(id) => Ok(Some(groups::enter(&mut *tx, principal, id).await?.require_post()?)),
        None => Ok(None),
    }
}

pub(super) async fn touch(tx: &mut Tx, group: &Group, piece: Piece, ap_id: &str) -> Result<()> {
    match piece {
        Piece::Item(id) => feed::touch_item(tx, group, id, ap_id, true).await,
        Piece::Comment(id) => feed::touch_comment(tx, group, id, ap_id, true).await,
    }
}

/// The signs that somebody gave to these, as pairs of piece and word.
pub async fn list_own(
    db: &Db,
    principal: &Principal,
    pieces: &[uuid::Uuid],
) -> Result<Vec<(uuid::Uuid, String)>> {
    let Some(person) = principal.acting_person().filter(|_| !pieces.is_empty()) else {
        return Ok(Vec::new());
    };
    sql("select subject_id, sign from reaction where person_id = $1 and subject_id in (..)")
        .bind(person)
        .bind_list(pieces.iter().copied())
        .all(db)
        .await
}

/// Keeps an item for oneself, or no longer.
pub async fn bookmark(tx: &mut Tx, principal: &Principal, id: ItemId, is_on: bool) -> Result<()> {
    let person = principal.require_member()?.person_id;
    seen::find(&mut *tx, principal, id).await?;
    let statement = if is_on {
        sql("insert into bookmark (person_id, item_id, created_at) values ($1, $2, $3) on conflict (person_id, item_id) do nothing")
            .bind(person)
            .bind(id)
            .bind(tx.now())
    } else {
        sql("delete from bookmark where person_id = $1 and item_id = $2").bind(person).bind(id)
    };
    statement.execute(tx).await.map(|_| ())
}

/// Wants to be told of new comments, or no longer.
pub async fn follow(tx: &mut Tx, principal: &Principal, id: ItemId, is_on: bool) -> Result<()> {
    let person = principal.require_member()?.person_id;
    seen::find(&mut *tx, principal, id).await?;
    sql("insert into follow (person_id, item_id, is_on, created_at) values ($1, $2, $3, $4) \
         on conflict (person_id, item_id) do update set is_on = excluded.is_on")
    .bind(person)
    .bind(id)
    .bind(is_on)
    .bind(tx.now())
    .execute(tx)
    .await
    .map(|_| ())
}

/// Authors and commenters follow, unless they said that they do not want to.
pub(super) async fn follow_by_itself(tx: &mut Tx, id: ItemId, person: PersonId) -> Result<()> {
    sql("insert into follow (person_id, item_id, is_on, created_at) values ($1, $2, $3, $4) \
         on conflict (person_id, item_id) do nothing")
    .bind(person)
    .bind(id)
    .bind(true)
    .bind(tx.now())
    .execute(tx)
    .await
    .map(|_| ())
}

/// What somebody has with an item.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Own {
    pub is_bookmarked: bool,
    pub is_following: bool,
}

/// Whether he keeps and follows it.
pub async fn own(db: &Db, principal: &Principal, id: ItemId) -> Result<Own> {
    let Some(person) = principal.acting_person() else { return Ok(Own::default()) };
    let (is_bookmarked, is_following): (i64, i64) = sql("select \
         (select count(*) from bookmark where person_id = $1 and item_id = $2), \
         (select count(*) from follow where person_id = $1 and item_id = $2 and is_on)")
    .bind(person)
    .bind(id)
    .one(db)
    .await?;
    Ok(Own { is_bookmarked: is_bookmarked > 0, is_following: is_following > 0 })
}

/// Counts one more look at an item; at home only.
pub async fn count_view(tx: &mut Tx, id: ItemId) -> Result<()> {
    sql("update item set view_count = view_count + 1 where id = $1").bind(id).execute(tx).await.map(|_| ())
}

/// Follows a subject on one's start page, or no longer.
pub async fn follow_subject(tx: &mut Tx, principal: &Principal, uri: &str, is_on: bool) -> Result<()> {
    let person = principal.require_member()?.person_id;
    let statement = if is_on {
        sql("insert into subject_follow (person_id, uri, created_at) values ($1, $2, $3) on conflict (person_id, uri) do nothing")
            .bind(person)
            .bind(uri)
            .bind(tx.now())
    } else {
        sql("delete from subject_follow where person_id = $1 and uri = $2").bind(person).bind(uri)
    };
    statement.execute(tx).await.map(|_| ())
}

/// Whether one follows a subject.
pub async fn follows_subject(db: &Db, principal: &Principal, uri: &str) -> Result<bool> {
    let Some(person) = principal.acting_person() else { return Ok(false) };
    let count: i64 = sql("select count(*) from subject_follow where person_id = $1 and uri = $2")
        .bind(person)
        .bind(uri)
        .scalar(db)
        .await?;
    Ok(count > 0)
}

/// Tells the local people who follow an item and may see it.
pub(super) async fn tell_followers(tx: &mut Tx, item: ItemId, notice: Notice) -> Result<()> {
    let followers: Vec<PersonId> = sql("select follow.person_id from follow \
         join account on account.person_id = follow.person_id join item on item.id = follow.item_id \
         left join membership mine on mine.group_id = item.group_id and mine.person_id = follow.person_id \
             and mine.state = 'active' \
         where follow.item_id = $1 and follow.is_on and (item.group_id is null or mine.role is not null)")
    .bind(item)
    .column(&mut *tx)
    .await?;
    for person in followers {
        notifications::tell(tx, person, notice.clone()).await?;
    }
    Ok(())
}

/// People whom one text may name; more is no conversation.
const MENTIONED_MAX: usize = 30;

/// Tells the local people whom a text names and who may see it.
pub(super) async fn tell_mentioned(
    tx: &mut Tx,
    piece: Piece,
    item: &Item,
    by: PersonId,
    body: &str,
) -> Result<()> {
    let host = crate::instances::home(&mut *tx).await?.host;
    let writes_here = people::find(&mut *tx, by).await?.is_local;
    for handle in markup::mentions(body).into_iter().take(MENTIONED_MAX) {
        let local = match handle.split_once('@') {
            Some((name, at)) if at == host => name.to_owned(),
            Some(_) => continue,
            // Without a host it names a colleague of whoever wrote it.
            None if !writes_here => continue,
            None => handle,
        };
        let Some(person) = people::find_by_handle(&mut *tx, &local).await? else { continue };
        let Ok(principal) = crate::accounts::principal_of(&mut *tx, person.id).await else { continue };
        if seen::find(&mut *tx, &principal, item.id).await.is_err() {
            continue;
        }
        let notice = Notice::new("mention", format!("mention:{}", piece.id()))
            .in_group_maybe(item.group_id)
            .on_item(item.id)
            .by(by);
        let notice = if let Piece::Comment(id) = piece { notice.on_comment(id) } else { notice };
        notifications::tell(tx, person.id, notice).await?;
    }
    Ok(())
}
