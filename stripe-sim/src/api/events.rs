//! Events, as they can be asked for afterwards.

use crate::error::Error;
use crate::list::Page;
use crate::params::Params;
use crate::render::Render;
use crate::state::Event;
use crate::tx::Tx;
use serde_json::Value;

pub(crate) fn retrieve(tx: &mut Tx<'_>, id: &str, params: Params) -> Result<Value, Error> {
    params.done()?;
    Ok(tx.addressed::<Event>(id, "id")?.render(tx.state()))
}

pub(crate) fn list(tx: &mut Tx<'_>, _: &str, mut params: Params) -> Result<Value, Error> {
    let page = Page::read(&mut params)?;
    let kind = params.text("type")?;
    let kinds = params.texts("types")?;
    let delivered = params.boolean("delivery_success")?;
    params.done()?;
    page.of::<Event>(tx.state(), "/v1/events", |event| {
        kind.as_ref().is_none_or(|kind| fits(kind, &event.kind))
            && kinds.as_ref().is_none_or(|kinds| kinds.iter().any(|kind| fits(kind, &event.kind)))
            && delivered.is_none_or(|delivered| event.is_delivered() == delivered)
    })
}

/// `customer.*` means all that begin so.
fn fits(wanted: &str, kind: &str) -> bool {
    match wanted.strip_suffix('*') {
        Some(beginning) => kind.starts_with(beginning),
        None => wanted == kind,
    }
}
