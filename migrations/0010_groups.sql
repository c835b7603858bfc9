-- Groups: networks in which people of many organisations meet, and who is in them.

-- A group, hosted here or by a peer. The host is the canonical store; elsewhere a row is the copy that the host let us
-- have. The table has a plural name because `group` is a word of SQL.
create table groups (
    id uuid primary key,
    -- The federation id, opaque and stable.
    ap_id text not null,
    -- The host.
    instance_id uuid not null references instance (id),
    handle text not null,
    name text not null,
    -- Computed in the program, so that both engines sort and find alike.
    sort_name text not null,
    search_name text not null,
    -- What it is for, in a sentence or two; shown in lists.
    summary text not null,
    -- Markdown: the page "Over", and what a new member is told. Empty: none.
    introduction text not null,
    rules text not null,
    welcome text not null,
    -- nl, en
    language text not null,
    -- JSON list of {uri, nl, en}.
    subjects text not null,
    -- open, request, invitation
    join_policy text not null,
    -- Asked of whoever requests to join; empty: nothing is asked.
    question text not null,
    -- For whom the group exists: public, network, organisation; group: hidden, only members and invited people know of it.
    listed text not null,
    -- For whom its content is, besides its members: public, network, organisation; group: members only.
    content text not null,
    -- JSON list of profile fields that a member must have filled in.
    required_fields text not null,
    -- The group it is a part of; both have one host.
    parent_id uuid references groups (id),
    -- Active members and the organisations they work at, kept up to date by whoever changes a membership.
    member_count bigint not null,
    organisation_count bigint not null,
    -- Local: counts changes. Remote: the host's count in this snapshot.
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null,
    -- Set: read-only for everyone.
    archived_at bigint,
    -- Set: gone for everyone; the row stays because its id and its handle are never given out again.
    deleted_at bigint,
    -- Remote: epoch and sequence up to which we have the host's changes; null before the first pull.
    feed_epoch text,
    feed_seq bigint not null,
    -- Remote: the newest sequence that the host told us of, for progress.
    feed_announced_seq bigint not null,
    -- Remote: when our copy was last seen equal to the host's.
    feed_confirmed_at bigint,
    -- Local: made anew when sequences begin again after a restore.
    epoch text not null
);
create unique index groups_ap_id_key on groups (ap_id);
create index groups_instance on groups (instance_id, sort_name);
create index groups_sort on groups (sort_name, id);
create index groups_parent on groups (parent_id);

-- Who belongs to a group, wants to, or may not. Rows of people who left are deleted.
create table membership (
    group_id uuid not null references groups (id),
    person_id uuid not null references person (id),
    -- owner, moderator, member
    role text not null,
    -- active, requested, invited, banned
    state text not null,
    -- When this state began.
    since bigint not null,
    -- What a requester answered to the group's question. Empty: nothing.
    answer text not null,
    -- Who invited or banned.
    by_person_id uuid,
    -- Banned: why, and until when; null: for good.
    reason text not null,
    until bigint,
    -- What a member is told of, on the page and by mail: all, mentions, nothing. Means nothing for people of elsewhere.
    web_level text not null,
    mail_level text not null,
    -- The id of the Follow that asked; an Accept or Undo names it. Null: nothing travelled.
    follow_id text,
    -- Remote: that Follow as it came, with the person in it and a proof by his instance. Null: ours.
    document bytea,
    primary key (group_id, person_id)
);
create index membership_person on membership (person_id, state);
create index membership_members on membership (group_id, state, role);

-- The change feed of a group hosted here: the last state of each thing in it that member instances must know, tombstones
-- kept. Announcements, catching up and the first fetch are this one list.
create table group_change (
    group_id uuid not null references groups (id),
    -- Id of the group, membership's person, item or comment.
    object_id uuid not null,
    -- group, member, item, comment
    kind text not null,
    -- The object's federation id: it is all that is left of one that is gone.
    ap_id text not null,
    seq bigint not null,
    is_present boolean not null,
    changed_at bigint not null,
    primary key (group_id, object_id)
);
create unique index group_change_group_id_seq_key on group_change (group_id, seq);

-- Instances known only because a group's host vouches for them: their keys, so that what their people write there can be
-- checked. Valid in that host's groups alone, never contacted.
create table vouched_instance (
    instance_id uuid not null references instance (id),
    through_id uuid not null references instance (id),
    -- The instance actor, JSON, with its own proof.
    actor text not null,
    received_at bigint not null,
    primary key (instance_id, through_id)
);

-- What is said about a group may be fetched by hosts with members alone. Null: the activity is about no group.
alter table sent_activity add column group_id uuid;
