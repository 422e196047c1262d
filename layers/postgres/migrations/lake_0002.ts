/** The lake refuses what would make it forget. Its schema stands apart from the table's, and so does its trigger. */
export default [
  `create function lake.refuse_change() returns trigger language plpgsql as $$
     begin
       raise exception '% refused: %.% is only ever added to, as every revision that was ever heard is kept in it',
         lower(tg_op), tg_table_schema, tg_table_name
         using errcode = 'insufficient_privilege',
           hint = 'Whoever must do it nevertheless, as the owner: alter table … disable trigger user.';
     end $$`,
  `comment on function lake.refuse_change() is 'The trigger of tables that are only ever added to'`,
  ...["lake.revisions", "lake.identity"].map((table) =>
    `create trigger append_only before update or delete or truncate on ${table} execute function lake.refuse_change()`
  )
]
