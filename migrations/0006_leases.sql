-- When the index was told that a remote person's lease ran out; null while the lease runs. Whether it runs is asked at
-- every reading, from person.received_at and peer.directory_confirmed_at; this only remembers what the index knows.
alter table person add column hidden_at bigint;
