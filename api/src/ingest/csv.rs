//! CSV as devices and spreadsheets write it.

use std::ops::Range;

use csv::{ByteRecord, Reader, ReaderBuilder};
use daybook_schema::{ErrorCode, InputError};
use serde_json::{Map, Value as Json};

use super::{
    parameters::Parameters,
    rows::{Document, bad_row},
};
use crate::http::problem::Problem;

/// Rows of a CSV file.
pub struct CsvRows<'a> {
    reader: Reader<&'a [u8]>,
    body: &'a [u8],
    columns: Vec<Column>,
    parameters: &'a Parameters,
    record: ByteRecord,
    /// Where the record stands in the body.
    line: Range<usize>,
}

/// What a column holds.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Column {
    /// Nothing that is wanted.
    Ignored,
    /// A field; further names lead into an embedded object or a key, as in `address.city`.
    Field(Vec<String>),
}

impl Column {
    /// Reads a column's name; `_` and an empty name stand for a column that is ignored.
    fn parse(name: &str) -> Self {
        match name.trim() {
            "" | "_" => Self::Ignored,
            name => Self::Field(name.split('.').map(|part| part.trim().to_owned()).collect()),
        }
    }
}

/// Reads names of columns; a name that is given twice is a mistake.
pub fn columns<'n>(names: impl Iterator<Item = &'n str>) -> Result<Vec<Column>, String> {
    let columns: Vec<Column> = names.map(Column::parse).collect();
    for (position, column) in columns.iter().enumerate() {
        if let Column::Field(path) = column
            && columns[..position].contains(column)
        {
            return Err(format!("the column `{}` is named twice", path.join(".")));
        }
    }
    Ok(columns)
}

impl<'a> CsvRows<'a> {
    /// The rows of a file, whose columns are named by its first line or by the parameters.
    pub fn read(body: &'a [u8], parameters: &'a Parameters) -> Result<Self, Problem> {
        let delimiter = parameters.delimiter.unwrap_or(b',');
        let reader = ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(body);
        let mut rows = Self { reader, body, columns: Vec::new(), parameters, record: ByteRecord::new(), line: 0..0 };
        if parameters.columns.is_none() || parameters.skip_header {
            rows.advance().map_err(Problem::bad_request)?;
        }
        rows.columns = match &parameters.columns {
            Some(columns) => columns.clone(),
            None => header(&rows.record, parameters.delimiter).map_err(Problem::bad_request)?,
        };
        Ok(rows)
    }

    /// Reads the next record; false at the end.
    fn advance(&mut self) -> Result<bool, String> {
        let start = self.reader.position().byte();
        let read = self.reader.read_byte_record(&mut self.record);
        self.line = start as usize..self.reader.position().byte() as usize;
        read.map_err(|error| format!("the row cannot be read as CSV: {error}"))
    }

    fn document(&self) -> Document {
        let (found, wanted) = (self.record.len(), self.columns.len());
        if found != wanted {
            let whole = self.record.get(0).filter(|_| found == 1);
            let hint = whole.and_then(|cell| delimiter_hint(cell, self.parameters.delimiter)).unwrap_or_default();
            return Err(bad_row(format!("the row has {found} cells, but there are {wanted} columns{hint}")));
        }
        let mut row = Map::new();
        for (column, cell) in self.columns.iter().zip(self.cells()) {
            if let Column::Field(path) = column
                && !cell.is_empty()
            {
                insert(&mut row, path, Json::String(text(path, cell)?));
            }
        }
        Ok(self.parameters.fill(row))
    }

    /// The cells of the record: blanks around them belong to them only inside quotes.
    fn cells(&self) -> impl Iterator<Item = &[u8]> {
        let line = &self.body[self.line.clone()];
        let quoted = if line.contains(&b'"') {
            outside_quotes(line, self.parameters.delimiter.unwrap_or(b','))
        } else {
            Vec::new()
        };
        self.record.iter().enumerate().map(move |(position, cell)| match quoted.get(position) {
            Some(Some(behind)) => &cell[..cell.len().saturating_sub(*behind)],
            _ => cell.trim_ascii(),
        })
    }
}

