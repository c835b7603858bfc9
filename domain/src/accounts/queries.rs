//! SQL of accounts, links and tokens.

use super::administer::{Filter, Shown};
use super::links::{Link, Purpose};
use super::tokens::{Bearer, Token};
use super::{Account, PasswordHash, SecretHash, State};
use crate::clock::Timestamp;
use crate::db::{Arg, Db, On, Tx, sql, sql_from};
use crate::error::{Error, Result};
use crate::ids::{AccountId, OrganisationId, PersonId, TokenId};
use crate::principal::{Affiliation, Member, Role};
use crate::text;

const ACCOUNT: &str = "select account.id, account.person_id, person.name, account.email, account.email_confirmed_at, \
    account.password_hash is not null as has_password, account.role, account.state, account.language, account.scheme, \
    account.onboarding_step, account.note, person.affiliation, account.created_at, account.last_login_at \
    from account join person on person.id = account.person_id";

pub(super) async fn find_account(on: impl Into<On<'_>>, id: AccountId) -> Result<Option<Account>> {
    sql_from(format!("{ACCOUNT} where account.id = $1")).bind(id).optional(on).await
}

pub(super) async fn find_account_by_email(on: impl Into<On<'_>>, email: &str) -> Result<Option<Account>> {
    sql_from(format!("{ACCOUNT} where account.email = $1")).bind(email).optional(on).await
}

pub(super) async fn find_account_of(on: impl Into<On<'_>>, person: PersonId) -> Result<Option<Account>> {
    sql_from(format!("{ACCOUNT} where account.person_id = $1")).bind(person).optional(on).await
}

/// An account to be stored.
pub(super) struct NewAccount<'a> {
    pub email: &'a str,
    pub is_confirmed: bool,
    pub password: Option<&'a PasswordHash>,
    pub role: Role,
    pub state: State,
    pub language: Option<&'a str>,
    pub note: Option<&'a str>,
}

pub(super) async fn insert_account(
    tx: &mut Tx,
    person: PersonId,
    email: &str,
    new: &NewAccount<'_>,
) -> Result<AccountId> {
    let id: AccountId = tx.new_id();
    sql("insert into account (id, person_id, email, email_confirmed_at, password_hash, role, state, language, \
         onboarding_step, note, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10)")
    .bind(id)
    .bind(person)
    .bind(email)
    .bind(new.is_confirmed.then(|| tx.now()))
    .bind(new.password.map(PasswordHash::as_str))
    .bind(new.role)
    .bind(new.state)
    .bind(new.language)
    .bind(new.note)
    .bind(tx.now())
    .execute(tx)
    .await
    .map_err(|error| error.taken_means("account_email_key", "email", "account-email-taken"))?;
    Ok(id)
}

/// Removes an account with its sessions, tokens and links. Rows that only mention it forget it.
pub(super) async fn delete_account(tx: &mut Tx, id: AccountId) -> Result<()> {
    for text in [
        "delete from session where account_id = $1",
        "delete from token where account_id = $1",
        "delete from feed_address where account_id = $1",
        "delete from idempotency where account_id = $1",
        "delete from one_time_link where account_id = $1",
        "update one_time_link set created_by = null where created_by = $1",
        "update peer set approved_by = null where approved_by = $1",
        "delete from account where id = $1",
    ] {
        sql(text).bind(id).execute(&mut *tx).await?;
    }
    Ok(())
}

/// What signing in compares.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct Credentials {
    pub account_id: AccountId,
    pub password_hash: Option<String>,
    pub state: State,
}

const CREDENTIALS: &str = "select id as account_id, password_hash, state from account";

pub(super) async fn find_credentials(on: impl Into<On<'_>>, email: &str) -> Result<Option<Credentials>> {
    sql_from(format!("{CREDENTIALS} where email = $1")).bind(email).optional(on).await
}

pub(super) async fn credentials_of(on: impl Into<On<'_>>, id: AccountId) -> Result<Credentials> {
    sql_from(format!("{CREDENTIALS} where id = $1")).bind(id).one(on).await
}

pub(super) async fn find_password(on: impl Into<On<'_>>, id: AccountId) -> Result<Option<String>> {
    sql("select password_hash from account where id = $1").bind(id).scalar(on).await
}

#[derive(sqlx::FromRow)]
struct MemberRow {
    account_id: AccountId,
    role: Role,
    person_id: PersonId,
    organisation_id: OrganisationId,
    affiliation: Affiliation,
}

impl From<MemberRow> for Member {
    fn from(row: MemberRow) -> Self {
        Self {
            account_id: row.account_id,
            person_id: row.person_id,
            organisation_id: row.organisation_id,
            affiliation: row.affiliation,
            role: row.role,
        }
    }
}

pub(super) async fn find_member(on: impl Into<On<'_>>, id: AccountId) -> Result<Member> {
    let row: MemberRow = sql("select account.id as account_id, account.role, person.id as person_id, \
         person.organisation_id, person.affiliation from account join person on person.id = account.person_id \
         where account.id = $1")
    .bind(id)
    .one(on)
    .await?;
    Ok(row.into())
}

