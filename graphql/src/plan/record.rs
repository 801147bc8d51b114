//! Records of one type in one place of the request.

use std::sync::Arc;

use daybook_schema::{
    FieldIndex, Relation, TypeIndex,
    model::{Direction, FieldKind, Kind, TitlePart},
};
use daybook_store::query::Select;
use serde_json::Value as Json;

use super::{
    ChangesPlan, ConnectionView, LinksPlan, ListPlan, Planned, Planner, ValueView,
    statistics::{StatsPlan, StatsView},
};
use crate::{
    error::{Code, RequestError},
    json::Label,
    selection::Set,
    surface::FieldRole,
};

/// What is fetched for the records of one type in one place.
#[derive(Debug, Default)]
pub struct Reading {
    /// Stored fields; outputs name them by slot.
    pub fields: Vec<FieldIndex>,
    /// Targets of to-one links, joined.
    pub to_one: Vec<(Relation, Reading)>,
    /// To-many links: one statement each, whatever the number of records.
    pub lists: Vec<ListPlan>,
    /// Statistics of to-many links: one statement each.
    pub stats: Vec<StatsPlan>,
    /// Links of all kinds.
    pub links: Vec<LinksPlan>,
    /// Changes.
    pub history: Vec<ChangesPlan>,
    /// Ids in other systems.
    pub external_keys: bool,
    /// The link that leads here.
    pub link: bool,
    /// The version or when it was made, which is there anyway, but moves with every write.
    pub stamps: bool,
}

/// One use of a reading.
#[derive(Debug)]
pub struct View {
    /// Name of the object type.
    pub type_name: String,
    /// The record type.
    pub record: TypeIndex,
    /// What to answer, by key.
    pub outputs: Vec<(Label, Output)>,
}

/// What one key of a record answers.
#[derive(Debug)]
pub enum Output {
    /// Known when planning: `__typename`, `type`.
    Constant(Json),
    Id,
    Version,
    CreatedAt,
    UpdatedAt,
    TrashedAt,
    Flagged,
    ExternalKeys(ValueView),
    /// The time that places the record: the slot of its `at` field.
    At(Option<usize>),
    Title(TitlePlan),
    Value {
        slot: usize,
        field: FieldIndex,
        view: ValueView,
    },
    ToOne {
        slot: usize,
        view: View,
    },
    List {
        index: usize,
        view: ConnectionView,
    },
    Stats {
        index: usize,
        view: StatsView,
    },
    Links(usize),
    History(usize),
}

/// How a title is put together from slots.
#[derive(Debug)]
pub struct TitlePlan {
    /// The record type.
    pub record: TypeIndex,
    /// Slot of each field of the template, in its order; of a to-one link with the plan of its target's title.
    pub parts: Vec<TitleSlot>,
}

/// A piece of a title.
#[derive(Debug)]
pub enum TitleSlot {
    /// A field's value.
    Value(usize, FieldIndex),
    /// The title of a linked entry.
    Link(usize, FieldIndex, TitlePlan),
}

impl Reading {
    /// The store's selection.
    pub fn select(&self) -> Select {
        Select {
            fields: self.fields.clone(),
            to_one: self.to_one.iter().map(|(relation, reading)| (*relation, reading.select())).collect(),
            external_keys: self.external_keys,
            link: self.link,
        }
    }

    /// Whether its records are read by one statement alone.
    pub fn has_no_parents(&self) -> bool {
        self.lists.is_empty() && self.stats.is_empty() && self.links.is_empty() && self.history.is_empty()
    }

    fn slot(&mut self, field: FieldIndex) -> usize {
        position_or_push(&mut self.fields, |known| *known == field, || field)
    }

    fn join(&mut self, relation: Relation) -> usize {
        position_or_push(&mut self.to_one, |(known, _)| *known == relation, || (relation, Self::default()))
    }
}

fn position_or_push<T>(items: &mut Vec<T>, matches: impl Fn(&T) -> bool, make: impl FnOnce() -> T) -> usize {
    items.iter().position(matches).unwrap_or_else(|| {
        items.push(make());
        items.len() - 1
    })
}

impl Planner {
    /// Plans one use of records of a type, adding to their reading what it needs.
    pub fn view(&self, record: TypeIndex, reading: &mut Reading, sets: &[Arc<Set>]) -> Result<View, RequestError> {
        let type_name = self.context.record_name(record).to_owned();
        let mut outputs = Vec::new();
        for planned in self.fields(&type_name, sets)? {
            outputs.push((planned.label(), self.output(record, reading, &planned)?));
        }
        Ok(View { type_name, record, outputs })
    }

