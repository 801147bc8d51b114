//! One case for each kind of mistake: `§` marks the place that the message must name.

use super::*;

/// What the cases may refer to.
const BASE: &str = r#"
type Bed @entry(plural: "beds", title: "{name}") @key(fields: ["name"]) { name: String! }
type Visit @series(plural: "visits", of: "bed", at: "at") { bed: Bed! @link(inverse: "visits") at: DateTime! }
type Pairing @props { strength: Int }
type Address { street: String }
enum Quality { GOOD POOR }
"#;

/// Exactly one mistake, at the mark, with these parts of the message and of the hint.
fn check(marked: &str, message: &str, hint: &str) {
    let before = marked.split('§').next().unwrap();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    let base = Source { file: "base.graphql".to_owned(), text: BASE.to_owned(), built_in: true };
    let errors = load(&[base, source(&marked.replace('§', ""))]).expect_err(marked);
    assert_eq!(errors.len(), 1, "{marked}\n{}", listed(&errors));
    let place = (errors[0].position.file.as_str(), errors[0].position.line, errors[0].position.column);
    assert_eq!(place, ("test.graphql", line, column), "{marked}\n{}", errors[0]);
    assert!(errors[0].message.contains(message), "{marked}\n{}", errors[0]);
    assert!(errors[0].hint.as_deref().unwrap_or_default().contains(hint), "{marked}\n{}", errors[0]);
}

/// A mistake in a field of an entry type.
fn check_field(field: &str, message: &str, hint: &str) {
    check(
        &format!("type Plant @entry(plural: \"plants\", title: \"{{name}}\") {{\n  name: String!\n  {field}\n}}"),
        message,
        hint,
    );
}

/// A mistake in the directives of an entry type.
fn check_type(directives: &str, message: &str, hint: &str) {
    let fields = "name: String! born: DateTime tags: [String!] size: Float data: JSON height: Quantity @unit(canonical: CM) bed: Bed @link(inverse: \"plants\") beds: [Bed!] @link(inverse: \"plantsToo\") home: Address";
    check(&format!("type Plant {directives} {{\n  {fields}\n}}"), message, hint);
}

#[test]
fn syntax() {
    check("type Plant §{ name: String", "`{` is never closed", "closing bracket");
    check("type Plant { name: String }\n§}", "`}` closes nothing", "remove");
    check("type Plant { name: [String!§) }", "does not close", "order");
    check("type Plant §{ }", "the braces are empty", "name: String!");
    check("type Plant { name: String! §\"never closed\n}", "the text is never closed", "quotes");
    check("type Plant { n§ä: String! }", "`ä` cannot stand here", "letters");
    check("type Plant { name §String! }", "the syntax is wrong at `String!`", "name: Type");
    check("type Plant { names: §[ String! ] }", "the syntax is wrong", "without spaces");
    check("§tpye Plant { name: String! }", "the syntax is wrong at `tpye`", "`type`");
    check(&format!("type Plant {{ name: {}§[{} }}", "[".repeat(63), "[".repeat(9)), "nested too deeply", "64");
}

#[test]
fn definitions_that_the_language_does_not_have() {
    check("interface §Named { name: String! }", "`Named` is an interface", "Entry");
    check("union §Thing = Bed", "`Thing` is a union", "link");
    check("scalar §Colour", "`Colour` is a scalar", "@pattern");
    check("input §Dose { amount: Int }", "`Dose` is an input", "type Dose");
    check("§schema { query: Bed }", "a schema cannot be declared", "leave it out");
    check("directive @§hot on OBJECT", "`@hot` cannot be declared", "directives that Daybook has");
    check("type Dose implements §Thing { amount: Int }", "cannot implement `Thing`", "leave `implements` out");
    check("type Dose { amount(§unit: Int): Int }", "cannot have arguments", "parentheses");
}

