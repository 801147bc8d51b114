//! Every name that a definition takes in the API: its own, those made from it, and those that are taken already.

use std::collections::HashMap;

use super::{
    declare::{Declarations, EnumDeclaration, FieldDeclaration, ObjectDeclaration, Role, SCALARS},
    mistakes::Mistakes,
};
use crate::model::{FieldIndex, FieldKind, Model, Position, RecordType, Scalar, TypeIndex};

/// Types that all record types share. Nothing may be declared or made under these names.
const SHARED_TYPES: &str = "Query Mutation Subscription Entry ExternalKey ExternalKeyInput EntryType EntryField \
    PageInfo CountMode Direction SortDirection Trash Unit QuantityInput LinkConnection LinkEdge Link LinkIn \
    Neighborhood Path InputError InvalidInput VersionConflict DuplicateKey DuplicateFound InputErrorCode Warning \
    WarningCode Change ChangeConnection ChangeEdge Operation Origin Calendar GroupBy TimeBucket RangeBucket Having \
    StatOrder MetricOrder Fill StatKey NumberStat Metric SeriesMethod SeriesPoint SeriesGap Series EntryFilter \
    EntryOrder EntryConnection EntryEdge ChangeFilter SampleConflict IngestPayload RejectedRow SeriesDeletePayload \
    EntryPayload LinkPayload UndoPayload Op DeleteOp BatchMode BatchPayload BatchResult TypePlan DefinitionError \
    TypeChange TypeChangeKind TypeApplyPayload GeoPointInput MoneyInput Decimal OnDelete Compare EnumListFilter \
    GeoNear GeoNearInput";

/// Root fields that belong to no type.
const SHARED_ROOTS: &str = "types type entry entries changes neighborhood path search suggest duplicates \
    entryRestore entryPurge linkCreate linkDelete changeSetUndo batch typePlan typeApply";

/// Fields that every entry has.
const ENTRY_FIELDS: &[&str] = &[
    "id",
    "type",
    "title",
    "at",
    "version",
    "createdAt",
    "updatedAt",
    "trashedAt",
    "externalKeys",
    "links",
    "history",
];

/// Names that filters and inputs give a meaning of their own.
const FILTER_FIELDS: &[&str] = &["and", "or", "not", "trashed", "externalKeys"];

/// Fields of statistics; a numeric field of that name appears there with `Value` behind it.
const STATISTIC_FIELDS: &[&str] = &["count", "key", "start", "end"];

/// Names of one kind, each taken once; those that differ only in case count as one.
#[derive(Default)]
struct Names(HashMap<String, Owner>);

#[derive(Clone)]
struct Owner {
    name: String,
    /// Who has it, for messages.
    who: String,
    /// Where that was declared; `None` for what Daybook brings along.
    position: Option<Position>,
    /// It was declared and not made.
    declared: bool,
}

impl Names {
    fn shared(names: &str, who: &str) -> Self {
        let mut all = Self::default();
        for name in names.split_whitespace() {
            all.reserve(name, who);
        }
        all
    }

    fn reserve(&mut self, name: &str, who: &str) {
        let owner = Owner { name: name.to_owned(), who: who.to_owned(), position: None, declared: false };
        self.0.insert(name.to_lowercase(), owner);
    }

    /// Takes a name, or says who has it.
    fn take(&mut self, owner: Owner, hint: &str, mistakes: &mut Mistakes) {
        let Some(other) = self.0.get(&owner.name.to_lowercase()) else {
            self.0.insert(owner.name.to_lowercase(), owner);
            return;
        };
        // What was declared can be renamed, what is made of it cannot: the mistake stands where the remedy is.
        let (blamed, other) = if other.declared && !owner.declared { (other.clone(), &owner) } else { (owner, other) };
        let Some(position) = &blamed.position else { return };
        let place = other.position.as_ref().map(|place| format!(" ({place})")).unwrap_or_default();
        let message = if blamed.name == other.name {
            format!("the name `{}` is taken: it is {}{place}", blamed.name, other.who)
        } else {
            let (name, taken) = (&blamed.name, &other.name);
            format!("the name `{name}` differs only in case from `{taken}`, which is {}{place}", other.who)
        };
        let hint =
            if blamed.declared { hint.to_owned() } else { format!("{hint}; `{}` is {}", blamed.name, blamed.who) };
        mistakes.add(position, message, hint);
    }
}

/// Checks the spelling of all names and that none is taken, as far as no link is needed for it.
pub fn check(declarations: &Declarations, mistakes: &mut Mistakes) {
    for object in &declarations.objects {
        check_object(object, mistakes);
    }
    for declared in &declarations.enums {
        check_enum(declared, mistakes);
    }
    check_type_names(declarations, mistakes);
    check_root_fields(declarations, mistakes);
}

