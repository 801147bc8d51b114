//! Names that are kept for what Daybook is going to have.

use super::{
    super::{STORED, StoredNames, amend, load_with_stored_names},
    *,
};

const CASES: &[(&str, &str)] = &[
    ("type File @entry(plural: \"papers\", title: \"x\") { note: String }", "File"),
    ("type file2 { note: String } type Token { note: String } ", "Token"),
    ("enum ViewerKind { A B }", "ViewerKind"),
    ("enum viewerPermission { A B }", "ViewerPermission"),
    // What is made for a type counts, too.
    ("type Search @entry(plural: \"hunts\", title: \"x\") { note: String }", "SearchConnection"),
    ("type Paper @entry(plural: \"files\", title: \"x\") { note: String }", "files"),
    ("type Similar @entry(plural: \"alike\", title: \"x\") { note: String }", "similar"),
    ("type Paper @entry(plural: \"papers\", title: \"x\") { can: Boolean }", "can"),
    ("type Paper @entry(plural: \"papers\", title: \"x\") { fullText: String }", "fullText"),
    (
        "type Paper @entry(plural: \"papers\", title: \"x\") { next: Paper @link(inverse: \"mergedFrom\") }",
        "mergedFrom",
    ),
];

#[test]
fn new_definitions_cannot_have_reserved_names() {
    for (text, name) in CASES {
        let errors = listed(&load(&[source(text)]).expect_err(text));
        let told =
            errors.lines().any(|line| line.to_lowercase().contains(&format!("`{}` is reserved", name.to_lowercase())));
        assert!(told, "{text}\n{errors}");
    }
}

#[test]
fn every_root_field_and_entry_field_is_reserved() {
    for root in
        "auth viewer space search suggest keywords similar mentions duplicates file files import imports importPlan"
            .split_whitespace()
    {
        let text = format!("type Paper @entry(plural: \"{root}\", title: \"x\") {{ note: String }}");
        assert!(listed(&load(&[source(&text)]).expect_err(root)).contains("is reserved"), "{root}");
    }
    for field in "can createdBy updatedBy fullText mergedInto mergedFrom".split_whitespace() {
        let text = format!("type Paper @entry(plural: \"papers\", title: \"x\") {{ {field}: String }}");
        assert!(listed(&load(&[source(&text)]).expect_err(field)).contains("is reserved"), "{field}");
    }
}

#[test]
fn what_a_store_holds_already_goes_on_and_is_told_with_its_remedy() {
    let text =
        "type File @entry(plural: \"files\", title: \"x\") { can: Boolean mood: AuthState } enum AuthState { A B }";
    let held = StoredNames::of_names([("File".to_owned(), vec!["can".to_owned(), "mood".to_owned()])]);
    let (model, told) =
        load_with_stored_names(&[source(text)], &held).unwrap_or_else(|errors| panic!("{}", listed(&errors)));
    assert!(model.find("File").is_some());
    let told = listed(&told);
    for name in ["`File`", "`files`", "`can`", "`AuthState`"] {
        assert!(told.contains(&format!("the name {name} is going to be")), "{told}");
    }
    assert!(told.contains("`@was(name: \"File\")`"), "{told}");
    assert!(told.contains("`@was(name: \"can\")`"), "{told}");

    // A field that the store does not have is as new as any.
    let more = text.replace("can: Boolean", "can: Boolean createdBy: String");
    let errors = listed(&load_with_stored_names(&[source(&more)], &held).expect_err("createdBy is new"));
    assert!(errors.contains("`createdBy` is reserved") && !errors.contains("`can` is reserved"), "{errors}");
}

#[test]
fn a_stored_definition_can_be_changed_and_renamed_but_no_new_one_made() {
    let stored = "type Token @entry(plural: \"tokens\", title: \"{name}\") { name: String! }";
    let stored = Source { file: STORED.to_owned(), text: stored.to_owned(), built_in: false };
    let (current, told) = load_with_stored_names(&[stored], &StoredNames::default()).unwrap();
    assert_eq!(told.len(), 1, "{}", listed(&told));

    let grown = "type Token @entry(plural: \"tokens\", title: \"{name}\") { name: String! note: String }";
    assert!(amend(&[], &current, grown, &[]).is_ok());
    let renamed = "type Badge @was(name: \"Token\") @entry(plural: \"badges\", title: \"{name}\") { name: String! }";
    let model = amend(&[], &current, renamed, &[]).unwrap();
    assert!(model.types.iter().any(|record| record.name == "Badge"));
    let new = "type Share @entry(plural: \"parts\", title: \"{name}\") { name: String! }";
    assert!(listed(&amend(&[], &current, new, &[]).unwrap_err()).contains("`Share` is reserved"));
    let plural = "type Token @entry(plural: \"imports\", title: \"{name}\") { name: String! }";
    assert!(listed(&amend(&[], &current, plural, &[]).unwrap_err()).contains("`imports` is reserved"));
}
