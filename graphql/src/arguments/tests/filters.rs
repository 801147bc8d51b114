use super::{super::*, *};

fn check(record: &str, filter_text: &str, expected: &str) {
    let model = garden();
    let record = named(&model, record);
    let read = filter(&model, NOW, record, &json(filter_text), &["where"]);
    let read = read.unwrap_or_else(|error| panic!("{filter_text}: {}", error.message));
    assert_eq!(shown(&model, record, &read), expected, "{filter_text}");
}

fn check_refused(record: &str, filter_text: &str, parts: &[&str]) {
    let model = garden();
    let message = refused(filter(&model, NOW, named(&model, record), &json(filter_text), &["where"]));
    for part in parts {
        assert!(message.contains(part), "{filter_text}: {message}");
    }
}

#[test]
fn comparisons_of_texts_and_numbers() {
    check("Plant", "{name: {eq: \"x\"}}", "all(name = x, living)");
    check("Plant", "{name: {ne: \"x\", contains: \"y\"}}", "all(name ≠ x, name Contains(\"y\"), living)");
    check("Plant", "{name: {in: [\"x\", \"y\"]}}", "all(name in x|y, living)");
    check("Plant", "{name: {in: []}}", "all(name in , living)");
    check(
        "Plant",
        "{name: {like: \"a%\"}, label: {isNull: true}}",
        "all(name Like(\"a%\"), label IsNull(true), living)",
    );
    check("Plant", "{water: {gte: 1, lt: 3}}", "all(water ≥ 1, water < 3, living)");
    check("Plant", "{water: {between: [1, 3]}}", "all(water 1..3, living)");
    check("Plant", "{quality: {notIn: [POOR]}}", "all(quality not in POOR, living)");
    check(
        "Plant",
        "{tags: {hasAny: [\"a\", \"b\"], isEmpty: false}}",
        "all(tags has any a|b, tags IsEmpty(false), living)",
    );
    check("Plant", "{tag: {eq: \"AB\"}}", "all(label = AB, living)");
    check("Bed", "{contact: {eq: \"nobody\", lt: \"m\"}}", "all(contact = nobody, contact < m, living)");
}

#[test]
fn quantities_compare_in_the_unit_of_the_field() {
    check("Plant", "{height: {eq: {value: 0.29, unit: \"M\"}}}", "all(height = 29, living)");
    check(
        "Plant",
        "{height: {between: [{value: 1, unit: \"IN\"}, {value: 1, unit: \"FT\"}]}}",
        "all(height 2.54..30.48, living)",
    );
    check_refused("Plant", "{height: {lt: {value: 1, unit: \"KG\"}}}", &["`where.height.lt`", "mass", "length"]);
}

#[test]
fn logic_adds_no_trash_condition_inside() {
    check("Plant", "{}", "living");
    check("Plant", "{trashed: INCLUDE}", "trash or not");
    check("Plant", "{and: [], or: []}", "all(all(), any(), living)");
    check("Plant", "{not: {water: {eq: 1}}}", "all(not(water = 1), living)");
    check("Plant", "{or: [{trashed: ONLY}, {water: {eq: 1}}]}", "all(any(trashed, water = 1), living)");
    check("Plant", "{and: null, name: null, trashed: null, not: null}", "living");
}

#[test]
fn what_all_entries_share() {
    let id = "0199c7a0-0000-7000-8000-000000000001";
    check("Plant", &format!("{{id: {{in: [\"{id}\"]}}}}"), &format!("all(#Id in {id}, living)"));
    check("Plant", "{at: {gte: \"2026-05-05T10:00:00+02:00\"}}", "all(#At ≥ 2026-05-05T08:00:00Z, living)");
    check("Plant", "{updatedAt: {isNull: false}}", "all(#UpdatedAt IsNull(false), living)");
    check_refused("Plant", "{id: {eq: \"seven\"}}", &["`where.id.eq`", "`seven` is no id", "UUID"]);
}

