//! Shows the effective settings.

use std::fmt::Write;

use super::{ConfigError, Sources, source};

/// The effective settings as TOML that could be used as the file, each with where it comes from.
pub fn report(sources: &Sources) -> Result<String, ConfigError> {
    let config = sources.config()?;
    let values = serde_json::to_value(&config).map_err(|error| ConfigError::Invalid(error.to_string()))?;
    let mut text = String::new();
    let mut section = "";
    for key in source::KEYS {
        let (head, name) = key.split_once('.').unwrap_or(("", key));
        if head != section {
            section = head;
            let _ = writeln!(text, "\n[{head}]");
        }
        let value = key.split('.').fold(&values, |value, part| &value[part]);
        // Strings, numbers, booleans and lists of strings are written the same way in JSON and TOML.
        let _ = writeln!(text, "{name} = {value}  # {}", sources.origin(key));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use figment::value::Value;

    use super::*;

    #[test]
    fn names_the_source_of_each_setting() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("daybook.toml");
        std::fs::write(&file, "data = \"elsewhere\"\n[limits]\nbatch = 3\n").unwrap();
        let sources = Sources::collect(Some(&file), &[("listen", Value::from("127.0.0.1:1"))]).unwrap();
        let report = report(&sources).unwrap();
        let lines: Vec<&str> = report.lines().collect();
        assert!(lines.contains(&"listen = \"127.0.0.1:1\"  # command line"), "{report}");
        assert!(lines.contains(&format!("data = \"elsewhere\"  # file: {}", file.display()).as_str()), "{report}");
        assert!(lines.contains(&format!("batch = 3  # file: {}", file.display()).as_str()), "{report}");
        assert!(lines.contains(&"built_in = true  # default"), "{report}");
    }

    #[test]
    fn every_setting_is_reported() {
        let values = serde_json::to_value(super::super::Config::default()).unwrap();
        let mut keys: Vec<String> = Vec::new();
        for (name, value) in values.as_object().unwrap() {
            match value.as_object() {
                Some(section) => keys.extend(section.keys().map(|key| format!("{name}.{key}"))),
                None => keys.push(name.clone()),
            }
        }
        assert_eq!(keys, source::KEYS);
    }

    #[test]
    fn refuses_an_unknown_setting_and_names_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("daybook.toml");
        std::fs::write(&file, "listne = \"127.0.0.1:1\"\n").unwrap();
        let error = Sources::collect(Some(&file), &[]).unwrap().config().unwrap_err().to_string();
        assert!(error.contains("listne") && error.contains("daybook.toml"), "{error}");
    }

    #[test]
    fn refuses_a_file_that_is_not_there() {
        let error = Sources::collect(Some(std::path::Path::new("no-such.toml")), &[]).unwrap_err();
        assert_eq!(error.to_string(), "there is no configuration file `no-such.toml`");
    }
}
