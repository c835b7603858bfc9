//! What one colleague asks of another: read by the two of them, and by nobody else. Each has it at his own instance; what one
//! of them does travels to the other's. With the consent of both it becomes a question in a network.

mod publication;
pub mod replica;
mod write;

use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use publication::{decide, propose, publish};
pub use write::{allow, answer, ask, looked, refuse};

use crate::clock::Timestamp;
use crate::db::{Db, On, Tx, sql, sql_from};
use crate::error::{Error, FieldError, Result};
use crate::ids::{InquiryId, PersonId};
use crate::notifications::Notice;
use crate::people::{self, Availability, FieldKey, Value, check};
use crate::principal::Principal;

pub const TITLE_CHARS_MAX: usize = 200;
pub const TEXT_CHARS_MAX: usize = 5_000;
/// Questions of one person in a day, to whomever.
pub const DAY_MAX: i64 = 10;
/// Questions of one person to another that wait for an answer.
pub const WAITING_MAX: i64 = 3;
const DAY: Duration = Duration::from_secs(24 * 3600);
/// Rows of one's list.
const LIST_MAX: i64 = 200;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Side {
    Asker,
    Asked,
}

impl Side {
    fn as_str(self) -> &'static str {
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
    fn as_str(self) -> &'static str {
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
    pub title: String,
    pub text: String,
    pub answer: Option<String>,
    pub answered_at: Option<Timestamp>,
    pub is_kept_away: bool,
    pub proposed_by: Option<Side>,
    /// The network that the asker wants to put it in.
    pub group_address: Option<String>,
    pub group_name: Option<String>,
    pub publication: Option<Publication>,
    pub published_address: Option<String>,
    pub created_at: Timestamp,
}

const COLUMNS: &str = "id, ap_id, asker_id, asked_id, title, text, answer, answered_at, is_kept_away, proposed_by, \
    group_address, group_name, publication, published_address, created_at";

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

    /// Whether this side may propose that it becomes public: once, unless the other said no.
    pub fn may_propose(&self) -> bool {
        self.publication.is_none()
    }

    /// Whether this side is to say yes or no.
    pub fn is_to_decide(&self, side: Side) -> bool {
        self.publication == Some(Publication::Proposed) && self.proposed_by == Some(side.other())
    }

    fn notice(&self, kind: &'static str, side: Side) -> Notice {
        Notice::new(kind, format!("inquiry:{}:{kind}", self.id))
            .by(self.person(side))
            .with("inquiry", &self.id.to_string())
            .with("title", &self.title)
    }
}

/// What one of the two said, for the other's instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    Question,
    Answer,
    Proposal,
    Agreed,
    Declined,
    Published,
}

