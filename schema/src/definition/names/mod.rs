//! Every name that a definition takes in the API: its own, those made from it, and those that are taken already.

mod relations;
mod reserved;
mod spelling;
mod taken;

pub use self::{
    relations::check_relations,
    reserved::{Reserved, StoredNames, is_reserved_field, is_reserved_root},
};
use self::{
    spelling::{camel, check_spelling, is_camel, is_pascal, is_screaming, lower_first, pascal, screaming},
    taken::{Names, Owner},
};
use super::{
    declare::{Declarations, EnumDeclaration, FieldDeclaration, ObjectDeclaration, Role},
    mistakes::Mistakes,
};
use crate::model::{Position, Scalar};

/// Types that all record types share. Nothing may be declared or made under these names.
const SHARED_TYPES: &str = "Query Mutation Subscription Entry ExternalKey ExternalKeyInput EntryType EntryTypeKind EntryTypeKey \
    EntryTypeSeries EntryTypeApi EntryField EntryFieldKind EntryFieldOption EntryFieldUnit EntryFieldLink \
    EntryFieldPattern EntryFieldTime EntryFieldShowIf EntryFieldSearch EntryFieldMatch EntryFieldFilter EntryFieldGroup \
    PageInfo CountMode Direction SortDirection Trash Unit QuantityInput LinkConnection LinkEdge Link LinkIn \
    Neighborhood Path InputError InvalidInput VersionConflict DuplicateKey DuplicateFound InputErrorCode Warning \
    WarningCode Change ChangeConnection ChangeEdge Operation Origin Calendar GroupBy TimeBucket RangeBucket Having \
    StatOrder MetricOrder Fill StatKey NumberStat Metric SeriesMethod SeriesPoint SeriesGap Series EntryFilter \
    EntryOrder EntryConnection EntryEdge ChangeFilter SampleConflict IngestPayload RejectedRow SampleWarning SeriesDeletePayload \
    SeriesFlagPayload EntryPayload LinkPayload UndoPayload Op DeleteOp RestoreOp BatchMode BatchPayload BatchResult TypePlan DefinitionError \
    TypeChange TypeChangeKind TypeApplyPayload DemoPayload Affected Retention GeoPointInput MoneyInput Decimal OnDelete Compare ListFilter \
    GeoNear GeoPolygon";

/// Root fields that belong to no type.
const SHARED_ROOTS: &str = "types type entry entries changes neighborhood path \
    entryRestore entryPurge linkCreate linkDelete changeSetUndo batch typePlan typeApply \
    typeExport typeLanguage typesChanged retention demoLoad demoClear";

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

/// Types that can be declared together: the API of more takes too long to read for those who use it.
const MAX_TYPES: usize = 1_000;

/// Fields of one type: a table has room for three columns of each.
const MAX_FIELDS: usize = 500;

/// Checks the spelling of all names and that none is taken, as far as no link is needed for it.
pub fn check(declarations: &Declarations, mistakes: &mut Mistakes) {
    if let Some(object) = declarations.objects.get(MAX_TYPES) {
        let message = format!("there are {} types; {MAX_TYPES} are allowed", declarations.objects.len());
        mistakes.add(&object.position, message, "use fewer types, with an enum field that tells their kinds apart");
    }
    for object in &declarations.objects {
        check_object(object, mistakes);
    }
    for declared in &declarations.enums {
        check_enum(declared, mistakes);
    }
    let taken = check_type_names(declarations, mistakes);
    check_root_fields(declarations, taken, mistakes);
}

