//! Which addresses may be asked for at all, and which hosts may stand on an internal address.

use std::net::IpAddr;
use std::str::FromStr;

use url::{Host, Url};

use super::address::is_global;

#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum Refusal {
    #[error("not an address on the web")]
    NotAUrl,
    #[error("only https is asked, not {0}")]
    Scheme(String),
    #[error("a name or password stands in the address")]
    UserInfo,
    #[error("the host is a number, not a name")]
    Number,
    #[error("the host name {0} is not a complete name")]
    Name(String),
    #[error("a port stands in the address")]
    Port,
    #[error("{host} leads to the internal address {address}")]
    Internal { host: String, address: IpAddr },
}

/// What the operator allows beyond the public internet. The default allows nothing: https, names, no ports.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// For development and demonstrations: http, and a port in the address.
    pub allows_plain_http: bool,
    /// Hosts and networks that may be internal.
    pub internal: Vec<Internal>,
}

/// One line of the operator's list: `beta.intern`, `*.intern` or `10.20.0.0/16`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Internal {
    Host(String),
    /// Every name below this one, itself left out.
    Below(String),
    Network {
        address: IpAddr,
        prefix_bits: u8,
    },
}

impl Policy {
    /// The way to a proxy that the operator named: it alone, wherever it stands.
    pub(super) fn of_proxy(proxy: &Url) -> Self {
        let internal = proxy.host_str().map(|host| Internal::Host(host.to_owned()));
        Self { allows_plain_http: true, internal: internal.into_iter().collect() }
    }

    /// Whether this address may be asked for, before its name is looked up.
    pub fn check(&self, url: &Url) -> Result<(), Refusal> {
        match url.scheme() {
            "https" => {}
            "http" if self.allows_plain_http => {}
            other => return Err(Refusal::Scheme(other.to_owned())),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refusal::UserInfo);
        }
        if url.port().is_some() && !self.allows_plain_http {
            return Err(Refusal::Port);
        }
        match url.host() {
            Some(Host::Domain(name)) => check_name(name),
            Some(_) => Err(Refusal::Number),
            None => Err(Refusal::NotAUrl),
        }
    }

    /// Whether `host` may be dialled at `address`, now that its name was looked up.
    pub fn check_address(&self, host: &str, address: IpAddr) -> Result<(), Refusal> {
        if is_global(address) || self.internal.iter().any(|entry| entry.allows(host, address)) {
            return Ok(());
        }
        Err(Refusal::Internal { host: host.to_owned(), address })
    }

    /// The origin behind what an administrator typed: `utrecht.example`, ` https://Utrecht.Example/ `. Names are
    /// brought to their ASCII form, so a look-alike shows itself as `xn--…`.
    pub fn origin(&self, typed: &str) -> Result<Url, Refusal> {
        let typed = typed.trim().trim_end_matches('/');
        let scheme = if self.allows_plain_http { "http" } else { "https" };
        let text = if typed.contains("://") { typed.to_owned() } else { format!("{scheme}://{typed}") };
        let url = Url::parse(&text).map_err(|_| Refusal::NotAUrl)?;
        self.check(&url)?;
        let is_bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if is_bare { Ok(url) } else { Err(Refusal::NotAUrl) }
    }
}

/// A complete name: at least two labels, no dot at the end (`example.gov.` would be a second name for the same
/// host, and origins are compared by name).
fn check_name(name: &str) -> Result<(), Refusal> {
    let labels: Vec<_> = name.split('.').collect();
    let is_label = |label: &&str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
    };
    let complete = labels.len() >= 2 && name.len() <= 253 && labels.iter().all(is_label);
    if complete { Ok(()) } else { Err(Refusal::Name(name.to_owned())) }
}

impl Internal {
    fn allows(&self, host: &str, address: IpAddr) -> bool {
        match self {
            Self::Host(name) => host == name,
            Self::Below(name) => host.strip_suffix(name.as_str()).is_some_and(|rest| rest.ends_with('.')),
            Self::Network { address: network, prefix_bits } => leading(address, *prefix_bits)
                .is_some_and(|bits| Some(bits) == leading(*network, *prefix_bits)),
        }
    }
}

/// The first `bits` of an address, tagged with its family.
fn leading(address: IpAddr, bits: u8) -> Option<(bool, u128)> {
    let (is_v6, number, width) = match address {
        IpAddr::V4(address) => (false, u128::from(u32::from(address)), 32_u32),
        IpAddr::V6(address) => (true, u128::from(address), 128),
    };
    let dropped = width.checked_sub(u32::from(bits))?;
    Some((is_v6, number.checked_shr(dropped).unwrap_or(0)))
}

