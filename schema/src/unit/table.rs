//! One row of facts for each unit.
//!
//! A number in a unit is `(number - shift) * factor / divisor` in the base of its dimension: mL, g, m, °C, s, kJ,
//! kcal/mL, Pa, one, m/s, degree. Factors are exact by definition of the unit (the radian alone is not: 28 digits of π);
//! a divisor stands where the factor has no finite decimal.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::{Dimension, Unit};

/// What is known about a unit.
pub(super) struct Row {
    pub(super) unit: Unit,
    pub(super) name: &'static str,
    pub(super) symbol: &'static str,
    pub(super) ucum: &'static str,
    pub(super) dimension: Dimension,
    factor: &'static str,
    divisor: &'static str,
    shift: &'static str,
    /// Spellings beside name, symbol and UCUM code, separated by blanks; `_` stands for an optional blank.
    pub(super) spellings: &'static str,
}

/// How the numbers of a unit stand to those of the base of its dimension: `(number - shift) * factor / divisor`.
pub struct Scale {
    /// What to multiply with.
    pub factor: Decimal,
    /// What to divide by, where the factor has no finite decimal.
    pub divisor: Decimal,
    /// What to take away first.
    pub shift: Decimal,
}

/// The scale of a unit.
pub(super) fn scale(unit: Unit) -> &'static Scale {
    static SCALES: LazyLock<Vec<Scale>> = LazyLock::new(|| ROWS.iter().map(Row::scale).collect());
    &SCALES[unit as usize]
}

/// All units, in the order of the rows.
pub(super) const UNITS: [Unit; ROWS.len()] = {
    let mut units = [Unit::ML; ROWS.len()];
    let mut position = 0;
    while position < ROWS.len() {
        units[position] = ROWS[position].unit;
        position += 1;
    }
    units
};

impl Row {
    fn scale(&self) -> Scale {
        let decimal = |text: &str| text.parse().expect("the table holds decimals, a test reads them all");
        Scale { factor: decimal(self.factor), divisor: decimal(self.divisor), shift: decimal(self.shift) }
    }
}

