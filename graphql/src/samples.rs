//! Samples on their way in and what is said of them.

use daybook_schema::{Model, input::PlausibleTimes};
use daybook_store::write::{Action, OpResult, Request};
use serde_json::{Value as Json, json};

/// Flags the samples of a request whose time is not plausible.
pub fn keep_apart(request: &mut Request, plausible: PlausibleTimes, model: &Model) {
    let now = request.by.now;
    for operation in &mut request.ops {
        if let Action::AddSamples { samples, .. } = &mut operation.action {
            *samples = samples.drain(..).map(|sample| plausible.judged(model, now, sample)).collect();
        }
    }
}

/// What is unusual in samples that were written, as `SampleWarning`s.
pub fn warnings(result: &OpResult) -> impl Iterator<Item = Json> {
    result.samples.warnings.iter().map(|(index, warning)| {
        json!({ "index": index, "code": warning.code.as_str(), "path": warning.path, "message": warning.message })
    })
}

/// Rejected samples as `RejectedRow`s: the first mistake of each; the path starts at the sample.
pub fn rejected(result: &OpResult) -> impl Iterator<Item = Json> {
    result.samples.rejected.iter().filter_map(|(index, problems)| {
        let error = problems.errors.first()?;
        Some(json!({ "index": index, "code": error.code.as_str(), "path": error.path, "message": error.message }))
    })
}
