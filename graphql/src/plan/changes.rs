//! Changes of entries, and what was done to samples.

use std::sync::Arc;

use super::{EntriesPlan, LinkView, PageView, Planned, Planner, unplanned};
use crate::{
    error::RequestError,
    pager::SimplePage,
    selection::Set,
    surface::{ChangeField, FieldRole, SampleChangeField},
};

type Result<T> = std::result::Result<T, RequestError>;

/// A connection of changes: `history(…)` of an entry, or `changes(…)`.
#[derive(Debug)]
pub struct ChangesPlan {
    /// Which part; a mistake of a history concerns those requests only that meet an entry.
    pub page: Result<SimplePage>,
    /// What to answer.
    pub view: PageView<ChangeView>,
}

/// One use of a change.
#[derive(Debug)]
pub struct ChangeView {
    /// What to answer, by key.
    pub outputs: Vec<(String, ChangeOutput)>,
}

/// What one key of a change answers.
#[derive(Debug)]
pub enum ChangeOutput {
    TypeName,
    Entry(Arc<EntriesPlan>),
    Link(LinkView),
    /// Any other.
    Value(ChangeField),
}

/// `sampleChanges(…)`.
#[derive(Debug)]
pub struct SampleChangesPlan {
    /// Which part.
    pub page: Result<SimplePage>,
    /// What to answer.
    pub view: PageView<SampleChangeView>,
}

/// One use of what was done to samples.
#[derive(Debug)]
pub struct SampleChangeView {
    /// What to answer, by key.
    pub outputs: Vec<(String, SampleChangeOutput)>,
}

/// What one key of it answers.
#[derive(Debug)]
pub enum SampleChangeOutput {
    TypeName,
    /// What was measured.
    Of(Arc<EntriesPlan>),
    /// Any other.
    Value(SampleChangeField),
}

impl ChangeView {
    /// Whether it says what took changes back, or what they took back.
    pub fn has_undos(&self) -> bool {
        let undo =
            |output: &ChangeOutput| matches!(output, ChangeOutput::Value(ChangeField::Undoes | ChangeField::UndoneBy));
        self.outputs.iter().any(|(_, output)| undo(output))
    }
}

impl Planner {
    /// Plans a connection of changes.
    pub fn changes(&self, planned: &Planned) -> Result<ChangesPlan> {
        let page = SimplePage::new(&planned.arguments, &self.context.cursor_key, "changes");
        let view = self.page(&planned.type_name, &planned.selected.sets, |sets| self.change(sets))?;
        Ok(ChangesPlan { page, view })
    }

    /// Plans what is selected of a change.
    pub fn change(&self, sets: &[Arc<Set>]) -> Result<ChangeView> {
        let fields = self.fields("Change", sets)?.into_iter().map(|field| {
            let sets = &field.selected.sets;
            let output = match field.role {
                None => ChangeOutput::TypeName,
                Some(FieldRole::ChangeField(ChangeField::Entry)) => {
                    ChangeOutput::Entry(self.entries(&field.type_name, sets)?)
                }
                Some(FieldRole::ChangeField(ChangeField::Link)) => ChangeOutput::Link(self.link(sets)?),
                Some(FieldRole::ChangeField(value)) => ChangeOutput::Value(value),
                Some(other) => return Err(unplanned(other, &field)),
            };
            Ok((field.key(), output))
        });
        Ok(ChangeView { outputs: fields.collect::<Result<_>>()? })
    }

    /// Plans a connection of what was done to samples.
    pub fn sample_changes(&self, planned: &Planned) -> Result<SampleChangesPlan> {
        let page = SimplePage::new(&planned.arguments, &self.context.cursor_key, "sampleChanges");
        let view = self.page(&planned.type_name, &planned.selected.sets, |sets| self.sample_change(sets))?;
        Ok(SampleChangesPlan { page, view })
    }

    fn sample_change(&self, sets: &[Arc<Set>]) -> Result<SampleChangeView> {
        let fields = self.fields("SampleChange", sets)?.into_iter().map(|field| {
            let output = match field.role {
                None => SampleChangeOutput::TypeName,
                Some(FieldRole::SampleChangeField(SampleChangeField::Of)) => {
                    SampleChangeOutput::Of(self.entries(&field.type_name, &field.selected.sets)?)
                }
                Some(FieldRole::SampleChangeField(value)) => SampleChangeOutput::Value(value),
                Some(other) => return Err(unplanned(other, &field)),
            };
            Ok((field.key(), output))
        });
        Ok(SampleChangeView { outputs: fields.collect::<Result<_>>()? })
    }
}
