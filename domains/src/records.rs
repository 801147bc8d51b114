//! One state of the data, asked by the names of the definitions.
//!
//! Functions over records are thin: they ask statistics of the snapshot that the rest of the query reads, and never go
//! through entries one by one.

use std::sync::Arc;

use daybook_schema::{
    FieldIndex, Model, TypeIndex, Value,
    problem::{ErrorCode, InputError},
    unit::Unit,
    value::Instant,
};
use daybook_store::{
    backend::Snapshot,
    query::{
        Aggregate, Filter, Group, GroupKey, Grouped, Lines, List, Measure, OrderKey, Row, Select, Subject, Test, Trash,
        Window,
    },
    record::Seq,
};
use uuid::Uuid;

use crate::{calendar, mistakes::FunctionError, quantity::error};

type Result<T> = std::result::Result<T, FunctionError>;

/// Groups of one question at most.
const MAX_GROUPS: usize = 10_000;

/// One state of the data and the moment of the request.
pub struct Records<'s> {
    snapshot: &'s mut dyn Snapshot,
    /// The moment of the request.
    pub now: Instant,
    as_of: Option<Seq>,
}

/// A record type, its fields by name.
#[derive(Clone, Debug)]
pub struct Kind {
    model: Arc<Model>,
    record: TypeIndex,
}

impl<'s> Records<'s> {
    /// What a snapshot holds, or held at a sequence number.
    pub fn new(snapshot: &'s mut dyn Snapshot, now: Instant, as_of: Option<Seq>) -> Self {
        Self { snapshot, now, as_of }
    }

    /// Looks from a moment that an argument names, if that is earlier than now. What held then is what the snapshot was
    /// asked for.
    pub fn look_from(&mut self, as_of: Option<&str>) -> Result<()> {
        if let Some(text) = as_of {
            let moment = calendar::instant("asOf", text).map_err(FunctionError::new)?;
            self.now = self.now.min(moment);
        }
        Ok(())
    }

    /// The type of a name; an error where the definitions have none.
    pub fn kind(&self, name: &str) -> Result<Kind> {
        let model = Arc::clone(self.snapshot.model());
        let record = model.find(name).ok_or_else(|| undefined(name))?;
        Ok(Kind { model, record })
    }

    /// The living entry that an argument names, with values of these fields; else what is wrong with the argument.
    pub fn entry(&mut self, kind: &Kind, argument: &str, id: &str, fields: &[&str]) -> Result<(Uuid, Vec<Value>)> {
        let wanted = id.parse::<Uuid>().ok();
        if let Some(id) = wanted {
            let filters = vec![is(Subject::Id, Value::Id(id))];
            if let Some(row) = self.list(kind, filters, Vec::new(), fields, 1)?.pop() {
                return Ok((id, row.values));
            }
        }
        let name = &kind.model.record(kind.record).name;
        let found = match wanted {
            Some(id) => self.snapshot.types_of(&[id])?.pop().flatten(),
            None => None,
        };
        let id: String = id.chars().take(40).collect();
        let (code, message) = match found {
            None => (ErrorCode::NotFound, format!("there is no {name} with the id `{id}`; look it up first")),
            Some(record) if record == kind.record => {
                (ErrorCode::NotFound, format!("the {name} `{id}` is in the trash; restore it first"))
            }
            Some(record) => {
                let other = &kind.model.record(record).name;
                (ErrorCode::WrongType, format!("`{id}` is the id of a {other}; give that of a {name}"))
            }
        };
        Err(FunctionError::new(error(code, &[argument], message)))
    }

    /// Statistics of a type's living records, in one statement. Groups come in any order.
    pub fn ask(
        &mut self,
        kind: &Kind,
        mut filters: Vec<Filter>,
        groups: Vec<Group>,
        measures: Vec<Measure>,
    ) -> Result<Vec<Grouped>> {
        filters.push(Filter::Trash(Trash::Exclude));
        let aggregate = Aggregate {
            record: kind.record,
            parents: None,
            filter: Filter::All(filters),
            groups,
            measures,
            lines: kind.lines(),
            as_of: self.as_of,
            limit: MAX_GROUPS,
        };
        let groups = self.snapshot.aggregate(&aggregate)?.pop().unwrap_or_default();
        if groups.len() > MAX_GROUPS {
            let message = format!("there are more than {MAX_GROUPS} groups of records; ask for a shorter time");
            return Err(FunctionError::new(InputError::new(ErrorCode::LimitReached, Vec::new(), message)));
        }
        Ok(groups)
    }

