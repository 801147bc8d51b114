//! Months of a real thermometer, and a week of a real office moved over both changes of the clocks.

use std::{collections::BTreeMap, fs, path::Path};

use daybook_tests::{Server, Setup, means};
use serde_json::{Value as Json, json};

use super::{
    clock::{european, european_midnight, rfc3339, written},
    numbers::assert_near,
};

/// The thermometer's readings as a series whose samples are expected every half minute, so that it has a gap where two
/// are more than 90 s apart, as its makers counted them.
const TYPES: &str = r#"
"What a thermometer said."
type Climate @series(plural: "climates", of: "sensor", at: "at", every: "PT30S") {
  sensor: Sensor! @link(inverse: "climates", onDelete: CASCADE)
  at: DateTime!
  temperature: Quantity @unit(canonical: CEL, min: -90, max: 125)
  humidity: Quantity @unit(canonical: PERCENT, min: 0, max: 100)
}
"#;

/// A reading: seconds since 1970, and its numbers.
type Row = (i64, Vec<f64>);

fn lines(file: &Path) -> Vec<String> {
    let bytes = fs::read(file).expect("the file can be read");
    String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect()
}

/// The local time in a cell, and the numbers in others. Rows that cannot be read are left out, as are local times that
/// there never were.
fn rows(lines: &[String], time: usize, numbers: &[usize]) -> Vec<Row> {
    let row = |line: &String| {
        let cells: Vec<&str> = line.split(',').map(|cell| cell.trim_matches('"')).collect();
        let text = cells.get(time)?.replace('T', " ");
        let at = european(written(&text)?, text[..4].parse().ok()?)?;
        let numbers = numbers.iter().map(|place| cells.get(*place)?.parse().ok());
        Some((at, numbers.collect::<Option<Vec<f64>>>()?))
    };
    lines.iter().filter_map(row).collect()
}

/// Sums and counts by the first second of each bucket.
fn buckets(rows: &[Row], number: usize, first: impl Fn(i64) -> i64) -> BTreeMap<String, (f64, usize)> {
    let mut buckets: BTreeMap<String, (f64, usize)> = BTreeMap::new();
    for (at, numbers) in rows {
        let (sum, count) = buckets.entry(rfc3339(first(*at))).or_default();
        *sum += numbers[number];
        *count += 1;
    }
    buckets
}

/// Checks the means of all buckets that hold something.
#[track_caller]
fn assert_means(answer: &Json, field: &str, expected: &BTreeMap<String, (f64, usize)>) {
    let groups = answer.as_array().expect("statistics are a list");
    let starts: Vec<_> = groups.iter().filter_map(|group| group["start"].as_str()).collect();
    assert_eq!(starts, expected.keys().collect::<Vec<_>>());
    for group in groups {
        let start = group["start"].as_str().unwrap_or_default();
        let (sum, count) = expected[start];
        assert_eq!(group[field]["count"].as_u64(), Some(count as u64), "{start}");
        assert_near(&group[field]["avg"], sum / count as f64, &format!("{field} from {start}"));
    }
}

fn ask(server: &Server, plural: &str, sensor: &str, field: &str, (every, tz): (&str, &str)) -> Json {
    let document = format!(
        "query ($s: String!, $e: Duration!, $z: TimeZone!) {{ {plural}Stats(where: {{sensor: {{is: {{name: {{eq: $s}}}}}}}},
         by: [{{time: {{every: $e, tz: $z, fill: OMIT}}}}]) {{ start {field} {{ count avg }} }} }}"
    );
    server.data(&document, &json!({"s": sensor, "e": every, "z": tz}))[format!("{plural}Stats")].take()
}

fn send(server: &Server, path: &str, body: &[u8]) -> (u64, usize) {
    let answer = server.post(path, "text/csv", body).expect("the server answers");
    assert!(matches!(answer.status, 200 | 207), "{}: {}", answer.status, answer.text());
    let answer = answer.json();
    (answer["accepted"].as_u64().unwrap_or_default(), answer["rejected"].as_array().map_or(0, Vec::len))
}

