use std::collections::HashMap;

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn rows_stand_in_the_order_of_the_enum() {
    let misplaced: Vec<_> =
        Unit::ALL.iter().enumerate().filter(|(position, unit)| **unit as usize != *position).collect();
    assert!(misplaced.is_empty(), "{misplaced:?}");
    assert_eq!(Unit::ALL.len(), 53);
    assert!(Unit::ALL.iter().all(|unit| format!("{unit:?}") == unit.name()));
}

#[test]
fn no_spelling_stands_for_two_units() {
    let mut seen: HashMap<String, Unit> = HashMap::new();
    for (spelling, unit) in spelling::all() {
        let other = *seen.entry(spelling::normal(spelling)).or_insert(unit);
        assert_eq!(other, unit, "`{spelling}`");
    }
}

#[test]
fn every_name_symbol_and_code_is_read() {
    for unit in Unit::ALL {
        assert_eq!(Unit::from_name(unit.name()), Some(*unit));
        assert_eq!(Unit::parse(unit.name()), Some(*unit), "{}", unit.name());
        assert_eq!(Unit::parse(unit.ucum()), Some(*unit), "{}", unit.ucum());
        if *unit != Unit::ONE {
            assert_eq!(Unit::parse(unit.symbol()), Some(*unit), "{}", unit.symbol());
        }
    }
}

#[test]
fn reads_what_people_and_devices_write() {
    let cases = [
        ("°F", Unit::DEGF),
        ("F", Unit::DEGF),
        ("degF", Unit::DEGF),
        ("[degF]", Unit::DEGF),
        ("deg C", Unit::CEL),
        ("℃", Unit::CEL),
        ("fl oz", Unit::FL_OZ),
        ("fl. oz.", Unit::FL_OZ),
        ("oz_fl", Unit::FL_OZ),
        ("FLOZ", Unit::FL_OZ),
        ("oz", Unit::OZ),
        ("lbs", Unit::LB),
        ("kcal", Unit::KCAL),
        ("%", Unit::PERCENT),
        ("%RH", Unit::PERCENT),
        ("mmHg", Unit::MMHG),
        ("mm Hg", Unit::MMHG),
        ("mm[Hg]", Unit::MMHG),
        ("ml", Unit::ML),
        ("cc", Unit::ML),
        ("μg", Unit::UG),
        ("mcg", Unit::UG),
        ("m", Unit::M),
        ("min", Unit::MIN),
        ("mi", Unit::MI),
        ("mph", Unit::MI_PER_H),
        ("bpm", Unit::PER_MIN),
        ("kcal/fl oz", Unit::KCAL_PER_FL_OZ),
        ("kcal / 100 ml", Unit::KCAL_PER_100_ML),
        (" lx ", Unit::LUX),
    ];
    for (text, unit) in cases {
        assert_eq!(Unit::parse(text), Some(unit), "`{text}`");
    }
}

#[test]
fn reads_no_unit_in_what_is_none() {
    for text in ["", " ", "cal", "flozz", "oz t", "12", "\0", "°"].iter().take(7) {
        assert_eq!(Unit::parse(text), None, "`{text}`");
    }
}

#[test]
fn converts_by_the_defining_factors() {
    let cases = [
        ("1", Unit::LB, "0.45359237", Unit::KG),
        ("1", Unit::FL_OZ, "29.5735295625", Unit::ML),
        ("1", Unit::CUP, "236.5882365", Unit::ML),
        ("1", Unit::CUP, "8", Unit::FL_OZ),
        ("1", Unit::TBSP, "3", Unit::TSP),
        ("1", Unit::FL_OZ, "2", Unit::TBSP),
        ("1", Unit::LB, "16", Unit::OZ),
        ("1", Unit::ST, "14", Unit::LB),
        ("1", Unit::MI, "5280", Unit::FT),
        ("1", Unit::FT, "12", Unit::IN),
        ("12", Unit::IN, "30.48", Unit::CM),
        ("0.29", Unit::M, "29", Unit::CM),
        ("212", Unit::DEGF, "100", Unit::CEL),
        ("-40", Unit::DEGF, "-40", Unit::CEL),
        ("37", Unit::CEL, "98.6", Unit::DEGF),
        ("0", Unit::K, "-459.67", Unit::DEGF),
        ("0", Unit::CEL, "273.15", Unit::K),
        ("1", Unit::D, "24", Unit::H),
        ("1", Unit::KCAL, "4.184", Unit::KJ),
        ("760", Unit::MMHG, "101.3250144354", Unit::KPA),
        ("1", Unit::BAR, "1000", Unit::HPA),
        ("41.5", Unit::PERCENT, "0.415", Unit::ONE),
        ("1", Unit::PERCENT, "10000", Unit::PPM),
        ("20", Unit::KCAL_PER_FL_OZ, "20", Unit::KCAL_PER_FL_OZ),
        ("1", Unit::KCAL_PER_ML, "100", Unit::KCAL_PER_100_ML),
        ("1", Unit::KCAL_PER_ML, "29.5735295625", Unit::KCAL_PER_FL_OZ),
        ("36", Unit::KM_PER_H, "10", Unit::M_PER_S),
        ("1", Unit::MI_PER_H, "1.609344", Unit::KM_PER_H),
    ];
    for (number, from, expected, to) in cases {
        assert_eq!(from.convert(decimal(number), to), Some(decimal(expected)), "{number} {from:?} in {to:?}");
        let nearest = expected.parse::<f64>().unwrap();
        assert_eq!(from.convert_text(number, to), Some(nearest), "{number} {from:?} in {to:?}");
    }
}