#[rustfmt::skip]
const fn row(
    unit: Unit, name: &'static str, symbol: &'static str, ucum: &'static str, dimension: Dimension,
    [factor, divisor, shift]: [&'static str; 3], spellings: &'static str,
) -> Row {
    Row { unit, name, symbol, ucum, dimension, factor, divisor, shift, spellings }
}

/// In the order of the enum.
#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    row(Unit::ML, "ML", "mL", "mL", Dimension::Volume, ["1", "1", "0"], "milliliter milliliters millilitre millilitres cc cm3 cm³ ccm"),
    row(Unit::L, "L", "L", "L", Dimension::Volume, ["1000", "1", "0"], "liter liters litre litres ltr dm3"),
    row(Unit::FL_OZ, "FL_OZ", "fl oz", "[foz_us]", Dimension::Volume, ["29.5735295625", "1", "0"], "oz_fl foz fluid_ounce fluid_ounces floz_us us_fl_oz fl_ounce fl_ounces"),
    row(Unit::CUP, "CUP", "cup", "[cup_us]", Dimension::Volume, ["236.5882365", "1", "0"], "cups"),
    row(Unit::TSP, "TSP", "tsp", "[tsp_us]", Dimension::Volume, ["4.92892159375", "1", "0"], "teaspoon teaspoons tsps"),
    row(Unit::TBSP, "TBSP", "tbsp", "[tbs_us]", Dimension::Volume, ["14.78676478125", "1", "0"], "tablespoon tablespoons tbs tbsps"),
    row(Unit::UG, "UG", "µg", "ug", Dimension::Mass, ["0.000001", "1", "0"], "mcg microgram micrograms"),
    row(Unit::MG, "MG", "mg", "mg", Dimension::Mass, ["0.001", "1", "0"], "milligram milligrams"),
    row(Unit::G, "G", "g", "g", Dimension::Mass, ["1", "1", "0"], "gram grams gramme grammes gr gm"),
    row(Unit::KG, "KG", "kg", "kg", Dimension::Mass, ["1000", "1", "0"], "kilogram kilograms kilo kilos kgs"),
    row(Unit::OZ, "OZ", "oz", "[oz_av]", Dimension::Mass, ["28.349523125", "1", "0"], "ounce ounces ozs"),
    row(Unit::LB, "LB", "lb", "[lb_av]", Dimension::Mass, ["453.59237", "1", "0"], "lbs pound pounds"),
    row(Unit::ST, "ST", "st", "[stone_av]", Dimension::Mass, ["6350.29318", "1", "0"], "stone stones"),
    row(Unit::MM, "MM", "mm", "mm", Dimension::Length, ["0.001", "1", "0"], "millimeter millimeters millimetre millimetres"),
    row(Unit::CM, "CM", "cm", "cm", Dimension::Length, ["0.01", "1", "0"], "centimeter centimeters centimetre centimetres"),
    row(Unit::M, "M", "m", "m", Dimension::Length, ["1", "1", "0"], "meter meters metre metres"),
    row(Unit::KM, "KM", "km", "km", Dimension::Length, ["1000", "1", "0"], "kilometer kilometers kilometre kilometres"),
    row(Unit::IN, "IN", "in", "[in_i]", Dimension::Length, ["0.0254", "1", "0"], "inch inches \" ″"),
    row(Unit::FT, "FT", "ft", "[ft_i]", Dimension::Length, ["0.3048", "1", "0"], "foot feet ' ′"),
    row(Unit::MI, "MI", "mi", "[mi_i]", Dimension::Length, ["1609.344", "1", "0"], "mile miles"),
    row(Unit::CEL, "CEL", "°C", "Cel", Dimension::Temperature, ["1", "1", "0"], "c degC ℃ celsius centigrade deg_celsius degrees_celsius degrees_c"),
    row(Unit::DEGF, "DEGF", "°F", "[degF]", Dimension::Temperature, ["5", "9", "32"], "f degF ℉ fahrenheit deg_fahrenheit degrees_fahrenheit degrees_f"),
    row(Unit::K, "K", "K", "K", Dimension::Temperature, ["1", "1", "273.15"], "kelvin kelvins degK"),
    row(Unit::S, "S", "s", "s", Dimension::Duration, ["1", "1", "0"], "sec secs second seconds"),
    row(Unit::MIN, "MIN", "min", "min", Dimension::Duration, ["60", "1", "0"], "mins minute minutes"),
    row(Unit::H, "H", "h", "h", Dimension::Duration, ["3600", "1", "0"], "hr hrs hour hours"),
    row(Unit::D, "D", "d", "d", Dimension::Duration, ["86400", "1", "0"], "day days"),
    row(Unit::KCAL, "KCAL", "kcal", "kcal", Dimension::Energy, ["4.184", "1", "0"], "kilocalorie kilocalories kcals"),
    row(Unit::KJ, "KJ", "kJ", "kJ", Dimension::Energy, ["1", "1", "0"], "kilojoule kilojoules"),
    row(Unit::KCAL_PER_FL_OZ, "KCAL_PER_FL_OZ", "kcal/fl oz", "kcal/[foz_us]", Dimension::EnergyDensity, ["1", "29.5735295625", "0"], "kcal/oz kcal/floz kcal/oz_fl kcal/foz"),
    row(Unit::KCAL_PER_100_ML, "KCAL_PER_100_ML", "kcal/100 mL", "kcal/dL", Dimension::EnergyDensity, ["1", "100", "0"], ""),
    row(Unit::KCAL_PER_ML, "KCAL_PER_ML", "kcal/mL", "kcal/mL", Dimension::EnergyDensity, ["1", "1", "0"], ""),
    row(Unit::MMHG, "MMHG", "mmHg", "mm[Hg]", Dimension::Pressure, ["133.322387415", "1", "0"], ""),
    row(Unit::KPA, "KPA", "kPa", "kPa", Dimension::Pressure, ["1000", "1", "0"], "kilopascal kilopascals"),
    row(Unit::HPA, "HPA", "hPa", "hPa", Dimension::Pressure, ["100", "1", "0"], "hectopascal hectopascals mbar millibar millibars"),
    row(Unit::BAR, "BAR", "bar", "bar", Dimension::Pressure, ["100000", "1", "0"], "bars"),
    row(Unit::PSI, "PSI", "psi", "[psi]", Dimension::Pressure, ["4.4482216152605", "0.00064516", "0"], "lbf/in2"),
    row(Unit::PERCENT, "PERCENT", "%", "%", Dimension::Fraction, ["1", "100", "0"], "pct percents %rh"),
    row(Unit::ONE, "ONE", "", "1", Dimension::Fraction, ["1", "1", "0"], ""),
    row(Unit::PPM, "PPM", "ppm", "[ppm]", Dimension::Fraction, ["1", "1000000", "0"], "10*-6 parts_per_million"),
    row(Unit::MG_PER_DL, "MG_PER_DL", "mg/dL", "mg/dL", Dimension::MassConcentration, ["1", "1", "0"], ""),
    row(Unit::MMOL_PER_L, "MMOL_PER_L", "mmol/L", "mmol/L", Dimension::SubstanceConcentration, ["1", "1", "0"], ""),
    row(Unit::PER_MIN, "PER_MIN", "/min", "/min", Dimension::Frequency, ["1", "1", "0"], "1/min min-1 bpm beats/min breaths/min beats_per_min beats_per_minute"),
    row(Unit::LUX, "LUX", "lx", "lx", Dimension::Illuminance, ["1", "1", "0"], ""),
    row(Unit::M_PER_S, "M_PER_S", "m/s", "m/s", Dimension::Speed, ["1", "1", "0"], "mps"),
    row(Unit::KM_PER_H, "KM_PER_H", "km/h", "km/h", Dimension::Speed, ["1", "3.6", "0"], "kmh kph"),
    row(Unit::MI_PER_H, "MI_PER_H", "mph", "[mi_i]/h", Dimension::Speed, ["0.44704", "1", "0"], "mi/h"),
    row(Unit::MIN_PER_KM, "MIN_PER_KM", "min/km", "min/km", Dimension::Pace, ["1", "1", "0"], ""),
    row(Unit::W, "W", "W", "W", Dimension::Power, ["1", "1", "0"], "watt watts"),
    row(Unit::DEG, "DEG", "°", "deg", Dimension::Angle, ["1", "1", "0"], "degree degrees"),
    row(Unit::RAD, "RAD", "rad", "rad", Dimension::Angle, ["180", "3.1415926535897932384626433833", "0"], "radian radians"),
    row(Unit::STEP, "STEP", "steps", "{steps}", Dimension::Steps, ["1", "1", "0"], ""),
    row(Unit::COUNT, "COUNT", "pcs", "{count}", Dimension::Count, ["1", "1", "0"], "pc piece pieces counts"),
];
