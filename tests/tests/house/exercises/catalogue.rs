//! The files of the two catalogues as documents that the API takes.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs,
    path::Path,
};

use serde_json::{Value as Json, json};

pub const FREE: &str = "free-exercise-db";
pub const WGER: &str = "wger";

/// The number of English in the files.
const ENGLISH: i64 = 2;

/// What stands in the files, the same muscles and equipment of both under one name.
#[derive(Debug, Default)]
pub struct Catalogue {
    pub muscles: BTreeMap<String, Json>,
    pub equipment: BTreeSet<String>,
    pub exercises: Vec<Exercise>,
    /// Positions of the exercises of a group of variations.
    pub groups: BTreeMap<String, Vec<usize>>,
}

/// One exercise of a file.
#[derive(Debug)]
pub struct Exercise {
    /// Its own fields, links left out.
    pub document: Json,
    pub primary: Vec<String>,
    pub secondary: Vec<String>,
    pub equipment: Vec<String>,
    pub other_names: Vec<String>,
}

fn read(file: &Path) -> Vec<Json> {
    let text = fs::read(file).expect("the file can be read");
    serde_json::from_slice(&text).expect("the file is a list")
}

fn text(value: &Json) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn texts(value: &Json) -> Vec<String> {
    value.as_array().into_iter().flatten().map(text).collect()
}

fn number(value: &Json) -> i64 {
    value.as_i64().expect("keys are numbers")
}

/// The name that both catalogues use for a muscle.
fn common_name(name: &str) -> String {
    let name = name.to_lowercase();
    let other = [("abs", "abdominals"), ("quads", "quadriceps"), ("trapezius", "traps")];
    other.iter().find(|(one, _)| *one == name).map_or(name, |(_, common)| (*common).to_owned())
}

impl Catalogue {
    pub fn read(folder: &Path) -> Self {
        let mut catalogue = Self::default();
        catalogue.read_free(&folder.join("free-exercise-db.json"));
        catalogue.read_wger(&folder.join("wger"));
        catalogue
    }

    fn read_free(&mut self, file: &Path) {
        let code = |value: &Json| value.as_str().map(str::to_uppercase);
        for one in read(file) {
            let primary = texts(&one["primaryMuscles"]);
            // A few muscles are named twice, as primary and as secondary ones.
            let secondary: Vec<String> =
                texts(&one["secondaryMuscles"]).into_iter().filter(|name| !primary.contains(name)).collect();
            let equipment: Vec<String> = one["equipment"].as_str().map(str::to_owned).into_iter().collect();
            for name in primary.iter().chain(&secondary) {
                self.muscles.entry(name.clone()).or_insert_with(|| json!({ "name": name }));
            }
            self.equipment.extend(equipment.iter().cloned());
            let document = json!({
                "externalKeys": [{"source": FREE, "key": one["id"]}], "catalogue": FREE, "name": one["name"],
                "category": one["category"], "level": code(&one["level"]), "mechanic": code(&one["mechanic"]),
                "force": code(&one["force"]), "instructions": one["instructions"],
            });
            self.exercises.push(Exercise { document, primary, secondary, equipment, other_names: Vec::new() });
        }
    }

    fn read_wger(&mut self, folder: &Path) {
        let rows = |name: &str| read(&folder.join(format!("{name}.json")));
        let named = |name: &str| -> HashMap<i64, String> {
            rows(name).iter().map(|row| (number(&row["pk"]), text(&row["fields"]["name"]))).collect()
        };
        let (categories, mut equipment) = (named("categories"), named("equipment"));
        equipment.values_mut().for_each(|name| *name = name.to_lowercase());
        self.equipment.extend(equipment.values().cloned());
        let mut muscles = HashMap::new();
        for row in rows("muscles") {
            let fields = &row["fields"];
            let english = fields["name_en"].as_str().filter(|name| !name.is_empty());
            let name = common_name(english.unwrap_or(&text(&fields["name"])));
            let document = json!({"name": name, "anatomicalName": fields["name"], "front": fields["is_front"]});
            self.muscles.insert(name.clone(), document);
            muscles.insert(number(&row["pk"]), name);
        }
        let names = Names::new(&rows("translations"));
        let all = |keys: &Json, names: &HashMap<i64, String>| -> Vec<String> {
            keys.as_array().into_iter().flatten().map(|key| names[&number(key)].clone()).collect()
        };
        for row in rows("exercises") {
            let (key, fields) = (number(&row["pk"]), &row["fields"]);
            let primary = all(&fields["muscles"], &muscles);
            let secondary: Vec<String> = all(&fields["muscles_secondary"], &muscles)
                .into_iter()
                .filter(|name| !primary.contains(name))
                .collect();
            if let Some(group) = fields["variation_group"].as_str() {
                self.groups.entry(group.to_owned()).or_default().push(self.exercises.len());
            }
            let (name, description) = &names.english[&key];
            let document = json!({
                "externalKeys": [{"source": WGER, "key": key.to_string()}], "catalogue": WGER, "name": name,
                "category": categories[&number(&fields["category"])], "description": description,
            });
            let equipment = all(&fields["equipment"], &equipment);
            let other_names = names.others.get(&key).cloned().unwrap_or_default();
            self.exercises.push(Exercise { document, primary, secondary, equipment, other_names });
        }
    }
}

/// Names of exercises: an alias points to a translation, a translation to an exercise.
#[derive(Default)]
struct Names {
    /// Name and description.
    english: HashMap<i64, (String, String)>,
    others: HashMap<i64, Vec<String>>,
}

impl Names {
    fn new(rows: &[Json]) -> Self {
        let of = |model: &str| {
            let model = format!("exercises.{model}");
            rows.iter()
                .filter(move |row| row["model"] == model.as_str())
                .map(|row| (number(&row["pk"]), &row["fields"]))
        };
        let mut names = Self::default();
        let mut exercises = HashMap::new();
        for (key, fields) in of("translation") {
            let exercise = number(&fields["exercise"]);
            exercises.insert(key, exercise);
            if number(&fields["language"]) == ENGLISH {
                names.english.insert(exercise, (text(&fields["name"]), text(&fields["description"])));
            } else {
                names.others.entry(exercise).or_default().push(text(&fields["name"]));
            }
        }
        for (_, fields) in of("alias") {
            let exercise = exercises[&number(&fields["translation"])];
            names.others.entry(exercise).or_default().push(text(&fields["alias"]));
        }
        names
    }
}
