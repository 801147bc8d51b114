//! Processes that are measured from outside.

use std::{
    net::SocketAddr,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use daybook_bench::{
    Result, http,
    process::{Process, beside},
};
use serde_json::Value as Json;

/// The server over a store, and where it listens once it does.
pub fn server(served: &Path) -> Result<(Process, SocketAddr)> {
    let address = http::free_address()?;
    let types = Path::new(env!("CARGO_MANIFEST_DIR")).join("types");
    let mut command = Command::new(beside("daybook")?);
    command.args(["serve", "--no-built-in", "--listen", &address.to_string(), "--data"]).arg(served);
    command.arg("--types").arg(types).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let server = Process(command.spawn()?);
    for _ in 0..500 {
        if std::net::TcpStream::connect(address).is_ok() {
            return Ok((server, address));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Err("the server does not listen after ten seconds".into())
}

/// The floor's server, and where it listens.
pub fn floor_server(bytes: usize) -> Result<(Process, SocketAddr)> {
    use std::io::BufRead as _;
    let mut command = Command::new(beside("floor")?);
    command.args(["http", "--bytes", &bytes.to_string()]).stdin(Stdio::null()).stdout(Stdio::piped());
    let mut process = Process(command.spawn()?);
    let output = process.0.stdout.take().ok_or("the floor has no output")?;
    let mut line = String::new();
    std::io::BufReader::new(output).read_line(&mut line)?;
    let told: Json = serde_json::from_str(&line)?;
    Ok((process, told["listening"].as_str().ok_or("the floor says where it listens")?.parse()?))
}
