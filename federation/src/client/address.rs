//! Which addresses are the internet, and which are somebody's inside.
//!
//! A name of a stranger that leads to 10.0.0.7 or to a cloud's metadata service would make us his arm inside
//! the organisation's network (CVE-2025-25194, CVE-2026-22245, CVE-2026-33693). So only addresses that the
//! registries call globally reachable are dialled, also when they come wrapped in IPv6.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address is globally reachable by the IANA special-purpose registries (November 2026).
pub fn is_global(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_global_v4(address),
        IpAddr::V6(address) => is_global_v6(address),
    }
}

fn is_global_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    match (a, b, c) {
        (0 | 10 | 127, _, _) => false,           // this network, private, loopback
        (100, 64..=127, _) => false,             // shared between provider and customer (RFC 6598)
        (169, 254, _) => false,                  // link-local: the metadata services of clouds
        (172, 16..=31, _) => false,              // private
        (192, 168, _) => false,                  // private
        (192, 0, 0 | 2) => false,                // protocol assignments, documentation
        (192, 88, 99) => false,                  // relays of 6to4, abandoned
        (198, 18 | 19, _) => false,              // benchmarking
        (198, 51, 100) | (203, 0, 113) => false, // documentation
        (224.., _, _) => false,                  // multicast, reserved, broadcast
        _ => true,
    }
}

fn is_global_v6(address: Ipv6Addr) -> bool {
    if let Some(inner) = wrapped_v4(address) {
        return is_global_v4(inner);
    }
    let [a, b, ..] = address.segments();
    match (a, b) {
        (0x2001, 0x0000..=0x01ff) => false, // protocol assignments, Teredo, benchmarking, ORCHID
        (0x2001, 0x0db8) => false,          // documentation
        (0x3fff, 0x0000..=0x0fff) => false, // documentation
        (0x2000..=0x3fff, _) => true,       // the only block given out as global unicast
        _ => false, // loopback, unique local, link-local, site-local, multicast, discard, everything unassigned
    }
}

/// The IPv4 address inside: mapped, compatible, NAT64 and 6to4 all end there.
fn wrapped_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Some(Ipv4Addr::new(a, b, c, d))
    };
    match address.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low] => v4(high, low),
        [0, 0, 0, 0, 0, 0, high, low] => v4(high, low),
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => v4(high, low),
        [0x2002, high, low, ..] => v4(high, low),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_internal_class_is_known() {
        for text in [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.8.8.8",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::7f00:1",
            "64:ff9b::10.0.0.1",
            "64:ff9b::169.254.169.254",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:20::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "2002:a9fe:a9fe::1",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!is_global(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn the_internet_is_reachable() {
        for text in [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "2001:4860:4860::8888",
            "2a00:1450::1",
            "::ffff:8.8.8.8",
            "64:ff9b::8.8.8.8",
            "2002:808:808::1",
        ] {
            assert!(is_global(text.parse().unwrap()), "{text}");
        }
    }
}
