//! Every row of the route table, tried by everyone: a stranger, a member, an administrator and a program.
//!
//! A new page adds a line to `CASES`. The access stands in the table and here on purpose: who changes the one by
//! mistake is told by the other. The table of the federation has its own everyone: [`peers`].

mod peers;

use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::Body;
use axum::http::Method;
use federation::route::{Access, Route};
use plein_tests::app::{Answer, TestApp};
use plein_tests::both_engines;

/// Method, path, who may, and what to fill in for `{…}`.
type Case = (&'static str, &'static str, Access, &'static [&'static str]);

const ID: &str = "018f6a7e-0000-7000-8000-000000000000";

#[rustfmt::skip]
const CASES: &[Case] = &[
    ("GET", "/", Access::Anyone, &[]),
    ("GET", "/admin", Access::Admin, &[]),
    ("GET", "/admin/audit", Access::Admin, &[]),
    ("GET", "/admin/concepts", Access::Admin, &[]),
    ("POST", "/admin/concepts", Access::Admin, &[]),
    ("POST", "/admin/concepts/{id}/retire", Access::Admin, &[ID]),
    ("GET", "/admin/concepts/import", Access::Admin, &[]),
    ("POST", "/admin/concepts/import", Access::Admin, &[]),
    ("GET", "/admin/concepts/{id}", Access::Admin, &[ID]),
    ("POST", "/admin/concepts/{id}/words", Access::Admin, &[ID]),
    ("POST", "/admin/concepts/words/{id}/remove", Access::Admin, &[ID]),
    ("GET", "/admin/groups", Access::Admin, &[]),
    ("POST", "/admin/groups", Access::Admin, &[]),
    ("POST", "/admin/groups/{id}/resync", Access::Admin, &[]),
    ("GET", "/admin/people/{id}/shut-out", Access::Admin, &[]),
    ("POST", "/admin/people/{id}/shut-out", Access::Admin, &[]),
    ("POST", "/admin/people/{id}/let-in", Access::Admin, &[]),
    ("POST", "/admin/reports/{id}", Access::Admin, &[]),
    ("GET", "/admin/fediverse", Access::Admin, &[]),
    ("POST", "/admin/fediverse", Access::Admin, &[]),
    ("GET", "/admin/fediverse/close", Access::Admin, &[]),
    ("POST", "/admin/fediverse/close", Access::Admin, &[]),
    ("POST", "/admin/fediverse/open", Access::Admin, &[]),
    ("GET", "/admin/fediverse/hosts/{host}/block", Access::Admin, &["mastodon.test"]),
    ("POST", "/admin/fediverse/hosts/{host}/block", Access::Admin, &["mastodon.test"]),
    ("POST", "/admin/fediverse/hosts/{host}/unblock", Access::Admin, &["mastodon.test"]),
    ("GET", "/admin/fields", Access::Admin, &[]),
    ("POST", "/admin/fields", Access::Admin, &[]),
    ("POST", "/admin/fields/{id}", Access::Admin, &[ID]),
    ("GET", "/admin/fields/{id}/retire", Access::Admin, &[ID]),
    ("POST", "/admin/fields/{id}/retire", Access::Admin, &[ID]),
    ("GET", "/admin/inquiries", Access::Admin, &[]),
    ("POST", "/admin/inquiries", Access::Admin, &[]),
    ("GET", "/admin/peers", Access::Admin, &[]),
    ("POST", "/admin/peers", Access::Admin, &[]),
    ("POST", "/admin/peers/connect", Access::Admin, &[]),
    ("GET", "/admin/peers/{id}", Access::Admin, &[]),
    ("GET", "/admin/peers/{id}/block", Access::Admin, &[]),
    ("POST", "/admin/peers/{id}/approve", Access::Admin, &[]),
    ("POST", "/admin/peers/{id}/block", Access::Admin, &[]),
    ("POST", "/admin/peers/{id}/check", Access::Admin, &[]),
    ("POST", "/admin/peers/{id}/end", Access::Admin, &[]),
    ("POST", "/admin/peers/{id}/level", Access::Admin, &[]),
    ("POST", "/admin/peers/{id}/pause", Access::Admin, &[]),
    ("POST", "/admin/peers/{id}/resume", Access::Admin, &[]),
    ("POST", "/admin/peers/{id}/retry", Access::Admin, &[]),
    ("POST", "/admin/peers/{id}/unblock", Access::Admin, &[]),
    ("POST", "/admin/peers/{id}/retry/{seq}", Access::Admin, &[ID, "1"]),
    ("GET", "/.well-known/change-password", Access::Anyone, &[]),
    ("GET", "/.well-known/security.txt", Access::Anyone, &[]),
    ("GET", "/robots.txt", Access::Anyone, &[]),
    ("GET", "/_/components", Access::Anyone, &[]),
    ("GET", "/api/v1/groups/{id}/wiki", Access::Token, &[ID]),
    ("POST", "/api/v1/groups/{id}/wiki", Access::Token, &[ID]),
    ("GET", "/api/v1/groups/{id}/wiki/export", Access::Token, &[ID]),
    ("POST", "/api/v1/groups/{id}/wiki/import", Access::Token, &[ID]),
    ("GET", "/api/v1/wiki/{id}", Access::Token, &[ID]),
    ("GET", "/api/v1/wiki/{id}/export", Access::Token, &[ID]),
    ("PUT", "/api/v1/wiki/{id}", Access::Token, &[ID]),
    ("PATCH", "/api/v1/wiki/{id}", Access::Token, &[ID]),
    ("DELETE", "/api/v1/wiki/{id}", Access::Token, &[ID]),
    ("POST", "/api/v1/wiki/{id}/restore", Access::Token, &[ID]),
    ("PUT", "/api/v1/wiki/{id}/follow", Access::Token, &[ID]),
    ("DELETE", "/api/v1/wiki/{id}/follow", Access::Token, &[ID]),
    ("GET", "/api/v1/wiki/{id}/remarks", Access::Token, &[ID]),
    ("POST", "/api/v1/wiki/{id}/remarks", Access::Token, &[ID]),
    ("GET", "/api/v1/wiki/{id}/difference", Access::Token, &[ID]),
    ("GET", "/api/v1/wiki/{id}/proposals", Access::Token, &[ID]),
    ("POST", "/api/v1/items/{id}/decision", Access::Token, &[ID]),
    ("GET", "/api/v1/wiki/{id}/versions", Access::Token, &[ID]),
    ("GET", "/api/v1/wiki/{id}/versions/{number}", Access::Token, &[ID, "1"]),
    ("GET", "/api/v1/inquiries", Access::Token, &[]),
    ("POST", "/api/v1/people/{id}/inquiries", Access::Token, &[ID]),
    ("GET", "/api/v1/inquiries/{id}", Access::Token, &[ID]),
    ("POST", "/api/v1/inquiries/{id}/answer", Access::Token, &[ID]),
    ("POST", "/api/v1/inquiries/{id}/additions", Access::Token, &[ID]),
    ("PUT", "/api/v1/inquiries/{id}/closed", Access::Token, &[ID]),
    ("PUT", "/api/v1/inquiries/{id}/refusal", Access::Token, &[ID]),
    ("GET", "/api/v1/inquiry-refusals", Access::Token, &[]),
    ("DELETE", "/api/v1/inquiry-refusals/{person}", Access::Token, &[ID]),
    ("GET", "/api/v1/people/saved", Access::Token, &[]),
    ("POST", "/api/v1/people/saved", Access::Token, &[]),
    ("DELETE", "/api/v1/people/saved/{id}", Access::Token, &[ID]),
    ("GET", "/api/v1/people/saved/{id}/news", Access::Token, &[ID]),
    ("DELETE", "/api/v1/people/saved/{id}/news", Access::Token, &[ID]),
    ("GET", "/api/v1/openapi.json", Access::Anyone, &[]),
    ("GET", "/api/v1/groups", Access::Token, &[]),
    ("POST", "/api/v1/groups", Access::Token, &[]),
    ("GET", "/api/v1/groups/{id}", Access::Token, &[ID]),
    ("PATCH", "/api/v1/groups/{id}", Access::Token, &[ID]),
    ("DELETE", "/api/v1/groups/{id}", Access::Token, &[ID]),
    ("PUT", "/api/v1/groups/{id}/archive", Access::Token, &[ID]),
    ("DELETE", "/api/v1/groups/{id}/archive", Access::Token, &[ID]),
    ("GET", "/api/v1/groups/{id}/members", Access::Token, &[ID]),
    ("PATCH", "/api/v1/groups/{id}/members/{person}", Access::Token, &[ID, ID]),
    ("POST", "/api/v1/groups/{id}/members/{person}/removal", Access::Token, &[ID, ID]),
    ("PUT", "/api/v1/groups/{id}/members/{person}/ban", Access::Token, &[ID, ID]),
    ("DELETE", "/api/v1/groups/{id}/members/{person}/ban", Access::Token, &[ID, ID]),
    ("PUT", "/api/v1/groups/{id}/membership", Access::Token, &[ID]),
    ("PATCH", "/api/v1/groups/{id}/membership", Access::Token, &[ID]),
    ("DELETE", "/api/v1/groups/{id}/membership", Access::Token, &[ID]),
    ("GET", "/api/v1/groups/{id}/requests", Access::Token, &[ID]),
    ("PUT", "/api/v1/groups/{id}/requests/{person}", Access::Token, &[ID, ID]),
    ("GET", "/api/v1/groups/{id}/invitations", Access::Token, &[ID]),
    ("POST", "/api/v1/groups/{id}/invitations", Access::Token, &[ID]),
    ("DELETE", "/api/v1/groups/{id}/invitations/{invitation}", Access::Token, &[ID, ID]),
    ("GET", "/api/v1/groups/{id}/log", Access::Token, &[ID]),
    ("GET", "/api/v1/groups/{id}/desk", Access::Token, &[ID]),
    ("POST", "/api/v1/groups/{id}/desk", Access::Token, &[ID]),
    ("GET", "/api/v1/groups/{id}/appeals", Access::Token, &[ID]),
    ("PUT", "/api/v1/groups/{id}/appeals/{appeal}", Access::Token, &[ID, ID]),
    ("POST", "/api/v1/appeals", Access::Token, &[]),
    ("GET", "/api/v1/groups/{id}/pictures/{shape}", Access::Token, &[ID, "icon"]),
    ("PUT", "/api/v1/groups/{id}/pictures/{shape}", Access::Token, &[ID, "icon"]),
    ("DELETE", "/api/v1/groups/{id}/pictures/{shape}", Access::Token, &[ID, "icon"]),
    ("GET", "/api/v1/groups/{id}/items", Access::Token, &[ID]),
    ("POST", "/api/v1/groups/{id}/items", Access::Token, &[ID]),
    ("GET", "/api/v1/items", Access::Token, &[]),
    ("GET", "/api/v1/items/{id}", Access::Token, &[ID]),
    ("PATCH", "/api/v1/items/{id}", Access::Token, &[ID]),
    ("DELETE", "/api/v1/items/{id}", Access::Token, &[ID]),
    ("GET", "/api/v1/items/{id}/revisions", Access::Token, &[ID]),
    ("PUT", "/api/v1/items/{id}/reactions/{sign}", Access::Token, &[ID, ID]),
    ("DELETE", "/api/v1/items/{id}/reactions/{sign}", Access::Token, &[ID, ID]),
    ("PUT", "/api/v1/items/{id}/vote", Access::Token, &[ID]),
    ("PUT", "/api/v1/items/{id}/accepted-answer", Access::Token, &[ID]),
    ("PUT", "/api/v1/items/{id}/marks/{mark}", Access::Token, &[ID, ID]),
    ("DELETE", "/api/v1/items/{id}/marks/{mark}", Access::Token, &[ID, ID]),
    ("PUT", "/api/v1/items/{id}/bookmark", Access::Token, &[ID]),
    ("DELETE", "/api/v1/items/{id}/bookmark", Access::Token, &[ID]),
    ("PUT", "/api/v1/items/{id}/follow", Access::Token, &[ID]),
    ("DELETE", "/api/v1/items/{id}/follow", Access::Token, &[ID]),
    ("POST", "/api/v1/items/{id}/moderation", Access::Token, &[ID]),
    ("POST", "/api/v1/items/{id}/reports", Access::Token, &[ID]),
    ("GET", "/api/v1/items/{id}/comments", Access::Token, &[ID]),
    ("POST", "/api/v1/items/{id}/comments", Access::Token, &[ID]),
    ("GET", "/api/v1/comments/{id}", Access::Token, &[ID]),
    ("PATCH", "/api/v1/comments/{id}", Access::Token, &[ID]),
    ("DELETE", "/api/v1/comments/{id}", Access::Token, &[ID]),
    ("PUT", "/api/v1/comments/{id}/reactions/{sign}", Access::Token, &[ID, ID]),
    ("DELETE", "/api/v1/comments/{id}/reactions/{sign}", Access::Token, &[ID, ID]),
    ("POST", "/api/v1/comments/{id}/moderation", Access::Token, &[ID]),
    ("POST", "/api/v1/comments/{id}/reports", Access::Token, &[ID]),
    ("POST", "/api/v1/files", Access::Token, &[]),
    ("GET", "/api/v1/files/{id}", Access::Token, &[ID]),
    ("PATCH", "/api/v1/files/{id}", Access::Token, &[ID]),
    ("DELETE", "/api/v1/files/{id}", Access::Token, &[ID]),
    ("GET", "/api/v1/files/{id}/content", Access::Token, &[ID]),
    ("PUT", "/api/v1/files/{id}/content", Access::Token, &[ID]),
    ("GET", "/api/v1/notifications", Access::Token, &[]),
    ("PUT", "/api/v1/notifications/read", Access::Token, &[]),
    ("GET", "/api/v1/people", Access::Token, &[]),
    ("GET", "/api/v1/people/suggestions", Access::Token, &[]),
    ("GET", "/api/v1/people/{id}", Access::Token, &[]),
    ("GET", "/api/v1/profile", Access::Token, &[]),
    ("PATCH", "/api/v1/profile", Access::Token, &[]),
    ("GET", "/api/v1/search", Access::Token, &[]),
    ("GET", "/search", Access::Member, &[]),
    ("GET", "/assets/{name}", Access::Anyone, &[]),
    ("POST", "/files", Access::Member, &[]),
    ("POST", "/files/plain", Access::Member, &[]),
    ("GET", "/files/{id}", Access::Anyone, &[]),
    ("PATCH", "/files/{id}", Access::Member, &[]),
    ("POST", "/files/{id}/delete", Access::Member, &[]),
    ("POST", "/files/{id}/describe", Access::Member, &[]),
    ("GET", "/files/{id}/preview", Access::Anyone, &[]),
    ("GET", "/files/{id}/upload", Access::Member, &[]),
    ("GET", "/help", Access::Anyone, &[]),
    ("GET", "/mentions", Access::Member, &[]),
    ("POST", "/preview", Access::Member, &[]),
    ("GET", "/themes/{name}", Access::Anyone, &[]),
    ("GET", "/toegankelijkheid", Access::Anyone, &[]),
    ("GET", "/suggestions", Access::Member, &[]),
    ("POST", "/suggestions", Access::Member, &[]),
    ("GET", "/inquiries", Access::Member, &[]),
    ("POST", "/inquiries/allow", Access::Member, &[]),
    ("GET", "/inquiries/{id}", Access::Member, &[ID]),
    ("POST", "/inquiries/{id}/answer", Access::Member, &[ID]),
    ("POST", "/inquiries/{id}/additions", Access::Member, &[ID]),
    ("POST", "/inquiries/{id}/close", Access::Member, &[ID]),
    ("POST", "/inquiries/{id}/propose", Access::Member, &[ID]),
    ("POST", "/inquiries/{id}/decide", Access::Member, &[ID]),
    ("POST", "/inquiries/{id}/publish", Access::Member, &[ID]),
    ("POST", "/inquiries/{id}/refuse", Access::Member, &[ID]),
    ("GET", "/people/{id}/ask", Access::Member, &[ID]),
    ("POST", "/people/{id}/ask", Access::Member, &[ID]),
    ("GET", "/people/saved", Access::Member, &[]),
    ("POST", "/people/saved", Access::Member, &[]),
    ("GET", "/people/saved/{id}", Access::Member, &[ID]),
    ("POST", "/people/saved/{id}", Access::Member, &[ID]),
    ("POST", "/people/saved/{id}/remove", Access::Member, &[ID]),
    ("POST", "/people/saved/{id}/restore", Access::Member, &[ID]),
    ("GET", "/people", Access::Member, &[]),
    ("GET", "/people/named/{handle}", Access::Anyone, &[]),
    ("GET", "/people/{id}", Access::Anyone, &[]),
    ("GET", "/people/{id}/photo", Access::Anyone, &[]),
    ("GET", "/profile", Access::Member, &[]),
    ("GET", "/profile/data", Access::Member, &[]),
    ("GET", "/profile/data/download", Access::Member, &[]),
    ("GET", "/profile/data/files", Access::Member, &[]),
    ("GET", "/profile/seen", Access::Member, &[]),
    ("GET", "/profile/consent", Access::Member, &[]),
    ("POST", "/profile/consent", Access::Member, &[]),
    ("GET", "/profile/edit", Access::Member, &[]),
    ("POST", "/profile/edit", Access::Member, &[]),
    ("GET", "/profile/fields/{name}", Access::Member, &["place"]),
    ("POST", "/profile/fields/{name}", Access::Member, &["place"]),
    ("POST", "/profile/fields/{name}/audience", Access::Member, &["place"]),
    ("POST", "/profile/found", Access::Member, &[]),
    ("GET", "/profile/known", Access::Member, &[]),
    ("POST", "/profile/known", Access::Member, &[]),
    ("GET", "/profile/photo", Access::Member, &[]),
    ("POST", "/profile/photo", Access::Member, &[]),
    ("POST", "/profile/photo/remove", Access::Member, &[]),
    ("POST", "/profile/photo/undo", Access::Member, &[]),
    ("GET", "/profile/skills", Access::Member, &[]),
    ("POST", "/profile/skills", Access::Member, &[]),
    ("GET", "/profile/skills/suggest", Access::Member, &[]),
    ("GET", "/welcome", Access::Member, &[]),
    ("GET", "/welcome/found", Access::Member, &[]),
    ("POST", "/welcome/found", Access::Member, &[]),
    ("POST", "/welcome/found/skip", Access::Member, &[]),
    ("GET", "/welcome/knowledge", Access::Member, &[]),
    ("POST", "/welcome/knowledge", Access::Member, &[]),
    ("GET", "/welcome/who", Access::Member, &[]),
    ("POST", "/welcome/who", Access::Member, &[]),
    ("POST", "/welcome/who/skip", Access::Member, &[]),
    ("POST", "/preferences", Access::Anyone, &[]),
    ("GET", "/sign-in", Access::Anyone, &[]),
    ("POST", "/sign-in", Access::Anyone, &[]),
    ("POST", "/sign-out", Access::Anyone, &[]),
    ("GET", "/_/mail", Access::Anyone, &[]),
    ("GET", "/_/mail/{id}", Access::Anyone, &[]),
    ("GET", "/admin/accounts", Access::Admin, &[]),
    ("GET", "/admin/accounts/invite", Access::Admin, &[]),
    ("POST", "/admin/accounts/invite", Access::Admin, &[]),
    ("GET", "/admin/accounts/import", Access::Admin, &[]),
    ("POST", "/admin/accounts/import", Access::Admin, &[]),
    ("GET", "/admin/accounts/{id}", Access::Admin, &[]),
    ("POST", "/admin/accounts/{id}", Access::Admin, &[]),
    ("GET", "/admin/accounts/{id}/remove", Access::Admin, &[]),
    ("GET", "/admin/mail", Access::Admin, &[]),
    ("POST", "/admin/mail/{id}", Access::Admin, &[ID]),
    ("GET", "/admin/sign-up", Access::Admin, &[]),
    ("POST", "/admin/sign-up", Access::Admin, &[]),
    ("GET", "/setup/{secret}", Access::Anyone, &[]),
    ("POST", "/setup/{secret}", Access::Anyone, &[]),
    ("GET", "/sign-up", Access::Anyone, &[]),
    ("POST", "/sign-up", Access::Anyone, &[]),
    ("GET", "/sign-up/sent", Access::Anyone, &[]),
    ("GET", "/sign-up/waiting", Access::Anyone, &[]),
    ("GET", "/sign-up/{secret}", Access::Anyone, &[]),
    ("POST", "/sign-up/{secret}", Access::Anyone, &[]),
    ("GET", "/invitation/{secret}", Access::Anyone, &[]),
    ("POST", "/invitation/{secret}", Access::Anyone, &[]),
    ("GET", "/forgot", Access::Anyone, &[]),
    ("POST", "/forgot", Access::Anyone, &[]),
    ("GET", "/forgot/sent", Access::Anyone, &[]),
    ("GET", "/reset/{secret}", Access::Anyone, &[]),
    ("POST", "/reset/{secret}", Access::Anyone, &[]),
    ("GET", "/confirm-email/{secret}", Access::Anyone, &[]),
    ("POST", "/confirm-email/{secret}", Access::Anyone, &[]),
    ("GET", "/groups/{id}/feed.atom", Access::Anyone, &[ID]),
    ("GET", "/feeds/{secret}", Access::Anyone, &["x"]),
    ("GET", "/settings/feeds", Access::Member, &[]),
    ("POST", "/settings/feeds", Access::Member, &[]),
    ("POST", "/settings/feeds/end", Access::Member, &[]),
    ("GET", "/settings", Access::Member, &[]),
    ("POST", "/settings", Access::Member, &[]),
    ("GET", "/settings/email", Access::Member, &[]),
    ("POST", "/settings/email", Access::Member, &[]),
    ("GET", "/settings/password", Access::Member, &[]),
    ("POST", "/settings/password", Access::Member, &[]),
    ("GET", "/settings/sessions", Access::Member, &[]),
    ("POST", "/settings/sessions", Access::Member, &[]),
    ("GET", "/settings/tokens", Access::Member, &[]),
    ("POST", "/settings/tokens", Access::Member, &[]),
    ("POST", "/settings/tokens/{id}/revoke", Access::Member, &[]),
    ("GET", "/settings/remove", Access::Member, &[]),
    ("POST", "/settings/remove", Access::Member, &[]),
    ("GET", "/bookmarks", Access::Member, &[]),
    ("GET", "/comments/{id}", Access::Anyone, &[]),
    ("GET", "/comments/{id}/delete", Access::Member, &[]),
    ("POST", "/comments/{id}/delete", Access::Member, &[]),
    ("GET", "/comments/{id}/edit", Access::Member, &[]),
    ("POST", "/comments/{id}/edit", Access::Member, &[]),
    ("GET", "/comments/{id}/moderate", Access::Member, &[]),
    ("POST", "/comments/{id}/moderate", Access::Member, &[]),
    ("POST", "/comments/{id}/react", Access::Member, &[]),
    ("GET", "/comments/{id}/report", Access::Member, &[]),
    ("POST", "/comments/{id}/report", Access::Member, &[]),
    ("GET", "/comments/{id}/revisions", Access::Anyone, &[]),
    ("GET", "/drafts", Access::Member, &[]),
    ("GET", "/groups", Access::Member, &[]),
    ("GET", "/groups/new", Access::Member, &[]),
    ("POST", "/groups/new", Access::Member, &[]),
    ("GET", "/groups/{id}", Access::Anyone, &[]),
    ("GET", "/groups/{id}/files", Access::Anyone, &[]),
    ("GET", "/groups/{id}/about", Access::Anyone, &[]),
    ("GET", "/groups/{id}/appeals", Access::Member, &[]),
    ("POST", "/groups/{id}/appeals/{appeal}", Access::Member, &[]),
    ("POST", "/groups/{id}/desk", Access::Member, &[]),
    ("GET", "/groups/{id}/archive", Access::Member, &[]),
    ("POST", "/groups/{id}/archive", Access::Member, &[]),
    ("GET", "/groups/{id}/delete", Access::Member, &[]),
    ("POST", "/groups/{id}/delete", Access::Member, &[]),
    ("GET", "/groups/invitations", Access::Member, &[]),
    ("POST", "/groups/invitations", Access::Member, &[]),
    ("GET", "/groups/invitations/{secret}", Access::Anyone, &[]),
    ("POST", "/groups/invitations/{secret}", Access::Member, &[]),
    ("GET", "/groups/{id}/cover", Access::Anyone, &[]),
    ("GET", "/groups/{id}/icon", Access::Anyone, &[]),
    ("GET", "/groups/{id}/invite", Access::Member, &[]),
    ("POST", "/groups/{id}/invite", Access::Member, &[]),
    ("POST", "/groups/{id}/invite/mail", Access::Member, &[]),
    ("POST", "/groups/{id}/invite/mail/{invitation}/withdraw", Access::Member, &[]),
    ("POST", "/groups/{id}/invite/{person}/withdraw", Access::Member, &[]),
    ("GET", "/groups/{id}/join", Access::Member, &[]),
    ("POST", "/groups/{id}/join", Access::Member, &[]),
    ("GET", "/groups/{id}/leave", Access::Member, &[]),
    ("POST", "/groups/{id}/leave", Access::Member, &[]),
    ("GET", "/groups/{id}/log", Access::Member, &[]),
    ("GET", "/groups/{id}/manage", Access::Member, &[]),
    ("GET", "/groups/{id}/members", Access::Member, &[]),
    ("GET", "/groups/{id}/members.csv", Access::Member, &[]),
    ("GET", "/groups/{id}/members/{person}", Access::Member, &[]),
    ("POST", "/groups/{id}/members/{person}", Access::Member, &[]),
    ("GET", "/groups/{id}/members/{person}/ban", Access::Member, &[]),
    ("POST", "/groups/{id}/members/{person}/ban", Access::Member, &[]),
    ("POST", "/groups/{id}/members/{person}/lift", Access::Member, &[]),
    ("GET", "/groups/{id}/members/{person}/remove", Access::Member, &[]),
    ("POST", "/groups/{id}/members/{person}/remove", Access::Member, &[]),
    ("GET", "/groups/{id}/new", Access::Member, &[]),
    ("POST", "/groups/{id}/new", Access::Member, &[]),
    ("GET", "/groups/{id}/notifications", Access::Member, &[]),
    ("POST", "/groups/{id}/notifications", Access::Member, &[]),
    ("GET", "/groups/{id}/pictures", Access::Member, &[]),
    ("POST", "/groups/{id}/pictures/{shape}", Access::Member, &[]),
    ("POST", "/groups/{id}/pictures/{shape}/remove", Access::Member, &[]),
    ("POST", "/groups/{id}/reports/{report}", Access::Member, &[]),
    ("POST", "/groups/{id}/requests/{person}", Access::Member, &[]),
    ("GET", "/groups/{id}/outside", Access::Member, &[]),
    ("POST", "/groups/{id}/outside/{comment}", Access::Member, &[]),
    ("GET", "/groups/{id}/settings", Access::Member, &[]),
    ("POST", "/groups/{id}/settings", Access::Member, &[]),
    ("POST", "/groups/{id}/take-over", Access::Member, &[]),
    ("GET", "/wiki", Access::Member, &[]),
    ("POST", "/admin/house", Access::Admin, &[]),
    ("GET", "/groups/{id}/wiki", Access::Anyone, &[]),
    ("GET", "/groups/{id}/wiki.zip", Access::Member, &[]),
    ("GET", "/groups/{id}/wiki/new/import", Access::Member, &[]),
    ("POST", "/groups/{id}/wiki/new/import", Access::Member, &[]),
    ("GET", "/groups/{id}/wiki/{slug}/export", Access::Member, &[ID, "start"]),
    ("GET", "/groups/{id}/wiki/{slug}/page.md", Access::Anyone, &[ID, "start"]),
    ("GET", "/groups/{id}/wiki/{slug}/pages.zip", Access::Member, &[ID, "start"]),
    ("GET", "/groups/{id}/wiki/to", Access::Anyone, &[]),
    ("GET", "/groups/{id}/wiki/to/titles", Access::Member, &[]),
    ("GET", "/groups/{id}/wiki/due", Access::Anyone, &[]),
    ("GET", "/groups/{id}/wiki/new", Access::Member, &[]),
    ("POST", "/groups/{id}/wiki/new", Access::Member, &[]),
    ("POST", "/groups/{id}/wiki/preview", Access::Member, &[]),
    ("GET", "/groups/{id}/wiki/deleted", Access::Member, &[]),
    ("POST", "/groups/{id}/wiki/deleted/{page}", Access::Member, &[]),
    ("GET", "/groups/{id}/wiki/drafts/{page}", Access::Member, &[]),
    ("POST", "/groups/{id}/wiki/drafts/{page}", Access::Member, &[]),
    ("GET", "/groups/{id}/wiki/offers/{offer}", Access::Member, &[]),
    ("POST", "/groups/{id}/wiki/offers/{offer}", Access::Member, &[]),
    ("GET", "/groups/{id}/wiki/{slug}", Access::Anyone, &[ID, "start"]),
    ("GET", "/groups/{id}/wiki/{slug}/proposals", Access::Anyone, &[ID, "start"]),
    ("POST", "/groups/{id}/wiki/{slug}/approval", Access::Member, &[ID, "start"]),
    ("POST", "/items/{id}/decide", Access::Member, &[]),
    ("GET", "/groups/{id}/wiki/{slug}/edit", Access::Member, &[ID, "start"]),
    ("POST", "/groups/{id}/wiki/{slug}/edit", Access::Member, &[ID, "start"]),
    ("POST", "/groups/{id}/wiki/{slug}/draft", Access::Member, &[ID, "start"]),
    ("POST", "/groups/{id}/wiki/{slug}/merge", Access::Member, &[ID, "start"]),
    ("GET", "/groups/{id}/wiki/{slug}/authors", Access::Member, &[ID, "start"]),
    ("GET", "/groups/{id}/wiki/{slug}/history", Access::Anyone, &[ID, "start"]),
    ("GET", "/groups/{id}/wiki/{slug}/difference", Access::Anyone, &[ID, "start"]),
    ("GET", "/groups/{id}/wiki/{slug}/versions/{number}", Access::Anyone, &[ID, "start", "1"]),
    ("POST", "/groups/{id}/wiki/{slug}/versions/{number}/restore", Access::Member, &[ID, "start", "1"]),
    ("GET", "/groups/{id}/wiki/{slug}/arrange", Access::Member, &[ID, "start"]),
    ("POST", "/groups/{id}/wiki/{slug}/rename", Access::Member, &[ID, "start"]),
    ("POST", "/groups/{id}/wiki/{slug}/move", Access::Member, &[ID, "start"]),
    ("POST", "/groups/{id}/wiki/{slug}/shift", Access::Member, &[ID, "start"]),
    ("POST", "/groups/{id}/wiki/{slug}/rights", Access::Member, &[ID, "start"]),
    ("POST", "/groups/{id}/wiki/{slug}/upkeep", Access::Member, &[ID, "start"]),
    ("POST", "/groups/{id}/wiki/{slug}/confirm", Access::Member, &[ID, "start"]),
    ("POST", "/groups/{id}/wiki/{slug}/template", Access::Member, &[ID, "start"]),
    ("POST", "/groups/{id}/wiki/{slug}/follow", Access::Member, &[ID, "start"]),
    ("POST", "/groups/{id}/wiki/{slug}/remarks", Access::Member, &[ID, "start"]),
    ("GET", "/groups/{id}/wiki/{slug}/editing", Access::Member, &[ID, "start"]),
    ("GET", "/groups/{id}/wiki/{slug}/delete", Access::Member, &[ID, "start"]),
    ("POST", "/groups/{id}/wiki/{slug}/delete", Access::Member, &[ID, "start"]),
    ("GET", "/items/{id}", Access::Anyone, &[]),
    ("POST", "/items/{id}/accept", Access::Member, &[]),
    ("POST", "/items/{id}/bookmark", Access::Member, &[]),
    ("POST", "/items/{id}/comments", Access::Member, &[]),
    ("GET", "/items/{id}/delete", Access::Member, &[]),
    ("POST", "/items/{id}/delete", Access::Member, &[]),
    ("GET", "/items/{id}/edit", Access::Member, &[]),
    ("POST", "/items/{id}/edit", Access::Member, &[]),
    ("POST", "/items/{id}/follow", Access::Member, &[]),
    ("POST", "/items/{id}/mark", Access::Member, &[]),
    ("GET", "/items/{id}/moderate", Access::Member, &[]),
    ("POST", "/items/{id}/moderate", Access::Member, &[]),
    ("POST", "/items/{id}/react", Access::Member, &[]),
    ("GET", "/items/{id}/report", Access::Member, &[]),
    ("POST", "/items/{id}/report", Access::Member, &[]),
    ("GET", "/items/{id}/revisions", Access::Anyone, &[]),
    ("POST", "/items/{id}/vote", Access::Member, &[]),
    ("GET", "/notifications/stream", Access::Member, &[]),
    ("GET", "/notifications/appeal", Access::Member, &[]),
    ("POST", "/notifications/appeal", Access::Member, &[]),
    ("GET", "/notifications", Access::Member, &[]),
    ("POST", "/notifications/read", Access::Member, &[]),
    ("GET", "/people/suggestions", Access::Member, &[]),
    ("GET", "/people/{id}/activity", Access::Member, &[]),
    ("GET", "/subjects", Access::Anyone, &[]),
    ("GET", "/subjects/suggest", Access::Member, &[]),
    ("POST", "/subjects/follow", Access::Member, &[]),
];

