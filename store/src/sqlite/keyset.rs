//! Order, and pages that start behind a position.

use rusqlite::{Row, types::Value as Cell, types::ValueRef};

use super::{
    failure::failure,
    shape::Shape,
    source::{Builder, Of, Scope},
    sql::Sql,
};
use crate::{
    error::{Error, ErrorKind, Result},
    query::{Key, OrderKey, Position, Subject, Window},
};

/// An order over a scope, the id last.
pub(super) struct Keyset {
    keys: Vec<SortKey>,
    id: String,
    /// Joins that lead to keys behind to-one links.
    pub joins: Sql,
}

struct SortKey {
    expression: Sql,
    shape: Shape,
    descending: bool,
    nulls_first: bool,
    nullable: bool,
}

/// The order that a list really has: a series is in order of time before anything ties.
pub(super) fn complete(order: &[OrderKey], series: bool) -> Vec<OrderKey> {
    let mut order = order.to_vec();
    let timed = order.iter().any(|key| key.path.is_empty() && key.subject == Subject::At);
    if series && !timed {
        let descending = order.last().is_some_and(|key| key.descending);
        order.push(OrderKey { path: Vec::new(), subject: Subject::At, descending, nulls_first: false });
    }
    order
}

impl Builder<'_> {
    /// The order of a list of a scope.
    pub fn keyset(&mut self, scope: &Scope, order: &[OrderKey]) -> Result<Keyset> {
        let mut joins = Sql::default();
        let mut keys = Vec::new();
        for key in complete(order, scope.is_series()) {
            let mut at = scope.clone();
            for relation in &key.path {
                let column = match at.of {
                    Of::Record(record) => self.codec.layout.table(record).column(relation.field),
                    _ => None,
                };
                let column =
                    column.ok_or_else(|| super::failure::internal("an order follows only to-one links"))?.name.clone();
                let target = Of::Record(self.codec.model.relation_target(*relation));
                let (key, led) = at.leads(&column);
                let (target, join) = self.lookup(target, &[(key, Sql::new(led))]);
                joins = joins.add(join);
                at = target;
            }
            let place = self.place(&at, &key.subject)?;
            keys.push(SortKey {
                expression: place.order(self)?,
                nullable: place.nullable || !key.path.is_empty(),
                shape: place.shape,
                descending: key.descending,
                nulls_first: key.nulls_first,
            });
        }
        Ok(Keyset { keys, id: scope.id(), joins })
    }
}

impl Keyset {
    /// How many columns a position takes.
    pub fn width(&self) -> usize {
        self.keys.len()
    }

    /// The expressions of a position, the id left out, each with a comma before it.
    pub fn columns(&self) -> Sql {
        self.keys.iter().fold(Sql::default(), |sql, key| sql.then(", ").add(key.expression.clone()))
    }

    /// Reads what [`Keyset::columns`] selected, starting at column `at`.
    pub fn position(&self, row: &Row<'_>, at: usize, id: uuid::Uuid) -> Result<Position> {
        let keys = (at..at + self.keys.len()).map(|column| {
            Ok(match row.get_ref(column).map_err(failure("reading an order key"))? {
                ValueRef::Null => Key::Null,
                ValueRef::Integer(number) => Key::Integer(number),
                ValueRef::Real(number) => Key::Real(number),
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Key::Bytes(bytes.to_vec()),
            })
        });
        Ok(Position { keys: keys.collect::<Result<_>>()?, id })
    }

    /// `ORDER BY` of the way in which a window is read.
    pub fn order_by(&self, window: &Window) -> Sql {
        let keys = self.keys.iter().map(|key| key.expression.clone()).collect();
        self.order_by_terms(window, keys, Sql::new(&*self.id))
    }

    /// The same for several selects in one, whose first column is the id and whose next are the keys.
    pub fn order_by_position(&self, window: &Window) -> Sql {
        let keys = (2..self.keys.len() + 2).map(|column| Sql::new(column.to_string())).collect();
        self.order_by_terms(window, keys, Sql::new("1"))
    }

    fn order_by_terms(&self, window: &Window, keys: Vec<Sql>, id: Sql) -> Sql {
        let mut pieces = Vec::new();
        for (key, term) in self.keys.iter().zip(keys) {
            let (descending, nulls_first) = (key.descending != window.from_end, key.nulls_first != window.from_end);
            let nulls = match (key.nullable, descending, nulls_first) {
                (true, false, false) => " NULLS LAST",
                (true, true, true) => " NULLS FIRST",
                _ => "",
            };
            pieces.push(term.then(if descending { " DESC" } else { "" }).then(nulls));
        }
        let descending = self.descends() != window.from_end;
        pieces.push(id.then(if descending { " DESC" } else { "" }));
        Sql::new(" ORDER BY ").add(Sql::list(pieces))
    }

    fn descends(&self) -> bool {
        self.keys.last().is_some_and(|key| key.descending)
    }

    /// The conditions of a window's positions, each with ` AND ` before it.
    pub fn bounds(&self, window: &Window) -> Result<Sql> {
        let mut sql = Sql::default();
        for (position, before) in [(&window.after, false), (&window.before, true)] {
            if let Some(position) = position {
                sql = sql.then(" AND ").add(self.behind(position, before)?);
            }
        }
        Ok(sql)
    }