#[test]
fn links_to_one() {
    check("Plant", "{bed: {is: {name: {eq: \"x\"}}}}", "all(some →Plant.bed(all(name = x, living)), living)");
    check("Plant", "{bed: {isNot: {trashed: INCLUDE}}}", "all(not(some →Plant.bed(trash or not)), living)");
    check("Plant", "{bed: {isNull: true}}", "all(bed IsNull(true), living)");
    check("SoilReading", "{probe: {is: {name: {eq: \"x\"}}}}", "some →SoilReading.probe(all(name = x, living))");
}

#[test]
fn links_to_many() {
    check("Bed", "{plants: {some: {}}}", "all(some ←Plant.bed(living), living)");
    check("Bed", "{plants: {none: {water: {eq: 1}}}}", "all(none ←Plant.bed(all(water = 1, living)), living)");
    check(
        "Bed",
        "{plants: {every: {or: [{water: {eq: 1}}]}}}",
        "all(every ←Plant.bed(all(any(water = 1), living)), living)",
    );
    check("Bed", "{plants: {count: {gte: 2}}}", "all(count ≥ 2 ←Plant.bed(living), living)");
    check("Bed", "{plants: {count: {isNull: true}}}", "all(any(), living)");
    check(
        "Probe",
        "{soilReadings: {some: {flagged: {eq: true}}}}",
        "all(some ←SoilReading.probe(#Flagged = Boolean(true)), living)",
    );
    check("Probe", "{soilReadings: {count: {eq: 0}}}", "all(count = 0 ←SoilReading.probe(all()), living)");
    let edge = "{companions: {some: {water: {eq: 1}}, edge: {strength: {gt: 2}}}}";
    check("Plant", edge, "all(some →Plant.companions(all(water = 1, living)) edge strength > 2, living)");
    let alone = "{companionOf: {edge: {since: {lt: \"2026-01-01\"}}}}";
    check("Plant", alone, "all(some ←Plant.companions(living) edge since < 2026-01-01, living)");
}

#[test]
fn values_with_parts() {
    check(
        "Bed",
        "{home: {street: {eq: \"x\"}, inner: {code: {isNull: true}}}}",
        "all(home.street = x, home.inner.code IsNull(true), living)",
    );
    check("Bed", "{home: {isNull: false}}", "all(home IsNull(false), living)");
    check(
        "Bed",
        "{price: {amount: {gt: 2.5}, currency: {eq: \"EUR\"}}}",
        "all(price.amount > 2.5, price.currency = EUR, living)",
    );
    check("Bed", "{price: {isNull: true}}", "all(price IsNull(true), living)");
    check(
        "Bed",
        "{place: {near: {point: {lat: 1.5, lon: 2}, radius: {value: 5, unit: \"KM\"}}}}",
        "all(place Near(Point { lat: 1.5, lon: 2.0 }, 5000.0), living)",
    );
    check_refused(
        "Bed",
        "{place: {near: {point: {lat: 91, lon: 2}, radius: {value: 5, unit: \"KM\"}}}}",
        &["where.place.near.point", "90"],
    );
    check_refused(
        "Bed",
        "{place: {near: {point: {lat: 1, lon: 2}, radius: {value: 5, unit: \"KG\"}}}}",
        &["mass", "length"],
    );
    check_refused("Bed", "{place: {within: {polygon: [{lat: 1, lon: 2}]}}}", &["1 corners", "3 to"]);
}

#[test]
fn mistakes_name_their_place() {
    check_refused("Plant", "{name: {eq: null}}", &["`where.name.eq`", "isNull"]);
    check_refused("Plant", "{or: [{}, {name: {in: [\"a\", null]}}]}", &["`where.or.1.name.in.1`", "isNull"]);
    check_refused("Plant", "{water: {between: [1]}}", &["`where.water.between`", "two values", "1"]);
    check_refused("Plant", "{name: {fuzzy: \"a\"}}", &["not available yet", "contains"]);
    check_refused("Plant", "{nmae: {eq: \"a\"}}", &["no field `nmae`"]);
    check_refused("Plant", "{plantedOn: {last: \"a week\"}}", &["where.plantedOn.last", "P7D"]);
    check_refused("Plant", "{plantedOn: {within: TODAY, tz: \"Mars\"}}", &["where.plantedOn.tz", "Europe/Berlin"]);
}