#[derive(Debug, Clone, Copy, PartialEq)]
enum Identity {
    Stranger,
    Member,
    Administrator,
    Program,
}

use Identity::{Administrator, Member, Program, Stranger};

/// What a row answers to whom, as far as access goes.
#[derive(Debug, PartialEq)]
enum Outcome {
    /// Past the guard; what the handler says then is its own story.
    Admitted,
    SignIn,
    Unauthorized,
    NotFound,
}

fn expected(access: Access, identity: Identity, method: &Method) -> Outcome {
    match (access, identity) {
        (Access::Anyone, _) => Outcome::Admitted,
        (Access::Token, Stranger) => Outcome::Unauthorized,
        (Access::Token, _) => Outcome::Admitted,
        // A token opens the API and no page.
        (Access::Member | Access::Admin, Stranger | Program) if method == Method::GET => Outcome::SignIn,
        (Access::Member | Access::Admin, Stranger | Program) => Outcome::Unauthorized,
        (Access::Member, Member | Administrator) | (Access::Admin, Administrator) => Outcome::Admitted,
        (Access::Admin, Member) | (Access::Signed | Access::Peer, _) => Outcome::NotFound,
    }
}

fn outcome(answer: &Answer, access: Access, identity: Identity) -> Outcome {
    match answer.status.as_u16() {
        303 if answer.location().starts_with("/sign-in?") => Outcome::SignIn,
        401 => Outcome::Unauthorized,
        404 if matches!((access, identity), (Access::Admin, Member)) => Outcome::NotFound,
        404 if matches!(access, Access::Signed | Access::Peer) => Outcome::NotFound,
        // Elsewhere 404 is about the thing and not about who asks.
        _ => Outcome::Admitted,
    }
}

