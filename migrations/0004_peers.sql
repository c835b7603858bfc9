-- Other instances: whom we trust, with what, and what is on its way.

-- Keys of this instance. One is current; retired ones prove what was signed before.
create table instance_key (
    id uuid primary key,
    -- ed25519; rsa comes with foreign software.
    algorithm text not null,
    -- PKCS#8 (RFC 8410).
    private_key bytea not null,
    -- Multikey (FEP-521a).
    public_multibase text not null,
    created_at bigint not null,
    retired_at bigint
);

-- A peer's row exists from the first request in either direction. Only administrators delete nothing: `blocked` stays.
create table peer (
    instance_id uuid primary key references instance (id),
    -- requested_out, requested_in, approved, paused, blocked, ended
    state text not null,
    -- The instance actor as received, JSON; its keys are pinned from approval on.
    actor text not null,
    -- Eight words over host and keys.
    fingerprint text not null,
    -- Null: the request alone told us these keys; set: a person pressed Check and the origin answered the same keys.
    checked_at bigint,
    requested_at bigint not null,
    approved_at bigint,
    approved_by uuid references account (id),
    -- The id of the Follow that we sent, and of the one we received; an Accept must name ours.
    follow_sent text,
    follow_received text,
    -- Level: what this peer may have from us and we from it.
    shares_people boolean not null,
    -- Activities a second we take from it.
    rate bigint not null,
    -- Health, for the peer's page.
    last_contact_at bigint,
    last_error text,
    last_error_at bigint,
    next_try_at bigint,
    -- Directory: the epoch and sequence up to which we have its changes; null before the first pull.
    directory_epoch text,
    directory_seq bigint not null,
    -- The origin's whole directory was last seen equal to ours at this instant; the lease counts from here.
    directory_confirmed_at bigint,
    -- What the last nudge promised, for progress.
    directory_announced_seq bigint not null
);

-- Activities as they came, before anybody acted on them. Rows stay 90 days after they were worked, so that the same
-- activity sent again is recognised; the worker then deletes them.
create table inbox_activity (
    -- Order of arrival.
    seq bigint primary key,
    instance_id uuid not null references instance (id),
    -- The activity's own id; a second arrival is answered and not stored.
    activity_id text not null,
    -- Rows of one key are worked in order, different keys side by side.
    ordering_key text not null,
    body bytea not null,
    received_at bigint not null,
    -- waiting, done, failed (a person may have it tried again)
    state text not null,
    attempts bigint not null,
    -- Not before this instant: a lease while a worker is at it, a pause after a failure. Null: now.
    not_before bigint,
    error text,
    done_at bigint
);
create unique index inbox_activity_instance_id_activity_id_key on inbox_activity (instance_id, activity_id);
create index inbox_activity_waiting on inbox_activity (ordering_key, seq) where state = 'waiting';
create index inbox_activity_done on inbox_activity (done_at) where state = 'done';

-- Activities we sent; they can be fetched by their id under the audience rules. Kept 90 days.
create table sent_activity (
    id text primary key,
    body bytea not null,
    -- Host of the only reader, or null for every approved peer.
    for_host text,
    sent_at bigint not null
);
create index sent_activity_sent on sent_activity (sent_at);

-- The delivery queue: one row per activity and host, written in the transaction of the change. Done rows stay a week,
-- for "delivered to".
create table delivery (
    -- Order of sending.
    seq bigint primary key,
    host text not null,
    inbox_url text not null,
    -- Rows of one key go strictly in order, different keys side by side.
    ordering_key text not null,
    activity_id text not null references sent_activity (id),
    -- waiting, done, held (401 or 403: a person must look), dead (refused for good, or given up)
    state text not null,
    attempts bigint not null,
    -- After a failure of this row alone. Null: now.
    next_try_at bigint,
    last_error text,
    created_at bigint not null,
    done_at bigint
);
create index delivery_waiting on delivery (host, ordering_key, seq) where state = 'waiting';
create index delivery_activity on delivery (activity_id);
create index delivery_done on delivery (done_at) where state = 'done';

-- How each host is doing. No row: never tried, so free to go.
create table delivery_host (
    host text primary key,
    -- Failures in a row; the back-off is computed from it. Zero: healthy.
    failures bigint not null,
    -- When the first of these failures was. Null: healthy.
    failing_since bigint,
    next_try_at bigint not null,
    last_success_at bigint,
    last_error text,
    -- Null: nobody is sending. A sender that dies leaves a lease that runs out.
    leased_until bigint,
    -- Failing for 30 days: rows were dropped, the digests repair it.
    resync_needed boolean not null
);