/// The member behind a person, while his account is active.
pub(super) async fn find_active_member(on: impl Into<On<'_>>, person: PersonId) -> Result<Member> {
    let row: MemberRow = sql("select account.id as account_id, account.role, person.id as person_id, \
         person.organisation_id, person.affiliation from account join person on person.id = account.person_id \
         where account.person_id = $1 and account.state = 'active'")
    .bind(person)
    .one(on)
    .await?;
    Ok(row.into())
}

pub(super) async fn is_any_administrator(on: impl Into<On<'_>>) -> Result<bool> {
    Ok(count_administrators(on).await? > 0)
}

/// Administrators who can sign in.
pub(super) async fn count_administrators(on: impl Into<On<'_>>) -> Result<i64> {
    sql("select count(*) from account where role = 'administrator' and state = 'active' and password_hash is not null")
        .scalar(on)
        .await
}

/// Where to reach the administrators, at most twenty.
pub(super) async fn list_administrators(on: impl Into<On<'_>>) -> Result<Vec<(String, Option<String>)>> {
    sql("select email, language from account where role = 'administrator' and state = 'active' \
         and password_hash is not null order by id limit 20")
    .all(on)
    .await
}

pub(super) async fn list_accounts(db: &Db, filter: &Filter, limit: i64) -> Result<Vec<Account>> {
    let (after_name, after_id) = find_place(db, filter.after).await?;
    let words = text::fold(&filter.words).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let state = match filter.state {
        None => "true",
        Some(Shown::Waiting) => "account.state = 'waiting'",
        Some(Shown::Suspended) => "account.state = 'suspended'",
        Some(Shown::Active) => "account.state = 'active' and account.password_hash is not null",
        Some(Shown::Invited) => "account.state = 'active' and account.password_hash is null",
    };
    let role = match filter.role {
        None => "true",
        Some(Role::Administrator) => "account.role = 'administrator'",
        Some(Role::Member) => "account.role = 'member'",
    };
    sql_from(format!(
        "{ACCOUNT} where {state} and {role} \
         and (person.search_name like $1 escape '\\' or account.email like $1 escape '\\') \
         and (person.sort_name > $2 or (person.sort_name = $2 and account.id > $3)) \
         order by person.sort_name, account.id limit $4"
    ))
    .bind(format!("%{words}%"))
    .bind(after_name)
    .bind(after_id)
    .bind(limit)
    .all(db)
    .await
}

/// Where a list goes on: behind this account, or at the beginning.
async fn find_place(db: &Db, after: Option<AccountId>) -> Result<(String, AccountId)> {
    let start = (String::new(), AccountId(uuid::Uuid::nil()));
    let Some(after) = after else { return Ok(start) };
    let place: Option<(String, AccountId)> = sql("select person.sort_name, account.id from account \
         join person on person.id = account.person_id where account.id = $1")
    .bind(after)
    .optional(db)
    .await?;
    Ok(place.unwrap_or(start))
}

pub(super) async fn count_accounts(db: &Db) -> Result<(i64, i64)> {
    sql("select count(*), count(case when state = 'waiting' then 1 end) from account").one(db).await
}

pub(super) async fn list_names(db: &Db, ids: &[AccountId]) -> Result<Vec<(AccountId, String)>> {
    sql("select account.id, person.name from account join person on person.id = account.person_id \
         where account.id in (..)")
    .bind_list(ids.iter().copied())
    .all(db)
    .await
}

