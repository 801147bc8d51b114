//! Which fields of an entry a live query reads, and whether a change touches them.

use std::collections::HashSet;

use daybook_schema::{
    FieldIndex, TypeIndex,
    model::{Kind, RecordType},
};
use daybook_store::{
    query::Subject,
    record::{Change, ChangeOperation},
};

/// The name by which a change tells of ids in other systems.
const EXTERNAL_KEYS: &str = "externalKeys";

/// What is read of the entries in one place of a live query.
#[derive(Debug, Default)]
pub struct ReadFields {
    fields: HashSet<FieldIndex>,
    external_keys: bool,
    everything: bool,
}

/// The names of fields that a live query does not read. All others concern it, those too that it does not know.
#[derive(Clone, Debug, Default)]
pub struct UnreadFields(HashSet<String>);

/// What a change touches of an entry of a type.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct ChangedFields {
    /// The type.
    pub record: TypeIndex,
    /// Names of fields; `None` when the entry comes, goes or is linked, which concerns every query that reads it.
    fields: Option<Vec<String>>,
}

impl ReadFields {
    pub fn at_field(&mut self, field: FieldIndex) {
        self.fields.insert(field);
    }

    pub fn at_external_keys(&mut self) {
        self.external_keys = true;
    }

    /// Any change is seen.
    pub fn at_everything(&mut self) {
        self.everything = true;
    }

    pub fn at_subject(&mut self, declared: &RecordType, subject: &Subject) {
        match subject {
            // Only coming and going changes them.
            Subject::Id | Subject::CreatedAt => {}
            Subject::At => self.fields.extend(declared.at),
            Subject::Field(path) | Subject::Amount(path) | Subject::Currency(path) => {
                self.fields.extend(path.first().copied());
            }
            Subject::Elapsed(elapsed) => self.fields.extend([elapsed.start, elapsed.end]),
            Subject::UpdatedAt | Subject::Title | Subject::Flagged => self.everything = true,
        }
    }

    /// What the gaps of a series depend on, of what it measures.
    pub fn at_gaps(&mut self, series: &RecordType) {
        if let Kind::Series { gaps, .. } = &series.kind {
            self.fields.extend(gaps.every_from.into_iter().chain(gaps.factor_from));
        }
    }

    /// The other fields of the type.
    pub fn unread_fields(&self, declared: &RecordType) -> UnreadFields {
        if self.everything {
            return UnreadFields::default();
        }
        let others = declared.indexed_fields().filter(|(index, _)| !self.fields.contains(index));
        let keys = (!self.external_keys).then(|| EXTERNAL_KEYS.to_owned());
        UnreadFields(others.map(|(_, field)| field.name.clone()).chain(keys).collect())
    }
}

impl UnreadFields {
    /// What neither reads.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self(self.0.intersection(&other.0).cloned().collect())
    }

    /// Whether a change of an entry of the type is seen.
    pub fn lets_see(&self, touch: &ChangedFields) -> bool {
        touch.fields.as_ref().is_none_or(|fields| fields.iter().any(|name| !self.0.contains(name)))
    }
}

impl From<&Change> for ChangedFields {
    fn from(change: &Change) -> Self {
        let some = change.operation == ChangeOperation::Updated && !change.fields.is_empty();
        Self { record: change.record, fields: some.then(|| change.fields.clone()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Server;

    fn touch(record: TypeIndex, names: &[&str]) -> ChangedFields {
        ChangedFields { record, fields: Some(names.iter().map(|name| (*name).to_owned()).collect()) }
    }

    #[tokio::test]
    async fn hides_only_what_is_known_and_not_looked_at() {
        let server = Server::garden();
        let served = server.app.served();
        let model = served.store.model();
        let record = model.find("Bed").unwrap();
        let declared = model.record(record);
        let mut read_fields = ReadFields::default();
        read_fields.at_field(declared.find("name").unwrap());
        let unread_fields = read_fields.unread_fields(declared);
        let seen = |names: &[&str]| unread_fields.lets_see(&touch(record, names));
        assert_eq!([seen(&["name"]), seen(&["sunny"]), seen(&["depth", "name"])], [true, false, true]);
        assert_eq!([seen(&["externalKeys"]), seen(&["nameOfOld"])], [false, true]);
        assert!(unread_fields.lets_see(&ChangedFields { record, fields: None }));
        read_fields.at_everything();
        assert!(read_fields.unread_fields(declared).lets_see(&touch(record, &["sunny"])));
    }
}
