//! Queries in words: names and kinds, no values.

use daybook_schema::{
    Model, Relation, TypeIndex,
    model::{Direction, Field, FieldKind},
};
use daybook_store::query::{Filter, Group, Measure, OrderKey, Parents, Quantifier, Select, Subject, Test, Trash};

/// Says what queries of one model mean.
#[derive(Clone, Copy)]
pub struct Describer<'m> {
    /// The model.
    pub model: &'m Model,
}

impl Describer<'_> {
    /// A condition on records of a type; empty where there is none.
    pub fn filter(self, record: TypeIndex, filter: &Filter) -> String {
        self.condition(&|subject| self.subject(record, subject), filter)
    }

    /// A condition on entries of all types.
    pub fn entries(self, filter: &Filter) -> String {
        let name = |subject: &Subject| match subject {
            Subject::Id => "id",
            Subject::At => "at",
            Subject::CreatedAt => "createdAt",
            Subject::UpdatedAt => "updatedAt",
            _ => "title",
        };
        self.condition(&|subject| name(subject).to_owned(), filter)
    }

    fn condition(self, name: &dyn Fn(&Subject) -> String, filter: &Filter) -> String {
        let joined = |parts: &[Filter], word: &str, empty: &str| {
            let parts: Vec<String> = parts.iter().map(|part| self.condition(name, part)).collect();
            let parts: Vec<&String> = parts.iter().filter(|part| !part.is_empty()).collect();
            match parts.as_slice() {
                [] => empty.to_owned(),
                [one] => (*one).clone(),
                many => {
                    let many: Vec<&str> = many.iter().map(|part| part.as_str()).collect();
                    format!("({})", many.join(word))
                }
            }
        };
        match filter {
            Filter::All(parts) => joined(parts, " and ", ""),
            Filter::Any(parts) => joined(parts, " or ", "nothing"),
            Filter::Not(part) => format!("not {}", self.condition(name, part)),
            Filter::Test(subject, test) => format!("{} {}", name(subject), kind_of(test)),
            Filter::Trash(Trash::Exclude) => "outside the trash".to_owned(),
            Filter::Trash(Trash::Only) => "in the trash".to_owned(),
            Filter::Trash(Trash::Include) => String::new(),
            Filter::Related { relation, quantifier, filter, edge } => {
                let target = self.model.relation_target(*relation);
                let quantifier = match quantifier {
                    Quantifier::Some => "some",
                    Quantifier::None => "none",
                    Quantifier::Every => "every",
                    Quantifier::Count(_) => "count",
                };
                let inner = [
                    self.filter(target, filter),
                    edge.as_ref().map_or(String::new(), |edge| self.edge(*relation, edge)),
                ];
                let inner: Vec<String> = inner.into_iter().filter(|part| !part.is_empty()).collect();
                let inner = inner.join(", edge ");
                let inner = if inner.starts_with('(') || inner.is_empty() { inner } else { format!("({inner})") };
                format!("{} {quantifier} {inner}", self.relation(*relation)).trim_end().to_owned()
            }
        }
    }

    fn edge(self, relation: Relation, filter: &Filter) -> String {
        let props = self.model.link(relation).props.map(|object| self.model.objects[object.0].fields.as_slice());
        let name = |subject: &Subject| match subject {
            Subject::Field(path) => self.path(props.unwrap_or_default(), path),
            other => format!("{other:?}"),
        };
        self.condition(&name, filter)
    }

    /// The name of what a condition, a group or an order looks at.
    pub fn subject(self, record: TypeIndex, subject: &Subject) -> String {
        let fields = &self.model.record(record).fields;
        match subject {
            Subject::Id => "id".to_owned(),
            Subject::At => "at".to_owned(),
            Subject::CreatedAt => "createdAt".to_owned(),
            Subject::UpdatedAt => "updatedAt".to_owned(),
            Subject::Title => "title".to_owned(),
            Subject::Flagged => "flagged".to_owned(),
            Subject::Field(path) => self.path(fields, path),
            Subject::Amount(path) => format!("{}.amount", self.path(fields, path)),
            Subject::Currency(path) => format!("{}.currency", self.path(fields, path)),
            Subject::Elapsed(elapsed) => {
                let name = |index: daybook_schema::FieldIndex| fields[index.0].name.as_str();
                format!("time from {} to {}", name(elapsed.start), name(elapsed.end))
            }
        }
    }

    fn path(self, fields: &[Field], path: &[daybook_schema::FieldIndex]) -> String {
        let Some((first, rest)) = path.split_first() else { return String::new() };
        let Some(field) = fields.get(first.0) else { return String::new() };
        match &field.kind {
            FieldKind::Object(object) if !rest.is_empty() => {
                format!("{}.{}", field.name, self.path(&self.model.objects[object.0].fields, rest))
            }
            _ => field.name.clone(),
        }
    }

    /// `Type.field` as its side calls it.
    pub fn relation(self, relation: Relation) -> String {
        let side = match relation.direction {
            Direction::Out => relation.owner,
            Direction::In => self.model.relation_target(Relation { direction: Direction::Out, ..relation }),
        };
        let relations = self.model.relations(side);
        let name = relations.into_iter().find(|(_, known)| *known == relation).map_or("", |(name, _)| name);
        format!("{}.{name}", self.model.record(side).name)
    }

    /// The parent of a nested read.
    pub fn below(self, parents: &Parents) -> String {
        let edge = parents
            .edge
            .as_ref()
            .map_or(String::new(), |edge| format!(" with edge {}", self.edge(parents.relation, edge)));
        format!("{} of {} entries{edge}", self.relation(parents.relation), parents.ids.len())
    }

    /// The keys of an order; the id breaks ties.
    pub fn order(self, record: TypeIndex, order: &[OrderKey]) -> Vec<String> {
        let key = |key: &OrderKey| {
            let mut record = record;
            let mut name = String::new();
            for relation in &key.path {
                name.push_str(&self.relation(*relation));
                name.push('.');
                record = self.model.relation_target(*relation);
            }
            let direction = if key.descending { "descending" } else { "ascending" };
            format!("{name}{} {direction}", self.subject(record, &key.subject))
        };
        order.iter().map(key).collect()
    }

    /// What makes the groups of statistics.
    pub fn groups(self, record: TypeIndex, groups: &[Group]) -> Vec<String> {
        let group = |group: &Group| match group {
            Group::Value(subject) => self.subject(record, subject),
            Group::Target(relation) => format!("link {}", self.relation(*relation)),
            Group::Time(subject, edges) => {
                format!("{} in {} calendar buckets", self.subject(record, subject), edges.len().saturating_sub(1))
            }
            Group::Range(subject, edges) => format!("{} in {} ranges", self.subject(record, subject), edges.len()),
        };
        groups.iter().map(group).collect()
    }

    /// What is said of each group.
    pub fn measures(self, record: TypeIndex, measures: &[Measure]) -> Vec<String> {
        let measure = |measure: &Measure| {
            let mut text = measure.subject.as_ref().map_or("count".to_owned(), |subject| self.subject(record, subject));
            if !measure.quantiles.is_empty() {
                text.push_str(", quantiles");
            }
            if measure.weighted {
                text.push_str(", over time");
            }
            match &measure.filter {
                Some(filter) => format!("{text} where {}", self.filter(record, filter)),
                None => text,
            }
        };
        measures.iter().map(measure).collect()
    }

    /// Links to one that are read along, joined.
    pub fn joins(self, select: &Select) -> Vec<String> {
        select
            .to_one
            .iter()
            .flat_map(|(relation, select)| std::iter::once(self.relation(*relation)).chain(self.joins(select)))
            .collect()
    }
}

/// The kind of a test, spelled as in the API's filters.
fn kind_of(test: &Test) -> &'static str {
    match test {
        Test::IsNull(_) => "isNull",
        Test::Eq(_) => "eq",
        Test::Ne(_) => "ne",
        Test::In(_) => "in",
        Test::NotIn(_) => "notIn",
        Test::Lt(_) => "lt",
        Test::Lte(_) => "lte",
        Test::Gt(_) => "gt",
        Test::Gte(_) => "gte",
        Test::Between(..) => "between",
        Test::Contains(_) => "contains",
        Test::StartsWith(_) => "startsWith",
        Test::EndsWith(_) => "endsWith",
        Test::Like(_) => "like",
        Test::Has(_) => "has",
        Test::HasAny(_) => "hasAny",
        Test::HasAll(_) => "hasAll",
        Test::IsEmpty(_) => "isEmpty",
        Test::Near(..) => "near",
        Test::Within(_) => "within",
    }
}
