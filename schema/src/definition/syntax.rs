//! Text to syntax trees. What the parser would say badly, or could not survive, is found before it runs: brackets that
//! do not match, empty braces, strings without an end, foreign letters and deep nesting.

use async_graphql_parser::{Error, Pos, parse_schema, types::ServiceDocument};

use super::{Source, mistakes::Mistakes};
use crate::model::Position;

/// Brackets inside brackets; the parser recurses.
const MAX_DEPTH: usize = 64;

/// A file that could be read.
#[derive(Debug)]
pub struct Document<'a> {
    /// Where it came from.
    pub source: &'a Source,
    /// What it says.
    pub tree: ServiceDocument,
}

impl Document<'_> {
    /// The full place of a parser position.
    pub fn position(&self, pos: Pos) -> Position {
        place(self.source, pos.line, pos.column)
    }
}

/// Reads all sources; one that only holds comments is empty.
pub fn parse<'a>(sources: &'a [Source], mistakes: &mut Mistakes) -> Vec<Document<'a>> {
    sources.iter().filter_map(|source| parse_one(source, mistakes)).collect()
}

fn parse_one<'a>(source: &'a Source, mistakes: &mut Mistakes) -> Option<Document<'a>> {
    let mut scan = Scan::new(source);
    scan.run();
    if !scan.found.is_empty() {
        for (position, message, hint) in scan.found {
            mistakes.add(&position, message, hint);
        }
        return None;
    }
    if scan.blank {
        return Some(Document { source, tree: ServiceDocument { definitions: Vec::new() } });
    }
    match parse_schema(&source.text) {
        Ok(tree) => Some(Document { source, tree }),
        Err(error) => {
            let pos = error.positions().next().unwrap_or(Pos { line: 1, column: 1 });
            let (message, hint) = explain(&error, line_of(&source.text, pos));
            mistakes.add(&place(source, pos.line, pos.column), message, hint);
            None
        }
    }
}

fn place(source: &Source, line: usize, column: usize) -> Position {
    Position { file: source.file.clone(), line, column }
}

fn line_of(text: &str, pos: Pos) -> &str {
    text.lines().nth(pos.line.saturating_sub(1)).unwrap_or_default()
}

/// The parser's complaint in words, without its drawing and the names of its rules.
fn explain(error: &Error, line: &str) -> (String, String) {
    let Error::Syntax { message, start, .. } = error else {
        return (error.to_string(), "definition files hold `type` and `enum` definitions".to_owned());
    };
    let rest: String = line.chars().skip(start.column.saturating_sub(1)).collect();
    let rest = rest.trim_start();
    let found = match rest.split_whitespace().next() {
        None => "the end of the line".to_owned(),
        Some(word) => format!("`{}`", word.chars().take(24).collect::<String>()),
    };
    if rest.starts_with('[') || rest.starts_with('!') || rest.starts_with(']') {
        return (
            format!("the syntax is wrong at {found}"),
            "a type is written without spaces, such as `[String!]!`".to_owned(),
        );
    }
    let expected = message.rsplit("= expected ").next().filter(|expected| *expected != message).map(words);
    match expected {
        Some(expected) if !expected.is_empty() => {
            (format!("the syntax is wrong at {found}"), format!("expected {}", expected.join(" or ")))
        }
        _ => (
            format!("the syntax is wrong at {found}"),
            "a field is written `name: Type @directive(argument: value)`".to_owned(),
        ),
    }
}

/// The names of the parser's rules as people call them.
fn words(rules: &str) -> Vec<&'static str> {
    const NAMES: &[(&str, &str)] = &[
        ("type_system_definition", "a definition such as `type` or `enum`"),
        ("type_definition", "a definition such as `type` or `enum`"),
        ("object_type", "a definition such as `type` or `enum`"),
        ("EOI", "the end of the file"),
        ("name", "a name"),
        ("name_start", "a name"),
        ("type_", "a type such as `String!`"),
        ("field_definition", "a field such as `name: String!`"),
        ("enum_value_definition", "a value such as `GOOD`"),
        ("enum_value", "a value such as `GOOD`"),
        ("fields_definition", "fields in braces"),
        ("enum_values", "values in braces"),
        ("const_directives", "a directive such as `@index`"),
        ("const_directive", "a directive such as `@index`"),
        ("const_arguments", "arguments in parentheses"),
        ("const_argument", "an argument such as `min: 0`"),
        ("const_value", "a value"),
        ("number", "a number"),
        ("string", "a text in quotes"),
    ];
    let mut words = Vec::new();
    for rule in rules.trim().split([',', ' ']) {
        let word = NAMES.iter().find(|(name, _)| *name == rule).map(|(_, word)| *word);
        words.extend(word.filter(|word| !words.contains(word)));
    }
    words
}

