//! What is mailed: links, codes, and to whom.

use testkit::MailServer;

use super::support::TestApp;

/// Links that were asked for, opened and guessed at, and a mail that is refused. Returns what may be in no log; nothing
/// where there is no mail server.
pub async fn links() -> Vec<String> {
    let Some(mut server) = MailServer::start().await else { return Vec::new() };
    let app = TestApp::mailing(&server, "password,link").await;
    app.user("grace@example.com").await;
    let mut browser = app.browser();
    browser.post_from("/reset", "/api/request_reset", &[("email", "grace@example.com")]).await;
    let reset = app.only_mail(&mut server).await;
    browser.get(&reset.path()).await;
    let form = [("token", reset.token()), ("password", "SECRETGUESS".to_owned())];
    let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.post_from(&reset.path(), "/api/reset_password", &form).await;
    browser.get(&reset.path()).await;
    app.send_mails().await;
    server.next().await;

    let mut browser = app.browser();
    browser.post_from("/login", "/api/request_link", &[("email", "grace@example.com")]).await;
    let link = app.only_mail(&mut server).await;
    browser.get(&link.path()).await;
    browser.post_from("/login/code", "/api/enter_code", &[("code", "123")]).await;
    browser.post_from("/login/code", "/api/enter_code", &[("code", &link.code())]).await;

    app.browser().post_from("/reset", "/api/request_reset", &[("email", "refused@example.com")]).await;
    app.send_mails().await;
    app.leaves_jobs(["mail"]);
    let people = ["grace@example.com", "refused@example.com"].map(str::to_owned);
    [reset.token(), link.token(), format!("code={}", link.code())].into_iter().chain(people).collect()
}
