//! Stored titles of entries that show another entry's title.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use daybook_schema::TypeIndex;
use uuid::Uuid;

use super::{By, engine::Engine};
use crate::{
    backend::{LinkQuery, Transaction},
    error::Result,
    id::IdSource,
    record::{LinkKind, Origin, Seq},
    title::TITLE_DEPTH,
};

/// Stored titles refreshed within one change set.
const MAX_REFRESHED: usize = 1_000;

impl Engine<'_> {
    /// Refreshes the titles of entries that show one of those just written.
    pub fn refresh_dependents(&mut self, written: &HashMap<Uuid, Seq>) -> Result<()> {
        let mut level = Vec::new();
        let drafts: Vec<_> =
            self.unit.drafts.values().filter(|draft| written.contains_key(&draft.id)).cloned().collect();
        for draft in drafts.iter().filter(|draft| draft.is_living()) {
            let Some(base) = &draft.base else { continue };
            if dependent_kinds(self, draft.record).is_empty() {
                continue;
            }
            let before = self.compose_title(draft.record, &base.values, TITLE_DEPTH)?;
            if before != self.title(draft.record, draft.id)? {
                level.push((draft.record, draft.id));
            }
        }
        self.refresh_levels(level, written)
    }

    fn refresh_levels(&mut self, mut level: Vec<(TypeIndex, Uuid)>, written: &HashMap<Uuid, Seq>) -> Result<()> {
        let mut left = MAX_REFRESHED;
        for _ in 0..TITLE_DEPTH {
            let mut next = Vec::new();
            for (record, id) in level {
                let page = self.refresh_page(record, id, None, left, written)?;
                left = left.saturating_sub(page.refreshed.len());
                if page.more {
                    self.stale_titles.push(id);
                }
                next.extend(page.refreshed);
            }
            level = next;
        }
        Ok(())
    }

    /// Refreshes the titles of up to `limit` entries that link to one whose title they show, in order of the links.
    fn refresh_page(
        &mut self,
        record: TypeIndex,
        id: Uuid,
        after: Option<Uuid>,
        limit: usize,
        skip: &HashMap<Uuid, Seq>,
    ) -> Result<RefreshedPage> {
        let kinds = dependent_kinds(self, record);
        if kinds.is_empty() {
            return Ok(RefreshedPage::default());
        }
        let query = LinkQuery {
            targets: Some(vec![id]),
            kinds: Some(kinds),
            after,
            limit: Some(limit + 1),
            ..LinkQuery::default()
        };
        let mut links = self.transaction.links(&query)?;
        let more = links.len() > limit;
        links.truncate(limit);
        let mut page = RefreshedPage { more, last: links.last().map(|link| link.id), refreshed: Vec::new() };
        for link in links {
            let LinkKind::Declared(owner, _) = link.kind else { continue };
            if !skip.contains_key(&link.source) {
                let title = self.title(owner, link.source)?;
                self.transaction.put_title(link.source, &title)?;
            }
            page.refreshed.push((owner, link.source));
        }
        Ok(page)
    }
}

/// What one page of refreshing did.
#[derive(Debug, Default)]
struct RefreshedPage {
    refreshed: Vec<(TypeIndex, Uuid)>,
    last: Option<Uuid>,
    more: bool,
}

/// Kinds of links through which other types show the title of this one.
fn dependent_kinds(engine: &Engine<'_>, record: TypeIndex) -> Vec<LinkKind> {
    let model = Arc::clone(&engine.model);
    let inverses = model.record(record).inverses.iter();
    inverses
        .filter(|inverse| crate::title::fields(&model, inverse.source).any(|field| field == inverse.field))
        .map(|inverse| LinkKind::Declared(inverse.source, inverse.field))
        .collect()
}

/// Refreshes further titles that show the title of an entry: up to `limit`, behind the link `after`. Answers where to go
/// on, or `None` when all are done. Entries that show *those* in turn are refreshed too.
pub fn refresh_titles(
    transaction: &mut dyn Transaction,
    ids: &Mutex<IdSource>,
    target: Uuid,
    after: Option<Uuid>,
    limit: usize,
) -> Result<Option<Uuid>> {
    let by = By { actor: None, origin: Origin::System, reason: None, now: 0 };
    let mut engine = Engine::new(transaction, ids, &by);
    let Some(record) = engine.type_of(target)? else { return Ok(None) };
    let nothing = HashMap::new();
    let page = engine.refresh_page(record, target, after, limit, &nothing)?;
    engine.refresh_levels(page.refreshed, &nothing)?;
    Ok(page.last.filter(|_| page.more))
}