async fn set(tx: &mut Tx, text: &'static str, id: AccountId, value: impl Into<Arg>) -> Result<()> {
    match sql(text).bind(id).bind(value).execute(tx).await? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

pub(super) async fn update_state(tx: &mut Tx, id: AccountId, state: State) -> Result<()> {
    set(tx, "update account set state = $2 where id = $1", id, state).await
}

pub(super) async fn update_role(tx: &mut Tx, id: AccountId, role: Role) -> Result<()> {
    set(tx, "update account set role = $2 where id = $1", id, role).await
}

pub(super) async fn update_password(tx: &mut Tx, id: AccountId, password: &PasswordHash) -> Result<()> {
    set(tx, "update account set password_hash = $2 where id = $1", id, password.as_str()).await
}

pub(super) async fn update_email(tx: &mut Tx, id: AccountId, email: &str) -> Result<()> {
    set(tx, "update account set email = $2 where id = $1", id, email).await?;
    let now = tx.now();
    set(tx, "update account set email_confirmed_at = $2 where id = $1", id, now).await
}

/// Keeps the first moment.
pub(super) async fn confirm_email(tx: &mut Tx, id: AccountId) -> Result<()> {
    let now = tx.now();
    set(tx, "update account set email_confirmed_at = coalesce(email_confirmed_at, $2) where id = $1", id, now)
        .await
}

pub(super) async fn update_language(tx: &mut Tx, id: AccountId, language: Option<&str>) -> Result<()> {
    set(tx, "update account set language = $2 where id = $1", id, language).await
}

pub(super) async fn update_scheme(tx: &mut Tx, id: AccountId, scheme: Option<&str>) -> Result<()> {
    set(tx, "update account set scheme = $2 where id = $1", id, scheme).await
}

pub(super) async fn update_onboarding(tx: &mut Tx, id: AccountId, step: i64) -> Result<()> {
    let text = "update account set onboarding_step = case when onboarding_step < $2 then $2 else onboarding_step end \
                where id = $1";
    set(tx, text, id, step).await
}

pub(super) async fn update_last_login(tx: &mut Tx, id: AccountId) -> Result<()> {
    let now = tx.now();
    set(tx, "update account set last_login_at = $2 where id = $1", id, now).await
}

pub(super) async fn insert_link(
    tx: &mut Tx,
    hash: &SecretHash,
    purpose: Purpose,
    account: Option<AccountId>,
    email: Option<&str>,
    created_by: Option<AccountId>,
    expires_at: Timestamp,
) -> Result<()> {
    sql("insert into one_time_link (secret_hash, purpose, account_id, email, created_by, created_at, expires_at) \
         values ($1, $2, $3, $4, $5, $6, $7)")
    .bind(hash)
    .bind(purpose)
    .bind(account)
    .bind(email)
    .bind(created_by)
    .bind(tx.now())
    .bind(expires_at)
    .execute(tx)
    .await?;
    Ok(())
}

pub(super) async fn find_link(
    on: impl Into<On<'_>>,
    purpose: Purpose,
    hash: &SecretHash,
) -> Result<Option<Link>> {
    let on = on.into();
    let now = on.now();
    sql("select account_id, email from one_time_link \
         where secret_hash = $1 and purpose = $2 and used_at is null and expires_at > $3")
    .bind(hash)
    .bind(purpose)
    .bind(now)
    .optional(on)
    .await
}

pub(super) async fn use_link(tx: &mut Tx, purpose: Purpose, hash: &SecretHash) -> Result<Option<Link>> {
    sql("update one_time_link set used_at = $3 \
         where secret_hash = $1 and purpose = $2 and used_at is null and expires_at > $3 \
         returning account_id, email")
    .bind(hash)
    .bind(purpose)
    .bind(tx.now())
    .optional(tx)
    .await
}

pub(super) async fn delete_links(tx: &mut Tx, purpose: Purpose, account: Option<AccountId>) -> Result<()> {
    sql("delete from one_time_link where purpose = $1 and used_at is null and account_id is not distinct from $2")
        .bind(purpose)
        .bind(account)
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn count_tokens(on: impl Into<On<'_>>, account: AccountId) -> Result<i64> {
    sql("select count(*) from token where account_id = $1").bind(account).scalar(on).await
}

pub(super) async fn insert_token(
    tx: &mut Tx,
    account: AccountId,
    name: &str,
    hash: &SecretHash,
    expires_at: Option<Timestamp>,
) -> Result<TokenId> {
    let id: TokenId = tx.new_id();
    sql("insert into token (id, account_id, name, secret_hash, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)")
        .bind(id)
        .bind(account)
        .bind(name)
        .bind(hash)
        .bind(tx.now())
        .bind(expires_at)
        .execute(tx)
        .await?;
    Ok(id)
}

pub(super) async fn list_tokens(db: &Db, account: AccountId) -> Result<Vec<Token>> {
    sql("select id, name, created_at, last_used_at, expires_at from token where account_id = $1 order by id desc")
        .bind(account)
        .all(db)
        .await
}

pub(super) async fn delete_token(tx: &mut Tx, account: AccountId, id: TokenId) -> Result<u64> {
    sql("delete from token where account_id = $1 and id = $2").bind(account).bind(id).execute(tx).await
}

#[derive(sqlx::FromRow)]
struct BearerRow {
    token_id: TokenId,
    last_used_at: Option<Timestamp>,
    account_id: AccountId,
    role: Role,
    person_id: PersonId,
    organisation_id: OrganisationId,
    affiliation: Affiliation,
}

pub(super) async fn find_bearer(db: &Db, hash: &SecretHash, now: Timestamp) -> Result<Option<Bearer>> {
    let row: Option<BearerRow> = sql("select token.id as token_id, token.last_used_at, account.id as account_id, \
         account.role, person.id as person_id, person.organisation_id, person.affiliation \
         from token join account on account.id = token.account_id join person on person.id = account.person_id \
         where token.secret_hash = $1 and (token.expires_at is null or token.expires_at > $2) \
         and account.state = 'active' and person.deleted_at is null")
    .bind(hash)
    .bind(now)
    .optional(db)
    .await?;
    Ok(row.map(BearerRow::into_bearer))
}

impl BearerRow {
    fn into_bearer(self) -> Bearer {
        let (account_id, person_id, organisation_id) =
            (self.account_id, self.person_id, self.organisation_id);
        let (affiliation, role) = (self.affiliation, self.role);
        Bearer {
            member: Member { account_id, person_id, organisation_id, affiliation, role },
            token_id: self.token_id,
            last_used_at: self.last_used_at,
        }
    }
}

pub(super) async fn update_token_used(tx: &mut Tx, id: TokenId) -> Result<()> {
    sql("update token set last_used_at = $2 where id = $1").bind(id).bind(tx.now()).execute(tx).await?;
    Ok(())
}
