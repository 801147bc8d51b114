//! Units of measure: UCUM code, symbol, dimension and exact conversion for each.
//!
//! The facts are in `table`, the arithmetic in `convert`, the reading of what people write in `spelling`.

mod answer;
mod convert;
mod spelling;
mod table;
#[cfg(test)]
mod tests;

use table::Row;

use crate::exact::{Decimal, Exact, significant};

pub use table::Scale;

/// Every unit of the API.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[expect(missing_docs, non_camel_case_types, reason = "the names are those of the API")]
pub enum Unit {
    ML,
    L,
    FL_OZ,
    CUP,
    TSP,
    TBSP,
    UG,
    MG,
    G,
    KG,
    OZ,
    LB,
    ST,
    MM,
    CM,
    M,
    KM,
    IN,
    FT,
    MI,
    CEL,
    DEGF,
    K,
    S,
    MIN,
    H,
    D,
    KCAL,
    KJ,
    KCAL_PER_FL_OZ,
    KCAL_PER_100_ML,
    KCAL_PER_ML,
    MMHG,
    KPA,
    HPA,
    BAR,
    PSI,
    PERCENT,
    ONE,
    PPM,
    MG_PER_DL,
    MMOL_PER_L,
    PER_MIN,
    LUX,
    M_PER_S,
    KM_PER_H,
    MI_PER_H,
    MIN_PER_KM,
    W,
    DEG,
    RAD,
    STEP,
    COUNT,
}

/// What a unit measures. Units of one dimension convert into each other.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Dimension {
    Volume,
    Mass,
    Length,
    Temperature,
    Duration,
    Energy,
    EnergyDensity,
    Pressure,
    Fraction,
    MassConcentration,
    SubstanceConcentration,
    Frequency,
    Illuminance,
    Speed,
    Pace,
    Power,
    Angle,
    Steps,
    Count,
}

impl Unit {
    /// All units, in the order of the API's enum.
    pub const ALL: &'static [Self] = &table::UNITS;

    /// The name in the API, such as `FL_OZ`.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The unit of that API name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|unit| unit.name() == name)
    }

    /// The unit of an API name, symbol or UCUM code, as people and devices write it: `fl oz`, `°F`, `[degF]`, `mL`.
    /// Case, spaces, underscores and dots do not matter; no spelling stands for two units.
    pub fn parse(text: &str) -> Option<Self> {
        spelling::find(text)
    }

    /// How people write it, such as `fl oz`. Empty for [`Unit::ONE`], whose numbers stand alone.
    pub fn symbol(self) -> &'static str {
        self.row().symbol
    }

    /// The UCUM code, such as `[foz_us]`.
    pub fn ucum(self) -> &'static str {
        self.row().ucum
    }

    /// What it measures.
    pub fn dimension(self) -> Dimension {
        self.row().dimension
    }

    /// How its numbers stand to those of the base of its dimension: `(number - shift) * factor / divisor`.
    pub fn scale(self) -> &'static Scale {
        table::scale(self)
    }

    /// A number with the symbol, such as `4 fl oz`; the number alone where there is no symbol.
    pub fn write(self, number: &str) -> String {
        if self.symbol().is_empty() { number.to_owned() } else { format!("{number} {}", self.symbol()) }
    }

    /// Converts a decimal into another unit of the same dimension; `None` for another dimension or on overflow.
    pub fn convert(self, number: rust_decimal::Decimal, to: Self) -> Option<rust_decimal::Decimal> {
        convert::decimal(number, self, to)
    }

    /// Converts a stored number; the inverse of reading it, rounded to the nearest double of the decimal result.
    pub fn convert_f64(self, number: f64, to: Self) -> Option<f64> {
        convert::text(&format!("{number:e}"), self, to)
    }

    /// Converts a number as written, such as `0.29` or `1.5e-7`, rounded once to the nearest double. `None` when the
    /// text is no number, for another dimension, and beyond the range of a double.
    pub fn convert_text(self, number: &str, to: Self) -> Option<f64> {
        convert::text(number, self, to)
    }

    /// Converts an exact number; `None` for another dimension, and beyond what is kept exactly.
    pub fn convert_exact(self, number: Exact, to: Self) -> Option<Exact> {
        convert::exact_sum(number, 1, self, to)
    }

    /// Converts the exact sum of so many numbers.
    pub fn convert_sum(self, sum: Exact, count: u64, to: Self) -> Option<Exact> {
        convert::exact_sum(sum, count, self, to)
    }

    /// Converts the exact distance of two numbers: scales with another zero, such as those of temperature, shift numbers
    /// and not distances.
    pub fn convert_distance(self, distance: Exact, to: Self) -> Option<Exact> {
        convert::exact_distance(distance, self, to)
    }

    /// Whether a number in this unit is what a conversion without an end left, such as 25.88888888888889 °C of 78.6 °F: it
    /// has more digits than anybody writes, or another unit has it in few digits.
    pub fn is_remainder(self, number: f64) -> bool {
        match Decimal::of(number, 2) {
            Some(decimal) if decimal.long => true,
            Some(decimal) if decimal.units.unsigned_abs() >= 1_000_000_000_000 => {
                let others = Self::ALL.iter().filter(|unit| unit.dimension() == self.dimension() && **unit != self);
                others.copied().any(|unit| self.comes_from(number, unit))
            }
            _ => false,
        }
    }

    #[expect(clippy::float_cmp, reason = "the same conversion gives the very same double")]
    fn comes_from(self, number: f64, unit: Self) -> bool {
        let entered = self.convert_f64(number, unit).map(significant).and_then(Exact::of);
        let converted = entered.and_then(|entered| unit.convert_exact(entered, self));
        converted.is_some_and(|converted| !converted.ends() && converted.nearest() == number)
    }

    fn row(self) -> &'static Row {
        &table::ROWS[self as usize]
    }
}

impl Dimension {
    /// The dimension in English, such as `energy density`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Volume => "volume",
            Self::Mass => "mass",
            Self::Length => "length",
            Self::Temperature => "temperature",
            Self::Duration => "duration",
            Self::Energy => "energy",
            Self::EnergyDensity => "energy density",
            Self::Pressure => "pressure",
            Self::Fraction => "fraction",
            Self::MassConcentration => "mass concentration",
            Self::SubstanceConcentration => "substance concentration",
            Self::Frequency => "frequency",
            Self::Illuminance => "illuminance",
            Self::Speed => "speed",
            Self::Pace => "pace",
            Self::Power => "power",
            Self::Angle => "angle",
            Self::Steps => "steps",
            Self::Count => "count",
        }
    }
}
