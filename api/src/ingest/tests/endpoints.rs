//! Every endpoint at which something is written, while definitions change.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use serde_json::{Value as Json, json};

use super::definitions::{TOOL, apply, define, plan, run};
use crate::testing::Server;

/// Every endpoint at which something is written, with what it answers when it was.
async fn write(server: &Server, endpoint: &str, number: usize) -> Result<(), String> {
    let name = format!("{endpoint} {number}");
    let (answer, written) = match endpoint {
        "graphql" => {
            let query = "mutation ($name: String!) { tagCreate(input: {name: $name}) { errors { message } } }";
            let body = json!({ "query": query, "variables": { "name": name } });
            let answer = server.post_json("/graphql", &body).await;
            let written = answer.json()["data"]["tagCreate"]["errors"] == json!([]);
            (answer, written)
        }
        "ingest" => {
            let answer = server.post_json("/ingest/Tag", &json!({ "name": name })).await;
            let written = answer.json()["accepted"] == 1;
            (answer, written)
        }
        "journal" => {
            let data = json!({"entry_type": "food", "amount": "1", "name": name});
            let answer = server.post_json("/command", &json!({"command": "journal", "data": data})).await;
            let written = answer.json()["entry"].is_string();
            (answer, written)
        }
        _ => {
            // No two readings of one sensor in one millisecond.
            tokio::time::sleep(Duration::from_millis(2)).await;
            let data = json!({"temperature": 60 + number % 30, "humidity": 50});
            let answer = server.post_json("/command", &json!({"command": "temperature", "data": data})).await;
            let written = answer.json()["entry"].is_string();
            (answer, written)
        }
    };
    if answer.status.is_success() && written { Ok(()) } else { Err(format!("{name}: {answer:?}")) }
}

