-- A-t-on toutes les mesures d'hier ?
--
-- À changer : le jour.
--
-- Une ligne par région connue des trente jours d'avant, celles qui manquent
-- d'abord. On attend une mesure par quart d'heure en temps réel, une par demi-heure
-- une fois les valeurs consolidées ; un jour de changement d'heure a 23 ou 25
-- heures.
-- Colonnes : region, nature, mesures, attendues, manquantes, publiee_le

with parametres as (
  select (now() at time zone 'Europe/Paris')::date - 1 as jour
), bornes as (
  select jour::timestamp at time zone 'Europe/Paris' as debut, (jour + 1)::timestamp at time zone 'Europe/Paris' as fin
  from parametres
), regions as (
  select distinct code_insee_region, libelle_region
  from bornes
  join regional_energy_stats on date_heure >= debut - interval '30 days' and date_heure < fin
  where granularity = 'day' and filiere = 'ensemble'
), comptes as (
  select regions.libelle_region as region, publie.nature, coalesce(publie.record_count, 0) as mesures,
    (extract(epoch from fin - debut) / case when publie.nature > 'Données temps réel' then 1800 else 900 end)::integer
      as attendues,
    publie.processed_at
  from bornes
  cross join regions
  left join lateral (
    select * from regional_energy_current as jour
    where jour.code_insee_region = regions.code_insee_region and jour.granularity = 'day' and jour.filiere = 'ensemble'
      and jour.date_heure = debut
  ) as publie on true
)
select region, nature, mesures, attendues, attendues - mesures as manquantes,
  processed_at at time zone 'Europe/Paris' as publiee_le
from comptes
order by manquantes desc, region;
