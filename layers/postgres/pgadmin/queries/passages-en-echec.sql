-- Quels passages ont échoué, pourquoi, et un autre les a-t-il rattrapés ?
--
-- À changer : le nombre de jours en arrière.
--
-- Une ligne par passage en échec ou interrompu, le dernier d'abord. « rattrape_le »
-- est vide tant qu'aucun passage réussi n'a couvert les mêmes jours depuis.
-- Colonnes : commence_le, termine_le, declencheur, demande_par, du, au, resultat,
-- code, message, remede, rattrape_le, passage

with parametres as (
  select 30 as jours
)
select echec.started_at at time zone 'Europe/Paris' as commence_le, echec.ended_at at time zone 'Europe/Paris' as termine_le,
  echec.trigger as declencheur, echec.requested_by as demande_par, echec.window_from as du, echec.window_to as au,
  echec.outcome as resultat, echec.error_code as code, echec.error_message as message, echec.error_remedy as remede,
  (
    select min(suivant.ended_at) from pipeline_runs as suivant
    where suivant.outcome = 'succeeded' and suivant.started_at > echec.started_at
      and suivant.window_from <= echec.window_from and suivant.window_to >= echec.window_to
      and suivant.datasets @> echec.datasets and (suivant.trigger <> 'replay' or echec.trigger = 'replay')
  ) at time zone 'Europe/Paris' as rattrape_le,
  echec.run_id as passage
from parametres
join pipeline_runs as echec on echec.started_at >= now() - make_interval(days => jours)
where echec.outcome in ('failed', 'interrupted')
order by echec.started_at desc;
