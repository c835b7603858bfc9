//! Sending what waits: host by host under a lease, in order per key, faster while it goes well.

use std::time::Duration;

use domain::delivery::{self, Due, Outcome, hosts};
use domain::outside::follows;
use domain::peers::{self, health};
use domain::{Error, Timestamp};
use futures_util::future::join_all;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use url::Url;

use crate::client::{Answer, ClientError, DOCUMENT};
use crate::door::Federation;
use crate::fetch::{excerpt, retry_after};
use crate::gate::pinned;
use crate::groups;
use crate::inquiries;
use crate::open;
use crate::outbox::KEYS;
use crate::random;
use crate::signature::sign_request;
use crate::trouble::Trouble;
use crate::wire::ACTIVITY_JSON;

const LEASE: Duration = Duration::from_secs(120);
/// Hosts served side by side.
const HOSTS_MAX: i64 = 32;
/// Rows under way to one host, at most.
const WIDTH_MAX: i64 = 8;
/// After so many rounds a host makes room for others.
const ROUNDS_MAX: usize = 100;
/// A row that fails alone this often, while others of its host arrive, is given up.
const POISON_ATTEMPTS: i64 = 8;

/// What the answer says of the host as a whole.
#[derive(Debug, PartialEq)]
enum HostSays {
    Fine,
    /// This row failed; whether the host did depends on the others.
    Unclear(String),
    /// Not now.
    Failing {
        error: String,
        asked: Option<Duration>,
    },
    /// It does not take us for a peer.
    Refuses(String),
    /// The inbox is not there.
    Gone,
}

impl Federation {
    /// Sends what is due; gives how many rows were tried.
    pub async fn work_deliveries(&self) -> Result<usize, Error> {
        let leased = hosts::claim(&self.db, LEASE, HOSTS_MAX).await?;
        let tried = join_all(leased.iter().map(|host| self.serve_host(host))).await;
        tried.into_iter().sum()
    }

    /// All due rows of one host, until it fails or nothing is left.
    async fn serve_host(&self, host: &hosts::Host) -> Result<usize, Error> {
        // Half open: after failures one row goes first to see.
        let mut width = if host.failures > 0 { 1 } else { 2 };
        let mut tried = 0;
        for _ in 0..ROUNDS_MAX {
            let rows = delivery::list_heads(&self.db, &host.host, width).await?;
            if rows.is_empty() {
                break;
            }
            let answers = join_all(rows.iter().map(|row| self.send(row))).await;
            tried += rows.len();
            if !self.record_round(&host.host, &rows, answers).await? {
                break;
            }
            width = (width * 2).min(WIDTH_MAX);
        }
        self.db.write(async |tx| hosts::release(tx, &host.host).await).await?;
        Ok(tried)
    }

    async fn send(&self, row: &Due) -> Result<Answer, ClientError> {
        let url = Url::parse(&row.inbox_url)
            .map_err(|_| ClientError::Refused(crate::client::policy::Refusal::NotAUrl))?;
        let mut headers =
            HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(ACTIVITY_JSON))]);
        if is_for_outsiders(row) {
            self.sign_for_outsiders(row, &url, &mut headers).await?;
            return self.client.send(Method::POST, &url, headers, row.body.clone(), DOCUMENT).await;
        }
        let keys = self.keys();
        // The news of a changed key must be believed by whoever knows only the one before.
        let key = match &keys.previous {
            Some(previous) if row.ordering_key == KEYS => previous,
            _ => &keys.current,
        };
        sign_request(key.signer(), "POST", &url, &mut headers, Some(&row.body), self.now_seconds())
            .map_err(|error| ClientError::Setup(error.to_string()))?;
        self.client.send(Method::POST, &url, headers, row.body.clone(), DOCUMENT).await
    }

    /// Writes a round down in one transaction. True when the host goes on being served.
    async fn record_round(
        &self,
        host: &str,
        rows: &[Due],
        answers: Vec<Result<Answer, ClientError>>,
    ) -> Result<bool, Error> {
        let known = hosts::find(&self.db, host).await?;
        let judged: Vec<_> =
            rows.iter().zip(answers).map(|(row, answer)| judge(row, answer, &known)).collect();
        let says = round_says(judged.iter().map(|(_, says)| says));
        let moved = match says {
            HostSays::Gone => self.follow_inbox(host, &rows[0].inbox_url).await?,
            _ => None,
        };
        let peer = peers::find_by_host(&self.db, host).await?;
        self.db
            .write(async |tx| {
                for (row, (outcome, said)) in rows.iter().zip(&judged) {
                    if is_for_outsiders(row) && matches!(said, HostSays::Gone) {
                        follows::end_all_at(tx, &row.inbox_url).await?;
                    }
                    match (&moved, outcome) {
                        (Some(_), Outcome::Dead { .. }) => {} // tried again at its new address
                        (_, Outcome::Done) if is_forgotten(row) => {
                            delivery::forget(tx, row).await?;
                        }
                        _ => delivery::record(tx, row.seq, outcome).await?,
                    }
                }
                if let Some(inbox) = &moved {
                    delivery::move_inbox(tx, host, inbox).await?;
                }
                let next = note_host(tx, host, &says).await?;
                if let Some(peer) = &peer {
                    note_peer(tx, peer.instance_id, &says, next).await?;
                }
                hosts::extend(tx, host, LEASE).await
            })
            .await?;
        Ok(matches!(says, HostSays::Fine) || moved.is_some())
    }

    /// The inbox is gone: the actor may name another one. `None` when it does not.
    async fn follow_inbox(&self, host: &str, old: &str) -> Result<Option<String>, Error> {
        let Some(peer) = peers::find_by_host(&self.db, host).await? else { return Ok(None) };
        if !self.pace.admits_key_look(host, self.db.now()) {
            return Ok(None);
        }
        let known = pinned(&peer)?;
        match self.fetch_actor(&known.origin).await {
            Ok(fresh) if fresh.has_same_keys(&known) && fresh.inbox.as_str() != old => {
                self.adopt_keys(&peer, &fresh).await?;
                Ok(Some(fresh.inbox.to_string()))
            }
            _ => Ok(None),
        }
    }
}

