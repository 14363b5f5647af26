//! The envelope of an event.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mirror::inbox::Event;

fuzz_target!(|body: &str| {
    let Ok(event) = Event::parse(body) else { return };
    // What goes into the database is text that PostgreSQL can keep.
    for text in [Some(&event.id), Some(&event.kind), event.customer_id.as_ref(), event.object_id.as_ref()] {
        assert!(text.is_none_or(|text| !text.is_empty() && !text.contains(char::is_control)), "{event:?}");
    }
    let _ = event.object();
});
