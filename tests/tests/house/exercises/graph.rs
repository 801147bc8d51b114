//! Loads the catalogues through the API, and keeps what links should be there, to compare walks with.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use daybook_tests::Server;
use serde_json::{Value as Json, json};

use super::catalogue::{Catalogue, Exercise};

/// Entries of one request.
const CHUNK: usize = 100;

/// The links that the files say are there, both ways.
#[derive(Debug, Default)]
pub struct Graph {
    near: BTreeMap<String, Vec<String>>,
    exercises: Vec<String>,
}

/// Loads everything and answers the links that were told to the API.
pub fn load(server: &Server, catalogue: &Catalogue) -> Graph {
    let muscles = load_named(server, "muscle", "Muscle", catalogue.muscles.values().cloned().collect());
    let equipment = catalogue.equipment.iter().map(|name| json!({ "name": name })).collect();
    let equipment = load_named(server, "equipment", "Equipment", equipment);
    let mut graph = Graph::default();
    for exercises in catalogue.exercises.chunks(CHUNK) {
        load_exercises(server, exercises, &muscles, &equipment, &mut graph);
    }
    for members in catalogue.groups.values().filter(|members| members.len() > 1) {
        let ids: Vec<String> = members.iter().map(|position| graph.exercises[*position].clone()).collect();
        let links: Vec<Json> = ids[1..].iter().map(|id| json!({"id": id, "props": {"kinship": "VARIATION"}})).collect();
        let document = "mutation ($id: ID!, $p: ExercisePatch!) { exerciseUpdate(id: $id, patch: $p) { errors { path message } } }";
        let answer = server.data(document, &json!({"id": ids[0], "p": {"related": {"link": links}}}));
        assert_eq!(answer["exerciseUpdate"]["errors"], json!([]));
        ids[1..].iter().for_each(|id| graph.link(&ids[0], id));
    }
    graph
}

/// Ids by name.
#[expect(clippy::needless_pass_by_value, reason = "the inputs are made for this call alone")]
fn load_named(server: &Server, field: &str, name: &str, inputs: Vec<Json>) -> HashMap<String, String> {
    let document = format!(
        "mutation ($i: [{name}Create!]!) {{ {field}UpsertMany(inputs: $i) {{ entries {{ id name }} errors {{ path message }} }} }}"
    );
    let answer = server.data(&document, &json!({"i": inputs}))[format!("{field}UpsertMany")].take();
    assert_eq!(answer["errors"], json!([]));
    let entries = answer["entries"].as_array().expect("entries are a list").iter();
    entries.map(|entry| (text(&entry["name"]), text(&entry["id"]))).collect()
}

fn text(value: &Json) -> String {
    value.as_str().expect("ids and names are text").to_owned()
}

fn load_exercises(
    server: &Server,
    exercises: &[Exercise],
    muscles: &HashMap<String, String>,
    equipment: &HashMap<String, String>,
    graph: &mut Graph,
) {
    let input = |exercise: &Exercise| {
        let uses = |names: &[String], role: &str| -> Vec<Json> {
            names.iter().map(|name| json!({"id": muscles[name], "props": {"role": role}})).collect()
        };
        let mut document = exercise.document.clone();
        let trained = [uses(&exercise.primary, "PRIMARY"), uses(&exercise.secondary, "SECONDARY")].concat();
        document["muscles"] = json!({ "link": trained });
        let links: Vec<Json> = exercise.equipment.iter().map(|name| json!({"id": equipment[name]})).collect();
        document["equipment"] = json!({ "link": links });
        let names: Vec<Json> = exercise.other_names.iter().map(|name| json!({ "name": name })).collect();
        document["otherNames"] = json!({ "create": names });
        document
    };
    let inputs: Vec<Json> = exercises.iter().map(input).collect();
    let document = "mutation ($i: [ExerciseCreate!]!) { exerciseCreateMany(inputs: $i) \
                    { entries { id otherNames(first: 100) { nodes { id } } } errors { path message } } }";
    let answer = server.data(document, &json!({"i": inputs}))["exerciseCreateMany"].take();
    assert_eq!(answer["errors"], json!([]));
    let entries = answer["entries"].as_array().expect("entries are a list");
    assert_eq!(entries.len(), exercises.len());
    for (exercise, entry) in exercises.iter().zip(entries) {
        let id = text(&entry["id"]);
        let trained = exercise.primary.iter().chain(&exercise.secondary).map(|name| &muscles[name]);
        let needed = exercise.equipment.iter().map(|name| &equipment[name]);
        trained.chain(needed).for_each(|other| graph.link(&id, other));
        let names = entry["otherNames"]["nodes"].as_array().expect("nodes are a list");
        assert_eq!(names.len(), exercise.other_names.len(), "{}", exercise.document["name"]);
        names.iter().for_each(|name| graph.link(&id, &text(&name["id"])));
        graph.exercises.push(id);
    }
}

impl Graph {
    fn link(&mut self, one: &str, other: &str) {
        self.near.entry(one.to_owned()).or_default().push(other.to_owned());
        self.near.entry(other.to_owned()).or_default().push(one.to_owned());
    }

    /// So many exercises, spread over all of them.
    pub fn samples(&self, number: usize) -> Vec<&str> {
        let step = self.exercises.len() / number;
        self.exercises.iter().step_by(step.max(1)).take(number).map(String::as_str).collect()
    }

    /// Links on the shortest way from an entry to all others that can be reached.
    fn distances(&self, from: &str) -> HashMap<&str, usize> {
        let Some((from, _)) = self.near.get_key_value(from) else { return HashMap::new() };
        let mut distances = HashMap::from([(from.as_str(), 0)]);
        let mut queue = VecDeque::from([from.as_str()]);
        while let Some(entry) = queue.pop_front() {
            let next = distances[entry] + 1;
            for other in &self.near[entry] {
                if !distances.contains_key(other.as_str()) {
                    distances.insert(other, next);
                    queue.push_back(other);
                }
            }
        }
        distances
    }

    /// Links on the shortest way between two entries.
    pub fn distance(&self, from: &str, to: &str) -> Option<usize> {
        self.distances(from).get(to).copied()
    }

    /// What lies at most so many links away.
    pub fn within(&self, from: &str, depth: usize) -> HashSet<&str> {
        self.distances(from).into_iter().filter(|(_, distance)| *distance <= depth).map(|(entry, _)| entry).collect()
    }

    pub fn are_linked(&self, one: &str, other: &str) -> bool {
        self.near.get(one).is_some_and(|near| near.iter().any(|entry| entry == other))
    }

    /// Links whose two ends are both among the entries.
    pub fn links_among(&self, entries: &HashSet<&str>) -> usize {
        let inner = |entry: &&str| self.near[*entry].iter().filter(|other| entries.contains(other.as_str())).count();
        entries.iter().map(inner).sum::<usize>() / 2
    }
}
