//! Links as the API answers them.

use std::collections::HashMap;

use daybook_schema::{Value, input, time::format_instant};
use daybook_store::{
    backend::LinkQuery,
    query::Trash,
    record::{Link, LinkKind, LinkProps},
};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::{
    connections::{Rows, cursor},
    error::RequestError,
    plan::{EntriesPlan, LinkOutput, LinkView, LinksPlan},
    read::Reader,
    surface::LinkField,
};

type Result<T> = std::result::Result<T, RequestError>;

impl Reader<'_> {
    /// `links(…)` of an entry.
    pub fn entry_links(&mut self, plan: &LinksPlan, id: Uuid) -> Result<Json> {
        let page = plan.page.as_ref().map_err(Clone::clone)?;
        let all = plan.of(id, self.as_of);
        let query = LinkQuery { after: page.after_uuid(), limit: Some(page.limit + 1), ..all.clone() };
        let mut links = self.snapshot.links(&query)?;
        let more = links.len() > page.limit;
        links.truncate(page.limit);
        let (context, some) = (self.context, links.iter().cloned().map(Some).collect::<Vec<_>>());
        let rows = Rows {
            count: links.len(),
            next: more,
            previous: page.after.is_some(),
            cursor: &|row: usize| cursor(context, page, &links[row].id),
        };
        self.connection(
            &plan.view,
            &rows,
            |reader| Ok(reader.snapshot.links(&all)?.len() as u64),
            |reader, view| reader.links(view, &some),
        )
    }

    /// Links, in their order; `None` is answered as null.
    pub fn links(&mut self, view: &LinkView, links: &[Option<Link>]) -> Result<Vec<Json>> {
        let mut answers: Vec<_> = links.iter().map(|_| Map::new()).collect();
        for (key, output) in &view.outputs {
            let values = match output {
                LinkOutput::Source(entries) => self.ends(entries, links, |link| link.source)?,
                LinkOutput::Target(entries) => self.ends(entries, links, |link| link.target)?,
                LinkOutput::TypeName => vec![json!("Link"); links.len()],
                LinkOutput::Value(field) => {
                    let value = |link: &Option<Link>| link.as_ref().map_or(Json::Null, |link| self.value(*field, link));
                    links.iter().map(value).collect()
                }
            };
            for (answer, value) in answers.iter_mut().zip(values) {
                answer.insert(key.clone(), value);
            }
        }
        let shaped = answers.into_iter().zip(links).map(|(answer, link)| match link {
            Some(_) => Json::Object(answer),
            None => Json::Null,
        });
        Ok(shaped.collect())
    }

    fn ends(&mut self, entries: &EntriesPlan, links: &[Option<Link>], end: fn(&Link) -> Uuid) -> Result<Vec<Json>> {
        let ids: Vec<_> = links.iter().flatten().map(end).collect();
        let found: HashMap<Uuid, Json> = self.entries(entries, &ids, Trash::Include)?;
        let answer = |link: &Option<Link>| link.as_ref().and_then(|link| found.get(&end(link)).cloned());
        Ok(links.iter().map(|link| answer(link).unwrap_or(Json::Null)).collect())
    }

    fn value(&self, field: LinkField, link: &Link) -> Json {
        match field {
            LinkField::Id => json!(link.id),
            LinkField::Kind => json!(self.kind_name(&link.kind)),
            LinkField::From => json!(link.from.map(format_instant)),
            LinkField::To => json!(link.to.map(format_instant)),
            LinkField::CreatedAt => json!(format_instant(link.created_at)),
            LinkField::Props => self.props_json(link),
            // Entries, which are read together.
            LinkField::Source | LinkField::Target => Json::Null,
        }
    }

    fn kind_name(&self, kind: &LinkKind) -> String {
        match kind {
            LinkKind::Declared(owner, field) => self.context.model.link_kind(*owner, *field),
            LinkKind::Free(text) => text.clone(),
        }
    }

    fn props_json(&self, link: &Link) -> Json {
        let model = &self.context.model;
        match (&link.props, &link.kind) {
            (LinkProps::Free(json), _) => json.clone(),
            (LinkProps::Typed(values), LinkKind::Declared(owner, field)) => {
                let object = model.record(*owner).field(*field).link().and_then(|link| link.props);
                let Some(object) = object else { return Json::Null };
                let fields = &model.objects[object.0].fields;
                let members = fields.iter().zip(values).filter(|(_, value)| **value != Value::Null);
                let members = members.map(|(field, value)| (field.name.clone(), input::to_json(model, field, value)));
                Json::Object(members.collect())
            }
            _ => Json::Null,
        }
    }
}
