//! SQL of sessions.

use super::{Session, SignedIn};
use crate::accounts::secret::SecretHash;
use crate::clock::Timestamp;
use crate::db::{Db, On, Tx, sql};
use crate::error::Result;
use crate::ids::{AccountId, OrganisationId, PersonId};
use crate::principal::{Affiliation, Member, Role};

#[derive(sqlx::FromRow)]
struct SignedInRow {
    id_hash: Vec<u8>,
    last_seen_at: Timestamp,
    account_id: AccountId,
    role: Role,
    language: Option<String>,
    scheme: Option<String>,
    onboarding_step: i64,
    person_id: PersonId,
    organisation_id: OrganisationId,
    affiliation: Affiliation,
    name: String,
    photo: Option<String>,
}

/// One statement, since every page asks it.
pub(super) async fn find_signed_in(db: &Db, key: &SecretHash, now: Timestamp) -> Result<Option<SignedIn>> {
    let row: Option<SignedInRow> = sql(
        "select session.id_hash, session.last_seen_at, account.id as account_id, account.role, account.language, \
         account.scheme, account.onboarding_step, person.id as person_id, person.organisation_id, \
         person.affiliation, person.name, photo.digest as photo \
         from session join account on account.id = session.account_id \
         join person on person.id = account.person_id left join photo on photo.person_id = person.id \
         where session.id_hash = $1 and session.expires_at > $2 and account.state = 'active' \
         and person.deleted_at is null",
    )
    .bind(key)
    .bind(now)
    .optional(db)
    .await?;
    Ok(row.map(SignedInRow::into_signed_in))
}

impl SignedInRow {
    fn into_signed_in(self) -> SignedIn {
        SignedIn {
            member: Member {
                account_id: self.account_id,
                person_id: self.person_id,
                organisation_id: self.organisation_id,
                affiliation: self.affiliation,
                role: self.role,
            },
            key: self.id_hash.into(),
            name: self.name,
            photo: self.photo,
            language: self.language,
            scheme: self.scheme,
            onboarding_step: self.onboarding_step,
            last_seen_at: self.last_seen_at,
        }
    }
}

pub(super) async fn insert_session(
    tx: &mut Tx,
    key: &SecretHash,
    account: AccountId,
    user_agent: &str,
    expires_at: Timestamp,
) -> Result<()> {
    sql("insert into session (id_hash, account_id, created_at, last_seen_at, expires_at, user_agent, amr) \
         values ($1, $2, $3, $3, $4, $5, 'pwd')")
    .bind(key)
    .bind(account)
    .bind(tx.now())
    .bind(expires_at)
    .bind(user_agent)
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn find_created_at(on: impl Into<On<'_>>, key: &SecretHash) -> Result<Option<Timestamp>> {
    let row: Option<(Timestamp,)> =
        sql("select created_at from session where id_hash = $1").bind(key).optional(on).await?;
    Ok(row.map(|(at,)| at))
}

pub(super) async fn find_owner(on: impl Into<On<'_>>, key: &SecretHash) -> Result<Option<AccountId>> {
    let row: Option<(AccountId,)> =
        sql("select account_id from session where id_hash = $1").bind(key).optional(on).await?;
    Ok(row.map(|(id,)| id))
}

pub(super) async fn update_seen(tx: &mut Tx, key: &SecretHash, expires_at: Timestamp) -> Result<()> {
    sql("update session set last_seen_at = $2, expires_at = $3 where id_hash = $1 and expires_at > $2")
        .bind(key)
        .bind(tx.now())
        .bind(expires_at)
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn delete_session(tx: &mut Tx, key: &SecretHash) -> Result<u64> {
    sql("delete from session where id_hash = $1").bind(key).execute(tx).await
}

pub(super) async fn delete_sessions(
    tx: &mut Tx,
    account: AccountId,
    kept: Option<&SecretHash>,
) -> Result<u64> {
    match kept {
        None => sql("delete from session where account_id = $1").bind(account).execute(tx).await,
        Some(key) => {
            sql("delete from session where account_id = $1 and id_hash <> $2")
                .bind(account)
                .bind(key)
                .execute(tx)
                .await
        }
    }
}

pub(super) async fn list_sessions(on: impl Into<On<'_>>, account: AccountId) -> Result<Vec<Session>> {
    let on = on.into();
    let now = on.now();
    let rows: Vec<(Vec<u8>, Timestamp, Timestamp, String)> =
        sql("select id_hash, created_at, last_seen_at, user_agent from session \
             where account_id = $1 and expires_at > $2 order by last_seen_at desc, created_at desc limit 100")
        .bind(account)
        .bind(now)
        .all(on)
        .await?;
    let session = |(key, created_at, last_seen_at, user_agent): (Vec<u8>, _, _, _)| Session {
        key: key.into(),
        created_at,
        last_seen_at,
        user_agent,
    };
    Ok(rows.into_iter().map(session).collect())
}
