//! Files of loggers: a small one for everybody, whole months of real sensors where they are at hand.

use std::{fs, path::Path};

use daybook_tests::{Server, means};
use serde_json::{Value as Json, json};

const DHT22: &str = "/ingest/Reading?columns=at,temperature,humidity&create=sensor&tz=Europe/Budapest\
                     &unit.temperature=CEL&unit.humidity=PERCENT&set.sensor=";
const OFFICE: &str = "/ingest/Reading?columns=,at,temperature,humidity,light,co2,humidityRatio,occupied&header=skip\
                      &create=sensor&tz=Europe/Brussels&unit.temperature=CEL&unit.humidity=PERCENT&unit.light=LUX\
                      &unit.co2=PPM&unit.humidityRatio=ONE&set.sensor=";

/// Accepted, duplicates, rejected.
fn send(server: &Server, path: &str, file: &Path) -> (u64, u64, u64) {
    let body = fs::read(file).expect("the file can be read");
    let answer = server.post(path, "text/csv", &body).expect("the server answers");
    assert!(matches!(answer.status, 200 | 207), "{}: {}", answer.status, answer.text());
    let answer = answer.json();
    let number = |name: &str| answer[name].as_u64().expect("counts are numbers");
    let rejected = answer["rejected"].as_array().expect("rejected rows are a list").len();
    (number("accepted"), number("duplicates"), rejected as u64)
}

fn count(server: &Server, filter: &Json) -> Json {
    server.data("query ($w: ReadingFilter) { readings(where: $w) { totalCount } }", &json!({"w": filter}))["readings"]
        ["totalCount"]
        .take()
}

fn of(sensor: &str) -> Json {
    json!({"sensor": {"is": {"name": {"eq": sensor}}}})
}

#[test]
fn the_sample_of_a_logger_goes_in_and_nothing_doubles() {
    let server = Server::start();
    let file = means::repository().join("tests/data/nursery-night.csv");
    let path = format!("{DHT22}nursery");
    let (accepted, duplicates, rejected) = send(&server, &path, &file);
    // 116 rows; one has NUL bytes before its time, which may be read or rejected, but not lost.
    assert_eq!((accepted + rejected, duplicates), (116, 0));
    assert!(accepted >= 115, "{accepted} of 116 rows were accepted");
    assert_eq!(send(&server, &path, &file), (0, accepted, rejected));
    assert_eq!(count(&server, &of("nursery")).as_u64(), Some(accepted));
}

#[test]
fn the_sample_of_an_office_goes_in_with_every_column() {
    let server = Server::start();
    let file = means::repository().join("tests/data/office-morning.csv");
    assert_eq!(send(&server, &format!("{OFFICE}office"), &file), (30, 0, 0));
    let occupied = json!({"occupied": {"eq": true}});
    assert_eq!(count(&server, &occupied).as_u64(), Some(20));
    let first = server.data(
        "{ readings(orderBy: [{at: ASC}], first: 1) { nodes { at light { value } co2 { value } humidityRatio { value unit } } } }",
        &json!({}),
    );
    let node = &first["readings"]["nodes"][0];
    assert_eq!(node["at"], "2026-03-16T07:00:00Z");
    assert_eq!((node["light"]["value"].as_f64(), node["co2"]["value"].as_f64()), (Some(12.0), Some(430.0)));
    assert_eq!(
        (node["humidityRatio"]["value"].as_f64(), &node["humidityRatio"]["unit"]),
        (Some(0.0046), &json!("ONE"))
    );
}

#[test]
fn months_of_a_real_dht22_go_in_with_the_known_counts() {
    let Some(folder) = means::shared("data/sensors", "months of a real DHT22") else { return };
    let server = Server::start();
    for (month, rows, unreadable) in [("2021-11", 21_697, 1), ("2021-12", 44_639, 0), ("2022-01", 44_638, 0)] {
        let file = folder.join(format!("dht22-{month}.csv"));
        let path = format!("{DHT22}{month}");
        let (accepted, duplicates, rejected) = send(&server, &path, &file);
        assert_eq!((accepted + rejected, duplicates), (rows, 0), "{month}");
        assert!(rejected <= unreadable, "{month}: {rejected} rows were rejected");
        assert_eq!(send(&server, &path, &file), (0, accepted, rejected), "{month} again");
        assert_eq!(count(&server, &of(month)).as_u64(), Some(accepted), "{month}");
    }
    let cold = json!({"and": [of("2021-12"), {"temperature": {"lt": {"value": 21, "unit": "CEL"}}}]});
    assert!(count(&server, &cold).as_u64().is_some_and(|found| found > 0), "December had readings under 21 °C");
}

#[test]
fn files_of_a_real_office_go_in_with_the_known_counts() {
    let Some(folder) = means::shared("data/sensors", "files of a real office") else { return };
    let server = Server::start();
    for (name, rows, occupied) in [("occupancy-test1", 2_665, 972), ("occupancy-training", 8_143, 1_729)] {
        let file = folder.join(format!("{name}.csv"));
        let path = format!("{OFFICE}{name}");
        assert_eq!(send(&server, &path, &file), (rows, 0, 0), "{name}");
        assert_eq!(send(&server, &path, &file), (0, rows, 0), "{name} again");
        let filter = json!({"and": [of(name), {"occupied": {"eq": true}}]});
        assert_eq!(count(&server, &filter).as_u64(), Some(occupied), "{name}");
    }
}
