//! Fields of a type that was there before.

use super::{AffectedRecords, Change, ChangeKind, Evolution, Origin};
use crate::model::{DefaultValue, Field, FieldIndex, FieldKind, Link, Model, ObjectType, Scalar, TypeIndex};

/// How the values of a field become those of its successor.
#[derive(Clone, Debug, PartialEq)]
enum FieldConversion {
    /// They stay as they are.
    Stay,
    /// They stay as they are, but the type is another one.
    Fit,
    /// Each one is converted.
    Convert {
        /// Some may not survive it.
        lossy: bool,
    },
    /// They are dropped.
    Drop,
    /// There were none.
    Begin,
    /// It cannot be done.
    Refuse(String),
}

impl Evolution {
    /// Compares the fields of a type and its successor; answers where each new field comes from.
    pub(super) fn compare_fields(
        &mut self,
        old: &Model,
        new: &Model,
        before: TypeIndex,
        after: TypeIndex,
    ) -> Vec<Origin> {
        let (old_record, record) = (old.record(before), new.record(after));
        let mut taken = Vec::new();
        let mut origins = Vec::new();
        for (index, field) in record.indexed_fields() {
            let source = source(&old_record.fields, &record.fields, field);
            let Some(source) = source else {
                self.changes.push(added(&record.name, field, before));
                origins.push(Origin::New);
                continue;
            };
            taken.push(source);
            let former = old_record.field(source);
            let change = |kind, description: String| Change {
                kind,
                type_name: record.name.clone(),
                field: Some(field.name.clone()),
                lossy: false,
                description,
                touches: AffectedRecords::Nothing,
                forbidden: None,
            };
            if former.name != field.name {
                let description = format!(
                    "renames `{}` to `{}`; values stay, the old name is answered as deprecated",
                    former.name, field.name
                );
                self.changes.push(change(ChangeKind::FieldRenamed, description));
            }
            let way = self.way(old, new, former, field);
            let (old_type, new_type) = (type_text(old, former), type_text(new, field));
            let holding = AffectedRecords::Holding(before, source);
            let mut changed = |lossy, description: String, touches| {
                self.changes.push(Change {
                    lossy,
                    touches,
                    ..change(ChangeKind::FieldChanged, format!("`{old_type}` becomes `{new_type}`: {description}"))
                });
            };
            origins.push(match way {
                FieldConversion::Stay => Origin::Kept(source),
                FieldConversion::Fit => {
                    changed(false, "values stay as they are".to_owned(), AffectedRecords::Nothing);
                    Origin::Kept(source)
                }
                FieldConversion::Convert { lossy } => {
                    let fate = given_default(new, field).map_or("is lost".to_owned(), |default| format!("becomes {default}"));
                    let what = match (lossy, keeps_past(former, field)) {
                        (false, _) => "values are converted".to_owned(),
                        // Samples have no versions.
                        (true, _) if record.is_series() => format!("values are converted, what does not fit {fate}"),
                        (true, true) => {
                            format!("values are converted, what does not fit {fate}; earlier versions keep it")
                        }
                        (true, false) => {
                            format!("values are converted, what does not fit {fate}, in earlier versions too")
                        }
                    };
                    changed(lossy, what, AffectedRecords::Converted((before, source), (after, index)));
                    if field.required && !fills(field)
                        && let Some(change) = self.changes.last_mut()
                    {
                        change.forbidden = lossy.then(|| {
                            let hint = "give it a `@default`, which takes the place of values that do not fit, or leave it optional";
                            (field.position.clone(), hint.to_owned())
                        });
                    }
                    Origin::Converted(source)
                }
                FieldConversion::Drop => {
                    let what = if former.link().is_some() { "links" } else { "values" };
                    let instead = given_default(new, field)
                        .map_or_else(String::new, |default| format!(" and become {default}, in earlier versions too"));
                    changed(true, format!("its {what} are dropped{instead}"), holding);
                    if field.required && !fills(field)
                        && let Some(change) = self.changes.last_mut()
                    {
                        let hint = "give it a `@default`, or leave it optional";
                        change.forbidden = Some((field.position.clone(), hint.to_owned()));
                    }
                    Origin::New
                }
                FieldConversion::Begin => {
                    changed(false, "it is stored from now on".to_owned(), AffectedRecords::Nothing);
                    Origin::New
                }
                FieldConversion::Refuse(message) => {
                    self.mistake(&field.position, message, "define a field of another name, and remove this one");
                    Origin::Kept(source)
                }
            });
            let kept = matches!(origins.last(), Some(Origin::Kept(_)));
            self.rules((old, (before, source)), (new, (after, index)), kept, &change);
        }
        for (index, field) in old_record.indexed_fields().filter(|(index, _)| !taken.contains(index)) {
            let stored = field.computed.is_none();
            self.changes.push(Change {
                kind: ChangeKind::FieldRemoved,
                type_name: record.name.clone(),
                field: Some(field.name.clone()),
                lossy: stored,
                description: removal(field),
                touches: if stored { AffectedRecords::Holding(before, index) } else { AffectedRecords::Nothing },
                forbidden: None,
            });
        }
        origins
    }

