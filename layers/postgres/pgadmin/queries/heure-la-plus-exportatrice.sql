-- À quelle heure chaque région exporte-t-elle le plus ?
--
-- À changer : le premier et le dernier jour. Deux semaines répondent aussitôt ; une
-- année demande quelques secondes.
--
-- Une ligne par région : l'heure du jour (à Paris) où, en moyenne, il en sort le
-- plus, et celle où il en sort le moins ou y entre le plus. Un export négatif est
-- un import.
-- Colonnes : region, heure, export_moyen_mw, heure_la_plus_faible,
-- export_le_plus_faible_mw

with parametres as not materialized (
  select (now() at time zone 'Europe/Paris')::date - 14 as premier_jour,
    (now() at time zone 'Europe/Paris')::date as dernier_jour
), regions as (
  select distinct code_insee_region, libelle_region
  from parametres
  join regional_energy_stats on date_heure >= premier_jour::timestamp at time zone 'Europe/Paris'
    and date_heure < (dernier_jour + 1)::timestamp at time zone 'Europe/Paris'
  where granularity = 'day' and filiere = 'ensemble'
), heures as (
  select code_insee_region, extract(hour from date_heure at time zone 'Europe/Paris')::integer as heure,
    -avg(exchange) as export_mw
  from parametres
  cross join regional_energy_mix(
    premier_jour::timestamp at time zone 'Europe/Paris',
    (dernier_jour + 1)::timestamp at time zone 'Europe/Paris',
    filieres => '{ensemble}',
    step => 'instant'
  )
  where exchange is not null
  group by 1, 2
)
select libelle_region as region,
  (array_agg(heure order by export_mw desc))[1] as heure, round(max(export_mw)::numeric) as export_moyen_mw,
  (array_agg(heure order by export_mw))[1] as heure_la_plus_faible, round(min(export_mw)::numeric) as export_le_plus_faible_mw
from heures
join regions using (code_insee_region)
group by region
order by export_moyen_mw desc;
