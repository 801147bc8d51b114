//! Series: charts, flags, clocks without power, and what is wrong with a question.

use serde_json::{Value as Json, json};

use crate::testing::Server;

/// A garden with a probe that read every ten minutes of the first five days of May 2026, silent on the third from 12:00
/// to 15:00, and the probe's id.
async fn garden() -> (Server, String) {
    let server = Server::garden();
    let made = server.data("mutation { probeCreate(input: {name: \"north\"}) { entry { id } } }").await;
    let row = |position: i64| {
        let at = daybook_schema::time::format_instant(1_777_593_600_000 + position * 600_000);
        json!({"probe": "north", "at": at, "moisture": {"value": position % 50, "unit": "PERCENT"}})
    };
    let silent = 2 * 144 + 73..2 * 144 + 90;
    let rows: Vec<Json> = (0..5 * 144).filter(|position| !silent.contains(position)).map(row).collect();
    server.ingest("SoilReading", json!(rows)).await;
    (server, made["probeCreate"]["entry"]["id"].as_str().unwrap().to_owned())
}

async fn series(server: &Server, probe: &str, rest: &str, selection: &str) -> Json {
    let arguments = format!("probe: \"{probe}\", metric: \"moisture\", {rest}");
    let answer = server.data(&format!("{{ soilReadingsSeries({arguments}) {{ {selection} }} }}")).await;
    answer["soilReadingsSeries"].clone()
}

const MAY: &str = "from: \"2026-05-01T00:00:00Z\", to: \"2026-05-06T00:00:00Z\"";

#[tokio::test]
async fn charts_read_rollups_or_samples_as_points_are_asked_for_and_count_the_same() {
    let (server, probe) = garden().await;
    let gaps = json!([{"from": "2026-05-03T12:00:00Z", "to": "2026-05-03T15:00:00Z"}]);
    for (points, source) in [(5, "P1D"), (60, "PT1H"), (500, "RAW")] {
        for method in ["MIN_MAX", "LTTB"] {
            let selection = "points { count min max } gaps { from to } moreGaps source unit";
            let rest = format!("{MAY}, points: {points}, method: {method}");
            let answer = series(&server, &probe, &rest, selection).await;
            assert_eq!((&answer["gaps"], &answer["moreGaps"]), (&gaps, &json!(false)), "{points} {method}");
            if method == "MIN_MAX" {
                let counts = answer["points"].as_array().unwrap().iter().map(|point| point["count"].as_u64().unwrap());
                assert_eq!(counts.sum::<u64>(), 5 * 144 - 17, "{points}");
                assert_eq!(answer["source"], source);
            }
        }
    }
}

#[tokio::test]
async fn a_chart_says_what_is_wrong_with_its_question() {
    let (server, probe) = garden().await;
    let nobody = "00000000-0000-7000-8000-000000000000";
    let cases = [
        (
            nobody,
            "moisture",
            MAY.to_owned(),
            "`probe`: there is no Probe with the id `00000000-0000-7000-8000-000000000000`",
        ),
        ("north", "moisture", MAY.to_owned(), "`probe`: `north` is no id; give the `id` of a Probe"),
        (&probe, "moisture", format!("{MAY}, points: 0"), "`points` is 0; it must be from 1 to 10000"),
        (
            &probe,
            "moisture",
            "from: \"2026-05-06T00:00:00Z\", to: \"2026-05-01T00:00:00Z\"".to_owned(),
            "`to`: is not after `from`",
        ),
        (&probe, "moisture", format!("{MAY}, unit: KG"), "`unit`: KG is a unit of mass, the numbers are"),
        (&probe, "probe", MAY.to_owned(), "`metric`: `probe` holds no numbers of SoilReading"),
        (&probe, "moistur", MAY.to_owned(), "`metric`: `moistur` is no field of SoilReading; did you mean `moisture`?"),
    ];
    for (probe, metric, rest, expected) in cases {
        let query = format!("{{ soilReadingsSeries(probe: \"{probe}\", metric: \"{metric}\", {rest}) {{ source }} }}");
        let answer = server.answer(&json!({ "query": query })).await;
        let error = &answer["errors"][0];
        assert_eq!(error["extensions"]["code"], "BAD_INPUT", "{query}: {answer}");
        assert!(error["message"].as_str().unwrap().starts_with(expected), "{expected}: {answer}");
    }
}

