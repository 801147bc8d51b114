//! Metadata of record types: everything that a form, a table, a filter bar, a chart and an importer need to know.
//!
//! Only what is selected is put together, since lists ask for `type { name }` more often than for anything else.

mod field;
mod names;
#[cfg(test)]
mod tests;
mod translated;

use std::sync::Arc;

use daybook_schema::{
    Relation, TypeIndex, definition,
    model::{Direction, FieldKind, Kind, ObjectIndex, RecordType},
    translation::{Translation, translation},
};
use serde_json::{Map, Value as Json, json};

use self::field::Part;
use crate::{
    error::RequestError,
    plan::{PlainPlan, Planned, Planner},
    selection::Set,
    surface::{FieldRole, MetadataField, Surface, words},
};

/// The language of names and descriptions; `None` is English.
pub type Language = Option<&'static Translation>;

/// What is selected of record types.
pub struct TypeView(Vec<(String, TypeOutput)>);

/// What one key of a type answers.
enum TypeOutput {
    TypeName,
    Fields(FieldView),
    /// Fields that all entries have.
    Shared(FieldView),
    /// Any other, by its name.
    Member(String, PlainPlan),
}

/// What is selected of fields.
struct FieldView(Vec<(String, FieldOutput)>);

/// What one key of a field answers.
enum FieldOutput {
    TypeName,
    /// Fields inside of its values.
    Fields(FieldView),
    /// Any other, by its name.
    Member(String, PlainPlan),
}

impl Planner {
    /// What is selected of a record type, as `EntryType`.
    pub fn entry_type(&self, record: TypeIndex, sets: &[Arc<Set>]) -> Result<Json, RequestError> {
        self.type_view(sets)?.answer(None, &self.surface, record)
    }

    /// The same of several types, in the language that the argument `language` asks for.
    pub fn entry_types_asked(
        &self,
        planned: &Planned,
        records: impl Iterator<Item = TypeIndex>,
    ) -> Result<Vec<Json>, RequestError> {
        let language = planned.text("language").and_then(translation);
        let view = self.type_view(&planned.selected.sets)?;
        records.map(|record| view.answer(language, &self.surface, record)).collect()
    }

    /// Plans what is selected of record types.
    pub fn type_view(&self, sets: &[Arc<Set>]) -> Result<TypeView, RequestError> {
        let fields = self.fields("EntryType", sets)?.into_iter().map(|field| {
            let sets = &field.selected.sets;
            let output = match field.role {
                None => TypeOutput::TypeName,
                Some(FieldRole::MetadataField(MetadataField::Fields)) => TypeOutput::Fields(self.field_view(sets)?),
                Some(FieldRole::MetadataField(MetadataField::Shared)) => TypeOutput::Shared(self.field_view(sets)?),
                Some(_) => TypeOutput::Member(field.member().to_owned(), self.plain(&field.type_name, sets)?),
            };
            Ok((field.key(), output))
        });
        fields.collect::<Result<_, _>>().map(TypeView)
    }

    fn field_view(&self, sets: &[Arc<Set>]) -> Result<FieldView, RequestError> {
        let fields = self.fields("EntryField", sets)?.into_iter().map(|field| {
            let sets = &field.selected.sets;
            let output = match field.role {
                None => FieldOutput::TypeName,
                Some(FieldRole::MetadataField(_)) => FieldOutput::Fields(self.field_view(sets)?),
                Some(_) => FieldOutput::Member(field.member().to_owned(), self.plain(&field.type_name, sets)?),
            };
            Ok((field.key(), output))
        });
        fields.collect::<Result<_, _>>().map(FieldView)
    }
}

impl TypeView {
    /// What is selected of a type. The surface may be a newer one than that by which it was planned.
    pub fn answer(&self, language: Language, surface: &Surface, record: TypeIndex) -> Result<Json, RequestError> {
        let mut answer = Map::new();
        for (key, output) in &self.0 {
            let value = match output {
                TypeOutput::TypeName => json!("EntryType"),
                TypeOutput::Fields(view) => view.answer(language, surface, &parts(surface, record))?,
                TypeOutput::Shared(view) => view.answer(language, surface, &shared(surface, record))?,
                TypeOutput::Member(name, plan) => {
                    let told =
                        language.and_then(|language| translated::type_member(language, &surface.model, record, name));
                    plan.answer(&told.unwrap_or_else(|| type_member(surface, record, name)))?
                }
            };
            answer.insert(key.clone(), value);
        }
        Ok(Json::Object(answer))
    }
}

