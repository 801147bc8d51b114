//! The commands of the README work as they stand, in their order.
//!
//! A fenced block whose info string ends in `test` is run: `sh` by a shell in a folder with the repository's `tests`,
//! `graphql` sent to the server. Blocks marked `types` are run after a restart with `--types my-types/`.

use std::{fs, os::unix::fs::symlink, process::Command};

use daybook_tests::{Server, Setup, means};
use serde_json::{Value as Json, json};

struct Block {
    language: String,
    mark: String,
    line: usize,
    text: String,
}

fn blocks() -> Vec<Block> {
    let readme = fs::read_to_string(means::repository().join("README.md")).expect("the README can be read");
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (index, line) in readme.lines().enumerate() {
        match (line.strip_prefix("```"), open.as_mut()) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(info), None) => {
                let (language, mark) = info.split_once(' ').unwrap_or((info, ""));
                let (language, mark) = (language.to_owned(), mark.to_owned());
                open = Some(Block { language, mark, line: index + 1, text: String::new() });
            }
            (None, Some(block)) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}

fn run_shell(server_port: u16, folder: &std::path::Path, block: &Block) -> String {
    let script = block.text.replace("localhost:8080", &format!("127.0.0.1:{server_port}"));
    let output =
        Command::new("bash").args(["-euc", &script]).current_dir(folder).output().expect("bash can be started");
    let (printed, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "README line {}: {printed}{errors}", block.line);
    printed.into_owned()
}

/// Fails on errors of the request and on input mistakes in any payload.
fn assert_no_mistakes(line: usize, answer: &Json) {
    assert!(answer.get("errors").is_none(), "README line {line}: {answer}");
    let Json::Object(fields) = &answer["data"] else { panic!("README line {line}: {answer}") };
    for (name, field) in fields {
        let mistakes = field.get("errors").and_then(Json::as_array).is_some_and(|errors| !errors.is_empty());
        assert!(!mistakes, "README line {line}: {name} answered {field}");
    }
}

fn run(server: &Server, folder: &std::path::Path, block: &Block) {
    match block.language.as_str() {
        "graphql" => assert_no_mistakes(block.line, &server.graphql(&block.text, &json!({}))),
        "sh" => {
            let printed = run_shell(server.port(), folder, block);
            // Problems and rejected rows are JSON, too: look for their marks.
            assert!(
                !printed.contains("\"status\":4") && !printed.contains("\"detail\""),
                "README line {}: {printed}",
                block.line
            );
        }
        other => panic!("README line {}: blocks in `{other}` cannot be run", block.line),
    }
}

#[test]
fn every_command_of_the_readme_works_as_it_stands() {
    let setup = Setup::new();
    symlink(means::repository().join("tests"), setup.folder.path().join("tests")).expect("a link can be made");
    let server = setup.start();
    let folder = server.folder().to_owned();
    let blocks = blocks();
    let tested: Vec<&Block> = blocks.iter().filter(|block| block.mark == "test").collect();
    assert!(tested.len() >= 12, "the README has {} blocks that are tested", tested.len());
    for block in tested {
        run(&server, &folder, block);
    }

    let (_, setup) = server.stop();
    let types: Vec<&Block> = blocks.iter().filter(|block| block.mark == "types").collect();
    for block in types.iter().filter(|block| block.language == "sh") {
        run_shell(0, &folder, block);
    }
    let server = setup.argument("--types").argument("my-types/").start();
    for block in types.iter().filter(|block| block.language == "graphql") {
        run(&server, &folder, block);
    }
}
