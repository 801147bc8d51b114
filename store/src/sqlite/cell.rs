//! Subjects as SQL: which expression gives a subject's exact value, its folded text, its order.

use daybook_schema::{
    FieldIndex, Value,
    model::{Field, ObjectIndex},
};
use rusqlite::types::Value as Cell;

use super::{
    failure::internal,
    shape::Shape,
    source::{Builder, Of, Scope},
    sql::Sql,
};
use crate::{error::Result, query::Subject, record::Seq};

/// A subject of a scope.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// What it holds.
    pub shape: Shape,
    /// Whether its order has an index.
    pub index: bool,
    /// Whether it can be missing.
    pub nullable: bool,
    from: From,
}

#[derive(Clone, Debug)]
enum From {
    /// Columns of a scope: name of the first.
    Columns(Scope, String),
    /// Inside the JSON of a column, behind a path.
    Json(String, String),
    /// One part of a composite value.
    Expression(String),
    /// The stored title of the entry with an id, as it is or as it was at a place in the change log.
    Title(String, Option<Seq>),
}

impl Builder<'_> {
    /// Where a subject is.
    pub fn place(&self, scope: &Scope, subject: &Subject) -> Result<Place> {
        let series = scope.is_series();
        let column = |name: &str, shape: Shape, nullable: bool| {
            Ok(Place { shape, index: false, nullable, from: From::Columns(scope.clone(), name.to_owned()) })
        };
        match (subject, scope.of) {
            (Subject::Id, _) => column(if series { "of" } else { "id" }, Shape::Id, false),
            (Subject::CreatedAt | Subject::UpdatedAt, _) if series => column("at", Shape::Instant, false),
            (Subject::CreatedAt, _) | (Subject::UpdatedAt, Of::Link(_)) => column("created_at", Shape::Instant, false),
            (Subject::UpdatedAt, _) => column("updated_at", Shape::Instant, false),
            (Subject::At, Of::Entry) => column("at", Shape::Instant, true),
            (Subject::At, Of::Record(record)) => match self.codec.model.record(record).at {
                Some(field) => self.field(scope, &[field]),
                None => Ok(Place {
                    shape: Shape::Instant,
                    index: false,
                    nullable: true,
                    from: From::Expression("NULL".into()),
                }),
            },
            (Subject::Title, Of::Entry) => column("title", Shape::Text, false),
            (Subject::Title, Of::Record(_)) if !series => {
                let from = From::Title(scope.id(), self.as_of);
                Ok(Place { shape: Shape::Text, index: false, nullable: true, from })
            }
            (Subject::Flagged, _) if series => column("flagged", Shape::Boolean, false),
            (Subject::Flagged, Of::Record(_)) => {
                Ok(Place { shape: Shape::Boolean, index: false, nullable: false, from: From::Expression("0".into()) })
            }
            (Subject::Field(path), _) => self.field(scope, path),
            (Subject::Amount(path), _) => {
                let money = self.field(scope, path)?;
                let from = From::Expression(money.exact());
                Ok(Place { shape: Shape::Real, index: money.index, nullable: true, from })
            }
            (Subject::Currency(path), _) => {
                let money = self.field(scope, path)?;
                Ok(Place {
                    shape: Shape::Text,
                    index: false,
                    nullable: true,
                    from: From::Expression(money.part("c", 1)),
                })
            }
            (subject, of) => Err(internal(format!("{subject:?} of {of:?}"))),
        }
    }

    fn field(&self, scope: &Scope, path: &[FieldIndex]) -> Result<Place> {
        let wrong = || internal(format!("no stored field at {path:?} of {:?}", scope.of));
        let (first, rest) = path.split_first().ok_or_else(wrong)?;
        match scope.of {
            Of::Record(record) => {
                let field = self.codec.model.record(record).field(*first);
                let column = self.codec.layout.table(record).column(*first).ok_or_else(wrong)?;
                match (rest, &column.shape) {
                    ([], shape) => Ok(Place {
                        shape: shape.clone(),
                        index: column.index,
                        nullable: !(column.required || field.required && scope.is_series()),
                        from: From::Columns(scope.clone(), column.name.clone()),
                    }),
                    (rest, Shape::Object(object)) => self.nested(&scope.column(&column.name), "$", *object, rest),
                    _ => Err(wrong()),
                }
            }
            Of::Link(Some(props)) => self.nested(&scope.column("props"), "$", props, path),
            Of::Link(None) | Of::Entry => Err(wrong()),
        }
    }

    fn nested(&self, base: &str, at: &str, object: ObjectIndex, path: &[FieldIndex]) -> Result<Place> {
        let wrong = || internal(format!("no field at {path:?} of an object"));
        let (first, rest) = path.split_first().ok_or_else(wrong)?;
        let field: &Field = self.codec.model.objects[object.0].fields.get(first.0).ok_or_else(wrong)?;
        let at = format!("{at}.\"{}\"", self.codec.layout.objects[object.0][first.0]);
        match (rest, Shape::of(field)) {
            ([], shape) => {
                let from = From::Json(base.to_owned(), at);
                Ok(Place { shape, index: false, nullable: true, from })
            }
            (rest, Shape::Object(object)) => self.nested(base, &at, object, rest),
            _ => Err(wrong()),
        }
    }
}

