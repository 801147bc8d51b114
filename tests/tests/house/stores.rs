//! Stores that earlier versions left, opened by the Daybook of today.

use std::{
    fs::{self, File},
    io,
    path::Path,
    process::Command,
};

use daybook_tests::{Setup, means};
use flate2::read::GzDecoder;
use serde_json::{Value as Json, json};

/// How many versions of the tables have left a store: one for each, from the first.
const VERSIONS: usize = 5;

#[test]
fn a_store_of_every_version_answers_as_it_did() {
    let folder = means::repository().join("tests/data/stores");
    let text = |name: &str| fs::read_to_string(folder.join(name)).expect("the file lies in tests/data/stores");
    let (types, question) = (text("types.graphql"), text("ask.graphql"));
    let expected: Json = serde_json::from_str(&text("answers.json")).expect("answers are JSON");
    for version in 1..=VERSIONS {
        let setup = Setup::new().argument("--no-built-in").types(&types);
        unpack(&folder.join(format!("v{version}.sqlite.gz")), &setup.data_folder());
        let server = setup.start();
        assert_eq!(server.data(&question, &json!({})), expected, "version {version}, just brought up to date");
        let (_, setup) = server.stop();
        let mut check = Command::new(means::binary());
        check.args(["check", "--no-built-in", "--types"]).arg(setup.folder.path().join("types"));
        let check = check.arg("--data").arg(setup.data_folder()).output().expect("the binary can be started");
        let said = [check.stdout, check.stderr].concat();
        assert!(check.status.success(), "version {version}: {}", String::from_utf8_lossy(&said));
        let server = setup.start();
        assert_eq!(server.data(&question, &json!({})), expected, "version {version}, opened again");
    }
}

fn unpack(packed: &Path, data: &Path) {
    fs::create_dir_all(data).expect("a folder can be made in the temporary folder");
    let packed = File::open(packed).unwrap_or_else(|error| panic!("{}: {error}", packed.display()));
    let mut store = File::create(data.join("daybook.sqlite")).expect("a file can be made in the temporary folder");
    io::copy(&mut GzDecoder::new(packed), &mut store).expect("the store can be unpacked");
}
