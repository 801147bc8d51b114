//! What 1,000 live queries of ten shapes cost: memory each, processor time of a write that matches none, and how long it
//! takes until all are told of one that matches.

use std::{
    net::SocketAddr,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use daybook_bench::{
    Result, clock, http,
    process::{Process, beside},
    socket::Socket,
};
use serde_json::json;
use tokio::sync::mpsc;

/// Live queries.
const QUERIES: usize = 1_000;
/// Of so many shapes.
const SHAPES: usize = 10;
/// Live queries of one socket at most.
const A_SOCKET: usize = 20;
/// Writes that all are told of.
const ROUNDS: usize = 30;
/// Writes that match none.
const WRITES: usize = 300;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    println!("load of the machine: {:.1}", clock::load()?);
    measure(A_SOCKET).await?;
    measure(1).await
}

/// A server of its own with an empty store.
struct Server {
    process: Process,
    address: SocketAddr,
    _folder: tempfile::TempDir,
}

impl Server {
    async fn start() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("daybook-bench-").tempdir()?;
        let address = http::free_address()?;
        let types = Path::new(env!("CARGO_MANIFEST_DIR")).join("types");
        let mut command = Command::new(beside("daybook")?);
        command.args(["serve", "--no-built-in", "--listen", &address.to_string(), "--data"]);
        command.arg(folder.path().join("data")).arg("--types").arg(types);
        command.stdin(Stdio::null()).stdout(Stdio::null());
        let process = Process(command.stderr(Stdio::null()).spawn()?);
        let server = Self { process, address, _folder: folder };
        for _ in 0..500 {
            if tokio::net::TcpStream::connect(address).await.is_ok() {
                return Ok(server);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Err("the server did not start within ten seconds".into())
    }

    /// Stores a subject, which live queries are told of when it weighs enough.
    async fn write(&self, name: String, grams: usize) -> Result<()> {
        let query = format!(
            "mutation {{ subjectCreate(input: {{name: \"{name}\", grams: {grams}}}) {{ errors {{ code }} }} }}"
        );
        let (address, body) = (self.address, json!({ "query": query }).to_string());
        let answer = tokio::task::spawn_blocking(move || http::ask(address, &http::request(address, &body))).await??;
        let right = br#"{"data":{"subjectCreate":{"errors":[]}}}"#;
        if answer != right {
            return Err(format!("a write was answered with {}", String::from_utf8_lossy(&answer)).into());
        }
        Ok(())
    }

    fn cpu(&self) -> Result<f64> {
        clock::cpu_of(self.process.0.id())
    }

    fn memory(&self) -> Result<f64> {
        clock::memory_of(self.process.0.id())
    }

    /// Processor time of a write that no live query is told of, in microseconds.
    async fn cost_of_a_write(&self, tag: &str) -> Result<f64> {
        let before = self.cpu()?;
        for number in 0..WRITES {
            self.write(format!("{tag}{number}"), 0).await?;
        }
        Ok((self.cpu()? - before) / WRITES as f64)
    }
}

async fn measure(a_socket: usize) -> Result<()> {
    let server = Server::start().await?;
    server.write("first".to_owned(), 0).await?;
    let alone = server.cost_of_a_write("alone").await?;
    let before = server.memory()?;
    let mut sockets = Vec::new();
    for socket in 0..QUERIES / a_socket {
        sockets.push(follow(server.address, socket * a_socket, a_socket).await?);
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let each = (server.memory()? - before) / QUERIES as f64;
    let followed = server.cost_of_a_write("followed").await?;
    let told = fan_out(&server, sockets, a_socket).await?;
    let at = |part: f64| told[((told.len() - 1) as f64 * part) as usize] * 1e3;
    println!("{QUERIES} live queries of {SHAPES} shapes, {a_socket} to a socket:");
    println!("  memory each: {:.1} KiB (bar: 20)", each / 1024.0);
    println!("  processor time of a write that none is told of: {followed:.0} us, without them {alone:.0} us");
    println!("  told of a write, from before its request: p50 {:.1} ms, p99 {:.1} ms", at(0.5), at(0.99));
    Ok(())
}

/// One socket with live queries that were told their snapshot.
async fn follow(address: SocketAddr, first: usize, count: usize) -> Result<Socket> {
    let mut socket = Socket::open(address).await?;
    for number in first..first + count {
        let query = "subscription ($grams: Float!) { subjectsLive(where: {grams: {gte: $grams}}) \
                     { seq snapshot entered { id name grams } changed { id name grams } left } }";
        let variables = json!({ "grams": 1 + number % SHAPES });
        let payload = json!({ "query": query, "variables": variables });
        socket.say(&json!({ "id": number.to_string(), "type": "subscribe", "payload": payload }).to_string()).await?;
    }
    for _ in 0..count {
        let told = socket.hear().await?;
        if !told.contains("\"snapshot\":true") {
            return Err(format!("no snapshot: {told}").into());
        }
    }
    Ok(socket)
}

/// Seconds from before a write to each client's knowing of it, in order.
async fn fan_out(server: &Server, sockets: Vec<Socket>, a_socket: usize) -> Result<Vec<f64>> {
    let (heard, mut arrivals) = mpsc::unbounded_channel();
    for mut socket in sockets {
        let heard = heard.clone();
        tokio::spawn(async move { while socket.hear().await.is_ok() && heard.send(clock::now()).is_ok() {} });
    }
    let expected = QUERIES / a_socket * a_socket;
    let mut told = Vec::new();
    for round in 0..ROUNDS {
        let start = clock::now();
        server.write(format!("round {round}"), 1_000).await?;
        for _ in 0..expected {
            let arrival = tokio::time::timeout(Duration::from_secs(10), arrivals.recv()).await?;
            told.push((arrival.ok_or("a socket was closed")? - start).as_secs_f64());
        }
    }
    told.sort_by(f64::total_cmp);
    Ok(told)
}