#[tokio::test]
async fn flagging_by_a_filter_changes_charts_and_statistics_and_can_be_taken_back() {
    let (server, probe) = garden().await;
    let flag = |rest: &str| {
        format!(
            "mutation {{ soilReadingsFlag(where: {{at: {{lt: \"2026-05-02T00:00:00Z\"}}}}, {rest}) {{ changed replayed changeSet errors {{ code path }} }} }}"
        )
    };
    let count = async |server: &Server| {
        let answer = server.data("{ soilReadingsStats { count } }").await;
        answer["soilReadingsStats"][0]["count"].as_u64().unwrap()
    };
    let all = 5 * 144 - 17;
    let dry = server.data(&flag("dryRun: true")).await;
    assert_eq!((dry["soilReadingsFlag"]["changed"].as_u64(), count(&server).await), (Some(144), all));
    let done = server.data(&flag("reason: \"in water\", idempotencyKey: \"k1\"")).await;
    assert_eq!(done["soilReadingsFlag"], json!({"changed": 144, "replayed": false, "changeSet": null, "errors": []}));
    assert_eq!(count(&server).await, all - 144);
    let again = server.data(&flag("reason: \"in water\", idempotencyKey: \"k1\"")).await;
    assert_eq!(again["soilReadingsFlag"]["replayed"], true);
    let first = series(&server, &probe, &format!("{MAY}, points: 5"), "points { at }").await;
    assert_eq!(first["points"][0]["at"], "2026-05-02T00:00:00Z");
    let much = server.data(&flag("flagged: false, max: 10")).await;
    assert_eq!(much["soilReadingsFlag"]["errors"], json!([{"code": "LIMIT_REACHED", "path": ["max"]}]));
    let back = server.data(&flag("flagged: false")).await;
    assert_eq!((back["soilReadingsFlag"]["changed"].as_u64(), count(&server).await), (Some(144), all));
}

#[tokio::test]
async fn readings_of_a_clock_without_power_are_kept_flagged_and_left_out_of_statistics() {
    let (server, _) = garden().await;
    let row = |at: &str| json!({"probe": "north", "at": at, "moisture": {"value": 1, "unit": "PERCENT"}});
    let rows = json!([row("1970-01-01T00:00:10Z"), row("2999-01-01T00:00:00Z"), row("2026-05-06T00:00:00Z")]);
    server.ingest("SoilReading", rows).await;
    let days =
        "{ soilReadingsStats(by: [{time: {every: \"P1D\", tz: \"UTC\"}}]) { start } soilReadings { totalCount } }";
    let days = server.data(days).await;
    assert_eq!(days["soilReadingsStats"].as_array().unwrap().len(), 6);
    assert_eq!(days["soilReadings"]["totalCount"], 5 * 144 - 17 + 3);
    let add = "mutation { soilReadingsAdd(inputs: [{probe: {connectOrCreate: {name: \"north\"}}, at: \"1999-12-31T00:00:00Z\"}]) \
               { accepted flagged warnings { index code path } } }";
    let added = server.data(add).await;
    let warning = json!({"index": 0, "code": "IMPLAUSIBLE_TIME", "path": ["inputs", "0", "at"]});
    assert_eq!(added["soilReadingsAdd"], json!({"accepted": 1, "flagged": 1, "warnings": [warning]}));
}

#[tokio::test]
async fn rollups_answer_for_samples_that_were_removed_and_say_what_they_cannot_tell() {
    let (server, probe) = garden().await;
    let record = server.app.served().store.model().find("SoilReading").unwrap();
    let before = 1_777_593_600_000 + 4 * 86_400_000;
    let expired = server
        .app
        .served()
        .store
        .write(move |transaction| {
            transaction.expire_samples(record, before, 10_000).map(daybook_store::Verdict::Commit)
        })
        .await;
    assert_eq!(expired.unwrap(), 4 * 144 - 17);
    let left = server.data("{ soilReadings { totalCount } soilReadingsStats { count moisture { max } } }").await;
    assert_eq!(left["soilReadings"]["totalCount"], 144);
    assert_eq!(left["soilReadingsStats"], json!([{"count": 5 * 144 - 17, "moisture": {"max": 49}}]));
    let chart =
        series(&server, &probe, &format!("{MAY}, points: 500"), "points { count } gaps { from to } source").await;
    let counts = chart["points"].as_array().unwrap().iter().map(|point| point["count"].as_u64().unwrap());
    assert_eq!((counts.sum::<u64>(), &chart["source"]), (5 * 144 - 17, &json!("PT1H")));
    assert_eq!(chart["gaps"], json!([{"from": "2026-05-03T12:00:00Z", "to": "2026-05-03T15:00:00Z"}]));
    let query = "{ soilReadingsStats { moisture { quantile(q: 0.5) } } }";
    let answer = server.answer(&json!({ "query": query })).await;
    let error = &answer["errors"][0];
    assert_eq!(error["extensions"]["code"], "BAD_INPUT");
    let message = error["message"].as_str().unwrap();
    assert!(
        message.starts_with("`soilReadings` from before 2026-05-05T00:00:00Z are kept as sums of 60 minutes"),
        "{message}"
    );
    let since = "{ soilReadingsStats(where: {at: {gte: \"2026-05-05T00:00:00Z\"}}) { moisture { quantile(q: 0.5) } } }";
    assert_eq!(server.data(since).await["soilReadingsStats"][0]["moisture"]["quantile"], 25.5);
}

