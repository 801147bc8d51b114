//! Operations on links in the GraphQL dialect.

use serde_json::json;

use super::{super::*, UUID, codes, created, index, model::stable, patched};
use crate::model::Direction;

fn id() -> Uuid {
    UUID.parse().unwrap()
}

fn linked_at(place: &str) -> LinkTarget {
    LinkTarget { target: Reference::Id(id()), details: LinkDetails::default(), path: super::path(place) }
}

/// The operations on the only relation of a patch.
fn operations(record: &str, document: &Json) -> Vec<LinkOperation> {
    let model = stable();
    let (mut input, problems) = patched(&model, record, document);
    assert_eq!(codes(&problems), [""; 0], "{document}");
    input.links.pop().map_or(Vec::new(), |link| link.operations)
}

fn link_mistakes(document: &Json) -> Vec<String> {
    codes(&patched(&stable(), "Horse", document).1)
}

#[test]
fn to_one_links_take_one_operation() {
    assert_eq!(
        operations("Horse", &json!({"barn": {"link": UUID}})),
        [LinkOperation::Link(linked_at("patch.barn.link"))]
    );
    let unlink = LinkOperation::Unlink { id: None, path: super::path("patch.barn.unlink") };
    assert_eq!(operations("Horse", &json!({"barn": {"unlink": true}})), [unlink]);
    let cleared = LinkOperation::Clear { path: super::path("patch.barn") };
    assert_eq!(operations("Horse", &json!({"barn": null})), [cleared]);
    assert_eq!(operations("Horse", &json!({"barn": {"unlink": false}})), []);
    assert_eq!(operations("Horse", &json!({"barn": {"link": UUID, "create": null}})).len(), 1);
    for wrong in [json!({"link": UUID, "unlink": true}), json!({}), json!({"link": null}), json!(UUID), json!([])] {
        assert_eq!(link_mistakes(&json!({"barn": wrong})), ["INVALID_VALUE patch.barn"], "{wrong}");
    }
    assert_eq!(link_mistakes(&json!({"barn": {"conect": UUID}})), ["INVALID_VALUE patch.barn.conect"]);
    assert_eq!(link_mistakes(&json!({"barn": {"unlink": "yes"}})), ["INVALID_VALUE patch.barn.unlink"]);
}

#[test]
fn to_one_links_create_find_and_change() {
    let model = stable();
    let (input, problems) = created(&model, "Horse", &json!({"barn": {"connectOrCreate": {"name": "North"}}}));
    assert!(problems.is_acceptable());
    let [LinkOperation::ConnectOrCreate(entry, _)] = input.links[0].operations.as_slice() else { panic!("{input:?}") };
    assert_eq!(
        (entry.record, entry.path.join(".")),
        (model.find("Barn").unwrap(), "input.barn.connectOrCreate".to_owned())
    );
    assert_eq!(entry.values, [(index(&model, "Barn", "name"), Value::Text("North".to_owned()))]);
    let read = operations("Horse", &json!({"barn": {"update": {"heated": true}}}));
    let [LinkOperation::Update { id: None, patch: Some(patch), .. }] = read.as_slice() else { panic!("{read:?}") };
    assert_eq!(patch.values, [(index(&model, "Barn", "heated"), Value::Boolean(true))]);
}

#[test]
fn operations_come_in_the_order_of_the_api() {
    let document = json!({"parents": {
        "unlink": [UUID], "update": [{"id": UUID, "patch": {"rides": 1}, "expectedVersion": 3}], "create": [{"name": "New"}], "link": [{"id": UUID}],
    }});
    let read = operations("Horse", &document);
    let [link, LinkOperation::Create(entry, _), LinkOperation::Update { id: Some(_), expected_version, .. }, unlink] =
        read.as_slice()
    else {
        panic!("{read:?}")
    };
    assert_eq!(*link, LinkOperation::Link(linked_at("patch.parents.link.0.id")));
    assert_eq!(entry.path.join("."), "patch.parents.create.0");
    assert_eq!(*expected_version, Some(3));
    assert_eq!(
        *unlink,
        LinkOperation::Unlink { id: Some(Reference::Id(id())), path: super::path("patch.parents.unlink.0") }
    );
}

#[test]
fn set_names_all_links_and_stands_alone() {
    let read = operations("Horse", &json!({"parents": {"set": [{"id": UUID}]}}));
    assert_eq!(read, [LinkOperation::Set(vec![linked_at("patch.parents.set.0.id")])]);
    assert_eq!(operations("Horse", &json!({"parents": {"set": []}})), [LinkOperation::Set(Vec::new())]);
    let both = json!({"parents": {"set": [], "link": [{"id": UUID}]}});
    assert_eq!(link_mistakes(&both), ["INVALID_VALUE patch.parents.set"]);
}

#[test]
fn an_earlier_result_stands_wherever_an_id_does() {
    let read = operations("Horse", &json!({"barn": {"link": "$12"}}));
    let LinkOperation::Link(target) = &read[0] else { panic!("{read:?}") };
    assert_eq!(target.target, Reference::Result(12));
    let read = operations("Horse", &json!({"parents": {"unlink": ["$0"]}}));
    assert!(matches!(read[0], LinkOperation::Unlink { id: Some(Reference::Result(0)), .. }));
}

