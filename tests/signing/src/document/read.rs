//! Finding things again in PDFs that this crate or `pades` wrote. Not a PDF reader: it looks for texts.

/// Where the last `startxref` points.
#[must_use]
pub fn last_xref(pdf: &[u8]) -> usize {
    let at = rfind(pdf, b"startxref").unwrap();
    leading_number(&pdf[at + 9..]).unwrap()
}

/// The trailer entry as text, from the last trailer that has it.
#[must_use]
pub fn trailer_entry(pdf: &[u8], key: &str) -> Option<String> {
    let text = &pdf[last_xref(pdf)..];
    let end = find(text, b"stream").or_else(|| find(text, b"startxref"))?;
    let start = find(text, b"trailer").filter(|&at| at < text.len()).unwrap_or(0);
    // A table ends with `startxref`, a stream's dictionary with `stream`; both hold flat entries only.
    let text = String::from_utf8_lossy(&text[start..end.max(start)]).into_owned();
    let rest = text.split_once(&format!("/{key}"))?.1;
    let rest = rest.trim_start();
    let length = if rest.starts_with('[') { rest.find(']')? + 1 } else { rest[1..].find(['/', '>', '\n'])? + 1 };
    Some(rest[..length].trim().to_owned())
}

/// `/Size`.
#[must_use]
pub fn size(pdf: &[u8]) -> u32 {
    trailer_entry(pdf, "Size").unwrap().parse().unwrap()
}

/// The newest body of an object: what is between `obj` and `endobj`, also out of this crate's object streams.
#[must_use]
pub fn object(pdf: &[u8], number: u32) -> Vec<u8> {
    if let Some(at) = object_at(pdf, number) {
        let start = at + format!("{number} 0 obj").len();
        let end = start + find(&pdf[start..], b"endobj").unwrap();
        return pdf[start..end].trim_ascii().to_vec();
    }
    packed_object(pdf, number).unwrap_or_else(|| panic!("no object {number}"))
}

/// The newest body of an object as text.
#[must_use]
pub fn text(pdf: &[u8], number: u32) -> String {
    String::from_utf8(object(pdf, number)).unwrap()
}

/// Where the newest `number 0 obj` is.
#[must_use]
pub fn object_at(pdf: &[u8], number: u32) -> Option<usize> {
    let header = format!("\n{number} 0 obj");
    rfind(pdf, header.as_bytes()).map(|at| at + 1)
}

/// The number of the newest object whose text holds `needle`.
#[must_use]
pub fn number_of(pdf: &[u8], needle: &str) -> u32 {
    let at = rfind(pdf, needle.as_bytes()).unwrap_or_else(|| panic!("no object with {needle}"));
    let header = rfind(&pdf[..at], b" 0 obj").unwrap();
    let start = rfind(&pdf[..header], b"\n").unwrap() + 1;
    String::from_utf8(pdf[start..header].to_vec()).unwrap().parse().unwrap()
}

/// First place of `needle`.
#[must_use]
pub fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

/// Last place of `needle`.
#[must_use]
pub fn rfind(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).rposition(|window| window == needle)
}

/// `pdf` with the last `from` replaced by `to`.
#[must_use]
pub fn replace_last(pdf: &[u8], from: &str, to: &str) -> Vec<u8> {
    let at = rfind(pdf, from.as_bytes()).unwrap_or_else(|| panic!("{from} is not there"));
    [&pdf[..at], to.as_bytes(), &pdf[at + from.len()..]].concat()
}

/// A dictionary text with `/key value` put in, in place of what the key had.
#[must_use]
pub fn with_entry(dictionary: &str, entry: &str) -> String {
    let (head, tail) = dictionary.split_at(dictionary.find("<<").unwrap() + 2);
    format!("{head} {entry}{tail}")
}

fn packed_object(pdf: &[u8], number: u32) -> Option<Vec<u8>> {
    let at = rfind(pdf, b"/Type /ObjStm")?;
    let dictionary = String::from_utf8_lossy(&pdf[at..at + 200]).into_owned();
    let entry = |key: &str| leading_number(dictionary.split_once(key)?.1.as_bytes());
    let (count, first) = (entry("/N ")?, entry("/First ")?);
    let data = at + find(&pdf[at..], b"stream\n")? + 7;
    let index = String::from_utf8_lossy(&pdf[data..data + first]).into_owned();
    let index: Vec<usize> = index.split_whitespace().map(|number| number.parse().unwrap()).collect();
    let place = (0..count).find(|place| index[place * 2] == number as usize)?;
    let start = data + first + index[place * 2 + 1];
    let end =
        if place + 1 < count { data + first + index[place * 2 + 3] } else { data + find(&pdf[data..], b"endstream")? };
    Some(pdf[start..end].trim_ascii().to_vec())
}

fn leading_number(text: &[u8]) -> Option<usize> {
    let text = text.trim_ascii_start();
    let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&text[..length]).ok()?.parse().ok()
}
