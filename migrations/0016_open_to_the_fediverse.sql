-- The rest of the fediverse: whoever follows and answers public groups from software of elsewhere, while the setting
-- `open_to_fediverse` is on. None of it is a peer: what a peer may have is never asked of these tables.

-- A host we met this way.
create table outside_host (
    -- Lower case, with the port where it is not the usual one.
    host text primary key,
    -- public_only, blocked
    state text not null,
    met_at bigint not null,
    heard_at bigint not null
);

-- Somebody there, as his own host told us of him. Rows go when he deletes himself, and when the setting goes off.
create table outside_actor (
    id uuid primary key,
    -- His federation id.
    ap_id text not null,
    host text not null references outside_host (host),
    handle text not null,
    name text not null,
    -- Where activities for him go; the shared inbox where his host has one.
    inbox_url text not null,
    key_id text not null,
    -- RSA, PKCS#1.
    public_key bytea not null,
    -- The face of what he wrote here; null: he wrote nothing. Names no other table: that row may go.
    person_id uuid,
    fetched_at bigint not null
);
create unique index outside_actor_ap_id_key on outside_actor (ap_id);
create index outside_actor_host on outside_actor (host);
create index outside_actor_person on outside_actor (person_id);

-- Who follows which public group.
create table outside_follow (
    group_id uuid not null references groups (id),
    actor_id uuid not null references outside_actor (id),
    -- The activity by which he asked; our Accept names it.
    follow_id text not null,
    since bigint not null,
    primary key (group_id, actor_id)
);
create index outside_follow_actor on outside_follow (actor_id);

-- Which comments came from outside. Those that wait for a moderator have standing `waiting`.
create table outside_answer (
    comment_id uuid primary key references comment (id),
    actor_id uuid not null references outside_actor (id),
    group_id uuid not null references groups (id),
    arrived_at bigint not null
);
create index outside_answer_actor on outside_answer (actor_id);
create index outside_answer_group on outside_answer (group_id, arrived_at);

-- What followers were told of and still hold, so that a change is told as one, and what ceases to be public is taken back.
create table outside_told (
    object_id uuid primary key,
    group_id uuid not null references groups (id),
    -- The address under which they know it.
    ap_id text not null,
    -- In whose name it stands there: the group, or an author who is public.
    attributed_to text not null,
    -- The announcement by which they heard of it first.
    announce_id text not null,
    version bigint not null
);
create index outside_told_group on outside_told (group_id);
create index outside_told_author on outside_told (attributed_to);

-- Activities that took effect, so that the same one sent again does not. Rows stay a day; a signature is good for minutes.
create table outside_seen (
    activity_id text primary key,
    seen_at bigint not null
);
create index outside_seen_at on outside_seen (seen_at);
