//! The client's address, by which attempts are counted.
//!
//! Not a crate: the available ones trust every header, and none defines what happens without an
//! address.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Once,
};

use http::{HeaderMap, header::HeaderName};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The client's address in its canonical form: `::ffff:192.0.2.1` is `192.0.2.1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientAddress {
    Known(IpAddr),
    /// Clients without a known address are counted together.
    Unknown,
}

/// A network whose attempts are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Network {
    V4(Ipv4Addr),
    /// The network's first address and its prefix length.
    V6(Ipv6Addr, u8),
    Unknown,
}

impl ClientAddress {
    /// The address of the connection's peer.
    pub fn of_peer(peer: SocketAddr) -> Self {
        Self::Known(peer.ip().to_canonical())
    }

    /// The address that a trusted proxy saw: the last entry of the last `X-Forwarded-For`. Earlier
    /// entries come from the client. Proxies write it with or without a port and brackets.
    pub fn forwarded(headers: &HeaderMap) -> Self {
        let read = || {
            let last = headers.get_all(FORWARDED_FOR).iter().next_back()?.to_str().ok()?;
            parse(last.rsplit(',').next()?)
        };
        read().map_or_else(
            || {
                static WARNED: Once = Once::new();
                WARNED.call_once(|| {
                    tracing::warn!(
                        "TRUST_PROXY is set, but a request came without an X-Forwarded-For that ends in an \
                         address: all such clients share one limit for sign-in attempts. Have the proxy set the \
                         header, or take TRUST_PROXY away"
                    );
                });
                Self::Unknown
            },
            Self::Known,
        )
    }

    /// The narrow network first. A client with one IPv6 address has all 2⁶⁴ of its /64, and many
    /// customers of a provider have a whole /56.
    pub fn networks(self) -> impl Iterator<Item = Network> {
        let (narrow, wide) = match self {
            Self::Known(IpAddr::V4(address)) => (Network::V4(address), None),
            Self::Known(IpAddr::V6(address)) => (cut(address, 64), Some(cut(address, 56))),
            Self::Unknown => (Network::Unknown, None),
        };
        std::iter::once(narrow).chain(wide)
    }

    /// The network by which an account's failures are counted, and which is logged.
    pub fn network(self) -> Network {
        self.networks().last().unwrap_or(Network::Unknown)
    }
}

fn cut(address: Ipv6Addr, bits: u8) -> Network {
    Network::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << (128 - bits))), bits)
}

/// An address, `address:port`, `[address]` or `[address]:port`; quoted too, as in `Forwarded`.
fn parse(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_matches('"');
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok().map(IpAddr::V6);
    let address = text.parse().ok().or_else(bracketed);
    address.or_else(|| text.parse().ok().map(|socket: SocketAddr| socket.ip())).map(|address| address.to_canonical())
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::V4(address) => write!(f, "{address}"),
            Self::V6(address, bits) => write!(f, "{address}/{bits}"),
            Self::Unknown => f.write_str("unknown"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn forwarded(values: &[&str]) -> String {
        let headers = values.iter().map(|value| (FORWARDED_FOR, value.parse().expect("a header value")));
        ClientAddress::forwarded(&headers.collect()).network().to_string()
    }

    #[test]
    fn the_last_entry_of_the_last_header_counts_however_it_is_written() {
        for (values, network) in [
            (&["192.0.2.1"][..], "192.0.2.1"),
            (&["9.9.9.9, 192.0.2.1"], "192.0.2.1"),
            (&["9.9.9.9", "192.0.2.1"], "192.0.2.1"),
            (&["192.0.2.1:5678"], "192.0.2.1"),
            (&["::ffff:192.0.2.1"], "192.0.2.1"),
            (&["[::ffff:192.0.2.1]:80"], "192.0.2.1"),
            (&["2001:db8:1:4455::1"], "2001:db8:1:4400::/56"),
            (&["[2001:db8:1:4455::1]"], "2001:db8:1:4400::/56"),
            (&["\"[2001:db8:1:4455::1]:443\""], "2001:db8:1:4400::/56"),
            (&["unknown"], "unknown"),
            (&["192.0.2.1, _hidden"], "unknown"),
            (&["192.0.2.1,"], "unknown"),
            (&[""], "unknown"),
            (&[], "unknown"),
        ] {
            assert_eq!(forwarded(values), network, "{values:?}");
        }
    }

    #[test]
    fn an_ipv6_client_is_counted_by_both_of_its_networks() {
        let networks = |text: &str| {
            let address = ClientAddress::Known(text.parse().expect("an address"));
            address.networks().map(|network| network.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(networks("2001:db8:1:4455::1"), ["2001:db8:1:4455::/64", "2001:db8:1:4400::/56"]);
        assert_eq!(networks("192.0.2.1"), ["192.0.2.1"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_header_is_an_address_or_unknown(value in "[ -~\u{80}-\u{ff}]{0,200}") {
            if let Ok(value) = http::HeaderValue::from_bytes(value.as_bytes()) {
                let headers = HeaderMap::from_iter([(FORWARDED_FOR, value)]);
                ClientAddress::forwarded(&headers);
            }
        }

        #[test]
        fn an_address_is_read_with_and_without_a_port(bits: u128, port: u16) {
            let v6 = Ipv6Addr::from_bits(bits);
            let expected = Some(IpAddr::V6(v6).to_canonical());
            prop_assert_eq!(parse(&v6.to_string()), expected);
            prop_assert_eq!(parse(&format!("[{v6}]:{port}")), expected);
        }
    }
}
