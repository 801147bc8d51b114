//! A few patients, and what was measured on them.

use serde_json::json;

use super::{Household, Random, days::Days, link, quantity};

/// Key, number, name, sex, age in years, allergies, systolic and diastolic pressure, weight in kg.
type Patient = (&'static str, &'static str, &'static str, &'static str, i32, &'static [&'static str], [f64; 3]);

#[rustfmt::skip]
const PATIENTS: [Patient; 4] = [
    ("almeida", "D-1001", "Rosa Almeida", "FEMALE", 71, &["penicillin"], [152.0, 88.0, 68.0]),
    ("brandt", "D-1002", "Otto Brandt", "MALE", 58, &[], [138.0, 84.0, 91.0]),
    ("chen", "D-1003", "Mei Chen", "FEMALE", 34, &["latex"], [112.0, 71.0, 55.0]),
    ("diallo", "D-1004", "Amadou Diallo", "MALE", 46, &[], [127.0, 79.0, 78.0]),
];

pub(super) fn patients(household: &mut Household, days: &Days, random: &mut Random) {
    for (key, identifier, name, sex, age, allergies, [systolic, diastolic, weight]) in PATIENTS {
        household.add(
            "Patient",
            key,
            json!({
                "identifier": identifier, "name": name, "sex": sex, "birthDate": days.ago(age * 365 + 97).to_string(),
                "allergies": allergies, "practitioner": link("weiss"), "language": "en",
            }),
        );
        for (number, date) in days.all().filter(|(number, _)| number % 9 == 4) {
            let at = days.at(date, random.about(10.0 * 60.0, 60.0));
            let Some(effective) = days.past(at) else { continue };
            // Whoever began with a high pressure is treated, and comes down.
            let eased = (systolic - 125.0_f64).max(0.0) * f64::from(number) / 160.0;
            let about = |random: &mut Random, middle: f64, spread: f64| random.about(middle, spread).round();
            let fields = json!({
                "patient": link(key), "effectiveAt": effective, "code": "85353-1", "name": "Vital signs",
                "status": "FINAL", "performer": link("weiss"),
                "systolic": quantity(about(random, systolic - eased, 7.0), "MMHG"),
                "diastolic": quantity(about(random, diastolic - eased / 2.0, 5.0), "MMHG"),
                "heartRate": quantity(about(random, 72.0, 8.0), "PER_MIN"),
                "temperature": quantity((random.about(36.7, 0.3) * 10.0).round() / 10.0, "CEL"),
                "oxygenSaturation": quantity(about(random, 97.0, 1.0), "PERCENT"),
                "weight": quantity((random.about(weight, 0.8) * 10.0).round() / 10.0, "KG"),
            });
            household.add("Observation", format!("vitals-{key}-{number}"), fields);
        }
        if let Some(effective) = days.past(days.at(days.ago(40), 9.0 * 60.0)) {
            let value = (random.about(98.0, 14.0)).round();
            let fields = json!({
                "patient": link(key), "effectiveAt": effective, "code": "2339-0", "name": "Glucose, fasting",
                "status": "FINAL", "value": value, "unit": "mg/dL", "referenceLow": 70, "referenceHigh": 99,
                "interpretation": if value > 99.0 { "H" } else { "N" }, "performer": link("weiss"),
            });
            household.add("Observation", format!("glucose-{key}"), fields);
        }
    }
}
