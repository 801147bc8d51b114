//! A few views that somebody kept.

use serde_json::json;

use super::House;

/// The views stand in the rail in this order. Their states are written as the web app writes them.
pub(super) fn views(house: &mut House) {
    let views = [
        (
            "Lina's bottles (demo)",
            "Feeding",
            "milk",
            json!({
                "where": { "child": { "is": { "name": { "eq": "Lina" } } }, "method": { "eq": "BOTTLE" } },
                "orderBy": [{ "startedAt": "DESC" }],
            }),
        ),
        (
            "Nights (demo)",
            "Sleep",
            "moon",
            json!({
                "where": { "kind": { "eq": "NIGHT" } }, "orderBy": [{ "startedAt": "DESC" }],
            }),
        ),
        (
            "Pinned notes (demo)",
            "Note",
            "pin",
            json!({
                "where": { "pinned": { "eq": true } }, "orderBy": [{ "writtenAt": "DESC" }],
            }),
        ),
    ];
    for (position, (name, record, icon, state)) in views.into_iter().enumerate() {
        house.add(
            "SavedView",
            format!("view-{position}"),
            json!({
                "name": name, "recordType": record, "layout": "TABLE", "icon": icon, "state": state, "pinned": true,
                "position": position + 1,
            }),
        );
    }
}
