-- Items: everything that is published, one spine for all kinds.
--
-- Columns that only remember who or what something was about name no other table: those rows may go, and asking each of
-- these tables whenever a person or a copy goes would cost more than an id that leads nowhere.

create table item (
    id uuid primary key,
    ap_id text not null,
    -- Null: stands on its author's own page.
    group_id uuid references groups (id),
    author_id uuid not null references person (id),
    -- Whose staff audience `organisation` means: the group's host, else the author's employer.
    organisation_id uuid not null references organisation (id),
    -- status, blog, discussion, question, poll
    kind text not null,
    -- public, network, organisation, group, self
    audience text not null,
    -- Empty for kinds without one.
    title text not null,
    -- Markdown; for what came from foreign software, empty, and only `html` is there.
    body text not null,
    -- What is shown, made from the body when it was written; and its beginning as plain text for lists.
    html text not null,
    excerpt text not null,
    -- nl, en
    language text not null,
    -- JSON list of {uri, nl, en}.
    subjects text not null,
    -- JSON: what is the kind's own (the options of a poll). `{}` for most.
    detail text not null,
    -- JSON map of reaction to count.
    reactions text not null,
    comment_count bigint not null,
    -- Counted at home, never told to others.
    view_count bigint not null,
    created_at bigint not null,
    -- Null: a draft, or waiting for `publish_at`.
    published_at bigint,
    publish_at bigint,
    -- When it moves out of the lists by itself; null: never.
    archive_at bigint,
    edited_at bigint,
    -- Last comment or publication: by this, lists are sorted.
    active_at bigint not null,
    -- Set by moderators: on top, and commended.
    pinned_at bigint,
    featured_at bigint,
    -- No more comments.
    locked_at bigint,
    -- Question: the comment that answers it.
    accepted_id uuid,
    -- Hidden by a moderator, with a reason: seen by author and moderators alone.
    hidden_at bigint,
    hidden_reason text not null,
    -- Gone: text and title are empty, the row keeps the thread in place.
    deleted_at bigint,
    -- In a group of elsewhere: waiting (on its way to the host), accepted, refused.
    standing text not null,
    -- Key of the sentence why the host refused; empty otherwise.
    refusal text not null,
    -- Counts edits.
    version bigint not null,
    -- The activity by which its author's instance said it, with its proof; null for what we write ourselves.
    document bytea
);
create unique index item_ap_id_key on item (ap_id);
create index item_group on item (group_id, active_at, id) where published_at is not null and deleted_at is null;
create index item_group_kind on item (group_id, kind, active_at, id) where published_at is not null and deleted_at is null;
create index item_author on item (author_id, created_at, id);
create index item_pinned on item (group_id, pinned_at) where pinned_at is not null;
create index item_due on item (publish_at) where published_at is null and publish_at is not null;

-- Which subjects an item is about, for the pages of subjects. Rows go with the item.
create table item_subject (
    uri text not null,
    item_id uuid not null references item (id),
    published_at bigint not null,
    primary key (item_id, uri)
);
create index item_subject_uri on item_subject (uri, published_at, item_id);

-- Subjects that somebody follows on his start page.
create table subject_follow (
    person_id uuid not null references person (id),
    uri text not null,
    created_at bigint not null,
    primary key (person_id, uri)
);

-- A comment; an answer when its item is a question.
create table comment (
    id uuid primary key,
    ap_id text not null,
    item_id uuid not null references item (id),
    -- The comment it replies to; null: the item itself.
    parent_id uuid references comment (id),
    author_id uuid not null references person (id),
    body text not null,
    html text not null,
    language text not null,
    reactions text not null,
    created_at bigint not null,
    edited_at bigint,
    hidden_at bigint,
    hidden_reason text not null,
    deleted_at bigint,
    standing text not null,
    refusal text not null,
    version bigint not null,
    document bytea
);
create unique index comment_ap_id_key on comment (ap_id);
create index comment_item on comment (item_id, created_at, id);
create index comment_author on comment (author_id, created_at, id);

-- What an item or comment said before each edit, and who changed it. Rows go with their subject.
create table revision (
    subject_id uuid not null,
    -- The version that this text was.
    version bigint not null,
    -- Who wrote this version.
    editor_id uuid not null,
    title text not null,
    body text not null,
    written_at bigint not null,
    primary key (subject_id, version)
);

