//! Filters: `XFilter`, the filters of link properties, `EntryFilter`.

use std::cell::Cell;

use daybook_schema::{
    FieldIndex, Model, Relation, TypeIndex, Value,
    model::{Field, FieldKind, ObjectIndex, Scalar},
    value::Instant,
};
use daybook_store::query::{Filter, Quantifier, Subject, Test, Trash};
use serde_json::{Map, Value as Json};

use super::{
    answered::widened,
    comparison::{self, plain_field},
    place::Place,
};
use crate::error::RequestError;

/// Filters inside each other; the outermost counts.
pub const MAX_DEPTH: usize = 12;

/// Conditions in one filter, all levels together.
pub const MAX_CONDITIONS: usize = 500;

type Result<T> = std::result::Result<T, RequestError>;

/// Reads an `XFilter` of a record type, its trash condition included: what is in the trash is left out unless the
/// filter says otherwise.
pub fn filter(model: &Model, now: Instant, record: TypeIndex, json: &Json, path: &[&str]) -> Result<Filter> {
    Reader::new(model, now).record(record, json, &Place::root(path), Level::outermost())
}

/// Reads the filter of the properties that the links of a relation carry.
pub fn edge_filter(model: &Model, now: Instant, relation: Relation, json: &Json, path: &[&str]) -> Result<Filter> {
    Reader::new(model, now).edge(relation, json, &Place::root(path), Level::outermost())
}

/// Reads an `EntryFilter`, over what entries of all types share.
pub fn entry_filter(model: &Model, now: Instant, json: &Json, path: &[&str]) -> Result<Filter> {
    Reader::new(model, now).entry(json, &Place::root(path), Level::outermost())
}

/// How deep a filter stands, and whether it decides about the trash.
#[derive(Clone, Copy)]
struct Level {
    depth: usize,
    /// At the top of a filter and below a relation what is in the trash is left out by default; inside `and`, `or` and
    /// `not` no condition is added.
    decides_trash: bool,
}

impl Level {
    fn outermost() -> Self {
        Self { depth: 1, decides_trash: true }
    }

    fn inside(self, decides_trash: bool) -> Self {
        Self { depth: self.depth + 1, decides_trash }
    }
}