const MARKET: &str = r#"
type Shop @entry(plural: "shops", title: "{name}") @key(fields: ["name"]) { name: String! }
type Price @series(plural: "prices", of: "shop", at: "at") {
  shop: Shop! @link(inverse: "prices")
  at: DateTime!
  price: Money
}
"#;

#[tokio::test]
async fn amounts_of_several_currencies_lie_on_no_line() {
    let server = Server::of(MARKET);
    let row = |day: u32, amount: f64, currency: &str| json!({"shop": "corner", "at": format!("2026-05-{day:02}T00:00:00Z"), "price": {"amount": amount, "currency": currency}});
    let rows = json!([row(1, 1.1, "EUR"), row(2, 2.2, "EUR"), row(6, 9.0, "USD"), row(7, 8.0, "USD")]);
    server.ingest("Price", rows).await;
    let shop = server.data("{ shops { nodes { id } } }").await["shops"]["nodes"][0]["id"].as_str().unwrap().to_owned();
    let chart = |from: u32, to: u32, rest: &str| {
        let query = format!(
            "{{ pricesSeries(shop: \"{shop}\", metric: \"price\", from: \"2026-05-{from:02}T00:00:00Z\", \
             to: \"2026-05-{to:02}T00:00:00Z\"{rest}) {{ points {{ value }} }} }}"
        );
        json!({ "query": query })
    };
    let of_one = server.answer(&chart(1, 3, ", points: 1")).await;
    assert_eq!(of_one["data"]["pricesSeries"]["points"], json!([{"value": 1.65}]), "{of_one}");
    for rest in [", points: 1", "", ", points: 3, method: LTTB"] {
        let refused = server.answer(&chart(1, 9, rest)).await;
        let message = refused["errors"][0]["message"].as_str().unwrap_or_default();
        assert!(
            message.contains("several currencies here (EUR, USD)") && message.contains("`pricesStats`"),
            "{refused}"
        );
    }
    // No bucket lies on a line from one currency to another, either.
    let linear = "{ pricesStats(by: [{time: {every: \"P1D\", tz: \"UTC\", fill: LINEAR}}]) { start price { avg } } }";
    let linear = server.data(linear).await["pricesStats"].clone();
    let averages: Vec<&Json> = linear.as_array().unwrap().iter().map(|bucket| &bucket["price"]["avg"]).collect();
    assert_eq!(averages, [&json!(1.1), &json!(2.2), &Json::Null, &Json::Null, &Json::Null, &json!(9), &json!(8)]);
    let all = server.data("{ pricesStats { count price { sum avg min max first last delta } } }").await;
    let none = json!({"sum": null, "avg": null, "min": null, "max": null, "first": null, "last": null, "delta": null});
    assert_eq!(all["pricesStats"], json!([{"count": 4, "price": none}]));
    // A flagged sample is in no line.
    server.data("mutation { pricesFlag(where: {at: {gte: \"2026-05-06T00:00:00Z\"}}) { changed } }").await;
    assert_eq!(server.answer(&chart(1, 9, ", points: 1")).await.get("errors"), None);
}

#[tokio::test]
async fn converted_numbers_have_one_text_in_values_groups_and_warnings() {
    let sdl = "type Bowl @entry(plural: \"bowls\", title: \"{name}\") { name: String! \
               heat: Quantity @unit(canonical: CEL, max: 90, warnMax: 30) }";
    let server = Server::of(sdl);
    let create = "mutation ($v: Decimal!) { bowlCreate(input: {name: \"b\", heat: {value: $v, unit: DEGF}}) \
                  { warnings { message params } errors { message } } }";
    let made = super::answer(&server, create, json!({ "v": 100.1 })).await["bowlCreate"].clone();
    let warning = &made["warnings"][0];
    assert!(warning["message"].as_str().unwrap().contains("100.1 °F is 37.8333333333 °C"), "{made}");
    assert_eq!(warning["params"]["value"], json!(37.833_333_333_3), "{made}");
    let refused = super::answer(&server, create, json!({ "v": 1000 })).await["bowlCreate"].clone();
    assert!(refused["errors"][0]["message"].as_str().unwrap().contains("is 537.777777778 °C"), "{refused}");
    let groups = server.data("{ bowlsStats(by: [{field: \"heat\"}]) { key { text number } } }").await;
    let expected = json!([{ "key": [{ "text": "37.8333333333 °C", "number": 37.833_333_333_3 }] }]);
    assert_eq!(groups["bowlsStats"], expected);
}
