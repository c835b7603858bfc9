//! People with an account for a story, signed in without a password's slow arithmetic. Stories about signing in itself
//! fill in the form instead.

use domain::accounts::administer::{self, Filter};
use domain::accounts::invite::{self, Invitation};
use domain::accounts::{Origin, PasswordHash, Passwords, own, sessions, tokens};
use domain::people::Profile;
use domain::principal::{Affiliation, Principal, Role};
use domain::{AccountId, accounts};
use tokio::sync::OnceCell;

use crate::app::TestApp;
use crate::browser::Browser;

/// The password of everyone who has one.
pub const PASSWORD: &str = "lantaarn wolkje traag tosti";

/// Somebody with an account, and the browser he is signed in with.
pub struct Person {
    pub account_id: AccountId,
    pub principal: Principal,
    pub browser: Browser,
}

/// The hash of [`PASSWORD`], computed once: the arithmetic is slow on purpose.
async fn password_hash() -> PasswordHash {
    static HASH: OnceCell<PasswordHash> = OnceCell::const_new();
    let accept = async || Passwords::new(1).accept("password", PASSWORD, &[]).await.expect("strong");
    HASH.get_or_init(accept).await.clone()
}

impl TestApp {
    /// A member of staff, signed in, done with the first steps: `anna` gets the address `anna@utrecht.test`.
    pub async fn member(&self, name: &str) -> Person {
        self.person(name, Role::Member).await
    }

    /// An administrator, signed in.
    pub async fn administrator(&self, name: &str) -> Person {
        self.person(name, Role::Administrator).await
    }

    async fn person(&self, name: &str, role: Role) -> Person {
        let email = format!("{}@utrecht.test", name.to_lowercase().replace(' ', "."));
        let invitation = Invitation {
            name: name.to_owned(),
            email,
            affiliation: Affiliation::Staff,
            role,
            profile: Profile::default(),
        };
        let system = Principal::System("test");
        let (account_id, secret) = self
            .db()
            .write(async |tx| {
                let id = invite::prepare(tx, &system, invitation).await?;
                Ok((id, sessions::create(tx, id, "a test", None).await?))
            })
            .await
            .expect("an account");
        let signed_in = sessions::find(self.db(), &secret).await.expect("a read").expect("a session");
        let principal = signed_in.principal();
        self.db().write(async |tx| own::note_onboarding(tx, &principal, 3).await).await.expect("a note");
        let mut browser = self.browser();
        browser.set_cookie("__Host-sid", secret.expose());
        Person { account_id, principal, browser }
    }

    /// After days on the clock, when the session of before has ended.
    pub async fn come_back(&self, person: &mut Person) {
        let id = person.account_id;
        let created = self.db().write(async |tx| sessions::create(tx, id, "a test", None).await).await;
        person.browser.set_cookie("__Host-sid", created.expect("a session").expose());
    }

    /// Somebody who can sign in with [`PASSWORD`] at `anna@utrecht.test`, and has not done so.
    pub async fn account_with_password(&self, name: &str, role: Role) -> AccountId {
        let person = self.person(name, role).await;
        let system = Principal::System("test");
        let password = password_hash().await;
        let from = Origin::default();
        self.db()
            .write(async |tx| {
                let (secret, _) = invite::link(tx, &system, person.account_id).await?;
                invite::accept(tx, &secret, name, &password, &from).await?;
                sessions::end_all(tx, &system, person.account_id, None).await
            })
            .await
            .expect("a password");
        person.account_id
    }

    /// The account with this address.
    pub async fn account_of(&self, email: &str) -> accounts::Account {
        let filter = Filter { words: email.to_owned(), ..Filter::default() };
        let (found, _) =
            administer::list(self.db(), &Principal::System("test"), &filter).await.expect("a list");
        found.into_iter().next().unwrap_or_else(|| panic!("no account of {email}"))
    }

    /// The account as it stands now.
    pub async fn account(&self, id: AccountId) -> accounts::Account {
        accounts::find(self.db(), &Principal::System("test"), id).await.expect("an account")
    }
}

impl Person {
    /// A new token of this person for the API.
    pub async fn token(&self, app: &TestApp) -> String {
        let made =
            app.db().write(async |tx| tokens::create(tx, &self.principal, "a program", 30).await).await;
        made.expect("a token").expose().to_owned()
    }
}