    /// Changes of a field beside its type: required, rules, descriptions, names that are gone.
    fn rules(
        &mut self,
        (old, (before, source)): (&Model, (TypeIndex, FieldIndex)),
        (new, (after, index)): (&Model, (TypeIndex, FieldIndex)),
        kept: bool,
        change: &dyn Fn(ChangeKind, String) -> Change,
    ) {
        let record = new.record(after);
        let (former, field) = (old.record(before).field(source), record.field(index));
        if field.required && !former.required && field.computed.is_none() && !(field.list && field.link().is_some()) {
            let hint = "give it a `@default`, which fills the entries without a value, or leave it optional";
            let filled = fills(field);
            let description = match (filled, record.is_series()) {
                (true, false) => "becomes required: entries without a value take the default, in earlier versions too",
                (true, true) => "becomes required: samples without a value take the default",
                (false, _) => "becomes required",
            };
            self.changes.push(Change {
                touches: AffectedRecords::Missing(before, source),
                forbidden: (!filled).then(|| (field.position.clone(), hint.to_owned())),
                ..change(ChangeKind::FieldChanged, description.to_owned())
            });
        } else if former.required && !field.required {
            self.changes.push(change(ChangeKind::FieldChanged, "becomes optional, also in the API".to_owned()));
        }
        if rule_text(new, field) != rule_text(old, former) {
            // A sample outside its bounds is flagged, never refused, and what is converted is in the plan already.
            let (touches, description) = if kept
                && !record.is_series()
                && field.link().is_none()
                && field.computed.is_none()
            {
                let description = "its rules change: new values must meet them, stored ones are kept; `affected` counts those that do not meet them";
                (AffectedRecords::Breaking((before, source), (after, index)), description)
            } else {
                (AffectedRecords::Nothing, "its rules change")
            };
            let becomes_acyclic =
                field.link().is_some_and(|link| link.acyclic) && former.link().is_some_and(|link| !link.acyclic);
            let (touches, description) = if becomes_acyclic && kept {
                let description = "its links must not lead in a circle from now on, stored ones are kept; `affected` counts entries that lie on a circle";
                (AffectedRecords::Circling(before, source), description)
            } else {
                (touches, description)
            };
            self.changes.push(Change { touches, ..change(ChangeKind::FieldChanged, description.to_owned()) });
        }
        let mut differences = Vec::new();
        if former.description != field.description {
            differences.push("its description changes".to_owned());
        }
        let gone = former.former_names.iter().filter(|name| **name != field.name && !field.former_names.contains(name));
        differences.extend(gone.map(|name| format!("`{}.{name}` is answered no more", record.name)));
        if !differences.is_empty() {
            self.changes.push(change(ChangeKind::FieldChanged, differences.join("; ")));
        }
    }

    fn way(&self, old: &Model, new: &Model, former: &Field, field: &Field) -> FieldConversion {
        match (&former.computed, &field.computed) {
            (Some(_), Some(_)) => return FieldConversion::Stay,
            (Some(_), None) => return FieldConversion::Begin,
            (None, Some(_)) => return FieldConversion::Drop,
            (None, None) => {}
        }
        match (&former.kind, &field.kind) {
            (FieldKind::Link(before), FieldKind::Link(after)) => {
                self.link_way(old, new, (former, before), (field, after))
            }
            (FieldKind::Link(_), _) | (_, FieldKind::Link(_)) => FieldConversion::Drop,
            (FieldKind::Object(before), FieldKind::Object(after)) => {
                let same = object_origin(old, new, &new.objects[after.0]) == Some(&old.objects[before.0].name);
                if same && former.list == field.list { FieldConversion::Stay } else { FieldConversion::Drop }
            }
            (FieldKind::Object(_), _) | (_, FieldKind::Object(_)) => FieldConversion::Drop,
            _ => value_way(old, new, former, field),
        }
    }

