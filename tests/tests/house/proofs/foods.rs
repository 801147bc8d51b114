//! The nutrients of the USDA's foods.

use std::fs;

use daybook_tests::{Server, means};
use serde_json::{Map, Value as Json, json};

use super::numbers::Numbers;

/// Fields of `Food`, their units, and their columns in the file.
const NUTRIENTS: [(&str, &str, usize); 11] = [
    ("water", "G", 2),
    ("energy", "KCAL", 3),
    ("protein", "G", 4),
    ("fat", "G", 5),
    ("carbohydrate", "G", 7),
    ("fibre", "G", 8),
    ("sugars", "G", 9),
    ("calcium", "MG", 10),
    ("iron", "MG", 11),
    ("sodium", "MG", 15),
    ("saturatedFat", "G", 44),
];

/// Cells of each food; text cells stand in tildes, all is ISO 8859-1.
fn foods(bytes: &[u8]) -> Vec<Vec<String>> {
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    let cells = |line: &str| line.trim_end().split('^').map(|cell| cell.trim_matches('~').to_owned()).collect();
    text.lines().filter(|line| !line.is_empty()).map(cells).collect()
}

fn number(food: &[String], column: usize) -> Option<f64> {
    food[column].parse().ok()
}

/// The rows as `/ingest/Food` takes them. Two foods share a short description: the number tells them apart.
fn rows(foods: &[Vec<String>]) -> String {
    let row = |food: &Vec<String>| {
        let mut row = Map::from_iter([("name".to_owned(), json!(format!("{} #{}", food[1], food[0])))]);
        for (field, _, column) in NUTRIENTS {
            row.extend(number(food, column).map(|number| (field.to_owned(), json!(number))));
        }
        Json::Object(row).to_string()
    };
    foods.iter().map(row).collect::<Vec<_>>().join("\n")
}

#[test]
fn nutrients_of_the_usda_foods_have_their_known_means() {
    let Some(file) = means::shared("data/foods/ABBREV.txt", "nutrients of foods") else { return };
    let foods = foods(&fs::read(file).expect("the file can be read"));
    let server = Server::start();
    let units: Vec<String> = NUTRIENTS.iter().map(|(field, unit, _)| format!("unit.{field}={unit}")).collect();
    let path = format!("/ingest/Food?{}", units.join("&"));
    let answer =
        server.post(&path, "application/x-ndjson", rows(&foods).as_bytes()).expect("the server answers").json();
    assert_eq!((answer["accepted"].as_u64(), &answer["rejected"]), (Some(4_239), &json!([])));
    let fields = NUTRIENTS.map(|(field, ..)| format!("{field} {{ count avg sd min max quantile(q: 0.5) }}")).join(" ");
    let document = format!(
        "query ($m: FoodFilter) {{ foodsStats {{ count {fields} }} foods(where: $m) {{ totalCount }}
         best: foods(first: 1, orderBy: [{{protein: DESC}}]) {{ nodes {{ name }} }} }}"
    );
    let answer = server.data(&document, &json!({"m": {"name": {"contains": "milk"}}}));
    let stats = &answer["foodsStats"][0];
    for (field, _, column) in NUTRIENTS {
        let values: Vec<f64> = foods.iter().filter_map(|food| number(food, column)).collect();
        Numbers::of(&values).assert_answered(&stats[field], field);
    }
    // What others counted in the same file.
    assert_eq!((stats["count"].as_u64(), stats["sugars"]["count"].as_u64()), (Some(4_239), Some(4_239 - 980)));
    assert!(stats["energy"]["avg"].as_f64().is_some_and(|mean| (mean - 228.24).abs() < 0.005), "{stats}");
    assert_eq!((stats["energy"]["max"].as_f64(), stats["protein"]["max"].as_f64()), (Some(902.0), Some(84.63)));
    assert_eq!(answer["foods"]["totalCount"].as_u64(), Some(119));
    assert!(
        answer["best"]["nodes"][0]["name"]
            .as_str()
            .is_some_and(|name| name.starts_with("EGG,WHITE,DRIED,STABILIZED,GLUCOSE RED"))
    );
    whole_plates_add_up(&server, &foods);
}

/// A day on which 57 g of each of a hundred foods were eaten.
fn whole_plates_add_up(server: &Server, foods: &[Vec<String>]) {
    let eaten: Vec<&Vec<String>> = foods.iter().step_by(foods.len() / 100).take(100).collect();
    let name = |food: &Vec<String>| format!("{} #{}", food[1], food[0]);
    let row = |food: &&Vec<String>| json!({"takenAt": "2026-05-05T12:00:00Z", "kind": "FOOD", "name": food[1], "mass": 57, "food": name(food)});
    let rows: Vec<Json> = eaten.iter().map(row).collect();
    let answer = server.post_json("/ingest/Intake?unit.mass=G", &json!(rows)).json();
    assert_eq!(answer["accepted"].as_u64(), Some(100), "{answer}");
    let fields = NUTRIENTS.map(|(field, ..)| format!("{field} {{ total {{ value }} counted missing }}")).join(" ");
    let document = format!("{{ intakeDay(date: \"2026-05-05\", tz: \"UTC\") {{ records {fields} }} }}");
    let day = server.data(&document, &json!({}))["intakeDay"].take();
    for (field, _, column) in NUTRIENTS {
        let known: Vec<f64> = eaten.iter().filter_map(|food| number(food, column)).collect();
        let total = known.iter().sum::<f64>() * 0.57;
        let answered = day[field]["total"]["value"].as_f64().expect("there are such foods");
        assert!((answered - total).abs() < 1e-5, "{field} is {answered}, expected {total}");
        let counts = (day[field]["counted"].as_u64(), day[field]["missing"].as_u64());
        assert_eq!(counts, (Some(known.len() as u64), Some(100 - known.len() as u64)), "{field}");
    }
}
