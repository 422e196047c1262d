-- Comment une valeur a-t-elle été révisée, version après version ?
--
-- À changer : la région (son code INSEE), la filière, et la période : un jour par
-- son premier instant et granularity « day », ou une mesure, par exemple
-- timestamptz '2026-01-31 18:30 Europe/Paris' et granularity « instant ».
--
-- Une ligne par version publiée, la plus ancienne d'abord ; un écart se mesure à la
-- version d'avant, de la même nature.
-- Colonnes : publiee_le, nature, version, generation, production_mw,
-- ecart_production_mw, consommation_mw, ecart_consommation_mw, echange_mw,
-- ecart_echange_mw, passage

with parametres as (
  select '93' as region, 'ensemble'::filiere as filiere, 'day'::granularity as granularity,
    ((now() at time zone 'Europe/Paris')::date - 2)::timestamp at time zone 'Europe/Paris' as periode
)
select processed_at at time zone 'Europe/Paris' as publiee_le, nature, version, generation,
  avg_production as production_mw, production_change as ecart_production_mw,
  avg_consumption as consommation_mw, consumption_change as ecart_consommation_mw,
  avg_physical_exchange as echange_mw, physical_exchange_change as ecart_echange_mw,
  run_id as passage
from parametres
join regional_energy_revisions as revision on revision.code_insee_region = parametres.region
  and revision.filiere = parametres.filiere
  and revision.granularity = parametres.granularity
  and revision.date_heure = parametres.periode
order by processed_at, nature, generation, version;
