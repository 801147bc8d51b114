//! Tokens that are ours, and all kinds that are not.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use daybook_schema::value::Instant;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value as Json, json};
use sha2::{Sha256, Sha512};
use uuid::Uuid;

use super::{AccessKeys, Claims, KeyError, Refusal};

const NOW: Instant = 1_777_629_600_000;
const SECRET: [u8; 32] = [0x5a; 32];
/// The seed of RFC 8032, section 7.1, test 1, as PKCS#8.
const ED25519: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";

fn keys() -> AccessKeys {
    AccessKeys::from_secret(&SECRET).unwrap()
}

fn claims() -> Claims {
    Claims { account: Uuid::from_u128(1), session: Uuid::from_u128(2), issued_at: NOW, expires_at: NOW + 600_000 }
}

fn text(part: &Json) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(part.to_string())
}

fn forge(header: &Json, claims: &Json, key: &[u8]) -> String {
    let body = format!("{}.{}", text(header), text(claims));
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(body.as_bytes());
    format!("{body}.{}", BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

fn parts(token: &str) -> (Json, Json) {
    let mut parts = token.split('.').map(|part| BASE64_URL_SAFE_NO_PAD.decode(part).unwrap_or_default());
    let mut next = || serde_json::from_slice(&parts.next().unwrap()).unwrap();
    (next(), next())
}

fn with(of: &Json, name: &str, value: Json) -> Json {
    let mut changed = of.clone();
    changed[name] = value;
    changed
}

fn without(of: &Json, name: &str) -> Json {
    let mut changed = of.clone();
    changed.as_object_mut().unwrap().remove(name);
    changed
}

#[test]
fn a_token_says_what_was_signed() {
    for keys in [keys(), AccessKeys::from_text(ED25519).unwrap()] {
        let token = keys.sign(&claims());
        assert_eq!(keys.verify(&token, NOW), Ok(claims()));
        let (header, body) = parts(&token);
        assert_eq!(header.as_object().unwrap().keys().map(String::as_str).collect::<Vec<_>>().len(), 3);
        assert_eq!(header["typ"], "at+jwt");
        assert_eq!(body["exp"], (NOW + 600_000) / 1000);
        assert_eq!(keys.verify(&token, NOW + 599_000), Ok(claims()));
        assert_eq!(keys.verify(&token, NOW + 600_000), Err(Refusal::Expired));
        // A clock that jumps back half a minute is another replica's; an hour is not.
        assert!(keys.verify(&token, NOW - 30_000).is_ok());
        assert_eq!(keys.verify(&token, NOW - 3_600_000), Err(Refusal::Early));
    }
}

#[test]
fn what_is_signed_alike_elsewhere_holds() {
    let keys = keys();
    let (header, body) = parts(&keys.sign(&claims()));
    let ahead = with(&with(&body, "iat", json!(NOW / 1000 + 20)), "nbf", json!(NOW / 1000 + 20));
    assert!(keys.verify(&forge(&header, &body, &SECRET), NOW).is_ok());
    assert!(keys.verify(&forge(&header, &ahead, &SECRET), NOW).is_ok());
}

#[test]
fn forged_tokens_are_refused() {
    let keys = keys();
    let real = keys.sign(&claims());
    let (header, body) = parts(&real);
    let segments: Vec<&str> = real.split('.').collect();
    let [first, second, third] = segments[..] else { panic!("three parts") };
    let own = [7; 32];
    let mut bad: Vec<String> = ["none", "None", "NONE", "nOnE", ""]
        .iter()
        .map(|algorithm| format!("{}.{second}.", text(&with(&header, "alg", json!(algorithm)))))
        .collect();
    bad.extend([
        format!("{}.{second}.{third}", text(&with(&header, "alg", json!("none")))),
        format!("{first}.{second}."),
        format!("{first}.{second}"),
        format!("{real}.{third}"),
        real[..real.len() - 4].to_owned(),
        format!(".{second}.{third}"),
        format!("{first}..{third}"),
        forge(&header, &body, &own),
        forge(&header, &body, b""),
        forge(&without(&header, "kid"), &body, &SECRET),
        forge(&without(&header, "typ"), &body, &SECRET),
        forge(&header, &json!([]), &SECRET),
        forge(&header, &json!(null), &SECRET),
        forge(&json!(null), &body, &SECRET),
        forge(&json!([header]), &body, &SECRET),
    ]);
    let mut mac = Hmac::<Sha512>::new_from_slice(&SECRET).unwrap();
    let longer = format!("{}.{second}", text(&with(&header, "alg", json!("HS512"))));
    mac.update(longer.as_bytes());
    bad.push(format!("{longer}.{}", BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())));
    for algorithm in ["HS384", "HS512", "RS256", "ES256", "EdDSA", "hs256"] {
        bad.push(forge(&with(&header, "alg", json!(algorithm)), &body, &SECRET));
    }
    for (name, value) in [
        ("jwk", json!({"kty": "oct", "k": BASE64_URL_SAFE_NO_PAD.encode(own)})),
        ("jku", json!("http://127.0.0.1:1/keys")),
        ("x5u", json!("http://127.0.0.1:1/keys")),
        ("x5c", json!(["MA=="])),
        ("crit", json!(["b64"])),
        ("b64", json!(false)),
        ("zip", json!("DEF")),
        ("cty", json!("JWT")),
    ] {
        bad.push(forge(&with(&header, name, value.clone()), &body, &SECRET));
        bad.push(forge(&with(&header, name, value), &body, &own));
    }
    for kid in
        [json!(""), json!("../../../dev/null"), json!("' OR 1=1 --"), json!("k".repeat(10_000)), json!(7), json!(null)]
    {
        bad.push(forge(&with(&header, "kid", kid.clone()), &body, &SECRET));
        bad.push(forge(&with(&header, "kid", kid), &body, b""));
    }
    for kind in ["JWT", "refresh+jwt", "AT+JWT", ""] {
        bad.push(forge(&with(&header, "typ", json!(kind)), &body, &SECRET));
    }
    let seconds = NOW / 1000;
    for exp in [
        json!(seconds),
        json!(seconds - 1),
        json!(0),
        json!(-1),
        json!((seconds + 600).to_string()),
        json!(null),
        json!([seconds + 600]),
        json!(1e300),
    ] {
        bad.push(forge(&header, &with(&body, "exp", exp), &SECRET));
    }
    for name in ["nbf", "iat"] {
        bad.push(forge(&header, &with(&body, name, json!(seconds + 120)), &SECRET));
        bad.push(forge(&header, &with(&body, name, json!("soon")), &SECRET));
    }
    for name in ["iss", "aud"] {
        for value in [json!("elsewhere"), json!(""), json!(null), json!(["elsewhere"])] {
            bad.push(forge(&header, &with(&body, name, value), &SECRET));
        }
    }
    for name in ["iss", "aud", "sub", "sid", "iat", "exp"] {
        bad.push(forge(&header, &without(&body, name), &SECRET));
    }
    for account in [json!(""), json!(null), json!(1), json!("ann"), json!({})] {
        bad.push(forge(&header, &with(&body, "sub", account.clone()), &SECRET));
        bad.push(forge(&header, &with(&body, "sid", account), &SECRET));
    }
    // A claim twice: which one holds is not for us to guess.
    let twice = body.to_string().replacen('{', &format!("{{\"sub\":\"{}\",", Uuid::from_u128(9)), 1);
    let twice = format!("{first}.{}", BASE64_URL_SAFE_NO_PAD.encode(twice));
    let mut mac = Hmac::<Sha256>::new_from_slice(&SECRET).unwrap();
    mac.update(twice.as_bytes());
    bad.push(format!("{twice}.{}", BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())));
    bad.extend(["x.y.z", "..", ".", "", "0", "ü", "Bearer a.b.c", "dbt_AAAA"].map(str::to_owned));
    bad.extend([
        format!("Bearer {real}"),
        format!("{real} "),
        format!("{real}\n"),
        "A".repeat(20_000),
        "A".repeat(1_000_000),
    ]);
    assert!(bad.len() > 80, "{}", bad.len());
    for token in &bad {
        let shown: String = token.chars().take(120).collect();
        assert!(keys.verify(token, NOW).is_err(), "{shown}");
    }
    assert!(keys.verify(&real, NOW).is_ok());
}

