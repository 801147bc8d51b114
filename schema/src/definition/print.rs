//! A model as SDL: one canonical text for everything that was declared, which reads back as an equal model.

use std::fmt::{Display, Write as _};

use super::rules::declared_regex;
use crate::{
    input,
    model::{
        Bounds, Compare, DefaultValue, EnumType, EnumValue, Field, FieldIndex, FieldKind, GapRule, Kind, Model,
        ObjectType, OnDelete, Position, RecordType, Scalar, TitlePart,
    },
    value::{Quantity, Value},
};

/// Something declared that can be written or left out.
#[derive(Clone, Copy, Debug)]
pub enum Part<'a> {
    /// A type with its own directives. Its fields or values are parts for themselves.
    Type(&'a str, &'a Position),
    /// A field of a type.
    Field(&'a str, &'a Field),
    /// A value of an enum.
    Value(&'a str, &'a EnumValue),
}

type Keep<'k> = &'k dyn Fn(Part<'_>) -> bool;

/// Writes all definitions: record types, then objects, then enums, each in the order of declaration.
pub fn print(model: &Model) -> String {
    print_parts(model, &|_| true)
}

/// Writes some of the definitions, in the same order. Fields and values of a type that is left out are written as an
/// extension of it.
pub fn print_parts(model: &Model, keep: Keep<'_>) -> String {
    let mut text = String::new();
    for record in &model.types {
        print_record(&mut text, model, record, keep);
    }
    for object in &model.objects {
        print_object(&mut text, model, object, keep);
    }
    for declared in &model.enums {
        print_enum(&mut text, declared, keep);
    }
    text
}

/// Arguments of a directive; those left out are not written.
#[derive(Default)]
struct Arguments(Vec<String>);

impl Arguments {
    fn text(mut self, name: &str, value: Option<&str>) -> Self {
        self.0.extend(value.map(|value| format!("{name}: {}", quote(value))));
        self
    }

    fn plain(mut self, name: &str, value: Option<impl Display>) -> Self {
        self.0.extend(value.map(|value| format!("{name}: {value}")));
        self
    }

    fn texts<'a>(mut self, name: &str, values: impl Iterator<Item = &'a str>) -> Self {
        let values: Vec<_> = values.map(quote).collect();
        self.0.push(format!("{name}: [{}]", values.join(", ")));
        self
    }

    fn bounds(self, bounds: &Bounds) -> Self {
        self.plain("min", bounds.min)
            .plain("max", bounds.max)
            .plain("warnMin", bounds.warn_min)
            .plain("warnMax", bounds.warn_max)
    }

    fn of(self, directive: &str) -> String {
        if self.0.is_empty() { format!(" @{directive}") } else { format!(" @{directive}({})", self.0.join(", ")) }
    }
}

fn arguments() -> Arguments {
    Arguments::default()
}

fn print_record(text: &mut String, model: &Model, record: &RecordType, keep: Keep<'_>) {
    let at = record.at.map(|at| record.field(at).name.as_str());
    let head = arguments().text("plural", Some(&record.plural));
    let kind = match &record.kind {
        Kind::Entry { title } => head
            .text("at", at)
            .text("title", Some(&template(record, title)))
            .text("icon", record.icon.as_deref())
            .of("entry"),
        Kind::Series { of, every, keep, gaps } => {
            let measured = record.field(*of).link().map(|link| model.record(link.target));
            let own = |field: Option<FieldIndex>| Some(measured?.field(field?).name.as_str());
            head.text("of", Some(&record.field(*of).name))
                .text("at", at)
                .text("every", every.as_ref().map(crate::time::Span::as_str))
                .text("everyFrom", own(gaps.every_from))
                .plain(
                    "gapFactor",
                    (*gaps != GapRule { factor: GapRule::default().factor, ..*gaps }).then_some(gaps.factor),
                )
                .text("gapFactorFrom", own(gaps.factor_from))
                .text("keep", keep.as_ref().map(crate::time::Span::as_str))
                .of("series")
        }
    };
    let mut directives = kind;
    for key in &record.keys {
        let names = key.iter().map(|field| record.field(*field).name.as_str());
        directives += &arguments().texts("fields", names).of("key");
    }
    directives += &marks(record.sensitive, record.public, &record.former_names);
    let implied = implied_indexes(record);
    let head = Head {
        name: &record.name,
        description: record.description.as_deref(),
        directives: &directives,
        position: &record.position,
    };
    print_type(text, model, &head, &record.fields, &implied, keep);
}

fn print_object(text: &mut String, model: &Model, object: &ObjectType, keep: Keep<'_>) {
    let directives =
        if object.props { " @props".to_owned() } else { String::new() } + &marks(false, false, &object.former_names);
    let head = Head {
        name: &object.name,
        description: object.description.as_deref(),
        directives: &directives,
        position: &object.position,
    };
    print_type(text, model, &head, &object.fields, &[], keep);
}

