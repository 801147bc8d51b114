//! What a field holds, as text that is kept with the field: declarations are compared by it.

use daybook_schema::model::{Field, FieldKind, Scalar};

use super::Evolution;

/// Scalars whose values are strings too.
const TEXTS: [&str; 6] = ["TimeZone", "Url", "Email", "Phone", "Language", "Country"];

impl Evolution<'_> {
    /// What a field holds, so that two declarations can be compared.
    pub fn describe(&self, field: &Field, types: &[i64]) -> String {
        if field.computed.is_some() {
            return "computed".to_owned();
        }
        let item = match &field.kind {
            FieldKind::Link(link) => {
                let target = types.get(link.target.0).copied().unwrap_or_default();
                return format!("{}:{target}", if field.list { "links" } else { "link" });
            }
            FieldKind::Enum(index) => {
                let declared = &self.model.enums[index.0];
                let names: Vec<&str> = declared.values.iter().map(|value| value.name.as_str()).collect();
                format!("enum:{}({})", declared.name, names.join(","))
            }
            FieldKind::Object(index) => format!("object:{}", self.model.objects[index.0].name),
            FieldKind::Scalar(Scalar::Quantity) => {
                let unit = field.unit.as_ref().map_or("", |unit| unit.canonical.name());
                format!("Quantity:{unit}")
            }
            FieldKind::Scalar(scalar) => format!("{scalar:?}"),
        };
        let item = if field.list { format!("[{item}]") } else { item };
        if field.required { format!("{item}!") } else { item }
    }
}

/// A description without the names of an enum's values and without the mark of required fields.
fn plain(description: &str) -> String {
    let description = description.trim_end_matches('!');
    let end = if description.ends_with(']') { "]" } else { "" };
    description.split_once('(').map_or_else(|| description.to_owned(), |(name, _)| format!("{name}{end}"))
}

/// Whether values of one description are values of another.
pub fn fits(stored: &str, declared: &str) -> bool {
    let (stored, declared) = (&*plain(stored), &*plain(declared));
    stored == declared
        || (declared == "String" && TEXTS.contains(&stored))
        || (declared == "[String]" && TEXTS.iter().any(|text| stored == format!("[{text}]")))
}
