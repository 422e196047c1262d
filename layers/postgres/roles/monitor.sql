-- Who sees how the server is, and nothing of what it holds: the role of postgres_exporter.
--
--   psql "$SUPERUSER_URL" --file monitor.sql
--   psql "$SUPERUSER_URL" --command "alter role eco2mixd_monitor password '…'"
--
-- Run it as a superuser, who alone may grant pg_monitor, in the database to look at. It may be run again at any time. No
-- password is written here.

do $$ begin
  if not exists (select from pg_roles where rolname = 'eco2mixd_monitor') then
    create role eco2mixd_monitor login;
  end if;
end $$;

alter role eco2mixd_monitor set statement_timeout = '10s';
alter role eco2mixd_monitor set default_transaction_read_only = on;
grant pg_monitor to eco2mixd_monitor;

do $$ begin
  execute format('grant connect on database %I to eco2mixd_monitor', current_database());
end $$;
