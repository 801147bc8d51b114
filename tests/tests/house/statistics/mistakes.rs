//! What bad questions are told: the field, what was wrong, what would be right.

use daybook_tests::Server;
use serde_json::json;

use super::fed;

/// Arguments and selection of `feedingsStats`, and parts of the message.
const CASES: &[(&str, &str, &[&str])] = &[
    // Buckets.
    (
        "(by: [{time: {every: \"PT0S\", tz: \"UTC\"}}])",
        "count",
        &["`by.0.time.every`", "a bucket must have a length, such as PT15M"],
    ),
    ("(by: [{time: {every: \"1 hour\", tz: \"UTC\"}}])", "count", &["every", "1 hour"]),
    ("(by: [{time: {every: \"PT7M\", tz: \"UTC\"}}])", "count", &["`by.0.time.every`", "15, 20 or 30 minutes"]),
    (
        "(where: {startedAt: {gte: \"2024-01-01T00:00:00Z\", lt: \"2026-01-01T00:00:00Z\"}}, by: [{time: {every: \"PT1M\", tz: \"UTC\"}}])",
        "count",
        &[
            "`by.0.time.every`",
            "buckets of PT1M would be 1052640; 10000 are allowed: use longer ones, or a narrower filter",
        ],
    ),
    ("(by: [{time: {every: \"P1D\", tz: \"Mars/Olympus\"}}])", "count", &["tz", "`Mars/Olympus` is no time zone"]),
    (
        "(by: [{time: {every: \"P1D\", tz: \"UTC\", field: \"method\"}}])",
        "count",
        &["`by.0.time.field`", "`method` is no time of Feeding", "startedAt"],
    ),
    (
        "(by: [{time: {every: \"P1D\", tz: \"UTC\"}}, {time: {every: \"P1D\", tz: \"UTC\"}}])",
        "count",
        &["`by.1.time`", "one is allowed"],
    ),
    // Groups.
    (
        "(by: [{field: \"metod\"}])",
        "count",
        &["`by.0.field`", "there is no field `metod` of Feeding", "did you mean `method`?"],
    ),
    ("(by: [{field: \"child\"}])", "count", &["`by.0.field`", "write `{link: \"child\"}`"]),
    (
        "(by: [{link: \"food\"}])",
        "count",
        &["`by.0.link`", "`food` leads to many entries", "links to one: child, bottle"],
    ),
    ("(by: [{link: \"chid\"}])", "count", &["`by.0.link`", "did you mean `child`?"]),
    ("(by: [{}])", "count", &["by.0", "exactly one field"]),
    ("(by: [{field: \"method\", link: \"child\"}])", "count", &["by.0", "exactly one field"]),
    (
        "(by: [{field: \"method\"}, {field: \"content\"}, {field: \"spitUp\"}, {field: \"note\"}, {link: \"child\"}, {link: \"bottle\"}])",
        "count",
        &["`by`", "names 6 things to group by; 5 are allowed"],
    ),
    // Ranges.
    (
        "(by: [{range: {field: \"amount\", edges: []}}])",
        "count",
        &["`by.0.range.edges`", "give 1 to 1000, such as [0, 10, 20]"],
    ),
    (
        "(by: [{range: {field: \"amount\", edges: [20, 10]}}])",
        "count",
        &["`by.0.range.edges`", "20 stands before 10; edges must ascend"],
    ),
    ("(by: [{range: {field: \"amount\", edges: [5, 5]}}])", "count", &["5 stands before 5; edges must ascend"]),
    (
        "(by: [{range: {field: \"note\", edges: [5]}}])",
        "count",
        &["`by.0.range.field`", "`note` holds no numbers of Feeding", "amount"],
    ),
    (
        "(by: [{range: {field: \"amount\", unit: G, edges: [5]}}])",
        "count",
        &["`by.0.range.unit`", "G is a unit of mass, the numbers are volume"],
    ),
    // Numbers.
    ("", "amount { quantile(q: 1.5) }", &["`q` is 1.5; a quantile is from 0 to 1, such as 0.5 for the median"]),
    ("", "amount { quantile(q: -0.1) }", &["`q` is -0.1"]),
    ("", "amount(unit: G) { sum }", &["amount", "mass", "volume"]),
    ("", "amount(where: {metod: {eq: BOTTLE}}) { sum }", &["metod"]),
    // Conditions and order.
    (
        "(by: [{field: \"method\"}], having: [{field: \"note\", metric: SUM, gt: 1}])",
        "count",
        &["`having.0.field`", "`note` holds no numbers of Feeding"],
    ),
    (
        "(by: [{field: \"method\"}], having: [{field: \"amout\", metric: SUM, gt: 1}])",
        "count",
        &["`having.0.field`", "did you mean `amount`?"],
    ),
    (
        "(by: [{field: \"method\"}], having: [{metric: SUM, gt: 1}])",
        "count",
        &["`having.0`", "names no `field`; without one only COUNT"],
    ),
    (
        "(by: [{field: \"method\"}], having: [{field: \"amount\", metric: SUM}])",
        "count",
        &["`having.0`", "give at least one of `lt`, `lte`, `gt` and `gte`"],
    ),
    (
        "(by: [{field: \"method\"}], having: [{field: \"amount\", metric: SUM, gt: 1, unit: KG}])",
        "count",
        &["`having.0.unit`", "KG is a unit of mass"],
    ),
    (
        "(by: [{field: \"method\"}], having: [{gt: 1, unit: ML}])",
        "count",
        &["`having.0.unit`", "a count has no unit; leave out ML"],
    ),
    (
        "(by: [{field: \"method\"}], orderBy: [{metric: {field: \"amont\", metric: SUM, direction: DESC}}])",
        "count",
        &["`orderBy.0.metric.field`", "did you mean `amount`?"],
    ),
    ("(by: [{field: \"method\"}], orderBy: [{}])", "count", &["orderBy.0", "exactly one field"]),
    ("(first: -1)", "count", &["`first` is -1; it must be from 0 to 10000"]),
    ("(first: 10001)", "count", &["`first` is 10001"]),
];