/// Both ends of every distance of more than 90 s.
fn gaps(rows: &[Row]) -> Json {
    let far = rows.windows(2).filter(|pair| pair[1].0 - pair[0].0 > 90);
    far.map(|pair| json!({"from": rfc3339(pair[0].0), "to": rfc3339(pair[1].0)})).collect()
}

#[test]
fn hourly_means_and_gaps_of_a_dht22_are_those_of_its_files() {
    let Some(folder) = means::shared("data/sensors", "means and gaps of a real DHT22") else { return };
    let setup = Setup::new();
    fs::write(setup.folder.path().join("climate.graphql"), TYPES).expect("a file can be written");
    let types = setup.folder.path().to_string_lossy().into_owned();
    let server = setup.argument("--types").argument(&types).start();
    for (month, known, longest, mean) in
        [("2021-11", 2, 180, 22.4565), ("2021-12", 2, 164, 22.4055), ("2022-01", 2, 138, 22.4978)]
    {
        let file = folder.join(format!("dht22-{month}.csv"));
        let path = format!(
            "/ingest/Climate?columns=at,temperature,humidity&create=sensor&tz=Europe/Budapest\
             &unit.temperature=CEL&unit.humidity=PERCENT&set.sensor={month}"
        );
        let (accepted, _) = send(&server, &path, &fs::read(&file).expect("the file can be read"));
        let rows = rows(&lines(&file), 0, &[1, 2]);
        assert_eq!(accepted, rows.len() as u64, "{month}");
        let hours = buckets(&rows, 0, |at| at - at.rem_euclid(3_600));
        assert_means(
            &ask(&server, "climates", month, "temperature", ("PT1H", "Europe/Budapest")),
            "temperature",
            &hours,
        );
        // Half past is where hours begin in India.
        let hours = buckets(&rows, 1, |at| at - (at + 1_800).rem_euclid(3_600));
        assert_means(&ask(&server, "climates", month, "humidity", ("PT1H", "Asia/Kolkata")), "humidity", &hours);
        let expected = gaps(&rows);
        let distances = rows.windows(2).map(|pair| pair[1].0 - pair[0].0);
        assert_eq!((expected.as_array().map(Vec::len), distances.max()), (Some(known), Some(longest)), "{month}");
        let (line, total) = line(&server, month, &rows);
        assert_eq!(line["gaps"], expected, "{month}");
        let samples: u64 =
            line["points"].as_array().into_iter().flatten().filter_map(|point| point["count"].as_u64()).sum();
        assert_eq!(samples, rows.len() as u64, "{month}");
        assert!(total.as_f64().is_some_and(|total| (total - mean).abs() < 5e-5), "{month}: {total}");
    }
}

/// A month as 300 points with its gaps, and its mean.
fn line(server: &Server, month: &str, rows: &[Row]) -> (Json, Json) {
    let (first, last) = (rows[0].0, rows[rows.len() - 1].0);
    let document = "query ($s: String!) { sensor(key: {name: $s}) { id climatesStats { temperature { avg } } } }";
    let mut sensor = server.data(document, &json!({ "s": month }))["sensor"].take();
    let document = "query ($s: ID!, $f: DateTime!, $t: DateTime!) { climatesSeries(sensor: $s, metric: \"temperature\", from: $f, to: $t, points: 300) \
                    { points { count } gaps { from to } } }";
    let variables = json!({"s": sensor["id"], "f": rfc3339(first), "t": rfc3339(last + 1)});
    let line = server.data(document, &variables)["climatesSeries"].take();
    (line, sensor["climatesStats"][0]["temperature"]["avg"].take())
}

