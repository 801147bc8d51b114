use std::cmp::Ordering;

use proptest::prelude::*;

use super::*;

#[test]
fn folding_ignores_case_and_keeps_accents() {
    let cases = [
        ("STRASSE", "strasse"),
        ("Straße", "straße"),
        ("ÉCOLE", "école"),
        ("Σίσυφος", "σίσυφοσ"),
        ("İ", "İ"),
        ("", ""),
    ];
    for (text, folded) in cases {
        assert_eq!(fold(text), folded, "{text}");
    }
}

#[test]
fn strings_sort_as_people_expect() {
    let mut words = vec![
        "zebra", "Zoë", "apple", "Äpfel", "äpfel", "Apfel", "école", "eclair", "Ecole", "10", "9", "日本", " ", "_", "",
    ];
    words.sort_by_key(|word| sort_key(word));
    assert_eq!(
        words,
        [
            "", " ", "_", "10", "9", "Apfel", "Äpfel", "äpfel", "apple", "eclair", "Ecole", "école", "zebra", "Zoë",
            "日本"
        ]
    );
}

#[test]
fn case_and_composition_do_not_change_the_key() {
    assert_eq!(sort_key("Basil"), sort_key("bASIL"));
    assert_eq!(sort_key("é"), sort_key("e\u{301}"));
    assert_ne!(sort_key("resume"), sort_key("résumé"));
}

#[test]
fn only_the_first_characters_make_the_key() {
    let long = "日".repeat(SORT_KEY_CHARACTERS);
    assert_eq!(sort_key(&format!("{long}a")), sort_key(&format!("{long}b")));
    assert_ne!(sort_key(&long), sort_key(&"日".repeat(SORT_KEY_CHARACTERS - 1)));
}

#[test]
fn like_knows_runs_single_characters_and_escapes() {
    let cases = [
        ("basil", "basil", true),
        ("basil", "bas", false),
        ("basil", "bas%", true),
        ("basil", "%sil", true),
        ("basil", "%asi%", true),
        ("basil", "b_s_l", true),
        ("basil", "_____", true),
        ("basil", "______", false),
        ("basil", "%", true),
        ("", "%", true),
        ("", "", true),
        ("", "_", false),
        ("basil", "", false),
        ("basil", "b%l%l", false),
        ("aXbXc", "a%X%c", true),
        ("abab", "%ab", true),
        ("aab", "%_b", true),
        ("日本語", "日_語", true),
        ("日本語", "_%語", true),
        ("100%", "100\\%", true),
        ("1000", "100\\%", false),
        ("a_b", "a\\_b", true),
        ("axb", "a\\_b", false),
        ("a\\b", "a\\\\b", true),
        ("a\\", "a\\", true),
        ("ab", "a%b%", true),
        ("aba", "ab%ba", false),
    ];
    for (text, pattern, expected) in cases {
        assert_eq!(like(text, pattern), expected, "{text} like {pattern}");
    }
}

#[test]
fn like_does_not_explode() {
    // Trying the runs against each other in every combination would outlast the universe.
    let text = "a".repeat(100_000);
    let pattern = format!("{}b", "%a".repeat(1000));
    assert!(!like(&text, &pattern));
}

/// The definition of `like`, in exponential time.
fn like_by_definition(text: &[char], pattern: &[char]) -> bool {
    match pattern {
        [] => text.is_empty(),
        ['%', rest @ ..] => (0..=text.len()).any(|start| like_by_definition(&text[start..], rest)),
        ['_', rest @ ..] => !text.is_empty() && like_by_definition(&text[1..], rest),
        ['\\', literal, rest @ ..] | [literal, rest @ ..] => {
            text.first() == Some(literal) && like_by_definition(&text[1..], rest)
        }
    }
}

proptest! {
    #[test]
    fn folding_twice_is_folding_once(text in any::<String>()) {
        prop_assert_eq!(fold(&fold(&text)), fold(&text));
    }

    #[test]
    fn ascii_folds_as_everything_else(text in "[ -~]{0,20}") {
        let long_way = fold(&format!("{text}é"));
        prop_assert_eq!(format!("{}é", fold(&text)), long_way);
    }

    #[test]
    fn keys_order_as_the_collator_compares(a in any::<String>(), b in any::<String>()) {
        let expected = COLLATOR.compare(first_characters(&a, SORT_KEY_CHARACTERS), first_characters(&b, SORT_KEY_CHARACTERS));
        prop_assert_eq!(sort_key(&a).cmp(&sort_key(&b)), expected);
    }

    #[test]
    fn words_order_as_the_collator_compares(a in "[a-cA-Cäé \u{301}-]{0,6}", b in "[a-cA-Cäé \u{301}-]{0,6}") {
        prop_assert_eq!(sort_key(&a).cmp(&sort_key(&b)), COLLATOR.compare(&a, &b));
        if fold(&a) == fold(&b) {
            prop_assert_eq!(sort_key(&a).cmp(&sort_key(&b)), Ordering::Equal);
        }
    }

    #[test]
    fn like_follows_its_definition(text in "[ab%_é]{0,8}", pattern in "[ab%_é\\\\]{0,6}") {
        let (characters, signs): (Vec<char>, Vec<char>) = (text.chars().collect(), pattern.chars().collect());
        prop_assert_eq!(like(&text, &pattern), like_by_definition(&characters, &signs), "{} like {}", text, pattern);
    }
}
