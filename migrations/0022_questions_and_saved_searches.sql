-- Searches for colleagues that people come back to, what one colleague asks of another, and suggestions that somebody does not want.

-- A search as one keeps it. Removed ones stay a day, so that removing can be undone; the sweep deletes them.
create table saved_search (
    id uuid primary key,
    person_id uuid not null references person (id),
    name text not null,
    -- As it stands in the address of the page.
    query text not null,
    is_told boolean not null,
    -- Ids of whom it found so far, a JSON list with an end; null: it never ran.
    known text,
    -- Of those, whom he has not looked at since they were found.
    news text not null,
    -- More than a search can follow.
    is_broad boolean not null,
    -- How often he looked at what is new: each look may be followed by one notice.
    looks bigint not null,
    checked_at bigint,
    created_at bigint not null,
    removed_at bigint
);
create index saved_search_person on saved_search (person_id);
create index saved_search_checked on saved_search (checked_at) where is_told and removed_at is null;
create index saved_search_removed on saved_search (removed_at) where removed_at is not null;

-- What one colleague asks of another, at the instance of each. Nobody else reads it. Goes when either is erased.
create table inquiry (
    id uuid primary key,
    -- Of the instance of who asks.
    ap_id text not null,
    asker_id uuid not null,
    asked_id uuid not null,
    title text not null,
    text text not null,
    answer text,
    answered_at bigint,
    -- The one asked wants nothing of who asks: it never reaches him, and nobody is told.
    is_kept_away boolean not null,
    -- Who wants it to be a public question: asker, asked; null: nobody.
    proposed_by text,
    -- The network that the asker wants to put it in: its address and its name, of his instance.
    group_address text,
    group_name text,
    -- proposed, agreed, declined, published
    publication text,
    -- Where it became public.
    published_address text,
    created_at bigint not null
);
create unique index inquiry_ap_id_key on inquiry (ap_id);
create index inquiry_asker on inquiry (asker_id, created_at);
create index inquiry_asked on inquiry (asked_id, created_at);

-- From whom somebody wants no questions any more. Only he knows.
create table inquiry_refusal (
    person_id uuid not null,
    asker_id uuid not null,
    refused_at bigint not null,
    primary key (person_id, asker_id)
);
create index inquiry_refusal_asker on inquiry_refusal (asker_id);

-- Suggestions that somebody does not want to see again.
create table suggestion_dismissed (
    person_id uuid not null references person (id),
    -- group, person, question
    kind text not null,
    subject_id uuid not null,
    dismissed_at bigint not null,
    primary key (person_id, kind, subject_id)
);
