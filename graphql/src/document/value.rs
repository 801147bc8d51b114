//! Values in a document.

use async_graphql_parser::Positioned;
use async_graphql_value::{ConstValue, Name, Value};
use daybook_schema::json;
use indexmap::IndexMap;

use super::{Kind, parser::Parser, text, unparsable};
use crate::error::{Code, RequestError};

type Result<T> = std::result::Result<T, RequestError>;

impl Parser<'_> {
    /// A value without variables.
    pub(super) fn constant(&mut self) -> Result<Positioned<ConstValue>> {
        let pos = self.pos();
        let value = self.value_of(true)?;
        Ok(Positioned::new(value.into_const().expect("variables were refused"), pos))
    }

    /// A value; a constant one holds no variables.
    pub(super) fn value(&mut self) -> Result<Positioned<Value>> {
        let pos = self.pos();
        Ok(Positioned::new(self.value_of(false)?, pos))
    }

    fn value_of(&mut self, constant: bool) -> Result<Value> {
        let Some(token) = self.peek() else { return Err(self.expected("a value")) };
        let written = self.written(token);
        match token.kind {
            Kind::Sign(b'$') if !constant => {
                self.skip();
                return Ok(Value::Variable(self.name("the name of a variable")?.node));
            }
            Kind::Sign(b'$') => return Err(self.expected("a value without variables")),
            Kind::Sign(b'[') => return self.list(constant),
            Kind::Sign(b'{') => return self.object(constant),
            _ => {}
        }
        let value = match token.kind {
            Kind::Number => {
                Value::Number(json::number(written).map_err(|_| unparsable("this is no number", token.pos))?)
            }
            Kind::Text => {
                let value = text::quoted(&written[1..written.len() - 1]);
                Value::String(value.map_err(|message| unparsable(message, token.pos))?)
            }
            Kind::Block => Value::String(text::block(&written[3..written.len() - 3])),
            Kind::Name => match written {
                "true" => Value::Boolean(true),
                "false" => Value::Boolean(false),
                "null" => Value::Null,
                name => Value::Enum(Name::new(name)),
            },
            Kind::Sign(_) | Kind::Spread => return Err(self.expected("a value")),
        };
        self.skip();
        Ok(value)
    }

    fn list(&mut self, constant: bool) -> Result<Value> {
        self.sign(b'[')?;
        let mut items = Vec::new();
        while !self.takes(b']') {
            items.push(self.value_of(constant)?);
        }
        Ok(Value::List(items))
    }

    fn object(&mut self, constant: bool) -> Result<Value> {
        self.sign(b'{')?;
        let mut fields = IndexMap::new();
        while !self.takes(b'}') {
            let name = self.name("a field")?;
            self.sign(b':')?;
            let value = self.value_of(constant)?;
            if fields.insert(name.node.clone(), value).is_some() {
                let message =
                    format!("the field `{}` is given twice; give it once", super::super::coerce::cut(&name.node));
                return Err(RequestError::new(Code::ValidationFailed, message).at(name.pos.line, name.pos.column));
            }
        }
        Ok(Value::Object(fields))
    }
}
