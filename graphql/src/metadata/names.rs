//! Names of root fields and types that follow from a record type.

use daybook_schema::model::RecordType;
use serde_json::{Value as Json, json};

use crate::surface::Surface;

/// The names as `EntryTypeApi`; null where the type has no such field or type.
pub(super) fn of(surface: &Surface, known: &RecordType) -> Json {
    let (singular, plural) = (known.singular(), &known.plural);
    let root = |type_name: &str, name: String| surface.field(type_name, &name).is_some().then_some(name);
    let query = |name: String| root("Query", name);
    let mutation = |name: String| root("Mutation", name);
    let subscription = |name: String| root("Subscription", name);
    let ty = |suffix: &str| {
        let name = format!("{}{suffix}", known.name);
        surface.types.contains_key(&name).then_some(name)
    };
    json!({
        "get": query(singular.clone()),
        "list": query(plural.clone()),
        "stats": query(format!("{plural}Stats")),
        "series": query(format!("{plural}Series")),
        "live": subscription(format!("{plural}Live")),
        "statsLive": subscription(format!("{plural}StatsLive")),
        "create": mutation(format!("{singular}Create")),
        "createMany": mutation(format!("{singular}CreateMany")),
        "update": mutation(format!("{singular}Update")),
        "updateMany": mutation(format!("{singular}UpdateMany")),
        "upsert": mutation(format!("{singular}Upsert")),
        "upsertMany": mutation(format!("{singular}UpsertMany")),
        "delete": mutation(format!("{singular}Delete")),
        "deleteMany": mutation(format!("{singular}DeleteMany")),
        "samplesAdd": mutation(format!("{plural}Add")),
        "samplesDelete": mutation(format!("{plural}Delete")),
        "samplesFlag": mutation(format!("{plural}Flag")),
        "ingest": format!("/ingest/{}", known.name),
        "createInput": ty("Create"),
        "patchInput": ty("Patch"),
        "filterInput": ty("Filter"),
        "orderInput": ty("Order"),
        "keyInput": ty("Key"),
        "statType": ty("Stat"),
    })
}
