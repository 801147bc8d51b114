//! Natural keys of a type that was there before.

use super::{AffectedRecords, Change, ChangeKind, Origin, names};
use crate::model::{FieldIndex, RecordType, TypeIndex};

/// Keys that come, go, or whose values change so that two may become equal.
pub(super) fn compare(
    (before, old): (&RecordType, TypeIndex),
    (after, new): (&RecordType, TypeIndex),
    origins: &[Origin],
) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut kept = Vec::new();
    for key in &after.keys {
        let former = before.keys.iter().position(|former| is_same(former, key, origins));
        kept.extend(former);
        let is_untouched = key.iter().all(|field| matches!(origins[field.0], Origin::Kept(_)));
        if former.is_some() && is_untouched {
            continue;
        }
        let fields = names(after, key).join(", ");
        let description = match former {
            Some(_) => format!("the values of the key `{fields}` change"),
            None => format!("`{fields}` becomes a natural key"),
        };
        changes.push(Change {
            touches: AffectedRecords::Alike {
                old,
                new,
                key: key.iter().map(|field| (*field, origins[field.0])).collect(),
            },
            forbidden: Some((after.position.clone(), hint(after, key))),
            ..change(after, description)
        });
    }
    let gone = before.keys.iter().enumerate().filter(|(position, _)| !kept.contains(position));
    changes.extend(gone.map(|(_, key)| {
        let fields = names(before, key).join(", ");
        change(after, format!("`{fields}` is no natural key any more"))
    }));
    changes
}

/// Whether a key is made of what a former one was made of.
fn is_same(former: &[FieldIndex], key: &[FieldIndex], origins: &[Origin]) -> bool {
    former.len() == key.len()
        && former.iter().zip(key).all(|(old, new)| match origins[new.0] {
            Origin::Kept(source) | Origin::Converted(source) => source == *old,
            Origin::New => false,
        })
}

fn change(after: &RecordType, description: String) -> Change {
    Change {
        kind: ChangeKind::TypeChanged,
        type_name: after.name.clone(),
        field: None,
        lossy: false,
        description,
        touches: AffectedRecords::Nothing,
        forbidden: None,
    }
}

/// How to find the entries that are alike.
fn hint(after: &RecordType, key: &[FieldIndex]) -> String {
    let by = key.iter().map(|index| {
        let field = after.field(*index);
        let what = if field.link().is_some() { "link" } else { "field" };
        format!("{{{what}: \"{}\"}}", field.name)
    });
    let by: Vec<_> = by.collect();
    format!(
        "find them by `{}Stats(by: [{}], having: [{{gt: 1}}]) {{ key {{ text }} count }}`, make them differ or delete them, or leave the key out",
        after.plural,
        by.join(", ")
    )
}