/// What an answer means for its row, and what it says of the host.
fn judge(row: &Due, answer: Result<Answer, ClientError>, host: &hosts::Host) -> (Outcome, HostSays) {
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => {
            let error = Trouble::from(error).note();
            return (again(&error, Duration::ZERO), HostSays::Failing { error, asked: None });
        }
    };
    let trouble = |status: StatusCode| Trouble::Status {
        status: status.as_u16(),
        excerpt: excerpt(&answer.body),
        retry_after: retry_after(&answer.headers),
    };
    let error = trouble(answer.status).note();
    match answer.status.as_u16() {
        200..=299 => (Outcome::Done, HostSays::Fine),
        // Nobody looks at what a follower of elsewhere refuses.
        401 | 403 if is_for_outsiders(row) => (Outcome::Dead { error }, HostSays::Fine),
        401 | 403 => (Outcome::Held { error: error.clone() }, HostSays::Refuses(error)),
        404 | 410 => (Outcome::Dead { error }, HostSays::Gone),
        408 | 429 | 503 => {
            let asked = retry_after(&answer.headers);
            (again(&error, Duration::ZERO), HostSays::Failing { error, asked })
        }
        500..=599 if is_poison(row, host) => (Outcome::Dead { error }, HostSays::Fine),
        500..=599 => (again(&error, hosts::pause(row.attempts, random::jitter())), HostSays::Unclear(error)),
        _ => (Outcome::Dead { error }, HostSays::Fine),
    }
}

/// Whether nothing is kept of it once it arrived.
fn is_forgotten(row: &Due) -> bool {
    [groups::OF_NOW, inquiries::BETWEEN_TWO].iter().any(|key| row.ordering_key.starts_with(key))
}

fn is_for_outsiders(row: &Due) -> bool {
    row.ordering_key.starts_with(open::ORDERING_KEY)
}

fn again(error: &str, pause: Duration) -> Outcome {
    Outcome::Again { error: error.to_owned(), pause }
}

/// Others arrived since this one was queued, and it failed again and again.
fn is_poison(row: &Due, host: &hosts::Host) -> bool {
    row.attempts + 1 >= POISON_ATTEMPTS && host.last_success_at.is_some_and(|at| at > row.created_at)
}

/// One voice for the round: trouble that concerns all rows speaks first, a success outweighs a row that failed alone.
fn round_says<'a>(all: impl Iterator<Item = &'a HostSays> + Clone) -> HostSays {
    let find = |wanted: fn(&HostSays) -> bool| all.clone().find(|says| wanted(says));
    let first = find(|says| matches!(says, HostSays::Failing { .. }))
        .or_else(|| find(|says| matches!(says, HostSays::Refuses(_))))
        .or_else(|| find(|says| matches!(says, HostSays::Gone)))
        .or_else(|| find(|says| matches!(says, HostSays::Fine)));
    match first {
        Some(HostSays::Failing { error, asked }) => HostSays::Failing { error: error.clone(), asked: *asked },
        Some(HostSays::Refuses(error)) => HostSays::Refuses(error.clone()),
        Some(HostSays::Gone) => HostSays::Gone,
        Some(HostSays::Fine) | None if first.is_some() => HostSays::Fine,
        _ => match all.clone().next() {
            Some(HostSays::Unclear(error)) => HostSays::Failing { error: error.clone(), asked: None },
            _ => HostSays::Fine,
        },
    }
}

