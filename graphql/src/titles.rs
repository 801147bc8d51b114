//! Stored titles follow the titles that they show.

use std::sync::Arc;

use daybook_store::{Verdict, write};
use uuid::Uuid;

use crate::app::App;

/// Titles of one step of the follow-up of a renamed entry.
const TITLES: usize = 1_000;

/// Brings the stored titles that show an entry's title up to date, a batch a transaction, so that other writes come
/// between.
pub async fn refresh_titles(app: &App, entry: Uuid) {
    let mut after = None;
    loop {
        let writing = app.writing().await;
        let (store, ids) = (app.served().store.clone(), Arc::clone(&app.ids));
        let step = store.write(move |transaction| {
            write::refresh_titles(transaction, &ids, entry, after, TITLES).map(Verdict::Commit)
        });
        let done = step.await;
        drop(writing);
        match done {
            Ok(Some(next)) => after = Some(next),
            Ok(None) => return,
            Err(error) => {
                return tracing::error!(error = &error as &dyn std::error::Error, %entry, "stored titles are out of date");
            }
        }
    }
}
