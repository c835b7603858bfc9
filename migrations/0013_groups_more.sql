-- Invitations by mail, and what a group looks like.

-- An invitation that went to a mail address, for whoever opens its link and works anywhere. Rows go with their time, or
-- when they were used.
create table group_invitation (
    id uuid primary key,
    group_id uuid not null references groups (id),
    email text not null,
    secret_hash bytea not null,
    by_person_id uuid not null,
    created_at bigint not null,
    expires_at bigint not null
);
create unique index group_invitation_group_id_email_key on group_invitation (group_id, email);
create unique index group_invitation_secret_hash_key on group_invitation (secret_hash);
create index group_invitation_expires on group_invitation (expires_at);

-- Icon and cover of a group, drawn anew by us from what was uploaded. For a group of elsewhere the bytes are empty until
-- somebody looks.
create table group_picture (
    group_id uuid not null references groups (id),
    -- icon, cover
    shape text not null,
    -- SHA-256 of the bytes in hexadecimal.
    digest text not null,
    bytes bytea not null,
    -- Where the host gives it; null: ours.
    fetched_from text,
    primary key (group_id, shape)
);
-- The same digests where lists read them; null: it has none.
alter table groups add column icon_digest text;
alter table groups add column cover_digest text;

-- What moderators did in a group hosted here: the log that they share.
create table measure (
    id uuid primary key,
    group_id uuid not null references groups (id),
    -- hide, show, remove: what was written. expel, ban, lift: people.
    what text not null,
    -- The item, comment or person; it may be gone.
    subject_id uuid not null,
    ap_id text not null,
    -- Whom it concerns.
    author_id uuid not null,
    -- Null: the system.
    by_person_id uuid,
    reason text not null,
    created_at bigint not null
);
create index measure_group on measure (group_id, created_at, id);

-- Which instances were told of a measure, and when each said that it took it.
create table measure_receipt (
    measure_id uuid not null references measure (id),
    instance_id uuid not null references instance (id),
    activity_id text not null,
    confirmed_at bigint,
    primary key (measure_id, instance_id)
);
create index measure_receipt_activity on measure_receipt (activity_id);

-- Somebody does not agree with a measure. At the host and at the instance of whoever appeals.
create table appeal (
    id uuid primary key,
    ap_id text not null,
    group_id uuid not null references groups (id),
    -- Here: the id of the measure. At a group of elsewhere: the id of the activity that told of it.
    measure text not null,
    person_id uuid not null,
    note text not null,
    -- open, granted, rejected
    state text not null,
    created_at bigint not null,
    decided_at bigint,
    decided_by uuid,
    decision text not null
);
create unique index appeal_ap_id_key on appeal (ap_id);
create unique index appeal_measure_person_id_key on appeal (measure, person_id);
create index appeal_group on appeal (group_id, state, created_at);
create index appeal_person on appeal (person_id);

-- People of elsewhere who may do nothing in any group hosted here.
create table shut_out (
    person_id uuid primary key references person (id),
    reason text not null,
    by_person_id uuid,
    created_at bigint not null
);

-- Whom a text names is found by the handle.
create index person_handle on person (handle);

-- What a peer may have of our groups: none; open, those whose content is not for members alone; all.
alter table peer add column shares_groups text not null default 'all';
-- When a copy was last compared with its host piece by piece.
alter table groups add column compared_at bigint;
