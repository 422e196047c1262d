-- Que produisait une région hier, et avec quoi ?
--
-- À changer : la région et le jour. 11 Île-de-France, 24 Centre-Val de Loire,
-- 27 Bourgogne-Franche-Comté, 28 Normandie, 32 Hauts-de-France, 44 Grand Est,
-- 52 Pays de la Loire, 53 Bretagne, 75 Nouvelle-Aquitaine, 76 Occitanie,
-- 84 Auvergne-Rhône-Alpes, 93 Provence-Alpes-Côte d'Azur.
--
-- Une ligne par mesure, à l'heure de Paris ; un échange négatif est un export, et
-- le pompage se retranche.
-- Colonnes : heure_de_paris, nature, consommation_mw, production_mw, echange_mw,
-- nucleaire_mw, thermique_mw, eolien_mw, solaire_mw, hydraulique_mw, pompage_mw,
-- bioenergies_mw, stockage_batterie_mw, destockage_batterie_mw

with parametres as (
  select '93' as region, (now() at time zone 'Europe/Paris')::date - 1 as jour
)
select date_heure at time zone 'Europe/Paris' as heure_de_paris, nature,
  consumption as consommation_mw, production as production_mw, exchange as echange_mw,
  nucleaire as nucleaire_mw, thermique as thermique_mw, eolien as eolien_mw, solaire as solaire_mw,
  hydraulique as hydraulique_mw, pompage as pompage_mw, bioenergies as bioenergies_mw,
  stockage_batterie as stockage_batterie_mw, destockage_batterie as destockage_batterie_mw
from parametres
cross join regional_energy_mix(
  jour::timestamp at time zone 'Europe/Paris',
  (jour + 1)::timestamp at time zone 'Europe/Paris',
  regions => array[region],
  step => 'instant'
)
order by date_heure;
