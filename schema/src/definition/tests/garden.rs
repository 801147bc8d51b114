//! The garden of the contract, where it is there, and the types that come with Daybook.

use std::path::PathBuf;

use super::{super::built_in, *};
use crate::model::{DefaultValue, Direction, FieldIndex, OnDelete};

fn garden() -> Option<Model> {
    let shared = std::env::var_os("DAYBOOK_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from);
    let file = shared.join("contract/types/garden.graphql");
    match std::fs::read_to_string(&file) {
        Ok(text) => Some(model(&text)),
        Err(error) => {
            println!("skipped: {} cannot be read ({error})", file.display());
            None
        }
    }
}

#[test]
fn the_garden_has_its_types_links_inverses_and_keys() {
    let Some(model) = garden() else { return };
    let names: Vec<_> = model.types.iter().map(|record| (record.name.as_str(), record.plural.as_str())).collect();
    let expected = [
        ("Bed", "beds"),
        ("Plant", "plants"),
        ("Harvest", "harvests"),
        ("Probe", "probes"),
        ("SoilReading", "soilReadings"),
    ];
    assert_eq!(names, expected);
    let relations = |name: &str| {
        let index = model.find(name).unwrap();
        let show = |(name, relation): (&str, crate::Relation)| {
            let arrow = if relation.direction == Direction::Out { "→" } else { "←" };
            format!("{name} {arrow} {}", model.record(model.relation_target(relation)).name)
        };
        model.relations(index).into_iter().map(show).collect::<Vec<_>>()
    };
    assert_eq!(relations("Bed"), ["plants ← Plant", "probes ← Probe"]);
    let plant = [
        "bed → Bed",
        "companions → Plant",
        "needs → Plant",
        "companionOf ← Plant",
        "neededBy ← Plant",
        "harvests ← Harvest",
    ];
    assert_eq!(relations("Plant"), plant);
    assert_eq!(relations("Probe"), ["bed → Bed", "soilReadings ← SoilReading"]);
    assert_eq!(model.types[0].keys, [[FieldIndex(0)]]);
    let reading = &model.types[4];
    assert_eq!((reading.is_series(), reading.at), (true, Some(FieldIndex(1))));
    assert_eq!(reading.fields[0].link().unwrap().on_delete, OnDelete::Cascade);
    let harvest = &model.types[2];
    assert_eq!(harvest.fields[1].default, Some(DefaultValue::Now));
    assert!(harvest.fields[0].index && harvest.fields[1].index && !harvest.fields[2].index);
    assert_eq!(model.objects[0].name, "Companionship");
}

#[test]
fn the_types_that_come_with_daybook_load() {
    let errors = load(&built_in()).err().unwrap_or_default();
    assert_eq!(listed(&errors), "");
}
