//! The figures of foods.

use std::collections::HashMap;

use daybook_schema::{Value, unit::Unit};
use daybook_store::query::{Filter, Subject, Test};
use uuid::Uuid;

use super::{NUTRIENTS, Result};
use crate::{records::Records, tally::Tally};

/// The foods of a day.
#[derive(Debug)]
pub(super) struct Foods {
    /// Units of the nutrients, in the order of [`NUTRIENTS`].
    pub units: Vec<Unit>,
    foods: HashMap<Uuid, Food>,
}

/// A food's figures.
#[derive(Debug)]
pub(super) struct Food {
    /// They are in 100 mL instead of 100 g.
    pub per_volume: bool,
    /// Grams of one piece.
    pub portion: Option<Tally>,
    /// In the order of [`NUTRIENTS`]; `None` where unknown.
    pub figures: Vec<Option<Tally>>,
}

impl Foods {
    /// Reads the foods of these ids, in one statement.
    pub fn read(records: &mut Records<'_>, mut ids: Vec<Uuid>) -> Result<Self> {
        let kind = records.kind("Food")?;
        let units = NUTRIENTS.iter().map(|name| Ok(kind.unit(name)?.unwrap_or(Unit::ONE))).collect::<Result<_>>()?;
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            return Ok(Self { units, foods: HashMap::new() });
        }
        let wanted = Filter::Test(Subject::Id, Test::In(ids.iter().map(|id| Value::Id(*id)).collect()));
        let fields: Vec<&str> = ["perVolume", "portion"].into_iter().chain(NUTRIENTS).collect();
        let grams = kind.unit("portion")?.unwrap_or(Unit::G);
        let rows = records.list(&kind, vec![wanted], Vec::new(), &fields, ids.len())?;
        let foods: HashMap<_, _> = rows
            .into_iter()
            .map(|row| {
                let number = |place: usize, unit: Unit| match &row.values[place] {
                    Value::Quantity(quantity) => Some(Tally::of(quantity.value, unit)),
                    _ => None,
                };
                let figures = units.iter().enumerate().map(|(place, unit)| number(place + 2, *unit));
                let food = Food {
                    per_volume: row.values[0] == Value::Boolean(true),
                    portion: number(1, grams).map(|portion| portion.converted(grams, Unit::G)),
                    figures: figures.collect(),
                };
                (row.id, food)
            })
            .collect();
        Ok(Self { units, foods })
    }

    /// A food that is there.
    pub fn get(&self, id: Uuid) -> Option<&Food> {
        self.foods.get(&id)
    }
}
