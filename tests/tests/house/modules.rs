//! Modules know each other in one direction: in each crate they stand in an order, and each imports only those before it.
//!
//! What a module imports is read from the paths in its text that begin with `crate` or `super`, in `use` and elsewhere.
//! A name that the crate's root exports counts as the module that it comes from. Tests may import what they like.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use daybook_tests::means;

use crate::sources::{is_test, sources};

/// The modules of each crate, lowest first.
const ORDERS: [(&str, &[&str]); 6] =
    [("schema", SCHEMA), ("store", STORE), ("auth", AUTH), ("domains", DOMAINS), ("graphql", GRAPHQL), ("api", API)];

const SCHEMA: &[&str] = &[
    "exact",
    "json",
    "suggest",
    "text",
    "problem",
    "unit",
    "time",
    "value",
    "model",
    "input",
    "definition",
    "evolution",
    "translation",
];

const STORE: &[&str] = &[
    "fault",
    "error",
    "title",
    "record",
    "id",
    "query",
    "evaluate",
    "backend",
    "check",
    "graph",
    "adjacency",
    "impact",
    "write",
    "store",
    "maintenance",
    "sqlite",
    "testsuite",
];

const AUTH: &[&str] = &["name", "password", "opaque", "access", "refresh", "lockout", "totp", "accounts"];

const DOMAINS: &[&str] =
    &["mistakes", "tally", "quantity", "calendar", "records", "function", "demo", "baby", "clinic", "food", "sensors"];

const GRAPHQL: &[&str] = &[
    // Of requests and answers.
    "error",
    "body",
    "request",
    "retention",
    "json",
    // The API, and what documents must keep to.
    "surface",
    "schema",
    "selection",
    "coerce",
    "document",
    "limits",
    "arguments",
    "pager",
    // From a selection to its answer.
    "plan",
    "read",
    "shape",
    "entries",
    "series",
    "connections",
    "links",
    "changes",
    "sample_changes",
    "metadata",
    "functions",
    "samples",
    "payload",
    "introspection",
    "validate",
    "query",
    "mutate",
    "explain",
    "document_cache",
    "live",
    // What is served, and how it changes.
    "type_plans",
    "app",
    "titles",
    "types",
    "demo",
    "execute",
];

const API: &[&str] = &[
    "config",
    "logging",
    "definitions",
    "maintenance",
    "compose",
    "http",
    "ingest",
    "command",
    "router",
    "control",
    "cli",
];