fn check_object(object: &ObjectDeclaration, mistakes: &mut Mistakes) {
    check_spelling(&object.name, &object.position, "type", is_pascal, pascal, mistakes);
    if object.fields.is_empty() {
        let message = format!("`{}` has no fields", object.name);
        mistakes.add(&object.position, message, "add fields in braces, such as `{ name: String! }`");
    }
    let mut fields = Names::default();
    for field in &object.fields {
        check_spelling(&field.name, &field.position, "field", is_camel, camel, mistakes);
        check_reserved(object, field, mistakes);
        let who = format!("a field of `{}`", object.name);
        let owner = Owner { name: field.name.clone(), who, position: Some(field.position.clone()), declared: true };
        fields.take(owner, "rename one of the two fields", mistakes);
    }
}

fn check_enum(declared: &EnumDeclaration, mistakes: &mut Mistakes) {
    check_spelling(&declared.name, &declared.position, "enum", is_pascal, pascal, mistakes);
    if declared.values.is_empty() {
        let message = format!("the enum `{}` has no values", declared.name);
        mistakes.add(&declared.position, message, "add values in braces, such as `{ GOOD FAIR POOR }`");
    }
    let mut values = Names::default();
    for value in &declared.values {
        check_spelling(&value.name, &value.position, "enum value", is_screaming, screaming, mistakes);
        let who = format!("a value of `{}`", declared.name);
        let owner = Owner { name: value.name.clone(), who, position: Some(value.position.clone()), declared: true };
        values.take(owner, "remove or rename one of the two values", mistakes);
    }
}

fn check_reserved(object: &ObjectDeclaration, field: &FieldDeclaration, mistakes: &mut Mistakes) {
    let name = field.name.as_str();
    let role = object.directives.get("entry").or_else(|| object.directives.get("series"));
    let is_at = name == "at" && role.and_then(|role| role.text("at")) == Some("at");
    let kept = match object.role {
        Role::Entry => ENTRY_FIELDS.contains(&name),
        Role::Series => matches!(name, "at" | "flagged"),
        Role::Props | Role::Embedded => false,
    };
    if FILTER_FIELDS.contains(&name) {
        let message = format!("a field cannot be named `{name}`: filters and inputs give that name a meaning");
        mistakes.add(&field.position, message, format!("choose another name, such as `{name}Value`"));
    } else if kept && name == "title" {
        let template = role.and_then(|role| role.text("title"));
        if template != Some("{title}") || field.ty.to_string() != "String!" {
            let hint = "write `title: String!` with `title: \"{title}\"` in `@entry`, or choose another name";
            mistakes.add(&field.position, "a field `title` must be the title of the entry", hint);
        }
    } else if kept && !is_at {
        let kind = if object.role == Role::Entry { "entry" } else { "sample" };
        let hint = if name == "at" {
            "name it in the directive (`at: \"at\"`), or choose another name".to_owned()
        } else {
            format!("choose another name, such as `{name}Value`")
        };
        mistakes.add(&field.position, format!("the name `{name}` is kept: every {kind} has such a field"), hint);
    }
}

fn check_type_names(declarations: &Declarations, mistakes: &mut Mistakes) {
    let mut names = Names::shared(SHARED_TYPES, "a type that Daybook has");
    for (scalar, _) in SCALARS {
        for suffix in ["", "Filter", "ListFilter"] {
            names.reserve(&format!("{scalar}{suffix}"), "a type that Daybook has");
        }
    }
    let objects = declarations.objects.iter().map(|object| (&object.name, &object.position));
    let enums = declarations.enums.iter().map(|declared| (&declared.name, &declared.position));
    for (name, position) in objects.chain(enums) {
        let who = format!("the name of the type `{name}`");
        let owner = Owner { name: name.clone(), who, position: Some(position.clone()), declared: true };
        names.take(owner, "choose another name, or write `extend type` to add fields", mistakes);
    }
    for object in &declarations.objects {
        for suffix in made_suffixes(object) {
            names.take(made(&object.name, suffix, &object.position), "rename one of the two types", mistakes);
        }
    }
    for declared in &declarations.enums {
        for suffix in ["Filter", "ListFilter"] {
            names.take(made(&declared.name, suffix, &declared.position), "rename one of the two types", mistakes);
        }
    }
}

fn made(name: &str, suffix: &str, position: &Position) -> Owner {
    Owner {
        name: format!("{name}{suffix}"),
        who: format!("made by Daybook for `{name}`"),
        position: Some(position.clone()),
        declared: false,
    }
}