/// The week of the office moved so that its fourth night has the change of the clocks: 4 February becomes 25 March and
/// 21 October.
fn moved(lines: &[String], month: &str, first: i64) -> Vec<String> {
    let row = |line: &String| {
        let day: i64 = line.split("2015-02-").nth(1)?.get(..2)?.parse().ok()?;
        Some(line.replace(&format!("2015-02-{day:02}"), &format!("2015-{month}-{:02}", day - 4 + first)))
    };
    lines.iter().filter_map(row).collect()
}

#[test]
fn means_of_an_office_follow_the_clocks_when_they_change() {
    let Some(folder) = means::shared("data/sensors", "means of a real office") else { return };
    let server = Server::start();
    let office = lines(&folder.join("occupancy-training.csv"));
    for (name, month, first) in [("spring", "03", 25), ("autumn", "10", 21)] {
        let lines = moved(&office, month, first);
        assert_eq!(lines.len(), 8_143);
        let path = format!(
            "/ingest/Reading?columns=,at,temperature,humidity,light,co2,humidityRatio,occupied&create=sensor\
             &tz=Europe/Brussels&unit.temperature=CEL&unit.humidity=PERCENT&unit.light=LUX&unit.co2=PPM\
             &unit.humidityRatio=ONE&set.sensor={name}"
        );
        let (accepted, rejected) = send(&server, &path, lines.join("\n").as_bytes());
        let rows = rows(&lines, 1, &[2, 5]);
        assert_eq!((accepted, rejected), (rows.len() as u64, 8_143 - rows.len()), "{name}");
        // An hour that clocks jump over cannot have been measured in.
        let skipped = lines.iter().filter(|line| line.contains("2015-03-29 02:")).count();
        assert_eq!((rejected, skipped > 50), (skipped, name == "spring"));
        let brussels = "Europe/Brussels";
        let hours = buckets(&rows, 0, |at| at - at.rem_euclid(3_600));
        assert_means(&ask(&server, "readings", name, "temperature", ("PT1H", brussels)), "temperature", &hours);
        let days = buckets(&rows, 1, |at| european_midnight(at, 2015));
        assert_means(&ask(&server, "readings", name, "co2", ("P1D", brussels)), "co2", &days);
    }
}

#[test]
fn whole_files_of_an_office_have_their_known_means() {
    let Some(folder) = means::shared("data/sensors", "known means of a real office") else { return };
    let server = Server::start();
    for (name, temperature, humidity, co2, occupied) in
        [("occupancy-test1", 21.4339, 25.3539, 1_402.25, 972), ("occupancy-training", 20.6191, 25.7315, 2_028.5, 1_729)]
    {
        let path = format!(
            "/ingest/Reading?columns=,at,temperature,humidity,light,co2,humidityRatio,occupied&header=skip&create=sensor\
             &tz=Europe/Brussels&unit.temperature=CEL&unit.humidity=PERCENT&unit.light=LUX&unit.co2=PPM\
             &unit.humidityRatio=ONE&set.sensor={name}"
        );
        let file = fs::read(folder.join(format!("{name}.csv"))).expect("the file can be read");
        assert_eq!(send(&server, &path, &file).1, 0, "{name}");
        let document = "query ($s: String!) { sensor(key: {name: $s}) {
            all: readingsStats { temperature { avg } humidity { avg } co2 { max } }
            by: readingsStats(by: [{field: \"occupied\"}]) { key { text } count } } }";
        let answer = server.data(document, &json!({ "s": name }))["sensor"].take();
        let all = &answer["all"][0];
        let near = |value: &Json, known: f64| value.as_f64().is_some_and(|value| (value - known).abs() < 5e-5);
        assert!(near(&all["temperature"]["avg"], temperature) && near(&all["humidity"]["avg"], humidity), "{all}");
        assert_eq!(all["co2"]["max"].as_f64(), Some(co2), "{name}");
        assert_eq!(answer["by"][1], json!({"key": [{"text": "true"}], "count": occupied}), "{name}");
    }
}
