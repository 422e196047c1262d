-- Combien chaque région, et la France entière, ont-elles exporté chaque mois ?
--
-- À changer : le premier jour. Le jour en cours, incomplet, n'est pas compté.
--
-- Une région échange avec ses voisines et avec l'étranger, la France avec
-- l'étranger seul. Chaque jour compte par son solde, moyenne du jour fois sa
-- durée : export s'il est sorti plus qu'il n'est entré, sinon import. La France
-- n'est comptée que les jours où les douze régions sont connues.
-- Colonnes : mois, region, jours, jours_exportateurs, export_gwh, import_gwh,
-- solde_exporte_gwh

with parametres as (
  select (date_trunc('month', now() at time zone 'Europe/Paris') - interval '11 months')::date as premier_jour,
    (now() at time zone 'Europe/Paris')::date as jour_en_cours
), regions as (
  select date_heure, libelle_region as region, avg_physical_exchange as echange_mw
  from parametres
  join regional_energy_current on date_heure >= premier_jour::timestamp at time zone 'Europe/Paris'
    and date_heure < jour_en_cours::timestamp at time zone 'Europe/Paris'
  where granularity = 'day' and filiere = 'ensemble' and avg_physical_exchange is not null
), soldes as (
  select date_heure, region, echange_mw from regions
  union all
  select date_heure, 'France entière', sum(echange_mw) from regions group by date_heure having count(*) = 12
), energies as (
  select to_char(date_heure at time zone 'Europe/Paris', 'YYYY-MM') as mois, region,
    -echange_mw / 1000
      * extract(epoch from (date_heure at time zone 'Europe/Paris' + interval '1 day') at time zone 'Europe/Paris' - date_heure)
      / 3600 as exporte_gwh
  from soldes
)
select mois, region, count(*) as jours, count(*) filter (where exporte_gwh > 0) as jours_exportateurs,
  round(sum(greatest(exporte_gwh, 0))::numeric) as export_gwh,
  round(sum(greatest(-exporte_gwh, 0))::numeric) as import_gwh,
  round(sum(exporte_gwh)::numeric) as solde_exporte_gwh
from energies
group by mois, region
order by mois desc, region = 'France entière' desc, region;
