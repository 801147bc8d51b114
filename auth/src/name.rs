//! Names of accounts.

use icu_casemap::CaseMapper;
use icu_normalizer::ComposingNormalizerBorrowed;

/// Characters that a name has at most.
pub const LONGEST: usize = 64;

/// A name as it is kept, and the form by which it is unique and found.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AccountName {
    /// Without blanks around it, in NFKC.
    pub text: String,
    /// The same without regard to case.
    pub key: String,
}

/// What is wrong with a name.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NameError {
    /// Nothing but blanks.
    #[error("a name has at least 1 character")]
    TooShort,
    /// Longer than [`LONGEST`].
    #[error("a name has at most {LONGEST} characters")]
    TooLong,
    /// A line break, NUL or another control character.
    #[error("a name has no control characters")]
    Control,
}

/// Reads a name as somebody typed it.
pub fn parse(typed: &str) -> Result<AccountName, NameError> {
    let text = nfkc(typed).trim().to_owned();
    match text.chars().count() {
        0 => return Err(NameError::TooShort),
        1..=LONGEST => {}
        _ => return Err(NameError::TooLong),
    }
    if text.chars().any(char::is_control) {
        return Err(NameError::Control);
    }
    let key = key(&text);
    Ok(AccountName { text, key })
}

/// The form of a name, well-formed or not, by which an account is looked up.
pub fn key(typed: &str) -> String {
    let folded = CaseMapper::new().fold_string(nfkc(typed).trim()).into_owned();
    // Folding can leave letters apart that compose.
    nfkc(&folded)
}

pub(crate) fn nfkc(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfkc().normalize(text).into_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{NameError, key, parse};

    #[test]
    fn width_case_composition_and_blanks_make_no_other_name() {
        let ann = parse("Ann").unwrap();
        assert_eq!(parse(" ＡＮＮ ").unwrap().key, ann.key);
        assert_eq!(parse("Petra Öl-Schmidt").unwrap().key, key("PETRA O\u{308}L-SCHMIDT "));
        assert_eq!(parse(" ＡＮＮ ").unwrap().text, "ANN");
        assert_ne!(parse("Anne").unwrap().key, ann.key);
    }

    #[test]
    fn lengths_are_counted_in_characters() {
        assert_eq!(parse(" \u{3000} "), Err(NameError::TooShort));
        assert!(parse(&"日".repeat(64)).is_ok());
        assert_eq!(parse(&"日".repeat(65)), Err(NameError::TooLong));
        assert_eq!(parse("a\nb"), Err(NameError::Control));
        assert_eq!(parse("a\0b"), Err(NameError::Control));
    }

    proptest! {
        #[test]
        fn a_kept_name_is_found_again(typed in "\\PC{1,70}") {
            if let Ok(name) = parse(&typed) {
                let again = parse(&name.text).unwrap();
                prop_assert_eq!(&again.text, &name.text);
                prop_assert_eq!(key(&typed), name.key.clone());
                prop_assert_eq!(key(&name.key), name.key);
            }
        }
    }
}
