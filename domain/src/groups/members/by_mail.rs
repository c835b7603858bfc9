//! Inviting by mail: a link for whoever reads the mail, wherever he works. Whether an address belongs to somebody who is
//! known here plays no part, so an invitation tells nothing about people.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::json;

use super::inviting::INVITED_MAX;
use super::{Membership, State, fresh};
use crate::accounts::Secret;
use crate::acts::{self, Act};
use crate::attempts::{self, Limit};
use crate::clock::Timestamp;
use crate::db::{Db, On, Tx, sql};
use crate::error::{Error, FieldError, Result};
use crate::groups::place::enter;
use crate::groups::{self, Group, queries};
use crate::ids::{GroupId, PersonId};
use crate::mail::{self, Letter};
use crate::principal::Principal;
use crate::{audit, people};

const DAY: Duration = Duration::from_secs(24 * 3600);
/// How long the link in the mail works.
pub const LINK_LIFETIME: Duration = Duration::from_secs(14 * 24 * 3600);

/// Mails that one person may cause in a day.
const PER_INVITER: Limit =
    Limit { name: "group-invitation", count: 500, window: DAY, key: "error-too-many-invitations" };
/// Mails that one address gets from one group in a day, whoever presses the button.
const PER_ADDRESS: Limit =
    Limit { name: "group-invitation-to", count: 2, window: DAY, key: "error-too-many-invitations" };

/// An invitation that nobody has used yet.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct MailInvitation {
    pub id: uuid::Uuid,
    pub group_id: GroupId,
    pub email: String,
    pub by_person_id: PersonId,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

const COLUMNS: &str = "id, group_id, email, by_person_id, created_at, expires_at";

