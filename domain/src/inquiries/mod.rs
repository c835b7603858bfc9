//! What one colleague asks of another: read by the two of them, and by nobody else. Each has it at his own instance; what one
//! of them does travels to the other's. The answer is not the end: they go on until one of them closes it, or neither says
//! anything for long. With the consent of both, question and answer become a question in a network.
//!
//! [`write`] is asking and answering, [`talk`] what follows, [`publication`] the way to a network, [`replica`] what comes from
//! elsewhere, [`parting`] what becomes of somebody's words when he goes, [`kept`] how long all of it stays.

pub mod kept;
mod limits;
mod parting;
mod publication;
mod queries;
pub mod replica;
mod talk;
mod write;

use std::time::Duration;

use serde::{Deserialize, Serialize};

pub(crate) use parting::forget_of;
pub use publication::{decide, propose, publish};
pub(crate) use queries::list_of;
pub use queries::{find_addition, list_additions, load};
pub use talk::{add, close};
pub use write::{allow, answer, ask, looked, refuse};

use crate::clock::Timestamp;
use crate::db::{Db, On, Tx, sql};
use crate::error::{Error, Result};
use crate::ids::{AdditionId, InquiryId, PersonId};
use crate::notifications::Notice;
use crate::principal::Principal;

pub const TITLE_CHARS_MAX: usize = 200;
pub const TEXT_CHARS_MAX: usize = 5_000;
/// Questions of one person in a day, to whomever.
pub const DAY_MAX: i64 = 10;
/// Questions of one person to another that wait for an answer.
pub const WAITING_MAX: i64 = 3;
/// What each of the two may add to one. Of each, so that both instances count the same, whatever crossed on the way.
pub const ADDITIONS_MAX: i64 = 25;
/// After this long without a word, it is over.
pub const SILENCE: Duration = Duration::from_secs(60 * 24 * 3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Side {
    Asker,
    Asked,
}

impl Side {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asker => "asker",
            Self::Asked => "asked",
        }
    }

    pub fn other(self) -> Self {
        match self {
            Self::Asker => Self::Asked,
            Self::Asked => Self::Asker,
        }
    }
}

/// How far it is with becoming public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Publication {
    Proposed,
    Agreed,
    Declined,
    Published,
}

impl Publication {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Agreed => "agreed",
            Self::Declined => "declined",
            Self::Published => "published",
        }
    }
}

/// A question of one colleague to another.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Inquiry {
    pub id: InquiryId,
    pub ap_id: String,
    pub asker_id: PersonId,
    pub asked_id: PersonId,
    /// Empty, as the text, where they were taken back.
    pub title: String,
    pub text: String,
    pub answer: Option<String>,
    pub answered_at: Option<Timestamp>,
    /// It does not reach the one asked: he takes no questions now.
    pub is_kept_away: bool,
    pub proposed_by: Option<Side>,
    /// The network that the asker wants to put it in.
    pub group_address: Option<String>,
    pub group_name: Option<String>,
    pub publication: Option<Publication>,
    pub published_address: Option<String>,
    pub created_at: Timestamp,
    /// The last word of either.
    pub said_at: Timestamp,
    pub closed_at: Option<Timestamp>,
    /// Who closed it; `None`: it fell silent.
    pub closed_by: Option<Side>,
    /// Whose words are no more, since his account is gone.
    pub taken_back_by: Option<Side>,
}

/// What one of the two said after the answer.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Addition {
    pub id: AdditionId,
    pub inquiry_id: InquiryId,
    pub ap_id: String,
    pub side: Side,
    pub text: String,
    pub said_at: Timestamp,
}

impl Inquiry {
    /// Which of the two somebody is; `None` for anybody else, and for whom it was kept away from.
    pub fn side_of(&self, person: PersonId) -> Option<Side> {
        match person {
            _ if person == self.asker_id => Some(Side::Asker),
            _ if person == self.asked_id && !self.is_kept_away => Some(Side::Asked),
            _ => None,
        }
    }

    pub fn person(&self, side: Side) -> PersonId {
        match side {
            Side::Asker => self.asker_id,
            Side::Asked => self.asked_id,
        }
    }

