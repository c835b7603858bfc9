-- Other words for a subject that administrators added or that a file brought, with where each came from. The row of the subject
-- holds them too, as everything reads them there; here one sees whose they are and takes them back. Rows go when a word is
-- taken back.
create table concept_synonym (
    id uuid primary key,
    concept_id uuid not null references concept (id),
    -- nl or en.
    language text not null,
    label text not null,
    -- Without capitals and accents.
    folded text not null,
    -- The name of the file it came in; null when somebody typed it.
    file text,
    -- As the audit names who did it.
    added_by text not null,
    added_at bigint not null
);
create unique index concept_synonym_concept_id_language_folded_key on concept_synonym (concept_id, language, folded);
