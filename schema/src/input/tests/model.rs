//! Models made by hand: the garden of the contract, and one with every scalar.

use crate::{
    model::{
        Bounds, DefaultValue, Direction, EnumIndex, EnumType, EnumValue, Field, FieldIndex, FieldKind, Inverse, Kind,
        Length, Link, Model, ObjectIndex, ObjectType, OnDelete, Pattern, Position, RecordType, Relation, Scalar,
        TimeRule, TypeIndex, UnitRule,
    },
    unit::Unit,
    value::Value,
};

pub(super) fn field(name: &str, kind: FieldKind) -> Field {
    Field {
        name: name.to_owned(),
        description: None,
        kind,
        list: false,
        required: false,
        default: None,
        index: false,
        unit: None,
        range: Bounds::default(),
        length: None,
        pattern: None,
        time: None,
        search: None,
        compare: None,
        computed: None,
        show_if: None,
        sensitive: false,
        public: false,
        former_names: Vec::new(),
        position: Position::default(),
    }
}

pub(super) fn scalar(name: &str, scalar: Scalar) -> Field {
    field(name, FieldKind::Scalar(scalar))
}

pub(super) fn required(field: Field) -> Field {
    Field { required: true, ..field }
}

pub(super) fn list(field: Field) -> Field {
    Field { list: true, ..field }
}

pub(super) fn defaulted(field: Field, default: DefaultValue) -> Field {
    Field { default: Some(default), ..field }
}

pub(super) fn quantity(name: &str, canonical: Unit, bounds: Bounds) -> Field {
    Field { unit: Some(UnitRule { canonical, bounds }), ..scalar(name, Scalar::Quantity) }
}

pub(super) fn timed(field: Field, not_before: Option<usize>, max_after: Option<&str>, future: bool) -> Field {
    let max_after = max_after.map(|text| text.parse().unwrap());
    Field { time: Some(TimeRule { future, not_before: not_before.map(FieldIndex), max_after }), ..field }
}

pub(super) fn link(name: &str, target: usize, inverse: &str) -> Field {
    let link = Link {
        target: TypeIndex(target),
        inverse: inverse.to_owned(),
        props: None,
        on_delete: OnDelete::Unlink,
        acyclic: false,
    };
    field(name, FieldKind::Link(link))
}

pub(super) fn limits(min: f64, max: f64) -> Bounds {
    Bounds { min: Some(min), max: Some(max), ..Bounds::default() }
}

pub(super) fn record(name: &str, plural: &str, fields: Vec<Field>) -> RecordType {
    RecordType {
        name: name.to_owned(),
        plural: plural.to_owned(),
        description: None,
        icon: None,
        kind: Kind::Entry { title: Vec::new() },
        at: None,
        keys: Vec::new(),
        fields,
        inverses: Vec::new(),
        former_names: Vec::new(),
        sensitive: false,
        public: false,
        built_in: false,
        position: Position::default(),
    }
}

/// Fills what follows from the types: inverses and names.
pub(super) fn finished(mut model: Model) -> Model {
    let relations: Vec<Relation> = model
        .indexes()
        .flat_map(|index| model.relations(index).into_iter().map(|(_, relation)| relation).collect::<Vec<_>>())
        .filter(|relation| relation.direction == Direction::Out)
        .collect();
    for relation in relations {
        let link = model.link(relation).clone();
        let inverse = Inverse { name: link.inverse, source: relation.owner, field: relation.field };
        model.types[link.target.0].inverses.push(inverse);
    }
    model.index_names();
    model
}

pub(super) fn quality() -> EnumType {
    let value = |name: &str, former: &[&str]| EnumValue {
        name: name.to_owned(),
        description: None,
        former_names: former.iter().map(|name| (*name).to_owned()).collect(),
    };
    EnumType {
        name: "Quality".to_owned(),
        description: None,
        values: vec![value("GOOD", &["FINE"]), value("FAIR", &[]), value("POOR", &[])],
        position: Position::default(),
    }
}

fn warned(bounds: Bounds, warn_max: f64) -> Bounds {
    Bounds { warn_max: Some(warn_max), ..bounds }
}

