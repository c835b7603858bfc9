//! Gives the personas their accounts, the way an invited colleague gets one, and remembers what to print. Passwords and
//! tokens are made anew for each data folder, so that nothing in the source opens a demo that somebody left running.

use std::collections::BTreeMap;

use domain::accounts::{Origin, PasswordHash, Passwords, Secret, invite, own, sessions, tokens};
use domain::error::{Error, Result};
use domain::people::{self, Scope, consent};
use domain::principal::{Affiliation, Principal, Role};
use domain::{AccountId, Db, Tx, settings};
use ring::rand::{SecureRandom, SystemRandom};
use serde::{Deserialize, Serialize};

use super::people::Colleague;
use super::seed::principal;

/// What somebody needs to sign in, in the open: it is a demo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    pub name: String,
    pub login: String,
    pub password: String,
    /// For `/api/v1`.
    pub token: String,
}

/// The setting in which an organisation of the demo keeps its logins. No real organisation keeps such a thing.
const KEPT: &str = "demo.logins";
const WORDS_PER_PASSWORD: usize = 4;
/// All three steps of the first visit.
const ONBOARDING_DONE: i64 = 3;

type Kept = BTreeMap<String, Login>;

/// The logins of an organisation; those that are missing are made.
pub(super) async fn make(db: &Db, passwords: &Passwords, colleagues: &[Colleague]) -> Result<Vec<Login>> {
    let mut kept: Kept = settings::find(db, KEPT).await?;
    let mut logins = Vec::new();
    for colleague in colleagues {
        let Some(role) = colleague.login else { continue };
        let login = match kept.get(&colleague.mail) {
            Some(login) => login.clone(),
            None => make_one(db, passwords, colleague, role, &mut kept).await?,
        };
        logins.push(login);
    }
    Ok(logins)
}

/// Invites, accepts, and does what a person does on the first visit. When it is interrupted, the next start invites anew.
async fn make_one(
    db: &Db,
    passwords: &Passwords,
    colleague: &Colleague,
    role: Role,
    kept: &mut Kept,
) -> Result<Login> {
    let password = password()?;
    let hash = passwords.accept("password", &password, &[]).await?;
    let session = db.write(async |tx| accept_invitation(tx, colleague, role, &hash).await).await?;
    let visitor = sessions::find(db, &session).await?.ok_or(Error::Unauthenticated)?;
    let me = visitor.principal();
    let login = db
        .write(async |tx| {
            let token = first_visit(tx, &me, colleague).await?;
            sessions::end(tx, &me, &session.hash()).await?;
            let login = Login {
                name: colleague.name.clone(),
                login: colleague.mail.clone(),
                password: password.clone(),
                token: token.expose().to_owned(),
            };
            let mut all = kept.clone();
            all.insert(login.login.clone(), login.clone());
            settings::store(tx, KEPT, &all).await?;
            Ok(login)
        })
        .await?;
    kept.insert(login.login.clone(), login.clone());
    Ok(login)
}

async fn accept_invitation(
    tx: &mut Tx,
    colleague: &Colleague,
    role: Role,
    password: &PasswordHash,
) -> Result<Secret> {
    let account = match people::find_by_handle(&mut *tx, &colleague.handle).await? {
        Some(person) => domain::accounts::find_of(&mut *tx, &principal(), person.id).await?.id,
        None => prepare(tx, colleague, role).await?,
    };
    let (link, _) = invite::link(tx, &principal(), account).await?;
    invite::accept(tx, &link, &colleague.name, password, &Origin::default()).await
}

async fn prepare(tx: &mut Tx, colleague: &Colleague, role: Role) -> Result<AccountId> {
    let invitation = invite::Invitation {
        name: colleague.name.clone(),
        email: colleague.mail.clone(),
        affiliation: Affiliation::Staff,
        role,
        profile: colleague.profile.clone(),
    };
    invite::prepare(tx, &principal(), invitation).await
}

/// Chooses how far to be found and makes a token. Whoever has not chosen yet is shown the first steps at sign-in.
async fn first_visit(tx: &mut Tx, me: &Principal, colleague: &Colleague) -> Result<Secret> {
    if colleague.scope != Scope::None {
        consent::choose(tx, me, me.require_member()?.person_id, colleague.scope).await?;
        own::note_onboarding(tx, me, ONBOARDING_DONE).await?;
    }
    tokens::create(tx, me, "demo", 0).await
}

/// Words that can be typed over from a terminal.
fn password() -> Result<String> {
    let list: Vec<&str> = federation::fingerprint::words().collect();
    let mut bytes = [0_u8; 2 * WORDS_PER_PASSWORD];
    SystemRandom::new().fill(&mut bytes).map_err(|_| Error::internal("the system has no random numbers"))?;
    let word = |pair: &[u8]| {
        let number = pair.iter().fold(0_usize, |sum, byte| (sum << 8) | usize::from(*byte));
        list.get(number % list.len().max(1)).copied().unwrap_or_default()
    };
    Ok(bytes.chunks(2).map(word).collect::<Vec<_>>().join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_four_words_and_never_the_same() {
        let (one, other) = (password().unwrap(), password().unwrap());
        assert_eq!(one.split('-').filter(|word| word.len() > 1).count(), WORDS_PER_PASSWORD, "{one}");
        assert_ne!(one, other);
    }
}
