//! The surface against the contract, and the rules of names.

use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

use async_graphql::extensions::{Extension, ExtensionFactory};
use daybook_schema::definition::{Source, load};

use super::{Shape, Surface, print, sdl};
use crate::schema;

struct Nothing;

impl Extension for Nothing {}

impl ExtensionFactory for Nothing {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Nothing)
    }
}

fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("DAYBOOK_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from);
    folder.is_dir().then_some(folder)
}

fn surface(text: &str) -> Surface {
    let source = Source { file: "test.graphql".to_owned(), text: text.to_owned(), built_in: false };
    Surface::build(Arc::new(load(&[source]).expect("the definitions are right")))
}

fn members(shape: &Shape) -> BTreeMap<String, (String, BTreeMap<String, String>)> {
    match shape {
        Shape::Object { fields, .. } | Shape::Interface { fields } => fields
            .iter()
            .map(|(name, field)| {
                let arguments = field.arguments.iter();
                let arguments = arguments.map(|(name, argument)| {
                    let default = argument.default.as_ref().map(|value| format!(" = {value}")).unwrap_or_default();
                    (name.clone(), format!("{}{default}", argument.ty))
                });
                (name.clone(), (field.ty.to_string(), arguments.collect()))
            })
            .collect(),
        Shape::Input { fields, .. } => {
            fields.iter().map(|(name, field)| (name.clone(), (field.ty.to_string(), BTreeMap::new()))).collect()
        }
        Shape::Enum { values } => {
            values.iter().map(|value| (value.name.clone(), (String::new(), BTreeMap::new()))).collect()
        }
        Shape::Scalar { .. } => BTreeMap::new(),
    }
}

#[test]
fn holds_the_contract() {
    let Some(folder) = shared() else {
        eprintln!("skipped: the contract is not beside the repository");
        return;
    };
    let read = |path: &str| std::fs::read_to_string(folder.join(path)).expect("part of the contract");
    let surface = surface(&read("contract/types/garden.graphql"));

    let mut missing = Vec::new();
    for wanted in sdl::read(&read("contract/api.graphql")).expect("the contract is SDL") {
        let wanted = wanted.ty;
        let Some(have) = surface.types.get(&wanted.name) else {
            missing.push(wanted.name);
            continue;
        };
        if let (Shape::Input { one_of: wanted_one, .. }, Shape::Input { one_of, .. }) = (&wanted.shape, &have.shape)
            && wanted_one != one_of
        {
            missing.push(format!("{} @oneOf", wanted.name));
        }
        let have = members(&have.shape);
        for (name, (ty, arguments)) in members(&wanted.shape) {
            match have.get(&name) {
                Some((have_ty, have_arguments))
                    if *have_ty == ty && arguments.iter().all(|(name, ty)| have_arguments.get(name) == Some(ty)) => {}
                other => missing.push(format!("{}.{name}: {ty} {arguments:?}, have {other:?}", wanted.name)),
            }
        }
    }
    assert!(missing.is_empty(), "{} parts of the contract are missing:\n{}", missing.len(), missing.join("\n"));
}

#[test]
fn describes_everything() {
    let surface = surface(SHOP);
    let mut bare = Vec::new();
    for ty in surface.types.values() {
        let mut check = |place: String, text: &str| {
            if text.trim().len() < 4 {
                bare.push(place);
            }
        };
        check(ty.name.clone(), &ty.description);
        match &ty.shape {
            Shape::Object { fields, .. } | Shape::Interface { fields } => {
                for (name, field) in fields {
                    check(format!("{}.{name}", ty.name), &field.description);
                    for (argument, declared) in &field.arguments {
                        check(format!("{}.{name}({argument})", ty.name), &declared.description);
                    }
                }
            }
            Shape::Input { fields, .. } => {
                for (name, field) in fields {
                    check(format!("{}.{name}", ty.name), &field.description);
                }
            }
            Shape::Enum { values } => {
                for value in values {
                    check(format!("{}.{}", ty.name, value.name), &value.description);
                }
            }
            Shape::Scalar { .. } => {}
        }
    }
    assert_eq!(bare, Vec::<String>::new());
}

#[test]
fn has_no_conflicts_and_builds() {
    let surface = surface(SHOP);
    assert_eq!(surface.conflicts, Vec::<String>::new());
    schema::build(&surface, Nothing).expect("a valid schema");
}

#[test]
fn serves_the_built_in_types_and_functions() {
    let model = load(&daybook_schema::definition::built_in()).expect("the built-in definitions are right");
    let surface = Surface::build(Arc::new(model));
    assert_eq!(surface.field("Query", "formulaMix").map(|field| field.role), Some(super::FieldRole::Function));
    schema::build(&surface, Nothing).expect("a valid schema");
}

#[test]
fn prints_sdl_that_reads_back_the_same() {
    let surface = surface(SHOP);
    let written = sdl::read(&print(&surface)).expect("printed SDL is SDL");
    assert_eq!(written.len(), surface.types.len());
    for written in written {
        assert_eq!(members(&written.ty.shape), members(&surface.types[&written.ty.name].shape), "{}", written.ty.name);
    }
}

#[test]
fn refuses_a_name_that_is_wanted_twice() {
    let model = Arc::clone(&surface(SHOP).model);
    let surface = super::builder::build(&model, &[("twice.graphql", "type Money { amount: Int! }")]);
    let error = schema::build(&surface, Nothing).expect_err("a conflict").to_string();
    assert!(error.contains("`Money` is wanted twice"), "{error}");
}

