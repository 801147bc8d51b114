//! Literals against the types of their places.
//!
//! Scalars of our own take every literal here: coercion knows what is right and says it better.

use async_graphql_parser::Pos;
use async_graphql_value::{ConstValue, Name, Value};
use indexmap::IndexMap;

use super::{Validation, cut, hint, is_required, nullable, variables::Use, walk::Seen};
use crate::surface::{Argument, Shape, SurfaceType, TypeRef, is_built_in};

impl<'a> Validation<'a> {
    /// Checks a value at a place of some type, and notes the variables in it. `default` is what holds when it is left out.
    pub(super) fn value(
        &mut self,
        ty: Option<&'a TypeRef>,
        default: Option<&'a ConstValue>,
        value: &'a Value,
        pos: Pos,
        seen: &mut Seen<'a>,
    ) {
        match value {
            Value::Variable(name) => {
                seen.uses.push(Use { name, ty, has_default: default.is_some(), one_of: None, pos });
            }
            Value::List(items) => {
                let item = match ty.map(nullable) {
                    Some(TypeRef::List(item)) => Some(&**item),
                    Some(other) => {
                        self.leaf(other, value, pos);
                        Some(other)
                    }
                    None => None,
                };
                for (position, value) in items.iter().enumerate() {
                    self.place.push(position.to_string());
                    self.value(item, None, value, pos, seen);
                    self.place.pop();
                }
            }
            Value::Object(fields) => self.object(ty, value, fields, pos, seen),
            Value::Null => {
                if let Some(ty) = ty.filter(|ty| ty.is_required()) {
                    self.wrong(format!("null is no `{ty}`; give a value"), pos);
                }
            }
            _ => {
                if let Some(ty) = ty {
                    self.leaf(ty, value, pos);
                }
            }
        }
    }

    fn object(
        &mut self,
        ty: Option<&'a TypeRef>,
        value: &'a Value,
        fields: &'a IndexMap<Name, Value>,
        pos: Pos,
        seen: &mut Seen<'a>,
    ) {
        let known = ty.and_then(|ty| self.ty(ty.name()));
        let Some((name, declared, one_of)) = known.and_then(input) else {
            if let Some(ty) = ty {
                self.leaf(ty, value, pos);
            }
            return fields.values().for_each(|value| self.value(None, None, value, pos, seen));
        };
        for (field, value) in fields {
            let argument = declared.get(field.as_str());
            if argument.is_none() {
                let near = hint(field, declared.keys().map(String::as_str));
                self.wrong(format!("`{name}` has no field `{}`{near}", cut(field)), pos);
            }
            let default = argument.and_then(|argument| argument.default.as_ref());
            self.place.push(field.to_string());
            self.value(argument.map(|argument| &argument.ty), default, value, pos, seen);
            self.place.pop();
        }
        for (field, argument) in declared.iter().filter(|(_, argument)| is_required(argument)) {
            if !fields.contains_key(field.as_str()) {
                self.wrong(format!("`{name}` needs the field `{field}`, a value of type `{}`", argument.ty), pos);
            }
        }
        if one_of {
            self.one_of(name, fields, pos, seen);
        }
    }

    /// Exactly one field is given, and none that may be null.
    fn one_of(&mut self, name: &'a str, fields: &'a IndexMap<Name, Value>, pos: Pos, seen: &mut Seen<'a>) {
        match fields.values().next() {
            Some(Value::Variable(variable)) if fields.len() == 1 => {
                seen.uses.push(Use { name: variable, ty: None, has_default: false, one_of: Some(name), pos });
            }
            Some(value) if fields.len() == 1 && *value != Value::Null => {}
            _ => {
                let (place, given) = (cut(&self.place.join(".")), fields.len());
                self.wrong(
                    format!("`{place}`: `{name}` takes exactly one field that is not null; {given} are given"),
                    pos,
                );
            }
        }
    }

    /// Checks a literal against the type that a list of it holds, or that it is itself.
    fn leaf(&mut self, ty: &TypeRef, value: &Value, pos: Pos) {
        let name = ty.name();
        let fits = match name {
            _ if is_built_in(name) => built_in(name, value),
            _ => match self.ty(name).map(|known| &known.shape) {
                Some(Shape::Enum { values }) => {
                    matches!(value, Value::Enum(given) if values.iter().any(|known| known.name == given.as_str()))
                }
                Some(Shape::Input { .. }) => false,
                _ => true,
            },
        };
        if !fits {
            self.wrong(format!("{} is no `{name}`{}", shown(value), self.right(name, value)), pos);
        }
    }

    /// What would be right.
    fn right(&self, name: &str, value: &Value) -> String {
        match (self.ty(name).map(|known| &known.shape), value) {
            (Some(Shape::Enum { values }), Value::Enum(given)) => {
                hint(given, values.iter().map(|value| value.name.as_str()))
            }
            (Some(Shape::Enum { values }), _) => {
                let some: Vec<&str> = values.iter().take(6).map(|value| value.name.as_str()).collect();
                format!("; give one of its values, without quotes: {}", some.join(", "))
            }
            (Some(Shape::Input { .. }), _) => "; give an object with its fields".to_owned(),
            _ => match name {
                "String" => "; give a text in quotes",
                "Int" => "; give a whole number from -2147483648 to 2147483647",
                "Float" => "; give a number",
                "Boolean" => "; give true or false",
                "ID" => "; give a text or a whole number",
                _ => "",
            }
            .to_owned(),
        }
    }
}

/// Name and fields of an input object, and whether exactly one of them is given.
fn input(ty: &SurfaceType) -> Option<(&str, &IndexMap<String, Argument>, bool)> {
    match &ty.shape {
        Shape::Input { fields, one_of } => Some((&ty.name, fields, *one_of)),
        _ => None,
    }
}

fn built_in(name: &str, value: &Value) -> bool {
    match (name, value) {
        ("Int", Value::Number(number)) => number.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
        ("Float", Value::Number(_)) | ("String" | "ID", Value::String(_)) | ("Boolean", Value::Boolean(_)) => true,
        ("ID", Value::Number(number)) => !number.to_string().contains(['.', 'e', 'E']),
        _ => false,
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::List(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        Value::Enum(name) => format!("`{}`", cut(name)),
        other => cut(&other.to_string()),
    }
}
