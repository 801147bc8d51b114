//! kill -9 at random moments of work: what was acknowledged is there once, and nothing is there by half.

mod clients;
mod types;

use std::{
    env,
    ops::Range,
    path::Path,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use daybook_tests::{Server, Setup, means};
use serde_json::{Value as Json, json};

use self::clients::{Author, Random};

/// Kills of one run; `DAYBOOK_CRASH_KILLS` asks for another number.
const KILLS: u64 = 50;
const CLIENTS: u64 = 4;
/// The longest time between the start of the clients and the kill.
const LONGEST: Duration = Duration::from_millis(250);
/// A store of its own for so many kills, since what is compared after each grows with the store.
const KILLS_OF_A_STORE: u64 = 100;
/// After every second kill the offline check is the first to see what the kill left; the other times the server is.
const CHECK_FIRST: u64 = 2;

fn number(name: &str, otherwise: u64) -> u64 {
    env::var(name).ok().map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{name} is no number")))
}

/// `daybook check` finds nothing: the file is whole, every link has its column, versions follow one another without gaps
/// or overlaps, rollups say what the samples say.
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

/// The samples that a client was told are stored are there, whether they are counted or asked for by statistics.
fn assert_measured(server: &Server, author: &Author, when: &str) {
    let document = "query ($w: ReadingFilter!) { readings(where: $w) { totalCount } \
                    readingsStats(where: $w, by: [{time: {field: \"at\", every: \"P1D\", tz: \"UTC\"}}]) { count temperature { sum } } }";
    let sensor = format!("{}sensor", author.prefix);
    let answer = server.data(document, &json!({"w": {"sensor": {"is": {"name": {"eq": sensor}}}}}));
    let days = answer["readingsStats"].as_array().expect("groups are a list");
    let counted: u64 = days.iter().filter_map(|day| day["count"].as_u64()).sum();
    let sum: f64 = days.iter().filter_map(|day| day["temperature"]["sum"].as_f64()).sum();
    let (count, right) = author.measured();
    assert_eq!(answer["readings"]["totalCount"], count, "{when}: samples of {sensor}");
    assert_eq!(counted, count, "{when}: statistics of {sensor}");
    assert!((sum - right as f64).abs() < 1e-6, "{when}: the sum of {sensor} is {sum} instead of {right}");
}

/// How many children there are, the trash included.
fn count(server: &Server) -> u64 {
    let answer = server.data("{ children(where: {trashed: INCLUDE}) { totalCount } }", &json!({}));
    answer["children"]["totalCount"].as_u64().expect("counts are numbers")
}

/// What came of a run.
#[derive(Default)]
struct Tally {
    acknowledged: u64,
    cut: u64,
    /// Milliseconds until the server was ready again after each kill.
    restarts: Vec<u128>,
}

impl Tally {
    fn say(&mut self, kills: u64) {
        self.restarts.sort_unstable();
        let (median, longest) = (self.restarts[self.restarts.len() / 2], self.restarts[self.restarts.len() - 1]);
        means::say(&format!(
            "{kills} kills: {} writes were acknowledged and none lost, {} were cut off; ready again after {median} ms \
             (median), {longest} ms at most",
            self.acknowledged, self.cut
        ));
    }
}

#[test]
fn a_kill_during_writes_loses_nothing_that_was_acknowledged_and_leaves_nothing_half() {
    let kills = number("DAYBOOK_CRASH_KILLS", KILLS);
    let seed = number("DAYBOOK_CRASH_SEED", u64::from(std::process::id()));
    means::say(&format!("{kills} kills with DAYBOOK_CRASH_SEED={seed}"));
    let mut random = Random::new(seed);
    let mut tally = Tally::default();
    let mut done = 0;
    while done < kills {
        let rounds = KILLS_OF_A_STORE.min(kills - done);
        kill_again_and_again(done..done + rounds, &mut random, &format!("seed {seed}"), &mut tally);
        done += rounds;
        tally.say(done);
    }
    assert!(tally.acknowledged > kills && tally.cut > kills / 2, "the kills fell into work");
}

/// Kills one server in every round, and looks at what is there afterwards.
fn kill_again_and_again(rounds: Range<u64>, random: &mut Random, seed: &str, tally: &mut Tally) {
    let mut setup = Setup::new();
    let mut children = 0;
    for round in rounds {
        let server = setup.start();
        let authors = (0..CLIENTS).map(|client| Author::new(format!("{round}-{client}-"), random.next()));
        let mut authors = work_until_killed(&server, authors.collect(), random.below(LONGEST.as_millis() as u64));
        setup = server.kill();
        let when = format!("{seed}, kill {round}");
        let written: Vec<Author> = authors.drain(..).map(|author| author.join().expect("a client ends well")).collect();
        let check_first = round % CHECK_FIRST == 0;
        if check_first {
            assert_sound(&setup.data_folder(), &when);
        }
        let began = now();
        let server = setup.start();
        tally.restarts.push(began.elapsed().as_millis());
        for mut author in written {
            // Sent again with its key: done by half or forgotten, it would show.
            tally.cut += u64::from(author.repeat(&server));
            tally.acknowledged += author.acknowledged;
            children += author.known().len() as u64;
            assert_whole(&server, &author, &when);
            assert_measured(&server, &author, &when);
        }
        setup = server.kill();
        if !check_first {
            assert_sound(&setup.data_folder(), &when);
        }
    }
    let server = setup.start();
    assert_eq!(count(&server), children, "{seed}");
    let setup = server.kill();
    assert_sound(&setup.data_folder(), "at the end");
}

#[expect(clippy::disallowed_methods, reason = "this is a stopwatch")]
fn now() -> Instant {
    Instant::now()
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
