//! Mails: the fact in the subject, two sentences, one button.

use billing::isolated;
use time::OffsetDateTime;

use crate::{
    auth::{Device, Network},
    config::AppUrl,
    mail::{Button, Content, Mail},
    model::{MailKind, Role},
    say,
    text::{Reader, device::device as device_name, members::role},
    token::{MAILED, Token},
};

/// Writes mails to one reader.
#[derive(Clone, Debug)]
pub struct MailWriter {
    pub reader: Reader,
    /// The company's name.
    pub site: String,
    pub app_url: AppUrl,
}

/// What a mail says beside its subject.
struct Body {
    lines: Vec<String>,
    button: Button,
    code: Option<String>,
    closing: Option<String>,
}

impl MailWriter {
    /// To somebody who signs up: the link makes their account.
    pub fn sign_up(&self, token: &Token) -> Mail {
        let reader = &self.reader;
        let subject = say!(reader, "mail-sign-up", site = self.site());
        let button = self.link(say!(reader, "mail-create-account"), "sign-up", token);
        let lines = vec![say!(reader, "mail-sign-up-text"), say!(reader, "mail-works-a-day")];
        self.mail(MailKind::SignUp, subject, self.unless_you(lines, button))
    }

    /// To a user whose address somebody signs up with.
    pub fn already_registered(&self) -> Mail {
        let reader = &self.reader;
        let subject = say!(reader, "mail-registered", site = self.site());
        let lines = vec![say!(reader, "mail-registered-text"), say!(reader, "mail-registered-do")];
        let button = self.page(say!(reader, "sign-in"), "/login");
        self.mail(MailKind::AlreadyRegistered, subject, self.unless_you(lines, button))
    }

    /// To a user who wants to prove that this address is theirs.
    pub fn verify_address(&self, token: &Token) -> Mail {
        let reader = &self.reader;
        let subject = say!(reader, "mail-verify", site = self.site());
        let button = self.link(say!(reader, "mail-confirm-email"), "address", token);
        let lines = vec![say!(reader, "mail-verify-text"), say!(reader, "mail-works-a-day")];
        self.mail(MailKind::VerifyAddress, subject, self.unless_you(lines, button))
    }

    /// The link leads to a new password.
    pub fn reset(&self, token: &Token) -> Mail {
        let reader = &self.reader;
        let subject = say!(reader, "mail-reset", site = self.site());
        let button = self.link(say!(reader, "mail-choose-password"), "reset", token);
        let lines = vec![say!(reader, "mail-reset-text"), say!(reader, "mail-works-an-hour")];
        self.mail(MailKind::Reset, subject, self.unless_you(lines, button))
    }

    /// A new password was asked for an address that has no account.
    pub fn no_account(&self) -> Mail {
        let reader = &self.reader;
        let subject = say!(reader, "mail-no-account", site = self.site());
        let lines = vec![say!(reader, "mail-no-account-text"), say!(reader, "mail-no-account-do")];
        let button = self.page(say!(reader, "sign-up"), "/signup");
        self.mail(MailKind::NoAccount, subject, self.unless_you(lines, button))
    }

    pub fn password_changed(&self, at: OffsetDateTime) -> Mail {
        let reader = &self.reader;
        let subject = say!(reader, "mail-password-changed", site = self.site());
        let lines = vec![
            say!(reader, "mail-password-changed-text", moment = reader.moment(at)),
            say!(reader, "mail-password-changed-do"),
        ];
        let button = self.page(say!(reader, "mail-choose-password"), "/reset");
        self.mail(MailKind::PasswordChanged, subject, Body { lines, button, code: None, closing: None })
    }

    /// Somebody else may have chosen the password.
    pub fn password_removed(&self) -> Mail {
        let reader = &self.reader;
        let subject = say!(reader, "mail-password-removed", site = self.site());
        let lines = vec![say!(reader, "mail-password-removed-text"), say!(reader, "mail-password-removed-do")];
        let button = self.page(say!(reader, "mail-choose-password"), "/reset");
        self.mail(MailKind::PasswordRemoved, subject, Body { lines, button, code: None, closing: None })
    }

