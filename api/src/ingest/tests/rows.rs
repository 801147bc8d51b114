use std::path::PathBuf;

use daybook_schema::{
    Model,
    definition::{Source, load},
};
use serde_json::{Value as Json, json};

use super::super::{
    parameters::Parameters,
    rows::{Format, Rows},
};
use crate::testing::GARDEN;

fn model() -> Model {
    load(&[Source { file: "garden.graphql".to_owned(), text: GARDEN.to_owned(), built_in: false }]).unwrap()
}

fn parameters(query: &str) -> Parameters {
    let model = model();
    Parameters::parse(query, &model, model.find("SoilReading").unwrap()).unwrap()
}

/// Rows as JSON; a bad row as its path.
fn rows(format: Format, body: &[u8], query: &str) -> Vec<Json> {
    let parameters = parameters(query);
    let rows = Rows::read(format, body, &parameters).unwrap();
    rows.map(|row| row.map_or_else(|error| json!(error.path), Json::Object)).collect()
}

fn refusal(format: Format, body: &[u8], query: &str) -> String {
    let parameters = parameters(query);
    Rows::read(format, body, &parameters).err().unwrap().detail
}

#[test]
fn one_object_an_array_and_lines_are_the_same_rows() {
    let expected = [json!({ "a": 1 }), json!({ "a": 2 })];
    assert_eq!(rows(Format::Json, br#" [{"a": 1}, {"a": 2}] "#, ""), expected);
    assert_eq!(rows(Format::Lines, b"{\"a\": 1}\r\n\n{\"a\": 2}", ""), expected);
    assert_eq!(rows(Format::Json, br#"{"a": 1}"#, ""), expected[..1]);
    assert_eq!(rows(Format::Json, b"[]", ""), [Json::Null; 0]);
}

#[test]
fn a_line_that_is_no_object_is_a_bad_row_among_good_ones() {
    let found = rows(Format::Lines, b"{\"a\": 1}\n{\"a\": \n5\n{\"a\": 4}\n\xff\n", "");
    assert_eq!(found, [json!({ "a": 1 }), json!([]), json!([]), json!({ "a": 4 }), json!([])]);
}

#[test]
fn csv_is_read_with_quotes_blank_lines_and_either_line_end() {
    let found = rows(Format::Csv, b"\xef\xbb\xbfprobe, at\r\n\"north, \"\"old\"\"\",1\r\n\r\n  \n  south  ,\n", "");
    assert_eq!(found, [json!({ "probe": "north, \"old\"", "at": "1" }), json!({ "probe": "south" })]);
}

#[test]
fn blanks_belong_to_a_cell_inside_quotes_only() {
    let body = b"name,note\n\"  north \", loose \n\" \",\"a\n  b \"\n\"x\"  , \"y\n";
    let expected = [
        json!({ "name": "  north ", "note": "loose" }),
        json!({ "name": " ", "note": "a\n  b " }),
        json!({ "name": "x", "note": "\"y" }),
    ];
    assert_eq!(rows(Format::Csv, body, ""), expected);
    let lines = b"\r\n\" a;b \"; c ;\" \"\"d\"\" \"\r\n\r\n\" e \";\"\";f\r\n";
    let expected = [json!({ "x": " a;b ", "y": "c", "z": " \"d\" " }), json!({ "x": " e ", "z": "f" })];
    assert_eq!(rows(Format::Csv, lines, "columns=x,y,z&delimiter=;"), expected);
    assert_eq!(rows(Format::Csv, b"a,b\n\" , \",1\n", ""), [json!({ "a": " , ", "b": "1" })]);
}

#[test]
fn a_line_that_is_one_cell_asks_for_its_delimiter() {
    assert!(refusal(Format::Csv, b"a;b\n1;2\n", "").contains("delimiter=;"));
    assert!(refusal(Format::Csv, b"a\tb\n", "").contains("delimiter=TAB"));
    assert_eq!(rows(Format::Csv, b"a|b\n1|2\n", "delimiter=|"), [json!({ "a": "1", "b": "2" })]);
}

#[test]
fn columns_name_the_cells_of_a_file_without_header() {
    let found = rows(Format::Csv, b"1,x,2\n", "columns=at,_,moisture&set.probe=north");
    assert_eq!(found, [json!({ "at": "1", "moisture": "2", "probe": "north" })]);
}

#[test]
fn a_header_that_says_something_else_can_be_skipped() {
    let found =
        rows(Format::Csv, b"\"date\",\"Temp\"\n\"1\",\"2015-02-02\",23.7\n", "columns=,at,temperature&header=skip");
    assert_eq!(found, [json!({ "at": "2015-02-02", "temperature": "23.7" })]);
}

#[test]
fn a_dot_in_a_columns_name_leads_into_an_object() {
    let found = rows(Format::Csv, b"probe.name,probe.id,at\nnorth,,1\n", "");
    assert_eq!(found, [json!({ "probe": { "name": "north" }, "at": "1" })]);
}

#[test]
fn a_value_for_all_rows_gives_way_to_a_rows_own() {
    let found = rows(Format::Csv, b"probe,at\n,1\nsouth,2\n", "set.probe=north");
    assert_eq!(found, [json!({ "at": "1", "probe": "north" }), json!({ "probe": "south", "at": "2" })]);
}

#[test]
fn damaged_cells_and_rows_of_another_length_are_bad_rows() {
    let body = b"probe,at\n\0\0north,1\nnor\xffth,1\nnorth\nnorth,1,2\nnorth,5\n";
    let expected = [json!(["probe"]), json!(["probe"]), json!([]), json!([]), json!({ "probe": "north", "at": "5" })];
    assert_eq!(rows(Format::Csv, body, ""), expected);
}

#[test]
fn a_body_that_is_no_rows_is_refused() {
    for (format, body, expected) in [
        (Format::Json, "not json", "the body is no JSON"),
        (Format::Json, "5", "the body is a number"),
        (Format::Json, "[{]", "the body is no JSON"),
        (Format::Json, "{\"a\": 1}\n{\"a\": 2}", "send application/x-ndjson"),
        (Format::Csv, "at,at\n", "the column `at` is named twice"),
        (Format::Csv, ",\n1,2\n", "the first line names no columns"),
    ] {
        let detail = refusal(format, body.as_bytes(), "");
        assert!(detail.contains(expected), "{body}: {detail}");
    }
}

#[test]
fn parameters_that_make_no_sense_are_all_named() {
    let model = model();
    let query = "unit.moistre=PERCENT&unit.probe=CM&unit.moisture=KG&unit.temperature=FURLONG&tz=Mars/Base&create=at\
                 &set.colour=red&columns=at,at&header=keep&colour=red&tz=UTC&columns=x";
    let problem = Parameters::parse(query, &model, model.find("SoilReading").unwrap()).unwrap_err();
    let messages: Vec<String> =
        problem.errors.iter().map(|error| format!("{}: {}", error.path.join("."), error.message)).collect();
    assert_eq!(
        messages,
        [
            "unit.moistre: SoilReading has no field `moistre`; did you mean `moisture`?",
            "unit.probe: SoilReading.probe has no unit: it is no Quantity",
            "unit.moisture: `KG` measures mass, but SoilReading.moisture is fraction; use a unit such as PERCENT",
            "unit.temperature: `FURLONG` is no unit; SoilReading.temperature is kept in CEL",
            "tz: there is no time zone `Mars/Base`; use a name such as `Europe/Berlin` or `UTC`",
            "create: SoilReading.at is no link: there is nothing to make",
            "set.colour: SoilReading has no field `colour`",
            "columns: the column `at` is named twice",
            "header: `keep` is not known; give `skip`",
            "colour: there is no such parameter; there are `unit.{field}`, `time.{field}`, `set.{field}`, `tz`, \
             `decimal`, `null`, `create`, `mode`, `onConflict` and `reason`, and for CSV `columns`, `header` and `delimiter`",
            "tz: the parameter is given twice; give it once",
            "columns: the parameter is given twice; give it once",
        ]
    );
}

/// A folder with real files; without it a test says that it skips.
pub(super) fn real_file(name: &str) -> Option<Vec<u8>> {
    let shared = std::env::var_os("DAYBOOK_SHARED")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared")), PathBuf::from);
    let found = std::fs::read(shared.join("data/sensors").join(name)).ok();
    if found.is_none() {
        eprintln!("skipped: there is no {name} in the folder of real files");
    }
    found
}

#[test]
fn a_month_of_a_real_sensor_has_its_known_rows() {
    for (name, wanted) in
        [("dht22-2021-11.csv", (21_697, 1)), ("dht22-2021-12.csv", (44_639, 0)), ("dht22-2022-01.csv", (44_638, 0))]
    {
        let Some(body) = real_file(name) else { return };
        let parameters = parameters("columns=at,temperature,moisture&set.probe=nursery");
        let rows: Vec<_> = Rows::read(Format::Csv, &body, &parameters).unwrap().collect();
        let damaged = rows.iter().filter(|row| row.is_err()).count();
        assert_eq!((rows.len(), damaged), wanted, "{name}");
    }
}

#[test]
fn a_real_file_with_a_header_that_does_not_fit_has_its_known_rows() {
    for (name, wanted) in [("occupancy-test1.csv", 2_665), ("occupancy-training.csv", 8_143)] {
        let Some(body) = real_file(name) else { return };
        let parameters = parameters("columns=,at,temperature,moisture,_,_,_,_&header=skip");
        let rows: Vec<_> = Rows::read(Format::Csv, &body, &parameters).unwrap().collect();
        assert_eq!((rows.len(), rows.iter().filter(|row| row.is_err()).count()), (wanted, 0), "{name}");
    }
}
