-- Quelle part de la production est renouvelable, mois après mois ?
--
-- À changer : le premier jour. Le jour en cours, incomplet, n'est pas compté.
--
-- Renouvelable : éolien, solaire, hydraulique et bioénergies, divisés par ces
-- filières, le nucléaire et le thermique. Le pompage et les batteries ne comptent
-- ni d'un côté ni de l'autre. La France entière est la somme des régions connues.
-- Colonnes : mois, region, jours, production_gwh, renouvelable_gwh,
-- part_renouvelable_pct, part_eolien_pct, part_solaire_pct, part_hydraulique_pct,
-- part_bioenergies_pct

with parametres as (
  select (date_trunc('month', now() at time zone 'Europe/Paris') - interval '11 months')::date as premier_jour,
    (now() at time zone 'Europe/Paris')::date as jour_en_cours
), jours as (
  select date_heure, to_char(date_heure at time zone 'Europe/Paris', 'YYYY-MM') as mois, libelle_region,
    coalesce(nucleaire, 0) + coalesce(thermique, 0) as autres,
    coalesce(eolien, 0) as eolien, coalesce(solaire, 0) as solaire,
    coalesce(hydraulique, 0) as hydraulique, coalesce(bioenergies, 0) as bioenergies,
    extract(epoch from (date_heure at time zone 'Europe/Paris' + interval '1 day') at time zone 'Europe/Paris' - date_heure)
      / 3600 as heures
  from parametres
  cross join regional_energy_mix(
    premier_jour::timestamp at time zone 'Europe/Paris',
    jour_en_cours::timestamp at time zone 'Europe/Paris',
    step => 'day'
  )
  join regional_energy_stats using (code_insee_region, nature, date_heure, generation, version)
  where filiere = 'ensemble' and granularity = 'day'
), energies as (
  select mois, libelle_region, date_heure,
    (autres + eolien + solaire + hydraulique + bioenergies) * heures / 1000 as production,
    (eolien + solaire + hydraulique + bioenergies) * heures / 1000 as renouvelable,
    eolien * heures / 1000 as eolien, solaire * heures / 1000 as solaire, hydraulique * heures / 1000 as hydraulique,
    bioenergies * heures / 1000 as bioenergies
  from jours
)
select mois, coalesce(libelle_region, 'France entière') as region, count(distinct date_heure) as jours,
  round(sum(production)::numeric) as production_gwh, round(sum(renouvelable)::numeric) as renouvelable_gwh,
  round((100 * sum(renouvelable) / nullif(sum(production), 0))::numeric, 1) as part_renouvelable_pct,
  round((100 * sum(eolien) / nullif(sum(production), 0))::numeric, 1) as part_eolien_pct,
  round((100 * sum(solaire) / nullif(sum(production), 0))::numeric, 1) as part_solaire_pct,
  round((100 * sum(hydraulique) / nullif(sum(production), 0))::numeric, 1) as part_hydraulique_pct,
  round((100 * sum(bioenergies) / nullif(sum(production), 0))::numeric, 1) as part_bioenergies_pct
from energies
group by grouping sets ((mois, libelle_region), (mois))
order by mois desc, libelle_region is null desc, region;
