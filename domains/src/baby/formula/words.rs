//! What to do, in words.

use super::mix::Mix;
use crate::quantity::rounded;

/// Rule and version of the arithmetic.
pub const RULE: &str = "label mix scaled by energy, with the room that the powder takes";
/// Changes when an answer could change.
pub const RULE_VERSION: &str = "1";
/// Where rule and steps come from.
pub const SOURCE: &str = "product label; CDC, Infant Formula Preparation and Storage; \
                          doi 10.1101/2025.03.21.25324421 for water at 165 °F when the powder goes in";

/// The mix in one sentence.
pub fn message(mix: &Mix, kcal_per_fluid_ounce: f64) -> String {
    let water = rounded(mix.water, 1);
    let volume = rounded(mix.volume, 1);
    let density = rounded(kcal_per_fluid_ounce, 1);
    format!("{} and {water} mL of water make {volume} mL of {density} kcal/fl oz.", scoops(mix.scoops))
}

/// How to prepare it, in the order of doing.
pub fn steps(mix: &Mix, powder: Option<f64>, high_risk: bool) -> Vec<String> {
    let water = rounded(mix.water, 1);
    let first = if high_risk {
        format!(
            "Boil the water and let it cool to no less than 74 °C (165 °F), then measure {water} mL into the bottle, \
             before the powder, so that it is still at 70 °C (158 °F) or more once mixed."
        )
    } else {
        format!("Measure {water} mL of safe water into the bottle first, before the powder.")
    };
    let grams = powder.map(|grams| format!(" ({} g)", rounded(grams, 1))).unwrap_or_default();
    let second = format!(
        "Add {}{grams} of powder, filled as the label says, with the scoop of this can and of no other product.",
        scoops(mix.scoops)
    );
    let mut steps = vec![first, second, "Close the bottle and shake until no powder is left on the wall.".to_owned()];
    if high_risk {
        steps.push("Cool it to body temperature under running water and test a drop on the wrist.".to_owned());
    }
    steps.push(
        "Feed within 2 hours of mixing and within 1 hour of the start of the feeding, or put it into the \
         refrigerator at once and use it within 24 hours."
            .to_owned(),
    );
    steps.push("Never warm it in a microwave, and pour away what is left after the feeding.".to_owned());
    steps
}

fn scoops(count: f64) -> String {
    let count = rounded(count, 2);
    let noun = if count <= 1.0 { "scoop" } else { "scoops" };
    format!("{count} {noun}")
}