fn print_enum(text: &mut String, declared: &EnumType, keep: Keep<'_>) {
    let name = &declared.name;
    let values: Vec<_> = declared.values.iter().filter(|value| keep(Part::Value(name, value))).collect();
    if keep(Part::Type(name, &declared.position)) {
        describe(text, "", declared.description.as_deref());
        put(text, format_args!("enum {name}"));
    } else if values.is_empty() {
        return;
    } else {
        put(text, format_args!("extend enum {name}"));
    }
    if values.is_empty() {
        text.push_str("\n\n");
        return;
    }
    text.push_str(" {\n");
    for value in values {
        describe(text, "  ", value.description.as_deref());
        put(text, format_args!("  {}{}\n", value.name, marks(false, false, &value.former_names)));
    }
    text.push_str("}\n\n");
}

/// Fields that have an index without asking for it.
fn implied_indexes(record: &RecordType) -> Vec<FieldIndex> {
    let links = record.indexed_fields().filter(|(_, field)| field.link().is_some() && !field.list);
    let links = links.map(|(index, _)| index);
    record.keys.iter().flatten().copied().chain(record.at).chain(links).collect()
}

/// What a type says about itself.
struct Head<'a> {
    name: &'a str,
    description: Option<&'a str>,
    directives: &'a str,
    position: &'a Position,
}

fn print_type(
    text: &mut String,
    model: &Model,
    head: &Head<'_>,
    fields: &[Field],
    implied: &[FieldIndex],
    keep: Keep<'_>,
) {
    let kept: Vec<_> = fields.iter().enumerate().filter(|(_, field)| keep(Part::Field(head.name, field))).collect();
    if keep(Part::Type(head.name, head.position)) {
        describe(text, "", head.description);
        put(text, format_args!("type {}{}", head.name, head.directives));
    } else if kept.is_empty() {
        return;
    } else {
        put(text, format_args!("extend type {}", head.name));
    }
    if kept.is_empty() {
        text.push_str("\n\n");
        return;
    }
    text.push_str(" {\n");
    for (position, field) in kept {
        describe(text, "  ", field.description.as_deref());
        let name = type_name(model, field);
        let (open, close) = if field.list { ("[", "!]") } else { ("", "") };
        let required = if field.required { "!" } else { "" };
        put(text, format_args!("  {}: {open}{name}{close}{required}", field.name));
        text.push_str(&field_directives(model, fields, field, implied.contains(&FieldIndex(position))));
        text.push('\n');
    }
    text.push_str("}\n\n");
}

/// The name of a field's type without list and `!`.
fn type_name<'a>(model: &'a Model, field: &Field) -> &'a str {
    match &field.kind {
        FieldKind::Scalar(scalar) => scalar.name(),
        FieldKind::Enum(index) => &model.enums[index.0].name,
        FieldKind::Object(index) => &model.objects[index.0].name,
        FieldKind::Link(link) => &model.record(link.target).name,
    }
}

fn field_directives(model: &Model, fields: &[Field], field: &Field, has_implied_index: bool) -> String {
    let mut text = String::new();
    let name = |index: FieldIndex| fields[index.0].name.as_str();
    if let FieldKind::Link(link) = &field.kind {
        let props = link.props.map(|props| model.objects[props.0].name.as_str());
        text += &arguments()
            .text("inverse", Some(&link.inverse))
            .text("props", props)
            .plain("onDelete", Some(on_delete(link.on_delete)))
            .plain("acyclic", link.acyclic.then_some(true))
            .of("link");
    }
    if let Some(default) = &field.default {
        text += &arguments().text("value", Some(&default_text(model, field, default))).of("default");
    }
    if field.index && !has_implied_index {
        text += &arguments().of("index");
    }
    if let Some(unit) = &field.unit {
        text += &arguments().plain("canonical", Some(unit.canonical.name())).bounds(&unit.bounds).of("unit");
    }
    if field.range != Bounds::default() {
        text += &arguments().bounds(&field.range).of("range");
    }
    if let Some(length) = &field.length {
        text += &arguments().plain("min", length.min).plain("max", length.max).of("length");
    }
    if let Some(pattern) = &field.pattern {
        let regex = Some(declared_regex(pattern));
        text += &arguments().text("regex", regex).text("message", Some(&pattern.message)).of("pattern");
    }
    if let Some(time) = &field.time {
        text += &arguments()
            .plain("future", (!time.future).then_some(false))
            .text("notBefore", time.not_before.map(name))
            .text("maxAfter", time.max_after.as_ref().map(crate::time::Span::as_str))
            .of("time");
    }
    if let Some(search) = &field.search {
        #[expect(clippy::float_cmp, reason = "the default weight is written as 1")]
        let weight = (search.weight != 1.0).then_some(search.weight);
        text += &arguments()
            .plain("weight", weight)
            .plain("facet", search.facet.then_some(true))
            .plain("suggest", search.suggest.then_some(true))
            .of("search");
    }
    if let Some(rule) = &field.compare {
        let block = rule.block.then_some(true);
        text += &arguments().plain("compare", Some(compare_name(rule.compare))).plain("block", block).of("match");
    }
    if let Some(function) = &field.computed {
        text += &arguments().text("function", Some(function)).of("computed");
    }
    if let Some(condition) = &field.show_if {
        let values = condition.values.iter().map(String::as_str);
        text += &arguments().text("field", Some(name(condition.field))).texts("in", values).of("showIf");
    }
    text + &marks(field.sensitive, field.public, &field.former_names)
}