#[test]
fn modules_import_only_those_before_them() {
    let mut wrong = Vec::new();
    for (name, order) in ORDERS {
        let root = means::repository().join(name).join("src");
        let files: Vec<_> = sources(&format!("{name}/src"));
        let modules = files.iter().map(|file| module_path(file.strip_prefix(&root).expect("it lies there")));
        let modules: Vec<_> = files.iter().zip(modules).collect();
        let mut exports = exports(&read(&root.join("lib.rs")));
        exports.extend(modules.iter().flat_map(|(file, module)| macros(&read(file), module)));
        for (file, path) in modules {
            if path.is_empty() || is_test(file) {
                continue;
            }
            let found = wrong_imports(order, &exports, &path, &read(file));
            wrong.extend(found.into_iter().map(|what| format!("{}: {what}", file.display())));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_module_has_its_place_and_every_place_a_module() {
    for (name, order) in ORDERS {
        let root = means::repository().join(name).join("src");
        let declared = declared_modules(&read(&root.join("lib.rs")));
        let ordered: BTreeSet<String> = order.iter().map(|module| (*module).to_owned()).collect();
        assert_eq!(declared, ordered, "{name}");
        assert_eq!(ordered.len(), order.len(), "{name} has a module twice");
    }
}

#[test]
fn an_import_that_points_up_is_told_however_it_is_written() {
    let order = ["error", "plan", "read"];
    let exports = BTreeMap::from([("Reader".to_owned(), "read".to_owned())]);
    let wrong = |module: &[&str], text: &str| {
        let module: Vec<_> = module.iter().map(|part| (*part).to_owned()).collect();
        wrong_imports(&order, &exports, &module, text)
    };
    let told = ["`plan` imports `read`, which stands after it"];
    for text in [
        "use crate::read::Reader;",
        "use crate::{\n    error::Code,\n    read::{self, Below},\n};",
        "pub use crate::read;",
        "use super::read::Reader;",
        "fn f() { crate::read::all() }",
        "fn f(reader: &mut crate::Reader<'_>) {}",
        "use crate::Reader;",
        "#[cfg(unix)]\nuse crate::read::Reader;",
        "#[cfg(test)]\nmod tests;\nuse crate::read::Reader;",
    ] {
        assert_eq!(wrong(&["plan"], text), told, "{text}");
    }
    assert_eq!(wrong(&["plan", "value"], "use super::super::read::Reader;"), told);
    assert_eq!(wrong(&["plan"], "use crate::lost::Thing;"), ["`plan` imports `lost`, which has no place"]);
    for text in [
        "use crate::error::Code;",
        "use self::read::Reader;\nuse crate::plan::read;",
        "// use crate::read::Reader;\n/* crate::read */\nconst TEXT: &str = \"crate::read\";",
        "#[cfg(test)]\nmod tests {\n    use crate::read::Reader;\n    fn f() { {} }\n}",
        "#[cfg(test)]\nuse crate::read::Reader;",
        "pub(crate) fn read() {}\npub(super) fn f() {}",
        "use daybook_store::read::Reader;",
    ] {
        assert_eq!(wrong(&["plan"], text), Vec::<String>::new(), "{text}");
    }
    assert_eq!(wrong(&["plan", "value"], "use super::read::Reader;"), Vec::<String>::new());
}

/// What a module imports against the order, one sentence each.
fn wrong_imports(order: &[&str], exports: &BTreeMap<String, String>, module: &[String], text: &str) -> Vec<String> {
    let place = |name: &str| order.iter().position(|known| *known == name);
    let own = &module[0];
    let mut told = BTreeSet::new();
    for path in paths(&code(text), module) {
        let Some(first) = path.first().filter(|first| *first != own) else { continue };
        let target = exports.get(first).unwrap_or(first);
        match (place(own), place(target)) {
            (Some(own), Some(other)) if other <= own => {}
            (Some(_), Some(_)) => {
                told.insert(format!("`{own}` imports `{target}`, which stands after it"));
            }
            _ => {
                told.insert(format!("`{own}` imports `{target}`, which has no place"));
            }
        }
    }
    told.into_iter().collect()
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).expect("sources are text")
}

/// The module of a file below `src`, from the root on; of the root nothing.
fn module_path(file: &Path) -> Vec<String> {
    let parts = file.with_extension("");
    let mut parts: Vec<String> = parts.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if parts.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
        parts.pop();
    }
    parts
}

/// Modules that a root declares, tests left out.
fn declared_modules(root: &str) -> BTreeSet<String> {
    let code = code(root);
    let lines = code.lines().map(|line| line.trim().trim_start_matches("pub ").trim_start_matches("pub(crate) "));
    lines.filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';').map(str::to_owned)).collect()
}

/// Names that a root exports, each with the module that it comes from.
fn exports(root: &str) -> BTreeMap<String, String> {
    let code = code(root);
    let mut found = BTreeMap::new();
    for (start, _) in code.match_indices("pub use ") {
        let mut paths = Vec::new();
        path_tree(&code[start + "pub use ".len()..], Vec::new(), &mut paths);
        for path in paths {
            let path: Vec<_> = path.into_iter().filter(|part| part != "self" && part != "crate").collect();
            if let [module, .., name] = path.as_slice() {
                found.insert(name.clone(), module.clone());
            }
        }
    }
    found
}

/// Macros that a module exports, which stand at the crate's root.
fn macros(text: &str, module: &[String]) -> Vec<(String, String)> {
    let Some(module) = module.first().filter(|_| text.contains("#[macro_export]")) else { return Vec::new() };
    let names = text.split("macro_rules! ").skip(1).filter_map(|rest| rest.split_whitespace().next());
    names.map(|name| (name.to_owned(), module.clone())).collect()
}

/// All paths of a module's code that begin with `crate` or `super`, from the crate's root on.
fn paths(code: &str, module: &[String]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for word in ["crate", "super"] {
        for (start, _) in code.match_indices(word) {
            let is_inside = code[..start].ends_with(|before: char| before.is_alphanumeric() || "_:".contains(before));
            if is_inside || !code[start + word.len()..].starts_with("::") {
                continue;
            }
            let mut written = Vec::new();
            path_tree(&code[start..], Vec::new(), &mut written);
            found.extend(written.iter().filter_map(|path| from_root(path, module)));
        }
    }
    found
}

