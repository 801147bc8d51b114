//! Passwords: which ones are taken, and their hashes.

use std::fmt;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{CustomizedPasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use zxcvbn::feedback::Warning;

use crate::name::{self, nfkc};

/// Characters (code points after NFKC) that a password has at least.
pub const SHORTEST: usize = 12;
/// And at most.
pub const LONGEST: usize = 256;
/// Memory of a hash, in KiB: 19 MiB with two passes, as OWASP's Password Storage Cheat Sheet gives for argon2id.
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// A password in NFKC, so that it does not matter how a keyboard composes letters. Blanks count, wherever they are.
#[derive(Clone)]
pub struct Password(String);

impl fmt::Debug for Password {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Password")
    }
}

/// Why a password is not taken. No message repeats it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum PasswordError {
    /// Fewer than [`SHORTEST`].
    #[error("a password has at least {SHORTEST} characters")]
    TooShort,
    /// More than [`LONGEST`].
    #[error("a password has at most {LONGEST} characters")]
    TooLong,
    /// One that many use, or one of those repeated.
    #[error("this is one of the passwords that are tried first; take several words that do not belong together")]
    Common,
    /// `123456789012`, `abcdefghijkl`, `aaaaaaaaaaaa`.
    #[error("a run of characters is guessed at once; take several words that do not belong together")]
    Run,
    /// The name of the account.
    #[error("the name of the account is guessed at once; take several words that do not belong together")]
    Name,
    /// A NUL, which no keyboard types.
    #[error("a password has no NUL character")]
    Nul,
}

impl Password {
    /// A password to compare with one that was taken before.
    pub fn typed(text: &str) -> Self {
        Self(nfkc(text))
    }

    /// A new password for the account of a name.
    pub fn new(text: &str, account: &str) -> Result<Self, PasswordError> {
        let password = Self::typed(text);
        let length = password.0.chars().count();
        if length < SHORTEST {
            return Err(PasswordError::TooShort);
        }
        if length > LONGEST {
            return Err(PasswordError::TooLong);
        }
        if password.0.contains('\0') {
            return Err(PasswordError::Nul);
        }
        let key = name::key(text);
        if key == name::key(account) {
            return Err(PasswordError::Name);
        }
        if is_run(&key) {
            return Err(PasswordError::Run);
        }
        if is_common(&key) || repeated(&key).is_some_and(|part| is_common(part) || part.chars().count() == 1) {
            return Err(PasswordError::Common);
        }
        Ok(password)
    }

    /// The hash to store, as a PHC string; `salt` is random.
    ///
    /// Takes about 30 ms of a core and 19 MiB; callers bound how many run at once.
    pub fn hash(&self, salt: [u8; 16]) -> String {
        let params = Params::new(MEMORY, PASSES, LANES, None).expect("the parameters are within bounds");
        let hasher = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
        let hash = hasher
            .hash_password_customized(self.0.as_bytes(), &salt, None, None, params)
            .expect("any password can be hashed");
        hash.to_string()
    }

    /// Whether this is the password of a hash. A hash that cannot be read is no password's.
    pub fn is_of(&self, hash: &str) -> bool {
        PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(self.0.as_bytes(), &hash).is_ok())
    }
}

/// Does the work of a comparison for an account that does not exist, so that its answer takes as long. `hash` is that of
/// any password.
pub fn pretend(typed: &Password, hash: &str) {
    std::hint::black_box(typed.is_of(hash));
}

/// Whether a hash was made with other parameters than those of today, and is made anew at the next sign-in.
pub fn is_outdated(hash: &str) -> bool {
    let today = format!("$argon2id$v=19$m={MEMORY},t={PASSES},p={LANES}$");
    !hash.starts_with(&today)
}

/// Characters that follow one another in one direction, or are all the same: also `890123456789`, where 0 follows 9.
fn is_run(text: &str) -> bool {
    let digits = text.chars().all(|letter| letter.is_ascii_digit());
    let letters: Vec<i64> = text.chars().map(|letter| i64::from(u32::from(letter))).collect();
    let step = |pair: &[i64]| {
        let step = pair[1] - pair[0];
        if digits && step.abs() == 9 { -step.signum() } else { step }
    };
    let mut steps = letters.windows(2).map(step);
    let Some(first) = steps.next() else { return true };
    first.abs() <= 1 && steps.all(|step| step == first)
}

