//! Values that a change of the definitions takes away, replaced in new versions of their entries.

use daybook_schema::{FieldIndex, TypeIndex, Value, model::DefaultValue};
use uuid::Uuid;

use super::{By, engine::Engine};
use crate::{
    backend::{Step, Transaction},
    error::{Error, ErrorKind, Result},
    record::Origin,
};

/// Entries of one change set, so that a unit of work stays small however many entries there are.
const ENTRIES: usize = 1_000;

/// What takes the place of an entry's value.
#[derive(Clone, Debug)]
pub(crate) struct Replacement {
    pub record: TypeIndex,
    pub id: Uuid,
    pub field: FieldIndex,
    /// `Null` when nothing of the old value is left; a required field then takes its default.
    pub value: Value,
}

/// Replaces values under the model that a step leads to, in the order of types and ids. A key that is taken is
/// [`ErrorKind::Unusable`].
pub(crate) fn replace_values(
    transaction: &mut dyn Transaction,
    step: &Step<'_>,
    mut replacements: Vec<Replacement>,
) -> Result<()> {
    let reason = Some("The definitions changed".to_owned());
    let by = By { actor: None, origin: Origin::System, reason, now: step.now };
    replacements.sort_by_key(|replacement| (replacement.record, replacement.id, replacement.field));
    let entries: Vec<&[Replacement]> = replacements.chunk_by(|one, other| one.id == other.id).collect();
    for entries in entries.chunks(ENTRIES) {
        let mut engine = Engine::new(transaction, step.ids, &by);
        for Replacement { record, id, field, value } in entries.iter().copied().flatten() {
            if engine.load(*record, *id)?.is_none() {
                continue;
            }
            let declared = step.to.record(*record).field(*field);
            let value = match (value, &declared.default) {
                (Value::Null, Some(DefaultValue::Literal(default))) if declared.required => default.clone(),
                _ => value.clone(),
            };
            engine.unit.draft_mut(*id).values[field.0] = value;
        }
        engine.flush().map_err(|error| match error.kind {
            ErrorKind::Conflict => Error::new(ErrorKind::Unusable, error.context),
            _ => error,
        })?;
    }
    Ok(())
}
