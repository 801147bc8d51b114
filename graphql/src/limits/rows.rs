//! How many rows a field plans to touch, by its meaning and arguments.

use async_graphql_parser::types::Field;
use async_graphql_value::{ConstValue, Value};
use daybook_domains::Run;

use super::Limits;
use crate::{selection::Variables, surface::Meaning};

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
pub(super) fn of(meaning: Meaning, field: &Field, variables: Option<&Variables>, limits: &Limits) -> Option<Rows> {
    let arguments = Arguments { field, variables };
    let page = || {
        let asked = arguments.number("first").into_iter().chain(arguments.number("last")).max();
        Rows::list(asked.unwrap_or(limits.page).min(limits.page_max))
    };
    Some(match meaning {
        Meaning::List(_)
        | Meaning::ToMany(_)
        | Meaning::Entries
        | Meaning::Links
        | Meaning::History
        | Meaning::Changes
        | Meaning::SampleChanges => page(),
        Meaning::LiveList(_) => {
            let asked = arguments.number("first").unwrap_or(limits.page_max);
            Rows::list(asked.min(limits.page_max))
        }
        Meaning::Neighborhood => Rows::list(arguments.number("limit").unwrap_or(200)),
        Meaning::Path => {
            Rows { base: 200, ..Rows::list(arguments.number("maxDepth").unwrap_or(6).min(limits.page_max)) }
        }
        Meaning::Function => match daybook_domains::function(&field.name.node).map(|function| function.run) {
            // A handful of statistics of one entry's records.
            Some(Run::Reading(_)) => Rows { base: 500, ..Rows::ONE },
            _ => Rows::ONE,
        },
        Meaning::Stats(_) | Meaning::Series(_) | Meaning::LiveStats(_) => Rows { base: 500, ..Rows::ONE },
        // The whole list is gone through.
        Meaning::Marks => Rows { base: 500, ..Rows::FREE },
        // All parents are one statement; what counts is the groups that each of them answers.
        Meaning::StatsOf(_) => Rows { base: 25, ..Rows::ONE },
        Meaning::Get(_)
        | Meaning::Entry
        | Meaning::ToOne(_)
        | Meaning::LinkSource
        | Meaning::LinkTarget
        | Meaning::ChangeEntry
        | Meaning::ChangeLink
        | Meaning::SampleChangeOf
        | Meaning::ErrorEntry
        | Meaning::LiveChanges
        | Meaning::LiveSamples(_)
        | Meaning::TotalCount => Rows::ONE,
        Meaning::Types | Meaning::Type => Rows { base: 10, ..Rows::FREE },
        Meaning::Create(_)
        | Meaning::Update(_)
        | Meaning::Upsert(_)
        | Meaning::Delete(_)
        | Meaning::EntryRestore
        | Meaning::EntryPurge
        | Meaning::LinkCreate
        | Meaning::LinkDelete => Rows::write(1),
        Meaning::CreateMany(_) | Meaning::UpsertMany(_) => Rows::write(arguments.length("inputs")),
        Meaning::UpdateMany(_) | Meaning::DeleteMany(_) => Rows::write(arguments.number("max").unwrap_or(1_000)),
        // Samples are written without an answer each.
        Meaning::SamplesAdd(_) => Rows { base: 10 + arguments.length("inputs") / 10, ..Rows::FREE },
        Meaning::SamplesDelete(_) | Meaning::SamplesFlag(_) => Rows { base: 100, ..Rows::FREE },
        Meaning::ChangeSetUndo => Rows::write(100),
        Meaning::DemoLoad | Meaning::DemoClear => Rows { base: 5_000, ..Rows::FREE },
        Meaning::Batch => Rows::write(arguments.length("ops")),
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