/// As somebody new each time, since some rows end the session or the account that asks.
async fn attempt(app: &TestApp, identity: Identity, method: &Method, path: &str) -> Answer {
    let name = format!("Anna {}", NEXT.fetch_add(1, Ordering::Relaxed));
    let (mut browser, token) = match identity {
        Stranger => (app.browser(), None),
        Member => (app.member(&name).await.browser, None),
        Administrator => (app.administrator(&name).await.browser, None),
        Program => (app.browser(), Some(app.member(&name).await.token(app).await)),
    };
    let bearer = token.map(|token| format!("Bearer {token}"));
    let mut headers = vec![("content-type", "application/x-www-form-urlencoded")];
    headers.extend(bearer.as_deref().map(|value| ("authorization", value)));
    browser.ask(method.clone(), path, Body::empty(), &headers).await
}

static NEXT: AtomicU64 = AtomicU64::new(1);

/// `/people/{id}` with its values in place.
fn fill(pattern: &str, values: &[&str]) -> String {
    let mut values = values.iter();
    let parts = pattern.split('/').map(|part| match part.starts_with('{') {
        true => *values.next().unwrap_or(&ID),
        false => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

both_engines! {
    async fn everyone_gets_where_he_may_and_nowhere_else(engine) {
        // Nobody knocks at that many doors in a minute; that he is slowed down is another story.
        let settings = [("PLEIN_DEVELOPMENT__ENABLED", "true"), ("PLEIN_LIMITS__REQUESTS_PER_MINUTE", "100000")];
        let app = TestApp::with(engine, &settings).await;
        for row in server::router::routes() {
            let Some((.., access, values)) = case_of(&row) else { continue };
            let method = row.method.as_str();
            assert_eq!(row.access, *access, "{method} {}", row.path);
            let path = fill(row.path, values);
            for identity in [Stranger, Member, Administrator, Program] {
                let answer = attempt(&app, identity, &row.method, &path).await;
                let seen = outcome(&answer, row.access, identity);
                assert_eq!(seen, expected(row.access, identity, &row.method), "{identity:?}: {method} {path}");
            }
        }
    }
}

fn case_of<S>(row: &Route<S>) -> Option<&'static Case> {
    CASES.iter().find(|case| (case.0, case.1) == (row.method.as_str(), row.path))
}

#[test]
fn every_row_has_a_case() {
    let rows = server::router::routes();
    let missing = rows.iter().filter(|row| case_of(row).is_none());
    let lines =
        missing.map(|row| format!("(\"{}\", {:?}, Access::{:?}, &[]),\n", row.method, row.path, row.access));
    let lines: String = lines.collect();
    assert!(lines.is_empty(), "add to CASES in tests/it/access.rs, after thinking about who may:\n{lines}");
}

#[test]
fn every_case_has_a_row() {
    let rows = server::router::routes();
    for (method, path, ..) in CASES {
        assert!(
            rows.iter().any(|row| (row.method.as_str(), row.path) == (*method, *path)),
            "{method} {path} is gone"
        );
    }
}