impl Word {
    /// Who says it, where that does not depend on the inquiry.
    pub fn speaker(self, inquiry: &Inquiry) -> Option<Side> {
        match self {
            Self::Question | Self::Published => Some(Side::Asker),
            Self::Answer => Some(Side::Asked),
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

/// For the door that carries it to the other's instance.
pub async fn load(on: impl Into<On<'_>>, id: InquiryId) -> Result<Option<Inquiry>> {
    sql_from(format!("select {COLUMNS} from inquiry where id = $1")).bind(id).optional(on).await
}

async fn load_by_address(on: impl Into<On<'_>>, ap_id: &str) -> Result<Option<Inquiry>> {
    sql_from(format!("select {COLUMNS} from inquiry where ap_id = $1")).bind(ap_id).optional(on).await
}

/// What one asked and what one was asked, newest first.
pub async fn list(db: &Db, principal: &Principal) -> Result<Vec<Inquiry>> {
    list_of(db, principal.require_member()?.person_id).await
}

/// The same of somebody, for the document with what we hold about him.
pub(crate) async fn list_of(on: impl Into<On<'_>>, person: PersonId) -> Result<Vec<Inquiry>> {
    let text = format!(
        "select {COLUMNS} from inquiry where asker_id = $1 or (asked_id = $1 and not is_kept_away) \
         order by created_at desc, id desc limit $2"
    );
    sql_from(text).bind(person).bind(LIST_MAX).all(on).await
}

/// From whom one wants no questions any more.
pub async fn list_refused(db: &Db, principal: &Principal) -> Result<Vec<PersonId>> {
    sql("select asker_id from inquiry_refusal where person_id = $1 order by refused_at desc, asker_id limit 500")
        .bind(principal.require_member()?.person_id)
        .column(db)
        .await
}

/// Whoever is no more asks nothing and was asked nothing.
pub(crate) async fn forget_of(tx: &mut Tx, person: PersonId) -> Result<()> {
    for text in [
        "delete from inquiry where asker_id = $1 or asked_id = $1",
        "delete from inquiry_refusal where person_id = $1 or asker_id = $1",
    ] {
        sql(text).bind(person).execute(&mut *tx).await?;
    }
    Ok(())
}

fn check_line(field: &'static str, text: &str, max: usize) -> Result<String> {
    within(field, check::line(text), max)
}

fn check_text(field: &'static str, text: &str) -> Result<String> {
    within(field, check::paragraphs(text), TEXT_CHARS_MAX)
}

fn within(field: &'static str, text: String, max: usize) -> Result<String> {
    match text.chars().count() {
        0 => Err(Error::invalid(field, "error-required")),
        count if count > max => Err(FieldError::new(field, "error-too-long").with("max", max).into()),
        _ => Ok(text),
    }
}

/// Refuses whoever asks too much: the limits are the same at home and for whoever asks from elsewhere.
async fn demand_moderation(tx: &mut Tx, asker: PersonId, asked: PersonId) -> Result<()> {
    tx.lock(&format!("inquiry:{asker}")).await?;
    let now = tx.now();
    let today: i64 = sql("select count(*) from inquiry where asker_id = $1 and created_at > $2")
        .bind(asker)
        .bind(now.minus(DAY))
        .scalar(&mut *tx)
        .await?;
    if today >= DAY_MAX {
        return Err(Error::Conflict("error-inquiry-many"));
    }
    let waiting: i64 =
        sql("select count(*) from inquiry where asker_id = $1 and asked_id = $2 and answer is null")
            .bind(asker)
            .bind(asked)
            .scalar(tx)
            .await?;
    if waiting >= WAITING_MAX { Err(Error::Conflict("error-inquiry-waits")) } else { Ok(()) }
}

async fn is_refused(tx: &mut Tx, asked: PersonId, asker: PersonId) -> Result<bool> {
    let rows: i64 = sql("select count(*) from inquiry_refusal where person_id = $1 and asker_id = $2")
        .bind(asked)
        .bind(asker)
        .scalar(tx)
        .await?;
    Ok(rows > 0)
}

/// What one begins with.
struct Begun {
    id: InquiryId,
    ap_id: String,
    asker_id: PersonId,
    asked_id: PersonId,
    title: String,
    text: String,
    is_kept_away: bool,
}

async fn begin(tx: &mut Tx, begun: Begun) -> Result<Inquiry> {
    let id = begun.id;
    sql("insert into inquiry (id, ap_id, asker_id, asked_id, title, text, is_kept_away, created_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8)")
    .bind(id)
    .bind(begun.ap_id)
    .bind(begun.asker_id)
    .bind(begun.asked_id)
    .bind(begun.title)
    .bind(begun.text)
    .bind(begun.is_kept_away)
    .bind(tx.now())
    .execute(&mut *tx)
    .await?;
    load(tx, id).await?.ok_or(Error::NotFound)
}

/// Tells whoever was asked. While he is not available he finds it on his pages, and no mail is sent.
async fn tell_asked(tx: &mut Tx, inquiry: &Inquiry) -> Result<()> {
    let asked = people::find(&mut *tx, inquiry.asked_id).await?;
    let says = asked.profile.fields.get(&FieldKey::Availability).map(|entry| &entry.value);
    let is_away = matches!(says, Some(Value::Availability(Availability::Away)));
    let kind = if is_away { "inquiry_waits" } else { "inquiry" };
    crate::notifications::tell(tx, inquiry.asked_id, inquiry.notice(kind, Side::Asker)).await
}

async fn write_answer(tx: &mut Tx, inquiry: &Inquiry, text: &str) -> Result<()> {
    sql("update inquiry set answer = $2, answered_at = $3 where id = $1")
        .bind(inquiry.id)
        .bind(text)
        .bind(tx.now())
        .execute(tx)
        .await?;
    Ok(())
}
