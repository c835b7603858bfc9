-- By what of his own somebody does not want to be known: it is found as before, and says nothing of him in the search for people.
create table evidence_excluded (
    person_id uuid not null references person (id),
    -- item, comment, page.
    kind text not null,
    subject_id uuid not null,
    excluded_at bigint not null,
    primary key (person_id, subject_id)
);
create index evidence_excluded_subject on evidence_excluded (subject_id);