/// Reads filters of one request.
pub(super) struct Reader<'a> {
    /// The model.
    pub(super) model: &'a Model,
    /// The moment of the request.
    pub(super) now: Instant,
    conditions: Cell<usize>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(model: &'a Model, now: Instant) -> Self {
        Self { model, now, conditions: Cell::new(0) }
    }

    fn record(&self, record: TypeIndex, json: &Json, place: &Place<'_>, level: Level) -> Result<Filter> {
        self.check(place, level)?;
        let declared = self.model.record(record);
        let mut all = Vec::new();
        for (name, value) in given(json) {
            let names = [name.as_str()];
            let place = place.field(&names);
            let inner = |json: &Json, place: &Place<'_>| self.record(record, json, place, level.inside(false));
            if Self::logic(name, value, &place, inner, &mut all)? || name == "trashed" {
                continue;
            }
            match name.as_str() {
                "flagged" if declared.is_series() => {
                    let flag = plain_field(Scalar::Boolean);
                    all.extend(self.tests(&Subject::Flagged, &flag, value, &place)?);
                }
                "title" if declared.own_title().is_some() => {
                    self.member(record, name, value, &place, level, &mut all)?;
                }
                shared if !declared.is_series() && shared_subject(shared).is_some() => {
                    all.extend(self.shared(shared, value, &place)?);
                }
                _ => self.member(record, name, value, &place, level, &mut all)?,
            }
        }
        if !declared.is_series() {
            all.extend(trash(json, place, level)?);
        }
        Ok(collected(all))
    }

    fn member(
        &self,
        record: TypeIndex,
        name: &str,
        value: &Json,
        place: &Place<'_>,
        level: Level,
        all: &mut Vec<Filter>,
    ) -> Result<()> {
        if let Some(relation) = self.model.relation(record, name) {
            let condition = if self.model.relation_is_list(relation) {
                self.to_many(relation, value, place, level)
            } else {
                self.to_one(relation, value, place, level)
            };
            all.extend(condition?);
            return Ok(());
        }
        let declared = self.model.record(record);
        let Some(index) = declared.find(name) else {
            return Err(place.error(format_args!("`{}` has no field `{name}`", declared.name)));
        };
        self.stored(vec![index], declared.field(index), value, place, level, all)
    }

    /// Conditions on a stored value; those on an embedded object lead into its fields.
    fn stored(
        &self,
        path: Vec<FieldIndex>,
        field: &Field,
        value: &Json,
        place: &Place<'_>,
        level: Level,
        all: &mut Vec<Filter>,
    ) -> Result<()> {
        match field.kind {
            FieldKind::Object(object) if !field.list => self.object(&path, object, value, place, level, all),
            FieldKind::Scalar(Scalar::Money) if !field.list => self.money(&path, value, place, all),
            _ => {
                all.extend(self.tests(&Subject::Field(path), field, value, place)?);
                Ok(())
            }
        }
    }

    fn object(
        &self,
        path: &[FieldIndex],
        object: ObjectIndex,
        json: &Json,
        place: &Place<'_>,
        level: Level,
        all: &mut Vec<Filter>,
    ) -> Result<()> {
        let level = level.inside(false);
        self.check(place, level)?;
        let declared = &self.model.objects[object.0];
        for (name, value) in given(json) {
            let names = [name.as_str()];
            let place = place.field(&names);
            match find(&declared.fields, name) {
                Some(index) => {
                    let path = path.iter().copied().chain([index]).collect();
                    self.stored(path, &declared.fields[index.0], value, &place, level, all)?;
                }
                None if name == "isNull" && !path.is_empty() => {
                    let is_null = Test::IsNull(value.as_bool().unwrap_or_default());
                    all.push(Filter::Test(Subject::Field(path.to_vec()), is_null));
                }
                None => return Err(place.error(format_args!("`{}` has no field `{name}`", declared.name))),
            }
        }
        Ok(())
    }

    fn money(&self, path: &[FieldIndex], json: &Json, place: &Place<'_>, all: &mut Vec<Filter>) -> Result<()> {
        for (name, value) in given(json) {
            let names = [name.as_str()];
            let place = place.field(&names);
            let (subject, scalar) = match name.as_str() {
                "amount" => (Subject::Amount(path.to_vec()), Scalar::Float),
                "currency" => (Subject::Currency(path.to_vec()), Scalar::String),
                _ => {
                    let is_null = Test::IsNull(value.as_bool().unwrap_or_default());
                    all.push(Filter::Test(Subject::Field(path.to_vec()), is_null));
                    continue;
                }
            };
            all.extend(self.tests(&subject, &plain_field(scalar), value, &place)?);
        }
        Ok(())
    }

    fn to_one(&self, relation: Relation, json: &Json, place: &Place<'_>, level: Level) -> Result<Vec<Filter>> {
        let target = self.model.relation_target(relation);
        let mut all = Vec::new();
        for (name, value) in given(json) {
            let names = [name.as_str()];
            let place = place.field(&names);
            let related = || -> Result<Filter> {
                let filter = Box::new(self.record(target, value, &place, level.inside(true))?);
                Ok(Filter::Related { relation, quantifier: Quantifier::Some, filter, edge: None })
            };
            all.push(match name.as_str() {
                "is" => related()?,
                "isNot" => Filter::Not(Box::new(related()?)),
                _ => {
                    let is_null = Test::IsNull(value.as_bool().unwrap_or_default());
                    Filter::Test(Subject::Field(vec![relation.field]), is_null)
                }
            });
        }
        Ok(all)
    }

    fn to_many(&self, relation: Relation, json: &Json, place: &Place<'_>, level: Level) -> Result<Vec<Filter>> {
        let target = self.model.relation_target(relation);
        let edge_names = ["edge"];
        let edge_json = json.get("edge").filter(|edge| !edge.is_null());
        let edge = edge_json.map(|edge| self.edge(relation, edge, &place.field(&edge_names), level.inside(false)));
        let edge = edge.transpose()?.map(Box::new);
        let related = |quantifier: Quantifier, filter: Filter| Filter::Related {
            relation,
            quantifier,
            filter: Box::new(filter),
            edge: edge.clone(),
        };
        let nothing = Json::Object(Map::new());
        let mut all = Vec::new();
        for (name, value) in given(json) {
            let names = [name.as_str()];
            let place = place.field(&names);
            let inner = || self.record(target, value, &place, level.inside(true));
            match name.as_str() {
                "some" => all.push(related(Quantifier::Some, inner()?)),
                "none" => all.push(related(Quantifier::None, inner()?)),
                "every" => all.push(related(Quantifier::Every, inner()?)),
                "count" => {
                    let any = self.record(target, &nothing, &place, level.inside(true))?;
                    for test in self.read_tests(&plain_field(Scalar::Int), value, &place)? {
                        all.push(match test {
                            // A count is never missing.
                            Test::IsNull(is_null) => {
                                if is_null {
                                    Filter::Any(Vec::new())
                                } else {
                                    Filter::All(Vec::new())
                                }
                            }
                            test => related(Quantifier::Count(test), any.clone()),
                        });
                    }
                }
                _ => {}
            }
        }
        if all.is_empty() && edge.is_some() {
            // A condition on links alone asks for at least one such link.
            all.push(related(Quantifier::Some, self.record(target, &nothing, place, level.inside(true))?));
        }
        Ok(all)
    }

    fn edge(&self, relation: Relation, json: &Json, place: &Place<'_>, level: Level) -> Result<Filter> {
        let Some(props) = self.model.link(relation).props else {
            let kind = self.model.link_kind(relation.owner, relation.field);
            return Err(place.error(format_args!("the links `{kind}` carry no properties")));
        };
        let mut all = Vec::new();
        self.object(&[], props, json, place, level, &mut all)?;
        Ok(collected(all))
    }

    fn entry(&self, json: &Json, place: &Place<'_>, level: Level) -> Result<Filter> {
        self.check(place, level)?;
        let mut all = Vec::new();
        for (name, value) in given(json) {
            let names = [name.as_str()];
            let place = place.field(&names);
            let inner = |json: &Json, place: &Place<'_>| self.entry(json, place, level.inside(false));
            if Self::logic(name, value, &place, inner, &mut all)? || name == "trashed" {
                continue;
            }
            if shared_subject(name).is_none() {
                return Err(
                    place.error("entries of all types are found by `id`, `at`, `createdAt`, `updatedAt` and `title`")
                );
            }
            all.extend(self.shared(name, value, &place)?);
        }
        all.extend(trash(json, place, level)?);
        Ok(collected(all))
    }

    /// Reads `and`, `or` and `not`; answers whether it was one of them.
    fn logic(
        name: &str,
        value: &Json,
        place: &Place<'_>,
        inner: impl Fn(&Json, &Place<'_>) -> Result<Filter>,
        all: &mut Vec<Filter>,
    ) -> Result<bool> {
        let each = || {
            let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
            items.iter().enumerate().map(|(index, item)| inner(item, &place.item(index))).collect::<Result<Vec<_>>>()
        };
        all.push(match name {
            "and" => Filter::All(each()?),
            "or" => Filter::Any(each()?),
            "not" => Filter::Not(Box::new(inner(value, place)?)),
            _ => return Ok(false),
        });
        Ok(true)
    }

    fn shared(&self, name: &str, value: &Json, place: &Place<'_>) -> Result<Vec<Filter>> {
        let Some((subject, scalar)) = shared_subject(name) else { return Ok(Vec::new()) };
        self.tests(&subject, &plain_field(scalar), value, place)
    }

    fn tests(&self, subject: &Subject, field: &Field, json: &Json, place: &Place<'_>) -> Result<Vec<Filter>> {
        let tests = self.read_tests(field, json, place)?;
        Ok(tests.into_iter().map(|test| widened(subject, field, test)).collect())
    }

    fn read_tests(&self, field: &Field, json: &Json, place: &Place<'_>) -> Result<Vec<Test>> {
        let tests = comparison::tests(self, field, json, place)?;
        self.conditions.set(self.conditions.get() + tests.len());
        self.check_count(place)?;
        Ok(tests)
    }

    fn check(&self, place: &Place<'_>, level: Level) -> Result<()> {
        if level.depth > MAX_DEPTH {
            return Err(place.error(format_args!("filters may stand {MAX_DEPTH} deep inside each other, not deeper")));
        }
        self.conditions.set(self.conditions.get() + 1);
        self.check_count(place)
    }

    fn check_count(&self, place: &Place<'_>) -> Result<()> {
        if self.conditions.get() > MAX_CONDITIONS {
            let message = format_args!("a filter may hold {MAX_CONDITIONS} conditions; use `in` for many values");
            return Err(place.error(message));
        }
        Ok(())
    }
}

