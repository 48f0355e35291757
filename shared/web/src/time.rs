//! Times as people read them: always those of Japan, where the contracts are made.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::Language;

/// `2026年12月22日 14:05 (JST)`.
pub fn jst(time: Timestamp) -> String {
    local_time(time, Language::Ja)
}

/// `2026年12月22日 14:05 (JST)` or `22 Dec 2026, 14:05 (JST)`.
pub fn local_time(time: Timestamp, language: Language) -> String {
    in_japan(time).strftime(language.t("%Y年%-m月%-d日 %H:%M (JST)", "%-d %b %Y, %H:%M (JST)")).to_string()
}

/// A deadline, in the same form. One at midnight is told as the end of the day before, 23:59: nobody has to think which day 0:00
/// belongs to.
pub fn deadline_time(deadline: Timestamp, language: Language) -> String {
    local_time(last_moment(deadline), language)
}

/// The last moment before a deadline that is at midnight; any other is told as it is.
fn last_moment(deadline: Timestamp) -> Timestamp {
    let is_midnight = in_japan(deadline).time() == jiff::civil::Time::midnight();
    if is_midnight { deadline - jiff::SignedDuration::from_secs(1) } else { deadline }
}

/// `2026/12/22 14:05` or `22 Dec 2026 14:05`, in Japan: for lists, where there is little room.
pub fn short_time(time: Timestamp, language: Language) -> String {
    in_japan(time).strftime(language.t("%Y/%m/%d %H:%M", "%-d %b %Y %H:%M")).to_string()
}

/// A deadline in that form: one at midnight is the end of the day before.
pub fn short_deadline(deadline: Timestamp, language: Language) -> String {
    short_time(last_moment(deadline), language)
}

/// The same to the second, as evidence is told.
pub fn exact_time(time: Timestamp, language: Language) -> String {
    in_japan(time).strftime(language.t("%Y/%m/%d %H:%M:%S", "%-d %b %Y %H:%M:%S")).to_string()
}

/// Japan has had no summer time since 1952.
fn in_japan(time: Timestamp) -> DateTime {
    Offset::constant(9).to_datetime(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_at_midnight_is_the_end_of_a_day() {
        let told = |text: &str, language| deadline_time(text.parse().unwrap(), language);
        assert_eq!(told("2026-12-31T15:00:00Z", Language::Ja), "2026年12月31日 23:59 (JST)");
        assert_eq!(told("2026-12-31T14:59:59Z", Language::En), "31 Dec 2026, 23:59 (JST)");
        assert_eq!(told("2026-12-31T15:00:01Z", Language::Ja), "2027年1月1日 00:00 (JST)");
        assert_eq!(told("2026-12-22T05:05:00Z", Language::Ja), "2026年12月22日 14:05 (JST)");
        let short = |text: &str| short_deadline(text.parse().unwrap(), Language::Ja);
        assert_eq!(short("2026-12-31T15:00:00Z"), "2026/12/31 23:59");
        assert_eq!(short("2026-12-31T15:00:01Z"), "2027/01/01 00:00");
    }

    #[test]
    fn japan_is_nine_hours_ahead() {
        let time = |text: &str| text.parse::<Timestamp>().map(jst).ok();
        assert_eq!(time("2026-12-22T05:05:59Z").as_deref(), Some("2026年12月22日 14:05 (JST)"));
        assert_eq!(time("2026-12-31T15:00:00Z").as_deref(), Some("2027年1月1日 00:00 (JST)"));
        let english = |text: &str| text.parse().map(|time| local_time(time, Language::En)).ok();
        assert_eq!(english("2026-12-22T05:05:59Z").as_deref(), Some("22 Dec 2026, 14:05 (JST)"));
        assert_eq!(english("2026-12-31T15:00:00Z").as_deref(), Some("1 Jan 2027, 00:00 (JST)"));
        let end = "2026-12-31T15:00:07Z".parse().unwrap();
        assert_eq!(
            (short_time(end, Language::Ja), short_time(end, Language::En)),
            ("2027/01/01 00:00".into(), "1 Jan 2027 00:00".into())
        );
        assert_eq!(exact_time(end, Language::Ja), "2027/01/01 00:00:07");
    }
}
