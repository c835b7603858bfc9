//! Poll: options, one or several to choose, an end. Who chose what is told to nobody, how often something was chosen to
//! whoever sees the poll.

use serde::{Deserialize, Serialize};

use super::Detail;
use crate::acts::{self, Act};
use crate::clock::Timestamp;
use crate::db::{Db, Tx, sql};
use crate::error::{Error, FieldError, Result};
use crate::groups::{self, feed};
use crate::ids::{ItemId, PersonId};
use crate::items::{queries, seen};
use crate::people::check;
use crate::principal::Principal;

/// Its options with what was counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Poll {
    pub options: Vec<PollOption>,
    pub is_multiple: bool,
    pub closes_at: Option<Timestamp>,
    /// People who voted; with several choices fewer than the votes.
    pub voters: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PollOption {
    pub text: String,
    pub votes: i64,
}

/// A poll as somebody sends it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewPoll {
    pub options: Vec<String>,
    pub is_multiple: bool,
    pub closes_at: Option<Timestamp>,
}

pub const OPTIONS_MIN: usize = 2;
/// FEP-9967.
pub const OPTIONS_MAX: usize = 20;
const OPTION_CHARS_MAX: usize = 200;

impl Poll {
    /// Whether votes are taken at this instant.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.closes_at.is_none_or(|at| at > now)
    }
}

pub(super) fn check(new: NewPoll, now: Timestamp) -> Result<Poll> {
    let options = options(&new.options)?;
    if new.closes_at.is_some_and(|at| at <= now) {
        return Err(Error::invalid("closes", "error-in-the-past"));
    }
    let options = options.into_iter().map(|text| PollOption { text, votes: 0 }).collect();
    Ok(Poll { options, is_multiple: new.is_multiple, closes_at: new.closes_at, voters: 0 })
}

fn options(texts: &[String]) -> Result<Vec<String>> {
    let mut options: Vec<String> = Vec::new();
    for text in texts.iter().map(|text| check::line(text)).filter(|text| !text.is_empty()) {
        if text.chars().count() > OPTION_CHARS_MAX {
            return Err(FieldError::new("options", "error-too-long").with("max", OPTION_CHARS_MAX).into());
        }
        if options.contains(&text) {
            return Err(Error::invalid("options", "error-twice"));
        }
        options.push(text);
    }
    if options.len() < OPTIONS_MIN {
        return Err(FieldError::new("options", "error-poll-options").with("min", OPTIONS_MIN).into());
    }
    if options.len() > OPTIONS_MAX {
        return Err(FieldError::new("options", "error-too-many").with("max", OPTIONS_MAX).into());
    }
    Ok(options)
}

/// Once somebody voted, what could be voted for stays; the end may move.
pub(super) fn check_edit(before: &Poll, new: NewPoll, now: Timestamp) -> Result<Poll> {
    let texts: Vec<&str> = before.options.iter().map(|option| option.text.as_str()).collect();
    let is_same = texts.iter().copied().eq(new.options.iter().map(String::as_str));
    if is_same && new.is_multiple == before.is_multiple {
        let is_later = new.closes_at == before.closes_at || new.closes_at.is_none_or(|at| at > now);
        let closes_at =
            if is_later { new.closes_at } else { return Err(Error::invalid("closes", "error-in-the-past")) };
        return Ok(Poll { closes_at, ..before.clone() });
    }
    if before.voters > 0 {
        return Err(Error::invalid("options", "error-poll-voted"));
    }
    check(new, now)
}

/// Votes, or changes a vote, as long as the poll is open. No option takes the vote back.
pub async fn vote(tx: &mut Tx, principal: &Principal, id: ItemId, chosen: &[i64]) -> Result<()> {
    let person = principal.require_person()?;
    tx.lock(&format!("item:{id}")).await?;
    let item = seen::find(&mut *tx, principal, id).await?;
    let Detail::Poll(poll) = &item.detail else { return Err(Error::NotFound) };
    demand_votes(poll, chosen, tx.now())?;
    let group = match item.group_id {
        Some(id) => Some(groups::enter(&mut *tx, principal, id).await?.require_post()?),
        None => None,
    };
    if item.is_locked() || item.is_draft() {
        return Err(Error::Conflict("error-item-locked"));
    }
    store_votes(tx, id, person, chosen).await?;
    match group {
        Some(group) if !group.is_local => {
            acts::send(tx, person, &group, Act::Vote { item_id: id, options: chosen.to_vec() }).await
        }
        group => {
            count(tx, id, poll).await?;
            match group {
                Some(group) => feed::touch_item(tx, &group, id, &item.ap_id, true).await,
                None => Ok(()),
            }
        }
    }
}

fn demand_votes(poll: &Poll, chosen: &[i64], now: Timestamp) -> Result<()> {
    if !poll.is_open(now) {
        return Err(Error::Conflict("error-poll-closed"));
    }
    let exists = |option: &i64| usize::try_from(*option).is_ok_and(|at| at < poll.options.len());
    let is_too_much = chosen.len() > 1 && !poll.is_multiple;
    if is_too_much || chosen.len() > OPTIONS_MAX || !chosen.iter().all(exists) {
        return Err(Error::invalid("option", "error-poll-choice"));
    }
    Ok(())
}

async fn store_votes(tx: &mut Tx, item: ItemId, person: PersonId, chosen: &[i64]) -> Result<()> {
    sql("delete from vote where item_id = $1 and person_id = $2")
        .bind(item)
        .bind(person)
        .execute(&mut *tx)
        .await?;
    for option in chosen {
        sql("insert into vote (item_id, person_id, option, created_at) values ($1, $2, $3, $4) \
             on conflict (item_id, person_id, option) do nothing")
        .bind(item)
        .bind(person)
        .bind(*option)
        .bind(tx.now())
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}

async fn count(tx: &mut Tx, id: ItemId, poll: &Poll) -> Result<()> {
    let counted: Vec<(i64, i64)> =
        sql("select option, count(*) from vote where item_id = $1 group by option")
            .bind(id)
            .all(&mut *tx)
            .await?;
    let voters: i64 = sql("select count(distinct person_id) from vote where item_id = $1")
        .bind(id)
        .scalar(&mut *tx)
        .await?;
    let votes = |at: usize| {
        counted.iter().find(|(option, _)| usize::try_from(*option) == Ok(at)).map_or(0, |(_, n)| *n)
    };
    let options =
        poll.options.iter().enumerate().map(|(at, option)| PollOption { votes: votes(at), ..option.clone() });
    let poll = Poll { options: options.collect(), voters, ..poll.clone() };
    queries::update_detail(tx, id, &Detail::Poll(poll)).await
}

/// What somebody voted.
pub async fn own_votes(db: &Db, principal: &Principal, id: ItemId) -> Result<Vec<i64>> {
    let Some(person) = principal.acting_person() else { return Ok(Vec::new()) };
    sql("select option from vote where item_id = $1 and person_id = $2 order by option")
        .bind(id)
        .bind(person)
        .column(db)
        .await
}