fn made_suffixes(object: &ObjectDeclaration) -> Vec<&'static str> {
    let mut suffixes = match object.role {
        Role::Entry => vec![
            "Connection",
            "Edge",
            "Filter",
            "OneFilter",
            "ManyFilter",
            "Order",
            "Stat",
            "Create",
            "Patch",
            "Update",
            "One",
            "Many",
            "Payload",
            "ManyPayload",
            "Live",
        ],
        Role::Series => vec!["Connection", "Edge", "Filter", "ManyFilter", "Order", "Stat", "Create", "Live"],
        Role::Props | Role::Embedded => vec!["Input", "Filter", "ListFilter"],
    };
    if object.role == Role::Entry && object.directives.has("key") {
        suffixes.push("Key");
    }
    suffixes
}

fn check_root_fields(declarations: &Declarations, mistakes: &mut Mistakes) {
    let mut names = Names::shared(SHARED_ROOTS, "a field that Daybook has");
    let roots =
        |object: &ObjectDeclaration| object.directives.get("entry").or(object.directives.get("series")).cloned();
    // All plurals first: of a plural and a name made of another, the plural is what can be changed.
    for (_, object) in declarations.records() {
        let Some((directive, plural)) = roots(object).and_then(|it| Some((it.clone(), it.text("plural")?.to_owned())))
        else {
            continue;
        };
        let position = directive.place("plural").clone();
        check_spelling(&plural, &position, "plural", is_camel, camel, mistakes);
        let who = format!("the list field of `{}`", object.name);
        let owner = Owner { name: plural, who, position: Some(position), declared: true };
        names.take(owner, "choose another plural", mistakes);
    }
    for (_, object) in declarations.records() {
        let Some(directive) = roots(object) else { continue };
        let Some(plural) = directive.text("plural") else { continue };
        let singular = singular(&object.name);
        let of_plural = ["Stats", "Series", "Live", "StatsLive"].map(|suffix| format!("{plural}{suffix}"));
        let more: Vec<String> = if object.role == Role::Entry {
            let suffixes =
                ["", "Create", "CreateMany", "Update", "UpdateMany", "Upsert", "UpsertMany", "Delete", "DeleteMany"];
            suffixes.iter().map(|suffix| format!("{singular}{suffix}")).collect()
        } else {
            ["Add", "Delete"].iter().map(|suffix| format!("{plural}{suffix}")).collect()
        };
        for name in of_plural.into_iter().chain(more) {
            let who = format!("a field that Daybook makes for `{}`", object.name);
            let owner = Owner { name, who, position: Some(object.position.clone()), declared: false };
            names.take(owner, "choose another plural or type name", mistakes);
        }
    }
}

/// Checks what follows from links: inverses among the fields of their targets, and types made for links with
/// properties.
pub fn check_relations(declarations: &Declarations, model: &Model, mistakes: &mut Mistakes) {
    for index in model.indexes() {
        check_members(model, model.record(index), mistakes);
    }
    let mut names = Names::default();
    for object in &declarations.objects {
        names.reserve_at(&object.name, &format!("the type `{}`", object.name), &object.position);
        for suffix in made_suffixes(object) {
            let who = format!("made by Daybook for `{}`", object.name);
            names.reserve_at(&format!("{}{suffix}", object.name), &who, &object.position);
        }
    }
    for declared in &declarations.enums {
        names.reserve_at(&declared.name, &format!("the enum `{}`", declared.name), &declared.position);
    }
    for index in model.indexes() {
        for (position, stem) in property_links(model, index) {
            for suffix in ["Connection", "Edge", "Filter", "Many", "Link", "Create", "Update"] {
                let who = format!("made by Daybook for a link with properties ({position})");
                let owner =
                    Owner { name: format!("{stem}{suffix}"), who, position: Some(position.clone()), declared: false };
                names.take(owner, "rename the field or the other type", mistakes);
            }
        }
    }
}

impl Names {
    fn reserve_at(&mut self, name: &str, who: &str, position: &Position) {
        let owner =
            Owner { name: name.to_owned(), who: who.to_owned(), position: Some(position.clone()), declared: false };
        self.0.entry(name.to_lowercase()).or_insert(owner);
    }
}

/// The stem of the names made for each link with properties, on either side. Both sides share them when both ends are
/// of one type.
fn property_links(model: &Model, index: TypeIndex) -> Vec<(Position, String)> {
    let record = model.record(index);
    let mut stems = Vec::new();
    for field in &record.fields {
        let Some(link) = field.link().filter(|link| link.props.is_some()) else { continue };
        stems.push((field.position.clone(), format!("{}{}", record.name, upper_first(&field.name))));
        if link.target != index {
            let target = &model.record(link.target).name;
            stems.push((field.position.clone(), format!("{target}{}", upper_first(&link.inverse))));
        }
    }
    stems
}

