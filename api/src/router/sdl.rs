//! The API as SDL, for tools that read a schema from an address.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::http::HttpState;

/// The SDL of what is served now. Its tag is that of the definitions, so that it travels again only after a change.
pub async fn get(State(state): State<HttpState>, headers: HeaderMap) -> Response {
    let served = state.app.served();
    // Weak, since the same SDL may be sent compressed.
    let tag = format!("W/\"{}-{}\"", env!("CARGO_PKG_VERSION"), served.surface.model.fingerprint);
    let known = headers.get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok()).unwrap_or_default();
    let mut response =
        if known.split(',').any(|known| known.trim().trim_start_matches("W/") == tag.trim_start_matches("W/")) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            served.sdl().into_response()
        };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::Method};
    use daybook_graphql::surface;

    use super::*;
    use crate::testing::{Server, request};

    #[tokio::test]
    async fn answers_the_sdl_once_for_each_model() {
        let server = Server::garden();
        let first = server.get("/schema.graphql").await;
        assert_eq!(first.header("content-type"), "text/plain; charset=utf-8");
        assert_eq!(first.body, surface::print(&server.app.served().surface));
        let again = request(Method::GET, "/schema.graphql").header(header::IF_NONE_MATCH, first.header("etag"));
        let again = server.send(again.body(Body::empty()).unwrap()).await;
        assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    }

    #[tokio::test]
    async fn a_changed_model_has_another_sdl() {
        let server = Server::garden();
        let first = server.get("/schema.graphql").await;
        let id = server.data("mutation { typePlan(sdl: \"extend type Bed { soil: String }\") { id } }").await;
        let apply = format!("mutation {{ typeApply(planId: {}) {{ errors {{ message }} }} }}", id["typePlan"]["id"]);
        server.data(&apply).await;
        let second = server.get("/schema.graphql").await;
        assert_ne!(first.header("etag"), second.header("etag"));
        assert!(String::from_utf8_lossy(&second.body).contains("soil: String"));
    }
}
