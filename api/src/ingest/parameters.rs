//! What the address of an ingest request declares about its rows.

use daybook_schema::{
    ErrorCode, FieldIndex, InputError, Model, RecordType, TypeIndex, input::IngestOptions, model::Scalar, suggest,
    time::Epoch, unit::Unit,
};
use daybook_store::write::{MAX_WRITES, SampleConflict};
use jiff::tz::TimeZone;
use serde_json::{Map, Value as Json};

use super::csv::{self, Column};
use crate::http::problem::Problem;

/// Samples in one transaction.
const SAMPLES: usize = 2_000;

const KNOWN: &str = "`unit.{field}`, `time.{field}`, `set.{field}`, `tz`, `decimal`, `null`, `create`, `mode`, \
    `onConflict` and `reason`, and for CSV `columns`, `header` and `delimiter`";

/// The declarations of one request.
#[derive(Clone, Debug, Default)]
pub struct Parameters {
    /// Units, zone and links to make, for coercion.
    pub options: IngestOptions,
    /// `columns`: what the columns of a CSV file hold.
    pub columns: Option<Vec<Column>>,
    /// `header=skip`: the first line of a CSV file is no row, though `columns` names the columns.
    pub skip_header: bool,
    /// `delimiter`: what parts the cells of a CSV file; left out, a comma.
    pub delimiter: Option<u8>,
    /// `onConflict`: what to do with a sample that is there already with other values.
    pub on_conflict: SampleConflict,
    /// `mode=UPSERT`: a row whose natural key is there already changes that entry.
    pub upsert: bool,
    /// `reason`: why, as the history keeps it.
    pub reason: Option<String>,
    /// `set.{field}`: values for rows that have none of their own, under any name of the field.
    fill: Vec<(FieldIndex, Vec<String>, String)>,
}

impl Parameters {
    /// Reads the query string, or says everything that is wrong with it.
    pub fn parse(query: &str, model: &Model, record: TypeIndex) -> Result<Self, Problem> {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query)
            .map_err(|error| Problem::bad_request(format!("the parameters cannot be read: {error}")))?;
        let mut parameters = Self::default();
        let mut errors = Vec::new();
        for (position, (name, value)) in pairs.iter().enumerate() {
            let repeated = pairs[..position].iter().any(|(earlier, _)| earlier == name);
            let outcome = if repeated {
                Err("the parameter is given twice; give it once".to_owned())
            } else {
                parameters.take(model.record(record), name, value)
            };
            if let Err(message) = outcome {
                errors.push(InputError::new(ErrorCode::InvalidValue, vec![name.clone()], message));
            }
        }
        if errors.is_empty() && parameters.skip_header && parameters.columns.is_none() {
            let message = "`header=skip` needs `columns`, which names the columns instead of the first line";
            errors.push(InputError::new(ErrorCode::InvalidValue, vec!["header".to_owned()], message));
        }
        match errors.first() {
            None => Ok(parameters),
            Some(first) => {
                let detail = format!("`{}`: {}", first.path.join("."), first.message);
                Err(Problem::bad_request(detail).with_errors(errors))
            }
        }
    }

    /// Rows that are written at once: samples so many that others get their turn in between, entries as many as surely
    /// fit into one change set.
    pub fn rows_in_a_chunk(&self, record: &RecordType) -> usize {
        if record.is_series() { SAMPLES } else { MAX_WRITES / (1 + self.options.create.len()) }
    }

    /// A row without words that mean a missing value, and with the declared values where it has none of its own.
    pub fn fill(&self, mut row: Map<String, Json>) -> Map<String, Json> {
        let nulls = &self.options.nulls;
        if !nulls.is_empty() {
            let is_null = |json: &Json| json.as_str().is_some_and(|text| nulls.iter().any(|null| null == text.trim()));
            row.retain(|_, json| !is_null(json));
        }
        for (_, names, value) in &self.fill {
            if names.iter().all(|name| row.get(name).is_none_or(Json::is_null)) {
                row.retain(|name, _| !names.contains(name));
                row.insert(names[0].clone(), Json::String(value.clone()));
            }
        }
        row
    }

    fn take(&mut self, record: &RecordType, name: &str, value: &str) -> Result<(), String> {
        match (name, name.split_once('.')) {
            (_, Some(("unit", field))) => {
                let (index, unit) = declared_unit(record, field, value)?;
                once(record, index, self.options.units.iter().map(|(known, _)| *known))?;
                self.options.units.push((index, unit));
            }
            (_, Some(("time", field))) => {
                let (index, epoch) = epoch(record, field, value)?;
                once(record, index, self.options.epochs.iter().map(|(known, _)| *known))?;
                self.options.epochs.push((index, epoch));
            }
            (_, Some(("set", field))) => {
                let index = find(record, field)?;
                once(record, index, self.fill.iter().map(|(known, ..)| *known))?;
                let declared = record.field(index);
                let names = std::iter::once(&declared.name).chain(&declared.former_names).cloned().collect();
                self.fill.push((index, names, value.to_owned()));
            }
            ("columns", _) => self.columns = Some(csv::columns(value.split(','))?),
            ("header", _) => {
                choice(value, &["skip"])?;
                self.skip_header = true;
            }
            ("delimiter", _) => self.delimiter = Some(delimiter(value)?),
            ("decimal", _) => {
                choice(value, &[",", "."])?;
                self.options.decimal_comma = value == ",";
            }
            ("null", _) => self.options.nulls = value.split(',').map(|word| word.trim().to_owned()).collect(),
            ("tz", _) => self.options.zone = Some(zone(value)?),
            ("create", _) => {
                let fields: Result<_, _> = value.split(',').map(|field| link(record, field.trim())).collect();
                self.options.create = fields?;
            }
            ("onConflict", _) => self.on_conflict = on_conflict(record, value)?,
            ("mode", _) => self.upsert = upsert(record, value)?,
            ("reason", _) if value.trim().is_empty() => return Err("say why, or leave it out".to_owned()),
            ("reason", _) => self.reason = Some(value.to_owned()),
            _ => return Err(format!("there is no such parameter; there are {KNOWN}")),
        }
        Ok(())
    }
}

