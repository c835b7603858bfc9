//! What was done, in words. A test holds that every act which the house records has its sentence here.

use crate::i18n::Texts;

/// The sentence of an act; one of a later version of Plein shows its name.
pub(super) fn did(t: Texts, action: &str) -> String {
    ACTS.iter().find(|(name, _)| *name == action).map_or_else(|| action.to_owned(), |(_, key)| t.get(key))
}

/// What the log can be narrowed to, in the order of the list; the first is everything.
pub(super) fn topics(t: Texts) -> Vec<(String, String)> {
    let all = (String::new(), t.get("audit-topic-all"));
    let one = |topic: &Topic| (topic.name.to_owned(), t.get(topic.words));
    std::iter::once(all).chain(TOPICS.iter().map(one)).collect()
}

/// The acts of a topic; `None` when it is none.
pub(super) fn acts_about(topic: &str) -> Option<Vec<&'static str>> {
    let topic = TOPICS.iter().find(|one| one.name == topic)?;
    let names = ACTS.iter().map(|(name, _)| *name);
    Some(names.filter(|name| topic.has(name)).collect())
}

/// Acts that are read together: those of some nouns, or some alone.
struct Topic {
    name: &'static str,
    words: &'static str,
    holds: &'static [&'static str],
}

impl Topic {
    fn has(&self, act: &str) -> bool {
        let noun = act.split('.').next().unwrap_or_default();
        self.holds.contains(&act) || self.holds.contains(&noun)
    }
}

#[rustfmt::skip]
const TOPICS: &[Topic] = &[
    Topic { name: "reading", words: "audit-topic-reading", holds: &["person.read_much", "peer.read_much"] },
    Topic { name: "people", words: "audit-topic-people", holds: &["person", "account", "inquiry"] },
    Topic { name: "access", words: "audit-topic-access", holds: &["session", "password", "email", "sign_up", "token", "feed"] },
    Topic { name: "peers", words: "audit-topic-peers", holds: &["peer", "delivery", "inbox", "outside"] },
    Topic { name: "groups", words: "audit-topic-groups", holds: &["group", "item", "comment", "file", "wiki", "report", "appeal"] },
    Topic { name: "house", words: "audit-topic-house", holds: &["setting", "field", "concept", "mail", "key", "instance"] },
];

