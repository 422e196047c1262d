/** « Que lit-on, qu'écrit-on, et où est la place ? »: rows in and out, then the biggest tables and what is dead in them. */
import { FAINT, NOW, QUIET, SOON } from "../colours.ts"
import { tableOf, timeSeries } from "../panels.ts"
import type { Row } from "../skeleton.ts"
import { NONE, worseAbove } from "../steps.ts"
import { range, sql } from "../targets.ts"
import { ALERT, LOOK } from "../thresholds.ts"

const rate = (name: string): string =>
  `sum(rate(pg_stat_database_tup_${name}{datname=~"$base", datname!~"template."}[$__rate_interval]))`

export const rows: Row = {
  question: "Que lit-on, qu'écrit-on ?",
  panels: [
    timeSeries({
      title: "Lignes lues par seconde",
      told: {
        shows: "Les lignes que PostgreSQL a parcourues, et celles que les requêtes en ont retenues.",
        normal: "des milliers quand Grafana ou la page s'affiche, des millions quand on exporte une année.",
        otherwise:
          "beaucoup de parcourues pour peu de retenues, sans cesse : une requête lit tout ; un index l'aiderait."
      },
      unit: "suffix:lignes/s",
      thresholds: NONE,
      min: 0,
      colours: { parcourues: FAINT, retenues: QUIET },
      targets: [
        range(rate("returned"), { legend: "parcourues" }),
        range(rate("fetched"), { legend: "retenues" })
      ],
      width: 12
    }),
    timeSeries({
      title: "Lignes écrites par seconde",
      told: {
        shows: "Les lignes ajoutées, changées et effacées.",
        normal: "des ajouts aux passages, quelques changements (le déroulement d'un passage), presque rien d'effacé.",
        otherwise: "regional_energy_stats ne fait que grandir : des lignes effacées en nombre ne viennent pas du démon."
      },
      unit: "suffix:lignes/s",
      thresholds: NONE,
      min: 0,
      colours: { ajoutées: QUIET, changées: SOON, effacées: NOW },
      targets: [
        range(rate("inserted"), { legend: "ajoutées" }),
        range(rate("updated"), { legend: "changées" }),
        range(rate("deleted"), { legend: "effacées" })
      ],
      width: 12
    })
  ]
}

/** From the catalog alone, which every role may read: no table is opened. Of few dead rows their part tells nothing. */
const tables = `
select coalesce(parent.relname, class.relname)::text as relation,
  nullif(count(parent.oid), 0)::int as partitions,
  sum(pg_total_relation_size(class.oid))::float8 as bytes,
  sum(pg_indexes_size(class.oid))::float8 as index_bytes,
  sum(stat.n_live_tup)::float8 as live,
  sum(stat.n_dead_tup)::float8 as dead,
  case when sum(stat.n_dead_tup) > ${ALERT.deadRowsFrom}
    then (sum(stat.n_dead_tup) / sum(stat.n_live_tup + stat.n_dead_tup))::float8 end as dead_part
from pg_class as class
join pg_namespace as namespace on namespace.oid = class.relnamespace
left join pg_inherits as inherits on inherits.inhrelid = class.oid
left join pg_class as parent on parent.oid = inherits.inhparent
left join pg_stat_user_tables as stat on stat.relid = class.oid
where class.relkind = 'r' and namespace.nspname not in ('pg_catalog', 'information_schema')
group by 1
order by bytes desc
limit 20`

const partitions = `
select class.relname::text as partition,
  pg_total_relation_size(class.oid)::float8 as bytes,
  stat.n_live_tup::float8 as live,
  case when stat.n_dead_tup > ${ALERT.deadRowsFrom}
    then stat.n_dead_tup::float8 / (stat.n_live_tup + stat.n_dead_tup) end as dead_part,
  stat.n_mod_since_analyze::float8 as changed,
  greatest(stat.last_vacuum, stat.last_autovacuum) as vacuumed_at,
  greatest(stat.last_analyze, stat.last_autoanalyze) as analyzed_at
from pg_inherits as inherits
join pg_class as class on class.oid = inherits.inhrelid and class.relkind = 'r'
left join pg_stat_user_tables as stat on stat.relid = class.oid
order by bytes desc
limit 30`

const deadPart = {
  title: "Part morte",
  unit: "percentunit",
  decimals: 1,
  width: 90,
  thresholds: worseAbove({ soon: LOOK.deadRows, now: ALERT.deadRows })
}

export const room: Row = {
  question: "Où est la place ?",
  panels: [
    tableOf({
      title: "Les plus grandes tables",
      told: {
        shows: "Ce que chaque table occupe, ses partitions comprises, et combien de ses lignes sont mortes.",
        normal: "regional_energy_stats domine ; presque rien n'y est mort, car rien n'y est changé.",
        otherwise: "une grande part morte : VACUUM ne passe pas, souvent parce qu'une transaction reste ouverte."
      },
      unit: "locale",
      thresholds: NONE,
      targets: [sql(tables)],
      columns: {
        relation: { title: "Table", unit: "string", width: 215 },
        partitions: { title: "Partitions", width: 85 },
        bytes: { title: "En tout", unit: "bytes", width: 90 },
        index_bytes: { title: "Index", unit: "bytes", width: 90 },
        live: { title: "Lignes", width: 100 },
        dead: { title: "Mortes", width: 80 },
        dead_part: deadPart
      },
      width: 12,
      height: 12
    }),
    tableOf({
      title: "Les plus grandes partitions",
      told: {
        shows:
          "Les années de regional_energy_stats, et quand elles ont été nettoyées et mesurées ; changées : depuis la dernière mesure.",
        normal: "une partition par année publiée, de taille semblable ; celle de l'année grandit.",
        otherwise: "des changements nombreux depuis la dernière mesure : les requêtes ralentissent ; lancez ANALYZE."
      },
      unit: "locale",
      thresholds: NONE,
      targets: [sql(partitions)],
      columns: {
        partition: { title: "Partition", unit: "string", width: 215 },
        bytes: { title: "En tout", unit: "bytes", width: 85 },
        live: { title: "Lignes", width: 90 },
        dead_part: deadPart,
        changed: { title: "Changées", width: 85 },
        vacuumed_at: { title: "Nettoyée", unit: "dateTimeFromNow", width: 105 },
        analyzed_at: { title: "Mesurée", unit: "dateTimeFromNow", width: 105 }
      },
      width: 12,
      height: 12
    })
  ]
}
