//! Commands beside a running server and over the folder of a stopped one.

use std::{
    fs,
    os::unix::fs::{FileTypeExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    process::{Command, Output},
};

use daybook_tests::{Server, means};
use serde_json::{Value as Json, json};

const NOTE: &str = r#"mutation { noteCreate(input: {heading: "kept"}) { entry { id } errors { message } } }"#;

fn check(data: &Path) -> (Option<i32>, Json) {
    let arguments = ["check", "--json", "--data"];
    let Output { status, stdout, stderr } =
        Command::new(means::binary()).args(arguments).arg(data).output().expect("the binary can be started");
    let errors = String::from_utf8_lossy(&stderr);
    let report = serde_json::from_slice(&stdout).unwrap_or_else(|error| panic!("{error}: {errors}"));
    (status.code(), report)
}

fn sound() -> (Option<i32>, Json) {
    (Some(0), json!({"sound": true, "findings": []}))
}

/// Every file with its content, time and rights.
fn everything(folder: &Path) -> Vec<(PathBuf, Vec<u8>, fs::Metadata)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("the folder can be read")
        .map(|entry| {
            let entry = entry.expect("the folder can be read");
            let metadata = entry.metadata().expect("a file has metadata");
            let content =
                if metadata.is_file() { fs::read(entry.path()).expect("a file can be read") } else { Vec::new() };
            (entry.path(), content, metadata)
        })
        .collect();
    files.sort_by(|one, other| one.0.cmp(&other.0));
    files
}

fn assert_unchanged(folder: &Path, before: &[(PathBuf, Vec<u8>, fs::Metadata)]) {
    let after = everything(folder);
    let names =
        |files: &[(PathBuf, Vec<u8>, fs::Metadata)]| files.iter().map(|file| file.0.clone()).collect::<Vec<_>>();
    assert_eq!(names(&after), names(before));
    for (old, new) in before.iter().zip(&after) {
        let facts = |metadata: &fs::Metadata| (metadata.modified().ok(), metadata.permissions().mode());
        assert!(old.1 == new.1 && facts(&old.2) == facts(&new.2), "{} was changed", old.0.display());
    }
}

#[test]
fn a_store_is_checked_while_its_server_runs() {
    let server = Server::start();
    server.data(NOTE, &json!({}));
    assert_eq!(check(&server.data_folder()), sound());
    // Whoever checks leaves the store to the server.
    server.data(NOTE, &json!({}));
    let socket = fs::metadata(server.data_folder().join("daybook.sock")).expect("there is a socket");
    assert!(socket.file_type().is_socket());
    assert_eq!(socket.permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_check_of_a_stopped_store_writes_nothing() {
    let server = Server::start();
    server.data(NOTE, &json!({}));
    let (_, setup) = server.stop();
    let folder = setup.data_folder();
    let before = everything(&folder);
    assert!(before.iter().all(|file| !file.2.file_type().is_socket()), "the socket goes with the server");
    assert_eq!(check(&folder), sound());
    assert_unchanged(&folder, &before);
}

#[test]
fn a_check_after_a_kill_writes_nothing_and_sees_what_was_acknowledged() {
    let server = Server::start();
    server.data(NOTE, &json!({}));
    let setup = server.kill();
    let folder = setup.data_folder();
    let before = everything(&folder);
    assert_eq!(check(&folder), sound());
    assert_unchanged(&folder, &before);
    let again = setup.start();
    assert_eq!(again.data("{ notes { totalCount } }", &json!({})), json!({"notes": {"totalCount": 1}}));
    assert_eq!(check(&again.data_folder()), sound());
}

#[test]
fn a_damaged_store_is_told_by_exit_code_and_report() {
    let server = Server::start();
    server.data(NOTE, &json!({}));
    let (_, setup) = server.stop();
    let file = setup.data_folder().join("daybook.sqlite");
    let mut bytes = fs::read(&file).expect("the store can be read");
    let middle = bytes.len() / 2 / 4096 * 4096;
    bytes[middle..middle + 4096].fill(0xff);
    fs::write(&file, bytes).expect("the store can be written");
    let (exit, report) = check(&setup.data_folder());
    assert_eq!((exit, &report["sound"]), (Some(1), &json!(false)), "{report}");
    assert!(report["findings"].as_array().is_some_and(|findings| !findings.is_empty()), "{report}");
}

fn demo(data: &Path, arguments: &[&str]) -> (Option<i32>, Json, String) {
    let output = Command::new(means::binary()).arg("demo").args(arguments).arg("--data").arg(data).output();
    let Output { status, stdout, stderr } = output.expect("the binary can be started");
    (
        status.code(),
        serde_json::from_slice(&stdout).unwrap_or(Json::Null),
        String::from_utf8_lossy(&stderr).into_owned(),
    )
}

#[test]
fn the_demo_comes_beside_a_running_server_and_goes_without_one() {
    let server = Server::start();
    server.data(NOTE, &json!({}));
    let (exit, loaded, errors) = demo(&server.data_folder(), &["load", "--json", "--tz", "Europe/Paris"]);
    assert_eq!(exit, Some(0), "{errors}");
    assert!(loaded["created"].as_u64() > Some(2_000) && loaded["samples"].as_u64() > Some(300_000), "{loaded}");
    let told = server.data("{ readings { totalCount } children { totalCount nodes { id } } }", &json!({}));
    assert_eq!(told["readings"]["totalCount"], loaded["samples"]);
    assert_eq!(told["children"]["totalCount"], 2);
    let child = &told["children"]["nodes"][0]["id"];
    let own = format!(
        "mutation {{ feedingCreate(input: {{method: BOTTLE, child: {{link: {child}}}}}) {{ errors {{ message }} }} }}"
    );
    server.data(&own, &json!({}));
    let (exit, _, errors) = demo(&server.data_folder(), &["clear"]);
    assert_eq!(exit, Some(2), "{errors}");
    assert!(errors.contains("1 Feeding of your own hangs on the demo") && errors.contains("--force"), "{errors}");

    let (_, setup) = server.stop();
    let (exit, cleared, errors) = demo(&setup.data_folder(), &["clear", "--force", "--json"]);
    assert_eq!((exit, &cleared["samples"]), (Some(0), &loaded["samples"]), "{errors}");
    assert_eq!(check(&setup.data_folder()), sound());
    let again = setup.start();
    let left = again.data("{ entries(where: {trashed: INCLUDE}) { nodes { title } } }", &json!({}));
    assert_eq!(left["entries"]["nodes"], json!([{"title": "kept"}]));
    assert_eq!(demo(&again.data_folder(), &["clear", "--json"]).1, json!({"created": 0, "samples": 0}));
}