    /// The conditions as one arm, or as two: when rows without the first key come behind those with one, an index can
    /// start at the position only if each kind is read for itself.
    pub fn arms(&self, window: &Window) -> Result<Vec<Sql>> {
        let (position, before) = match (&window.after, &window.before) {
            (Some(after), None) => (after, false),
            (None, Some(before)) => (before, true),
            _ => return Ok(vec![self.bounds(window)?]),
        };
        let cells = self.cells(position)?;
        let split = match (self.keys.first(), cells.first()) {
            (Some(_), None | Some(Cell::Null)) | (None, _) => None,
            (Some(key), Some(_)) if !key.nullable || key.nulls_first != before => None,
            (Some(key), Some(cell)) => Some((key, cell)),
        };
        let Some((key, cell)) = split else { return Ok(vec![self.bounds(window)?]) };
        let expression = || key.expression.clone();
        let bound = expression().then(if key.descending == before { " >= " } else { " <= " }).bind(cell.clone());
        let present = Sql::new(" AND ").add(bound).then(" AND ").add(self.beyond(position, before, false)?);
        Ok(vec![present, Sql::new(" AND ").add(expression()).then(" IS NULL")])
    }

    /// What lies behind a position, or before it.
    fn behind(&self, position: &Position, before: bool) -> Result<Sql> {
        let cells = self.cells(position)?;
        let behind = self.beyond(position, before, true)?;
        Ok(match self.leading_bound(&cells, before) {
            Some(bound) => Sql::all(vec![bound, behind], " AND ", "1"),
            None => behind,
        })
    }

    /// The same, with or without the rows that have no first key.
    fn beyond(&self, position: &Position, before: bool, with_missing: bool) -> Result<Sql> {
        let cells = self.cells(position)?;
        let mut alternatives = Vec::new();
        let mut equal = Vec::new();
        for (number, (key, cell)) in self.keys.iter().zip(&cells).enumerate() {
            let (descending, nulls_first) = (key.descending != before, key.nulls_first != before);
            let expression = || key.expression.clone();
            let further = match (cell, nulls_first) {
                (Cell::Null, true) => Some(expression().then(" IS NOT NULL")),
                (Cell::Null, false) => None,
                (cell, _) => {
                    let further = expression().then(if descending { " < " } else { " > " }).bind(cell.clone());
                    let or_missing = key.nullable && !nulls_first && (with_missing || number > 0);
                    let missing = || expression().then(" IS NULL");
                    Some(if or_missing { Sql::all(vec![further, missing()], " OR ", "0") } else { further })
                }
            };
            if let Some(further) = further {
                let mut all = equal.clone();
                all.push(further);
                alternatives.push(Sql::all(all, " AND ", "1"));
            }
            equal.push(match cell {
                Cell::Null => expression().then(" IS NULL"),
                cell => expression().then(" = ").bind(cell.clone()),
            });
        }
        let descending = self.descends() != before;
        let id: Cell = position.id.as_bytes().to_vec().into();
        equal.push(Sql::new(&*self.id).then(if descending { " < " } else { " > " }).bind(id));
        alternatives.push(Sql::all(equal, " AND ", "1"));
        Ok(Sql::all(alternatives, " OR ", "0"))
    }

    /// A plain bound of the first key, which lets an index start at the position.
    fn leading_bound(&self, cells: &[Cell], before: bool) -> Option<Sql> {
        let (key, cell) = (self.keys.first()?, cells.first()?);
        let (descending, nulls_first) = (key.descending != before, key.nulls_first != before);
        let expression = key.expression.clone();
        match cell {
            Cell::Null if !nulls_first => Some(expression.then(" IS NULL")),
            Cell::Null => None,
            cell if !key.nullable || nulls_first => {
                Some(expression.then(if descending { " <= " } else { " >= " }).bind(cell.clone()))
            }
            _ => None,
        }
    }

    fn cells(&self, position: &Position) -> Result<Vec<Cell>> {
        let wrong = || Error::new(ErrorKind::BadPosition, "the position belongs to a list with another order");
        if position.keys.len() != self.keys.len() {
            return Err(wrong());
        }
        let cells = self.keys.iter().zip(&position.keys).map(|(key, value)| {
            let fits = match value {
                Key::Null => true,
                Key::Bytes(_) => matches!(key.shape, Shape::Text | Shape::Id | Shape::Duration),
                Key::Real(number) => {
                    number.is_finite() && matches!(key.shape, Shape::Real | Shape::Quantity | Shape::Money)
                }
                Key::Integer(_) => !matches!(key.shape, Shape::Text | Shape::Id | Shape::Duration),
            };
            let cell = match value {
                Key::Null => Cell::Null,
                Key::Integer(number) => (*number).into(),
                Key::Real(number) => (*number).into(),
                Key::Bytes(bytes) => bytes.clone().into(),
            };
            fits.then_some(cell).ok_or_else(wrong)
        });
        cells.collect()
    }
}
