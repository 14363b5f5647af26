//! The app with a real mail server.

use customer_portal::{
    account::follow_address,
    config::SignInWays,
    mail::{self, Delivery},
};
use smtp::{Smtp, SmtpUrl};
use testkit::{Letter, MailServer};
use tokio_util::sync::CancellationToken;

use super::TestApp;

/// What hands mails to this server.
pub fn delivery(server: &MailServer) -> Delivery {
    let url: SmtpUrl = server.url().parse().unwrap();
    Delivery::Smtp(Smtp::new(&url, "billing@example.com".parse().unwrap(), "localhost", []).unwrap())
}

impl TestApp {
    /// An app that sends its mails to this server, and lets people in by these ways.
    pub async fn mailing(server: &MailServer, ways: &str) -> Self {
        Self::mailing_with(server, ways, "http://127.0.0.1:1/").await
    }

    /// The same with this Stripe.
    pub async fn mailing_with(server: &MailServer, ways: &str, stripe: &str) -> Self {
        let ways: SignInWays = ways.parse().unwrap();
        let delivery = delivery(server);
        Self::start_configured(stripe, |_, site| {
            site.product.sign_in = ways;
            site.delivery = delivery;
        })
        .await
    }

    /// One round of the worker that sends mails; returns how many it tried.
    pub async fn send_mails(&self) -> usize {
        mail::run_due(&self.state.sign_ins.outbox, &CancellationToken::new()).await.unwrap()
    }

    /// Sends what is due, and returns the only mail of it that is not about a sign-in in an unknown browser: in these
    /// tests people sign in in many.
    pub async fn only_mail(&self, server: &mut MailServer) -> Letter {
        let mut arrived = Vec::new();
        for _ in 0..self.send_mails().await {
            arrived.push(server.next().await);
        }
        arrived.retain(|letter| !letter.subject.starts_with("New sign-in"));
        assert_eq!(arrived.len(), 1, "{arrived:#?}");
        arrived.remove(0)
    }

    /// One round of the worker by which Stripe follows changes of addresses; returns how many it tried.
    pub async fn follow_addresses(&self) -> usize {
        let (db, billing) = (self.state.db.clone(), self.state.billing.clone());
        follow_address::run_due(db, billing, &CancellationToken::new()).await.unwrap()
    }
}