/// Gives the next try when the host is to be left alone.
async fn note_host(tx: &mut domain::Tx, host: &str, says: &HostSays) -> Result<Option<Timestamp>, Error> {
    match says {
        HostSays::Failing { error, asked } => {
            hosts::record_failure(tx, host, error, *asked, random::jitter()).await.map(Some)
        }
        HostSays::Refuses(error) => {
            hosts::record_failure(tx, host, error, None, random::jitter()).await.map(Some)
        }
        HostSays::Fine | HostSays::Gone | HostSays::Unclear(_) => {
            hosts::record_success(tx, host).await.map(|()| None)
        }
    }
}

async fn note_peer(
    tx: &mut domain::Tx,
    id: domain::InstanceId,
    says: &HostSays,
    next: Option<Timestamp>,
) -> Result<(), Error> {
    match says {
        HostSays::Failing { error, .. } | HostSays::Refuses(error) => {
            health::record_trouble(tx, id, error, next).await
        }
        HostSays::Gone => {
            health::record_trouble(tx, id, "trouble-not-found: its inbox is not there", None).await
        }
        HostSays::Fine | HostSays::Unclear(_) => health::record_contact(tx, id).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(attempts: i64) -> Due {
        Due {
            seq: 1,
            inbox_url: "https://beta.test/inbox".into(),
            ordering_key: "k".into(),
            activity_id: "a".into(),
            body: Vec::new(),
            attempts,
            created_at: Timestamp::from_seconds(1_000),
        }
    }

    fn judged(status: u16, attempts: i64, last_success: Option<i64>) -> (Outcome, HostSays) {
        let host =
            hosts::Host { last_success_at: last_success.map(Timestamp::from_seconds), ..Default::default() };
        let mut headers = HeaderMap::new();
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("90"));
        let status = StatusCode::from_u16(status).unwrap();
        judge(&row(attempts), Ok(Answer { status, headers, body: b"  sorry\n<b>no</b> ".to_vec() }), &host)
    }

    #[test]
    fn each_status_has_its_consequence() {
        assert_eq!(judged(202, 0, None), (Outcome::Done, HostSays::Fine));
        for status in [401, 403] {
            assert!(
                matches!(judged(status, 0, None), (Outcome::Held { .. }, HostSays::Refuses(_))),
                "{status}"
            );
        }
        for status in [404, 410] {
            assert!(matches!(judged(status, 0, None), (Outcome::Dead { .. }, HostSays::Gone)), "{status}");
        }
        for status in [301, 302, 307, 400, 405, 413, 415, 422] {
            assert!(matches!(judged(status, 0, None), (Outcome::Dead { .. }, HostSays::Fine)), "{status}");
        }
        for status in [408, 429, 503] {
            let (outcome, says) = judged(status, 0, None);
            assert!(matches!(outcome, Outcome::Again { .. }));
            assert!(matches!(says, HostSays::Failing { asked: Some(pause), .. } if pause.as_secs() == 90));
        }
        assert!(matches!(judged(500, 0, None), (Outcome::Again { .. }, HostSays::Unclear(_))));
    }

    #[test]
    fn what_a_follower_of_elsewhere_refuses_waits_for_nobody() {
        let row =
            Due { ordering_key: format!("{}http://alpha.test/ap/group/1", open::ORDERING_KEY), ..row(0) };
        for status in [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN] {
            let answer = Answer { status, headers: HeaderMap::new(), body: Vec::new() };
            let (outcome, says) = judge(&row, Ok(answer), &hosts::Host::default());
            assert!(matches!(outcome, Outcome::Dead { .. }) && says == HostSays::Fine, "{status}");
        }
    }

    #[test]
    fn a_poison_row_is_given_up_only_while_others_arrive() {
        assert!(matches!(judged(500, 7, Some(2_000)), (Outcome::Dead { .. }, HostSays::Fine)));
        assert!(matches!(judged(500, 6, Some(2_000)), (Outcome::Again { .. }, _)));
        assert!(matches!(judged(500, 7, Some(500)), (Outcome::Again { .. }, _)));
        assert!(matches!(judged(500, 7, None), (Outcome::Again { .. }, _)));
    }

    #[test]
    fn an_answer_is_quoted_as_one_plain_line() {
        let (Outcome::Dead { error }, _) = judged(400, 0, None) else { panic!() };
        assert_eq!(error, "trouble-status: it answered 400: sorry <b>no</b>");
    }

    #[test]
    fn the_round_speaks_with_one_voice() {
        let failing = || HostSays::Failing { error: "f".into(), asked: None };
        let unclear = || HostSays::Unclear("u".into());
        let table = [
            (vec![HostSays::Fine, unclear()], HostSays::Fine),
            (vec![HostSays::Fine, failing()], failing()),
            (vec![unclear(), unclear()], HostSays::Failing { error: "u".into(), asked: None }),
            (vec![HostSays::Fine, HostSays::Refuses("r".into())], HostSays::Refuses("r".into())),
            (vec![HostSays::Fine], HostSays::Fine),
        ];
        for (all, one) in table {
            assert_eq!(round_says(all.iter()), one, "{all:?}");
        }
    }
}
