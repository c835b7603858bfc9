//! Inquiries and what was added to them, as they stand in the database.

use super::{Addition, Inquiry, Side};
use crate::db::{On, Tx, sql, sql_from};
use crate::error::{Error, Result};
use crate::ids::{AdditionId, InquiryId, PersonId};

/// Rows of one's list.
const LIST_MAX: i64 = 200;

pub(super) const COLUMNS: &str = "id, ap_id, asker_id, asked_id, title, text, answer, answered_at, is_kept_away, proposed_by, \
    group_address, group_name, publication, published_address, created_at, said_at, closed_at, closed_by, taken_back_by";
const OF_ADDITION: &str = "id, inquiry_id, ap_id, side, text, said_at";

/// For the door that carries it to the other's instance.
pub async fn load(on: impl Into<On<'_>>, id: InquiryId) -> Result<Option<Inquiry>> {
    sql_from(format!("select {COLUMNS} from inquiry where id = $1")).bind(id).optional(on).await
}

pub(super) async fn load_by_address(on: impl Into<On<'_>>, ap_id: &str) -> Result<Option<Inquiry>> {
    sql_from(format!("select {COLUMNS} from inquiry where ap_id = $1")).bind(ap_id).optional(on).await
}

/// What somebody asked and was asked, newest first, at most 200.
pub(crate) async fn list_of(on: impl Into<On<'_>>, person: PersonId) -> Result<Vec<Inquiry>> {
    let text = format!(
        "select {COLUMNS} from inquiry where asker_id = $1 or (asked_id = $1 and not is_kept_away) \
         order by created_at desc, id desc limit $2"
    );
    sql_from(text).bind(person).bind(LIST_MAX).all(on).await
}

/// What one begins with.
pub(super) struct Begun {
    pub id: InquiryId,
    pub ap_id: String,
    pub asker_id: PersonId,
    pub asked_id: PersonId,
    pub title: String,
    pub text: String,
}

pub(super) async fn insert(tx: &mut Tx, begun: Begun) -> Result<Inquiry> {
    let id = begun.id;
    sql(
        "insert into inquiry (id, ap_id, asker_id, asked_id, title, text, is_kept_away, created_at, said_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
    )
    .bind(id)
    .bind(begun.ap_id)
    .bind(begun.asker_id)
    .bind(begun.asked_id)
    .bind(begun.title)
    .bind(begun.text)
    .bind(false)
    .bind(tx.now())
    .execute(&mut *tx)
    .await?;
    load(tx, id).await?.ok_or(Error::NotFound)
}

pub(super) async fn update_answer(tx: &mut Tx, id: InquiryId, text: &str) -> Result<()> {
    sql("update inquiry set answer = $2, answered_at = $3, said_at = $3 where id = $1")
        .bind(id)
        .bind(text)
        .bind(tx.now())
        .execute(tx)
        .await?;
    Ok(())
}

/// Ends it; `by` none: it fell silent.
pub(super) async fn update_closed(tx: &mut Tx, id: InquiryId, by: Option<Side>) -> Result<()> {
    sql("update inquiry set closed_at = $2, closed_by = $3 where id = $1 and closed_at is null")
        .bind(id)
        .bind(tx.now())
        .bind(by.map(Side::as_str))
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn insert_addition(tx: &mut Tx, addition: &Addition) -> Result<()> {
    sql("insert into inquiry_addition (id, inquiry_id, ap_id, side, text, said_at) values ($1, $2, $3, $4, $5, $6)")
        .bind(addition.id)
        .bind(addition.inquiry_id)
        .bind(addition.ap_id.clone())
        .bind(addition.side.as_str())
        .bind(addition.text.clone())
        .bind(addition.said_at)
        .execute(&mut *tx)
        .await?;
    sql("update inquiry set said_at = $2 where id = $1")
        .bind(addition.inquiry_id)
        .bind(addition.said_at)
        .execute(tx)
        .await?;
    Ok(())
}

/// What was said after the answer, in order. The caller has found the inquiry.
pub async fn list_additions(on: impl Into<On<'_>>, id: InquiryId) -> Result<Vec<Addition>> {
    let text =
        format!("select {OF_ADDITION} from inquiry_addition where inquiry_id = $1 order by said_at, id");
    sql_from(text).bind(id).all(on).await
}

/// For the door that carries it to the other's instance.
pub async fn find_addition(on: impl Into<On<'_>>, id: AdditionId) -> Result<Option<Addition>> {
    sql_from(format!("select {OF_ADDITION} from inquiry_addition where id = $1")).bind(id).optional(on).await
}

pub(super) async fn has_addition(tx: &mut Tx, id: InquiryId, ap_id: &str) -> Result<bool> {
    let rows: i64 = sql("select count(*) from inquiry_addition where inquiry_id = $1 and ap_id = $2")
        .bind(id)
        .bind(ap_id)
        .scalar(tx)
        .await?;
    Ok(rows > 0)
}

pub(super) async fn count_additions(tx: &mut Tx, id: InquiryId, side: Side) -> Result<i64> {
    sql("select count(*) from inquiry_addition where inquiry_id = $1 and side = $2")
        .bind(id)
        .bind(side.as_str())
        .scalar(tx)
        .await
}

pub(super) async fn delete_additions(tx: &mut Tx, id: InquiryId, side: Side) -> Result<()> {
    sql("delete from inquiry_addition where inquiry_id = $1 and side = $2")
        .bind(id)
        .bind(side.as_str())
        .execute(tx)
        .await?;
    Ok(())
}

/// All of it, whoever said it.
pub(super) async fn delete(tx: &mut Tx, id: InquiryId) -> Result<()> {
    for text in ["delete from inquiry_addition where inquiry_id = $1", "delete from inquiry where id = $1"] {
        sql(text).bind(id).execute(&mut *tx).await?;
    }
    Ok(())
}
