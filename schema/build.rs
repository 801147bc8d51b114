//! Embeds every file of `types/`, so that a new definition file is the only place that a new type touches, and a new
//! translation the only one that a new language does.

use std::{env, fmt::Write as _, fs, io, path::Path};

fn main() -> io::Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    let folder = Path::new(&root).join("types");
    println!("cargo::rerun-if-changed={}", folder.display());
    for (extension, list) in [("graphql", "built_in.rs"), ("toml", "translations.rs")] {
        fs::write(Path::new(&out).join(list), embedded(&folder, extension)?)?;
    }
    Ok(())
}

/// A list of the folder's files with an extension, each with its name and text.
fn embedded(folder: &Path, extension: &str) -> io::Result<String> {
    let mut names = if folder.is_dir() { files(folder, extension)? } else { Vec::new() };
    names.sort();
    let mut list = String::from("&[\n");
    for name in names {
        let path = folder.join(&name);
        println!("cargo::rerun-if-changed={}", path.display());
        writeln!(list, "    ({name:?}, include_str!({:?})),", path.to_string_lossy()).map_err(io::Error::other)?;
    }
    list.push_str("]\n");
    Ok(list)
}

fn files(folder: &Path, extension: &str) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if Path::new(&name).extension().is_some_and(|found| found == extension) {
            names.push(name);
        }
    }
    Ok(names)
}
