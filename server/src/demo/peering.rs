//! Makes the three organisations peers, each step by the administrator whose step it is: one asks, the other compares
//! the keys and approves.

use std::time::Duration;

use domain::accounts::{Secret, tokens};
use domain::error::{Error, Result};
use domain::index_feed::{self, Lane};
use domain::peers::{self, State};
use domain::{Db, InstanceId, Principal, published_feed, settings};

use crate::state::Ctx;

use super::logins::Login;

/// One organisation and the person who decides there.
pub(crate) struct Side<'a> {
    pub ctx: &'a Ctx,
    pub administrator: Principal,
}

/// The setting that says that a peering was made once. What an administrator of the demo does later stands.
const DONE: &str = "demo.peers";
const PAUSE: Duration = Duration::from_millis(20);
/// Requests between two instances of one process take milliseconds; more means that something is wrong.
const SECONDS_MAX: u64 = 60;

impl<'a> Side<'a> {
    /// The administrator as the API knows him: by his token.
    pub(super) async fn new(ctx: &'a Ctx, admin: &Login) -> Result<Self> {
        let token = Secret::read(&admin.token).ok_or(Error::Unauthenticated)?;
        let bearer = tokens::find(&ctx.db, &token).await?.ok_or(Error::Unauthenticated)?;
        Ok(Self { ctx, administrator: Principal::Member(bearer.member) })
    }

    fn db(&self) -> &Db {
        &self.ctx.db
    }

    fn host(&self) -> &str {
        self.ctx.config.instance.host.as_str()
    }

    async fn state_of(&self, other: &Side<'_>) -> Result<Option<State>> {
        Ok(peers::find_by_host(self.db(), other.host()).await?.map(|peer| peer.state))
    }

    async fn peer_in_state(&self, other: &Side<'_>, state: State) -> Result<Option<InstanceId>> {
        let peer = peers::find_by_host(self.db(), other.host()).await?;
        Ok(peer.filter(|peer| peer.state == state).map(|peer| peer.instance_id))
    }
}

/// Whether all were connected once.
pub(super) async fn is_done(databases: impl Iterator<Item = &Db>) -> Result<bool> {
    for db in databases {
        if !settings::find::<bool>(db, DONE).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Makes all of them peers of one another, lets their directories cross, and remembers that. When it is interrupted, the
/// next start finds what is made and goes on.
pub(super) async fn connect(sides: &[Side<'_>]) -> Result<()> {
    for (at, asks) in sides.iter().enumerate() {
        for answers in &sides[at + 1..] {
            introduce(asks, answers).await?;
        }
    }
    replicated(sides).await?;
    indexed(sides).await?;
    for side in sides {
        side.db().write(async |tx| settings::store(tx, DONE, &true).await).await?;
    }
    Ok(())
}

/// Makes two of them peers, each step only where it was not taken before.
pub(crate) async fn introduce(asks: &Side<'_>, answers: &Side<'_>) -> Result<()> {
    if asks.state_of(answers).await?.is_none() {
        let them = asks.ctx.federation.look_up(&asks.administrator, answers.host()).await?;
        asks.ctx.federation.request(&asks.administrator, answers.host(), &them.fingerprint).await?;
    }
    if answers.state_of(asks).await? != Some(State::Approved) {
        let request = async || answers.peer_in_state(asks, State::RequestedIn).await;
        let request = wait_for("the request", request).await?;
        answers.ctx.federation.check(&answers.administrator, request).await?;
        answers.ctx.federation.approve(&answers.administrator, request).await?;
    }
    wait_for("the approval", async || asks.peer_in_state(answers, State::Approved).await).await?;
    Ok(())
}

/// Comes back when each has the whole directory of each of the others.
async fn replicated(sides: &[Side<'_>]) -> Result<()> {
    for side in sides {
        wait_for("the people of the others", async || {
            let peers = peers::list(side.db(), &side.administrator).await?;
            let waits =
                |peer: &peers::Peer| peer.state == State::Approved && peer.directory_confirmed_at.is_none();
            Ok((!peers.iter().any(waits)).then_some(()))
        })
        .await?;
    }
    Ok(())
}

/// Comes back when each finds everybody and everything it has.
pub(super) async fn indexed(sides: &[Side<'_>]) -> Result<()> {
    for side in sides {
        wait_for("the search index", async || {
            for lane in [Lane::Home, Lane::Replica] {
                let people = index_feed::list(side.db(), lane, 0, 1).await?;
                let published = published_feed::list(side.db(), lane, 0, 1).await?;
                if !people.is_empty() || !published.is_empty() {
                    return Ok(None);
                }
            }
            let is_ready = side.ctx.people.is_indexed() && side.ctx.published.is_indexed();
            Ok(is_ready.then_some(()))
        })
        .await?;
    }
    Ok(())
}

/// Looks again and again until there is something; an error when it takes too long.
async fn wait_for<T>(what: &str, look: impl AsyncFn() -> Result<Option<T>>) -> Result<T> {
    wait_within(SECONDS_MAX, what, look).await
}

pub(crate) async fn wait_within<T>(
    seconds_max: u64,
    what: &str,
    look: impl AsyncFn() -> Result<Option<T>>,
) -> Result<T> {
    let found = async {
        loop {
            if let Some(found) = look().await? {
                return Ok(found);
            }
            tokio::time::sleep(PAUSE).await;
        }
    };
    let late = |_| Error::Unavailable(format!("{what} did not come within {seconds_max} s"));
    tokio::time::timeout(Duration::from_secs(seconds_max), found).await.map_err(late)?
}
