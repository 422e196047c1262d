-- Quelles données publiées sont difficiles à croire ?
--
-- À changer : le nombre de jours en arrière. Un constat ne retient aucune donnée ;
-- réparé, il quitte cette liste.
--
-- Une ligne par constat qui tient encore, les plus graves d'abord (error, warning,
-- info), puis les plus récents.
-- Colonnes : gravite, controle, region, nature, jour, premiere_mesure,
-- derniere_mesure, mesure, constat, trouve_le

with parametres as (
  select 30 as jours
)
select severity as gravite, check_name as controle,
  coalesce(
    (
      select libelle_region from regional_energy_stats as publie
      where publie.code_insee_region = constat.code_insee_region and publie.filiere = 'ensemble'
        and publie.nature = constat.nature and publie.granularity = 'day'
        and publie.date_heure = date_trunc('day', constat.date_heure, 'Europe/Paris')
      limit 1
    ),
    code_insee_region
  ) as region,
  nature, (date_heure at time zone 'Europe/Paris')::date as jour,
  first_date_heure at time zone 'Europe/Paris' as premiere_mesure,
  last_date_heure at time zone 'Europe/Paris' as derniere_mesure,
  measure as mesure, detail as constat, first_seen_at at time zone 'Europe/Paris' as trouve_le
from parametres
join findings as constat on date_heure >= now() - make_interval(days => jours)
where ended_at is null
order by array_position(array['error', 'warning', 'info'], severity), date_heure desc, region
limit 500;