impl FieldView {
    fn answer(&self, language: Language, surface: &Surface, parts: &[Part<'_>]) -> Result<Json, RequestError> {
        parts.iter().map(|part| self.part(language, surface, part)).collect()
    }

    fn part(&self, language: Language, surface: &Surface, part: &Part<'_>) -> Result<Json, RequestError> {
        let mut answer = Map::new();
        for (key, output) in &self.0 {
            let value = match output {
                FieldOutput::TypeName => json!("EntryField"),
                FieldOutput::Fields(view) => match part.object(surface) {
                    None => Json::Null,
                    Some(object) => view.answer(language, surface, &object_parts(surface, object))?,
                },
                FieldOutput::Member(name, plan) => {
                    let told = language.and_then(|language| part.translated(language, &surface.model, name));
                    plan.answer(&told.unwrap_or_else(|| part.member(surface, name)))?
                }
            };
            answer.insert(key.clone(), value);
        }
        Ok(Json::Object(answer))
    }
}

/// The declared fields of a type, then the lists that other types' links give to it.
fn parts(surface: &Surface, record: TypeIndex) -> Vec<Part<'_>> {
    let known = surface.model.record(record);
    let declared =
        known.indexed_fields().map(|(index, field)| Part::Declared { record, index, field, fields: &known.fields });
    let inverse = known.inverses.iter().map(|inverse| {
        let relation = Relation { owner: inverse.source, field: inverse.field, direction: Direction::In };
        Part::Inverse { record, name: &inverse.name, relation }
    });
    declared.chain(inverse).collect()
}

/// What every entry has and what conditions or orders can be about, as far as the type does not declare it itself.
fn shared(surface: &Surface, record: TypeIndex) -> Vec<Part<'_>> {
    let known = surface.model.record(record);
    if known.is_series() {
        return Vec::new();
    }
    let is_declared = |name: &str| known.fields.iter().any(|field| field.name == name);
    let names = ["id", "title", "at", "createdAt", "updatedAt"].into_iter();
    let names = names.filter(|name| !is_declared(name) && (*name != "at" || known.at.is_some()));
    names.map(|name| Part::Shared { record, name }).collect()
}

/// The fields of an embedded object, or of what links carry.
fn object_parts(surface: &Surface, object: ObjectIndex) -> Vec<Part<'_>> {
    let fields = &surface.model.objects[object.0].fields;
    fields.iter().map(|field| Part::Embedded { field, fields, object }).collect()
}

fn type_member(surface: &Surface, record: TypeIndex, name: &str) -> Json {
    let known = surface.model.record(record);
    let at = || known.at.map(|at| known.field(at).name.as_str());
    match name {
        "name" => json!(known.name),
        "plural" => json!(known.plural),
        "label" => json!(label(&known.name)),
        "pluralLabel" => json!(label(&known.plural)),
        "description" => json!(known.description),
        "icon" => json!(known.icon),
        "builtIn" => json!(known.built_in),
        "kind" => json!(if known.is_series() { "SERIES" } else { "ENTRY" }),
        "title" => json!(definition::title_template(known)),
        "at" => json!(at()),
        "keys" => known.keys.iter().map(|key| json!({ "fields": key_names(known, key) })).collect(),
        "series" => series(&surface.model, known),
        "sensitive" => json!(known.sensitive),
        "public" => json!(known.public),
        "formerNames" => json!(known.former_names),
        "api" => names::of(surface, known),
        _ => Json::Null,
    }
}

fn key_names<'a>(known: &'a RecordType, key: &[daybook_schema::FieldIndex]) -> Vec<&'a str> {
    key.iter().map(|field| known.field(*field).name.as_str()).collect()
}

fn series(model: &daybook_schema::Model, known: &RecordType) -> Json {
    let Kind::Series { of, every, keep, gaps } = &known.kind else { return Json::Null };
    let measured = known.field(*of).link().map(|link| model.record(link.target));
    let own = |field: Option<daybook_schema::FieldIndex>| Some(measured?.field(field?).name.as_str());
    json!({
        "of": known.field(*of).name,
        "at": known.at.map(|at| known.field(at).name.as_str()),
        "every": every.as_ref().map(daybook_schema::time::Span::as_str),
        "everyFrom": own(gaps.every_from),
        "gapFactor": gaps.factor,
        "gapFactorFrom": own(gaps.factor_from),
        "keep": keep.as_ref().map(daybook_schema::time::Span::as_str),
    })
}

/// A name as words, such as `Started at`.
fn label(name: &str) -> String {
    let words = words::sentence(&words::spaced(name));
    words.trim_end_matches('.').to_owned()
}

/// The name of a field's type in the definition language.
fn type_name<'m>(model: &'m daybook_schema::Model, kind: &FieldKind) -> &'m str {
    match kind {
        FieldKind::Scalar(scalar) => scalar.name(),
        FieldKind::Enum(index) => &model.enums[index.0].name,
        FieldKind::Object(index) => &model.objects[index.0].name,
        FieldKind::Link(link) => &model.record(link.target).name,
    }
}