/// The addresses in a pasted list: one a line, or between commas and semicolons, with or without names (`Jan <jan@x.nl>`).
/// Everything that is no address is an error that names it.
pub fn read_addresses(text: &str) -> Result<Vec<String>> {
    let (mut addresses, mut seen) = (Vec::new(), BTreeSet::new());
    for part in text.split(['\n', ',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
        let inner = part.rsplit_once('<').map_or(part, |(_, rest)| rest.trim_end_matches('>'));
        let address = crate::accounts::check_email("addresses", inner.trim()).map_err(|_| {
            let shown: String = part.chars().take(80).collect();
            FieldError::new("addresses", "error-address-in-list").with("text", shown)
        })?;
        if seen.insert(address.clone()) {
            addresses.push(address);
        }
        if addresses.len() > INVITED_MAX {
            return Err(FieldError::new("addresses", "error-too-many").with("max", INVITED_MAX).into());
        }
    }
    Ok(addresses)
}

/// Mails an invitation to each of these addresses; for whoever may invite. Gives how many mails leave: an address that
/// has been written to enough today is left in peace.
pub async fn invite_by_mail(
    tx: &mut Tx,
    principal: &Principal,
    id: GroupId,
    addresses: &[String],
) -> Result<usize> {
    let by = principal.require_person()?;
    tx.lock(&format!("group:{id}")).await?;
    let group = enter(&mut *tx, principal, id).await?.require_invite()?;
    if addresses.is_empty() {
        return Err(Error::invalid("addresses", "error-required"));
    }
    if addresses.len() > INVITED_MAX {
        return Err(FieldError::new("addresses", "error-too-many").with("max", INVITED_MAX).into());
    }
    if !group.is_local {
        let act = Act::InviteByMail { addresses: addresses.to_vec() };
        return acts::send_as(tx, principal, &group, act).await.map(|()| addresses.len());
    }
    let mut count = 0;
    for address in addresses {
        attempts::take(tx, &PER_INVITER, &by.to_string()).await?;
        if attempts::is_taken(tx, &PER_ADDRESS, &format!("{id}:{address}")).await? {
            send(tx, &group, address, by).await?;
            count += 1;
        }
    }
    let detail = json!({ "mails": count });
    audit::record(tx, principal, "group.invite_mail", &group.audit_name(), detail).await?;
    Ok(count)
}

/// A new link for this address; the earlier one stops working.
async fn send(tx: &mut Tx, group: &Group, address: &str, by: PersonId) -> Result<()> {
    let secret = Secret::generate("")?;
    let until = tx.now().plus(LINK_LIFETIME);
    sql("insert into group_invitation (id, group_id, email, secret_hash, by_person_id, created_at, expires_at) \
         values ($1, $2, $3, $4, $5, $6, $7) on conflict (group_id, email) do update set \
         secret_hash = excluded.secret_hash, by_person_id = excluded.by_person_id, \
         created_at = excluded.created_at, expires_at = excluded.expires_at")
    .bind(tx.new_id::<GroupId>().0)
    .bind(group.id)
    .bind(address)
    .bind(&secret.hash())
    .bind(by)
    .bind(tx.now())
    .bind(until)
    .execute(&mut *tx)
    .await?;
    let letter = Letter::GroupInvitation {
        group: group.words.name.clone(),
        summary: group.words.summary.clone(),
        inviter: people::find(&mut *tx, by).await?.name,
        secret,
        until,
    };
    mail::send(tx, address, Some(&group.words.language), &letter).await
}

/// Invitations of a group that nobody has used, newest first; for moderators.
pub async fn list_mailed(db: &Db, principal: &Principal, id: GroupId) -> Result<Vec<MailInvitation>> {
    enter(db, principal, id).await?.require_moderator()?;
    crate::db::sql_from(format!(
        "select {COLUMNS} from group_invitation where group_id = $1 and expires_at > $2 order by created_at desc, id limit 500"
    ))
    .bind(id)
    .bind(db.now())
    .all(db)
    .await
}

/// Takes an invitation back; its link works no more. For moderators.
pub async fn withdraw_mailed(
    tx: &mut Tx,
    principal: &Principal,
    id: GroupId,
    invitation: uuid::Uuid,
) -> Result<()> {
    let group = enter(&mut *tx, principal, id).await?.require_moderator()?;
    groups::demand_local(&group)?;
    let gone = sql("delete from group_invitation where id = $1 and group_id = $2")
        .bind(invitation)
        .bind(id)
        .execute(&mut *tx)
        .await?;
    if gone == 0 {
        return Ok(());
    }
    audit::record(tx, principal, "group.uninvite", &group.audit_name(), json!({})).await
}

/// What a link invites to; `NotFound` when it was used, taken back or ran out. Whoever has the link may know the group.
pub async fn find_mailed(on: impl Into<On<'_>>, secret: &Secret) -> Result<(MailInvitation, Group)> {
    let mut on = on.into();
    let invitation = find_row(on.again(), secret).await?.ok_or(Error::NotFound)?;
    let group = groups::find(on, invitation.group_id).await?;
    Ok((invitation, group))
}

async fn find_row(on: impl Into<On<'_>>, secret: &Secret) -> Result<Option<MailInvitation>> {
    let on = on.into();
    let now = on.now();
    crate::db::sql_from(format!(
        "select {COLUMNS} from group_invitation where secret_hash = $1 and expires_at > $2"
    ))
    .bind(&secret.hash())
    .bind(now)
    .optional(on)
    .await
}

/// Makes the invitation this person's own, in the transaction in which he joins: from here on he is invited. Nothing
/// happens to whoever is a member, and a ban stays a ban.
pub(super) async fn claim(tx: &mut Tx, id: GroupId, person: PersonId, secret: &Secret) -> Result<()> {
    let invitation = find_row(&mut *tx, secret).await?.filter(|row| row.group_id == id);
    let invitation = invitation.ok_or(Error::Conflict("error-invitation-gone"))?;
    let row = queries::find_membership(&mut *tx, id, person).await?;
    if row.as_ref().is_some_and(|row| row.state == State::Active || row.is_banned(tx.now())) {
        return Ok(());
    }
    let follow_id = row.and_then(|row| row.follow_id);
    let row = Membership {
        by_person_id: Some(invitation.by_person_id),
        follow_id,
        ..fresh(tx, id, person, super::Role::Member, State::Invited)
    };
    queries::upsert_membership(tx, &row).await?;
    sql("delete from group_invitation where id = $1").bind(invitation.id).execute(tx).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_list_is_read_as_people_write_it() {
        let text = "jan@gemeente.example\n\"Piet de Vries\" <Piet@Gemeente.example>; jan@gemeente.example , ans@x.example\n";
        let read = read_addresses(text).unwrap();
        assert_eq!(read, ["jan@gemeente.example", "piet@gemeente.example", "ans@x.example"]);
    }

    #[test]
    fn what_is_no_address_is_named() {
        let Err(Error::Invalid(errors)) = read_addresses("jan@x.example\nJan Jansen") else { panic!() };
        assert_eq!((errors[0].field.as_str(), errors[0].key), ("addresses", "error-address-in-list"));
    }
}
