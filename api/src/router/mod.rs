//! All routes and what stands before them; GraphQL over HTTP, the pages, and the endpoints that answer about the server.

mod graphql;
mod health;
mod pages;
mod sdl;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::{
    Router, middleware,
    routing::{get, post},
};
use daybook_graphql::app::App;

use crate::{
    command,
    http::{HttpState, Options, compress, observe, origin, security},
    ingest,
};

/// All routes with everything that stands before them, for the server and for tests.
pub fn router(app: Arc<App>, options: Options) -> Router {
    let state = HttpState { app, options: Arc::new(options) };
    let answers = Router::new()
        .route("/graphql", get(graphql::get).post(graphql::post))
        .route("/ingest/{type}", post(ingest::ingest))
        .route("/command", post(command::command))
        .route("/schema.graphql", get(sdl::get))
        .layer(compress::layer());
    let routes = answers
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/playground", get(pages::playground))
        .fallback(pages::other)
        .method_not_allowed_fallback(pages::wrong_method);
    with_layers(routes, &state).with_state(state)
}

/// The layers, innermost first.
fn with_layers(routes: Router<HttpState>, state: &HttpState) -> Router<HttpState> {
    routes
        // Inside `observe`, so that refusals are logged and carry a request id.
        .layer(middleware::from_fn(origin::guard))
        // Outside the guard, so that refusals carry the headers too.
        .layer(middleware::from_fn(security::headers))
        // Outermost: sees every answer, panics included, writes problems down and logs one line.
        .layer(middleware::from_fn_with_state(state.clone(), observe::observe))
}