/// One of a few values.
fn choice(value: &str, known: &[&str]) -> Result<(), String> {
    if known.contains(&value) {
        return Ok(());
    }
    let known: Vec<String> = known.iter().map(|known| format!("`{known}`")).collect();
    Err(format!("`{value}` is not known; give {}", known.join(" or ")))
}

fn delimiter(value: &str) -> Result<u8, String> {
    match (value, value.as_bytes()) {
        ("TAB", _) => Ok(b'\t'),
        (_, [byte @ (b'\t' | b' ' | b'!'..=b'~')]) if !byte.is_ascii_alphanumeric() && *byte != b'"' => Ok(*byte),
        _ => Err(format!("`{value}` cannot part cells; give one sign such as `;` or `|`, or `TAB`")),
    }
}

fn on_conflict(record: &RecordType, value: &str) -> Result<SampleConflict, String> {
    if !record.is_series() {
        return Err(format!("{} is no series; entries with a natural key take `mode=UPSERT`", record.name));
    }
    let known = SampleConflict::ALL.into_iter().find(|known| known.name() == value);
    let names = SampleConflict::ALL.map(SampleConflict::name);
    known.ok_or_else(|| choice(value, &names).err().unwrap_or_default())
}

fn upsert(record: &RecordType, value: &str) -> Result<bool, String> {
    choice(value, &["CREATE", "UPSERT"])?;
    if record.is_series() {
        return Err(format!("{} is a series; its samples take `onConflict`", record.name));
    }
    if value == "UPSERT" && record.keys.is_empty() {
        return Err(format!("{} has no natural key by which a row could find its entry", record.name));
    }
    Ok(value == "UPSERT")
}

fn epoch(record: &RecordType, name: &str, value: &str) -> Result<(FieldIndex, Epoch), String> {
    let index = find(record, name)?;
    if record.field(index).scalar() != Some(Scalar::DateTime) {
        return Err(format!("{}.{name} is no DateTime", record.name));
    }
    let known = Epoch::ALL.into_iter().find(|known| known.name() == value);
    let epoch = known.ok_or_else(|| choice(value, &Epoch::ALL.map(Epoch::name)).err().unwrap_or_default())?;
    Ok((index, epoch))
}

fn find(record: &RecordType, name: &str) -> Result<FieldIndex, String> {
    record.find(name).ok_or_else(|| {
        let names = record.fields.iter().map(|field| field.name.as_str());
        format!("{} has no field `{name}`{}", record.name, suggest::hint(name, names))
    })
}

/// Refuses what was declared already under another name of the field.
fn once(record: &RecordType, index: FieldIndex, mut declared: impl Iterator<Item = FieldIndex>) -> Result<(), String> {
    let name = &record.field(index).name;
    let twice = declared.any(|known| known == index);
    if twice { Err(format!("`{name}` is declared under two of its names; give `{name}` alone")) } else { Ok(()) }
}

fn declared_unit(record: &RecordType, name: &str, text: &str) -> Result<(FieldIndex, Unit), String> {
    let index = find(record, name)?;
    let field = record.field(index);
    let rule = match &field.unit {
        Some(rule) if field.scalar() == Some(Scalar::Quantity) => rule,
        _ => return Err(format!("{}.{name} has no unit: it is no Quantity", record.name)),
    };
    let canonical = rule.canonical;
    let unit = Unit::parse(text)
        .ok_or_else(|| format!("`{text}` is no unit; {}.{name} is kept in {}", record.name, canonical.name()))?;
    let (given, wanted) = (unit.dimension(), canonical.dimension());
    if given == wanted {
        return Ok((index, unit));
    }
    let (given, wanted, example) = (given.name(), wanted.name(), canonical.name());
    Err(format!("`{text}` measures {given}, but {}.{name} is {wanted}; use a unit such as {example}", record.name))
}

fn link(record: &RecordType, name: &str) -> Result<FieldIndex, String> {
    let index = find(record, name)?;
    let is_link = record.field(index).link().is_some();
    is_link.then_some(index).ok_or_else(|| format!("{}.{name} is no link: there is nothing to make", record.name))
}

fn zone(name: &str) -> Result<TimeZone, String> {
    let unknown = |_| format!("there is no time zone `{name}`; use a name such as `Europe/Berlin` or `UTC`");
    TimeZone::get(name).map_err(unknown)
}
