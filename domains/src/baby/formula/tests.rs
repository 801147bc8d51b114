//! Vectors of the label mix (1 scoop + 60 mL → 67 mL at 20 kcal/fl oz), properties, and what is refused.

use daybook_schema::problem::{ErrorCode, InputError};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::{FUNCTION, FormulaMix, formula_mix};
use crate::function::{FunctionContext, Run};

fn ask(arguments: Json) -> Result<FormulaMix, Vec<InputError>> {
    formula_mix(&serde_json::from_value(arguments).expect("the test's arguments have the right shape"))
}

fn mix(density: f64, volume: f64, mode: &str) -> FormulaMix {
    ask(json!({
        "energyDensity": {"value": density, "unit": "KCAL_PER_FL_OZ"},
        "volume": {"value": volume, "unit": "ML"},
        "mode": mode,
    }))
    .expect("the mix is possible")
}

fn refused(arguments: Json) -> Vec<(ErrorCode, String)> {
    let error = ask(arguments).expect_err("the mix is refused");
    error.into_iter().map(|error| (error.code, error.path.join("."))).collect()
}

#[track_caller]
fn close(actual: f64, expected: f64, tolerance: f64) {
    assert!((actual - expected).abs() <= tolerance, "{actual} is not within {tolerance} of {expected}");
}

#[test]
fn exact_mode_agrees_with_the_vectors() {
    let vectors = [
        (20.0, 67.0, 1.000, 60.0),
        (20.0, 120.0, 1.791, 107.5),
        (22.0, 120.0, 1.970, 106.2),
        (22.0, 240.0, 3.940, 212.4),
        (24.0, 90.0, 1.612, 78.7),
        (24.0, 240.0, 4.299, 209.9),
    ];
    for (density, volume, scoops, water) in vectors {
        let answer = mix(density, volume, "EXACT");
        close(answer.scoops, scoops, 0.0006);
        close(answer.water.value, water, 0.05);
        close(answer.volume.value, volume, 0.005);
        close(answer.percent_error, 0.0, 1e-9);
    }
}

#[test]
fn water_for_one_whole_scoop_agrees_with_the_vectors() {
    for (density, water) in [(20.0, 60.0), (22.0, 53.9), (24.0, 48.8), (26.0, 44.5), (27.0, 42.6), (30.0, 37.7)] {
        let answer = mix(density, 60.0, "WHOLE_SCOOP");
        close(answer.scoops, 1.0, 0.0);
        close(answer.water.value, water, 0.05);
        close(answer.kcal_per_fluid_ounce, density, 1e-6);
    }
}

#[test]
fn half_scoops_round_to_the_nearest_half() {
    let answer = mix(20.0, 100.0, "HALF_SCOOP");
    assert_eq!((answer.scoops, answer.water.value, answer.volume.value), (1.5, 90.0, 100.5));
}

#[test]
fn a_tiny_volume_still_takes_one_scoop() {
    close(mix(20.0, 10.0, "WHOLE_SCOOP").scoops, 1.0, 0.0);
}

#[test]
fn density_per_100_ml_means_the_same_mix() {
    let answer = ask(json!({
        "energyDensity": {"value": 67.628, "unit": "KCAL_PER_100_ML"}, "volume": {"value": 67, "unit": "ML"},
    }))
    .expect("the mix is possible");
    close(answer.scoops, 1.0, 0.001);
    assert_eq!((answer.energy_density.unit, answer.energy_density.value), ("KCAL_PER_100_ML", 67.628));
}

#[test]
fn volume_in_fluid_ounces_is_converted() {
    let answer = ask(json!({"volume": {"value": 4, "unit": "FL_OZ"}})).expect("the mix is possible");
    close(answer.volume.value, 118.294, 0.005);
}

#[test]
fn a_rounded_ounce_changes_density_but_not_a_mix_given_in_it() {
    let answer = ask(json!({"volume": {"value": 67, "unit": "ML"}, "fluidOunce": {"value": 30, "unit": "ML"}}))
        .expect("the mix is possible");
    assert_eq!((answer.scoops, answer.kcal_per_fluid_ounce, answer.fluid_ounce.value), (1.0, 20.0, 30.0));
}

