//! The company's face: its name, logo, color and font, and its own pages that every page links to.

mod asset;
mod files;
mod links;
mod stripe_pages;

use std::ffi::OsString;

use brand::{Color, Face, Radius, stylesheet};
use clap::Args;

use crate::config::{BrandName, ConfigError};

pub use asset::Asset;
pub use files::BrandFileError;
pub use links::{PageUrl, Support, SupportEmail};
pub use stripe_pages::StripePagesOrigin;

/// The company's face.
#[derive(Args, Clone, Debug, Default)]
pub struct BrandArgs {
    /// The company's logo, an SVG, PNG or WebP file of at most 256 KiB
    #[arg(long, env = "BRAND_LOGO", value_name = "PATH")]
    brand_logo: Option<OsString>,

    /// The logo on dark grounds, if it is another one
    #[arg(long, env = "BRAND_LOGO_DARK", value_name = "PATH")]
    brand_logo_dark: Option<OsString>,

    /// The color of buttons, an opaque CSS color; that of links is derived from it
    #[arg(long, env = "BRAND_COLOR")]
    brand_color: Option<Color>,

    /// The radius of corners, from 0 to 32px, in px or rem
    #[arg(long, env = "BRAND_RADIUS")]
    brand_radius: Option<Radius>,

    /// The font of all text, a WOFF2 file of at most 512 KiB
    #[arg(long, env = "BRAND_FONT", value_name = "PATH")]
    brand_font: Option<OsString>,

    /// The page on which customers find help
    #[arg(long, env = "SUPPORT_URL")]
    support_url: Option<PageUrl>,

    /// The mailbox that answers customers, instead of a page
    #[arg(long, env = "SUPPORT_EMAIL")]
    support_email: Option<SupportEmail>,

    /// The page with the terms of service
    #[arg(long, env = "TERMS_URL")]
    terms_url: Option<PageUrl>,

    /// The page with the privacy policy
    #[arg(long, env = "PRIVACY_URL")]
    privacy_url: Option<PageUrl>,

    /// The origin of Stripe's hosted pages, if the account has a custom domain for them
    #[arg(long, env = "STRIPE_PAGES_ORIGIN")]
    stripe_pages_origin: Option<StripePagesOrigin>,
}

/// The same, read and checked, for pages and endpoints.
#[derive(Clone, Debug, Default)]
pub struct Brand {
    /// The name under which customers know the company. `AppState` takes it from `Product`.
    pub name: Option<BrandName>,
    pub logo: Option<Asset>,
    /// For dark grounds. There is one only if there is a `logo` too.
    pub logo_dark: Option<Asset>,
    pub font: Option<Asset>,
    /// Overrides parts of the site's own style sheet; `None` if there is nothing to override.
    pub stylesheet: Option<Asset>,
    pub support: Option<Support>,
    pub terms: Option<PageUrl>,
    pub privacy: Option<PageUrl>,
    /// The custom domain of Stripe's hosted pages.
    pub stripe_pages: Option<StripePagesOrigin>,
}

impl BrandArgs {
    /// Whether customers are told where support is.
    pub fn has_support(&self) -> bool {
        self.support_url.is_some() || self.support_email.is_some()
    }

    /// Reads the files, and makes the style sheet.
    ///
    /// # Errors
    /// When a file cannot be used, or two of the settings contradict each other.
    pub fn brand(self) -> Result<Brand, ConfigError> {
        let logo = files::logo("BRAND_LOGO", "/brand/logo", self.brand_logo.as_deref())?;
        let logo_dark = files::logo("BRAND_LOGO_DARK", "/brand/logo-dark", self.brand_logo_dark.as_deref())?;
        if logo.is_none() && logo_dark.is_some() {
            return Err(ConfigError::OnlyDarkLogo(self.brand_logo_dark.unwrap_or_default().into()));
        }
        let (font, face) = files::font("BRAND_FONT", "/brand/font.woff2", self.brand_font.as_deref())?.unzip();
        let text = stylesheet(&Face { color: self.brand_color, radius: self.brand_radius, font: face });
        let support = match (self.support_url, self.support_email) {
            (Some(page), Some(mail)) => return Err(ConfigError::SupportTwice { page, mail }),
            (Some(page), None) => Some(Support::Page(page)),
            (None, mail) => mail.map(Support::Mail),
        };
        Ok(Brand {
            name: None,
            logo,
            logo_dark,
            font,
            stylesheet: (!text.is_empty()).then(|| Asset::new("/brand.css", "text/css; charset=utf-8", text)),
            support,
            terms: self.terms_url,
            privacy: self.privacy_url,
            stripe_pages: self.stripe_pages_origin,
        })
    }
}

impl Brand {
    /// Everything that is served.
    pub fn assets(&self) -> impl Iterator<Item = &Asset> {
        [&self.logo, &self.logo_dark, &self.font, &self.stylesheet].into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(args: BrandArgs) -> String {
        args.brand().expect_err("refused").to_string()
    }

    #[test]
    fn without_settings_there_is_nothing_to_serve() {
        let brand = BrandArgs::default().brand().expect("a brand");
        assert_eq!(brand.assets().count(), 0);
        assert!(brand.support.is_none());
    }

    #[test]
    fn each_file_has_its_address() {
        let file = |content: &str| {
            let file = tempfile::NamedTempFile::new().expect("a file");
            std::fs::write(file.path(), content).expect("written");
            file
        };
        let (logo, font) = (file("<svg >"), file("wOF2"));
        let args = BrandArgs {
            brand_logo: Some(logo.path().into()),
            brand_logo_dark: Some(logo.path().into()),
            brand_font: Some(font.path().into()),
            ..BrandArgs::default()
        };
        let brand = args.brand().expect("a brand");
        let paths: Vec<_> = brand.assets().map(Asset::path).collect();
        assert_eq!(paths, ["/brand/logo", "/brand/logo-dark", "/brand/font.woff2", "/brand.css"]);
        let sheet = brand.stylesheet.expect("a style sheet").bytes();
        let font = brand.font.expect("a font").href();
        assert!(std::str::from_utf8(&sheet).expect("text").contains(&font), "{sheet:?}");
    }

    #[test]
    fn settings_that_contradict_each_other_are_refused() {
        let both = BrandArgs {
            support_url: Some("https://example.com/help".parse().expect("a page")),
            support_email: Some("help@example.com".parse().expect("a mailbox")),
            ..BrandArgs::default()
        };
        let said = refused(both);
        assert!(
            said.contains("SUPPORT_URL is https://example.com/help and SUPPORT_EMAIL is help@example.com"),
            "{said}"
        );
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), "<svg >").expect("written");
        let said = refused(BrandArgs { brand_logo_dark: Some(file.path().into()), ..BrandArgs::default() });
        assert!(said.starts_with("BRAND_LOGO_DARK is") && said.contains("BRAND_LOGO is not set"), "{said}");
    }
}