/// What was given: an explicit null counts as left out.
fn given(json: &Json) -> impl Iterator<Item = (&String, &Json)> {
    json.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null())
}

fn collected(mut all: Vec<Filter>) -> Filter {
    if all.len() == 1 { all.remove(0) } else { Filter::All(all) }
}

fn find(fields: &[Field], name: &str) -> Option<FieldIndex> {
    let former = || fields.iter().position(|field| field.former_names.iter().any(|former| former == name));
    fields.iter().position(|field| field.name == name).or_else(former).map(FieldIndex)
}

/// What every entry has beside its own fields.
fn shared_subject(name: &str) -> Option<(Subject, Scalar)> {
    Some(match name {
        "id" => (Subject::Id, Scalar::Id),
        "at" => (Subject::At, Scalar::DateTime),
        "createdAt" => (Subject::CreatedAt, Scalar::DateTime),
        "updatedAt" => (Subject::UpdatedAt, Scalar::DateTime),
        "title" => (Subject::Title, Scalar::String),
        _ => return None,
    })
}

fn trash(json: &Json, place: &Place<'_>, level: Level) -> Result<Option<Filter>> {
    let trash = match json.get("trashed").and_then(Json::as_str) {
        Some("EXCLUDE") => Trash::Exclude,
        Some("INCLUDE") => Trash::Include,
        Some("ONLY") => Trash::Only,
        Some(other) => {
            let names = ["trashed"];
            let message = format_args!("`{other}` is not one of EXCLUDE, INCLUDE and ONLY");
            return Err(place.field(&names).error(message));
        }
        None if level.decides_trash => Trash::Exclude,
        None => return Ok(None),
    };
    Ok(Some(Filter::Trash(trash)))
}

/// The value of an id in a filter.
pub(super) fn id_value(json: &Json, place: &Place<'_>) -> Result<Value> {
    let text = json.as_str().unwrap_or_default();
    let id =
        uuid::Uuid::try_parse(text).map_err(|_| place.error(format_args!("`{text}` is no id: an id is a UUID")))?;
    Ok(Value::Id(id))
}
