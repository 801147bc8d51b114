//! Units of measure: UCUM code, symbol, dimension and exact conversion for each.

use rust_decimal::Decimal;

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
    pub const ALL: &'static [Self] = &[];

    /// The name in the API, such as `FL_OZ`.
    pub fn name(self) -> &'static str {
        todo!()
    }

    /// The unit of that API name.
    pub fn from_name(_name: &str) -> Option<Self> {
        todo!()
    }

    /// The unit of an API name, symbol or UCUM code, as people and devices write it: `fl oz`, `°F`, `[degF]`, `mL`.
    pub fn parse(_text: &str) -> Option<Self> {
        todo!()
    }

    /// How people write it, such as `fl oz`.
    pub fn symbol(self) -> &'static str {
        todo!()
    }

    /// The UCUM code, such as `[foz_us]`.
    pub fn ucum(self) -> &'static str {
        todo!()
    }

    /// What it measures.
    pub fn dimension(self) -> Dimension {
        todo!()
    }

    /// Converts a decimal into another unit of the same dimension; `None` for another dimension or on overflow.
    pub fn convert(self, _number: Decimal, _to: Self) -> Option<Decimal> {
        todo!()
    }

    /// Converts a stored number; the inverse of reading it, rounded to the nearest double of the decimal result.
    pub fn convert_f64(self, _number: f64, _to: Self) -> Option<f64> {
        todo!()
    }
}

impl Dimension {
    /// The dimension in English, such as `energy density`.
    pub fn name(self) -> &'static str {
        todo!()
    }
}
