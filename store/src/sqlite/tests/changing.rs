//! Definitions that change under stored data.

use super::world::{GARDEN, World, model};
use crate::{backend::Backend, error::ErrorKind};

/// Prepares changed definitions over twenty plants and their beds.
fn changed(from: &str, to: &str) -> (World, Result<(), String>) {
    let mut world = World::new(GARDEN);
    world.fill(4, 5);
    let text = GARDEN.replace(from, to);
    assert_ne!(text, GARDEN);
    world.model = model(&text);
    let outcome = world.sqlite.prepare(&world.model).map_err(|error| {
        assert!([ErrorKind::Unusable, ErrorKind::WouldLose].contains(&error.kind), "{error}");
        error.context
    });
    (world, outcome)
}

fn count(world: &World, record: &str, field: &str, condition: &str) -> i64 {
    let (table, column) = world.names(record, field);
    let sql = format!("SELECT count(*) FROM {table} WHERE {column} {condition}");
    world.raw().query_row(&sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn adds_a_field_and_fills_a_required_one_with_its_default() {
    let (world, outcome) = changed(
        "weight: Quantity @unit(canonical: G)",
        r#"good: Boolean! @default(value: "true") weight: Quantity @unit(canonical: G)"#,
    );
    assert_eq!(outcome, Ok(()));
    assert_eq!(count(&world, "Harvest", "good", "= 1"), 20);
}

#[test]
fn renames_a_field_without_touching_its_values() {
    let before = World::new(GARDEN).names("Plant", "name");
    let (world, outcome) = changed(
        "plants\", at: \"plantedOn\", title: \"{name}\") {\n  name: String! @index",
        "plants\", at: \"plantedOn\", title: \"{label}\") {\n  label: String! @index @was(name: \"name\")",
    );
    assert_eq!(outcome, Ok(()));
    assert_eq!((world.names("Plant", "label"), count(&world, "Plant", "label", "= 'p'")), (before, 20));
}

#[test]
fn refuses_to_lose_the_values_of_a_field() {
    let (_, outcome) = changed("  plantedOn: Date\n", "  plantedOn: DateTime\n");
    let message = outcome.unwrap_err();
    assert!(message.contains("`Plant.plantedOn`") && message.contains("14 rows"), "{message}");
}

#[test]
fn refuses_to_lose_a_field_and_takes_an_empty_one() {
    let (_, outcome) = changed(" sunny: Boolean", "");
    assert_eq!(outcome, Ok(()));
    let (_, outcome) = changed(
        "at: \"plantedOn\", title: \"{name}\") {\n  name: String! @index\n  plantedOn: Date",
        "title: \"{name}\") {\n  name: String! @index",
    );
    let message = outcome.unwrap_err();
    assert!(message.contains("`Plant.plantedOn` is gone, but 14 rows"), "{message}");
}

#[test]
fn refuses_to_lose_a_type_with_entries() {
    let world = World::new(GARDEN);
    world.fill(1, 3);
    let error =
        world.sqlite.prepare(&model("type Other @entry(plural: \"others\", title: \"x\") { x: String }")).unwrap_err();
    assert_eq!(error.kind, ErrorKind::WouldLose);
    assert!(error.context.contains("type `Plant` is gone, but there are 3 of it"), "{error}");
}

#[test]
fn lets_models_change_while_nothing_is_stored() {
    let world = World::new(GARDEN);
    let other = model("type Other @entry(plural: \"others\", title: \"x\") { x: String }");
    assert!(world.sqlite.prepare(&other).is_ok() && world.sqlite.prepare(&world.model).is_ok());
}

#[test]
fn refuses_a_requirement_that_entries_do_not_meet() {
    let (_, outcome) = changed("  plantedOn: Date\n", "  plantedOn: Date!\n");
    let message = outcome.unwrap_err();
    assert!(message.contains("`Plant.plantedOn` is required, but 6 rows have no value"), "{message}");
}

#[test]
fn refuses_a_key_that_entries_share() {
    let (_, outcome) = changed(
        "at: \"plantedOn\", title: \"{name}\")",
        "at: \"plantedOn\", title: \"{name}\") @key(fields: [\"name\"])",
    );
    let message = outcome.unwrap_err();
    assert!(message.contains("Plant") && message.contains("same name"), "{message}");
}

#[test]
fn follows_the_indexes_that_are_asked_for() {
    let (world, outcome) = changed("name: String! @index", "name: String!");
    assert_eq!(outcome, Ok(()));
    let (table, column) = world.names("Plant", "name");
    let sql = "SELECT count(*) FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND name LIKE ?";
    let indexes: i64 = world.raw().query_row(sql, (table, format!("%_{column}")), |row| row.get(0)).unwrap();
    assert_eq!(indexes, 0);
}
