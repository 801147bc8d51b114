//! Codes of an authenticator (TOTP, RFC 6238: SHA-1, 6 digits, 30 seconds), and recovery codes for when it is lost.

use daybook_schema::value::Instant;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use totp_rs::{Algorithm, Builder, Totp};

use crate::opaque::Hash;

/// Seconds of a step.
const STEP: i64 = 30;
/// Recovery codes of an account.
pub const RECOVERY_CODES: usize = 10;
/// Letters and digits of recovery codes: none that look alike.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
/// Who the codes are for, as authenticators show it.
const ISSUER: &str = "Daybook";

/// A secret that an authenticator makes codes of.
pub struct SecondFactor(Totp);

impl std::fmt::Debug for SecondFactor {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SecondFactor")
    }
}

impl SecondFactor {
    /// From 160 random bits, as RFC 4226, section 4 asks for, for the account of a name.
    pub fn new(secret: [u8; 20], account: &str) -> Self {
        // A colon parts issuer and account in the address.
        let account = account.replace(':', " ");
        let made = Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_step_duration(STEP.unsigned_abs())
            .with_secret(secret.to_vec())
            .with_account_name(account)
            .with_issuer(Some(ISSUER))
            .build();
        Self(made.expect("160 bits and 6 digits are within the standard"))
    }

    /// The secret to type into an authenticator, in base32.
    pub fn base32(&self) -> String {
        self.0.secret().to_base32()
    }

    /// The same as an address, which authenticators read from a picture.
    pub fn uri(&self) -> String {
        self.0.to_url().unwrap_or_default()
    }

    /// The step whose code this is, of the present one and its neighbours; `None` when it is none of theirs, or of a step
    /// not after `used`, whose code or a later one was used before.
    pub fn step_of(&self, code: &str, now: Instant, used: Option<i64>) -> Option<i64> {
        let code: String = code.chars().filter(|letter| !letter.is_whitespace()).collect();
        let present = now.div_euclid(1000 * STEP);
        let mut found = None;
        // All three are compared, so that the time it takes does not tell which one it was.
        for step in [present - 1, present, present + 1] {
            let Ok(seconds) = u64::try_from(step * STEP) else { continue };
            let right: bool = self.0.generate(seconds).to_string().as_bytes().ct_eq(code.as_bytes()).into();
            if right && used.is_none_or(|used| step > used) {
                found = found.or(Some(step));
            }
        }
        found
    }
}

/// Ten codes of 50 bits each, to be shown once, from random bytes.
pub fn recovery_codes(random: [[u8; 10]; RECOVERY_CODES]) -> Vec<String> {
    let code = |bytes: [u8; 10]| {
        let letters = bytes.map(|byte| char::from(ALPHABET[usize::from(byte % 32)]));
        let (first, last) = letters.split_at(5);
        format!("{}-{}", first.iter().collect::<String>(), last.iter().collect::<String>())
    };
    random.map(code).to_vec()
}

/// What is stored of a recovery code. Case, blanks and the dash do not matter.
pub fn recovery_hash(code: &str) -> Hash {
    let letters = code.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase);
    Sha256::digest(letters.collect::<String>().as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{RECOVERY_CODES, SecondFactor, recovery_codes, recovery_hash};

    /// The secret of RFC 6238, appendix B.
    const SECRET: [u8; 20] = *b"12345678901234567890";

    #[test]
    fn codes_are_those_of_the_standard() {
        let factor = SecondFactor::new(SECRET, "ann");
        // RFC 6238, appendix B: eight digits there, of which six are the last ones.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(factor.step_of(code, seconds * 1000, None), Some(seconds / 30), "{seconds}");
        }
    }

    #[test]
    fn one_step_of_tolerance_either_way_and_each_code_once() {
        let factor = SecondFactor::new(SECRET, "ann");
        let (code, step) = ("050471", 1_111_111_111 / 30);
        for late in [-30, 0, 30] {
            assert_eq!(factor.step_of(code, (1_111_111_111 + late) * 1000, None), Some(step), "{late}");
        }
        for late in [-90, 90] {
            assert_eq!(factor.step_of(code, (1_111_111_111 + late) * 1000, None), None, "{late}");
        }
        assert_eq!(factor.step_of(code, 1_111_111_111_000, Some(step)), None);
        assert_eq!(factor.step_of(code, 1_111_111_111_000, Some(step + 1)), None);
        assert_eq!(factor.step_of("050 471", 1_111_111_111_000, Some(step - 1)), Some(step));
        for wrong in ["", "000000", "50471", "0504710", "０５０４７１", "abcdef"] {
            assert_eq!(factor.step_of(wrong, 1_111_111_111_000, None), None, "{wrong}");
        }
        assert_eq!(factor.step_of(code, -5, None), None);
    }

    #[test]
    fn an_authenticator_reads_the_address() {
        for name in ["ann", "Petra Öl-Schmidt", "a:b", "a/b?c=d&e"] {
            let factor = SecondFactor::new(SECRET, name);
            let uri = factor.uri();
            assert!(uri.starts_with("otpauth://totp/Daybook:"), "{uri}");
            assert!(uri.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ") && uri.contains("issuer=Daybook"), "{uri}");
            assert!(!uri.contains(' ') && uri.matches('?').count() == 1, "{uri}");
            assert_eq!(factor.base32().len(), 32);
            assert_eq!(format!("{factor:?}"), "SecondFactor");
        }
    }

    #[test]
    fn recovery_codes_are_read_as_people_type_them() {
        let mut random = [[0; 10]; RECOVERY_CODES];
        for (number, bytes) in random.iter_mut().enumerate() {
            for (place, byte) in bytes.iter_mut().enumerate() {
                *byte = u8::try_from(number * 31 + place * 7).unwrap_or(u8::MAX);
            }
        }
        let codes = recovery_codes(random);
        assert_eq!(codes.iter().collect::<HashSet<_>>().len(), RECOVERY_CODES);
        let code = &codes[0];
        assert!(code.len() == 11 && code.as_bytes()[5] == b'-', "{code}");
        let typed = code.to_uppercase().replace('-', " ");
        assert_eq!(recovery_hash(&typed), recovery_hash(code));
        assert_ne!(recovery_hash(&codes[1]), recovery_hash(code));
    }
}
