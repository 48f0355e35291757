//! Values of arguments, each with a sentence for what is wrong with it.

use std::str::FromStr;

use domain::email_address::{EmailAddress, EmailAddressFault};
use domain::ids::{OrganisationId, SealId};
use domain::text::TextRule;
use pades::timestamp::ObjectIdentifier;
use url::{Host, Url};

pub(super) fn organisation(text: &str) -> Result<OrganisationId, String> {
    OrganisationId::try_from(text.to_owned()).map_err(|e| e.to_string())
}

pub(super) fn seal(text: &str) -> Result<SealId, String> {
    SealId::try_from(text.to_owned()).map_err(|e| e.to_string())
}

pub(super) fn seal_name(text: &str) -> Result<String, String> {
    TextRule::SEAL_NAME.accept(text).map_err(|fault| fault.words().en.into_owned())
}

/// The id of an organisation that is added: none that is an address of the sign-in already.
pub(super) fn new_organisation(text: &str) -> Result<OrganisationId, String> {
    match text {
        "callback" | "complete" => Err("the pages for signing in have this name; choose another one".to_owned()),
        _ => organisation(text),
    }
}

/// An issuer identifier (OpenID Connect Core 1.0 §2): a URL of https without query and fragment; of http on this machine, which
/// only a local stack calls.
pub(super) fn issuer(text: &str) -> Result<String, String> {
    let url = http(text)?;
    let is_plain =
        url.query().is_none() && url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
    let is_safe = url.scheme() == "https" || is_loopback(&url);
    if is_safe && is_plain && text.len() <= 200 {
        Ok(text.to_owned())
    } else {
        Err("an issuer starts with https:// and holds no ?, # or password".to_owned())
    }
}

/// A client identifier (VSCHAR, RFC 6749 appendix A.1).
pub(super) fn client_id(text: &str) -> Result<String, String> {
    let is_good = (1..=200).contains(&text.len()) && text.bytes().all(|byte| (b'!'..=b'~').contains(&byte));
    if is_good {
        Ok(text.to_owned())
    } else {
        Err("a client id is 1 to 200 characters of ASCII without spaces".to_owned())
    }
}

pub(super) fn company_name(text: &str) -> Result<String, String> {
    TextRule::COMPANY_NAME.accept(text).map_err(|fault| fault.words().en.into_owned())
}

/// The same, or nothing.
pub(super) fn company_name_or_none(text: &str) -> Result<String, String> {
    if text.trim().is_empty() { Ok(String::new()) } else { company_name(text) }
}

/// How many envelopes an organisation may send within a month; nothing for any number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota(pub Option<u32>);

pub(super) fn quota(text: &str) -> Result<Quota, String> {
    match text {
        "none" => Ok(Quota(None)),
        _ => text.parse().map(|quota| Quota(Some(quota))).map_err(|_| "give a whole number, or none".to_owned()),
    }
}

pub(super) fn person_name(text: &str) -> Result<String, String> {
    TextRule::PERSON_NAME.accept(text).map_err(|fault| fault.words().en.into_owned())
}

pub(super) fn label(text: &str) -> Result<String, String> {
    TextRule::KEY_LABEL.accept(text).map_err(|fault| fault.words().en.into_owned())
}

pub(super) fn email(text: &str) -> Result<EmailAddress, String> {
    text.parse().map_err(|fault: EmailAddressFault| fault.words().en.into_owned())
}

pub(super) fn endpoint(text: &str) -> Result<String, String> {
    http(text).map(|_| text.trim_end_matches('/').to_owned())
}

pub(super) fn policy(text: &str) -> Result<String, String> {
    let oid = text.parse::<ObjectIdentifier>();
    oid.map(|oid| oid.to_string()).map_err(|_| "a policy is an object identifier such as 1.2.3.4".to_owned())
}

/// The beginning of a SHA-256, as lists show it; colons and capitals as other programs write them.
pub(super) fn fingerprint(text: &str) -> Result<String, String> {
    let digits: String = text.chars().filter(|c| *c != ':').flat_map(char::to_lowercase).collect();
    if (8..=64).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        Ok(digits)
    } else {
        Err("give 8 to 64 hexadecimal digits, as the list shows them".to_owned())
    }
}

