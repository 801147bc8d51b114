//! Operations, fragments and selections.

use std::collections::{HashMap, hash_map::Entry};

use async_graphql_parser::{
    Pos, Positioned,
    types::{
        BaseType, Directive, DocumentOperations, ExecutableDocument, Field, FragmentDefinition, FragmentSpread,
        InlineFragment, OperationDefinition, OperationType, Selection, SelectionSet, Type, TypeCondition,
        VariableDefinition,
    },
};
use async_graphql_value::{Name, Value};

use super::{Kind, Token, unparsable};
use crate::error::{Code, RequestError};

type Result<T> = std::result::Result<T, RequestError>;

/// Arguments, in the order in which they were written.
type Arguments = Vec<(Positioned<Name>, Positioned<Value>)>;

/// A document on its way through the parser.
pub(super) struct Parser<'a> {
    text: &'a str,
    tokens: &'a [Token],
    at: usize,
}

impl<'a> Parser<'a> {
    pub fn new(text: &'a str, tokens: &'a [Token]) -> Self {
        Self { text, tokens, at: 0 }
    }

    pub fn document(mut self) -> Result<ExecutableDocument> {
        let mut operations: Vec<(Option<Positioned<Name>>, Positioned<OperationDefinition>)> = Vec::new();
        let mut fragments = HashMap::new();
        while let Some(token) = self.peek() {
            let pos = token.pos;
            match self.word() {
                _ if token.kind == Kind::Sign(b'{') => {
                    let set = self.selection_set()?;
                    operations.push((None, Positioned::new(operation(OperationType::Query, set), pos)));
                }
                Some("query") => operations.push(self.operation(OperationType::Query)?),
                Some("mutation") => operations.push(self.operation(OperationType::Mutation)?),
                Some("subscription") => operations.push(self.operation(OperationType::Subscription)?),
                Some("fragment") => {
                    let (name, fragment) = self.fragment()?;
                    match fragments.entry(name.node) {
                        Entry::Occupied(known) => return Err(twice("fragment", known.key(), name.pos)),
                        Entry::Vacant(free) => free.insert(fragment),
                    };
                }
                _ => return Err(self.expected("`query`, `mutation`, `subscription`, `fragment` or `{`")),
            }
        }
        Ok(ExecutableDocument { operations: arranged(operations)?, fragments })
    }

    fn operation(&mut self, ty: OperationType) -> Result<(Option<Positioned<Name>>, Positioned<OperationDefinition>)> {
        let pos = self.pos();
        self.skip();
        let name = if self.is(Kind::Name) { Some(self.name("a name")?) } else { None };
        let mut variable_definitions = Vec::new();
        if self.takes(b'(') {
            while !self.takes(b')') {
                variable_definitions.push(self.variable_definition()?);
            }
        }
        let directives = self.directives(false)?;
        let selection_set = self.selection_set()?;
        let operation = OperationDefinition { ty, variable_definitions, directives, selection_set };
        Ok((name, Positioned::new(operation, pos)))
    }

    fn variable_definition(&mut self) -> Result<Positioned<VariableDefinition>> {
        let pos = self.pos();
        self.sign(b'$')?;
        let name = self.name("the name of a variable")?;
        self.sign(b':')?;
        let var_type = self.ty()?;
        let default_value = if self.takes(b'=') { Some(self.constant()?) } else { None };
        let directives = self.directives(true)?;
        Ok(Positioned::new(VariableDefinition { name, var_type, directives, default_value }, pos))
    }

    fn ty(&mut self) -> Result<Positioned<Type>> {
        let pos = self.pos();
        let base = if self.takes(b'[') {
            let item = self.ty()?;
            self.sign(b']')?;
            BaseType::List(Box::new(item.node))
        } else {
            BaseType::Named(self.name("a type")?.node)
        };
        let nullable = !self.takes(b'!');
        Ok(Positioned::new(Type { base, nullable }, pos))
    }

    fn fragment(&mut self) -> Result<(Positioned<Name>, Positioned<FragmentDefinition>)> {
        let pos = self.pos();
        self.skip();
        if self.word() == Some("on") {
            return Err(self.expected("the name of a fragment, which is not `on`"));
        }
        let name = self.name("the name of a fragment")?;
        let type_condition = self.type_condition()?.ok_or_else(|| self.expected("`on`"))?;
        let directives = self.directives(false)?;
        let selection_set = self.selection_set()?;
        Ok((name, Positioned::new(FragmentDefinition { type_condition, directives, selection_set }, pos)))
    }

    /// `on Type`, where it stands.
    fn type_condition(&mut self) -> Result<Option<Positioned<TypeCondition>>> {
        if self.word() != Some("on") {
            return Ok(None);
        }
        let pos = self.pos();
        self.skip();
        let on = self.name("a type")?;
        Ok(Some(Positioned::new(TypeCondition { on }, pos)))
    }

    fn selection_set(&mut self) -> Result<Positioned<SelectionSet>> {
        let pos = self.pos();
        self.sign(b'{')?;
        let mut items = vec![self.selection()?];
        while !self.takes(b'}') {
            items.push(self.selection()?);
        }
        Ok(Positioned::new(SelectionSet { items }, pos))
    }