-- One sign of one person. Only those of local people and, at the host, of its members.
create table reaction (
    subject_id uuid not null,
    person_id uuid not null references person (id),
    -- One of a fixed list: thumbs_up, heart, celebrate, insightful, thanks.
    sign text not null,
    created_at bigint not null,
    primary key (subject_id, person_id, sign)
);
create index reaction_person on reaction (person_id);

-- What a person voted in a poll. At the host everyone's, elsewhere those of local people; never told to anyone.
create table vote (
    item_id uuid not null references item (id),
    person_id uuid not null references person (id),
    option bigint not null,
    created_at bigint not null,
    primary key (item_id, person_id, option)
);
create index vote_person on vote (person_id);

-- Kept by a person for himself.
create table bookmark (
    person_id uuid not null references person (id),
    item_id uuid not null references item (id),
    created_at bigint not null,
    primary key (person_id, item_id)
);
create index bookmark_item on bookmark (item_id);

-- Who is told of new comments. Authors and commenters follow by themselves; false: wants no more of it.
create table follow (
    person_id uuid not null references person (id),
    item_id uuid not null references item (id),
    is_on boolean not null,
    created_at bigint not null,
    primary key (person_id, item_id)
);
create index follow_item on follow (item_id);

-- What a local person is told of, written in the transaction of what happened. Bell and mails read it; rows older than
-- 90 days go.
create table notification (
    person_id uuid not null references person (id),
    -- What it is about, so that nobody is told twice: `comment:<id>`, `request:<group>:<person>`.
    key text not null,
    -- mention, comment, answer, accepted, item, request, invited, decided, report, moderated, refused
    kind text not null,
    group_id uuid,
    item_id uuid,
    comment_id uuid,
    -- Who did it; null: nobody in particular.
    by_person_id uuid,
    -- JSON with what the sentence needs besides.
    detail text not null,
    created_at bigint not null,
    read_at bigint,
    -- wanted, sent, none
    mail text not null,
    primary key (person_id, key)
);
create index notification_newest on notification (person_id, created_at);
create index notification_unread on notification (person_id) where read_at is null;
create index notification_created on notification (created_at);
create index notification_mail on notification (created_at) where mail = 'wanted';

-- What somebody reported, to the moderators of the group and to the administrators here.
create table report (
    id uuid primary key,
    ap_id text not null,
    group_id uuid,
    item_id uuid,
    comment_id uuid,
    -- Null: a report from an instance that does not say who.
    reporter_id uuid,
    -- rules, privacy, unlawful, spam, other
    reason text not null,
    note text not null,
    -- open, upheld, dismissed
    state text not null,
    created_at bigint not null,
    decided_at bigint,
    decided_by uuid,
    decision text not null
);
create unique index report_ap_id_key on report (ap_id);
create index report_group on report (group_id, state, created_at);

-- Which activity told what about a thing, for "delivered to". Rows go with the activity.
create table told (
    activity_id text not null references sent_activity (id),
    subject_id uuid not null,
    primary key (subject_id, activity_id)
);
create index told_activity on told (activity_id);

-- What our people did in groups of elsewhere, until the host answered or a week passed.
create table sent_act (
    activity_id text primary key,
    person_id uuid not null,
    group_id uuid not null,
    -- JSON of domain::acts::Act.
    act text not null,
    -- waiting, refused
    state text not null,
    sent_at bigint not null
);
create index sent_act_sent on sent_act (sent_at);

-- What programs asked with an idempotency key, so that the same request sent again is done once. Rows stay a day.
create table idempotency (
    account_id uuid not null,
    key text not null,
    -- SHA-256 of what was asked: another request under the same key is a mistake.
    request bytea not null,
    -- The id of what was made.
    result uuid not null,
    created_at bigint not null,
    primary key (account_id, key)
);
create index idempotency_created on idempotency (created_at);

-- Private addresses of feeds: whoever has one reads what its owner may read, and does nothing. One per account; a new one
-- ends the old.
create table feed_address (
    account_id uuid primary key references account (id),
    secret_hash bytea not null,
    created_at bigint not null
);
create unique index feed_address_secret_hash_key on feed_address (secret_hash);
