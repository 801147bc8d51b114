/** ISO 3166-1 alpha-2. The browser knows the names, but not which codes the standard has. */
const COUNTRIES =
  "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK " +
  "CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS " +
  "GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV " +
  "LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM " +
  "PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR " +
  "TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

const countries = new Set(COUNTRIES.split(" "));

/** A code and its name in the reader's language. */
export interface NamedCode {
  code: string;
  name: string;
}

export function isCountry(text: string): boolean {
  return countries.has(text.trim().toUpperCase());
}

export function isCurrency(text: string): boolean {
  return /^[a-z]{3}$/i.test(text.trim());
}

/** All countries by name, in the order of the language. */
export function countryNames(locale: string): NamedCode[] {
  return named([...countries], "region", locale);
}

/** Currencies that the browser knows; any other code of three letters may be typed. */
export function currencyNames(locale: string): NamedCode[] {
  return named(Intl.supportedValuesOf("currency"), "currency", locale);
}

/** Languages that people are likely to name; any other tag may be typed. */
export function languageNames(locale: string): NamedCode[] {
  return named(LANGUAGES.split(" "), "language", locale);
}

export function timeZones(): string[] {
  return ["UTC", ...Intl.supportedValuesOf("timeZone")];
}

const LANGUAGES =
  "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu ha he hi hr hu hy id ig is it ja ka kk km kn ko ku ky lb lo " +
  "lt lv mg mk ml mn mr ms mt my nb ne nl nn om or pa pl ps pt pt-BR ro ru rw sd si sk sl so sq sr sv sw ta te tg th ti tk tl tr ug uk ur " +
  "uz vi wo xh yo zh zh-Hant zu";

function named(codes: readonly string[], type: "region" | "currency" | "language", locale: string): NamedCode[] {
  const names = new Intl.DisplayNames([locale], { type });
  const list = codes.map((code) => ({ code, name: names.of(code) ?? code }));
  return list.sort((one, other) => one.name.localeCompare(other.name, locale));
}
