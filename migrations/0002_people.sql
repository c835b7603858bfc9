-- People, where they work, what they know, and who may see it.

-- Every origin ever seen, ourselves among them. Peering is a state in `peer`; without a row there it is none.
create table instance (
    id uuid primary key,
    -- Lower case, without port unless the origin has an unusual one: `utrecht.example`.
    host text not null,
    -- `https://utrecht.example`, without a slash at the end.
    base_url text not null,
    name text not null,
    is_local boolean not null,
    first_seen_at bigint not null
);
create unique index instance_host_key on instance (host);

-- An employer. One per instance now; its own row so that an instance can serve several.
create table organisation (
    id uuid primary key,
    instance_id uuid not null references instance (id),
    -- TOOI or OIN address; null when not known.
    uri text,
    name text not null,
    place text
);
create index organisation_instance on organisation (instance_id);

-- One namespace of handles for people, groups and the instance itself. A handle is never given out twice, so rows stay
-- when their owner goes.
create table handle (
    name text primary key,
    owner_kind text not null,
    owner_id uuid not null,
    taken_at bigint not null
);

-- A person, local or remote. The profile of a remote person is what the origin let us have, at level `network`.
create table person (
    id uuid primary key,
    -- The federation id, opaque and stable.
    ap_id text not null,
    instance_id uuid not null references instance (id),
    organisation_id uuid not null references organisation (id),
    handle text not null,
    -- staff, external, guest. The latter two stand outside audience `organisation`.
    affiliation text not null,
    -- The widest scope the person consented to: none, organisation, network, public. None: found by nobody.
    scope text not null,
    name text not null,
    -- Computed in the program ("vries jan de"), so that both engines sort alike.
    sort_name text not null,
    -- Folded name and handle, for name search without an index.
    search_name text not null,
    -- JSON of domain::people::Profile: per field its value, audience and source.
    profile text not null,
    -- Local: counts changes. Remote: the origin's feed sequence of this snapshot.
    version bigint not null,
    -- Set while the member of a foreign group is known only through that group's host.
    known_through uuid references instance (id),
    -- The federation id of the person this one became at another employer.
    moved_to text,
    -- Remote: when the origin last confirmed this snapshot itself; whole-directory confirmations stand on the peer.
    received_at bigint,
    created_at bigint not null,
    updated_at bigint not null,
    -- Local, set when the account was erased: the row remains as a tombstone without a profile.
    deleted_at bigint
);
create unique index person_ap_id_key on person (ap_id);
create index person_instance on person (instance_id, version);
create index person_sort on person (sort_name, id);
create index person_search on person (search_name);

-- What a person allowed, when, in which words. Append-only; person.scope is the last row.
create table consent (
    id uuid primary key,
    person_id uuid not null references person (id),
    scope text not null,
    -- Version of the sentence the person agreed to.
    text_version bigint not null,
    -- JSON list of the fields that leave the instance under this consent.
    fields text not null,
    given_at bigint not null
);
create index consent_person on consent (person_id, given_at);

-- Photos, re-encoded by us and without metadata. The row goes with the person or with the next photo.
create table photo (
    person_id uuid primary key references person (id),
    -- SHA-256 of the bytes, in hexadecimal; part of the address, so that caches never lie.
    digest text not null,
    media_type text not null,
    bytes bytea not null,
    -- Null for our own people. Otherwise where the origin serves it.
    fetched_from text,
    stored_at bigint not null
);

-- Skills and subjects: concepts with an address and names in two languages. Shipped ones come with each release,
-- others are added by administrators. Rows are retired, not deleted: profiles refer to their address.
create table concept (
    id uuid primary key,
    uri text not null,
    label_nl text not null,
    label_en text not null,
    -- Joined by `|`.
    synonyms_nl text not null,
    synonyms_en text not null,
    -- Address of the broader concept; null at the top.
    broader text,
    -- Folded labels and synonyms joined by `|`, for completion.
    search_text text not null,
    is_shipped boolean not null,
    retired_at bigint
);
create unique index concept_uri_key on concept (uri);
create index concept_broader on concept (broader);

-- Profile fields that administrators add.
create table profile_field (
    id uuid primary key,
    section_nl text not null,
    section_en text not null,
    label_nl text not null,
    label_en text not null,
    -- text, choice, choices, date
    kind text not null,
    -- JSON list of {nl, en} for choice and choices.
    options text not null,
    is_mandatory boolean not null,
    is_filter boolean not null,
    position bigint not null,
    retired_at bigint
);

-- The change feed of our directory: the last state of each local person that peers may know, tombstones kept.
create table directory_change (
    person_id uuid primary key references person (id),
    seq bigint not null,
    -- false: peers must forget this person.
    is_present boolean not null,
    changed_at bigint not null
);
create unique index directory_change_seq_key on directory_change (seq);

-- People whose index documents are out of date. The indexer drains by seq; `lane` lets home changes overtake a flood.
create table index_change (
    seq bigint primary key,
    person_id uuid not null,
    -- 0: home, 1: replicated.
    lane bigint not null
);
create index index_change_lane on index_change (lane, seq);