/// Names that a record type's fields, inverses and their statistics take in its API type.
fn check_members(model: &Model, record: &RecordType, mistakes: &mut Mistakes) {
    let mut names = Names::default();
    let own = |field: FieldIndex| record.field(field);
    for (index, field) in record.indexed_fields() {
        let who = format!("a field of `{}`", record.name);
        names.reserve_at(&field.name, &who, &own(index).position);
    }
    for (_, field) in record.indexed_fields() {
        let is_number = matches!(
            field.kind,
            FieldKind::Scalar(Scalar::Int | Scalar::Float | Scalar::Quantity | Scalar::Money | Scalar::Duration)
        );
        if STATISTIC_FIELDS.contains(&field.name.as_str()) && is_number {
            let who = format!("the statistics of the field `{}`", field.name);
            let owner = Owner {
                name: format!("{}Value", field.name),
                who,
                position: Some(field.position.clone()),
                declared: false,
            };
            names.take(owner, "rename one of the two fields", mistakes);
        }
        if field.list && field.link().is_some() {
            let who = format!("the statistics of the links `{}`", field.name);
            let owner = Owner {
                name: format!("{}Stats", field.name),
                who,
                position: Some(field.position.clone()),
                declared: false,
            };
            names.take(owner, "rename one of the two fields", mistakes);
        }
    }
    for inverse in &record.inverses {
        let position = &model.record(inverse.source).field(inverse.field).position;
        let who =
            format!("the statistics of the list `{}` that `{}` gives", inverse.name, model.record(inverse.source).name);
        let owner =
            Owner { name: format!("{}Stats", inverse.name), who, position: Some(position.clone()), declared: false };
        names.take(owner, "choose another inverse", mistakes);
    }
}

/// Why a name cannot be a list field that a link gives to an entry type, if it cannot.
pub fn inverse_problem(name: &str) -> Option<&'static str> {
    if ENTRY_FIELDS.contains(&name) {
        return Some("every entry has such a field");
    }
    FILTER_FIELDS.contains(&name).then_some("filters and inputs give that name a meaning")
}

/// Checks the spelling of the name of a list field that a link gives to its target.
pub fn check_inverse_spelling(name: &str, position: &Position, mistakes: &mut Mistakes) {
    check_spelling(name, position, "inverse", is_camel, camel, mistakes);
}

fn check_spelling(
    name: &str,
    position: &Position,
    what: &str,
    is_right: fn(&str) -> bool,
    make_right: fn(&str) -> String,
    mistakes: &mut Mistakes,
) {
    if name.starts_with("__") {
        let message = format!("the {what} `{name}` starts with two underscores, which GraphQL keeps for itself");
        mistakes.add(position, message, format!("write `{}`", make_right(name)));
    } else if !is_right(name) {
        let style = match what {
            "type" | "enum" => "PascalCase",
            "enum value" => "SCREAMING_SNAKE_CASE",
            _ => "camelCase",
        };
        let right = make_right(name);
        let hint = if is_right(&right) { format!("write `{right}`") } else { "start it with a letter".to_owned() };
        mistakes.add(position, format!("the {what} `{name}` is not in {style}"), hint);
    }
}

fn is_pascal(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.chars().all(|other| other.is_ascii_alphanumeric())
}

fn is_camel(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|other| other.is_ascii_alphanumeric())
}

fn is_screaming(name: &str) -> bool {
    let allowed = |other: char| other.is_ascii_uppercase() || other.is_ascii_digit() || other == '_';
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name.chars().all(allowed)
        && !name.ends_with('_')
        && !name.contains("__")
}

/// The words of a name in any of the usual spellings.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut previous = '_';
    for character in name.chars() {
        if !character.is_ascii_alphanumeric() {
            previous = '_';
            continue;
        }
        let starts = previous == '_' || (character.is_ascii_uppercase() && previous.is_ascii_lowercase());
        match words.last_mut() {
            Some(word) if !starts => word.push(character),
            _ => words.push(character.to_string()),
        }
        previous = character;
    }
    words
}

fn pascal(name: &str) -> String {
    words(name).iter().map(|word| upper_first(&spelt(word))).collect()
}

fn camel(name: &str) -> String {
    let words = words(name);
    let rest = words.iter().skip(1).map(|word| upper_first(&spelt(word)));
    words.first().map(|first| singular(&spelt(first))).into_iter().chain(rest).collect()
}

fn screaming(name: &str) -> String {
    words(name).join("_").to_uppercase()
}

/// A shouted word in small letters; others stay.
fn spelt(word: &str) -> String {
    if word.len() > 1 && word.chars().all(|letter| !letter.is_ascii_lowercase()) {
        word.to_lowercase()
    } else {
        word.to_owned()
    }
}

fn upper_first(name: &str) -> String {
    let mut characters = name.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

fn singular(name: &str) -> String {
    let mut characters = name.chars();
    characters.next().map(|first| first.to_lowercase().chain(characters).collect()).unwrap_or_default()
}
