//! The address to listen on.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    str::FromStr,
};

use serde::{Deserialize, Serialize};

/// An address of this machine's own (loopback) with a port. Port 0 takes any free one.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Listen(SocketAddr);

/// Why a text is no address to listen on.
#[derive(Debug, thiserror::Error, Eq, PartialEq)]
pub enum ListenError {
    /// Not an address with a port.
    #[error("`{0}` is no address with a port; write it as `127.0.0.1:8080`")]
    Unreadable(String),
    /// Other machines could reach it.
    #[error(
        "`{0}` could be reached by other machines, and there is no sign-in yet: everybody on the network could read and \
         change everything; listen on 127.0.0.1:{port}, and use a tunnel such as `ssh -L {port}:127.0.0.1:{port}` to \
         reach it from elsewhere",
        port = .0.port()
    )]
    NotLoopback(SocketAddr),
}

impl Listen {
    /// The socket address.
    pub fn address(self) -> SocketAddr {
        self.0
    }
}

impl Default for Listen {
    fn default() -> Self {
        Self(SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)))
    }
}

impl FromStr for Listen {
    type Err = ListenError;

    fn from_str(text: &str) -> Result<Self, ListenError> {
        let unreadable = || ListenError::Unreadable(text.to_owned());
        let address = match text.strip_prefix("localhost:") {
            Some(port) => SocketAddr::from((Ipv4Addr::LOCALHOST, port.parse().map_err(|_| unreadable())?)),
            None => text.parse().map_err(|_| unreadable())?,
        };
        if is_loopback(address.ip()) { Ok(Self(address)) } else { Err(ListenError::NotLoopback(address)) }
    }
}

/// The host check knows two addresses of this machine, so no other is taken.
fn is_loopback(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address == Ipv4Addr::LOCALHOST,
        IpAddr::V6(address) => address.is_loopback(),
    }
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<String> for Listen {
    type Error = ListenError;

    fn try_from(text: String) -> Result<Self, ListenError> {
        text.parse()
    }
}

impl From<Listen> for String {
    fn from(listen: Listen) -> Self {
        listen.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_addresses_of_this_machine() {
        for (text, expected) in
            [("127.0.0.1:80", "127.0.0.1:80"), ("[::1]:8080", "[::1]:8080"), ("localhost:0", "127.0.0.1:0")]
        {
            assert_eq!(text.parse::<Listen>().unwrap().to_string(), expected);
        }
    }

    #[test]
    fn refuses_an_address_that_other_machines_reach_and_says_why() {
        let error = "0.0.0.0:8080".parse::<Listen>().unwrap_err();
        assert_eq!(error, ListenError::NotLoopback("0.0.0.0:8080".parse().unwrap()));
        assert!(error.to_string().contains("there is no sign-in yet"), "{error}");
    }

    #[test]
    fn refuses_what_has_no_port() {
        for text in ["", "8080", "127.0.0.1", "localhost", "localhost:x", "example.org:80"] {
            assert_eq!(text.parse::<Listen>(), Err(ListenError::Unreadable(text.to_owned())));
        }
    }
}