/// Walks over a text once, knowing only strings, comments and brackets.
struct Scan<'a> {
    source: &'a Source,
    rest: &'a str,
    line: usize,
    column: usize,
    open: Vec<(char, usize, usize)>,
    /// The last thing seen was an opening bracket.
    just_opened: bool,
    blank: bool,
    found: Vec<(Position, String, &'static str)>,
}

impl<'a> Scan<'a> {
    fn new(source: &'a Source) -> Self {
        let rest = source.text.as_str();
        Self { source, rest, line: 1, column: 1, open: Vec::new(), just_opened: false, blank: true, found: Vec::new() }
    }

    fn run(&mut self) {
        while let Some(character) = self.rest.chars().next() {
            if self.found.len() >= 20 || self.open.len() > MAX_DEPTH {
                break;
            }
            match character {
                '#' => self.skip(self.rest.find(['\n', '\r']).unwrap_or(self.rest.len())),
                '"' => self.string(),
                '{' | '[' | '(' => self.open(character),
                '}' | ']' | ')' => self.close(character),
                _ => {
                    if !character.is_whitespace() && !matches!(character, ',' | '\u{feff}') {
                        self.blank = false;
                        self.just_opened = false;
                    }
                    if !character.is_ascii() && character != '\u{feff}' {
                        let message = format!("`{character}` cannot stand here");
                        let hint =
                            "names are made of the letters A to Z, digits and underscores; other text goes in quotes";
                        self.note(self.line, self.column, message, hint);
                    }
                    self.skip(character.len_utf8());
                }
            }
        }
        if self.found.is_empty() {
            for (bracket, line, column) in std::mem::take(&mut self.open) {
                let message = format!("`{bracket}` is never closed");
                self.note(line, column, message, "add the closing bracket where the definition ends");
            }
        }
    }

    fn open(&mut self, bracket: char) {
        self.open.push((bracket, self.line, self.column));
        if self.open.len() > MAX_DEPTH {
            self.note(self.line, self.column, "brackets are nested too deeply".to_owned(), "64 levels are allowed");
        }
        self.blank = false;
        self.just_opened = true;
        self.skip(1);
    }

    fn close(&mut self, bracket: char) {
        let opening = match bracket {
            '}' => '{',
            ']' => '[',
            _ => '(',
        };
        match self.open.pop() {
            Some((open, line, column)) if open == opening => {
                if self.just_opened && open == '{' {
                    let hint = "name at least one field (`name: String!`) or value (`GOOD`)";
                    self.note(line, column, "the braces are empty".to_owned(), hint);
                }
                if self.just_opened && open == '(' {
                    let hint = "leave the parentheses out, or name an argument";
                    self.note(line, column, "the parentheses are empty".to_owned(), hint);
                }
            }
            Some((open, line, column)) => {
                let message = format!("`{bracket}` does not close the `{open}` of line {line}, column {column}");
                self.note(self.line, self.column, message, "close brackets in the order they were opened");
            }
            None => {
                let message = format!("`{bracket}` closes nothing");
                self.note(self.line, self.column, message, "remove it, or open the bracket it belongs to");
            }
        }
        self.just_opened = false;
        self.skip(1);
    }

    fn string(&mut self) {
        let (line, column) = (self.line, self.column);
        self.blank = false;
        self.just_opened = false;
        let length = if self.rest.starts_with("\"\"\"") { block_length(self.rest) } else { string_length(self.rest) };
        if length.is_none() {
            let hint = "close it with the same quotes; a text of several lines stands between `\"\"\"`";
            self.note(line, column, "the text is never closed".to_owned(), hint);
        }
        self.skip(length.unwrap_or(self.rest.len()));
    }

    fn skip(&mut self, bytes: usize) {
        let (skipped, rest) = self.rest.split_at(bytes);
        for character in skipped.chars() {
            if character == '\n' {
                self.line += 1;
                self.column = 1;
            } else if character == '\r' {
                self.column = 1;
            } else {
                self.column += 1;
            }
        }
        self.rest = rest;
    }

    fn note(&mut self, line: usize, column: usize, message: String, hint: &'static str) {
        self.found.push((place(self.source, line, column), message, hint));
    }
}

/// Bytes of a text in single quotes, both quotes included.
fn string_length(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (offset, character) in text.char_indices().skip(1) {
        match character {
            '\n' | '\r' => return None,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(offset + 1),
            _ => {}
        }
    }
    None
}

/// Bytes of a text in triple quotes, the quotes included.
fn block_length(text: &str) -> Option<usize> {
    let mut offset = 3;
    loop {
        let end = offset + text[offset..].find("\"\"\"")?;
        if !text[..end].ends_with('\\') {
            return Some(end + 3);
        }
        offset = end + 3;
    }
}
