//! The record types that come with Daybook keep to the house's rules.

use daybook_schema::{
    Model,
    definition::{built_in, load},
    model::{Field, Kind},
};

fn model() -> Model {
    load(&built_in()).expect("the built-in definitions load")
}

fn undescribed(owner: &str, fields: &[Field]) -> Vec<String> {
    let bare = fields.iter().filter(|field| field.description.is_none());
    bare.map(|field| format!("{owner}.{}", field.name)).collect()
}

#[test]
fn everything_is_documented_for_users_of_the_api() {
    let model = model();
    let mut bare = Vec::new();
    for record in &model.types {
        bare.extend(record.description.is_none().then(|| record.name.clone()));
        bare.extend(undescribed(&record.name, &record.fields));
    }
    for object in &model.objects {
        bare.extend(object.description.is_none().then(|| object.name.clone()));
        bare.extend(undescribed(&object.name, &object.fields));
    }
    for declared in &model.enums {
        bare.extend(declared.description.is_none().then(|| declared.name.clone()));
        let values = declared.values.iter().filter(|value| value.description.is_none());
        bare.extend(values.map(|value| format!("{}.{}", declared.name, value.name)));
    }
    assert_eq!(bare, Vec::<String>::new());
}

#[test]
fn every_entry_has_an_icon() {
    let model = model();
    let entries = model.types.iter().filter(|record| matches!(record.kind, Kind::Entry { .. }));
    let bare: Vec<&str> = entries.filter(|record| record.icon.is_none()).map(|record| record.name.as_str()).collect();
    assert_eq!(bare, Vec::<&str>::new());
}

#[test]
fn deleting_a_child_takes_along_what_is_only_its_own_and_a_patient_with_findings_stays() {
    use daybook_schema::model::OnDelete;
    let model = model();
    let on_delete = |record: &str, field: &str| {
        let record = &model.types[model.find(record).expect("the type is declared").0];
        record.field(record.find(field).expect("the field is declared")).link().expect("it is a link").on_delete
    };
    for record in ["Feeding", "Sleep", "DiaperChange", "Growth"] {
        assert_eq!(on_delete(record, "child"), OnDelete::Cascade, "{record}");
    }
    assert_eq!(on_delete("Observation", "patient"), OnDelete::Restrict);
}