fn marks(sensitive: bool, public: bool, former_names: &[String]) -> String {
    let mut text = String::new();
    if sensitive {
        text.push_str(" @sensitive");
    }
    if public {
        text.push_str(" @public");
    }
    for former in former_names {
        text += &arguments().text("name", Some(former)).of("was");
    }
    text
}

/// The template of an entry's title, as `@entry` writes it; `None` for a series.
pub fn title_template(record: &RecordType) -> Option<String> {
    match &record.kind {
        Kind::Entry { title } => Some(template(record, title)),
        Kind::Series { .. } => None,
    }
}

fn template(record: &RecordType, title: &[TitlePart]) -> String {
    let parts = title.iter().map(|part| match part {
        TitlePart::Text(text) => text.clone(),
        TitlePart::Field(field) => format!("{{{}}}", record.field(*field).name),
    });
    parts.collect()
}

fn on_delete(rule: OnDelete) -> &'static str {
    match rule {
        OnDelete::Restrict => "RESTRICT",
        OnDelete::Unlink => "UNLINK",
        OnDelete::Cascade => "CASCADE",
    }
}

/// How a way of comparing is written.
pub fn compare_name(compare: Compare) -> &'static str {
    match compare {
        Compare::Exact => "EXACT",
        Compare::Name => "NAME",
        Compare::Text => "TEXT",
        Compare::Date => "DATE",
        Compare::Number => "NUMBER",
        Compare::Phone => "PHONE",
        Compare::Email => "EMAIL",
        Compare::Address => "ADDRESS",
        Compare::Geo => "GEO",
    }
}

/// A field's default in the notation that `@default` reads; `None` when it has none.
pub fn default_notation(model: &Model, field: &Field) -> Option<String> {
    field.default.as_ref().map(|default| default_text(model, field, default))
}

/// A default in the notation that `@default` reads.
fn default_text(model: &Model, field: &Field, default: &DefaultValue) -> String {
    match default {
        DefaultValue::Now => "now".to_owned(),
        DefaultValue::Viewer => "viewer".to_owned(),
        DefaultValue::Literal(Value::Text(text)) if !field.list => text.clone(),
        DefaultValue::Literal(Value::Quantity(quantity)) => quantity_text(field, quantity),
        DefaultValue::Literal(Value::List(items)) if field.unit.is_some() => {
            let texts = items.iter().filter_map(|item| match item {
                Value::Quantity(quantity) => Some(serde_json::Value::String(quantity_text(field, quantity))),
                _ => None,
            });
            serde_json::Value::Array(texts.collect()).to_string()
        }
        DefaultValue::Literal(value) => match input::to_json(model, field, value) {
            serde_json::Value::String(text) if !field.list && field.scalar() != Some(Scalar::Json) => text,
            json => json.to_string(),
        },
    }
}

/// A quantity as it was entered: its number and its unit.
fn quantity_text(field: &Field, quantity: &Quantity) -> String {
    match (&quantity.entered, &field.unit) {
        (Some(entered), _) => format!("{} {}", entered.number, entered.unit.symbol()),
        (None, Some(unit)) => format!("{} {}", quantity.value, unit.canonical.symbol()),
        (None, None) => quantity.value.to_string(),
    }
}

fn describe(text: &mut String, indent: &str, description: Option<&str>) {
    if let Some(description) = description {
        put(text, format_args!("{indent}{}\n", quote(description)));
    }
}

fn put(text: &mut String, part: std::fmt::Arguments<'_>) {
    text.write_fmt(part).expect("writing to a string never fails");
}

/// A GraphQL string in one line.
fn quote(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            control if control.is_control() && u32::from(control) <= 0xffff => {
                put(&mut quoted, format_args!("\\u{:04x}", u32::from(control)));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}