impl Iterator for CsvRows<'_> {
    type Item = Document;

    fn next(&mut self) -> Option<Document> {
        loop {
            match self.advance() {
                Ok(false) => return None,
                // A line of blanks.
                Ok(true) if self.record.len() == 1 && self.record[0].trim_ascii().is_empty() => {}
                Ok(true) => return Some(self.document()),
                Err(message) => return Some(Err(bad_row(message))),
            }
        }
    }
}

/// Of each cell in a line whether it stands in quotes, and then how many blanks follow them. The reader of CSV answers
/// what a cell holds, but not whether it was quoted.
fn outside_quotes(line: &[u8], delimiter: u8) -> Vec<Option<usize>> {
    // Blank lines before the record.
    let start = line.iter().position(|byte| !matches!(byte, b'\r' | b'\n')).unwrap_or(line.len());
    let mut rest = &line[start..];
    let mut cells = Vec::new();
    loop {
        let is_quoted = rest.first() == Some(&b'"');
        let mut inside = false;
        let end = rest.iter().position(|byte| {
            inside ^= is_quoted && *byte == b'"';
            *byte == delimiter && !inside
        });
        let cell = &rest[..end.unwrap_or(rest.len())];
        let cell = cell.strip_suffix(b"\n").unwrap_or(cell);
        let cell = cell.strip_suffix(b"\r").unwrap_or(cell);
        cells.push(is_quoted.then(|| cell.len() - cell.trim_ascii_end().len()));
        match end {
            Some(end) => rest = &rest[end + 1..],
            None => return cells,
        }
    }
}

/// What to declare where a whole line came out as one cell.
fn delimiter_hint(cell: &[u8], declared: Option<u8>) -> Option<String> {
    let other = [(b';', ";"), (b'\t', "TAB"), (b'|', "|")].into_iter().find(|(byte, _)| cell.contains(byte));
    let (_, name) = other.filter(|_| declared.is_none())?;
    Some(format!("; if another sign parts them, declare it with `delimiter={name}`"))
}

fn header(record: &ByteRecord, delimiter: Option<u8>) -> Result<Vec<Column>, String> {
    if record.len() == 1
        && let Some(hint) = delimiter_hint(&record[0], delimiter)
    {
        return Err(format!("the first line is a single column{hint}"));
    }
    let names: Vec<&str> = record
        .iter()
        .map(|cell| std::str::from_utf8(cell).map_err(|_| "the first line is no UTF-8".to_owned()))
        .collect::<Result<_, _>>()?;
    let columns = columns(names.into_iter())?;
    if columns.iter().all(|column| *column == Column::Ignored) {
        return Err("the first line names no columns; name them there or with `columns=a,b,c`".to_owned());
    }
    Ok(columns)
}

/// The text of a cell. Bytes that are no text are traces of a damaged file (a crash while the row was being written), so
/// that the rest of the row cannot be trusted either.
fn text(path: &[String], cell: &[u8]) -> Result<String, InputError> {
    let damaged = |what: &str| {
        let message = format!("the cell holds {what}: the row was damaged when it was written; write it anew");
        InputError::new(ErrorCode::InvalidValue, path.to_vec(), message)
    };
    if cell.contains(&0) {
        return Err(damaged("NUL bytes"));
    }
    String::from_utf8(cell.to_vec()).map_err(|_| damaged("bytes that are no UTF-8"))
}

fn insert(row: &mut Map<String, Json>, path: &[String], value: Json) {
    match path {
        [] => {}
        [name] => {
            row.insert(name.clone(), value);
        }
        [name, rest @ ..] => {
            let inner = row.entry(name.clone()).or_insert_with(|| Json::Object(Map::new()));
            if !inner.is_object() {
                *inner = Json::Object(Map::new());
            }
            if let Json::Object(inner) = inner {
                insert(inner, rest, value);
            }
        }
    }
}
