//! The surface as SDL: types in the order of their names, descriptions included.

use std::fmt::Write;

use async_graphql_value::ConstValue;

use super::{Argument, OutputField, Shape, Surface, SurfaceType};

/// The directive of documents that is ours, as SDL.
pub const EXPLAIN: &str = "\"Answers in `extensions.explain` what a query read and what that cost.\"\n\
                           directive @explain on QUERY | FIELD\n";

/// The whole surface as SDL. The same model always gives the same text.
pub fn print(surface: &Surface) -> String {
    let mut types: Vec<&SurfaceType> = surface.types.values().collect();
    types.sort_by(|left, right| left.name.cmp(&right.name));
    types.into_iter().map(definition).collect::<Vec<_>>().join("\n")
}

fn definition(ty: &SurfaceType) -> String {
    let mut text = description(&ty.description, "");
    let name = &ty.name;
    let mut line = |words: std::fmt::Arguments<'_>| text.push_str(&words.to_string());
    match &ty.shape {
        Shape::Scalar { specified_by } => {
            let specified = specified_by.as_deref().map(|url| format!(" @specifiedBy(url: {})", quoted(url)));
            line(format_args!("scalar {name}{}\n", specified.unwrap_or_default()));
        }
        Shape::Enum { values } => {
            line(format_args!("enum {name} {{\n"));
            for value in values {
                let described = description(&value.description, "  ");
                line(format_args!("{described}  {}{}\n", value.name, deprecated(value.deprecation.as_deref())));
            }
            line(format_args!("}}\n"));
        }
        Shape::Input { fields, one_of } => {
            let one_of = if *one_of { " @oneOf" } else { "" };
            line(format_args!("input {name}{one_of} {{\n"));
            for (name, field) in fields {
                line(format_args!("{}  {}\n", description(&field.description, "  "), input(name, field)));
            }
            line(format_args!("}}\n"));
        }
        Shape::Interface { fields } => {
            line(format_args!("interface {name} {{\n"));
            for (name, field) in fields {
                line(format_args!("{}", output(name, field)));
            }
            line(format_args!("}}\n"));
        }
        Shape::Object { fields, implements, .. } => {
            let implements =
                if implements.is_empty() { String::new() } else { format!(" implements {}", implements.join(" & ")) };
            line(format_args!("type {name}{implements} {{\n"));
            for (name, field) in fields {
                line(format_args!("{}", output(name, field)));
            }
            line(format_args!("}}\n"));
        }
    }
    text
}

fn output(name: &str, field: &OutputField) -> String {
    let mut text = description(&field.description, "  ");
    let _ = write!(text, "  {name}");
    if !field.arguments.is_empty() {
        text.push_str("(\n");
        for (name, argument) in &field.arguments {
            let _ = writeln!(text, "{}    {}", description(&argument.description, "    "), input(name, argument));
        }
        text.push_str("  )");
    }
    let _ = writeln!(text, ": {}{}", field.ty, deprecated(field.deprecation.as_deref()));
    text
}

fn input(name: &str, argument: &Argument) -> String {
    let default = argument.default.as_ref().map(|value| format!(" = {value}")).unwrap_or_default();
    format!("{name}: {}{default}{}", argument.ty, deprecated(argument.deprecation.as_deref()))
}

fn deprecated(reason: Option<&str>) -> String {
    reason.map(|reason| format!(" @deprecated(reason: {})", quoted(reason))).unwrap_or_default()
}

fn description(text: &str, indent: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{indent}{}\n", quoted(text)) }
}

fn quoted(text: &str) -> String {
    ConstValue::String(text.to_owned()).to_string()
}
