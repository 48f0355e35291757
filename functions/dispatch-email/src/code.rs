//! One-time codes (F10). A code is nowhere but in the message: stored is its digest, and no log names it.
//!
//! The digest is stored before the message goes out, so that a code that arrives is good. When a job is repeated because
//! nobody knows whether its message went out, a new code replaces the first: of two messages the later one counts, and
//! the mail says so. The alternative, keeping the code to send it again, would leave it readable.

use domain::factor::{CODE_DIGITS, CODE_LIFETIME, OneTimeCode};
use domain::ids::RecipientNumber;
use domain::language::Language;
use domain::ports::Randomness;
use web::Site;

use crate::one_line::one_line;
use crate::{Dependencies, Error, MailJob};

/// Codes there are: 10 to the power of [`CODE_DIGITS`].
const CODES: u32 = 10_u32.pow(CODE_DIGITS as u32);
/// From here on a 32-bit number would make some codes likelier than others.
const FAIR: u32 = u32::MAX - u32::MAX % CODES;
/// Characters of one text message that is not plain ASCII (3GPP TS 23.038: 140 octets of UCS-2).
const LONGEST: usize = 70;

/// Makes a code and stores its digest for this link.
pub(crate) async fn make(
    deps: &Dependencies,
    job: MailJob,
    recipient: RecipientNumber,
    generation: u32,
) -> Result<String, Error> {
    let code = draw(&*deps.randomness);
    let digest = OneTimeCode::digest_of(job.envelope, recipient, &code);
    let expires_at = deps.clock.now() + CODE_LIFETIME;
    deps.factors.put_code(job.envelope, recipient, &OneTimeCode { digest, generation, expires_at }).await?;
    Ok(code)
}

/// Six digits, each code as likely as the others.
fn draw(randomness: &dyn Randomness) -> String {
    loop {
        let number = u32::from_be_bytes(randomness.bytes());
        if number < FAIR {
            return format!("{:0width$}", number % CODES, width = CODE_DIGITS);
        }
    }
}

/// The text message. Its last line binds the code to our pages, so that telephones offer it there and nowhere else
/// (WICG, "Origin-bound one-time codes delivered via SMS"); the warning is left out where it does not fit.
pub(crate) fn text_message(site: &Site, language: Language, code: &str) -> String {
    let (brand, minutes) = (one_line(site.brand_in(language)), CODE_LIFETIME.as_mins());
    let message = match language {
        Language::Ja => format!("{brand}：認証コード {code}（{minutes}分間有効）。"),
        Language::En => format!("{brand}: your code is {code} (valid for {minutes} minutes)."),
    };
    let warning = language.t("他の人に教えないでください。", " Do not give it to anybody.");
    let bound = bound_line(site, code);
    let full = format!("{message}{warning}{bound}");
    if full.is_ascii() || full.chars().count() <= LONGEST { full } else { message + &bound }
}

/// Nothing where people do not come by a host name and TLS.
fn bound_line(site: &Site, code: &str) -> String {
    let host = site.public_url.strip_prefix("https://").and_then(|rest| rest.split(['/', ':']).next());
    let host = host.filter(|host| host.contains(|c: char| c.is_ascii_alphabetic()));
    host.map(|host| format!("\n@{host} #{code}")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// Gives these numbers one after the other.
    struct Given(Mutex<Vec<u32>>);

    impl Randomness for Given {
        fn fill(&self, buffer: &mut [u8]) {
            buffer.copy_from_slice(&self.0.lock().expect("a list").remove(0).to_be_bytes());
        }
    }

    #[test]
    fn every_code_is_as_likely_as_the_others() {
        let code = |numbers: &[u32]| draw(&Given(Mutex::new(numbers.to_vec())));
        assert_eq!(code(&[0]), "000000");
        assert_eq!(code(&[1_000_042]), "000042");
        assert_eq!(code(&[4_293_999_999]), "999999");
        assert_eq!(code(&[4_294_000_000, u32::MAX, 7]), "000007", "the incomplete last million is drawn again");
    }

    fn site(url: &str, brand: &str) -> Site {
        Site { public_url: url.into(), brand: brand.into(), brand_en: Some("Keiin".into()), ..Site::default() }
    }

    #[test]
    fn a_text_message_is_short_and_bound_to_our_pages() {
        let site = site("https://keiin.example/v", "電子印鑑Keiin");
        let japanese = text_message(&site, Language::Ja, "012345");
        let expected =
            "電子印鑑Keiin：認証コード 012345（10分間有効）。他の人に教えないでください。\n@keiin.example #012345";
        assert_eq!(japanese, expected);
        assert!(japanese.chars().count() <= LONGEST);
        let english = text_message(&site, Language::En, "012345");
        let expected =
            "Keiin: your code is 012345 (valid for 10 minutes). Do not give it to anybody.\n@keiin.example #012345";
        assert_eq!(english, expected);
    }

    #[test]
    fn what_does_not_fit_is_left_out() {
        let long =
            text_message(&site("https://contracts.city.takikawa.example", "電子印鑑Keiin"), Language::Ja, "012345");
        assert_eq!(long, "電子印鑑Keiin：認証コード 012345（10分間有効）。\n@contracts.city.takikawa.example #012345");
        let local = text_message(&site("http://127.0.0.1:8080", "電子印鑑Keiin"), Language::Ja, "012345");
        assert_eq!(local, "電子印鑑Keiin：認証コード 012345（10分間有効）。他の人に教えないでください。");
    }
}
