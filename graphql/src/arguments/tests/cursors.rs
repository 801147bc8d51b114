use daybook_store::query::{Key, Position};
use proptest::prelude::*;
use uuid::Uuid;

use super::{super::*, *};

const KEY: [u8; 32] = [7; 32];

fn position() -> Position {
    let keys =
        vec![Key::Null, Key::Integer(-5), Key::Real(-0.5), Key::Bytes(b"bytes\0".to_vec()), Key::Bytes(Vec::new())];
    Position { keys, id: Uuid::from_u128(42) }
}

fn scope(record: &str, text: &str) -> CursorScope {
    let model = garden();
    let record = named(&model, record);
    let order = order(&model, record, Some(&json(text))).unwrap();
    CursorScope::new(&model, record, &order)
}

#[test]
fn a_cursor_gives_back_its_place() {
    let scope = scope("Plant", "[{name: ASC}]");
    let cursor = cursor::encode(&KEY, &scope, &position());
    assert!(cursor.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_'));
    assert_eq!(cursor::decode(&KEY, &scope, &cursor).unwrap(), position());
}

#[test]
fn a_cursor_of_another_type_or_order_is_refused() {
    let made = scope("Plant", "[{name: ASC}]");
    let cursor = cursor::encode(&KEY, &made, &position());
    let others = [
        scope("Plant", "[{name: DESC}]"),
        scope("Plant", "[{name: ASC_NULLS_FIRST}]"),
        scope("Plant", "[{label: ASC}]"),
        scope("Plant", "[{bed: {name: ASC}}]"),
        scope("Plant", "[]"),
        scope("Bed", "[{name: ASC}]"),
        CursorScope::over_types(&[]),
    ];
    for other in others {
        assert!(refused(cursor::decode(&KEY, &other, &cursor)).contains("another list or order"), "{other:?}");
    }
}

#[test]
fn a_cursor_of_another_key_is_no_cursor() {
    let scope = scope("Plant", "[]");
    let cursor = cursor::encode(&[8; 32], &scope, &position());
    assert!(refused(cursor::decode(&KEY, &scope, &cursor)).contains("no cursor of this server"));
}

#[test]
fn a_sealed_text_opens_in_its_own_scope_only() {
    let sealed = cursor::seal(&KEY, "changes", "12");
    assert_eq!(cursor::open(&KEY, "changes", &sealed).unwrap(), "12");
    assert!(refused(cursor::open(&KEY, "links", &sealed)).contains("another list"));
}

fn keys() -> impl Strategy<Value = Vec<Key>> {
    let key = prop_oneof![
        Just(Key::Null),
        any::<i64>().prop_map(Key::Integer),
        prop::num::f64::NORMAL.prop_map(Key::Real),
        prop::collection::vec(any::<u8>(), 0..40).prop_map(Key::Bytes),
    ];
    prop::collection::vec(key, 0..5)
}

proptest! {
    #[test]
    fn every_place_comes_back(keys in keys(), id in any::<u128>()) {
        let scope = CursorScope::over_types(&[]);
        let position = Position { keys, id: Uuid::from_u128(id) };
        let cursor = cursor::encode(&KEY, &scope, &position);
        prop_assert_eq!(cursor::decode(&KEY, &scope, &cursor).unwrap(), position);
    }

    #[test]
    fn no_changed_cursor_is_taken(keys in keys(), place in any::<prop::sample::Index>(), letter in "[A-Za-z0-9_-]") {
        let scope = CursorScope::over_types(&[]);
        let cursor = cursor::encode(&KEY, &scope, &Position { keys, id: Uuid::from_u128(1) });
        let place = place.index(cursor.len());
        let changed = format!("{}{letter}{}", &cursor[..place], &cursor[place + 1..]);
        prop_assume!(changed != cursor);
        prop_assert!(cursor::decode(&KEY, &scope, &changed).is_err());
    }

    #[test]
    fn no_text_makes_decoding_panic(text in "\\PC{0,80}") {
        prop_assert!(cursor::decode(&KEY, &CursorScope::over_types(&[]), &text).is_err());
    }
}
