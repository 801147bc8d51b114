//! The definitions of a history: a street that stands, and what is built at it.

use std::fmt::Write as _;

use daybook_schema::definition::Source;
use serde_json::{Value as Json, json};

use super::steps::{DefinitionChange, Edit, Shape};

/// What is defined.
#[derive(Clone, Debug)]
pub(super) struct DefinedTypes {
    types: Vec<TypeSpec>,
    /// Fields that were added to the street.
    extension: Vec<FieldSpec>,
    /// Values of the enum `Tone`, each with its earlier names.
    tones: Vec<(String, Vec<String>)>,
    /// Makes names that were never there before.
    counter: u32,
}

#[derive(Clone, Debug)]
struct TypeSpec {
    name: String,
    plural: String,
    was: Vec<String>,
    key: bool,
    title: Option<String>,
    fields: Vec<FieldSpec>,
}

#[derive(Clone, Debug)]
struct FieldSpec {
    name: String,
    was: Vec<String>,
    kind: Kind,
    list: bool,
    required: bool,
    default: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Plain(&'static str),
    Quantity(&'static str),
    Tone,
    /// To a type by its place; the street beyond the last.
    Link(usize),
}

/// What `typePlan` is given.
#[derive(Clone, Debug, Default)]
pub(super) struct PlanInput {
    pub sdl: String,
    pub remove: Vec<String>,
}

const PLAIN: [&str; 10] =
    ["String", "Int", "Float", "Boolean", "Date", "DateTime", "Duration", "Money", "JSON", "GeoPoint"];
const UNITS: [&str; 4] = ["ML", "L", "G", "KG"];

impl Default for DefinedTypes {
    fn default() -> Self {
        let tones = ["CALM", "MERRY", "GRAVE"].map(|tone| (tone.to_owned(), Vec::new()));
        Self { types: Vec::new(), extension: Vec::new(), tones: tones.to_vec(), counter: 0 }
    }
}

impl DefinedTypes {
    /// The definitions that come from a file.
    pub fn fixed() -> Vec<Source> {
        let text = "type Street @entry(plural: \"streets\", title: \"{name}\") { name: String! }".to_owned();
        vec![Source { file: "street.graphql".to_owned(), text, built_in: false }]
    }

    /// Changes the definitions; what that is in the language, or nothing when there is nothing to change.
    pub fn amend(&mut self, amendment: &DefinitionChange) -> Option<PlanInput> {
        let (mut given, mut touched, mut tone) = (PlanInput::default(), Vec::new(), false);
        for edit in &amendment.0 {
            if let Some(place) = self.edit(*edit, &mut given) {
                touched.push(self.types[place].name.clone());
            }
            tone |= matches!(edit, Edit::AddTone | Edit::RemoveTone { .. } | Edit::RenameTone { .. });
        }
        let mut wanted = tone && self.uses_tone();
        for place in 0..self.types.len() {
            if touched.contains(&self.types[place].name) {
                given.sdl += &self.type_text(place);
                wanted |= self.types[place].fields.iter().any(|field| field.kind == Kind::Tone);
            }
        }
        if amendment.0.iter().any(|edit| matches!(edit, Edit::Extend { .. } | Edit::RenameExtension { .. }))
            && !self.extension.is_empty()
        {
            let fields: String = self.extension.iter().map(|field| self.field_text(field)).collect();
            let _ = writeln!(given.sdl, "extend type Street {{ {fields}}}");
            wanted |= self.extension.iter().any(|field| field.kind == Kind::Tone);
        }
        if wanted {
            let values: Vec<_> = self.tones.iter().map(|(name, was)| format!("{name}{}", former(was))).collect();
            let _ = writeln!(given.sdl, "enum Tone {{ {} }}", values.join(" "));
        }
        (!given.sdl.is_empty() || !given.remove.is_empty()).then_some(given)
    }

    /// Makes one change; the place of the type that must be written anew.
    fn edit(&mut self, edit: Edit, given: &mut PlanInput) -> Option<usize> {
        let place =
            |record: u8, defined: &Self| (!defined.types.is_empty()).then(|| usize::from(record) % defined.types.len());
        match edit {
            Edit::AddType { shape, key } => {
                let name = self.fresh("House");
                let field = self.field(shape);
                let plural = format!("all{name}");
                self.types.push(TypeSpec { name, plural, was: Vec::new(), key, title: None, fields: vec![field] });
                Some(self.types.len() - 1)
            }
            Edit::RemoveType { record } => {
                let place = place(record, self)?;
                given.remove.push(self.types.remove(place).name);
                // Links to it become links to something else, which the plan must see through.
                None
            }
            Edit::RenameType { record } => {
                let place = place(record, self)?;
                let name = self.fresh("Hut");
                let ty = &mut self.types[place];
                ty.was.push(std::mem::replace(&mut ty.name, name));
                Some(place)
            }
            Edit::AddField { record, shape } => {
                let place = place(record, self)?;
                let field = self.field(shape);
                self.types[place].fields.push(field);
                Some(place)
            }
            Edit::RemoveField { record, field } => {
                let place = place(record, self)?;
                let ty = &mut self.types[place];
                let field = pick(&ty.fields, field)?;
                let gone = ty.fields.remove(field);
                ty.title = ty.title.take().filter(|title| *title != gone.name);
                Some(place)
            }
            Edit::RenameField { record, field } => {
                let place = place(record, self)?;
                let name = self.fresh("part");
                let ty = &mut self.types[place];
                let field = pick(&ty.fields, field)?;
                if ty.title.as_ref() == Some(&ty.fields[field].name) {
                    ty.title = Some(name.clone());
                }
                rename(&mut ty.fields[field], name);
                Some(place)
            }
            Edit::Reshape { record, field, shape, kind } => {
                let place = place(record, self)?;
                let shaped = self.field(shape);
                let ty = &mut self.types[place];
                let field = pick(&ty.fields, field)?;
                ty.title = ty.title.take().filter(|title| *title != ty.fields[field].name);
                let known = &mut ty.fields[field];
                (known.list, known.required, known.default) = (shape.list, shape.required, shape.default);
                if kind {
                    known.kind = shaped.kind;
                }
                Some(place)
            }
            Edit::Key { record } => {
                let place = place(record, self)?;
                self.types[place].key = !self.types[place].key;
                Some(place)
            }
            Edit::Retitle { record, field } => {
                let place = place(record, self)?;
                let ty = &mut self.types[place];
                let field = pick(&ty.fields, field).map(|field| &ty.fields[field]);
                ty.title =
                    field.filter(|field| !field.list && field.kind != Kind::Plain("JSON")).map(|it| it.name.clone());
                Some(place)
            }
            Edit::AddTone => {
                let name = self.fresh("T").to_uppercase();
                self.tones.push((name, Vec::new()));
                None
            }
            Edit::RemoveTone { value } => {
                let value = usize::from(value) % self.tones.len();
                if self.tones.len() > 1 {
                    self.tones.remove(value);
                }
                None
            }
            Edit::RenameTone { value } => {
                let name = self.fresh("T").to_uppercase();
                let value = usize::from(value) % self.tones.len();
                let (known, was) = &mut self.tones[value];
                was.push(std::mem::replace(known, name));
                None
            }
            Edit::Extend { shape } => {
                let field = self.field(shape);
                self.extension.push(field);
                None
            }
            Edit::RenameExtension { field } => {
                let name = self.fresh("part");
                let field = pick(&self.extension, field)?;
                rename(&mut self.extension[field], name);
                None
            }
            Edit::RemoveExtension { field } => {
                let field = pick(&self.extension, field)?;
                given.remove.push(format!("Street.{}", self.extension.remove(field).name));
                None
            }
        }
    }

    fn fresh(&mut self, word: &str) -> String {
        self.counter += 1;
        format!("{word}{}", self.counter)
    }

    fn field(&mut self, shape: Shape) -> FieldSpec {
        let number = usize::from(shape.kind);
        let kind = match number % 20 {
            number @ 0..10 => Kind::Plain(PLAIN[number]),
            number @ 10..14 => Kind::Quantity(UNITS[number - 10]),
            14..16 => Kind::Tone,
            _ => Kind::Link(number % (self.types.len() + 1)),
        };
        let name = self.fresh("part");
        FieldSpec { name, was: Vec::new(), kind, list: shape.list, required: shape.required, default: shape.default }
    }

    fn uses_tone(&self) -> bool {
        let fields = self.types.iter().flat_map(|ty| &ty.fields).chain(&self.extension);
        fields.into_iter().any(|field| field.kind == Kind::Tone)
    }

    fn type_text(&self, place: usize) -> String {
        let ty = &self.types[place];
        let title = ty.title.as_deref().map(|field| format!(" of {{{field}}}")).unwrap_or_default();
        let key = if ty.key { " @key(fields: [\"name\"])" } else { "" };
        let fields: String = ty.fields.iter().map(|field| self.field_text(field)).collect();
        format!(
            "type {} @entry(plural: \"{}\", title: \"{{name}}{title}\"){key}{} {{ name: String! {fields}}}\n",
            ty.name,
            ty.plural,
            former(&ty.was)
        )
    }

    fn field_text(&self, field: &FieldSpec) -> String {
        let (ty, rule, default) = match &field.kind {
            Kind::Plain(name) => ((*name).to_owned(), String::new(), plain_default(name)),
            Kind::Quantity(unit) => ("Quantity".to_owned(), format!(" @unit(canonical: {unit})"), None),
            Kind::Tone => ("Tone".to_owned(), String::new(), Some(self.tones[0].0.clone())),
            Kind::Link(target) => {
                let target = self.types.get(*target).map_or("Street", |ty| &ty.name);
                (target.to_owned(), format!(" @link(inverse: \"from{}\")", field.name), None)
            }
        };
        let default = default.filter(|_| field.default).map(|default| {
            let default = if field.list { json!([default]).to_string() } else { default };
            format!(" @default(value: {})", Json::String(default))
        });
        let ty = if field.list { format!("[{ty}!]") } else { ty };
        let required = if field.required { "!" } else { "" };
        format!("{}: {ty}{required}{rule}{}{} ", field.name, default.unwrap_or_default(), former(&field.was))
    }
}

fn former(was: &[String]) -> String {
    let names: Vec<_> = was.iter().map(|name| format!(" @was(name: \"{name}\")")).collect();
    names.concat()
}

fn rename(field: &mut FieldSpec, name: String) {
    field.was.push(std::mem::replace(&mut field.name, name));
}

fn pick<T>(all: &[T], number: u8) -> Option<usize> {
    (!all.is_empty()).then(|| usize::from(number) % all.len())
}

fn plain_default(name: &str) -> Option<String> {
    let text = match name {
        "String" => "given",
        "Int" => "7",
        "Float" => "0.5",
        "Boolean" => "true",
        "Date" => "2026-01-01",
        "DateTime" => "2026-01-01T00:00:00Z",
        "Duration" => "PT5M",
        _ => return None,
    };
    Some(text.to_owned())
}
