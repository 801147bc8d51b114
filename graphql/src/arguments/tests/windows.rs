use daybook_store::query::{Position, Window};
use serde_json::Map;
use uuid::Uuid;

use super::{super::*, *};

const KEY: [u8; 32] = [7; 32];

fn scope() -> CursorScope {
    CursorScope::new(&garden(), TypeIndex(0), &[])
}

fn read(text: &str) -> Result<Window, RequestError> {
    let arguments: Map<String, Json> = serde_json::from_str(text).unwrap();
    window(&arguments, &KEY, &scope())
}

#[test]
fn a_page_has_fifty_rows_unless_told() {
    assert_eq!(read("{}").unwrap(), Window { limit: 50, ..Window::default() });
    assert_eq!(read(r#"{"first": null, "last": null, "after": null}"#).unwrap().limit, 50);
    assert_eq!(read(r#"{"first": 0}"#).unwrap().limit, 0);
    assert_eq!(read(r#"{"first": 500}"#).unwrap().limit, 500);
    assert_eq!(read(r#"{"last": 3}"#).unwrap(), Window { limit: 3, from_end: true, ..Window::default() });
}

#[test]
fn sizes_out_of_bounds_name_the_bound() {
    assert_eq!(refused(read(r#"{"first": 100000}"#)), "`first` is 100000; it must be from 0 to 500");
    assert_eq!(refused(read(r#"{"last": 501}"#)), "`last` is 501; it must be from 0 to 500");
    assert_eq!(refused(read(r#"{"first": -1}"#)), "`first` is -1; it must be from 0 to 500");
    assert!(refused(read(r#"{"first": 1, "last": 1}"#)).contains("stand together"));
}

#[test]
fn both_cursors_narrow_the_list() {
    let place = |number: u128| Position { keys: Vec::new(), id: Uuid::from_u128(number) };
    let cursor = |number: u128| cursor::encode(&KEY, &scope(), &place(number));
    let window = read(&format!(r#"{{"last": 2, "after": "{}", "before": "{}"}}"#, cursor(1), cursor(9))).unwrap();
    let expected = Window { limit: 2, after: Some(place(1)), before: Some(place(9)), from_end: true };
    assert_eq!(window, expected);
}

#[test]
fn a_bad_cursor_names_its_argument() {
    assert!(refused(read(r#"{"after": "nonsense"}"#)).starts_with("`after`: this is no cursor"));
    assert!(refused(read(r#"{"before": ""}"#)).starts_with("`before`: this is no cursor"));
}
