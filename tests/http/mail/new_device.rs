//! A sign-in in a browser that was not known.

use crate::support::{MailServer, PASSWORD, TestApp};

const FORM: [(&str, &str); 2] = [("email", "ada@example.com"), ("password", PASSWORD)];

#[tokio::test]
async fn the_user_is_told_of_a_sign_in_elsewhere_once_for_each_browser() {
    let Some(mut server) = MailServer::start().await else { return };
    let app = TestApp::mailing(&server, "password").await;
    app.user("ada@example.com").await;
    let mut browser = app.browser();
    let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    let request = browser.request(reqwest::Method::POST, "/api/login").header("accept", "text/html");
    browser.send(request.header("user-agent", agent).form(&FORM)).await;
    assert_eq!(app.send_mails().await, 1);
    let mail = server.next().await;
    assert_eq!(mail.subject, "New sign-in to your account at Customer Portal");
    assert!(mail.text.contains("with Firefox on Linux in the network 127.0.0.1"), "{}", mail.text);
    // Now it is known.
    browser.post("/api/logout", &[]).await;
    assert_eq!(browser.post("/api/login", &FORM).await.location(), Some("/account"));
    assert_eq!(app.send_mails().await, 0);
}
