//! What came of the rows of a request.

use std::borrow::Cow;

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use daybook_schema::{InputError, Problems, Warning};
use daybook_store::record::SampleEvents;
use serde::{Deserialize, Serialize};

use crate::http::LogContext;

/// Rejected rows that an answer lists; it counts all.
const LISTED: usize = 10_000;

/// Counts, and the rows that were rejected.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Rows that were stored.
    pub accepted: usize,
    /// Samples that were there already with equal values.
    pub duplicates: usize,
    /// Samples that were there already with other values, which were kept.
    pub conflicts: usize,
    /// Samples that were stored with a value outside its bounds.
    pub flagged: usize,
    /// Rows that were not stored, in their order.
    pub rejected: Vec<Rejection>,
    /// What is unusual in rows that were stored or there already, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<RowWarning>,
    /// How many warnings there are, when that is more than are listed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warnings_total: Option<usize>,
    /// How many were rejected, when that is more than are listed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejected_total: Option<usize>,
    /// The same request had been answered before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub replayed: bool,
    /// What was done to samples; not part of the answer.
    #[serde(skip)]
    pub samples: SampleEvents,
}

/// A row that was not stored.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Rejection {
    /// Its position among the rows, from 0; a header and blank lines do not count.
    pub index: usize,
    /// Its first mistake.
    #[serde(flatten)]
    pub mistake: Mistake,
    /// Its further mistakes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Mistake>,
}

/// What is unusual in a row that was stored.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct RowWarning {
    /// Its position among the rows, from 0.
    pub index: usize,
    /// What it is, and where.
    #[serde(flatten)]
    pub finding: Mistake,
}

/// One mistake in a row.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Mistake {
    /// What kind.
    pub code: String,
    /// Where in the row.
    pub path: Vec<String>,
    /// What was wrong and what would be right.
    pub message: String,
}

impl Rejection {
    /// A row with what is wrong with it.
    pub fn new(index: usize, problems: &Problems) -> Self {
        let mut mistakes = problems.errors.iter().map(Mistake::from);
        let unknown = || Mistake {
            code: "INVALID_VALUE".to_owned(),
            path: Vec::new(),
            message: "the row cannot be stored".to_owned(),
        };
        Self { index, mistake: mistakes.next().unwrap_or_else(unknown), others: mistakes.collect() }
    }
}

impl From<&InputError> for Mistake {
    fn from(error: &InputError) -> Self {
        Self { code: error.code.as_str().to_owned(), path: error.path.clone(), message: error.message.clone() }
    }
}

impl RowWarning {
    /// A warning about a row.
    pub fn new(index: usize, warning: &Warning) -> Self {
        let Warning { code, path, message, .. } = warning;
        let finding = Mistake { code: code.as_str().to_owned(), path: path.clone(), message: message.clone() };
        Self { index, finding }
    }
}

impl Report {
    /// Adds what came of later rows.
    pub fn append(&mut self, part: Self) {
        let total = self.rejections() + part.rejections();
        let warnings = self.warned() + part.warned();
        self.accepted += part.accepted;
        self.duplicates += part.duplicates;
        self.conflicts += part.conflicts;
        self.flagged += part.flagged;
        self.replayed |= part.replayed;
        self.rejected.extend(part.rejected);
        self.rejected.truncate(LISTED);
        self.rejected_total = (total > self.rejected.len()).then_some(total);
        self.warnings.extend(part.warnings);
        self.warnings.truncate(LISTED);
        self.warnings_total = (warnings > self.warnings.len()).then_some(warnings);
    }

    /// How many warnings there are.
    fn warned(&self) -> usize {
        self.warnings_total.unwrap_or(self.warnings.len())
    }

    /// How many rows were rejected.
    fn rejections(&self) -> usize {
        self.rejected_total.unwrap_or(self.rejected.len())
    }

    fn status(&self) -> StatusCode {
        let taken = self.accepted + self.duplicates + self.conflicts;
        match (self.rejections(), taken) {
            (0, _) => StatusCode::OK,
            (_, 0) => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::MULTI_STATUS,
        }
    }
}

impl IntoResponse for Report {
    fn into_response(self) -> Response {
        let code = self.rejected.first().map(|rejection| Cow::Owned(rejection.mistake.code.clone()));
        let mut response = (self.status(), Json(self)).into_response();
        response.extensions_mut().insert(LogContext { operation: None, code });
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rejected(count: usize) -> Report {
        let mistake = Mistake { code: "NOT_FOUND".to_owned(), path: Vec::new(), message: String::new() };
        let rejection = |index| Rejection { index, mistake: mistake.clone(), others: Vec::new() };
        Report { rejected: (0..count).map(rejection).collect(), ..Report::default() }
    }

    #[test]
    fn the_status_says_whether_all_some_or_no_rows_were_taken() {
        assert_eq!(Report::default().status(), StatusCode::OK);
        assert_eq!(Report { duplicates: 1, ..Report::default() }.status(), StatusCode::OK);
        assert_eq!(Report { conflicts: 1, ..rejected(1) }.status(), StatusCode::MULTI_STATUS);
        assert_eq!(rejected(1).status(), StatusCode::UNPROCESSABLE_ENTITY);
    }

    #[test]
    fn lists_a_bounded_number_of_rejected_rows_and_counts_all() {
        let mut report = rejected(LISTED - 1);
        report.append(rejected(3));
        assert_eq!((report.rejected.len(), report.rejected_total), (LISTED, Some(LISTED + 2)));
        report.append(rejected(1));
        assert_eq!(report.rejected_total, Some(LISTED + 3));
    }
}
