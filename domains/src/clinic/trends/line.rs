//! The line of least squares.

/// The slope of the line through points of a place and a value that leaves the least squares; `None` for less than two
/// places.
pub fn slope(points: &[(f64, f64)]) -> Option<f64> {
    let count = points.len() as f64;
    let mean = |part: fn(&(f64, f64)) -> f64| points.iter().map(part).sum::<f64>() / count;
    let (place, value) = (mean(|point| point.0), mean(|point| point.1));
    let spread: f64 = points.iter().map(|point| (point.0 - place).powi(2)).sum();
    let together: f64 = points.iter().map(|point| (point.0 - place) * (point.1 - value)).sum();
    (spread > 0.0).then(|| together / spread)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slope_of_known_points_is_theirs() {
        // Mean place 2, mean value 3; (2·2 + 0 + 1·1 + 2·3 … ) checked by hand: 8 / 10.
        let points = [(0.0, 1.0), (1.0, 3.0), (2.0, 3.0), (3.0, 3.0), (4.0, 5.0)];
        assert_eq!(slope(&points), Some(0.8));
    }

    #[test]
    fn one_place_has_no_slope() {
        assert_eq!((slope(&[]), slope(&[(3.0, 1.0)]), slope(&[(3.0, 1.0), (3.0, 2.0)])), (None, None, None));
    }
}
