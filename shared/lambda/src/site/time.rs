//! Times as people in Japan read them.

use jiff::Timestamp;
use jiff::tz::Offset;

/// `2026年12月22日 14:05 (JST)`.
pub fn jst(time: Timestamp) -> String {
    Offset::constant(9).to_datetime(time).strftime("%Y年%-m月%-d日 %H:%M (JST)").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn japan_is_nine_hours_ahead() {
        let time = |text: &str| text.parse::<Timestamp>().map(jst).ok();
        assert_eq!(time("2026-12-22T05:05:59Z").as_deref(), Some("2026年12月22日 14:05 (JST)"));
        assert_eq!(time("2026-12-31T15:00:00Z").as_deref(), Some("2027年1月1日 00:00 (JST)"));
    }
}