    fn selection(&mut self) -> Result<Positioned<Selection>> {
        let pos = self.pos();
        if !self.is(Kind::Spread) {
            let field = self.field()?;
            return Ok(Positioned::new(Selection::Field(Positioned::new(field, pos)), pos));
        }
        self.skip();
        let type_condition = self.type_condition()?;
        if type_condition.is_none() && self.is(Kind::Name) {
            let fragment_name = self.name("the name of a fragment")?;
            let directives = self.directives(false)?;
            let spread = Positioned::new(FragmentSpread { fragment_name, directives }, pos);
            return Ok(Positioned::new(Selection::FragmentSpread(spread), pos));
        }
        let directives = self.directives(false)?;
        let selection_set = self.selection_set()?;
        let fragment = Positioned::new(InlineFragment { type_condition, directives, selection_set }, pos);
        Ok(Positioned::new(Selection::InlineFragment(fragment), pos))
    }

    fn field(&mut self) -> Result<Field> {
        let first = self.name("a field, a fragment or `}`")?;
        let (alias, name) = if self.takes(b':') { (Some(first), self.name("a field")?) } else { (None, first) };
        let arguments = self.arguments(false)?;
        let directives = self.directives(false)?;
        let selection_set = if self.is(Kind::Sign(b'{')) {
            self.selection_set()?
        } else {
            Positioned::new(SelectionSet::default(), self.pos())
        };
        Ok(Field { alias, name, arguments, directives, selection_set })
    }

    fn arguments(&mut self, constant: bool) -> Result<Arguments> {
        let mut arguments = Vec::new();
        if !self.takes(b'(') {
            return Ok(arguments);
        }
        while !self.takes(b')') {
            let name = self.name("an argument")?;
            self.sign(b':')?;
            let value = if constant { self.constant()?.map_constant() } else { self.value()? };
            arguments.push((name, value));
        }
        Ok(arguments)
    }

    fn directives(&mut self, constant: bool) -> Result<Vec<Positioned<Directive>>> {
        let mut directives = Vec::new();
        while self.is(Kind::Sign(b'@')) {
            let pos = self.pos();
            self.skip();
            let name = self.name("the name of a directive")?;
            let arguments = self.arguments(constant)?;
            directives.push(Positioned::new(Directive { name, arguments }, pos));
        }
        Ok(directives)
    }
}

/// Reading tokens.
impl<'a> Parser<'a> {
    pub(super) fn peek(&self) -> Option<Token> {
        self.tokens.get(self.at).copied()
    }

    pub(super) fn skip(&mut self) {
        self.at += 1;
    }

    pub(super) fn written(&self, token: Token) -> &'a str {
        &self.text[token.bytes.0..token.bytes.1]
    }

    /// Where the next token stands; at the end, where the last one stands.
    pub(super) fn pos(&self) -> Pos {
        let token = self.peek().or_else(|| self.tokens.last().copied());
        token.map_or(Pos { line: 1, column: 1 }, |token| token.pos)
    }

    fn is(&self, kind: Kind) -> bool {
        self.peek().is_some_and(|token| token.kind == kind)
    }

    /// The next token, if it is a name.
    fn word(&self) -> Option<&'a str> {
        let token = self.peek().filter(|token| token.kind == Kind::Name)?;
        Some(self.written(token))
    }

    /// Takes a sign if it stands here.
    pub(super) fn takes(&mut self, sign: u8) -> bool {
        let found = self.is(Kind::Sign(sign));
        self.at += usize::from(found);
        found
    }

    pub(super) fn sign(&mut self, sign: u8) -> Result<()> {
        if self.takes(sign) { Ok(()) } else { Err(self.expected(&format!("`{}`", char::from(sign)))) }
    }

    pub(super) fn name(&mut self, what: &str) -> Result<Positioned<Name>> {
        let pos = self.pos();
        let name = self.word().ok_or_else(|| self.expected(what))?;
        self.skip();
        Ok(Positioned::new(Name::new(name), pos))
    }

    pub(super) fn expected(&self, what: &str) -> RequestError {
        let end = if self.peek().is_none() { ", but the document ends here" } else { "" };
        unparsable(format!("expected {what}{end}"), self.pos())
    }
}

/// A value without variables, as a value.
trait MapConstant {
    fn map_constant(self) -> Positioned<Value>;
}

impl MapConstant for Positioned<async_graphql_value::ConstValue> {
    fn map_constant(self) -> Positioned<Value> {
        Positioned::new(self.node.into_value(), self.pos)
    }
}

fn operation(ty: OperationType, selection_set: Positioned<SelectionSet>) -> OperationDefinition {
    OperationDefinition { ty, variable_definitions: Vec::new(), directives: Vec::new(), selection_set }
}

/// One operation without a name, or several that all have one.
fn arranged(mut found: Vec<(Option<Positioned<Name>>, Positioned<OperationDefinition>)>) -> Result<DocumentOperations> {
    if found.is_empty() {
        let message = "the document has no operation; write one such as `{ types { name } }`";
        return Err(RequestError::new(Code::ParseFailed, message));
    }
    if let [(None, _)] = found.as_slice() {
        let (_, only) = found.remove(0);
        return Ok(DocumentOperations::Single(only));
    }
    let mut named = HashMap::new();
    for (name, operation) in found {
        let Some(name) = name else {
            let message = "an operation without a name stands alone in its document; give each of several a name";
            return Err(RequestError::new(Code::ParseFailed, message).at(operation.pos.line, operation.pos.column));
        };
        match named.entry(name.node) {
            Entry::Occupied(known) => return Err(twice("operation", known.key(), name.pos)),
            Entry::Vacant(free) => free.insert(operation),
        };
    }
    Ok(DocumentOperations::Multiple(named))
}

fn twice(what: &str, name: &Name, pos: Pos) -> RequestError {
    let message = format!("two {what}s are named `{}`; give each its own name", super::super::coerce::cut(name));
    RequestError::new(Code::ParseFailed, message).at(pos.line, pos.column)
}
