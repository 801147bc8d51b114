//! A client that writes entries and samples without a pause and knows what must be there.

use std::collections::BTreeMap;

use daybook_tests::Client;
use serde_json::{Value as Json, json};

/// Feedings of each child, written with it.
const FEEDINGS: u64 = 8;

const CREATE: &str = "mutation ($i: ChildCreate!, $k: String!) { answer: childCreate(input: $i, idempotencyKey: $k) \
                      { entry { id version } errors { message } } }";
const BATCH: &str = "mutation ($o: [Op!]!, $k: String!) { answer: batch(ops: $o, idempotencyKey: $k) \
                     { results { entry { id version } errors { message } } } }";
const UPDATE: &str = "mutation ($id: ID!, $p: ChildPatch!, $v: Int!, $k: String!) { answer: childUpdate(id: $id, patch: $p, \
                      expectedVersion: $v, idempotencyKey: $k) { entry { id version } errors { message } } }";
const DELETE: &str = "mutation ($id: ID!, $k: String!) { answer: childDelete(id: $id, idempotencyKey: $k) \
                      { entry { id version } errors { message } } }";

const ADD: &str = "mutation ($i: [ReadingCreate!]!, $k: String!) { answer: readingsAdd(inputs: $i, idempotencyKey: $k) \
                   { accepted rejected { message } } }";

/// Samples of one write.
const SAMPLES: u64 = 20;

/// Numbers that a seed decides (splitmix64).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }
}

/// A child as its author knows it.
#[derive(Clone, Debug)]
struct Child {
    id: String,
    version: i64,
    note: Option<String>,
    trashed: bool,
}

/// One numbered write.
#[derive(Clone, Debug)]
enum Write {
    /// A child with its feedings and a carer, nested.
    Create(String),
    /// The same as a batch of single writes.
    Batch(String),
    Note(String, String),
    /// The feedings go along.
    Delete(String),
    /// Samples of the author's sensor, the first of them so many minutes after all began. Half of the writes are late.
    Readings(u64),
}

/// Writes children whose names begin with a prefix.
pub struct Author {
    pub prefix: String,
    pub acknowledged: u64,
    random: Random,
    written: u64,
    children: BTreeMap<String, Child>,
    /// Writes of samples that were acknowledged.
    batches: u64,
    /// Sent and not answered.
    pending: Option<(Write, String)>,
}

impl Author {
    pub fn new(prefix: String, seed: u64) -> Self {
        let (random, children) = (Random::new(seed), BTreeMap::new());
        Self { prefix, acknowledged: 0, random, written: 0, children, batches: 0, pending: None }
    }

    /// One write after another, until the server is gone.
    pub fn write_until_killed(&mut self, client: &Client) {
        loop {
            self.written += 1;
            let write = self.choose();
            self.pending = Some((write, format!("{}{}", self.prefix, self.written)));
            if !self.send(client) {
                return;
            }
        }
    }

    /// Sends the write that was not answered once more, with the same key. Whether there was one.
    pub fn repeat(&mut self, client: &Client) -> bool {
        let pending = self.pending.is_some();
        assert!(!pending || self.send(client), "the server answers");
        pending
    }

    /// What must be there, in order of names.
    pub fn known(&self) -> Vec<Json> {
        let as_json = |(name, child): (&String, &Child)| {
            let living = if child.trashed { 0 } else { FEEDINGS };
            json!({"name": name, "version": child.version, "note": child.note, "trashed": child.trashed,
                "carers": 1, "all": FEEDINGS, "feedings": living})
        };
        let mut known: Vec<Json> = self.children.iter().map(as_json).collect();
        known.sort_by_key(|child| child["name"].to_string());
        known
    }

    /// How many samples of the author's sensor must be there, and the sum of their temperatures.
    pub fn measured(&self) -> (u64, u64) {
        let count = self.batches * SAMPLES;
        (
            count,
            (0..self.batches)
                .map(|batch| (0..SAMPLES).map(|sample| degrees(first_minute(batch) + sample)).sum::<u64>())
                .sum(),
        )
    }

    fn choose(&mut self) -> Write {
        let living: Vec<&String> =
            self.children.iter().filter(|(_, child)| !child.trashed).map(|(name, _)| name).collect();
        if self.random.below(4) == 0 {
            return Write::Readings(self.batches);
        }
        let chance = self.random.below(10);
        let fresh = format!("{}{}", self.prefix, self.written);
        if living.is_empty() || chance < 3 {
            return Write::Create(fresh);
        }
        if chance < 6 {
            return Write::Batch(fresh);
        }
        let name = living[self.random.below(living.len() as u64) as usize].clone();
        if chance < 9 { Write::Note(name, fresh) } else { Write::Delete(name) }
    }

