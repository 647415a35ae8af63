/** Words for numbers, units of time and months in English, German, French, Spanish, Italian, Dutch and Swedish. */

const tens: Record<number, string> = {
  1: "one ein eine einen einem einer un une uno una een één en ett",
  2: "two zwei deux dos due twee två",
  3: "three drei trois tres tre drie",
  4: "four vier quatre cuatro quattro fyra",
  5: "five fünf cinq cinco cinque vijf fem",
  6: "six sechs seis sei zes sex",
  7: "seven sieben sept siete sette zeven sju",
  8: "eight acht huit ocho otto åtta",
  9: "nine neun neuf nueve nove negen nio",
  10: "ten zehn dix diez dieci tien tio",
  12: "twelve zwölf douze doce dodici twaalf tolv",
  14: "fourteen vierzehn quatorze catorce quattordici veertien fjorton",
  15: "fifteen fünfzehn quinze quince quindici vijftien femton",
  20: "twenty zwanzig vingt veinte venti twintig tjugo",
  24: "twenty-four vierundzwanzig vingt-quatre veinticuatro ventiquattro vierentwintig tjugofyra",
  30: "thirty dreißig trente treinta trenta dertig trettio",
  60: "sixty sechzig soixante sesenta sessanta zestig sextio",
  90: "ninety neunzig quatre-vingt-dix noventa novanta negentig nittio",
};
/** "A week" is not here: "a" before a unit says too little. */
export const numberWords = byWord(tens, Number);

const units: Record<string, string> = {
  minute: "minute minutes minuten minuto minutos minuti minuut minuter",
  hour: "hour hours hr hrs stunde stunden heure heures hora horas ora ore uur uren timme timmar",
  day: "day days tag tage tagen tages werktag werktage werktagen arbeitstag arbeitstage arbeitstagen jour jours día días dia dias giorno giorni dag dagen werkdag werkdagen dagar",
  week: "week weeks woche wochen semaine semaines semana semanas settimana settimane weken vecka veckor",
  month: "month months monat monate monaten mois mes meses mese mesi maand maanden månad månader",
  year: "year years jahr jahre jahren an ans année années año años anno anni jaar jaren år",
};
export const timeUnits = byWord(units, String);

const months: Record<number, string> = {
  1: "january jan januar jänner janvier enero gennaio januari",
  2: "february feb februar février febrero febbraio februari",
  3: "march mar märz mars marzo maart",
  4: "april apr avril abril aprile",
  5: "may mai mayo maggio mei maj",
  6: "june jun juni juin junio giugno",
  7: "july jul juli juillet julio luglio",
  8: "august aug août agosto augustus augusti",
  9: "september sep sept septembre septiembre settembre",
  10: "october oct oktober octobre octubre ottobre okt",
  11: "november nov novembre noviembre",
  12: "december dec dezember décembre diciembre dicembre dez",
};
export const monthNames = byWord(months, Number);

/** What leads to a period, whatever it is a period of. */
export const beforePeriods = new Set(
  [
    ...[
      "within after before until during",
      "innerhalb binnen nach während spätestens",
      "dans sous avant après pendant",
    ],
    ...[
      "dentro antes después hasta durante",
      "entro dopo prima fino",
      "binnen tijdens uiterlijk",
      "inom efter före under",
    ],
  ].flatMap((words) => words.split(" ")),
);

function byWord<T>(words: Record<string, string>, value: (key: string) => T): Record<string, T> {
  return Object.fromEntries(
    Object.entries(words).flatMap(([key, list]) => list.split(" ").map((word) => [word, value(key)])),
  );
}
