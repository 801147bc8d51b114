//! Texts with an outside standard: what makes one valid, and the form it is stored in.

use std::str::FromStr;

use celes::Country;
use email_address::{EmailAddress, Options};
use icu_locale_core::Locale;
use iso_currency::Currency;
use url::Url;

use super::fault::{Fault, echo};
use crate::time;

/// An http or https address, stored as written.
pub(super) fn url(text: &str) -> Result<String, Fault> {
    let wrong = |why: &str| Fault::invalid(format!("{} {why}: write it like https://example.org/page", echo(text)));
    if text.chars().any(|character| character.is_whitespace() || character.is_control()) {
        return Err(wrong("has a blank and is no URL"));
    }
    let url = Url::parse(text).map_err(|_| wrong("is no URL"))?;
    match (url.scheme(), url.has_host()) {
        ("http" | "https", true) => Ok(text.to_owned()),
        _ => Err(wrong("is no http or https URL")),
    }
}

/// A bare address without a display name, stored as written.
pub(super) fn email(text: &str) -> Result<String, Fault> {
    let options = Options::default().with_required_tld().without_display_text().without_domain_literal();
    let wrong = |_| Fault::invalid(format!("{} is no email address: write it like ann@example.org", echo(text)));
    EmailAddress::parse_with_options(text, options).map(|_| text.to_owned()).map_err(wrong)
}

/// An international number, stored as `+` and 7 to 15 digits.
pub(super) fn phone(text: &str) -> Result<String, Fault> {
    let wrong = || {
        Fault::invalid(format!(
            "{} is no phone number: write + with the country code and 7 to 15 digits, such as +49 30 123456",
            echo(text)
        ))
    };
    let digits = text.trim().strip_prefix('+').ok_or_else(wrong)?;
    let filler = |character: char| matches!(character, ' ' | '-' | '.' | '(' | ')' | '/' | '\u{a0}');
    let kept: String = digits.chars().filter(|character| !filler(*character)).collect();
    let valid =
        (7..=15).contains(&kept.len()) && kept.bytes().all(|byte| byte.is_ascii_digit()) && !kept.starts_with('0');
    if valid { Ok(format!("+{kept}")) } else { Err(wrong()) }
}

/// A BCP 47 tag, stored in its canonical case.
pub(super) fn language(text: &str) -> Result<String, Fault> {
    let wrong = || Fault::invalid(format!("{} is no language tag (BCP 47): write it like en or pt-BR", echo(text)));
    let locale = Locale::from_str(text).map_err(|_| wrong())?;
    // The syntax has room for languages of five to eight letters, but none was ever registered: it is `german`.
    if text.contains('_') || locale.id.language.as_str().len() > 3 { Err(wrong()) } else { Ok(locale.to_string()) }
}

/// An ISO 3166-1 alpha-2 code, stored in capitals.
pub(super) fn country(text: &str) -> Result<String, Fault> {
    let wrong = |_| {
        Fault::invalid(format!("{} is no country code (ISO 3166-1 alpha-2): write two letters such as DE", echo(text)))
    };
    Country::from_alpha2(text).map(|country| country.alpha2.to_owned()).map_err(wrong)
}

/// An ISO 4217 code, stored in capitals.
pub(super) fn currency(text: &str) -> Result<String, Fault> {
    let code = text.to_ascii_uppercase();
    let wrong = || Fault::invalid(format!("{} is no currency (ISO 4217): write three letters such as EUR", echo(text)));
    Currency::from_code(&code).map(|_| code).ok_or_else(wrong)
}

/// An IANA zone, stored as the tables spell it.
pub(super) fn time_zone(text: &str) -> Result<String, Fault> {
    let wrong = || Fault::invalid(format!("{} is no time zone (IANA): write it like Europe/Berlin or UTC", echo(text)));
    let zone = time::zone(text).ok_or_else(wrong)?;
    zone.iana_name().map(str::to_owned).ok_or_else(wrong)
}