const ENDPOINTS: [&str; 4] = ["graphql", "ingest", "journal", "temperature"];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn writes_of_every_endpoint_wait_for_definitions_and_none_is_lost() {
    let server = Arc::new(Server::built_in());
    define(&server, TOOL, &[]).await;
    let inputs: Vec<Json> =
        (0..4_000).map(|number: usize| json!({"name": "Hoe", "weight": number.to_string()})).collect();
    let create = "mutation ($inputs: [ToolCreate!]!) { toolCreateMany(inputs: $inputs) { errors { message } } }";
    run(&server, create, json!({ "inputs": inputs })).await;
    let done = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = ENDPOINTS
        .into_iter()
        .map(|endpoint| {
            let (server, done) = (Arc::clone(&server), Arc::clone(&done));
            tokio::spawn(async move {
                let mut written = 0;
                while !done.load(Ordering::SeqCst) || written < 3 {
                    write(&server, endpoint, written).await.unwrap();
                    written += 1;
                }
                written
            })
        })
        .collect();
    let mut weights = ["Int", "String", "Float", "String"].into_iter().cycle();
    let apply_next = async |server: &Server, weight: &str| {
        let planned = plan(server, &TOOL.replace("weight: String", &format!("weight: {weight}")), &[]).await;
        apply(server, &planned).await;
    };
    apply_next(&server, weights.next().unwrap()).await;
    let demo = {
        let server = Arc::clone(&server);
        let load = "mutation { demoLoad { created samples errors { message } } }";
        tokio::spawn(async move { server.post_json("/graphql", &json!({ "query": load })).await.json() })
    };
    let mut applied = 0;
    while applied < 3 || !demo.is_finished() {
        apply_next(&server, weights.next().unwrap()).await;
        applied += 1;
    }
    let demo = demo.await.unwrap()["data"]["demoLoad"].clone();
    assert_eq!(demo["errors"], json!([]), "{demo}");
    done.store(true, Ordering::SeqCst);
    let mut written = Vec::new();
    for writer in writers {
        written.push(writer.await.unwrap());
    }
    let counted = "{ graphql: tags(where: {name: {startsWith: \"graphql\"}}) { totalCount } ingest: tags(where: {name: {startsWith: \"ingest\"}}) { totalCount }
                   journal: intakes(where: {name: {startsWith: \"journal\"}}) { totalCount }
                   temperature: readings(where: {sensor: {is: {name: {eq: \"command\"}}}}) { totalCount } }";
    let counts = server.data(counted).await;
    for (endpoint, written) in ENDPOINTS.into_iter().zip(written) {
        assert_eq!(counts[endpoint]["totalCount"], written, "{endpoint}");
    }
    // Nothing of it is missing: loading it again adds nothing.
    assert!(demo["created"].as_u64() > Some(0) && demo["samples"].as_u64() > Some(0), "{demo}");
    let again = server.data("mutation { demoLoad { created samples errors { message } } }").await;
    assert_eq!(again["demoLoad"], json!({"created": 0, "samples": 0, "errors": []}));
}

#[tokio::test]
async fn no_endpoint_writes_while_definitions_change() {
    let server = Arc::new(Server::built_in());
    let changing = server.app.alone().await;
    let waiting: Vec<_> = ENDPOINTS
        .into_iter()
        .map(|endpoint| {
            let server = Arc::clone(&server);
            tokio::spawn(async move { write(&server, endpoint, 0).await })
        })
        .collect();
    // The demo waits in any document, also in one that may change the definitions itself.
    let loads = [
        "mutation { demoClear { created } }",
        "mutation { demoClear { created } typeApply(planId: 1) { errors { message } } }",
    ];
    let clearing = loads.map(|query| {
        let server = Arc::clone(&server);
        tokio::spawn(async move { server.post_json("/graphql", &json!({ "query": query })).await.json() })
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(waiting.iter().all(|one| !one.is_finished()));
    assert!(clearing.iter().all(|one| !one.is_finished()));
    drop(changing);
    for one in waiting {
        one.await.unwrap().unwrap();
    }
    for one in clearing {
        let answer = one.await.unwrap();
        assert_eq!(answer["data"]["demoClear"]["created"], 0, "{answer}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_write_that_only_speaks_of_typeapply_waits_like_any_other() {
    let server = Arc::new(Server::garden());
    let changing = server.app.alone().await;
    let writing = {
        let server = Arc::clone(&server);
        let query =
            "mutation { bedCreate(input: {name: \"typeApply\"}) { entry { name } errors { message } } } # typeApply";
        tokio::spawn(async move { server.post_json("/graphql", &json!({ "query": query })).await.json() })
    };
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(!writing.is_finished());
    // As a change of the definitions does it: another model is served when writes go on.
    let served = server.app.served();
    server.app.serve(served.with_model(Arc::clone(served.store.model()), server.app.clock).unwrap());
    drop(changing);
    let answer = writing.await.unwrap();
    assert_eq!(answer["data"]["bedCreate"]["entry"]["name"], "typeApply", "{answer}");
}

#[tokio::test]
async fn what_follows_a_change_in_its_own_document_is_told_to_come_alone() {
    let server = Server::garden();
    let planned = plan(&server, TOOL, &[]).await;
    let query = "mutation ($id: ID!) { typeApply(planId: $id) { errors { message } }
                 bedCreate(input: {name: \"North\"}) { errors { code } } }";
    let body = json!({ "query": query, "variables": { "id": planned["id"] } });
    let answer = server.post_json("/graphql", &body).await.json();
    let error = &answer["errors"][0];
    assert_eq!(
        (&error["extensions"]["code"], &error["path"]),
        (&json!("UNAVAILABLE"), &json!(["bedCreate"])),
        "{answer}"
    );
    assert!(error["message"].as_str().unwrap().contains("in a request of its own"), "{answer}");
    assert_eq!(server.data("{ beds { totalCount } tools { totalCount } }").await["tools"]["totalCount"], 0);
}
