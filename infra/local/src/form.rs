//! Forms of a page, as a browser would send them when nothing is filled in.

/// One form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Where it goes, as written.
    pub action: String,
    /// Its named inputs with their values, the hidden ones among them.
    pub fields: Vec<(String, String)>,
}

/// All forms of a page. Enough HTML for pages of our own: no scripts, no comments that hold tags.
pub fn forms(html: &str) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    let mut is_inside = false;
    for tag in tags(html) {
        match tag.name.as_str() {
            "form" => {
                is_inside = true;
                forms.push(Form { action: tag.attribute("action").unwrap_or_default(), fields: Vec::new() });
            }
            "/form" => is_inside = false,
            "input" if is_inside => {
                let field = tag.attribute("name").zip(tag.attribute("value"));
                if let Some(form) = forms.last_mut() {
                    form.fields.extend(field);
                }
            }
            _ => {}
        }
    }
    forms
}

struct Tag<'a> {
    name: String,
    attributes: &'a str,
}

impl Tag<'_> {
    /// The value of an attribute in double quotes.
    fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        while let Some((before, after)) = rest.split_once("=\"") {
            let (value, after) = after.split_once('"')?;
            if before.split_whitespace().next_back() == Some(name) {
                return Some(unescape(value));
            }
            rest = after;
        }
        None
    }
}

fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    html.split('<').skip(1).filter_map(|text| {
        let (tag, _) = text.split_once('>')?;
        let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        Some(Tag { name: name.to_ascii_lowercase(), attributes })
    })
}

fn unescape(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        match after.split_once(';').and_then(|(name, after)| Some((entity(name)?, after))) {
            Some((character, after)) => {
                plain.push(character);
                rest = after;
            }
            None => {
                plain.push('&');
                rest = after;
            }
        }
    }
    plain + rest
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_has_its_own_fields() {
        let html = "<a href=\"x\">x</a>\n<form method=\"post\" action=\"/sign/t/complete\">\n\
            <input type=\"hidden\" name=\"document_1\"\n value=\"ab\"><button type=\"submit\">署名</button></form>\
            <input name=\"outside\" value=\"1\">\
            <form action=\"/sign/t/decline?a=1&amp;b=&#39;&#x5951;&x;\"><textarea name=\"reason\"></textarea></form>";
        let form = |action: &str, fields: &[(&str, &str)]| Form {
            action: action.to_owned(),
            fields: fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        };
        assert_eq!(
            forms(html),
            [form("/sign/t/complete", &[("document_1", "ab")]), form("/sign/t/decline?a=1&b='契&x;", &[])]
        );
    }
}
