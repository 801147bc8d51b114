//! Statistics and charts of a series from rollups (W4), and readings that come in (W6).

use std::{net::SocketAddr, path::Path};

use daybook_bench::{
    Result, clock, http,
    random::Random,
    readings::Bare,
    workload::{self, START, Written},
};
use daybook_schema::time::format_instant;
use serde_json::{Value as Json, json};

use crate::{
    here::Here,
    table::{Table, rounds},
};

/// Readings of the larger store, and how many are written in one change set.
const MANY: usize = 3_000_000;
const BATCH: usize = 10_000;

/// The hours that are asked for: those of the smaller store that are whole.
const SPAN: i64 = 83 * 3_600_000;

/// A reading a minute for a year.
const YEAR: usize = 365 * 24 * 60;

const ONE: &str = "query ($of: ID!, $from: DateTime!, $to: DateTime!) { measuresStats(where: {probe: {is: {id: {eq: $of}}}, at: \
                   {gte: $from, lt: $to}}, by: [{time: {every: \"PT1H\", tz: \"UTC\"}}], first: 1000) { start count value { min \
                   avg max } } }";
const ALL: &str = "query ($from: DateTime!, $to: DateTime!) { measuresStats(where: {at: {gte: $from, lt: $to}}, by: [{link: \
                   \"probe\"}, {time: {every: \"PT1H\", tz: \"UTC\"}}], first: 1000) { key { text } start count value { min avg \
                   max } } }";
const CHART: &str = "query ($of: ID!, $from: DateTime!, $to: DateTime!) { measuresSeries(probe: $of, metric: \"value\", from: \
                     $from, to: $to, points: 500) { points { at value min max count } source } }";

/// W4 and charts, in process; `small` keeps what `here` has at first.
pub fn statistics(here: &Here, small: &Here, written: &Written, folder: &Path, table: &mut Table) -> Result<()> {
    let mut bare = Bare::new(folder)?;
    let mut random = Random::new(5);
    let names: Vec<String> = written.probes.iter().map(ToString::to_string).collect();
    let readings = (0..workload::READINGS).map(|number| {
        let at = START + (number / names.len() * 30_000) as i64;
        (&*names[number % names.len()], at, random.part() * 40.0)
    });
    bare.store(readings.collect::<Vec<_>>().into_iter())?;
    let (from, to) = (START, START + SPAN);
    let one = json!({"of": names[3], "from": format_instant(from), "to": format_instant(to)});
    let all = json!({"from": format_instant(from), "to": format_instant(to)});
    check(here, ONE, &one, 83)?;
    check(here, ALL, &all, 830)?;

    let store = here.app.served().store.clone();
    let filling = clock::time(|| {
        for start in (workload::READINGS..MANY).step_by(BATCH) {
            let readings = (start..start + BATCH).map(|number| {
                let at = START + (number / written.probes.len() * 30_000) as i64;
                (written.probes[number % written.probes.len()], at, random.part() * 40.0)
            });
            let readings: Vec<_> = readings.collect();
            here.runtime.block_on(store.write(workload::measuring(store.model(), &here.app.ids, &readings)?))?;
        }
        Ok(())
    })?;
    table.figure(
        "10,000 readings, typed, through the engine",
        filling.0.as_secs_f64() * 1e6 / ((MANY - workload::READINGS) / BATCH) as f64,
    );

    let ours = |query: &'static str, variables: &Json, times: usize| {
        let variables = variables.clone();
        move |(): &mut ()| clock::median_of(times, |_| here.execute(query, variables.clone()).map(drop))
    };
    let read = |probe: Option<&str>| bare.hours(probe, from, to);
    let bare_one = |(): &mut ()| clock::median_of(300, |_| read(Some(&names[3])).map(drop));
    let bare_all = |(): &mut ()| clock::median_of(60, |_| read(None).map(drop));
    let what = "W4: 83 hours of one probe, whole request, 3M readings";
    table.compare(what, "bare rollup read", &rounds(&mut (), bare_one, ours(ONE, &one, 300))?, "≤ 1.5");
    let what = "W4: 83 hours of ten probes each, whole request, 3M readings";
    table.compare(what, "bare rollup read", &rounds(&mut (), bare_all, ours(ALL, &all, 60))?, "≤ 1.5");
    let raw_one = |(): &mut ()| clock::median_of(20, |_| bare.hours_of_readings(Some(&names[3]), from, to).map(drop));
    let raw_all = |(): &mut ()| clock::median_of(3, |_| bare.hours_of_readings(None, from, to).map(drop));
    let what = "W4: one probe, whole request";
    table.compare(what, "bare, from readings", &rounds(&mut (), raw_one, ours(ONE, &one, 100))?, "≤ 0.04");
    let what = "W4: ten probes, whole request";
    table.compare(what, "bare, from readings", &rounds(&mut (), raw_all, ours(ALL, &all, 30))?, "≤ 0.04");
    let few = |query: &'static str, variables: &Json, times: usize| {
        let variables = variables.clone();
        move |(): &mut ()| clock::median_of(times, |_| small.execute(query, variables.clone()).map(drop))
    };
    let flat = |what: &str, query: &'static str, variables: &Json, times: usize, table: &mut Table| {
        let rounds = rounds(&mut (), few(query, variables, times), ours(query, variables, times))?;
        table.compare(what, "100k readings", &rounds, "≤ 1.3");
        Result::Ok(())
    };
    flat("W4: one probe, 3M readings", ONE, &one, 300, table)?;
    flat("W4: ten probes, 3M readings", ALL, &all, 60, table)?;
    chart(here, written, &mut bare, table)
}

