//! Where settings come from.

use std::path::{Path, PathBuf};

use daybook_schema::suggest;
use figment::{
    Figment, Metadata, Profile, Provider,
    providers::{Env, Format, Serialized, Toml},
    value::{Dict, Map, Value},
};
use serde::{Deserialize, Deserializer};

use super::Config;

/// Where the file with settings is looked for when nothing says otherwise.
const DEFAULT_FILE: &str = "daybook.toml";

/// All names of settings, sections with a dot.
pub(super) const KEYS: [&str; 17] = [
    "listen",
    "data",
    "types",
    "built_in",
    "log.format",
    "log.level",
    "limits.body",
    "limits.ingest_body",
    "limits.batch",
    "store.readers",
    "store.group",
    "store.max_pages",
    "maintenance.interval",
    "maintenance.trash_days",
    "maintenance.history_days",
    "samples.earliest",
    "samples.ahead",
];

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The named file does not exist.
    #[error("there is no configuration file `{}`", .0.display())]
    NoFile(PathBuf),
    /// A value that makes no sense, or a name that is none.
    #[error("{0}")]
    Invalid(String),
}

/// The settings of all sources, with where each comes from.
#[derive(Clone, Debug)]
pub struct Sources(Figment);

impl Sources {
    /// Collects the settings: defaults, the file (`daybook.toml` when it exists, unless another is named), the
    /// environment, and what was given on the command line.
    pub fn collect(file: Option<&Path>, flags: &[(&'static str, Value)]) -> Result<Self, ConfigError> {
        if let Some(file) = file
            && !file.is_file()
        {
            return Err(ConfigError::NoFile(file.to_owned()));
        }
        let environment = Env::prefixed(PREFIX)
            .map(|name| name.as_str().to_ascii_lowercase().replace("__", ".").into())
            .filter(|name| KEYS.contains(&name.as_str()));
        let file = file.or_else(|| Some(Path::new(DEFAULT_FILE)).filter(|file| file.is_file()));
        let mut figment = Figment::from(Serialized::defaults(Config::default()));
        if let Some(file) = file {
            figment = figment.merge(Toml::file_exact(file));
        }
        Ok(Self(figment.merge(environment).merge(Flags(flags))))
    }

    /// Variables of the environment that look like settings and are none, a sentence each. They are no mistake: systems such
    /// as Kubernetes make variables of the names of services.
    pub fn unknown_variables() -> Vec<String> {
        let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
        unknown(names)
    }

    /// The settings, checked.
    pub fn config(&self) -> Result<Config, ConfigError> {
        let config: Config = self.0.extract().map_err(|errors| ConfigError::Invalid(explain(errors)))?;
        config.check()?;
        Ok(config)
    }

    /// Where a setting comes from, in words.
    pub(super) fn origin(&self, key: &str) -> String {
        match self.0.find_metadata(key) {
            None => "default".to_owned(),
            Some(metadata) if metadata.name.contains("environment") => format!("environment: {}", variable(key)),
            Some(metadata) => match &metadata.source {
                Some(figment::Source::File(path)) => format!("file: {}", path.display()),
                _ if metadata.name == Flags::NAME => Flags::NAME.to_owned(),
                _ => "default".to_owned(),
            },
        }
    }
}

/// The environment variable of a setting.
pub(super) fn variable(key: &str) -> String {
    format!("{PREFIX}{}", key.to_ascii_uppercase().replace('.', "__"))
}

/// How all variables begin.
const PREFIX: &str = "DAYBOOK_";

/// Variables that are no settings, but known all the same: which file to read, and what controls tests and tools.
const OTHERS: [&str; 12] = [
    "DAYBOOK_CONFIG",
    "DAYBOOK_FAULT",
    "DAYBOOK_BINARY",
    "DAYBOOK_CHROMIUM",
    "DAYBOOK_CRASH_KILLS",
    "DAYBOOK_CRASH_SEED",
    "DAYBOOK_CRASH_TYPE_KILLS",
    "DAYBOOK_NO_SKIP",
    "DAYBOOK_OWN_SERVER",
    "DAYBOOK_REQUIRE_BROWSER",
    "DAYBOOK_SHARED",
    "DAYBOOK_URL",
];

fn unknown(names: impl Iterator<Item = String>) -> Vec<String> {
    let known: Vec<String> = KEYS.iter().map(|key| variable(key)).chain(OTHERS.map(str::to_owned)).collect();
    let mut unknown: Vec<String> = names
        .filter(|name| {
            let name = name.to_ascii_uppercase();
            name.starts_with(PREFIX) && !known.contains(&name)
        })
        .map(|name| {
            // All begin alike: only what differs is compared.
            let meant = suggest::closest(&name[PREFIX.len()..], known.iter().map(|known| &known[PREFIX.len()..]));
            let hint = meant.map(|meant| format!("; did you mean `{PREFIX}{meant}`?")).unwrap_or_default();
            format!("the environment variable `{name}` is no setting and is ignored{hint}")
        })
        .collect();
    unknown.sort();
    unknown
}

fn explain(errors: figment::Error) -> String {
    let explained: Vec<String> = errors
        .into_iter()
        .map(|error| {
            let place = match &error.metadata {
                Some(metadata) if metadata.name.contains("environment") => {
                    format!(" (environment: {})", variable(&error.path.join(".")))
                }
                Some(Metadata { source: Some(figment::Source::File(path)), .. }) => {
                    format!(" (file: {})", path.display())
                }
                _ => String::new(),
            };
            let key = error.path.join(".");
            let kind = error.kind.to_string().replace("usize", "a whole number");
            if key.is_empty() { format!("{kind}{place}") } else { format!("`{key}`{place}: {kind}") }
        })
        .collect();
    explained.join("\n")
}

/// What was given on the command line.
struct Flags<'a>(&'a [(&'static str, Value)]);

impl Flags<'_> {
    const NAME: &'static str = "command line";
}

impl Provider for Flags<'_> {
    fn metadata(&self) -> Metadata {
        Metadata::named(Self::NAME)
    }

    fn data(&self) -> figment::Result<Map<Profile, Dict>> {
        let mut all = Dict::new();
        for (key, value) in self.0 {
            match key.split_once('.') {
                None => {
                    all.insert((*key).to_owned(), value.clone());
                }
                Some((section, name)) => {
                    let entry = all.entry(section.to_owned()).or_insert_with(|| Value::from(Dict::new()));
                    if let Value::Dict(_, section) = entry {
                        section.insert(name.to_owned(), value.clone());
                    }
                }
            }
        }
        Ok(Profile::Default.collect(all))
    }
}

/// Reads one path or a list of them; one text may hold several, as in `PATH`.
pub(super) fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<PathBuf>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        Many(Vec<PathBuf>),
        One(String),
    }
    Ok(match OneOrMany::deserialize(deserializer)? {
        OneOrMany::Many(paths) => paths,
        OneOrMany::One(text) => std::env::split_paths(&text).filter(|path| !path.as_os_str().is_empty()).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_that_is_no_setting_is_named_with_what_was_probably_meant() {
        let names = [
            "DAYBOOK_LISTNE",
            "DAYBOOK_LIMITS_BODY",
            "DAYBOOK_DATA",
            "daybook_data",
            "DAYBOOK_LIMITS__INGEST_BODY",
            "DAYBOOK_CONFIG",
            "DAYBOOK_PORT_8080_TCP_ADDR",
            "HOME",
            "MYDAYBOOK_LISTNE",
        ];
        let told = unknown(names.into_iter().map(str::to_owned));
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[0].contains("`DAYBOOK_LIMITS_BODY`") && told[0].contains("`DAYBOOK_LIMITS__BODY`"), "{}", told[0]);
        assert!(told[1].contains("`DAYBOOK_LISTNE`") && told[1].contains("`DAYBOOK_LISTEN`"), "{}", told[1]);
        assert!(told[2].contains("`DAYBOOK_PORT_8080_TCP_ADDR`"), "{}", told[2]);
    }

    #[test]
    fn every_setting_has_a_variable_that_is_known() {
        let variables = KEYS.iter().map(|key| variable(key));
        assert_eq!(unknown(variables), Vec::<String>::new());
    }
}
