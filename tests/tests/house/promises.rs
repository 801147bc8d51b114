//! What the documentation must not promise, since the server does not do it.

use std::{fs, path::Path};

use daybook_tests::{Server, means};
use serde_json::json;

/// Words of a claim, in small letters, and why it is not true.
const CLAIMS: [(&str, &str); 6] = [
    ("are audited", "nobody writes down who reads what is marked as personal"),
    ("takes its figures from here", "the calculator takes the label from its argument"),
    ("percentiles need", "there are no percentiles"),
    ("one statement of the database", "statistics take two: the first finds where the data begins and ends"),
    ("as one statement", "a page, its links and its count are statements each"),
    ("fuzzy search finds", "there is no search yet"),
];

/// What users read: the API, the pages about it, the types with their translations, the words of the pages.
const READ: [&str; 6] =
    ["api/schema.graphql", "README.md", "ARCHITECTURE.md", "docs", "schema", "frontend/src/locales"];

/// Texts of these kinds are for users.
const KINDS: [&str; 4] = ["graphql", "md", "toml", "json"];

fn texts(path: &Path, found: &mut Vec<(String, String)>) {
    if path.is_dir() {
        let mut inside: Vec<_> = fs::read_dir(path).expect("a folder can be read").flatten().collect();
        inside.sort_by_key(fs::DirEntry::path);
        return inside.iter().for_each(|one| texts(&one.path(), found));
    }
    if path.extension().and_then(|kind| kind.to_str()).is_some_and(|kind| KINDS.contains(&kind)) {
        let text = fs::read_to_string(path).expect("a text can be read");
        found.push((path.display().to_string(), text));
    }
}

/// A sentence may go on in the next line.
fn on_one_line(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn nothing_is_promised_that_is_not_there() {
    let mut found = Vec::new();
    for path in READ {
        texts(&means::repository().join(path), &mut found);
    }
    assert!(found.len() > 20, "the texts are there: {}", found.len());
    let mut wrong = Vec::new();
    for (path, text) in &found {
        let text = on_one_line(text);
        let claimed = CLAIMS.iter().filter(|(claim, _)| text.contains(claim));
        wrong.extend(claimed.map(|(claim, why)| format!("{path} says `{claim}`, but {why}")));
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn fuzzy_says_that_it_is_refused_until_there_is_search_and_is() {
    let server = Server::start();
    let document = "{ __type(name: \"StringFilter\") { inputFields { name description } } }";
    let fields = server.data(document, &json!({}))["__type"]["inputFields"].clone();
    let fuzzy = fields.as_array().expect("a list").iter().find(|field| field["name"] == "fuzzy").cloned();
    let description = fuzzy.expect("the filter's field stays")["description"].as_str().unwrap_or_default().to_owned();
    assert!(description.contains("Refused until there is search"), "{description}");
    for document in [
        "{ notes(where: {text: {fuzzy: \"mlk\"}}) { totalCount } }",
        "{ notesStats(where: {heading: {fuzzy: \"mlk\"}}) { count } }",
        "mutation { noteDeleteMany(where: {text: {fuzzy: \"mlk\"}}) { changeSet } }",
    ] {
        let refused = server.graphql(document, &json!({}));
        let error = &refused["errors"][0];
        assert_eq!(error["extensions"]["code"], "BAD_INPUT", "{document}: {refused}");
        assert!(error["message"].as_str().is_some_and(|text| text.contains("not available yet")), "{refused}");
    }
}
