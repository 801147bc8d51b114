//! Connections whose edges carry nothing of their own: of links, of changes and of entries of all types.

use std::sync::Arc;

use super::{PageInfoOutput, Planner, unplanned};
use crate::{error::RequestError, selection::Set, surface::FieldRole};

type Result<T> = std::result::Result<T, RequestError>;

/// One use of such a connection; `N` is how its nodes are answered.
#[derive(Debug)]
pub struct PageView<N> {
    /// What to answer, by key.
    pub outputs: Vec<(String, PageOutput<N>)>,
}

/// What one key of it answers.
#[derive(Debug)]
pub enum PageOutput<N> {
    TypeName(String),
    Nodes(N),
    Edges(Vec<(String, PageEdgeOutput<N>)>),
    PageInfo(Vec<(String, PageInfoOutput)>),
    TotalCount,
}

/// What one key of an edge answers.
#[derive(Debug)]
pub enum PageEdgeOutput<N> {
    TypeName(String),
    Cursor,
    Node(N),
}

impl Planner {
    /// Plans such a connection. `node` plans what is selected of its nodes.
    pub fn page<N>(
        &self,
        type_name: &str,
        sets: &[Arc<Set>],
        node: impl Fn(&[Arc<Set>]) -> Result<N>,
    ) -> Result<PageView<N>> {
        let mut outputs = Vec::new();
        for field in self.fields(type_name, sets)? {
            let sets = &field.selected.sets;
            let output = match field.role {
                None => PageOutput::TypeName(type_name.to_owned()),
                Some(FieldRole::Nodes) => PageOutput::Nodes(node(sets)?),
                Some(FieldRole::Edges) => PageOutput::Edges(self.page_edges(&field.type_name, sets, &node)?),
                Some(FieldRole::PageInfo) => PageOutput::PageInfo(self.page_info(sets)?),
                Some(FieldRole::TotalCount) => PageOutput::TotalCount,
                Some(other) => return Err(unplanned(other, &field)),
            };
            outputs.push((field.key(), output));
        }
        Ok(PageView { outputs })
    }

    fn page_edges<N>(
        &self,
        type_name: &str,
        sets: &[Arc<Set>],
        node: impl Fn(&[Arc<Set>]) -> Result<N>,
    ) -> Result<Vec<(String, PageEdgeOutput<N>)>> {
        let fields = self.fields(type_name, sets)?.into_iter().map(|field| {
            let output = match field.role {
                None => PageEdgeOutput::TypeName(type_name.to_owned()),
                Some(FieldRole::Cursor) => PageEdgeOutput::Cursor,
                Some(FieldRole::Node) => PageEdgeOutput::Node(node(&field.selected.sets)?),
                Some(other) => return Err(unplanned(other, &field)),
            };
            Ok((field.key(), output))
        });
        fields.collect()
    }
}
