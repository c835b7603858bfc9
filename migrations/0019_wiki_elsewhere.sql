-- Wikis of groups of elsewhere: copies of their pages, what our people want changed there, and the proof of whoever wrote.

-- Copies: the address of the page above, which may come later than the page itself.
alter table wiki_page add column parent_address text;
create index wiki_page_parent_address on wiki_page (group_id, parent_address) where parent_address is not null;

-- Whether the texts of others than who keeps a page wait until he approves them.
alter table wiki_page add column needs_approval boolean not null default false;

-- Which items propose a text for a page, and whether something can still become of them. Follows what the items say.
create table wiki_proposal (
    item_id uuid primary key references item (id),
    page_address text not null,
    is_open boolean not null
);
create index wiki_proposal_page on wiki_proposal (page_address) where is_open;

-- A change as its author's instance sent it, signed with the whole text: what other instances believe a version by. Changes
-- by people of the host have none.
create table wiki_patch (
    -- The address of the change, as in wiki_version.
    patch text primary key,
    -- zstd.
    document bytea not null
);

-- What one of ours wants changed in a wiki of elsewhere, from sending it until its host says what came of it.
create table wiki_offer (
    id uuid primary key,
    -- Its address, under which the version that it becomes will name it.
    patch text not null,
    person_id uuid not null references person (id),
    group_id uuid not null references groups (id),
    -- Null: a page to be made.
    page_id uuid references wiki_page (id),
    -- What it was written on: a version, or the address of an offer of one's own that is still on its way.
    base text,
    -- The version that stood here when it was written.
    root text,
    -- A new page, or a new title of one.
    title text,
    parent_id uuid references wiki_page (id),
    -- Null: a new title only.
    source text,
    summary text not null,
    -- The key of the sentence that says why the host did not take it; empty: it is on its way.
    refusal text not null,
    sent_at bigint not null
);
create index wiki_offer_person on wiki_offer (person_id, group_id);
create index wiki_offer_page on wiki_offer (page_id);
create index wiki_offer_patch on wiki_offer (patch);
