//! The record types that come with Daybook keep to the rules for names and descriptions.

use daybook_schema::{
    Model,
    definition::{Source, built_in, load},
    model::{Field, Kind},
    translation::{languages, translation},
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

/// Everything that has a name or a description in the API, as [`Translation::names`] tells it.
fn named(model: &Model) -> Vec<String> {
    let mut names: Vec<String> =
        ["id", "title", "at", "createdAt", "updatedAt"].map(|name| format!("Entry.{name}")).into();
    for record in &model.types {
        names.push(record.name.clone());
        names.extend(record.fields.iter().map(|field| format!("{}.{}", record.name, field.name)));
        names.extend(record.inverses.iter().map(|inverse| format!("{}.{}", record.name, inverse.name)));
    }
    for object in &model.objects {
        names.extend(object.fields.iter().map(|field| format!("{}.{}", object.name, field.name)));
    }
    for declared in &model.enums {
        names.extend(declared.values.iter().map(|value| format!("{}.{}", declared.name, value.name)));
    }
    names.sort();
    names
}

#[test]
fn every_built_in_name_is_translated_and_no_translation_is_stale() {
    let model = model();
    assert_eq!(languages().collect::<Vec<_>>(), ["de"]);
    for language in languages() {
        let translation = translation(language).expect("it is told to be there");
        let (wanted, found) = (named(&model), translation.names());
        let missing: Vec<_> = wanted.iter().filter(|name| !found.contains(name)).collect();
        let stale: Vec<_> = found.iter().filter(|name| !wanted.contains(name)).collect();
        assert_eq!((missing, stale), (Vec::new(), Vec::new()), "{language}");
        let undescribed = |owner: &str, name: &str, words: Option<daybook_schema::translation::MemberWords<'_>>| {
            words
                .is_none_or(|words| words.label.is_empty() || words.description.is_none())
                .then(|| format!("{owner}.{name}"))
        };
        let mut bare: Vec<String> = Vec::new();
        for record in &model.types {
            let words = translation.record(record);
            bare.extend(words.is_none_or(|words| words.description.is_empty()).then(|| record.name.clone()));
            let fields = record.fields.iter();
            bare.extend(
                fields
                    .filter_map(|field| undescribed(&record.name, &field.name, translation.field(record, &field.name))),
            );
        }
        for object in &model.objects {
            let fields = object.fields.iter();
            bare.extend(
                fields
                    .filter_map(|field| undescribed(&object.name, &field.name, translation.part(object, &field.name))),
            );
        }
        for declared in &model.enums {
            let values = declared.values.iter();
            bare.extend(
                values.filter_map(|value| undescribed(&declared.name, &value.name, translation.value(declared, value))),
            );
        }
        assert_eq!(bare, Vec::<String>::new(), "{language}");
    }
}

#[test]
fn a_tag_finds_the_translation_of_its_language_and_own_types_have_none() {
    assert!(["de", "de-AT", "DE", "de_CH"].iter().all(|tag| translation(tag).is_some()));
    assert!(["en", "fr", "", "deu"].iter().all(|tag| translation(tag).is_none()));
    let own = "type Feeding @entry(plural: \"feedings\", title: \"{method}\") { method: Sex } enum Sex { FEMALE }";
    let source = Source { file: "own.graphql".to_owned(), text: own.to_owned(), built_in: false };
    let model = load(&[source]).expect("the definitions load");
    let german = translation("de").expect("it is there");
    let record = &model.types[0];
    assert_eq!((german.record(record), german.field(record, "method")), (None, None));
    assert_eq!(german.value(&model.enums[0], &model.enums[0].values[0]), None);
}
