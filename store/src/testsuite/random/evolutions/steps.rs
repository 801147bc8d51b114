//! What a history of evolutions is made of, and how one is drawn.

use std::ops::Range;

use proptest::{collection::vec, prelude::*};

/// One thing that is done. Numbers choose among what is there, so that every history makes sense.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "numbers choose, as said above")]
pub enum EvolutionStep {
    /// Creates an entry of a type.
    Fill { record: u8, number: u8 },
    /// Changes an entry.
    Change { entry: u8, number: u8 },
    /// Puts an entry into the trash.
    Delete { entry: u8 },
    /// Changes the definitions.
    Amend(DefinitionChange),
}

/// A change of the definitions: one thing, or several in one plan.
#[derive(Clone, Debug)]
pub struct DefinitionChange(pub(super) Vec<Edit>);

/// One thing that changes. `record` and `field` choose among the types and fields that were defined at run time.
#[derive(Clone, Copy, Debug)]
pub(super) enum Edit {
    AddType {
        shape: Shape,
        key: bool,
    },
    RemoveType {
        record: u8,
    },
    RenameType {
        record: u8,
    },
    AddField {
        record: u8,
        shape: Shape,
    },
    RemoveField {
        record: u8,
        field: u8,
    },
    RenameField {
        record: u8,
        field: u8,
    },
    /// Another type, or only list or not, required or not, with a default or without.
    Reshape {
        record: u8,
        field: u8,
        shape: Shape,
        kind: bool,
    },
    Key {
        record: u8,
    },
    Retitle {
        record: u8,
        field: u8,
    },
    AddTone,
    RemoveTone {
        value: u8,
    },
    RenameTone {
        value: u8,
    },
    Extend {
        shape: Shape,
    },
    RenameExtension {
        field: u8,
    },
    RemoveExtension {
        field: u8,
    },
}

/// What a field is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    pub kind: u8,
    pub list: bool,
    pub required: bool,
    pub default: bool,
}

/// Histories of so many turns, each of which begins with something to change.
pub fn turns(count: Range<usize>) -> impl Strategy<Value = Vec<EvolutionStep>> {
    let begin = (shapes(), shapes()).prop_map(|(one, other)| {
        let add = |shape| EvolutionStep::Amend(DefinitionChange(vec![Edit::AddType { shape, key: false }]));
        let fill = (0..9_u8).map(|number| EvolutionStep::Fill { record: number % 3, number });
        [add(one), add(other)].into_iter().chain(fill).collect::<Vec<_>>()
    });
    (begin, vec(turn(), count)).prop_map(|(begin, rest)| begin.into_iter().chain(rest).collect())
}

fn turn() -> impl Strategy<Value = EvolutionStep> {
    let number = any::<u8>;
    prop_oneof![
        4 => (number(), number()).prop_map(|(record, number)| EvolutionStep::Fill { record, number }),
        2 => (number(), number()).prop_map(|(entry, number)| EvolutionStep::Change { entry, number }),
        1 => number().prop_map(|entry| EvolutionStep::Delete { entry }),
        6 => vec(edit(), 1..3).prop_map(|edits| EvolutionStep::Amend(DefinitionChange(edits))),
    ]
}

fn edit() -> impl Strategy<Value = Edit> {
    let number = any::<u8>;
    prop_oneof![
        2 => (shapes(), any::<bool>()).prop_map(|(shape, key)| Edit::AddType { shape, key }),
        1 => number().prop_map(|record| Edit::RemoveType { record }),
        2 => number().prop_map(|record| Edit::RenameType { record }),
        6 => (number(), shapes()).prop_map(|(record, shape)| Edit::AddField { record, shape }),
        2 => (number(), number()).prop_map(|(record, field)| Edit::RemoveField { record, field }),
        3 => (number(), number()).prop_map(|(record, field)| Edit::RenameField { record, field }),
        8 => (number(), number(), shapes(), any::<bool>())
            .prop_map(|(record, field, shape, kind)| Edit::Reshape { record, field, shape, kind }),
        1 => number().prop_map(|record| Edit::Key { record }),
        1 => (number(), number()).prop_map(|(record, field)| Edit::Retitle { record, field }),
        1 => Just(Edit::AddTone),
        1 => number().prop_map(|value| Edit::RemoveTone { value }),
        1 => number().prop_map(|value| Edit::RenameTone { value }),
        3 => shapes().prop_map(|shape| Edit::Extend { shape }),
        1 => number().prop_map(|field| Edit::RenameExtension { field }),
        1 => number().prop_map(|field| Edit::RemoveExtension { field }),
    ]
}

fn shapes() -> impl Strategy<Value = Shape> {
    let rarely = || proptest::bool::weighted(0.25);
    (any::<u8>(), rarely(), rarely(), any::<bool>()).prop_map(|(kind, list, required, default)| Shape {
        kind,
        list,
        required,
        default,
    })
}
