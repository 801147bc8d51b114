//! Idempotency keys: what a request did is stored with it, so that a retry answers the same and does nothing.

use daybook_schema::{ErrorCode, InputError, Model, Problems, Warning, WarningCode, value::Instant};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{By, Idempotency, OpResult, Outcome, Request, SampleCounts};
use crate::{
    backend::Transaction,
    error::{Error, ErrorKind, Result},
    record::{IdempotencyRecord, SampleEvents, Seq},
};

/// How long an idempotency key is remembered, in milliseconds.
pub const IDEMPOTENCY_RETENTION: Instant = 24 * 60 * 60 * 1000;

/// What one operation did, as stored. Types are named, since their indexes change with the model.
#[derive(Debug, Deserialize, Serialize)]
struct StoredResult {
    entries: Vec<(String, Uuid)>,
    link: Option<Uuid>,
    counts: [usize; 5],
    rejected: Vec<(usize, Vec<StoredProblem>)>,
    /// Of samples.
    #[serde(default)]
    unusual: Vec<(usize, StoredProblem)>,
    warnings: Vec<StoredProblem>,
}

#[derive(Debug, Deserialize, Serialize)]
struct StoredProblem {
    code: String,
    path: Vec<String>,
    message: String,
    params: serde_json::Map<String, Json>,
}

/// The record of a key of the writer, as long as it is remembered.
pub fn idempotency_record(transaction: &mut dyn Transaction, by: &By, key: &str) -> Result<Option<IdempotencyRecord>> {
    let Some(idempotency_record) = transaction.idempotency_record(by.actor.as_deref(), key)? else { return Ok(None) };
    if idempotency_record.at > by.now - IDEMPOTENCY_RETENTION {
        return Ok(Some(idempotency_record));
    }
    // The key is taken again, before the background work has come by.
    transaction.remove_idempotency_records(by.now - IDEMPOTENCY_RETENTION + 1, usize::MAX)?;
    Ok(None)
}

/// The record of an earlier request with the same key, or the error that the key stands for another request.
pub(super) fn find(transaction: &mut dyn Transaction, request: &Request) -> Result<Option<Outcome>> {
    let Some(Idempotency { key, field, hash }) = &request.idempotency else { return Ok(None) };
    let Some(idempotency_record) = idempotency_record(transaction, &request.by, key)? else { return Ok(None) };
    if idempotency_record.field != *field || idempotency_record.hash != *hash {
        let mut results = vec![OpResult::default(); request.ops.len().max(1)];
        let message =
            format!("the key was used for another `{}`; use a new key for another request", idempotency_record.field);
        let path = vec!["idempotencyKey".to_owned()];
        results[0].problems.errors.push(InputError::new(ErrorCode::IdempotencyMismatch, path, message));
        return Ok(Some(Outcome { results, ..Outcome::default() }));
    }
    let stored: Vec<StoredResult> = serde_json::from_value(idempotency_record.results)
        .map_err(|error| Error::new(ErrorKind::Internal, "read an idempotency record").caused_by(error))?;
    let model = std::sync::Arc::clone(transaction.model());
    let results = stored.into_iter().map(|result| revive(&model, result)).collect();
    Ok(Some(Outcome {
        samples: SampleEvents::default(),
        change_set: idempotency_record.change_set,
        replayed: true,
        as_of: Some(idempotency_record.seq),
        results,
        stale_titles: Vec::new(),
    }))
}

/// Stores the record of a request that succeeded.
pub(super) fn store(
    transaction: &mut dyn Transaction,
    request: &Request,
    outcome: &Outcome,
    last: Option<Seq>,
) -> Result<()> {
    let Some(Idempotency { key, field, hash }) = &request.idempotency else { return Ok(()) };
    let model = std::sync::Arc::clone(transaction.model());
    let seq = match last {
        Some(seq) => seq,
        None => transaction.latest()?,
    };
    let stored: Vec<StoredResult> = outcome.results.iter().map(|result| keep(&model, result)).collect();
    let results = serde_json::to_value(stored)
        .map_err(|error| Error::new(ErrorKind::Internal, "write an idempotency record").caused_by(error))?;
    transaction.put_idempotency_record(&IdempotencyRecord {
        actor: request.by.actor.clone(),
        key: key.clone(),
        field: field.clone(),
        hash: *hash,
        change_set: outcome.change_set,
        seq,
        results,
        at: request.by.now,
    })
}

