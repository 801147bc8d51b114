//! Names and descriptions in the language that was asked for; what has none stays English.

use daybook_schema::{
    Model, Relation, TypeIndex,
    model::{EnumType, Field, FieldKind},
    translation::Translation,
};
use serde_json::{Value as Json, json};

use super::field::Part;

/// A member of `EntryType` in a language; `None` where there is no other word for it.
pub(super) fn type_member(language: &Translation, model: &Model, record: TypeIndex, member: &str) -> Option<Json> {
    let words = language.record(model.record(record))?;
    match member {
        "label" => Some(json!(words.label)),
        "pluralLabel" => Some(json!(words.plural)),
        "description" => Some(json!(words.description)),
        _ => None,
    }
}

impl Part<'_> {
    /// A member of `EntryField` in a language; `None` where there is no other word for it.
    pub fn translated(self, language: &Translation, model: &Model, member: &str) -> Option<Json> {
        if !matches!(member, "label" | "description" | "values") {
            return None;
        }
        let words = match self {
            Part::Declared { field, .. } | Part::Embedded { field, .. } if member == "values" => {
                return values(language, model, field);
            }
            Part::Declared { record, field, .. } => language.field(model.record(record), &field.name),
            Part::Embedded { object, field, .. } => language.part(&model.objects[object.0], &field.name),
            Part::Inverse { record, name, .. } => language.field(model.record(record), name),
            Part::Shared { name, .. } => language.shared(name),
        };
        match (member, self) {
            ("label", _) => words.map(|words| json!(words.label)),
            ("description", Part::Inverse { relation, .. }) => {
                inverse(language, model, relation).map(|text| json!(text))
            }
            ("description", _) => words?.description.map(|text| json!(text)),
            _ => None,
        }
    }
}

fn inverse(language: &Translation, model: &Model, relation: Relation) -> Option<String> {
    let source = model.record(relation.owner);
    let field = language.field(source, &source.field(relation.field).name)?;
    Some(language.inverse(language.record(source)?.plural, field.label))
}

/// The values of an enum, each as far as there are words for it.
fn values(language: &Translation, model: &Model, field: &Field) -> Option<Json> {
    let FieldKind::Enum(index) = &field.kind else { return None };
    let declared: &EnumType = &model.enums[index.0];
    let options = declared.values.iter().map(|value| {
        let mut option = super::field::option(value);
        if let Some(words) = language.value(declared, value) {
            option["label"] = json!(words.label);
            option["description"] = json!(words.description);
        }
        option
    });
    Some(options.collect())
}
