//! Every address of this door.

use axum::extract::FromRef;

use crate::door::Federation;
use crate::route::Route;
use crate::{directory, discovery, files, groups, inbox, open};

/// The rows of the table. `Peer` and `Signed` rows check their signature themselves.
pub fn routes<S>() -> Vec<Route<S>>
where
    S: Clone + Send + Sync + 'static,
    Federation: FromRef<S>,
{
    crate::routes! {
        GET "/.well-known/webfinger" Anyone => discovery::webfinger;
        GET "/.well-known/nodeinfo" Anyone => discovery::nodeinfo_links;
        GET "/nodeinfo/2.1" Anyone => discovery::nodeinfo;
        GET "/actor" Anyone => discovery::actor;
        GET "/outbox" Anyone => discovery::outbox;
        POST "/inbox" Signed body 1_048_576 => inbox::post;
        GET "/ap/person/{id}" Anyone => discovery::person;
        GET "/ap/person/{id}/photo/{digest}" Peer => discovery::photo;
        GET "/ap/activity/{id}" Peer => discovery::activity;
        GET "/ap/file/{id}" Peer => files::file;
        GET "/ap/file/{id}/text" Peer => files::text;
        GET "/ap/group/{id}" Anyone => groups::group;
        GET "/ap/group/{id}/changes" Peer => groups::changes;
        GET "/ap/group/{id}/digest" Peer => groups::digest;
        GET "/ap/group/{id}/desk" Peer => groups::desk;
        GET "/ap/page/{id}/versions" Peer => groups::versions;
        GET "/ap/page/{id}/editing" Peer => groups::editing;
        GET "/ap/editing" Peer => groups::editing_here;
        GET "/ap/group/{id}/icon" Peer => groups::icon;
        GET "/ap/group/{id}/cover" Peer => groups::cover;
        GET "/ap/invitation/{secret}" Peer => groups::invitation;
        GET "/ap/group/{id}/followers" Anyone => open::followers;
        GET "/ap/group/{id}/outbox" Anyone => open::group_outbox;
        POST "/ap/group/{id}/inbox" Signed body 1_048_576 => inbox::post;
        POST "/ap/person/{id}/inbox" Signed body 1_048_576 => inbox::post;
        GET "/ap/item/{id}" Anyone => open::item;
        GET "/ap/comment/{id}" Anyone => open::comment;
        GET "/directory/groups" Peer => groups::listed;
        GET "/directory/changes" Peer => directory::changes;
        GET "/directory/digest" Peer => directory::digest;
        GET "/directory/digest/{bucket}" Peer => directory::bucket;
    }
}
