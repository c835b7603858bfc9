//! How often something was tried: passwords, mails, links. Windows are fixed and counted in the database, so that
//! several nodes count together and a restart forgets nothing.

use std::net::{IpAddr, Ipv6Addr};
use std::time::Duration;

use crate::clock::Timestamp;
use crate::db::{Tx, sql};
use crate::error::{Error, Result};

/// So many tries in so long.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// Names what is counted, in the table and here: `sign-in-account`.
    pub name: &'static str,
    pub count: i64,
    pub window: Duration,
    /// What a person is told when it is too often.
    pub key: &'static str,
}

impl Limit {
    fn key_of(&self, whose: &str) -> String {
        format!("{}:{whose}", self.name)
    }

    fn window_start(&self, now: Timestamp) -> Timestamp {
        let micros = i64::try_from(self.window.as_micros()).unwrap_or(i64::MAX).max(1);
        Timestamp(now.0 - now.0.rem_euclid(micros))
    }
}

/// Counts one try, or refuses it with the time until the next window.
pub async fn take(tx: &mut Tx, limit: &Limit, whose: &str) -> Result<()> {
    if is_taken(tx, limit, whose).await? {
        return Ok(());
    }
    let retry_after = limit.window_start(tx.now()).plus(limit.window).since(tx.now());
    Err(Error::Limited { key: limit.key, retry_after })
}

/// Counts one try; false when it was one too many, for callers that then do nothing and say nothing.
pub async fn is_taken(tx: &mut Tx, limit: &Limit, whose: &str) -> Result<bool> {
    let start = limit.window_start(tx.now());
    let count: i64 = sql("insert into attempt (key, window_start, count) values ($1, $2, 1) \
         on conflict (key, window_start) do update set count = attempt.count + 1 returning count")
    .bind(limit.key_of(whose))
    .bind(start)
    .scalar(tx)
    .await?;
    Ok(count <= limit.count)
}

/// Forgets the tries of one name: it was the right person after all.
pub async fn forget(tx: &mut Tx, limit: &Limit, whose: &str) -> Result<()> {
    sql("delete from attempt where key = $1").bind(limit.key_of(whose)).execute(tx).await?;
    Ok(())
}

/// Takes one try back, so that an office behind one address does not lock itself out by signing in.
pub async fn give_back(tx: &mut Tx, limit: &Limit, whose: &str) -> Result<()> {
    let start = limit.window_start(tx.now());
    sql("update attempt set count = count - 1 where key = $1 and window_start = $2 and count > 0")
        .bind(limit.key_of(whose))
        .bind(start)
        .execute(tx)
        .await?;
    Ok(())
}

/// By what an address is counted: one IPv4 address, or the /64 that one IPv6 subscriber holds.
pub fn household(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let high = u128::from(address) & !u128::from(u64::MAX);
            format!("{}/64", Ipv6Addr::from(high))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_subscriber_is_one_address() {
        let of = |text: &str| household(text.parse().unwrap());
        assert_eq!(of("192.0.2.1"), "192.0.2.1");
        assert_eq!(of("::ffff:192.0.2.1"), "192.0.2.1");
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
    }
}