    /// Whether anything can be said in it.
    pub fn is_open(&self) -> bool {
        self.closed_at.is_none() && self.taken_back_by.is_none() && !self.is_kept_away
    }

    /// Whether this side may give the answer.
    pub fn may_answer(&self, side: Side) -> bool {
        self.is_open() && side == Side::Asked && self.answer.is_none()
    }

    /// Whether it goes on: one answers first.
    pub fn may_add(&self) -> bool {
        self.is_open() && self.answer.is_some()
    }

    /// It was over before anybody answered.
    pub fn is_lapsed(&self) -> bool {
        let is_silent = self.closed_at.is_some() && self.closed_by.is_none();
        self.answer.is_none() && is_silent && self.is_whole()
    }

    /// Whether a side may propose that it becomes public: once, unless the other said no.
    pub fn may_propose(&self) -> bool {
        let is_over = self.closed_at.is_some() && self.answer.is_none();
        self.publication.is_none() && self.is_whole() && !is_over
    }

    /// Whether this side is to say yes or no.
    pub fn is_to_decide(&self, side: Side) -> bool {
        self.publication == Some(Publication::Proposed)
            && self.proposed_by == Some(side.other())
            && self.is_whole()
    }

    /// Both are there, with what they said.
    fn is_whole(&self) -> bool {
        self.taken_back_by.is_none() && !self.is_kept_away
    }

    /// Whether what `side` says from elsewhere is still in time: what was on its way when the other closed it counts.
    fn takes(&self, side: Side, now: Timestamp) -> bool {
        let just_closed = self.closed_at.is_some_and(|at| at > now.minus(DAY));
        self.is_open() || (self.is_whole() && just_closed && self.closed_by != Some(side))
    }

    fn notice(&self, kind: &'static str, side: Side) -> Notice {
        Notice::new(kind, format!("{}:{kind}", self.key()))
            .by(self.person(side))
            .with("inquiry", &self.id.to_string())
            .with("title", &self.title)
    }

    /// What the keys of its notices begin with.
    fn key(&self) -> String {
        format!("inquiry:{}", self.id)
    }
}

/// What one of the two said, for the other's instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    Question,
    Answer,
    Addition { id: AdditionId, by: Side },
    Closed { by: Side },
    Proposal,
    Agreed,
    Declined,
    Published,
}

impl Word {
    /// Who says it.
    pub fn speaker(self, inquiry: &Inquiry) -> Option<Side> {
        match self {
            Self::Question | Self::Published => Some(Side::Asker),
            Self::Answer => Some(Side::Asked),
            Self::Addition { by, .. } | Self::Closed { by } => Some(by),
            Self::Proposal => inquiry.proposed_by,
            Self::Agreed | Self::Declined => inquiry.proposed_by.map(Side::other),
        }
    }
}

/// One of the caller's own, with which of the two he is. For anybody else there is none, administrators too.
pub async fn find(on: impl Into<On<'_>>, principal: &Principal, id: InquiryId) -> Result<(Inquiry, Side)> {
    let person = principal.require_member()?.person_id;
    let inquiry = load(on, id).await?.ok_or(Error::NotFound)?;
    let side = inquiry.side_of(person).ok_or(Error::NotFound)?;
    Ok((inquiry, side))
}

/// The same for a change, which nobody else changes until the transaction ends.
async fn hold(tx: &mut Tx, principal: &Principal, id: InquiryId) -> Result<(Inquiry, Side)> {
    tx.lock(&format!("inquiry:{id}")).await?;
    find(tx, principal, id).await
}

/// What one asked and what one was asked, newest first.
pub async fn list(db: &Db, principal: &Principal) -> Result<Vec<Inquiry>> {
    list_of(db, principal.require_member()?.person_id).await
}

/// From whom one wants no questions any more.
pub async fn list_refused(db: &Db, principal: &Principal) -> Result<Vec<PersonId>> {
    sql("select asker_id from inquiry_refusal where person_id = $1 order by refused_at desc, asker_id limit 500")
        .bind(principal.require_member()?.person_id)
        .column(db)
        .await
}
