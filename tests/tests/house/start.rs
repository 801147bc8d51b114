//! Starting and stopping: what stands in the way is said plainly, and nothing is lost.

use std::{fs, net::TcpListener, os::unix::fs::PermissionsExt as _};

use daybook_tests::{Server, Setup};
use serde_json::json;

const NOTE: &str = r#"mutation { noteCreate(input: {heading: "kept"}) { entry { id } errors { message } } }"#;
const COUNT: &str = "{ notes { totalCount } }";

#[test]
fn sigterm_stops_it_and_the_next_start_finds_everything() {
    let server = Server::start();
    server.data(NOTE, &json!({}));
    let (status, setup) = server.stop();
    assert!(status.success(), "{status}");
    let again = setup.start();
    assert_eq!(again.data(COUNT, &json!({})), json!({"notes": {"totalCount": 1}}));
}

#[test]
fn a_port_in_use_is_named_with_what_to_do() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = taken.local_addr().expect("a bound listener has an address").port();
    let (status, log) = Setup::new().port(port).fail();
    assert!(!status.success());
    assert!(log.contains(&port.to_string()) && log.contains("--listen"), "{log}");
}

#[test]
fn a_data_folder_in_use_is_left_to_its_owner() {
    let owner = Server::start();
    let (status, log) = Setup::new().store_in(owner.data_folder()).fail();
    assert!(!status.success());
    assert!(log.contains("data") && !log.contains("panicked"), "{log}");
    assert_eq!(owner.data(COUNT, &json!({})), json!({"notes": {"totalCount": 0}}));
}

#[test]
fn only_loopback_is_listened_on_while_there_is_no_sign_in() {
    let (status, log) = Setup::new().host("0.0.0.0").fail();
    assert!(!status.success());
    assert!(log.contains("listen"), "{log}");
}

#[test]
fn a_store_of_a_newer_version_is_not_touched() {
    let server = Server::start();
    let (_, setup) = server.stop();
    let file = database(&setup);
    // SQLite keeps `user_version` as four big-endian bytes at offset 60 of the file.
    let mut bytes = fs::read(&file).expect("the database can be read");
    bytes[60..64].copy_from_slice(&1_000_000_i32.to_be_bytes());
    fs::write(&file, &bytes).expect("the database can be written");
    let (status, log) = setup.fail();
    assert!(!status.success());
    assert!(log.contains("newer"), "{log}");
    assert_eq!(fs::read(&file).expect("the database can be read")[60..64], 1_000_000_i32.to_be_bytes());
}

#[test]
fn a_foreign_database_is_not_touched() {
    let server = Server::start();
    let (_, setup) = server.stop();
    let file = database(&setup);
    // SQLite keeps `application_id` as four big-endian bytes at offset 68 of the file.
    let mut bytes = fs::read(&file).expect("the database can be read");
    bytes[68..72].copy_from_slice(&7_i32.to_be_bytes());
    fs::write(&file, &bytes).expect("the database can be written");
    let (status, log) = setup.fail();
    assert!(!status.success() && !log.contains("panicked"), "{log}");
}

#[test]
fn a_data_folder_that_cannot_be_written_is_named() {
    let setup = Setup::new();
    // A file where the folder should be stands in the way even of root, whom permissions do not stop.
    fs::write(setup.data_folder(), "not a folder").expect("a file can be written");
    let (status, log) = setup.fail();
    assert!(!status.success());
    assert!(log.contains("data") && !log.contains("panicked"), "{log}");
}

/// The rights of a file or folder.
fn mode(path: &std::path::Path) -> u32 {
    fs::metadata(path).expect("the file is there").permissions().mode() & 0o777
}

#[test]
fn other_users_cannot_read_what_is_stored() {
    let server = Server::start();
    server.data(NOTE, &json!({}));
    let folder = server.data_folder();
    assert_eq!(mode(&folder), 0o700);
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).expect("the data folder is there") {
        let path = entry.expect("the folder can be read").path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
        names.push(path.extension().unwrap_or_default().to_string_lossy().into_owned());
    }
    names.sort();
    assert_eq!(names, ["lock", "sock", "sqlite", "sqlite-shm", "sqlite-wal"]);
    assert!(!server.log().contains("other users"), "{}", server.log());
}

#[test]
fn a_data_folder_that_others_can_read_is_warned_about_at_every_start() {
    let (_, setup) = Server::start().stop();
    let folder = setup.data_folder();
    let open = |path: &std::path::Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions can be set");
    };
    open(&folder, 0o755);
    // As versions before this one made them.
    for entry in fs::read_dir(&folder).expect("the data folder is there") {
        open(&entry.expect("the folder can be read").path(), 0o644);
    }
    let server = setup.start();
    server.data(NOTE, &json!({}));
    assert!(server.log().contains("other users") && server.log().contains("chmod 700"), "{}", server.log());
    assert_eq!(mode(&folder), 0o755, "whoever made the folder decides");
    for entry in fs::read_dir(&folder).expect("the data folder is there") {
        let path = entry.expect("the folder can be read").path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}

/// Somebody who owns nothing, on every Linux.
const NOBODY: u32 = 65_534;

#[test]
fn a_read_only_data_folder_is_named() {
    let mut setup = Setup::new();
    fs::create_dir(setup.data_folder()).expect("a folder can be made");
    let locked = |path| fs::set_permissions(path, fs::Permissions::from_mode(0o555)).expect("permissions can be set");
    locked(setup.data_folder());
    if fs::write(setup.data_folder().join("probe"), "").is_ok() {
        // Permissions do not bind root: somebody else has to try.
        fs::remove_file(setup.data_folder().join("probe")).expect("the file was just made");
        locked(setup.folder.path().to_owned());
        setup = setup.user(NOBODY);
    }
    let (status, log) = setup.fail();
    assert!(!status.success());
    assert!(log.contains("data") && log.to_lowercase().contains("permission"), "{log}");
    assert!(!log.contains("panicked"), "{log}");
}

/// The database file of a stopped server.
fn database(setup: &Setup) -> std::path::PathBuf {
    let files = fs::read_dir(setup.data_folder()).expect("the data folder is there");
    let paths = files.map(|entry| entry.expect("the folder can be read").path());
    let is_database =
        |path: &std::path::PathBuf| fs::read(path).is_ok_and(|bytes| bytes.starts_with(b"SQLite format 3\0"));
    paths.into_iter().find(is_database).expect("the store is a SQLite database")
}