#[test]
fn a_public_key_signs_nothing() {
    let keys = AccessKeys::from_text(ED25519).unwrap();
    let (header, body) = parts(&keys.sign(&claims()));
    assert_eq!(header["alg"], "EdDSA");
    // RFC 8032, section 7.1, test 1.
    let public = [
        0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7, 0xd5, 0x4b, 0xfe, 0xd3, 0xc9, 0x64, 0x07, 0x3a, 0x0e, 0xe1,
        0x72, 0xf3, 0xda, 0xa6, 0x23, 0x25, 0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a,
    ];
    for algorithm in ["HS256", "EdDSA"] {
        let forged = forge(&with(&header, "alg", json!(algorithm)), &body, &public);
        assert!(keys.verify(&forged, NOW).is_err(), "{algorithm}");
    }
}

#[test]
fn a_change_of_keys_ends_no_session_before_its_time() {
    let (old, mut new) = (keys(), AccessKeys::from_text(ED25519).unwrap());
    let token = old.sign(&claims());
    assert_eq!(new.verify(&token, NOW), Err(Refusal::UnknownKey));
    new.accept_until(keys(), NOW + 60_000);
    assert!(new.verify(&token, NOW + 59_999).is_ok());
    assert_eq!(new.verify(&token, NOW + 60_000), Err(Refusal::UnknownKey));
    assert!(new.verify(&new.sign(&claims()), NOW + 60_000).is_ok());
}

#[test]
fn weak_and_unreadable_keys_are_refused() {
    use base64::prelude::BASE64_STANDARD;
    let key = |bytes: &[u8]| AccessKeys::from_text(&BASE64_STANDARD.encode(bytes)).err();
    assert_eq!(key(&[1; 32]), None);
    assert_eq!(key(&[1; 31]), Some(KeyError::TooShort(31)));
    assert_eq!(key(b""), Some(KeyError::TooShort(0)));
    for unreadable in ["secret!", "-----BEGIN PRIVATE KEY-----\nMC4=\n-----END PRIVATE KEY-----", "-----BEGIN", "ü"] {
        assert_eq!(AccessKeys::from_text(unreadable).err(), Some(KeyError::Unreadable), "{unreadable}");
    }
    for error in [KeyError::TooShort(31), KeyError::Unreadable] {
        assert!(error.to_string().contains("key"));
    }
    assert!(AccessKeys::from_text(&format!("{}\n", BASE64_STANDARD.encode([1; 48]))).is_ok());
}

#[test]
fn nothing_shows_a_key() {
    let shown = format!("{:?}", keys());
    assert!(!shown.contains("90") && shown.len() < 80, "{shown}");
}
