-- Name search asks for words anywhere in a name, which no order of names helps to find; keeping one cost a random page
-- for each person that replication brings.
drop index person_search;