fn chart(here: &Here, written: &Written, bare: &mut Bare, table: &mut Table) -> Result<()> {
    let store = here.app.served().store.clone();
    let mut random = Random::new(6);
    let probe = written.spare_probe;
    let at = |number: usize| START + (number * 60_000) as i64;
    let values: Vec<f64> = (0..YEAR).map(|_| random.part() * 40.0).collect();
    for start in (0..YEAR).step_by(BATCH) {
        let readings: Vec<_> =
            (start..YEAR.min(start + BATCH)).map(|number| (probe, at(number), values[number])).collect();
        here.runtime.block_on(store.write(workload::measuring(store.model(), &here.app.ids, &readings)?))?;
    }
    let name = probe.to_string();
    bare.store((0..YEAR).map(|number| (&*name, at(number), values[number])))?;
    let (from, to) = (START, at(YEAR));
    let variables = json!({"of": name, "from": format_instant(from), "to": format_instant(to)});
    let answer: Json = serde_json::from_slice(&here.execute(CHART, variables.clone())?)?;
    println!("the chart was read from {}", answer["data"]["measuresSeries"]["source"]);
    let floor = |(): &mut ()| clock::median_of(40, |_| bare.chart(&name, from, to, 500).map(drop));
    let own = |(): &mut ()| clock::median_of(40, |_| here.execute(CHART, variables.clone()).map(drop));
    table.compare("a year, a reading a minute, 500 points", "bare rollup read", &rounds(&mut (), floor, own)?, "≤ 20");
    Ok(())
}

fn check(here: &Here, query: &str, variables: &Json, groups: usize) -> Result<()> {
    let answer: Json = serde_json::from_slice(&here.execute(query, variables.clone())?)?;
    let told = answer["data"]["measuresStats"].as_array().map_or(0, Vec::len);
    if told == groups { Ok(()) } else { Err(format!("{told} groups instead of {groups}: {query}").into()) }
}

/// W6: ten thousand readings in one request, over HTTP.
pub fn ingest(address: SocketAddr, written: &Written, folder: &Path, table: &mut Table) -> Result<()> {
    let mut state = (Bare::new(folder)?, 0);
    let body = |round: &mut i64| {
        *round += 1;
        let start = START + 400 * 86_400_000 + *round * 100_000_000;
        let reading = |number: usize| {
            let probe = written.probes[number % written.probes.len()];
            json!({"probe": probe, "at": format_instant(start + (number / 10 * 30_000) as i64), "value": number as f64 / 7.0})
        };
        Json::Array((0..10_000).map(reading).collect()).to_string().into_bytes()
    };
    let floor = |(bare, round): &mut (Bare, i64)| {
        let mut taken = Vec::new();
        for _ in 0..3 {
            let body = body(round);
            taken.push(clock::time(|| bare.take(&body))?.0.as_secs_f64() * 1e6);
        }
        Ok(clock::median(&taken))
    };
    let own = |(_, round): &mut (Bare, i64)| {
        let mut taken = Vec::new();
        for _ in 0..3 {
            let request = http::post(address, "/ingest/Measure", &body(round));
            let (time, answer) = clock::time(|| http::ask(address, &request))?;
            let answer: Json = serde_json::from_slice(&answer)?;
            if answer["accepted"] != 10_000 {
                return Err(format!("readings were answered with {answer}").into());
            }
            taken.push(time.as_secs_f64() * 1e6);
        }
        Ok(clock::median(&taken))
    };
    let rounds = rounds(&mut state, floor, own)?;
    table.compare("W6: 10,000 readings with rollups in one request", "decoded and inserted bare", &rounds, "≤ 1.5");
    Ok(())
}
