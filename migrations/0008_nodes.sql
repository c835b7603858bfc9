-- Which node holds a lease. A node that was killed frees at its next start what it held, rather than waiting until the
-- leases run out. Null or empty: nobody who would come back.
alter table job add column leased_by text;
alter table inbox_activity add column leased_by text;
alter table delivery_host add column leased_by text;
