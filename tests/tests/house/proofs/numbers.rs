//! Statistics the plain way: from all numbers at once.

use serde_json::Value as Json;

/// What is said of numbers.
#[derive(Clone, Copy, Debug)]
pub struct Numbers {
    pub count: usize,
    pub mean: f64,
    /// Of a sample.
    pub deviation: f64,
    pub min: f64,
    pub max: f64,
    pub median: f64,
}

impl Numbers {
    /// Of at least two numbers.
    pub fn of(values: &[f64]) -> Self {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let count = sorted.len();
        let mean = sorted.iter().sum::<f64>() / count as f64;
        let squares: f64 = sorted.iter().map(|value| (value - mean) * (value - mean)).sum();
        let middle = |place: usize| sorted[place];
        let median = f64::midpoint(middle((count - 1) / 2), middle(count / 2));
        let deviation = (squares / (count - 1) as f64).sqrt();
        Self { count, mean, deviation, min: sorted[0], max: sorted[count - 1], median }
    }

    /// Checks an answer `{count avg sd min max quantile}`.
    #[track_caller]
    pub fn assert_answered(&self, answer: &Json, about: &str) {
        assert_eq!(answer["count"].as_u64(), Some(self.count as u64), "{about}");
        let parts = [
            ("avg", self.mean),
            ("sd", self.deviation),
            ("min", self.min),
            ("max", self.max),
            ("quantile", self.median),
        ];
        for (name, expected) in parts {
            assert_near(&answer[name], expected, &format!("{about}: {name}"));
        }
    }
}

/// Checks a number but for its last digits, which depend on the order of sums.
#[track_caller]
pub fn assert_near(answer: &Json, expected: f64, about: &str) {
    let number = answer.as_f64().unwrap_or_else(|| panic!("{about} is {answer}, expected {expected}"));
    assert!((number - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{about} is {number}, expected {expected}");
}