/// The key of one operation of a batch in which each stands for itself. Its hash covers its place, too.
pub(super) fn of_operation(whole: &Idempotency, position: usize) -> Idempotency {
    let hash = Sha256::new().chain_update(whole.hash).chain_update(position.to_be_bytes()).finalize();
    Idempotency { key: format!("{}\u{1f}{position}", whole.key), field: whole.field.clone(), hash: hash.into() }
}

fn keep(model: &Model, result: &OpResult) -> StoredResult {
    let SampleCounts { accepted, duplicates, conflicts, flagged, deleted, warnings, rejected } = &result.samples;
    let warning = |warning: &Warning| StoredProblem {
        code: warning.code.as_str().to_owned(),
        path: warning.path.clone(),
        message: warning.message.clone(),
        params: warning.params.clone(),
    };
    let error = |error: &InputError| StoredProblem {
        code: error.code.as_str().to_owned(),
        path: error.path.clone(),
        message: error.message.clone(),
        params: error.params.clone(),
    };
    StoredResult {
        entries: result.entries.iter().map(|(record, id)| (model.record(*record).name.clone(), *id)).collect(),
        link: result.link,
        counts: [*accepted, *duplicates, *conflicts, *flagged, *deleted],
        rejected: rejected
            .iter()
            .map(|(position, problems)| (*position, problems.errors.iter().map(error).collect()))
            .collect(),
        unusual: warnings.iter().map(|(position, one)| (*position, warning(one))).collect(),
        warnings: result.problems.warnings.iter().map(warning).collect(),
    }
}

fn revive(model: &Model, stored: StoredResult) -> OpResult {
    let [accepted, duplicates, conflicts, flagged, deleted] = stored.counts;
    let rejected = stored
        .rejected
        .into_iter()
        .map(|(position, errors)| {
            let errors = errors.into_iter().filter_map(revive_error).collect();
            (position, Problems { errors, warnings: Vec::new() })
        })
        .collect();
    let warnings = stored.unusual.into_iter();
    let warnings = warnings.filter_map(|(position, one)| Some((position, revive_warning(one)?))).collect();
    OpResult {
        problems: Problems {
            errors: Vec::new(),
            warnings: stored.warnings.into_iter().filter_map(revive_warning).collect(),
        },
        entries: stored.entries.iter().filter_map(|(name, id)| Some((model.find(name)?, *id))).collect(),
        link: stored.link,
        samples: SampleCounts { accepted, duplicates, conflicts, flagged, deleted, warnings, rejected },
        change_set: None,
    }
}

fn revive_error(stored: StoredProblem) -> Option<InputError> {
    let code = ERROR_CODES.iter().find(|code| code.as_str() == stored.code)?;
    let StoredProblem { path, message, params, .. } = stored;
    Some(InputError { code: *code, path, message, params, entry: None })
}

fn revive_warning(stored: StoredProblem) -> Option<Warning> {
    let code = WARNING_CODES.iter().find(|code| code.as_str() == stored.code)?;
    let StoredProblem { path, message, params, .. } = stored;
    Some(Warning { code: *code, path, message, params })
}

/// Codes that a rejected sample may have.
const ERROR_CODES: &[ErrorCode] = &[
    ErrorCode::Required,
    ErrorCode::InvalidValue,
    ErrorCode::OutOfRange,
    ErrorCode::TooLong,
    ErrorCode::TooShort,
    ErrorCode::Pattern,
    ErrorCode::FutureTime,
    ErrorCode::TimeOrder,
    ErrorCode::UnitRequired,
    ErrorCode::WrongDimension,
    ErrorCode::NotFound,
    ErrorCode::WrongType,
    ErrorCode::DuplicateKey,
    ErrorCode::VersionConflict,
    ErrorCode::LinkExists,
    ErrorCode::Cycle,
    ErrorCode::Restricted,
    ErrorCode::UndoBlocked,
    ErrorCode::LimitReached,
    ErrorCode::IdempotencyMismatch,
    ErrorCode::Forbidden,
];

const WARNING_CODES: &[WarningCode] = &[
    WarningCode::AbnormalValue,
    WarningCode::PossibleDuplicate,
    WarningCode::UnitGuessed,
    WarningCode::FormulaAboveLabel,
    WarningCode::StaleReference,
    WarningCode::OutOfOrder,
    WarningCode::KeptAsSums,
    WarningCode::ImplausibleTime,
    WarningCode::Conflict,
];
