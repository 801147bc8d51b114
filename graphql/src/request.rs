//! A request as a protocol took it, and the answer that it sends.

use daybook_store::record::Origin;
use serde_json::{Map, Value as Json};

use crate::{body::Body, error::Code};

/// A GraphQL request, as the protocol that took it read it.
#[derive(Clone, Debug)]
pub struct Request {
    /// The document.
    pub query: String,
    /// Which operation of the document.
    pub operation_name: Option<String>,
    /// Values of its variables: an object.
    pub variables: Map<String, Json>,
    /// Only queries are let in (GET).
    pub read_only: bool,
    /// A subscription can be answered.
    pub streams: bool,
    /// Where it comes from.
    pub origin: Origin,
    /// Correlates answer and log.
    pub request_id: String,
}

/// The answer to a GraphQL request.
#[derive(Debug)]
pub struct Response {
    /// The body: `data`, `errors`, `extensions`.
    pub body: Body,
    /// Whether execution began.
    pub execution: Execution,
    /// What was asked for, for the log: `mutation Feed`, or the root fields of an operation without a name.
    pub operation: Option<String>,
    /// The code of the first error, or of the first mistake that is answered as data, for the log.
    pub code: Option<&'static str>,
}

/// Whether a request was executed. The status of an HTTP answer follows from it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Execution {
    /// It was; what failed in it stands among the errors of the body.
    Done,
    /// It failed as a whole before that.
    Refused(Code),
    /// Its operation cannot be asked for in this way: a mutation by GET, a subscription where nothing can follow.
    WrongMethod,
}

impl Execution {
    /// Whether execution began.
    pub fn is_done(self) -> bool {
        self == Self::Done
    }
}