fn check_object(object: &ObjectDeclaration, mistakes: &mut Mistakes) {
    check_spelling(&object.name, &object.position, "type", is_pascal, pascal, mistakes);
    if object.fields.is_empty() {
        let message = format!("`{}` has no fields", object.name);
        mistakes.add(&object.position, message, "add fields in braces, such as `{ name: String! }`");
    }
    if let Some(field) = object.fields.get(MAX_FIELDS) {
        let message = format!("`{}` has {} fields; {MAX_FIELDS} are allowed", object.name, object.fields.len());
        mistakes.add(
            &field.position,
            message,
            "move what belongs together into an object, or into a type that links here",
        );
    }
    let mut fields = Names::default();
    for field in &object.fields {
        let right = camel(&field.name);
        if object.role == Role::Entry && right != field.name && ENTRY_FIELDS.contains(&right.as_str()) {
            let message = format!("the field `{}` is not in camelCase", field.name);
            mistakes.add(&field.position, message, format!("every entry has `{right}` already; leave it out"));
            continue;
        }
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
    } else if is_at && object.role == Role::Entry && field.ty.to_string().ends_with('!') {
        let message = format!(
            "`{}.at` cannot be required: every entry has a field `at`, and in the API it may be null",
            object.name
        );
        let hint = format!(
            "write `at: {}`, or choose another name, such as `happenedAt`, and name that in `@entry`",
            field.ty.to_string().trim_end_matches('!')
        );
        mistakes.add(&field.position, message, hint);
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

/// Answers the places of types whose own names are taken.
fn check_type_names<'a>(declarations: &'a Declarations, mistakes: &mut Mistakes) -> Vec<&'a Position> {
    let mut names = Names::shared(SHARED_TYPES, "a type that Daybook has");
    for scalar in Scalar::ALL.iter().map(|scalar| scalar.name()) {
        for suffix in ["", "Filter", "ListFilter"] {
            names.reserve(&format!("{scalar}{suffix}"), "a type that Daybook has");
        }
    }
    let objects = declarations.objects.iter().map(|object| (&object.name, &object.position));
    let enums = declarations.enums.iter().map(|declared| (&declared.name, &declared.position));
    let mut taken = Vec::new();
    for (name, position) in objects.chain(enums) {
        let who = format!("the name of the type `{name}`");
        let owner = Owner { name: name.clone(), who, position: Some(position.clone()), declared: true };
        let hint = "choose another name, or write `extend type` to add fields";
        if !names.take(owner, hint, mistakes) {
            taken.push(position);
        }
    }
    // What would be made of a type whose own name is taken is no mistake of its own.
    for object in declarations.objects.iter().filter(|object| !taken.contains(&&object.position)) {
        for suffix in made_suffixes(object) {
            names.take(made(&object.name, suffix, &object.position), "rename one of the two types", mistakes);
        }
    }
    for declared in declarations.enums.iter().filter(|declared| !taken.contains(&&declared.position)) {
        for suffix in ["Filter", "ListFilter"] {
            names.take(made(&declared.name, suffix, &declared.position), "rename one of the two types", mistakes);
        }
    }
    taken
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

fn check_root_fields<'a>(declarations: &'a Declarations, mut taken: Vec<&'a Position>, mistakes: &mut Mistakes) {
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
        if !names.take(owner, "choose another plural", mistakes) {
            taken.push(&object.position);
        }
    }
    for (_, object) in declarations.records() {
        let Some(directive) = roots(object).filter(|_| !taken.contains(&&object.position)) else { continue };
        let Some(plural) = directive.text("plural") else { continue };
        for name in made_roots(object, plural) {
            let who = format!("a field that Daybook makes for `{}`", object.name);
            let owner = Owner { name, who, position: Some(object.position.clone()), declared: false };
            names.take(owner, "choose another plural or type name", mistakes);
        }
    }
}

/// Fields of the root types that are made for a type, beside its list.
fn made_roots(object: &ObjectDeclaration, plural: &str) -> Vec<String> {
    let of_plural = ["Stats", "Series", "Live", "StatsLive"].map(|suffix| format!("{plural}{suffix}"));
    let more: Vec<String> = if object.role == Role::Entry {
        let singular = lower_first(&object.name);
        let suffixes =
            ["", "Create", "CreateMany", "Update", "UpdateMany", "Upsert", "UpsertMany", "Delete", "DeleteMany"];
        suffixes.iter().map(|suffix| format!("{singular}{suffix}")).collect()
    } else {
        ["Add", "Delete", "Flag"].iter().map(|suffix| format!("{plural}{suffix}")).collect()
    };
    of_plural.into_iter().chain(more).collect()
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
