//! A few views that somebody kept.

use serde_json::json;

use super::Household;

/// The views stand in the rail in this order. Their states are what the web app writes when it keeps such a view: the
/// parts of an address, each a text.
pub(super) fn views(household: &mut Household) {
    let views = [
        (
            "Lina's bottles (demo)",
            "Feeding",
            "milk",
            json!({ "child": { "is": { "name": { "eq": "Lina" } } }, "method": { "eq": "BOTTLE" } }),
            "startedAt",
            "startedAt,child,endedAt,method,content,amount,bottle,spitUp,note",
        ),
        (
            "Nights (demo)",
            "Sleep",
            "moon",
            json!({ "kind": { "eq": "NIGHT" } }),
            "startedAt",
            "startedAt,child,endedAt,kind,place,awakenings,note",
        ),
        (
            "Pinned notes (demo)",
            "Note",
            "pin",
            json!({ "pinned": { "eq": true } }),
            "writtenAt",
            "writtenAt,heading,pinned,url,text",
        ),
    ];
    for (position, (name, record, icon, filter, time, columns)) in views.into_iter().enumerate() {
        let state = json!({
            "where": filter.to_string(), "order": format!("-{time}"), "columns": columns, "group": format!("{time}.P1D"),
        });
        household.add(
            "SavedView",
            format!("view-{position}"),
            json!({
                "name": name, "recordType": record, "layout": "TABLE", "icon": icon, "state": state, "pinned": true,
                "position": position + 1,
            }),
        );
    }
}
