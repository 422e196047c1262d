-- Quand chaque région a-t-elle le plus consommé ?
--
-- À changer : le premier et le dernier jour. Deux semaines répondent aussitôt ; une
-- année demande quelques secondes.
--
-- Une ligne par région, la plus gourmande d'abord : la mesure la plus haute de la
-- période, et ce qu'elle valait alors.
-- Colonnes : region, pic_mw, heure_de_paris, nature, production_mw, echange_mw

with parametres as (
  select (now() at time zone 'Europe/Paris')::date - 14 as premier_jour,
    (now() at time zone 'Europe/Paris')::date as dernier_jour
), pics as (
  select distinct on (code_insee_region) code_insee_region, nature, date_heure, generation, version, consumption, production,
    exchange
  from parametres
  cross join regional_energy_mix(
    premier_jour::timestamp at time zone 'Europe/Paris',
    (dernier_jour + 1)::timestamp at time zone 'Europe/Paris',
    filieres => '{ensemble}',
    step => 'instant'
  )
  where consumption is not null
  order by code_insee_region, consumption desc, date_heure
)
select libelle_region as region, consumption as pic_mw, date_heure at time zone 'Europe/Paris' as heure_de_paris, nature,
  production as production_mw, exchange as echange_mw
from pics
join regional_energy_stats using (code_insee_region, nature, date_heure, generation, version)
where filiere = 'ensemble' and granularity = 'instant'
order by pic_mw desc, region;