impl Place {
    /// The expression of the exact value.
    pub fn exact(&self) -> String {
        match &self.from {
            From::Columns(scope, name) => scope.column(name),
            From::Expression(expression) => expression.clone(),
            From::Title(..) => self.part("", 0),
            From::Json(base, path) => match &self.shape {
                Shape::Duration | Shape::Quantity | Shape::Money | Shape::Point | Shape::Json => {
                    format!("json_extract({base}, '{path}[0]')")
                }
                _ => format!("json_extract({base}, '{path}')"),
            },
        }
    }

    /// The condition that the exact value is among others. What samples measure is found by its number, which the key of
    /// their table begins with.
    pub fn among(&self, values: Sql) -> Sql {
        if let From::Columns(scope, name) = &self.from
            && let Some(numbers) = scope.measured_among(name, values.clone())
        {
            return numbers;
        }
        let exact = if self.shape == Shape::Duration { self.span() } else { self.exact() };
        Sql::new(format!("{exact} IN ")).add(values)
    }

    /// The expression of the whole stored JSON of a list, object or JSON value.
    pub fn json(&self) -> String {
        match (&self.from, &self.shape) {
            (From::Json(base, path), Shape::Json) => format!("({base} -> '{path}[0]')"),
            (From::Json(base, path), _) => format!("({base} -> '{path}')"),
            (From::Columns(..) | From::Expression(_) | From::Title(..), _) => self.exact(),
        }
    }

    /// The expression of a further part: by column suffix, or by position in nested JSON.
    pub fn part(&self, suffix: &str, position: usize) -> String {
        match &self.from {
            From::Columns(scope, name) => scope.column(&format!("{name}{suffix}")),
            From::Json(base, path) => format!("json_extract({base}, '{path}[{position}]')"),
            From::Expression(name) => name.clone(),
            From::Title(id, as_of) => title(&format!("title{suffix}"), id, *as_of),
        }
    }

    /// The expression of the folded text.
    pub fn folded(&self) -> String {
        match &self.from {
            From::Columns(..) | From::Title(..) => self.part("f", 0),
            From::Json(..) | From::Expression(_) => format!("daybook_fold({})", self.exact()),
        }
    }

    /// The expression of a duration's key: equal ones have the same.
    pub fn span(&self) -> String {
        match &self.from {
            From::Columns(..) => self.part("k", 0),
            _ => format!("daybook_span({})", self.exact()),
        }
    }

    /// The expression that order compares.
    pub fn order(&self, builder: &Builder<'_>) -> Result<Sql> {
        Ok(match (&self.shape, &self.from) {
            (Shape::Text, From::Columns(..) | From::Title(..)) => Sql::new(self.part("s", 0)),
            (Shape::Text, _) => Sql::new(format!("daybook_sort({})", self.exact())),
            (Shape::Duration, _) => Sql::new(self.span()),
            (Shape::Enum(index), _) => {
                let mut sql = Sql::new(format!("CASE {}", self.exact()));
                for (position, value) in builder.codec.model.enums[index.0].values.iter().enumerate() {
                    for name in std::iter::once(&value.name).chain(&value.former_names) {
                        sql = sql.then(" WHEN ").bind(name.clone()).then(&format!(" THEN {position}"));
                    }
                }
                sql.then(" END")
            }
            (Shape::Point | Shape::Json | Shape::Object(_) | Shape::List(_), _) => {
                return Err(internal(format!("{:?} has no order", self.shape)));
            }
            _ => Sql::new(self.exact()),
        })
    }

    /// A value in the form that order compares.
    pub fn order_cell(&self, builder: &Builder<'_>, value: &Value) -> Result<Cell> {
        match (&self.shape, value) {
            (Shape::Text, Value::Text(text)) => Ok(daybook_schema::text::sort_key(text).into()),
            (Shape::Duration, Value::Duration(span)) => Ok(span.key().to_vec().into()),
            (Shape::Enum(index), Value::Text(name)) => {
                let values = &builder.codec.model.enums[index.0].values;
                let position = values
                    .iter()
                    .position(|value| value.name == *name || value.former_names.iter().any(|former| former == name));
                Ok(position.map_or(Cell::Null, |position| Cell::Integer(position as i64)))
            }
            _ => self.exact_cell(value),
        }
    }

    /// A value in the form that equality compares: that of [`Place::exact`], of a duration its key.
    pub fn exact_cell(&self, value: &Value) -> Result<Cell> {
        match (&self.from, &self.shape, value) {
            (_, Shape::Duration, Value::Duration(span)) => Ok(span.key().to_vec().into()),
            (From::Json(..), Shape::Id, Value::Id(id)) => Ok(id.simple().to_string().into()),
            _ => self.shape.exact(value),
        }
    }

    /// Whether the text's sort key has an index that equality can use too.
    pub fn indexed_text(&self) -> Option<String> {
        match &self.from {
            From::Columns(..) if self.index && self.shape == Shape::Text => Some(self.part("s", 0)),
            _ => None,
        }
    }
}

/// A column of the title of the entry with an id.
fn title(column: &str, id: &str, as_of: Option<Seq>) -> String {
    let found = |table: &str, holds: &str| format!("(SELECT e.{column} FROM {table} AS e WHERE e.id = {id}{holds})");
    match as_of {
        None => found("entry", ""),
        Some(seq) => {
            let holds = found("entry", &format!(" AND e.seq <= {seq}"));
            let held = found("entry_history", &format!(" AND e.seq <= {seq} AND e.until > {seq}"));
            format!("coalesce({holds}, {held})")
        }
    }
}