#[rustfmt::skip]
const ACTS: &[(&str, &str)] = &[
    ("person.create", "audit-person-create"),
    ("person.edit", "audit-person-edit"),
    ("person.consent", "audit-person-consent"),
    ("person.evidence_exclude", "audit-person-evidence-exclude"),
    ("person.evidence_include", "audit-person-evidence-include"),
    ("person.photo", "audit-person-photo"),
    ("person.photo_remove", "audit-person-photo-remove"),
    ("person.photo_undo", "audit-person-photo-undo"),
    ("inquiry.ask", "audit-inquiry-ask"),
    ("inquiry.answer", "audit-inquiry-answer"),
    ("person.count_stop", "audit-person-count-stop"),
    ("person.count_start", "audit-person-count-start"),
    ("person.read_much", "audit-person-read-much"),
    ("inquiry.add", "audit-inquiry-add"),
    ("inquiry.close", "audit-inquiry-close"),
    ("person.erase", "audit-person-erase"),
    ("account.create", "audit-account-create"),
    ("account.import", "audit-account-import"),
    ("account.invite", "audit-account-invite"),
    ("account.accept", "audit-account-accept"),
    ("account.withdraw", "audit-account-withdraw"),
    ("account.approve", "audit-account-approve"),
    ("account.reject", "audit-account-reject"),
    ("account.role", "audit-account-role"),
    ("account.suspend", "audit-account-suspend"),
    ("account.activate", "audit-account-activate"),
    ("account.reinstate", "audit-account-reinstate"),
    ("account.erase", "audit-account-erase"),
    ("account.onboarding", "audit-account-onboarding"),
    ("account.language", "audit-account-language"),
    ("account.scheme", "audit-account-scheme"),
    ("file.attach", "audit-file-attach"),
    ("file.delete", "audit-file-delete"),
    ("file.infected", "audit-file-infected"),
    ("session.begin", "audit-session-begin"),
    ("session.refuse", "audit-session-refuse"),
    ("session.end", "audit-session-end"),
    ("session.choose", "audit-session-choose"),
    ("password.request", "audit-password-request"),
    ("password.reset", "audit-password-reset"),
    ("password.change", "audit-password-change"),
    ("email.request", "audit-email-request"),
    ("email.confirm", "audit-email-confirm"),
    ("sign_up.request", "audit-sign-up-request"),
    ("sign_up.choose", "audit-sign-up-choose"),
    ("feed.create", "audit-feed-create"),
    ("feed.end", "audit-feed-end"),
    ("token.create", "audit-token-create"),
    ("token.revoke", "audit-token-revoke"),
    ("mail.retry", "audit-mail-retry"),
    ("mail.drop", "audit-mail-drop"),
    ("field.create", "audit-field-create"),
    ("field.rules", "audit-field-rules"),
    ("field.shift", "audit-field-shift"),
    ("field.retire", "audit-field-retire"),
    ("concept.create", "audit-concept-create"),
    ("concept.retire", "audit-concept-retire"),
    ("concept.import", "audit-concept-import"),
    ("concept.synonym_add", "audit-concept-synonym-add"),
    ("concept.synonym_remove", "audit-concept-synonym-remove"),
    ("peer.request", "audit-peer-request"),
    ("peer.request_received", "audit-peer-request-received"),
    ("peer.check", "audit-peer-check"),
    ("peer.approve", "audit-peer-approve"),
    ("peer.level", "audit-peer-level"),
    ("peer.pause", "audit-peer-pause"),
    ("peer.resume", "audit-peer-resume"),
    ("peer.end", "audit-peer-end"),
    ("peer.ended_by_them", "audit-peer-ended-by-them"),
    ("peer.block", "audit-peer-block"),
    ("peer.unblock", "audit-peer-unblock"),
    ("peer.keys", "audit-peer-keys"),
    ("peer.read_much", "audit-peer-read-much"),
    ("delivery.retry", "audit-delivery-retry"),
    ("inbox.retry", "audit-inbox-retry"),
    ("key.make_current", "audit-key-make-current"),
    ("key.rsa", "audit-key-rsa"),
    ("setting.fediverse", "audit-setting-fediverse"),
    ("outside.follow", "audit-outside-follow"),
    ("outside.unfollow", "audit-outside-unfollow"),
    ("outside.answer", "audit-outside-answer"),
    ("outside.edit", "audit-outside-edit"),
    ("outside.delete", "audit-outside-delete"),
    ("outside.leave", "audit-outside-leave"),
    ("outside.accept", "audit-outside-accept"),
    ("outside.refuse", "audit-outside-refuse"),
    ("outside.block", "audit-outside-block"),
    ("outside.unblock", "audit-outside-unblock"),
    ("comment.add", "audit-comment-add"),
    ("comment.edit", "audit-comment-edit"),
    ("comment.delete", "audit-comment-delete"),
    ("group.create", "audit-group-create"),
    ("group.edit", "audit-group-edit"),
    ("group.archive", "audit-group-archive"),
    ("group.reopen", "audit-group-reopen"),
    ("group.delete", "audit-group-delete"),
    ("group.request", "audit-group-request"),
    ("group.link_taken", "audit-group-link-taken"),
    ("group.join", "audit-group-join"),
    ("group.decline", "audit-group-decline"),
    ("group.leave", "audit-group-leave"),
    ("group.invite", "audit-group-invite"),
    ("group.resync", "audit-group-resync"),
    ("appeal.file", "audit-appeal-file"),
    ("appeal.decide", "audit-appeal-decide"),
    ("person.shut_out", "audit-person-shut-out"),
    ("person.let_in", "audit-person-let-in"),
    ("group.invite_mail", "audit-group-invite-mail"),
    ("group.uninvite", "audit-group-uninvite"),
    ("group.picture", "audit-group-picture"),
    ("group.role", "audit-group-role"),
    ("group.remove", "audit-group-remove"),
    ("group.ban", "audit-group-ban"),
    ("group.lift_ban", "audit-group-lift-ban"),
    ("item.publish", "audit-item-publish"),
    ("item.edit", "audit-item-edit"),
    ("item.delete", "audit-item-delete"),
    ("item.accept", "audit-item-accept"),
    ("item.mark", "audit-item-mark"),
    ("item.moderate", "audit-item-moderate"),
    ("report.file", "audit-report-file"),
    ("report.dismiss", "audit-report-dismiss"),
    ("setting.groups", "audit-setting-groups"),
    ("setting.inquiries", "audit-setting-inquiries"),
    ("instance.found", "audit-instance-found"),
    ("instance.restore", "audit-instance-restore"),
    ("wiki.create", "audit-wiki-create"),
    ("wiki.edit", "audit-wiki-edit"),
    ("wiki.rename", "audit-wiki-rename"),
    ("wiki.move", "audit-wiki-move"),
    ("wiki.delete", "audit-wiki-delete"),
    ("wiki.delete_branch", "audit-wiki-delete-branch"),
    ("wiki.bring_back", "audit-wiki-bring-back"),
    ("wiki.rights", "audit-wiki-rights"),
    ("wiki.approval", "audit-wiki-approval"),
    ("wiki.decide", "audit-wiki-decide"),
    ("wiki.upkeep", "audit-wiki-upkeep"),
    ("wiki.confirm", "audit-wiki-confirm"),
    ("wiki.template", "audit-wiki-template"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_is_about_something() {
        let about: Vec<_> = TOPICS.iter().filter_map(|topic| acts_about(topic.name)).flatten().collect();
        for (act, _) in ACTS {
            assert!(about.contains(act), "{act} is in no topic");
        }
        assert_eq!(acts_about("reading"), Some(vec!["person.read_much", "peer.read_much"]));
        assert_eq!(acts_about(""), None);
    }
}
