//! Models for the tests: a stable, and a type with every scalar.

use crate::{
    definition::{Source, load},
    model::{Field, FieldKind, Model, Scalar},
};

const STABLE: &str = r#"
"Where horses live."
type Barn @entry(plural: "barns", title: "{name}") @key(fields: ["name"]) @key(fields: ["street", "number"]) {
  name: String! @length(min: 1, max: 20)
  street: String
  number: Int
  area: Quantity @unit(canonical: M, min: 0)
  heated: Boolean! @default(value: "false")
}

"A horse."
type Horse @entry(plural: "horses", at: "bornOn", title: "{name}") {
  name: String! @length(min: 1, max: 30)
  tag: String @pattern(regex: "[A-Z]{2}[0-9]{2}", message: "two capitals and two digits") @was(name: "mark")
  bornOn: Date @time(future: false)
  height: Quantity @unit(canonical: CM, min: 0, max: 300, warnMax: 200)
  rides: Int @range(min: 0, max: 14, warnMax: 7)
  speed: Float @range(min: 0, warnMin: 1)
  barn: Barn @link(inverse: "horses", onDelete: RESTRICT)
  friends: [Horse!] @link(inverse: "friendOf", props: "Friendship")
  parents: [Horse!] @link(inverse: "children", acyclic: true)
  age: Int @computed(function: "age")
}

"How two horses get on."
type Friendship @props {
  since: Date
  strength: Int @range(min: 1, max: 5)
  kind: String! @default(value: "grazing")
}

enum Mood { CALM @was(name: "QUIET") LIVELY }

"A ride."
type Ride @entry(plural: "outings", at: "startedAt", title: "{horse}") {
  horse: Horse! @link(inverse: "outings", onDelete: CASCADE)
  startedAt: DateTime! @default(value: "now") @time(future: false)
  endedAt: DateTime @time(notBefore: "startedAt", maxAfter: "PT24H")
  paidOn: Date @time(notBefore: "startedAt")
  distance: Quantity! @unit(canonical: KM, min: 0, max: 100)
  mood: Mood! @default(value: "CALM")
  rider: String @default(value: "viewer")
  guests: [String!] @length(max: 3)
}

"A collar that measures."
type Collar @entry(plural: "collars", title: "{name}") @key(fields: ["name"]) {
  name: String!
  barn: Barn @link(inverse: "collars")
}

"What a collar said."
type Pulse @series(plural: "pulses", of: "collar", at: "at") {
  collar: Collar! @link(inverse: "pulses")
  at: DateTime! @time(future: false)
  rate: Quantity @unit(canonical: PER_MIN, min: 10, max: 300, warnMax: 200)
  warmth: Quantity @unit(canonical: CEL, min: 20, max: 50)
  steps: Int @range(min: 0)
  note: String @length(max: 5)
}
"#;

const THINGS: &str = r#"
enum Quality { GOOD @was(name: "FINE") FAIR POOR }

type Address {
  street: String!
  city: String @was(name: "town")
  country: Country @default(value: "DE")
  movedIn: Date
  movedOut: Date @time(notBefore: "movedIn")
}

type Thing @entry(plural: "things", title: "{text}") {
  text: String texts: [String!]
  int: Int ints: [Int!]
  float: Float floats: [Float!]
  boolean: Boolean booleans: [Boolean!]
  ref: ID refs: [ID!]
  date: Date dates: [Date!]
  moment: DateTime moments: [DateTime!]
  duration: Duration durations: [Duration!]
  time: Time times: [Time!]
  zone: TimeZone zones: [TimeZone!]
  url: URL urls: [URL!]
  email: Email emails: [Email!]
  phone: Phone phones: [Phone!]
  language: Language languages: [Language!]
  country: Country countrys: [Country!]
  money: Money moneys: [Money!]
  point: GeoPoint points: [GeoPoint!]
  json: JSON jsons: [JSON!]
  quantity: Quantity @unit(canonical: ML) quantitys: [Quantity!] @unit(canonical: ML)
  quality: Quality qualitys: [Quality!]
  address: Address addresss: [Address!]
}
"#;

fn loaded(file: &str, text: &str) -> Model {
    let source = Source { file: file.to_owned(), text: text.to_owned(), built_in: false };
    load(&[source]).unwrap_or_else(|mistakes| panic!("{mistakes:?}"))
}

/// Horses in barns, their rides, and collars that measure.
pub(super) fn stable() -> Model {
    loaded("stable.graphql", STABLE)
}

/// One type `Thing` with a field for each scalar and shape, and a list of each.
pub(super) fn things() -> Model {
    loaded("things.graphql", THINGS)
}

/// A field that no definition would allow, such as a quantity without a unit.
pub(super) fn scalar(name: &str, scalar: Scalar) -> Field {
    Field::new(name, FieldKind::Scalar(scalar))
}
