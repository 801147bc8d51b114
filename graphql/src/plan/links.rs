//! Links, and subgraphs made of entries and links.

use std::sync::Arc;

use daybook_store::{
    backend::LinkQuery,
    record::{LinkKind, Seq},
};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{EntriesPlan, PageView, Planned, Planner, unplanned};
use crate::{
    error::RequestError,
    pager::SimplePage,
    selection::Set,
    surface::{FieldRole, GraphField, LinkField},
};

type Result<T> = std::result::Result<T, RequestError>;

/// `links(…)` of an entry.
#[derive(Debug)]
pub struct LinksPlan {
    /// Those that lead away from it, those that lead to it, or both.
    direction: Direction,
    kinds: Option<Vec<LinkKind>>,
    /// Which part; a mistake concerns those requests only that meet an entry.
    pub page: Result<SimplePage>,
    /// What to answer.
    pub view: PageView<LinkView>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Direction {
    Out,
    In,
    Both,
}

/// One use of a link.
#[derive(Debug)]
pub struct LinkView {
    /// What to answer, by key.
    pub outputs: Vec<(String, LinkOutput)>,
}

/// What one key of a link answers.
#[derive(Debug)]
pub enum LinkOutput {
    TypeName,
    Source(Arc<EntriesPlan>),
    Target(Arc<EntriesPlan>),
    /// Any other.
    Value(LinkField),
}

/// One use of a neighborhood or path.
#[derive(Debug)]
pub struct SubgraphView {
    /// What to answer, by key.
    pub outputs: Vec<(String, SubgraphOutput)>,
}

/// What one key of it answers.
#[derive(Debug)]
pub enum SubgraphOutput {
    TypeName(String),
    Entries(Arc<EntriesPlan>),
    Links(LinkView),
    Truncated,
}

impl LinksPlan {
    /// All links that it asks for of an entry.
    pub fn of(&self, entry: Uuid, as_of: Option<Seq>) -> LinkQuery {
        LinkQuery {
            sources: (self.direction != Direction::In).then(|| vec![entry]),
            targets: (self.direction != Direction::Out).then(|| vec![entry]),
            either: true,
            kinds: self.kinds.clone(),
            as_of,
            ..LinkQuery::default()
        }
    }
}

impl SubgraphView {
    /// Whether links are asked for.
    pub fn has_links(&self) -> bool {
        self.outputs.iter().any(|(_, output)| matches!(output, SubgraphOutput::Links(_)))
    }
}

impl Planner {
    /// Plans `links(…)` of an entry.
    pub fn links(&self, planned: &Planned) -> Result<LinksPlan> {
        let direction = match planned.text("direction") {
            Some("OUT") => Direction::Out,
            Some("IN") => Direction::In,
            _ => Direction::Both,
        };
        let page = SimplePage::new(&planned.arguments, &self.context.cursor_key, "links");
        let view = self.page(&planned.type_name, &planned.selected.sets, |sets| self.link(sets))?;
        Ok(LinksPlan { direction, kinds: self.link_kinds(planned), page, view })
    }

    /// Plans what is selected of a link.
    pub fn link(&self, sets: &[Arc<Set>]) -> Result<LinkView> {
        let fields = self.fields("Link", sets)?.into_iter().map(|field| {
            let end = || self.entries(&field.type_name, &field.selected.sets);
            let output = match field.role {
                None => LinkOutput::TypeName,
                Some(FieldRole::LinkField(LinkField::Source)) => LinkOutput::Source(end()?),
                Some(FieldRole::LinkField(LinkField::Target)) => LinkOutput::Target(end()?),
                Some(FieldRole::LinkField(value)) => LinkOutput::Value(value),
                Some(other) => return Err(unplanned(other, &field)),
            };
            Ok((field.key(), output))
        });
        Ok(LinkView { outputs: fields.collect::<Result<_>>()? })
    }

    /// Plans what is selected of a neighborhood or path.
    pub fn subgraph(&self, planned: &Planned) -> Result<SubgraphView> {
        let type_name = &planned.type_name;
        let fields = self.fields(type_name, &planned.selected.sets)?.into_iter().map(|field| {
            let sets = &field.selected.sets;
            let output = match field.role {
                None => SubgraphOutput::TypeName(type_name.clone()),
                Some(FieldRole::GraphField(GraphField::Entries)) => {
                    SubgraphOutput::Entries(self.entries(&field.type_name, sets)?)
                }
                Some(FieldRole::GraphField(GraphField::Links)) => SubgraphOutput::Links(self.link(sets)?),
                Some(FieldRole::GraphField(GraphField::Truncated)) => SubgraphOutput::Truncated,
                Some(other) => return Err(unplanned(other, &field)),
            };
            Ok((field.key(), output))
        });
        Ok(SubgraphView { outputs: fields.collect::<Result<_>>()? })
    }

    /// The kinds that the argument `kinds` names; `None` when it was left out.
    pub fn link_kinds(&self, planned: &Planned) -> Option<Vec<LinkKind>> {
        let kinds = planned.given("kinds").and_then(Json::as_array)?;
        Some(kinds.iter().filter_map(Json::as_str).map(|kind| self.link_kind(kind)).collect())
    }

    /// The kind of that name: a declared one, else free text.
    fn link_kind(&self, name: &str) -> LinkKind {
        let model = self.model();
        let declared = name.split_once('.').and_then(|(owner, field)| {
            let owner = model.find(owner)?;
            let field = model.record(owner).find(field)?;
            model.record(owner).field(field).link().map(|_| LinkKind::Declared(owner, field))
        });
        declared.unwrap_or_else(|| LinkKind::Free(name.to_owned()))
    }
}
