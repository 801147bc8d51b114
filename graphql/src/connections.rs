//! Connections whose edges carry nothing of their own, put together from rows that were read.

use serde_json::{Map, Value as Json, json};

use crate::{
    error::RequestError,
    pager::SimplePage,
    plan::{Context, PageEdgeOutput, PageOutput, PageView},
    read::Reader,
    shape::page_info,
};

type Result<T> = std::result::Result<T, RequestError>;

/// A page of rows that was read.
pub struct Rows<'p> {
    /// Rows of the page.
    pub count: usize,
    /// There are further ones behind it.
    pub next: bool,
    /// There are, or may be, ones before it.
    pub previous: bool,
    /// The cursor of a row.
    pub cursor: &'p dyn Fn(usize) -> String,
}

impl Reader<'_> {
    /// A connection of rows. `total` counts all there are, `nodes` answers the rows in their order.
    pub fn connection<N>(
        &mut self,
        view: &PageView<N>,
        rows: &Rows<'_>,
        total: impl Fn(&mut Self) -> Result<u64>,
        mut nodes: impl FnMut(&mut Self, &N) -> Result<Vec<Json>>,
    ) -> Result<Json> {
        let mut answer = Map::new();
        for (key, output) in &view.outputs {
            let value = match output {
                PageOutput::TypeName(name) => json!(name),
                PageOutput::Nodes(node) => Json::Array(nodes(self, node)?),
                PageOutput::Edges(outputs) => self.edges(outputs, rows, &mut nodes)?,
                PageOutput::TotalCount => json!(total(self)?),
                PageOutput::PageInfo(outputs) => page_info(
                    outputs,
                    rows.next,
                    rows.previous,
                    || (rows.count > 0).then(|| (rows.cursor)(0)),
                    || rows.count.checked_sub(1).map(rows.cursor),
                ),
            };
            answer.insert(key.clone(), value);
        }
        Ok(Json::Object(answer))
    }

    fn edges<N>(
        &mut self,
        outputs: &[(String, PageEdgeOutput<N>)],
        rows: &Rows<'_>,
        mut nodes: impl FnMut(&mut Self, &N) -> Result<Vec<Json>>,
    ) -> Result<Json> {
        let mut edges = vec![Map::new(); rows.count];
        for (key, output) in outputs {
            let values: Vec<Json> = match output {
                PageEdgeOutput::TypeName(name) => vec![json!(name); rows.count],
                PageEdgeOutput::Cursor => (0..rows.count).map(|row| json!((rows.cursor)(row))).collect(),
                PageEdgeOutput::Node(node) => nodes(self, node)?,
            };
            for (edge, value) in edges.iter_mut().zip(values) {
                edge.insert(key.clone(), value);
            }
        }
        Ok(edges.into_iter().map(Json::Object).collect())
    }
}

/// The cursor of a row of a list in one fixed order, by what places it there.
pub fn cursor(context: &Context, page: &SimplePage, place: &impl ToString) -> String {
    page.cursor(&context.cursor_key, &place.to_string())
}
