use axum::http::HeaderName;

use super::*;

/// A page with copies of other content, so that a test sees which was answered, and a script without any.
#[derive(RustEmbed)]
#[folder = "src/router/pages/files"]
struct Files;

fn get(name: &str, given: &[(HeaderName, &str)]) -> Response {
    let given = given.iter().map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap()));
    serve::<Files>(name, &given.collect()).unwrap()
}

fn told(response: &Response, name: HeaderName) -> Option<&str> {
    response.headers().get(name).map(|value| value.to_str().unwrap())
}

async fn body(response: Response) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), 1_000).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn answers_the_copy_that_the_client_takes() {
    for (accepted, encoding, content) in [
        ("gzip, br", Some("br"), "stands for brotli\n"),
        ("gzip", Some("gzip"), "stands for gzip\n"),
        ("deflate", None, "<html>plain</html>\n"),
    ] {
        let response = get("page.html", &[(header::ACCEPT_ENCODING, accepted)]);
        assert_eq!(told(&response, header::CONTENT_ENCODING), encoding, "{accepted}");
        assert_eq!(told(&response, header::CONTENT_TYPE), Some("text/html; charset=utf-8"), "{accepted}");
        assert_eq!(told(&response, header::VARY), Some("Accept-Encoding"), "{accepted}");
        assert_eq!(body(response).await, content, "{accepted}");
    }
}

#[tokio::test]
async fn answers_a_file_without_copies_as_it_is() {
    let response = get("assets/small.js", &[(header::ACCEPT_ENCODING, "br, gzip")]);
    assert_eq!(told(&response, header::CONTENT_ENCODING), None);
    assert_eq!(told(&response, header::VARY), Some("Accept-Encoding"));
    assert_eq!(told(&response, header::CACHE_CONTROL), Some("public, max-age=31536000, immutable"));
    assert_eq!(body(response).await, "export {};\n");
}

#[tokio::test]
async fn a_copy_is_unchanged_only_for_those_who_have_that_copy() {
    let tag = |accepted: &str| {
        let response = get("page.html", &[(header::ACCEPT_ENCODING, accepted)]);
        told(&response, header::ETAG).unwrap().to_owned()
    };
    let (brotli, gzip) = (tag("br"), tag("gzip"));
    let again = |tag: &str| get("page.html", &[(header::ACCEPT_ENCODING, "br"), (header::IF_NONE_MATCH, tag)]);
    let unchanged = again(&brotli);
    assert_eq!(unchanged.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(told(&unchanged, header::VARY), Some("Accept-Encoding"));
    assert_eq!(told(&unchanged, header::ETAG), Some(&*brotli));
    assert_eq!(body(unchanged).await, "");
    assert_eq!(again(&gzip).status(), StatusCode::OK);
}