/// Where a timestamp authority takes requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorityUrl(pub String);

impl FromStr for AuthorityUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let url = http(text)?;
        if !url.username().is_empty() || url.password().is_some() {
            let why = "a user name or password must not stand in the address: command lines and lists show it, and there is \
                       no place yet where such credentials are kept";
            return Err(why.to_owned());
        }
        if url.fragment().is_some() {
            return Err("an address with # is none of a timestamp authority".to_owned());
        }
        Ok(Self(text.to_owned()))
    }
}

/// The parts of a subject that a request can name.
const PARTS: [&str; 6] = ["C", "ST", "L", "O", "OU", "CN"];

/// A part of a certificate's subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubjectPart {
    /// One of `C`, `ST`, `L`, `O`, `OU`, `CN`.
    pub name: &'static str,
    /// What it is to be.
    pub value: String,
}

impl FromStr for SubjectPart {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let rule = || format!("give one of {} with its value, such as CN=滝川市", PARTS.join(", "));
        let (name, value) = text.split_once('=').ok_or_else(rule)?;
        let name = PARTS.into_iter().find(|part| part.eq_ignore_ascii_case(name.trim())).ok_or_else(rule)?;
        Ok(Self { name, value: value.trim().to_owned() })
    }
}

fn http(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|e| format!("it is no address: {e}"))?;
    let is_http = ["http", "https"].contains(&url.scheme()) && url.has_host();
    if is_http { Ok(url) } else { Err("an address starts with http:// or https:// and names a host".to_owned()) }
}

/// Whether this is on this machine, where nobody listens on the way.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_proves_who_it_is_by_tls_unless_it_is_on_this_machine() {
        for good in
            ["https://login.city.example/a/v2.0", "http://127.0.0.1:8080", "http://localhost/a", "http://[::1]:1"]
        {
            assert_eq!(issuer(good).as_deref(), Ok(good));
        }
        for wrong in
            ["http://id.example", "http://10.0.0.1", "http://localhost.example", "https://id.example/#a", "ftp://a"]
        {
            assert!(issuer(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_address_of_an_authority_is_http_and_holds_no_credentials() {
        for text in ["https://tsa.example.jp/rfc3161", "http://127.0.0.1:8080/tsa?profile=2"] {
            assert_eq!(text.parse(), Ok(AuthorityUrl(text.to_owned())));
        }
        for (text, words) in [
            ("tsa.example.jp", "no address"),
            ("ftp://tsa.example.jp", "http://"),
            ("https://user:secret@tsa.example.jp", "must not stand in the address"),
            ("https://user@tsa.example.jp", "must not stand in the address"),
            ("https://tsa.example.jp/#2", "none of a timestamp authority"),
        ] {
            let error = text.parse::<AuthorityUrl>().unwrap_err();
            assert!(error.contains(words) && !error.contains("secret"), "{text}: {error}");
        }
    }

    #[test]
    fn a_part_of_the_subject_has_a_name_that_a_request_can_hold() {
        let part: SubjectPart = "cn= 滝川市 ".parse().unwrap();
        assert_eq!((part.name, part.value.as_str()), ("CN", "滝川市"));
        assert_eq!("O=a=b".parse::<SubjectPart>().unwrap().value, "a=b");
        for text in ["滝川市", "E=mail@example.jp", "=x"] {
            assert!(text.parse::<SubjectPart>().unwrap_err().contains("CN=滝川市"), "{text}");
        }
    }

    #[test]
    fn a_fingerprint_is_read_as_other_programs_write_it() {
        assert_eq!(fingerprint("AB:CD:01:23").as_deref(), Ok("abcd0123"));
        for text in ["abcd012", "xyzxyzxyz", &"a".repeat(65)] {
            assert!(fingerprint(text).unwrap_err().contains("8 to 64"), "{text}");
        }
    }

    #[test]
    fn a_policy_is_an_object_identifier() {
        assert_eq!(policy("1.2.392.200081.1").as_deref(), Ok("1.2.392.200081.1"));
        assert!(policy("tsa").is_err());
    }
}
