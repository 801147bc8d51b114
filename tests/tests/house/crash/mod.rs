//! kill -9 at random moments of work: what was acknowledged is there once, and nothing is there by half.

mod clients;

use std::{env, path::Path, process::Command, thread, time::Duration};

use daybook_tests::{Server, Setup, means};
use serde_json::{Value as Json, json};

use self::clients::{Author, Random};

/// Kills of one run; `DAYBOOK_CRASH_KILLS` asks for another number.
const KILLS: u64 = 50;
const CLIENTS: u64 = 4;
/// The longest time between the start of the clients and the kill.
const LONGEST: Duration = Duration::from_millis(250);
/// The offline check reads everything, so that it runs after every second kill; the other times the server itself finds
/// the store as the kill left it.
const CHECKED: u64 = 2;

fn number(name: &str, otherwise: u64) -> u64 {
    env::var(name).ok().map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{name} is no number")))
}

/// `daybook check` finds nothing: the file is whole, every link has its column, versions follow one another.
fn assert_sound(data: &Path, when: &str) {
    let output = Command::new(means::binary()).arg("check").arg("--data").arg(data).output();
    let output = output.expect("the binary can be started");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{when}: {text}");
}

/// Everything that a client was told, and nothing else, is there.
fn assert_whole(server: &Server, author: &Author, when: &str) {
    let document = "query ($p: String!) { children(where: {name: {startsWith: $p}, trashed: INCLUDE}, first: 200) { nodes { \
                    name version note trashedAt carers(first: 5) { totalCount } all: feedings(where: {trashed: INCLUDE}, first: 20) { totalCount } \
                    feedings(first: 20) { totalCount } } } }";
    let answer = server.data(document, &json!({"p": author.prefix}));
    let nodes = answer["children"]["nodes"].as_array().expect("nodes are a list");
    let mut found: Vec<Json> = nodes.iter().map(clients::as_known).collect();
    found.sort_by_key(|child| child["name"].to_string());
    assert_eq!(found, author.known(), "{when}: children of {}", author.prefix);
}

/// How many children there are, the trash included.
fn count(server: &Server) -> u64 {
    let answer = server.data("{ children(where: {trashed: INCLUDE}) { totalCount } }", &json!({}));
    answer["children"]["totalCount"].as_u64().expect("counts are numbers")
}

#[test]
fn a_kill_during_writes_loses_nothing_that_was_acknowledged_and_leaves_nothing_half() {
    let kills = number("DAYBOOK_CRASH_KILLS", KILLS);
    let seed = number("DAYBOOK_CRASH_SEED", u64::from(std::process::id()));
    means::say(&format!("{kills} kills with DAYBOOK_CRASH_SEED={seed}"));
    let mut random = Random::new(seed);
    let mut setup = Setup::new();
    let (mut acknowledged, mut cut, mut children) = (0, 0, 0);
    for round in 0..kills {
        let server = setup.start();
        let authors = (0..CLIENTS).map(|client| Author::new(format!("{round}-{client}-"), random.next()));
        let mut authors = work_until_killed(&server, authors.collect(), random.below(LONGEST.as_millis() as u64));
        setup = server.kill();
        let when = format!("seed {seed}, kill {round}");
        let written: Vec<Author> = authors.drain(..).map(|author| author.join().expect("a client ends well")).collect();
        if round % CHECKED == 0 {
            assert_sound(&setup.data_folder(), &when);
        }
        let server = setup.start();
        for mut author in written {
            // Sent again with its key: done by half or forgotten, it would show.
            cut += u64::from(author.repeat(&server));
            acknowledged += author.acknowledged;
            children += author.known().len() as u64;
            assert_whole(&server, &author, &when);
        }
        setup = server.kill();
    }
    let server = setup.start();
    assert_eq!(count(&server), children, "seed {seed}");
    let setup = server.kill();
    assert_sound(&setup.data_folder(), "at the end");
    means::say(&format!("{kills} kills: {acknowledged} writes were acknowledged, {cut} cut off"));
    assert!(acknowledged > kills && cut > kills / 2, "the kills fell into work");
}

/// Lets every client write on a thread of its own for some time.
fn work_until_killed(server: &Server, authors: Vec<Author>, milliseconds: u64) -> Vec<thread::JoinHandle<Author>> {
    let start = |mut author: Author| {
        let client = server.client();
        thread::spawn(move || {
            author.write_until_killed(&client);
            author
        })
    };
    let running = authors.into_iter().map(start).collect();
    thread::sleep(Duration::from_millis(30 + milliseconds));
    running
}