/// The shortest part that a text repeats.
fn repeated(text: &str) -> Option<&str> {
    let ends = text.char_indices().map(|(at, _)| at).skip(1).take_while(|end| *end <= text.len() / 2);
    ends.map(|end| &text[..end])
        .find(|part| text.len().is_multiple_of(part.len()) && text.split(part).all(str::is_empty))
}

/// Whether a text as a whole is one of the 30,000 most common passwords (the list of zxcvbn), also with letters written
/// as digits (`p4ssw0rd`).
fn is_common(text: &str) -> bool {
    let estimate = zxcvbn::zxcvbn(text, &[]);
    let warning = estimate.feedback().and_then(zxcvbn::feedback::Feedback::warning);
    estimate.sequence().len() == 1
        && matches!(
            warning,
            Some(
                Warning::ThisIsATop10Password
                    | Warning::ThisIsATop100Password
                    | Warning::ThisIsACommonPassword
                    | Warning::ThisIsSimilarToACommonlyUsedPassword
            )
        )
}

#[cfg(test)]
mod tests {
    use super::{Password, PasswordError, is_outdated, is_run, pretend, repeated};

    const SALT: [u8; 16] = *b"sixteen bytes of";

    fn refused(text: &str) -> Option<PasswordError> {
        Password::new(text, "Petra Öl-Schmidt").err()
    }

    #[test]
    fn what_is_guessed_first_is_refused() {
        for common in ["passwordpassword", "PasswordPassword", "qwertyuiop123", "letmeinletmein", "p4ssw0rdp4ssw0rd"] {
            assert_eq!(refused(common), Some(PasswordError::Common), "{common}");
        }
        for run in ["123456789012", "aaaaaaaaaaaa", "abcdefghijkl", "lkjihgfedcba", "210987654321", "          "] {
            let run = format!("{run:12}");
            assert_eq!(refused(&run), Some(PasswordError::Run), "{run:?}");
        }
        assert_eq!(refused("petra öl-schmidt"), Some(PasswordError::Name));
        assert_eq!(refused("PETRA O\u{308}L-SCHMIDT"), Some(PasswordError::Name));
        assert_eq!(refused("twelve\0characters"), Some(PasswordError::Nul));
    }

    #[test]
    fn lengths_are_counted_in_characters_after_composition() {
        assert_eq!(refused("elevenchars"), Some(PasswordError::TooShort));
        assert_eq!(refused(&"日本".repeat(5)), Some(PasswordError::TooShort));
        assert_eq!(refused(&"e\u{301}x".repeat(5)), Some(PasswordError::TooShort));
        assert_eq!(refused(&"green lantern ".repeat(19)), Some(PasswordError::TooLong));
        for good in
            ["seven green lanterns", "日本語 の とても 長い 言葉 です", "correct horse battery staple", "x9#kQ2$mW7!p"]
        {
            assert_eq!(refused(good), None, "{good}");
        }
        // No other rules: neither digits nor capitals are asked for.
        assert_eq!(refused(&"green lantern ".repeat(18)), None);
    }

    #[test]
    fn a_hash_knows_its_password_however_it_was_composed() {
        let password = Password::new("e\u{301}t\u{e9} seven green lanterns", "ann").unwrap();
        let hash = password.hash(SALT);
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(Password::typed("\u{e9}te\u{301} seven green lanterns").is_of(&hash));
        for wrong in ["\u{e9}t\u{e9} seven green lanterns ", "Été seven green lanterns", ""] {
            assert!(!Password::typed(wrong).is_of(&hash));
        }
        assert!(!password.is_of("no hash") && !password.is_of(""));
        pretend(&password, &hash);
        assert_ne!(hash, password.hash([7; 16]));
        assert!(!is_outdated(&hash));
        assert!(is_outdated("$argon2id$v=19$m=4096,t=3,p=1$c2FsdHNhbHQ$aGFzaA"));
    }

    #[test]
    fn nothing_shows_a_password() {
        let password = Password::typed("seven green lanterns");
        assert_eq!(format!("{password:?}"), "Password");
        for error in [PasswordError::Common, PasswordError::Run, PasswordError::Name, PasswordError::Nul] {
            assert!(!error.to_string().contains("lanterns"));
        }
    }

    #[test]
    fn runs_and_repetitions() {
        assert!(is_run("890123") && is_run("zzzz") && is_run("cba"));
        assert!(!is_run("135792") && !is_run("1234576"));
        assert_eq!(repeated("abcabcabc"), Some("abc"));
        assert_eq!(repeated("日本日本"), Some("日本"));
        assert_eq!(repeated("abcab"), None);
    }
}
