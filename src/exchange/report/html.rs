//! The one place where text becomes markup: elements are the program's own words, all text is escaped. Layer `exchange`.

/// A page being written. Names of elements, classes and attributes are fixed words of the program; whatever comes from
/// articles and people goes through [`Html::text`], [`Html::quote`] or an attribute's value, all of them escaped.
#[derive(Debug, Default)]
pub(super) struct Html {
    out: String,
}

impl Html {
    /// Opens an element with attributes.
    pub(super) fn open(&mut self, element: &'static str, attributes: &[(&'static str, &str)]) {
        self.out.push('<');
        self.out.push_str(element);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            escape_into(&mut self.out, value);
            self.out.push('"');
        }
        self.out.push('>');
    }

    /// An element that holds nothing. The page reads as XML as well, so that a strict parser can check it.
    pub(super) fn void(&mut self, element: &'static str, attributes: &[(&'static str, &str)]) {
        self.open(element, attributes);
        self.out.pop();
        self.out.push_str("/>\n");
    }

    pub(super) fn close(&mut self, element: &'static str) {
        self.out.push_str("</");
        self.out.push_str(element);
        self.out.push_str(">\n");
    }

    /// Text of the program, or of people, in the direction of the page.
    pub(super) fn text(&mut self, text: &str) {
        escape_into(&mut self.out, text);
    }

    /// Text from outside, set apart so that its direction and its control characters reach nothing around it.
    pub(super) fn quote(&mut self, text: &str) {
        self.out.push_str("<bdi>");
        escape_into(&mut self.out, text);
        self.out.push_str("</bdi>");
    }

    /// An element that holds nothing but text.
    pub(super) fn leaf(&mut self, element: &'static str, class: &'static str, text: &str) {
        let attributes = [("class", class)];
        self.open(element, if class.is_empty() { &[] } else { &attributes });
        self.quote(text);
        self.close(element);
    }

    /// A link to a place within the page.
    pub(super) fn link(&mut self, to: &str, text: &str) {
        self.open("a", &[("href", &format!("#{to}"))]);
        self.quote(text);
        self.out.push_str("</a>");
    }

    /// A row of a list of terms.
    pub(super) fn fact(&mut self, term: &'static str, text: &str) {
        if text.is_empty() {
            return;
        }
        self.leaf("dt", "", term);
        self.leaf("dd", "", text);
    }

    /// Markup that the program made itself: a plot as SVG, which escapes its text in its own one place.
    pub(super) fn drawing(&mut self, svg: &str) {
        self.out.push_str(svg);
    }

    /// The style sheet, a fixed text.
    pub(super) fn style(&mut self, css: &'static str) {
        self.out.push_str("<style>");
        self.out.push_str(css);
        self.out.push_str("</style>\n");
    }

    pub(super) fn finish(self) -> String {
        self.out
    }
}

/// Escapes text for elements and for attributes in double quotes. What a page cannot hold is shown as U+FFFD.
fn escape_into(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            // An isolate ends the one that stands around it: inside, a mark of its own would let text out.
            '\u{2069}' | '\u{202C}' => {}
            _ => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_never_becomes_markup() {
        let mut html = Html::default();
        html.open("p", &[("title", "\" onclick='x' <b>")]);
        html.text("</p><script>alert(1)</script>&amp;");
        html.quote("a\0b\u{2069}</bdi>");
        html.close("p");
        assert_eq!(
            html.finish(),
            "<p title=\"&quot; onclick=&#39;x&#39; &lt;b&gt;\">&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;\
             <bdi>a\u{FFFD}b&lt;/bdi&gt;</bdi></p>\n"
        );
    }
}
