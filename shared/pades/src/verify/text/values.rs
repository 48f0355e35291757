//! Times and names as people write them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

use super::{Words, words};

/// A time: Japan's for Japanese readers, UTC for others.
pub(super) fn time(time: Timestamp) -> Words {
    let shown = |zone: TimeZone| time.to_zoned(zone).strftime("%Y-%m-%d %H:%M:%S").to_string();
    let (ja, en) = (shown(TimeZone::fixed(jiff::tz::offset(9))), shown(TimeZone::UTC));
    words(format!("{ja}(日本時間)"), format!("{en} UTC"))
}

/// A date of PDF (ISO 32000-2 §7.9.4), `D:YYYYMMDDHHmmSSOHH'mm`; what is none stays as it is.
pub(super) fn pdf_date(date: &str) -> Words {
    parse_pdf_date(date).map_or_else(|| words(date, date), time)
}

/// The moment that a date of PDF names; without a zone nobody knows which that is.
pub(super) fn parse_pdf_date(date: &str) -> Option<Timestamp> {
    let text = date.strip_prefix("D:").unwrap_or(date);
    let (digits, zone) = text.split_at_checked(14)?;
    let civil = DateTime::strptime("%Y%m%d%H%M%S", digits).ok()?;
    let zone: String = zone.chars().filter(|&letter| letter != '\'').collect();
    let offset = match zone.as_str() {
        "Z" | "Z0000" => Offset::UTC,
        _ => {
            let (hours, minutes) = zone.split_at_checked(3).filter(|(_, minutes)| minutes.len() <= 2)?;
            let (hours, minutes): (i32, i32) = (hours.parse().ok()?, format!("0{minutes}").parse().ok()?);
            let sign = if zone.starts_with('-') { -1 } else { 1 };
            Offset::from_seconds(hours * 3600 + sign * minutes * 60).ok()?
        }
    };
    offset.to_timestamp(civil).ok()
}

/// Whom a distinguished name (RFC 4514) names: its common name with the organisation, or all of it if it has none.
pub(super) fn person(subject: &str) -> Words {
    let part = |kind: &str| {
        let parts = split(subject).into_iter();
        let mut parts = parts.filter_map(|part| part.split_once('='));
        parts.find(|(key, _)| key.eq_ignore_ascii_case(kind)).map(|(_, value)| unescaped(value))
    };
    match (part("CN"), part("O")) {
        (Some(name), Some(organisation)) if name != organisation => {
            words(format!("{name}({organisation})"), format!("{name} ({organisation})"))
        }
        (Some(name), _) => words(&name, &name),
        (None, _) if subject.is_empty() => words("証明書に名前のない人", "somebody whom the certificate does not name"),
        (None, _) => words(subject, subject),
    }
}

/// The parts of a distinguished name.
fn split(subject: &str) -> Vec<&str> {
    let mut is_escaped = false;
    let ends = |letter| {
        let ends = !is_escaped && matches!(letter, ',' | '+');
        is_escaped = !is_escaped && letter == '\\';
        ends
    };
    subject.split(ends).map(str::trim_start).collect()
}

/// A value of a distinguished name as it was before it was written down: an escaped character stands for itself, two
/// hexadecimal digits for a byte of UTF-8 (RFC 4514 §2.4).
fn unescaped(value: &str) -> String {
    let mut rest = value;
    let mut text = Vec::new();
    while let Some((before, after)) = rest.split_once('\\') {
        text.extend_from_slice(before.as_bytes());
        let digits = after.get(..2).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                text.push(byte);
                rest = &after[2..];
            }
            None => {
                let length = after.chars().next().map_or(0, char::len_utf8);
                text.extend_from_slice(&after.as_bytes()[..length]);
                rest = &after[length..];
            }
        }
    }
    text.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_pdf_become_times() {
        let en = |date| pdf_date(date).en;
        assert_eq!(en("D:20261122193617+00'00'"), "2026-11-22 19:36:17 UTC");
        assert_eq!(en("D:20261123043617+09'00"), "2026-11-22 19:36:17 UTC");
        assert_eq!(en("D:20261122160617-03'30'"), "2026-11-22 19:36:17 UTC");
        assert_eq!(en("D:20261122193617Z"), "2026-11-22 19:36:17 UTC");
        assert_eq!(pdf_date("D:20261122193617Z").ja, "2026-11-23 04:36:17(日本時間)");
        // Without a zone nobody knows which moment it is.
        for odd in [
            "",
            "D:2026",
            "D:20261122193617",
            "D:20269922193617Z",
            "yesterday",
            "D:2026112219361七Z",
            "D:20261122193617+09999999999",
            "D:20261122193617+99'99'",
        ] {
            assert_eq!(en(odd), odd);
        }
    }

    #[test]
    fn names_are_common_names_with_organisations() {
        assert_eq!(person("CN=山田 太郎,O=Tests,C=JP").ja, "山田 太郎(Tests)");
        assert_eq!(person("C=JP, O=Smith\\, Jones\\+Co, CN=Smith").en, "Smith (Smith, Jones+Co)");
        assert_eq!(person("CN=Acme,O=Acme").en, "Acme");
        assert_eq!(person("OU=Root,C=JP").en, "OU=Root,C=JP");
        assert_eq!(person("CN=A\\,O=Bank").en, "A,O=Bank");
        assert_eq!(person("CN=Mayor\\0Asigner: x,C=JP").en, "Mayor\nsigner: x");
        assert_eq!(person("").en, "somebody whom the certificate does not name");
    }
}
