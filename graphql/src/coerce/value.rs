//! One value against one type, all mistakes gathered.

use async_graphql_value::{ConstValue, Value};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::{constant::to_json, cut, hint, scalar};
use crate::{
    selection::Variables,
    surface::{Argument, EnumItem, Shape, Surface, TypeRef, is_built_in},
};

/// A value as it was given: in the document, as a constant of it, or as JSON beside it.
#[derive(Clone, Copy)]
pub(super) enum InputValue<'a> {
    /// In the document; may hold variables.
    Literal(&'a Value),
    /// A default of the document or the surface.
    Constant(&'a ConstValue),
    /// A variable that was coerced before, or what a client sent for one.
    Json(&'a Json),
    /// A variable that was coerced before.
    Variable(&'a ConstValue),
}

/// What a given value is, one level deep.
pub(super) enum Node<'a> {
    Null,
    Number(&'a serde_json::Number),
    Text(&'a str),
    Boolean(bool),
    /// A name without quotes.
    Name(&'a str),
    List(Vec<InputValue<'a>>),
    Object(Vec<(&'a str, InputValue<'a>)>),
    /// A file or such; no type takes it.
    Other,
}

/// A coercion under way.
pub(super) struct Coercion<'a> {
    surface: &'a Surface,
    variables: Option<&'a Variables>,
    path: Vec<String>,
    problems: Vec<String>,
    count: usize,
}

/// The names that lead to what a key of an order looks at.
#[derive(Default)]
struct OrderKey<'a> {
    written: Vec<&'a str>,
    present: Vec<&'a str>,
}

/// Mistakes that one message tells of; more are only counted, so that a million of them cost no more than a few.
const MAX_TOLD: usize = 4;

impl<'a> Coercion<'a> {
    pub fn new(surface: &'a Surface, variables: Option<&'a Variables>) -> Self {
        Self { surface, variables, path: Vec::new(), problems: Vec::new(), count: 0 }
    }

    /// The first mistakes, and how many there are.
    pub fn into_problems(self) -> (Vec<String>, usize) {
        (self.problems, self.count)
    }

    /// Goes one step into the value.
    pub fn enter(&mut self, step: &str) {
        self.path.push(cut(step));
    }

    /// Notes what is wrong here.
    pub fn problem(&mut self, what: impl AsRef<str>) {
        if self.count < MAX_TOLD {
            self.problems.push(format!("`{}`: {}", self.path.join("."), what.as_ref()));
        }
        self.count += 1;
    }

    /// Notes a name that is not among the definitions.
    pub fn unknown(&mut self, name: &str, what: &str, definitions: &IndexMap<String, Argument>) {
        let near =
            if self.count < MAX_TOLD { hint(name, definitions.keys().map(String::as_str)) } else { String::new() };
        self.problem_at(name, format!("{what}{near}"));
    }

    /// Notes what is wrong one step into the value.
    pub fn problem_at(&mut self, step: &str, what: impl AsRef<str>) {
        self.enter(step);
        self.problem(what);
        self.path.pop();
    }

    /// The coerced value; `None` when it was left out (a variable without a value) or is wrong.
    pub fn value(&mut self, ty: &TypeRef, given: InputValue<'a>) -> Option<Json> {
        let given = self.resolve(given)?;
        let node = node(given);
        match (ty, node) {
            (TypeRef::NonNull(_), Node::Null) => {
                self.problem(format!("null is no `{ty}`; give a value"));
                None
            }
            (TypeRef::NonNull(inner), _) => self.value(inner, given),
            (_, Node::Null) => Some(Json::Null),
            (TypeRef::List(item), Node::List(items)) => self.list(item, items),
            // A single value stands for a list of one.
            (TypeRef::List(item), _) => self.value(item, given).map(|value| Json::Array(vec![value])),
            (TypeRef::Named(name), node) => self.named(name, given, node),
        }
    }

    /// Coerces given fields against their definitions: former names become present ones, defaults are filled in, and
    /// what is required must be there. Unknown fields are the caller's to report.
    pub fn fields(
        &mut self,
        definitions: &'a IndexMap<String, Argument>,
        given: &[(&'a str, InputValue<'a>)],
    ) -> Map<String, Json> {
        let mut coerced = Map::new();
        for (name, value) in given {
            let Some(definition) = definitions.get(*name) else { continue };
            let present = definition.renamed.as_deref().unwrap_or(name);
            let Some(value) = self.resolve(*value) else { continue };
            if coerced.contains_key(present) {
                let is_same = |other: &str| match definitions.get(other).and_then(|known| known.renamed.as_deref()) {
                    Some(renamed) => renamed == present,
                    None => other == present,
                };
                let other = given.iter().find(|(other, _)| other != name && is_same(other));
                self.named_twice(present, other.map_or(*name, |(other, _)| other), name);
                continue;
            }
            self.enter(name);
            let value = self.value(&definition.ty, value);
            self.path.pop();
            // A value that is wrong holds its place, so that it is not reported again as missing.
            coerced.insert(present.to_owned(), value.unwrap_or(Json::Null));
        }
        for (name, definition) in definitions.iter().filter(|(_, definition)| definition.renamed.is_none()) {
            if coerced.contains_key(name) {
                continue;
            }
            if let Some(default) = &definition.default {
                self.enter(name);
                let value = self.value(&definition.ty, InputValue::Constant(default));
                self.path.pop();
                coerced.insert(name.clone(), value.unwrap_or(Json::Null));
            } else if definition.ty.is_required() {
                self.problem_at(name, format!("is required; give a value of type `{}`", definition.ty));
            }
        }
        coerced
    }

    /// Notes that a field is given under two of its names. Which of them stands first does not matter.
    fn named_twice(&mut self, present: &str, one: &str, other: &str) {
        let (former, beside) = if one == present { (other, one) } else { (one, other) };
        let what = if beside == present {
            format!("is a former name of `{present}`, which is given too; give `{present}` alone")
        } else {
            format!("is a former name of `{present}`, and so is `{beside}`; give `{present}` alone")
        };
        self.problem_at(former, what);
    }

    fn list(&mut self, item: &TypeRef, items: Vec<InputValue<'a>>) -> Option<Json> {
        let before = self.count;
        self.check_order(item, &items);
        let mut coerced = Vec::with_capacity(items.len());
        for (position, given) in items.into_iter().enumerate() {
            self.path.push(position.to_string());
            match self.resolve(given) {
                Some(given) => coerced.extend(self.value(item, given)),
                // In a list a variable without a value is null.
                None if item.is_required() => self.problem(format!("null is no `{item}`; give a value")),
                None => coerced.push(Json::Null),
            }
            self.path.pop();
        }
        (self.count == before).then_some(Json::Array(coerced))
    }

    fn named(&mut self, name: &str, given: InputValue<'a>, node: Node<'a>) -> Option<Json> {
        if is_built_in(name) {
            return self.scalar(name, given, &node);
        }
        match self.surface.types.get(name).map(|ty| &ty.shape) {
            Some(Shape::Scalar { .. }) => self.scalar(name, given, &node),
            Some(Shape::Enum { values }) => self.enumeration(name, values, given, &node),
            Some(Shape::Input { fields, one_of }) => self.object(name, fields, *one_of, node),
            _ => {
                self.problem(format!("`{name}` is no input type"));
                None
            }
        }
    }

    fn scalar(&mut self, name: &str, given: InputValue<'a>, node: &Node<'a>) -> Option<Json> {
        if name == "JSON" {
            return Some(self.any(given));
        }
        let in_document = matches!(given, InputValue::Literal(_) | InputValue::Constant(_));
        match scalar::coerce(name, node, in_document) {
            Ok(value) => Some(value),
            Err(problem) => {
                self.problem(problem);
                None
            }
        }
    }

    fn enumeration(&mut self, name: &str, values: &[EnumItem], given: InputValue<'a>, node: &Node<'a>) -> Option<Json> {
        let written = match (node, given) {
            // JSON has no names: there an enum value is a text.
            (Node::Name(written), _) | (Node::Text(written), InputValue::Json(_) | InputValue::Variable(_)) => written,
            (Node::Text(written), _) => {
                self.problem(format!("\"{}\" is a text; a value of `{name}` is written without quotes", cut(written)));
                return None;
            }
            _ => {
                self.problem(format!("{} is no value of `{name}`; give one of {}", scalar::show(node), listed(values)));
                return None;
            }
        };
        match values.iter().find(|value| value.name == *written) {
            Some(value) => Some(Json::String(value.renamed.clone().unwrap_or_else(|| value.name.clone()))),
            None if self.count >= MAX_TOLD => {
                self.count += 1;
                None
            }
            None => {
                let near = hint(written, values.iter().map(|value| value.name.as_str()));
                let what = if near.is_empty() { format!("; give one of {}", listed(values)) } else { near };
                self.problem(format!("`{name}` has no value `{}`{what}", cut(written)));
                None
            }
        }
    }

    fn object(
        &mut self,
        name: &str,
        definitions: &'a IndexMap<String, Argument>,
        one_of: bool,
        node: Node<'a>,
    ) -> Option<Json> {
        let Node::Object(given) = node else {
            self.problem(format!("{} is no `{name}`; give an object with its fields", scalar::show(&node)));
            return None;
        };
        let before = self.count;
        for (field, _) in given.iter().filter(|(field, _)| !definitions.contains_key(*field)) {
            self.unknown(field, &format!("`{name}` has no such field"), definitions);
        }
        let mut coerced = self.fields(definitions, &given);
        if name.ends_with("Filter") && (definitions.contains_key("eq") || definitions.contains_key("has")) {
            self.keep_comparisons(&given, &mut coerced);
        }
        if one_of && self.count == before {
            self.check_choice(name, &given, &coerced, definitions);
        }
        (self.count == before).then_some(Json::Object(coerced))
    }

    /// An order whose keys name one field under two of its names: the second would never decide.
    fn check_order(&mut self, item: &TypeRef, items: &[InputValue<'a>]) {
        if !item.name().ends_with("Order") {
            return;
        }
        let keys: Vec<_> = items.iter().map(|given| self.order_key(item.name(), *given)).collect();
        for (position, key) in keys.iter().enumerate() {
            let other =
                keys[..position].iter().find(|other| other.present == key.present && other.written != key.written);
            if let Some(other) = other {
                let (one, other) = (key.written.join("."), other.written.join("."));
                let what = format!("`{one}` and `{other}` are names of one field; give one of them");
                self.problem_at(&position.to_string(), what);
            }
        }
    }

    /// The names on the way of an order's key: `{bed: {name: ASC}}` is `bed`, `name`.
    fn order_key(&self, name: &str, given: InputValue<'a>) -> OrderKey<'a> {
        let mut key = OrderKey::default();
        let (mut ty, mut given) = (name, given);
        while let Some(Shape::Input { fields, .. }) = self.surface.types.get(ty).map(|known| &known.shape)
            && let Some(Node::Object(members)) = self.resolve(given).map(node)
            && let [(written, inner)] = members.as_slice()
            && let Some(definition) = fields.get(*written)
        {
            key.written.push(written);
            key.present.push(definition.renamed.as_deref().unwrap_or(written));
            (ty, given) = (definition.ty.name(), *inner);
        }
        key
    }

    /// A comparison whose variable has no value stays as one with null, which is refused later: were it left out, the
    /// filter would let everything through.
    fn keep_comparisons(&self, given: &[(&str, InputValue<'a>)], coerced: &mut Map<String, Json>) {
        for (name, value) in given.iter().filter(|(name, _)| !matches!(*name, "isNull" | "tz")) {
            if self.resolve(*value).is_none() && !coerced.contains_key(*name) {
                coerced.insert((*name).to_owned(), Json::Null);
            }
        }
    }

    fn check_choice(
        &mut self,
        name: &str,
        given: &[(&str, InputValue<'a>)],
        coerced: &Map<String, Json>,
        definitions: &IndexMap<String, Argument>,
    ) {
        if given.len() == 1 && coerced.len() == 1 && coerced.values().all(|value| !value.is_null()) {
            return;
        }
        let known: Vec<&str> = definitions.keys().map(String::as_str).take(12).collect();
        let found = match given {
            [] => "none is given".to_owned(),
            [(only, _)] => format!("`{only}` has no value"),
            several => {
                let names: Vec<_> = several.iter().take(6).map(|(name, _)| format!("`{name}`")).collect();
                format!("{} are given", names.join(" and "))
            }
        };
        self.problem(format!("`{name}` takes exactly one of {}; {found}", known.join(", ")));
    }

    /// Any value, with the variables inside filled in.
    fn any(&self, given: InputValue<'a>) -> Json {
        match given {
            InputValue::Json(json) => json.clone(),
            InputValue::Constant(constant) | InputValue::Variable(constant) => to_json(constant.clone()),
            InputValue::Literal(Value::Object(fields)) => fields
                .iter()
                .filter_map(|(name, value)| {
                    Some((name.to_string(), self.any(self.resolve(InputValue::Literal(value))?)))
                })
                .collect::<Map<_, _>>()
                .into(),
            InputValue::Literal(Value::List(items)) => items
                .iter()
                .map(|item| self.resolve(InputValue::Literal(item)).map_or(Json::Null, |item| self.any(item)))
                .collect(),
            InputValue::Literal(other) => other.clone().into_const().map_or(Json::Null, to_json),
        }
    }

    /// Follows a variable to its value; `None` when it has none.
    fn resolve(&self, given: InputValue<'a>) -> Option<InputValue<'a>> {
        match given {
            InputValue::Literal(Value::Variable(name)) => self.variables?.get(name).map(InputValue::Variable),
            other => Some(other),
        }
    }
}

fn node(given: InputValue<'_>) -> Node<'_> {
    match given {
        InputValue::Json(json) => of_json(json),
        InputValue::Literal(literal) => of_literal(literal),
        InputValue::Constant(constant) => of_constant(constant, InputValue::Constant),
        InputValue::Variable(constant) => of_constant(constant, InputValue::Variable),
    }
}

fn of_json(json: &Json) -> Node<'_> {
    match json {
        Json::Null => Node::Null,
        Json::Bool(value) => Node::Boolean(*value),
        Json::Number(number) => Node::Number(number),
        Json::String(text) => Node::Text(text),
        Json::Array(items) => Node::List(items.iter().map(InputValue::Json).collect()),
        Json::Object(fields) => {
            Node::Object(fields.iter().map(|(name, value)| (name.as_str(), InputValue::Json(value))).collect())
        }
    }
}

fn of_literal(literal: &Value) -> Node<'_> {
    match literal {
        Value::Null => Node::Null,
        Value::Number(number) => Node::Number(number),
        Value::String(text) => Node::Text(text),
        Value::Boolean(value) => Node::Boolean(*value),
        Value::Enum(name) => Node::Name(name),
        Value::List(items) => Node::List(items.iter().map(InputValue::Literal).collect()),
        Value::Object(fields) => {
            Node::Object(fields.iter().map(|(name, value)| (name.as_str(), InputValue::Literal(value))).collect())
        }
        Value::Variable(_) | Value::Binary(_) => Node::Other,
    }
}

fn of_constant<'a>(constant: &'a ConstValue, wrap: fn(&'a ConstValue) -> InputValue<'a>) -> Node<'a> {
    match constant {
        ConstValue::Null => Node::Null,
        ConstValue::Number(number) => Node::Number(number),
        ConstValue::String(text) => Node::Text(text),
        ConstValue::Boolean(value) => Node::Boolean(*value),
        ConstValue::Enum(name) => Node::Name(name),
        ConstValue::List(items) => Node::List(items.iter().map(wrap).collect()),
        ConstValue::Object(fields) => {
            Node::Object(fields.iter().map(|(name, value)| (name.as_str(), wrap(value))).collect())
        }
        ConstValue::Binary(_) => Node::Other,
    }
}

fn listed(values: &[EnumItem]) -> String {
    let present: Vec<&str> =
        values.iter().filter(|value| value.deprecation.is_none()).map(|value| value.name.as_str()).collect();
    if present.len() > 12 { format!("{}, …", present[..12].join(", ")) } else { present.join(", ") }
}