#[test]
fn directives() {
    check_field("note: String §@serch", "`@serch` is no directive", "did you mean `search`?");
    check_field("note: String §@key(fields: [\"name\"])", "`@key` cannot stand on a field", "on a type");
    check_field("note: String @search §@search", "`@search` stands here twice", "keep one");
    check_field("note: String @search(§wieght: 2)", "no argument `wieght`", "did you mean `weight`?");
    check_field("note: String @index(§fast: true)", "no argument `fast`", "`@index` alone");
    check_field("note: String @search(weight: 2, §weight: 3)", "given twice", "keep one");
    check_field("note: String @search(weight: §\"2\")", "takes a number", "`2` without quotes");
    check_field("note: String @length(max: §-1)", "takes a whole number", "10");
    check_field("note: String @default(value: §5)", "takes a text in quotes", "`\"5\"` in quotes");
    check_field("note: String §@default", "`@default` needs `value`", "@default(value: \"text\")");
    check_field("bed: Bed @link(inverse: \"plants\", onDelete: §REMOVE)", "cannot be `REMOVE`", "`UNLINK`");
    check_type("§@entry(plural: \"plants\")", "`@entry` needs `title`", "title: \"{name}\"");
    check_type(
        "@entry(plural: \"plants\", title: \"{name}\") @key(fields: §[1])",
        "takes a list of texts",
        "[\"name\"]",
    );
}

#[test]
fn types_of_fields() {
    check_field("note: §Strnig", "there is no type `Strnig`", "did you mean `String`?");
    check_field("tags: §[String]!", "items of `tags` may be null", "write `[String!]!`");
    check_field("tags: §[[String!]!]", "list of lists", "`[String!]`");
    check_field("pair: §Pairing", "`Pairing` lives only on links", "props");
}

#[test]
fn links() {
    check_field("§bed: Bed!", "leads to `Bed` without `@link`", "bed: Bed! @link(inverse: \"plants\")");
    check_field("note: String §@link(inverse: \"plants\")", "leads nowhere", "remove `@link`");
    check_field("home: Address §@link(inverse: \"plants\")", "leads nowhere", "`@entry`");
    check_field("visit: §Visit @link(inverse: \"plants\")", "a series", "measures");
    check_field("beds: §[Bed!]! @link(inverse: \"plants\")", "cannot be required", "write `[Bed!]`");
    check_field("bed: Bed! @link(inverse: \"plants\", onDelete: §UNLINK)", "cannot unlink", "RESTRICT");
    check_field("bed: Bed @link(inverse: \"plants\", props: §\"Pairing\")", "only lists of links", "write `[Bed!]`");
    check_field("beds: [Bed!] @link(inverse: \"plants\", props: §\"Paring\")", "no type `Paring`", "`Pairing`");
    check_field("beds: [Bed!] @link(inverse: \"plants\", props: §\"Address\")", "not declared with `@props`", "@props");
    check_field("bed: Bed @link(inverse: §\"name\")", "it has a field `name` (base.graphql:2:", "another inverse");
    check_field("bed: Bed @link(inverse: §\"visits\")", "`Visit.bed` gives it that list (base.graphql:3:", "another");
    check_field("bed: Bed @link(inverse: §\"history\")", "every entry has such a field", "another inverse");
    check_field("bed: Bed @link(inverse: §\"not\")", "filters and inputs", "another inverse");
    check_field("bed: Bed @link(inverse: §\"Plants\")", "not in camelCase", "write `plants`");
    check_field("bed: Bed @link(inverse: §\"\")", "`inverse` is empty", "other side");
    check_field("bed: Bed @link(inverse: \"plants\") §@default(value: \"x\")", "cannot have a default", "remove");
    check("type Stay @props { bed: §Bed @link(inverse: \"stays\") }", "a `@props` type cannot have links", "@entry");
    check("type Home { bed: §Bed @link(inverse: \"homes\") }", "an embedded type cannot have links", "@entry");
}

