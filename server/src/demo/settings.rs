//! The configuration of each organisation: what an operator would write, given as an operator can give it.

use std::path::Path;

use crate::config::{Config, Faults, load};

use super::material::Organisation;

const PLENTY: &str = "100000";

/// The configuration of `organisation` when the demo keeps its data in `dir` and listens on `port`.
pub(super) fn configure(organisation: &Organisation, dir: &Path, port: u16) -> Result<Config, Faults> {
    let data = dir.join(&organisation.host);
    let settings = [
        ("PLEIN_INSTANCE__HOST", address_of(&organisation.host, port)),
        ("PLEIN_INSTANCE__NAME", organisation.name.clone()),
        ("PLEIN_INSTANCE__ORGANISATION_URI", organisation.uri.clone()),
        ("PLEIN_INSTANCE__THEME", organisation.theme.clone()),
        ("PLEIN_INSTANCE__SIGN_UP", "domain".to_owned()),
        ("PLEIN_INSTANCE__SIGN_UP_DOMAINS", organisation.mail_domain.clone()),
        ("PLEIN_LISTEN__ADDRESS", format!("127.0.0.1:{port}")),
        ("PLEIN_DATA__DIR", data.display().to_string()),
        ("PLEIN_MAIL__DELIVERY", "outbox".to_owned()),
        // The three live on this machine and find each other here.
        ("PLEIN_FEDERATION__PRIVATE_HOSTS", "*.localhost".to_owned()),
        ("PLEIN_DEVELOPMENT__ENABLED", "true".to_owned()),
        // Its people are nobody's, and `plein bench` opens its pages faster than anyone reads.
        ("PLEIN_READING__NAMES_PER_MINUTE", PLENTY.to_owned()),
        ("PLEIN_READING__NAMES_PER_DAY", PLENTY.to_owned()),
        ("PLEIN_READING__SEARCHES_PER_MINUTE", PLENTY.to_owned()),
        ("PLEIN_READING__SEARCHES_PER_DAY", PLENTY.to_owned()),
        ("PLEIN_READING__PROFILES_PER_MINUTE", PLENTY.to_owned()),
        ("PLEIN_READING__PROFILES_PER_DAY", PLENTY.to_owned()),
    ];
    load(None, settings.map(|(name, value)| (name.to_owned(), value)))
}

/// The host as it stands in addresses: with a port, unless it is the usual one.
fn address_of(host: &str, port: u16) -> String {
    if port == 80 { host.to_owned() } else { format!("{host}:{port}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::material::Material;

    #[test]
    fn every_organisation_can_be_configured() {
        for organisation in Material::read().unwrap().organisations {
            let config = configure(&organisation, Path::new("/srv/demo"), 8080).unwrap();
            assert_eq!(config.origin(), format!("http://{}:8080", organisation.host));
            assert_eq!(config.data.dir, Path::new("/srv/demo").join(&organisation.host));
        }
    }

    #[test]
    fn the_usual_port_is_not_said() {
        assert_eq!(address_of("utrecht.localhost", 80), "utrecht.localhost");
        assert_eq!(address_of("utrecht.localhost", 8080), "utrecht.localhost:8080");
    }
}
