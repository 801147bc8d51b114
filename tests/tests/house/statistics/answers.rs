//! Answers computed by hand.

use daybook_tests::Server;
use serde_json::{Value as Json, json};

use super::{fed, stats};

/// The numbers of one field of each group.
fn numbers(groups: &Json, path: &str) -> Vec<Option<f64>> {
    groups.as_array().into_iter().flatten().map(|group| group.pointer(path).and_then(Json::as_f64)).collect()
}

#[test]
fn averages_over_time_and_deltas_follow_the_times_of_the_values() {
    let server = Server::start();
    fed(
        &server,
        "Ada",
        &[
            ("2026-05-01T03:00:00Z", Some(100.0), "BOTTLE"),
            ("2026-05-01T00:00:00Z", Some(100.0), "BOTTLE"),
            ("2026-05-01T04:00:00Z", Some(400.0), "BOTTLE"),
            ("2026-05-01T01:00:00Z", Some(200.0), "BOTTLE"),
            ("2026-05-01T02:00:00Z", None, "BOTTLE"),
        ],
    );
    // Lines of one, two and one hours with means 150, 150 and 250: 700 / 4.
    let answer = stats(&server, "", "count amount { count avg first last delta timeWeightedAvg }");
    let amount = json!({"count": 4, "avg": 200, "first": 100, "last": 400, "delta": 300, "timeWeightedAvg": 175});
    assert_eq!(answer, json!([{"count": 5, "amount": amount}]));
    let of_one =
        stats(&server, "(where: {startedAt: {lt: \"2026-05-01T00:30:00Z\"}})", "amount { timeWeightedAvg delta sd }");
    assert_eq!(of_one, json!([{"amount": {"timeWeightedAvg": 100, "delta": 0, "sd": null}}]));
}

#[test]
fn lines_of_a_series_end_at_gaps_and_distances_shift_no_zero() {
    let server = Server::start();
    let reading = |at: &str, celsius: f64| json!({"sensor": "nursery", "at": at, "temperature": celsius});
    let rows = [
        reading("2026-05-01T18:00:00Z", 20.0),
        reading("2026-05-01T18:01:00Z", 22.0),
        reading("2026-05-01T18:30:00Z", 30.0),
    ];
    let answer = server.post_json("/ingest/Reading?create=sensor&unit.temperature=CEL", &json!(rows)).json();
    assert_eq!(answer["accepted"].as_u64(), Some(3));
    let document = "{ readingsStats { temperature(unit: DEGF) { avg min delta sd timeWeightedAvg } } }";
    let found = server.data(document, &json!({}))["readingsStats"][0]["temperature"].take();
    // 24, 20, +10, √28 and 21 degrees Celsius; a distance of 1 °C is one of 1.8 °F.
    let near = |name: &str, expected: f64| found[name].as_f64().is_some_and(|value| (value - expected).abs() < 1e-9);
    assert!(near("avg", 75.2) && near("min", 68.0) && near("timeWeightedAvg", 69.8), "{found}");
    assert!(near("delta", 18.0) && near("sd", 28.0_f64.sqrt() * 1.8), "{found}");
}

