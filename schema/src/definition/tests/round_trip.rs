//! What is printed reads back as an equal model, whatever was declared.

use proptest::prelude::*;

use super::{
    super::{built_in, print},
    *,
};
use crate::model::Position;

const EVERYTHING: &str = r#"
"Where \"things\" grow, back\\slash and\nline."
type Bed @entry(plural: "beds", title: "bed {name}", icon: "square", at: "dug") @key(fields: ["name", "plot"]) @public
  @was(name: "Patch") @was(name: "Border") {
  name: String! @length(min: 1, max: 60) @search(weight: 2.5, facet: true, suggest: true) @match(compare: NAME, block: true)
  plot: Plot! @link(inverse: "beds", onDelete: CASCADE)
  dug: Date @time(future: false) @default(value: "now")
  code: String @pattern(regex: "^[A-Z]\\d{2}$|x", message: "like A12") @was(name: "label") @sensitive @index
  neighbours: [Bed!] @link(inverse: "neighbourOf", props: "Fence", acyclic: true)
  who: String @default(value: "viewer")
  soil: Soil @default(value: "CLAY")
  acid: Float @range(min: 0, max: 14, warnMin: 5.5, warnMax: 8) @showIf(field: "soil", in: ["CLAY", "LOAM"])
  tags: [String!]! @length(max: 5) @default(value: "[\"a \\\"b\\\"\"]")
  water: Quantity @unit(canonical: ML, min: 0, max: 5000, warnMax: 2000) @default(value: "1 l")
  area: Quantity @unit(canonical: CM) @default(value: "12.5")
  home: Address @default(value: "{\"street\": \"High St\"}")
  price: Money @default(value: "{\"amount\": 12.5, \"currency\": \"EUR\"}")
  rest: Duration @default(value: "P1M")
  extra: JSON @default(value: "\"5\"")
  sum: Int @computed(function: "bedSum")
  count: Int @default(value: "3")
  half: Float @default(value: "0.5")
  opened: DateTime @default(value: "2026-05-05T10:00:00Z")
  closed: DateTime @time(notBefore: "opened", maxAfter: "P1D")
  every: Time @default(value: "10:00:00")
  place: GeoPoint @default(value: "{\"lat\": 1.5, \"lon\": -2}")
}
type Plot @entry(plural: "plots", title: "{title}") { title: String! }
type Sound @series(plural: "sounds", of: "bed", at: "at", every: "PT10M", everyFrom: "rest", gapFactor: 2.5, gapFactorFrom: "half", keep: "P1Y") @sensitive {
  bed: Bed! @link(inverse: "sounds")
  at: DateTime!
  level: Float
}
type Fence @props { height: Quantity @unit(canonical: M) since: Date! @default(value: "2026-01-31") }
type Address { street: String! "Where" next: Address }
"What it is made of."
enum Soil { CLAY LOAM @was(name: "MUD") "Mostly sand." SAND }
extend type Bed { note: String @search }
extend enum Soil { CHALK }
"#;

/// Everything of a model but places, which a printed text has elsewhere, and what is no part of the language.
fn comparable(mut model: Model) -> String {
    for record in &mut model.types {
        record.position = Position::default();
        record.built_in = false;
        record.fields.iter_mut().for_each(|field| field.position = Position::default());
    }
    for object in &mut model.objects {
        object.position = Position::default();
        object.fields.iter_mut().for_each(|field| field.position = Position::default());
    }
    for declared in &mut model.enums {
        declared.position = Position::default();
        declared.values.iter_mut().for_each(|value| value.position = Position::default());
    }
    let mut names: Vec<_> = std::mem::take(&mut model.names).into_iter().collect();
    names.sort();
    format!("{names:?} {model:#?}")
}

#[test]
fn a_printed_model_reads_back_as_an_equal_model() {
    let first = model(EVERYTHING);
    let printed = print(&first);
    let second = model(&printed);
    assert_eq!(print(&second), printed);
    assert_eq!(comparable(second), comparable(first));
}

#[test]
fn the_types_that_come_with_daybook_read_back_as_an_equal_model() {
    let first = load(&built_in()).unwrap_or_else(|errors| panic!("{}", listed(&errors)));
    let second = model(&print(&first));
    assert_eq!(comparable(second), comparable(first));
}

#[test]
fn the_fingerprint_ignores_files_comments_and_whitespace_and_sees_everything_else() {
    let first = model(EVERYTHING);
    let spread = EVERYTHING.replace("{ ", "{\n\n  # a comment\n ").replace('\n', "\r\n");
    let other = load(&[Source { file: "elsewhere".to_owned(), text: spread, built_in: true }]).unwrap();
    let changed = model(&EVERYTHING.replace("max: 5000", "max: 5001"));
    assert_eq!(first.fingerprint.len(), 64);
    assert_eq!(first.fingerprint, other.fingerprint);
    assert_ne!(first.fingerprint, changed.fingerprint);
}

#[test]
fn a_file_of_comments_only_declares_nothing() {
    let model = model("# nothing yet\n\u{feff}\n");
    assert_eq!(model.types.len(), 0);
}

#[test]
fn an_extension_may_come_before_its_type_and_from_another_file() {
    let early =
        Source { file: "a.graphql".to_owned(), text: "extend type Bed { note: String }".to_owned(), built_in: false };
    let late = source("type Bed @entry(plural: \"beds\", title: \"{name}\") { name: String! }");
    let model = load(&[early, late]).unwrap();
    let names: Vec<_> = model.types[0].fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["name", "note"]);
}

/// Pieces that make texts near enough to definitions to get far.
fn pieces() -> impl Strategy<Value = String> {
    let words = EVERYTHING.split_inclusive([' ', '\n', '(', '{']).map(str::to_owned).collect::<Vec<_>>();
    let piece = prop_oneof![8 => prop::sample::select(words), 1 => "\\PC{0,4}", 1 => "[\\[\\]{}()\"#@!:]"];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// The whole text with some words left out or doubled, so that most of it still makes sense.
fn damaged() -> impl Strategy<Value = String> {
    let words: Vec<_> = EVERYTHING.split_inclusive([' ', '\n']).map(str::to_owned).collect();
    let count = words.len();
    prop::collection::vec((0..count, any::<bool>()), 0..4).prop_map(move |damages| {
        let mut words = words.clone();
        for (place, doubled) in damages {
            words[place] = if doubled { words[place].repeat(2) } else { String::new() };
        }
        words.concat()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_text_makes_loading_panic_and_every_mistake_has_a_place(text in prop_oneof![pieces(), damaged()]) {
        if let Err(errors) = load(&[source(&text)]) {
            prop_assert!(!errors.is_empty());
            for error in errors {
                prop_assert!(error.position.line >= 1 && error.position.column >= 1, "{}", error);
            }
        }
    }

    #[test]
    fn whatever_loads_prints_and_reads_back(text in damaged()) {
        if let Ok(first) = load(&[source(&text)]) {
            let printed = print(&first);
            let second = load(&[source(&printed)]);
            prop_assert!(second.is_ok(), "{}\n{printed}", listed(&second.err().unwrap_or_default()));
            prop_assert_eq!(comparable(second.unwrap()), comparable(first));
        }
    }
}
