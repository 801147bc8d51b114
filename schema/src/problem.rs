//! What is wrong with an input, as data.

use serde::Serialize;
use uuid::Uuid;

/// Where in the arguments a problem is: starts at the argument, names list positions by their digits.
pub type Path = Vec<String>;

/// Codes of [`InputError`]. Stable.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "the API documents each code where it declares the enum")]
pub enum ErrorCode {
    Required,
    InvalidValue,
    OutOfRange,
    TooLong,
    TooShort,
    Pattern,
    FutureTime,
    TimeOrder,
    UnitRequired,
    WrongDimension,
    NotFound,
    WrongType,
    DuplicateKey,
    VersionConflict,
    LinkExists,
    Cycle,
    Restricted,
    UndoBlocked,
    LimitReached,
    IdempotencyMismatch,
    Forbidden,
}

/// Codes of [`Warning`]. Stable.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "the API documents each code where it declares the enum")]
pub enum WarningCode {
    AbnormalValue,
    PossibleDuplicate,
    UnitGuessed,
    FormulaAboveLabel,
    StaleReference,
    OutOfOrder,
    KeptAsSums,
    ImplausibleTime,
    Conflict,
}

/// A mistake that the user can fix. Nothing is written while there is one.
#[derive(Clone, Debug, PartialEq)]
pub struct InputError {
    /// What kind of mistake.
    pub code: ErrorCode,
    /// Where.
    pub path: Path,
    /// What was wrong and what would be right, for people; 8 to 300 characters.
    pub message: String,
    /// The figures in the message, for programs.
    pub params: serde_json::Map<String, serde_json::Value>,
    /// The current entry of a version conflict, the existing one of a duplicate key.
    pub entry: Option<Uuid>,
}

/// Something unusual that never blocks.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of an InputError")]
pub struct Warning {
    pub code: WarningCode,
    pub path: Path,
    pub message: String,
    pub params: serde_json::Map<String, serde_json::Value>,
}

/// All that was found in one input.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Problems {
    /// Mistakes; empty when the input may be written.
    pub errors: Vec<InputError>,
    /// Warnings.
    pub warnings: Vec<Warning>,
}

impl InputError {
    /// An error without parameters.
    pub fn new(code: ErrorCode, path: Path, message: impl Into<String>) -> Self {
        Self { code, path, message: message.into(), params: serde_json::Map::new(), entry: None }
    }

    /// Adds a figure of the message.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<serde_json::Value>) -> Self {
        self.params.insert(name.to_owned(), value.into());
        self
    }

    /// Names the entry that stands in the way.
    #[must_use]
    pub fn about(mut self, entry: Uuid) -> Self {
        self.entry = Some(entry);
        self
    }
}

impl ErrorCode {
    /// The code as the API spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Required => "REQUIRED",
            Self::InvalidValue => "INVALID_VALUE",
            Self::OutOfRange => "OUT_OF_RANGE",
            Self::TooLong => "TOO_LONG",
            Self::TooShort => "TOO_SHORT",
            Self::Pattern => "PATTERN",
            Self::FutureTime => "FUTURE_TIME",
            Self::TimeOrder => "TIME_ORDER",
            Self::UnitRequired => "UNIT_REQUIRED",
            Self::WrongDimension => "WRONG_DIMENSION",
            Self::NotFound => "NOT_FOUND",
            Self::WrongType => "WRONG_TYPE",
            Self::DuplicateKey => "DUPLICATE_KEY",
            Self::VersionConflict => "VERSION_CONFLICT",
            Self::LinkExists => "LINK_EXISTS",
            Self::Cycle => "CYCLE",
            Self::Restricted => "RESTRICTED",
            Self::UndoBlocked => "UNDO_BLOCKED",
            Self::LimitReached => "LIMIT_REACHED",
            Self::IdempotencyMismatch => "IDEMPOTENCY_MISMATCH",
            Self::Forbidden => "FORBIDDEN",
        }
    }
}

impl WarningCode {
    /// The code as the API spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AbnormalValue => "ABNORMAL_VALUE",
            Self::PossibleDuplicate => "POSSIBLE_DUPLICATE",
            Self::UnitGuessed => "UNIT_GUESSED",
            Self::FormulaAboveLabel => "FORMULA_ABOVE_LABEL",
            Self::StaleReference => "STALE_REFERENCE",
            Self::OutOfOrder => "OUT_OF_ORDER",
            Self::KeptAsSums => "KEPT_AS_SUMS",
            Self::ImplausibleTime => "IMPLAUSIBLE_TIME",
            Self::Conflict => "CONFLICT",
        }
    }
}

impl Problems {
    /// Whether nothing stands in the way of writing.
    pub fn is_acceptable(&self) -> bool {
        self.errors.is_empty()
    }

    /// Takes over all problems of another part of the input.
    pub fn append(&mut self, mut other: Self) {
        self.errors.append(&mut other.errors);
        self.warnings.append(&mut other.warnings);
    }
}
