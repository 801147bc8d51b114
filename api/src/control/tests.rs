use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    os::unix::{fs::PermissionsExt as _, net::UnixStream},
    path::Path,
    sync::Arc,
};

use super::{Check, Command, Exit, client, listen, place::NAME};
use crate::testing::Server;

/// Sends a line and reads the whole answer, as another program would.
async fn say(folder: &Path, line: &'static str) -> String {
    let path = folder.join(NAME);
    let talk = move || {
        let mut stream = UnixStream::connect(path).unwrap();
        stream.write_all(line.as_bytes()).unwrap();
        let lines: Vec<String> = BufReader::new(stream).lines().map(Result::unwrap).collect();
        lines.join("\n")
    };
    tokio::task::spawn_blocking(talk).await.unwrap()
}

async fn ask(folder: &Path) -> Result<Option<Exit>, String> {
    let folder = folder.to_owned();
    let asked = tokio::task::spawn_blocking(move || client::ask(&folder, &Command::Check(Check { json: true })));
    asked.await.unwrap().map_err(|failure| failure.to_string())
}

#[tokio::test]
async fn a_command_runs_in_the_server_and_what_it_says_comes_line_by_line() {
    let server = Server::garden();
    let folder = tempfile::tempdir().unwrap();
    let _listening = listen(folder.path(), Arc::clone(&server.app), server.draining.clone()).unwrap();
    let line = "{\"version\": \"0\", \"command\": \"check\", \"arguments\": {\"json\": true}}\n";
    let out = r#"{"out":"{\"sound\":true,\"findings\":[]}\n"}"#;
    assert_eq!(say(folder.path(), line).await, format!("{out}\n{{\"exit\":0}}"));
    assert_eq!(ask(folder.path()).await, Ok(Some(Exit::Done)));
}

#[tokio::test]
async fn what_is_no_command_is_refused_with_what_to_do() {
    let server = Server::garden();
    let folder = tempfile::tempdir().unwrap();
    let _listening = listen(folder.path(), Arc::clone(&server.app), server.draining.clone()).unwrap();
    for (line, told) in [
        ("{\"version\": \"99.0\", \"command\": \"fly\", \"arguments\": {}}\n", "does not know this command of 99.0"),
        ("nonsense\n", "does not understand the command"),
        ("\n", "does not understand the command"),
    ] {
        let answer = say(folder.path(), line).await;
        assert!(answer.contains(told) && answer.ends_with("{\"exit\":2}"), "{answer}");
    }
}

#[tokio::test]
async fn only_the_owner_reaches_the_socket_and_it_goes_with_the_server() {
    let server = Server::garden();
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(ask(folder.path()).await, Ok(None));
    let path = folder.path().join(NAME);
    // What a killed server leaves behind.
    drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
    assert_eq!(ask(folder.path()).await, Ok(None));
    let listening = listen(folder.path(), Arc::clone(&server.app), server.draining.clone()).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(ask(folder.path()).await, Ok(Some(Exit::Done)));
    drop(listening);
    assert!(!path.exists());
}

#[tokio::test]
async fn a_file_of_the_sockets_name_is_left_alone() {
    let server = Server::garden();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(NAME), "mine").unwrap();
    let error = listen(folder.path(), Arc::clone(&server.app), server.draining.clone()).unwrap_err();
    assert_eq!(error.to_string(), "there is a file of this name");
    assert_eq!(fs::read_to_string(folder.path().join(NAME)).unwrap(), "mine");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_folder_whose_path_is_too_long_for_a_socket_has_one_all_the_same() {
    let server = Server::garden();
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("a-folder-with-a-name-of-forty-characters").join("x".repeat(200));
    fs::create_dir_all(&deep).unwrap();
    let listening = listen(&deep, Arc::clone(&server.app), server.draining.clone()).unwrap();
    assert_eq!(ask(&deep).await, Ok(Some(Exit::Done)));
    drop(listening);
    assert_eq!(fs::read_dir(&deep).unwrap().count(), 0);
}

#[tokio::test]
async fn a_server_that_stops_takes_no_more_commands() {
    let server = Server::garden();
    let folder = tempfile::tempdir().unwrap();
    let _listening = listen(folder.path(), Arc::clone(&server.app), server.draining.clone()).unwrap();
    server.draining.start();
    server.draining.is_idle().await;
    for _ in 0..200 {
        if ask(folder.path()).await == Ok(None) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("commands are still taken");
}
