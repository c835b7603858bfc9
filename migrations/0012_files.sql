-- Files that people add to what they publish. A row says what a file is and who may have it; the bytes lie in a store
-- outside the database, named by their digest, so that the same file kept twice is there once.

create table file (
    id uuid primary key,
    -- Whoever uploaded it has it under this address; the group's host confirms it by the digest.
    ap_id text not null,
    -- Null until it is part of something published or drafted. Whoever sees the item may have the file. Rows go with it.
    item_id uuid references item (id),
    -- Its place among the files of the item.
    place bigint not null,
    uploader_id uuid not null references person (id),
    -- The name it had at its uploader's, without folders and without signs that deceive.
    name text not null,
    -- What its first bytes say, never what its name says. Until it is complete, what the browser said.
    media_type text not null,
    size_bytes bigint not null,
    -- How much of it is here.
    received_bytes bigint not null,
    -- SHA-256 of the bytes in hexadecimal; null until they are complete, and when they had to go. For a file of elsewhere what
    -- its uploader's instance says, held against the bytes when they come.
    digest text,
    -- The same of the smaller picture made of an image; null until somebody looked.
    preview_digest text,
    -- What an image shows, for whoever does not see it. Empty: it only decorates. Null: nobody said.
    alt text,
    -- Of images that can be drawn, in pixels; null for everything else.
    width bigint,
    height bigint,
    -- uploading, checking (for viruses), ready, infected, waiting (the bytes are not here yet), missing (nobody has them)
    state text not null,
    -- What the virus scanner named it; empty otherwise.
    finding text not null,
    -- Where the bytes of a file of elsewhere can be asked for; null: nowhere yet.
    fetch_from text,
    -- Since when the host of its group has the bytes; null: not yet, or nobody needs to.
    confirmed_at bigint,
    created_at bigint not null,
    updated_at bigint not null
);
create index file_item on file (item_id, place, id);
create index file_uploader on file (uploader_id, state);
create index file_digest on file (digest);
create index file_preview on file (preview_digest);
create index file_loose on file (created_at) where item_id is null;
create unique index file_ap_id_key on file (ap_id);

-- What lies in the store. The hourly sweep removes what no file names any more.
create table blob (
    digest text primary key,
    size_bytes bigint not null,
    -- When somebody last put it there: a file that names it may come a little later.
    touched_at bigint not null,
    -- Set while the sweep removes it, so that nobody counts on it; it can be put there again after that.
    doomed_at bigint
);
create index blob_touched on blob (touched_at);