    fn link_way(
        &self,
        old: &Model,
        new: &Model,
        (former, before): (&Field, &Link),
        (field, after): (&Field, &Link),
    ) -> FieldConversion {
        if self.types.get(after.target.0) != Some(&Some(before.target)) {
            return FieldConversion::Drop;
        }
        if former.list && !field.list {
            return FieldConversion::Drop;
        }
        let old_props = before.props.map(|props| &old.objects[props.0].name);
        let declared = after.props.map(|props| &new.objects[props.0]);
        match (old_props, declared) {
            (Some(old_props), declared)
                if declared.and_then(|declared| object_origin(old, new, declared)) != Some(old_props) =>
            {
                return FieldConversion::Refuse(format!(
                    "links of `{}` carry `{old_props}`, which would be lost",
                    field.name
                ));
            }
            (None, Some(declared)) if declared.fields.iter().any(|field| field.required) => {
                let message =
                    format!("links of `{}` carry nothing, but `{}` requires fields", field.name, declared.name);
                return FieldConversion::Refuse(message);
            }
            _ => {}
        }
        if former.list == field.list { FieldConversion::Stay } else { FieldConversion::Fit }
    }
}

/// The old object whose values an object takes over: the one of its name, else of a former name.
pub(super) fn object_origin<'m>(old: &'m Model, new: &Model, object: &ObjectType) -> Option<&'m String> {
    let named = |name: &String| old.objects.iter().map(|former| &former.name).find(|former| *former == name);
    named(&object.name).or_else(|| {
        let former = object.former_names.iter().find_map(named)?;
        let lives = new.objects.iter().any(|other| other.name == *former);
        (!lives).then_some(former)
    })
}

/// The old field that a new one takes its values from: the one of its name, else of a former name.
pub(super) fn source(old: &[Field], new: &[Field], field: &Field) -> Option<FieldIndex> {
    let named = |name: &str| old.iter().position(|field| field.name == name);
    let renamed = || {
        let former = field.former_names.iter().find_map(|name| named(name))?;
        let lives = new.iter().any(|other| other.name == old[former].name);
        (!lives).then_some(former)
    };
    named(&field.name).or_else(renamed).map(FieldIndex)
}

fn value_way(old: &Model, new: &Model, former: &Field, field: &Field) -> FieldConversion {
    let same = match (&former.kind, &field.kind) {
        (FieldKind::Enum(before), FieldKind::Enum(after)) => {
            let (before, after) = (&old.enums[before.0], &new.enums[after.0]);
            let known = |name: &str| {
                after
                    .values
                    .iter()
                    .any(|value| value.name == name || value.former_names.iter().any(|former| former == name))
            };
            let complete = before.values.iter().all(|value| known(&value.name));
            if !complete || before.name != after.name {
                return FieldConversion::Convert { lossy: !complete };
            }
            true
        }
        (before, after) => before == after && unit(former) == unit(field),
    };
    match (former.list, field.list) {
        (true, true) | (false, false) if same => return FieldConversion::Stay,
        (false, true) if same => return FieldConversion::Convert { lossy: false },
        (true, false) => return FieldConversion::Convert { lossy: true },
        _ => {}
    }
    if former.list == field.list && field.scalar() == Some(Scalar::String) && is_text(former) {
        return FieldConversion::Fit;
    }
    FieldConversion::Convert { lossy: !survives(former, field) }
}

fn unit(field: &Field) -> Option<crate::unit::Unit> {
    field.unit.as_ref().map(|rule| rule.canonical)
}

/// Texts with a form of their own.
fn is_text(field: &Field) -> bool {
    use Scalar::{Country, Email, Language, Phone, TimeZone, Url};
    matches!(field.scalar(), Some(TimeZone | Url | Email | Phone | Language | Country))
}

/// Whether every value of one kind has a value of the other that says the same.
fn survives(former: &Field, field: &Field) -> bool {
    use Scalar::{Boolean, Date, DateTime, Duration, Float, Id, Int, Json, Quantity, String, Time};
    match (former.scalar(), field.scalar()) {
        (_, Some(Json)) => true,
        (None, Some(String)) => matches!(former.kind, FieldKind::Enum(_)),
        (Some(Int | Float | Boolean | Date | DateTime | Duration | Time | Id), Some(String))
        | (Some(Int), Some(Float))
        | (Some(Date), Some(DateTime))
        | (Some(Boolean), Some(Int | Float))
        | (Some(Int | Float), Some(Quantity)) => true,
        (Some(before), Some(String)) => before == String || is_text(former) || before == Quantity,
        (Some(Quantity), Some(Quantity)) => {
            unit(former).zip(unit(field)).is_some_and(|(before, after)| before.dimension() == after.dimension())
        }
        _ => false,
    }
}

