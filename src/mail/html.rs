//! The part of a mail for those who read HTML. Mail programs know tables and attributes, and little else; nothing is
//! fetched, so that nobody learns when it was read.

use html_escape::{encode_double_quoted_attribute, encode_text};

use super::content::{Button, Content};

/// What the page around a mail looks like.
const BODY: &str = "margin:0;padding:24px;background-color:#f6f6f4;color:#1c1c1a;\
                    font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif";
const CARD: &str = "max-width:32rem;margin:0 auto;padding:24px;background-color:#ffffff;border-radius:8px";
const BUTTON: &str = "display:inline-block;padding:12px 24px;background-color:#1c1c1a;color:#ffffff;border-radius:8px;\
                      text-decoration:none;font-weight:600";
const CODE: &str = "font-size:28px;font-weight:600;letter-spacing:4px;margin:24px 0";
const SMALL: &str = "font-size:14px;color:#5c5c58;word-break:break-all";

impl Content {
    /// The part for those who read HTML.
    pub fn html(&self) -> String {
        let paragraph = |style: &str, inner: &str| format!("<p style=\"{style}\">{inner}</p>");
        let lines: String = self.lines.iter().map(|line| paragraph("margin:0 0 16px", &encode_text(line))).collect();
        let code = self.code.as_ref().map(|code| paragraph(CODE, &encode_text(code))).unwrap_or_default();
        let button = self.button_html();
        let closing = self.closing.as_ref().map(|line| paragraph(SMALL, &encode_text(line))).unwrap_or_default();
        let (lang, dir) = (encode_double_quoted_attribute(&self.lang), encode_double_quoted_attribute(&self.dir));
        let (site, subject) = (encode_text(&self.site), encode_text(&self.subject));
        format!(
            "<!DOCTYPE html><html lang=\"{lang}\" dir=\"{dir}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\"><title>{subject}</title></head>\
             <body style=\"{BODY}\"><div style=\"{CARD}\"><p style=\"margin:0 0 16px;font-weight:600\">{site}</p>\
             <h1 style=\"margin:0 0 16px;font-size:22px;line-height:1.3\">{subject}</h1>\
             {lines}{code}{button}{closing}</div></body></html>"
        )
    }

    fn button_html(&self) -> String {
        let Button { label, url } = &self.button;
        let (address, shown) = (encode_double_quoted_attribute(url), encode_text(url));
        let (label, plain) = (encode_text(label), encode_text(&self.plain_address));
        format!(
            "<p style=\"margin:24px 0\"><a href=\"{address}\" style=\"{BUTTON}\">{label}</a></p>\
             <p style=\"{SMALL}\">{plain}<br>{shown}</p>"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_no_markup() {
        let content = Content {
            lang: "en".to_owned(),
            dir: "ltr".to_owned(),
            site: "<b>Acme</b>".to_owned(),
            subject: "<script>".to_owned(),
            lines: vec!["<img src=x>".to_owned()],
            code: None,
            button: Button { label: "Go".to_owned(), url: "https://a.example/\"><script>".to_owned() },
            plain_address: "Or:".to_owned(),
            closing: None,
        };
        let html = content.html();
        for tag in ["<b>", "<script>", "<img"] {
            assert!(!html.contains(tag), "{tag}: {html}");
        }
        assert!(content.text().contains("Go:\nhttps://a.example/"), "{}", content.text());
    }
}