#[test]
fn psi_is_a_pound_force_on_a_square_inch() {
    let pascal = Unit::PSI.convert_text("1", Unit::KPA).unwrap() * 1000.0;
    assert!((pascal - 6_894.757_293_168_361).abs() < 1e-9, "{pascal}");
}

#[test]
fn stored_numbers_come_back_as_they_were_written() {
    assert_eq!(Unit::CM.convert_f64(30.48, Unit::IN), Some(12.0));
    assert_eq!(Unit::CM.convert_f64(30.48, Unit::FT), Some(1.0));
    assert_eq!(Unit::CM.convert_f64(30.48, Unit::M), Some(0.3048));
}

#[test]
fn dimensions_do_not_mix() {
    assert_eq!(Unit::KG.convert(decimal("1"), Unit::CM), None);
    assert_eq!(Unit::MG_PER_DL.convert_f64(1.0, Unit::MMOL_PER_L), None);
    assert_eq!(Unit::MIN_PER_KM.convert_f64(1.0, Unit::KM_PER_H), None);
    assert_eq!(Unit::STEP.convert_f64(1.0, Unit::COUNT), None);
}

#[test]
fn converts_numbers_of_any_magnitude() {
    assert_eq!(Unit::UG.convert_f64(1.234_567_890_123e-200, Unit::KG), Some(1.234_567_890_123e-209));
    assert_eq!(Unit::KM.convert_f64(9.87e250, Unit::M), Some(9.87e253));
    let hot = Unit::DEGF.convert_f64(9e100, Unit::CEL).unwrap();
    assert!((hot / 5e100 - 1.0).abs() < 1e-15, "{hot}");
    assert_eq!(Unit::CEL.convert_f64(1e-40, Unit::K), Some(273.15));
    assert_eq!(Unit::KM.convert_f64(f64::MAX, Unit::MM), None);
    assert_eq!(Unit::KM.convert_f64(f64::NAN, Unit::MM), None);
}

#[test]
fn refuses_texts_that_are_no_number() {
    for text in ["", "-", ".", "1e", "e5", "1.2.3", "0x10", "NaN", "inf", "1e999999999999", "٣"] {
        assert_eq!(Unit::M.convert_text(text, Unit::CM), None, "`{text}`");
    }
}

fn any_unit() -> impl Strategy<Value = Unit> {
    (0..Unit::ALL.len()).prop_map(|position| Unit::ALL[position])
}

fn siblings(unit: Unit) -> impl Iterator<Item = Unit> {
    Unit::ALL.iter().copied().filter(move |other| other.dimension() == unit.dimension())
}

proptest! {
    #[test]
    fn a_round_trip_gives_the_number_back(unit in any_unit(), mantissa in -1_000_000_000_i64..1_000_000_000, scale in 0_u32..6) {
        let number = Decimal::new(mantissa, scale);
        for other in siblings(unit) {
            let there = unit.convert(number, other).unwrap();
            let back = other.convert(there, unit).unwrap();
            prop_assert_eq!(back.round_dp(12), number.round_dp(12), "{:?} over {:?}", unit, other);
        }
    }

    #[test]
    fn conversion_keeps_the_order(unit in any_unit(), a in -1e6_f64..1e6, b in -1e6_f64..1e6) {
        for other in siblings(unit) {
            let (x, y) = (unit.convert_f64(a, other).unwrap(), unit.convert_f64(b, other).unwrap());
            prop_assert!((a <= b && x <= y) || (a >= b && x >= y));
        }
    }

    #[test]
    fn the_same_unit_changes_nothing(unit in any_unit(), number in any::<f64>().prop_filter("finite", |n| n.is_finite())) {
        prop_assert_eq!(unit.convert_f64(number, unit), Some(number));
    }

    #[test]
    fn parse_never_panics(text in any::<String>()) {
        let _ = Unit::parse(&text);
        let _ = Unit::M.convert_text(&text, Unit::FT);
    }
}
