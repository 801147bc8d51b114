//! Entries whose types only the data decides: read by id, each answered as it was planned for its type.

use std::collections::HashMap;

use daybook_schema::{TypeIndex, Value};
use daybook_store::query::{Filter, List, Subject, Test, Trash, Window};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::{
    error::RequestError,
    plan::{EntriesPlan, EntryPlan},
    read::Reader,
};

/// Ids of one statement at most.
const CHUNK: usize = 500;

impl Reader<'_> {
    /// Entries by id, each as its type is planned. Unknown ids are left out; with `Trash::Exclude` entries in
    /// the trash are too.
    pub fn entries(
        &mut self,
        plan: &EntriesPlan,
        ids: &[Uuid],
        trash: Trash,
    ) -> Result<HashMap<Uuid, Json>, RequestError> {
        let types = self.snapshot.types_of(ids)?;
        let typed = ids.iter().zip(types).filter_map(|(id, record)| record.map(|record| (record, *id)));
        self.typed_entries(plan, typed, trash)
    }

    /// Entries of known types by id.
    pub fn typed_entries(
        &mut self,
        plan: &EntriesPlan,
        typed: impl IntoIterator<Item = (TypeIndex, Uuid)>,
        trash: Trash,
    ) -> Result<HashMap<Uuid, Json>, RequestError> {
        let mut by_type: Vec<(TypeIndex, Vec<Uuid>)> = Vec::new();
        for (record, id) in typed {
            match by_type.iter_mut().find(|(known, _)| *known == record) {
                Some((_, ids)) if ids.contains(&id) => {}
                Some((_, ids)) => ids.push(id),
                None => by_type.push((record, vec![id])),
            }
        }
        let mut answer = HashMap::new();
        for (record, ids) in by_type {
            let plan = plan.of(record)?;
            for chunk in ids.chunks(CHUNK) {
                self.entries_of(record, plan, chunk, trash, &mut answer)?;
            }
        }
        Ok(answer)
    }

    fn entries_of(
        &mut self,
        record: TypeIndex,
        plan: &EntryPlan,
        ids: &[Uuid],
        trash: Trash,
        answer: &mut HashMap<Uuid, Json>,
    ) -> Result<(), RequestError> {
        let EntryPlan { reading, view } = plan;
        let wanted = Filter::Test(Subject::Id, Test::In(ids.iter().map(|id| Value::Id(*id)).collect()));
        let list = List {
            record,
            parents: None,
            filter: Filter::All(vec![wanted, Filter::Trash(trash)]),
            order: Vec::new(),
            window: Window { limit: ids.len(), ..Window::default() },
            select: reading.select(),
            as_of: self.as_of,
        };
        let rows = self.snapshot.list(&list)?.pop().unwrap_or_default().rows;
        let below = self.below(reading, &rows.iter().collect::<Vec<_>>())?;
        for row in &rows {
            answer.insert(row.id, self.row(view, reading, row, &below));
        }
        Ok(())
    }
}
