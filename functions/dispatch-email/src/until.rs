//! Until when a link opens, with the day of the week, so that nobody has to look it up.

use domain::language::Language;
use jiff::Timestamp;
use jiff::tz::Offset;

const WEEKDAYS: [&str; 7] = ["月", "火", "水", "木", "金", "土", "日"];

/// `2026年12月11日（金）10:00 (JST)` or `10:00 (JST) on Friday 11 December 2026`, in Japan.
pub(crate) fn day_and_time(time: Timestamp, language: Language) -> String {
    let local = Offset::constant(9).to_datetime(time);
    match language {
        Language::Ja => {
            let weekday = local.weekday().to_monday_zero_offset();
            let weekday = usize::try_from(weekday).ok().and_then(|day| WEEKDAYS.get(day)).copied().unwrap_or_default();
            local.strftime(&format!("%Y年%-m月%-d日（{weekday}）%H:%M (JST)")).to_string()
        }
        Language::En => local.strftime("%H:%M (JST) on %A %-d %B %Y").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_the_one_in_japan() {
        let said = |time: &str| Language::ALL.map(|language| day_and_time(time.parse().expect("a time"), language));
        assert_eq!(
            said("2026-12-11T01:00:00Z"),
            ["2026年12月11日（金）10:00 (JST)", "10:00 (JST) on Friday 11 December 2026"]
        );
        assert_eq!(
            said("2026-12-12T15:00:00Z"),
            ["2026年12月13日（日）00:00 (JST)", "00:00 (JST) on Sunday 13 December 2026"]
        );
    }
}
