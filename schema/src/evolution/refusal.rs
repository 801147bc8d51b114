//! Changes that cannot be made with the records that are there.

use super::{AffectedRecords, Change, ChangeKind};
use crate::definition::DefinitionError;

impl Change {
    /// The mistake that the change is, given how many records it touches and how many of their values it leaves empty.
    pub fn refusal(&self, affected: u64, emptied: u64) -> Option<DefinitionError> {
        let (position, hint) = self.forbidden.as_ref()?;
        let count = if matches!(self.touches, AffectedRecords::Converted(..)) { emptied } else { affected };
        // A field that is new is refused even while there is nothing, since entries may come before the plan is applied.
        if count == 0 && self.kind != ChangeKind::FieldAdded {
            return None;
        }
        let entries = if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") };
        let message = match (&self.touches, &self.field) {
            (AffectedRecords::Alike { .. }, _) => format!(
                "`{}` cannot have this key: {entries} share their values of it with another one",
                self.type_name
            ),
            (_, Some(field)) => {
                format!("`{}.{field}` is required, but {entries} would have no value", self.type_name)
            }
            (_, None) => format!("`{}` cannot change like this: {entries} stand in the way", self.type_name),
        };
        Some(DefinitionError { position: position.clone(), message, hint: Some(hint.clone()) })
    }
}