/// A written path from the crate's root on; `None` where an inner module's `super` leads to the module itself.
fn from_root(path: &[String], module: &[String]) -> Option<Vec<String>> {
    if path[0] == "crate" {
        return Some(path[1..].to_vec());
    }
    let up = path.iter().take_while(|part| *part == "super").count();
    let parent = module.len().checked_sub(up)?;
    Some(module[..parent].iter().chain(&path[up..]).cloned().collect())
}

/// The paths of a tree such as `a::{b, c::{d, e}}` at the beginning of a text; gives what comes behind it.
fn path_tree<'t>(text: &'t str, prefix: Vec<String>, found: &mut Vec<Vec<String>>) -> &'t str {
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        loop {
            rest = rest.trim_start().trim_start_matches(',').trim_start();
            if let Some(behind) = rest.strip_prefix('}') {
                return behind;
            }
            let before = rest.len();
            rest = path_tree(rest, prefix.clone(), found);
            if let Some(alias) = rest.trim_start().strip_prefix("as ") {
                rest = alias.trim_start().trim_start_matches(|letter: char| letter.is_alphanumeric() || letter == '_');
            }
            if rest.len() == before {
                return rest;
            }
        }
    }
    let end = text.find(|letter: char| !(letter.is_alphanumeric() || letter == '_')).unwrap_or(text.len());
    if end == 0 {
        // `*`, or the end of a path that goes on in another way, such as `::<`.
        found.push(prefix);
        return text.strip_prefix('*').unwrap_or(text);
    }
    let path: Vec<_> = prefix.into_iter().chain([text[..end].to_owned()]).collect();
    match text[end..].strip_prefix("::") {
        Some(rest) => path_tree(rest, path, found),
        None => {
            found.push(path);
            &text[end..]
        }
    }
}

/// A text without its comments, the content of its strings, and what only tests use.
fn code(text: &str) -> String {
    without_tests(&plain(text))
}

fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = rest.find('\n').map_or("", |end| &rest[end..]);
        } else if rest.starts_with("/*") {
            rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
        } else if let Some(raw) = raw_string(rest) {
            rest = &rest[raw..];
        } else if letter == '"' {
            rest = &rest[string(rest)..];
        } else if let Some(quoted) = character(rest) {
            rest = &rest[quoted..];
        } else {
            plain.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    plain
}

/// The length of the string at the beginning of a text.
fn string(text: &str) -> usize {
    let mut escaped = false;
    for (place, letter) in text.char_indices().skip(1) {
        match letter {
            '"' if !escaped => return place + 1,
            _ => escaped = letter == '\\' && !escaped,
        }
    }
    text.len()
}

/// The length of the raw string at the beginning of a text, if there is one.
fn raw_string(text: &str) -> Option<usize> {
    let behind = text.strip_prefix('r')?;
    let marks = behind.len() - behind.trim_start_matches('#').len();
    behind[marks..].strip_prefix('"')?;
    let start = 1 + marks + 1;
    let end = format!("\"{}", "#".repeat(marks));
    Some(text[start..].find(&end).map_or(text.len(), |place| start + place + end.len()))
}

/// The length of the character in quotes at the beginning of a text, if there is one and it is no lifetime.
fn character(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('\'')?;
    let first = inner.chars().next()?;
    let length = if first == '\\' { inner[2..].find('\'')? + 2 } else { first.len_utf8() };
    inner[length..].starts_with('\'').then_some(length + 2)
}

/// Leaves out each item behind `#[cfg(test)]`.
fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut kept = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(start) = rest.find(MARK) {
        kept.push_str(&rest[..start]);
        rest = &rest[start + MARK.len()..];
        rest = &rest[item(rest)..];
    }
    kept + rest
}

/// The length of the item at the beginning of a text: up to its semicolon, or to the brace that closes it.
fn item(text: &str) -> usize {
    let mut depth = 0;
    for (place, letter) in text.char_indices() {
        match letter {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 && matches!(letter, ';' | '}') {
            return place + 1;
        }
    }
    text.len()
}
