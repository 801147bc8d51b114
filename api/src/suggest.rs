//! "Did you mean …?"

/// The candidate that somebody probably meant: the same but for case, else the most similar one, if any is close.
pub fn closest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const CLOSE: f64 = 0.8;
    let lower = name.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(similarity, _)| *similarity >= CLOSE)
        .max_by(|(left, _), (right, _)| left.total_cmp(right))
        .map(|(_, candidate)| candidate)
}

/// The hint at the end of a message; empty when nothing is close.
pub fn hint<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    closest(name, candidates).map(|candidate| format!("; did you mean `{candidate}`?")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_another_case_and_a_typing_mistake_but_nothing_far_away() {
        let names = ["SoilReading", "Plant"];
        assert_eq!(closest("soilreading", names), Some("SoilReading"));
        assert_eq!(closest("Plnat", names), Some("Plant"));
        assert_eq!(closest("Zebra", names), None);
    }
}
