//! A short name for the browser and the system that a session began in, from the header `User-Agent`.
//!
//! Not a crate: `woothee` has had no release for years, and the others carry databases of thousands of devices. A
//! person who looks for their own sessions needs five browsers and five systems. Nothing of the header itself is kept.

use http::{HeaderMap, header::USER_AGENT};
use serde::{Deserialize, Serialize};

/// As many characters of the header are looked at.
const LONGEST: usize = 512;

/// What a browser says that it is. Anybody can write anything there, so it is shown and never trusted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Device {
    pub browser: Option<Browser>,
    pub system: Option<System>,
}

/// The common browsers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Browser {
    Chrome,
    Edge,
    Firefox,
    Opera,
    Safari,
}

/// The common systems.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum System {
    Android,
    Ios,
    Linux,
    MacOs,
    Windows,
}

/// By what a browser gives itself away, the most special first: all of them also name those whom they imitate.
const BROWSERS: [(&str, Browser); 10] = [
    ("Edg/", Browser::Edge),
    ("EdgA/", Browser::Edge),
    ("EdgiOS/", Browser::Edge),
    ("OPR/", Browser::Opera),
    ("OPT/", Browser::Opera),
    ("Firefox/", Browser::Firefox),
    ("FxiOS/", Browser::Firefox),
    ("CriOS/", Browser::Chrome),
    ("Chrome/", Browser::Chrome),
    ("Safari/", Browser::Safari),
];

/// The same of systems. An iPad that shows pages for computers says that it is a Mac.
const SYSTEMS: [(&str, System); 6] = [
    ("Android", System::Android),
    ("iPhone", System::Ios),
    ("iPad", System::Ios),
    ("Windows NT", System::Windows),
    ("Mac OS X", System::MacOs),
    ("Linux", System::Linux),
];

impl Device {
    /// The device that sends these headers; with nothing in it if it is none of the common ones.
    pub fn of(headers: &HeaderMap) -> Self {
        let text = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Self::read(text.get(..LONGEST).unwrap_or(text))
    }

    fn read(text: &str) -> Self {
        Self { browser: first(&BROWSERS, text), system: first(&SYSTEMS, text) }
    }
}

fn first<T: Copy>(table: &[(&str, T)], text: &str) -> Option<T> {
    table.iter().find(|(sign, _)| text.contains(sign)).map(|(_, it)| *it)
}

impl Browser {
    /// Its maker's name for it, which is the same in every language.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chrome => "Chrome",
            Self::Edge => "Edge",
            Self::Firefox => "Firefox",
            Self::Opera => "Opera",
            Self::Safari => "Safari",
        }
    }
}

impl System {
    /// Its maker's name for it, which is the same in every language.
    pub fn name(self) -> &'static str {
        match self {
            Self::Android => "Android",
            Self::Ios => "iOS",
            Self::Linux => "Linux",
            Self::MacOs => "macOS",
            Self::Windows => "Windows",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_common_ones_are_told_apart() {
        let webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
        for (agent, browser, system) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".to_owned(),
                Some(Browser::Firefox),
                Some(System::Linux),
            ),
            (
                format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {webkit} Chrome/140.0.0.0 Safari/537.36"),
                Some(Browser::Chrome),
                Some(System::Windows),
            ),
            (
                format!("Mozilla/5.0 (Windows NT 10.0) {webkit} Chrome/140.0 Safari/537.36 Edg/140.0"),
                Some(Browser::Edge),
                Some(System::Windows),
            ),
            (
                format!("Mozilla/5.0 (Linux; Android 10; K) {webkit} Chrome/140.0 Mobile Safari/537.36 OPR/90.0"),
                Some(Browser::Opera),
                Some(System::Android),
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1 Version/26.0 Safari/605.1"
                    .to_owned(),
                Some(Browser::Safari),
                Some(System::MacOs),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 CriOS/140.0 Safari/604.1"
                    .to_owned(),
                Some(Browser::Chrome),
                Some(System::Ios),
            ),
            ("curl/8.5.0".to_owned(), None, None),
            (String::new(), None, None),
        ] {
            assert_eq!(Device::read(&agent), Device { browser, system }, "{agent}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_the_header_is_what_is_kept_is_short(value in "[ -~\u{80}-\u{ff}]{0,2000}") {
            if let Ok(value) = http::HeaderValue::from_bytes(value.as_bytes()) {
                let device = Device::of(&HeaderMap::from_iter([(USER_AGENT, value)]));
                let kept = serde_json::to_string(&device).expect("JSON");
                prop_assert!(kept.len() <= 60, "{kept}");
                prop_assert_eq!(serde_json::from_str::<Device>(&kept).expect("read"), device);
            }
        }
    }
}