    /// To the address that a user had, and to the one that they have now.
    pub fn address_changed(&self, at: OffsetDateTime) -> Mail {
        let reader = &self.reader;
        let subject = say!(reader, "mail-address-changed", site = self.site());
        let lines = vec![
            say!(reader, "mail-address-changed-text", moment = reader.moment(at)),
            say!(reader, "mail-address-changed-do"),
        ];
        let button = self.page(say!(reader, "sign-in"), "/login");
        self.mail(MailKind::AddressChanged, subject, Body { lines, button, code: None, closing: None })
    }

    /// Signs in, by the link or by the code.
    pub fn sign_in(&self, token: &Token, code: &str) -> Mail {
        let reader = &self.reader;
        let subject = say!(reader, "mail-sign-in", site = self.site());
        let button = self.link(say!(reader, "sign-in"), "sign-in", token);
        let lines = vec![say!(reader, "mail-sign-in-text"), say!(reader, "mail-works-ten-minutes")];
        let code = Some(code.to_owned());
        self.mail(MailKind::SignIn, subject, Body { code, ..self.unless_you(lines, button) })
    }

    /// To whom an owner wants in the account. `account` is its name, if it has one.
    pub fn invitation(&self, token: &Token, inviter: &str, account: Option<&str>, as_role: Role) -> Mail {
        let reader = &self.reader;
        let inviter = isolated(inviter);
        let subject = match account {
            Some(name) => say!(reader, "mail-invitation-into", name = isolated(name), site = self.site()),
            None => say!(reader, "mail-invitation", site = self.site()),
        };
        let lines = vec![
            say!(reader, "mail-invitation-text", email = inviter, role = role(as_role, reader)),
            say!(reader, "mail-works-a-week"),
        ];
        let button = self.link(say!(reader, "mail-see-invitation"), "invitation", token);
        self.mail(MailKind::Invitation, subject, self.unless_you(lines, button))
    }

    /// A sign-in in a browser that was not known: its kind, and the network that it is in.
    pub fn new_device(&self, device: Device, network: Network, at: OffsetDateTime) -> Mail {
        let reader = &self.reader;
        let subject = say!(reader, "mail-new-device", site = self.site());
        let network = match network {
            Network::Unknown => say!(reader, "unknown-network"),
            network => network.to_string(),
        };
        let lines = vec![
            say!(
                reader,
                "mail-new-device-text",
                device = device_name(device, reader),
                network = network,
                moment = reader.moment(at)
            ),
            say!(reader, "mail-new-device-do"),
        ];
        let button = self.page(say!(reader, "mail-check-sessions"), "/account/security");
        self.mail(MailKind::NewDevice, subject, Body { lines, button, code: None, closing: None })
    }

    fn site(&self) -> String {
        isolated(&self.site)
    }

    fn link(&self, label: String, what: &str, token: &Token) -> Button {
        let path = token.path(&format!("{MAILED}{what}/"));
        self.page(label, secrecy::ExposeSecret::expose_secret(&path))
    }

    fn page(&self, label: String, path: &str) -> Button {
        Button { label, url: self.app_url.join(path) }
    }

    /// With the sentence for whoever did not ask for it.
    fn unless_you(&self, lines: Vec<String>, button: Button) -> Body {
        Body { lines, button, code: None, closing: Some(say!(self.reader, "mail-not-you")) }
    }

    fn mail(&self, kind: MailKind, subject: String, Body { lines, button, code, closing }: Body) -> Mail {
        let content = Content {
            lang: self.reader.lang(),
            dir: self.reader.dir().to_owned(),
            site: self.site.clone(),
            subject,
            lines,
            code,
            button,
            plain_address: say!(self.reader, "mail-plain-address"),
            closing,
        };
        Mail { kind, content }
    }
}
