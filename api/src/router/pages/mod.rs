//! The web app, which is built into the binary, and what is answered where there is no route.

mod encoding;
mod routes;
#[cfg(test)]
mod tests;

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::http::problem::Problem;

/// The built front end. A debug build reads the folder when it runs, and lives without it.
#[derive(RustEmbed)]
#[folder = "../frontend/dist"]
#[allow_missing = true]
struct FrontEnd;

/// Everything comes from this server: scripts, pictures and fonts are files of the build. The UI kit and the editor write
/// style elements at run time.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";

/// Names with a hash of the content in them: they never change.
const HASHED: &str = "assets/";

/// The page in which to try out GraphQL.
pub async fn playground(headers: HeaderMap) -> Response {
    serve::<FrontEnd>("playground.html", &headers).unwrap_or_else(not_built)
}

/// A file of the front end, or the app's page for addresses that it routes itself. A person who opens another address is
/// shown the app, too, which says that nothing is there; the status says so to programs.
pub async fn other(request: Request) -> Response {
    let path = request.uri().path();
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return nothing_at(request.uri()).into_response();
    }
    if let Some(file) = serve::<FrontEnd>(path.trim_start_matches('/'), request.headers()) {
        return file;
    }
    if routes::has_page(path) {
        serve::<FrontEnd>("index.html", request.headers()).unwrap_or_else(not_built)
    } else if is_navigation(path, request.headers()) {
        nothing_for_people(request.headers())
    } else {
        nothing_at(request.uri()).into_response()
    }
}

/// The app, which says that it has no such page. It is sent whole, also to those who have it already.
fn nothing_for_people(headers: &HeaderMap) -> Response {
    let mut headers = headers.clone();
    headers.remove(header::IF_NONE_MATCH);
    let mut page = serve::<FrontEnd>("index.html", &headers).unwrap_or_else(not_built);
    *page.status_mut() = StatusCode::NOT_FOUND;
    // An answer of no address is not kept.
    page.headers_mut().remove(header::ETAG);
    page.headers_mut().remove(header::CACHE_CONTROL);
    page
}

/// A route that does not know the method; the layers add `Allow`.
pub async fn wrong_method(method: Method, uri: Uri) -> Problem {
    let detail = format!("`{}` cannot be used with {method}; `Allow` names the methods that can", uri.path());
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", "Method not allowed", detail)
}

fn nothing_at(uri: &Uri) -> Problem {
    Problem::not_found(format!("there is nothing at `{}`", uri.path()))
}

/// Whether a person opens a page, rather than a program a file.
fn is_navigation(path: &str, headers: &HeaderMap) -> bool {
    let accepts_pages = headers
        .get_all(header::ACCEPT)
        .iter()
        .any(|value| value.to_str().is_ok_and(|value| value.contains("text/html")));
    accepts_pages && !path.contains('.')
}

/// A file, in the smallest of the encodings that lie beside it and that the client takes.
fn serve<Files: RustEmbed>(name: &str, headers: &HeaderMap) -> Option<Response> {
    let plain = Files::get(name)?;
    let content_type = plain.metadata.mimetype();
    let charset = if content_type.starts_with("text/") { "; charset=utf-8" } else { "" };
    let content_type = HeaderValue::from_str(&format!("{content_type}{charset}")).ok()?;
    let smaller = encoding::accepted(headers)
        .find_map(|encoding| Some((Files::get(&format!("{name}.{}", encoding.suffix))?, encoding.name)));
    let (file, encoding) = smaller.map_or((plain, None), |(file, encoding)| (file, Some(encoding)));
    let tag = entity_tag(&file);
    let unchanged = headers.get(header::IF_NONE_MATCH).is_some_and(|known| matches_tag(known, &tag));
    let mut response =
        if unchanged { StatusCode::NOT_MODIFIED.into_response() } else { Response::new(Body::from(file.data)) };
    let caching = if name.starts_with(HASHED) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let answered = response.headers_mut();
    if !unchanged {
        answered.insert(header::CONTENT_TYPE, content_type);
        encoding.map(|encoding| answered.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding)));
    }
    answered.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    answered.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    answered.insert(header::ETAG, HeaderValue::from_str(&tag).ok()?);
    answered.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    Some(response)
}

fn entity_tag(file: &EmbeddedFile) -> String {
    let hash = file.metadata.sha256_hash();
    let short = hash.iter().take(16).fold(0_u128, |number, byte| (number << 8) | u128::from(*byte));
    format!("\"{short:032x}\"")
}

fn matches_tag(known: &HeaderValue, tag: &str) -> bool {
    let Ok(known) = known.to_str() else { return false };
    known.split(',').map(|item| item.trim().trim_start_matches("W/")).any(|item| item == tag || item == "*")
}

/// What a build without the front end shows.
fn not_built() -> Response {
    const PAGE: &str = "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>Daybook</title></head>\n\
        <body>\n<h1>Daybook is running</h1>\n\
        <p>This binary was built without its pages. Build them with <code>npm ci &amp;&amp; npm run build</code> in \
        <code>frontend/</code>, then build the binary again; or use <code>make run</code>, which does both.</p>\n\
        <p>The API is at <code>/graphql</code>.</p>\n</body>\n</html>\n";
    axum::response::Html(PAGE).into_response()
}
