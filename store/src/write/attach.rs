//! Single links: made, changed and removed, with the column of a to-one link kept in step.

use std::sync::Arc;

use daybook_schema::{
    ErrorCode, Relation, Value,
    input::LinkDetails,
    model::{DefaultValue, Direction, FieldKind, ObjectIndex},
};
use uuid::Uuid;

use super::engine::{Engine, below};
use crate::{
    error::Result,
    record::{Link, LinkKind, LinkProps},
};

impl Engine<'_> {
    /// Makes a link of a declared kind, instead of the one there is when the field is to-one.
    pub fn attach(
        &mut self,
        relation: Relation,
        source: Uuid,
        target: Uuid,
        details: &LinkDetails,
        path: &[String],
    ) -> Result<()> {
        let model = Arc::clone(&self.model);
        let field = model.relation_field(relation);
        let declared = model.link(relation);
        if self.load(relation.owner, source)?.is_none() {
            return Ok(());
        }
        if !field.list {
            let out = Relation { direction: Direction::Out, ..relation };
            for former in self.links_of(out, source)? {
                self.detach(&former)?;
            }
        }
        if declared.acyclic && !self.stays_acyclic(relation, source, target, path)? {
            return Ok(());
        }
        let link = Link {
            id: self.next_id(),
            kind: LinkKind::Declared(relation.owner, relation.field),
            source,
            target,
            from: details.from.flatten(),
            to: details.to.flatten(),
            props: self.new_props(declared.props, details, path),
            created_at: self.by.now,
            seq: 0,
        };
        self.check_validity(&link, path);
        self.place(link);
        Ok(())
    }

    /// Puts a link into the unit, and its target into the column of a to-one field.
    pub fn place(&mut self, link: Link) {
        if let LinkKind::Declared(owner, field) = link.kind
            && !self.model.record(owner).field(field).list
        {
            self.unit.draft_mut(link.source).values[field.0] = Value::Id(link.target);
        }
        self.unit.set_link(link.id, None, Some(link));
    }

    /// Removes a link.
    pub fn detach(&mut self, link: &Link) -> Result<()> {
        if self.load_any(link.source)?.is_none() {
            return Ok(());
        }
        self.unit.set_link(link.id, Some(link), None);
        if let LinkKind::Declared(owner, field) = link.kind
            && !self.model.record(owner).field(field).list
            && let Some(draft) = self.unit.drafts.get_mut(&link.source)
            && draft.values[field.0] == Value::Id(link.target)
        {
            draft.values[field.0] = Value::Null;
        }
        Ok(())
    }

    /// Changes what a link carries; what is left out stays.
    pub fn amend(&mut self, link: &Link, details: &LinkDetails, path: &[String]) -> Result<()> {
        let mut changed = link.clone();
        if let Some(from) = details.from {
            changed.from = from;
        }
        if let Some(to) = details.to {
            changed.to = to;
        }
        if let (Some(given), LinkKind::Declared(owner, field)) = (&details.props, &link.kind)
            && let Some(object) = self.model.record(*owner).field(*field).link().and_then(|link| link.props)
        {
            let mut values = self.props_values(object, &link.props);
            for (field, value) in given {
                values[field.0] = value.clone();
            }
            self.check_required_props(object, &values, path);
            changed.props = props_of(values);
        }
        if changed == *link {
            return Ok(());
        }
        self.check_validity(&changed, path);
        self.load_any(link.source)?;
        self.unit.set_link(link.id, Some(link), Some(changed));
        Ok(())
    }

    pub fn check_validity(&mut self, link: &Link, path: &[String]) {
        if let (Some(from), Some(to)) = (link.from, link.to)
            && from > to
        {
            let message = "the link ends before it begins; `to` must not be earlier than `from`";
            self.error(ErrorCode::TimeOrder, &below(stem(path), &["to"]), message);
        }
    }

    fn new_props(&mut self, object: Option<ObjectIndex>, details: &LinkDetails, path: &[String]) -> LinkProps {
        let Some(object) = object else { return LinkProps::None };
        let model = Arc::clone(&self.model);
        let given = details.props.as_deref().unwrap_or_default();
        let values: Vec<Value> = model.objects[object.0]
            .fields
            .iter()
            .enumerate()
            .map(|(position, field)| match given.iter().find(|(index, _)| index.0 == position) {
                Some((_, value)) => value.clone(),
                None => self.default_value(field.default.as_ref(), &field.kind),
            })
            .collect();
        self.check_required_props(object, &values, path);
        props_of(values)
    }

    fn default_value(&self, default: Option<&DefaultValue>, kind: &FieldKind) -> Value {
        match default {
            None => Value::Null,
            Some(DefaultValue::Literal(value)) => value.clone(),
            Some(DefaultValue::Viewer) => self.by.actor.clone().map_or(Value::Null, Value::Text),
            Some(DefaultValue::Now) => self.now_as(kind),
        }
    }

    fn now_as(&self, kind: &FieldKind) -> Value {
        let zoned = jiff::Timestamp::from_millisecond(self.by.now).map(|now| now.to_zoned(jiff::tz::TimeZone::UTC));
        match (kind, zoned) {
            (FieldKind::Scalar(daybook_schema::model::Scalar::Date), Ok(zoned)) => Value::Date(zoned.date()),
            (FieldKind::Scalar(daybook_schema::model::Scalar::Time), Ok(zoned)) => {
                Value::Time(zoned.time().round(jiff::Unit::Second).unwrap_or(jiff::civil::Time::midnight()))
            }
            _ => Value::Instant(self.by.now),
        }
    }

    pub fn check_required_props(&mut self, object: ObjectIndex, values: &[Value], path: &[String]) {
        let model = Arc::clone(&self.model);
        for (field, value) in model.objects[object.0].fields.iter().zip(values) {
            let place = below(stem(path), &["props", &field.name]);
            if field.required && value.is_null() && !self.has_problem_at(&place) {
                let message = format!("`{}` is required on this link; give it a value", field.name);
                self.error(ErrorCode::Required, &place, message);
            }
        }
    }

    pub fn has_problem_at(&self, path: &[String]) -> bool {
        self.problems.errors.iter().any(|error| error.path == path)
    }

    pub fn props_values(&self, object: ObjectIndex, props: &LinkProps) -> Vec<Value> {
        match props {
            LinkProps::Typed(values) => values.clone(),
            LinkProps::None | LinkProps::Free(_) => vec![Value::Null; self.model.objects[object.0].fields.len()],
        }
    }
}

/// Properties of a link; none at all when no property has a value.
fn props_of(values: Vec<Value>) -> LinkProps {
    if values.iter().all(Value::is_null) { LinkProps::None } else { LinkProps::Typed(values) }
}

/// Where an operation on a link stands, given the place of the id in it.
fn stem(path: &[String]) -> &[String] {
    match path.split_last() {
        Some((last, stem)) if last == "id" => stem,
        _ => path,
    }
}