#[test]
fn limits_are_reported() {
    let many = |count: usize| format!("{{water: {{in: [{}]}}}}", vec!["1"; count].join(","));
    let deep = |depth: usize| format!("{}{{}}{}", "{not: ".repeat(depth - 1), "}".repeat(depth - 1));
    let wide = |count: usize| format!("{{or: [{}]}}", vec!["{}"; count].join(","));
    let model = garden();
    let read = |text: &str| filter(&model, NOW, named(&model, "Plant"), &json(text), &["where"]);
    assert!(read(&many(MAX_ITEMS)).is_ok());
    assert!(refused(read(&many(MAX_ITEMS + 1))).contains("holds 1001 values; 1000 are allowed"));
    assert!(read(&deep(filter::MAX_DEPTH)).is_ok());
    assert!(refused(read(&deep(filter::MAX_DEPTH + 1))).contains("12 deep"));
    assert!(read(&wide(filter::MAX_CONDITIONS - 1)).is_ok());
    assert!(refused(read(&wide(filter::MAX_CONDITIONS))).contains("500 conditions"));
}

#[test]
fn long_messages_are_cut() {
    let text = format!("{{id: {{eq: \"{}\"}}}}", "x".repeat(2000));
    let model = garden();
    let message = refused(filter(&model, NOW, named(&model, "Plant"), &json(&text), &["where"]));
    assert_eq!(message.chars().count(), 512);
}

#[test]
fn a_filter_without_any_condition_is_known() {
    let without = [
        "{}",
        "{and: []}",
        "{and: [{}]}",
        "{or: []}",
        "{or: [{name: {eq: \"a\"}}, {}]}",
        "{not: {}}",
        "{label: {}}",
        "{label: null}",
        "{trashed: INCLUDE}",
        "{trashed: EXCLUDE}",
        "{trashed: ONLY}",
        "{plantedOn: {tz: \"UTC\"}}",
        "{companions: {every: {}}}",
        "{companions: {count: {}}}",
    ];
    let with = [
        "{name: {eq: \"a\"}}",
        "{and: [{}, {name: {eq: \"a\"}}]}",
        "{or: [{name: {eq: \"a\"}}, {water: {gt: 1}}]}",
        "{not: {name: {eq: \"a\"}}}",
        "{companions: {some: {}}}",
        "{companions: {every: {water: {gt: 1}}}}",
        "{companions: {count: {eq: 0}}}",
        "{bed: {isNull: false}}",
        "{height: {gt: {value: 1, unit: \"CM\"}}}",
        "{id: {in: []}}",
    ];
    let model = garden();
    let filters =
        |text: &str| filter(&model, NOW, named(&model, "Plant"), &json(text), &["where"]).unwrap().has_condition();
    for text in without {
        assert!(!filters(text), "{text}");
    }
    for text in with {
        assert!(filters(text), "{text}");
    }
}

#[test]
fn filters_over_all_types() {
    let model = garden();
    let text = "{and: [{createdAt: {gte: \"2026-05-05T10:00:00Z\"}}], trashed: ONLY}";
    let read = entry_filter(&model, NOW, &json(text), &["where"]).unwrap();
    assert_eq!(shown(&model, TypeIndex(0), &read), "all(all(#CreatedAt ≥ 2026-05-05T10:00:00Z), trashed)");
}

#[test]
fn filters_of_link_properties() {
    let model = garden();
    let plant = named(&model, "Plant");
    let relation = model.relation(plant, "companions").unwrap();
    let read = edge_filter(&model, NOW, relation, &json("{strength: {gt: 2, lt: 5}}"), &["edge"]).unwrap();
    assert_eq!(edge_shown(&model, relation, &read), "all(strength > 2, strength < 5)");
    let bed = model.relation(plant, "bed").unwrap();
    let message = refused(edge_filter(&model, NOW, bed, &json("{strength: {gt: 2}}"), &["edge"]));
    assert_eq!(message, "`edge`: the links `Plant.bed` carry no properties");
}
