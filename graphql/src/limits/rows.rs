//! How many rows a field plans to touch, by its role and arguments.

use async_graphql_parser::types::Field;
use async_graphql_value::{ConstValue, Value};
use daybook_domains::Run;

use super::Limits;
use crate::{
    selection::Variables,
    surface::{ChangeField, ErrorField, FieldRole, LinkField, SampleChangeField},
};

/// The price of a field without what is selected below it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Rows {
    /// Paid once.
    pub base: u64,
    /// How often what is selected below is read; each counts as a row.
    pub times: u64,
    /// Whether the number can be lowered by an argument.
    pub is_list: bool,
}

impl Rows {
    const FREE: Self = Self { base: 0, times: 0, is_list: false };
    const ONE: Self = Self { base: 0, times: 1, is_list: false };

    fn list(times: u64) -> Self {
        Self { base: 0, times, is_list: true }
    }

    fn write(times: u64) -> Self {
        Self { base: 10, times, is_list: times > 1 }
    }
}

/// The price of a field. `None` means that it is part of the field above: `nodes` and `edges` of one connection are the
/// rows that the connection has paid for.
pub(super) fn of(role: FieldRole, field: &Field, variables: Option<&Variables>, limits: &Limits) -> Option<Rows> {
    let arguments = Arguments { field, variables };
    let page = || {
        let asked = arguments.number("first").into_iter().chain(arguments.number("last")).max();
        Rows::list(asked.unwrap_or(limits.page).min(limits.page_max))
    };
    Some(match role {
        FieldRole::List(_)
        | FieldRole::ToMany(_)
        | FieldRole::Entries
        | FieldRole::Links
        | FieldRole::History
        | FieldRole::Changes
        | FieldRole::SampleChanges => page(),
        FieldRole::LiveList(_) => {
            let asked = arguments.number("first").unwrap_or(limits.page_max);
            Rows::list(asked.min(limits.page_max))
        }
        FieldRole::Neighborhood => Rows::list(arguments.number("limit").unwrap_or(200)),
        FieldRole::Path => {
            Rows { base: 200, ..Rows::list(arguments.number("maxDepth").unwrap_or(6).min(limits.page_max)) }
        }
        FieldRole::Function => match daybook_domains::function(&field.name.node).map(|function| function.run) {
            // A handful of statistics of one entry's records.
            Some(Run::Reading(_)) => Rows { base: 500, ..Rows::ONE },
            _ => Rows::ONE,
        },
        FieldRole::Stats(_) | FieldRole::Series(_) | FieldRole::LiveStats(_) => Rows { base: 500, ..Rows::ONE },
        // The whole list is gone through.
        FieldRole::Marks => Rows { base: 500, ..Rows::FREE },
        // All parents are one statement; what counts is the groups that each of them answers.
        FieldRole::StatsOf(_) => Rows { base: 25, ..Rows::ONE },
        FieldRole::Get(_)
        | FieldRole::Entry
        | FieldRole::ToOne(_)
        | FieldRole::LinkField(LinkField::Source | LinkField::Target)
        | FieldRole::ChangeField(ChangeField::Entry | ChangeField::Link)
        | FieldRole::SampleChangeField(SampleChangeField::Of)
        | FieldRole::ErrorField(ErrorField::Current | ErrorField::Existing)
        | FieldRole::LiveChanges
        | FieldRole::LiveSamples(_)
        | FieldRole::TotalCount => Rows::ONE,
        FieldRole::Types | FieldRole::Type => Rows { base: 10, ..Rows::FREE },
        FieldRole::Create(_)
        | FieldRole::Update(_)
        | FieldRole::Upsert(_)
        | FieldRole::Delete(_)
        | FieldRole::EntryRestore
        | FieldRole::EntryPurge
        | FieldRole::LinkCreate
        | FieldRole::LinkDelete => Rows::write(1),
        FieldRole::CreateMany(_) | FieldRole::UpsertMany(_) => Rows::write(arguments.length("inputs")),
        FieldRole::UpdateMany(_) | FieldRole::DeleteMany(_) => Rows::write(arguments.number("max").unwrap_or(1_000)),
        // Samples are written without an answer each.
        FieldRole::SamplesAdd(_) => Rows { base: 10 + arguments.length("inputs") / 10, ..Rows::FREE },
        FieldRole::SamplesDelete(_) | FieldRole::SamplesFlag(_) => Rows { base: 100, ..Rows::FREE },
        FieldRole::ChangeSetUndo => Rows::write(100),
        FieldRole::DemoLoad | FieldRole::DemoClear => Rows { base: 5_000, ..Rows::FREE },
        FieldRole::Batch => Rows::write(arguments.length("ops")),
        _ => return None,
    })
}

/// The arguments of a field as far as they say how much is asked for.
struct Arguments<'a> {
    field: &'a Field,
    variables: Option<&'a Variables>,
}

impl Arguments<'_> {
    fn number(&self, name: &str) -> Option<u64> {
        match &self.field.get_argument(name)?.node {
            Value::Number(number) => number.as_u64(),
            Value::Variable(variable) => match self.variables?.get(variable)? {
                ConstValue::Number(number) => number.as_u64(),
                _ => None,
            },
            _ => None,
        }
    }

    /// Items of a list; a single value stands for a list of one.
    fn length(&self, name: &str) -> u64 {
        let length = self.field.get_argument(name).map_or(0, |argument| match &argument.node {
            Value::List(items) => items.len(),
            Value::Variable(variable) => match self.variables.and_then(|variables| variables.get(variable)) {
                Some(ConstValue::List(items)) => items.len(),
                _ => 1,
            },
            _ => 1,
        });
        length as u64
    }
}