    /// The first so many living records, with values of these fields, in one statement.
    pub fn list(
        &mut self,
        kind: &Kind,
        mut filters: Vec<Filter>,
        order: Vec<OrderKey>,
        fields: &[&str],
        limit: usize,
    ) -> Result<Vec<Row>> {
        filters.push(Filter::Trash(Trash::Exclude));
        let fields = fields.iter().map(|name| kind.index(name)).collect::<Result<_>>()?;
        let list = List {
            record: kind.record,
            parents: None,
            filter: Filter::All(filters),
            order,
            window: Window { limit, ..Window::default() },
            select: Select { fields, ..Select::default() },
            as_of: self.as_of,
        };
        Ok(self.snapshot.list(&list)?.pop().unwrap_or_default().rows)
    }
}

impl Kind {
    /// A field; an error where the definitions have none of that name.
    pub fn index(&self, name: &str) -> Result<FieldIndex> {
        let record = self.model.record(self.record);
        record.find(name).ok_or_else(|| undefined(&format!("{}.{name}", record.name)))
    }

    /// A field to look at.
    pub fn field(&self, name: &str) -> Result<Subject> {
        Ok(Subject::Field(vec![self.index(name)?]))
    }

    /// Records by the target of a link to one.
    pub fn target(&self, name: &str) -> Result<Group> {
        let relation = self.model.relation(self.record, name);
        let relation = relation.filter(|relation| !self.model.relation_is_list(*relation));
        let relation = relation.ok_or_else(|| undefined(&format!("{}.{name}", self.model.record(self.record).name)))?;
        Ok(Group::Target(relation))
    }

    /// The unit in which a field's numbers are kept; `None` for plain numbers.
    pub fn unit(&self, name: &str) -> Result<Option<Unit>> {
        let field = self.model.record(self.record).field(self.index(name)?);
        Ok(field.unit.as_ref().map(|rule| rule.canonical))
    }

    /// The place of a value among those of its enum, for order; unknown ones come last.
    pub fn place(&self, name: &str, value: Option<&str>) -> usize {
        let field = self.model.record(self.record).find(name).map(|index| self.model.record(self.record).field(index));
        let values = match field.map(|field| &field.kind) {
            Some(daybook_schema::model::FieldKind::Enum(index)) => self.model.enums[index.0].values.as_slice(),
            _ => &[],
        };
        values.iter().position(|known| Some(known.name.as_str()) == value).unwrap_or(values.len())
    }

    /// Milliseconds beyond which the distance of two samples is a gap, for an entry with an interval (in milliseconds) and
    /// a factor of its own, if it has them. `None` where no interval is declared.
    pub fn gap(&self, every: Option<i64>, factor: Option<f64>) -> Option<i64> {
        self.model.record(self.record).kind.gap_of(every, factor)
    }

    fn lines(&self) -> Lines {
        Lines { gap: self.gap(None, None), per_id: self.model.record(self.record).is_series(), ..Lines::default() }
    }
}

/// The subject equals a value.
pub fn is(subject: Subject, value: Value) -> Filter {
    Filter::Test(subject, Test::Eq(value))
}

/// The subject has a value.
pub fn given(subject: Subject) -> Filter {
    Filter::Test(subject, Test::IsNull(false))
}

/// The subject has no value.
pub fn missing(subject: Subject) -> Filter {
    Filter::Test(subject, Test::IsNull(true))
}

/// The subject lies at or after an instant.
pub fn since(subject: Subject, from: Instant) -> Filter {
    Filter::Test(subject, Test::Gte(Value::Instant(from)))
}

/// The subject lies before an instant.
pub fn before(subject: Subject, to: Instant) -> Filter {
    Filter::Test(subject, Test::Lt(Value::Instant(to)))
}

/// A count of the records that match.
pub fn count_of(filter: Filter) -> Measure {
    Measure::count(Some(filter))
}

/// The numbers of a subject of the records that match.
pub fn measure_of(subject: Subject, filter: Filter) -> Measure {
    Measure { filter: Some(filter), ..Measure::of(subject) }
}

/// The text of a group's key; `None` where the value is missing.
pub fn text(key: &GroupKey) -> Option<&str> {
    match key {
        GroupKey::Value(Value::Text(text)) => Some(text),
        _ => None,
    }
}

/// Whether a group's key is true.
pub fn flag(key: &GroupKey) -> bool {
    matches!(key, GroupKey::Value(Value::Boolean(true)))
}

/// The entry that a group's key is.
pub fn id(key: &GroupKey) -> Option<Uuid> {
    match key {
        GroupKey::Value(Value::Id(id)) => Some(*id),
        _ => None,
    }
}

fn undefined(name: &str) -> FunctionError {
    let message = format!("this needs `{name}`, which the definitions here do not have; start with the built-in types");
    FunctionError::new(InputError::new(ErrorCode::NotFound, Vec::new(), message))
}
