//! "Did you mean …?"

/// The candidate that somebody probably meant: the same but for case, else the most similar one, if any is close.
pub fn closest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    close(name, candidates)
        .into_iter()
        .max_by(|(left, _), (right, _)| left.total_cmp(right))
        .map(|(_, candidate)| candidate)
}

/// All candidates that are close, with how similar they are, from 0 to 1.
fn close<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<(f64, &'a str)> {
    const CLOSE: f64 = 0.8;
    let lower = name.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(similarity, _)| *similarity >= CLOSE)
        .collect()
}

/// The hint at the end of a message; empty when nothing is close.
pub fn hint<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    closest(name, candidates).map(|candidate| format!("; did you mean `{candidate}`?")).unwrap_or_default()
}

/// The same with up to two names, where a second one is about as close: `plant` and `plants` for `plantz`.
pub fn hint_of_two<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    const ABOUT: f64 = 0.05;
    let mut close = close(name, candidates);
    close.sort_by(|(left, _), (right, _)| right.total_cmp(left));
    match close[..] {
        [] => String::new(),
        [(best, first), (next, second), ..] if best - next < ABOUT => {
            format!("; did you mean `{first}` or `{second}`?")
        }
        [(_, first), ..] => format!("; did you mean `{first}`?"),
    }
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

    #[test]
    fn names_a_second_one_only_where_it_is_about_as_close() {
        let names = ["plant", "plants", "plantsStats", "beds"];
        assert_eq!(hint_of_two("plantz", names), "; did you mean `plant` or `plants`?");
        assert_eq!(hint_of_two("bedz", names), "; did you mean `beds`?");
        assert_eq!(hint_of_two("zebra", names), "");
    }
}