#[test]
fn adds_fields_for_functions_with_their_types() {
    let model = Arc::clone(&surface(SHOP).model);
    let text = r#"
        "A mix." type Mix { "How much." water: Quantity! }
        extend type Query { "Mixes." mix("Into this." volume: QuantityInput!): Mix! }
    "#;
    let surface = super::builder::build(&model, &[("mix.graphql", text)]);
    assert_eq!(surface.field("Query", "mix").map(|field| field.role), Some(super::FieldRole::Function));
    assert_eq!(surface.field("Mix", "water").map(|field| field.role), Some(super::FieldRole::Plain));
    assert_eq!(surface.conflicts, Vec::<String>::new());
}

#[test]
fn reports_a_declared_field_with_an_unknown_type() {
    let model = Arc::clone(&surface(SHOP).model);
    let surface = super::builder::build(&model, &[("x.graphql", "extend type Query { mix: Mixture! }")]);
    assert_eq!(surface.conflicts, ["the type `Mixture` is used, but there is none of that name"]);
}

#[test]
fn names_links_with_properties_after_each_side() {
    let surface = surface(SHOP);
    let ty = |type_name: &str, field: &str| surface.field(type_name, field).map(|field| field.ty.to_string());
    assert_eq!(ty("Order", "items").as_deref(), Some("OrderItemsConnection!"));
    assert_eq!(ty("Item", "orders").as_deref(), Some("ItemOrdersConnection!"));
    assert_eq!(ty("ItemOrdersConnection", "nodes").as_deref(), Some("[Order!]!"));
    assert_eq!(ty("ItemOrdersEdge", "props").as_deref(), Some("Portion"));
    assert_eq!(ty("Item", "similar"), ty("Item", "similarTo"));
}

#[test]
fn keeps_former_names_as_deprecated_ones() {
    let surface = surface(SHOP);
    let field = surface.field("Item", "weight").expect("the former name");
    assert_eq!(field.deprecation.as_deref(), Some("Renamed to `mass`."));
    assert_eq!(Some(field.role), surface.field("Item", "mass").map(|field| field.role));
    assert!(surface.field("Query", "product").is_some_and(|field| field.deprecation.is_some()));
    assert!(surface.field("Mutation", "productCreate").is_some_and(|field| field.deprecation.is_some()));
    let Shape::Input { fields, .. } = &surface.types["ItemCreate"].shape else { panic!("an input") };
    assert_eq!(fields["weight"].renamed.as_deref(), Some("mass"));
    assert_eq!(fields["mass"].ty.to_string(), "QuantityInput", "either name fills a required field");
    let Shape::Enum { values } = &surface.types["Size"].shape else { panic!("an enum") };
    assert_eq!(values[1].renamed.as_deref(), Some("LARGE"));
}

#[test]
fn makes_key_fields_required_only_when_there_is_one_key() {
    let surface = surface(SHOP);
    let fields = |name: &str| match &surface.types[name].shape {
        Shape::Input { fields, .. } => fields.iter().map(|(name, field)| format!("{name}: {}", field.ty)).collect(),
        _ => Vec::new(),
    };
    assert_eq!(fields("ShelfKey"), ["row: Int!", "place: Int!"]);
    assert_eq!(fields("ItemKey"), ["code: String", "shelf: ID", "size: Size"]);
}

#[test]
fn a_series_sample_has_no_id_and_no_nested_writes() {
    let surface = surface(SHOP);
    assert!(surface.field("Count", "id").is_none());
    assert!(surface.field("Query", "count").is_none());
    assert!(surface.field("Mutation", "countsAdd").is_some());
    let Shape::Input { fields, .. } = &surface.types["ShelfCreate"].shape else { panic!("an input") };
    assert!(!fields.contains_key("counts"));
}

pub(crate) const SHOP: &str = r#"
type Shelf @entry(plural: "shelves", title: "{row}") @key(fields: ["row", "place"]) {
  row: Int!
  place: Int!
}
enum Size { SMALL LARGE @was(name: "BIG") }
type Address { street: String! city: String country: Country }
type Portion @props { amount: Quantity! @unit(canonical: G) note: String }
type Item @entry(plural: "items", title: "{name}", at: "at") @key(fields: ["code"]) @key(fields: ["shelf", "size"]) @was(name: "Product") {
  name: String!
  code: String
  at: Date
  size: Size! @default(value: "SMALL")
  sizes: [Size!]
  mass: Quantity! @unit(canonical: G, min: 0, max: 100, warnMax: 50) @was(name: "weight") @was(name: "heft")
  price: Money
  prices: [Money!]
  place: GeoPoint
  link: URL
  mail: Email
  phone: Phone
  language: Language
  country: Country
  zone: TimeZone
  opens: Time
  lasts: Duration
  share: Float @range(min: 0, max: 1)
  fresh: Boolean
  extra: JSON
  other: ID
  numbers: [Int!]
  floats: [Float!]
  days: [Date!]
  instants: [DateTime!]
  amounts: [Quantity!] @unit(canonical: ML)
  address: Address
  addresses: [Address!]
  shelf: Shelf @link(inverse: "items")
  similar: [Item!] @link(inverse: "similarTo", props: "Portion")
}
type Order @entry(plural: "orders", title: "{number}") {
  number: Int!
  items: [Item!] @link(inverse: "orders", props: "Portion")
}
type Count @series(plural: "counts", of: "shelf", at: "at", every: "PT1H") {
  shelf: Shelf! @link(inverse: "counts")
  at: DateTime!
  pieces: Int
}
"#;
