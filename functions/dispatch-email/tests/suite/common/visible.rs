//! The two halves of a mail say the same.

use domain::ports::OutgoingMail;

/// Everything that can be read in the HTML, in its order, is in the text, and the other way round. Only the text shows
/// the address behind the button, a line between mail and imprint, and quotation marks before a message.
pub(crate) fn assert_equal_content(mail: &OutgoingMail) {
    let of_the_text = |line: &&str| !line.starts_with("-----") && !line.starts_with("https://");
    let lines = mail.text.lines().filter(of_the_text).map(|line| line.strip_prefix("> ").unwrap_or(line));
    let text: String = lines.flat_map(str::split_whitespace).collect();
    assert_eq!(words(&mail.html), text);
    for remote in ["<script", "<img", "src=", "url(", "@import", "<link"] {
        assert!(!mail.html.contains(remote), "{remote}");
    }
    assert!(!mail.subject.contains(['\r', '\n']));
}

/// What a reader of the HTML sees, without markup and spacing.
fn words(html: &str) -> String {
    let body = html.split_once("<table").expect("a body").1;
    let pieces = body.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    let text: String = pieces.collect();
    let entities = [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")];
    let text = entities.into_iter().fold(text, |text, (entity, character)| text.replace(entity, character));
    text.split_whitespace().collect()
}