impl FromStr for Internal {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let unreadable = || format!("`{text}` is no host, no `*.name` and no network like 10.20.0.0/16");
        if let Some((address, bits)) = text.split_once('/') {
            let address: IpAddr = address.parse().map_err(|_| unreadable())?;
            let prefix_bits = bits.parse().map_err(|_| unreadable())?;
            leading(address, prefix_bits).ok_or_else(unreadable)?;
            return Ok(Self::Network { address, prefix_bits });
        }
        let name = text.strip_prefix("*.").unwrap_or(text);
        let Ok(Host::Domain(name)) = Host::parse(name) else { return Err(unreadable()) };
        Ok(if text.starts_with("*.") { Self::Below(name) } else { Self::Host(name) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(policy: &Policy, url: &str) -> Result<(), Refusal> {
        policy.check(&Url::parse(url).unwrap())
    }

    #[test]
    fn only_https_to_complete_names_is_asked() {
        let strict = Policy::default();
        for url in
            ["https://utrecht.example/", "https://xn--80ak6aa92e.example/x?y=1", "https://a-b.c_d.example"]
        {
            assert_eq!(verdict(&strict, url), Ok(()), "{url}");
        }
        for (url, refusal) in [
            ("http://utrecht.example/", Refusal::Scheme("http".into())),
            ("ftp://utrecht.example/", Refusal::Scheme("ftp".into())),
            ("file:///etc/passwd", Refusal::Scheme("file".into())),
            ("https://a@utrecht.example/", Refusal::UserInfo),
            ("https://:b@utrecht.example/", Refusal::UserInfo),
            ("https://utrecht.example:8443/", Refusal::Port),
            ("https://127.0.0.1/", Refusal::Number),
            ("https://2130706433/", Refusal::Number), // 127.0.0.1 in another dress
            ("https://0x7f.1/", Refusal::Number),
            ("https://[::1]/", Refusal::Number),
            ("https://localhost/", Refusal::Name("localhost".into())),
            ("https://utrecht.example./", Refusal::Name("utrecht.example.".into())),
            ("https://a..example/", Refusal::Name("a..example".into())),
        ] {
            assert_eq!(verdict(&strict, url), Err(refusal), "{url}");
        }
    }

    #[test]
    fn plain_http_and_ports_are_for_development() {
        let policy = Policy { allows_plain_http: true, ..Policy::default() };
        assert_eq!(verdict(&policy, "http://utrecht.localhost:8080/actor"), Ok(()));
        assert_eq!(verdict(&policy, "http://127.0.0.1:8080/"), Err(Refusal::Number));
    }

    #[test]
    fn what_an_administrator_types_becomes_one_origin() {
        let strict = Policy::default();
        for typed in ["utrecht.example", " https://UTRECHT.Example/ ", "https://utrecht.example:443"] {
            assert_eq!(strict.origin(typed).unwrap().as_str(), "https://utrecht.example/", "{typed}");
        }
        // A Cyrillic look-alike does not pass for the real name.
        assert_eq!(
            strict.origin("utr\u{435}cht.example").unwrap().host_str(),
            Some("xn--utrcht-5of.example")
        );
        for typed in
            ["", "EXAMPLE.gov.", "https://a@b.example", "b.example/actor", "b.example?x", "10.0.0.1", "a b"]
        {
            assert!(strict.origin(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn internal_addresses_need_a_line_of_the_operator() {
        let entries = ["beta.intern", "*.lan.example", "10.20.0.0/16", "fd00:1::/32"];
        let policy = Policy {
            internal: entries.iter().map(|entry| entry.parse().unwrap()).collect(),
            ..Policy::default()
        };
        let allowed =
            |host: &str, address: &str| policy.check_address(host, address.parse().unwrap()).is_ok();
        assert!(allowed("any.example", "8.8.8.8"));
        assert!(allowed("beta.intern", "10.0.0.7"));
        assert!(allowed("x.lan.example", "192.168.0.1"));
        assert!(allowed("any.example", "10.20.3.4"));
        assert!(allowed("any.example", "fd00:1::5"));
        assert!(!allowed("gamma.intern", "10.0.0.7"));
        assert!(!allowed("lan.example", "192.168.0.1"));
        assert!(!allowed("evillan.example", "192.168.0.1"));
        assert!(!allowed("any.example", "10.21.0.1"));
        assert!(!allowed("any.example", "fd00:2::5"));
        assert!(Policy::default().check_address("any.example", [169, 254, 169, 254].into()).is_err());
    }

    #[test]
    fn unreadable_lines_are_refused() {
        for text in ["", "10.0.0.0/33", "10.0.0.0/x", "10.0.0.1", "*.10.0.0.1", "a b"] {
            assert!(text.parse::<Internal>().is_err(), "{text}");
        }
        assert!("0.0.0.0/0".parse::<Internal>().unwrap().allows("x", [10, 0, 0, 1].into()));
    }
}