    fn output(&self, record: TypeIndex, reading: &mut Reading, planned: &Planned) -> Result<Output, RequestError> {
        let model = Arc::clone(self.model());
        let known = model.record(record);
        let sets = &planned.selected.sets;
        Ok(match planned.role {
            None => Output::Constant(Json::from(known.name.clone())),
            Some(FieldRole::Id) => Output::Id,
            Some(FieldRole::CreatedAt) => Output::CreatedAt,
            Some(FieldRole::Version) => {
                reading.stamps = true;
                Output::Version
            }
            Some(FieldRole::UpdatedAt) => {
                reading.stamps = true;
                Output::UpdatedAt
            }
            Some(FieldRole::TrashedAt) => Output::TrashedAt,
            Some(FieldRole::Flagged) => Output::Flagged,
            Some(FieldRole::At) => Output::At(known.at.map(|field| reading.slot(field))),
            Some(FieldRole::Title) => Output::Title(self.title(record, reading)),
            Some(FieldRole::EntryType) => Output::Constant(self.entry_type(record, sets)?),
            Some(FieldRole::ExternalKeys) => {
                reading.external_keys = true;
                Output::ExternalKeys(self.parts_of("ExternalKey", sets)?)
            }
            Some(FieldRole::Value(field)) => {
                Output::Value { slot: reading.slot(field), field, view: self.value(known.field(field), sets)? }
            }
            Some(FieldRole::ToOne(relation)) => {
                let slot = reading.join(relation);
                let target = model.relation_target(relation);
                Output::ToOne { slot, view: self.view(target, &mut reading.to_one[slot].1, sets)? }
            }
            Some(FieldRole::ToMany(relation)) => {
                let target = model.relation_target(relation);
                let (list, view) = self.list(target, Some(relation), planned)?;
                reading.lists.push(list);
                Output::List { index: reading.lists.len() - 1, view }
            }
            Some(FieldRole::StatsOf(relation)) => {
                let (plan, view) = self.statistics(model.relation_target(relation), Some(relation), planned)?;
                reading.stats.push(plan);
                Output::Stats { index: reading.stats.len() - 1, view }
            }
            Some(FieldRole::Links) => {
                reading.links.push(self.links(planned)?);
                Output::Links(reading.links.len() - 1)
            }
            Some(FieldRole::History) => {
                reading.history.push(self.changes(planned)?);
                Output::History(reading.history.len() - 1)
            }
            Some(other) => return Err(unplanned(other, planned)),
        })
    }

    /// What the title of a record needs. Definitions make sure that titles do not lead in a circle.
    pub fn title(&self, record: TypeIndex, reading: &mut Reading) -> TitlePlan {
        let model = Arc::clone(self.model());
        let known = model.record(record);
        let Kind::Entry { title } = &known.kind else { return TitlePlan { record, parts: Vec::new() } };
        let fields = title.iter().filter_map(|part| match part {
            TitlePart::Field(field) => Some(field),
            TitlePart::Text(_) => None,
        });
        let parts = fields.map(|field| match field {
            field if matches!(known.field(*field).kind, FieldKind::Link(_)) => {
                let relation = Relation { owner: record, field: *field, direction: Direction::Out };
                let slot = reading.join(relation);
                let target = model.relation_target(relation);
                TitleSlot::Link(slot, *field, self.title(target, &mut reading.to_one[slot].1))
            }
            field => TitleSlot::Value(reading.slot(*field), *field),
        });
        TitlePlan { record, parts: parts.collect() }
    }

    /// Structured values that are answered by the names in their JSON.
    pub fn parts_of(&self, type_name: &'static str, sets: &[Arc<Set>]) -> Result<ValueView, RequestError> {
        let fields = self.fields(type_name, sets)?;
        let outputs = fields.iter().map(|field| (field.label(), field.role.map(|_| field.member().to_owned())));
        Ok(ValueView::Parts(type_name, outputs.collect()))
    }
}

/// A field that has a place in the surface but none here: a bug, answered as such.
pub fn unplanned(role: FieldRole, planned: &Planned) -> RequestError {
    tracing::error!(?role, field = planned.selected.name(), "no plan for a field");
    RequestError::new(Code::Internal, format!("`{}` cannot be answered here", planned.selected.name()))
}
