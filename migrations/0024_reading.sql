-- How much of the address book somebody read in a day: nothing but counts, so that there is a limit, and administrators see who read
-- unusually much. Counted in memory and added every so often, by every node. The sweep deletes rows of before yesterday.
create table directory_read (
    -- As the audit names him: person:… or peer:….
    reader text not null,
    -- Days since 1970, in UTC.
    day bigint not null,
    -- Times that names were offered for what was typed.
    names bigint not null,
    searches bigint not null,
    profiles bigint not null,
    -- When the audit was told; null while nothing was unusual.
    logged_at bigint,
    primary key (reader, day)
);
create index directory_read_day on directory_read (day);

-- How often a person of ours stood among the first of somebody's search, by day. Never by whom and never for what. Counted in memory
-- and added every so often. The sweep deletes rows older than 40 days.
create table person_sighting (
    person_id uuid not null references person (id),
    -- Days since 1970, in UTC.
    day bigint not null,
    count bigint not null,
    primary key (person_id, day)
);
create index person_sighting_day on person_sighting (day);

-- Who does not want to be counted so.
create table person_uncounted (
    person_id uuid primary key references person (id),
    since bigint not null
);

-- The log is also read by what was done.
create index audit_action on audit (action, seq);
