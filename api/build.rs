//! Makes the folder of the built front end when it is missing, so that a build without it knows where it will be, and
//! embeds it anew when it changes. A debug build reads the folder when it runs and need not be built again.

use std::{env, fs, io, path::Path};

fn main() -> io::Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let folder = Path::new(&root).join("../frontend/dist");
    fs::create_dir_all(&folder)?;
    let embeds = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let watched = if embeds { folder.as_path() } else { Path::new("build.rs") };
    println!("cargo::rerun-if-changed={}", watched.display());
    Ok(())
}
