-- Qu'est-ce qui n'a pas pu être lu, et attend une décision ?
--
-- À changer : rien, ou le nombre de lignes. `eco2mixd quarantine show ID` montre
-- une entrée, `retry` la relit, `drop` l'écarte.
--
-- Une ligne par entrée qui attend, la dernière vue d'abord, avec le début de son
-- texte.
-- Colonnes : id, vue_le, jeu_de_donnees, raison, detail, octets, debut, passage

with parametres as (
  select 200 as lignes
)
select id, first_seen_at at time zone 'Europe/Paris' as vue_le, dataset as jeu_de_donnees, reason as raison, detail,
  record_bytes as octets, left(record, 200) as debut, run_id as passage
from quarantine
where resolution is null
order by first_seen_at desc, id desc
limit (select lignes from parametres);
