//! What mutations answer, planned before anything is written.

use std::sync::Arc;

use daybook_schema::ErrorCode;

use super::{EntriesPlan, LinkView, PlainPlan, Planner, unplanned};
use crate::{
    error::RequestError,
    selection::Set,
    surface::{ErrorField, FieldRole, PayloadField, SamplesField},
};

type Result<T> = std::result::Result<T, RequestError>;

/// A payload, or one result of a batch.
#[derive(Debug)]
pub struct PayloadPlan {
    /// What to answer, by key.
    pub outputs: Vec<(String, PayloadOutput)>,
}

/// What one key of it answers.
#[derive(Debug)]
pub enum PayloadOutput {
    TypeName(String),
    Entry(Arc<EntriesPlan>),
    Entries(Arc<EntriesPlan>),
    Link(LinkView),
    Errors(ErrorsView),
    Warnings(PlainPlan),
    /// What else the change set does.
    Affected(PlainPlan),
    /// Of a batch.
    Results(PayloadPlan),
    /// Of a result of a batch.
    Index,
    ChangeSet,
    Replayed,
    /// Samples that were refused.
    Rejected(PlainPlan),
    SampleWarnings(PlainPlan),
    /// How many samples; any other field of the payload of a mutation of samples.
    Samples(SamplesField),
}

/// One use of mistakes, by their possible types.
#[derive(Debug)]
pub struct ErrorsView {
    invalid: ErrorView,
    conflict: ErrorView,
    duplicate: ErrorView,
}

/// One use of mistakes of one type.
#[derive(Debug)]
pub struct ErrorView {
    /// What to answer, by key.
    pub outputs: Vec<(String, ErrorOutput)>,
}

/// What one key of a mistake answers.
#[derive(Debug)]
pub enum ErrorOutput {
    TypeName(&'static str),
    Code,
    Path,
    Message,
    Params,
    /// The entry that stands in the way.
    Entry(Arc<EntriesPlan>),
}

impl ErrorsView {
    /// How mistakes of a code are answered.
    pub fn of(&self, code: ErrorCode) -> &ErrorView {
        match code {
            ErrorCode::VersionConflict => &self.conflict,
            ErrorCode::DuplicateKey => &self.duplicate,
            _ => &self.invalid,
        }
    }
}

impl Planner {
    /// Plans what is selected of a payload, or of a result of a batch.
    pub fn payload(&self, type_name: &str, sets: &[Arc<Set>]) -> Result<PayloadPlan> {
        let mut outputs = Vec::new();
        for field in self.fields(type_name, sets)? {
            let plain = || self.plain(&field.type_name, &field.selected.sets);
            let output = match field.role {
                None => PayloadOutput::TypeName(type_name.to_owned()),
                Some(FieldRole::PayloadField(payload)) => {
                    self.payload_field(payload, &field.type_name, &field.selected.sets)?
                }
                Some(FieldRole::SamplesField(SamplesField::Rejected)) => PayloadOutput::Rejected(plain()?),
                Some(FieldRole::SamplesField(SamplesField::Warnings)) => PayloadOutput::SampleWarnings(plain()?),
                Some(FieldRole::SamplesField(count)) => PayloadOutput::Samples(count),
                Some(other) => return Err(unplanned(other, &field)),
            };
            outputs.push((field.key(), output));
        }
        Ok(PayloadPlan { outputs })
    }

    fn payload_field(&self, field: PayloadField, type_name: &str, sets: &[Arc<Set>]) -> Result<PayloadOutput> {
        Ok(match field {
            PayloadField::Entry => PayloadOutput::Entry(self.entries(type_name, sets)?),
            PayloadField::Entries => PayloadOutput::Entries(self.entries(type_name, sets)?),
            PayloadField::Link => PayloadOutput::Link(self.link(sets)?),
            PayloadField::Errors => PayloadOutput::Errors(self.errors(sets)?),
            PayloadField::Warnings => PayloadOutput::Warnings(self.plain(type_name, sets)?),
            PayloadField::Affected => PayloadOutput::Affected(self.plain(type_name, sets)?),
            PayloadField::Results => PayloadOutput::Results(self.payload(type_name, sets)?),
            PayloadField::Index => PayloadOutput::Index,
            PayloadField::ChangeSet => PayloadOutput::ChangeSet,
            PayloadField::Replayed => PayloadOutput::Replayed,
        })
    }

    /// Plans what is selected of mistakes.
    pub fn errors(&self, sets: &[Arc<Set>]) -> Result<ErrorsView> {
        Ok(ErrorsView {
            invalid: self.error("InvalidInput", sets)?,
            conflict: self.error("VersionConflict", sets)?,
            duplicate: self.error("DuplicateKey", sets)?,
        })
    }

    fn error(&self, type_name: &'static str, sets: &[Arc<Set>]) -> Result<ErrorView> {
        let mut outputs = Vec::new();
        for field in self.fields(type_name, sets)? {
            let output = match field.role {
                None => ErrorOutput::TypeName(type_name),
                Some(FieldRole::ErrorField(ErrorField::Code)) => ErrorOutput::Code,
                Some(FieldRole::ErrorField(ErrorField::Path)) => ErrorOutput::Path,
                Some(FieldRole::ErrorField(ErrorField::Message)) => ErrorOutput::Message,
                Some(FieldRole::ErrorField(ErrorField::Params)) => ErrorOutput::Params,
                Some(FieldRole::ErrorField(ErrorField::Current | ErrorField::Existing)) => {
                    ErrorOutput::Entry(self.entries(&field.type_name, &field.selected.sets)?)
                }
                Some(other) => return Err(unplanned(other, &field)),
            };
            outputs.push((field.key(), output));
        }
        Ok(ErrorView { outputs })
    }
}