#[test]
fn empty_buckets_are_filled_for_each_combination_of_the_other_keys() {
    let server = Server::start();
    fed(
        &server,
        "Ada",
        &[
            ("2026-05-01T12:00:00Z", Some(100.0), "BOTTLE"),
            ("2026-05-04T12:00:00Z", Some(400.0), "BOTTLE"),
            ("2026-05-03T12:00:00Z", Some(70.0), "TUBE"),
        ],
    );
    let filled = |fill: &str| {
        let arguments = format!(
            "(where: {{startedAt: {{gte: \"2026-05-01T00:00:00Z\", lt: \"2026-05-06T00:00:00Z\"}}}},
             by: [{{field: \"method\"}}, {{time: {{every: \"P1D\", tz: \"UTC\", fill: {fill}}}}}])"
        );
        let groups = stats(&server, &arguments, "count amount { sum count }");
        let counts: u64 = groups.as_array().into_iter().flatten().filter_map(|group| group["count"].as_u64()).sum();
        assert_eq!(counts, 3, "{fill}");
        numbers(&groups, "/amount/sum")
    };
    let (some, none) = (Some, None::<f64>);
    assert_eq!(filled("GAP"), [some(100.0), none, none, some(400.0), none, none, none, some(70.0), none, none]);
    assert_eq!(filled("OMIT"), [some(100.0), some(400.0), some(70.0)]);
    let zero = [100.0, 0.0, 0.0, 400.0, 0.0, 0.0, 0.0, 70.0, 0.0, 0.0].map(Some);
    assert_eq!(filled("ZERO"), zero);
    let previous = [
        some(100.0),
        some(100.0),
        some(100.0),
        some(400.0),
        some(400.0),
        none,
        none,
        some(70.0),
        some(70.0),
        some(70.0),
    ];
    assert_eq!(filled("PREVIOUS"), previous);
    let linear = [some(100.0), some(200.0), some(300.0), some(400.0), none, none, none, some(70.0), none, none];
    assert_eq!(filled("LINEAR"), linear);
}

#[test]
fn buckets_follow_half_hour_zones_skipped_days_quarters_and_years() {
    let server = Server::start();
    fed(
        &server,
        "Ada",
        &[
            ("2011-12-29T12:00:00Z", Some(1.0), "BOTTLE"),
            ("2011-12-30T09:59:00Z", Some(2.0), "BOTTLE"),
            ("2011-12-30T10:00:00Z", Some(4.0), "BOTTLE"),
        ],
    );
    let found = |from: &str, to: &str, every: &str, tz: &str| {
        let arguments = format!(
            "(where: {{startedAt: {{gte: \"{from}\", lt: \"{to}\"}}}}, by: [{{time: {{every: \"{every}\", tz: \"{tz}\"}}}}])"
        );
        let groups = stats(&server, &arguments, "start count");
        let group = |group: &Json| (group["start"].as_str().unwrap_or_default().to_owned(), group["count"].as_u64());
        groups.as_array().into_iter().flatten().map(group).collect::<Vec<_>>()
    };
    let expected = |groups: &[(&str, u64)]| {
        groups.iter().map(|(start, count)| ((*start).to_owned(), Some(*count))).collect::<Vec<_>>()
    };
    // Samoa went from 29 to 31 December.
    assert_eq!(
        found("2011-12-29T10:00:00Z", "2012-01-01T10:00:00Z", "P1D", "Pacific/Apia"),
        expected(&[("2011-12-29T10:00:00Z", 2), ("2011-12-30T10:00:00Z", 1), ("2011-12-31T10:00:00Z", 0)])
    );
    assert_eq!(
        found("2011-12-30T09:00:00Z", "2011-12-30T10:30:00Z", "PT1H", "Asia/Kolkata"),
        expected(&[("2011-12-30T08:30:00Z", 0), ("2011-12-30T09:30:00Z", 2)])
    );
    assert_eq!(
        found("2011-11-01T00:00:00Z", "2012-01-01T01:00:00Z", "P3M", "UTC"),
        expected(&[("2011-10-01T00:00:00Z", 3), ("2012-01-01T00:00:00Z", 0)])
    );
    assert_eq!(
        found("2011-12-25T00:00:00Z", "2011-12-31T00:00:00Z", "P1W", "UTC"),
        expected(&[("2011-12-19T00:00:00Z", 0), ("2011-12-26T00:00:00Z", 3)])
    );
    assert_eq!(
        found("2011-06-01T00:00:00Z", "2011-12-31T00:00:00Z", "P1Y", "UTC"),
        expected(&[("2011-01-01T00:00:00Z", 3)])
    );
}

#[test]
fn having_keeps_groups_that_meet_every_condition_in_any_unit() {
    let server = Server::start();
    for (name, amounts) in
        [("Ada", vec![100.0, 200.0]), ("Ben", vec![300.0]), ("Cleo", vec![30.0, 40.0, 50.0]), ("Dora", vec![])]
    {
        let feedings: Vec<_> = amounts.iter().map(|amount| ("2026-05-01T12:00:00Z", Some(*amount), "BOTTLE")).collect();
        fed(&server, name, &feedings);
    }
    let kept = |having: &str| {
        let groups = stats(
            &server,
            &format!("(by: [{{link: \"child\"}}], having: [{having}], orderBy: [{{count: DESC}}])"),
            "key { entry { title } }",
        );
        groups
            .as_array()
            .into_iter()
            .flatten()
            .map(|group| group["key"][0]["entry"]["title"].as_str().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(kept("{metric: COUNT, gte: 2}"), ["Cleo", "Ada"]);
    assert_eq!(kept("{metric: COUNT, gte: 2}, {field: \"amount\", metric: SUM, gt: 0.25, unit: L}"), ["Ada"]);
    assert_eq!(kept("{field: \"amount\", metric: AVG, gt: 40, lte: 300}"), ["Ada", "Ben"]);
    assert_eq!(kept("{field: \"amount\", metric: SD, lt: 1000}"), ["Cleo", "Ada"], "one value has no deviation");
}

#[test]
fn numbers_have_filters_of_their_own() {
    let server = Server::start();
    fed(
        &server,
        "Ada",
        &[
            ("2026-05-01T08:00:00Z", Some(100.0), "BOTTLE"),
            ("2026-05-01T12:00:00Z", Some(50.0), "TUBE"),
            ("2026-05-01T16:00:00Z", Some(150.0), "BOTTLE"),
            ("2026-05-01T20:00:00Z", None, "LEFT_BREAST"),
        ],
    );
    let selection = "count bottles: count(where: {method: {eq: BOTTLE}}) late: amount(where: {startedAt: {gte: \"2026-05-01T12:00:00Z\"}}) { sum count }
                     none: amount(where: {method: {eq: LEFT_BREAST}}) { sum count } all: amount(unit: L) { sum }";
    let expected = json!([{"count": 4, "bottles": 2, "late": {"sum": 200, "count": 2}, "none": {"sum": null, "count": 0}, "all": {"sum": 0.3}}]);
    assert_eq!(stats(&server, "", selection), expected);
}

#[test]
fn statistics_of_fifty_parents_take_as_many_statements_as_those_of_two() {
    let server = Server::start();
    for child in 0..50 {
        let amount = f64::from(child + 1);
        fed(
            &server,
            &format!("Child {child:02}"),
            &[("2026-05-01T08:00:00Z", Some(amount), "BOTTLE"), ("2026-05-02T08:00:00Z", Some(1.0), "TUBE")],
        );
    }
    let asked = |first: u32| {
        let document = format!(
            "{{ children(first: {first}, orderBy: [{{name: ASC}}]) @explain {{ nodes {{
             feedingsStats(by: [{{time: {{every: \"P1D\", tz: \"Europe/Berlin\"}}}}], where: {{startedAt: {{gte: \"2026-04-30T22:00:00Z\", lt: \"2026-05-02T22:00:00Z\"}}}}) {{ amount {{ sum }} }} }} }} }}"
        );
        let mut answer = server.graphql(&document, &json!({}));
        let nodes = answer["data"]["children"]["nodes"].take();
        (answer["extensions"]["explain"]["statements"].as_u64(), nodes)
    };
    let (few, many) = (asked(2), asked(50));
    assert_eq!((few.0, many.0), (Some(2), Some(2)));
    let sums: Vec<_> =
        many.1.as_array().into_iter().flatten().map(|node| numbers(&node["feedingsStats"], "/amount/sum")).collect();
    let expected: Vec<_> = (1..=50).map(|amount| vec![Some(f64::from(amount)), Some(1.0)]).collect();
    assert_eq!(sums, expected);
}

#[test]
fn as_of_asks_what_would_have_been_answered_then() {
    let server = Server::start();
    let child = fed(&server, "Ada", &[("2026-05-01T08:00:00Z", Some(100.0), "BOTTLE")]);
    let feeding = server.data("{ feedings { nodes { id updatedAt } } }", &json!({}))["feedings"]["nodes"][0].take();
    std::thread::sleep(std::time::Duration::from_millis(5));
    let change = "mutation ($id: ID!) { feedingUpdate(id: $id, patch: {amount: {value: 250, unit: ML}}) { errors { message } } }";
    server.data(change, &json!({"id": feeding["id"]}));
    fed(&server, "Ben", &[("2026-05-01T09:00:00Z", Some(10.0), "TUBE")]);
    let then = format!("(asOf: {})", feeding["updatedAt"]);
    assert_eq!(stats(&server, &then, "count amount { sum }"), json!([{"count": 1, "amount": {"sum": 100}}]));
    assert_eq!(stats(&server, "", "count amount { sum }"), json!([{"count": 2, "amount": {"sum": 260}}]));
    let document = "query ($c: ID!, $t: DateTime!) { child(id: $c, asOf: $t) { feedingsStats { amount { sum } } } }";
    let answer = server.data(document, &json!({"c": child, "t": feeding["updatedAt"]}));
    assert_eq!(answer["child"]["feedingsStats"], json!([{"amount": {"sum": 100}}]));
}

#[test]
fn ranges_embedded_fields_and_every_kind_of_number_make_statistics() {
    let server = Server::start();
    fed(
        &server,
        "Ada",
        &[
            ("2026-05-01T08:00:00Z", Some(29.0), "BOTTLE"),
            ("2026-05-01T09:00:00Z", Some(30.0), "BOTTLE"),
            ("2026-05-01T10:00:00Z", Some(500.0), "BOTTLE"),
            ("2026-05-01T11:00:00Z", Some(10.0), "BOTTLE"),
        ],
    );
    let ranges = stats(
        &server,
        "(by: [{range: {field: \"amount\", unit: L, edges: [0.02, 0.03, 0.1]}}])",
        "key { number text } count",
    );
    let expected = [(0.02, "0.02 L to 0.03 L", 1), (0.03, "0.03 L to 0.1 L", 1), (0.1, "0.1 L or more", 1)]
        .map(|(number, text, count)| json!({"key": [{"number": number, "text": text}], "count": count}));
    assert_eq!(ranges, json!(expected));
    let made = "mutation {
        personCreateMany(inputs: [{name: \"A\", address: {city: \"Ulm\"}}, {name: \"B\", address: {city: \"Ulm\"}}, {name: \"C\"}]) { errors { message } }
        formulaProductCreateMany(inputs: [
          {name: \"x\", labelScoops: 1, labelWater: {value: 60, unit: ML}, labelVolume: {value: 67, unit: ML}, energyDensity: {value: 20, unit: KCAL_PER_FL_OZ}, useAfterOpening: \"P2D\"}
          {name: \"y\", labelScoops: 2.5, labelWater: {value: 60, unit: ML}, labelVolume: {value: 67, unit: ML}, energyDensity: {value: 20, unit: KCAL_PER_FL_OZ}, useAfterOpening: \"PT12H\"}]) { errors { message } }
        sleepCreate(input: {child: {create: {name: \"Eve\"}}, startedAt: \"2026-05-01T08:00:00Z\", awakenings: 3}) { errors { message } } }";
    server.data(made, &json!({}));
    let asked = "{ peopleStats(by: [{field: \"address.city\"}]) { key { text } count }
                   formulaProductsStats { labelScoops { avg } useAfterOpening(unit: H) { sum max } }
                   sleepsStats { awakenings { sum } } }";
    let answer = server.data(asked, &json!({}));
    assert_eq!(
        answer["peopleStats"],
        json!([{"key": [{"text": "Ulm"}], "count": 2}, {"key": [{"text": null}], "count": 1}])
    );
    assert_eq!(
        answer["formulaProductsStats"],
        json!([{"labelScoops": {"avg": 1.75}, "useAfterOpening": {"sum": 60, "max": 48}}])
    );
    assert_eq!(answer["sleepsStats"], json!([{"awakenings": {"sum": 3}}]));
}
