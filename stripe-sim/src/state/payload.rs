//! What an event or a kept answer carries, small: an object as JSON, compressed. These are what there is most of, and a
//! tree of values takes many times the memory of this.

use lz4_flex::block::{compress_prepend_size_with_dict, decompress_size_prepended_with_dict};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::borrow::Cow;
use std::sync::LazyLock;

/// One object of each common kind: what an object has in common with its kind's need not be kept with it. When shapes
/// change these should be taken anew from `GET /_sim/state`; old ones only save less.
static SAMPLES: LazyLock<Vec<(String, &'static str)>> = LazyLock::new(|| {
    let lines = include_str!("payload_sample.jsonl").lines();
    lines.map(|line| (kind_in(line), line)).collect()
});

/// The kind of object that a text is, empty where it is none.
fn kind_in(text: &str) -> String {
    #[derive(Deserialize)]
    struct Kinded<'a> {
        #[serde(borrow)]
        object: Cow<'a, str>,
    }
    serde_json::from_str::<Kinded<'_>>(text).map(|it| it.object.into_owned()).unwrap_or_default()
}

#[derive(Clone)]
pub(crate) struct Payload {
    /// What it was compressed with, empty where its kind has none.
    sample: &'static str,
    bytes: Box<[u8]>,
}

impl Payload {
    pub fn new(object: &Value) -> Self {
        Self::of(object.get("object").and_then(Value::as_str).unwrap_or_default(), &object.to_string())
    }

    fn of(kind: &str, text: &str) -> Self {
        let sample = SAMPLES.iter().find(|(of, _)| of == kind).map_or("", |(_, sample)| *sample);
        let bytes = compress_prepend_size_with_dict(text.as_bytes(), sample.as_bytes());
        // A copy: made smaller in its place, what was for the worst case would leave holes in the heap.
        Self { sample, bytes: bytes.as_slice().into() }
    }

    /// It was made by this program, of JSON: there is nothing here that could not be read.
    fn text(&self) -> String {
        decompress_size_prepended_with_dict(&self.bytes, self.sample.as_bytes())
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .unwrap_or_default()
    }

    pub fn object(&self) -> Value {
        serde_json::from_str(&self.text()).unwrap_or_default()
    }
}

impl std::fmt::Debug for Payload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Payload of {} bytes", self.bytes.len())
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
        String::deserialize(deserializer).map(|text| Self::of(&kind_in(&text), &text))
    }
}

#[cfg(test)]
mod tests {
    use super::{Payload, SAMPLES};
    use serde_json::{Value, json};

    #[test]
    fn what_goes_in_comes_out_also_by_way_of_a_file() {
        let object = json!({"id": "cus_1", "name": "Zoë \u{1f600}", "list": [null, 1, "x"]});
        let payload = Payload::new(&object);
        assert_eq!(payload.object(), object);
        let saved = serde_json::to_string(&payload).unwrap_or_default();
        assert_eq!(serde_json::from_str::<Payload>(&saved).map(|it| it.object()).ok(), Some(object));
    }

    #[test]
    fn what_is_like_its_sample_is_small_also_by_way_of_a_file() {
        for (kind, sample) in SAMPLES.iter() {
            let object: Value = serde_json::from_str(sample).unwrap_or_default();
            assert_eq!(object["object"], kind.as_str());
            let payload = Payload::new(&object);
            assert_eq!(payload.object(), object);
            assert!(payload.bytes.len() < sample.len() / 10, "{kind}: {payload:?}");
            let saved = serde_json::to_string(&payload).unwrap_or_default();
            let again = serde_json::from_str::<Payload>(&saved).map(|it| it.bytes).ok();
            assert_eq!(again, Some(payload.bytes), "{kind}");
        }
    }
}
