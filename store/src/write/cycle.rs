//! Links that must not close a circle.

use std::sync::Arc;

use daybook_schema::{ErrorCode, Relation};
use petgraph::{algo::astar, graphmap::DiGraphMap};
use uuid::Uuid;

use super::{
    engine::{Ends, Engine},
    links::clip,
};
use crate::{error::Result, record::LinkKind};

/// Links looked at before the check gives up with an error.
const MAX_LINKS: usize = 200_000;
/// Titles named in a message.
const MAX_TITLES: usize = 8;

impl Engine<'_> {
    /// Whether a new link keeps its kind free of circles; if not, names the entries of the circle.
    pub fn stays_acyclic(&mut self, relation: Relation, source: Uuid, target: Uuid, path: &[String]) -> Result<bool> {
        if crate::fault::is("skip-cycle-check") {
            return Ok(true);
        }
        if source == target {
            self.report_cycle(relation, &[source], path)?;
            return Ok(false);
        }
        let kind = LinkKind::Declared(relation.owner, relation.field);
        if self.unit.is_created(source) && !self.unit.has_new_link_to(source, &kind) {
            return Ok(true);
        }
        let Some(graph) = self.reachable(target, source, &kind)? else {
            let message =
                format!("more than {MAX_LINKS} links would have to be checked for a circle; link fewer at once");
            self.error(ErrorCode::LimitReached, path, message);
            return Ok(false);
        };
        match astar(&graph, target, |id| id == source, |_| 1, |_| 0) {
            None => Ok(true),
            Some((_, mut circle)) => {
                circle.rotate_right(1);
                self.report_cycle(relation, &circle, path)?;
                Ok(false)
            }
        }
    }

    /// What can be reached from an entry over links of a kind, level by level, up to the goal.
    fn reachable(&mut self, start: Uuid, goal: Uuid, kind: &LinkKind) -> Result<Option<DiGraphMap<Uuid, ()>>> {
        let mut graph = DiGraphMap::new();
        graph.add_node(start);
        let mut level = vec![start];
        while !level.is_empty() && !graph.contains_node(goal) {
            let ends = Ends { sources: Some(level), targets: None, kinds: Some(vec![kind.clone()]) };
            level = Vec::new();
            for link in self.links(&ends)? {
                if !graph.contains_node(link.target) {
                    level.push(link.target);
                }
                graph.add_edge(link.source, link.target, ());
            }
            if graph.edge_count() > MAX_LINKS {
                return Ok(None);
            }
        }
        Ok(Some(graph))
    }

    fn report_cycle(&mut self, relation: Relation, circle: &[Uuid], path: &[String]) -> Result<()> {
        let model = Arc::clone(&self.model);
        let mut titles = Vec::new();
        for id in circle.iter().take(MAX_TITLES) {
            titles.push(format!("`{}`", clip(&self.title(relation.owner, *id)?)));
        }
        if circle.len() > MAX_TITLES {
            titles.push(format!("{} more", circle.len() - MAX_TITLES));
        }
        titles.push(titles[0].clone());
        let field = &model.relation_field(relation).name;
        let message = format!("`{field}` must not lead in a circle; unlink one of these first: {}", titles.join(" → "));
        let message = message.chars().take(300).collect::<String>();
        self.error(ErrorCode::Cycle, path, message);
        Ok(())
    }
}
