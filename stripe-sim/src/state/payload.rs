//! What an event or a kept answer carries, small: an object as JSON, compressed. These are what there is most of, and a
//! tree of values takes many times the memory of this.

use lz4_flex::block::{compress_prepend_size, decompress_size_prepended};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

#[derive(Clone)]
pub(crate) struct Payload(Box<[u8]>);

impl Payload {
    pub fn new(object: &Value) -> Self {
        Self::of(&object.to_string())
    }

    fn of(text: &str) -> Self {
        Self(compress_prepend_size(text.as_bytes()).into_boxed_slice())
    }

    /// It was made by this program, of JSON: there is nothing here that could not be read.
    fn text(&self) -> String {
        decompress_size_prepended(&self.0).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
    }

    pub fn object(&self) -> Value {
        serde_json::from_str(&self.text()).unwrap_or_default()
    }
}

impl std::fmt::Debug for Payload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Payload of {} bytes", self.0.len())
    }
}

/// A state file is to be read by people too.
impl Serialize for Payload {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for Payload {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::of(&text))
    }
}

#[cfg(test)]
mod tests {
    use super::Payload;
    use serde_json::json;

    #[test]
    fn what_goes_in_comes_out_also_by_way_of_a_file() {
        let object = json!({"id": "cus_1", "name": "Zoë \u{1f600}", "list": [null, 1, "x"]});
        let payload = Payload::new(&object);
        assert_eq!(payload.object(), object);
        let saved = serde_json::to_string(&payload).unwrap_or_default();
        assert_eq!(serde_json::from_str::<Payload>(&saved).map(|it| it.object()).ok(), Some(object));
    }
}
