//! The mails of a story, as their readers get them.

use std::time::Duration;

use domain::mail::{self, Mail};
use domain::principal::Principal;
use server::mail::Written;

use crate::app::TestApp;

impl TestApp {
    /// Mails to an address, the newest first. Time moves a little, so that a later mail is newer than these.
    pub async fn mails_to(&self, address: &str) -> Vec<Mail> {
        let all = mail::list(self.db(), &Principal::System("test"), 1_000).await.expect("mails");
        self.clock().advance(Duration::from_millis(2));
        all.into_iter().filter(|mail| mail.to_address == address).collect()
    }

    /// The newest mail to an address, in its reader's words.
    #[track_caller]
    pub fn last_mail_to(&self, address: &str) -> impl Future<Output = Written> {
        let place = std::panic::Location::caller();
        async move {
            let mails = self.mails_to(address).await;
            let newest = mails.first().unwrap_or_else(|| panic!("{place}: no mail to {address}"));
            server::mail::write(self.instance.ctx(), newest).expect("a letter")
        }
    }

    /// The path of the link in the newest mail to an address.
    pub async fn link_to(&self, address: &str) -> String {
        let written = self.last_mail_to(address).await;
        let origin = self.instance.ctx().config.origin();
        let line = written.text.lines().find_map(|line| line.strip_prefix(&origin));
        line.unwrap_or_else(|| panic!("no link in:\n{}", written.text)).to_owned()
    }
}