#[test]
fn names_that_are_taken_or_kept() {
    check(
        "type §Bed { name: String }",
        "`Bed` is taken: it is the name of the type `Bed` (base.graphql:2:6)",
        "extend type",
    );
    check("type §BeD { name: String }", "differs only in case from `Bed`", "another name");
    check("type §BedFilter { name: String }", "made by Daybook for `Bed` (base.graphql:2:6)", "rename");
    check("type §BedKey { name: String }", "made by Daybook for `Bed`", "rename");
    check("type §AddressInput { name: String }", "made by Daybook for `Address`", "rename");
    check("type §QualityFilter { name: String }", "made by Daybook for `Quality`", "rename");
    check("type §Query { name: String }", "`Query` is taken: it is a type that Daybook has", "another name");
    check("type §Quantity { name: String }", "a type that Daybook has", "another name");
    check("enum §Direction { UP }", "a type that Daybook has", "another");
    check(
        "type Plot @entry(plural: §\"beds\", title: \"{name}\") { name: String! }",
        "`beds` is taken: it is the list field of `Bed`",
        "another plural",
    );
    check(
        "type Plot @entry(plural: §\"bed\", title: \"{name}\") { name: String! }",
        "`bed` is taken",
        "another plural",
    );
    check(
        "type Sheep @entry(plural: §\"sheep\", title: \"{name}\") { name: String! }",
        "`sheep` is taken",
        "another plural",
    );
    check(
        "type Plot @entry(plural: §\"entries\", title: \"{name}\") { name: String! }",
        "a field that Daybook has",
        "another plural",
    );
    check(
        "type Plot @entry(plural: §\"bedCreate\", title: \"{name}\") { name: String! }",
        "for `Bed`",
        "another plural",
    );
    check_field("§id: String", "`id` is kept", "another name");
    check_field("§at: DateTime", "`at` is kept", "at: \"at\"");
    for required in ["DateTime!", "Date!"] {
        check(
            &format!(
                "type Plant @entry(plural: \"plants\", title: \"{{name}}\", at: \"at\") {{ name: String! §at: {required} }}"
            ),
            "`Plant.at` cannot be required",
            &format!("write `at: {}`, or choose another name, such as `happenedAt`", required.trim_end_matches('!')),
        );
    }
    check_field("§title: String", "must be the title", "title: \"{title}\"");
    check_field("§trashed: Boolean", "cannot be named `trashed`", "trashedValue");
    check_field("§name: Int", "`name` is taken: it is a field of `Plant` (test.graphql:2:3)", "rename");
    check_field("§naMe: Int", "differs only in case from `name`", "rename");
    check_field("§count: Int countValue: Int", "countValue", "rename");
    check_field(
        "harvestsStats: Int §harvests: [Bed!] @link(inverse: \"plants\")",
        "`harvestsStats` is taken",
        "rename",
    );
    check(
        "type PlantBedsEdge { a: Int } type Plant @entry(plural: \"plants\", title: \"{name}\") { name: String! §beds: [Bed!] @link(inverse: \"plants\", props: \"Pairing\") }",
        "`PlantBedsEdge` is taken",
        "rename",
    );
    check(
        "type BedPlantsMany { a: Int } type Plant @entry(plural: \"plants\", title: \"{name}\") { name: String! §beds: [Bed!] @link(inverse: \"plants\", props: \"Pairing\") }",
        "`BedPlantsMany` is taken",
        "rename",
    );
}

#[test]
fn spelling_of_names() {
    check("type §plant { name: String }", "not in PascalCase", "write `Plant`");
    check("type §Soil_Type { name: String }", "not in PascalCase", "write `SoilType`");
    check("type §__Plant { name: String }", "two underscores", "write `Plant`");
    check_field("§PlantedOn: Date", "not in camelCase", "write `plantedOn`");
    check_field("§planted_on: Date", "not in camelCase", "write `plantedOn`");
    check("enum Colour { §darkRed }", "not in SCREAMING_SNAKE_CASE", "write `DARK_RED`");
    check("enum Colour { RED §RED }", "`RED` is taken", "remove or rename");
    check("type §Plant", "`Plant` has no fields", "add fields");
    check("enum §Colour", "has no values", "add values");
}

#[test]
fn extensions() {
    check("extend type §Bad { note: String }", "there is no type of that name", "did you mean `Bed`?");
    check("extend enum §Qualities { FAIR }", "there is no enum of that name", "`Quality`");
    check("extend type §Quality { note: String }", "`Quality` is an enum", "extend enum Quality");
    check("extend enum §Bed { GOOD }", "`Bed` is an object type", "extend type Bed");
    check("extend type Bed { §name: Int }", "`name` is taken", "rename");
    check(
        "extend type Bed §@entry(plural: \"plots\", title: \"{name}\")",
        "stands here twice; first at base.graphql:2:10",
        "keep one",
    );
}

