//! Entries by what they are called, and what to say when nothing is called so.

use std::sync::Arc;

use daybook_schema::{ErrorCode, FieldIndex, InputError, TypeIndex, Value, input::EntryInput, text::nearest};
use uuid::Uuid;

use super::engine::Engine;
use crate::{
    error::Result,
    query::{Filter, List, Select, Subject, Test, Trash, Window},
};

/// Entries whose names a suggestion is chosen from.
const LOOKED_THROUGH: usize = 1_000;

/// Entries of one name that an error counts.
const COUNTED: usize = 100;

impl Engine<'_> {
    /// The one living entry that is called so; that there is none or that there are several is reported.
    pub fn resolve_name(
        &mut self,
        record: TypeIndex,
        (field, name): (FieldIndex, &str),
        create: Option<&EntryInput>,
        path: &[String],
    ) -> Result<Option<Uuid>> {
        let found = self.named(record, field, name)?;
        match (found.as_slice(), create) {
            ([id], _) => return Ok(Some(*id)),
            ([], Some(input)) => return Ok(Some(self.create(input, None)?)),
            ([], None) => self.nothing_named(record, field, name, path)?,
            (several, _) => {
                let plural = self.model.record(record).plural.clone();
                let count = several.len();
                let count = if count < COUNTED { count.to_string() } else { format!("{COUNTED} or more") };
                let message =
                    format!("{count} {plural} are called \"{}\": give the id of the one that is meant", cut(name));
                self.error(ErrorCode::InvalidValue, path, message);
            }
        }
        Ok(None)
    }

    /// Living entries whose text field has exactly this value, as the unit leaves them.
    pub fn named(&mut self, record: TypeIndex, field: FieldIndex, name: &str) -> Result<Vec<Uuid>> {
        let wanted = Value::Text(name.to_owned());
        let called = Filter::Test(Subject::Field(vec![field]), Test::Eq(wanted.clone()));
        let rows = self.living(record, field, vec![called], COUNTED)?;
        let mut found: Vec<Uuid> = rows.into_iter().map(|(id, _)| id).collect();
        found.retain(|id| self.unit.draft(*id).is_none());
        let drafts = self.unit.drafts.iter();
        let fits =
            drafts.filter(|(_, draft)| draft.record == record && draft.is_living() && draft.values[field.0] == wanted);
        found.extend(fits.map(|(id, _)| *id));
        Ok(found)
    }

    /// Reports that nothing is called so, with what was probably meant.
    pub fn nothing_named(&mut self, record: TypeIndex, field: FieldIndex, name: &str, path: &[String]) -> Result<()> {
        let known = self.known_names(record, field)?;
        let meant = nearest(name, known.iter().map(String::as_str));
        let hint = meant.map_or_else(String::new, |meant| format!("; did you mean \"{}\"?", cut(meant)));
        let declared = self.model.record(record);
        let message = format!("no {} has the {} \"{}\"{hint}", declared.name, declared.field(field).name, cut(name));
        self.fail(InputError::new(ErrorCode::NotFound, path.to_vec(), message).with("key", name));
        Ok(())
    }

    /// Names of living entries, read once for all mistakes of a request.
    fn known_names(&mut self, record: TypeIndex, field: FieldIndex) -> Result<Arc<Vec<String>>> {
        if let Some(known) = self.known_names.get(&(record, field)) {
            return Ok(Arc::clone(known));
        }
        let text = |(_, value)| match value {
            Value::Text(text) => Some(text),
            _ => None,
        };
        let rows = self.living(record, field, Vec::new(), LOOKED_THROUGH)?;
        let known = Arc::new(rows.into_iter().filter_map(text).collect::<Vec<_>>());
        self.known_names.insert((record, field), Arc::clone(&known));
        Ok(known)
    }

    /// Ids of stored living entries, with their values of a field.
    fn living(
        &mut self,
        record: TypeIndex,
        field: FieldIndex,
        mut conditions: Vec<Filter>,
        limit: usize,
    ) -> Result<Vec<(Uuid, Value)>> {
        conditions.push(Filter::Trash(Trash::Exclude));
        let list = List {
            record,
            parents: None,
            filter: Filter::All(conditions),
            order: Vec::new(),
            window: Window { limit, ..Window::default() },
            select: Select { fields: vec![field], ..Select::default() },
            as_of: None,
        };
        let page = self.transaction.list(&list)?.into_iter().next().unwrap_or_default();
        Ok(page.rows.into_iter().filter_map(|row| Some((row.id, row.values.into_iter().next()?))).collect())
    }
}

fn cut(name: &str) -> String {
    name.chars().take(60).collect()
}
