//! What the pages let their readers do.

use testkit::text_of;

/// What the links and buttons of the page's lists of actions say, in the page's order: those of the banners, those of
/// the plans' cards, with Manage Subscription, and that of the payment card.
pub fn steps(body: &str) -> Vec<String> {
    let lists = body.split("<ul class=\"steps\">").skip(1).filter_map(|rest| rest.split("</ul>").next());
    let items = lists.flat_map(|list| list.split("<li>").skip(1)).map(text_of);
    // What the button says once it is pressed is on the page too.
    items.map(|item| item.trim_end_matches(" Opening portal…").to_owned()).collect()
}

/// What the buttons of the pricing page that sell something say, in the page's order.
pub fn offered(body: &str) -> Vec<String> {
    let forms = body.split("action=\"/api/checkout\"").skip(1).filter_map(|rest| rest.split("</form>").next());
    forms.filter_map(|form| form.split_once('>')).map(|(_, inside)| text_of(inside)).collect()
}
