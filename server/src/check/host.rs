//! Our own address, asked as others ask it: name, certificate, web server, and Plein behind it.

use std::sync::Arc;

use axum::http::{HeaderMap, Method, StatusCode};
use domain::{Clock, Timestamp};
use federation::Settings;
use federation::client::policy::Internal;
use federation::client::{Answer, Client, ClientError, DOCUMENT, SystemNetwork};
use url::Url;

use super::Finding;
use crate::config::Config;
use crate::instance::outgoing;

const ADDRESS: &str = "address";

pub async fn examine(config: &Config, clock: &Clock) -> Vec<Finding> {
    let origin = config.origin();
    let mut settings = match outgoing(config, Arc::new(SystemNetwork)) {
        Ok(settings) => settings,
        Err(error) => {
            return vec![Finding::wrong("federation", error.to_string(), "mend it in [federation]")];
        }
    };
    // Our own name may well lead to an internal address.
    settings.policy.internal.push(Internal::Host(config.instance.host.name().to_owned()));
    let answer = match ask(settings, config).await {
        Ok(answer) => answer,
        Err(error) => return vec![unreached(&origin, &error)],
    };
    let is_plein = answer.headers.contains_key("api-version");
    vec![match (answer.status, is_plein) {
        (StatusCode::OK, true) => Finding::good(ADDRESS, format!("{origin} leads here")),
        (StatusCode::MISDIRECTED_REQUEST, _) => Finding::wrong(
            ADDRESS,
            format!("the web server at {origin} passes another host name on"),
            "let it pass the Host header unchanged",
        ),
        (status, _) if status.is_server_error() => Finding::note(
            ADDRESS,
            format!("the web server at {origin} answers {status}"),
            format!("start Plein, and let the web server pass requests to {}", config.listen.address),
        ),
        (status, _) => Finding::wrong(
            ADDRESS,
            format!("something else answers at {origin}: {status}"),
            format!("let the web server pass requests to {}", config.listen.address),
        ),
    }]
    .into_iter()
    .chain(skew(&answer.headers, clock))
    .collect()
}

async fn ask(settings: Settings, config: &Config) -> Result<Answer, ClientError> {
    let client = Client::new(settings, "Plein check")?;
    let url = format!("{}/api/v1/openapi.json", config.origin());
    let url = Url::parse(&url).map_err(|error| ClientError::Setup(error.to_string()))?;
    client.send(Method::GET, &url, HeaderMap::new(), Vec::new(), DOCUMENT).await
}

fn unreached(origin: &str, error: &ClientError) -> Finding {
    let mend = match error {
        ClientError::UnknownName(_) => "give the name an address in DNS",
        ClientError::Connect(text) if text.contains("certificate") => {
            "look at the certificate of the web server"
        }
        ClientError::Connect(_) | ClientError::Timeout => {
            "start the web server in front of Plein, and open its port in the firewall"
        }
        _ => "look at the log of the web server in front of Plein",
    };
    Finding::wrong(ADDRESS, format!("{origin} does not answer: {error}"), mend)
}

/// The web server's clock; on one machine it is ours, behind a load balancer it need not be.
fn skew(headers: &HeaderMap, clock: &Clock) -> Option<Finding> {
    let date = headers.get("date")?.to_str().ok()?;
    let theirs = http_date(date)?;
    let ours = clock.now();
    let seconds = ours.since(theirs).max(theirs.since(ours)).as_secs();
    let mend = "let both machines follow a time server (systemd-timesyncd, chrony)";
    (seconds > 60).then(|| Finding::wrong("clock", format!("{seconds} s apart from the web server's"), mend))
}

/// `Sun, 22 Nov 2026 00:19:46 GMT`, the one form of a date that web servers send.
fn http_date(text: &str) -> Option<Timestamp> {
    let form = time::macros::format_description!(
        "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
    );
    let parsed = time::PrimitiveDateTime::parse(text, form).ok()?;
    Some(Timestamp::from_seconds(parsed.assume_utc().unix_timestamp()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_of_a_web_server_is_read() {
        let expected = Timestamp::parse_rfc3339("2026-11-22T00:19:46Z");
        assert_eq!(http_date("Sun, 22 Nov 2026 00:19:46 GMT"), expected);
        assert_eq!(http_date("2026-11-22T00:19:46Z"), None);
    }
}