/// What stands in a required field where no value fits, in words.
pub(super) fn given_default(model: &Model, field: &Field) -> Option<String> {
    match &field.default {
        Some(DefaultValue::Literal(value)) if field.required => {
            let written = match crate::input::to_json(model, field, value) {
                serde_json::Value::String(text) => text,
                other => other.to_string(),
            };
            Some(format!("the default `{written}`"))
        }
        Some(DefaultValue::Now) if field.required && fills(field) => {
            Some("the time when the entry was made".to_owned())
        }
        _ => None,
    }
}

/// Whether earlier versions keep values that are none of the new field: names of enum values.
pub(super) fn keeps_past(former: &Field, field: &Field) -> bool {
    matches!((&former.kind, &field.kind), (FieldKind::Enum(_), FieldKind::Enum(_)))
}

/// Whether records that are there already get a value.
pub(super) fn fills(field: &Field) -> bool {
    matches!(
        (&field.default, field.scalar()),
        (Some(DefaultValue::Literal(_)), _) | (Some(DefaultValue::Now), Some(Scalar::Date | Scalar::DateTime))
    )
}

fn added(owner: &str, field: &Field, before: TypeIndex) -> Change {
    let needs_value = field.required && field.computed.is_none() && !(field.list && field.link().is_some());
    let touches = if needs_value { AffectedRecords::All(before) } else { AffectedRecords::Nothing };
    let hint = if field.link().is_some() {
        "leave the link optional, link the entries that are there, then make it required"
    } else {
        "give it a `@default`, which fills the entries that are there, or leave it optional"
    };
    let description = match (needs_value, field.required) {
        (true, _) => {
            format!(
                "adds `{}`, which takes its default in all entries that are there, in earlier versions too",
                field.name
            )
        }
        _ => format!("adds `{}`", field.name),
    };
    Change {
        kind: ChangeKind::FieldAdded,
        type_name: owner.to_owned(),
        field: Some(field.name.clone()),
        lossy: false,
        description,
        touches,
        forbidden: (needs_value && !fills(field)).then(|| (field.position.clone(), hint.to_owned())),
    }
}

fn removal(field: &Field) -> String {
    match field.link() {
        Some(link) => format!("removes the links `{}`, and `{}` on the other side", field.name, link.inverse),
        None => format!("removes `{}` and its values", field.name),
    }
}

/// The type of a field as it is declared, without `!`.
fn type_text(model: &Model, field: &Field) -> String {
    let name = match &field.kind {
        FieldKind::Scalar(scalar) => scalar.name(),
        FieldKind::Enum(index) => &model.enums[index.0].name,
        FieldKind::Object(index) => &model.objects[index.0].name,
        FieldKind::Link(link) => &model.record(link.target).name,
    };
    let name = match unit(field) {
        Some(unit) => format!("{name} in {}", unit.symbol()),
        None => name.to_owned(),
    };
    if field.list { format!("[{name}]") } else { name }
}

/// Everything about a field that binds writers, so that two fields can be compared.
fn rule_text(model: &Model, field: &Field) -> String {
    let bounds = field.unit.as_ref().map(|rule| rule.bounds);
    let pattern = field.pattern.as_ref().map(|pattern| (pattern.regex.as_str(), &pattern.message));
    let link = field.link().map(|link| (&link.inverse, link.on_delete, link.acyclic));
    let searched = (field.search, field.compare, field.index);
    let shown = field.show_if.as_ref().map(|shown| &shown.values);
    let time = field.time.as_ref().map(|time| (time.future, &time.max_after, time.not_before.is_some()));
    let default = field.default.as_ref().map(|default| match default {
        DefaultValue::Literal(value) => crate::input::to_json(model, field, value).to_string(),
        other => format!("{other:?}"),
    });
    format!(
        "{bounds:?} {:?} {:?} {pattern:?} {link:?} {searched:?} {shown:?} {time:?} {default:?} {} {} {:?}",
        field.range, field.length, field.sensitive, field.public, field.computed
    )
}