#[test]
fn units_bounds_and_patterns() {
    check_field("water: Int §@unit(canonical: ML)", "only a Quantity has a unit", "`Quantity`");
    check_field("§water: Quantity", "has no unit", "@unit(canonical: KG)");
    check_field("water: Quantity @unit(canonical: §LITRE)", "is no unit: `LITRE`", "did you mean `L`?");
    check_field("water: Quantity @unit(canonical: §MLL)", "is no unit: `MLL`", "did you mean `ML`?");
    check_field("water: Quantity @unit(canonical: ML, min: §5, max: 2)", "`min` 5 is greater than `max` 2", "order");
    check_field("water: Int @range(max: 10, warnMax: §20)", "`warnMax` 20 is greater than `max` 10", "order");
    check_field("water: String §@range(max: 10)", "bounds Int and Float", "@length");
    check_field("water: Int §@length(max: 10)", "bounds a String or a list", "@range");
    check_field("note: String @length(min: §9, max: 3)", "greater than `max` 3", "swap");
    check_field("water: Int §@pattern(regex: \"1\", message: \"one\")", "is for String", "remove");
    check_field("note: String @pattern(regex: §\"[a\", message: \"a\")", "cannot be used", "backslashes");
    check_field("note: String @pattern(regex: §\"a)(b\", message: \"a\")", "do", "\\\\(");
}

#[test]
fn times() {
    check_field("note: String §@time(future: false)", "for Date and DateTime", "remove");
    check_field("end: Date @time(notBefore: §\"begin\")", "`Plant` has no such field", "`name`");
    check_field("end: Date @time(notBefore: §\"name\")", "no Date or DateTime", "name one of `end`");
    check_field("end: Date @time(notBefore: §\"end\")", "the field itself", "first");
    check_field("end: Date @time(maxAfter: §\"P1D\")", "which is missing", "add `notBefore`");
    check_field("begin: Date end: Date @time(notBefore: \"begin\", maxAfter: §\"one day\")", "no duration", "P1D");
    check_field("begin: Date end: Date @time(notBefore: \"begin\", maxAfter: §\"PT0S\")", "longer than nothing", "P1D");
}

#[test]
fn entries() {
    check_type("@entry(plural: \"plants\", title: \"{name}\", at: §\"birth\")", "`birth`", "`born`");
    check_type("@entry(plural: \"plants\", title: \"{name}\", at: §\"name\")", "no stored Date or DateTime", "`born`");
    check_type("@entry(plural: \"plants\", title: §\"{nmae}\")", "`nmae`", "did you mean `name`?");
    check_type("@entry(plural: \"plants\", title: §\"{tags}\")", "it is a list", "one value");
    check_type("@entry(plural: \"plants\", title: §\"{beds}\")", "it is a list", "one value");
    check_type("@entry(plural: \"plants\", title: §\"{data}\")", "JSON", "one value");
    check_type("@entry(plural: \"plants\", title: §\"{name\")", "do not match", "`{name}`");
    check_type("@entry(plural: \"plants\", title: §\" \")", "the title is empty", "`{name}`");
    check_type("@entry(plural: \"plants\", title: \"{name}\", icon: §\"Sprout!\")", "Lucide", "shopping-basket");
    check_type("@entry(plural: \"plants\", title: \"{name}\") §@props", "`@entry` and `@props`", "remove");
    check(
        "type Plant @entry(plural: \"plants\", title: \"{name}\") §@series(plural: \"plantSeries\", of: \"bed\", at: \"time\") { name: String! time: DateTime! bed: Bed! @link(inverse: \"plants\") }",
        "`@entry` and `@series`",
        "remove",
    );
    check(
        "type A @entry(plural: \"as\", title: §\"{b}\") { b: B @link(inverse: \"as\") } type B @entry(plural: \"bs\", title: \"{a}\") { a: A @link(inverse: \"bs\") }",
        "`A` → `B` → `A`",
        "leave the link out",
    );
    check("type §Inner { inner: Outer! } type Outer { outer: Inner! }", "`Inner` → `Outer` → `Inner`", "without `!`");
}

