//! The decoders of CSV, JSON and NDJSON: any bytes as readings. The first byte chooses the format.
#![no_main]

use std::sync::LazyLock;

use daybook_fuzz::Server;
use libfuzzer_sys::fuzz_target;

static SERVER: LazyLock<Server> = LazyLock::new(Server::start);

fuzz_target!(|bytes: &[u8]| {
    let Some((format, body)) = bytes.split_first() else { return };
    let kind = ["text/csv", "application/json", "application/x-ndjson"][usize::from(format % 3)];
    SERVER.post("/ingest/Reading?create=sensor", kind, body.to_vec());
});
