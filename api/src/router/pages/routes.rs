//! The addresses that the web app routes itself: its page is answered there, and is no page elsewhere.
//!
//! `frontend/src/app/paths.json` lists them for both, each by its name, in the notation of the app's router: `:name` is one
//! segment of any text, `:name?` one or none.

use std::sync::LazyLock;

use serde_json::{Map, Value as Json};

const PATHS: &str = include_str!("../../../../frontend/src/app/paths.json");

static ROUTES: LazyLock<Vec<Route>> = LazyLock::new(|| routes(PATHS));

/// A shape of addresses.
#[derive(Debug, PartialEq)]
struct Route {
    segments: Vec<Segment>,
    /// Whether the last segment may be left out.
    open_end: bool,
}

#[derive(Debug, PartialEq)]
enum Segment {
    Exactly(String),
    Anything,
}

/// Whether the web app has a page for an address.
pub(super) fn has_page(path: &str) -> bool {
    ROUTES.iter().any(|route| route.fits(path))
}

fn routes(table: &str) -> Vec<Route> {
    let paths: Map<String, Json> = serde_json::from_str(table).unwrap_or_default();
    paths.values().filter_map(Json::as_str).map(Route::read).collect()
}

impl Route {
    fn read(path: &str) -> Self {
        let segment = |text: &str| match text.strip_prefix(':') {
            Some(_) => Segment::Anything,
            None => Segment::Exactly(text.to_owned()),
        };
        Self { segments: split(path).map(segment).collect(), open_end: path.ends_with('?') }
    }

    fn fits(&self, path: &str) -> bool {
        let given: Vec<&str> = split(path).collect();
        let wanted = &self.segments;
        let complete = given.len() == wanted.len() || (self.open_end && given.len() + 1 == wanted.len());
        complete && given.iter().zip(wanted).all(|(given, wanted)| wanted.takes(given))
    }
}

impl Segment {
    fn takes(&self, given: &str) -> bool {
        match self {
            Self::Exactly(text) => text == given,
            Self::Anything => !given.is_empty(),
        }
    }
}

/// The segments of a path; a slash at the end makes none.
fn split(path: &str) -> impl Iterator<Item = &str> {
    let inner = path.strip_prefix('/').unwrap_or(path);
    let inner = inner.strip_suffix('/').unwrap_or(inner);
    inner.split('/').skip(usize::from(path == "/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_holds_paths_that_are_understood() {
        let paths: Map<String, Json> = serde_json::from_str(PATHS).unwrap();
        assert!(paths.len() > 10, "{paths:?}");
        for (name, path) in &paths {
            let path = path.as_str().unwrap();
            assert!(path.starts_with('/'), "{name}: {path}");
            for (position, segment) in split(path).enumerate() {
                let plain = segment.trim_start_matches(':').trim_end_matches('?');
                assert!(plain.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'), "{name}: {path}");
                let optional = segment.ends_with('?');
                assert!(
                    !optional || (segment.starts_with(':') && position + 1 == split(path).count()),
                    "{name}: {path}"
                );
            }
        }
    }

    #[test]
    fn a_route_fits_addresses_of_its_shape_only() {
        let routes = routes(r#"{"home": "/", "entry": "/e/:id", "types": "/types/:name?", "path": "/path/:from/:to"}"#);
        let fits = |path: &str| routes.iter().any(|route| route.fits(path));
        for path in ["/", "/e/019d", "/e/019d/", "/types", "/types/", "/types/Bath", "/path/a/b"] {
            assert!(fits(path), "{path}");
        }
        for path in
            ["", "//", "/e", "/e/", "/e//", "/e/019d/x", "/E/019d", "/types/Bath/x", "/types//", "/path/a", "/x"]
        {
            assert!(!fits(path), "{path}");
        }
    }
}