#[test]
fn a_label_of_its_own_decides_scoop_and_grams() {
    // 8.8 g in one scoop for each 1 fl oz (30 mL) of water, coming to 33 mL.
    let label = json!({
        "water": {"value": 30, "unit": "ML"}, "volume": {"value": 33, "unit": "ML"},
        "scoopMass": {"value": 8.8, "unit": "G"},
    });
    let answer = ask(json!({"volume": {"value": 99, "unit": "ML"}, "label": label})).expect("the mix is possible");
    assert_eq!((answer.scoops, answer.water.value), (3.0, 90.0));
    assert_eq!(answer.powder.map(|powder| powder.entered), Some("26.4 g".to_owned()));
}

#[test]
fn rounded_water_is_answered_with_its_error() {
    let answer = ask(json!({
        "volume": {"value": 120, "unit": "ML"}, "energyDensity": {"value": 24, "unit": "KCAL_PER_FL_OZ"},
        "mode": "WHOLE_SCOOP", "waterStep": {"value": 5, "unit": "ML"},
    }))
    .expect("the mix is possible");
    // 2 scoops want 97.7 mL, measured as 100 mL: 2 × 1340 / 114 kcal/fl oz.
    assert_eq!((answer.scoops, answer.water.value), (2.0, 100.0));
    close(answer.kcal_per_fluid_ounce, 2680.0 / 114.0, 0.001);
    close(answer.percent_error, 100.0 * (2680.0 / 114.0 / 24.0 - 1.0), 0.01);
}

#[test]
fn above_the_label_warns_and_at_the_label_does_not() {
    let codes = |answer: FormulaMix| answer.warnings.iter().map(|warning| warning["code"].clone()).collect::<Vec<_>>();
    assert_eq!(codes(mix(22.0, 120.0, "EXACT")), [json!("FORMULA_ABOVE_LABEL")]);
    assert_eq!(codes(mix(20.0, 120.0, "EXACT")), Vec::<Json>::new());
}

#[test]
fn over_dilution_is_refused_unless_allowed() {
    let mut arguments = json!({
        "volume": {"value": 120, "unit": "ML"}, "energyDensity": {"value": 18, "unit": "KCAL_PER_FL_OZ"},
    });
    assert_eq!(refused(arguments.clone()), [(ErrorCode::OutOfRange, "energyDensity".to_owned())]);
    arguments["allowDilution"] = json!(true);
    let answer = ask(arguments).expect("the mix is allowed");
    assert_eq!(answer.warnings[0]["code"], "ABNORMAL_VALUE");
}

#[test]
fn rounding_water_into_over_dilution_is_refused() {
    let arguments = json!({
        "volume": {"value": 120, "unit": "ML"}, "waterStep": {"value": 60, "unit": "ML"}, "mode": "EXACT",
    });
    assert_eq!(refused(arguments), [(ErrorCode::OutOfRange, "waterStep".to_owned())]);
}

#[test]
fn the_literal_unit_trap_is_refused() {
    // 20 kcal/mL is what copied recipes say; it would be 29.6 times too dense.
    let arguments = json!({
        "volume": {"value": 120, "unit": "ML"}, "energyDensity": {"value": 20, "unit": "KCAL_PER_ML"},
    });
    assert_eq!(refused(arguments), [(ErrorCode::OutOfRange, "energyDensity".to_owned())]);
}

#[test]
fn the_plausible_band_includes_its_ends() {
    for density in [15.0, 35.0] {
        let arguments = json!({
            "volume": {"value": 120, "unit": "ML"}, "energyDensity": {"value": density, "unit": "KCAL_PER_FL_OZ"},
            "allowDilution": true,
        });
        assert!(ask(arguments).is_ok(), "{density} kcal/fl oz is plausible");
    }
}

