//! Who says that a request comes from the web app: the header `Daybook-Origin`, or the same name in the payload of
//! `connection_init`, since browsers let no page add headers to a socket.
//!
//! History shows it as the origin of a change; it gives no rights.

use axum::http::HeaderMap;
use daybook_graphql::error::RequestError;
use daybook_store::record::Origin;

/// The name of the header.
pub const NAME: &str = "Daybook-Origin";

/// The origin of what a request writes: `API` unless it says `UI`.
pub fn of(headers: &HeaderMap) -> Result<Origin, RequestError> {
    headers.get(NAME).map_or(Ok(Origin::Api), |value| named(value.to_str().unwrap_or_default()))
}

/// The origin of that name.
pub fn named(name: &str) -> Result<Origin, RequestError> {
    match name {
        "UI" => Ok(Origin::Ui),
        "API" => Ok(Origin::Api),
        _ => {
            Err(RequestError::bad_input(format!("`{NAME}` takes `UI` for the web app, or `API`; left out it is `API`")))
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::{
        body::Body,
        http::{Method, StatusCode, header},
    };
    use serde_json::{Value as Json, json};

    use crate::testing::{Server, request};

    async fn post(server: &Server, origin: Option<&str>, query: &str) -> (StatusCode, Json) {
        let mut builder = request(Method::POST, "/graphql").header(header::CONTENT_TYPE, "application/json");
        if let Some(origin) = origin {
            builder = builder.header(super::NAME, origin);
        }
        let answer = server.send(builder.body(Body::from(json!({ "query": query }).to_string())).unwrap()).await;
        (answer.status, answer.json())
    }

    #[tokio::test]
    async fn what_the_web_app_writes_is_told_as_its_own() {
        let server = Server::garden();
        for (position, origin) in [None, Some("UI"), Some("API")].into_iter().enumerate() {
            let write = format!("mutation {{ bedCreate(input: {{name: \"{position}\"}}) {{ errors {{ code }} }} }}");
            assert_eq!(post(&server, origin, &write).await.1["data"]["bedCreate"]["errors"], json!([]));
        }
        let told = server.data("{ changes { nodes { origin } } }").await;
        let origins = told["changes"]["nodes"].as_array().unwrap().iter().map(|change| change["origin"].clone());
        assert_eq!(origins.collect::<Vec<_>>(), ["API", "UI", "API"]);
    }

    #[tokio::test]
    async fn another_origin_is_refused_and_nothing_is_written() {
        let server = Server::garden();
        let write = "mutation { bedCreate(input: {name: \"a\"}) { errors { code } } }";
        let (status, answer) = post(&server, Some("RULE"), write).await;
        assert_eq!(
            (status, &answer["errors"][0]["extensions"]["code"]),
            (StatusCode::BAD_REQUEST, &json!("BAD_INPUT"))
        );
        assert_eq!(server.data("{ beds { totalCount } }").await["beds"]["totalCount"], 0);
    }
}