#[test]
fn keys() {
    let entry = "@entry(plural: \"plants\", title: \"{name}\")";
    check_type(&format!("{entry} @key(fields: §[\"nam\"])"), "`nam`", "did you mean `name`?");
    check_type(&format!("{entry} @key(fields: §[\"tags\"])"), "it is a list", "one exact value");
    check_type(&format!("{entry} @key(fields: §[\"data\"])"), "JSON", "one exact value");
    check_type(&format!("{entry} @key(fields: §[\"size\"])"), "hardly ever equal", "one exact value");
    check_type(&format!("{entry} @key(fields: §[\"height\"])"), "hardly ever equal", "one exact value");
    check_type(&format!("{entry} @key(fields: §[\"home\"])"), "it is an object", "one exact value");
    check_type(&format!("{entry} @key(fields: §[\"name\", \"name\"])"), "names `name` twice", "once");
    check_type(&format!("{entry} @key(fields: §[])"), "has no fields", "unique");
    check_type(
        &format!("{entry} @key(fields: [\"name\", \"bed\"]) @key(fields: §[\"bed\", \"name\"])"),
        "same fields",
        "remove",
    );
    check("type Dose §@key(fields: [\"name\"]) { name: String }", "no entry", "add `@entry`");
}

#[test]
fn series() {
    let series =
        |directive: &str, fields: &str| format!("type Sound @series(plural: \"sounds\", {directive}) {{ {fields} }}");
    let bed = "bed: Bed! @link(inverse: \"sounds\")";
    check(&series("of: §\"bet\", at: \"at\"", &format!("{bed} at: DateTime!")), "`bet`", "`bed`");
    check(
        &series("of: §\"bed\", at: \"at\"", "bed: Bed @link(inverse: \"sounds\") at: DateTime!"),
        "no required link",
        "!",
    );
    check(&series("of: §\"name\", at: \"at\"", "name: String! at: DateTime!"), "no required link", "@link");
    check(&series("of: \"bed\", at: §\"at\"", &format!("{bed} at: DateTime")), "no required DateTime", "at: DateTime!");
    check(
        &series("of: \"bed\", at: \"at\", every: §\"10 min\"", &format!("{bed} at: DateTime!")),
        "no duration",
        "PT10M",
    );
    let gaps = |directive: &str| {
        series(&format!("of: \"bed\", at: \"at\", every: \"PT10M\", {directive}"), &format!("{bed} at: DateTime!"))
    };
    check(&gaps("gapFactor: §0.5"), "from 1 to 1000", "such as 3");
    check(&gaps("everyFrom: §\"nam\""), "no such field", "`name`");
    check(&gaps("everyFrom: §\"name\""), "`Bed.name`, which is no stored Duration", "name: Duration");
    check(&gaps("gapFactorFrom: §\"name\""), "`Bed.name`, which is no stored Float", "name: Float");
    check(
        &series("of: \"bed\", at: \"at\"", &format!("{bed} at: DateTime! all: §[Bed!] @link(inverse: \"all\")")),
        "samples cannot have",
        "@entry",
    );
    check(
        &series("of: \"bed\", at: \"at\"", "bed: Bed! @link(inverse: \"sounds\", onDelete: §RESTRICT) at: DateTime!"),
        "go and come back",
        "leave",
    );
    check(
        &series("of: \"bed\", at: \"at\") §@key(fields: [\"bed\"]", &format!("{bed} at: DateTime!")),
        "its key is always",
        "remove",
    );
    check(
        &series("of: \"bed\", at: \"at\"", &format!("{bed} at: DateTime! §flagged: Boolean")),
        "`flagged` is kept",
        "another",
    );
}

#[test]
fn defaults() {
    check_field("water: Int @default(value: §\"now\")", "`now` is a default of Date", "a value of that type");
    check_field("water: Int @default(value: §\"viewer\")", "`viewer` is a default of String", "a value of that type");
    check_field("water: Int @default(value: §\"wet\")", "is no `Int`", "a whole number");
    check_field("water: Int @range(max: 3) @default(value: §\"4\")", "above its `max` 3", "also be written");
    check_field("water: Quantity @unit(canonical: ML, min: 5) @default(value: §\"4 ml\")", "below its `min` 5", "also");
    check_field("water: Quantity @unit(canonical: ML) @default(value: §\"4 kg\")", "is no `Quantity`", "unit");
    check_field(
        "note: String @pattern(regex: \"[a-z]\", message: \"one small letter\") @default(value: §\"A\")",
        "one small letter",
        "also",
    );
    check_field("note: String @length(min: 2) @default(value: §\"A\")", "shorter than 2", "also");
    check_field(
        "tags: [String!] @length(max: 1) @default(value: §\"[\\\"a\\\", \\\"b\\\"]\")",
        "longer than 1 items",
        "also",
    );
    check_field("quality: Quality @default(value: §\"GODO\")", "no value of `Quality`", "did you mean `GOOD`?");
    check_field("day: Date @default(value: §\"31.5.2026\")", "is no `Date`", "2026-05-31");
    check("type Dose { amount: Int @default(value: §\"much\") }", "is no `Int`", "a whole number");
}