#[test]
fn all_mistakes_are_answered_at_once() {
    let arguments = json!({
        "volume": {"value": 0, "unit": "ML"},
        "energyDensity": {"value": 20, "unit": "KG"},
        "fluidOunce": {"value": 1, "unit": "L"},
        "waterStep": {"value": 5, "unit": "NOPE"},
        "label": {
            "scoops": 0,
            "water": {"value": 67, "unit": "ML"},
            "volume": {"value": 60, "unit": "ML"},
            "scoopMass": {"value": 900, "unit": "G"},
        },
    });
    let mut mistakes = refused(arguments);
    mistakes.sort_by(|left, right| left.1.cmp(&right.1));
    let expected = [
        (ErrorCode::WrongDimension, "energyDensity"),
        (ErrorCode::OutOfRange, "fluidOunce"),
        (ErrorCode::OutOfRange, "label.scoopMass"),
        (ErrorCode::OutOfRange, "label.scoops"),
        (ErrorCode::OutOfRange, "label.volume"),
        (ErrorCode::OutOfRange, "volume"),
        (ErrorCode::InvalidValue, "waterStep"),
    ];
    assert_eq!(mistakes, expected.map(|(code, path)| (code, path.to_owned())));
}

#[test]
fn messages_and_steps_name_scoops_and_water() {
    let answer = mix(20.0, 67.0, "EXACT");
    assert_eq!(answer.message, "1 scoop and 60 mL of water make 67 mL of 20 kcal/fl oz.");
    assert!(answer.steps[0].contains("60 mL") && answer.steps[1].contains("1 scoop "), "{:?}", answer.steps);
}

#[test]
fn a_child_at_high_risk_gets_hot_water() {
    let answer = ask(json!({"volume": {"value": 67, "unit": "ML"}, "highRisk": true})).expect("the mix is possible");
    assert!(answer.steps[0].contains("70 °C"), "{:?}", answer.steps);
}

#[test]
fn an_argument_that_is_null_counts_as_left_out() {
    let context = FunctionContext { now: 0, viewer: None };
    let arguments = json!({
        "volume": {"value": 67, "unit": "ML"}, "energyDensity": null, "mode": null, "label": null, "fluidOunce": null,
        "waterStep": null, "allowDilution": null, "highRisk": null,
    });
    let Run::Pure(run) = FUNCTION.run else { panic!("it reads nothing") };
    let answer = run(&context, arguments).expect("the mix is possible");
    assert_eq!(answer["scoops"], 1.0);
}

proptest! {
    #[test]
    fn energy_is_conserved(density in 20.0..35.0_f64, volume in 5.0..2000.0_f64, mode in 0..3_usize) {
        let answer = mix(density, volume, ["EXACT", "WHOLE_SCOOP", "HALF_SCOOP"][mode]);
        // Energy of the powder by the label: 67 mL of 20 kcal/fl oz for each scoop. Scoops are answered to 0.001.
        let powder = answer.scoops * 20.0 * 67.0;
        let bottle = answer.kcal_per_fluid_ounce * answer.volume.value;
        prop_assert!((powder - bottle).abs() <= 1.5 + bottle * 1e-3, "{powder} kcal in, {bottle} kcal out");
        prop_assert!(answer.percent_error.abs() < 1e-6);
    }

    #[test]
    fn scoops_can_be_measured_in_their_mode(density in 20.0..35.0_f64, volume in 5.0..2000.0_f64) {
        prop_assert!(mix(density, volume, "WHOLE_SCOOP").scoops.fract().abs() < 1e-12);
        prop_assert!((2.0 * mix(density, volume, "HALF_SCOOP").scoops).fract().abs() < 1e-12);
    }

    #[test]
    fn no_number_panics(value in any::<f64>(), other in any::<f64>()) {
        let finite = |number: f64| if number.is_finite() { number } else { 0.0 };
        let quantity = |number, unit| json!({"value": finite(number), "unit": unit});
        let _ = ask(json!({
            "volume": quantity(value, "ML"),
            "energyDensity": quantity(other, "KCAL_PER_100_ML"),
            "label": {"scoops": finite(value), "water": quantity(other, "FL_OZ"), "volume": quantity(value, "L")},
        }));
    }
}
