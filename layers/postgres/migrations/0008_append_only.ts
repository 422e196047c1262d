/**
 * What is only ever added to says so itself, to its owner too: a version that was changed or lost can't be told from one that
 * never was. Row by row, as partitions take over their parent's triggers on rows and no others.
 */
export default [
  `create function refuse_change() returns trigger language plpgsql as $$
     begin
       raise exception '% refused: % is only ever added to, as every version that was ever published is kept in it',
         lower(tg_op), tg_table_name
         using errcode = 'insufficient_privilege',
           hint = 'A wrong value is mended by another version: eco2mixd run, backfill or replay. Whoever must do it '
             'nevertheless, as the owner: alter table … disable trigger user.';
     end $$`,
  `comment on function refuse_change() is 'The trigger of tables that are only ever added to'`,

  ...["regional_energy_stats", "generations"].flatMap((table) => [
    `create trigger append_only before update or delete on ${table} for each row execute function refuse_change()`,
    `create trigger append_only_whole before truncate on ${table} execute function refuse_change()`
  ]),

  // A partition that is emptied by its own name asks no trigger of its parent's.
  `create function refuse_truncation(partition regclass) returns void language plpgsql as $$
     begin
       execute format('create trigger append_only_whole before truncate on %s execute function refuse_change()', partition);
     end $$`,
  `comment on function refuse_truncation(regclass) is 'Lets a partition of regional_energy_stats refuse to be emptied'`,
  `select refuse_truncation(inhrelid::regclass) from pg_inherits where inhparent = 'regional_energy_stats'::regclass`,
  `create or replace function ensure_statistics_partition(year integer) returns void
     language plpgsql security definer set search_path = public, pg_temp as $$
     declare
       name text := format('regional_energy_stats_%s', year);
     begin
       if to_regclass(name) is null then
         perform pg_advisory_xact_lock(hashtext('eco2mixd partitions'));
         -- Not by to_regclass, which remembers what it saw before it waited.
         if not exists (select from pg_class c where relnamespace = 'public'::regnamespace and c.relname = name) then
           execute format('create table %I partition of regional_energy_stats for values from (%L) to (%L)',
             name, make_timestamptz(year, 1, 1, 0, 0, 0, 'Europe/Paris'),
             make_timestamptz(year + 1, 1, 1, 0, 0, 0, 'Europe/Paris'));
           perform refuse_truncation(name::regclass);
         end if;
       end if;
     end $$`,
  `revoke execute on function ensure_statistics_partition(integer), refuse_truncation(regclass) from public`
]
