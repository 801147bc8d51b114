//! An answered quantity, put back into a filter, finds its row.

use serde_json::{Value as Json, json};

use crate::testing::Server;

async fn garden() -> Server {
    let server = Server::garden();
    let rows = json!([
        {"probe": "north", "at": "2026-05-01T08:00:00Z", "temperature": "78.6 °F"},
        {"probe": "north", "at": "2026-05-01T09:00:00Z", "temperature": "70.33999633789062 °F"},
        {"probe": "north", "at": "2026-05-01T10:00:00Z", "temperature": "20 °C"},
        {"probe": "north", "at": "2026-05-01T11:00:00Z"},
    ]);
    server.ingest("SoilReading", rows).await;
    server
}

/// The hours of the samples that a condition on the temperature finds.
async fn hours(server: &Server, condition: &str) -> Vec<u32> {
    let query =
        format!("{{ soilReadings(where: {{temperature: {condition}}}, orderBy: [{{at: ASC}}]) {{ nodes {{ at }} }} }}");
    let nodes = server.data(&query).await["soilReadings"]["nodes"].clone();
    let hour = |node: &Json| node["at"].as_str().unwrap()[11..13].parse().unwrap();
    nodes.as_array().unwrap().iter().map(hour).collect()
}

#[tokio::test]
async fn an_answered_number_finds_its_row_in_every_comparison() {
    let server = garden().await;
    for unit in ["CEL", "DEGF", "K"] {
        let query = format!(
            "{{ soilReadings(orderBy: [{{at: ASC}}]) {{ nodes {{ temperature {{ value(unit: {unit}) }} }} }} }}"
        );
        let nodes = server.data(&query).await["soilReadings"]["nodes"].clone();
        let quantity = |place: usize| format!("{{value: {}, unit: {unit}}}", nodes[place]["temperature"]["value"]);
        let (first, second, third) = (quantity(0), quantity(1), quantity(2));
        for (condition, expected) in [
            (format!("{{eq: {first}}}"), vec![8]),
            (format!("{{eq: {second}}}"), vec![9]),
            (format!("{{eq: {third}}}"), vec![10]),
            (format!("{{ne: {first}}}"), vec![9, 10]),
            (format!("{{in: [{first}, {third}]}}"), vec![8, 10]),
            (format!("{{in: [{second}, {first}]}}"), vec![8, 9]),
            (format!("{{notIn: [{first}, {third}]}}"), vec![9]),
            (format!("{{gte: {first}}}"), vec![8]),
            (format!("{{gt: {first}}}"), vec![]),
            (format!("{{lte: {second}}}"), vec![9, 10]),
            (format!("{{lt: {second}}}"), vec![10]),
            (format!("{{between: [{second}, {first}]}}"), vec![8, 9]),
        ] {
            assert_eq!(hours(&server, &condition).await, expected, "{condition}");
        }
        let not = format!(
            "{{ soilReadings(where: {{not: {{temperature: {{eq: {first}}}}}}}) {{ totalCount }} \
               soilReadingsStats(where: {{temperature: {{eq: {first}}}}}) {{ count }} }}"
        );
        let counted = json!({"soilReadings": {"totalCount": 3}, "soilReadingsStats": [{"count": 1}]});
        assert_eq!(server.data(&not).await, counted, "{not}");
    }
}

#[tokio::test]
async fn a_number_that_nothing_is_rounded_to_compares_exactly() {
    let server = garden().await;
    for condition in [
        "{eq: {value: 25.88888888891, unit: CEL}}",
        "{eq: {value: 25.888888889, unit: CEL}}",
        "{eq: {value: 25.88888888889, unit: CEL}}",
        "{eq: {value: 20.0000000001, unit: CEL}}",
        "{in: [{value: 78.6000000001, unit: DEGF}]}",
        "{in: []}",
    ] {
        assert_eq!(hours(&server, condition).await, Vec::<u32>::new(), "{condition}");
    }
    assert_eq!(hours(&server, "{eq: {value: 78.6, unit: DEGF}}").await, [8]);
    assert_eq!(hours(&server, "{notIn: []}").await, hours(&server, "{isNull: false}").await);
}

#[tokio::test]
async fn many_answered_numbers_are_looked_for_at_once() {
    let server = garden().await;
    let many: Vec<Json> =
        (0..1_000).map(|number| json!({"value": f64::from(number) + 0.888_888_888_9, "unit": "CEL"})).collect();
    for (name, expected) in [("in", 1), ("notIn", 2)] {
        let query = format!(
            "query ($many: [QuantityInput!]) {{ soilReadings(where: {{temperature: {{{name}: $many}}}}) {{ totalCount }} }}"
        );
        let answer = server.answer(&json!({ "query": query, "variables": { "many": many } })).await;
        assert_eq!(answer["data"]["soilReadings"]["totalCount"], expected, "{answer}");
    }
}