    /// Sends the pending write; whether it was acknowledged.
    fn send(&mut self, client: &Client) -> bool {
        let Some((write, key)) = &self.pending else { return true };
        let (document, mut variables) = self.request(write);
        variables["k"] = json!(key);
        let body = json!({"query": document, "variables": variables}).to_string();
        let Ok(answer) = client.post("/graphql", "application/json", body.as_bytes()) else { return false };
        let write = write.clone();
        self.acknowledge(write, &answer.json());
        self.pending = None;
        self.acknowledged += 1;
        true
    }

    fn request(&self, write: &Write) -> (&'static str, Json) {
        let feeding = || json!({"method": "BOTTLE", "amount": {"value": 90, "unit": "ML"}});
        let care = json!({"relationship": "MOTHER"});
        match write {
            Write::Create(name) => {
                let feedings: Vec<Json> = (0..FEEDINGS).map(|_| feeding()).collect();
                let carer = json!({"entry": {"name": format!("Carer of {name}")}, "props": care});
                let input = json!({"name": name, "feedings": {"create": feedings}, "carers": {"create": [carer]}});
                (CREATE, json!({ "i": input }))
            }
            Write::Batch(name) => {
                let mut operations = vec![
                    json!({"personCreate": {"name": format!("Carer of {name}")}}),
                    json!({"childCreate": {"name": name, "carers": {"link": [{"id": "$0", "props": care}]}}}),
                ];
                operations.extend((0..FEEDINGS).map(|_| {
                    let mut feeding = feeding();
                    feeding["child"] = json!({"link": "$1"});
                    json!({ "feedingCreate": feeding })
                }));
                (BATCH, json!({ "o": operations }))
            }
            Write::Note(name, note) => {
                let child = &self.children[name];
                (UPDATE, json!({"id": child.id, "p": {"note": note}, "v": child.version}))
            }
            Write::Delete(name) => (DELETE, json!({"id": self.children[name].id})),
            Write::Readings(batch) => {
                let sensor = json!({"connectOrCreate": {"name": format!("{}sensor", self.prefix)}});
                let reading = |minute: u64| json!({"sensor": sensor, "at": moment(minute), "temperature": {"value": degrees(minute), "unit": "CEL"}});
                let first = first_minute(*batch);
                (ADD, json!({"i": (first..first + SAMPLES).map(reading).collect::<Vec<_>>()}))
            }
        }
    }

    /// Notes what was acknowledged.
    fn acknowledge(&mut self, write: Write, answer: &Json) {
        let payload = &answer["data"]["answer"];
        if let Write::Readings(_) = write {
            // Each is new: were some there by half before, they would be duplicates.
            assert_eq!(payload, &json!({"accepted": SAMPLES, "rejected": []}), "{answer}");
            self.batches += 1;
            return;
        }
        let payload = if matches!(write, Write::Batch(_)) { &payload["results"][1] } else { payload };
        assert_eq!(payload["errors"], json!([]), "{write:?}: {answer}");
        let id = payload["entry"]["id"].as_str().expect("entries have an id").to_owned();
        let version = payload["entry"]["version"].as_i64().expect("entries have a version");
        match write {
            Write::Create(name) | Write::Batch(name) => {
                self.children.insert(name, Child { id, version, note: None, trashed: false });
            }
            Write::Note(name, note) => {
                self.children.entry(name).and_modify(|child| (child.version, child.note) = (version, Some(note)));
            }
            Write::Delete(name) => {
                self.children.entry(name).and_modify(|child| (child.version, child.trashed) = (version, true));
            }
            Write::Readings(_) => {}
        }
    }
}

/// Every second write of samples is late: it goes in between those of two writes before.
fn first_minute(batch: u64) -> u64 {
    let slot = if batch.is_multiple_of(2) { batch + 1 } else { batch - 1 };
    slot * SAMPLES
}

/// A moment so many minutes after all began.
fn moment(minute: u64) -> String {
    let (day, hour) = (1 + minute / 1440, minute / 60 % 24);
    format!("2026-01-{day:02}T{hour:02}:{:02}:00Z", minute % 60)
}

fn degrees(minute: u64) -> u64 {
    minute % 37
}

/// A child as the server tells it, in the words of [`Author::known`].
pub fn as_known(child: &Json) -> Json {
    json!({"name": child["name"], "version": child["version"], "note": child["note"],
        "trashed": !child["trashedAt"].is_null(), "carers": child["carers"]["totalCount"],
        "all": child["all"]["totalCount"], "feedings": child["feedings"]["totalCount"]})
}
