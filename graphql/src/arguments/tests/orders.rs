use super::{super::*, *};

fn read(record: &str, text: &str) -> Vec<String> {
    let model = garden();
    let record = named(&model, record);
    let keys = order(&model, record, Some(&json(text))).unwrap();
    keys.iter().map(|key| order_shown(&model, record, key)).collect()
}

fn check_refused(record: &str, text: &str, part: &str) {
    let model = garden();
    let message = refused(order(&model, named(&model, record), Some(&json(text))));
    assert!(message.contains(part), "{message}");
}

#[test]
fn keys_keep_their_order_and_say_where_missing_values_go() {
    let text = "[{name: ASC}, {height: DESC}, {at: ASC_NULLS_FIRST}, {updatedAt: DESC_NULLS_FIRST}]";
    assert_eq!(read("Plant", text), ["name up", "height down", "#At up nulls first", "#UpdatedAt down nulls first"]);
    assert_eq!(read("SoilReading", "[{at: DESC}]"), ["at down"]);
    assert_eq!(order(&garden(), TypeIndex(0), None).unwrap(), []);
}

#[test]
fn a_key_follows_links_to_one_entry() {
    assert_eq!(read("Plant", "[{bed: {name: DESC}}]"), ["bed.name down"]);
    assert_eq!(read("SoilReading", "[{probe: {createdAt: ASC}}]"), ["probe.#CreatedAt up"]);
}

#[test]
fn entries_of_all_types_have_an_order_of_their_own() {
    let keys = entry_order(Some(&json("[{title: ASC}, {createdAt: DESC}]"))).unwrap();
    let subjects: Vec<_> = keys.iter().map(|key| (&key.subject, key.descending)).collect();
    assert_eq!(subjects, [(&Subject::Title, false), (&Subject::CreatedAt, true)]);
}

#[test]
fn mistakes_name_their_place() {
    check_refused("Plant", "[{name: ASC, water: ASC}]", "`orderBy.0`: takes exactly one field");
    check_refused("Plant", "[{}]", "takes exactly one field");
    check_refused("Plant", "[{name: ASC}, {name: null}]", "`orderBy.1`");
    check_refused("Plant", "[{tags: ASC}]", "`orderBy.0.tags`: its values have no order");
    check_refused("Plant", "[{companions: {name: ASC}}]", "no order");
    check_refused(
        "Plant",
        &format!("[{}]", ["{name: ASC}"; order::MAX_ORDER_KEYS + 1].join(",")),
        "has 9 keys; 8 are allowed",
    );
}
