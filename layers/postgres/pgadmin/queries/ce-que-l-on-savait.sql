-- Que savait-on d'un jour à un moment donné, et qu'en sait-on aujourd'hui ?
--
-- À changer : le jour, et le moment auquel on se replace, par exemple timestamptz
-- '2026-01-31 18:30 Europe/Paris'.
--
-- Une ligne par région, moyennes du jour ; vide où rien n'était encore publié à ce
-- moment. Un écart au-dessus de zéro : on annonçait trop peu.
-- Colonnes : region, nature_alors, consommation_alors_mw, production_alors_mw,
-- nature, consommation_mw, production_mw, ecart_consommation_mw,
-- ecart_production_mw

with parametres as (
  select (now() at time zone 'Europe/Paris')::date - 2 as jour,
    ((now() at time zone 'Europe/Paris')::date - 1 + time '12:00') at time zone 'Europe/Paris' as moment
)
select aujourd_hui.libelle_region as region,
  alors.nature as nature_alors, alors.avg_consumption as consommation_alors_mw, alors.avg_production as production_alors_mw,
  aujourd_hui.nature, aujourd_hui.avg_consumption as consommation_mw, aujourd_hui.avg_production as production_mw,
  aujourd_hui.avg_consumption - alors.avg_consumption as ecart_consommation_mw,
  aujourd_hui.avg_production - alors.avg_production as ecart_production_mw
from parametres
join regional_energy_current as aujourd_hui on aujourd_hui.granularity = 'day' and aujourd_hui.filiere = 'ensemble'
  and aujourd_hui.date_heure = jour::timestamp at time zone 'Europe/Paris'
left join lateral (
  select * from regional_energy_as_of(moment) as su
  where su.code_insee_region = aujourd_hui.code_insee_region and su.granularity = 'day' and su.filiere = 'ensemble'
    and su.date_heure = aujourd_hui.date_heure
) as alors on true
order by region;
