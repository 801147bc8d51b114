//! The least that an HTTP server costs, and a load that keeps some connections busy from one thread.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    time::Duration,
};

use crate::{Result, clock};

/// Serves the same body to every POST, printing where it listens, until its process ends.
pub async fn serve_floor(bytes: usize) -> Result<()> {
    let body = axum::body::Bytes::from(vec![b'x'; bytes]);
    let answer = move |_: axum::body::Bytes| {
        let body = body.clone();
        async move { ([("content-type", "application/json")], body) }
    };
    let app = axum::Router::new().route("/graphql", axum::routing::post(answer));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!(
        "{}",
        serde_json::json!({"floor": "http", "bytes": bytes, "listening": listener.local_addr()?.to_string()})
    );
    Ok(axum::serve(listener, app).await?)
}

/// An address that was free a moment ago.
pub fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

/// A POST of a GraphQL document.
pub fn request(address: SocketAddr, body: &str) -> Vec<u8> {
    post(address, "/graphql", body.as_bytes())
}

/// A POST of JSON.
pub fn post(address: SocketAddr, path: &str, body: &[u8]) -> Vec<u8> {
    let (kind, length) = ("application/json", body.len());
    let head =
        format!("POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

/// Asks so many connections at once, each again as soon as it was answered. How many answers there were; anything but
/// 200 ends the run.
pub fn load(address: SocketAddr, connections: usize, span: Duration, requests: &[Vec<u8>]) -> Result<u64> {
    let mut open: Vec<Connection> = (0..connections).map(|_| Connection::open(address)).collect::<Result<_>>()?;
    let mut sent = 0;
    let mut next = || {
        sent += 1;
        &requests[sent % requests.len()]
    };
    for connection in &mut open {
        connection.stream.write_all(next())?;
    }
    let start = clock::now();
    let mut answered = 0;
    while start.elapsed() < span {
        for connection in &mut open {
            connection.read_answer()?;
            answered += 1;
            connection.stream.write_all(next())?;
        }
    }
    for connection in &mut open {
        connection.read_answer()?;
        answered += 1;
    }
    Ok(answered)
}

/// The body of one answer.
pub fn ask(address: SocketAddr, request: &[u8]) -> Result<Vec<u8>> {
    let mut connection = Connection::open(address)?;
    connection.stream.write_all(request)?;
    let (head, length) = connection.read_answer()?;
    Ok(connection.buffer[head..head + length].to_vec())
}

struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self { stream, buffer: vec![0; 1 << 20] })
    }

    /// Where the body begins in the buffer, and how long it is.
    fn read_answer(&mut self) -> Result<(usize, usize)> {
        let mut filled = 0;
        let mut expected = None;
        loop {
            let read = self.stream.read(&mut self.buffer[filled..])?;
            if read == 0 {
                return Err("the server closed the connection, or its answer is longer than 1 MiB".into());
            }
            filled += read;
            if expected.is_none() {
                expected = body_place(&self.buffer[..filled])?;
            }
            if let Some((head, length)) = expected.filter(|(head, length)| filled >= head + length) {
                return Ok((head, length));
            }
        }
    }
}

fn body_place(answer: &[u8]) -> Result<Option<(usize, usize)>> {
    let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let head = std::str::from_utf8(&answer[..end])?.to_ascii_lowercase();
    if !head.starts_with("http/1.1 200") {
        return Err(format!("the answer is no 200: {head}").into());
    }
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    Ok(Some((end + 4, length.ok_or("an answer without content-length")?.trim().parse()?)))
}
