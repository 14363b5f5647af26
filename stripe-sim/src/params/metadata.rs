//! Metadata, and changes to it.

use indexmap::IndexMap;

pub(crate) type Metadata = IndexMap<String, String>;

#[derive(Debug)]
pub(crate) struct MetadataChange(pub(super) Option<IndexMap<String, String>>);

impl MetadataChange {
    pub fn apply(&self, metadata: &mut Metadata) {
        let Some(entries) = &self.0 else {
            metadata.clear();
            return;
        };
        for (key, value) in entries {
            if value.is_empty() {
                metadata.shift_remove(key);
            } else {
                metadata.insert(key.clone(), value.clone());
            }
        }
    }
}
