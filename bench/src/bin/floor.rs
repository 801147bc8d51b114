//! The floors alone: `floor http --bytes N`, `floor sqlite`, `floor fsync`; one JSON object a line for each figure.

use daybook_bench::{Result, floors, http};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["http", "--bytes", bytes] => {
            let bytes = bytes.parse().map_err(|_| "--bytes takes a number of bytes, such as 11500")?;
            tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(http::serve_floor(bytes))
        }
        ["sqlite"] => {
            let folder = tempfile::tempdir()?;
            floors::figures(folder.path())?.iter().for_each(|figure| println!("{figure}"));
            Ok(())
        }
        ["fsync"] => {
            let folder = tempfile::tempdir()?;
            let microseconds = floors::sync(folder.path())?;
            println!("{}", serde_json::json!({"floor": "fsync", "microseconds": microseconds}));
            Ok(())
        }
        _ => Err("say which floor: `floor http --bytes N`, `floor sqlite` or `floor fsync`".into()),
    }
}
