//! Who may talk to the server while there is no sign-in: programs of this machine, and pages that it served itself.
//!
//! The host check stops pages of other sites that point their name at this machine (DNS rebinding). The origin check stops
//! pages of other origins that address it directly (cross-site request forgery), on every route and with every method: an
//! `Origin` must have the host and the port of `Host`. A port that is left out is the usual one of the origin's scheme;
//! the schemes themselves may differ, since a proxy that ends TLS talks plainly to this server. Programs send no `Origin`.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{problem::Problem, websocket};

/// The names of this machine, for itself.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// What browsers say about who sends a request, though they leave out its `Origin`.
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// What browsers say about what a request is for.
const FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

/// Marks a request that a page of another origin caused, where the handler refuses it in its own way.
#[derive(Clone, Copy, Debug)]
pub struct Foreign;

/// Refuses requests that a page of another site caused.
pub async fn guard(mut request: Request, next: Next) -> Response {
    match check(&request) {
        Ok(()) => {}
        // A client of the protocol understands the code of a closed socket better than a status.
        Err(Refused::Foreign) if websocket::is_for_graphql(&request) => {
            request.extensions_mut().insert(Foreign);
        }
        Err(refused) => return refused.problem().into_response(),
    }
    next.run(request).await
}

/// Why a request is refused.
enum Refused {
    /// It is for another host, as it says.
    Host(String),
    /// A page of another origin caused it.
    Foreign,
}

impl Refused {
    fn problem(self) -> Problem {
        match self {
            Self::Host(host) => {
                let detail = format!(
                    "while there is no sign-in, only requests to localhost, 127.0.0.1 or [::1] are answered, not to `{host}`"
                );
                Problem::new(StatusCode::MISDIRECTED_REQUEST, "FORBIDDEN", "Not for this host", detail)
            }
            Self::Foreign => {
                let detail = "a page of another site or port may not use this server; use the pages of this server or a \
                              program";
                Problem::new(StatusCode::FORBIDDEN, "FORBIDDEN", "Request of another site", detail)
            }
        }
    }
}

fn check(request: &Request) -> Result<(), Refused> {
    let given = host(request);
    let Some(host) = given.and_then(Host::read).filter(Host::is_loopback) else {
        return Err(Refused::Host(given.unwrap_or_default().to_owned()));
    };
    if is_foreign(request.method(), request.headers(), &host) { Err(Refused::Foreign) } else { Ok(()) }
}

/// The host that was asked for, with its port; `None` when there are several.
fn host(request: &Request) -> Option<&str> {
    if let Some(authority) = request.uri().authority() {
        return Some(authority.as_str());
    }
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let host = hosts.next()?.to_str().ok()?;
    hosts.next().is_none().then_some(host)
}

/// Whether a browser says that a page of another origin sends this.
fn is_foreign(method: &Method, headers: &HeaderMap, host: &Host<'_>) -> bool {
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let foreign_origin = origins.any(|origin| !origin.to_str().is_ok_and(|origin| host.is_of(origin)));
    foreign_origin || (is_of_other_site(headers) && !is_link(method, headers))
}

/// A request for a picture or a script, which needs no `Origin`, says at least that much.
fn is_of_other_site(headers: &HeaderMap) -> bool {
    headers.get(FETCH_SITE).is_some_and(|site| site == "cross-site" || site == "same-site")
}

/// Whether somebody follows a link: that is for everyone, and shows the page to that person only.
fn is_link(method: &Method, headers: &HeaderMap) -> bool {
    let navigates = headers.get(FETCH_MODE).is_some_and(|mode| mode == "navigate");
    navigates && matches!(*method, Method::GET | Method::HEAD)
}

/// A host as `Host` and `Origin` name it.
#[derive(Debug, PartialEq)]
struct Host<'a> {
    name: &'a str,
    /// `None` when it is left out.
    port: Option<u16>,
}

impl<'a> Host<'a> {
    fn read(authority: &'a str) -> Option<Self> {
        let (name, port) = match authority.rsplit_once(':') {
            // The colons of an IPv6 address stand in brackets.
            Some((name, port)) if !port.ends_with(']') => (name, port),
            _ => (authority, ""),
        };
        let digits = port.bytes().all(|byte| byte.is_ascii_digit());
        let port = if port.is_empty() { None } else { Some(port.parse().ok().filter(|_| digits)?) };
        Some(Self { name, port })
    }

    fn is_loopback(&self) -> bool {
        LOOPBACK.iter().any(|known| self.name.eq_ignore_ascii_case(known))
    }

    /// Whether an origin is this host at this port.
    fn is_of(&self, origin: &str) -> bool {
        let Some((scheme, authority)) = origin.split_once("://") else { return false };
        let usual = match scheme.to_ascii_lowercase().as_str() {
            "http" => 80,
            "https" => 443,
            _ => return false,
        };
        let Some(theirs) = Host::read(authority) else { return false };
        let port = |host: &Host<'_>| host.port.unwrap_or(usual);
        theirs.name.eq_ignore_ascii_case(self.name) && port(&theirs) == port(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_own_when_its_host_and_port_are_those_asked_for() {
        for (host, origin) in [
            ("localhost:8080", "http://localhost:8080"),
            ("LocalHost:8080", "http://localhost:8080"),
            ("127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("[::1]:8080", "http://[::1]:8080"),
            ("localhost", "http://localhost"),
            ("localhost:80", "http://localhost"),
            // A proxy ends TLS: it knows the scheme, this server does not.
            ("localhost:8443", "https://localhost:8443"),
            ("localhost", "https://localhost"),
            ("localhost:443", "https://localhost"),
            ("localhost", "https://localhost:443"),
            ("[::1]", "https://[::1]"),
        ] {
            assert!(Host::read(host).unwrap().is_of(origin), "{host} {origin}");
        }
    }

    #[test]
    fn any_other_origin_is_foreign() {
        for (host, origin) in [
            ("localhost:18200", "http://localhost:18205"),
            ("localhost:18200", "http://127.0.0.1:18200"),
            ("localhost:18200", "http://localhost"),
            ("localhost:18200", "https://localhost"),
            ("localhost", "http://localhost:8080"),
            ("localhost", "http://localhost:443"),
            ("localhost:80", "https://localhost"),
            ("127.0.0.1:80", "http://[::1]:80"),
            ("localhost:80", "http://localhost.example.org:80"),
            ("localhost:80", "http://localhost:80@example.org"),
            ("localhost:80", "http://user@localhost:80"),
            ("localhost:80", "null"),
            ("localhost:80", ""),
            ("localhost:80", "file://localhost:80"),
            ("localhost:80", "chrome-extension://localhost:80"),
            ("localhost:80", "http://localhost:80/path"),
            ("localhost:80", "http://localhost:80 http://example.org"),
            ("localhost:80", "localhost:80"),
            ("localhost:80", "http://localhost:65616"),
        ] {
            assert!(!Host::read(host).unwrap().is_of(origin), "{host} {origin}");
        }
    }
}
