//! A raw client against the real server: every close code, and what passes.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value as Json, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest, http::HeaderValue},
};

use crate::{http::connections, testing::Server};

/// How long anything may take.
const SOON: Duration = Duration::from_secs(10);

struct Client {
    socket: WebSocketStream<TcpStream>,
}

impl Client {
    async fn connect_with(server: &Server, headers: &[(&'static str, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let routes = server.router.clone();
        tokio::spawn(connections::serve(listener, routes, connections::PATIENCE, std::future::pending()));
        let mut request = format!("ws://{address}/graphql").into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(*name, HeaderValue::from_str(value).unwrap());
        }
        let stream = TcpStream::connect(address).await.unwrap();
        Self { socket: client_async(request, stream).await.unwrap().0 }
    }

    async fn connect(server: &Server) -> Self {
        Self::connect_with(server, &[("sec-websocket-protocol", "graphql-transport-ws")]).await
    }

    /// A client whose connection is acknowledged.
    async fn open(server: &Server) -> Self {
        let mut client = Self::connect(server).await;
        client.say(&json!({ "type": "connection_init" })).await;
        assert_eq!(client.hear().await, json!({ "type": "connection_ack" }));
        client
    }

    async fn say(&mut self, message: &Json) {
        self.send(Message::text(message.to_string())).await;
    }

    async fn send(&mut self, message: Message) {
        self.socket.send(message).await.unwrap();
    }

    async fn subscribe(&mut self, id: &str, query: &str) {
        self.say(&json!({ "id": id, "type": "subscribe", "payload": { "query": query } })).await;
    }

    async fn hear(&mut self) -> Json {
        loop {
            match tokio::time::timeout(SOON, self.socket.next()).await.expect("a message in time") {
                Some(Ok(Message::Text(text))) => return serde_json::from_str(&text).unwrap(),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                other => panic!("no message: {other:?}"),
            }
        }
    }

    /// The code with which the server closes, whatever it says before.
    async fn closed(mut self) -> u16 {
        loop {
            match tokio::time::timeout(SOON, self.socket.next()).await.expect("the end in time") {
                Some(Ok(Message::Close(Some(frame)))) => return frame.code.into(),
                Some(Ok(_)) => {}
                other => panic!("no close frame: {other:?}"),
            }
        }
    }
}

const CHANGES: &str = "subscription { changes { operation } }";

#[tokio::test]
async fn answers_queries_mutations_and_subscriptions_over_one_socket() {
    let server = Server::garden();
    let mut client = Client::open(&server).await;
    client.subscribe("live", "subscription { bedsLive { snapshot entered { name } } }").await;
    let snapshot = json!({ "data": { "bedsLive": { "snapshot": true, "entered": [] } } });
    assert_eq!(client.hear().await, json!({ "id": "live", "type": "next", "payload": snapshot }));
    client.subscribe("write", r#"mutation { bedCreate(input: {name: "a"}) { entry { name } } }"#).await;
    let mut heard = [client.hear().await, client.hear().await, client.hear().await];
    heard.sort_by_key(|message| message["id"].as_str().map(str::to_owned));
    let patch = json!({ "data": { "bedsLive": { "snapshot": false, "entered": [{ "name": "a" }] } } });
    assert_eq!(heard[0], json!({ "id": "live", "type": "next", "payload": patch }));
    let written = json!({ "data": { "bedCreate": { "entry": { "name": "a" } } } });
    assert_eq!(heard[1], json!({ "id": "write", "type": "next", "payload": written }));
    assert_eq!(heard[2], json!({ "id": "write", "type": "complete" }));
    client.subscribe("bad", "{ nothing }").await;
    let refused = client.hear().await;
    assert_eq!((refused["type"].as_str(), refused["id"].as_str()), (Some("error"), Some("bad")));
    assert_eq!(refused["payload"][0]["extensions"]["code"], "VALIDATION_FAILED");
}

#[tokio::test]
async fn completing_ends_a_subscription_and_frees_its_id() {
    let server = Server::garden();
    let mut client = Client::open(&server).await;
    for _ in 0..2 {
        client.subscribe("1", "subscription { bedsLive { snapshot } }").await;
        assert_eq!(client.hear().await["payload"]["data"]["bedsLive"]["snapshot"], true);
        client.say(&json!({ "id": "1", "type": "complete" })).await;
    }
    client.say(&json!({ "type": "ping", "payload": { "a": 1 } })).await;
    assert_eq!(client.hear().await, json!({ "type": "pong", "payload": { "a": 1 } }));
    for _ in 0..1_000 {
        if server.app.served().live.groups() == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("the group did not end");
}

#[tokio::test]
async fn closes_with_4400_on_what_is_no_message() {
    let server = Server::garden();
    for message in [Message::text("{"), Message::text("{}"), Message::binary(vec![1])] {
        let mut client = Client::open(&server).await;
        client.send(message).await;
        assert_eq!(client.closed().await, 4400);
    }
}

#[tokio::test]
async fn closes_with_4401_on_an_operation_before_the_acknowledgement() {
    let mut client = Client::connect(&Server::garden()).await;
    client.subscribe("1", CHANGES).await;
    assert_eq!(client.closed().await, 4401);
}

#[tokio::test]
async fn closes_with_4403_on_a_page_of_another_site() {
    let server = Server::garden();
    let protocol = ("sec-websocket-protocol", "graphql-transport-ws");
    for foreign in
        ["https://example.org", "null", "http://localhost.example.org", "http://127.0.0.1:1", "http://127.0.0.1"]
    {
        let client = Client::connect_with(&server, &[protocol, ("origin", foreign)]).await;
        assert_eq!(client.closed().await, 4403, "{foreign}");
    }
    let port = ("host", "localhost:8080");
    let elsewhere = Client::connect_with(&server, &[protocol, port, ("origin", "http://localhost:8081")]).await;
    assert_eq!(elsewhere.closed().await, 4403);
    let mut own = Client::connect_with(&server, &[protocol, port, ("origin", "http://localhost:8080")]).await;
    own.say(&json!({ "type": "connection_init" })).await;
    assert_eq!(own.hear().await["type"], "connection_ack");
}

#[tokio::test]
async fn closes_with_4406_on_another_protocol() {
    let server = Server::garden();
    let other = Client::connect_with(&server, &[("sec-websocket-protocol", "graphql-ws")]).await;
    assert_eq!(other.closed().await, 4406);
    let none = Client::connect_with(&server, &[]).await;
    assert_eq!(none.closed().await, 4406);
}

#[tokio::test]
async fn closes_with_4408_when_nobody_opens_the_conversation() {
    let mut client = Client::connect(&Server::garden()).await;
    client.say(&json!({ "type": "ping" })).await;
    assert_eq!(client.closed().await, 4408);
}

#[tokio::test]
async fn closes_with_4409_on_an_id_that_runs() {
    let mut client = Client::open(&Server::garden()).await;
    client.subscribe("1", CHANGES).await;
    client.subscribe("1", CHANGES).await;
    assert_eq!(client.closed().await, 4409);
}

#[tokio::test]
async fn closes_with_4429_on_a_second_opening_and_on_too_many_messages() {
    let server = Server::garden();
    let mut client = Client::open(&server).await;
    client.say(&json!({ "type": "connection_init" })).await;
    assert_eq!(client.closed().await, 4429);
    let mut client = Client::open(&server).await;
    for _ in 0..100 {
        client.say(&json!({ "type": "pong" })).await;
    }
    assert_eq!(client.closed().await, 4429);
}

#[tokio::test]
async fn closes_with_1009_on_a_message_that_is_too_large() {
    let server = Server::garden();
    for size in [65_537, 300_000, 1_000_000, 20_000_000] {
        let mut client = Client::open(&server).await;
        client.send(Message::text(" ".repeat(size))).await;
        assert_eq!(client.closed().await, 1009, "{size}");
    }
}

#[tokio::test]
async fn refuses_the_21st_operation_and_leaves_the_others_alone() {
    let server = Server::garden();
    let mut client = Client::open(&server).await;
    for number in 0..21 {
        client.subscribe(&number.to_string(), CHANGES).await;
    }
    let refused = client.hear().await;
    assert_eq!((refused["type"].as_str(), refused["id"].as_str()), (Some("error"), Some("20")));
    assert_eq!(refused["payload"][0]["extensions"]["code"], "RATE_LIMITED");
    // What was asked for last stands once a later message is answered by way of the same store.
    client.say(&json!({ "id": "19", "type": "complete" })).await;
    client.subscribe("again", "subscription { bedsLive { snapshot } }").await;
    assert_eq!(client.hear().await["id"], "again");
}

#[tokio::test]
async fn closes_with_1001_when_the_server_stops() {
    let server = Server::garden();
    let client = Client::open(&server).await;
    server.draining.start();
    assert_eq!(client.closed().await, 1001);
}

/// Makes beds with long names.
async fn create_beds(server: &Server, round: usize, count: usize) {
    let inputs: Vec<_> = (0..count).map(|number| format!("{{name: \"{round:030}/{number:020}\"}}")).collect();
    server
        .data(&format!("mutation {{ bedCreateMany(inputs: [{}]) {{ errors {{ code }} }} }}", inputs.join(", ")))
        .await;
}

#[tokio::test]
async fn a_client_that_never_reads_is_left_while_others_are_served() {
    let server = Server::garden();
    let (mut idle, mut reading) = (Client::open(&server).await, Client::open(&server).await);
    for number in 0..20 {
        let query = "subscription { bedsLive { entered { a: name b: name c: name } } }";
        idle.subscribe(&number.to_string(), query).await;
    }
    reading.subscribe("1", "subscription { bedsLive { entered { name } } }").await;
    reading.hear().await;
    for round in 0..1_000 {
        create_beds(&server, round, 50).await;
        assert_eq!(reading.hear().await["payload"]["data"]["bedsLive"]["entered"].as_array().unwrap().len(), 50);
        if server.app.served().live.groups() == 1 {
            return;
        }
    }
    panic!("what a client that never reads follows goes on for ever");
}

#[tokio::test]
async fn leaves_a_client_that_takes_nothing_with_1013_if_it_still_hears_it() {
    let server = Server::garden();
    let mut client = Client::open(&server).await;
    for round in 0..3 {
        create_beds(&server, round, 90).await;
    }
    // 80 answers of half a megabyte each are more than the buffers of a connection hold.
    let aliases = (0..25).map(|number| format!("a{number}: name")).collect::<Vec<_>>().join(" ");
    for round in 0..4 {
        for number in 0..20 {
            client
                .subscribe(&format!("{round}/{number}"), &format!("{{ beds(first: 270) {{ nodes {{ {aliases} }} }} }}"))
                .await;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let left = tokio::time::timeout(Duration::from_mins(1), server.draining.is_idle());
    left.await.expect("the conversation is over");
    loop {
        match tokio::time::timeout(SOON, client.socket.next()).await.expect("the end in time") {
            Some(Ok(Message::Close(frame))) => return assert_eq!(frame.map(|frame| frame.code.into()), Some(1013)),
            Some(Ok(_)) => {}
            // The buffers were full of what came before.
            Some(Err(_)) | None => return,
        }
    }
}