/// The garden of the contract. Bed 0, Plant 1, Harvest 2, Probe 3, SoilReading 4.
pub(super) fn garden() -> Model {
    let length = |min, max| Some(Length { min: Some(min), max: Some(max) });
    let text = |name: &str| scalar(name, Scalar::String);
    let mut bed = record(
        "Bed",
        "beds",
        vec![
            Field { length: length(1, 60), ..required(text("name")) },
            quantity("depth", Unit::CM, limits(0.0, 200.0)),
            defaulted(required(scalar("sunny", Scalar::Boolean)), DefaultValue::Literal(Value::Boolean(false))),
        ],
    );
    bed.keys = vec![vec![FieldIndex(0)]];

    let mut companions = list(link("companions", 1, "companionOf"));
    let FieldKind::Link(link_to_companion) = &mut companions.kind else { unreachable!() };
    link_to_companion.props = Some(ObjectIndex(0));
    let label = Pattern {
        regex: regex::Regex::new("^(?:[A-Z]{2}-[0-9]{3})$").unwrap(),
        message: "two capitals, a dash, three digits, such as AB-123".to_owned(),
    };
    let plant = record(
        "Plant",
        "plants",
        vec![
            Field { length: length(1, 80), ..required(text("name")) },
            Field { pattern: Some(label), former_names: vec!["tag".to_owned()], ..text("label") },
            timed(scalar("plantedOn", Scalar::Date), None, None, false),
            quantity("height", Unit::CM, warned(limits(0.0, 12_000.0), 3000.0)),
            Field { range: warned(limits(0.0, 14.0), 7.0), ..scalar("water", Scalar::Int) },
            link("bed", 0, "plants"),
            companions,
            list(link("needs", 1, "neededBy")),
            text("notes"),
            Field { computed: Some("age".to_owned()), ..scalar("age", Scalar::Int) },
        ],
    );
    let harvest = record(
        "Harvest",
        "harvests",
        vec![
            required(link("plant", 1, "harvests")),
            defaulted(required(timed(scalar("pickedAt", Scalar::DateTime), None, None, false)), DefaultValue::Now),
            required(quantity("weight", Unit::G, warned(limits(0.0, 100_000.0), 20_000.0))),
            defaulted(
                required(field("quality", FieldKind::Enum(EnumIndex(0)))),
                DefaultValue::Literal(Value::Text("GOOD".to_owned())),
            ),
            Field { length: Some(Length { min: None, max: Some(3) }), ..list(text("tastedBy")) },
        ],
    );
    let mut probe = record("Probe", "probes", vec![required(text("name")), link("bed", 0, "probes")]);
    probe.keys = vec![vec![FieldIndex(0)]];
    let mut reading = record(
        "SoilReading",
        "soilReadings",
        vec![
            required(link("probe", 3, "soilReadings")),
            required(scalar("at", Scalar::DateTime)),
            quantity("moisture", Unit::PERCENT, limits(0.0, 100.0)),
            quantity("temperature", Unit::CEL, limits(-60.0, 90.0)),
        ],
    );
    reading.kind = Kind::Series { of: FieldIndex(0), every: None, keep: None };
    reading.at = Some(FieldIndex(1));

    let companionship = ObjectType {
        name: "Companionship".to_owned(),
        description: None,
        props: true,
        fields: vec![
            scalar("since", Scalar::Date),
            Field { range: limits(1.0, 5.0), ..scalar("strength", Scalar::Int) },
            text("reason"),
        ],
        position: Position::default(),
    };
    finished(Model {
        types: vec![bed, plant, harvest, probe, reading],
        enums: vec![quality()],
        objects: vec![companionship],
        ..Model::default()
    })
}

/// One type `Thing` with a field for each scalar and shape, named after it.
pub(super) fn things() -> Model {
    let address = ObjectType {
        name: "Address".to_owned(),
        description: None,
        props: false,
        fields: vec![
            required(scalar("street", Scalar::String)),
            Field { former_names: vec!["town".to_owned()], ..scalar("city", Scalar::String) },
            defaulted(scalar("country", Scalar::Country), DefaultValue::Literal(Value::Text("DE".to_owned()))),
            scalar("movedIn", Scalar::Date),
            timed(scalar("movedOut", Scalar::Date), Some(3), None, true),
        ],
        position: Position::default(),
    };
    let scalars = [
        ("text", Scalar::String),
        ("int", Scalar::Int),
        ("float", Scalar::Float),
        ("boolean", Scalar::Boolean),
        ("ref", Scalar::Id),
        ("date", Scalar::Date),
        ("moment", Scalar::DateTime),
        ("duration", Scalar::Duration),
        ("time", Scalar::Time),
        ("zone", Scalar::TimeZone),
        ("url", Scalar::Url),
        ("email", Scalar::Email),
        ("phone", Scalar::Phone),
        ("language", Scalar::Language),
        ("country", Scalar::Country),
        ("money", Scalar::Money),
        ("point", Scalar::GeoPoint),
        ("json", Scalar::Json),
    ];
    let mut fields = Vec::new();
    for (name, kind) in scalars {
        fields.push(scalar(name, kind));
        fields.push(list(scalar(&format!("{name}s"), kind)));
    }
    for field in [
        quantity("quantity", Unit::ML, Bounds::default()),
        field("quality", FieldKind::Enum(EnumIndex(0))),
        field("address", FieldKind::Object(ObjectIndex(0))),
    ] {
        fields.push(Field { name: format!("{}s", field.name), ..list(field.clone()) });
        fields.push(field);
    }
    finished(Model {
        types: vec![record("Thing", "things", fields)],
        enums: vec![quality()],
        objects: vec![address],
        ..Model::default()
    })
}
