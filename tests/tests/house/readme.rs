//! The commands of the README and the pages of `docs` work as they stand, in their order.
//!
//! A fenced block whose info string ends in `test` is run: `sh` by a shell in a folder with the repository's `tests`,
//! `graphql` sent to the server. A block marked `answer` is the answer to the one before. Blocks marked `types` are run
//! after a restart with `--types my-types/`, blocks marked `change` after that server has stopped.

use std::{fs, os::unix::fs::symlink, process::Command};

use daybook_tests::{Server, Setup, means};
use serde_json::{Value as Json, json};

struct Block {
    language: String,
    mark: String,
    line: usize,
    text: String,
}

fn blocks(page: &str) -> Vec<Block> {
    let text = fs::read_to_string(means::repository().join(page)).expect("the page can be read");
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (index, line) in text.lines().enumerate() {
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
    let script = script.replace("target/release/daybook", &means::binary().display().to_string());
    let output =
        Command::new("bash").args(["-euc", &script]).current_dir(folder).output().expect("bash can be started");
    let (printed, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "line {}: {printed}{errors}", block.line);
    printed.into_owned()
}

/// Fails on errors of the request and on input mistakes in any payload.
fn assert_no_mistakes(line: usize, answer: &Json) {
    assert!(answer.get("errors").is_none(), "line {line}: {answer}");
    let Json::Object(fields) = &answer["data"] else { panic!("line {line}: {answer}") };
    for (name, field) in fields {
        let mistakes = field.get("errors").and_then(Json::as_array).is_some_and(|errors| !errors.is_empty());
        assert!(!mistakes, "line {line}: {name} answered {field}");
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
                "line {}: {printed}",
                block.line
            );
        }
        other => panic!("line {}: blocks in `{other}` cannot be run", block.line),
    }
}

#[test]
fn every_command_of_the_readme_works_as_it_stands() {
    let setup = Setup::new();
    symlink(means::repository().join("tests"), setup.folder.path().join("tests")).expect("a link can be made");
    let server = setup.start();
    let folder = server.folder().to_owned();
    let blocks = blocks("README.md");
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

    let (_, setup) = server.stop();
    let changes: Vec<&Block> = blocks.iter().filter(|block| block.mark == "change").collect();
    let printed: Vec<String> = changes.iter().map(|block| run_shell(0, &folder, block)).collect();
    assert!(printed.concat().contains("LOSES DATA  Outing.note"), "{printed:?}");
    let server = setup.start();
    let left = server.data("{ outings { nodes { title } } type(name: \"Outing\") { fields { name } } }", &json!({}));
    assert_eq!(left["outings"]["nodes"], json!([{"title": "Outing of Grace"}]));
    assert!(!left["type"]["fields"].to_string().contains("note"), "{left}");
}

/// The pages of `docs` that hold a query to paste.
fn pages() -> Vec<String> {
    let folder = fs::read_dir(means::repository().join("docs")).expect("there is a folder of pages");
    let paths = folder.map(|entry| entry.expect("the folder can be read").path());
    let pages = paths.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let names = pages.filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    let mut pages: Vec<String> = names.map(|name| format!("docs/{name}")).collect();
    pages.sort();
    pages.retain(|page| blocks(page).iter().any(|block| block.mark == "test"));
    pages
}

#[test]
fn every_query_of_the_pages_works_as_it_stands_and_answers_what_they_say() {
    let server = Server::start();
    let pages = pages();
    assert!(pages.len() >= 4, "{pages:?}");
    for page in &pages {
        let mut answer = Json::Null;
        for block in blocks(page) {
            match block.mark.as_str() {
                "test" if block.language == "graphql" => {
                    // A page says to give the `id` of a plan to the block behind it.
                    let variables = json!({ "id": answer["data"]["typePlan"]["id"] });
                    answer = server.graphql(&block.text, &variables);
                    assert_no_mistakes(block.line, &answer);
                }
                "answer" => {
                    let expected: Json = serde_json::from_str(&block.text).expect("an answer is JSON");
                    assert_eq!(answer["data"], expected, "{page}, line {}", block.line);
                }
                _ => {}
            }
        }
    }
}