#[test]
fn what_is_no_id_is_not_found() {
    let model = stable();
    let (input, problems) = created(&model, "Ride", &json!({"horse": {"link": "not an id"}}));
    assert_eq!(codes(&problems), ["NOT_FOUND input.horse.link"]);
    assert_eq!(input.unreadable, [index(&model, "Ride", "horse")]);
    let many = json!({"parents": {"link": [{"id": "x"}, {}], "unlink": ["$x"], "update": [{"patch": {}}]}});
    assert_eq!(
        link_mistakes(&many),
        [
            "NOT_FOUND patch.parents.link.0.id",
            "REQUIRED patch.parents.link.1.id",
            "NOT_FOUND patch.parents.unlink.0",
            "REQUIRED patch.parents.update.0.id",
        ]
    );
}

#[test]
fn inverse_lists_take_the_same_operations() {
    let model = stable();
    let document =
        json!({"outings": {"create": [{"distance": {"value": 5, "unit": "KM"}}]}, "children": {"link": {"id": UUID}}});
    let (input, problems) = created(&model, "Horse", &document);
    assert_eq!(codes(&problems), [""; 0]);
    let relation = |owner: &str, field: &str| Relation {
        owner: model.find(owner).unwrap(),
        field: index(&model, owner, field),
        direction: Direction::In,
    };
    let read: Vec<_> =
        input.links.iter().map(|link| (link.relation, link.operations.len(), link.path.join("."))).collect();
    assert_eq!(
        read,
        [
            (relation("Ride", "horse"), 1, "input.outings".to_owned()),
            (relation("Horse", "parents"), 1, "input.children".to_owned()),
        ]
    );
}

/// The properties of the only link operation.
fn details(document: &Json) -> LinkDetails {
    match operations("Horse", document).pop() {
        Some(
            LinkOperation::Link(LinkTarget { details, .. })
            | LinkOperation::Create(_, details)
            | LinkOperation::Update { details, .. },
        ) => details,
        other => panic!("{other:?}"),
    }
}

#[test]
fn new_links_carry_whole_properties() {
    let model = stable();
    let kind = (FieldIndex(2), Value::Text("grazing".to_owned()));
    let missing = |position| (FieldIndex(position), Value::Null);
    let link = details(&json!({"friends": {"link": [{"id": UUID, "props": {"strength": 4}}]}}));
    assert_eq!(link.props, Some(vec![missing(0), (FieldIndex(1), Value::Int(4)), kind.clone()]));
    let bare = details(&json!({"friends": {"link": [{"id": UUID}]}}));
    assert_eq!(bare.props, Some(vec![missing(0), missing(1), kind.clone()]));
    let null = details(&json!({"friends": {"link": [{"id": UUID, "props": {"kind": null}}]}}));
    assert_eq!(null.props, bare.props);
    let create = details(&json!({"friends": {"create": [{"entry": {"name": "New"}, "props": {"kind": "racing"}}]}}));
    assert_eq!(create.props.unwrap()[2].1, Value::Text("racing".to_owned()));
    assert_eq!(model.objects[0].name, "Friendship");
}

#[test]
fn changed_links_keep_what_is_left_out() {
    let update = |details: Json| {
        let mut update = json!({"id": UUID});
        update.as_object_mut().unwrap().append(&mut details.as_object().unwrap().clone());
        json!({"friends": {"update": [update]}})
    };
    let strength = details(&update(json!({"props": {"strength": 4, "since": null}, "to": null})));
    assert_eq!(strength.props, Some(vec![(FieldIndex(1), Value::Int(4)), (FieldIndex(0), Value::Null)]));
    assert_eq!((strength.from, strength.to), (None, Some(None)));
    assert_eq!(
        link_mistakes(&update(json!({"props": {"kind": null}}))),
        ["REQUIRED patch.friends.update.0.props.kind"]
    );
}

#[test]
fn properties_follow_their_rules() {
    let document = json!({"friends": {
        "link": [{"id": UUID, "props": {"strength": 9, "streng": 1}}, {"id": UUID, "props": 5}],
        "create": [{"props": {"since": "x"}}, {"entry": {"name": ""}}],
    }});
    assert_eq!(
        link_mistakes(&document),
        [
            "REQUIRED patch.friends.create.0.entry",
            "INVALID_VALUE patch.friends.create.0.props.since",
            "TOO_SHORT patch.friends.create.1.entry.name",
            "INVALID_VALUE patch.friends.link.0.props.streng",
            "OUT_OF_RANGE patch.friends.link.0.props.strength",
            "INVALID_VALUE patch.friends.link.1.props",
        ]
    );
    let plain = json!({"parents": {"link": [{"id": UUID, "props": {"strength": 1}}]}});
    assert_eq!(link_mistakes(&plain), ["INVALID_VALUE patch.parents.link.0.props"]);
}

#[test]
fn validity_ends_after_it_starts() {
    let valid = details(
        &json!({"friends": {"link": [{"id": UUID, "from": "2026-01-01T00:00:00Z", "to": "2026-01-01T00:00:00Z"}]}}),
    );
    assert_eq!(valid.from, valid.to);
    let turned =
        json!({"friends": {"link": [{"id": UUID, "from": "2026-01-02T00:00:00Z", "to": "2026-01-01T00:00:00Z"}]}});
    assert_eq!(link_mistakes(&turned), ["TIME_ORDER patch.friends.link.0.to"]);
    let wrong = json!({"friends": {"link": [{"id": UUID, "from": "soon"}]}});
    assert_eq!(link_mistakes(&wrong), ["INVALID_VALUE patch.friends.link.0.from"]);
}
