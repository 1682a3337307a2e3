//! The names under which the server answers.
//!
//! A page of strangers may have its name point to 127.0.0.1 («DNS rebinding») and so read, in a
//! browser of this machine, what is for this machine alone. Such a request names the strangers' host,
//! and is refused by that.

use axum::http::{HeaderMap, Uri, header};
use std::net::SocketAddr;

/// The names under which the server answers.
#[derive(Debug, Clone, Default)]
pub struct Hosts {
    /// Any name goes.
    any: bool,
    /// The names of this machine for itself, with the server's port.
    port: u16,
    /// Other names, in lower case; without a port, any goes.
    names: Vec<String>,
}

impl Hosts {
    /// Those of a server at an address, and other names that lead to it, as a proxy's. An address that
    /// others reach without a name given answers to all names: which they are cannot be known.
    pub fn of(address: SocketAddr, names: &[String]) -> Self {
        Self {
            any: !address.ip().is_loopback() && names.is_empty(),
            port: address.port(),
            names: names.iter().map(|name| name.to_lowercase()).collect(),
        }
    }

    /// Any name.
    #[cfg(test)]
    pub(super) fn any() -> Self {
        Self {
            any: true,
            ..Self::default()
        }
    }

    /// Whether the server answers under a name, as `Host` has it.
    pub(super) fn allow(&self, host: Option<&str>) -> bool {
        if self.any {
            return true;
        }
        let Some(host) = host.map(str::to_lowercase) else {
            return false;
        };
        // The colons of an IPv6 address stand in brackets.
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.contains(']') => (name, Some(port)),
            _ => (host.as_str(), None),
        };
        let own = matches!(name, "localhost" | "127.0.0.1" | "[::1]");
        let port = port.map_or(Some(80), |port| port.parse::<u16>().ok());
        own && port == Some(self.port) || self.names.iter().any(|one| *one == host || one == name)
    }
}

/// The address under which a request reached the server («https://oppdrag.example.no»), for what leads
/// back to it from elsewhere: a calendar. A proxy that speaks TLS says so (`X-Forwarded-Proto`).
pub(super) fn origin(uri: &Uri, headers: &HeaderMap) -> Option<String> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let host = match uri.authority() {
        Some(named) => named.as_str(),
        None => text(header::HOST)?,
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
    if host.is_empty() || !host.chars().all(plain) {
        return None;
    }
    let secure = headers
        .get("x-forwarded-proto")
        .is_some_and(|value| value == "https");
    Some(format!("http{}://{host}", if secure { "s" } else { "" }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_tells_where_the_server_is() {
        let uri = Uri::from_static("/frister");
        let of = |pairs: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, axum::http::HeaderValue::from_static(value));
            }
            origin(&uri, &headers)
        };
        let plain = of(&[("host", "127.0.0.1:8080")]);
        assert_eq!(plain.as_deref(), Some("http://127.0.0.1:8080"));
        let behind = of(&[("host", "one.example"), ("x-forwarded-proto", "https")]);
        assert_eq!(behind.as_deref(), Some("https://one.example"));
        assert_eq!(of(&[("host", "one.example/\"<x>")]), None);
        assert_eq!(of(&[]), None);
    }

    #[test]
    fn names_of_strangers_are_refused() {
        let address: SocketAddr = "127.0.0.1:8080".parse().expect("an address");
        let own = Hosts::of(address, &[]);
        for name in [
            "localhost:8080",
            "127.0.0.1:8080",
            "[::1]:8080",
            "LOCALHOST:8080",
        ] {
            assert!(own.allow(Some(name)), "{name}");
        }
        for name in [
            "strangers.example:8080",
            "localhost",
            "localhost:80",
            "localhost:8080.strangers.example",
            "localhost.strangers.example:8080",
            "127.0.0.1:8080@strangers.example",
            "[::1]",
            "",
        ] {
            assert!(!own.allow(Some(name)), "{name}");
        }
        assert!(!own.allow(None));
        let named = Hosts::of(
            address,
            &["Oppdrag.example.no".into(), "two.example:81".into()],
        );
        for name in [
            "oppdrag.example.no",
            "OPPDRAG.example.no:443",
            "two.example:81",
        ] {
            assert!(named.allow(Some(name)), "{name}");
        }
        for name in ["two.example", "two.example:82", "example.no"] {
            assert!(!named.allow(Some(name)), "{name}");
        }
        let open: SocketAddr = "0.0.0.0:8080".parse().expect("an address");
        assert!(Hosts::of(open, &[]).allow(Some("any.example")));
        assert!(!Hosts::of(open, &["one.example".into()]).allow(Some("any.example")));
    }
}
