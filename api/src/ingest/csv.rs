//! CSV as devices and spreadsheets write it.

use csv::{ByteRecord, Reader, ReaderBuilder, Trim};
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
    columns: Vec<Column>,
    parameters: &'a Parameters,
    record: ByteRecord,
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
        let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).trim(Trim::All).from_reader(body);
        let mut record = ByteRecord::new();
        if parameters.columns.is_none() || parameters.skip_header {
            read_record(&mut reader, &mut record).map_err(Problem::bad_request)?;
        }
        let columns = match &parameters.columns {
            Some(columns) => columns.clone(),
            None => header(&record).map_err(Problem::bad_request)?,
        };
        Ok(Self { reader, columns, parameters, record })
    }

    fn document(&self) -> Document {
        let (found, wanted) = (self.record.len(), self.columns.len());
        if found != wanted {
            return Err(bad_row(format!("the row has {found} cells, but there are {wanted} columns")));
        }
        let mut row = Map::new();
        for (column, cell) in self.columns.iter().zip(&self.record) {
            if let Column::Field(path) = column
                && !cell.is_empty()
            {
                insert(&mut row, path, Json::String(text(path, cell)?));
            }
        }
        Ok(self.parameters.fill(row))
    }
}

impl Iterator for CsvRows<'_> {
    type Item = Document;

    fn next(&mut self) -> Option<Document> {
        loop {
            match read_record(&mut self.reader, &mut self.record) {
                Ok(false) => return None,
                // A line of blanks.
                Ok(true) if self.record.len() == 1 && self.record[0].is_empty() => {}
                Ok(true) => return Some(self.document()),
                Err(message) => return Some(Err(bad_row(message))),
            }
        }
    }
}

fn read_record(reader: &mut Reader<&[u8]>, record: &mut ByteRecord) -> Result<bool, String> {
    reader.read_byte_record(record).map_err(|error| format!("the row cannot be read as CSV: {error}"))
}

fn header(record: &ByteRecord) -> Result<Vec<Column>, String> {
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
