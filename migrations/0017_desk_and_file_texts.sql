-- The desk of moderators who work elsewhere, and the texts of files.

-- What lies before the moderators of a group of elsewhere, for those of them who work here: its host gives it whole, and a
-- newer one takes its place. Goes when none of ours is a moderator there any more.
create table desk_copy (
    group_id uuid primary key references groups (id),
    -- JSON, as `domain::groups::desk::Desk` reads it.
    document text not null,
    fetched_at bigint not null
);

-- What files say, for whoever searches: the text of PDF and office files and of plain text. Read once for each digest, here
-- or, for a file of elsewhere, by the host of its group. Goes when no file has that digest any more.
create table file_text (
    -- SHA-256 of the bytes, as in `file`.
    digest text primary key,
    -- Empty: there was nothing to read, or it could not be read.
    text text not null,
    read_at bigint not null
);
