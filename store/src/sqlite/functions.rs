//! Functions that SQL lacks.

use daybook_schema::{json, text, time::Span, value::Point};
use rusqlite::{Connection, functions::FunctionFlags, types::ValueRef};
use serde_json::Value as Json;

use super::spans;

type Compare = fn(&str, &str) -> bool;

/// Makes them known to a connection.
pub(super) fn register(connection: &Connection) -> rusqlite::Result<()> {
    super::summary::register(connection)?;
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    let compare: [(&str, Compare); 4] = [
        ("daybook_contains", |text, part| text.contains(part)),
        ("daybook_starts", |text, part| text.starts_with(part)),
        ("daybook_ends", |text, part| text.ends_with(part)),
        ("daybook_like", text::like),
    ];
    for (name, compare) in compare {
        connection.create_scalar_function(name, 2, flags, move |context| {
            Ok(match (context.get_raw(0), context.get_raw(1)) {
                (ValueRef::Text(text), ValueRef::Text(part)) => compare(utf8(text)?, utf8(part)?),
                _ => false,
            })
        })?;
    }
    connection.create_scalar_function("daybook_fold", 1, flags, |context| {
        Ok(context.get::<Option<String>>(0)?.map(|text| text::fold(&text)))
    })?;
    connection.create_scalar_function("daybook_sort", 1, flags, |context| {
        Ok(context.get::<Option<String>>(0)?.map(|text| text::sort_key(&text)))
    })?;
    connection.create_scalar_function("daybook_span", 1, flags, |context| {
        let text = context.get::<Option<String>>(0)?;
        Ok(text.and_then(|text| text.parse::<Span>().ok()).map(|span| span.key().to_vec()))
    })?;
    connection.create_scalar_function("daybook_spans", 2, flags, |context| {
        let Some(stored) = context.get::<Option<String>>(0)? else { return Ok(None) };
        let parse = |text: &str| {
            serde_json::from_str::<Json>(text).map_err(|error| rusqlite::Error::UserFunctionError(Box::new(error)))
        };
        let mut stored = parse(&stored)?;
        spans::bring_together(&mut stored, &parse(&context.get::<String>(1)?)?);
        Ok(Some(stored.to_string()))
    })?;
    connection.create_scalar_function("daybook_same", 2, flags, |context| {
        let parse = |position| -> rusqlite::Result<Option<serde_json::Value>> {
            let text = context.get::<Option<String>>(position)?;
            text.map(|text| serde_json::from_str(&text))
                .transpose()
                .map_err(|error| rusqlite::Error::UserFunctionError(Box::new(error)))
        };
        Ok(parse(0)?.is_some_and(|one| matches!(parse(1), Ok(Some(other)) if json::is_equal(&one, &other))))
    })?;
    connection.create_scalar_function("daybook_near", 5, flags, |context| {
        let (Some(lat), Some(lon)) = (context.get::<Option<f64>>(0)?, context.get::<Option<f64>>(1)?) else {
            return Ok(false);
        };
        let center = Point { lat: context.get(2)?, lon: context.get(3)? };
        Ok(crate::evaluate::distance(center, Point { lat, lon }) <= context.get::<f64>(4)?)
    })?;
    connection.create_scalar_function("daybook_within", 3, flags, |context| {
        let (Some(lat), Some(lon)) = (context.get::<Option<f64>>(0)?, context.get::<Option<f64>>(1)?) else {
            return Ok(false);
        };
        let ValueRef::Blob(corners) = context.get_raw(2) else { return Ok(false) };
        Ok(crate::evaluate::is_within(Point { lat, lon }, &corners_of(corners)))
    })
}

/// A polygon as the functions take it: latitude and longitude of every corner, eight bytes each.
pub(super) fn polygon(corners: &[Point]) -> Vec<u8> {
    corners.iter().flat_map(|corner| [corner.lat, corner.lon]).flat_map(f64::to_le_bytes).collect()
}

fn corners_of(bytes: &[u8]) -> Vec<Point> {
    let numbers: Vec<f64> = bytes.as_chunks::<8>().0.iter().map(|bytes| f64::from_le_bytes(*bytes)).collect();
    numbers.as_chunks::<2>().0.iter().map(|[lat, lon]| Point { lat: *lat, lon: *lon }).collect()
}

fn utf8(bytes: &[u8]) -> rusqlite::Result<&str> {
    std::str::from_utf8(bytes).map_err(|error| rusqlite::Error::UserFunctionError(Box::new(error)))
}