#[test]
fn bad_questions_are_told_what_would_be_right() {
    let server = Server::start();
    fed(&server, "Ada", &[("2026-05-01T08:00:00Z", Some(100.0), "BOTTLE")]);
    let mut wrong = Vec::new();
    for (arguments, selection, parts) in CASES {
        let answer = server.graphql(&format!("{{ feedingsStats{arguments} {{ {selection} }} }}"), &json!({}));
        let error = &answer["errors"][0];
        let message = error["message"].as_str().unwrap_or_default();
        let is_refusal = matches!(error["extensions"]["code"].as_str(), Some("BAD_INPUT" | "VALIDATION_FAILED"));
        if !is_refusal || parts.iter().any(|part| !message.contains(part)) || message.len() < 20 {
            wrong.push(format!("{arguments} {selection}\n  answered {answer}\n  expected {parts:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_type_without_a_time_says_which_times_it_has() {
    let (code, message) =
        Server::start().refused("{ foodsStats(by: [{time: {every: \"P1D\", tz: \"UTC\"}}]) { count } }", &json!({}));
    assert_eq!(
        (
            code.as_str(),
            message.contains("Food has no field that places it in time; name one of: createdAt, updatedAt")
        ),
        ("BAD_INPUT", true),
        "{message}"
    );
}

#[test]
fn more_groups_than_an_answer_takes_are_an_error_that_says_what_to_do() {
    let server = Server::start();
    let rows: Vec<_> = (0..10_001).map(|number| json!({"name": format!("Food {number:05}")})).collect();
    for rows in rows.chunks(5_000) {
        let answer = server.post_json("/ingest/Food", &json!(rows)).json();
        assert_eq!(answer["rejected"], json!([]));
    }
    let (code, message) = server.refused("{ foodsStats(by: [{field: \"name\"}]) { count } }", &json!({}));
    let right = "there are more than 10000 groups; use longer buckets, fewer keys or a narrower filter";
    assert_eq!((code.as_str(), message.as_str()), ("BAD_INPUT", right));
}
