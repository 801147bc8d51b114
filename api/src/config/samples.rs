//! Which samples of series are plausible.

use daybook_schema::{
    input::PlausibleTimes,
    time::{Span, parse_instant},
};
use serde::{Deserialize, Serialize};

use super::ConfigError;

/// Which samples of series are plausible. Others are kept, but flagged: a clock whose battery died tells such times.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Samples {
    /// The first plausible time, RFC 3339.
    pub earliest: String,
    /// How far ahead of now a time may be, as an ISO 8601 duration.
    pub ahead: String,
}

impl Default for Samples {
    fn default() -> Self {
        Self { earliest: "2000-01-01T00:00:00Z".to_owned(), ahead: "P1Y".to_owned() }
    }
}

impl Samples {
    /// The settings, read; messages name the setting.
    pub fn times(&self) -> Result<PlausibleTimes, ConfigError> {
        let wrong = |key: &str, given: &str, hint: &str| {
            ConfigError::Invalid(format!("`samples.{key}` is `{given}`; write {hint}"))
        };
        let earliest = parse_instant(&self.earliest)
            .map_err(|_| wrong("earliest", &self.earliest, "a time such as 2000-01-01T00:00:00Z"))?;
        let ahead = self.ahead.parse::<Span>().ok().map(|span| span.milliseconds()).filter(|ahead| *ahead > 0);
        let ahead = ahead.ok_or_else(|| wrong("ahead", &self.ahead, "a duration such as P1Y or P7D"))?;
        Ok(PlausibleTimes { earliest, ahead })
    }

    /// The settings of a configuration that was checked.
    pub fn plausible(&self) -> PlausibleTimes {
        self.times().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(earliest: &str, ahead: &str) -> String {
        let samples = Samples { earliest: earliest.to_owned(), ahead: ahead.to_owned() };
        samples.times().unwrap_err().to_string()
    }

    #[test]
    fn a_setting_that_is_no_time_is_named_with_what_to_write() {
        assert_eq!(
            message("yesterday", "P1Y"),
            "`samples.earliest` is `yesterday`; write a time such as 2000-01-01T00:00:00Z"
        );
        let negative = "`samples.ahead` is `-P1D`; write a duration such as P1Y or P7D";
        assert_eq!(message("2000-01-01T00:00:00Z", "-P1D"), negative);
    }

    #[test]
    fn the_defaults_are_those_of_the_rule() {
        let times = Samples::default().times().unwrap();
        assert_eq!(times.earliest, PlausibleTimes::default().earliest);
        assert!(times.ahead > 364 * 86_400_000);
    }
}
