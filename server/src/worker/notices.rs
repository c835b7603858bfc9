//! Mails about what people were told: each notification that wants one becomes a mail in its reader's language.

use domain::accounts::{self, Account, State};
use domain::mail::{self, Letter};
use domain::notifications::{self, Notification};
use domain::{Error, Principal, Result, Tx};

use crate::i18n::{Language, Texts};
use crate::pages::notifications::{Known, Told};
use crate::state::Ctx;

/// Notifications in one transaction.
const AT_ONCE: i64 = 50;

/// Until none is left that wants a mail.
pub(super) async fn mail_all(ctx: &Ctx) -> Result<()> {
    while ctx.db.write(async |tx| mail_some(ctx, tx).await).await? > 0 {}
    Ok(())
}

/// They count as sent together with the mails, or not at all.
async fn mail_some(ctx: &Ctx, tx: &mut Tx) -> Result<usize> {
    let wanted = notifications::take_wanted(tx, AT_ONCE).await?;
    for one in &wanted {
        mail_one(ctx, tx, one).await?;
    }
    Ok(wanted.len())
}

/// Nobody gets a mail about what he may not see any more, or after he left.
async fn mail_one(ctx: &Ctx, tx: &mut Tx, one: &Notification) -> Result<()> {
    let system = Principal::System("mail");
    let account = match accounts::find_of(&mut *tx, &system, one.person_id).await {
        Ok(account) if account.state == State::Active => account,
        Ok(_) | Err(Error::NotFound) => return Ok(()),
        Err(error) => return Err(error),
    };
    let reader = accounts::principal_of(&mut *tx, one.person_id).await?;
    let known = Known::load(&mut *tx, &reader, std::slice::from_ref(one)).await?;
    let told = known.tell(texts(ctx, &account), one);
    if told.is_gone {
        return Ok(());
    }
    mail::send(tx, &account.email, account.language.as_deref(), &letter(&account, one, told)).await
}

/// Written now, so in the language that the mail around it will have.
fn texts(ctx: &Ctx, account: &Account) -> Texts {
    let language = account.language.as_deref().and_then(Language::parse);
    Texts::new(language.unwrap_or_else(|| ctx.config.default_language()))
}

fn letter(account: &Account, one: &Notification, told: Told) -> Letter {
    Letter::Notification {
        name: account.name.clone(),
        sentence: told.sentence,
        detail: told.detail.unwrap_or_default(),
        path: told.href.unwrap_or_else(|| "/notifications".to_owned()),
        settings: one.group_id.map(|group| format!("/groups/{group}/notifications")).unwrap_or_default(),
    }
}
