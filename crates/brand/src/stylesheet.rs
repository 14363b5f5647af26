//! The style sheet. It comes after the site's own and overrides custom properties of
//! `style/tokens.css`, so every rule of the site follows it.

use crate::{
    Color, Radius,
    palette::{Button, Link, Palette, Scheme},
};

/// What a company has of a look. All of it is optional.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Face {
    /// The color of buttons, from which that of links is derived.
    pub color: Option<Color>,
    pub radius: Option<Radius>,
    pub font: Option<Font>,
}

/// The font of all text, in WOFF2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Font {
    /// Its path on the site, of characters that stand for themselves in a quoted URL.
    pub path: String,
    /// Whether it is a variable font. Browsers make bold text of another one themselves.
    pub is_variable: bool,
}

/// The name of the company's font within the style sheet.
const FONT: &str = "Brand";

/// The text of the style sheet; empty if there is nothing to override.
pub fn stylesheet(face: &Face) -> String {
    let palette = face.color.map(Palette::new);
    let mut light = Vec::new();
    let mut dark = Vec::new();
    if let Some(palette) = palette {
        let Button { color, hover, text } = palette.button();
        light.extend(links(&palette, Scheme::Light));
        // The button is the same in both schemes. This sheet comes later than the dark rule of the site.
        light.extend([
            format!("--on-accent: {text};"),
            format!("--button: {color};"),
            format!("--button-strong: {hover};"),
        ]);
        dark.extend(links(&palette, Scheme::Dark));
    }
    light.extend(face.radius.map(|radius| format!("--radius: {radius};")));
    light.extend(face.font.as_ref().map(|_| format!("--font: \"{FONT}\", system-ui, sans-serif;")));
    let font = face.font.as_ref().map(font_face);
    let light = (!light.is_empty()).then(|| rule("", &light));
    let dark = (!dark.is_empty()).then(|| format!("@media (prefers-color-scheme: dark) {{\n{}}}\n", rule("  ", &dark)));
    [font, light, dark].into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// What differs between the schemes.
fn links(palette: &Palette, scheme: Scheme) -> [String; 3] {
    let Link { color, hover } = palette.link(scheme);
    let border = palette.border(scheme).map_or_else(|| "transparent".to_owned(), |border| border.to_string());
    [format!("--accent: {color};"), format!("--accent-strong: {hover};"), format!("--button-line: {border};")]
}

fn rule(indent: &str, declarations: &[String]) -> String {
    let lines = declarations.iter().map(|declaration| format!("{indent}  {declaration}\n"));
    format!("{indent}:root {{\n{}{indent}}}\n", lines.collect::<String>())
}

fn font_face(font: &Font) -> String {
    // Without a range a browser takes the font for the regular weight, and makes the bold one of it.
    let weights = if font.is_variable { "\n  font-weight: 1 1000;" } else { "" };
    format!(
        "@font-face {{\n  font-family: \"{FONT}\";\n  src: url(\"{}\") format(\"woff2\");{weights}\n  \
         font-display: swap;\n}}\n",
        font.path
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(color: Option<&str>, radius: Option<&str>, is_variable: Option<bool>) -> Face {
        Face {
            color: color.map(|color| color.parse().expect("a color")),
            radius: radius.map(|radius| radius.parse().expect("a radius")),
            font: is_variable.map(|is_variable| Font { path: "/brand/font.woff2?v=1".to_owned(), is_variable }),
        }
    }

    #[test]
    fn a_color_overrides_properties_in_both_schemes() {
        let sheet = stylesheet(&face(Some("#0b2a6f"), None, None));
        let (light, dark) = sheet.split_once("@media (prefers-color-scheme: dark) {\n  :root {\n").expect("dark");
        for declaration in
            ["--accent: #0b2a6f;", "--on-accent: #ffffff;", "--button: #0b2a6f;", "--button-line: transparent;"]
        {
            assert!(light.contains(declaration), "{light}");
        }
        assert!(dark.contains("--accent: #") && !dark.contains("#0b2a6f") && !dark.contains("transparent"), "{dark}");
        assert!(!sheet.contains("--radius") && !sheet.contains("font"), "{sheet}");
    }

    #[test]
    fn what_is_not_set_is_not_overridden() {
        assert_eq!(stylesheet(&Face::default()), "");
        assert_eq!(stylesheet(&face(None, Some("0.5rem"), None)), ":root {\n  --radius: 0.5rem;\n}\n");
    }

    #[test]
    fn only_a_variable_font_has_every_weight() {
        let sheet = stylesheet(&face(None, None, Some(true)));
        assert!(sheet.starts_with("@font-face {\n  font-family: \"Brand\";\n"), "{sheet}");
        assert!(sheet.contains("url(\"/brand/font.woff2?v=1\") format(\"woff2\")"), "{sheet}");
        assert!(sheet.contains("--font: \"Brand\", system-ui, sans-serif;"), "{sheet}");
        assert!(sheet.contains("font-weight: 1 1000;"), "{sheet}");
        assert!(!stylesheet(&face(None, None, Some(false))).contains("font-weight"));
    }

    #[test]
    fn every_property_is_one_of_the_sites() {
        const TOKENS: &str = include_str!("../../../style/tokens.css");
        let sheet = stylesheet(&face(Some("#ffd400"), Some("8px"), Some(true)));
        let names = sheet.lines().filter_map(|line| line.trim().strip_prefix("--")?.split_once(':'));
        let names: Vec<_> = names.map(|(name, _)| name).collect();
        assert_eq!(names.len(), 11, "{sheet}");
        for name in names {
            assert!(TOKENS.contains(&format!("  --{name}: ")), "{name}");
        }
    }
}
