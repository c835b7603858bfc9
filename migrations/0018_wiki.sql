-- The wiki of a group: pages in a tree, and every version of each.

-- A page as it stands. Only of groups hosted here for now. Rows stay, also of what was deleted, since it can be brought back.
create table wiki_page (
    id uuid primary key,
    ap_id text not null,
    group_id uuid not null references groups (id),
    -- Null: at the top.
    parent_id uuid references wiki_page (id),
    -- Order among those under the same page, from 1.
    place bigint not null,
    title text not null,
    -- Its address within the wiki; one of those in wiki_slug.
    slug text not null,
    -- Who may change it: inherit (as the page above; at the top: members), members, moderators, locked (nobody).
    rights text not null,
    -- The version that stands.
    head text not null,
    -- How many versions there are; the newest has this number.
    version_count bigint not null,
    -- Who keeps it true. Null: nobody in particular.
    owner_id uuid,
    -- When somebody should look whether it still is true. Null: never.
    review_at bigint,
    -- When somebody last said that it is.
    reviewed_at bigint,
    created_at bigint not null,
    changed_at bigint not null,
    changed_by uuid not null,
    deleted_at bigint,
    deleted_by uuid,
    -- What is shown, made of the text when it was written. Links by title lead through a look-up and are settled when read.
    html text not null
);
create unique index wiki_page_ap_id_key on wiki_page (ap_id);
create index wiki_page_under on wiki_page (group_id, parent_id, place);
create index wiki_page_changed on wiki_page (group_id, changed_at);
create index wiki_page_review on wiki_page (group_id, review_at) where review_at is not null;

-- Every address that a page has or had, so that old links lead on.
create table wiki_slug (
    group_id uuid not null references groups (id),
    slug text not null,
    page_id uuid not null references wiki_page (id),
    primary key (group_id, slug)
);
create index wiki_slug_page on wiki_slug (page_id);

-- One version of a page, without its text, so that a history is read without reading texts. Never changed, never deleted.
create table wiki_version (
    -- SHA-256 in hex over canonical JSON of what follows up to `merge_version`, the page's and the author's addresses included.
    id text primary key,
    page_id uuid not null references wiki_page (id),
    -- From 1 within the page, in the order in which they arrived.
    number bigint not null,
    -- The version it was made of; null for the first of a page.
    parent text,
    -- Of a merge: what somebody wrote on an older text.
    other_parent text,
    title text not null,
    author_id uuid not null,
    -- The author's address, which outlives his name.
    author text not null,
    published_at bigint not null,
    -- SHA-256 in hex over the salt and the text.
    source_hash text not null,
    summary text not null,
    -- The address of the change that brought it: the same change arriving twice is there once.
    patch text not null,
    -- Which way of merging made it; null: a person wrote it.
    merge_version bigint,
    -- It never stood: written on an older text and merged at once. The version after it has it as its other parent.
    is_side boolean not null,
    size_bytes bigint not null
);
create unique index wiki_version_page_id_number_key on wiki_version (page_id, number);
create unique index wiki_version_patch_is_side_key on wiki_version (patch, is_side);

-- The text of a version. Without its row the version is known to have been and the chain still fits, but nobody can read it.
create table wiki_text (
    version_id text primary key references wiki_version (id),
    -- Random, so that a short text that was erased cannot be guessed from its digest.
    salt bytea not null,
    -- zstd: a thousand versions of a page of 50 KB take 15 MB rather than 50.
    source bytea not null
);

-- Which titles a page links to. Rows follow its text.
create table wiki_link (
    page_id uuid not null references wiki_page (id),
    -- The address that the title would have.
    slug text not null,
    primary key (page_id, slug)
);
create index wiki_link_slug on wiki_link (slug);

-- A text that somebody has not saved as a version: kept while he writes, when it clashes, and when the page went meanwhile.
create table wiki_draft (
    person_id uuid not null references person (id),
    page_id uuid not null references wiki_page (id),
    -- The version that it was written on.
    base text not null,
    source text not null,
    summary text not null,
    saved_at bigint not null,
    primary key (person_id, page_id)
);
create index wiki_draft_page on wiki_draft (page_id);