#[test]
fn conditions_earlier_names_and_computed_fields() {
    check_field("note: String @showIf(field: §\"nmae\", in: [\"a\"])", "`nmae`", "`name`");
    check_field("quality: Quality note: String @showIf(field: \"quality\", in: §[\"GODO\"])", "never `GODO`", "`GOOD`");
    check_field("note: String @showIf(field: §\"note\", in: [\"a\"])", "the field itself", "decides");
    check_field("note: String @was(name: §\"name\")", "there is a field of that name now", "remove `@was`");
    check_field(
        "note: String @was(name: \"text\") other: String @was(name: §\"text\")",
        "an earlier name twice",
        "keep one",
    );
    check("type Plot @was(name: §\"Bed\") { name: String }", "there is a type of that name now", "remove `@was`");
    check("enum Colour { RED @was(name: §\"BLUE\") BLUE }", "there is a value of that name now", "remove `@was`");
    check_field("sum: Int @computed(function: \"f\") §@default(value: \"1\")", "never stored", "remove `@default`");
    check_field("sum: §Int! @computed(function: \"f\")", "cannot be required", "without `!`");
    check_field("data: JSON §@index", "no order to index", "remove `@index`");
    check_field("note: String @search(weight: §0)", "hide", "above 0");
}

#[test]
fn all_mistakes_are_reported_at_once_in_order() {
    let text = "type Plant @entry(plural: \"plants\", title: \"{nmae}\") {\n  name: Strnig!\n  bed: Bad @link(inverse: \"plants\")\n  water: Int @unit(canonical: ML)\n}\nunion Thing = Plant\n";
    let other = Source { file: "other.graphql".to_owned(), text: "enum colour { red }".to_owned(), built_in: false };
    let errors = load(&[source(text), other]).unwrap_err();
    let places: Vec<_> =
        errors.iter().map(|error| format!("{}:{}", error.position.file, error.position.line)).collect();
    let expected = [
        "test.graphql:1",
        "test.graphql:2",
        "test.graphql:3",
        "test.graphql:4",
        "test.graphql:6",
        "other.graphql:1",
        "other.graphql:1",
    ];
    assert_eq!(places, expected, "{}", listed(&errors));
}

#[test]
fn a_mistake_shows_its_place_and_what_to_write() {
    let errors = load(&[source("type Plant { name: Strnig }")]).unwrap_err();
    let expected = "test.graphql:1:20: there is no type `Strnig`\n  hint: did you mean `String`?";
    assert_eq!(errors[0].to_string(), expected);
}

#[test]
fn too_many_types_and_fields() {
    let types = |count: usize| -> String {
        let one = |number| {
            format!("type Kind{number} @entry(plural: \"kinds{number}x\", title: \"{{name}}\") {{ name: String! }}\n")
        };
        (0..count).map(one).collect::<Vec<_>>().concat()
    };
    assert!(load(&[source(&types(500))]).is_ok());
    let errors = load(&[source(&types(1_001))]).unwrap_err();
    assert!(errors[0].message.contains("there are 1001 types; 1000 are allowed"), "{}", errors[0]);
    let fields = |count: usize| {
        let fields: Vec<_> = (0..count).map(|number| format!("field{number}: Int")).collect();
        format!("type Wide {{ {} }}", fields.join("\n"))
    };
    assert!(load(&[source(&fields(500))]).is_ok());
    let errors = load(&[source(&fields(501))]).unwrap_err();
    assert!(errors[0].to_string().contains("test.graphql:501:"), "{}", errors[0]);
    assert!(errors[0].message.contains("`Wide` has 501 fields; 500 are allowed"), "{}", errors[0]);
}
