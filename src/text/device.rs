//! The device in which a session began.

use crate::{
    auth::{Browser, Device, System},
    say,
    text::Reader,
};

/// Such as "Firefox on Linux".
pub fn device(device: Device, reader: &Reader) -> String {
    match (device.browser.map(Browser::name), device.system.map(System::name)) {
        (Some(browser), Some(system)) => say!(reader, "device", browser = browser, system = system),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => say!(reader, "unknown-device"),
    }
}
