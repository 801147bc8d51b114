//! Which compressed copy of a file a client takes.

use axum::http::{HeaderMap, header};

/// A way to compress, for which copies lie beside the files.
#[derive(Debug, Eq, PartialEq)]
pub struct Encoding {
    /// Its name in HTTP.
    pub name: &'static str,
    /// What the names of the copies end with.
    pub suffix: &'static str,
}

/// The smaller first.
const ENCODINGS: [Encoding; 2] = [Encoding { name: "br", suffix: "br" }, Encoding { name: "gzip", suffix: "gz" }];

/// The encodings that a client names and does not refuse, the smaller first, whatever it likes best: all of them are
/// cheap to read.
pub fn accepted(headers: &HeaderMap) -> impl Iterator<Item = &'static Encoding> {
    ENCODINGS.iter().filter(|encoding| takes(headers, encoding.name))
}

fn takes(headers: &HeaderMap, name: &str) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let named = parts.next().is_some_and(|coding| coding.eq_ignore_ascii_case(name));
        named && !parts.any(is_zero)
    })
}

/// Whether a weight says "not at all".
fn is_zero(weight: &str) -> bool {
    let number = weight.split_once('=').filter(|(name, _)| name.trim().eq_ignore_ascii_case("q"));
    number.and_then(|(_, number)| number.trim().parse::<f64>().ok()) == Some(0.0)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn prefers_the_smaller_of_what_is_named_and_not_refused() {
        for (header, expected) in [
            ("gzip, deflate, br, zstd", vec!["br", "gzip"]),
            ("gzip;q=1.0, br;q=0.5", vec!["br", "gzip"]),
            ("br; q=0, GZIP", vec!["gzip"]),
            ("br;q=0.000,gzip;Q=0", vec![]),
            ("identity, brotli, *", vec![]),
            ("", vec![]),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(header))]);
            let names: Vec<_> = accepted(&headers).map(|encoding| encoding.name).collect();
            assert_eq!(names, expected, "{header}");
        }
        assert_eq!(accepted(&HeaderMap::new()).next(), None);
    }
}
