//! Real sensor files, where they are at hand.

use std::path::PathBuf;

use serde_json::Map;

use super::{super::*, ingest};
use crate::{
    definition::{built_in, load},
    time::{format_instant, zone},
};

/// The file, unless this machine does not have it.
fn shared(file: &str) -> Option<String> {
    let folder = std::env::var_os("DAYBOOK_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from);
    let path = folder.join("data/sensors").join(file);
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        eprintln!("skipped: {} is not there", path.display());
    }
    bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

#[test]
fn reads_a_month_of_a_real_sensor() {
    let Some(file) = shared("dht22-2021-11.csv") else { return };
    let model = load(&built_in()).unwrap();
    let record = model.find("Reading").unwrap();
    let unit = |field: &str, unit: Unit| (super::index(&model, "Reading", field), unit);
    let options = IngestOptions {
        units: vec![unit("temperature", Unit::CEL), unit("humidity", Unit::PERCENT)],
        zone: zone("Europe/Budapest"),
        ..IngestOptions::default()
    };
    let context = ingest(&model, options);
    let (mut accepted, mut refused, mut first) = (0, Vec::new(), None);
    for (position, line) in file.lines().enumerate() {
        let cells = ["at", "temperature", "humidity"].into_iter().zip(line.split(','));
        let mut row: Map<String, Json> = cells.map(|(name, cell)| (name.to_owned(), Json::from(cell))).collect();
        row.insert("sensor".to_owned(), Json::from("nursery"));
        let (sample, problems) = sample(&context, record, &Json::Object(row), Path::new());
        if problems.is_acceptable() && !sample.flagged {
            accepted += 1;
            let at = super::index(&model, "Reading", "at");
            first = first.or(Some(sample.values[at.0].clone()));
        } else {
            refused.push((position, super::codes(&problems)));
        }
    }
    assert_eq!(accepted, 21_696);
    assert_eq!(refused, [(6, vec!["INVALID_VALUE at".to_owned()])]);
    let Some(Value::Instant(first)) = first else { panic!("no sample") };
    assert_eq!(format_instant(first), "2021-11-15T21:23:35Z");
}
